// The data of the report, the words of both languages, and small helpers.
// Text of documents only ever enters the page as text nodes.
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const STATES = ["present", "close", "broader_only", "narrower_only", "missing", "missing_among_places", "not_expected", "not_measured", "no_document", "not_read"];
const SIGNS = ["✓", "≈", "⊃", "⊂", "✗", "✕", "·", "–", "∅", "?"];
const [PRESENT, MISSING, MISSING_AMONG, NOT_EXPECTED, NOT_MEASURED, NO_DOCUMENT] = [0, 4, 5, 6, 7, 8];
const SEVERITIES = ["error", "warning", "note", "info"];
const $ = (id) => document.getElementById(id);

/** A text of the data in the language of the page: one string where both are the same, else `[en, zh]`. */
const say = (text) => (Array.isArray(text) ? text[state.lang === "zh" ? 1 : 0] : text ?? "");
/** The word for `key`, its blanks filled. */
const word = (key, blanks = {}) => {
  let text = say(data.words[key] ?? key);
  for (const [name, value] of Object.entries(blanks)) text = text.replaceAll(`{${name}}`, value);
  return text;
};
/** A text in words as nodes: what it quotes between backticks is set apart. */
const spelled = (text) => say(text).split(/`([^`]+)`/u).map((part, at) => (at % 2 === 1 ? element("code", { className: "said" }, part) : part)).filter((part) => part !== "");
const element = (name, properties = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key in made && !key.includes("-") && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
};
const button = (text, press, properties = {}) => {
  const made = element("button", { type: "button", ...properties }, text);
  made.addEventListener("click", press);
  return made;
};
/** Texts as people search them: width, case and blanks do not count. */
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

const NONE = Object.freeze([]);
// What is needed when somebody asks is read then.
let read;
const rest = () => (read ??= JSON.parse($("rest").textContent));
// Findings by item. Lists are read as they came: making objects of tens of thousands of items would cost more than drawing the page.
const toldOf = [];
const itemAt = (index) => {
  const [id, name, column] = rest().items[index];
  return { id, name, column, told: toldOf[index] ?? NONE };
};
const columns = data.columns;
const place = (column) => column.place ?? word("text.no_place");
const kind = (column) => word("kind." + (column.kind ?? "unknown"));
const label = (column) => `${column.key}. ${place(column)} · ${kind(column)}${column.apart ? ` · ${column.apart}` : ""}`;

// Services; `packed` has the cells in which there is an item (column, state, number of items, items, one after the other), the rest is the same for a whole list.
const services = data.rows.map(([concept, name, category, list, cells]) => ({
  // Services on no list have none, and no category.
  concept, name, category: category ?? list.replace(/\+$/u, ""), list, text: undefined,
  packed: cells, known: undefined,
}));
/** What is searched of a service; folded when it is first asked for. */
const textOf = (service) => (service.text ??= folded(`${service.name} ${service.concept} ${service.category}`));
/** The cells of a service that have items, by column. */
const cellsOf = (service) => {
  if (service.known) return service.known;
  service.known = new Map();
  const { packed } = service;
  for (let at = 0; at < packed.length; at += 3 + packed[at + 2]) service.known.set(packed[at], { state: packed[at + 1], items: packed.slice(at + 3, at + 3 + packed[at + 2]) });
  return service.known;
};
const stateAt = (service, column) => cellsOf(service).get(column)?.state ?? data.defaults[service.list][column];

// Findings, each with the group of its code. Their texts are in chunks, as those of the items are.
const count = data.findings.reduce((sum, group) => sum + group.of.length, 0);
const codeOf = new Uint16Array(count), columnTold = new Int32Array(count), itemTold = new Int32Array(count);
data.findings.forEach((group, code) => {
  group.of.forEach(([column, item], at) => {
    const finding = group.start + at;
    codeOf[finding] = code;
    columnTold[finding] = column;
    itemTold[finding] = item;
    if (item < 0) return;
    if (toldOf[item]) toldOf[item].push(finding);
    else toldOf[item] = [finding];
  });
});

// What does not fit into the page stands in files beside it, which are read when they are asked for.
const store = { items: data.chunks.items, findings: data.chunks.findings, changes: data.chunks.changes };
const chunkOf = (what, index) => store[what].findLastIndex((chunk) => chunk.start <= index);
globalThis.mulu = (what, number, texts) => { store[what][number].texts = texts; };
const load = (what, number) => {
  const chunk = store[what][number];
  if (chunk.texts) return Promise.resolve();
  chunk.loading ??= new Promise((resolve, reject) => {
    const script = element("script", { src: `gap/${what}-${number + 1}.js` });
    script.addEventListener("load", () => (chunk.texts ? resolve() : reject(new Error(script.src))));
    script.addEventListener("error", () => { chunk.loading = undefined; reject(new Error(script.src)); });
    document.head.append(script);
  });
  return chunk.loading;
};
/** The texts of `indexes`, once they are here. */
const texts = async (what, indexes) => {
  await Promise.all([...new Set(indexes.map((index) => chunkOf(what, index)))].map((number) => load(what, number)));
  return indexes.map((index) => {
    const chunk = store[what][chunkOf(what, index)];
    return chunk.texts[index - chunk.start];
  });
};
const unread = (error) => element("p", { role: "alert" }, word("text.file_unread", { file: error.message }));

// What the reader asked for: it is in the address, so it can be sent to a colleague.
const EMPTY = { lang: root.dataset.language, q: "", level: "", kind: "", sev: SEVERITIES.join(), code: "", cols: "", gaps: "", sort: "", csort: "", fold: "", item: "", cmp: "", same: "" };
const state = { ...EMPTY };
const readAddress = () => {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(EMPTY)) state[key] = asked.get(key) ?? EMPTY[key];
  withoutUnknown();
  return asked.get("go");
};
/** What the address asks for and this report does not have is as if it had not been asked for. */
const withoutUnknown = () => {
  const known = (key, values) => { if (!values.includes(state[key])) state[key] = EMPTY[key]; };
  const only = (key, values) => { state[key] = listed(state[key]).filter((value) => values.includes(value)).join(); };
  const keys = columns.map((column) => column.key);
  known("lang", ["en", "zh"]);
  known("level", columns.map((column) => column.level));
  known("kind", ["directory", "guide"]);
  known("code", data.findings.map((group) => group.code));
  known("sort", ["missing", "told", "present", "name"]);
  known("csort", ["place", "most", "least"]);
  only("cols", keys);
  only("cmp", keys);
  // Nobody asks for no severity at all but by unticking the last box.
  if (state.sev !== "") { only("sev", SEVERITIES); if (state.sev === "") state.sev = EMPTY.sev; }
};
const writeAddress = () => {
  const asked = new URLSearchParams(Object.entries(state).filter(([key, value]) => value !== EMPTY[key]));
  history.replaceState(null, "", "#" + asked);
};
const listed = (text) => (text === "" ? [] : text.split(","));
/** The index of the column that the address calls `key`. */
const columnOf = (key) => columns.findIndex((column) => column.key === key);

// The filters as they hold now.
const view = { columns: [], rows: [], told: () => true };
const chosen = () => {
  const only = new Set(listed(state.cols));
  return columns.map((_, index) => index).filter((index) => {
    const column = columns[index];
    return (state.level === "" || column.level === state.level) && (state.kind === "" || column.kind === state.kind)
      && (only.size === 0 || only.has(column.key));
  });
};
const withSeverity = () => {
  const severities = new Set(listed(state.sev));
  return data.findings.map((group) => severities.has(group.severity) && (state.code === "" || group.code === state.code));
};
