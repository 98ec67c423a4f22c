//! decode/workbook/sheet: the cells of one sheet, as its reader finds them, to a grid without blank rows and columns.

use super::Trouble;
use crate::decode::cells::Cells;
use crate::decode::left_out::{pictures_not_read, text_beside_body};
use crate::decode::spread::Spread;
use crate::decode::{Block, Decoded};
use crate::evidence::{At, Text, cell_name};
use crate::finding::{Finding, limit_reached};
use std::collections::{BTreeMap, BTreeSet};

/// Rows and columns that a sheet can have. Source: the limits of Excel since 2007; OpenDocument programs have the same.
pub(super) const ROWS: u32 = 1 << 20;
/// See [`ROWS`].
pub(super) const COLUMNS: u16 = 1 << 14;
/// The most places of a grid, filled or not: the smallest list of cells that makes it would be one diagonal.
const MOST_SLOTS: usize = 2_000_000;
/// So many places are shown in one finding.
const MOST_SHOWN: usize = 8;

/// A sheet as it is read; rows and columns are counted from 0.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Cells with text; read top to bottom in most files.
    cells: Vec<(u32, u16, Text)>,
    merges: Vec<Area>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    /// Cells that show an error.
    errors: Vec<(u32, u16, Text)>,
    /// Cells with a formula that was never computed.
    uncomputed: Vec<(u32, u16)>,
    /// Comments on cells.
    comments: Vec<(u32, u16, Text)>,
    /// The text of drawn shapes, and how many pictures there are.
    pub(super) shapes: String,
    pub(super) pictures: usize,
    /// Cells and merged ranges outside any sheet.
    outside: u64,
}

/// What a sheet is, as far as it decides whether it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A worksheet that is shown.
    #[default]
    Shown,
    /// A worksheet that is hidden.
    Hidden,
    /// No worksheet: a chart, a dialog, macros.
    Other,
}

/// A merged range, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Area {
    top: u32,
    left: u16,
    bottom: u32,
    right: u16,
}

impl Sheet {
    /// A worksheet that is shown, or hidden.
    pub(super) fn new(name: &str, kind: Kind) -> Self {
        Sheet { name: name.into(), kind, ..Sheet::default() }
    }

    /// Adds the cell that says `text`; blank ones are left out. `room`: how many cells the workbook may still have.
    pub(super) fn add(&mut self, (row, column): (u32, u32), text: Text, room: &mut usize) -> Result<(), Trouble> {
        if crate::text::trim(&text).is_empty() {
            return Ok(());
        }
        let Some(column) = place(row, column) else {
            self.outside += 1;
            return Ok(());
        };
        *room = room.checked_sub(1).ok_or(Trouble::Limit("cells", "单元格数", super::MOST_CELLS as u64))?;
        self.cells.push((row, column, text));
        Ok(())
    }

    /// Adds a cell that shows the error `error`.
    pub(super) fn add_error(&mut self, (row, column): (u32, u32), error: &str) {
        if let Some(column) = place(row, column).filter(|_| self.errors.len() < super::MOST_CELLS) {
            self.errors.push((row, column, error.into()));
        }
    }

    /// Adds a cell with a formula that was never computed.
    pub(super) fn add_uncomputed(&mut self, (row, column): (u32, u32)) {
        if let Some(column) = place(row, column).filter(|_| self.uncomputed.len() < super::MOST_CELLS) {
            self.uncomputed.push((row, column));
        }
    }

    /// Adds a comment on a cell.
    pub(super) fn add_comment(&mut self, (row, column): (u32, u32), text: &str) {
        if let Some(column) = place(row, column).filter(|_| self.comments.len() < super::MOST_CELLS) {
            self.comments.push((row, column, crate::text::trim(text).into()));
        }
    }

