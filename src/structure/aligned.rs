//! structure/aligned: tables of any kind whose columns are told by nothing but the places of their cells: blanks align them.
//!
//! Lines below each other, each of which holds several texts with two blanks or more in between, are rows if no text reaches over the blanks that all of
//! them leave. Only documents in which nothing else is found are asked.

use super::pairs::Piece;
use crate::decode::Row;
use crate::evidence::{Cell, Text};
use crate::text::is_blank;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A table has so many columns and rows at least, the header among these.
const LEAST_COLUMNS: usize = 3;
const LEAST_ROWS: usize = 3;
/// So many blanks part two cells.
const LEAST_BLANKS: usize = 2;
/// Wider tables are none.
const MOST_WIDTH: usize = 1024;

/// How wide a character is: as on a screen, or as one of many.
type Width = fn(char) -> usize;
const WIDTHS: [Width; 2] = [|c| c.width().unwrap_or(0), |_| 1];

/// A text between blanks: where it stands in its line, and its bytes of the cell that is the line.
struct Part {
    place: Range<usize>,
    bytes: Range<usize>,
}

/// Takes the rows of each table out of `pieces`, lines of a document that has the lines `written`, with the number of lines that are left before them.
pub(super) fn take(pieces: &mut Vec<Piece>, written: &[Text]) -> Vec<(usize, Vec<Row>)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < pieces.len() {
        let table = WIDTHS.iter().find_map(|width| table(pieces.get(index..)?, written, *width));
        match table {
            Some(rows) => {
                pieces.drain(index..index + rows.len());
                found.push((index, rows));
            }
            None => index += 1,
        }
    }
    found
}

/// The rows of the table with which `pieces` begin, one a line.
fn table(pieces: &[Piece], written: &[Text], width: Width) -> Option<Vec<Row>> {
    let mut lines: Vec<(&Cell, Vec<Part>)> = Vec::new();
    let mut columns: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        let Piece::Line(cell) = piece else { break };
        let follows = lines.last().is_none_or(|(above, _)| number(above).map(|above| above + 1) == number(cell));
        let parts = parts(cell, written, width).filter(|parts| parts.len() > 1 && follows);
        let Some(parts) = parts else { break };
        let wider = join(&columns, &parts);
        let is_row = |parts: &[Part]| parts.iter().map(|part| column(&wider, part)).is_sorted_by(|one, next| one < next);
        let are_joined = columns.iter().any(|known| wider.iter().all(|column| column.start != known.start));
        if wider.len() < LEAST_COLUMNS || !is_row(&parts) || are_joined && !lines.iter().all(|(_, parts)| is_row(parts)) {
            break;
        }
        columns = wider;
        lines.push((cell, parts));
    }
    let row = |(cell, parts): &(&Cell, Vec<Part>)| {
        let mut cells = vec![Cell::blank(); columns.len()];
        for part in parts {
            if let Some(slot) = column(&columns, part).and_then(|column| cells.get_mut(column)) {
                *slot = cell.sub(part.bytes.clone());
            }
        }
        Row { cells, pads: 0, lacks: 0, line: number(cell).unwrap_or_default(), merged: Vec::new() }
    };
    let rows: Vec<Row> = lines.iter().map(row).collect();
    (rows.len() >= LEAST_ROWS).then_some(rows)
}

fn number(cell: &Cell) -> Option<u32> {
    cell.at.first()?.line()
}

/// The texts of the line `cell`; `None` where its places are not known.
fn parts(cell: &Cell, written: &[Text], width: Width) -> Option<Vec<Part>> {
    let line = written.get((number(cell)? as usize).checked_sub(1)?)?;
    let text = cell.text();
    let before = line.find(text).and_then(|at| line.get(..at))?;
    let mut place: usize = before.chars().map(width).sum();
    let (mut found, mut blanks): (Vec<Part>, usize) = (Vec::new(), LEAST_BLANKS);
    for (at, c) in text.char_indices() {
        let (own, end) = (width(c), at + c.len_utf8());
        if is_blank(c) {
            blanks += own;
        } else {
            match found.last_mut().filter(|_| blanks < LEAST_BLANKS) {
                Some(last) => (last.place.end, last.bytes.end) = (place + own, end),
                None => found.push(Part { place: place..place + own, bytes: at..end }),
            }
            blanks = 0;
        }
        place += own;
    }
    (place <= MOST_WIDTH).then_some(found)
}

/// The places of `columns` with those of `parts`: what overlaps is one.
fn join(columns: &[Range<usize>], parts: &[Part]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = columns.iter().cloned().chain(parts.iter().map(|part| part.place.clone())).collect();
    all.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in all {
        match joined.last_mut().filter(|last| place.start < last.end) {
            Some(last) => last.end = last.end.max(place.end),
            None => joined.push(place),
        }
    }
    joined
}

fn column(columns: &[Range<usize>], part: &Part) -> Option<usize> {
    columns.iter().position(|column| column.contains(&part.place.start))
}
