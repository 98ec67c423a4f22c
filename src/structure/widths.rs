//! structure/widths: rows wider than their header: which columns the header does not name.

use super::columns::{Column, Model};
use super::header;
use super::looks::Looks;
use super::placement::{Positions, place};
use crate::decode::{Dialect, Row};
use crate::field::Field;
use crate::finding::Finding;

/// So many rows tell what the columns of a table are.
const SAMPLE: usize = 24;

/// Where the rows are wider than the header says, the columns that a header cell spans are found by what fits the rows best.
pub(super) fn fit_width(columns: Vec<Column>, rows: &[Row], looks: &Looks, dialect: Dialect, findings: &mut Vec<Finding>) -> Vec<Column> {
    const MOST_EXTRA: usize = 3;
    let mut columns = spanned(columns, rows, looks, dialect);
    let stated = dialect.states_positions();
    let width = width(rows, stated);
    // Blank cells at the right end may be a column more, if that fits the rows better.
    let widest = if stated { looks.usual().unwrap_or(0).max(width) } else { width };
    if dialect == Dialect::Stream || widest <= columns.len() || width > columns.len() + MOST_EXTRA {
        return columns;
    }
    let header = columns.len();
    let mut sample: Vec<&Row> = rows.iter().collect();
    // Rows that go on with an item tell little of the columns in front of them.
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let most = rows.iter().map(filled).max().unwrap_or(0);
    sample.retain(|row| 2 * filled(row) >= most);
    sample.sort_by_key(|row| std::cmp::Reverse(filled(row)));
    sample.truncate(SAMPLE);
    let cost = |columns: &Vec<Column>| -> u64 {
        let model = Model::new(columns.clone());
        sample.iter().map(|row| u64::from(place(&looks.of(row, &model), &model, Positions::of(dialect)).cost)).sum()
    };
    while columns.len() < widest.min(header + MOST_EXTRA) {
        let doubled = (0..columns.len()).map(|index| doubled(&columns, index));
        let candidates = doubled.chain((0..=columns.len()).rev().flat_map(|index| unnamed(&columns, index)));
        let Some(best) = candidates.min_by_key(cost) else { break };
        let (before, after) = (cost(&columns), cost(&best));
        let is_better = match columns.len() < width {
            // Rows that have a cell too many are as wide as those under one more column.
            true => !stated || after < before,
            false => before > 0 && 2 * after <= before,
        };
        if !is_better {
            break;
        }
        columns = best;
    }
    if columns.len() == header {
        return columns;
    }
    header::settle_levels(&mut columns);
    findings.push(header_guessed(header, &columns, rows));
    columns
}

/// Columns without header words right of a named one: where that fits the rows better, the header cell spans both.
fn spanned(mut columns: Vec<Column>, rows: &[Row], looks: &Looks, dialect: Dialect) -> Vec<Column> {
    let cost = |columns: &[Column]| -> u64 {
        let model = Model::new(columns.to_vec());
        rows.iter().take(SAMPLE).map(|row| u64::from(place(&looks.of(row, &model), &model, Positions::of(dialect)).cost)).sum()
    };
    let numbers = |columns: &[Column]| columns.iter().any(|column| column.field == Field::Serial);
    if columns.first().is_some_and(|first| first.label.is_empty() && first.field == Field::Extra) && !numbers(&columns) {
        let mut numbered = columns.clone();
        if let Some(first) = numbered.first_mut() {
            first.field = Field::Serial;
        }
        if cost(&numbered) < cost(&columns) {
            columns = numbered;
        }
    }
    for index in 1..columns.len() {
        let is_unnamed = columns.get(index).is_some_and(|column| column.label.is_empty() && column.field == Field::Extra);
        let Some(left) = columns.get(index - 1).filter(|left| is_unnamed && !left.is_mark() && left.field != Field::Extra).cloned() else {
            continue;
        };
        let inner = inner_level(left.field).filter(|inner| !columns.iter().any(|column| column.field == *inner));
        let mut twin = columns.clone();
        if let Some(column) = twin.get_mut(index) {
            *column = inner.map_or(left, |inner| Column { by_type: true, ..Column::new(inner, "".into(), None) });
        }
        header::settle_levels(&mut twin);
        header::settle_names(&mut twin);
        if cost(&twin) < cost(&columns) {
            columns = twin;
        }
    }
    columns
}

/// The level within that of `field` that a heading above both spans, where only the outer one has its word.
fn inner_level(field: Field) -> Option<Field> {
    match field {
        Field::PrimaryItem => Some(Field::SecondaryItem),
        Field::SecondaryItem => Some(Field::TertiaryItem),
        _ => None,
    }
}

/// The width that a third of the full rows reach: their cells and what the padding says was dropped. A row is full with half as many cells as the
/// fullest.
fn width(rows: &[Row], stated: bool) -> usize {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let most = rows.iter().map(filled).max().unwrap_or(0);
    let full = rows.iter().filter(|row| !stated || 2 * filled(row) >= most);
    let width = |row: &Row| match stated {
        true => row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1),
        false => row.cells.len() + row.pads as usize,
    };
    let mut widths: Vec<usize> = full.map(width).collect();
    widths.sort_unstable_by_key(|width| std::cmp::Reverse(*width));
    widths.get((widths.len() / 3).max(1)).or(widths.last()).copied().unwrap_or(0)
}

fn doubled(columns: &[Column], index: usize) -> Vec<Column> {
    let mut columns = columns.to_vec();
    if let Some(twin) = columns.get(index).cloned() {
        columns.insert(index + 1, twin);
    }
    header::settle_levels(&mut columns);
    columns
}

/// The columns with one more that the header does not name; in front of all others it may hold the numbers.
fn unnamed(columns: &[Column], index: usize) -> Vec<Vec<Column>> {
    let with = |field: Field| {
        let mut columns = columns.to_vec();
        columns.insert(index, Column::new(field, "".into(), None));
        columns
    };
    let numbered = columns.iter().any(|column| column.field == Field::Serial);
    if index == 0 && !numbered { vec![with(Field::Serial), with(Field::Extra)] } else { vec![with(Field::Extra)] }
}

fn header_guessed(header: usize, columns: &[Column], rows: &[Row]) -> Finding {
    let labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
    let finding = Finding::new("header-guessed").with("header", header).with("rows", columns.len()).with("columns", labels.join("｜"));
    match rows.iter().flat_map(|row| row.cells.first()).next() {
        Some(cell) => finding.shown(&cell.passage.raw, &cell.at),
        None => finding,
    }
}
