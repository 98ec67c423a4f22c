//! structure/guide: prose with labels (服务对象：…) to records: one for every item heading or 事项名称.
//!
//! Which lines are headings is learnt from the document itself: item headings are the lines in front of the label that most often follows a heading;
//! lines in front of those, numbered in another style, are headings of groups and hold for every item below them.

use super::pairs::Piece;
use super::table::Slot;
use super::{Part, Record, Records};
use crate::evidence::{Cell, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Kind, Marks};
use crate::ledger::Claim;
use crate::result::Header;
use crate::tables::Tables;
use crate::tables::columns::Label;
use crate::text::{is_blank, is_han, number};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 60;
/// The longest label, in characters.
const LONGEST_LABEL: usize = 16;
/// A guide has labels of so many fields at least.
const LEAST_FIELDS: usize = 2;

static NUMBERING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[(（]\s*(?P<paren>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*[)）]|第(?P<part>\d{1,3}|[一二三四五六七八九十百]{1,4})[章节项部分]+|(?P<dun>\d{1,3}|[一二三四五六七八九十百]{1,4})\s*、|(?P<dot>\d{1,3})\s*[.．](?:\D|$)|(?P<circle>[①-⑳]))\s*").ok()
});

/// What a label means that is not known.
const EXTRA: Label = Label { field: Field::Extra, begins: false };

/// How a line is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Paren,
    Part,
    Dun,
    Dot,
    Circle,
}

/// A line as a guide sees it.
struct Line<'a> {
    cell: &'a Cell,
    numbering: Option<Numbering>,
    label: Option<Labelled<'a>>,
    /// What it is, where that does not need to be found out.
    role: Option<Role>,
    /// Whether it stands in a table of labels.
    in_table: bool,
}

#[derive(Clone)]
struct Numbering {
    style: Style,
    number: Option<u32>,
    /// Bytes of the number with its punctuation.
    whole: Range<usize>,
    /// Bytes of the number alone.
    digits: Range<usize>,
}

struct Labelled<'a> {
    meaning: Label,
    word: Text,
    /// Bytes up to and with the colon.
    head: usize,
    /// The cell of the label, where the line is the cell right of it.
    apart: Option<&'a Cell>,
}

/// What a line turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Outside,
    Group,
    Item,
    Label,
    More,
}

/// Reads `pieces` as a guide into `records`; what is no part of it comes back. `None`, and nothing read, where they are no guide.
pub(super) fn read(pieces: &[Piece], tables: &Tables, records: &mut Records, findings: &mut Vec<Finding>) -> Option<Vec<Cell>> {
    let lines: Vec<Line> = pieces.iter().map(|piece| line(piece, tables)).collect();
    let fields: BTreeSet<Field> = lines.iter().filter_map(|line| Some(line.label.as_ref()?.meaning.field)).collect();
    if fields.len() < LEAST_FIELDS {
        return None;
    }
    let roles = roles(&lines);
    let mut reader = Reader { groups: Vec::new(), records: Vec::new(), labels: Vec::new(), open: None };
    let mut outside = Vec::new();
    for (line, role) in lines.iter().zip(&roles) {
        match role {
            Role::Outside => outside.push(line.cell.clone()),
            Role::Group => reader.group(line, records),
            Role::Item => reader.item(line, records),
            Role::Label => reader.label(line, records),
            Role::More => reader.more(line, records),
        }
    }
    findings.extend(numbering_findings(&lines, &roles));
    reader.finish(records);
    Some(outside)
}

