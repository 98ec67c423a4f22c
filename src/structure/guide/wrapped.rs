//! structure/guide/wrapped: lines that a program broke at the border of its page, in the middle of a sentence or a word.
//!
//! The border shows: lines that go on without a stop are as long as the longest of the document.

use super::lines::{Line, label_of};
use super::roles::Role;
use super::unknown;
use crate::evidence::{At, Cell};
use crate::recognise::is_numbered;
use crate::structure::pairs::Piece;
use crate::tables::Tables;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// A line that reaches the border is shorter by so much at most: two wide characters, for what may not begin a line.
const SLACK: usize = 4;
/// Borders are further to the right than that.
const NARROWEST: usize = 32;
/// So many lines reach the border at least.
const LEAST: usize = 2;

/// How long a line is: programs break lines at a width, or after so many characters.
const MEASURES: [fn(&str) -> usize; 2] = [UnicodeWidthStr::width, wide_characters];

/// Marks the lines that go on with the one above them without a line end.
pub(super) fn mark(lines: &mut [Line]) {
    let reaches = MEASURES.iter().find_map(|length| Some((*length, border(lines, *length)?)));
    let goes_on: Vec<bool> = (0..lines.len())
        .map(|index| {
            let Some((above, line)) = neighbours(lines, index) else { return false };
            let is_number = above.ends_with('-') && line.cell.text().starts_with(|c: char| c.is_ascii_digit());
            is_number || reaches.is_some_and(|(length, border)| length(above) + SLACK >= border)
        })
        .collect();
    for (line, goes_on) in lines.iter_mut().zip(goes_on) {
        line.goes_on = goes_on;
    }
}

/// `pieces` with the lines that go on below where a bracket is open at the end of a line, and closes there.
pub(super) fn within_brackets(pieces: &[Piece], tables: &Tables) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut rest = pieces;
    while let Some((piece, below)) = rest.split_first() {
        let (whole, behind) = closed(piece, below, tables).unwrap_or((piece.clone(), below));
        found.push(whole);
        rest = behind;
    }
    found
}

/// `piece` with the next lines of `below` up to the last one that closes the bracket which is open above it, and what stands behind them.
fn closed<'p>(piece: &Piece, below: &'p [Piece], tables: &Tables) -> Option<(Piece, &'p [Piece])> {
    const MOST_LINES: usize = 12;
    const MOST_OPEN: usize = 3;
    let Piece::Line(cell) = piece else { return None };
    let (mut whole, mut since, mut found) = (cell.clone(), 0, None);
    for (index, next) in below.iter().enumerate().take(MOST_LINES) {
        let open = open_brackets(whole.text());
        let Piece::Line(next) = next else { break };
        let goes_on = is_right_below(&whole, next) && label_of(next.text(), tables).is_none() && !is_numbered(next.text());
        if open.is_empty() || since >= MOST_OPEN || !goes_on {
            break;
        }
        whole = joined(&whole, next);
        since += 1;
        if closes(next.text(), &open) {
            found = Some((whole.clone(), index + 1));
            since = 0;
        }
    }
    let (whole, lines) = found?;
    Some((Piece::Line(whole), below.get(lines..)?))
}

/// Brackets and what closes them.
const BRACKETS: [(char, char); 3] = [('（', '）'), ('(', ')'), ('《', '》')];

/// The brackets that are open at the end of `text`, by what closes them; none where one closes that did not open.
fn open_brackets(text: &str) -> Vec<char> {
    let mut open = Vec::new();
    for c in text.chars() {
        if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == c) {
            open.push(*closing);
        } else if BRACKETS.iter().any(|(_, closing)| *closing == c) && open.pop().is_none_or(|own| !fits(own, c)) {
            return Vec::new();
        }
    }
    open
}

/// Whether `text` closes the innermost of the brackets `open` before it opens another one.
fn closes(text: &str, open: &[char]) -> bool {
    let first = text.chars().find(|c| BRACKETS.iter().any(|(opening, closing)| c == opening || c == closing));
    first.zip(open.last()).is_some_and(|(first, own)| fits(*own, first))
}

/// Whether the bracket `closing` closes one that ought to be closed by `own`; wide and narrow ones are mixed.
fn fits(own: char, closing: char) -> bool {
    own == closing || matches!((own, closing), ('）', ')') | (')', '）'))
}

