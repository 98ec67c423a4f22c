//! structure/guide/lines: the lines of a guide: how each is numbered, and which label it begins with.

use super::super::outside;
use super::super::pairs::Piece;
use super::roles::Role;
use super::unknown::said;
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Label;
use crate::tables::known::Reading;
use crate::text::{is_blank, is_bullet, is_han, number};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The longest label, in characters, and the longest one with a remark in brackets behind it.
pub(super) const LONGEST_LABEL: usize = 16;
const LONGEST_REMARK: usize = 48;
/// A telephone number right behind its label has so many digits at least.
const LEAST_DIGITS: usize = 5;

static NUMBERING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[(（]\s*(?P<paren>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*[)）]|第(?P<chapter>\d{1,3}|[一二三四五六七八九十百]{1,4})(?:章|部分|篇|编)|第(?P<part>\d{1,3}|[一二三四五六七八九十百]{1,4})[节项]|第(?P<article>\d{1,3}|[一二三四五六七八九十百]{1,4})条|(?P<dun>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*、|(?P<point>[一二三四五六七八九十百]{1,4})\s*[.．]|(?P<half>\d{1,3}|[一二三四五六七八九十百]{1,4})[)）]|(?P<dot>\d{1,3})\s*[.．](?:\D|$)|(?P<section>\d{1,2}(?:[.．]\d{1,2}){1,2})(?:[.．、]|\s)\s*[^\d\s]|(?P<bare>\d{1,2})\s+[\p{Han}《“]|(?P<circle>[①-⑳]))\s*").ok()
});

static QUESTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[【\[]问题?[】\]]\s*[:：]?|(?:问题?|[QqＱ])\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.、])\s*(?P<what>[^?？]{2,60}[?？])").ok()
});

/// The groups of [`NUMBERING`].
const STYLES: [(&str, Style); 11] = [
    ("paren", Style::Paren),
    ("chapter", Style::Chapter),
    ("part", Style::Part),
    ("article", Style::Article),
    ("dun", Style::Dun),
    ("point", Style::Dun),
    ("half", Style::Half),
    ("dot", Style::Dot),
    ("circle", Style::Circle),
    ("section", Style::Section),
    ("bare", Style::Bare),
];

static LABEL_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s*[(（]?(?P<digits>\d{1,3}|[一二三四五六七八九十百]{1,4})[)）]?\s*$").ok());

/// What a label means that is not known.
pub(super) const EXTRA: Label =
    Label { field: Field::Extra, begins: false, inner: false, with_numbers: None, with_office: None, weak: false, part: false };

/// How a line is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Paren,
    /// 第一章, 第一部分.
    Chapter,
    /// 第一节.
    Part,
    /// Articles of a rule hold the labels of a guide; they head no services.
    Article,
    Dun,
    Dot,
    /// With the closing bracket alone: 1）.
    Half,
    Circle,
    /// Within the numbers of the level above: 2.1.
    Section,
    /// With nothing but a blank behind it.
    Bare,
    /// A sign without a number.
    Bullet,
    /// Behind the word of a label.
    Label,
}

/// A line as a guide sees it.
pub(super) struct Line<'a> {
    pub(super) cell: &'a Cell,
    pub(super) numbering: Option<Numbering>,
    pub(super) label: Option<Labelled<'a>>,
    /// What it is, where that does not need to be found out.
    pub(super) role: Option<Role>,
    /// Whether it stands in a table of labels.
    pub(super) in_table: bool,
    /// Whether it is a row of a table that is the value of the label before it.
    pub(super) is_row: bool,
    /// Whether the digits with which it begins may be part of its words: 3 类人员.
    pub(super) is_loose: bool,
    /// Whether it goes on with the line above without a line end.
    pub(super) goes_on: bool,
    /// Its level, where the format marks it as a heading.
    pub(super) level: Option<u8>,
}

