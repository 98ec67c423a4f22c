// Places side by side, field by field, with what differs marked down to the characters. The rules are those of `mulu compare`.
const MOST_SIDES = 6, MOST_SERVICES = 40;
const NOT_COMPARED = new Set(["serial", "category"]);

/** The stretches of `one` and `other`: `[common, from one, from other]`. */
const stretches = (one, other) => {
  let start = 0, end = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const a = one.slice(start, one.length - end), b = other.slice(start, other.length - end);
  const steps = [[true, start, start]];
  if (a.length * b.length > 4e6) steps.push([false, a.length, b.length]);
  else steps.push(...common(a, b));
  steps.push([true, end, end]);
  return steps.filter(([, from, to]) => from + to > 0);
};
/** Longest common subsequence, as steps. */
const common = (a, b) => {
  const width = b.length + 1, longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const steps = [];
  const step = (same, from, to) => {
    const last = steps.at(-1);
    if (last && last[0] === same) { last[1] += from; last[2] += to; } else steps.push([same, from, to]);
  };
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { step(true, 1, 1); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) { step(false, 1, 0); i += 1; }
    else { step(false, 0, 1); j += 1; }
  }
  return steps;
};
/** `text` as nodes, what differs from `other` marked. */
const marked = (text, other) => {
  const [own, its] = [[...text], [...other]];
  const steps = stretches(own, its);
  const pieces = [];
  let at = 0;
  steps.forEach(([same, length], index) => {
    const part = own.slice(at, at + length).join("");
    at += length;
    if (part === "") return;
    // Single characters in common by chance only hinder reading.
    const differs = !same || (length < 2 && index > 0 && index < steps.length - 1);
    if (pieces.at(-1)?.differs === differs) pieces.at(-1).part += part;
    else pieces.push({ differs, part });
  });
  return pieces.map(({ differs, part }) => (differs ? element("mark", { className: "differs" }, part) : part));
};

