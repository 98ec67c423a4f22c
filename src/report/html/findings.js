// Findings by code; places as score cards; what each document adds and which fields it has; the checks.
/** So many findings of one code are shown at a time; on paper, where nobody can ask for more, only a few as examples, unless the code was asked for. */
const PAGE = 50, EXAMPLES = 2, PLACES = 3;
const findingLine = (finding, [message, expected, actual, places, accepted], isOpenable = true) => {
  const code = codeOf[finding], item = itemTold[finding], group = data.findings[code];
  const [owner, until, reason] = accepted ?? [];
  return element("li", { className: accepted ? "finding accepted" : "finding" },
    element("p", {}, element("b", { className: `severity ${group.severity}` }, word("severity." + group.severity)), " ", ...spelled(message), " ", isOpenable && item >= 0 ? opener(item) : null,
      isOpenable ? null : element("small", {}, " ", group.code)),
    accepted ? element("p", {}, element("b", {}, "✔ ", word("text.waived", { owner, until, reason }))) : null,
    ...places.map((at) => excerpt(at)),
    places.length > PLACES ? element("p", { className: "on-paper" }, word("text.more_places", { count: places.length - PLACES })) : null,
    expected === null ? null : element("p", {}, `${word("text.expected")} ${expected}`),
    actual === null ? null : element("p", {}, `${word("text.actual")} ${actual}`));
};
/** The findings of a group that the filters leave. */
const left = (code, isShown) => {
  const group = data.findings[code], sought = folded(state.q);
  const of = [];
  for (let at = group.start; at < group.start + group.of.length; at += 1) {
    const column = columnTold[at], item = itemTold[at];
    if (column >= 0 && !isShown.has(column)) continue;
    if (sought !== "" && !matches(at, item, group, sought)) continue;
    of.push(at);
  }
  return of;
};
const matches = (at, item, group, sought) => {
  if (folded(group.code + say(group.title) + say(group.says)).includes(sought)) return true;
  if (item >= 0 && folded(itemAt(item).name).includes(sought)) return true;
  // Texts that stand in a file beside the page are searched once they were read.
  const chunk = store.findings[chunkOf("findings", at)];
  return chunk.texts ? folded(say(chunk.texts[at - chunk.start][0])).includes(sought) : false;
};
const sample = (passing) => element("div", { className: "sample" }, element("p", {}, element("b", {}, word("text.passing")), " ", passing.item >= 0 ? element("span", {}, itemAt(passing.item).name, " ", opener(passing.item)) : null),
  ...passing.at.map((at) => excerpt(at)));
const updateFindings = () => {
  const isShown = new Set(view.columns), wanted = withSeverity(), open = new Set([...document.querySelectorAll("details.group[open]")].map((group) => group.dataset.code));
  let count = 0;
  const made = data.findings.map((group, code) => {
    if (!wanted[code]) return null;
    const of = left(code, isShown);
    if (of.length === 0) return null;
    count += of.length;
    const onPaper = state.code === group.code ? PAGE : EXAMPLES;
    const list = element("ol", { className: onPaper === EXAMPLES ? "brief" : "" });
    const unprinted = of.length > onPaper ? element("p", { className: "on-paper" }, word("text.unprinted", { count: of.length - onPaper })) : null;
    const more = button("", () => add(), { hidden: true });
    const body = element("div", {});
    const add = async () => {
      const next = of.slice(list.children.length, list.children.length + (all ? onPaper : PAGE));
      try {
        const said = await texts("findings", next);
        list.append(...next.map((finding, at) => findingLine(finding, said[at])));
        more.hidden = list.children.length >= of.length;
        more.textContent = word("text.show_more", { count: of.length - list.children.length });
      } catch (error) { body.append(unread(error)); }
    };
    const fill = () => {
      if (body.childElementCount > 0) return;
      body.append(...[["text.why", group.why], ["text.action", group.action]].filter(([, text]) => say(text) !== "").map(([key, text]) => element("p", {}, element("b", {}, word(key)), " ", ...spelled(text))),
        ...(group.passing ? [sample(group.passing)] : []), element("p", { className: "quiet" }, element("b", {}, word("text.failing"))), list, ...(unprinted ? [unprinted] : []), more);
      add();
    };
    const details = element("details", { className: "group", id: `code-${group.code}` }, element("summary", {},
      element("b", { className: `severity ${group.severity}` }, word("severity." + group.severity)), " ", say(group.title), " ", element("code", {}, group.code), ` × ${of.length}`), body);
    details.dataset.code = group.code;
    details.fill = fill;
    details.addEventListener("toggle", () => { if (details.open) fill(); });
    if (open.has(group.code) || state.code === group.code) { details.open = true; fill(); }
    return details;
  });
  $("findings-body").replaceChildren(...made.filter(Boolean), ...(count === 0 ? [element("p", {}, word(data.findings.length === 0 ? "text.no_findings" : "text.no_findings_left"))] : []));
  return count;
};