/// Whether `below` is the next line behind `above`.
fn is_right_below(above: &Cell, below: &Cell) -> bool {
    let line = |at: Option<&At>| at.and_then(|at| at.line());
    line(above.at.last()).zip(line(below.at.first())).is_some_and(|(above, below)| below == above + 1)
}

/// `above` with `below` behind it; between two words without Chinese characters the line end stays.
fn joined(above: &Cell, below: &Cell) -> Cell {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let parts_words = is_word(above.text().chars().next_back()) && is_word(below.text().chars().next());
    Cell::stacked([(above, false), (below, !parts_words)].into_iter())
}

/// Leaves out the line at the head of each page: it stands behind the number of the page before, and again elsewhere.
pub(super) fn leave_heads(lines: &mut [Line], tables: &Tables) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines.iter() {
        *times.entry(crate::text::trim(line.cell.text())).or_default() += 1;
    }
    let is_again = |line: &Line| times.get(crate::text::trim(line.cell.text())).is_some_and(|times| *times > 1);
    let is_page = |line: &Line| tables.words.is_page_line(line.cell.text());
    let heads: Vec<bool> = std::iter::once(false)
        .chain(
            lines
                .iter()
                .zip(lines.iter().skip(1))
                .map(|(above, line)| is_page(above) && is_text(line) && line.label.is_none() && is_again(line)),
        )
        .collect();
    for (line, _) in lines.iter_mut().zip(heads).filter(|(_, is_head)| *is_head) {
        line.role = Some(Role::Outside);
    }
}

/// `above`, if there is one, with each of `lines` below, or behind the one before where a program broke the line.
pub(super) fn below(above: Option<&Cell>, lines: &[&Line]) -> Cell {
    Cell::stacked(above.map(|above| (above, false)).into_iter().chain(lines.iter().map(|line| (line.cell, line.goes_on))))
}

/// How long lines are that reach the border; `None` where none shows.
fn border(lines: &[Line], length: fn(&str) -> usize) -> Option<usize> {
    let texts = || lines.iter().filter(|line| is_text(line)).map(|line| line.cell.text());
    let longest = texts().map(length).max().filter(|longest| *longest >= NARROWEST)?;
    let broken: Vec<usize> = (0..lines.len()).filter_map(|index| Some(length(neighbours(lines, index)?.0))).collect();
    let reach = broken.iter().filter(|own| **own + SLACK >= longest).count();
    (reach >= LEAST && 2 * reach > broken.len()).then_some(longest)
}

/// The text above the line at `index` that does not end there, and the line, where that may go on with it.
fn neighbours<'l, 'a>(lines: &'l [Line<'a>], index: usize) -> Option<(&'l str, &'l Line<'a>)> {
    let (above, line) = (lines.get(..index)?.iter().rfind(|line| line.role != Some(Role::Outside))?, lines.get(index)?);
    let is_plain = line.label.is_none() && line.numbering.is_none() && is_text(line) && is_text(above);
    let text = crate::text::trim(above.cell.text());
    let ends = text.ends_with(['。', '；', ';', '！', '？', '：', ':']);
    (is_plain && !ends && !are_entries(text, line.cell.text())).then_some((text, line))
}

/// Whether `above` and `below` are entries of a list: they begin with the same words, both with a word and a colon, or both end with a telephone
/// number. Their length says nothing then.
fn are_entries(above: &str, below: &str) -> bool {
    const LEAST_ALIKE: usize = 3;
    const LEAST_DIGITS: usize = 7;
    let begin = above.chars().zip(crate::text::trim_start(below).chars()).take_while(|(one, other)| one == other).count();
    let ends = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count() >= LEAST_DIGITS;
    let is_labelled = |text: &str| unknown::said(text).is_some();
    begin >= LEAST_ALIKE || ends(above) && ends(crate::text::trim(below)) || is_labelled(above) && is_labelled(below)
}

fn is_text(line: &Line) -> bool {
    line.role.is_none() && !line.in_table && !line.is_row
}

/// How wide a line is if each of its characters is: some programs count characters, narrow ones too.
fn wide_characters(text: &str) -> usize {
    2 * text.chars().count()
}