    /// Adds the merged range from `first` to `last`.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        match (place(first.0, first.1), place(last.0, last.1)) {
            (Some(left), Some(right)) if first.0 <= last.0 && left <= right => {
                if (first.0, left) != (last.0, right) {
                    self.merges.push(Area { top: first.0, left, bottom: last.0, right });
                }
            }
            _ => self.outside += 1,
        }
    }

    /// Says that the rows from `first` to `last` are hidden.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        join(&mut self.hidden_rows, first, last);
    }

    /// Says that the columns from `first` to `last` are hidden.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        join(&mut self.hidden_columns, first, last);
    }

    /// Adds the sheet to `decoded`: as a grid where it is shown and has text. What is left out comes back as findings.
    pub(super) fn decode(mut self, cells: &mut Cells, decoded: &mut Decoded, findings: &mut Vec<Finding>) {
        let sheet = decoded.sheets.len() as u16;
        decoded.sheets.push(self.name.as_str().into());
        if self.kind != Kind::Shown {
            if self.kind == Kind::Other || !self.cells.is_empty() {
                findings.push(sheet_not_read(&self));
            }
            return;
        }
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let rows = Axis::new(self.cells.iter().map(|(row, ..)| *row));
        let columns = Axis::new(self.cells.iter().map(|(_, column, _)| u32::from(*column)));
        findings.extend(self.noticed(sheet, &rows, &columns));
        findings.extend(text_beside_body("shapes drawn on a sheet", "工作表上的图形", &self.shapes));
        findings.extend(pictures_not_read(self.pictures, ""));
        let kept = MOST_SLOTS / columns.used.len().max(1);
        if rows.used.len() > kept {
            findings.push(limit_reached("cells of a sheet with the blank ones between", "工作表单元格数（含空白）", MOST_SLOTS));
        }
        let mut spread = Spread::new(cells.marks());
        let spans = self.spans(&rows, &columns, findings, sheet);
        let mut covered = Vec::new();
        for (row, column, text) in &self.cells {
            let (Some(down), Some(right)) = (rows.index(*row), columns.index(u32::from(*column))) else { continue };
            let place = At::Sheet { sheet, row: *row, column: *column };
            if down >= kept {
                break;
            }
            if !spread.is_free(down, right) {
                covered.push((place, text));
                continue;
            }
            let cell = cells.of_place(place, text, &mut decoded.ledger);
            let (height, width) = spans.get(&(down, right)).copied().unwrap_or((1, 1));
            spread.put((down, right), (height.min(kept - down), width), &cell);
        }
        if !covered.is_empty() {
            findings.push(cells_covered(&covered));
        }
        if self.cells.is_empty() {
            return;
        }
        let place = |row: u32, column: u16| At::Sheet { sheet, row: rows.at(row as usize), column: columns.at(column.into()) as u16 };
        let mut grid = spread.into_grid(place);
        for (index, row) in grid.rows.iter_mut().enumerate() {
            row.line = rows.at(index) + 1;
        }
        decoded.blocks.push(Block::Grid(grid));
    }

    /// Height and width of the merged ranges by their first cell, counted in used rows and columns. Ranges that overlap others, or are more
    /// than a sheet has room for, are reported.
    fn spans(&mut self, rows: &Axis, columns: &Axis, findings: &mut Vec<Finding>, sheet: u16) -> BTreeMap<(usize, usize), (usize, usize)> {
        self.merges.sort_unstable();
        self.merges.dedup();
        let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut spans = BTreeMap::new();
        let mut overlapping = Vec::new();
        let mut looked_at = 0usize;
        for area in &self.merges {
            let (Some(top), Some(left)) = (rows.index(area.top), columns.index(area.left.into())) else { continue };
            let (bottom, right) = (rows.before(area.bottom.saturating_add(1)), columns.before(u32::from(area.right) + 1));
            let slots = || (top..bottom).flat_map(|row| (left..right).map(move |column| (row, column)));
            looked_at = looked_at.saturating_add((bottom - top).saturating_mul(right - left));
            if looked_at > MOST_SLOTS || slots().any(|slot| taken.contains(&slot)) {
                overlapping.push(area);
                continue;
            }
            taken.extend(slots());
            spans.insert((top, left), (bottom - top, right - left));
        }
        if !overlapping.is_empty() || self.outside > 0 {
            findings.push(ranges_unclear(self.outside + overlapping.len() as u64, &overlapping, sheet));
        }
        spans
    }

    /// What is to be said about hidden rows and columns, errors, formulas and comments.
    fn noticed(&self, sheet: u16, rows: &Axis, columns: &Axis) -> Vec<Finding> {
        let at = |row: u32, column: u16| At::Sheet { sheet, row, column };
        let name = |ranges: &[(u32, u32)], axis: &Axis, name: &dyn Fn(u32) -> String| -> Vec<String> {
            let with_text = ranges.iter().filter(|(first, last)| axis.before(*first) < axis.before(last.saturating_add(1)));
            with_text.map(|(first, last)| if first == last { name(*first) } else { format!("{}-{}", name(*first), name(*last)) }).collect()
        };
        let hidden_rows = name(&self.hidden_rows, rows, &|row| (row + 1).to_string());
        let hidden_columns = name(&self.hidden_columns, columns, &column_name);
        let mut found = Vec::new();
        found.extend((!hidden_rows.is_empty()).then(|| hidden("rows-hidden", &self.name, &hidden_rows)));
        found.extend((!hidden_columns.is_empty()).then(|| hidden("columns-hidden", &self.name, &hidden_columns)));
        if let Some((_, _, first)) = self.errors.first() {
            let finding = Finding::new("cell-error").with("count", self.errors.len()).with("error", first);
            found.push(
                self.errors
                    .iter()
                    .take(MOST_SHOWN)
                    .fold(finding, |finding, (row, column, error)| finding.shown_at(error, at(*row, *column))),
            );
        }
        if !self.uncomputed.is_empty() {
            let finding = Finding::new("formula-without-value").with("count", self.uncomputed.len());
            found.push(
                self.uncomputed.iter().take(MOST_SHOWN).fold(finding, |finding, (row, column)| finding.shown_at("", at(*row, *column))),
            );
        }
        if !self.comments.is_empty() {
            let finding = Finding::new("comments-left-out").with("count", self.comments.len()).with("sheet", &self.name);
            let shown = self.comments.iter().take(MOST_SHOWN);
            found.push(shown.fold(finding, |finding, (row, column, text)| finding.shown_at(text, at(*row, *column))));
        }
        found
    }
}

