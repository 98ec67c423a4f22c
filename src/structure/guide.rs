//! structure/guide: prose with labels (服务对象：…) to records: one for every item heading or 事项名称.
//!
//! Which lines are headings is learnt from the document itself (guide/roles).

pub(super) mod around;
mod bars;
pub(super) mod beside;
mod chapters;
mod complaints;
mod digits;
mod group;
mod items;
mod levels;
mod lines;
mod listed;
mod marked;
mod nested;
mod numbers;
mod offices;
mod one_line;
mod outline;
mod parts;
mod questions;
mod roles;
mod shared;
mod spaced;
mod steps;
mod titled;
mod unknown;
mod wrapped;

use super::pairs::{Piece, between_blanks};
use super::table::Slot;
use super::{Part, Record, Records};
use crate::decode::Headings;
use crate::evidence::{At, Cell, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Kind, Marks};
use crate::ledger::Claim;
use crate::recognise::is_phone;
use crate::result::Header;
use crate::tables::Tables;
use group::Group;
use lines::{Line, Numbering, Style, are_by_blanks, divided, line};
pub(super) use lines::{label_of, whole_label};
use numbers::{heading, serial};
use questions::answered;
use roles::{Role, begins, roles};
use shared::Shared;
use std::collections::{BTreeMap, BTreeSet};
pub(super) use titled::{name_by_title, unnamed};

/// A guide has labels of so many fields at least.
const LEAST_FIELDS: usize = 2;

/// Reads `pieces` as a guide into `records`; what is no part of it comes back. `None`, and nothing read, where they are no guide.
pub(super) fn read(
    pieces: &[Piece],
    headings: &Headings,
    tables: &Tables,
    records: &mut Records,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Cell>> {
    let (pieces, heads) = between_blanks(pieces, tables);
    let (pieces, by_blanks) = single(&pieces, tables);
    let (mut lines, bars) = lines(&pieces, headings, by_blanks, tables);
    let mut roles = roles(&lines, tables);
    if said(&lines, &roles).len() < LEAST_FIELDS {
        return None;
    }
    shared::mark_statements(&mut lines, &mut roles, tables);
    findings.extend(shared::settle(&mut lines, &roles));
    heads.iter().chain(&bars).for_each(|head| records.ledger.claim(&head.at, Claim::Label));
    let is_only = roles.iter().filter(|role| **role == Role::Item).count() == 1;
    let mut reader = Reader::new(&lines, &roles, tables);
    let mut outside = Vec::new();
    let unclear = listed::unclear(&lines, &roles);
    let read: Vec<(usize, &Line, &Role)> = lines.iter().zip(&roles).enumerate().map(|(index, (line, role))| (index, line, role)).collect();
    let is_more = |(_, line, role): &(usize, &Line, &Role)| **role == Role::More && !line.is_row;
    // Lines that go on with one value are joined at once: one after the other, long lists would be copied for each of their lines.
    for run in read.chunk_by(|above, below| is_more(above) && is_more(below) && !unclear.contains(&below.0)) {
        let Some((index, line, role)) = run.first() else { continue };
        match role {
            Role::Outside => {
                reader.count_on(line);
                outside.push(line.cell.clone());
            }
            Role::Group => reader.group(line, records),
            Role::Item => {
                let is_other_title = |cell: &Cell| tables.words.is_title(cell.text()) && !tables.words.is_trail(cell.text());
                let is_first_title = !outside.iter().any(is_other_title);
                // The only heading of a page is its title, too.
                let heads_page = is_only && line.numbering.is_none() && !line.in_table;
                outside.extend(Some(line.cell.clone()).filter(|_| is_first_title && (heads_page || is_title(line, tables))));
                reader.item(line, records);
            }
            Role::Heading => reader.heading(line, records),
            Role::OfAll => reader.of_all(line, records),
            Role::Label => reader.label(line, records),
            Role::More => {
                // What may be a heading ends the value above, though it is not sure to begin a service.
                let ends = unclear.contains(index) && !reader.records.is_empty();
                reader.open = reader.open.take().filter(|_| !ends);
                if ends {
                    reader.count_on(line);
                }
                reader.more(&run.iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), records);
            }
        }
    }
    findings.extend(numbers::findings(&lines, &roles));
    findings.extend(unclear.iter().filter_map(|index| lines.get(*index)).map(listed::heading_unclear));
    reader.finish(records);
    Some(outside)
}

