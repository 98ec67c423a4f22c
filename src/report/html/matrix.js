// The matrix: only what is in sight is in the page, in both directions.
const grid = $("grid");
const sizes = { name: 260, column: 120, head: 84, row: 34 };
const active = { row: -1, column: -1 };
/** Whether everything is in sight: on paper. */
let all = false;
/** The columns that fit on a page on its side, and the most cells that are printed. */
const ON_PAPER = 12, MOST_ON_PAPER = 60000;

/** 1 at the numbers of the columns in `of`. */
const flags = (of) => {
  const made = new Uint8Array(columns.length);
  for (const column of of) made[column] = 1;
  return made;
};
/** Filters, counts and sorts; then draws. */
const updateMatrix = () => {
  const wanted = withSeverity();
  view.told = (finding) => wanted[codeOf[finding]];
  const shown = chosen();
  // Plain arrays, for tens of thousands of cells are counted at every key.
  const isShown = flags(shown);
  const missingOf = Object.fromEntries(Object.entries(data.defaults).map(([list, states]) => {
    const missing = shown.filter((column) => states[column] === MISSING);
    return [list, { count: missing.length, has: flags(missing) }];
  }));
  const sought = folded(state.q);
  const isNarrowed = state.code !== "" || state.sev !== EMPTY.sev;
  const present = new Uint32Array(columns.length);
  const rows = [];
  for (const service of services) {
    const missing = missingOf[service.list], count = { present: 0, near: 0, missing: missing.count, told: 0 };
    const { packed } = service;
    for (let at = 0; at < packed.length;) {
      const column = packed[at], cellState = packed[at + 1], first = at + 3;
      at = first + packed[at + 2];
      if (isShown[column] === 0) continue;
      count.missing -= missing.has[column];
      if (cellState === PRESENT) { count.present += 1; present[column] += 1; }
      else if (cellState < MISSING) count.near += 1;
      else if (cellState === MISSING || cellState === MISSING_AMONG) count.missing += 1;
      for (let item = first; item < at; item += 1) {
        const own = toldOf[packed[item]];
        if (own !== undefined) for (const finding of own) if (wanted[codeOf[finding]]) count.told += 1;
      }
    }
    if (sought !== "" && !textOf(service).includes(sought)) continue;
    if (state.gaps !== "" && count.missing + count.near === 0) continue;
    if (isNarrowed && count.told === 0) continue;
    rows.push({ service, count });
  }
  view.services = rows.length;
  view.columns = sortedColumns(shown, present);
  view.rows = state.sort === "" ? byCategory(rows) : sortedRows(rows);
  active.row = Math.min(active.row, view.rows.length - 1);
  active.column = Math.min(active.column, view.columns.length - 1);
  measure();
  draw();
};

const sortedRows = (rows) => {
  const key = { missing: ({ count }) => -count.missing, told: ({ count }) => -count.told, present: ({ count }) => -count.present }[state.sort];
  if (state.sort === "name") return rows.toSorted((a, b) => a.service.name.localeCompare(b.service.name, "zh"));
  return key ? rows.toSorted((a, b) => key(a) - key(b)) : rows;
};
const sortedColumns = (shown, present) => {
  if (state.csort === "place") return shown.toSorted((a, b) => place(columns[a]).localeCompare(place(columns[b]), "zh"));
  if (state.csort === "most") return shown.toSorted((a, b) => present[b] - present[a]);
  if (state.csort === "least") return shown.toSorted((a, b) => present[a] - present[b]);
  return shown;
};
/** The services under their categories; those of folded categories are left out. */
const byCategory = (rows) => {
  const folds = new Set(listed(state.fold));
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.service.category)) groups.set(row.service.category, []);
    groups.get(row.service.category).push(row);
  }
  const numbers = new Map();
  for (const service of services) if (!numbers.has(service.category)) numbers.set(service.category, String(numbers.size + 1));
  const laid = [];
  for (const [category, of] of groups) {
    const number = numbers.get(category);
    laid.push({ category, number, isFolded: folds.has(number), of });
    if (!folds.has(number)) laid.push(...of);
  }
  return laid;
};
const fold = (number) => {
  const folds = new Set(listed(state.fold));
  if (!folds.delete(number)) folds.add(number);
  state.fold = [...folds].join();
  update();
};

const measure = () => {
  const isNarrow = innerWidth < 640, isWide = view.columns.length > 10;
  sizes.name = isNarrow ? 150 : 300;
  sizes.column = isWide ? 46 : isNarrow ? 84 : 132;
  sizes.head = isWide ? 190 : 92;
  grid.style.height = `min(80vh, ${sizes.head + view.rows.length * sizes.row + 20}px)`;
  grid.firstElementChild.style.width = `${sizes.name + view.columns.length * sizes.column}px`;
  grid.firstElementChild.style.height = `${sizes.head + view.rows.length * sizes.row}px`;
  grid.setAttribute("aria-rowcount", view.rows.length + 1);
  grid.setAttribute("aria-colcount", view.columns.length + 1);
};

