//! structure/guide/beside: a guide in the text beside a directory. What stands between two tables is one text: who compiled a directory says nothing of the
//! services below it.

use super::{Headings, Piece, Records, Tables, is_contact, named};
use crate::decode::Dialect;
use crate::evidence::{At, Cell};
use crate::finding::Finding;
use crate::structure::table::Table;
use std::ops::Range;

/// Adds the services that the text beside the directory names behind its items; what is no part of a guide comes back. `None` where there is none.
pub(in crate::structure) fn read(
    pieces: &[Piece],
    headings: &Headings,
    tables: &Tables,
    records: &mut Records,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Cell>> {
    let (mut rest, mut found) = (Vec::new(), false);
    for stretch in stretches(pieces, records) {
        let text = pieces.get(stretch.clone()).unwrap_or_default();
        let is_above = stretch.end < pieces.len();
        let own = own(text, is_above, headings, tables).unwrap_or_default();
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        rest.extend(part(0..own.start).iter().cloned().flat_map(Piece::cells));
        let outside = if own.is_empty() { None } else { add(part(own.clone()), headings, tables, records, findings) };
        found |= outside.is_some();
        rest.extend(outside.unwrap_or_else(|| part(own.clone()).iter().cloned().flat_map(Piece::cells).collect()));
        rest.extend(part(own.end..text.len()).iter().cloned().flat_map(Piece::cells));
    }
    found.then_some(rest)
}

/// The stretches of `pieces` between the tables that are read.
fn stretches(pieces: &[Piece], records: &Records) -> Vec<Range<usize>> {
    let mut borders: Vec<usize> =
        records.tables.iter().filter(|table| records.reads(table)).map(|table| pieces_above(pieces, table)).chain([pieces.len()]).collect();
    borders.sort_unstable();
    let starts = std::iter::once(0).chain(borders.clone());
    starts.zip(borders).map(|(start, end)| start..end).filter(|stretch| !stretch.is_empty()).collect()
}

/// How many of `pieces` stand above `table`.
fn pieces_above(pieces: &[Piece], table: &Table) -> usize {
    if table.dialect == Dialect::Cells {
        return table.above.min(pieces.len());
    }
    let first = table.rows.first().map_or(0, |row| row.line);
    pieces.iter().position(|piece| place(piece).and_then(At::line).is_some_and(|line| line > first)).unwrap_or(pieces.len())
}

/// Where the guide in `text` stands, of which it says more than whom to ask: from the line below its title, or from the first name, to the title of the
/// table below it. A notice is numbered and has labels as well (一、加强领导, 责任单位：…): what is neither under the title of a guide nor named by labels is none.
fn own(text: &[Piece], is_above: bool, headings: &Headings, tables: &Tables) -> Option<Range<usize>> {
    let named = named(text, headings, tables).filter(|named| !named.said.iter().all(is_contact))?;
    let is_title = |piece: &Piece| matches!(piece, Piece::Line(cell) if tables.words.is_title(cell.text()));
    let is_there = |piece: &Piece| {
        named.at.zip(place(piece)).is_some_and(|(at, place)| at == place || at.line().is_some() && at.line() == place.line())
    };
    let is_guide = |piece: &Piece| matches!(piece, Piece::Line(cell) if tables.words.is_guide_title(cell.text()));
    let first = text.iter().position(is_there)?;
    let title = text.iter().take(first + 1).rposition(is_guide);
    let start = match title {
        // The title may name the only service.
        Some(title) => first.min(title + 1),
        None => Some(first).filter(|_| named.by_labels)?,
    };
    let end = if is_above && text.last().is_some_and(is_title) { text.len() - 1 } else { text.len() };
    Some(start..end.max(start))
}

/// Adds the services of the guide `text` to `records`; what is no part of it comes back.
fn add(text: &[Piece], headings: &Headings, tables: &Tables, records: &mut Records, findings: &mut Vec<Finding>) -> Option<Vec<Cell>> {
    let (mut items, mut headers) = (std::mem::take(&mut records.records), std::mem::take(&mut records.headers));
    let rest = super::read(text, headings, tables, records, findings);
    items.append(&mut records.records);
    headers.append(&mut records.headers);
    (records.records, records.headers) = (items, headers);
    rest
}

/// Where `piece` begins.
fn place(piece: &Piece) -> Option<At> {
    piece.clone().cells().next()?.at.first().copied()
}