const MOST_CARDS = 60;
const meter = (name, count, of) => element("p", {}, element("span", {}, `${name}: ${count} / ${of}`), element("progress", { max: Math.max(1, of), value: count, "aria-label": name }));
/** How many documents of each kind a place supplied. */
const supplied = (one) => ["directory", "guide", null].map((of) => [of, one.columns.filter((column) => columns[column].kind === of).length]).filter(([, count]) => count > 0)
  .map(([of, count]) => word("text.count_" + (of ?? "unknown"), { count })).join(word("text.comma"));
/** How much of its list each document has: documents of one list are not added up. */
const coverageOf = (one) => {
  const counts = (column) => columns[column].counts, isListed = (column) => STATES.slice(0, MISSING + 1).some((key) => counts(column)[key] > 0) || counts(column).not_measured > 0;
  const of = one.columns.filter(isListed);
  if (of.length === 0) return [element("p", {}, word("text.no_list_for"))];
  return of.map((column) => {
    const name = of.length > 1 ? `${word("text.services_present")} (${kind(columns[column])}${columns[column].apart ? ` · ${columns[column].apart}` : ""})` : word("text.services_present");
    if (counts(column).not_measured > 0) return element("p", {}, `${name}: ${word("cell.not_measured")}`);
    return meter(name, counts(column).present ?? 0, STATES.slice(0, MISSING + 1).reduce((sum, key) => sum + (counts(column)[key] ?? 0), 0));
  });
};
const card = (one) => element("article", { className: "card" }, element("h3", {}, one.place ?? word("text.no_place")),
  element("p", {}, `${supplied(one)} · ${word("text.items_count", { count: one.items })}`),
  ...coverageOf(one),
  meter(word("text.fields_complete"), one.fields_complete, one.fields),
  one.citations > 0 ? meter(word("text.citations_right"), one.citations_right, one.citations) : null,
  element("p", {}, ...SEVERITIES.slice(0, 3).map((severity) => element("span", { className: `severity ${severity}` }, `${word("severity." + severity)} ${one[severity]}`))),
  element("p", {}, button(word("text.only_this"), () => { state.cols = one.columns.map((column) => columns[column].key).join(); update(); $("matrix").scrollIntoView(); }, { className: "link", "aria-label": `${word("text.only_this")}: ${one.place ?? word("text.no_place")}` })));
const updateCards = () => {
  const isShown = new Set(view.columns);
  const of = data.cards.filter((one) => one.columns.some((column) => isShown.has(column)));
  $("cards-body").replaceChildren(...of.slice(0, MOST_CARDS).map(card), ...(of.length > MOST_CARDS ? [element("p", {}, word("text.more_places_here", { count: of.length - MOST_CARDS }))] : []));
};

