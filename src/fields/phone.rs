//! fields/phone: telephone numbers, as text: area code, extension, whose number it is.
//!
//! A number ends where its digits end. Digits that run into the next number are parted only where there is one way to do so; the value is
//! inferred then, and ambiguous where there are several. Source of the shapes: 电信网编号计划 (2017).

mod notes;
mod series;

use super::form::Form;
use crate::evidence::{Cell, MOST_READINGS, State, Text, Value};
use crate::finding::Finding;
use crate::item::Phone;
use crate::tables::Tables;
use regex::{Regex, RegexSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The shapes of one number. 010 and 02x have numbers of eight digits, other areas of seven or eight.
static SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    const COUNTRY: &str = r"(?:(?:\+|00)86[- ]?)";
    let shapes = [
        format!(r"^(?:{COUNTRY}?\(?(?P<area>0(?:10|2\d))\)?|{COUNTRY}(?P<bare>10|2\d))[- ]{{0,3}}(?P<local>[2-8]\d{{7}})"),
        format!(r"^(?:{COUNTRY}?\(?(?P<area>0[3-9]\d{{2}})\)?|{COUNTRY}(?P<bare>[3-9]\d{{2}}))[- ]{{0,3}}(?P<local>[2-8]\d{{6}})"),
        format!(r"^(?:{COUNTRY}?\(?(?P<area>0[3-9]\d{{2}})\)?|{COUNTRY}(?P<bare>[3-9]\d{{2}}))[- ]{{0,3}}(?P<local>[2-8]\d{{7}})"),
        // Groups of digits, as they are spoken: 0714-871 7336.
        format!(r"^(?:{COUNTRY}?\(?(?P<area>0(?:10|2\d))\)?)[- ]{{0,3}}(?P<grouped>[2-8]\d{{3}}[- ]\d{{4}})"),
        format!(r"^(?:{COUNTRY}?\(?(?P<area>0[3-9]\d{{2}})\)?)[- ]{{0,3}}(?P<grouped>[2-8]\d{{2,3}}[- ]\d{{4}})"),
        // Where a sign sets the area code apart, the digits behind it need not be likely ones.
        r"^(?:\((?P<area>0\d{3})\) ?|(?P<code>0\d{3}) ?- ?)(?P<local>\d{7})".to_owned(),
        r"^(?:\((?P<area>0\d{3})\) ?|(?P<code>0\d{3}) ?- ?)(?P<local>\d{8})".to_owned(),
        r"^\(?(?P<area>0(?:10|2\d|[3-9]\d{2}))\)?[- ]{0,3}(?P<local>12\d{3}|9[56]\d{3})".to_owned(),
        r"^(?P<local>[48]00[- ]?\d{4}[- ]?\d{3}|[48]00[- ]?\d{3}[- ]?\d{4})".to_owned(),
        format!(r"^{COUNTRY}?(?P<local>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})"),
        r"^(?P<local>[2-8]\d{6})".to_owned(),
        r"^(?P<local>[2-8]\d{7})".to_owned(),
        r"^(?P<local>1(?:10|14|19|20|22)|1[012]\d{3}|9[56]\d{3})".to_owned(),
        r"^(?P<local>9[56]\d{4}|12\d{4})".to_owned(),
    ];
    let one_by_one = shapes.iter().filter_map(|shape| Regex::new(shape).ok()).collect();
    Shapes { together: RegexSet::new(&shapes).ok(), one_by_one }
});

/// Shapes of one number: which of them fit is asked of all together, what they hold of each.
struct Shapes {
    together: Option<RegexSet>,
    one_by_one: Vec<Regex>,
}

impl Shapes {
    /// Those that `text` begins with, in their order.
    fn of(&self, text: &str) -> impl Iterator<Item = &Regex> {
        let found = self.together.as_ref().map(|together| together.matches(text));
        found.into_iter().flatten().filter_map(|index| self.one_by_one.get(index))
    }
}

static EXTENSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\s*\((?:转|分机号?|ext\.?)[: ]*(?P<inside>\d{1,6})\)|\s*(?:\((?:转|分机号?)\)|转(?:分机号?)?|分机号?|ext\.?)[: ]*(?P<words>\d{1,6})|[-*#](?P<hyphen>\d{1,5}))").ok()
});
/// A further extension of the same number: 转801、802, 转1、转2.
static FURTHER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*[,、/和或]\s*(?:(?:转(?:分机号?)?|分机号?)[: ]*(?P<told>\d{1,6})|(?P<bare>\d{3,4}))").ok());
/// No cell with numbers is so long, in bytes; a longer one is reported, so that a hostile file costs no more than its length.
const LONGEST: usize = 8192;
/// Digits that belong together and cannot be parted are given up beyond so many.
const LONGEST_RUN: usize = 64;

/// The telephone numbers of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Phones {
    /// At their places.
    pub(super) lines: Vec<Line>,
    /// Digits in which no number can be read.
    pub(super) odd: Vec<Range<usize>>,
}

impl Phones {
    /// Whether a number, or the words that say whose it is, stands in `range`.
    pub(super) fn say(&self, range: &Range<usize>) -> bool {
        self.lines.iter().any(|line| line.range.start < range.end && range.start < line.range.end)
    }
}

/// A number at its place; several readings where its digits can be parted in several ways.
#[derive(Clone, Debug)]
pub(super) struct Line {
    range: Range<usize>,
    readings: Vec<Phone>,
    /// By what rule it is inferred, if it is.
    rule: Option<&'static str>,
}

/// One number in the narrow form.
#[derive(Clone, PartialEq)]
struct Number {
    range: Range<usize>,
    phone: Phone,
}

/// Reads every number of `text`; `label` are the words of its column or label.
pub(super) fn read(text: &str, label: &str, tables: &Tables) -> Phones {
    if text.len() > LONGEST {
        return Phones { lines: Vec::new(), odd: std::iter::once(0..text.len()).collect() };
    }
    let form = Form::narrow(text);
    let scan = Scan { text: &form.text, label, tables };
    let mut phones = Phones::default();
    let mut read_to = 0;
    let mut runs = scan.runs().into_iter().peekable();
    while let Some((range, parses)) = runs.next() {
        let Some(first) = parses.first() else { continue };
        let rule = (parses.len() == 1 && first.len() > 1).then_some("digits-parted");
        let one = |number: &Number| (number.range.clone(), vec![number.phone.clone()]);
        let numbers = if parses.len() > 1 { vec![several(range, &parses)] } else { first.iter().map(one).collect() };
        for (range, readings) in numbers {
            let (whole, readings) = scan.with_note(read_to, range, readings);
            phones.odd.extend(scan.unread(read_to..whole.start).map(|odd| form.source(odd, text)));
            read_to = whole.end;
            phones.lines.push(Line { range: form.source(whole, text), readings, rule });
        }
        let through = runs.peek().filter(|(next, _)| scan.is_range(read_to..next.start)).map(|(next, _)| next.end);
        let limit = through.or_else(|| runs.peek().map(|(next, _)| next.start)).unwrap_or(form.text.len());
        let last = phones.lines.last().filter(|line| line.readings.len() == 1).and_then(|line| line.readings.first());
        if let Some((end, lines)) = last.and_then(|phone| scan.series(read_to..limit, phone)) {
            read_to = end;
            runs.next_if(|(next, _)| next.start < end);
            phones.lines.extend(lines.into_iter().map(|line| Line { range: form.source(line.range, text), ..line }));
        }
        while let Some(phone) = phones.lines.last().and_then(|line| line.readings.first()).filter(|phone| phone.extension.is_some())
            && let Some((range, readings)) = scan.further(read_to..limit, phone)
        {
            read_to = range.end;
            phones.lines.push(Line { range: form.source(range, text), readings, rule: Some("same-number") });
        }
    }
    phones.odd.extend(scan.unread(read_to..form.text.len()).map(|odd| form.source(odd, text)));
    phones
}

/// `phones` as values of `cell`; digits that are no numbers are reported.
pub(super) fn values(cell: &Cell, phones: &Phones, findings: &mut Vec<Finding>, tables: &Tables) -> Vec<Value<Phone>> {
    if tables.citations.words.says_nothing(cell.text()) {
        return Vec::new();
    }
    findings.extend(phones.odd.iter().map(|range| phone_malformed(cell, range.clone())));
    let mut found: Vec<Value<Phone>> = phones.lines.iter().map(|line| value(cell, line)).collect();
    if found.is_empty() && !cell.is_blank() {
        found.push(Value { value: None, ..cell.part(0..cell.text().len(), empty()) });
    }
    found
}

