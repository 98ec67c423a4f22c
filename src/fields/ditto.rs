//! fields/ditto: a cell that says nothing but 同上 means what the cell above it in its column says, 同序号1 what the row of that number says. 同上 in
//! front of laws of its own means those of the cell above; elsewhere among laws it is read by the citations.

use crate::evidence::{At, Cell, State, Text};
use crate::field::Field;
use crate::structure::Record;
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::collections::BTreeMap;

/// The rule by which they are inferred.
pub(super) const RULE: &str = "ditto";

/// Puts the cell meant in place of each 同上. One below a blank cell, or below one that is not sure, stays as it is.
pub(super) fn resolve(records: &mut [Record], tables: &Tables) {
    if !records.iter().any(|record| slots(record).any(|slot| says_ditto(slot, tables))) {
        return;
    }
    let mut above = Above::default();
    for record in records {
        above.serial = record.serials.last().and_then(|slot| crate::text::number(crate::text::trim(slot.cell.as_ref()?.text())));
        for part in &mut record.contents {
            above.resolve(Field::Contents, &mut part.text, tables);
            above.resolve(Field::Channels, &mut part.channels, tables);
        }
        for (header, slot) in &mut record.extra {
            let own = std::mem::replace(&mut slot.label, header.clone());
            above.resolve(Field::Extra, slot, tables);
            slot.label = own;
        }
        for (field, slots) in &mut record.fields {
            *slots = std::mem::take(slots).into_iter().flat_map(|slot| above.read(*field, slot, tables)).collect();
            above.only.insert(*field, if let [only] = slots.as_slice() { Some(only.clone()) } else { None });
        }
    }
}

/// What stands above in each column, or behind each label of a guide: one slot, or several where 同上 stood among laws.
#[derive(Default)]
struct Above {
    by_label: BTreeMap<(Field, Text), Vec<Slot>>,
    /// The same by the number of the record; nothing where two have it.
    by_serial: BTreeMap<(u32, Field, Text), Vec<Slot>>,
    /// The only value of the field that the record above has, whatever its label.
    only: BTreeMap<Field, Option<Slot>>,
    /// The number of the record at hand.
    serial: Option<u32>,
}

fn slots(record: &Record) -> impl Iterator<Item = &Slot> {
    let fields = record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot));
    record.contents.iter().flat_map(|part| [&part.text, &part.channels]).chain(fields)
}

impl Above {
    fn resolve(&mut self, field: Field, slot: &mut Slot, tables: &Tables) {
        if let [only] = self.read(field, slot.clone(), tables).as_slice() {
            *slot = only.clone();
        }
    }

    /// `slot`, or the slots that it stands for, and those of its own. 同上 behind 咨询电话 means the one above, not the 监督电话 that stands nearer.
    fn read(&mut self, field: Field, slot: Slot, tables: &Tables) -> Vec<Slot> {
        let key = (field, slot.label.clone());
        let text = slot.cell.as_ref().map_or("", |cell| cell.text());
        let words = &tables.citations.words;
        let own = if field == Field::LegalBasis { words.leading_ditto(text).map(|from| from..text.len()) } else { None };
        let meant = if let Some(number) = words.ditto_of_row(text) {
            self.by_serial.get(&(number, key.0, key.1.clone())).cloned()
        } else if words.is_ditto(text) || own.is_some() {
            self.above(&key)
        } else {
            None
        };
        let is_sure = |slots: &Vec<Slot>| {
            let is_one = |slot: &Slot| slot.cell.is_some() && slot.state != State::Ambiguous && !says_ditto(slot, tables);
            !slots.is_empty() && slots.iter().all(is_one)
        };
        let read = match meant.filter(is_sure) {
            Some(meant) => {
                let own = own.and_then(|own| Some(Slot { cell: Some(slot.cell.as_ref()?.sub(own).trimmed()), ..slot.clone() }));
                meant.iter().map(|meant| repeated(meant, &slot)).chain(own).collect()
            }
            None => vec![slot],
        };
        if let Some(serial) = self.serial {
            let same = self.by_serial.entry((serial, field, key.1.clone()));
            same.and_modify(Vec::clear).or_insert_with(|| read.clone());
        }
        if !read.iter().any(|slot| slot.cell.as_ref().is_some_and(|cell| words.is_ditto(cell.text()))) {
            self.by_label.insert(key, read.clone());
        }
        read
    }

    fn above(&self, key: &(Field, Text)) -> Option<Vec<Slot>> {
        let only = || self.only.get(&key.0).and_then(Option::as_ref).map(|only| vec![only.clone()]);
        self.by_label.get(key).cloned().or_else(only)
    }
}

/// `meant` in place of `slot`. Of an item of several rows, that is the cell in the last of them.
fn repeated(meant: &Slot, slot: &Slot) -> Slot {
    let cell = meant.cell.as_ref().map(|cell| last_row(cell).unwrap_or_else(|| cell.clone()));
    Slot { state: State::Inferred, rule: Some(RULE), label: slot.label.clone(), cell, ..meant.clone() }
}

/// The lines of `cell` that stand in the last row of a table; `None` where all do, or where places tell no rows.
fn last_row(cell: &Cell) -> Option<Cell> {
    let row = |at: &At| match at {
        At::Text { .. } => None,
        At::Sheet { row, .. } | At::Table { row, .. } => Some(*row),
    };
    let last = cell.at.last().and_then(row)?;
    let lines = cell.at.iter().rev().take_while(|at| row(at) == Some(last)).count();
    let text = cell.text();
    if lines == cell.at.len() || text.split('\n').count() != cell.at.len() {
        return None;
    }
    let start = text.rmatch_indices('\n').nth(lines - 1).map(|(at, _)| at + 1)?;
    Some(cell.sub(start..text.len()).trimmed())
}

/// Whether a 同上 of any kind stands in `slot`.
fn says_ditto(slot: &Slot, tables: &Tables) -> bool {
    let words = &tables.citations.words;
    let says = |text: &str| words.is_ditto(text) || words.ditto_of_row(text).is_some() || words.leading_ditto(text).is_some();
    slot.cell.as_ref().is_some_and(|cell| says(cell.text()))
}
