//! structure/stream: tables whose row ends are lost: one cell a line, a bar and a line end between cells, blanks between cells, nothing between cells.
//!
//! The cells come as one stream. It is cut into rows by the cheapest path over the columns, as a row is placed, with two more steps: a new row
//! begins, or a piece goes on with the cell before it (stream/borders). Only the row ends are kept; each row is then placed for itself.

mod borders;
pub(super) mod elements;
mod numbers;
pub(super) mod regular;
pub(super) mod together;
mod wrapped;

use super::columns::Model;
use super::{header, sections};
use crate::decode::{Block, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::{Traits, traits};
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::tables::confidence::Ends;
use crate::text::{has_digit, is_blank, number};
use borders::borders;
use elements::{Elements, Learnt};
use numbers::Numbers;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A header has so many known words at least.
const LEAST_WORDS: usize = 4;

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
    /// The same header again, on each further page.
    pub(super) again: Vec<Row>,
    /// What follows it.
    pub(super) pieces: Vec<Piece>,
    /// What stands between its cells.
    pub(super) between: Between,
    /// The elements that the document teaches, where nothing stands between its cells.
    pub(super) learnt: Learnt,
}

/// What stands between the cells of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Line ends.
    Lines,
    /// Blanks; a cell may hold blanks too.
    Blanks,
    /// Nothing.
    Nothing,
}

impl Found {
    /// The cells below its header.
    pub(super) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.pieces.iter_mut().map(|piece| &mut piece.cell)
    }
}

impl Between {
    /// What tells where a cell ends.
    pub(super) fn ends(self) -> Ends {
        match self {
            Between::Lines => Ends::Lines,
            Between::Blanks => Ends::Blanks,
            Between::Nothing => Ends::Nothing,
        }
    }

    /// The rule by which the cells are inferred, where nothing but a guess tells them apart.
    pub(super) fn rule(self) -> Option<&'static str> {
        match self {
            Between::Lines => None,
            Between::Blanks => Some("cells-between-blanks"),
            Between::Nothing => Some("cells-without-separator"),
        }
    }
}