/** What the items say in each field: `{text, open}`. */
const spoken = (lists) => {
  const fields = new Map();
  for (const [field, valueState, whole, , more] of lists.flat()) {
    // How a list is numbered says nothing: its elements do.
    const text = more?.parts ? more.parts.join("、") : whole;
    const key = FIELDS[field];
    if (NOT_COMPARED.has(key)) continue;
    const known = fields.get(key) ?? { parts: [], open: false, state: data.states[valueState] };
    if (data.states[valueState] === "ambiguous") known.open = true;
    if (text !== null && !known.parts.includes(say(text))) known.parts.push(say(text));
    fields.set(key, known);
  }
  return fields;
};
/** A text as it is compared: an office of one place is the same as that of another one. */
const compared = (text, field, column) => (field === "publisher" && column.place ? folded(text).replaceAll(folded(column.place), "") : folded(text));
const agreement = (said, field, sides) => {
  const texts = said.map((one, at) => (one && !one.open && one.parts.length > 0 ? compared(one.parts.join("；"), field, columns[sides[at]]) : null)).filter((text) => text !== null);
  const isOpen = said.some((one) => one?.open);
  if (texts.length === 0 && !isOpen) return null;
  if (new Set(texts).size > 1) return "differs";
  if (isOpen) return "open";
  return texts.length < said.length ? "incomplete" : "same";
};
const compareService = (service, sides, read) => {
  const said = sides.map((side) => spoken(cellsOf(service).get(side)?.items.map((item) => read.get(item)) ?? []));
  const rows = [];
  for (const field of FIELDS) {
    const own = said.map((fields) => fields.get(field));
    const verdict = agreement(own, field, sides);
    if (verdict === null || (verdict === "same" && state.same === "")) continue;
    const text = (one) => (one && !one.open && one.parts.length > 0 ? one.parts.join("; ") : null);
    const first = own.map(text).find((one) => one !== null);
    const other = own.map(text).find((one) => one !== null && one !== first);
    const cell = (one, at) => {
      const spokenText = text(one);
      const of = { "data-side": label(columns[sides[at]]) };
      if (spokenText === null) return element("td", { className: "silent", ...of }, `(${word("state." + (one?.open ? "ambiguous" : one?.state ?? "no_column"))})`);
      return element("td", of, ...(verdict === "differs" ? marked(spokenText, spokenText === first ? other ?? first : first) : [spokenText]));
    };
    rows.push(element("tr", { className: verdict }, element("th", { scope: "row" }, fieldName(field), element("small", {}, word("agreement." + verdict))), ...own.map(cell)));
  }
  if (rows.length === 0) return null;
  const heads = sides.map((side) => element("th", { scope: "col" }, label(columns[side])));
  return element("section", {}, element("h3", {}, service.name, " ", element("small", {}, service.concept)),
    element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": service.name }, element("table", { className: "compare" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, word("text.field")), ...heads)), element("tbody", {}, ...rows))));
};

/** What only one of the sides has, or what is not certain to be a service of the others. */
const aloneOf = (sides, sought) => {
  const shared = new Set(services.flatMap((service) => {
    const has = sides.filter((side) => cellsOf(service).get(side)?.state === PRESENT);
    return has.length > 1 ? has.flatMap((side) => cellsOf(service).get(side).items) : [];
  }));
  return sides.map((side) => {
    const own = rest().items.map((_, index) => index).filter((index) => itemAt(index).column === side && !shared.has(index) && (sought === "" || folded(itemAt(index).name).includes(sought)));
    if (own.length === 0) return null;
    const list = element("ul", {}, ...own.slice(0, MOST_ALONE).map((index) => element("li", {}, itemAt(index).name, " ", opener(index))));
    const more = own.length > MOST_ALONE ? element("p", {}, word("text.more_services", { count: own.length - MOST_ALONE })) : null;
    return element("details", { className: "alone", open: own.length <= 20 }, element("summary", {}, word("compare.alone", { side: label(columns[side]), count: own.length })), ...[list, more].filter(Boolean));
  }).filter(Boolean);
};
const MOST_ALONE = 200;

const startCompare = (keys, service) => {
  state.cmp = keys.join();
  if (service) state.q = service.name;
  update();
  $("compare").scrollIntoView();
};
let comparing = 0;
const updateCompare = async () => {
  const turn = ++comparing;
  const sides = listed(state.cmp).map(columnOf).filter((column) => column >= 0).slice(0, MOST_SIDES);
  const add = element("select", { id: "side", "aria-label": word("text.add_side") }, element("option", { value: "" }, word("text.add_side")),
    ...columns.map((column, index) => (column.source === null || sides.includes(index) ? null : element("option", { value: column.key }, label(column)))));
  add.addEventListener("change", () => { state.cmp = [...listed(state.cmp), add.value].slice(-MOST_SIDES).join(); update(); $("side").focus(); });
  const chips = sides.map((side) => button(`${label(columns[side])} ✕`, () => { state.cmp = listed(state.cmp).filter((key) => key !== columns[side].key).join(); update(); },
    { "aria-label": `${word("text.remove")}: ${label(columns[side])}` }));
  const same = element("input", { type: "checkbox", checked: state.same !== "" });
  same.addEventListener("change", () => { state.same = same.checked ? "1" : ""; update(); });
  $("compare-sides").replaceChildren(...chips, add, element("label", {}, same, " ", word("text.show_same")));
  if (sides.length < 2) { $("compare-body").replaceChildren(element("p", {}, word("text.compare_hint"))); return; }
  const sought = folded(state.q);
  const shared = services.filter((service) => sides.filter((side) => cellsOf(service).get(side)?.state === PRESENT).length > 1 && (sought === "" || textOf(service).includes(sought)));
  const of = [...new Set(shared.slice(0, MOST_SERVICES).flatMap((service) => sides.flatMap((side) => (cellsOf(service).get(side)?.state === PRESENT ? cellsOf(service).get(side).items : []))))];
  try {
    const values = await texts("items", of);
    if (turn !== comparing) return;
    const read = new Map(of.map((item, index) => [item, values[index]]));
    const made = shared.slice(0, MOST_SERVICES).map((service) => {
      const has = sides.filter((side) => cellsOf(service).get(side)?.state === PRESENT);
      return compareService(service, has, read);
    });
    const alike = made.filter((one) => one === null).length;
    const note = [word("compare.services", { count: shared.length }), alike > 0 ? word("text.all_same", { count: alike }) : null, shared.length > MOST_SERVICES ? word("text.more_services", { count: shared.length - MOST_SERVICES }) : null];
    $("compare-body").replaceChildren(element("p", {}, note.filter(Boolean).join(" · ")), ...made.filter(Boolean), ...aloneOf(sides, sought));
  } catch (error) {
    $("compare-body").replaceChildren(unread(error));
  }
};
