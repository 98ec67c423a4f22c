//! structure/outside: what stands around a table or a guide: title, date of publication, and text that is kept but not read.

use super::Records;
use super::columns::Column;
use super::table::Table;
use crate::decode::{Dialect, Headings};
use crate::evidence::{At, Cell, Passage, Value};
use crate::finding::Finding;
use crate::ledger::{Claim, Reason};
use crate::recognise::is_numbered;
use crate::tables::Tables;
use regex::Regex;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The longest line that can be a title, in characters.
const LONGEST_TITLE: usize = 60;

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?").ok());

/// The same in Chinese numbers, the year by its digits.
static WRITTEN_DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日")
        .ok()
});
/// A month alone, with which a guide is signed as well.
static MONTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月$").ok());

/// How an annex is numbered, alone or in front of its title. Without a number its files may be listed, unless it stands in front of all else.
static ANNEX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^附\s*(?:件|表)\s*(?:(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[：:、.．]?|[：:]|$)\s*").ok());

/// Reads title and date out of `cells`; the rest is left out, and listed.
pub(super) fn read(cells: Vec<Cell>, headings: &Headings, tables: &Tables, records: &mut Records, findings: &mut Vec<Finding>) {
    let (first, above) = (first_line(records), cells_above(records));
    let dated = most_likely_date(&cells, tables);
    if dated.is_none_or(|(announced, _)| announced != Announced::Published) {
        beside_its_label(|label| tables.words.is_date_label(label), records);
    }
    let top = only_top(headings);
    // The heading of the first level may be the name of the site.
    let is_top = |text: &str, at: &[At]| {
        top.is_some() && at.first().and_then(|at| at.line()) == top && !tables.words.is_organisation(crate::text::trim(text))
    };
    let likelihood = |text: &str, at: &[At]| match () {
        () if tables.words.is_title(text) => Likelihood::ReadsSo,
        () if is_top(text, at) => Likelihood::Heads,
        () => Likelihood::MayBe,
    };
    let mut left = Vec::new();
    let mut attached = false;
    for (index, cell) in with_whole_titles(cells, dated.map(|(_, at)| at), tables) {
        let (annex, cell) = without_annex(cell, index == 0, tables);
        left.extend(annex);
        let (label, cell) = without_label(cell, tables);
        left.extend(label);
        attached = lists_attachments(cell.text()) || attached && is_numbered(cell.text());
        let is_dated = dated.is_some_and(|(_, at)| at == index) && records.published.value.is_none();
        if is_dated && date(&cell, tables, records) {
            continue;
        }
        let in_line = || cell.at.first().and_then(|at| at.line()).is_some_and(|line| first.is_none_or(|first| line < first));
        let stands_above = || in_line() || is_above(&cell, records);
        let before = above.map_or_else(stands_above, |above| index < above);
        let fits = cell.text().chars().count() <= LONGEST_TITLE && before && !attached;
        let own = likelihood(cell.text(), &cell.at);
        let known = records.title.value.as_ref().map(|title| likelihood(title, &records.title.at));
        let names_place = || own == Likelihood::ReadsSo && names_place_at_last(&cell, records, tables);
        let better = known.is_none_or(|known| own > known || names_place());
        let may_be = own > Likelihood::MayBe || may_be_first(cell.text(), &left, tables);
        if fits && better && may_be && !is_about_page(cell.text(), tables) {
            left.extend(take_title(records));
            records.title = cell.value();
            continue;
        }
        left.push(cell);
    }
    let is_titled = records.title.value.as_ref().is_some_and(|title| tables.words.is_title(title));
    if records.records.is_empty() && !is_titled {
        left.extend(take_title(records));
    }
    records.ledger.claim(&records.title.at, Claim::Value);
    if records.published.value.is_none() {
        beside_its_label(|label| tables.words.is_writing_date_label(label), records);
    }
    if records.published.value.is_none() {
        signed(&mut left, tables, records);
    }
    for cell in &left {
        records.ledger.claim(&cell.at, Claim::LeftOut(if records.records.is_empty() { Reason::NotRead } else { Reason::OutsideTable }));
    }
    if !left.is_empty() && !records.records.is_empty() {
        findings.push(text_outside(&left));
    }
}

/// The `cells` with their indexes, those of a title on two lines (霍邱县公共资源交易领域 above 基层政务公开标准目录) as one; the one at `dated` stays as it is.
fn with_whole_titles(cells: Vec<Cell>, dated: Option<usize>, tables: &Tables) -> Vec<(usize, Cell)> {
    let mut found: Vec<(usize, Cell)> = Vec::with_capacity(cells.len());
    for (index, cell) in cells.into_iter().enumerate() {
        let above = found.last_mut().filter(|(above, _)| dated != Some(index) && dated != Some(*above));
        match above.filter(|(_, above)| begins_title(above, &cell, tables)) {
            Some((_, above)) => *above = Cell::stacked([(&*above, false), (&cell, true)].into_iter()),
            None => found.push((index, cell)),
        }
    }
    found
}

/// Whether `above` is the first line of the title that ends with `cell` right below it: it names the place, and `cell` only what sort of document it is.
fn begins_title(above: &Cell, cell: &Cell, tables: &Tables) -> bool {
    const LONGEST: usize = 24;
    let line = |cell: &Cell| cell.at.last().and_then(|at| at.line());
    let are_adjacent = line(above).zip(cell.at.first().and_then(|at| at.line())).is_some_and(|(above, own)| above + 1 == own);
    let (first, last) = (crate::text::trim(above.text()), crate::text::trim(cell.text()));
    let is_words =
        |text: &str| text.chars().count() <= LONGEST && text.chars().all(|c| crate::text::is_han(c) || matches!(c, '、' | '（' | '）'));
    let is_part = is_words(first) && !tables.words.is_title(first) && !tables.words.is_organisation(first);
    let names_place = |text: &str| !tables.divisions.leading(text).is_empty();
    let is_general = tables.words.joints.general_titles.says.iter().any(|words| last.starts_with(words.as_str()));
    are_adjacent && is_part && is_words(last) && is_general && tables.words.is_title(last) && names_place(first)
}

/// Whether `text` begins the list at the end of a notice that names what is attached (附件：1.…); a heading has its number before the colon.
fn lists_attachments(text: &str) -> bool {
    let behind = crate::text::trim_start(text).strip_prefix("附件").map(crate::text::trim_start);
    behind.and_then(|behind| behind.strip_prefix(['：', ':'])).is_some_and(is_numbered)
}

/// The title of an annex without the words that number it (附件2：…目录), and these; another cell as it is.
fn without_annex(cell: Cell, is_first: bool, tables: &Tables) -> (Option<Cell>, Cell) {
    let text = cell.text();
    let found = ANNEX.as_ref().and_then(|annex| annex.captures(text)).filter(|found| is_first || found.name("number").is_some());
    let head = found.and_then(|found| found.get(0)).map_or(0, |found| found.end());
    let title = text.get(head..).unwrap_or_default();
    let is_one = head > 0 && tables.words.is_title(title) && !is_numbered(title) && title.chars().count() <= LONGEST_TITLE;
    if is_one { (Some(cell.sub(0..head).trimmed()), cell.sub(head..text.len()).trimmed()) } else { (None, cell) }
}

/// The title of a page without the label in front of it (标题：…目录), and this; another cell as it is.
fn without_label(cell: Cell, tables: &Tables) -> (Option<Cell>, Cell) {
    let text = cell.text();
    let head = text.find(['：', ':']).filter(|at| text.get(..*at).is_some_and(|label| tables.words.is_title_label(label)));
    let behind = head.and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()));
    match behind.filter(|at| text.get(*at..).is_some_and(|title| tables.words.is_title(title))) {
        Some(at) => (Some(cell.sub(0..at).trimmed()), cell.sub(at..text.len()).trimmed()),
        None => (None, cell),
    }
}

