// Opens the report in chromium and uses it as a reader would. Prints one line of JSON for each thing tried: {"what", "ok", "detail"}.
// node check.mjs TOOLS CHROMIUM SMALL LARGE EMPTY; TOOLS is the folder with node_modules; SCREENSHOTS names a folder for pictures.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [tools, chromiumPath, small, large, empty] = process.argv.slice(2);
const require = createRequire(join(tools, "package.json"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const address = (file) => pathToFileURL(file).href;
const tell = (what, ok, detail = "") => console.log(JSON.stringify({ what, ok: Boolean(ok), detail }));

const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
const opened = async (file, options = {}) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: options.bypassCSP ?? false });
  page.errors = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.errors.push(message.text()); });
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) page.errors.push(`fetched ${request.url()}`); });
  await page.goto(address(file) + (options.hash ?? ""));
  return page;
};
const picture = (page, name) => (process.env.SCREENSHOTS ? page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) }) : null);
/** Waits until the page has drawn all that the filters leave, as it tells readers of all kinds by `aria-busy`, and the pictures of it are made. */
const settled = async (page) => {
  await page.waitForFunction(() => document.getElementById("main").getAttribute("aria-busy") === "false");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30))));
  await page.waitForTimeout(100);
};

// The five documents.
let page = await opened(small);
await settled(page);
tell("the page opens from disk", (await page.locator("#grid .cell").count()) > 50, await page.locator("#shown").textContent());
const rows = () => page.locator("#grid .row:not(.category)").count();
const before = await rows();
await page.locator("details.since[data-kind=item] summary").click();
await page.locator("details.since[data-kind=item] li.change").first().waitFor();
tell("what has changed since an earlier run is told, differences marked", (await page.locator("details.since[data-kind=item] li.change mark.differs").count()) > 5, await page.locator("details.since[data-kind=item] li.change").first().textContent());
await page.locator("details.since[data-kind=item] li.change button").first().click();
await page.locator("#item h2").first().waitFor();
tell("an item that has changed opens", await page.locator("#item").evaluate((dialog) => dialog.open));
await page.keyboard.press("Escape");
await settled(page);
await page.fill("#q", "异地");
await settled(page);
const after = await rows();
tell("a Chinese text filters the services", after > 0 && after < before, `${before} → ${after}`);
tell("the filter is in the address", page.url().includes("q=%E5%BC%82%E5%9C%B0"), page.url());
const sent = await opened(small, { hash: new URL(page.url()).hash });
await settled(sent);
tell("an address opens as it was sent", (await sent.locator("#grid .row:not(.category)").count()) === after);
await sent.close();
await page.fill("#q", "");
await settled(page);
await page.locator("#grid .cell.present").first().click();
await page.locator("#item h2").first().waitFor();
tell("a click opens the item with its values and the place marked", (await page.locator("#item tbody tr").count()) > 5 && (await page.locator("#item mark").count()) > 3);
tell("what a message quotes is set apart, and no backtick stands there", !(await page.locator("#findings-body, .first").allTextContents()).join("").includes("`") && (await page.locator(".first code.said").count()) > 0);
tell("the item is in the address", page.url().includes("item="));
await picture(page, "item");
await page.keyboard.press("Escape");
await page.locator("#grid .cell.missing").first().click();
await page.locator("#item h2").first().waitFor();
const gap = [new URL(page.url()).hash, await page.locator("#item h2").first().textContent()];
const told = await opened(small, { hash: gap[0] });
await settled(told);
tell("a missing service has an address that opens it", gap[0].includes("%40") && (await told.locator("#item h2").first().textContent()) === gap[1], gap.join(" "));
await told.close();
await page.keyboard.press("Escape");
await page.locator("#grid").focus();
for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
const current = await page.locator("#grid").getAttribute("aria-activedescendant");
tell("arrow keys move over the cells", current !== null && (await page.locator(`[id="${current}"].active`).count()) === 1, current);
await page.keyboard.press("Enter");
tell("Enter opens the cell", await page.locator("#item").evaluate((dialog) => dialog.open));
await page.keyboard.press("Escape");
await page.selectOption("#side", { index: 1 });
await settled(page);
await page.selectOption("#side", { index: 2 });
await settled(page);
tell("two documents stand side by side, differences marked", (await page.locator("#compare-body table").count()) > 0 && (await page.locator("#compare-body mark.differs").count()) > 0, `${await page.locator("#compare-body mark.differs").count()} marks`);
await page.locator("#compare").scrollIntoViewIfNeeded();
await picture(page, "compare");
await page.click("#switch");
await settled(page);
tell("the language changes, and the address says so", (await page.locator("h1").textContent()) === "差距报告" && (await page.locator("html").getAttribute("lang")) === "zh-CN" && page.url().includes("lang=zh"));
await page.locator("details.group summary").first().click();
await page.locator("details.group[open] li.finding").first().waitFor();
tell("findings open by code", (await page.locator("details.group[open] li.finding mark").count()) > 0);
const code = await page.locator("#code option").nth(1).getAttribute("value");
await page.selectOption("#code", code);
await settled(page);
tell("a code filters the findings", (await page.locator("details.group").count()) === 1, code);
await page.click("#reset");
await settled(page);
tell("filters are reset, and what is compared stays", (await page.locator("details.group").count()) > 3 && (await page.locator("#compare-body table").count()) > 0, page.url());
const folded = await page.locator("#grid .row").count();
await page.click("#fold-all");
await settled(page);
tell("categories fold", (await page.locator("#grid .row").count()) < folded);
tell("no errors and nothing fetched", page.errors.length === 0, page.errors.join("; "));
await page.close();

