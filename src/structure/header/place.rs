//! structure/header/place: headers whose rows lost cells, or moved: which headings their words stand under all the same.

use super::{columns, stands_under};
use crate::decode::{Dialect, Row};
use crate::evidence::Cell;
use crate::structure::columns::Column;
use crate::tables::Tables;
use std::collections::BTreeMap;

/// So many headings must stand over words of theirs before a header row is moved.
const LEAST_AGREEING: usize = 2;

/// As [`columns`], of a header with the rows `below` it. A page copied as text keeps the cells of a header that spans several columns as one: then its words
/// have no positions, and their meanings alone tell as many columns as the rows have cells; or only some were lost, and the words below tell which.
pub(in crate::structure) fn columns_over(rows: &[Row], below: &[Row], dialect: Dialect, tables: &Tables) -> Vec<Column> {
    let stated = columns(rows, dialect, tables);
    // Where the format tells the cells, they have positions unless the page lost what told how many columns each spans: then a row of the header lacks cells.
    let is_spread = rows.iter().any(|row| !row.merged.is_empty());
    let lacks = dialect == Dialect::Cells && !is_spread && rows.iter().any(|row| row.lacks > 0);
    if rows.len() < 2 || !dialect.states_positions() || dialect == Dialect::Cells && !lacks {
        return stated;
    }
    if lacks {
        return Some(meant(rows, tables)).filter(|meant| is_width(meant.len(), below)).unwrap_or(stated);
    }
    let aligned = aligned(rows, tables);
    let rows = aligned.as_deref().unwrap_or(rows);
    let Some(first) = rows.first() else { return stated };
    let Some(width) = usual_width(below).filter(|_| is_out_of_place(first, rows, tables)) else { return stated };
    let meant = meant(rows, tables);
    if meant.len() == width {
        return meant;
    }
    let end = first.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    spread(rows, width.saturating_sub(end), tables).map_or(stated, |spread| columns(&spread, dialect, tables))
}

/// The columns that the meanings of the words of the header `rows` alone tell.
fn meant(rows: &[Row], tables: &Tables) -> Vec<Column> {
    let without_blanks = |row: &Row| Row { cells: row.cells.iter().filter(|cell| !cell.is_blank()).cloned().collect(), ..row.clone() };
    let words: Vec<Row> = rows.iter().map(without_blanks).collect();
    columns(&words, Dialect::Stream, tables)
}

/// Whether some of `rows` has as many cells of its own as `width`, or all have fewer: those that they lack are merged with rows above.
fn is_width(width: usize, rows: &[Row]) -> bool {
    rows.iter().any(|row| row.own_cells() == width) || rows.iter().all(|row| row.own_cells() < width)
}

/// The header `rows` with at most `most` blank cells in the first one more, each right of a heading that spans words which by their positions stand under
/// the next; `None` where some word then still stands under another heading than its own.
fn spread(rows: &[Row], most: usize, tables: &Tables) -> Option<Vec<Row>> {
    let (first, lower) = rows.split_first()?;
    let mut moved = first.clone();
    for _ in 0..most {
        let words = lower.iter().flat_map(|row| row.cells.iter().enumerate()).filter(|(_, cell)| !cell.is_blank());
        let next = |(index, word): (usize, &Cell)| {
            let heading = moved.cells.iter().take(index).rposition(|above| stands_under(word, above, tables))?;
            (heading + 1..=index).find(|at| moved.cells.get(*at).is_some_and(|above| !above.is_blank()))
        };
        let Some(at) = words.filter_map(next).min() else { break };
        moved.cells.insert(at, Cell::blank());
    }
    let moved: Vec<Row> = std::iter::once(moved).chain(lower.iter().cloned()).collect();
    moved.first().is_some_and(|first| !is_out_of_place(first, &moved, tables)).then_some(moved)
}

/// Whether a word below the row `first` belongs under one of its headings and, by its position, stands under another.
fn is_out_of_place(first: &Row, rows: &[Row], tables: &Tables) -> bool {
    let lower = rows.iter().skip(1).flat_map(|row| row.cells.iter().enumerate()).filter(|(_, cell)| !cell.is_blank());
    let over = |index: usize| first.cells.iter().take(index + 1).rev().find(|above| !above.is_blank());
    lower.into_iter().any(|(index, cell)| {
        let belongs = |above: &Cell| stands_under(cell, above, tables);
        first.cells.iter().any(belongs) && !over(index).is_some_and(belongs)
    })
}

/// How many cells most of the next rows have.
fn usual_width(rows: &[Row]) -> Option<usize> {
    const ASKED: usize = 64;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().take(ASKED) {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map(|(width, _)| width)
}

/// The header rows with the first one moved by one cell, where its headings then stand over the words that belong under them, and else over none.
pub(super) fn aligned(rows: &[Row], tables: &Tables) -> Option<Vec<Row>> {
    let (first, lower) = rows.split_first()?;
    let second = lower.first()?;
    let agree = |above: &Row| {
        let pairs = above.cells.iter().zip(&second.cells).filter(|(above, cell)| !above.is_blank() && !cell.is_blank());
        pairs.filter(|(above, cell)| stands_under(cell, above, tables)).count()
    };
    if agree(first) > 0 {
        return None;
    }
    let mut right = first.clone();
    right.cells.insert(0, Cell::blank());
    let mut left = first.clone();
    if left.cells.first().is_some_and(Cell::is_blank) {
        left.cells.remove(0);
    }
    let moved = [right, left].into_iter().find(|moved| agree(moved) >= LEAST_AGREEING)?;
    Some(std::iter::once(moved).chain(lower.iter().cloned()).collect())
}