/// Whether `text` says more than `phones` and whose they are: when to call, or another way to ask.
///
/// `least`: fewer characters than these say nothing.
pub(super) fn leaves_words(text: &str, phones: &Phones, least: usize, tables: &Tables) -> bool {
    let ends = phones.lines.iter().map(|line| line.range.start).chain([text.len()]);
    let starts = std::iter::once(0).chain(phones.lines.iter().map(|line| line.range.end));
    let between = starts.zip(ends).filter_map(|(start, end)| text.get(start..end));
    let says = |clause: &str| {
        let words = clause.trim_matches(|c: char| !crate::text::is_han(c));
        let is_label = tables.words.is_phone_word(words) || tables.columns.label(words).is_some();
        // An office whose number is not told says something, however short its name is.
        let is_long = words.chars().filter(|c| crate::text::is_han(*c)).count() >= least;
        !is_label && (is_long || tables.words.is_organisation(words))
    };
    let has_account = tables.words.accounts().iter().any(|account| account.pattern.is_match(text));
    has_account || !phones.lines.is_empty() && between.flat_map(|rest| rest.split(is_stop)).any(says)
}

fn is_stop(c: char) -> bool {
    crate::text::is_blank(c) || matches!(c, '；' | ';' | '。' | '，' | ',' | '、' | '：' | ':')
}

fn empty() -> Phone {
    Phone { number: "".into(), extension: None, note: None }
}

fn value(cell: &Cell, line: &Line) -> Value<Phone> {
    let value = cell.part(line.range.clone(), line.readings.first().cloned().unwrap_or_else(empty));
    if line.readings.len() > 1 {
        let readings = line.readings.iter().take(MOST_READINGS).cloned().collect();
        return Value { value: None, state: State::Ambiguous, ..value }.with_readings(readings);
    }
    match line.rule {
        Some(rule) => Value { state: State::Inferred, rule: Some(rule.into()), ..value },
        None => value,
    }
}

struct Scan<'a> {
    text: &'a str,
    label: &'a str,
    tables: &'a Tables,
}

