//! structure/pairs/left: cells at the left of a table of labels that are no labels: the names of services left of their labels, and values over the whole
//! width of the table below their labels.

use super::{Piece, guide, is_merged, may_be_label};
use crate::decode::{Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// So many names show that services stand at the left.
const LEAST: usize = 2;

/// The rows with whose first cell a service begins: it spans the labels right of it, and the first of these is the same for all services.
pub(super) fn names(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> BTreeSet<usize> {
    let Some(first) = columns.first().copied().filter(|first| *first > 0) else { return BTreeSet::new() };
    let is_name = |index: &usize| {
        let row = |index: usize| grid.rows.get(index);
        let spans = row(*index + 1).is_some_and(|below| is_merged(below, 0));
        let names = |row: &Row| row.cells.first().is_some_and(|cell| !cell.is_blank() && guide::whole_label(cell.text(), tables).is_none());
        spans && row(*index).is_some_and(|row| names(row) && !is_merged(row, 0))
    };
    let found: BTreeSet<usize> = (0..grid.rows.len()).filter(is_name).collect();
    let label = |index: &usize| grid.rows.get(*index).and_then(|row| row.cells.get(first)).map(|cell| crate::text::fold(cell.text()));
    let labels: BTreeSet<Option<String>> = found.iter().map(label).collect();
    let is_below = |index: usize| grid.rows.get(index).is_some_and(|row| is_merged(row, 0));
    let start = found.first().copied().unwrap_or(0);
    let cover = (start..grid.rows.len()).all(|index| found.contains(&index) || is_below(index));
    if found.len() >= LEAST && labels.len() == 1 && cover { found } else { BTreeSet::new() }
}

/// Makes the name of a service, a cell without label among `pieces` from the one at `own` on, a line of its own.
pub(super) fn as_heading(pieces: &mut [Piece], own: usize) {
    if let Some(Piece::Aside(cell)) = pieces.get(own) {
        let line = Piece::Line(cell.clone());
        pieces.get_mut(own).into_iter().for_each(|piece| *piece = line.clone());
    }
}

/// Whether the cell of `row` in `column`, right beside the label in `label` and with nothing right of it, is the value of that label, though labels of other
/// rows stand in its column: 申请条件 | 年满80周岁 below 基本信息 | 事项名称 | ….
pub(super) fn is_value_beside(row: &Row, label: usize, column: usize, tables: &Tables) -> bool {
    let known = |column: usize| row.cells.get(column).and_then(|cell| guide::whole_label(cell.text(), tables));
    let is_last = row.cells.iter().skip(column + 1).all(Cell::is_blank);
    column == label + 1 && is_last && known(column).is_none() && known(label).is_some_and(|(label, _)| !label.part)
}

/// Whether the row at `index` of `grid` is nothing but the value of a label above it, each in a cell over the whole width of the table.
pub(super) fn is_value(grid: &Grid, index: usize, tables: &Tables) -> bool {
    let is_label = |index: usize| {
        let cell = grid.rows.get(index).and_then(|row| row.cells.first());
        cell.is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some())
    };
    let mut above = (0..index).rev().take_while(|above| spans_all(grid, *above));
    // A few words alone below a value may be a label that no table knows.
    let may_be_label = || grid.rows.get(index).and_then(|row| row.cells.first()).is_some_and(may_be_label);
    let is_right_below = index.checked_sub(1).is_some_and(is_label);
    spans_all(grid, index) && !is_label(index) && (is_right_below || !may_be_label()) && above.any(is_label)
}

/// Whether the first cell of the row at `index` spans the whole width of `grid`.
fn spans_all(grid: &Grid, index: usize) -> bool {
    let Some(row) = grid.rows.get(index) else { return false };
    let is_own = row.cells.first().is_some_and(|cell| !cell.is_blank()) && !is_merged(row, 0);
    is_own && row.cells.len() > 1 && (1..row.cells.len()).all(|column| grid.covered.contains(&(index, column)))
}
