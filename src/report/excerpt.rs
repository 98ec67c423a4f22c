//! report/excerpt: a place in a document to the raw line with that place marked, cut to a window that fits a screen.

use super::markup::one_line;
use crate::evidence::{At, cell_name};
use crate::result::DocumentResult;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A raw line, divided at the place it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Excerpt {
    /// Where, for people: `path:line:from-to`, `path [sheet!B7]`.
    pub(super) place: String,
    /// The decoded line, where there is one.
    pub(super) line: Option<u32>,
    /// What stands before the place.
    pub(super) before: String,
    /// What stands at the place.
    pub(super) marked: String,
    /// What stands behind it.
    pub(super) after: String,
}

/// The most screen columns shown before the place, and behind it.
const AROUND: usize = 36;

/// So many characters are wider than that, unless most of them show nothing.
const ENOUGH: usize = 2 * AROUND;

/// The most screen columns of the place itself that are shown from its start, and as many from its end.
const WITHIN: usize = 36;

/// The line at `at` in `document` with the place marked; `text` is the raw text there, shown alone where the format has no lines.
pub(super) fn excerpt(document: &DocumentResult, at: At, text: &str) -> Excerpt {
    let line = at.line().and_then(|line| document.lines.get((line as usize).checked_sub(1)?));
    let parts = line.as_deref().and_then(|line| match at {
        At::Text { from, to, .. } => divide(line, from, to),
        _ => line.split_once(text).filter(|_| !text.is_empty()).map(|(before, after)| (before, text, after)),
    });
    let (before, marked, after) = parts.unwrap_or(("", text, ""));
    Excerpt {
        place: place(document, at),
        line: at.line(),
        before: shown_before(before),
        marked: cut_middle(&visible(marked)),
        after: shown_behind(after),
    }
}

/// What is shown of `text` before a place. There are as many excerpts as values: nearly all hold nothing unseen, and are walked through once.
fn shown_before(text: &str) -> String {
    match cut(text.chars().rev()) {
        Cut::Nowhere => text.to_owned(),
        Cut::Behind(kept) => ["…", text.get(text.len() - kept..).unwrap_or_default()].concat(),
        Cut::Unseen => {
            let near = |text: &str| text.char_indices().rev().nth(ENOUGH).map(|(at, _)| at..text.len());
            cut_start(&visible_near(text, near))
        }
    }
}

/// What is shown of `text` behind a place.
fn shown_behind(text: &str) -> String {
    match cut(text.chars()) {
        Cut::Nowhere => text.to_owned(),
        Cut::Behind(kept) => [text.get(..kept).unwrap_or_default(), "…"].concat(),
        Cut::Unseen => cut_end(&visible_near(text, |text| text.char_indices().nth(ENOUGH).map(|(at, _)| 0..at)), AROUND),
    }
}

/// Where a text is cut so that it and the sign for what is left out take [`AROUND`] columns.
enum Cut {
    /// All of it fits.
    Nowhere,
    /// Behind so many bytes.
    Behind(usize),
    /// It holds what must be made visible before it is measured.
    Unseen,
}

fn cut(characters: impl Iterator<Item = char>) -> Cut {
    let (mut used, mut kept) = (0, 0);
    for c in characters {
        used += columns_of(c);
        if is_unseen(c) {
            return Cut::Unseen;
        }
        if used > AROUND {
            return Cut::Behind(kept);
        }
        if used < AROUND {
            kept += c.len_utf8();
        }
    }
    Cut::Nowhere
}

/// As [`excerpt`], with the place alone.
pub(super) fn place_alone(document: &DocumentResult, at: At, _: &str) -> Excerpt {
    Excerpt { place: place(document, at), line: at.line(), before: String::new(), marked: String::new(), after: String::new() }
}

/// `text` made visible. Lines may be very long: only the `part` of it that is near the place is looked at, if that is wide enough.
fn visible_near(text: &str, part: impl Fn(&str) -> Option<Range<usize>>) -> Cow<'_, str> {
    part(text).and_then(|near| text.get(near)).map(visible).filter(|close| is_wider(close, AROUND)).unwrap_or_else(|| visible(text))
}

/// Where `at` is, for people.
pub(super) fn place(document: &DocumentResult, at: At) -> String {
    let path = &document.source.path;
    match at {
        At::Text { .. } => format!("{path}:{at}"),
        At::Sheet { sheet, row, column } => {
            let name = document.sheets.get(usize::from(sheet)).map_or_else(|| (sheet + 1).to_string(), ToString::to_string);
            format!("{path} [{name}!{}]", cell_name(row, column))
        }
        At::Table { .. } => format!("{path} [{at}]"),
    }
}

impl Excerpt {
    /// A line of carets that stands under the marked place when printed in a fixed pitch, where a Chinese character takes two columns.
    pub(super) fn carets(&self) -> String {
        format!("{}{}", " ".repeat(width(&self.before)), "^".repeat(width(&self.marked).max(1)))
    }

    /// Place, raw line and carets, as they print in a fixed pitch.
    pub(super) fn snippet(&self) -> String {
        let line = self.line.map_or_else(String::new, |line| line.to_string());
        let margin = " ".repeat(line.len());
        let (place, shown) = (one_line(&self.place), one_line(&self.shown()));
        format!("{margin} --> {place}\n{margin} |\n{line} | {shown}\n{margin} | {}\n", self.carets())
    }

