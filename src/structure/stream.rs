//! structure/stream: tables whose row ends are lost: one cell a line, a bar and a line end between cells, blanks between cells.
//!
//! The cells come as one stream. It is cut into rows by the cheapest path over the columns, as a row is placed, with two more steps: a new row
//! begins, or a piece goes on with the cell before it. Only the row ends are kept; each row is then placed for itself.

use super::columns::Model;
use super::header;
use super::placement::{UNFINISHED, same_cell};
use crate::decode::{Block, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::{Traits, traits};
use crate::tables::Tables;
use crate::text::{is_blank, number};
use std::collections::BTreeMap;

/// A header has so many known words at least.
const LEAST_WORDS: usize = 4;
/// What it costs to begin a row; in the middle of a line, more.
const NEW_ROW: u32 = 8;
const NEW_ROW_IN_LINE: u32 = 25;
/// What it costs to take a piece of the same line for the rest of the cell before it.
const MORE_IN_LINE: u32 = 10;
/// A number that does not go on with the numbers of the rows.
const OUT_OF_ORDER: u32 = 30;

/// A piece of a stream.
#[derive(Clone)]
pub(super) struct Piece {
    cell: Cell,
    begins_line: bool,
}

/// A table found in a stream: its header cells in one or two rows, and the pieces below them.
pub(super) struct Found {
    /// The header.
    pub(super) header: Vec<Row>,
    /// What follows it.
    pub(super) pieces: Vec<Piece>,
    /// Whether lines were cut at their blanks: a cell may hold blanks too.
    pub(super) by_blanks: bool,
}

/// The tables in the cells of `blocks`, which has no table with whole rows. Cells before the first header and numbers of pages are returned apart.
pub(super) fn find(blocks: &[Block], tables: &Tables) -> (Vec<Cell>, Vec<Found>) {
    let (mut before, mut found) = (Vec::new(), Vec::<Found>::new());
    let (pieces, by_blanks) = pieces(blocks, tables);
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        if tables.words.is_page_line(first.cell.text()) {
            before.push(first.cell.clone());
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let length = header_length(rest, tables);
        let (head, below) = rest.split_at(length.max(1));
        if length > 0 {
            found.push(Found { header: header_rows(head, tables), pieces: Vec::new(), by_blanks });
        } else {
            match found.last_mut() {
                Some(table) => table.pieces.push(first.clone()),
                None => before.push(first.cell.clone()),
            }
        }
        rest = below;
    }
    (before, found)
}

/// Every cell in order; lines are cut at blanks where one of them is a header so written, which is told.
fn pieces(blocks: &[Block], tables: &Tables) -> (Vec<Piece>, bool) {
    let paragraphs = || blocks.iter().filter_map(|block| if let Block::Paragraph(cell) = block { Some(cell) } else { None });
    let by_blanks = paragraphs().any(|cell| is_header_line(cell, tables));
    let mut pieces = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(cell) if by_blanks => {
                pieces.extend(words(cell).into_iter().enumerate().map(|(index, cell)| Piece { cell, begins_line: index == 0 }));
            }
            Block::Paragraph(cell) => pieces.push(Piece { cell: cell.clone(), begins_line: true }),
            Block::Grid(grid) => {
                let cells = grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank());
                pieces.extend(cells.map(|cell| Piece { cell: cell.clone(), begins_line: true }));
            }
        }
    }
    (pieces, by_blanks)
}

fn is_header_line(cell: &Cell, tables: &Tables) -> bool {
    let words = words(cell);
    let known = words.iter().filter(|word| tables.columns.header(word.text()).is_some()).count();
    known >= LEAST_WORDS && known * 10 >= words.len() * 6
}

