// What has changed since an earlier run, where one was named: by kind, field by field.
const OPS = ["added", "removed", "changed"], OP_SIGNS = ["+", "−", "~"];
const changeLine = (at, [what, code, source, was, fields]) => {
  const [op, , , item] = data.since.of[at];
  return element("li", { className: `change ${OPS[op]}` },
    element("p", {}, element("b", { className: "op" }, `${OP_SIGNS[op]} ${word("change." + OPS[op])}`), " ", ...spelled(what), " ", item >= 0 ? opener(item) : null,
      element("small", {}, [code, source, was && `${word("text.since_was")} ${was}`].filter(Boolean).map((part) => ` · ${part}`).join(""))),
    ...fields.map(([name, old, now]) => {
      const [before, after] = [old, now].map((side) => (side === null ? null : say(side)));
      const side = (text, other) => (text === null ? [element("span", { className: "silent" }, word("change.nothing"))] : other === null ? [text] : marked(text, other));
      return element("p", { className: "field" }, `${say(name)}: `, element("del", {}, ...side(before, after)), " → ", element("ins", {}, ...side(after, before)));
    }));
};
/** The changes of a kind that the filters leave. Those of documents that are gone have no column, and stay. */
const changesLeft = (kind, isShown) => {
  const sought = folded(state.q);
  const matches = (at, item) => {
    if (item >= 0 && folded(itemAt(item).name).includes(sought)) return true;
    const chunk = store.changes[chunkOf("changes", at)];
    return chunk.texts ? folded(say(chunk.texts[at - chunk.start][0])).includes(sought) : false;
  };
  return data.since.of.map((_, at) => at).filter((at) => {
    const [, of, column, item] = data.since.of[at];
    return of === kind && (column < 0 || isShown.has(column)) && (sought === "" || matches(at, item));
  });
};
const updateSince = () => {
  if (!data.since) return;
  const isShown = new Set(view.columns), open = new Set([...document.querySelectorAll("details.since[open]")].map((details) => details.dataset.kind));
  const made = ["source", "item", "concept", "finding"].map((name, kind) => {
    const of = changesLeft(kind, isShown);
    if (of.length === 0) return null;
    const counts = Object.fromEntries(OPS.map((op, index) => [op, of.filter((at) => data.since.of[at][0] === index).length]));
    const details = lazily([word("text.since_counts", { kind: word(`change.${name}s`), ...counts })], () => {
      const list = element("ol", {}), more = button("", () => add(), { hidden: true });
      const add = async () => {
        const next = of.slice(list.children.length, list.children.length + PAGE);
        try {
          const said = await texts("changes", next);
          list.append(...next.map((at, index) => changeLine(at, said[index])));
          more.hidden = list.children.length >= of.length;
          more.textContent = word("text.show_more", { count: of.length - list.children.length });
        } catch (error) { details.append(unread(error)); }
      };
      add();
      return [list, more];
    });
    details.classList.add("since");
    details.dataset.kind = name;
    if (open.has(name)) { details.open = true; details.fill(); }
    return details;
  }).filter(Boolean);
  $("since-body").replaceChildren(...made, ...(made.length === 0 ? [element("p", {}, word("text.since_nothing"))] : []));
};