/// `pieces` with one label each, the lines that brackets hold together as one, and whether blanks stand between labels and values.
fn single(pieces: &[Piece], tables: &Tables) -> (Vec<Piece>, bool) {
    let pieces = wrapped::within_brackets(pieces, tables);
    let by_blanks = are_by_blanks(&pieces, tables);
    let parted = |piece: &Piece| match piece {
        Piece::Line(cell) => one_line::parted(cell, tables).map(|cells| cells.into_iter().map(Piece::Line).collect()),
        _ => None,
    };
    (pieces.iter().flat_map(|piece| parted(piece).unwrap_or_else(|| divided(piece, by_blanks, tables))).collect(), by_blanks)
}

/// The lines of a guide, with the labels that are known and those that look like them; and the words that only lead to the parts of the page.
fn lines<'a>(pieces: &'a [Piece], headings: &Headings, by_blanks: bool, tables: &Tables) -> (Vec<Line<'a>>, Vec<Cell>) {
    let mut lines: Vec<Line> = pieces.iter().map(|piece| line(piece, by_blanks, tables)).collect();
    digits::mark(&mut lines);
    outline::set_levels(&mut lines, headings);
    items::unname(&mut lines);
    let bars = bars::take(&mut lines, tables);
    wrapped::leave_heads(&mut lines, tables);
    marked::mark(&mut lines, headings, tables);
    spaced::mark(&mut lines, tables);
    steps::mark(&mut lines, tables);
    complaints::mark(&mut lines, tables);
    parts::mark(&mut lines, tables);
    unknown::mark(&mut lines, tables);
    questions::mark(&mut lines, tables);
    offices::mark(&mut lines);
    lines::mark_loose(&mut lines);
    outline::mark(&mut lines, tables);
    levels::settle(&mut lines, tables);
    wrapped::mark(&mut lines);
    (lines, bars)
}

/// Whether `pieces` are a guide.
pub(super) fn is_one(pieces: &[Piece], headings: &Headings, tables: &Tables) -> bool {
    said_in(pieces, headings, tables).len() >= LEAST_FIELDS
}

/// Whether `pieces` are a guide in which services have names. One that is named by its title alone says more than a line or two below a table.
pub(super) fn names_services(pieces: &[Piece], headings: &Headings, tables: &Tables) -> bool {
    named(pieces, headings, tables).is_some()
}

/// Services with names.
struct Named {
    /// The fields of which something is said.
    said: BTreeSet<Field>,
    /// Where the first name stands.
    at: Option<At>,
    /// Whether labels name them (事项名称).
    by_labels: bool,
}

/// The services that `pieces` name; `None` where they name none.
fn named(pieces: &[Piece], headings: &Headings, tables: &Tables) -> Option<Named> {
    const LEAST_FIELDS_OF_TITLE: usize = 4;
    let (pieces, by_blanks) = single(pieces, tables);
    let (lines, _) = lines(&pieces, headings, by_blanks, tables);
    let roles = roles(&lines, tables);
    let said = said(&lines, &roles);
    let is_named = |(index, role): (usize, &Role)| {
        let is_heading = *role == Role::Item && lines.get(index).is_some_and(|line| !tables.words.is_title(line.cell.text()));
        is_heading || *role == Role::Label && begins(&lines, index)
    };
    // One line above a line or two may be the title of a table beside them, too.
    let is_labelled = |(index, role): (usize, &Role)| *role == Role::Label && begins(&lines, index);
    let by_labels = roles.iter().enumerate().any(is_labelled);
    let is_named = by_labels || roles.iter().enumerate().filter(|named| is_named(*named)).count() > 1;
    let least = if is_named { LEAST_FIELDS } else { LEAST_FIELDS_OF_TITLE };
    // What stands below a table tells where and when all of its services are had.
    let tells = is_named || !said.iter().all(is_contact);
    let is_first = |(index, role): (usize, &Role)| *role == Role::Item || *role == Role::Label && begins(&lines, index);
    let first = roles.iter().enumerate().position(is_first).and_then(|index| lines.get(index));
    let at = first.and_then(|line| line.cell.at.first().copied());
    (said.len() >= least && said.contains(&Field::Name) && tells).then_some(Named { said, at, by_labels })
}

