//! decode/pieces/inner: tables in cells of tables. A small one beside other text, in a table with further rows of several cells, is text of its cell: each
//! row is a line, with a tab between its cells. Others are tables of their own: the cells around them are a frame.

use super::{Placed, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A table that is text of its cell is no wider, in columns, and no taller, in rows.
const WIDEST: usize = 8;
const TALLEST: usize = 20;

/// `table` with the small tables in its cells as text of these, and the others behind those that it has.
pub(super) fn settled(mut table: Table) -> Table {
    let mut with_text: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for cell in table.cells.iter().filter(|cell| !crate::text::trim(&cell.text).is_empty()) {
        with_text.entry(cell.start.0).or_default().insert(cell.start.1);
    }
    let of_several = with_text.values().filter(|columns| columns.len() > 1).count();
    let mut apart = Vec::new();
    for cell in table.cells.iter_mut().filter(|cell| !cell.inner.is_empty()) {
        let own = with_text.get(&cell.start.0);
        let is_beside_text = own.is_some_and(|columns| columns.iter().any(|column| *column != cell.start.1));
        let is_in_form = of_several > usize::from(own.is_some_and(|columns| columns.len() > 1));
        for (at, inner) in std::mem::take(&mut cell.inner).into_iter().rev() {
            let inner = settled(inner);
            match lines(&inner).filter(|_| is_beside_text && is_in_form) {
                Some(lines) => put(&mut cell.text, at, &lines),
                None => apart.push(inner),
            }
        }
    }
    // Those of one cell were taken from its end.
    apart.reverse();
    table.inner.extend(apart);
    table
}

/// The rows of `table` as lines; `None` where it is too large, or has only one column.
fn lines(table: &Table) -> Option<String> {
    let mut rows: BTreeMap<usize, Vec<&Placed>> = BTreeMap::new();
    table.cells.iter().for_each(|cell| rows.entry(cell.start.0).or_default().push(cell));
    let text = |cell: &&Placed| cell.text.split('\n').map(crate::text::trim).collect::<Vec<_>>().join(" ");
    let rows: Vec<Vec<String>> = rows.into_values().map(|cells| cells.iter().map(text).collect()).collect();
    let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
    let widest = rows.iter().map(Vec::len).max()?;
    let fits = table.inner.is_empty() && widest <= WIDEST && rows.len() <= TALLEST && rows.iter().any(|row| filled(row) > 1);
    let lines = rows.iter().filter(|row| filled(row) > 0).map(|row| row.join("\t").trim_end().to_owned());
    fits.then(|| lines.collect::<Vec<_>>().join("\n"))
}

/// Puts `lines` into `text`, behind its first `at` bytes.
fn put(text: &mut String, at: usize, lines: &str) {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let parts = [before, lines, behind].map(|part| part.trim_matches('\n'));
    *text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
}
