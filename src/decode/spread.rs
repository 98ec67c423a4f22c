//! decode/spread: cells that span rows and columns to a grid in which every row has every column.

use super::{Dialect, Grid, Row};
use crate::evidence::{At, Cell, Passage, Text};
use crate::tables::marks::MarkSigns;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most slots of one table, filled or not: its rows by its widest one. Cells beyond them are refused.
const MOST_SLOTS: usize = 4_000_000;

/// A grid in the making. Rows and columns are counted from 0.
pub(super) struct Spread<'t> {
    marks: &'t MarkSigns,
    rows: Vec<Vec<Slot>>,
    width: usize,
}

/// What is in one place of the grid.
#[derive(Clone, Default)]
enum Slot {
    #[default]
    Free,
    /// A cell begins here.
    Cell(Cell),
    /// A cell goes on here: one of a row above in its first column, or a tick, which holds for each column under which it stands.
    Merged(Cell),
    /// A cell that begins further left goes on here.
    Covered,
}

impl<'t> Spread<'t> {
    /// A grid without a place; `marks` tell ticks.
    pub(super) fn new(marks: &'t MarkSigns) -> Self {
        Spread { marks, rows: Vec::new(), width: 0 }
    }

    /// Whether no cell reaches into this place.
    pub(super) fn is_free(&self, row: usize, column: usize) -> bool {
        !self.rows.get(row).and_then(|row| row.get(column)).is_some_and(|slot| !matches!(slot, Slot::Free))
    }

    /// Whether a cell of this size may begin here, or the grid would be too large.
    pub(super) fn has_room(&self, (row, column): (usize, usize), (height, width): (usize, usize)) -> bool {
        let rows = self.rows.len().max(row.saturating_add(height.max(1)));
        rows.saturating_mul(self.width.max(column.saturating_add(width.max(1)))) <= MOST_SLOTS
    }

    /// Puts `cell` where it begins and wherever it spans; places that are taken stay as they are. False, and nothing put, where the grid is full.
    pub(super) fn put(&mut self, (row, column): (usize, usize), (height, width): (usize, usize), cell: &Cell) -> bool {
        let (height, width) = (height.max(1), width.max(1));
        if !self.has_room((row, column), (height, width)) {
            return false;
        }
        self.width = self.width.max(column + width);
        let is_tick = self.marks.is_tick(cell.text());
        if self.rows.len() < row + height {
            self.rows.resize_with(row + height, Vec::new);
        }
        for (below, slots) in self.rows.iter_mut().skip(row).take(height).enumerate() {
            if slots.len() < column + width {
                slots.resize(column + width, Slot::Free);
            }
            for (right, slot) in slots.iter_mut().skip(column).take(width).enumerate().filter(|(_, slot)| matches!(slot, Slot::Free)) {
                *slot = match (below, right) {
                    (0, 0) => Slot::Cell(cell.clone()),
                    (_, right) if right == 0 || is_tick => Slot::Merged(cell.clone()),
                    _ => Slot::Covered,
                };
            }
        }
        true
    }

    /// Ends all cells above the row `row`; those that reached into it are returned.
    pub(super) fn end_above(&mut self, row: usize) -> Vec<Cell> {
        let first = self.rows.get(row).into_iter().flatten();
        let mut ended: Vec<Cell> = Vec::new();
        for slot in first {
            // A tick stands in each of its columns.
            if let Slot::Merged(cell) | Slot::Cell(cell) = slot
                && ended.last().is_none_or(|last| last.at != cell.at)
            {
                ended.push(cell.clone());
            }
        }
        self.rows.truncate(row);
        ended
    }

    /// For each row how many places at its end neither one of its own cells nor one from above takes.
    pub(super) fn lacking(&self) -> Vec<u32> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        self.rows.iter().map(|row| (width - row.len()) as u32).collect()
    }

    /// The rows, all equally wide; `place` names a place that no cell fills.
    pub(super) fn into_grid(self, place: impl Fn(u32, u16) -> At) -> Grid {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0).min(usize::from(u16::MAX));
        let nothing = Arc::new(Passage::plain(Text::from("")));
        let mut covered = BTreeSet::new();
        let row = |(number, slots): (u32, Vec<Slot>)| {
            let mut row = Row { cells: Vec::with_capacity(width), pads: 0, lacks: 0, line: number + 1, merged: Vec::new() };
            let slots = slots.into_iter().chain(std::iter::repeat(Slot::Free));
            for (column, slot) in (0u16..).zip(slots).take(width) {
                let cell = match slot {
                    Slot::Cell(cell) => cell,
                    Slot::Merged(cell) => {
                        row.merged.push(column);
                        cell
                    }
                    free => {
                        if matches!(free, Slot::Covered) {
                            covered.insert((number as usize, usize::from(column)));
                        }
                        Cell { passage: nothing.clone(), at: std::iter::once(place(number, column)).collect() }
                    }
                };
                row.cells.push(cell);
            }
            row
        };
        let rows = (0u32..).zip(self.rows).map(row).collect();
        Grid { dialect: Dialect::Cells, rows, covered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u32, column: u16) -> At {
        At::Table { table: 1, row: row + 1, column: column + 1 }
    }

    fn cell(text: &str) -> Cell {
        Cell { passage: Arc::new(Passage::plain(text.into())), at: std::iter::once(at(0, 0)).collect() }
    }

    fn marks() -> MarkSigns {
        crate::tables::Tables::embedded().unwrap().marks
    }

    #[test]
    fn a_tick_holds_for_each_column_that_it_spans() {
        let marks = marks();
        let mut spread = Spread::new(&marks);
        assert!(spread.put((0, 0), (2, 3), &cell("√")) && spread.put((2, 0), (1, 3), &cell("县级")));
        let grid = spread.into_grid(at);
        let texts: Vec<Vec<&str>> = grid.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect();
        assert_eq!(texts, [["√"; 3], ["√"; 3], ["县级", "", ""]]);
        assert_eq!(grid.rows.iter().map(|row| row.merged.clone()).collect::<Vec<_>>(), [vec![1, 2], vec![0, 1, 2], vec![]]);
    }

    #[test]
    fn spans_are_spread() {
        let marks = marks();
        let mut spread = Spread::new(&marks);
        assert!(spread.put((0, 0), (2, 1), &cell("上")) && spread.put((0, 1), (1, 2), &cell("宽")));
        assert!(!spread.is_free(1, 0) && spread.is_free(1, 1));
        assert!(spread.put((1, 0), (1, 2), &cell("盖")));
        let grid = spread.into_grid(at);
        let texts: Vec<Vec<&str>> = grid.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect();
        assert_eq!(texts, [["上", "宽", ""], ["上", "", ""]]);
        assert_eq!(grid.rows.iter().map(|row| row.merged.clone()).collect::<Vec<_>>(), [vec![], vec![0]]);
    }

    #[test]
    fn bombs_are_refused() {
        let marks = marks();
        let mut spread = Spread::new(&marks);
        assert!(!spread.put((0, 0), (usize::MAX, usize::MAX), &cell("大")));
        assert!((0..).take_while(|row| spread.put((*row, 0), (1, 60_000), &cell("宽"))).count() < 100);
        let mut tall = Spread::new(&marks);
        assert!((0..100_000).all(|row| tall.put((row, 0), (1, 1), &cell("窄"))));
        assert!(!tall.put((0, 1), (1, 60_000), &cell("宽")));
    }
}
