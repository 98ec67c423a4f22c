//! structure/guide/around: what lines around a table of services say of all of them: where and when they are had, and whom to ask.

use super::lines::{Line, line};
use super::{Piece, Record, Records, put, single};
use crate::evidence::State;
use crate::field::Field;
use crate::ledger::Claim;
use crate::result::Header;
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// A line with so many digits goes on with the telephone numbers above it.
const LEAST_DIGITS: usize = 7;

/// Gives the services of the only table what labelled lines around it say of all of them; the other lines come back.
pub(in crate::structure) fn read(pieces: Vec<Piece>, tables: &Tables, records: &mut Records) -> Vec<Piece> {
    if records.tables.iter().filter(|table| records.reads(table)).count() != 1 {
        return pieces;
    }
    let (pieces, by_blanks) = single(&pieces, tables);
    let lines: Vec<Line> = pieces.iter().map(|piece| line(piece, by_blanks, tables)).collect();
    let end = lines.iter().position(|line| tables.words.page_end(line.cell.text()).is_some()).unwrap_or(lines.len());
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    lines.iter().filter_map(|line| line.label.as_ref()).for_each(|label| *times.entry(&label.word).or_default() += 1);
    let is_once = |line: &Line| line.label.as_ref().is_some_and(|label| times.get(&*label.word) == Some(&1));
    let once = lines.iter().take(end).enumerate().filter(|(_, line)| is_once(line)).map(|(index, _)| index);
    let taken: BTreeSet<usize> = once.filter(|index| is_of_all(&lines, *index, records)).collect();
    for line in taken.iter().filter_map(|index| lines.get(*index)) {
        hand_out(line, records);
    }
    let rest = pieces.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    rest.map(|(_, piece)| piece.clone()).collect()
}

/// Whether the line at `index`, the only one with its label, is a label with its value that says of all services what the table says of none.
fn is_of_all(lines: &[Line], index: usize, records: &Records) -> bool {
    let Some((line, label)) = lines.get(index).and_then(|line| Some((line, line.label.as_ref()?))) else { return false };
    let field = label.meaning.field;
    let is_contact = matches!(field, Field::Addresses | Field::Hours | Field::Phones);
    let goes_on = lines
        .get(index + 1)
        .is_some_and(|below| below.label.is_none() && below.cell.text().chars().filter(char::is_ascii_digit).count() >= LEAST_DIGITS);
    let is_own_word = !records.headers.iter().any(|header| header.label == label.word);
    let says = |record: &Record| record.fields.get(&field).is_some_and(|slots| slots.iter().any(|slot| slot.state != State::Missing));
    let is_new = field == Field::Phones || !records.records.iter().any(says);
    line.role.is_none() && is_contact && label.has_value(line.cell) && !goes_on && is_own_word && is_new
}

fn hand_out(line: &Line, records: &mut Records) {
    let Some(label) = &line.label else { return };
    let (_, head) = line.cell.source(0..label.head);
    records.ledger.claim(&head, Claim::Label);
    records.ledger.claim(&line.cell.at, Claim::Value);
    let state = if records.records.len() > 1 { State::Carried } else { State::Stated };
    let cell = line.cell.sub(label.head..line.cell.text().len()).trimmed();
    let slot = Slot { label: label.word.clone(), cell: Some(cell), ..Slot::empty(state) };
    let field = label.meaning.field;
    records.headers.push(Header { field, label: label.word.clone(), group: None, at: head.first().copied() });
    records.records.iter_mut().for_each(|record| put(record, field, slot.clone()));
}