#[derive(Clone)]
pub(super) struct Numbering {
    pub(super) style: Style,
    /// Whether its digits are 1 2 3, not 一 二 三.
    pub(super) arabic: bool,
    pub(super) number: Option<u32>,
    /// Bytes of the number with its punctuation.
    pub(super) whole: Range<usize>,
    /// Bytes of the number alone.
    pub(super) digits: Range<usize>,
}

pub(super) struct Labelled<'a> {
    pub(super) meaning: Label,
    pub(super) word: Text,
    /// The number behind its word (事项一：).
    pub(super) number: Option<Numbering>,
    /// Whether it says something of all services above.
    pub(super) of_all: bool,
    /// Bytes up to and with the colon.
    pub(super) head: usize,
    /// The cell of the label, where the line is the cell right of it.
    pub(super) apart: Option<&'a Cell>,
}

/// Whether blanks stand between the labels and the values of `pieces`: there are several such lines, and no fewer than those with colons.
pub(super) fn are_by_blanks(pieces: &[Piece], tables: &Tables) -> bool {
    const LEAST_FIELDS: usize = 3;
    let lines = || pieces.iter().filter_map(|piece| if let Piece::Line(cell) = piece { Some(cell.text()) } else { None });
    let behind_number = |text: &'_ str| numbering(text, tables).map_or(0, |numbering| numbering.whole.end);
    let field = |text: &str| {
        let start = behind_number(text);
        Some(before_blanks(text.get(start..)?, start, tables)?.0.meaning.field)
    };
    let fields: Vec<Field> = lines().filter_map(field).collect();
    let with_colons = lines().filter(|text| label_of(text, tables).is_some()).count();
    fields.len() >= with_colons && fields.into_iter().collect::<BTreeSet<_>>().len() >= LEAST_FIELDS
}

/// The known label with which `text` begins, in front of blanks and a value, and how many blanks these are.
pub(super) fn before_blanks(text: &str, start: usize, tables: &Tables) -> Option<(Labelled<'static>, usize)> {
    let (word, _) = text.split_once(is_blank)?;
    let behind = text.get(word.len()..)?;
    let value = crate::text::trim_start(behind);
    let label = labelled(word, start, tables).filter(|label| label.head == start + word.len() && !value.is_empty())?;
    let blanks = behind.len() - value.len();
    let several = behind.chars().take_while(|c| is_blank(*c)).map(|c| if matches!(c, '\t' | '\u{3000}') { 2 } else { 1 }).sum();
    Some((Labelled { head: start + word.len() + blanks, ..label }, several))
}

/// Labels of these fields may stand behind a semicolon, in one line with the name of an office or another of them.
pub(super) const CONTACTS: [Field; 3] = [Field::Phones, Field::Addresses, Field::Hours];

