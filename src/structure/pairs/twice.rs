//! structure/pairs/twice: tables of labels of services side by side, each in its own half with labels of its own (事项名称 | 首次申领 | 事项名称 | 遗失补领).

use super::stacked::{folded, may_be_name};
use super::{Piece, guide};
use crate::decode::{Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// The columns of a label and its value.
const WIDTH: usize = 2;

/// The cells of `grid`, whose labels stand in `columns`, as lines of a guide, one service after the other; `None` where its halves are no services: each
/// half begins with a name, and most rows have the same label in all of them. A value that reaches over all halves is said of all.
pub(super) fn pieces(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> Option<Vec<Piece>> {
    let width = grid.rows.iter().map(|row| row.cells.len()).max()?;
    let starts: Vec<usize> = (0..width).step_by(WIDTH).collect();
    if starts.len() < 2 || width % WIDTH != 0 || !columns.iter().eq(&starts) || grid.rows.iter().any(|row| !row.merged.is_empty()) {
        return None;
    }
    let is_title = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let above = usize::from(grid.rows.first().is_some_and(is_title));
    let rows: Vec<usize> = (above..grid.rows.len()).collect();
    let names: Vec<usize> = rows.iter().copied().filter(|row| are_names(grid, *row, &starts, tables)).collect();
    if names.first() != Some(&above) || !are_alike(grid, &rows, &starts) || !are_apart(grid, &rows, &names, tables) {
        return None;
    }
    let mut pieces: Vec<Piece> =
        grid.rows.iter().take(above).flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()).cloned().map(Piece::Line).collect();
    let ends = names.iter().skip(1).copied().chain([grid.rows.len()]);
    for (first, end) in names.iter().copied().zip(ends) {
        for start in &starts {
            pieces.extend((first..end).filter_map(|row| pair(grid, row, *start, names.len() > 1)));
        }
    }
    let of_all = |row: usize| Some(Piece::OfAll(cell(grid, row, 0)?.clone(), spanning(grid, row)?.clone()));
    pieces.extend(rows.iter().filter(|_| names.len() == 1).filter_map(|row| of_all(*row)));
    Some(pieces)
}

/// The cell of `grid` in `row` and `column`, if it says something.
fn cell(grid: &Grid, row: usize, column: usize) -> Option<&Cell> {
    grid.rows.get(row)?.cells.get(column).filter(|cell| !cell.is_blank())
}

/// Whether the row has a label of names in each of the columns `starts`, with a name right of it.
fn are_names(grid: &Grid, row: usize, starts: &[usize], tables: &Tables) -> bool {
    let begins = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.begins);
    let is_name = |cell: &Cell| may_be_name(cell.text()) && guide::whole_label(cell.text(), tables).is_none();
    starts.iter().all(|start| cell(grid, row, *start).is_some_and(begins) && cell(grid, row, start + 1).is_some_and(is_name))
}

/// Whether most of `rows` have the same label in all of the columns `starts`, or one value for all of them.
fn are_alike(grid: &Grid, rows: &[usize], starts: &[usize]) -> bool {
    let words = |row: usize| starts.iter().filter_map(|start| cell(grid, row, *start)).map(|cell| folded(cell.text())).collect::<Vec<_>>();
    let is_same = |row: &&usize| {
        let words = words(**row);
        words.len() == starts.len() && words.iter().all(|word| words.first() == Some(word)) || spanning(grid, **row).is_some()
    };
    let same = rows.iter().filter(is_same).count();
    2 * same > rows.len() && rows.len() > 1
}

/// Whether no row but those of `names` has a label of names.
fn are_apart(grid: &Grid, rows: &[usize], names: &[usize], tables: &Tables) -> bool {
    let begins = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.begins);
    let cells = |row: &usize| grid.rows.get(*row).map(|row| row.cells.as_slice()).unwrap_or_default();
    rows.iter().filter(|row| !names.contains(row)).all(|row| !cells(row).iter().step_by(WIDTH).any(begins))
}

/// The value of the row that reaches over all halves, behind its label.
fn spanning(grid: &Grid, row: usize) -> Option<&Cell> {
    let width = grid.rows.get(row)?.cells.len();
    cell(grid, row, 1).filter(|_| width > WIDTH && (WIDTH..width).all(|column| grid.covered.contains(&(row, column))))
}

/// The label of the row in the half at `start` with its value. `with_all`: what reaches over all halves, too.
fn pair(grid: &Grid, row: usize, start: usize, with_all: bool) -> Option<Piece> {
    if let Some(value) = spanning(grid, row) {
        return Some(Piece::Pair(cell(grid, row, 0)?.clone(), Some(value.clone()))).filter(|_| with_all);
    }
    Some(Piece::Pair(cell(grid, row, start)?.clone(), cell(grid, row, start + 1).cloned()))
}
