// The dialog with all that is known of an item.
const dialog = $("item");
const excerpt = ([where, before, marked, after], path = "") => element("figure", {}, element("figcaption", {}, /^[: ]/u.test(where) ? path + where : where),
  element("pre", { tabIndex: 0 }, before, element("mark", {}, marked), after));

const FIELDS = data.fields.map(([key]) => key);
const fieldNames = new Map(data.fields);
const fieldName = (key) => say(fieldNames.get(key));

/** A row of the table of values: field, value, state, place. */
const valueRow = ([field, valueState, text, places, more = {}], path) => {
  const readings = (more.readings ?? []).map((reading) => element("li", {}, say(reading)));
  if (more.more) readings.push(element("li", {}, word("text.more_readings", { count: more.more })));
  const remarks = [more.rule && `${word("text.rule")} ${more.rule}`, more.moved && `${word("text.moved_from")} ${more.moved}`, more.by && `${word("text.decided_by")} ${more.by}`];
  return element("tr", {}, element("th", { scope: "row" }, fieldName(FIELDS[field])),
    element("td", {}, text === null ? null : say(text), more.note ? element("small", {}, " (", ...spelled(more.note), ")") : null,
      readings.length > 0 ? element("div", {}, word("text.readings"), element("ul", {}, ...readings)) : null),
    element("td", {}, element("span", { className: `state ${data.states[valueState]}` }, word("state." + data.states[valueState])), ...remarks.filter(Boolean).map((text) => element("small", {}, " " + text))),
    element("td", {}, ...places.map((at) => excerpt(at, path))));
};
const article = (index, values, told) => {
  const item = itemAt(index), column = columns[item.column], path = column.path ?? "";
  const heads = ["text.field", "text.value", "text.state", "text.source_text"];
  return element("article", {}, element("h2", {}, item.name), element("p", {}, label(column), " ", element("code", {}, path), " ", element("small", {}, item.id)),
    told.length === 0 ? null : element("section", {}, element("h3", {}, word("text.findings")), element("ul", { className: "plain" }, ...told)),
    element("div", { className: "scroll" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, word(key))))),
      element("tbody", {}, ...values.map((value) => valueRow(value, path))))));
};

const show = (...content) => {
  const title = content[0].querySelector?.("h2");
  if (title) title.id = "item-title";
  $("item-body").replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
};
const openItems = async (indexes, service) => {
  state.item = indexes.map((index) => itemAt(index).id).join();
  writeAddress();
  try {
    const read = await texts("items", indexes);
    const told = await Promise.all(indexes.map(async (index) => {
      const of = itemAt(index).told;
      const said = await texts("findings", of);
      return of.map((finding, at) => findingLine(finding, said[at], false));
    }));
    const has = service === undefined ? [] : [...cellsOf(service)].filter(([, cell]) => cell.state === PRESENT).map(([column]) => columns[column].key);
    const compare = has.length < 2 ? null : button(word("text.compare_service", { count: has.length }), () => { dialog.close(); startCompare(has.slice(0, MOST_SIDES), service); });
    show(element("div", {}, compare, ...indexes.map((index, at) => article(index, read[at], told[at]))));
  } catch (error) {
    show(element("div", {}, element("h2", {}, itemAt(indexes[0]).name), unread(error)));
  }
};
const openCell = (service, column) => {
  const cell = cellsOf(service).get(column);
  if (cell && cell.items.length > 0) { openItems(cell.items, service); return; }
  state.item = `${service.concept}@${columns[column].key}`;
  writeAddress();
  const cellState = stateAt(service, column);
  const lines = [label(columns[column]), `${SIGNS[cellState]} ${word("cell." + STATES[cellState])}`];
  const isGap = cellState === MISSING || cellState === MISSING_AMONG;
  show(element("div", {}, element("h2", {}, service.name), ...lines.map((line) => element("p", {}, line)), ...(isGap ? whyMissing(service, column, cellState) : [])));
};
/** Why the service is expected, which item of the document is nearest, and which other documents have it. */
const whyMissing = (service, column, cellState) => {
  const has = [...cellsOf(service)].filter(([of, cell]) => of !== column && cell.state === PRESENT).map(([of]) => of);
  const near = nearestItem(service, column);
  return [
    element("p", {}, cellState === MISSING ? word("text.expected_by_list", { list: service.list, concept: service.concept }) : word("text.expected_by_others")),
    element("p", {}, near === undefined ? word("text.no_nearest_item") : word("text.nearest_item", { name: itemAt(near).name }), " ", near === undefined ? null : opener(near)),
    element("p", {}, has.length === 0 ? word("text.nobody_has_it") : word("text.others_have_it", { count: has.length })),
    element("ul", {}, ...has.slice(0, MOST_OTHERS).map((of) => element("li", {}, label(columns[of]), " ", opener(cellsOf(service).get(of).items[0])))),
  ];
};
const MOST_OTHERS = 12, LEAST_ALIKE = 0.35;
const pairsOf = (text) => { const all = [...folded(text)]; return new Set(all.map((c, at) => c + (all[at + 1] ?? ""))); };
/** The item of the document whose name has most in common with that of the service. */
const nearestItem = (service, column) => {
  const sought = pairsOf(service.name);
  let best, most = LEAST_ALIKE;
  rest().items.forEach(([, name, of], index) => {
    if (of !== column) return;
    const own = pairsOf(name), both = [...own].filter((pair) => sought.has(pair)).length, alike = (2 * both) / (own.size + sought.size);
    if (alike > most) [best, most] = [index, alike];
  });
  return best;
};
const opener = (index) => button(word("text.open_item"), () => openItems([index]), { className: "link", "aria-label": `${word("text.open_item")}: ${itemAt(index).name}` });
dialog.addEventListener("close", () => { state.item = ""; writeAddress(); });