/// The tables in the cells of `blocks`, which has no table with whole rows. Cells before the first header, and numbers and headings of pages, are returned
/// apart.
pub(super) fn find(blocks: &[Block], tables: &Tables) -> (Vec<Cell>, Vec<Found>) {
    let (mut before, mut found) = (Vec::new(), Vec::<Found>::new());
    let (mut pieces, between, learnt) = pieces(blocks, tables);
    if between == Between::Lines {
        pieces = wrapped::whole(pieces, tables);
    }
    let mut rest = pieces.as_slice();
    let mut known: &[Piece] = &[];
    while let Some(first) = rest.first() {
        let text = first.cell.text();
        let is_heading = !found.is_empty() && tables.words.is_title(text) && before.iter().any(|above: &Cell| above.text() == text);
        if is_heading || tables.words.is_page_line(text) {
            before.push(first.cell.clone());
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        // A header that stands again begins and ends where it did: what is around it may be a word of headers too (政策依据).
        let is_same = repeats(rest, known);
        let length = if is_same { known.len() } else { header_length(rest, tables) };
        let length = if (1..length).any(|cells| rest.get(cells..).is_some_and(|rest| repeats(rest, known))) { 0 } else { length };
        let (head, below) = rest.split_at(length.max(1));
        if length > 0 {
            known = head;
            let above = found.last_mut().and_then(|table| table.pieces.pop_if(|last| is_heading_of_table(last, between, tables)));
            let header = header_rows(head, tables);
            match found.last_mut().filter(|_| is_same && above.is_none()) {
                Some(table) => table.again.extend(header),
                None => found.push(Found { header, again: Vec::new(), pieces: Vec::new(), between, learnt: learnt.clone() }),
            }
            before.extend(above.map(|heading| heading.cell));
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

/// Whether `pieces` begin with those of the header `known`.
fn repeats(pieces: &[Piece], known: &[Piece]) -> bool {
    let is_same = |(piece, known): (&Piece, &Piece)| piece.cell.text() == known.cell.text();
    !known.is_empty() && pieces.len() >= known.len() && pieces.iter().zip(known).all(is_same)
}

/// Whether `last`, right above a header, is the heading of its table: alone on its line, a title, or with the number of a section (二、) where a line holds
/// more cells than one.
fn is_heading_of_table(last: &Piece, between: Between, tables: &Tables) -> bool {
    let text = crate::text::trim(last.cell.text());
    last.begins_line && (tables.words.is_title(text) || between != Between::Lines && sections::has_chinese_number(text))
}

/// Every cell in order. Lines are cut at blanks, or where recognisers tell, if one of them is a header so written; that is told.
fn pieces(blocks: &[Block], tables: &Tables) -> (Vec<Piece>, Between, Learnt) {
    let paragraphs = || blocks.iter().filter_map(|block| if let Block::Paragraph(cell) = block { Some(cell) } else { None });
    let between = if paragraphs().any(|cell| is_header_line(cell, tables)) {
        Between::Blanks
    } else if paragraphs().any(|cell| together::header(cell.text(), tables).len() >= LEAST_WORDS) {
        Between::Nothing
    } else {
        Between::Lines
    };
    let mut pieces = Vec::new();
    // Only where nothing stands between cells have they to be told by what they say.
    let (mut numbers, elements) = (Numbers::default(), Elements::of(if between == Between::Nothing { blocks } else { &[] }, tables));
    for block in blocks {
        match block {
            Block::Paragraph(cell) => {
                let cells = match between {
                    Between::Lines => vec![cell.clone()],
                    Between::Blanks => words(cell),
                    Between::Nothing => apart(cell, &mut numbers, &elements, tables),
                };
                pieces.extend(cells.into_iter().enumerate().map(|(index, cell)| Piece { cell, begins_line: index == 0 }));
            }
            Block::Grid(grid) => {
                let cells = grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank());
                pieces.extend(cells.map(|cell| Piece { cell: cell.clone(), begins_line: true }));
            }
        }
    }
    (pieces, between, elements.learnt())
}

/// The cells of a line with nothing between them: words of a header, then what recognisers tell apart; `numbers` are those of the last row so far.
fn apart(cell: &Cell, numbers: &mut Numbers, elements: &Elements, tables: &Tables) -> Vec<Cell> {
    /// The lower of two rows of a header may have so few words, and nothing else.
    const LEAST_BELOW: usize = 2;
    let words = together::header(cell.text(), tables);
    let end = words.last().map_or(0, |word| word.end);
    let is_header = words.len() >= LEAST_WORDS || words.len() >= LEAST_BELOW && end == cell.text().len();
    if !is_header {
        return if tables.words.is_title(cell.text()) { vec![cell.clone()] } else { together::pieces(cell, numbers, elements, tables) };
    }
    let is_number = |word: &Range<usize>| cell.text().get(word.clone()).is_some_and(|word| is_serial(word, tables));
    if words.len() >= LEAST_WORDS {
        numbers.head(words.iter().filter(|word| is_number(word)).count());
    }
    let below = cell.sub(end..cell.text().len());
    words.into_iter().map(|word| cell.sub(word)).chain(together::pieces(&below, numbers, elements, tables)).collect()
}

fn is_header_line(cell: &Cell, tables: &Tables) -> bool {
    /// A short line has so many words at most; a page flattened to one line has more.
    const SHORT: usize = 12;
    let words = words(cell);
    // What stands behind a label is its value (办理层级：省级 市级 县级 乡级 村级).
    let is_labelled = |word: &Cell| word.text().trim_end_matches(['：', ':']).contains(['：', ':']);
    if words.len() <= SHORT && words.first().is_some_and(is_labelled) {
        return false;
    }
    let known: Vec<bool> = words.iter().map(|word| tables.columns.header(word.text()).is_some()).collect();
    let count = known.iter().filter(|known| **known).count();
    // A page flattened to one line has all else on that line too.
    let in_a_row = known.split(|known| !known).map(<[bool]>::len).max().unwrap_or(0);
    count >= LEAST_WORDS && count * 10 >= known.len() * 6 || in_a_row >= LEAST_WORDS
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

/// How many of the pieces at the start of `pieces` are a header: known words, one unknown word at a time between them. None begins with the word of a tick,
/// which may be that of a row.
fn header_length(pieces: &[Piece], tables: &Tables) -> usize {
    const LONGEST_UNKNOWN: usize = 10;
    /// Words below a heading that is not known.
    const MOST_UNKNOWN: usize = 6;
    let (mut length, mut known, mut unknown, mut has_unknown) = (0, 0, 0, false);
    for (index, piece) in pieces.iter().enumerate() {
        let text = piece.cell.text();
        if let Some(header) = tables.columns.header(text) {
            if index == 0 && matches!(header, Header::Mark { .. }) {
                return 0;
            }
            known += 1;
            has_unknown |= unknown > 0;
            unknown = 0;
            length = index + 1;
        } else if known > 0
            && (unknown == 0 || has_unknown && unknown < MOST_UNKNOWN)
            && text.chars().count() <= LONGEST_UNKNOWN
            && !traits(text, tables).serial
        {
            unknown += 1;
        } else {
            break;
        }
    }
    if known < LEAST_WORDS { 0 } else { length + usize::from(names_last_column(pieces, length, tables)) }
}

/// Whether the piece behind the `length` words of a header at the start of `pieces` is one more that is not known: numbers are the first cells of its
/// rows, and the first row has a cell for this word, too.
fn names_last_column(pieces: &[Piece], length: usize, tables: &Tables) -> bool {
    let text = |index: usize| pieces.get(index).map_or("", |piece| piece.cell.text());
    let number_at = |index: usize| number(text(index));
    let is_numbered = is_serial(text(0), tables);
    let is_word = !crate::text::trim(text(length)).is_empty() && number_at(length).is_none();
    is_numbered && is_word && number_at(length + 1) == Some(1) && number_at(2 * length + 2) == Some(2)
}

/// Whether a word of a header heads numbers of rows.
fn is_serial(word: &str, tables: &Tables) -> bool {
    tables.columns.header(word) == Some(&Header::Column(Field::Serial))
}

/// The header as rows: the second begins where a word stands under an earlier one that is not right before it.
fn header_rows(pieces: &[Piece], tables: &Tables) -> Vec<Row> {
    let mut cells: Vec<Cell> = Vec::new();
    for piece in pieces {
        // What stands in brackets on the next line is part of the word above it: 公开内容, （要素）.
        let whole = cells.last().filter(|_| piece.cell.text().starts_with(['（', '('])).map(|above| above.above(&piece.cell));
        match whole.filter(|whole| tables.columns.header_word(whole.text()).is_some()) {
            Some(whole) => {
                cells.pop();
                cells.push(whole);
            }
            None => cells.push(piece.cell.clone()),
        }
    }
    let below = right_below(&cells, tables);
    if !below.is_empty() {
        let (second, first): (Vec<_>, Vec<_>) = cells.into_iter().enumerate().partition(|(index, _)| below.contains(index));
        return [first, second].map(|row| row_of(row.into_iter().map(|(_, cell)| cell).collect())).to_vec();
    }
    let starts_below = |index: usize| {
        let Some(cell) = cells.get(index) else { return false };
        cells.iter().take(index.saturating_sub(1)).any(|above| header::stands_under(cell, above, tables))
    };
    let cut = (2..cells.len()).find(|index| starts_below(*index)).unwrap_or(cells.len());
    let (first, second) = cells.split_at(cut);
    let rows = [first, second].into_iter().filter(|row| !row.is_empty());
    rows.map(|row| row_of(row.to_vec())).collect()
}

fn row_of(cells: Vec<Cell>) -> Row {
    let line = cells.first().and_then(|cell| cell.at.first()?.line()).unwrap_or_default();
    Row { cells, pads: 0, lacks: 0, line, merged: Vec::new() }
}

/// The words of a header that stand right behind the heading that they belong under (公开事项, 一级事项, 二级事项, 公开内容), if they all do: some of
/// them stand in front of a word of the upper row.
fn right_below(cells: &[Cell], tables: &Tables) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut is_within = false;
    let mut heading: Option<&Cell> = None;
    for (index, cell) in cells.iter().enumerate() {
        let is_below = heading.is_some_and(|heading| header::stands_under(cell, heading, tables));
        if is_below {
            found.insert(index);
        } else {
            is_within |= found.last().is_some_and(|last| last + 1 == index);
            if cells.iter().take(index).any(|above| header::stands_under(cell, above, tables)) {
                return BTreeSet::new();
            }
            heading = Some(cell);
        }
    }
    if is_within { found } else { BTreeSet::new() }
}

/// Cuts `pieces` into rows of cells for the columns of `model`; with each row how sure it is that it begins and ends there, in ten-thousandths.
pub(super) fn rows(pieces: &[Piece], learnt: &Learnt, model: &Model, tables: &Tables) -> (Vec<Row>, Vec<u16>) {
    let looks: Vec<Traits> = {
        let mut known: BTreeMap<&str, Traits> = BTreeMap::new();
        let look = |piece: &'_ Piece| {
            let look = traits(piece.cell.text(), tables);
            if learnt.has(piece.cell.text()) { Traits { element: true, list: true, citation: false, ..look } } else { look }
        };
        for piece in pieces {
            known.entry(piece.cell.text()).or_insert_with(|| look(piece));
        }
        let looks: Vec<Traits> = pieces.iter().map(|piece| known.get(piece.cell.text()).copied().unwrap_or_default()).collect();
        let behind = |before: &mut Traits, look: Traits| {
            *before = look.behind(before);
            Some(*before)
        };
        looks.into_iter().scan(Traits::default(), behind).collect()
    };
    let serials = model.columns.iter().filter(|column| column.field == Field::Serial).count();
    let steps = borders(pieces, &looks, &in_order(pieces, &looks, serials), model);
    let (mut rows, mut sure): (Vec<Row>, Vec<u16>) = (Vec::new(), Vec::new());
    for (piece, step) in pieces.iter().zip(steps) {
        let line = piece.cell.at.first().and_then(|at| at.line()).unwrap_or_default();
        if let Some(last) = sure.last_mut() {
            *last = step.sure.min(*last);
        }
        match rows.last_mut().filter(|_| !step.begins_row) {
            Some(row) => row.cells.push(piece.cell.clone()),
            None => {
                rows.push(Row { cells: vec![piece.cell.clone()], pads: 0, lacks: 0, line, merged: Vec::new() });
                sure.push(step.sure);
            }
        }
    }
    (rows, sure)
}

/// Which numbers go on with each other: the longest chain of numbers that each follow the one before, and the longest of what is left for each further of
/// the `columns` of numbers.
fn in_order(pieces: &[Piece], looks: &[Traits], columns: usize) -> Vec<bool> {
    let mut numbers: Vec<Option<u32>> =
        pieces.iter().zip(looks).map(|(piece, look)| number(piece.cell.text()).filter(|_| look.serial)).collect();
    let mut chained = vec![false; pieces.len()];
    // The numbers of headings count by themselves.
    for index in headings(pieces, looks) {
        if let (Some(flag), Some(number)) = (chained.get_mut(index), numbers.get_mut(index)) {
            (*flag, *number) = (true, None);
        }
    }
    for _ in 0..columns.max(1) {
        for index in chain(&numbers) {
            if let (Some(flag), Some(number)) = (chained.get_mut(index), numbers.get_mut(index)) {
                (*flag, *number) = (true, None);
            }
        }
    }
    if columns > 1 {
        say_again(pieces, &mut chained);
    }
    chained
}

/// Outer numbers may stand in front of each row: one that says what the one in order above or below it says is in order, too.
fn say_again(pieces: &[Piece], chained: &mut [bool]) {
    let number_at = |index: usize| pieces.get(index).and_then(|piece| number(piece.cell.text()));
    let is_in_front = |index: &usize| number_at(*index).is_some() && chained.get(index + 1) == Some(&true);
    let fronts: Vec<usize> = (0..pieces.len()).filter(is_in_front).collect();
    let mut walk = |indexes: &mut dyn Iterator<Item = usize>| {
        let mut outer = None;
        for index in indexes {
            match chained.get_mut(index) {
                Some(flag) if *flag => outer = number_at(index),
                Some(flag) => *flag = outer == number_at(index),
                None => {}
            }
        }
    };
    walk(&mut fronts.iter().copied());
    walk(&mut fronts.iter().rev().copied());
}

/// The numbers of headings above numbered rows: a Chinese numeral, a name, and then the number of a row, which is the first one or follows several such
/// headings.
fn headings(pieces: &[Piece], looks: &[Traits]) -> Vec<usize> {
    let text = |index: usize| pieces.get(index).map_or("", |piece| piece.cell.text());
    let is_serial = |index: usize| looks.get(index).is_some_and(|look| look.serial);
    let is_one = |index: &usize| {
        let is_numeral = is_serial(*index) && !has_digit(text(*index));
        is_numeral && !is_serial(index + 1) && is_serial(index + 2) && has_digit(text(index + 2))
    };
    let found: Vec<usize> = (0..pieces.len()).filter(is_one).collect();
    let is_first = |index: &usize| number(text(index + 2)) == Some(1);
    if found.len() > 1 { found } else { found.into_iter().filter(is_first).collect() }
}

/// Where the numbers of the longest chain stand, from its end.
fn chain(numbers: &[Option<u32>]) -> Vec<usize> {
    let mut length: Vec<u32> = vec![0; numbers.len()];
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
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
    let last = (0..numbers.len()).max_by_key(|index| length.get(*index).copied());
    std::iter::successors(last, |index| before.get(*index).copied().flatten()).collect()
}