fn line<'a>(piece: &'a Piece, tables: &Tables) -> Line<'a> {
    let of_table = |cell, label, role| Line { cell, numbering: None, label, role, in_table: true };
    match piece {
        Piece::Line(cell) => {
            let numbering = numbering(cell.text());
            let start = numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
            let rest = cell.text().get(start..).unwrap_or_default();
            Line { cell, label: labelled(rest, start, tables), numbering, role: None, in_table: false }
        }
        Piece::Pair(label, value) => {
            let (meaning, word) = whole_label(label.text(), tables).unwrap_or_else(|| (EXTRA, word(label.text())));
            let (cell, apart) = value.as_ref().map_or((label, None), |value| (value, Some(label)));
            let head = if apart.is_some() { 0 } else { label.text().len() };
            of_table(cell, Some(Labelled { meaning, word, head, apart }), Some(Role::Label))
        }
        Piece::More(cell) => of_table(cell, None, Some(Role::More)),
        Piece::Aside(cell) => of_table(cell, None, Some(Role::Outside)),
    }
}

/// What the label `text` of a table means, and its word; behind its number, and in front of its colon if it has one.
pub(super) fn whole_label(text: &str, tables: &Tables) -> Option<(Label, Text)> {
    let start = numbering(text).map_or(0, |numbering| numbering.whole.end);
    let found = labelled(text.get(start..)?, start, tables)?;
    (found.head == text.len()).then_some((found.meaning, found.word))
}

/// The field of the label in front of a colon, with which `line` begins behind its number.
pub(super) fn label_of(line: &str, tables: &Tables) -> Option<Field> {
    let line = crate::text::trim(line);
    let start = numbering(line).map_or(0, |numbering| numbering.whole.end);
    let found = labelled(line.get(start..)?, start, tables)?;
    line.get(..found.head)?.ends_with(['：', ':']).then_some(found.meaning.field)
}

/// A label as its word, without blanks and colon.
fn word(text: &str) -> Text {
    text.trim_end_matches(['：', ':']).chars().filter(|c| !is_blank(*c)).collect::<String>().into()
}

fn numbering(text: &str) -> Option<Numbering> {
    let captures = NUMBERING.as_ref()?.captures(text)?;
    let styles = [("paren", Style::Paren), ("part", Style::Part), ("dun", Style::Dun), ("dot", Style::Dot), ("circle", Style::Circle)];
    let (digits, style) = styles.iter().find_map(|(name, style)| Some((captures.name(name)?, *style)))?;
    let mut end = captures.get(0)?.end();
    if style == Style::Dot {
        // The pattern looks one character ahead, so that 1.5 is no number of a list.
        let behind = text.get(digits.end()..)?;
        end = digits.end() + behind.chars().take_while(|c| is_blank(*c) || matches!(c, '.' | '．')).map(char::len_utf8).sum::<usize>();
    }
    Some(Numbering { style, number: number(digits.as_str()), whole: 0..end, digits: digits.range() })
}

/// A known label before a colon, in 【】, or alone on its line. `start`: where `text` begins in its line.
fn labelled(text: &str, start: usize, tables: &Tables) -> Option<Labelled<'static>> {
    let found = |label: &str, head: usize| {
        let meaning = tables.columns.label(label)?;
        Some(Labelled { meaning, word: word(label), head: start + head, apart: None })
    };
    if let Some((word, _)) = text.strip_prefix('【').and_then(|text| text.split_once('】')) {
        let head = '【'.len_utf8() + word.len() + '】'.len_utf8();
        let colon = text.get(head..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
        return found(word, head + colon);
    }
    let colon = text.char_indices().take(LONGEST_LABEL + 1).find(|(_, c)| matches!(c, '：' | ':'));
    match colon {
        Some((at, c)) => found(text.get(..at)?, at + c.len_utf8()),
        None if text.chars().count() <= LONGEST_LABEL => found(text, text.len()),
        None => None,
    }
}

/// A short line without label, colon and closing punctuation.
fn is_heading(line: &Line) -> bool {
    let text = crate::text::trim(line.cell.text());
    line.label.is_none()
        && line.role.is_none()
        && text.chars().count() <= LONGEST_HEADING
        && text.chars().any(is_han)
        && !text.contains(['：', ':', '。', '；', ';'])
        && !text.ends_with(['，', ',', '、', '.'])
}

