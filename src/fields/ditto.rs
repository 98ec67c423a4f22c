//! fields/ditto: a cell that says nothing but 同上 means what the cell above it in its column says. Among laws, 同上 beside
//! others is read by the citations.

use crate::evidence::State;
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
    let mut above = BTreeMap::new();
    for record in records {
        for part in &mut record.contents {
            resolve_slot(Field::Contents, &mut part.text, &mut above, tables);
            resolve_slot(Field::Channels, &mut part.channels, &mut above, tables);
        }
        for (field, slots) in &mut record.fields {
            slots.iter_mut().for_each(|slot| resolve_slot(*field, slot, &mut above, tables));
        }
    }
}

fn slots(record: &Record) -> impl Iterator<Item = &Slot> {
    let fields = record.fields.values().flatten();
    record.contents.iter().flat_map(|part| [&part.text, &part.channels]).chain(fields)
}

fn resolve_slot(field: Field, slot: &mut Slot, above: &mut BTreeMap<Field, Slot>, tables: &Tables) {
    if !is_ditto(slot, tables) {
        above.insert(field, slot.clone());
    } else if let Some(above) = above.get(&field).filter(|above| above.cell.is_some() && above.state != State::Ambiguous) {
        *slot = Slot { state: State::Inferred, rule: Some(RULE), label: slot.label.clone(), ..above.clone() };
    }
}

fn is_ditto(slot: &Slot, tables: &Tables) -> bool {
    slot.cell.as_ref().is_some_and(|cell| tables.citations.words.is_ditto(cell.text()))
}