/// How likely a line is the title of the document, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likelihood {
    /// It stands in front of all.
    MayBe,
    /// It is the only heading of the first level.
    Heads,
    /// It ends as titles do.
    ReadsSo,
}

/// The line of the only heading of the first level: what a page is about, whatever its menu says above it.
fn only_top(headings: &Headings) -> Option<u32> {
    let mut top = headings.levels.iter().filter(|(_, level)| **level == 1).map(|(line, _)| *line);
    top.next().filter(|_| top.next().is_none())
}

/// Whether `text` tells where one is on a site (首页 > 政务公开 > 办事指南), stands behind the text of a page, is a note, or numbers an annex.
fn is_about_page(text: &str, tables: &Tables) -> bool {
    tables.words.is_trail(text) || tables.words.page_end(text).is_some() || tables.words.is_note(text) || is_annex(text)
}

/// Whether `text`, behind the cells `left`, may be a title that does not read like one: it stands first, and is no word for what stands beside it.
fn may_be_first(text: &str, left: &[Cell], tables: &Tables) -> bool {
    // 单位：合水县财政局
    let tells_who = |(label, _): (&str, &str)| tables.columns.is_aside(label) || label.ends_with("单位");
    let is_word = tables.columns.header(text).is_some()
        || tables.columns.names_institutions(text)
        || text.split_once(['：', ':']).is_some_and(tells_who);
    !is_word && left.iter().all(|cell| is_about_page(cell.text(), tables))
}

