//! decode/text/paragraph: a line of running text, and the signs of Markdown in it.

use super::super::cells::Cells;
use super::emphasis;
use crate::evidence::Cell;
use crate::ledger::{Claim, Ledger, Reason};
use crate::text::is_blank;

/// The most signs that Markdown puts in front of a heading. Source: CommonMark 0.31, 4.2.
const MOST_LEVELS: usize = 6;

/// A line of running text; signs of Markdown headings and of bold words are left out. `legend`: the document says what asterisks mean.
pub(super) fn paragraph(line: &str, number: u32, legend: bool, cells: &mut Cells, ledger: &mut Ledger) -> Option<Cell> {
    let from = signs(line).unwrap_or_else(|| emphasis::bullet(line, legend));
    ledger.claim_range(number, 1, from as u32, Claim::LeftOut(Reason::Markup));
    // The signs are ASCII: as many bytes as characters.
    let cell = cells.of_line(number, from, line.get(from..).unwrap_or_default(), ledger);
    (!cell.is_blank()).then(|| emphasis::without_signs(cell, ledger))
}

/// The level of the Markdown heading that `line` is.
pub(super) fn heading(line: &str) -> Option<u8> {
    signs(line).filter(|signs| *signs <= MOST_LEVELS).and_then(|signs| u8::try_from(signs).ok())
}

/// How many signs of a heading stand in front of `line`.
fn signs(line: &str) -> Option<usize> {
    let signs = line.chars().take_while(|c| *c == '#').count();
    (signs > 0 && line.chars().nth(signs).is_some_and(is_blank)).then_some(signs)
}