impl Scan<'_> {
    /// Stretches of digits that are one number or several, each with every way to part it; the fewest numbers first.
    fn runs(&self) -> Vec<(Range<usize>, Vec<Vec<Number>>)> {
        let mut found = Vec::new();
        let mut at = 0;
        let accounts = self.accounts(0..self.text.len());
        while let Some(start) = self.text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit() || matches!(c, '(' | '+'))) {
            let start = at + start;
            if let Some(account) = accounts.iter().find(|account| account.contains(&start)) {
                at = account.end;
                continue;
            }
            // Digits behind a hyphen belong to those before it, unless a number ended there.
            let behind_hyphen = self.text.get(..start).is_some_and(|before| before.ends_with('-'));
            let behind_number = start == at + 1 && found.last().is_some_and(|(read, _): &(Range<usize>, _)| read.end == at);
            let dangling = behind_hyphen && !behind_number;
            let parses = if dangling { Vec::new() } else { self.parses(start) };
            let end = parses.iter().filter_map(|parse| parse.last()).map(|last| last.range.end).max();
            at = end.unwrap_or_else(|| self.end_of_digits(start));
            if let Some(end) = end {
                found.push((start..end, parses));
            }
        }
        found
    }

    /// Where accounts and addresses stand in the stretch `range`, whose digits are no telephone numbers.
    fn accounts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let found = self.tables.words.accounts().iter().flat_map(|account| account.pattern.find_iter(text));
        found.map(|found| range.start + found.start()..range.start + found.end()).collect()
    }

    /// The end of the digits, or of the sign, at `start`.
    fn end_of_digits(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let behind = rest.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit());
        start + behind.map_or(rest.len(), |(end, _)| end)
    }

    /// Every way to read the digits at `start` as numbers, one right behind the other. Where one number takes them all, that is the only one.
    fn parses(&self, start: usize) -> Vec<Vec<Number>> {
        if self.text.get(..start).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '*')) {
            return Vec::new();
        }
        let (closed, open): (Vec<Number>, Vec<Number>) = self.numbers(start).into_iter().partition(|number| self.is_closed(number));
        if let Some(longest) = closed.into_iter().max_by_key(|number| number.range.end) {
            return vec![vec![longest]];
        }
        let mut parses = Vec::new();
        for number in open {
            self.part(vec![number], &mut parses);
        }
        parses
    }

    fn part(&self, parse: Vec<Number>, parses: &mut Vec<Vec<Number>>) {
        let (Some(first), Some(last)) = (parse.first(), parse.last()) else { return };
        if last.range.end - first.range.start > LONGEST_RUN || parses.len() >= MOST_READINGS {
            return;
        }
        for next in self.numbers(last.range.end) {
            let is_closed = self.is_closed(&next);
            let longer: Vec<Number> = parse.iter().cloned().chain([next]).collect();
            if is_closed { parses.push(longer) } else { self.part(longer, parses) }
        }
    }

    fn is_closed(&self, number: &Number) -> bool {
        !self.text.get(number.range.end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*'))
    }

    /// Every number that may stand at `start`, with its extension.
    fn numbers(&self, start: usize) -> Vec<Number> {
        let rest = self.text.get(start..).unwrap_or_default();
        let mut found: Vec<Number> = Vec::new();
        for captures in SHAPES.of(rest).filter_map(|shape| shape.captures(rest)) {
            let grouped = captures.name("grouped").map(|local| local.as_str().replace(['-', ' '], ""));
            let (Some(whole), Some(local)) = (captures.get(0), grouped.or_else(|| Some(captures.name("local")?.as_str().to_owned())))
            else {
                continue;
            };
            let area = captures.name("area").or_else(|| captures.name("code")).map(|area| area.as_str().to_owned());
            let area = area.or_else(|| captures.name("bare").map(|area| format!("0{}", area.as_str())));
            let mut range = start..start + whole.end();
            let extension = self.extension(&mut range, &local);
            let number = Number { range, phone: Phone { number: dialled(area, &local).into(), extension, note: None } };
            if !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    /// The extension behind the number at `range`, whose digits are `local`. A digit or two behind a hyphen are one only where they are no further number
    /// of a series: 8215678-2.
    fn extension(&self, range: &mut Range<usize>, local: &str) -> Option<Text> {
        let rest = self.text.get(range.end..)?;
        let captures = EXTENSION.as_ref()?.captures(rest)?;
        let is_single = |digits: &str| digits.len() > 2 || local.get(local.len().saturating_sub(digits.len())..) >= Some(digits);
        let hyphen = captures.name("hyphen").filter(|digits| is_single(digits.as_str()));
        let digits = captures.name("words").or(hyphen).or_else(|| captures.name("inside"))?;
        let end = captures.get(0)?.end();
        if rest.get(end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')) {
            return None;
        }
        range.end += end;
        Some(digits.as_str().into())
    }

    /// The next extension of `phone` at the start of `rest`, with its note. Digits alone are one where they are as many as those before.
    fn further(&self, rest: Range<usize>, phone: &Phone) -> Option<(Range<usize>, Vec<Phone>)> {
        let captures = FURTHER.as_ref()?.captures(self.text.get(rest.clone())?)?;
        let length = phone.extension.as_ref()?.len();
        let bare = captures.name("bare").filter(|digits| digits.len() == length);
        let digits = captures.name("told").or(bare)?;
        let range = rest.start + digits.start()..rest.start + digits.end();
        if self.text.get(range.end..).is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit() || c == '-')) {
            return None;
        }
        let other = Phone { extension: Some(digits.as_str().into()), note: None, ..phone.clone() };
        let (whole, readings) = self.with_note(range.start, range.clone(), vec![other]);
        Some((rest.start + captures.get(0)?.start()..whole.end, readings))
    }

    /// Digits between the numbers that are nothing else either, the stretch from the first to the last.
    fn unread(&self, range: Range<usize>) -> Option<Range<usize>> {
        let text = self.text.get(range.clone()).filter(|text| text.contains(|c: char| c.is_ascii_digit()))?;
        let accounts = self.accounts(range.clone()).into_iter().map(|own| own.start - range.start..own.end - range.start);
        let no_phones = self.tables.words.no_phones().iter().flat_map(|other| other.pattern.find_iter(text).map(|found| found.range()));
        let other: Vec<Range<usize>> = accounts.chain(no_phones).collect();
        let mut odd = text.char_indices().filter(|(at, c)| c.is_ascii_digit() && !other.iter().any(|range| range.contains(at)));
        let first = odd.next()?.0;
        let last = odd.next_back().map_or(first, |(last, _)| last);
        Some(range.start + first..range.start + last + 1)
    }
}

