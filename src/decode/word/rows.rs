//! decode/word/rows: a table of a Word document to cells at their places. Source: ECMA-376 part 1, 17.4.

use super::super::pieces::{Inner, Piece, Placed, Table, text_and_tables};
use super::super::xml::{Tag, Xml};
use super::is_on;
use super::story::{Story, alternatives};

/// The most columns a cell may span, or a row may leave out. Word has 63 columns at most, other programs a few hundred.
const MOST_SPAN: usize = 1000;

/// How far the widths of a row's cells may be from the width of the table, in hundredths, for its cells to be placed by their widths.
const MOST_SLACK: u64 = 5;

/// A row as it stands in the file.
#[derive(Default)]
struct Row {
    before: usize,
    after: usize,
    cells: Vec<Cell>,
    /// Whether tracked changes have deleted it, or it is hidden.
    deleted: bool,
    hidden: bool,
}

/// A cell as it stands in the file.
#[derive(Default)]
struct Cell {
    /// How many columns it spans, where it says so.
    span: Option<usize>,
    /// Its width in twentieths of a point.
    width: Option<u64>,
    down: Merge,
    right: Merge,
    text: String,
    inner: Inner,
}

/// Whether a cell is merged with others.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Merge {
    #[default]
    None,
    Start,
    GoesOn,
}

/// Rows and grid of a table in the making.
#[derive(Default)]
struct Reading {
    widths: Vec<u64>,
    rows: Vec<Row>,
}

/// Reads the rest of a table (`w:tbl`).
pub(super) fn table(story: &mut Story, xml: &mut Xml) -> Table {
    let mut reading = Reading::default();
    rows(story, xml, &mut reading);
    let cells = placed(story, reading.rows, &reading.widths);
    Table { cells, inner: Vec::new() }
}

/// The rows in the rest of the element at hand.
fn rows(story: &mut Story, xml: &mut Xml, reading: &mut Reading) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "tr" => row(story, xml, reading),
            "tblGrid" => reading.widths = grid(xml),
            "sdt" => story.control(xml, |story, xml| rows(story, xml, reading)),
            "AlternateContent" => alternatives(xml, |xml| rows(story, xml, reading)),
            "ins" | "moveTo" | "smartTag" | "customXml" => rows(story, xml, reading),
            _ => xml.skip(),
        }
    }
}

fn grid(xml: &mut Xml) -> Vec<u64> {
    let mut widths = Vec::new();
    while let Some(tag) = xml.next_inside() {
        if tag.name() == "gridCol" {
            widths.push(tag.number("w").unwrap_or(0));
        }
        xml.skip();
    }
    widths
}

fn row(story: &mut Story, xml: &mut Xml, reading: &mut Reading) {
    let mut row = Row::default();
    let around = (story.deleted, story.hidden);
    cells(story, xml, &mut row);
    (story.deleted, story.hidden) = around;
    if !row.deleted && !row.hidden {
        reading.rows.push(row);
    }
}

/// The cells in the rest of the element at hand.
fn cells(story: &mut Story, xml: &mut Xml, row: &mut Row) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "tc" => {
                let cell = cell(story, xml);
                row.cells.push(cell);
            }
            "trPr" => {
                row_properties(xml, row);
                story.deleted += usize::from(row.deleted);
                story.hidden += usize::from(row.hidden);
            }
            "sdt" => story.control(xml, |story, xml| cells(story, xml, row)),
            "AlternateContent" => alternatives(xml, |xml| cells(story, xml, row)),
            "ins" | "moveTo" | "smartTag" | "customXml" => cells(story, xml, row),
            _ => xml.skip(),
        }
    }
}

fn row_properties(xml: &mut Xml, row: &mut Row) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "gridBefore" => row.before = span(&tag).unwrap_or(0),
            "gridAfter" => row.after = span(&tag).unwrap_or(0),
            "hidden" => row.hidden = is_on(&tag),
            "del" => row.deleted = true,
            _ => {}
        }
        xml.skip();
    }
}

fn cell(story: &mut Story, xml: &mut Xml) -> Cell {
    let (mut cell, mut pieces, fields) = (Cell::default(), Vec::<Piece>::new(), story.fields.len());
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "tcPr" => cell_properties(xml, &mut cell),
            _ => story.block(&tag, xml, &mut pieces),
        }
    }
    // A field that begins in a cell ends there.
    story.fields.truncate(fields);
    (cell.text, cell.inner) = text_and_tables(pieces);
    cell
}

fn cell_properties(xml: &mut Xml, cell: &mut Cell) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "gridSpan" => cell.span = span(&tag),
            "vMerge" => cell.down = merge(&tag),
            "hMerge" => cell.right = merge(&tag),
            "tcW" if tag.attribute("type").as_deref() == Some("dxa") => cell.width = tag.number("w"),
            _ => {}
        }
        xml.skip();
    }
}

fn span(tag: &Tag) -> Option<usize> {
    Some(tag.number::<usize>("val")?.min(MOST_SPAN))
}

