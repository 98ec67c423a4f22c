//! decode/open_text/tables: a table of an OpenDocument text to cells at their places. Source: OASIS OpenDocument 1.3 part 3, 9.1.

use super::super::pieces::{Placed, Table, text_and_tables};
use super::super::xml::{Tag, Xml};
use super::story::Story;
use crate::finding::limit_reached;

/// The most rows or columns that one cell may span. Programs have a few hundred columns at most.
const MOST_SPAN: usize = 1000;

/// The most cells of a document that are made by repeating others.
const MOST_REPEATED: usize = 100_000;

/// A table in the making: the next row, and what was read.
#[derive(Default)]
struct Reading {
    row: usize,
    table: Table,
}

/// Reads the rest of a table.
pub(super) fn table(story: &mut Story, xml: &mut Xml) -> Table {
    let mut reading = Reading::default();
    rows(story, xml, &mut reading);
    let height = reading.row;
    for cell in &mut reading.table.cells {
        cell.size.0 = cell.size.0.min(height.saturating_sub(cell.start.0)).max(1);
    }
    reading.table
}

/// The rows in the rest of the element at hand.
fn rows(story: &mut Story, xml: &mut Xml, reading: &mut Reading) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "table-row" => row(&tag, story, xml, reading),
            "table-header-rows" | "table-rows" | "table-row-group" => rows(story, xml, reading),
            _ => xml.skip(),
        }
    }
}

fn row(tag: &Tag, story: &mut Story, xml: &mut Xml, reading: &mut Reading) {
    let is_hidden = tag.attribute("visibility").is_some_and(|visibility| visibility != "visible");
    story.hidden += usize::from(is_hidden);
    let mut cells = cells(story, xml);
    story.hidden -= usize::from(is_hidden);
    if is_hidden {
        return;
    }
    let is_blank = cells.iter().all(|cell| cell.text.is_empty());
    // Blank rows that are repeated fill a page, not a table.
    let times = if is_blank { 1 } else { repeats(story, tag, "number-rows-repeated", cells.len()) };
    for _ in 0..times {
        for cell in &mut cells {
            let (start, inner) = ((reading.row, cell.start.1), std::mem::take(&mut cell.inner));
            reading.table.cells.push(Placed { start, size: cell.size, text: cell.text.clone(), inner });
        }
        reading.row += 1;
    }
}

/// The cells of a row; their row is set by the caller.
fn cells(story: &mut Story, xml: &mut Xml) -> Vec<Placed> {
    let (mut cells, mut column) = (Vec::new(), 0usize);
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "table-cell" => {
                let span = |name: &str| tag.number::<usize>(name).unwrap_or(1).clamp(1, MOST_SPAN);
                let size = (span("number-rows-spanned"), span("number-columns-spanned"));
                let mut pieces = Vec::new();
                story.blocks(xml, &mut pieces);
                let (text, mut inner) = text_and_tables(pieces);
                for _ in 0..repeats(story, &tag, "number-columns-repeated", 1) {
                    cells.push(Placed { start: (0, column), size, text: text.clone(), inner: std::mem::take(&mut inner) });
                    column += 1;
                }
            }
            // A place under a cell that spans; what stands in it is not shown.
            "covered-table-cell" => {
                column += repeats(story, &tag, "number-columns-repeated", 1);
                story.left_out.hidden.push_str(&xml.text_inside());
            }
            _ => xml.skip(),
        }
    }
    cells
}

/// How many times the attribute `name` asks for something of `cells` cells, within limits.
fn repeats(story: &mut Story, tag: &Tag, name: &str, cells: usize) -> usize {
    let times = tag.number::<usize>(name).unwrap_or(1).max(1);
    let more = (times - 1).saturating_mul(cells);
    if story.repeated.saturating_add(more) <= MOST_REPEATED {
        story.repeated += more;
        return times;
    }
    if !story.findings.iter().any(|finding| finding.code.as_str() == "limit-reached") {
        story.findings.push(limit_reached("number of repeated cells", "重复单元格数量", MOST_REPEATED));
    }
    1
}
