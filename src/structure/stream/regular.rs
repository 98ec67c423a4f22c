//! structure/stream/regular: one cell a line behind bars, blank cells too. Where every row has as many lines as the header, no row end and no position is
//! lost, though no line says so.

use super::Piece;
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::traits;
use crate::structure::header;
use crate::tables::Tables;

/// A table has so many columns and rows at least.
const LEAST: usize = 3;

/// `blocks` with rows in place of lines, where lines are cells; `None` where they are not.
pub(in crate::structure) fn regular(blocks: &[Block], tables: &Tables) -> Option<Vec<Block>> {
    let rows_of = |block: &Block| match block {
        Block::Grid(grid) => {
            rows(grid, tables).map(|rows| Block::Grid(Grid { dialect: Dialect::PipeSpaced, rows, covered: Default::default() }))
        }
        Block::Paragraph(_) => None,
    };
    let found: Vec<Option<Block>> = blocks.iter().map(rows_of).collect();
    if !found.iter().any(Option::is_some) {
        return over_lines(blocks, tables);
    }
    Some(found.into_iter().zip(blocks).map(|(found, block)| found.unwrap_or_else(|| block.clone())).collect())
}

/// The same where some cells run over several lines: one without a bar goes on with the cell above, unless it is the number with which a row begins.
fn over_lines(blocks: &[Block], tables: &Tables) -> Option<Vec<Block>> {
    let is_grid = |block: &Block| matches!(block, Block::Grid(_));
    let (first, last) = (blocks.iter().position(is_grid)?, blocks.iter().rposition(is_grid)?);
    let begins = |block: &Block| matches!(block, Block::Paragraph(cell) if tables.columns.header(cell.text()).is_some());
    let first = first.checked_sub(1).filter(|above| blocks.get(*above).is_some_and(begins)).unwrap_or(first);
    let (before, rest) = blocks.split_at_checked(first)?;
    let (within, behind) = rest.split_at_checked(last + 1 - first)?;
    let are_lines = |block: &Block| match block {
        Block::Grid(grid) => grid.dialect == Dialect::PipeTight && grid.rows.iter().all(|row| row.cells.len() <= 1),
        Block::Paragraph(_) => true,
    };
    if !within.iter().all(are_lines) {
        return None;
    }
    let mut lines: Vec<Row> = Vec::new();
    for block in within {
        match block {
            Block::Grid(grid) => lines.extend(grid.rows.iter().cloned()),
            Block::Paragraph(cell) if lines.is_empty() || traits(cell.text(), tables).serial => {
                let line = cell.at.first().and_then(|at| at.line()).unwrap_or_default();
                lines.push(Row { cells: vec![cell.clone()], pads: 0, lacks: 0, line, merged: Vec::new() });
            }
            Block::Paragraph(cell) => {
                let above = lines.last_mut()?.cells.last_mut()?;
                *above = above.above(cell);
            }
        }
    }
    let grid = Grid { dialect: Dialect::PipeTight, rows: lines, covered: Default::default() };
    let rows = rows(&grid, tables)?;
    let table = Block::Grid(Grid { dialect: Dialect::PipeSpaced, rows, covered: Default::default() });
    Some(before.iter().cloned().chain([table]).chain(behind.iter().cloned()).collect())
}

/// The rows whose cells stand one a line in `grid`: by the only width that fits.
fn rows(grid: &Grid, tables: &Tables) -> Option<Vec<Row>> {
    let is_blank = |row: &Row| row.cells.iter().all(Cell::is_blank);
    let is_cell = |row: &Row| row.cells.len() <= 1;
    if grid.dialect != Dialect::PipeTight || !grid.rows.iter().all(is_cell) || !grid.rows.iter().any(is_blank) {
        return None;
    }
    let widths = (LEAST..=header::MOST_COLUMNS).filter(|width| grid.rows.len().is_multiple_of(*width) && grid.rows.len() / width > LEAST);
    let mut fitting = widths.filter_map(|width| {
        let rows: Vec<Row> = grid.rows.chunks(width).map(row).collect();
        fits(&rows, width, tables).then_some(rows)
    });
    match (fitting.next(), fitting.next()) {
        (Some(rows), None) => Some(rows),
        (Some(_), Some(_)) => None,
        (None, _) => below_header(&grid.rows, tables),
    }
}

/// The rows below a header of which blank cells were dropped: its words tell how many cells each has.
fn below_header(lines: &[Row], tables: &Tables) -> Option<Vec<Row>> {
    const LEAST_ROWS: usize = 2;
    let is_number = |line: &Row| line.cells.first().is_some_and(|cell| traits(cell.text(), tables).serial);
    let length = lines.iter().position(is_number)?;
    let (head, body) = lines.split_at(length);
    let pieces: Vec<Piece> = head.iter().flat_map(|line| &line.cells).map(|cell| Piece { cell: cell.clone(), begins_line: true }).collect();
    if super::header_length(&pieces, tables) < length {
        return None;
    }
    let header = super::header_rows(&pieces, tables);
    let width = header::columns(&header, Dialect::Stream, tables).len();
    let rows: Vec<Row> = body.chunks(width.max(LEAST)).map(row).collect();
    let begins = |row: &Row| row.cells.first().is_some_and(|cell| cell.is_blank() || traits(cell.text(), tables).serial);
    let numbered = body.iter().step_by(width.max(LEAST)).filter(|line| is_number(line)).count();
    let fits = body.len().is_multiple_of(width.max(LEAST)) && numbered >= LEAST_ROWS && rows.iter().all(begins);
    fits.then(|| header.into_iter().chain(rows).collect())
}

fn row(lines: &[Row]) -> Row {
    let cells = lines.iter().map(|line| line.cells.first().cloned().unwrap_or_else(Cell::blank)).collect();
    Row { cells, pads: 0, lacks: 0, line: lines.first().map_or(0, |line| line.line), merged: Vec::new() }
}

/// Whether `rows` begin with a header of so many columns, and have numbers or nothing under its word for them.
fn fits(rows: &[Row], width: usize, tables: &Tables) -> bool {
    let height = header::header_rows(rows, tables);
    let (head, below) = rows.split_at(height);
    let columns = header::columns(head, Dialect::PipeSpaced, tables);
    let Some(serial) = columns.iter().position(|column| column.field == Field::Serial).filter(|_| height > 0) else { return false };
    let number = |row: &&Row| row.cells.get(serial).is_some_and(|cell| traits(cell.text(), tables).serial);
    let blank = |row: &&Row| row.cells.get(serial).is_some_and(Cell::is_blank);
    let numbered = below.iter().filter(number).count();
    columns.len() == width && numbered >= LEAST && numbered + below.iter().filter(blank).count() == below.len()
}