/// Whether `text` is nothing but the number of an annex (附件3).
fn is_annex(text: &str) -> bool {
    let text = crate::text::trim(text);
    ANNEX.as_ref().and_then(|annex| annex.find(text)).is_some_and(|found| found.end() == text.len())
}

/// Whether `cell` begins with the place that the title found so far does not name: an entry of a menu (政府信息公开指南) stands in front of the title.
fn names_place_at_last(cell: &Cell, records: &Records, tables: &Tables) -> bool {
    let names = |text: &str| tables.divisions.mentions(text).iter().any(|mention| !mention.short);
    let is_title = !cell.text().contains(['：', ':', '《']) && !tables.divisions.leading(cell.text()).is_empty();
    is_title && names(cell.text()) && !records.title.value.as_ref().is_some_and(|title| names(title))
}

/// Gives up the title found so far; its cell goes back to the rest.
fn take_title(records: &mut Records) -> Option<Cell> {
    let title = std::mem::replace(&mut records.title, Value::missing());
    let raw = title.raw?;
    Some(Cell { passage: Arc::new(Passage::plain(raw)), at: title.at })
}

/// How many cells stand above the directory, where it is a table of a format without lines.
fn cells_above(records: &Records) -> Option<usize> {
    let read = records.tables.iter().find(|table| records.reads(table))?;
    Some(read.above).filter(|_| read.dialect == Dialect::Cells)
}

/// Whether `cell`, in a sheet, stands above all labels of the guide in it.
fn is_above(cell: &Cell, records: &Records) -> bool {
    let row = |at: &At| if let At::Sheet { sheet, row, .. } = at { Some((*sheet, *row)) } else { None };
    let labels = records.headers.iter().filter_map(|header| row(header.at.as_ref()?)).min();
    cell.at.first().and_then(row).zip(labels).is_some_and(|(own, labels)| own < labels)
}

/// Line of the first record.
fn first_line(records: &Records) -> Option<u32> {
    let is_read = |table: &&Table| records.rows_of.is_none() || records.reads(table);
    let labels = records.headers.iter().filter(|_| records.rows_of.is_none()).filter_map(|header| header.at);
    let columns = records.tables.iter().filter(is_read).flat_map(|table| &table.columns).filter_map(|column| column.at);
    let with_lines = records.tables.iter().filter(is_read).filter(|table| table.dialect != Dialect::Cells);
    let rows = with_lines.flat_map(|table| &table.rows).map(|row| row.line);
    labels.chain(columns).filter_map(|at| at.line()).chain(rows).min()
}

