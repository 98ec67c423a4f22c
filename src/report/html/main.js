// The filters, the address, the language; and the start.
const speak = () => {
  root.dataset.language = state.lang;
  root.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = word("text.title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
};
const options = (id, pairs) => {
  $(id).replaceChildren(...pairs.map(([value, text]) => element("option", { value }, text)));
  $(id).value = state[id];
};
const fillFilters = () => {
  $("q").value = state.q;
  options("level", [["", word("text.all")], ...[...new Set(columns.map((column) => column.level).filter(Boolean))].map((level) => [level, word("level." + level)])]);
  options("kind", [["", word("text.all")], ...["directory", "guide"].map((kind) => [kind, word("kind." + kind)])]);
  options("code", [["", word("text.all")], ...data.findings.map((group) => [group.code, `${say(group.title)} · ${group.code}`])]);
  options("sort", [["", word("text.sort_list")], ["missing", word("text.sort_missing")], ["told", word("text.sort_told")], ["present", word("text.sort_present")], ["name", word("text.sort_name")]]);
  options("csort", [["", word("text.sort_document")], ["place", word("text.sort_place")], ["most", word("text.sort_most")], ["least", word("text.sort_least")]]);
  const severities = new Set(listed(state.sev));
  for (const box of document.querySelectorAll("[name=severity]")) box.checked = severities.has(box.value);
  $("gaps").checked = state.gaps !== "";
  const only = new Set(listed(state.cols));
  $("places-count").textContent = only.size === 0 ? word("text.all") : String(only.size);
  fillPlaces(only);
};
const MOST_PLACES = 200;
const fillPlaces = (only) => {
  const sought = folded($("place-text").value);
  const of = columns.filter((column) => sought === "" || folded(label(column)).includes(sought));
  $("places-list").replaceChildren(...of.slice(0, MOST_PLACES).map((column) => {
    const box = element("input", { type: "checkbox", value: column.key, checked: only.has(column.key) });
    return element("label", {}, box, " ", label(column));
  }), ...(of.length > MOST_PLACES ? [element("p", {}, word("text.more_places_here", { count: of.length - MOST_PLACES }))] : []));
};

const later = (work) => (globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: 200 }) : setTimeout(work, 1));
let waiting = 0;
const showFindings = () => {
  const found = updateFindings();
  $("shown").textContent = word("text.shown", { services: view.services, documents: view.columns.length, findings: found });
};
const PARTS = [showFindings, fillFilters, updateCompare, updateCards, updatePlots, updateFields, updateDocuments, updateChecks, updateAdditions, updateSince];
/** How many of the parts are drawn as the filters have it. */
let done = 0;
const drawPart = () => {
  PARTS[done]();
  done += 1;
  if (done === PARTS.length) $("main").setAttribute("aria-busy", "false");
};
/** Draws what the filters leave: what is in sight at once, the rest when there is time. */
const update = () => {
  writeAddress();
  updateMatrix();
  done = 0;
  $("main").setAttribute("aria-busy", "true");
  const turn = ++waiting;
  const step = () => later(() => {
    if (turn !== waiting || done === PARTS.length) return;
    drawPart();
    step();
  });
  step();
};

/** Opens what the address asks for: items by their ids, or a service in a document (`service@column`), which may have none. */
const openAsked = () => {
  const asked = new Set(listed(state.item));
  const of = asked.size === 0 ? [] : rest().items.map((_, index) => index).filter((index) => asked.has(itemAt(index).id));
  const [concept, key] = state.item.split("@");
  const [service, column] = [services.find((service) => service.concept === concept), columnOf(key)];
  if (of.length > 0) openItems(of);
  else if (service && column >= 0) openCell(service, column);
  else if (dialog.open) dialog.close();
};

const follow = (isFirst) => {
  const goal = readAddress();
  speak();
  update();
  openAsked();
  if (goal) $(goal)?.scrollIntoView();
  else if (isFirst && state.cmp !== "") $("compare").scrollIntoView();
};
$("switch").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  speak();
  update();
});
for (const id of ["q", "level", "kind", "code", "sort", "csort"]) $(id).addEventListener("input", () => { state[id] = $(id).value; update(); });
for (const box of document.querySelectorAll("[name=severity]")) box.addEventListener("change", () => {
  state.sev = [...document.querySelectorAll("[name=severity]:checked")].map((checked) => checked.value).join();
  update();
});
$("gaps").addEventListener("change", () => { state.gaps = $("gaps").checked ? "1" : ""; update(); });
$("place-text").addEventListener("input", () => fillPlaces(new Set(listed(state.cols))));
$("places-list").addEventListener("change", (event) => {
  const only = new Set(listed(state.cols));
  if (event.target.checked) only.add(event.target.value); else only.delete(event.target.value);
  state.cols = [...only].join();
  update();
});
$("places-all").addEventListener("click", () => { state.cols = ""; update(); });
$("fold-all").addEventListener("click", () => {
  const numbers = view.rows.filter((row) => row.number !== undefined).map((row) => row.number);
  state.fold = state.fold === "" ? numbers.join() : "";
  update();
});
$("reset").addEventListener("click", () => {
  // What is compared was chosen outside of the filters, and stays.
  Object.assign(state, EMPTY, { lang: state.lang, cmp: state.cmp, same: state.same });
  $("place-text").value = "";
  update();
});
$("filters").addEventListener("submit", (event) => event.preventDefault());
for (const link of document.querySelectorAll("nav a, .skip")) link.addEventListener("click", (event) => {
  event.preventDefault();
  const part = $(link.hash.slice(1));
  part.scrollIntoView();
  part.focus({ preventScroll: true });
});
for (const link of document.querySelectorAll("a[data-code]")) link.addEventListener("click", (event) => {
  event.preventDefault();
  state.code = link.dataset.code;
  update();
  $("findings").scrollIntoView();
});
addEventListener("hashchange", () => follow(false));
// On paper everything is in sight, at once and open; the event of a `details` that opens would come too late.
addEventListener("beforeprint", () => {
  all = true;
  while (done < PARTS.length) drawPart();
  paper();
  document.querySelectorAll("main details").forEach((details) => {
    details.open = true;
    if (details.paper) details.paper(); else details.fill?.();
  });
});
addEventListener("afterprint", () => {
  all = false;
  $("paper").replaceChildren();
  document.querySelectorAll("main details").forEach((details) => {
    if (!details.paper) return;
    details.querySelectorAll(".on-paper").forEach((made) => made.remove());
    details.fill();
  });
});
follow(true);