/// The rows or columns of a sheet that have text, in order; a blank one between them separates nothing.
struct Axis {
    used: Vec<u32>,
}

impl Axis {
    fn new(all: impl Iterator<Item = u32>) -> Self {
        Axis { used: all.collect::<BTreeSet<u32>>().into_iter().collect() }
    }

    fn index(&self, number: u32) -> Option<usize> {
        self.used.binary_search(&number).ok()
    }

    /// How many stand before `number`.
    fn before(&self, number: u32) -> usize {
        self.used.partition_point(|used| *used < number)
    }

    fn at(&self, index: usize) -> u32 {
        self.used.get(index).copied().unwrap_or_default()
    }
}

/// The column as a place has it, where the place is on a sheet.
fn place(row: u32, column: u32) -> Option<u16> {
    u16::try_from(column).ok().filter(|column| *column < COLUMNS && row < ROWS)
}

/// Adds a range behind the others; one that goes on with the last is joined to it.
fn join(ranges: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    match ranges.last_mut() {
        Some((_, end)) if first == *end + 1 => *end = last.max(first),
        _ if first > last || last >= ROWS => {}
        _ => ranges.push((first, last)),
    }
}

fn column_name(column: u32) -> String {
    cell_name(0, column as u16).trim_end_matches('1').into()
}

fn sheet_not_read(sheet: &Sheet) -> Finding {
    let code = if sheet.kind == Kind::Hidden { "sheet-hidden" } else { "sheet-of-other-kind" };
    Finding::new(code).with("sheet", &sheet.name).with("cells", sheet.cells.len())
}

fn hidden(code: &str, sheet: &str, ranges: &[String]) -> Finding {
    const MOST_RANGES: usize = 20;
    let listed: Vec<&str> = ranges.iter().take(MOST_RANGES).map(String::as_str).collect();
    let more = if ranges.len() > MOST_RANGES { ", …" } else { "" };
    Finding::new(code).with("sheet", sheet).with("ranges", format!("{}{more}", listed.join(", ")))
}

fn cells_covered(cells: &[(At, &Text)]) -> Finding {
    let finding = Finding::new("cells-covered").with("count", cells.len());
    cells.iter().take(MOST_SHOWN).fold(finding, |finding, (at, text)| finding.shown_at(text, *at))
}

fn ranges_unclear(count: u64, overlapping: &[&Area], sheet: u16) -> Finding {
    let finding = Finding::new("ranges-unclear").with("count", count);
    overlapping.iter().take(MOST_SHOWN).fold(finding, |finding, area| {
        let name = format!("{}:{}", cell_name(area.top, area.left), cell_name(area.bottom, area.right));
        finding.shown_at(&name, At::Sheet { sheet, row: area.top, column: area.left })
    })
}