fn is_contact(field: &Field) -> bool {
    matches!(field, Field::Name | Field::Addresses | Field::Hours | Field::Phones | Field::Notes)
}

fn said_in(pieces: &[Piece], headings: &Headings, tables: &Tables) -> BTreeSet<Field> {
    let (pieces, by_blanks) = single(pieces, tables);
    let (lines, _) = lines(&pieces, headings, by_blanks, tables);
    said(&lines, &roles(&lines, tables))
}

/// The fields of which the guide says something. A form without values is no guide.
fn said(lines: &[Line], roles: &[Role]) -> BTreeSet<Field> {
    let mut said = BTreeSet::new();
    for (index, (line, role)) in lines.iter().zip(roles).enumerate() {
        match (role, &line.label) {
            (Role::Item, _) => {
                said.insert(Field::Name);
            }
            (Role::Label, Some(label)) if label.has_value(line.cell) || roles.get(index + 1) == Some(&Role::More) => {
                said.insert(label.meaning.field);
            }
            _ => {}
        }
    }
    said
}

struct Reader<'t> {
    tables: &'t Tables,
    groups: Vec<Group>,
    /// Whether the heading of a group is at hand, and no service of it yet.
    heads_group: bool,
    records: Vec<Record>,
    labels: Vec<Header>,
    /// The field that further lines belong to.
    open: Option<(Field, Text)>,
    /// The number of a heading that says what the name below it says.
    heading: Option<Slot>,
    /// How labels are numbered that open no item: such a number is none of an item.
    label_styles: BTreeSet<Style>,
    /// Whether no label names items: where the first label of an item recurs, the next one begins, though nothing names it.
    by_first_label: bool,
    first_label: Option<Text>,
    /// What holds for several services.
    shared: Shared,
    /// How items and the groups they stand in are numbered, with the digits 1 2 3 or with others, and the last numbers.
    numbers: Vec<(Style, bool, u32)>,
    /// Labels of a field whose value counts less than that of other labels.
    weak: BTreeSet<Text>,
}

impl<'t> Reader<'t> {
    fn new(lines: &[Line], roles: &[Role], tables: &'t Tables) -> Self {
        let mut styles: BTreeMap<Style, (usize, usize)> = BTreeMap::new();
        let labels = lines.iter().zip(roles).filter(|(_, role)| **role == Role::Label).map(|(line, _)| line);
        for (line, style) in labels.filter_map(|line| Some((line, line.numbering.as_ref()?.style))) {
            let (names, others) = styles.entry(style).or_default();
            let begins = line.label.as_ref().is_some_and(|label| label.meaning.begins);
            *(if begins { names } else { others }) += 1;
        }
        let is_outlined = |index: usize| roles.get(index) == Some(&Role::Item) && lines.get(index).is_some_and(|line| line.level.is_some());
        Reader {
            tables,
            shared: Shared::new(lines, roles),
            numbers: Vec::new(),
            weak: BTreeSet::new(),
            groups: Vec::new(),
            heads_group: false,
            records: Vec::new(),
            labels: Vec::new(),
            open: None,
            heading: None,
            label_styles: styles.into_iter().filter(|(_, (names, others))| others >= names).map(|(style, _)| style).collect(),
            by_first_label: !(0..lines.len()).any(|index| begins(lines, index) || is_outlined(index)),
            first_label: None,
        }
    }