/// A line with several labels, each behind a blank or in 【】, as several lines. `by_blanks`: blanks stand between labels and values, and more than one
/// in front of a label.
pub(super) fn divided(piece: &Piece, by_blanks: bool, tables: &Tables) -> Vec<Piece> {
    let Piece::Line(cell) = piece else { return vec![piece.clone()] };
    let text = cell.text();
    if tables.words.page_end(text).is_some() || outside::is_published(text, tables) {
        return vec![piece.clone()];
    }
    let start = numbering(text, tables).map_or(0, |numbering| numbering.whole.end);
    let apart = |from: usize| {
        let several = from == start || text.get(..from).is_some_and(|before| before.chars().rev().take_while(|c| is_blank(*c)).count() > 1);
        let (label, blanks) = before_blanks(text.get(from..)?, from, tables).filter(|_| by_blanks && several)?;
        (from == start || blanks > 1).then_some(label.head)
    };
    let before_colon =
        |from: usize| labelled(text.get(from..)?, from, tables).map(|label| label.head).filter(|head| ends_label(text, *head));
    let head = |from: usize| before_colon(from).or_else(|| apart(from));
    let of_person = || person(text.get(start..)?, tables).map(|head| start + head);
    let Some(mut behind) = head(start).or_else(of_person) else { return vec![piece.clone()] };
    let contact = |from: usize| {
        let label = labelled(text.get(from..)?, from, tables).filter(Labelled::is_way_to_reach)?;
        Some(label.head).filter(|head| ends_label(text, *head))
    };
    let is_of_office = labelled(text.get(start..).unwrap_or_default(), start, tables)
        .is_some_and(|label| label.meaning.field == Field::Publisher || CONTACTS.contains(&label.meaning.field));
    let mut starts = vec![0];
    let (mut after_blank, mut after_stop, mut depth) = (false, false, 0_usize);
    for (at, c) in text.char_indices() {
        let may_begin = at >= behind && !is_blank(c);
        let head = match may_begin {
            true if after_blank || c == '【' => head(at),
            true if after_stop && is_of_office => contact(at),
            _ => None,
        };
        if let Some(head) = head {
            starts.push(at);
            behind = head;
        }
        depth = match c {
            '（' | '(' => depth + 1,
            '）' | ')' => depth.saturating_sub(1),
            _ => depth,
        };
        (after_blank, after_stop) = (is_blank(c), depth == 0 && matches!(c, '；' | ';'));
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let line = |start: usize, end: usize| {
        let mut cell = cell.sub(start..end).trimmed();
        let kept = cell.text().trim_end_matches(['；', ';']).chars().count();
        if is_of_office && end < text.len() {
            cell.passage = Arc::new(cell.passage.without(|index| index >= kept));
        }
        Piece::Line(cell)
    };
    starts.iter().zip(ends).map(|(start, end)| line(*start, end)).collect()
}

/// The bytes of the unknown label of a person's name with which `text` begins.
fn person(text: &str, tables: &Tables) -> Option<usize> {
    let (word, head, _) = said(text)?;
    tables.columns.label_end(word).filter(|end| end.of_person).map(|_| head)
}

fn ends_label(text: &str, head: usize) -> bool {
    text.get(..head).is_some_and(|head| head.ends_with(['：', ':', '】']))
}

/// `piece` as a line. `by_blanks`: blanks stand between labels and values.
pub(super) fn line<'a>(piece: &'a Piece, by_blanks: bool, tables: &Tables) -> Line<'a> {
    let plain = |cell| Line {
        cell,
        numbering: None,
        label: None,
        role: None,
        in_table: false,
        is_row: false,
        is_loose: false,
        goes_on: false,
        level: None,
    };
    let of_table = |cell, label, role| Line { label, role, in_table: true, ..plain(cell) };
    match piece {
        Piece::Line(cell) => {
            let numbering = numbering(cell.text(), tables);
            let start = numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
            let rest = cell.text().get(start..).unwrap_or_default();
            let ends_page = tables.words.page_end(cell.text()).is_some() || tables.words.is_page_line(cell.text());
            let is_outside = ends_page || outside::is_published(cell.text(), tables);
            let boxed = cell.text().starts_with(is_box);
            let known = labelled(rest, start, tables).or_else(|| Some(before_blanks(rest, start, tables)?.0).filter(|_| by_blanks));
            let known = known.or_else(|| question(rest, start, tables));
            let label = known.filter(|label| !is_outside && (!boxed || ends_label(cell.text(), label.head)));
            Line { label, numbering, role: is_outside.then_some(Role::Outside), ..plain(cell) }
        }
        Piece::Pair(label, value) => {
            let known = whole_label(label.text(), tables).or_else(|| numbered_name(label.text(), tables));
            let (meaning, word) = known.unwrap_or_else(|| unknown_label(label.text(), tables));
            let (cell, apart) = value.as_ref().map_or((label, None), |value| (value, Some(label)));
            let head = if apart.is_some() { 0 } else { label.text().len() };
            of_table(cell, Some(Labelled { meaning, word, number: None, of_all: false, head, apart }), Some(Role::Label))
        }
        Piece::OfAll(label, value) => {
            let (meaning, word) = whole_label(label.text(), tables).unwrap_or_else(|| (EXTRA, word(label.text())));
            of_table(value, Some(Labelled { meaning, word, number: None, of_all: true, head: 0, apart: Some(label) }), Some(Role::Label))
        }
        Piece::More(cell) => of_table(cell, None, Some(Role::More)),
        Piece::Aside(cell) => of_table(cell, None, Some(Role::Outside)),
        Piece::Name(cell) => Line { numbering: numbering(cell.text(), tables), ..of_table(cell, None, Some(Role::Item)) },
        Piece::InnerRow(cell) => Line { is_row: true, ..of_table(cell, None, Some(Role::More)) },
        Piece::Row(cell) => Line { in_table: false, is_row: true, ..of_table(cell, None, Some(Role::More)) },
    }
}

