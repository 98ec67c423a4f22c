//! structure/pairs/row: one row of a table of labels as labels and their values, told by where its cells stand and how far they reach.

use super::{Piece, below, guide, is_merged};
use crate::decode::{Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// Whether the cell of the row at `index` in `column` reaches over the next column.
pub(super) fn is_wide(grid: &Grid, index: usize, column: usize) -> bool {
    grid.covered.contains(&(index, column + 1))
}

/// Whether the only cell of the row at `index` reaches over all columns.
pub(super) fn is_over_all(grid: &Grid, index: usize) -> bool {
    let Some(row) = grid.rows.get(index) else { return false };
    let begins = row.cells.first().is_some_and(|cell| !cell.is_blank()) && row.merged.is_empty();
    begins && row.cells.len() > 1 && (1..row.cells.len()).all(|column| grid.covered.contains(&(index, column)))
}

/// Whether a value stands right of the label of the row at `index` in `column`.
pub(super) fn has_value_right_of(grid: &Grid, index: usize, column: usize, columns: &BTreeSet<usize>, tables: &Tables) -> bool {
    let Some(row) = grid.rows.get(index) else { return false };
    let next = row.cells.iter().enumerate().skip(column + 1).find(|(_, cell)| !cell.is_blank());
    next.is_some_and(|(next, cell)| {
        !columns.contains(&next) || is_wide(grid, index, next) && guide::whole_label(cell.text(), tables).is_none()
    })
}

/// The cells of the row at `index`, left to right. A cell alone in the first row is the title of the table. Labels over rows with labels of their own go
/// to `heads`.
pub(super) fn take_apart(
    grid: &Grid,
    index: usize,
    columns: &BTreeSet<usize>,
    tables: &Tables,
    heads: &mut Vec<Cell>,
    pieces: &mut Vec<Piece>,
) {
    let Some(row) = grid.rows.get(index) else { return };
    let inner = inner_labels(grid, index, columns, tables);
    let reader = Reader { grid, index, row, columns, inner, tables };
    match reader.alone() {
        Some((_, cell)) if index == 0 => pieces.push(Piece::Line(cell.clone())),
        Some((_, cell)) if is_over_all(grid, index) && !reader.is_known(cell) => {
            let is_value = stands_below_label(grid, index, tables) && !pieces.is_empty();
            pieces.push(if is_value { Piece::More(cell.clone()) } else { Piece::Aside(cell.clone()) });
        }
        Some((column, cell)) if !columns.contains(&column) => pieces.push(Piece::Aside(cell.clone())),
        _ => reader.read(heads, pieces),
    }
}

/// Whether the row at `index` stands below a label that reaches over all columns as it does: right below it, or below others of its value.
fn stands_below_label(grid: &Grid, index: usize, tables: &Tables) -> bool {
    let first = |row: &Row| row.cells.first().is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some());
    let mut above = grid.rows.iter().enumerate().take(index).rev().take_while(|(above, _)| is_over_all(grid, *above));
    above.any(|(_, row)| first(row))
}

/// Reads one row.
struct Reader<'a> {
    grid: &'a Grid,
    index: usize,
    row: &'a Row,
    columns: &'a BTreeSet<usize>,
    /// The column of labels beside a label over several rows.
    inner: Option<usize>,
    tables: &'a Tables,
}

