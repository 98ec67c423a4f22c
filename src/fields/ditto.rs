//! fields/ditto: a cell that says nothing but 同上 means what the cell above it in its column says. Among laws, 同上 beside
//! others is read by the citations.

use crate::evidence::{State, Text};
use crate::field::Field;
use crate::structure::Record;
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::collections::BTreeMap;

/// The rule by which they are inferred.
pub(super) const RULE: &str = "ditto";

/// Puts the cell above in place of each 同上. One below a blank cell, or below one that is not sure, stays as it is.
pub(super) fn resolve(records: &mut [Record], tables: &Tables) {
    if !records.iter().any(|record| slots(record).any(|slot| is_ditto(slot, tables))) {
        return;
    }
    let mut above = Above::default();
    for record in records {
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
            slots.iter_mut().for_each(|slot| above.resolve(*field, slot, tables));
            above.only.insert(*field, if let [only] = slots.as_slice() { Some(only.clone()) } else { None });
        }
    }
}

/// What stands above in each column, or behind each label of a guide.
#[derive(Default)]
struct Above {
    by_label: BTreeMap<(Field, Text), Slot>,
    /// The only value of the field that the record above has, whatever its label.
    only: BTreeMap<Field, Option<Slot>>,
}

fn slots(record: &Record) -> impl Iterator<Item = &Slot> {
    let fields = record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot));
    record.contents.iter().flat_map(|part| [&part.text, &part.channels]).chain(fields)
}

impl Above {
    /// 同上 behind 咨询电话 means the one above, not the 监督电话 that stands nearer.
    fn resolve(&mut self, field: Field, slot: &mut Slot, tables: &Tables) {
        let key = (field, slot.label.clone());
        if !is_ditto(slot, tables) {
            self.by_label.insert(key, slot.clone());
            return;
        }
        let only = || self.only.get(&field).and_then(Option::as_ref);
        let above = self.by_label.get(&key).or_else(only).filter(|above| above.cell.is_some() && above.state != State::Ambiguous);
        if let Some(above) = above {
            *slot = Slot { state: State::Inferred, rule: Some(RULE), label: slot.label.clone(), ..above.clone() };
        }
    }
}

fn is_ditto(slot: &Slot, tables: &Tables) -> bool {
    slot.cell.as_ref().is_some_and(|cell| tables.citations.words.is_ditto(cell.text()))
}
