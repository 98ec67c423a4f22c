//! structure/stream/wrapped: lines of a stream of cells that are no whole cells: words of a header broken over lines, brackets that close below.

use super::{LEAST_WORDS, Piece, header_length};
use crate::evidence::Cell;
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::sync::Arc;

/// A word of a header runs over so many lines at most.
const MOST_LINES: usize = 4;
/// A title or a number between brackets runs over so many lines at most.
const MOST_LINES_OF_BRACKETS: usize = 8;

/// `pieces`, which are lines, with those joined that are one cell.
pub(super) fn whole(pieces: Vec<Piece>, tables: &Tables) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let (mut cells, length) = header(rest, tables).unwrap_or_else(|| {
            let length = lines_of_brackets(rest);
            let cell = joined(rest.get(..length).unwrap_or_default(), false).unwrap_or_else(|| first.cell.clone());
            (vec![cell], length)
        });
        found.extend(cells.drain(..).map(|cell| Piece { cell, begins_line: true }));
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// The words of a header of which some are broken, and how many lines they are; `None` where none begins here.
fn header(lines: &[Piece], tables: &Tables) -> Option<(Vec<Cell>, usize)> {
    let (mut words, mut length, mut broken) = (Vec::new(), 0, 0);
    while let Some((word, lines)) = word(lines.get(length..)?, tables) {
        words.push(word);
        length += lines;
        broken += usize::from(lines > 1);
    }
    let plain = header_length(lines, tables);
    (broken > 0 && words.len() >= LEAST_WORDS && length >= plain).then_some((words, length))
}

/// The longest word of a header at the start of `lines` that is not two of them, and how many lines it is. A word that means no more than its first part
/// (一级, 事项) is one.
fn word(lines: &[Piece], tables: &Tables) -> Option<(Cell, usize)> {
    let known = |lines: &[Piece]| joined(lines, true).filter(|word| tables.columns.header(word.text()).is_some());
    let column = |word: &Cell| match tables.columns.header(word.text()) {
        Some(Header::Column(field)) if *field == Field::Serial || field.depth().is_some() => Some(*field),
        _ => None,
    };
    (1..=MOST_LINES.min(lines.len())).rev().find_map(|count| {
        let lines = lines.get(..count)?;
        let word = known(lines)?;
        let is_one =
            |one: &Cell| column(one).is_some() && column(one) == column(&word) && tables.columns.header_word(word.text()).is_some();
        let are_two = |cut: usize| {
            let parts = lines.split_at_checked(cut).and_then(|(one, next)| known(one).zip(known(next)));
            parts.is_some_and(|(one, _)| !is_one(&one))
        };
        if (1..count).any(are_two) { None } else { Some((word, count)) }
    })
}

/// How many lines the first one is with those that close its brackets; one, where nothing is open or nothing closes it.
fn lines_of_brackets(lines: &[Piece]) -> usize {
    let mut depth = 0_i32;
    for (count, line) in (1..=MOST_LINES_OF_BRACKETS).zip(lines) {
        for c in line.cell.text().chars() {
            match c {
                '《' | '（' | '(' | '〔' => depth += 1,
                '》' | '）' | ')' | '〕' => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            return count;
        }
    }
    1
}

/// `lines` as one cell, with its line ends or without.
fn joined(lines: &[Piece], without_ends: bool) -> Option<Cell> {
    let (first, below) = lines.split_first()?;
    let mut cell = below.iter().fold(first.cell.clone(), |above, below| above.above(&below.cell));
    if without_ends && !below.is_empty() {
        let ends: Vec<bool> = cell.text().chars().map(|c| c == '\n').collect();
        cell.passage = Arc::new(cell.passage.without(|index| ends.get(index) == Some(&true)));
    }
    Some(cell)
}