/** What of a cell is told by the filters. */
const told = (cell) => (cell ? cell.items.flatMap((item) => toldOf[item] ?? NONE).filter(view.told).length : 0);

/** A cell as it is said: service, document, state, findings. */
const spokenCell = (row, at) => {
  const column = view.columns[at], { service } = view.rows[row], count = told(cellsOf(service).get(column));
  const remark = count > 0 ? `, ${count} ${word("text.findings_here")}` : "";
  return `${service.name}, ${label(columns[column])}: ${word("cell." + STATES[stateAt(service, column)])}${remark}`;
};
// There are many cells: each is made with as few steps as can be.
const drawCell = (row, at) => {
  const column = view.columns[at], { service } = view.rows[row];
  const cellState = stateAt(service, column), count = told(cellsOf(service).get(column));
  const made = document.createElement("div");
  made.className = `cell ${STATES[cellState]}${count > 0 ? " told" : ""}${active.row === row && active.column === at ? " active" : ""}`;
  made.textContent = SIGNS[cellState];
  if (count > 0) made.append(element("small", {}, `!${count}`));
  made.id = `cell-${row}-${at}`;
  made.setAttribute("role", "gridcell");
  made.setAttribute("aria-colindex", at + 2);
  made.setAttribute("aria-label", spokenCell(row, at));
  made.style.cssText = `left:${sizes.name + at * sizes.column}px;width:${sizes.column}px`;
  return made;
};
/** Row and column of the cell in which something happened. */
const cellAt = (event) => event.target.closest(".cell:not(.share)");
const numbers = (cell) => cell.id.split("-").slice(1).map(Number);
grid.addEventListener("mouseover", (event) => {
  const cell = cellAt(event);
  if (cell) cell.title = cell.getAttribute("aria-label");
});
/** How many of the services there are in a column, and of how many, where one can say how many there should be. */
const share = (of, column) => {
  const states = of.map(({ service }) => stateAt(service, column));
  const expected = states.filter((cell) => cell <= MISSING_AMONG).length, present = states.filter((cell) => cell === PRESENT).length;
  if (expected === 0) return "";
  return states.includes(NOT_MEASURED) ? `${present}` : `${present}/${expected}`;
};
/** How much of a category there is in a column. */
const drawShare = (row, at) => {
  const { of } = view.rows[row], column = view.columns[at];
  const made = element("div", { role: "gridcell", className: "cell share", "aria-colindex": at + 2, id: `cell-${row}-${at}` }, share(of, column));
  made.style.left = `${sizes.name + at * sizes.column}px`;
  made.style.width = `${sizes.column}px`;
  return made;
};
const drawRow = (row, first, last) => {
  const { service, category, number, isFolded, of } = view.rows[row];
  const name = category === undefined ? element("span", { title: service.concept }, service.name)
    : element("span", { className: "fold", "aria-expanded": isFolded ? "false" : "true", role: "button" }, `${isFolded ? "▸" : "▾"} ${category || word("text.on_no_list")} (${of.length})`);
  const head = element("div", { role: "rowheader", className: "name", "aria-colindex": 1, id: `cell-${row}--1` }, name);
  if (active.row === row && active.column === -1) head.classList.add("active");
  if (category !== undefined) head.dataset.fold = number;
  head.style.width = `${sizes.name}px`;
  const cells = [];
  for (let at = first; at < last; at += 1) cells.push(category === undefined ? drawCell(row, at) : drawShare(row, at));
  const made = element("div", { role: "row", className: category === undefined ? "row" : "row category", "aria-rowindex": row + 2 }, head, ...cells);
  made.style.top = `${sizes.head + row * sizes.row}px`;
  return made;
};
const drawHead = (first, last) => {
  const corner = element("div", { role: "columnheader", className: "corner", "aria-colindex": 1 }, word("text.service"));
  corner.style.width = `${sizes.name}px`;
  const heads = [];
  for (let at = first; at < last; at += 1) {
    const column = columns[view.columns[at]];
    const text = element("span", {}, label(column));
    const made = element("div", { role: "columnheader", className: "column", "aria-colindex": at + 2, title: `${label(column)}${column.path ? "\n" + column.path : ""}` }, text);
    made.style.left = `${sizes.name + at * sizes.column}px`;
    made.style.width = `${sizes.column}px`;
    heads.push(made);
  }
  const made = element("div", { role: "row", className: `head${view.columns.length > 10 ? " upright" : ""}`, "aria-rowindex": 1 }, corner, ...heads);
  made.style.height = `${sizes.head}px`;
  return made;
};