/// The words of a line.
fn words(cell: &Cell) -> Vec<Cell> {
    let text = cell.text();
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_blank(c)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                found.push(cell.sub(from..at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// How many of the pieces at the start of `pieces` are a header: known words, one unknown word at a time between them.
fn header_length(pieces: &[Piece], tables: &Tables) -> usize {
    const LONGEST_UNKNOWN: usize = 10;
    let (mut length, mut known, mut unknown) = (0, 0, 0);
    for (index, piece) in pieces.iter().enumerate() {
        let text = piece.cell.text();
        if tables.columns.header(text).is_some() {
            known += 1;
            unknown = 0;
            length = index + 1;
        } else if known > 0 && unknown == 0 && text.chars().count() <= LONGEST_UNKNOWN && !traits(text, tables).serial {
            unknown += 1;
        } else {
            break;
        }
    }
    if known >= LEAST_WORDS { length } else { 0 }
}

/// The header as rows: the second begins where a word stands under an earlier one that is not right before it.
fn header_rows(pieces: &[Piece], tables: &Tables) -> Vec<Row> {
    let cells: Vec<Cell> = pieces.iter().map(|piece| piece.cell.clone()).collect();
    let starts_below = |index: usize| {
        let Some(cell) = cells.get(index) else { return false };
        cells.iter().take(index.saturating_sub(1)).any(|above| header::stands_under(cell, above, tables))
    };
    let cut = (2..cells.len()).find(|index| starts_below(*index)).unwrap_or(cells.len());
    let row = |cells: &[Cell]| Row {
        cells: cells.to_vec(),
        pads: 0,
        line: cells.first().and_then(|cell| cell.at.first()?.line()).unwrap_or_default(),
        merged: Vec::new(),
    };
    let (first, second) = cells.split_at(cut);
    if second.is_empty() { vec![row(first)] } else { vec![row(first), row(second)] }
}

/// Cuts `pieces` into rows of cells for the columns of `model`.
pub(super) fn rows(pieces: &[Piece], model: &Model, tables: &Tables) -> Vec<Row> {
    let looks: Vec<Traits> = {
        let mut known: BTreeMap<&str, Traits> = BTreeMap::new();
        let look = |piece: &'_ Piece| traits(piece.cell.text(), tables);
        for piece in pieces {
            known.entry(piece.cell.text()).or_insert_with(|| look(piece));
        }
        pieces.iter().map(|piece| known.get(piece.cell.text()).copied().unwrap_or_default()).collect()
    };
    let in_order = in_order(pieces, &looks);
    let path = Path { pieces, looks: &looks, in_order: &in_order, model, masks: 1 << model.depth() };
    let mut rows: Vec<Row> = Vec::new();
    for (piece, how) in pieces.iter().zip(path.cheapest()) {
        let line = piece.cell.at.first().and_then(|at| at.line()).unwrap_or_default();
        match (how, rows.last_mut()) {
            (How::More | How::Next, Some(row)) => row.cells.push(piece.cell.clone()),
            _ => rows.push(Row { cells: vec![piece.cell.clone()], pads: 0, line, merged: Vec::new() }),
        }
    }
    rows
}

/// Which numbers go on with each other: the longest chain of numbers that each follow the one before.
fn in_order(pieces: &[Piece], looks: &[Traits]) -> Vec<bool> {
    let numbers: Vec<Option<u32>> =
        pieces.iter().zip(looks).map(|(piece, look)| number(piece.cell.text()).filter(|_| look.serial)).collect();
    let mut length: Vec<u32> = vec![0; pieces.len()];
    let mut before: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut latest: BTreeMap<u32, usize> = BTreeMap::new();
    for (index, number) in numbers.iter().enumerate() {
        let Some(number) = number else { continue };
        let previous = number.checked_sub(1).and_then(|previous| latest.get(&previous).copied());
        let own = previous.and_then(|previous| length.get(previous)).copied().unwrap_or_default() + 1;
        if let (Some(slot), Some(link)) = (length.get_mut(index), before.get_mut(index)) {
            (*slot, *link) = (own, previous);
        }
        let known = latest.get(number).and_then(|at| length.get(*at)).copied().unwrap_or_default();
        if own >= known {
            latest.insert(*number, index);
        }
    }
    let mut chain = vec![false; pieces.len()];
    let mut at = (0..pieces.len()).max_by_key(|index| length.get(*index).copied());
    while let Some(index) = at {
        if let Some(flag) = chain.get_mut(index) {
            *flag = true;
        }
        at = before.get(index).copied().flatten();
    }
    chain
}

/// How a piece stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// In a later column of the same row.
    Next,
    /// In the same cell.
    More,
    /// In a new row.
    New,
}

/// The cheapest path of a stream over the columns.
struct Path<'a> {
    pieces: &'a [Piece],
    looks: &'a [Traits],
    in_order: &'a [bool],
    model: &'a Model,
    masks: usize,
}

/// The best way to have put a piece into a column with some ranks opened.
#[derive(Clone, Copy)]
struct Best {
    cost: u32,
    from: usize,
    how: How,
}

const NOWHERE: Best = Best { cost: u32::MAX, from: 0, how: How::New };

impl Path<'_> {
    fn cheapest(&self) -> Vec<How> {
        let width = self.model.columns.len();
        let mut all: Vec<Vec<Best>> = Vec::with_capacity(self.pieces.len());
        for index in 0..self.pieces.len() {
            let mut here = vec![NOWHERE; width * self.masks];
            match all.last() {
                None => self.begin(index, 0, 0, &mut here),
                Some(last) => self.go_on(index, last, &mut here),
            }
            all.push(here);
        }
        let mut state = all.last().and_then(|last| (0..last.len()).min_by_key(|state| last.get(*state).map_or(u32::MAX, |best| best.cost)));
        let mut path = Vec::with_capacity(all.len());
        for here in all.iter().rev() {
            let Some(best) = state.and_then(|state| here.get(state)) else { break };
            path.push(best.how);
            state = Some(best.from);
        }
        path.reverse();
        path
    }

    /// Every way to go from where the piece before stands.
    fn go_on(&self, index: usize, last: &[Best], here: &mut [Best]) {
        let width = self.model.columns.len();
        let (begins_line, look) =
            (self.pieces.get(index).is_none_or(|piece| piece.begins_line), self.looks.get(index).copied().unwrap_or_default());
        let above = index.checked_sub(1).and_then(|above| self.looks.get(above)).copied().unwrap_or_default();
        let unfinished = if above.unfinished { UNFINISHED } else { 0 };
        let mut ended = NOWHERE;
        for (state, before) in last.iter().enumerate().filter(|(_, before)| before.cost < u32::MAX) {
            let (column, mask) = (state / self.masks, state % self.masks);
            let more = same_cell(&above, &look).min(if begins_line { u32::MAX } else { MORE_IN_LINE });
            if !look.tick && !self.model.columns.get(column).is_some_and(|column| column.is_mark()) {
                let cost = before.cost.saturating_add(more).saturating_add(self.model.join(column, &look));
                offer(here, state, Best { cost, from: state, how: How::More });
            }
            let mut skipped = before.cost.saturating_add(unfinished);
            for next in column + 1..width {
                self.put(index, next, mask, Best { cost: skipped, from: state, how: How::Next }, here);
                skipped = skipped.saturating_add(self.model.blank(next, mask as u32));
            }
            if skipped < ended.cost {
                ended = Best { cost: skipped, from: state, how: How::New };
            }
        }
        let new = if begins_line { NEW_ROW } else { NEW_ROW_IN_LINE };
        self.begin(index, ended.cost.saturating_add(new), ended.from, here);
    }

    /// The piece begins a row.
    fn begin(&self, index: usize, cost: u32, from: usize, here: &mut [Best]) {
        let mut skipped = cost;
        for column in 0..self.model.columns.len() {
            self.put(index, column, 0, Best { cost: skipped, from, how: How::New }, here);
            skipped = skipped.saturating_add(self.model.blank(column, 0));
        }
    }

    fn put(&self, index: usize, column: usize, mask: usize, best: Best, here: &mut [Best]) {
        let (Some(piece), Some(look)) = (self.pieces.get(index), self.looks.get(index)) else { return };
        let is_serial = self.model.columns.get(column).is_some_and(|column| column.field == Field::Serial);
        let order = if is_serial && self.in_order.get(index) != Some(&true) { OUT_OF_ORDER } else { 0 };
        let fit = self.model.put(column, look, self.model.seen(&piece.cell.passage.raw), mask as u32) + order;
        let rank = self.model.ranks.get(column).copied().flatten().map_or(0, |rank| 1usize << rank);
        offer(here, column * self.masks + (mask | rank), Best { cost: best.cost.saturating_add(fit), ..best });
    }
}

fn offer(here: &mut [Best], state: usize, best: Best) {
    if let Some(slot) = here.get_mut(state).filter(|slot| best.cost < slot.cost) {
        *slot = best;
    }
}
