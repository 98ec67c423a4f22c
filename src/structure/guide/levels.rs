//! structure/guide/levels: names of services and of their parts (主项名称, below it 子项名称): the name of a part goes with the service above it, which it
//! begins no second time, but where that has several parts, or says of itself what is said of the part, too.

use super::lines::Line;
use super::{Reader, begins, put};
use crate::evidence::{Cell, State, Text};
use crate::field::Field;
use crate::ledger::{Claim, Reason};
use crate::structure::Records;
use crate::structure::placed::BLANK_SIGN;
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// Says of the labels of parts which of them begin no service: they are the first ones below a name, and no label stands above and below them; or they
/// say in a word that there is no part. Of a part that stands below no name nothing tells that it is one.
pub(super) fn settle(lines: &mut [Line], tables: &Tables) {
    let named: Vec<usize> = (0..lines.len()).filter(|index| begins(lines, *index)).collect();
    let ends = named.iter().skip(1).copied().chain([lines.len()]);
    let mut above: Option<usize> = None;
    let mut is_first = false;
    for (index, end) in named.iter().copied().zip(ends) {
        let Some(label) = lines.get(index).and_then(|line| line.label.as_ref()) else { continue };
        if !label.meaning.inner {
            (above, is_first) = (Some(index), true);
            continue;
        }
        let is_none = lines.get(index).is_some_and(|line| value(line).is_none_or(|value| says_nothing(&value, tables)));
        let goes_on = above.is_some_and(|above| is_first && words(lines, above, index).is_disjoint(&words(lines, index, end)));
        let Some(label) = lines.get_mut(index).and_then(|line| line.label.as_mut()) else { continue };
        label.meaning.begins = !is_none && !goes_on;
        label.meaning.inner = above.is_some() || is_none;
        is_first &= is_none;
    }
}

/// The labels between the lines `start` and `end`.
fn words(lines: &[Line], start: usize, end: usize) -> BTreeSet<Text> {
    lines.iter().take(end).skip(start + 1).filter_map(|line| line.label.as_ref()).map(|label| label.word.clone()).collect()
}

/// What stands behind the label of `line`.
fn value(line: &Line) -> Option<Cell> {
    let head = line.label.as_ref()?.head;
    Some(line.cell.sub(head..line.cell.text().len()).trimmed()).filter(|value| !value.is_blank())
}

fn says_nothing(value: &Cell, tables: &Tables) -> bool {
    tables.citations.words.says_nothing(value.text())
}

/// The level of the parts of services that are named at `level`.
fn below(level: Field) -> Field {
    match level {
        Field::PrimaryItem => Field::SecondaryItem,
        Field::SecondaryItem => Field::TertiaryItem,
        _ => Field::Extra,
    }
}

impl Reader<'_> {
    /// Reads the label of a part that begins no service: its name is a level of the service at hand. A word that there is none is left out.
    pub(super) fn level(&mut self, slot: Slot, records: &mut Records) {
        let field = below(self.own_level());
        let slot = match &slot.cell {
            Some(cell) if says_nothing(cell, self.tables) => {
                records.ledger.claim(&cell.at, Claim::LeftOut(Reason::BlankSign));
                Slot { label: slot.label, rule: Some(BLANK_SIGN), ..Slot::empty(State::Missing) }
            }
            _ => slot,
        };
        self.open = Some((field, slot.label.clone()));
        if self.records.is_empty() {
            self.begin(None, Slot::empty(State::Missing));
            self.shared.nameless = true;
        }
        if let Some(record) = self.records.last_mut() {
            put(record, field, slot);
        }
    }

    /// Begins a service that is a further part of the one above, with `name`: the name of that one is carried to it. The field of its name comes back.
    pub(super) fn begin_part(&mut self, serial: Option<Slot>, name: Slot) -> Field {
        let own = self.own_level();
        let above = self.records.last().and_then(|record| record.fields.get(&own)?.first().cloned());
        let part = below(own);
        self.begin(serial, name.clone());
        let Some((record, above)) = self.records.last_mut().zip(above).filter(|_| part != Field::Extra) else { return own };
        record.fields.insert(own, vec![Slot { state: State::Carried, ..above }]);
        record.fields.insert(part, vec![name]);
        part
    }
}