/// What each line is.
fn roles(lines: &[Line]) -> Vec<Role> {
    let by_label = |line: &Line| if line.label.is_some() { Role::Label } else { Role::More };
    let mut roles: Vec<Role> = lines.iter().map(|line| line.role.unwrap_or_else(|| by_label(line))).collect();
    let named = lines.iter().any(|line| line.label.as_ref().is_some_and(|label| label.meaning.begins));
    if !named {
        item_headings(lines, &mut roles);
    }
    group_headings(lines, &mut roles, named);
    let first = roles.iter().position(|role| matches!(role, Role::Item | Role::Label | Role::Group)).unwrap_or(lines.len());
    for role in roles.iter_mut().take(first) {
        *role = Role::Outside;
    }
    leave_behind_tables(lines, &mut roles);
    roles
}

/// Running text behind a table of labels is no part of its last value.
fn leave_behind_tables(lines: &[Line], roles: &mut [Role]) {
    let mut behind = false;
    for (line, role) in lines.iter().zip(roles) {
        if *role != Role::More {
            behind = line.in_table;
        } else if behind && !line.in_table {
            *role = Role::Outside;
        }
    }
}

/// Item headings stand in front of the label that most often follows a heading, numbered ones before others; further ones go on with their numbering.
fn item_headings(lines: &[Line], roles: &mut [Role]) {
    let mut before: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (index, pair) in lines.windows(2).enumerate() {
        let [heading, label] = pair else { continue };
        if let Some(label) = label.label.as_ref().filter(|_| is_heading(heading)) {
            before.entry(label.meaning.field).or_default().push(index);
        }
    }
    let numbered = |headings: &Vec<usize>| headings.iter().filter(|index| style(lines, **index).is_some()).count();
    let first = |headings: &Vec<usize>| std::cmp::Reverse(headings.first().copied());
    let Some(headings) = before.into_values().max_by_key(|headings| (headings.len(), numbered(headings), first(headings))) else { return };
    let mut styles: BTreeMap<Option<Style>, usize> = BTreeMap::new();
    for index in &headings {
        *styles.entry(style(lines, *index)).or_default() += 1;
    }
    let Some(usual) = styles.into_iter().max_by_key(|(_, count)| *count).map(|(style, _)| style) else { return };
    let mut expected = 1;
    for index in 0..lines.len() {
        let next = headings.iter().find(|heading| **heading > index && style(lines, **heading) == usual);
        let taken = next.and_then(|heading| lines.get(*heading)?.numbering.as_ref()?.number) == Some(expected);
        let goes_on = usual.is_some()
            && !taken
            && lines.get(index).is_some_and(|line| is_heading(line) && line.numbering.as_ref().and_then(|n| n.number) == Some(expected))
            && lines.get(index + 1).is_some_and(|next| next.label.is_some());
        if style(lines, index) == usual && (headings.binary_search(&index).is_ok() || goes_on) {
            if let Some(role) = roles.get_mut(index) {
                *role = Role::Item;
            }
            expected = lines.get(index).and_then(|line| line.numbering.as_ref()?.number).map_or(expected, |number| number + 1);
        }
    }
}

fn style(lines: &[Line], index: usize) -> Option<Style> {
    lines.get(index).and_then(|line| line.numbering.as_ref()).map(|numbering| numbering.style)
}

/// Headings of groups stand in front of items, numbered in another style.
fn group_headings(lines: &[Line], roles: &mut [Role], named: bool) {
    let begins = |index: usize, roles: &[Role]| match named {
        true => lines.get(index).and_then(|line| line.label.as_ref()).is_some_and(|label| label.meaning.begins),
        false => roles.get(index) == Some(&Role::Item),
    };
    for index in (0..lines.len().saturating_sub(1)).rev() {
        let before_item = begins(index + 1, roles) && style(lines, index) != style(lines, index + 1);
        let before_group = roles.get(index + 1) == Some(&Role::Group) && style(lines, index) != style(lines, index + 1);
        let fits = lines.get(index).is_some_and(|line| is_heading(line) && line.numbering.is_some());
        if let Some(role) = roles.get_mut(index).filter(|role| fits && **role == Role::More && (before_item || before_group)) {
            *role = Role::Group;
        }
    }
}