/// What the label `text` of a table means whose number stands behind a word for services (事项一).
fn numbered_name(text: &str, tables: &Tables) -> Option<(Label, Text)> {
    let (label, _) = numbered_label(text)?;
    tables.columns.label(label).filter(|meaning| meaning.begins).map(|meaning| (meaning, word(text)))
}

/// What the label `text` of a table means that is not known: how it ends may tell.
fn unknown_label(text: &str, tables: &Tables) -> (Label, Text) {
    let word = word(text);
    let with_numbers = tables.columns.label_end(&word).and_then(|end| end.with_numbers);
    (Label { with_numbers, ..EXTRA }, word)
}

impl Line<'_> {
    /// The cell of its label, where that stands beside it.
    pub(super) fn apart(&self) -> Option<&Cell> {
        self.label.as_ref()?.apart
    }
}

impl Labelled<'_> {
    /// Whether it says whom to ask, where or when.
    pub(super) fn is_contact(&self) -> bool {
        matches!(self.meaning.field, Field::Addresses | Field::Hours | Field::Phones)
    }

    /// Whether something stands behind the label on its line.
    pub(super) fn has_value(&self, cell: &Cell) -> bool {
        cell.text().get(self.head..).is_some_and(|value| !crate::text::trim(value).is_empty())
    }
}

/// The question with which `text` begins (问：需要哪些材料？), as a label.
fn question(text: &str, start: usize, tables: &Tables) -> Option<Labelled<'static>> {
    let what = QUESTION.as_ref()?.captures(text)?.name("what")?;
    let field = tables.columns.question(what.as_str()).unwrap_or(EXTRA.field);
    let meaning = Label { field, ..EXTRA };
    Some(Labelled { meaning, word: word(what.as_str()), number: None, of_all: false, head: start + what.end(), apart: None })
}

/// What the label `text` of a table means, and its word; behind its number, and in front of its colon if it has one.
pub(in crate::structure) fn whole_label(text: &str, tables: &Tables) -> Option<(Label, Text)> {
    tables.known.once(Reading::Label, text, || find_whole_label(text, tables)).as_ref().clone()
}

fn find_whole_label(text: &str, tables: &Tables) -> Option<(Label, Text)> {
    let start = numbering(text, tables).map_or(0, |numbering| numbering.whole.end);
    let found = labelled(text.get(start..)?, start, tables)?;
    (found.head == text.len()).then_some((found.meaning, found.word))
}

/// The field of the label in front of a colon, with which `line` begins behind its number.
pub(in crate::structure) fn label_of(line: &str, tables: &Tables) -> Option<Field> {
    *tables.known.once(Reading::Beginning, line, || find_label_of(line, tables))
}

fn find_label_of(line: &str, tables: &Tables) -> Option<Field> {
    let line = crate::text::trim(line);
    let start = numbering(line, tables).map_or(0, |numbering| numbering.whole.end);
    let found = labelled(line.get(start..)?, start, tables)?;
    line.get(..found.head)?.ends_with(['：', ':']).then_some(found.meaning.field)
}

/// A label as its word, without blanks and colon.
pub(super) fn word(text: &str) -> Text {
    text.trim_end_matches(['：', ':']).chars().filter(|c| !is_blank(*c)).collect::<String>().into()
}