/// A merge without a value goes on.
fn merge(tag: &Tag) -> Merge {
    if tag.attribute("val").as_deref() == Some("restart") { Merge::Start } else { Merge::GoesOn }
}

/// A cell that is merged downwards: where it is in the list of placed cells, and the row where it ends so far.
struct Open {
    column: usize,
    width: usize,
    cell: usize,
    end: usize,
}

/// Gives every cell its place. A cell that goes on from above is part of the cell that starts at the same column and is as wide.
fn placed(story: &mut Story, rows: Vec<Row>, widths: &[u64]) -> Vec<Placed> {
    let (mut cells, mut open): (Vec<Placed>, Vec<Open>) = (Vec::new(), Vec::new());
    for (number, row) in rows.into_iter().enumerate() {
        let spans = spans(&row, widths);
        let (mut column, mut left) = (row.before, None::<usize>);
        for (cell, width) in row.cells.into_iter().zip(spans) {
            let start = column;
            column += width;
            if let Some(last) = left.and_then(|index| cells.get_mut(index)).filter(|_| cell.right == Merge::GoesOn) {
                last.size.1 += width;
                last.text = joined(&last.text, &cell.text);
                last.inner.extend(behind(&last.text, cell.inner));
                continue;
            }
            let above = open.iter_mut().find(|open| (open.column, open.width, open.end) == (start, width, number));
            match above.filter(|_| cell.down == Merge::GoesOn) {
                Some(above) => {
                    above.end = number + 1;
                    if let Some(first) = cells.get_mut(above.cell) {
                        first.size.0 += 1;
                    }
                    // Word shows the text of the first cell only.
                    story.left_out.hidden.push_str(&cell.text);
                    if let Some(first) = cells.get_mut(above.cell) {
                        let inner = behind(&first.text, cell.inner);
                        first.inner.extend(inner);
                    }
                }
                None => {
                    open.retain(|open| open.end > number || open.end == number && open.column != start);
                    if cell.down != Merge::None {
                        open.push(Open { column: start, width, cell: cells.len(), end: number + 1 });
                    }
                    left = Some(cells.len());
                    cells.push(Placed { start: (number, start), size: (1, width), text: cell.text, inner: cell.inner });
                }
            }
        }
    }
    cells
}

/// How many columns each cell of `row` spans: what they say; else as many as their widths cover, where these fill the table.
fn spans(row: &Row, widths: &[u64]) -> Vec<usize> {
    let said: Vec<usize> = row.cells.iter().map(|cell| cell.span.unwrap_or(1).max(1)).collect();
    let columns = row.before + said.iter().sum::<usize>() + row.after;
    let cells: Option<Vec<u64>> = row.cells.iter().map(|cell| cell.width.filter(|width| *width > 0 && cell.span.is_none())).collect();
    match cells {
        Some(cells) if columns < widths.len() && row.before + row.after == 0 => by_width(&cells, widths).unwrap_or(said),
        _ => said,
    }
}

/// How many of the columns `widths` each of the cells `cells` covers: a cell ends at the edge of a column nearest to its own.
fn by_width(cells: &[u64], widths: &[u64]) -> Option<Vec<usize>> {
    let sum = |widths: &[u64]| widths.iter().fold(0u64, |sum, width| sum.saturating_add(*width));
    let whole = sum(widths);
    if sum(cells).abs_diff(whole).saturating_mul(100) > whole.saturating_mul(MOST_SLACK) {
        return None;
    }
    let (mut spans, mut first, mut edge, mut reached) = (Vec::new(), 0, 0u64, 0u64);
    for (index, cell) in cells.iter().enumerate() {
        reached = reached.saturating_add(*cell);
        // Each cell to the right keeps a column at least.
        let last = widths.len().checked_sub(cells.len() - index - 1)?;
        let mut end = first;
        while end < last {
            let next = edge.saturating_add(*widths.get(end)?);
            if end > first && next.abs_diff(reached) > edge.abs_diff(reached) {
                break;
            }
            (end, edge) = (end + 1, next);
        }
        spans.push(end - first);
        first = end;
    }
    Some(spans)
}

/// Tables of a cell that goes on with the one that holds `text`.
fn behind(text: &str, inner: Inner) -> Inner {
    inner.into_iter().map(|(_, table)| (text.len(), table)).collect()
}

fn joined(left: &str, right: &str) -> String {
    [left, right].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_without_spans_are_placed_by_their_widths() {
        let widths = [1000, 1000, 2000, 1000];
        assert_eq!(by_width(&[2000, 2000, 1000], &widths), Some(vec![2, 1, 1]));
        assert_eq!(by_width(&[1010, 3990], &widths), Some(vec![1, 3]));
        assert_eq!(by_width(&[5000], &widths), Some(vec![4]));
        assert_eq!(by_width(&[1000, 1000], &widths), None);
        assert_eq!(by_width(&[10, 10, 10, 4970], &widths), Some(vec![1, 1, 1, 1]));
    }
}