// What is asked for and is not there; what is missing; paper.
page = await opened(small, { hash: "#level=foo&cols=99&code=nothing&sev=loud&sort=up" });
await settled(page);
tell("an address that asks for what the report does not have is as none", (await page.locator("#grid .row:not(.category)").count()) === before && (await page.locator("details.group").count()) > 3, page.url());
await page.fill("#q", "没有这样的服务");
await settled(page);
tell("filters that leave nothing are told as such", (await page.locator("#findings-body").textContent()).includes("No finding matches"), await page.locator("#findings-body").textContent());
await page.fill("#q", "");
await settled(page);
await page.locator("#grid .cell.missing").first().click();
tell("a missing service says why it is expected, what is nearest and who has it", (await page.locator("#item-body").textContent()).includes("Expected because") && /other documents? ha|No other document/u.test(await page.locator("#item-body").textContent()), await page.locator("#item-body").textContent());
await page.keyboard.press("Escape");
await page.selectOption("#side", { index: 1 });
await settled(page);
await page.selectOption("#side", { index: 1 });
await settled(page);
tell("what only one side has is listed", (await page.locator("#compare-body details.alone li").count()) > 0);
const paper = await page.evaluate(() => {
  dispatchEvent(new Event("beforeprint"));
  const tables = [...document.querySelectorAll("#paper table")];
  const heads = tables.map((table) => table.querySelectorAll("thead th").length - 1), lines = tables.map((table) => table.querySelectorAll("tbody tr").length);
  return { heads: heads.reduce((sum, count) => sum + count, 0), lines, most: Math.max(...heads) };
});
const shownColumns = Number(await page.locator("#grid").getAttribute("aria-colcount")) - 1;
tell("every document is printed, under heads", paper.heads === shownColumns && paper.most <= 16 && paper.lines[0] > 20, JSON.stringify(paper));
await page.emulateMedia({ media: "print" });
const examples = await page.evaluate(() => {
  const shown = (node) => getComputedStyle(node).display !== "none";
  const long = [...document.querySelectorAll("details.group")].filter((group) => group.querySelectorAll("li.finding").length > 1 && Number(/× (\d+)/u.exec(group.textContent)[1]) > 2);
  return long.map((group) => [[...group.querySelectorAll("li.finding")].filter(shown).length, [...group.querySelectorAll(":scope > div > .on-paper")].filter(shown).length]);
});
tell("of many findings two are printed, and how many more there are", examples.length > 0 && examples.every(([findings, notes]) => findings === 2 && notes === 1), JSON.stringify(examples));
tell("a drawing is lower than a page", (await page.evaluate(() => Math.max(...[...document.querySelectorAll(".plot svg")].map((drawing) => drawing.getBoundingClientRect().height)))) < 400);
tell("controls are not printed", await page.evaluate(() => ["#filters", "#compare-sides", "#grid"].every((one) => getComputedStyle(document.querySelector(one)).display === "none") && getComputedStyle(document.querySelector("#paper thead")).display === "table-header-group"));
await picture(page, "paper");
const pages = (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/gu).length;
tell("the report prints on few pages", pages > 5 && pages < 50, `${pages} pages`);
await page.evaluate(() => dispatchEvent(new Event("afterprint")));
tell("nothing of the paper stays", (await page.locator("#paper table").count()) === 0);
await page.close();