/** Details that are filled when they are opened. */
const lazily = (summary, fill) => {
  const details = element("details", {}, element("summary", {}, ...summary));
  details.fill = () => { if (details.childElementCount === 1) details.append(...fill()); };
  details.addEventListener("toggle", () => { if (details.open) details.fill(); });
  return details;
};
/** What a document adds, on paper: a line a group with the first few names; where it was compared with no list, everything is added, and numbers are enough. */
const MOST_NAMES = 12;
const additionsOnPaper = ({ lists, groups }) => {
  if (groups.length === 0) return element("p", {}, word("text.no_additions"));
  const title = ([primary, of]) => `${primary ?? word("text.no_primary")} (${of.length})`;
  if (!lists) return element("p", {}, `${word("text.no_list_for")} ${groups.map(title).join("、")}`);
  return element("ul", {}, ...groups.map((group) => {
    const [, of] = group, more = of.length > MOST_NAMES ? ` ${word("text.and_more", { count: of.length - MOST_NAMES })}` : "";
    return element("li", {}, element("b", {}, title(group)), `: ${of.slice(0, MOST_NAMES).map(([item]) => itemAt(item).name).join("、")}${more}`);
  }));
};
const updateAdditions = () => {
  $("additions-body").replaceChildren(...view.columns.filter((column) => rest().additions[column]).map((column) => {
    const { lists, groups } = rest().additions[column];
    const details = lazily([label(columns[column]), ` (${groups.reduce((sum, [, of]) => sum + of.length, 0)})`], () => [element("div", { className: "quiet" }, ...[
      lists ? null : element("p", {}, word("text.no_list_for")), groups.length === 0 ? element("p", {}, word("text.no_additions")) : null,
      ...groups.flatMap(([primary, of]) => [element("h3", {}, primary ?? word("text.no_primary"), element("small", {}, ` (${of.length})`)),
        element("ul", {}, ...of.map(([item, relation, nearest, reasons]) => element("li", {}, itemAt(item).name, " ", opener(item), " ",
          nearest === null ? null : element("small", {}, `${word("relation." + relation)} ${nearest} `),
          reasons.length === 0 ? null : element("small", {}, reasons.map((reason) => say(rest().pool[reason])).join("; ")))))]),
    ].filter(Boolean))]);
    // What stands in the details is too long for paper; it is there all the same where they were opened before.
    details.paper = () => {
      details.querySelectorAll(".on-paper").forEach((made) => made.remove());
      details.append(element("div", { className: "on-paper" }, additionsOnPaper({ lists, groups })));
    };
    return details;
  }));
};
const fieldCell = ([coverage, optional, stated, inferred, ambiguous, missing]) => {
  if (coverage === "no_column") return element("td", { className: optional ? "" : "missing" }, word(optional ? "text.field_no_column_optional" : "text.field_no_column"));
  if (coverage === "not_read") return element("td", {}, word("text.field_not_read"));
  if (coverage === "complete" && inferred === 0) return element("td", { className: "present" }, word("text.field_complete"));
  const parts = [["stated", "text.field_stated", stated], ["inferred", "text.field_inferred", inferred], ["ambiguous", "text.field_ambiguous", ambiguous], ["missing", "text.field_missing", missing]]
    .filter(([, , count]) => count > 0);
  return element("td", {}, ...parts.map(([key, said, count]) => element("span", { className: `part ${key}` }, word(said, { count }))));
};
const updateFields = () => {
  $("fields-body").replaceChildren(...["directory", "guide"].map((of) => {
    const shown = view.columns.filter((column) => columns[column].kind === of && data.coverage[column]);
    if (shown.length === 0) return null;
    const names = data.coverage[shown[0]].map(([field]) => element("th", { scope: "col" }, fieldName(field)));
    const rows = shown.slice(0, 200).map((column) => element("tr", {}, element("th", { scope: "row" }, label(columns[column]), element("small", {}, ` ${word("text.items_count", { count: columns[column].items })}`)), ...data.coverage[column].map(([, ...cell]) => fieldCell(cell))));
    const caption = element("caption", {}, word("kind." + of));
    return element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": `${word("text.fields")} · ${word("kind." + of)}` },
      element("table", {}, caption, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, word("text.column")), ...names)), element("tbody", {}, ...rows)));
  }).filter(Boolean));
};
const updateDocuments = () => {
  const keys = ["text.column", "text.place", "text.kind", "text.document_title", "text.items", "text.file"];
  const rows = view.columns.slice(0, 500).map((index) => {
    const column = columns[index];
    return element("tr", {}, element("th", { scope: "row" }, column.key), ...[place(column), kind(column), column.title ?? word("text.no_title"), column.items, column.path ?? word("cell.no_document")].map((text) => element("td", {}, text)));
  });
  $("documents-body").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...keys.map((key) => element("th", { scope: "col" }, word(key))))), element("tbody", {}, ...rows)));
};
const updateChecks = () => {
  const heads = ["text.check", "text.version", "text.passed", "text.failed", "text.not_applicable", "text.could_not_check"];
  // On paper only what failed, or could not be asked: most rows say that all is well.
  const row = ([code, title, version, ...counts]) => element("tr", { className: counts[1] + counts[3] > 0 ? "" : "quiet" }, element("th", { scope: "row" }, say(title), element("small", {}, element("code", {}, code))), ...[version, ...counts].map((count) => element("td", { className: "number" }, count)));
  $("checks-body").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col", className: key === "text.check" ? "" : "number" }, word(key))))), element("tbody", {}, ...data.checks.map(row))));
};
