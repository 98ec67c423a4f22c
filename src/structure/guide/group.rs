//! structure/guide/group: headings of groups of services, and what is said below them of all services of the group.

use super::lines::{Line, Style};
use super::numbers::heading;
use super::{Reader, counted, go_on, put, wrapped};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::item::Kind;
use crate::ledger::Claim;
use crate::structure::table::Slot;
use crate::structure::{Record, Records};
use crate::tables::Tables;

/// A heading that holds for the items below it.
pub(super) struct Group {
    pub(super) style: Option<Style>,
    /// How it is numbered, and whether with the digits 1 2 3.
    pub(super) numbers: Option<(Style, bool)>,
    /// Its level, where the format marks it as a heading.
    pub(super) level: Option<u8>,
    pub(super) serial: Option<Slot>,
    pub(super) name: Slot,
    /// What is said of all items below it.
    said: Vec<(Field, Slot)>,
    /// The first service below it.
    first: Option<usize>,
}

impl Reader<'_> {
    pub(super) fn group(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        self.count(line);
        self.end_groups(line);
        let (serial, name) = heading(line);
        let style = line.numbering.as_ref().map(|numbering| numbering.style);
        let numbers = counted(line).map(|(style, arabic, _)| (style, arabic));
        self.groups.push(Group { style, numbers, level: line.level, serial, name, said: Vec::new(), first: None });
        (self.open, self.heads_group) = (None, true);
    }

    /// A group ends where the next heading of its level stands, or of its style where levels are not known.
    pub(super) fn end_groups(&mut self, line: &Line) {
        let style = line.numbering.as_ref().map(|numbering| numbering.style);
        let ends = |group: &Group| group.level.zip(line.level).map_or(group.style == style, |(group, own)| group >= own);
        let known = self.groups.iter().position(ends).unwrap_or(self.groups.len());
        self.leave_groups(known);
    }

    /// Forgets the groups from the one at `first` on, and gives their services what is said of all of them. What was said of one that has no services stands
    /// with the last one above, as it would without the heading, under its own words.
    pub(super) fn leave_groups(&mut self, first: usize) {
        for group in self.groups.split_off(first).into_iter().rev() {
            let Some(services) = group.first else {
                self.keep_with_last(group.said);
                continue;
            };
            let services = self.records.get_mut(services..).unwrap_or_default();
            hand_out(group.said, services, self.tables);
        }
    }

    fn keep_with_last(&mut self, said: Vec<(Field, Slot)>) {
        for (_, slot) in said {
            if self.records.is_empty() {
                self.begin(None, Slot::empty(State::Missing));
            }
            self.records.last_mut().into_iter().for_each(|record| put(record, Field::Extra, slot.clone()));
        }
    }

    /// Keeps `slot` for the services of the group whose heading stands right above; `false` where none does.
    pub(super) fn say_of_group(&mut self, field: Field, slot: &Slot) -> bool {
        let Some(group) = self.groups.last_mut().filter(|_| self.heads_group) else { return false };
        group.said.push((field, slot.clone()));
        true
    }

    /// Goes on with what is said of the group whose heading stands right above; `false` where none does.
    pub(super) fn more_of_group(&mut self, lines: &[&Line]) -> bool {
        let Some(group) = self.groups.last_mut().filter(|_| self.heads_group) else { return false };
        match group.said.last_mut() {
            Some((_, slot)) if !lines.iter().any(|line| line.is_row) => go_on(slot, lines),
            _ => group.said.push((Field::Extra, Slot { cell: Some(wrapped::below(None, lines)), ..Slot::empty(State::Stated) })),
        }
        true
    }

    /// Opens a record below the headings of groups at hand, which are carried to the next one.
    pub(super) fn begin(&mut self, serial: Option<Slot>, name: Slot) {
        let mut record = Record::new(Kind::Guide);
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
        record.fields.insert(self.own_level(), vec![name]);
        let own = self.records.len();
        self.groups.iter_mut().for_each(|group| group.first = group.first.or(Some(own)));
        self.heads_group = false;
        self.records.push(record);
        (self.open, self.first_label) = (None, None);
        self.shared.end();
    }

    /// The level that names the items below the headings at hand.
    pub(super) fn own_level(&self) -> Field {
        match self.groups.len() {
            0 => Field::PrimaryItem,
            1 | 2 => Field::SecondaryItem,
            _ => Field::TertiaryItem,
        }
    }
}

