"use strict";
// The page is complete without this script; it adds the language switch, the filters and the details of items.
// Text of documents only ever enters the page as text nodes.
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("item");
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children.filter((child) => child !== null));
    return made;
  };
  const both = (text) => [element("span", { className: "en", lang: "en" }, text.en), element("span", { className: "zh", lang: "zh-CN" }, text.zh)];
  const word = (key) => both(data.words[key]);

  const excerpt = (it) => element("figure", {}, element("figcaption", {}, it.place),
    element("pre", {}, it.before, element("mark", {}, it.marked), it.after));

  const readings = (value) => {
    if (value.readings.length === 0) return null;
    const list = element("ul", {}, ...value.readings.map((text) => element("li", {}, ...both(text))));
    if (value.more_readings > 0) {
      const more = data.words["text.more_readings"], count = String(value.more_readings);
      list.append(element("li", {}, ...both({ en: more.en.replace("{count}", count), zh: more.zh.replace("{count}", count) })));
    }
    return element("div", {}, ...word("text.readings"), list);
  };

  const row = (value) => {
    const rule = value.rule === null ? null : element("small", {}, " ", ...word("text.rule"), " ", value.rule);
    const moved = value.moved_from === null ? null : element("small", {}, " ", ...word("text.moved_from"), " ", value.moved_from);
    const said = element("td", {}, ...(value.text === null ? [] : both(value.text)), readings(value));
    return element("tr", {}, element("th", { scope: "row" }, ...both(data.fields[value.field])), said,
      element("td", {}, ...word("state." + value.state), rule, moved), element("td", {}, ...value.at.map(excerpt)));
  };

  const article = (item) => {
    const heads = ["text.field", "text.value", "text.state", "text.source_text"];
    const head = element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, ...word(key))));
    return element("article", {}, element("h2", {}, item.name), element("p", {}, element("code", {}, item.path)),
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...item.values.map(row))));
  };

  const open = (ids) => {
    const items = ids.filter((id) => Object.hasOwn(data.items, id)).map((id) => article(data.items[id]));
    if (items.length === 0) return;
    items[0].querySelector("h2").id = "item-title";
    document.getElementById("item-body").replaceChildren(...items);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };

  const filter = () => {
    const sought = document.getElementById("text").value.trim().toLowerCase();
    const severities = new Set(all("[name=severity]:checked").map((box) => box.value));
    const onlyGaps = document.getElementById("gaps").checked;
    const matches = (node) => sought === "" || node.dataset.text.toLowerCase().includes(sought);
    let shown = 0;
    for (const service of all(".service")) {
      service.hidden = !matches(service) || (onlyGaps && !("gap" in service.dataset));
      shown += service.hidden ? 0 : 1;
    }
    for (const category of all(".category")) {
      let next = category.nextElementSibling;
      while (next && next.hidden && next.classList.contains("service")) next = next.nextElementSibling;
      category.hidden = !next || !next.classList.contains("service");
    }
    for (const group of all(".group")) {
      let found = 0;
      for (const finding of all(".finding", group)) {
        finding.hidden = !matches(finding);
        found += finding.hidden ? 0 : 1;
      }
      group.hidden = found === 0 || !severities.has(group.dataset.severity);
      group.querySelector(".count").textContent = String(found);
      shown += group.hidden ? 0 : found;
    }
    document.getElementById("shown").replaceChildren(...word("text.shown_count"), " " + shown);
  };

  const speak = (language) => {
    root.dataset.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    document.title = data.words["text.title"][language];
  };

  // An address that somebody mistyped is no reason to stop.
  const decoded = (text) => {
    try { return decodeURIComponent(text); } catch { return ""; }
  };

  const follow = () => {
    const target = location.hash.slice(1);
    if (target.startsWith("item=")) open(target.slice(5).split("+").map(decoded));
    const group = document.getElementById(decoded(target));
    if (group && group.tagName === "DETAILS") group.open = true;
  };

  document.getElementById("switch").addEventListener("click", () => speak(root.dataset.language === "zh" ? "en" : "zh"));
  document.getElementById("filters").addEventListener("input", filter);
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-items]");
    if (!button) return;
    const ids = button.dataset.items.trim().split(/\s+/);
    open(ids);
    history.replaceState(null, "", "#item=" + ids.map(encodeURIComponent).join("+"));
  });
  dialog.addEventListener("close", () => history.replaceState(null, "", "#"));
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));
  filter();
  follow();
})();
