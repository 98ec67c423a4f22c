//! structure/glued: where nothing stands between cells, a text may be one cell or two: what may stand in each column then.
//!
//! Recognisers cut texts of different kinds. Two plain ones side by side (a level and the item below it, a name and a sentence) are not told apart: if
//! the column beside a plain text is blank, each place at which it may be cut is a reading.

use super::columns::Column;
use super::looks::number_in_front;
use super::stream::elements::Learnt;
use super::stream::together;
use super::table::Slot;
use crate::decode::Row;
use crate::evidence::{Cell, MOST_READINGS, State};
use crate::field::Field;
use crate::recognise::is_numbered;
use crate::tables::Tables;

/// No cell is shorter, in characters.
const SHORTEST: usize = 2;
const SIGNS: [char; 7] = ['、', '；', ';', '，', ',', ' ', '\n'];

/// Leaves out the blank cell at the end of rows whose number was glued to the name behind it (3校车管理): with it the row has as many cells as others, and
/// nothing would tell that one is two. That it is a number the rows around it say.
pub(super) fn unpad(rows: &mut [Row], columns: &[Column]) {
    let number = |row: Option<&Row>| crate::text::number(crate::text::trim(row?.cells.first()?.text()));
    if columns.first().is_none_or(|column| column.field != Field::Serial) {
        return;
    }
    for index in 0..rows.len() {
        let glued = |row: &Row| {
            let first = row.cells.first()?.text();
            first.get(..number_in_front(first)?)?.parse::<u32>().ok()
        };
        let Some(own) = rows.get(index).and_then(glued) else { continue };
        let (above, below) = (index.checked_sub(1).and_then(|above| number(rows.get(above))), number(rows.get(index + 1)));
        let is_next = above.map(|above| above + 1) == Some(own) || below == Some(own + 1);
        if let Some(row) = rows.get_mut(index).filter(|row| is_next && row.cells.len() == columns.len()) {
            row.cells.pop_if(|last| last.is_blank());
        }
    }
}

/// Leaves open what the texts of a row without separators do not tell.
pub(super) fn loosen(slots: &mut [Slot], columns: &[Column], learnt: &Learnt, tables: &Tables) {
    let is_element = |text: &str| learnt.is_element(text, tables);
    for column in 0..slots.len() {
        let Some(cell) = slots.get(column).and_then(|slot| slot.cell.clone()).filter(|_| is_plain(columns, column)) else { continue };
        let is_contents = columns.get(column).is_some_and(|column| column.field == Field::Contents);
        if is_contents && is_element(without_number(cell.text())) {
            continue;
        }
        let (left, right) = (beside(slots, columns, (0..column).rev()), beside(slots, columns, column + 1..slots.len()));
        let right = right.filter(|_| !is_contents || !ends_sharply(&cell, is_element));
        let (mut own, cuts) = (vec![cell.clone()], cuts(&cell));
        if let Some(left) = left.filter(|_| !begins_sharply(&cell, is_element)) {
            let first_end = cell.text().find(SIGNS).unwrap_or(cell.text().len());
            let cuts = || cuts.iter().filter(|at| **at < first_end);
            own.extend(cuts().map(|at| cell.sub(*at..cell.text().len())));
            open(slots, left, cuts().map(|at| cell.sub(0..*at)), true);
        }
        if let Some(right) = right {
            let last_start = cell.text().rfind(SIGNS).unwrap_or(0);
            let cuts = || cuts.iter().filter(|at| **at > last_start);
            own.extend(cuts().map(|at| cell.sub(0..*at)));
            open(slots, right, cuts().map(|at| cell.sub(*at..cell.text().len())), true);
        }
        if own.len() > 1 {
            if let Some(slot) = slots.get_mut(column) {
                slot.cell = None;
            }
            open(slots, column, own.into_iter(), false);
        }
    }
}

/// Whether nothing but its place tells what stands in `column`.
fn is_plain(columns: &[Column], column: usize) -> bool {
    columns.get(column).is_some_and(|column| column.is_name() || matches!(column.field, Field::Contents | Field::Publisher | Field::Extra))
}

/// The nearest plain column on one side, if it and all between are blank.
fn beside(slots: &[Slot], columns: &[Column], mut side: impl Iterator<Item = usize>) -> Option<usize> {
    let is_blank = |column: usize| {
        let has_room = columns.get(column).is_some_and(|column| !column.is_mark() && column.field != Field::Serial);
        has_room && slots.get(column).is_some_and(|slot| slot.cell.is_none() && slot.readings.is_empty())
    };
    let found = side.find(|column| !is_blank(*column) || is_plain(columns, *column))?;
    is_blank(found).then_some(found)
}

/// Where `cell` may be cut.
fn cuts(cell: &Cell) -> Vec<usize> {
    let text = cell.text();
    let length = text.chars().count();
    let inside = text.char_indices().enumerate().filter(|(index, _)| (SHORTEST..=length.saturating_sub(SHORTEST)).contains(index));
    inside.map(|(_, (at, _))| at).take(MOST_READINGS).collect()
}

/// Whether a name cannot stand in front of what `cell` begins with: the number of a list, a known element.
fn begins_sharply(cell: &Cell, is_element: impl Fn(&str) -> bool) -> bool {
    let first = cell.text().split(SIGNS).next().unwrap_or_default();
    is_numbered(first) || first.len() < cell.text().len() && is_element(first)
}

/// Whether nothing can stand behind what `cell` ends with: a known element, alone in the last entry of a list.
fn ends_sharply(cell: &Cell, is_element: impl Fn(&str) -> bool) -> bool {
    let last = cell.text().rsplit(SIGNS).next().unwrap_or_default();
    let bare = without_number(last);
    bare.len() < cell.text().len() && is_element(bare)
}

/// An entry of a list without its number.
fn without_number(entry: &str) -> &str {
    together::list_number(entry, 0).and_then(|(_, end)| entry.get(end..)).unwrap_or(entry)
}

/// One of `readings` stands in `column`, or nothing (`may_be_blank`): what is merged with it further up.
fn open(slots: &mut [Slot], column: usize, readings: impl Iterator<Item = Cell>, may_be_blank: bool) {
    if let Some(slot) = slots.get_mut(column) {
        *slot = Slot { readings: readings.take(MOST_READINGS).collect(), may_be_blank, ..Slot::empty(State::Ambiguous) };
    }
}
