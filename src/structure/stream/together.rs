//! structure/stream/together: cells with nothing between them, cut where a recogniser tells that one begins or ends.
//!
//! What has a form of its own is found first: boxes and names of channels, ticks, titles in 《》, deadlines, numbers in front of a row. What stands between
//! them is cut at known elements of contents and at entries of lists. Two plain texts side by side are not cut: nothing tells where.

use super::elements::Elements;
use super::numbers::Numbers;
use crate::evidence::Cell;
use crate::tables::Tables;
use crate::text::{is_blank, is_bullet, is_han};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The longest word of a header, in characters.
const LONGEST_WORD: usize = 14;
/// A word that the tables do not know may stand between two that they know; so many characters at most.
const LONGEST_UNKNOWN: usize = 6;
/// The longest number of a row, in digits.
const LONGEST_NUMBER: usize = 4;
/// So many characters in front of an amount of time may belong to its deadline.
const LONGEST_TRIGGER: usize = 40;
/// What stands between the entries of a list.
const LIST_SIGNS: [char; 3] = ['、', '；', ';'];
/// What a word of a header costs, what a short one costs more, and what a character of an unknown word costs.
const WORD: u32 = 10;
const SHORT_WORD: u32 = 3;
const UNKNOWN: u32 = 8;

/// What may stand behind an amount of time in its deadline, and in front of its trigger.
static BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:之?以?[内前后])?(?:予以|及时|主动|给予|向社会)*(?:公开|公布|发布|更新)?").ok());
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:自|从|在)?(?:该|本|此)?(?:政府|公开事项)?$").ok());
/// What goes with a title in 《》: its number, its articles.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[(（〔\[【][^()（）《》]{0,40}[)）〕\]】]+|第?[零〇一二三四五六七八九十百千\d]+[条款项号]|[、，,和及]第[零〇一二三四五六七八九十百千\d]+[条款项])")
        .ok()
});
static LIST_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\d{1,2}[.．、]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳])").ok());

/// The words of a header that stand at the start of `text` with nothing between them.
pub(in crate::structure) fn header(text: &str, tables: &Tables) -> Vec<Range<usize>> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = |index: usize| starts.get(index).copied().unwrap_or(text.len());
    let word = |from: usize, to: usize| text.get(at(from)..at(to)).unwrap_or_default();
    // For every character: what it costs to come here, the character at which the last word begins, and whether that word is known.
    let mut best: Vec<Option<(u32, usize, bool)>> = vec![Some((0, 0, true))];
    for to in 1..starts.len() {
        let mut found: Option<(u32, usize, bool)> = None;
        for from in to.saturating_sub(LONGEST_WORD)..to {
            let Some((cost, _, known_before)) = best.get(from).copied().flatten() else { continue };
            let length = (to - from) as u32;
            let known = tables.columns.is_header_word(word(from, to));
            let cost = match known {
                true => cost + WORD + if length < 4 { SHORT_WORD * (4 - length) } else { 0 },
                false if known_before && from > 0 && to - from <= LONGEST_UNKNOWN && !has_form(word(from, to), tables) => {
                    cost + WORD + UNKNOWN * length
                }
                false => continue,
            };
            if found.is_none_or(|best| cost < best.0) {
                found = Some((cost, from, known));
            }
        }
        if found.is_none() && best.iter().rev().take(LONGEST_WORD).all(Option::is_none) {
            break;
        }
        best.push(found);
    }
    let Some(mut to) = best.iter().rposition(|best| best.is_some_and(|(_, _, known)| known)) else { return Vec::new() };
    let mut words = Vec::new();
    while let Some((_, from, _)) = best.get(to).copied().flatten().filter(|_| to > 0) {
        words.push(at(from)..at(to));
        to = from;
    }
    words.reverse();
    words
}

/// Whether a text holds what no word of a header does.
fn has_form(text: &str, tables: &Tables) -> bool {
    text.chars()
        .any(|c| c.is_ascii_digit() || is_blank(c) || tables.marks.is_tick_sign(c) || matches!(c, '《' | '》' | '☑' | '☐' | '、' | '。'))
}

/// The pieces of `cell`, left to right, without the blanks between them. `numbers` are those of the last row so far.
pub(super) fn pieces(cell: &Cell, numbers: &mut Numbers, elements: &Elements, tables: &Tables) -> Vec<Cell> {
    let text = cell.text();
    let mut scan = Scan { text, tables, deadlines: deadlines(text, tables), numbers: *numbers, elements, found: Vec::new() };
    scan.read();
    *numbers = scan.numbers;
    let trimmed = scan.found.into_iter().map(|range| cell.sub(range).trimmed());
    trimmed.filter(|piece| !piece.is_blank()).collect()
}