/// Reads the date behind its label in a table of other words about the page (索引号 | … | 发布日期 | 2020-12-08); `announces` tells such labels.
fn beside_its_label(announces: impl Fn(&str) -> bool, records: &mut Records) {
    let is_label = |cell: &Cell| announces(crate::text::trim(cell.text()).trim_end_matches(['：', ':']));
    let mut found: Vec<(Cell, Cell)> = Vec::new();
    for table in records.tables.iter().filter(|table| !records.reads(table)) {
        let cell =
            |column: &Column| Some(Cell { passage: Arc::new(Passage::plain(column.label.clone())), at: column.at.into_iter().collect() });
        let header: Vec<Option<Cell>> = table.columns.iter().map(cell).collect();
        let rows = table.rows.iter().map(|row| row.slots.iter().map(|slot| slot.cell.clone()).collect::<Vec<_>>());
        for cells in std::iter::once(header).chain(rows) {
            let cells: Vec<Cell> = cells.into_iter().flatten().collect();
            let pairs =
                cells.iter().zip(cells.iter().skip(1)).filter(|(label, value)| is_label(label) && is_date(crate::text::trim(value.text())));
            found.extend(pairs.map(|(label, value)| (label.clone(), value.clone())));
        }
    }
    let Some((label, value)) = found.into_iter().next() else { return };
    let Some((range, date)) = dated(value.text()) else { return };
    records.published = value.part(range, date.into());
    records.ledger.claim(&label.at, Claim::Label);
    records.ledger.claim(&records.published.at, Claim::Value);
}

/// Reads `发布时间：2020-12-08`; the label and the date are claimed.
fn date(cell: &Cell, tables: &Tables, records: &mut Records) -> bool {
    let text = cell.text();
    let Some(Dated { label, date: whole, day, .. }) = published(text, tables) else { return false };
    records.published = cell.part(whole.clone(), day.into());
    records.ledger.claim(&records.published.at, Claim::Value);
    records.ledger.claim(&cell.source(label..whole.start).1, Claim::Label);
    for rest in [0..label, whole.end..text.len()] {
        records.ledger.claim(&cell.source(rest).1, Claim::LeftOut(Reason::OutsideTable));
    }
    true
}

/// A date of which a line says that it is that of the document.
struct Dated {
    announced: Announced,
    /// Where its label begins, in bytes.
    label: usize,
    /// Its bytes.
    date: Range<usize>,
    day: String,
}

/// What is said of a date, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Announced {
    /// The document was published then.
    Published,
    /// Nothing; it stands among words that a site puts in front of a text.
    OnPage,
    /// The document was written, signed or printed then.
    Written,
}

/// Which of `cells` has the date that is most likely the one of publication, and what is said of it.
fn most_likely_date(cells: &[Cell], tables: &Tables) -> Option<(Announced, usize)> {
    let announced = |(index, cell): (usize, &Cell)| Some((published(cell.text(), tables)?.announced, index));
    cells.iter().enumerate().filter_map(announced).min()
}

/// The date in `text` behind a label that announces it, which may stand behind others; else the only one on a line of words that a site puts in front of a
/// text (来源：县民政局　2020-12-08 10:22　字号：大 中 小).
fn published(text: &str, tables: &Tables) -> Option<Dated> {
    let behind_label = |(at, end): (usize, char)| {
        let label = text.get(..at)?.rsplit(|c| crate::text::is_blank(c) || matches!(c, '|' | '｜' | '[' | '【')).next()?;
        let value = crate::text::trim_start(text.get(at + end.len_utf8()..)?);
        let (announced, range, day) = published_at(text, label, value, tables)?;
        let start = text.len() - value.len();
        Some(Dated { announced, label: at - label.len(), date: start + range.start..start + range.end, day })
    };
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '：' | ':' | '】' | ']'));
    ends.filter_map(behind_label).min_by_key(|dated| dated.announced).or_else(|| on_page(text, tables))
}

/// The only date of `text`, behind a blank or in front of all, where words stand beside it that a site puts in front of a text.
fn on_page(text: &str, tables: &Tables) -> Option<Dated> {
    let (date, day) = dated(text).filter(|_| tables.words.is_beside_date(text))?;
    let (before, behind) = (text.get(..date.start)?, text.get(date.end..)?);
    let is_apart = before.chars().next_back().is_none_or(|c| crate::text::is_blank(c) || matches!(c, '|' | '｜' | '[' | '【'));
    (is_apart && dated(behind).is_none()).then_some(Dated { announced: Announced::OnPage, label: date.start, date, day })
}