/// A heading that holds for the items below it.
struct Group {
    style: Option<Style>,
    serial: Option<Slot>,
    name: Slot,
}

struct Reader {
    groups: Vec<Group>,
    records: Vec<Record>,
    labels: Vec<Header>,
    /// The field that further lines belong to.
    open: Option<(Field, Text)>,
}

impl Reader {
    fn group(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        let style = line.numbering.as_ref().map(|numbering| numbering.style);
        let known = self.groups.iter().position(|group| group.style == style).unwrap_or(self.groups.len());
        self.groups.truncate(known);
        let (serial, name) = heading(line);
        self.groups.push(Group { style, serial, name });
        self.open = None;
    }

    fn item(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        let (serial, name) = heading(line);
        self.begin(serial, name);
    }

    /// Opens a record below the headings of groups at hand, which are carried to the next one.
    fn begin(&mut self, serial: Option<Slot>, name: Slot) {
        let mut record = Record { serials: Vec::new(), fields: BTreeMap::new(), contents: Vec::new(), extra: Vec::new() };
        let fields: &[Field] = match self.groups.len() {
            0 | 1 => &[Field::PrimaryItem],
            2 => &[Field::Category, Field::PrimaryItem],
            _ => &[Field::Category, Field::PrimaryItem, Field::SecondaryItem],
        };
        for (group, field) in self.groups.iter_mut().zip(fields) {
            record.serials.extend(group.serial.clone());
            record.fields.insert(*field, vec![group.name.clone()]);
            for slot in group.serial.iter_mut().chain([&mut group.name]) {
                slot.state = State::Carried;
            }
        }
        record.serials.extend(serial);
        let own = match self.groups.len() {
            0 => Field::PrimaryItem,
            1 | 2 => Field::SecondaryItem,
            _ => Field::TertiaryItem,
        };
        record.fields.insert(own, vec![name]);
        self.records.push(record);
        self.open = None;
    }

    fn label(&mut self, line: &Line, records: &mut Records) {
        let Some(label) = &line.label else { return };
        let (_, head) = line.cell.source(0..label.head);
        let head = label.apart.map_or(head, |label| label.at.clone());
        records.ledger.claim(&head, Claim::Label);
        records.ledger.claim(&line.cell.at, Claim::Value);
        let value = line.cell.sub(label.head..line.cell.text().len()).trimmed();
        let header = Header { field: label.meaning.field, label: label.word.clone(), group: None, at: head.first().copied() };
        if !self.labels.iter().any(|known| known.field == header.field && known.label == header.label) {
            self.labels.push(header);
        }
        let slot = Slot { label: label.word.clone(), cell: Some(value).filter(|value| !value.is_blank()), ..Slot::empty(State::Missing) };
        let slot = Slot { state: if slot.cell.is_some() { State::Stated } else { State::Missing }, ..slot };
        if label.meaning.begins {
            let serial = line.numbering.as_ref().map(|numbering| serial(line.cell, numbering));
            return self.begin(serial, slot);
        }
        if self.records.is_empty() {
            self.begin(None, Slot::empty(State::Missing));
        }
        self.open = Some((label.meaning.field, label.word.clone()));
        if let Some(record) = self.records.last_mut() {
            put(record, label.meaning.field, slot);
        }
    }

    /// A line without label goes on with the field above it.
    fn more(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        let (field, word) = self.open.clone().unwrap_or((Field::Extra, "".into()));
        let Some(record) = self.records.last_mut() else { return };
        let slot = last_slot(record, field, &word);
        match slot {
            Some(slot) => {
                slot.cell = Some(slot.cell.as_ref().map_or_else(|| line.cell.clone(), |above| above.above(line.cell)));
                slot.state = State::Stated;
            }
            None => put(record, field, Slot { cell: Some(line.cell.clone()), ..Slot::empty(State::Stated) }),
        }
    }