/// A text that is being cut.
struct Scan<'a> {
    text: &'a str,
    tables: &'a Tables,
    /// Deadlines, in order.
    deadlines: Vec<Range<usize>>,
    numbers: Numbers,
    elements: &'a Elements<'a>,
    found: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn read(&mut self) {
        let (mut at, mut open) = (0, 0);
        while at < self.text.len() {
            match self.form(at, open) {
                Some(end) if end > at => {
                    self.plain(open..at);
                    self.found.push(at..end);
                    (at, open) = (end, end);
                }
                _ => at += self.rest(at).chars().next().map_or(1, char::len_utf8),
            }
        }
        self.plain(open..at);
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Where the piece ends that begins at `at` and has a form of its own; plain text is open since `open`.
    fn form(&mut self, at: usize, open: usize) -> Option<usize> {
        let first = self.rest(at).chars().next()?;
        if let Ok(index) = self.deadlines.binary_search_by_key(&at, |range| range.start) {
            return self.deadlines.get(index).map(|deadline| deadline.end);
        }
        match first {
            '☑' | '☐' => Some(self.channels(at)),
            '《' => self.titles(at),
            c if self.tables.marks.is_tick_sign(c) && !begins_entry(self.rest(at)) => Some(at + c.len_utf8()),
            c if c.is_ascii_digit() => {
                let before = self.text.get(open..at)?;
                let number =
                    self.number(at).filter(|number| crate::text::trim(before).is_empty() || self.is_next_row(before, at..*number))?;
                let digits = self.text.get(at..number)?;
                if let Some((outer, end)) = self.numbers.outer(digits) {
                    self.numbers.begin_outer(outer);
                    return Some(at + end);
                }
                self.numbers.begin(digits);
                Some(number)
            }
            _ => self.names(at),
        }
    }

    /// The end of the boxes with their channels that begin at `at`.
    fn channels(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            let rest = self.rest(end);
            let blanks = rest.len() - crate::text::trim_start(rest).len();
            let Some(sign) = self.rest(end + blanks).chars().next().filter(|c| matches!(c, '☑' | '☐')) else { return end };
            let behind = end + blanks + sign.len_utf8();
            let rest = self.rest(behind);
            let blanks = rest.len() - crate::text::trim_start(rest).len();
            end = match self.channel(behind + blanks) {
                Some(end) => end,
                None => {
                    behind + blanks + rest.get(blanks..).and_then(|rest| rest.find(|c| self.ends_channel(c))).unwrap_or(rest.len() - blanks)
                }
            };
            let rest = self.rest(end);
            let sign = rest.chars().next().filter(|c| matches!(c, '、' | '；' | ';' | '，' | ','));
            let behind = |sign: char| crate::text::trim_start(rest.get(sign.len_utf8()..).unwrap_or_default());
            end += sign.filter(|sign| behind(*sign).starts_with(['☑', '☐'])).map_or(0, char::len_utf8);
        }
    }

    fn ends_channel(&self, c: char) -> bool {
        is_blank(c) || matches!(c, '☑' | '☐' | '《' | '、' | '；') || c.is_ascii_digit() || self.tables.marks.is_tick_sign(c)
    }

    /// The end of the known channel that begins at `at`.
    fn channel(&self, at: usize) -> Option<usize> {
        let (_, taken) = self.tables.channels.at_start(self.rest(at))?;
        Some(at + self.rest(at).char_indices().nth(taken).map_or(self.rest(at).len(), |(end, _)| end))
    }

    /// The end of a list of names of channels that begins at `at`; one name alone may be a part of another text.
    fn names(&self, at: usize) -> Option<usize> {
        let mut end = self.channel(at)?;
        let mut count = 1;
        while let Some(sign) = self.rest(end).chars().next().filter(|c| is_blank(*c) || matches!(c, '、' | '；' | ';' | '，' | ',')) {
            let Some(next) = self.channel(end + sign.len_utf8()) else { break };
            (end, count) = (next, count + 1);
        }
        (count > 1).then_some(end)
    }

    /// The end of the titles in 《》 that begin at `at`, with their numbers and articles.
    fn titles(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while self.rest(end).starts_with('《') {
            end = self.title(end)?;
            while let Some(found) = NUMBER.as_ref().and_then(|number| number.find(self.rest(end))).filter(|found| !found.is_empty()) {
                end += found.end();
            }
            let rest = self.rest(end);
            let sign = rest.chars().next().filter(|c| is_blank(*c) || matches!(c, '、' | '；' | ';' | '，' | ',' | '和' | '及'));
            if let Some(sign) = sign.filter(|sign| rest.get(sign.len_utf8()..).is_some_and(|behind| behind.starts_with('《'))) {
                end += sign.len_utf8();
            }
        }
        Some(end)
    }

    /// The end of the title that 《 at `at` opens.
    fn title(&self, at: usize) -> Option<usize> {
        const LONGEST: usize = 80;
        let mut depth = 0usize;
        for (offset, c) in self.rest(at).char_indices().take(LONGEST) {
            match c {
                '《' => depth += 1,
                '》' => depth = depth.saturating_sub(1),
                _ => continue,
            }
            if depth == 0 {
                return Some(at + offset + c.len_utf8());
            }
        }
        None
    }

    /// The end of the number in front of a row at `at`: not the number of a list, nor an amount.
    fn number(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let behind = rest.get(digits..).and_then(|behind| behind.chars().next());
        let is_short = digits <= LONGEST_NUMBER || rest.get(..digits).is_some_and(|digits| self.numbers.outer(digits).is_some());
        let is_number = is_short && behind.is_none_or(|c| is_blank(c) || is_han(c) || matches!(c, '《' | '（' | '☑' | '☐'));
        is_number.then_some(at + digits)
    }

    /// Whether the digits `number` behind the plain text `before` are the numbers of the next row, and no amount in the text.
    fn is_next_row(&self, before: &str, number: Range<usize>) -> bool {
        let is_next = self.text.get(number.clone()).is_some_and(|digits| self.numbers.are_next(digits));
        let goes_on = before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '第' | '.' | '-' | '（' | '('));
        let counts = || self.tables.columns.begins_with_counter(self.rest(number.end));
        is_next && self.numbers.has_begun() && !goes_on && (self.elements.at_end(before).is_some() || !counts())
    }

    /// Where the known element begins with which `text` ends, behind a name and in front of what has a form of its own at `end`, as only a cell does.
    fn element_behind_name(&self, text: &str, end: usize) -> Option<usize> {
        let begins_cell = |c: char| matches!(c, '《' | '☑' | '☐') || self.tables.marks.is_tick_sign(c);
        let is_ended = self.rest(end).starts_with(begins_cell) || self.deadlines.binary_search_by_key(&end, |range| range.start).is_ok();
        self.elements.at_end(text).filter(|at| is_ended && text.get(..*at).is_some_and(|name| name.ends_with(|c| is_han(c) || c == '）')))
    }

    /// Cuts text without a form of its own.
    fn plain(&mut self, range: Range<usize>) {
        let Some(text) = self.text.get(range.clone()).filter(|text| !crate::text::trim(text).is_empty()) else { return };
        let mut cuts: Vec<usize> = Vec::new();
        cuts.extend(rest_of_list(text, self.elements));
        cuts.extend(run_of_elements(text, self.elements));
        let behind = cuts.iter().max().copied().unwrap_or(0);
        let first = text.get(behind..).and_then(first_list_number).map(|at| behind + at);
        cuts.extend(first);
        let from = first.unwrap_or(behind);
        if let Some((begin, end)) = text.get(from..).and_then(|text| list_ends(text, self.elements)) {
            cuts.extend([from + begin, from + end]);
        }
        let last = cuts.iter().max().copied().unwrap_or(0);
        let rest = text.get(last..).filter(|rest| last == 0 || !rest.contains(LIST_SIGNS));
        cuts.extend(rest.and_then(|rest| self.element_behind_name(rest, range.end)).map(|at| last + at));
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let pairs = cuts.iter().zip(cuts.iter().skip(1));
        self.found.extend(pairs.map(|(from, to)| range.start + from..range.start + to));
    }
}

