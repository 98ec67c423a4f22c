//! structure/pairs/across: tables of labels with a service in each column (事项名称 | 申领 | 挂失 | 补换).

use super::{Piece, guide, halves};
use crate::decode::{Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// The longest name of a service, in characters.
const LONGEST_NAME: usize = 30;

/// The cells of `grid` as lines of a guide, one service after the other; `None` where its columns are no services. A cell that spans all columns is
/// said of all.
pub(super) fn pieces(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> Option<Vec<Piece>> {
    let (above, names) = names(grid, columns, tables)?;
    let rows = grid.rows.get(above..)?;
    let width = rows.get(names)?.cells.len();
    let mut pieces: Vec<Piece> =
        grid.rows.iter().take(above).flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()).cloned().map(Piece::Line).collect();
    let order = || std::iter::once(names).chain((0..rows.len()).filter(|index| *index != names)).map(|index| above + index);
    let is_of_all = |row: &usize| spans_all(grid, *row);
    for column in 1..width {
        pieces.extend(order().filter(|row| !is_of_all(row)).filter_map(|row| pair(grid, row, column)));
    }
    pieces.extend(order().filter(is_of_all).filter_map(|row| of_all(grid.rows.get(row)?)));
    Some(pieces)
}

/// Whether the columns of `grid`, whose labels stand in `columns`, are services.
pub(super) fn are_services(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> bool {
    names(grid, columns, tables).is_some()
}

/// How many rows are the title of the table, and which one below it has the names of services; `None` where its columns are none.
fn names(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> Option<(usize, usize)> {
    if columns.iter().ne(&[0]) || grid.rows.iter().any(|row| !row.merged.is_empty()) {
        return None;
    }
    let is_title = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let above = usize::from(grid.rows.first().is_some_and(|row| is_title(&row)));
    let rows = grid.rows.get(above..)?;
    let names = rows.iter().position(|row| row.cells.first().is_some_and(|label| begins(label, tables)))?;
    let width = rows.get(names)?.cells.len();
    let each = rows.iter().filter(|row| filled(row).count() > 1).count();
    let is_one = width > 2
        && rows.get(names).is_some_and(|row| filled(row).count() == width - 1 && filled(row).all(|cell| is_name(cell, tables)))
        && each * 2 > rows.len()
        && !(1..width).any(|column| are_labels(rows, column, tables));
    is_one.then_some((above, names))
}

/// The cells of `row` right of its label.
fn filled(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().skip(1).filter(|cell| !cell.is_blank())
}

fn begins(label: &Cell, tables: &Tables) -> bool {
    guide::whole_label(label.text(), tables).is_some_and(|(label, _)| label.begins)
}

/// Whether `cell` may name a service: it is short, and no word for what stands below it.
fn is_name(cell: &Cell, tables: &Tables) -> bool {
    let text = cell.text();
    let is_word = || tables.columns.is_sub_header(text) || guide::whole_label(text, tables).is_some();
    text.chars().count() <= LONGEST_NAME && !text.contains(['。', '；', '：', ':']) && !is_word()
}

/// Whether the cells of `rows` in `column` are labels with their values further right, and no values: one is a known label, or all are short words of which
/// one ends as labels do. A way to reach a service (网上办理) is a value, too; so is a sentence that ends as labels do (收入低于低保标准).
fn are_labels(rows: &[Row], column: usize, tables: &Tables) -> bool {
    let cells = || rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.is_blank());
    let is_known = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some() && tables.words.way(cell.text()).is_none();
    let ends_so = |cell: &Cell| tables.columns.label_end(crate::text::trim(cell.text())).is_some();
    cells().any(is_known) || cells().all(halves::may_be_label) && cells().any(ends_so)
}

/// Whether the one value of `row` reaches over all columns.
fn spans_all(grid: &Grid, row: usize) -> bool {
    let cells = grid.rows.get(row).map(|row| row.cells.as_slice()).unwrap_or_default();
    cells.get(1).is_some_and(|cell| !cell.is_blank()) && (2..cells.len()).all(|column| grid.covered.contains(&(row, column)))
}

fn of_all(row: &Row) -> Option<Piece> {
    Some(Piece::OfAll(row.cells.first()?.clone(), row.cells.get(1)?.clone()))
}

/// The label of `row` with its value in `column`, which may reach there from a column left of it.
fn pair(grid: &Grid, row: usize, column: usize) -> Option<Piece> {
    let cells = &grid.rows.get(row)?.cells;
    let own = (1..=column).rev().find(|column| !grid.covered.contains(&(row, *column))).and_then(|column| cells.get(column));
    Some(Piece::Pair(cells.first()?.clone(), own.filter(|cell| !cell.is_blank()).cloned()))
}
