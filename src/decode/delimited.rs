//! decode/delimited: text whose cells stand between commas, tabs, semicolons or bars, with quotes around some (RFC 4180), to one grid.
//!
//! The crate `csv` does not tell where a cell stands in its line, so records are cut in [`record`]; a test compares them with what the crate reads.

mod dialect;
mod record;

pub(super) use dialect::{Found, find};

use super::cells::{Cells, Part};
use super::{Block, Decoded, Dialect, Grid, Row};
use crate::evidence::{At, Cell};
use crate::finding::{Finding, limit_reached};
use crate::ledger::{Claim, Ledger, Reason};
use crate::tables::Tables;
use record::{Field, Quotes, record};

/// The most cells of a file; beyond them the file is no table that anybody made, and each takes memory.
const MOST_CELLS: usize = 2_000_000;
/// So many rows are shown in a finding.
const MOST_SHOWN: usize = 8;

/// Reads `text` as `found` says into the lines, the only block and the ledger of `decoded`.
pub(super) fn read(text: &str, found: &Found, tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cells = Cells::new(tables);
    decoded.lines = lines.iter().map(|line| cells.text(line)).collect();
    decoded.ledger = Ledger::new(&decoded.lines);
    let (mut rows, mut findings): (Vec<Row>, Vec<Finding>) = (Vec::new(), Vec::new());
    let (mut next, mut quotes, mut count) = (0, Quotes::Bound, 0);
    if found.is_told {
        decoded.ledger.claim_range(1, 1, u32::MAX, Claim::LeftOut(Reason::Markup));
        next = 1;
    }
    while next < lines.len() {
        let Some((fields, end)) = record(&lines, next, found.separator, quotes) else {
            // Nobody knows where the cell ends: rows before stay, what follows is read line by line.
            quotes = Quotes::Plain;
            findings.push(quotes_unbalanced(next, &lines));
            continue;
        };
        let (fields, end) = with_other_separator(&lines, next, found).unwrap_or((fields, end));
        count += fields.len();
        if count > MOST_CELLS {
            findings.push(limit_reached("number of cells", "单元格数", MOST_CELLS));
            (next..lines.len()).for_each(|line| left_out(line, &mut decoded.ledger));
            break;
        }
        let row: Vec<Cell> = fields.iter().map(|field| cells.of_parts(&field.parts, field.quoted, &mut decoded.ledger)).collect();
        claim_gaps(&fields, next..end, &mut decoded.ledger);
        if row.iter().any(|cell| !cell.is_blank()) {
            rows.push(Row { cells: row, pads: 0, lacks: 0, line: next as u32 + 1, merged: Vec::new() });
        }
        next = end;
    }
    findings.extend(rows_uneven(&rows, found.width));
    if !rows.is_empty() {
        decoded.blocks.push(Block::Grid(Grid { dialect: Dialect::Delimited, rows, covered: Default::default() }));
    }
    findings
}

/// A record that has no separator of the file, and as many cells as most between others.
fn with_other_separator<'a>(lines: &[&'a str], next: usize, found: &Found) -> Option<(Vec<Field<'a>>, usize)> {
    const LEAST_WIDTH: usize = 3;
    let line = lines.get(next).filter(|line| found.width >= LEAST_WIDTH && !line.contains(found.separator))?;
    let others = [',', '\t', ';', '|', '，', '；'].into_iter().filter(|other| line.contains(*other));
    others.filter_map(|other| record(lines, next, other, Quotes::Bound)).find(|(fields, _)| fields.len() == found.width)
}

fn left_out(line: usize, ledger: &mut Ledger) {
    ledger.claim_range(line as u32 + 1, 1, u32::MAX, Claim::LeftOut(Reason::NotRead));
}

/// Claims what stands between the cells of a record: separators, quotes, and blanks beside them.
fn claim_gaps(fields: &[Field<'_>], lines: std::ops::Range<usize>, ledger: &mut Ledger) {
    let (mut line, mut from) = (lines.start, 1u32);
    let mut gap = |line: usize, from: u32, to: u32| {
        if from <= to {
            ledger.claim_range(line as u32 + 1, from, to, Claim::LeftOut(Reason::Separator));
        }
    };
    for Part { line: number, before, text } in fields.iter().flat_map(|field| &field.parts) {
        if *number as usize != line + 1 {
            gap(line, from, u32::MAX);
            (line, from) = (*number as usize - 1, 1);
        }
        gap(line, from, *before as u32);
        from = (before + text.chars().count()) as u32 + 1;
    }
    gap(line, from, u32::MAX);
}

fn quotes_unbalanced(line: usize, lines: &[&str]) -> Finding {
    let text = lines.get(line).copied().unwrap_or_default();
    let at = At::Text { line: line as u32 + 1, from: 1, to: text.chars().count() as u32 };
    Finding::new("quotes-unbalanced").with("line", line + 1).shown_at(text, at)
}

/// Rows that have another number of cells than most; a title above the header has one, and a row of headings may end with one that spans several columns.
fn rows_uneven(rows: &[Row], width: usize) -> Option<Finding> {
    let below = rows.iter().skip_while(|row| row.cells.len() < width);
    let last = |row: &Row| row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    let uneven: Vec<&Row> = below.filter(|row| row.cells.len() < width || last(row) > width).collect();
    let finding = Finding::new("rows-uneven").with("count", uneven.len()).with("width", width).with("line", uneven.first()?.line);
    let shown = uneven.iter().take(MOST_SHOWN).filter_map(|row| row.cells.iter().find(|cell| !cell.is_blank()));
    Some(shown.fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_limited() {
        let row = vec!["1"; 1000].join(",") + "\n";
        let (text, tables, mut decoded) = (row.repeat(MOST_CELLS / 1000 + 1), Tables::embedded().unwrap(), Decoded::default());
        let findings = read(&text, &find(&text).unwrap(), &tables, &mut decoded);
        assert_eq!(findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["limit-reached"]);
        assert!(matches!(&decoded.blocks[..], [Block::Grid(grid)] if grid.rows.len() == MOST_CELLS / 1000));
    }
}