    /// Fields that other items have and this one lacks are missing, not absent.
    fn finish(self, records: &mut Records) {
        let Reader { records: mut found, labels, .. } = self;
        let used: BTreeSet<Field> = found.iter().flat_map(|record| record.fields.keys().copied()).collect();
        let has_contents = labels.iter().any(|label| label.field == Field::Contents);
        for record in &mut found {
            for field in &used {
                record.fields.entry(*field).or_insert_with(|| vec![Slot::empty(State::Missing)]);
            }
            if has_contents && record.contents.is_empty() {
                record.contents.push(part(Slot::empty(State::Missing)));
            }
        }
        records.kind = Some(Kind::Guide);
        records.dialect = Some("labelled");
        records.headers = labels;
        records.records = found;
    }
}

fn part(text: Slot) -> Part {
    Part { text, channels: Slot::empty(State::NoColumn), marks: Marks::default(), membership: State::Stated }
}

fn put(record: &mut Record, field: Field, slot: Slot) {
    match field {
        Field::Contents => record.contents.push(part(slot)),
        Field::Extra => record.extra.push((slot.label.clone(), slot)),
        field => record.fields.entry(field).or_default().push(slot),
    }
}

fn last_slot<'a>(record: &'a mut Record, field: Field, word: &Text) -> Option<&'a mut Slot> {
    match field {
        Field::Contents => record.contents.last_mut().map(|part| &mut part.text),
        Field::Extra => record.extra.iter_mut().rev().find(|(label, _)| label == word).map(|(_, slot)| slot),
        field => record.fields.get_mut(&field).and_then(|slots| slots.last_mut()),
    }
}

/// The number and the words of a heading.
fn heading(line: &Line) -> (Option<Slot>, Slot) {
    let text = line.cell.text();
    let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    let name = Slot { cell: Some(line.cell.sub(start..text.len()).trimmed()), ..Slot::empty(State::Stated) };
    (line.numbering.as_ref().map(|numbering| serial(line.cell, numbering)), name)
}

/// The number as printed, without its punctuation, which stays in the raw text.
fn serial(cell: &Cell, numbering: &Numbering) -> Slot {
    let whole = cell.sub(numbering.whole.clone());
    let digits = cell.text().get(numbering.digits.clone()).unwrap_or_default();
    let before = cell.text().get(..numbering.digits.start).map_or(0, |text| text.chars().count());
    let kept = before..before + digits.chars().count();
    let passage = std::sync::Arc::new(whole.passage.without(|index| !kept.contains(&index)));
    Slot { cell: Some(Cell { passage, at: whole.at }), ..Slot::empty(State::Stated) }
}

/// Headings of one sort that are not numbered alike (1、 among 二、, （13） among （十四）).
fn numbering_findings(lines: &[Line], roles: &[Role]) -> Vec<Finding> {
    let mut found = Vec::new();
    for wanted in [Role::Group, Role::Item] {
        let headings: Vec<(&Line, &Numbering, bool)> = lines
            .iter()
            .zip(roles)
            .filter(|(_, role)| **role == wanted)
            .filter_map(|(line, _)| {
                let numbering = line.numbering.as_ref()?;
                let arabic = line.cell.text().get(numbering.digits.clone())?.chars().all(|c| c.is_ascii_digit());
                Some((line, numbering, arabic))
            })
            .collect();
        let arabic = headings.iter().filter(|(.., arabic)| *arabic).count();
        let usual = arabic * 2 > headings.len();
        if arabic > 0 && arabic < headings.len() {
            let odd = headings.iter().filter(|(.., arabic)| *arabic != usual);
            found.extend(odd.map(|(line, numbering, _)| numbering_style_changes(line.cell, numbering)));
        }
    }
    found
}

fn numbering_style_changes(cell: &Cell, numbering: &Numbering) -> Finding {
    let (raw, at) = cell.source(numbering.whole.clone());
    Finding::new("numbering-style-changes").with("number", crate::text::trim(&raw)).shown(&raw, &at)
}
