//! structure/sections: rows of a table that are no items: headings of the rows below them, totals, who filled it in.

use super::columns::Column;
use super::table::{Slot, TableRow};
use crate::decode::{Dialect, Row};
use crate::evidence::{Cell, State};
use crate::field::Field;
use crate::recognise::traits;
use crate::tables::Tables;

/// Whether a row is no item but a total or says who filled in the table.
pub(super) fn is_aside(filled: &[&Cell], tables: &Tables) -> bool {
    const MOST_CELLS: usize = 4;
    filled.len() <= MOST_CELLS && filled.first().is_some_and(|cell| tables.columns.is_aside(cell.text()))
}

/// Whether `cell`, alone in its row and in front of all columns, heads the rows below it: the first row of the table does, and what stands below begins
/// with a number, or the heading has one itself.
pub(super) fn is_heading(row: &Row, cell: &Cell, dialect: Dialect, below: &[Row], tables: &Tables) -> bool {
    const LONGEST: u32 = 40;
    const LEAST_CELLS: usize = 3;
    let look = traits(cell.text(), tables);
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    let is_words = !look.serial && !look.tick && !look.sentence && !look.boxed && !look.citation && look.length <= LONGEST;
    if !is_first || !is_words || dialect == Dialect::Stream || tables.words.is_note(cell.text()) || tables.words.is_title(cell.text()) {
        return false;
    }
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let numbered = crate::recognise::is_numbered(cell.text());
    let Some(next) = below.iter().find(|row| filled(row) > 0) else { return false };
    let has_number = next.cells.first().is_some_and(|cell| traits(cell.text(), tables).serial);
    has_number && filled(next) >= LEAST_CELLS || numbered && (filled(next) >= LEAST_CELLS || filled(next) == 1)
}

/// Whether `cell`, alone in its row, is a note below the table or between its rows: it says so, or stands where numbers stand and is none.
/// Other dialects have notes as paragraphs.
pub(super) fn is_note(row: &Row, cell: &Cell, columns: &[Column], dialect: Dialect, tables: &Tables) -> bool {
    let column = row.cells.iter().position(|other| !other.is_blank()).and_then(|index| columns.get(index));
    let is_no_number = column.is_some_and(|column| column.field == Field::Serial) && !traits(cell.text(), tables).serial;
    dialect == Dialect::Cells && (is_no_number || tables.words.is_note(cell.text()))
}

/// Ticks on lines of their own belong to the row above.
pub(super) fn only_ticks(cells: &[&Cell], dialect: Dialect, tables: &Tables) -> bool {
    !dialect.states_positions() && !cells.is_empty() && cells.iter().all(|cell| tables.marks.is_tick(cell.text()))
}

/// Puts headings that stand in rows of their own into a column behind all others: the level outside those that the table has. Each holds for the rows
/// below it.
pub(super) fn put(headings: &[(usize, Cell)], columns: &mut Vec<Column>, rows: &mut [TableRow]) {
    if headings.is_empty() {
        return;
    }
    let has = |field: Field, columns: &[Column]| columns.iter().any(|column| column.field == field);
    let levels = columns.iter().any(|column| column.field.depth().is_some());
    let wanted = if levels { Field::Category } else { Field::PrimaryItem };
    let field = if has(wanted, columns) { Field::Extra } else { wanted };
    columns.push(Column::new(field, "".into(), None));
    for (index, row) in rows.iter_mut().enumerate() {
        let cell = headings.iter().rev().find(|(first, _)| *first <= index).map(|(_, cell)| cell.clone());
        let state = if cell.is_some() { State::Carried } else { State::Missing };
        row.slots.push(Slot { cell, ..Slot::empty(state) });
    }
}