/// The date with which `value` begins, where `label` announces it: one further right is that of another label (有效期至：2025-12-31).
fn published_at(line: &str, label: &str, value: &str, tables: &Tables) -> Option<(Announced, Range<usize>, String)> {
    let (range, day) = dated(value).filter(|(range, _)| range.start == 0)?;
    let announced = match () {
        () if tables.words.is_date_label(label) || tables.words.is_date_label_on_pages(label, line) => Announced::Published,
        () if tables.words.is_writing_date_label(label) => Announced::Written,
        () => return None,
    };
    Some((announced, range, day))
}

/// Whether `text` tells when the document was published (发布日期：2020-12-08).
pub(super) fn is_published(text: &str, tables: &Tables) -> bool {
    let behind = |(label, value): (&str, &str)| published_at(text, label, crate::text::trim_start(value), tables).is_some();
    text.split_once(['：', ':']).is_some_and(behind) || on_page(text, tables).is_some()
}

/// Whether `text` is a date or a month and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    dated(text).is_some_and(|(range, _)| range == (0..text.len())) || MONTH.as_ref().is_some_and(|month| month.is_match(text))
}

/// The first date in `text` and its bytes.
fn dated(text: &str) -> Option<(Range<usize>, String)> {
    dated_in_digits(text).or_else(|| dated_in_words(text))
}

fn dated_in_words(text: &str) -> Option<(Range<usize>, String)> {
    let captures = WRITTEN_DATE.as_ref()?.captures(text)?;
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|digit| digit == c).or("○零".contains(c).then_some(0));
    let year = captures.name("year")?.as_str().chars().try_fold(0_i16, |year, c| Some(10 * year + i16::try_from(digit(c)?).ok()?))?;
    let small = |name: &str| crate::text::number(captures.name(name)?.as_str()).and_then(|number| i8::try_from(number).ok());
    let date = jiff::civil::Date::new(year, small("month")?, small("day")?).ok()?;
    Some((captures.get(0)?.range(), date.to_string()))
}

fn dated_in_digits(text: &str) -> Option<(Range<usize>, String)> {
    let captures = DATE.as_ref()?.captures(text)?;
    let number = |group: usize| captures.get(group)?.as_str().parse::<i16>().ok();
    let (year, month, day) = (number(1)?, i8::try_from(number(2)?).ok()?, i8::try_from(number(3)?).ok()?);
    Some((captures.get(0)?.range(), jiff::civil::Date::new(year, month, day).ok()?.to_string()))
}

/// A document is signed with a date alone on its line, or behind the name of an office; two different dates tell nothing.
fn signed(left: &mut Vec<Cell>, tables: &Tables, records: &mut Records) {
    let date = |cell: &Cell| {
        let (range, date) = dated(cell.text())?;
        let (before, behind) = (cell.text().get(..range.start)?, cell.text().get(range.end..)?);
        let before = crate::text::trim(before);
        let is_end = tables.words.ends_date(crate::text::trim(behind));
        let is_alone = is_end && (before.is_empty() || tables.words.is_organisation(before));
        is_alone.then_some((range, date))
    };
    let dates: Vec<(usize, (Range<usize>, String))> =
        left.iter().enumerate().filter_map(|(index, cell)| Some((index, date(cell)?))).collect();
    let Some((index, (range, day))) = dates.first().filter(|(_, (_, first))| dates.iter().all(|(_, (_, day))| day == first)) else {
        return;
    };
    let Some(cell) = left.get(*index).cloned() else { return };
    records.published = cell.part(range.clone(), day.as_str().into());
    if crate::text::trim_start(cell.text()).len() == cell.text().len() - range.start {
        left.remove(*index);
    } else if let Some(rest) = left.get_mut(*index) {
        *rest = cell.sub(0..range.start).trimmed();
    }
    records.ledger.claim(&cell.source(range.end..cell.text().len()).1, Claim::Label);
    records.ledger.claim(&records.published.at, Claim::Value);
}

fn text_outside(cells: &[Cell]) -> Finding {
    let finding = Finding::new("text-outside-table").with("count", cells.len());
    cells.iter().fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at))
}