    /// What stands below the heading `line` is said of all services above.
    fn of_all(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Label);
        self.count(line);
        self.leave_groups(0);
        (self.open, self.shared.is_open) = (None, self.records.len() > 1);
    }

    fn heading(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        self.end_groups(line);
        self.heading = heading(line).0;
        self.open = None;
    }

    /// The number of an item that the label of its name has: behind its word, in front of it, or at the heading above.
    fn number(&mut self, line: &Line) -> Option<Slot> {
        let behind = line.label.as_ref().and_then(|label| label.number.as_ref());
        let is_own = |numbering: &&Numbering| numbering.number.is_some() && !self.label_styles.contains(&numbering.style);
        let before = line.numbering.as_ref().filter(is_own);
        self.heading.take().or_else(|| behind.or(before).map(|numbering| serial(line.cell, numbering)))
    }

    fn item(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        let (serial, mut name) = heading(line);
        self.count(line);
        // A service that is numbered like the groups stands in none of them.
        let own = counted(line).map(|(style, arabic, _)| (style, arabic));
        let beside = self.groups.iter().position(|group| own.is_some() && group.numbers == own);
        self.leave_groups(beside.unwrap_or(self.groups.len()));
        if let Some(level) = line.level {
            let known = self.groups.iter().position(|group| group.level.is_some_and(|group| group >= level));
            self.leave_groups(known.unwrap_or(self.groups.len()));
        }
        if is_title(line, self.tables) {
            // The title of the guide names its service.
            (name.state, name.rule) = (State::Inferred, Some("name-from-title"));
        }
        self.begin(serial, name);
    }

    fn label(&mut self, line: &Line, records: &mut Records) {
        let Some(label) = &line.label else { return };
        let (_, head) = line.cell.source(0..label.head);
        let head = label.apart.map_or(head, |label| label.at.clone());
        records.ledger.claim(&head, Claim::Label);
        records.ledger.claim(&line.cell.at, Claim::Value);
        let value = answered(line.cell.sub(label.head..line.cell.text().len()).trimmed());
        let slot = Slot { label: label.word.clone(), cell: Some(value).filter(|value| !value.is_blank()), ..Slot::empty(State::Missing) };
        let slot = Slot { state: if slot.cell.is_some() { State::Stated } else { State::Missing }, ..slot };
        let field = match label.meaning.with_numbers {
            Some(field) if slot.cell.as_ref().is_some_and(|cell| is_phone(cell.text())) => field,
            _ => label.meaning.field,
        };
        let header = Header { field, label: label.word.clone(), group: None, at: head.first().copied() };
        if !self.labels.iter().any(|known| known.field == header.field && known.label == header.label) {
            self.labels.push(header);
        }
        self.shared.is_open |= label.of_all && self.records.len() > 1;
        if label.meaning.part && !label.has_value(line.cell) {
            self.is_shared(line);
            self.open = Some((field, label.word.clone()));
            return;
        }
        if label.meaning.inner && !label.meaning.begins {
            self.level(slot, records);
            return;
        }
        if label.meaning.begins {
            let serial = self.number(line);
            let mut field = self.own_level();
            match self.records.last_mut().filter(|_| self.shared.take_nameless()) {
                Some(record) => {
                    record.serials.extend(serial);
                    record.fields.insert(field, vec![slot]);
                }
                None if label.meaning.inner => field = self.begin_part(serial, slot),
                None => self.begin(serial, slot),
            }
            self.open = Some((field, label.word.clone())).filter(|_| !label.has_value(line.cell));
            return;
        }
        if label.meaning.weak {
            self.weak.insert(label.word.clone());
        }
        self.open = Some((field, label.word.clone()));
        if self.say_of_group(field, &slot) {
            return;
        }
        if self.is_shared(line) {
            self.shared.put(field, slot, self.records.len());
            return;
        }
        if self.shared.opens(&label.word) {
            self.begin(None, Slot::empty(State::Missing));
            self.shared.nameless = true;
        }
        if self.records.is_empty() || self.by_first_label && self.first_label.as_ref() == Some(&label.word) {
            self.begin(None, Slot::empty(State::Missing));
        }
        self.first_label.get_or_insert_with(|| label.word.clone());
        self.open = Some((field, label.word.clone()));
        if let Some(record) = self.records.last_mut() {
            put(record, field, slot);
        }
    }

    /// Lines without label go on with the field above them; a row of a table comes alone.
    fn more(&mut self, lines: &[&Line], records: &mut Records) {
        lines.iter().for_each(|line| records.ledger.claim(&line.cell.at, Claim::Value));
        if self.more_of_group(lines) {
            return;
        }
        if let Some(slot) = self.shared.last().filter(|_| self.open.is_some()) {
            go_on(slot, lines);
            return;
        }
        let (field, word) = self.open.clone().unwrap_or((Field::Extra, "".into()));
        if self.records.is_empty() {
            self.begin(None, Slot::empty(State::Missing));
            self.shared.nameless = true;
        }
        let Some(record) = self.records.last_mut() else { return };
        let is_row = lines.iter().any(|line| line.is_row);
        match last_slot(record, field, &word).filter(|slot| !is_row || slot.cell.is_none()) {
            Some(slot) => go_on(slot, lines),
            None => put(record, field, Slot { label: word, cell: Some(wrapped::below(None, lines)), ..Slot::empty(State::Stated) }),
        }
    }

    /// Fields that other items have and this one lacks are missing, not absent.
    fn finish(mut self, records: &mut Records) {
        self.leave_groups(0);
        let Reader { records: mut found, labels, shared, weak, tables, .. } = self;
        shared.hand_out(&mut found, tables);
        found.iter_mut().for_each(|record| numbers_alone(record, tables));
        found.iter_mut().for_each(|record| weak_alone(record, &weak, tables));
        for slots in found.iter_mut().flat_map(|record| record.fields.values_mut()) {
            slots.sort_by_key(|slot| weak.contains(&slot.label));
        }
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

/// Numbers alone below a label that says how to ask or where to complain (监督投诉) are what they would be behind it.
fn numbers_alone(record: &mut Record, tables: &Tables) {
    let field = |word: &Text, slot: &Slot| {
        let field = tables.columns.label(word)?.with_numbers?;
        slot.cell.as_ref().is_some_and(|cell| is_phone(cell.text())).then_some(field)
    };
    for (word, slot) in std::mem::take(&mut record.extra) {
        match field(&word, &slot) {
            Some(field) => put(record, field, slot),
            None => record.extra.push((word, slot)),
        }
    }
}

/// What is said of the guide itself below a label that counts less (适用范围：本指南适用于…) is kept under its own word.
fn weak_alone(record: &mut Record, weak: &BTreeSet<Text>, tables: &Tables) {
    let tells_of_guide = |slot: &Slot| slot.cell.as_ref().is_some_and(|cell| tables.words.tells_of_guide(cell.text()));
    let is_of_guide = |slot: &mut Slot| weak.contains(&slot.label) && tells_of_guide(slot);
    for slots in record.fields.values_mut() {
        record.extra.extend(slots.extract_if(.., is_of_guide).map(|slot| (slot.label.clone(), slot)));
    }
    record.fields.retain(|_, slots| !slots.is_empty());
}

/// `slot` with `lines` below.
fn go_on(slot: &mut Slot, lines: &[&Line]) {
    let whole = wrapped::below(slot.cell.as_ref(), lines);
    slot.cell = Some(if slot.cell.is_none() { answered(whole) } else { whole });
    slot.state = State::Stated;
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

/// Whether `line`, a heading, is the title of a guide.
fn is_title(line: &Line, tables: &Tables) -> bool {
    line.numbering.is_none() && tables.words.is_title(line.cell.text())
}

/// How `line` is numbered, whether with the digits 1 2 3, and its number: 3、 does not go on from 二、.
fn counted(line: &Line) -> Option<(Style, bool, u32)> {
    line.numbering.as_ref().and_then(|numbering| Some((numbering.style, numbering.arabic, numbering.number?)))
}
