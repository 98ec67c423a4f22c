//! structure/guide/wrapped: lines that a program broke at the border of its page, in the middle of a sentence or a word.
//!
//! The border shows: lines that go on without a stop are as long as the longest of the document.

use super::lines::Line;
use super::roles::Role;
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeMap;
use std::sync::Arc;
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

/// `above` with `line` below, or behind it where a program broke the line.
pub(super) fn below(above: &Cell, line: &Line) -> Cell {
    let whole = above.above(line.cell);
    let end = above.text().chars().count();
    match line.goes_on {
        true => Cell { passage: Arc::new(whole.passage.without(|index| index == end)), at: whole.at },
        false => whole,
    }
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
    (is_plain && !ends).then_some((text, line))
}

fn is_text(line: &Line) -> bool {
    line.role.is_none() && !line.in_table && !line.is_row
}

/// How wide a line is if each of its characters is: some programs count characters, narrow ones too.
fn wide_characters(text: &str) -> usize {
    2 * text.chars().count()
}
