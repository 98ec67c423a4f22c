//! structure/others: tables of another kind beside a directory (lists of inspections, of powers, of materials, of persons): their rows are no items.

use super::columns::{Column, Model};
use super::grid::Section;
use super::header;
use super::looks::Looks;
use super::placement::{Positions, place};
use crate::decode::{Dialect, Row};
use crate::recognise::traits;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// So many rows tell whether they fit under a header.
const SAMPLE: usize = 24;
/// What it costs at most, on average, to place rows that stand under their own header.
const FITS: u32 = 60;
/// What it costs at least, on average, to place rows under the header of another table: rows whose numbers begin anew or are missing, and any others; and
/// so many times what that table's own rows cost.
const MISFITS: u32 = 45;
const MISFITS_IN_ORDER: u32 = 100;
const TIMES: u32 = 3;

/// Whether a table of another kind begins with the first of `rows`: it has words of headers in its cells, and no values; the next row has values.
pub(super) fn begins(rows: &[Row], tables: &Tables) -> bool {
    let is_filled = |row: &&Row| row.cells.iter().any(|cell| !cell.is_blank());
    let mut rows = rows.iter().filter(is_filled);
    let (Some(first), Some(next)) = (rows.next(), rows.next()) else { return false };
    are_words(first, tables) && !are_words(next, tables)
}

/// Whether `rows`, which stand above a header, fit under its `columns`.
pub(super) fn fit(rows: &[Row], columns: &[Column], dialect: Dialect, tables: &Tables) -> bool {
    mean_cost(rows, columns, dialect, tables).is_some_and(|cost| cost <= FITS)
}

/// Whether `rows` fit far worse under the columns of `section` than the rows of that table do, wherever their cells stand: a row cut in two or shifted is no
/// other table.
pub(super) fn misfit(rows: &[Row], section: &Section, tables: &Tables) -> bool {
    const LEAST_ROWS: usize = 2;
    let header = (0..rows.len().min(SAMPLE)).find(|row| rows.get(*row..).is_some_and(|rows| header::begins(rows, tables)));
    let rows = rows.get(..header.unwrap_or(rows.len())).unwrap_or_default();
    let cost = |rows: &[Row]| {
        let filled = |row: &Row| Row {
            cells: row.cells.iter().filter(|cell| !cell.is_blank()).cloned().collect(),
            pads: 0,
            lacks: 0,
            ..row.clone()
        };
        let rows: Vec<Row> = rows.iter().take(SAMPLE).map(filled).collect();
        mean_cost(&rows, &section.columns, Dialect::PipeTight, tables)
    };
    let least = if goes_on(rows, section, tables) { MISFITS_IN_ORDER } else { MISFITS };
    let Some(misfit) = cost(rows).filter(|cost| *cost >= least && rows.len() >= LEAST_ROWS) else { return false };
    cost(&section.rows).is_some_and(|own| misfit >= TIMES * own)
}

/// Whether the numbers of `rows` may go on with those of `section`: they do not begin anew, and are there where that table has them.
fn goes_on(rows: &[Row], section: &Section, tables: &Tables) -> bool {
    let number = |row: &Row| row.cells.iter().find(|cell| !cell.is_blank()).filter(|cell| traits(cell.text(), tables).serial).cloned();
    let begins_anew = rows.first().and_then(number).is_some_and(|cell| crate::text::number(cell.text()) == Some(1));
    let is_numbered = |rows: &[Row]| rows.iter().any(|row| number(row).is_some());
    !begins_anew && (is_numbered(rows) || !is_numbered(&section.rows))
}

/// What it costs on average to place the first of `rows`; `None` where there are none.
fn mean_cost(rows: &[Row], columns: &[Column], dialect: Dialect, tables: &Tables) -> Option<u32> {
    let sample = rows.get(..rows.len().min(SAMPLE))?;
    let looks = Looks::new(sample, dialect, columns, tables);
    let model = Model::new(columns.to_vec());
    let cost = |row: &Row| place(&looks.of(row, &model), &model, Positions::of(dialect)).cost;
    sample.iter().map(cost).sum::<u32>().checked_div(sample.len() as u32)
}

/// Whether the cells of `row` are words that head columns, most of them known, each another one.
fn are_words(row: &Row, tables: &Tables) -> bool {
    const LEAST_CELLS: usize = 3;
    const LONGEST: u32 = 12;
    let (mut words, mut known) = (BTreeSet::new(), 0);
    for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
        let look = traits(cell.text(), tables);
        let is_value = look.serial || look.tick || look.boxed || look.phone || look.has_title || look.sentence || look.length > LONGEST;
        if is_value || !words.insert(cell.text()) {
            return false;
        }
        known += usize::from(tables.columns.heads_any_table(cell.text()));
    }
    words.len() >= LEAST_CELLS && known * 10 >= words.len() * 6
}