// For readers of all kinds.
for (const language of ["en", "zh"]) {
  page = await opened(small, { bypassCSP: true, hash: `#lang=${language}&cmp=1,3` });
  await settled(page);
  await page.addScriptTag({ path: axe });
  const grave = async () => page.evaluate(async () => (await globalThis.axe.run()).violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)} ${one.nodes[0].failureSummary}`));
  const found = await grave();
  await page.locator("details.group summary").first().click();
  await page.locator("details.since summary").first().click();
  await page.locator("#grid .cell.present").first().click();
  await page.locator("#item h2").first().waitFor();
  found.push(...await grave());
  tell(`axe-core finds nothing serious (${language})`, found.length === 0, found.join("\n"));
  await page.close();
}
page = await browser.newPage({ viewport: { width: 390, height: 800 } });
await page.goto(address(small));
await settled(page);
const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
tell("nothing is cut off on a phone", wide <= 0, `${wide} px too wide`);
await picture(page, "phone");
await page.close();

// 500 places and 3,000 services. What is measured is the time of the processor, not of the clock: other programs of the machine are not the page's.
const meter = async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "TaskDuration").value * 1000;
  };
};
const loadTime = async (file) => {
  const one = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const time = await meter(one), start = await time();
  await one.goto(address(file));
  const spent = (await time()) - start;
  await one.close();
  return spent;
};
// In turns, so that what else the machine does slows both alike.
let [ofEmpty, ofLarge] = [Infinity, Infinity];
for (let turn = 0; turn < 6; turn += 1) {
  ofEmpty = Math.min(ofEmpty, await loadTime(empty));
  ofLarge = Math.min(ofLarge, await loadTime(large));
}
tell("a large page is there in 3 times the time of an empty one", ofLarge <= 3 * ofEmpty, `${Math.round(ofLarge)} ms, empty ${Math.round(ofEmpty)} ms`);
page = await opened(large);
await settled(page);
const printed = await page.evaluate(() => {
  dispatchEvent(new Event("beforeprint"));
  const told = [document.querySelectorAll("#paper table").length, document.querySelector("#paper p")?.textContent ?? ""];
  dispatchEvent(new Event("afterprint"));
  return told;
});
tell("what is too much for paper is told", printed[0] > 0 && printed[1].includes("more documents"), printed.join(": "));
tell("only what is in sight is drawn", (await page.locator("#grid .cell").count()) < 4000, `${await page.locator("#grid .cell").count()} cells`);
const time = await meter(page);
/** How long `act` takes until what it leaves is laid out; the least of three times. */
const taken = async (act, undo) => {
  const times = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const start = await time();
    await page.evaluate(([id, value]) => {
      const field = document.getElementById(id);
      if (field.type === "checkbox") field.click();
      else { field.value = value; field.dispatchEvent(new Event("input")); }
      document.getElementById("grid").getBoundingClientRect();
    }, act);
    times.push((await time()) - start);
    await settled(page);
    await page.evaluate(([id, value]) => {
      const field = document.getElementById(id);
      if (field.type === "checkbox") field.click();
      else { field.value = value; field.dispatchEvent(new Event("input")); }
    }, undo);
    await settled(page);
  }
  return Math.min(...times);
};
const times = [await taken(["q", "居民参保登记第10"], ["q", ""]), await taken(["gaps"], ["gaps"]), await taken(["sort", "missing"], ["sort", ""]), await taken(["level", ""], ["level", ""])];
tell("a filter takes less than 150 ms", Math.max(...times) < 150, times.map((spent) => `${Math.round(spent)} ms`).join(", "));
const still = await time();
await page.evaluate(async () => {
  const grid = document.getElementById("grid");
  for (let turn = 1; turn <= 10; turn += 1) {
    grid.scrollTop = turn * 8000;
    grid.scrollLeft = turn * 1500;
    await new Promise((done) => requestAnimationFrame(done));
  }
});
const scrolled = ((await time()) - still) / 10;
tell("scrolling draws in time", scrolled < 100, `${Math.round(scrolled)} ms a step`);
// A cell that is in sight already: a locator would scroll to one, and the cells would be drawn anew under the pointer.
await page.locator("#grid").scrollIntoViewIfNeeded();
const inSight = () => page.evaluate(() => {
  const middle = (cell) => { const box = cell.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  return [...document.querySelectorAll("#grid .cell.present")].map((cell) => [cell, ...middle(cell)]).find(([cell, x, y]) => cell.contains(document.elementFromPoint(x, y)))?.slice(1);
});
let spot;
for (let turn = 0; turn < 100 && !spot; turn += 1) {
  await page.evaluate((top) => { const grid = document.getElementById("grid"); grid.scrollLeft = 0; grid.scrollTop = top; }, turn * 300);
  await settled(page);
  spot = await inSight();
}
tell("a filled cell comes in sight", spot);
await page.mouse.click(...spot);
await page.locator("#item tbody tr").first().waitFor();
tell("an item is read from the file beside the page", (await page.locator("#item mark").count()) > 0);
await picture(page, "large");
tell("no errors on the large page", page.errors.length === 0, page.errors.join("; "));
await browser.close();
