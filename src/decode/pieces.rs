//! decode/pieces: lines and tables, as readers of word processors' files find them, to the blocks of a document.

mod inner;

use super::cells::Cells;
use super::spread::Spread;
use super::{Block, Decoded};
use crate::evidence::At;
use crate::finding::{Finding, limit_reached};

/// The most places of all tables of a document together, filled or not. The largest directories have 300,000.
const MOST_PLACES: usize = 2_000_000;

/// The most tables; places count them in 16 bits.
const MOST_TABLES: u16 = u16::MAX - 1;

/// The most columns; places count them in 16 bits.
const MOST_COLUMNS: usize = u16::MAX as usize;

/// A piece of a document, in its order.
pub(super) enum Piece {
    /// A paragraph; `\n` where it breaks.
    Line(String),
    /// A paragraph that is a heading of a level, from 1 for the outermost.
    Heading(u8, String),
    /// A table.
    Table(Table),
}

/// A table: its cells, and tables that stand in none of them.
#[derive(Default)]
pub(super) struct Table {
    /// Its cells, row by row.
    pub(super) cells: Vec<Placed>,
    /// Tables inside it that are tables of their own.
    pub(super) inner: Vec<Table>,
}

/// Tables in a cell, each with how many bytes of the text of the cell stand in front of it.
pub(super) type Inner = Vec<(usize, Table)>;

/// A cell at its place, counted from 0.
pub(super) struct Placed {
    /// First row and column.
    pub(super) start: (usize, usize),
    /// How many rows and columns it spans.
    pub(super) size: (usize, usize),
    /// Its lines.
    pub(super) text: String,
    /// The tables in it.
    pub(super) inner: Inner,
}

/// The lines of `pieces` as one text, and the tables among them.
pub(super) fn text_and_tables(pieces: Vec<Piece>) -> (String, Inner) {
    let (mut text, mut tables) = (String::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Line(line) | Piece::Heading(_, line) if crate::text::trim(&line).is_empty() => {}
            Piece::Line(line) | Piece::Heading(_, line) => {
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(&line);
            }
            Piece::Table(table) => tables.push((text.len(), table)),
        }
    }
    (text, tables)
}

/// Adds `pieces` to `decoded`: each line a paragraph, each table a grid, with the grids of inner tables behind it.
pub(super) fn add_blocks(pieces: Vec<Piece>, cells: &mut Cells, decoded: &mut Decoded) -> Vec<Finding> {
    let mut laying = Laying { tables: 0, places: 0, findings: Vec::new() };
    for piece in pieces {
        match piece {
            Piece::Line(line) => cells.add_paragraph(&line, decoded),
            Piece::Heading(level, line) => cells.add_heading(&line, level, decoded),
            Piece::Table(table) => laying.table(table, cells, decoded),
        }
    }
    laying.findings
}

/// What was laid so far.
struct Laying {
    tables: u16,
    places: usize,
    findings: Vec<Finding>,
}

impl Laying {
    fn table(&mut self, table: Table, cells: &mut Cells, decoded: &mut Decoded) {
        let table = inner::settled(table);
        let end = |one: fn(&Placed) -> usize| table.cells.iter().map(one).max().unwrap_or(0);
        let height = end(|cell| cell.start.0.saturating_add(cell.size.0));
        let width = end(|cell| cell.start.1.saturating_add(cell.size.1));
        self.places = self.places.saturating_add(height.saturating_mul(width));
        let (limit, limit_zh, most) = match () {
            () if self.places > MOST_PLACES => ("number of places in tables", "表格单元格数量", MOST_PLACES),
            () if self.tables >= MOST_TABLES => ("number of tables", "表格数", MOST_TABLES.into()),
            () if width > MOST_COLUMNS => ("number of columns of a table", "表格列数", MOST_COLUMNS),
            () => return self.lay(table, cells, decoded),
        };
        let finding = limit_reached(limit, limit_zh, most);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn lay(&mut self, table: Table, cells: &mut Cells, decoded: &mut Decoded) {
        self.tables += 1;
        let number = self.tables;
        let place = |row: u32, column: u16| At::Table { table: number, row: row + 1, column: column + 1 };
        let mut spread = Spread::new(cells.marks());
        for placed in &table.cells {
            let (row, column) = placed.start;
            let cell = cells.of_place(place(row as u32, column as u16), &placed.text, &mut decoded.ledger);
            spread.put(placed.start, placed.size, &cell);
        }
        if !table.cells.is_empty() {
            decoded.blocks.push(Block::Grid(spread.into_grid(place)));
        }
        for inner in table.inner {
            self.table(inner, cells, decoded);
        }
    }
}