/// Gives each of the services of a group what is said of all of them, where the service does not say it of itself: that holds for it alone.
fn hand_out(said: Vec<(Field, Slot)>, services: &mut [Record], tables: &Tables) {
    let is_only = services.len() < 2;
    let own: Vec<Vec<bool>> =
        services.iter().map(|service| said.iter().map(|(field, slot)| says(service, *field, slot, tables)).collect()).collect();
    let mut extra: Vec<Vec<(Text, Slot)>> = vec![Vec::new(); services.len()];
    for (at, (field, slot)) in said.into_iter().enumerate() {
        let state = if is_only || slot.state != State::Stated { slot.state } else { State::Carried };
        let slot = Slot { state, ..slot };
        let takes = |index: usize| own.get(index).and_then(|own| own.get(at)) == Some(&false);
        // What every service says otherwise is kept all the same.
        let is_taken = (0..services.len()).any(takes);
        for (index, (service, extra)) in services.iter_mut().zip(&mut extra).enumerate() {
            match field {
                _ if !is_taken && index == 0 => extra.push((slot.label.clone(), slot.clone())),
                _ if !takes(index) => {}
                Field::Extra => extra.push((slot.label.clone(), slot.clone())),
                field => {
                    // A label without value says nothing.
                    service.fields.entry(field).or_default().retain(|own| own.state != State::Missing);
                    put(service, field, slot.clone());
                }
            }
        }
    }
    for (service, extra) in services.iter_mut().zip(extra) {
        service.extra.splice(0..0, extra);
    }
}

/// Whether `service` says itself what `slot` says of `field`: by the same label, or by another one of the same meaning.
pub(super) fn says(service: &Record, field: Field, slot: &Slot, tables: &Tables) -> bool {
    let is_said = |own: &Slot| own.state != State::Missing;
    let by_word = |own: &Slot| is_said(own) && own.label == slot.label;
    match field {
        Field::Extra => !slot.label.is_empty() && service.extra.iter().any(|(_, own)| by_word(own)),
        Field::Contents => service.contents.iter().any(|part| is_said(&part.text)),
        field => {
            let says = |own: &Slot| by_word(own) || is_said(own) && means_the_same(field, &own.label, &slot.label, tables);
            let is_half = |(label, own): &(Text, Slot)| is_said(own) && names(label, field, tables);
            service.fields.get(&field).into_iter().flatten().any(says) || service.extra.iter().any(is_half)
        }
    }
}

/// Whether `label` is two labels in one, one of them of `field` (办公地点和时间).
fn names(label: &str, field: Field, tables: &Tables) -> bool {
    let is_own = |word: &str| tables.columns.label(word).is_some_and(|label| label.field == field);
    let between = label.char_indices().filter(|(_, c)| matches!(c, '、' | '及' | '和' | '与' | '/'));
    let mut halves = between.filter_map(|(at, c)| Some((label.get(..at)?, label.get(at + c.len_utf8()..)?)));
    halves
        .any(|(one, other)| tables.columns.label(one).is_some() && tables.columns.label(other).is_some() && (is_own(one) || is_own(other)))
}

/// Whether two labels of `field` ask for the same thing: not a legal limit and a promised one, nor a phone to ask and one to complain.
fn means_the_same(field: Field, own: &str, other: &str, tables: &Tables) -> bool {
    match field {
        // A second office, law or note stands beside the first one.
        Field::Publisher | Field::LegalBasis | Field::Notes => false,
        Field::Phones => tables.words.tells_phone_purpose(own) == tables.words.tells_phone_purpose(other),
        Field::TimeLimits => tables.deadlines.is_legal(own) == tables.deadlines.is_legal(other),
        _ => true,
    }
}