/// Where the entries begin of a list whose first entry stands in the row above (2.补偿方案3.发放名单), and where the last of them ends.
fn rest_of_list(text: &str, elements: &Elements) -> Vec<usize> {
    let mut cuts = Vec::new();
    let Some((mut number, mut at)) = list_number(text, 0).filter(|(number, _)| *number > 1) else { return cuts };
    while let Some((from, end)) = next_entry(text, at, number + 1) {
        cuts.push(from);
        (number, at) = (number + 1, end);
    }
    let last = text.get(at..).unwrap_or_default();
    cuts.extend(elements.at_start(last).map(|end| at + end));
    cuts
}

/// Where several elements end that stand at the start of `text` with nothing between them, as those of several rows do.
fn run_of_elements(text: &str, elements: &Elements) -> Vec<usize> {
    let mut at = text.len() - crate::text::trim_start(text).len();
    let mut cuts = Vec::new();
    while let Some(end) = text.get(at..).and_then(|rest| elements.at_start(rest)) {
        at += end;
        cuts.push(at);
    }
    if cuts.len() < 2 {
        return Vec::new();
    }
    // The last one may begin a list.
    cuts.pop_if(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(LIST_SIGNS)));
    cuts
}

/// Where the entry with this number begins behind `from`, and where its number ends.
fn next_entry(text: &str, from: usize, number: u32) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let starts = rest.char_indices().zip(rest.chars().skip(1)).filter(|((_, before), c)| !before.is_ascii_digit() && c.is_ascii_digit());
    let mut entries = starts.map(|((at, before), _)| from + at + before.len_utf8()).filter_map(|at| Some((at, list_number(text, at)?)));
    // Where another list begins this one is at its end.
    let next = entries.find(|(_, (found, _))| *found == number || *found == 1);
    next.filter(|(_, (found, _))| *found == number).map(|(at, (_, end))| (at, end))
}