fn numbering(text: &str, tables: &Tables) -> Option<Numbering> {
    let bullets = bullets(text);
    let Some(found) = numbered(text.get(bullets..)?).filter(|found| !counts(text.get(bullets..).unwrap_or_default(), found, tables)) else {
        let only = Numbering { style: Style::Bullet, arabic: false, number: None, whole: 0..bullets, digits: bullets..bullets };
        return Some(only).filter(|_| bullets > 0);
    };
    let behind = |range: Range<usize>| bullets + range.start..bullets + range.end;
    Some(Numbering { whole: 0..behind(found.whole).end, digits: behind(found.digits), ..found })
}

/// The bytes of the bullets with which `text` begins, and of the blanks behind them. A check box is one in front of a label (line).
fn bullets(text: &str) -> usize {
    let rest = text.trim_start_matches(|c| is_bullet(c) || is_box(c));
    if rest.len() == text.len() { 0 } else { text.len() - crate::text::trim_start(rest).len() }
}

fn is_box(c: char) -> bool {
    matches!(c, '☑' | '☐' | '■' | '□')
}

/// Whether the number `found` at the beginning of `text` counts or measures what stands behind it (3 个工作日).
fn counts(text: &str, found: &Numbering, tables: &Tables) -> bool {
    is_bare(found) && text.get(found.whole.end..).is_some_and(|behind| tables.columns.begins_with_counter(behind))
}

/// Whether `numbering` has no sign of a list.
fn is_bare(numbering: &Numbering) -> bool {
    matches!(numbering.style, Style::Bare | Style::Section)
}

/// Marks the lines whose numbers have no sign of a list and neither begin nor continue a sequence: 1, 2 or 2.1, 2.2.
pub(super) fn mark_loose(lines: &mut [Line]) {
    let mut runs: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    for (index, line) in lines.iter_mut().enumerate() {
        let text = line.cell.text();
        line.is_loose = numbered(text).is_some_and(|found| is_bare(&found));
        let Some((numbering, number)) = line.numbering.as_ref().filter(|own| is_bare(own)).and_then(|own| Some((own, own.number?))) else {
            continue;
        };
        let digits = text.get(numbering.digits.clone()).unwrap_or_default();
        let above = digits.rsplit_once(['.', '．']).map_or("", |(above, _)| above);
        let runs = runs.entry(above.to_owned()).or_default();
        match runs.last_mut().filter(|run| run.len() + 1 == number as usize) {
            _ if number == 1 => runs.push(vec![index]),
            Some(run) => run.push(index),
            None => {}
        }
    }
    for index in runs.into_values().flatten().filter(|run| run.len() > 1).flatten() {
        if let Some(line) = lines.get_mut(index) {
            line.is_loose = false;
        }
    }
}

fn numbered(text: &str) -> Option<Numbering> {
    let captures = NUMBERING.as_ref()?.captures(text)?;
    let (digits, style) = STYLES.iter().find_map(|(name, style)| Some((captures.name(name)?, *style)))?;
    let mut end = captures.get(0)?.end();
    if matches!(style, Style::Dot | Style::Section | Style::Bare) {
        // The pattern looks one character ahead, so that 1.5 is no number of a list.
        let behind = text.get(digits.end()..)?;
        end =
            digits.end() + behind.chars().take_while(|c| is_blank(*c) || matches!(c, '.' | '．' | '、')).map(char::len_utf8).sum::<usize>();
    }
    let own = digits.as_str().rsplit(['.', '．']).next().unwrap_or_default();
    Some(Numbering { style, arabic: is_arabic(own), number: number(own), whole: 0..end, digits: digits.range() })
}

/// How `text` is numbered, whether with the digits 1 2 3, and its number.
pub(super) fn counted_in(text: &str) -> Option<(Style, bool, u32)> {
    numbered(text).and_then(|found| Some((found.style, found.arabic, found.number?)))
}

fn is_arabic(digits: &str) -> bool {
    digits.chars().all(|c| c.is_ascii_digit())
}