    /// The line as shown.
    pub(super) fn shown(&self) -> String {
        format!("{}{}{}", self.before, self.marked, self.after)
    }
}

/// `line` before, at and behind the characters `from..=to` (from 1); `None` where they are not in it.
fn divide(line: &str, from: u32, to: u32) -> Option<(&str, &str, &str)> {
    let (start, end) = ((from as usize).checked_sub(1)?, to as usize);
    let (before, rest) = line.split_at_checked(byte(line, start))?;
    let (marked, after) = rest.split_at_checked(byte(rest, end.checked_sub(start).filter(|length| *length > 0)?))?;
    (!marked.is_empty()).then_some((before, marked, after))
}

/// How many bytes the first `count` characters of `text` have. A skipped character is not decoded.
fn byte(text: &str, count: usize) -> usize {
    let mut characters = text.chars();
    if let Some(last) = count.checked_sub(1) {
        characters.nth(last);
    }
    text.len() - characters.as_str().len()
}

/// `text` on one line, with characters that show nothing, jump or turn the direction of writing made visible.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push('⇥'),
            '\n' => shown.push('↵'),
            c if is_unseen(c) => shown.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Screen columns of `text`.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// Screen columns of `c`. Nearly all characters are Chinese or ASCII, which need no table.
fn columns_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}' => 2,
        c => c.width().unwrap_or(0),
    }
}

fn is_wider(text: &str, columns: usize) -> bool {
    // No character takes fewer bytes than columns.
    text.len() > columns && text.len() - fitting(text.chars(), columns) > 0
}

/// The start of `text`, at most `columns` wide.
fn cut_end(text: &str, columns: usize) -> String {
    if !is_wider(text, columns) {
        return text.to_owned();
    }
    let kept = fitting(text.chars(), columns - 1);
    format!("{}…", text.get(..kept).unwrap_or_default())
}

/// The end of `text`, at most [`AROUND`] wide.
fn cut_start(text: &str) -> String {
    if !is_wider(text, AROUND) { text.to_owned() } else { format!("…{}", end(text, AROUND - 1)) }
}

fn cut_middle(text: &str) -> String {
    if !is_wider(text, 2 * WITHIN) {
        return text.to_owned();
    }
    cut_end(text, WITHIN) + end(text, WITHIN - 1)
}

/// The end of `text` that fits into `columns`.
fn end(text: &str, columns: usize) -> &str {
    text.get(text.len() - fitting(text.chars().rev(), columns)..).unwrap_or_default()
}

/// How many bytes the first of `characters` have that fit into `columns`.
fn fitting(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    let fits = |c: &char| {
        used += columns_of(*c);
        used <= columns
    };
    characters.take_while(fits).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn of(line: &str, from: u32, to: u32) -> Excerpt {
        let mut document = sample::document("raw.txt");
        document.lines = std::iter::once(line.into()).collect();
        let text: String = line.chars().skip(from as usize - 1).take((to + 1 - from) as usize).collect();
        excerpt(&document, At::Text { line: 1, from, to }, &text)
    }

    /// The text above the carets: what a reader takes to be meant.
    fn above(excerpt: &Excerpt) -> String {
        let (carets, mut column) = (excerpt.carets(), 0);
        let (first, last) = (carets.find('^').unwrap(), carets.len());
        let seen = excerpt.shown();
        let over = seen.chars().filter(|c| {
            let start = column;
            column += c.width().unwrap_or(0);
            start >= first && column <= last && c.width() != Some(0)
        });
        over.collect()
    }

    #[test]
    fn carets_stand_under_the_place() {
        let it = of("9,未知渠道,a", 3, 6);
        assert_eq!((it.place.as_str(), it.carets().as_str()), ("raw.txt:1:3-6", "  ^^^^^^^^"));
        for (line, from, to) in
            [("序号\t公开事项\tA", 4, 7), ("\u{feff}12 | 大冶市", 7, 9), ("ａb■政府网站 ✓", 4, 7), ("㐀𠀀x", 2, 3), ("abc", 3, 3)]
        {
            let text: String = line.chars().skip(from as usize - 1).take((to + 1 - from) as usize).collect();
            assert_eq!(above(&of(line, from, to)), text, "{line}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = format!("{}单位参保登记{}", "前".repeat(400), "后".repeat(400));
        let it = of(&line, 401, 406);
        assert_eq!(above(&it), "单位参保登记");
        assert!(it.before.starts_with('…') && it.after.ends_with('…') && width(&it.shown()) <= 2 * AROUND + 12, "{}", it.shown());
        let whole = of(&line, 1, 806);
        assert!(whole.marked.contains("前…后") && width(&whole.marked) <= 2 * WITHIN);
    }

    #[test]
    fn places_outside_the_line_show_the_text_alone() {
        let mut document = sample::document("raw.txt");
        document.lines = std::iter::once("短".into()).collect();
        let it = excerpt(&document, At::Text { line: 1, from: 9, to: 12 }, "参保登记");
        assert_eq!(it.shown(), "参保登记");
        let it = excerpt(&document, At::Sheet { sheet: 0, row: 6, column: 1 }, "参保登记");
        assert_eq!((it.place.as_str(), it.marked.as_str()), ("raw.txt [1!B7]", "参保登记"));
    }

    #[test]
    fn nothing_in_a_line_hides_or_turns_the_text() {
        assert_eq!(of("a\u{202e}b\u{1b}[31m", 1, 1).shown(), "a‹U+202E›b‹U+001B›[31m");
    }
}