/// The number of a list (2.) that stands at `at`, and where it ends.
pub(in crate::structure) fn list_number(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = crate::text::trim_start(text.get(at..)?);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=2).contains(digits))?;
    let sign = rest.get(digits..)?.chars().next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    Some((rest.get(..digits)?.parse().ok()?, text.len() - rest.len() + digits + sign.len_utf8()))
}

/// Whether `text` begins with a bullet and the entry behind it.
fn begins_entry(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_bullet) && characters.next().is_some_and(is_han)
}

/// Where the first number of a list, or the first bullet, stands, with which contents begin.
fn first_list_number(text: &str) -> Option<usize> {
    let bullet = text.char_indices().map(|(at, _)| at).find(|at| text.get(*at..).is_some_and(begins_entry));
    if let Some(bullet) = bullet {
        return Some(bullet).filter(|at| *at > 0);
    }
    let found = LIST_NUMBER.as_ref()?.find(text)?;
    let is_first = found.as_str().contains(['1', '一', '①']) && !found.as_str().contains(['0', '2', '3', '十']);
    (is_first && found.start() > 0).then_some(found.start())
}

/// Where the known elements in a list begin and end: a name may be glued to the first one, an authority to the last one.
fn list_ends(text: &str, elements: &Elements) -> Option<(usize, usize)> {
    let signs = ['、', '；', ';', '，', ',', '\n', ' '];
    let first_end = text.find(signs)?;
    let last_start = text.rfind(signs).map(|at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))?;
    let first = text.get(..first_end)?;
    let is_numbered = LIST_NUMBER.as_ref().and_then(|number| number.find(first)).is_some_and(|number| number.start() == 0);
    let is_numbered = is_numbered || begins_entry(first);
    let begin = if is_numbered { Some(0) } else { elements.at_end(first) };
    let last = text.get(last_start..)?;
    let bare =
        last.trim_start_matches(|c: char| c.is_ascii_digit() || is_bullet(c) || matches!(c, '.' | '．' | '、' | '（' | '）' | '(' | ')'));
    let skipped = last.len() - bare.len();
    let end = elements.at_start(bare);
    (begin.is_some() || end.is_some()).then(|| (begin.unwrap_or(0), end.map_or(text.len(), |end| last_start + skipped + end)))
}

