//! structure/guide/group: headings of groups of services, and what is said below them of all services of the group.

use super::lines::{Line, Style};
use super::numbers::heading;
use super::{Reader, go_on, put};
use crate::evidence::State;
use crate::field::Field;
use crate::item::Kind;
use crate::ledger::Claim;
use crate::structure::table::Slot;
use crate::structure::{Record, Records};

/// A heading that holds for the items below it.
pub(super) struct Group {
    pub(super) style: Option<Style>,
    /// Its level, where the format marks it as a heading.
    pub(super) level: Option<u8>,
    pub(super) serial: Option<Slot>,
    pub(super) name: Slot,
    /// What is said of all items below it.
    said: Vec<(Field, Slot)>,
    /// Whether some item stands below it.
    is_used: bool,
}

impl Reader<'_> {
    pub(super) fn group(&mut self, line: &Line, records: &mut Records) {
        records.ledger.claim(&line.cell.at, Claim::Value);
        self.count(line);
        self.end_groups(line);
        let (serial, name) = heading(line);
        let style = line.numbering.as_ref().map(|numbering| numbering.style);
        self.groups.push(Group { style, level: line.level, serial, name, said: Vec::new(), is_used: false });
        (self.open, self.heads_group) = (None, true);
    }

    /// A group ends where the next heading of its level stands, or of its style where levels are not known.
    pub(super) fn end_groups(&mut self, line: &Line) {
        let style = line.numbering.as_ref().map(|numbering| numbering.style);
        let ends = |group: &Group| group.level.zip(line.level).map_or(group.style == style, |(group, own)| group >= own);
        let known = self.groups.iter().position(ends).unwrap_or(self.groups.len());
        self.leave_groups(known);
    }

    /// Forgets the groups from the one at `first` on. What was said of one that has no services stands with the last one above, as it would without the
    /// heading, under its own words.
    pub(super) fn leave_groups(&mut self, first: usize) {
        let left = self.groups.split_off(first);
        for (_, slot) in left.into_iter().filter(|group| !group.is_used).flat_map(|group| group.said) {
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
    pub(super) fn more_of_group(&mut self, line: &Line) -> bool {
        let Some(group) = self.groups.last_mut().filter(|_| self.heads_group) else { return false };
        match group.said.last_mut() {
            Some((_, slot)) if !line.is_row => go_on(slot, line),
            _ => group.said.push((Field::Extra, Slot { cell: Some(line.cell.clone()), ..Slot::empty(State::Stated) })),
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
        for (field, slot) in self.groups.iter_mut().flat_map(|group| &mut group.said) {
            put(&mut record, *field, slot.clone());
            slot.state = if slot.state == State::Stated { State::Carried } else { slot.state };
        }
        record.serials.extend(serial);
        record.fields.insert(self.own_level(), vec![name]);
        self.groups.iter_mut().for_each(|group| group.is_used = true);
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
