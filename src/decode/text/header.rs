//! decode/text/header: the lines of a header whose words are broken by line ends.

use super::Line;
use super::signs::Separator;
use crate::evidence::Text;
use crate::recognise::traits;
use crate::tables::Tables;
use std::collections::HashSet;

/// Marks the lines that go on with the header at the top of a table, of one row or two: it begins with a known word, and all lines of a row have as many
/// separators as the longest row.
pub(super) fn join_header(lines: &mut [Line], sign: char, separator: Separator, tables: &Tables) {
    let is_word = |line: &Line| first_cell(&line.text, sign).is_some_and(|first| tables.columns.is_header_word(first));
    let Some(top) = lines.iter().position(is_word) else { return };
    let below = lines.get(top..).unwrap_or_default();
    let full = below
        .iter()
        .take_while(|line| !crate::text::trim(&line.text).is_empty())
        .map(|line| line.text.matches(sign).count())
        .max()
        .unwrap_or(0);
    let first = header_row(below, full, sign, tables);
    let begins_blank = |line: &&Line| first_cell(&line.text, sign).is_some_and(str::is_empty);
    let second = lines.get(top + first).filter(begins_blank).and_then(|_| lines.get(top + first..));
    let second = second.map_or(0, |below| header_row(below, full, sign, tables));
    for (start, length) in [(top, first), (top + first, second)] {
        for line in lines.iter_mut().skip(start + 1).take(length.saturating_sub(1)) {
            (line.goes_on, line.separator) = (true, Some(separator));
        }
    }
}

/// How many of the lines `below` are the row of a header that the first of them begins, which has `full` separators. A line that begins with another
/// known word is the next row, if that is no end of the word above (公开 above 对象).
fn header_row(below: &[Line], full: usize, sign: char, tables: &Tables) -> usize {
    const MOST_LINES: usize = 32;
    let is_word = |text: &str| tables.columns.is_header_word(text);
    let last_cell = |line: &Line| crate::text::trim(line.text.rsplit(sign).next().unwrap_or_default()).to_owned();
    let ends = |above: &Line, line: &Line| {
        let first = first_cell(&line.text, sign);
        let goes_on = || is_word(&(last_cell(above) + first.unwrap_or_default()));
        first.is_some_and(|first| first.is_empty() || traits(first, tables).serial || is_word(first) && !goes_on())
    };
    let count = |line: &Line| line.text.matches(sign).count();
    let (mut found, mut length) = (below.first().map_or(0, count), 1);
    while let (Some(above), Some(line)) = (below.get(length - 1), below.get(length)) {
        if found >= full || length >= MOST_LINES || ends(above, line) {
            break;
        }
        (found, length) = (found + count(line), length + 1);
    }
    if found == full { length } else { 1 }
}

/// The lines `texts` in front of the first row that begins with a number, where they have separators: the header, which may come again on each page.
pub(super) fn header_lines<'t>(texts: &'t [Text], sign: char, tables: &Tables) -> HashSet<&'t str> {
    const MOST: usize = 12;
    let is_row = |text: &Text| first_cell(text, sign).is_some_and(|first| traits(first, tables).serial);
    let with_cells = texts.iter().filter(|text| text.contains(sign)).take(MOST);
    let above: Vec<&Text> = with_cells.take_while(|text| !is_row(text)).collect();
    let is_header =
        above.len() < MOST && above.iter().any(|text| first_cell(text, sign).is_some_and(|first| tables.columns.is_header_word(first)));
    if is_header { above.into_iter().map(Text::as_str).collect() } else { HashSet::new() }
}

/// The first of several cells of `text`.
pub(super) fn first_cell(text: &str, sign: char) -> Option<&str> {
    text.split_once(sign).map(|(first, _)| crate::text::trim(first))
}
