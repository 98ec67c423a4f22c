//! structure/pairs/named: tables of labels of several services whose names stand merged left of their labels (异地就医备案 | 办理材料 | 身份证).

use super::{below, guide, is_merged, stacked, stated_cells};
use crate::decode::{Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::collections::BTreeSet;

/// Labels of so many fields stand beside the names at least.
const LEAST_FIELDS: usize = 2;

/// Such a table with each name in a row of its own above its labels.
pub(super) struct Parted {
    /// What stands above the table.
    pub(super) title: Option<Cell>,
    /// The words at the head of its columns.
    pub(super) heads: Vec<Cell>,
    /// Its rows.
    pub(super) grid: Grid,
    /// Those of the names.
    pub(super) names: BTreeSet<usize>,
}

/// Where what stands in such a table.
struct Layout {
    /// The first row below title and header.
    first: usize,
    /// Whether a row heads its columns.
    is_headed: bool,
    /// The column of the names; behind it stand the labels.
    names: usize,
}

/// Whether `grid` is such a table.
pub(super) fn are_names(grid: &Grid, tables: &Tables) -> bool {
    layout(grid, tables).is_some()
}

/// `grid` parted at its names, where it is such a table.
pub(super) fn parted(grid: &Grid, tables: &Tables) -> Option<Parted> {
    let Layout { first, is_headed, names: column } = layout(grid, tables)?;
    let above = grid.rows.iter().take(first);
    let heads = above.clone().skip(first - usize::from(is_headed)).flat_map(stated_cells).collect();
    let title = above.take(first - usize::from(is_headed)).flat_map(stated_cells).next();
    let (mut rows, mut covered, mut names) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (index, row) in grid.rows.iter().enumerate().skip(first) {
        if is_own(row, column) {
            names.insert(rows.len());
            let width = row.cells.len().saturating_sub(column + 1).max(1);
            covered.extend((1..width).map(|column| (rows.len(), column)));
            rows.push(Row { cells: name(row, column, width), pads: 0, lacks: 0, line: row.line, merged: Vec::new() });
        }
        let own = (column + 1..row.cells.len()).filter(|column| grid.covered.contains(&(index, *column)));
        covered.extend(own.map(|own| (rows.len(), own - column - 1)));
        let merged = row.merged.iter().filter_map(|merged| merged.checked_sub(u16::try_from(column + 1).ok()?));
        rows.push(Row { cells: row.cells.iter().skip(column + 1).cloned().collect(), merged: merged.collect(), ..row.clone() });
    }
    Some(Parted { title, heads, names, grid: Grid { dialect: grid.dialect, rows, covered } })
}

/// The cells of a row of `width` columns with the name of `row` alone, its number in front of it.
fn name(row: &Row, column: usize, width: usize) -> Vec<Cell> {
    let number = column.checked_sub(1).and_then(|before| row.cells.get(before)).filter(|cell| !cell.is_blank());
    let name = row.cells.get(column).cloned();
    let whole = below::line(&number.cloned().into_iter().chain(name).collect::<Vec<_>>());
    let blanks = std::iter::repeat_with(Cell::blank);
    whole.into_iter().chain(blanks).take(width).collect()
}

fn layout(grid: &Grid, tables: &Tables) -> Option<Layout> {
    if grid.dialect == Dialect::Stream {
        return None;
    }
    (0..2).find_map(|names| {
        let title = usize::from(grid.rows.first().is_some_and(|row| stated_cells(row).len() == 1));
        let is_headed = grid.rows.get(title).is_some_and(|row| is_header(row, names, tables));
        let layout = Layout { first: title + usize::from(is_headed), is_headed, names };
        fits(grid, &layout, tables).then_some(layout)
    })
}

/// Whether the cell of `row` in `column`, with a word for names, heads a column of labels (事项名称 | 要素 | 内容).
fn is_header(row: &Row, column: usize, tables: &Tables) -> bool {
    let text = |column: usize| row.cells.get(column).map(Cell::text).unwrap_or_default();
    let names = guide::whole_label(text(column), tables).is_some_and(|(label, _)| label.begins)
        || matches!(tables.columns.header(text(column)), Some(Header::Column(field)) if *field == Field::Name || field.depth().is_some());
    names && tables.columns.is_sub_header(text(column + 1)) && guide::whole_label(text(column + 1), tables).is_none()
}

/// Whether the rows below the header are such names, labels and values.
fn fits(grid: &Grid, layout: &Layout, tables: &Tables) -> bool {
    let rows = grid.rows.get(layout.first..).unwrap_or_default();
    let label = |row: &Row| row.cells.get(layout.names + 1).filter(|_| is_own(row, layout.names + 1)).cloned();
    let meaning = |cell: &Cell| guide::whole_label(cell.text(), tables).map(|(label, _)| label);
    let begins = rows.first().is_some_and(|row| is_own(row, layout.names));
    if !begins || !rows.iter().all(|row| label(row).is_some() && goes_on_or_names(row, layout, tables)) {
        return false;
    }
    let starts: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| is_own(row, layout.names)).map(|(index, _)| index).collect();
    let ends = starts.iter().skip(1).copied().chain([rows.len()]);
    let words = |rows: &[Row]| rows.iter().filter_map(label).map(|cell| stacked::folded(cell.text())).collect::<BTreeSet<_>>();
    let parts: Vec<BTreeSet<String>> = starts.iter().zip(ends).filter_map(|(start, end)| rows.get(*start..end)).map(words).collect();
    let known: Vec<_> = rows.iter().filter_map(label).filter_map(|cell| meaning(&cell)).collect();
    let fields: BTreeSet<Field> = known.iter().map(|label| label.field).collect();
    let is_contact = |field: &Field| matches!(field, Field::Addresses | Field::Hours | Field::Phones | Field::Extra);
    // Offices stand so beside their addresses, parts of one service beside labels of their own.
    let are_services = layout.is_headed || parts.len() > 1 && stacked::recur(&parts) && !fields.iter().all(is_contact);
    let is_named = known.iter().any(|label| label.begins);
    are_services && !is_named && rows.len() >= 2 * parts.len() && fields.len() >= LEAST_FIELDS && 2 * known.len() > rows.len()
}

/// Whether `row` has a name that is no label, its number perhaps in front of it, or goes on with the one above; and something behind its label.
fn goes_on_or_names(row: &Row, layout: &Layout, tables: &Tables) -> bool {
    let cell = |column: usize| row.cells.get(column).filter(|_| is_own(row, column));
    let is_number = |cell: &Cell| below::numbers(std::slice::from_ref(cell)).is_some();
    let is_name = |cell: &Cell| stacked::may_be_name(cell.text()) && guide::whole_label(cell.text(), tables).is_none() && !is_number(cell);
    let number = layout.names.checked_sub(1).and_then(cell);
    let says = (layout.names + 2..row.cells.len()).any(|column| is_own(row, column));
    says && cell(layout.names).is_none_or(is_name)
        && number.is_none_or(is_number)
        && (layout.names == 0 || number.is_some() == cell(layout.names).is_some())
}

fn is_own(row: &Row, column: usize) -> bool {
    row.cells.get(column).is_some_and(|cell| !cell.is_blank()) && !is_merged(row, column)
}