impl Reader<'_> {
    fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }

    /// The only cell of the row.
    fn alone(&self) -> Option<(usize, &Cell)> {
        let mut filled = self.filled();
        filled.next().filter(|_| filled.next().is_none() && self.row.merged.is_empty())
    }

    fn is_known(&self, cell: &Cell) -> bool {
        guide::whole_label(cell.text(), self.tables).is_some()
    }

    fn read(&self, heads: &mut Vec<Cell>, pieces: &mut Vec<Piece>) {
        let mut behind_label = false;
        let mut value_of: Option<(usize, usize)> = None;
        for (column, cell) in self.filled() {
            let merged = is_merged(self.row, column);
            if self.is_label(column, cell, value_of.map(|(_, label)| label)) {
                behind_label = true;
                if merged {
                    continue;
                }
                if self.heads_labels(column) {
                    heads.push(cell.clone());
                    value_of = None;
                } else {
                    pieces.push(Piece::Pair(cell.clone(), None));
                    value_of = Some((pieces.len() - 1, column));
                }
            } else if !merged {
                match value_of.take().and_then(|(piece, _)| pieces.get_mut(piece)) {
                    Some(Piece::Pair(_, value)) => *value = Some(cell.clone()),
                    _ if behind_label && self.numbers_label(column, cell) => heads.push(cell.clone()),
                    _ if behind_label => pieces.push(Piece::More(cell.clone())),
                    _ => pieces.push(Piece::Aside(cell.clone())),
                }
            }
        }
    }

    /// Whether `cell` in `column` is a label; `open` is the column of the label in front of it that has no value yet.
    fn is_label(&self, column: usize, cell: &Cell, open: Option<usize>) -> bool {
        match open {
            None if self.inner == Some(column) => true,
            // A value beside a label that stands in no column of labels.
            Some(open) if !self.columns.contains(&open) => false,
            Some(open) => self.columns.contains(&column) && may_be_label(cell) && !self.is_value(column, cell, open),
            None if self.goes_on(column, cell) => false,
            None => self.columns.contains(&column) || is_label_with_value(self.row, column, self.tables),
        }
    }

    /// Whether `cell` in `column`, the last one of its row, goes on with the value in front of it (办理时限 | 法定30日 | 承诺15日): labels have no digits.
    fn goes_on(&self, column: usize, cell: &Cell) -> bool {
        let is_last = self.filled().all(|(other, _)| other <= column);
        is_last
            && !self.is_known(cell)
            && cell.text().contains(|c: char| c.is_ascii_digit())
            && self.filled().any(|(other, _)| other < column)
    }

    /// Whether `cell` in `column` is the number of the label right of it, which stands behind another label and its value.
    fn numbers_label(&self, column: usize, cell: &Cell) -> bool {
        let next = self.filled().map(|(next, _)| next).find(|next| *next > column);
        let is_label = |next: usize| self.columns.contains(&next) || is_label_with_value(self.row, next, self.tables);
        below::numbers(std::slice::from_ref(cell)).is_some() && next.is_some_and(is_label)
    }

    /// Whether `cell`, in a column of labels, is the value of the label in `open` all the same: it stands right of it, and nothing stands right of it, or
    /// it reaches to where other rows have their values.
    fn is_value(&self, column: usize, cell: &Cell, open: usize) -> bool {
        let is_right_of = (open + 1..column).all(|between| self.grid.covered.contains(&(self.index, between)));
        let is_last = self.filled().all(|(other, _)| other <= column);
        is_right_of && !self.is_known(cell) && (is_last || is_wide(self.grid, self.index, column))
    }

    /// Whether the label in `column` is only the heading of the labels right of it: they have values of their own.
    fn heads_labels(&self, column: usize) -> bool {
        let cell = |column: usize| self.row.cells.get(column);
        let label = cell(column).and_then(|cell| guide::whole_label(cell.text(), self.tables));
        let next = self.filled().map(|(next, _)| next).find(|next| *next > column);
        let is_right_of = |next: &usize| (column + 1..*next).all(|between| self.grid.covered.contains(&(self.index, between)));
        let may_head = label.is_none_or(|(label, _)| !label.part && !label.begins);
        let is_inner = |next: usize| self.inner == Some(next) || is_label_with_value(self.row, next, self.tables);
        may_head && next.filter(is_right_of).is_some_and(|next| !is_merged(self.row, next) && is_inner(next))
    }
}

/// The column of the labels beside a known label that spans several rows, that at `index` among them: at least half of them are known, and all have
/// something right of them.
fn inner_labels(grid: &Grid, index: usize, columns: &BTreeSet<usize>, tables: &Tables) -> Option<usize> {
    let row = grid.rows.get(index)?;
    let (column, label) = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_blank())?;
    let may_head = guide::whole_label(label.text(), tables).is_some_and(|(label, _)| !label.part && !label.begins);
    let goes_on = |row: &Row| is_merged(row, column);
    let start = (0..=index).rev().find(|start| grid.rows.get(*start).is_some_and(|row| !goes_on(row)))?;
    let height = 1 + grid.rows.iter().skip(start + 1).take_while(|row| goes_on(row)).count();
    let rows = grid.rows.get(start..start + height)?;
    let own = |row: &Row, at: usize| row.cells.get(at).is_some_and(|cell| !cell.is_blank()) && !is_merged(row, at);
    let inner = (column + 1..row.cells.len()).find(|at| rows.first().is_some_and(|first| own(first, *at)))?;
    let is_pair = |row: &Row| own(row, inner) && (inner + 1..row.cells.len()).any(|at| own(row, at));
    let known = rows.iter().filter(|row| is_label_with_value(row, inner, tables)).count();
    (columns.contains(&column) && may_head && height > 1 && rows.iter().all(is_pair) && 2 * known >= height).then_some(inner)
}

/// Whether `cell` beside a label may be one too: it is short, and no label with its value (电话：0576-85300001).
fn may_be_label(cell: &Cell) -> bool {
    const LONGEST_LABEL: usize = 20;
    let text = crate::text::trim(cell.text()).trim_end_matches(['：', ':']);
    text.chars().count() <= LONGEST_LABEL && !text.contains(['：', ':'])
}

/// Whether the cell of `row` in `column` is a known label with its value right of it, where merged cells have moved both.
fn is_label_with_value(row: &Row, column: usize, tables: &Tables) -> bool {
    let known = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some() && tables.words.way(cell.text()).is_none();
    let next = row.cells.iter().enumerate().skip(column + 1).find(|(index, cell)| !cell.is_blank() && !is_merged(row, *index));
    row.cells.get(column).is_some_and(known) && next.is_some_and(|(_, cell)| !known(cell))
}