/// The deadlines in `text`, in order.
fn deadlines(text: &str, tables: &Tables) -> Vec<Range<usize>> {
    let form = Narrow::new(text);
    let known = &tables.deadlines;
    let mut found: Vec<Range<usize>> = Vec::new();
    for amount in known.amount.iter().flat_map(|amount| amount.find_iter(&form.text)) {
        let behind = form.text.get(amount.end()..).unwrap_or_default();
        let end = amount.end() + BEHIND.as_ref().and_then(|regex| regex.find(behind)).map_or(0, |found| found.end());
        found.push(trigger(&form.text, amount.start(), tables)..end);
    }
    for phrase in known.phrases.iter().flat_map(|phrase| phrase.says.pattern.find_iter(&form.text)) {
        let behind = form.text.get(phrase.end()..).unwrap_or_default();
        let end = phrase.end() + BEHIND.as_ref().and_then(|regex| regex.find(behind)).map_or(0, |found| found.end());
        found.push(phrase.start()..end);
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart.into_iter().map(|range| form.source(range.start)..form.source(range.end)).collect()
}

/// Where the deadline begins whose amount stands at `amount`: with what starts the time.
fn trigger(text: &str, amount: usize, tables: &Tables) -> usize {
    let window = text.get(..amount).unwrap_or_default().char_indices().rev().take(LONGEST_TRIGGER).last().map_or(amount, |(at, _)| at);
    let before = text.get(window..amount).unwrap_or_default();
    let is_tail = |tail: &str| tables.deadlines.tails.are_in(tail);
    let triggers = tables.deadlines.triggers.iter().flat_map(|trigger| trigger.says.pattern.find_iter(before));
    let start = triggers.filter(|found| before.get(found.end()..).is_some_and(is_tail)).map(|found| found.start()).min();
    let Some(start) = start else { return amount };
    let ahead = before.get(..start).unwrap_or_default();
    window + BEFORE.as_ref().and_then(|regex| regex.find(ahead)).map_or(start, |found| found.start())
}

/// A text with narrow digits and signs, as the patterns of deadlines want it; every byte of it can be traced.
struct Narrow {
    text: String,
    starts: Vec<usize>,
    length: usize,
}

impl Narrow {
    fn new(source: &str) -> Self {
        let (mut text, mut starts) = (String::with_capacity(source.len()), Vec::with_capacity(source.len()));
        for (at, c) in source.char_indices() {
            text.push(narrow(c));
            starts.resize(text.len(), at);
        }
        Narrow { text, starts, length: source.len() }
    }

    /// Where the byte `at` of the narrow text stands in the source.
    fn source(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or(self.length)
    }
}

/// Wide letters, digits and signs as narrow ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{At, Passage};
    use std::sync::Arc;

    fn texts(text: &str) -> Vec<String> {
        let row = &mut Numbers::default();
        let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
        let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: std::iter::once(at).collect() };
        let tables = Tables::embedded().unwrap();
        let elements = Elements::of(&[crate::decode::Block::Paragraph(cell.clone())], &tables);
        pieces(&cell, row, &elements, &tables).iter().map(|piece| piece.text().to_owned()).collect()
    }

    #[test]
    fn words_of_headers_are_told_apart() {
        let tables = Tables::embedded().unwrap();
        let words = |text: &str| header(text, &tables).into_iter().map(|word| text.get(word).unwrap().to_owned()).collect::<Vec<_>>();
        let whole = "序号公开事项公开内容（要素）公开依据公开时限公开主体公开渠道和载体公开对象公开方式公开层级";
        assert_eq!(words(whole).concat(), whole);
        assert_eq!(words(whole).len(), 10);
        assert_eq!(words("一级事项二级事项全社会特定群体主动依申请公开县级乡级").len(), 8);
        assert_eq!(words("序号一级事项二级事项备案号公开内容1甲乙丙丁戊己庚"), ["序号", "一级事项", "二级事项", "备案号", "公开内容"]);
        assert!(words("本表所列事项由各单位公开").is_empty());
    }

    #[test]
    fn cells_are_cut_where_a_recogniser_tells() {
        for (text, pieces) in [
            (
                "12临时救助申请事项名称、办理材料《社会救助暂行办法》（国务院令第649号）、《救助法》自信息形成或者变更之日起20个工作日内予以公开县民政局☑政府网站 ☐政府公报√√√",
                &[
                    "12",
                    "临时救助申请",
                    "事项名称、办理材料",
                    "《社会救助暂行办法》（国务院令第649号）、《救助法》",
                    "自信息形成或者变更之日起20个工作日内予以公开",
                    "县民政局",
                    "☑政府网站 ☐政府公报",
                    "√",
                    "√",
                    "√",
                ][..],
            ),
            (
                "救助申请1.事项名称 2.办理材料及时公开县民政局政府网站、两微一端",
                &["救助申请", "1.事项名称 2.办理材料", "及时公开", "县民政局", "政府网站、两微一端"],
            ),
            (
                "√2.补偿方案3.办理流程婚姻登记查询1.事项名称《婚姻法》",
                &["√", "2.补偿方案", "3.办理流程", "婚姻登记查询", "1.事项名称", "《婚姻法》"],
            ),
            (
                "1临时救助√满2岁的儿童2年内办理公示结果2医疗救助√",
                &["1", "临时救助", "√", "满2岁的儿童", "2年内", "办理公示结果", "2", "医疗救助", "√"],
            ),
            (
                "√办理材料样品编号办理流程婚姻登记1.办理材料 2.样品编号 3.办理时限 4.办理流程",
                &["√", "办理材料", "样品编号", "办理流程", "婚姻登记", "1.办理材料 2.样品编号 3.办理时限 4.办理流程"],
            ),
            ("事项名称、办理材料县民政局☑政府网站2临时救助", &["事项名称、办理材料", "县民政局", "☑政府网站", "2", "临时救助"]),
        ] {
            assert_eq!(texts(text), pieces, "{text}");
        }
    }
}
