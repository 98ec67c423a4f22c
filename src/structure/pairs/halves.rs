//! structure/pairs/halves: tables of four columns, label and value twice, of which no table knows the labels of the right half.

use super::{across, guide, is_merged};
use crate::decode::{Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use crate::text::is_han;
use std::collections::{BTreeMap, BTreeSet};

/// The column of the labels of the right half, and that of their values.
const LABELS: usize = 2;
const VALUES: usize = 3;
/// So many rows have both halves at least.
const LEAST: usize = 3;
/// The longest label that is not known, in characters.
const LONGEST: usize = 10;

/// The column of labels that are not known in `grid`, whose known labels stand in the first of four columns: its cells are short words, none of them
/// twice, each beside a value. Where services stand side by side it holds one of them.
pub(super) fn labels(grid: &Grid, columns: &BTreeSet<usize>, tables: &Tables) -> Option<usize> {
    let width = grid.rows.iter().map(|row| row.cells.len()).max()?;
    if columns.iter().ne(&[0]) || width != VALUES + 1 || across::are_services(grid, columns, tables) {
        return None;
    }
    let own = |row: &'_ Row, column: usize| row.cells.get(column).is_some_and(|cell| !cell.is_blank()) && !is_merged(row, column);
    let is_whole = |row: &&Row| (0..=VALUES).all(|column| own(row, column));
    let whole: Vec<&Row> = grid.rows.iter().filter(is_whole).collect();
    let is_labelled = |row: &&&Row| row.cells.first().is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some());
    let words: BTreeSet<&str> =
        whole.iter().filter_map(|row| row.cells.get(LABELS)).filter(|cell| may_be_label(cell)).map(Cell::text).collect();
    let most = whole.iter().filter(is_labelled).count();
    let has_header = !whole.first().as_ref().is_some_and(is_labelled);
    let are_labels = words.len() == whole.len() && !has_header && !are_alike(&words);
    (whole.len() >= LEAST && 3 * most >= 2 * whole.len() && are_labels).then_some(LABELS)
}

/// Whether most of `words` end alike: the offices, persons or papers of a column.
fn are_alike(words: &BTreeSet<&str>) -> bool {
    let mut times: BTreeMap<char, usize> = BTreeMap::new();
    words.iter().filter_map(|word| crate::text::trim(word).chars().next_back()).for_each(|last| *times.entry(last).or_default() += 1);
    times.values().any(|times| 2 * times > words.len())
}

/// Whether `cell` is as short as labels are, and nothing but words.
pub(super) fn may_be_label(cell: &Cell) -> bool {
    let text = crate::text::trim(cell.text()).trim_end_matches(['：', ':']);
    (2..=LONGEST).contains(&text.chars().count()) && text.chars().all(|c| is_han(c) || matches!(c, '（' | '）' | '(' | ')' | '/' | '、'))
}
