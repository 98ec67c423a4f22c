//! structure/grid/parallel: rows whose cells stand below each other in the cells of one row: 1 2 3 in the first, three names in the second.

use crate::decode::Row;
use crate::evidence::Cell;
use std::borrow::Cow;
use std::ops::Range;

/// So many cells beside that of the numbers have as many lines.
const LEAST: usize = 2;

/// `rows` with such rows parted: a line of each cell is a cell of its own; one that has a single line holds for all of them, as a merged cell does.
pub(super) fn parted(rows: &[Row]) -> Cow<'_, [Row]> {
    let mut last = None;
    let count = |row: &Row| {
        let count = parallel(row, last);
        last = number(row, count).or(last);
        count
    };
    let counts: Vec<usize> = rows.iter().map(count).collect();
    if counts.iter().all(|count| *count < 2) {
        return Cow::Borrowed(rows);
    }
    rows.iter().zip(counts).flat_map(|(row, count)| if count < 2 { vec![row.clone()] } else { part(row, count) }).collect()
}

/// How many rows stand in `row`; `last` is the last number above it. Numbers that do not go on with it are none of rows: the digits of one number may
/// stand below each other, too.
fn parallel(row: &Row, last: Option<u32>) -> usize {
    let Some(first) = row.cells.iter().find(|cell| !cell.is_blank()).filter(|cell| cell.text().contains('\n')) else { return 1 };
    let numbers: Option<Vec<u32>> = first.text().lines().map(|line| crate::text::trim(line).parse().ok()).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next))) else {
        return 1;
    };
    if last.is_some_and(|last| numbers.first() != Some(&(last + 1))) {
        return 1;
    }
    let lines = || row.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| cell.text().lines().count());
    let fits = lines().all(|lines| lines == 1 || lines == numbers.len()) && lines().filter(|lines| *lines == numbers.len()).count() > LEAST;
    if fits && row.merged.is_empty() { numbers.len() } else { 1 }
}

/// The number of the last of the `count` rows in `row`.
fn number(row: &Row, count: usize) -> Option<u32> {
    let mut lines = row.cells.iter().find(|cell| !cell.is_blank())?.text().lines().map(crate::text::trim);
    if count > 1 { lines.next_back()?.parse().ok() } else { lines.collect::<String>().parse().ok() }
}

fn part(row: &Row, count: usize) -> Vec<Row> {
    let lines: Vec<Vec<Range<usize>>> = row.cells.iter().map(lines).collect();
    let is_for_all = |column: usize| {
        row.cells.get(column).is_some_and(|cell| !cell.is_blank()) && lines.get(column).is_some_and(|lines| lines.len() < count)
    };
    let own = |cell: &Cell, column: usize, index: usize| match lines.get(column).filter(|_| !cell.is_blank() && !is_for_all(column)) {
        Some(lines) => lines.get(index).map_or_else(Cell::blank, |line| cell.sub(line.clone()).trimmed()),
        None => cell.clone(),
    };
    let rows = (0..count).map(|index| Row {
        cells: row.cells.iter().enumerate().map(|(column, cell)| own(cell, column, index)).collect(),
        merged: (0..row.cells.len())
            .filter(|column| index > 0 && is_for_all(*column))
            .filter_map(|column| u16::try_from(column).ok())
            .collect(),
        ..row.clone()
    });
    rows.collect()
}

/// The bytes of the lines of `cell`.
fn lines(cell: &Cell) -> Vec<Range<usize>> {
    let mut start = 0;
    let own = |line: &str| {
        let own = start..start + line.len();
        start = own.end;
        own
    };
    cell.text().split_inclusive('\n').map(own).collect()
}
