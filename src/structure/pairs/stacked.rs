//! structure/pairs/stacked: tables of labels of several services below each other, each under a row with its name and nothing else.

use super::{guide, is_merged, row, stated_cells};
use crate::decode::{Grid, Row};
use crate::tables::Tables;
use std::collections::BTreeSet;

/// The longest name of a service, in characters.
const LONGEST_NAME: usize = 40;

/// The rows of `grid` that name the services of which the rows below them tell: each holds a cell alone that is no label, no two the same, and below all of
/// them the same labels recur. None where labels name services (事项名称), or where rows tell of something in front of the first name.
pub(super) fn names(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> BTreeSet<usize> {
    let found = alone(grid, columns, tables);
    let ends = found.iter().skip(1).copied().chain([grid.rows.len()]);
    let parts: Vec<BTreeSet<String>> = found.iter().zip(ends).map(|(name, end)| labels(grid, *name + 1..end, columns)).collect();
    let words: BTreeSet<String> = found.iter().filter_map(|index| text(grid.rows.get(*index)?)).collect();
    let first = found.first().copied().unwrap_or_default();
    let is_title = |index: usize| grid.rows.get(index).is_some_and(|row| stated_cells(row).len() == 1);
    let begins = |cell: &crate::evidence::Cell| guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.begins);
    let is_named = || grid.rows.iter().flat_map(|row| &row.cells).any(begins);
    let are_names = found.len() > 1 && words.len() == found.len() && (0..first).all(is_title) && first < 2 && recur(&parts) && !is_named();
    if are_names { found.into_iter().collect() } else { BTreeSet::new() }
}

/// Whether the labels of each of `parts` recur in the next one: at least half of the fewer ones.
pub(super) fn recur(parts: &[BTreeSet<String>]) -> bool {
    let are_alike = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let fewer = one.len().min(other.len());
        fewer > 0 && 2 * one.intersection(other).count() >= fewer
    };
    parts.windows(2).all(|pair| matches!(pair, [one, other] if are_alike(one, other)))
}

/// The words of `text` that tell whether labels are the same.
pub(super) fn folded(text: &str) -> String {
    crate::text::fold(crate::text::trim(text).trim_end_matches(['：', ':']))
}

/// The rows with one cell alone in front of a row that begins with a label.
fn alone(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> Vec<usize> {
    let is_known = |cell: &crate::evidence::Cell| guide::whole_label(cell.text(), tables).is_some();
    let is_name = |index: &usize| {
        let Some(row) = grid.rows.get(*index).filter(|row| row.merged.is_empty()) else { return false };
        let is_first = row.cells.first().is_some_and(|cell| !cell.is_blank());
        let cells = stated_cells(row);
        let [cell] = cells.as_slice() else { return false };
        is_first && may_be_name(cell.text()) && !is_known(cell)
    };
    let is_labelled = |row: &Row| {
        let cells = stated_cells(row);
        let first = row.cells.iter().position(|cell| !cell.is_blank()).unwrap_or_default();
        cells.len() > 1 && columns.contains(&first) && !is_merged(row, first)
    };
    // What stands below a label over all columns is its value.
    let is_value = |index: usize| {
        let above = index.checked_sub(1).and_then(|above| grid.rows.get(above));
        above.is_some_and(|above| matches!(stated_cells(above).as_slice(), [label] if is_known(label))) && row::is_over_all(grid, index)
    };
    let has_labels = |index: &usize| grid.rows.get(index + 1).is_some_and(is_labelled);
    (0..grid.rows.len()).filter(|index| is_name(index) && has_labels(index) && !is_value(*index)).collect()
}

/// Whether `text` is as short as names are, and no sentence.
pub(super) fn may_be_name(text: &str) -> bool {
    let text = crate::text::trim(text);
    text.chars().count() <= LONGEST_NAME && text.chars().any(crate::text::is_han) && !text.contains(['。', '；', '：', ':'])
}

fn text(row: &Row) -> Option<String> {
    stated_cells(row).first().map(|cell| folded(cell.text()))
}

/// The labels in `columns` of the rows of `grid` in `range`.
fn labels(grid: &Grid, range: std::ops::Range<usize>, columns: &BTreeSet<usize>) -> BTreeSet<String> {
    let rows = grid.rows.get(range).unwrap_or_default();
    let own = |row: &Row| {
        let cells = row.cells.iter().enumerate().filter(|(column, cell)| columns.contains(column) && !cell.is_blank());
        cells.map(|(_, cell)| folded(cell.text())).collect::<Vec<_>>()
    };
    rows.iter().flat_map(own).collect()
}
