//! decode/html/grid: the steps of a table to a grid, by the table model of the HTML Standard (4.9.12.1, forming a table).

use super::super::Grid;
use super::super::cells::Cells;
use super::super::spread::Spread;
use super::Limit;
use super::lines::Lines;
use super::page::{Page, Step, Tag};
use crate::evidence::{At, Cell};
use crate::finding::Finding;
use crate::ledger::Ledger;
use crate::tables::Tables;
use std::ops::Range;

/// The most columns and rows that one cell spans. Source: HTML Standard, 4.9.11.
const MOST_COLUMNS_SPANNED: usize = 1000;
const MOST_ROWS_SPANNED: usize = 65534;
/// The most columns of a table; a hundred times those of the widest directory.
const MOST_COLUMNS: usize = 10_000;
/// The most places that all cells of a page cover: a hundred thousand rows of forty columns.
const MOST_PLACES: usize = 4_000_000;

/// Makes grids; one per page, for what it costs is counted over all its tables.
#[derive(Default)]
pub(super) struct Grids {
    tables: u16,
    places: usize,
    cut: Option<Limit>,
    /// Cells that were given more rows than there are for them, each with the row in which it would have gone on (from 1).
    too_long: Vec<(Cell, usize)>,
}

/// A row of a table: its cells, and how many rows of its group there are from it on.
struct Row {
    cells: Vec<Source>,
    left_in_group: usize,
}

impl Row {
    /// Whether each of its cells stands in one column.
    fn is_plain(&self) -> bool {
        self.cells.iter().all(|cell| cell.columns == 1)
    }

    /// How many columns its own cells take.
    fn columns(&self) -> usize {
        self.cells.iter().map(|cell| cell.columns).sum()
    }
}

/// A cell of a table: its spans and its steps.
struct Source {
    columns: usize,
    rows: usize,
    steps: Range<usize>,
}

impl Grids {
    /// The grid of the table `steps`; `None` where nothing stands in it.
    pub(super) fn grid(&mut self, steps: &[Step], page: &Page, tables: &Tables, cells: &mut Cells, ledger: &mut Ledger) -> Option<Grid> {
        let Some(table) = self.tables.checked_add(1) else {
            self.cut = Some(Limit { what: "number of tables", what_zh: "表格数", most: usize::from(u16::MAX) });
            return None;
        };
        let at = |row: u32, column: u16| At::Table { table, row: row + 1, column: column.saturating_add(1) };
        let (mut spread, mut is_blank) = (Spread::new(&tables.marks), true);
        let rows = rows(steps);
        let width = width(&rows);
        'rows: for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            if width == Some(row.columns()) {
                self.too_long.extend(spread.end_above(y).into_iter().map(|cell| (cell, y + 1)));
            }
            for source in &row.cells {
                while !spread.is_free(y, x) {
                    x += 1;
                }
                let (height, width) = (source.rows.min(row.left_in_group), source.columns);
                self.places += height * width;
                if x + width > MOST_COLUMNS {
                    self.cut = Some(Limit { what: "number of columns of a table", what_zh: "表格列数", most: MOST_COLUMNS });
                    break 'rows;
                }
                if self.places > MOST_PLACES || !spread.has_room((y, x), (height, width)) {
                    self.cut = Some(Limit { what: "number of places in tables", what_zh: "表格位置数", most: MOST_PLACES });
                    break 'rows;
                }
                let text = Lines::text(steps.get(source.steps.clone()).unwrap_or_default(), page.wrapped, tables);
                let cell = cells.of_place(at(y as u32, x as u16), &text, ledger);
                spread.put((y, x), (height, width), &cell);
                is_blank &= cell.is_blank();
                x += width;
            }
        }
        self.tables = if is_blank { self.tables } else { table };
        (!is_blank).then(|| {
            let lacking = spread.lacking();
            let mut grid = spread.into_grid(at);
            // A cell across several columns may stand for all of them: the row may lack none.
            let lacking = lacking.into_iter().zip(&rows).map(|(lacks, row)| if row.is_plain() { lacks } else { 0 });
            grid.rows.iter_mut().zip(lacking).for_each(|(row, lacks)| row.lacks = lacks);
            grid
        })
    }

    /// What was given up, and what was read otherwise than it is written.
    pub(super) fn findings(self) -> Vec<Finding> {
        let too_long = self.too_long.iter().map(|(cell, row)| span_too_long(cell, *row));
        self.cut.map(Limit::finding).into_iter().chain(too_long).collect()
    }
}

