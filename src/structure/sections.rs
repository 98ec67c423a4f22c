//! structure/sections: rows of a table that are no items: headings of the rows below them, totals, who filled it in.

use super::columns::Column;
use super::table::{Slot, TableRow};
use crate::decode::{Dialect, Row};
use crate::evidence::{Cell, State};
use crate::field::Field;
use crate::recognise::traits;
use crate::tables::Tables;
use std::sync::Arc;

/// A row whose merged cell was written into every column, as some converters do, with that cell once, and its other copies.
pub(super) fn said_once<'r>(row: &'r Row, tables: &Tables) -> Option<(Row, Vec<&'r Cell>)> {
    const LEAST_CELLS: usize = 3;
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let first = filled.next()?;
    let copies: Vec<&Cell> = filled.collect();
    let look = traits(first.text(), tables);
    let is_sign =
        look.serial || look.tick || look.length < 2 || tables.marks.is_no(first.text()) || tables.words.is_blank_sign(first.text());
    if is_sign || copies.len() + 1 < LEAST_CELLS || copies.iter().any(|copy| copy.text() != first.text()) {
        return None;
    }
    let mut once = row.clone();
    let others = once.cells.iter_mut().filter(|cell| !cell.is_blank()).skip(1);
    others.for_each(|cell| cell.passage = Arc::new(cell.passage.without(|_| true)));
    Some((once, copies))
}

/// Whether a row is no item but a total, with its counts perhaps, a note, the numbers of the columns, or says who filled in the table.
pub(super) fn is_aside(filled: &[&Cell], tables: &Tables) -> bool {
    const MOST_CELLS: usize = 4;
    let Some((first, others)) = filled.split_first() else { return false };
    let is_aside = |cell: &&Cell| tables.columns.is_aside(cell.text());
    if is_aside(first) {
        return others.len() < MOST_CELLS || others.iter().all(|cell| tables.columns.is_count(cell.text())) || others.iter().any(is_aside);
    }
    others.len() == 1 && tables.words.is_note_label(first.text()) || are_column_numbers(filled)
}

/// Whether cells count the columns: 1, 2, 3 and so on.
fn are_column_numbers(filled: &[&Cell]) -> bool {
    const LEAST_COLUMNS: usize = 5;
    let count = |(index, cell): (usize, &&Cell)| crate::text::number(cell.text()) == u32::try_from(index + 1).ok();
    filled.len() >= LEAST_COLUMNS && filled.iter().enumerate().all(count)
}

/// Whether a row is the number of a page: a line as those have, or a number that alone in its row stands between two that follow each other.
pub(super) fn is_page_number(row: &Row, cell: &Cell, above: Option<&Row>, below: &[Row], tables: &Tables) -> bool {
    let number = |row: &Row| row.cells.first().and_then(|cell| crate::text::number(cell.text()));
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    let follow_each_other = || {
        let (Some(above), Some(next)) = (above.and_then(number), below.first().and_then(number)) else { return false };
        above + 1 == next && number(row).is_some()
    };
    tables.words.is_page_line(cell.text()) || is_first && follow_each_other()
}

/// Whether `cell`, alone in its row and in front of all columns, heads the rows below it: the first row of the table does, and what stands below begins
/// with a number, or the heading has one itself.
pub(super) fn is_heading(row: &Row, cell: &Cell, dialect: Dialect, below: &[Row], tables: &Tables) -> bool {
    const LONGEST: u32 = 40;
    const LEAST_CELLS: usize = 3;
    let look = traits(cell.text(), tables);
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    let cites = look.citation && (look.has_title || !has_chinese_number(cell.text()));
    let is_words = !look.serial && !look.tick && !look.sentence && !look.boxed && !cites && look.length <= LONGEST;
    if !is_first || !is_words || dialect == Dialect::Stream || tables.words.is_note(cell.text()) || tables.words.is_title(cell.text()) {
        return false;
    }
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let numbered = crate::recognise::is_numbered(cell.text());
    let Some(next) = below.iter().find(|row| filled(row) > 0) else { return false };
    let has_number = next.cells.first().is_some_and(|cell| traits(cell.text(), tables).serial);
    has_number && filled(next) >= LEAST_CELLS || numbered && (filled(next) >= LEAST_CELLS || filled(next) == 1)
}

/// Whether `cell`, alone in its row behind its `number`, heads the rows below it: the next one has that number with one more behind it (1 above 1.1), and
/// more than a name.
pub(super) fn is_numbered_heading(row: &Row, number: &Cell, cell: &Cell, below: &[Row], tables: &Tables) -> bool {
    const LEAST_CELLS: usize = 4;
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let Some(next) = below.iter().find(|row| filled(row) > 0) else { return false };
    let own = crate::text::trim(number.text());
    let within = next.cells.first().and_then(|cell| crate::text::trim(cell.text()).strip_prefix(own));
    let is_within = within.and_then(|rest| rest.strip_prefix(['.', '．', '-'])).is_some_and(|rest| crate::text::number(rest).is_some());
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank()) && crate::text::number(own).is_some();
    let look = traits(cell.text(), tables);
    let is_words = !look.serial && !look.tick && !look.sentence && !look.boxed && !look.citation;
    is_first && is_within && is_words && filled(next) >= LEAST_CELLS
}

/// Whether `text` begins with a Chinese numeral and the mark of a list, as headings do (二、公共服务类).
pub(super) fn has_chinese_number(text: &str) -> bool {
    let number = text.split_once('、').map(|(number, _)| number).filter(|number| !number.contains(|c: char| c.is_ascii_digit()));
    number.is_some_and(|number| crate::text::number(number).is_some())
}

/// Whether `cell`, alone in its row, is a note below the table or between its rows: it says so where no contents stand, or as the last row; or stands in
/// a table of cells where numbers stand and is none. `below` are the rows that follow it.
pub(super) fn is_note(row: &Row, cell: &Cell, columns: &[Column], dialect: Dialect, below: &[Row], tables: &Tables) -> bool {
    let column = row.cells.iter().position(|other| !other.is_blank()).and_then(|index| columns.get(index));
    let is_no_number = column.is_some_and(|column| column.field == Field::Serial) && !traits(cell.text(), tables).serial;
    let may_be_contents = dialect != Dialect::Cells && column.is_some_and(|column| column.field == Field::Contents);
    let is_last = below.iter().all(|row| row.cells.iter().all(Cell::is_blank));
    let says_so = tables.words.is_note(cell.text()) && (!may_be_contents || is_last);
    says_so || dialect == Dialect::Cells && is_no_number
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