/// A known label before a colon, in 【】, or alone on its line. `start`: where `text` begins in its line.
fn labelled(text: &str, start: usize, tables: &Tables) -> Option<Labelled<'static>> {
    let found = |label: &str, head: usize| {
        let of = |meaning: Label, label: &str, number| Labelled {
            meaning,
            word: word(label),
            number,
            of_all: false,
            head: start + head,
            apart: None,
        };
        if let Some(meaning) = tables.columns.label(label) {
            return Some(of(meaning, label, None));
        }
        if let Some(meaning) = tables.columns.label_of_all(label) {
            return Some(Labelled { of_all: true, ..of(meaning, label, None) });
        }
        let (label, number) = numbered_label(label)?;
        let number = Numbering {
            whole: start + number.whole.start..start + number.whole.end,
            digits: start + number.digits.start..start + number.digits.end,
            ..number
        };
        tables.columns.label(label).filter(|meaning| meaning.begins).map(|meaning| of(meaning, label, Some(number)))
    };
    if let Some((word, _)) = text.strip_prefix('【').and_then(|text| text.split_once('】')) {
        let head = '【'.len_utf8() + word.len() + '】'.len_utf8();
        let colon = text.get(head..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
        return found(word, head + colon).map(|label| Labelled { number: None, ..label });
    }
    let longest = if has_remark(text) { LONGEST_REMARK } else { LONGEST_LABEL };
    let colon = text.char_indices().take(longest + 1).find(|(_, c)| matches!(c, '：' | ':'));
    let stop = || text.split_once('。').filter(|(word, _)| start > 0 && word.chars().count() <= LONGEST_LABEL);
    let before_stop = || {
        let (word, _) = stop()?;
        found(word, word.len() + '。'.len_utf8()).filter(|label| label.number.is_none())
    };
    match colon {
        _ if let Some(label) = before_stop() => Some(label),
        Some((at, c)) => found(text.get(..at)?, at + c.len_utf8()),
        None if text.chars().count() <= longest => found(text, text.len()).filter(|label| label.number.is_none()),
        None => None,
    }
    .or_else(|| before_number(text, tables).and_then(|word| found(word, word.len())))
}

/// Whether a remark in brackets stands behind a word at the beginning of `text` that is long enough for a label: 申请材料（一式三份并加盖公章）.
fn has_remark(text: &str) -> bool {
    const SHORTEST: usize = 4;
    text.find(['（', '(']).and_then(|open| text.get(..open)).is_some_and(|word| {
        let length = word.chars().count();
        (SHORTEST..=LONGEST_LABEL).contains(&length) && word.chars().all(is_han)
    })
}

/// The label of telephone numbers with which `text` begins, right in front of a number or of one in brackets: 联系电话（0714-8717336）.
fn before_number<'t>(text: &'t str, tables: &Tables) -> Option<&'t str> {
    let word = text.get(..text.find(|c: char| !is_han(c))?)?;
    let behind = text.get(word.len()..)?;
    let number = behind.strip_prefix(['（', '(']).and_then(|inside| inside.split_once(['）', ')'])).map_or(behind, |(inside, _)| inside);
    let is_digits = |number: &str| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        digits >= LEAST_DIGITS && number.starts_with(|c: char| c.is_ascii_digit()) && 2 * digits >= number.chars().count()
    };
    let is_label = || tables.columns.label(word).is_some_and(|label| label.field == Field::Phones);
    (is_digits(number) && is_label()).then_some(word)
}

/// A label and the number behind it (事项一, 服务事项（2）).
fn numbered_label(label: &str) -> Option<(&str, Numbering)> {
    // Asking how it ends is quicker than looking for a number, and hardly any label has one.
    let last = label.trim_end().chars().next_back()?;
    if !last.is_numeric() && !matches!(last, ')' | '）' | '百') && number(last.encode_utf8(&mut [0; 4])).is_none() {
        return None;
    }
    let captures = LABEL_NUMBER.as_ref()?.captures(label)?;
    let (whole, digits) = (captures.get(0)?, captures.name("digits")?);
    let arabic = is_arabic(digits.as_str());
    let number = Numbering { style: Style::Label, arabic, number: number(digits.as_str()), whole: whole.range(), digits: digits.range() };
    Some((label.get(..whole.start())?, number))
}