/// All numbers that the ways to part one stretch of digits give, each once.
fn several(range: Range<usize>, parses: &[Vec<Number>]) -> (Range<usize>, Vec<Phone>) {
    let mut readings: Vec<Phone> = Vec::new();
    for number in parses.iter().flatten() {
        if !readings.contains(&number.phone) {
            readings.push(number.phone.clone());
        }
    }
    (range, readings)
}

/// The digits, with a hyphen behind the area code and where the source has one inside (400-800-1234).
fn dialled(area: Option<String>, local: &str) -> String {
    let groups = local.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::to_owned);
    area.into_iter().chain(groups).collect::<Vec<_>>().join("-")
}

fn phone_malformed(cell: &Cell, range: Range<usize>) -> Finding {
    let (raw, at) = cell.source(range);
    Finding::new("phone-malformed").with("text", crate::text::trim(&raw)).shown(&raw, &at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> (String, usize) {
        reads_under(text, "联系电话")
    }

    fn reads_under(text: &str, label: &str) -> (String, usize) {
        static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());
        let show = |phone: &Phone| {
            let extension = phone.extension.as_ref().map(|extension| format!("+{extension}")).unwrap_or_default();
            format!("{}{extension}{}", phone.number, phone.note.as_ref().map(|note| format!("/{note}")).unwrap_or_default())
        };
        let phones = read(text, label, &TABLES);
        let shown = phones.lines.iter().map(|line| {
            let readings = line.readings.iter().map(show).collect::<Vec<_>>().join("|");
            if line.rule.is_some() { format!("~{readings}") } else { readings }
        });
        (shown.collect::<Vec<_>>().join(" "), phones.odd.len())
    }

    #[test]
    fn numbers_are_text() {
        for (text, expected, odd) in [
            ("0714-8717336", "0714-8717336", 0),
            ("县民政局，0713-5241261", "0713-5241261/县民政局", 0),
            ("县民政局0713-5241261，0713-5241262", "0713-5241261/县民政局 0713-5241262", 0),
            ("请于工作日，0713-5241262", "0713-5241262", 0),
            ("县民政局、县残联：0713-5241261", "0713-5241261/县民政局、县残联", 0),
            ("县民政局、县残联 0713-5241261、0713-5241262", "0713-5241261 0713-5241262", 0),
            ("8:00-12:00 0713-5241261", "0713-5241261/8:00-12:00", 0),
            ("０７１４－８７１７３３６", "0714-8717336", 0),
            ("0714—8764470，0714-8736756（人寿保险公司）", "0714-8764470 0714-8736756/人寿保险公司", 0),
            ("（0714）8717336转801", "0714-8717336+801", 0),
            ("07148717336", "0714-8717336", 0),
            ("010-62345678-801", "010-62345678+801", 0),
            ("+86-714-8717336", "0714-8717336", 0),
            ("0714 8717336 8717337", "0714-8717336 8717337", 0),
            ("0714-8717336/8717337", "0714-8717336 8717337", 0),
            ("12393、12345", "12393 12345", 0),
            ("0714-12333", "0714-12333", 0),
            ("13800138000", "13800138000", 0),
            ("0714-871 7336，010-6234 5678", "0714-8717336 010-62345678", 0),
            ("0714-8717336（转801）、0714-8717336（转）802", "0714-8717336+801 0714-8717336+802", 0),
            ("021-62345678*801", "021-62345678+801", 0),
            ("12345政务服务便民热线；监督电话：0714-8717337", "12345/政务服务便民热线 0714-8717337/监督电话", 0),
            ("0714-8717336监督电话：0714-8717337", "0714-8717336 0714-8717337/监督电话", 0),
            ("400-800-1234；4008001234", "400-800-1234 4008001234", 0),
            ("医保局：0714-8717336；社保局：0714-8717337", "0714-8717336/医保局 0714-8717337/社保局", 0),
            ("电话：0714-8717336", "0714-8717336", 0),
            ("0714-8717336或便民大厅：0714-8717337", "0714-8717336 0714-8717337/便民大厅", 0),
            ("1.医保中心 0714-8717336 2.王某某13800138000", "0714-8717336/医保中心 13800138000/王某某", 0),
            ("0714-8717336（工作日8:30-17:30）", "0714-8717336/工作日8:30-17:30", 0),
            ("工作日上午8:30-12:00拨打0714-8717336", "0714-8717336", 0),
            ("0714-8717336-8", "0714-8717336 ~0714-8717336+8|0714-8717338", 0),
            ("0714-8717336-2", "0714-8717336+2", 0),
            ("0714-8717336至8717338、8717340", "0714-8717336 ~0714-8717337 ~0714-8717338 8717340", 0),
            ("0714-8717336～0714-8717338", "0714-8717336 ~0714-8717337 ~0714-8717338", 0),
            ("24小时热线0714-8717336", "0714-8717336/24小时热线", 0),
            ("大厅9、10号窗口 0714-8717336", "0714-8717336/大厅9、10号窗口", 0),
            ("一楼3号窗口：0714-8717336，二楼201室0714-8717337", "0714-8717336/一楼3号窗口 0714-8717337/二楼201室", 0),
            ("0714-8717336～8", "0714-8717336 ~0714-8717337 ~0714-8717338", 0),
            ("0714-8717336/7、8717339", "0714-8717336 ~0714-8717337 8717339", 0),
            ("QQ：58761234，邮箱：a1@163.com；0714-8717336", "0714-8717336", 0),
        ] {
            assert_eq!(reads(text), (expected.to_owned(), odd), "{text}");
        }
    }

    #[test]
    fn words_beside_numbers_are_told() {
        let tables = Tables::embedded().unwrap();
        for (text, expected) in [
            ("0714-8717336", false),
            ("咨询电话：0714-8717336（人寿保险公司）", false),
            ("医保局：0714-8717336；社保局：0714-8717337", false),
            ("电话咨询：0714-8717336；现场咨询：青山县政务服务中心一楼（建设路77号）", true),
            ("0714-8717336，节假日请到值班室找值班人员", true),
        ] {
            assert_eq!(leaves_words(text, &read(text, "咨询方式", &tables), 5, &tables), expected, "{text}");
        }
    }

    #[test]
    fn extensions_and_purposes() {
        for (text, expected, odd) in [
            ("0714-8717336转801、802", "0714-8717336+801 ~0714-8717336+802", 0),
            ("0714-8717336转2（参保登记）、转3（待遇）", "0714-8717336+2/参保登记 ~0714-8717336+3/待遇", 0),
            ("0714-8717336转分机801", "0714-8717336+801", 0),
            ("0714-8717336转801、8717337", "0714-8717336+801 8717337", 0),
            ("0714-8717336、37、38", "0714-8717336", 1),
        ] {
            assert_eq!(reads(text), (expected.to_owned(), odd), "{text}");
        }
        assert_eq!(reads_under("0714-8717336、12345", "监督投诉电话").0, "0714-8717336/监督投诉电话 12345/监督投诉电话");
        assert_eq!(reads_under("纪检组：0714-8717336", "监督电话").0, "0714-8717336/监督电话（纪检组）");
    }

    #[test]
    fn digits_are_parted_only_where_there_is_one_way() {
        for (text, expected, odd) in [
            ("0714-87173360714-8717337", "~0714-8717336 ~0714-8717337", 0),
            ("87173368717337", "~8717336 ~8717337", 0),
            ("1380013800013900139000", "~13800138000 ~13900139000", 0),
            ("871733687173378", "8717336|87173378|87173368|7173378", 0),
            ("0714-871733612", "", 1),
            ("0714-871****", "", 1),
            ("07148-717", "", 1),
            ("023-8717336", "", 1),
            ("0700-1234567", "0700-1234567", 0),
        ] {
            assert_eq!(reads(text), (expected.to_owned(), odd), "{text}");
        }
    }
}