const draw = () => {
  const { scrollTop, scrollLeft, clientHeight, clientWidth } = grid;
  const range = (from, size, length, count) => ([Math.max(0, Math.floor(from / size) - 1), Math.min(count, Math.ceil((from + length) / size) + 1)]);
  const [top, bottom] = range(scrollTop, sizes.row, clientHeight, view.rows.length);
  const [first, last] = range(scrollLeft, sizes.column, clientWidth - sizes.name, view.columns.length);
  const made = [drawHead(first, last)];
  for (let row = top; row < bottom; row += 1) made.push(drawRow(row, first, last));
  grid.firstElementChild.replaceChildren(...made);
  const current = `cell-${active.row}-${active.column}`;
  if (document.getElementById(current)) grid.setAttribute("aria-activedescendant", current);
  else grid.removeAttribute("aria-activedescendant");
  $("nothing").hidden = view.rows.length > 0;
};
/** The matrix on paper: as many columns as fit on a page in a table, then the next ones; heads stand on every page. */
const paper = () => {
  const blocks = Math.ceil(view.columns.length / ON_PAPER);
  const shown = Math.min(blocks, Math.max(1, Math.floor(MOST_ON_PAPER / (Math.max(1, view.rows.length) * ON_PAPER))));
  const tables = Array.from({ length: shown }, (_, block) => paperTable(view.columns.slice(block * ON_PAPER, (block + 1) * ON_PAPER), block));
  const left = view.columns.length - shown * ON_PAPER;
  $("paper").replaceChildren(...tables, ...(left > 0 ? [element("p", {}, word("text.not_printed", { count: left }))] : []));
};
const paperTable = (of, block) => {
  const heads = of.map((index) => {
    const column = columns[index];
    return element("th", { scope: "col" }, `${column.key}. ${place(column)}`, element("small", {}, kind(column)), column.apart ? element("small", {}, column.apart) : null);
  });
  // A row that says of none of these documents more than that it is not expected there only makes paper.
  const isSaid = (service) => of.some((column) => ![NOT_EXPECTED, NO_DOCUMENT].includes(stateAt(service, column)));
  const rows = view.rows.filter(({ service, of: services }) => (service === undefined ? services.some((row) => isSaid(row.service)) : isSaid(service)));
  const unsaid = view.rows.filter(({ service }) => service !== undefined && !isSaid(service)).length;
  const line = ({ service, category, of: services }) => {
    if (category !== undefined) return element("tr", { className: "category" }, element("th", { scope: "row" }, `${category || word("text.on_no_list")} (${services.length})`), ...of.map((column) => element("td", {}, share(services, column))));
    return element("tr", {}, element("th", { scope: "row" }, service.name), ...of.map((column) => {
      const cell = stateAt(service, column), count = told(cellsOf(service).get(column));
      return element("td", { className: `${STATES[cell]}${count > 0 ? " told" : ""}` }, SIGNS[cell], count > 0 ? element("small", {}, `!${count}`) : null);
    }));
  };
  const from = block * ON_PAPER + 1;
  const part = view.columns.length > ON_PAPER ? word("text.paper_part", { from, to: from + of.length - 1, count: view.columns.length }) : "";
  const caption = [part, unsaid > 0 ? word("text.paper_unsaid", { count: unsaid }) : ""].filter(Boolean).join(" · ");
  return element("table", { className: "paper" },
    caption === "" ? null : element("caption", {}, caption),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, word("text.service")), ...heads)), element("tbody", {}, ...rows.map(line)));
};

let asked = 0;
grid.addEventListener("scroll", () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(draw); }, { passive: true });
addEventListener("resize", () => { measure(); draw(); });

/** Opens what stands in the cell: its items, or why there are none. */
const press = (row, at) => {
  const { service, number } = view.rows[row] ?? {};
  if (number !== undefined) { fold(number); return; }
  if (service === undefined || at < 0) return;
  openCell(service, view.columns[at]);
};
grid.addEventListener("click", (event) => {
  const cell = cellAt(event), name = event.target.closest("[data-fold]");
  if (name) { fold(name.dataset.fold); return; }
  if (!cell) return;
  [active.row, active.column] = numbers(cell);
  draw();
  press(active.row, active.column);
});
const reveal = () => {
  const top = active.row * sizes.row, left = active.column * sizes.column;
  if (top < grid.scrollTop) grid.scrollTop = top;
  if (top + sizes.row > grid.scrollTop + grid.clientHeight - sizes.head) grid.scrollTop = top + sizes.row - grid.clientHeight + sizes.head;
  if (left < grid.scrollLeft) grid.scrollLeft = Math.max(0, left);
  if (left + sizes.column > grid.scrollLeft + grid.clientWidth - sizes.name) grid.scrollLeft = left + sizes.column - grid.clientWidth + sizes.name;
};
grid.addEventListener("keydown", (event) => {
  const page = Math.max(1, Math.floor((grid.clientHeight - sizes.head) / sizes.row) - 1);
  const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [page, 0], PageUp: [-page, 0], Home: [0, -1e6], End: [0, 1e6] };
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(active.row, active.column); return; }
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  active.row = Math.max(0, Math.min(view.rows.length - 1, active.row + step[0]));
  active.column = Math.max(-1, Math.min(view.columns.length - 1, active.column + step[1]));
  reveal();
  draw();
});
