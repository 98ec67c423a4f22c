// Plots: bars of plain SVG, with the numbers beside them.
const SVG = "http:" + "//www.w3.org/2000/svg";
const drawn = (name, properties, ...children) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
/** The most bars, and how many stand in one drawing: a page can only end between two of them. */
const MOST_BARS = 40, BARS_TOGETHER = 5;
/** The width of `text` in pixels at the size of the plots: a Chinese character takes that of two letters. */
const widthOf = (text) => [...text].reduce((sum, c) => sum + (c < "\u2e80" ? 7.2 : 13.2), 0);
/** Bars of `rows`: `{name, parts: [[class, count, word]]}`; a table for those who do not see them. */
const bars = (title, rows, keys) => {
  const shown = rows.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map((row) => row.parts.reduce((sum, [, count]) => sum + count, 0)));
  // The names have the room that the longest of them needs.
  const isNarrow = innerWidth < 640 && !all, [wide, behind] = isNarrow ? [140, 110] : [420, 260];
  const [names, width, height] = [16 + Math.min(520, Math.max(120, ...shown.map((row) => widthOf(row.name)))), wide, 22];
  const lines = shown.map((row, index) => {
    let x = names;
    const y = (index % BARS_TOGETHER) * height;
    const parts = row.parts.map(([style, count]) => {
      const long = (count / most) * width;
      const rect = drawn("rect", { x, y: y + 3, width: long, height: height - 6, class: `bar ${style}` });
      x += long;
      return rect;
    });
    const counts = row.parts.filter(([, count]) => count > 0).map(([, count, said]) => (said ? `${said} ${count}` : count)).join(" · ");
    return [drawn("text", { x: names - 8, y: y + 15, "text-anchor": "end", ...(widthOf(row.name) > names - 16 ? { textLength: names - 16, lengthAdjust: "spacingAndGlyphs" } : {}) }, row.name), ...parts, drawn("text", { x: x + 6, y: y + 15, class: "count" }, counts)];
  });
  const drawings = Array.from({ length: Math.ceil(lines.length / BARS_TOGETHER) }, (_, part) => lines.slice(part * BARS_TOGETHER, (part + 1) * BARS_TOGETHER))
    .map((of) => drawn("svg", { viewBox: `0 0 ${names + width + behind} ${of.length * height}`, "aria-hidden": "true" }, ...of.flat()));
  const said = `${title}: ${shown.map((row) => `${row.name} ${row.parts.map(([, count, part]) => `${part ?? ""} ${count}`).join(", ")}`).join("; ")}`;
  const legend = keys.map(([style, said]) => element("span", { className: "key" }, element("i", { className: `bar ${style}` }), said));
  return element("figure", { className: "plot" }, element("figcaption", {}, element("h3", {}, title), ...legend),
    element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": title }, element("div", { role: "img", "aria-label": said }, ...drawings)),
    rows.length > MOST_BARS ? element("p", {}, word("text.more_bars", { count: rows.length - MOST_BARS })) : null);
};
const updatePlots = () => {
  const isShown = new Set(view.columns);
  const coverage = view.columns.filter((column) => columns[column].source !== null).map((column) => {
    const counts = columns[column].counts, count = (...keys) => keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
    return { name: label(columns[column]), parts: [["present", count("present"), SIGNS[0]], ["close", count("close", "broader_only", "narrower_only"), SIGNS[1]], ["missing", count("missing", "missing_among_places"), SIGNS[4]], ["not_expected", count("not_measured"), SIGNS[NOT_MEASURED]]] };
  }).filter((row) => row.parts.some(([, count]) => count > 0));
  const wanted = withSeverity();
  const kinds = data.findings.map((group, code) => ({ name: say(group.title), parts: [[group.severity, wanted[code] ? group.of.filter(([column]) => column < 0 || isShown.has(column)).length : 0]] }))
    .filter(({ parts: [[, count]] }) => count > 0).toSorted((a, b) => b.parts[0][1] - a.parts[0][1]);
  const verdicts = ["title", "number", "force"].flatMap((axis) => Object.entries(data.citations[axis] ?? {}).map(([verdict, counts]) => {
    const count = counts.filter(([column]) => isShown.has(column)).reduce((sum, [, of]) => sum + of, 0);
    const isBad = ["other_act", "no_such_act", "malformed", "repealed"].includes(verdict), isOpen = ["near", "superseded", "amending", "not_yet_in_force"].includes(verdict), isGood = ["exact", "short", "consistent", "in_force"].includes(verdict);
    return { name: word(`${axis}.${verdict}`), parts: [[isBad ? "missing" : isOpen ? "broader_only" : isGood ? "present" : "not_expected", count]] };
  })).filter(({ parts: [[, count]] }) => count > 0);
  const states = [["present", word("cell.present")], ["close", word("text.nearly")], ["missing", word("cell.missing")], ["not_expected", word("text.not_measured")]];
  $("plots-body").replaceChildren(...[
    coverage.length > 0 ? bars(word("text.plot_coverage"), coverage, states) : null,
    kinds.length > 0 ? bars(word("text.plot_findings"), kinds, SEVERITIES.map((severity) => [severity, word("severity." + severity)])) : null,
    verdicts.length > 0 ? bars(word("text.plot_citations"), verdicts, []) : null,
  ].filter(Boolean));
};