fn span_too_long(cell: &Cell, row: usize) -> Finding {
    let text = cell.text();
    Finding::new("span-too-long").with("row", row).with("text", text).shown(text, &cell.at)
}

/// How many columns the table `rows` has, where no row has more of its own than the header. A row with so many is whole; what reaches into it from above
/// was given more rows than there are, and a browser shows the row behind the last column.
fn width(rows: &[Row]) -> Option<usize> {
    const LEAST_COLUMNS: usize = 5;
    let width = rows.iter().find(|row| row.cells.len() > 1)?.columns();
    (width >= LEAST_COLUMNS && rows.iter().all(|row| row.columns() <= width)).then_some(width)
}

/// The steps of each caption of the table `steps`.
pub(super) fn captions<'s, 'a>(steps: &'s [Step<'a>]) -> Vec<&'s [Step<'a>]> {
    let (mut found, mut index) = (Vec::new(), 1);
    while let Some(step) = steps.get(index) {
        index += 1;
        if let Step::Open(tag @ Tag { name: "caption" | "td" | "th", .. }) = step {
            let end = closing(steps, index);
            found.extend(steps.get(index..end).filter(|_| tag.name == "caption"));
            index = end + 1;
        }
    }
    found
}

/// The steps of each cell of the rows of the table `steps`.
pub(super) fn cells_of_rows(steps: &[Step]) -> Vec<Vec<Range<usize>>> {
    rows(steps).into_iter().map(|row| row.cells.into_iter().map(|cell| cell.steps).collect()).collect()
}

/// The rows of the table `steps`: those of `tfoot` come last.
fn rows(steps: &[Step]) -> Vec<Row> {
    let mut groups: Vec<(bool, Vec<Row>)> = vec![(false, Vec::new())];
    let mut index = 1;
    while let Some(step) = steps.get(index) {
        index += 1;
        let Step::Open(tag) = step else { continue };
        match (tag.name, groups.last_mut()) {
            ("thead" | "tbody" | "tfoot", _) => groups.push((tag.name == "tfoot", Vec::new())),
            ("tr", Some((_, rows))) => rows.push(Row { cells: Vec::new(), left_in_group: 0 }),
            ("td" | "th" | "caption", group) => {
                let end = closing(steps, index);
                if let Some(row) = group.and_then(|(_, rows)| rows.last_mut()).filter(|_| tag.name != "caption") {
                    row.cells.push(source(tag, index..end));
                }
                index = end + 1;
            }
            _ => {}
        }
    }
    for (_, rows) in &mut groups {
        (1..).zip(rows.iter_mut().rev()).for_each(|(left, row)| row.left_in_group = left);
    }
    let (foot, body): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(is_foot, _)| *is_foot);
    body.into_iter().chain(foot).flat_map(|(_, rows)| rows).collect()
}

/// A cell and its spans; no rows (`rowspan="0"`) means all that are left in the group. A span that reaches out of its group ends there, as in browsers.
fn source(tag: &Tag, steps: Range<usize>) -> Source {
    let columns = number(tag.element.attr("colspan")).filter(|columns| *columns > 0).unwrap_or(1).min(MOST_COLUMNS_SPANNED);
    let rows = match number(tag.element.attr("rowspan")) {
        Some(0) => usize::MAX,
        rows => rows.unwrap_or(1).min(MOST_ROWS_SPANNED),
    };
    Source { columns, rows, steps }
}

/// The number that an attribute begins with. Source: HTML Standard, 2.3.4.2 (non-negative integers).
fn number(text: Option<&str>) -> Option<usize> {
    let text = text?.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let text = text.strip_prefix('+').unwrap_or(text);
    let mut digits = text.chars().map_while(|c| c.to_digit(10)).peekable();
    digits.peek()?;
    Some(digits.fold(0usize, |number, digit| number.saturating_mul(10).saturating_add(digit as usize)))
}

/// The step that closes the element whose inside begins at `start`.
pub(super) fn closing(steps: &[Step], start: usize) -> usize {
    let mut depth = 0usize;
    for (index, step) in steps.iter().enumerate().skip(start) {
        match step {
            Step::Open(_) => depth += 1,
            Step::Close(_) if depth == 0 => return index,
            Step::Close(_) => depth -= 1,
            Step::Text(_) => {}
        }
    }
    steps.len()
}
