//! decode/html/layout: which tables of a page are data, and which are frames around other things.

use super::page::{Step, Tag};
use crate::tables::Tables;
use std::ops::Range;

/// A table with so many cells that are known words of headers is data, whatever else it looks like.
const LEAST_HEADERS: usize = 2;
/// Header words are looked for in so many rows, in cells of so many characters.
const HEADER_ROWS: usize = 8;
const LONGEST_HEADER: usize = 30;
/// A row alone with more filled cells than this is data: a page has no more columns.
const MOST_PAGE_COLUMNS: usize = 3;

/// The steps of each outermost table of data, in document order. A table in a cell of one is text of that cell.
///
/// A table is a frame where more stands in the tables inside it than in its own cells, or where it has one row or one column and a cell of several
/// lines; a table with header words never is, and one with header cells (`th`) only where other tables stand in it. One cell alone beside other tables
/// is one more line of the page.
pub(super) fn data_tables(steps: &[Step], tables: &Tables) -> Vec<Range<usize>> {
    let mut open: Vec<Shape> = Vec::new();
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        match step {
            Step::Open(Tag { name: "table", .. }) => {
                open.push(Shape { start: index, ..Shape::default() });
            }
            Step::Close(Tag { name: "table", .. }) => {
                let Some(shape) = open.pop() else { continue };
                let is_data = shape.is_data();
                if is_data {
                    while found.last().is_some_and(|(inner, _)| inner.start > shape.start) {
                        found.pop();
                    }
                    found.push((shape.start..index + 1, shape.filled == 1));
                }
                if let Some(outer) = open.last_mut() {
                    outer.inside += if is_data { shape.filled } else { shape.lines + shape.inside };
                    outer.in_line = false;
                }
            }
            step => {
                if let Some(shape) = open.last_mut() {
                    shape.add(step, tables);
                }
            }
        }
    }
    let is_alone = found.len() == 1;
    found.into_iter().filter(|(_, is_single)| is_alone || !is_single).map(|(table, _)| table).collect()
}

/// What stands in the own cells of a table.
#[derive(Default)]
struct Shape {
    start: usize,
    /// Rows with text, the cells with text, and the most of one row.
    rows: usize,
    filled: usize,
    widest: usize,
    /// Lines of text, and the most of one cell.
    lines: usize,
    longest: usize,
    /// Whether it has header cells.
    has_header_cells: bool,
    /// Cells that are words of headers.
    headers: usize,
    /// Cells or lines of the tables in its cells.
    inside: usize,
    in_row: usize,
    in_cell: bool,
    in_line: bool,
    lines_of_cell: usize,
    text: String,
}

impl Shape {
    fn add(&mut self, step: &Step, tables: &Tables) {
        match step {
            Step::Open(Tag { name: name @ ("td" | "th"), .. }) => {
                self.in_cell = true;
                self.has_header_cells |= *name == "th";
            }
            Step::Close(Tag { name: "td" | "th", .. }) => self.end_cell(tables),
            Step::Close(Tag { name: "tr", .. }) => {
                self.rows += usize::from(self.in_row > 0);
                self.widest = self.widest.max(self.in_row);
                self.in_row = 0;
            }
            Step::Open(tag) | Step::Close(tag) => self.in_line &= !tag.block && tag.name != "br",
            Step::Text(run) if self.in_cell && !crate::text::trim(run.text).is_empty() => {
                self.lines_of_cell += usize::from(!self.in_line);
                self.in_line = true;
                if self.rows < HEADER_ROWS {
                    self.text.extend(run.text.chars().take(LONGEST_HEADER));
                }
            }
            Step::Text(_) => {}
        }
    }

    fn end_cell(&mut self, tables: &Tables) {
        if self.lines_of_cell > 0 {
            self.in_row += 1;
            self.filled += 1;
            self.lines += self.lines_of_cell;
            self.longest = self.longest.max(self.lines_of_cell);
        }
        let text: String = self.text.chars().filter(|c| !crate::text::is_blank(*c)).collect();
        self.headers += usize::from(!text.is_empty() && text.chars().count() <= LONGEST_HEADER && tables.columns.header(&text).is_some());
        self.text.clear();
        (self.in_cell, self.in_line, self.lines_of_cell) = (false, false, 0);
    }

    fn is_data(&self) -> bool {
        let is_around = self.inside > 0 && self.inside >= self.filled;
        let is_narrow = self.widest <= 1 || self.rows == 1 && self.filled <= MOST_PAGE_COLUMNS;
        let is_frame = is_around || is_narrow && self.longest > 1 && !self.has_header_cells;
        self.filled > 0 && (self.headers >= LEAST_HEADERS || !is_frame)
    }
}
