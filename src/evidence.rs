//! evidence: where a value was read, in which state it is, and the value itself.

mod alike;
mod places;
mod value;

pub(crate) use alike::Lists;
pub use alike::{Alike, Base, Placed, Said};
pub use places::Places;
pub use value::{MOST_READINGS, Rare, Value};

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

/// A piece of text, shared: copying it copies a pointer. How it is written, see [`crate::pool`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(ArcStr);

/// Hands out one [`Text`] for equal strings; one per document.
#[derive(Default)]
pub struct Texts(HashSet<Text, ahash::RandomState>);

/// A place in a document. Small, copyable, without text: excerpts are fetched from the decoded lines when they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum At {
    /// Characters `from..=to` (from 1) of a decoded line (from 1), before any normalising.
    Text {
        /// Line number, from 1.
        line: u32,
        /// First character, from 1.
        from: u32,
        /// Last character, inclusive.
        to: u32,
    },
    /// A cell of a workbook.
    Sheet {
        /// Sheet, from 0.
        sheet: u16,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u16,
    },
    /// A cell of a table in HTML or a Word document.
    Table {
        /// Table, from 1.
        table: u16,
        /// Row, from 1.
        row: u32,
        /// Column, from 1.
        column: u16,
    },
}

/// Where a value came from (see "states" in README.md). Ordered by strength, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The document has no such column or label.
    NoColumn,
    /// The column or label is there, the value is not.
    Missing,
    /// The document says it at this place.
    Stated,
    /// Stated once in a merged cell or a heading, and holding here too.
    Carried,
    /// Stated in the wrong column; put back where it belongs.
    Moved,
    /// Not stated; follows from a named rule.
    Inferred,
    /// Stated, but several readings fit; none is chosen.
    Ambiguous,
    /// A person decided.
    Reviewed,
}

/// Text in reading form beside the source text it was made of: check marks unified, markup and wraps removed, each character traceable.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The source text, as it stands; lines are separated by `\n`.
    pub raw: Text,
    /// The reading form.
    pub text: Text,
    /// For every character of `text` the characters of `raw` it stands for; `None` where both are the same.
    origin: Option<Box<[Range<u32>]>>,
    /// Where each character of `text` begins, in bytes; made when first asked for.
    #[serde(skip)]
    text_starts: OnceLock<Box<[u32]>>,
    /// Where each character of `raw` begins, in bytes.
    #[serde(skip)]
    raw_starts: OnceLock<Box<[u32]>>,
}

/// A passage at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it says; shared by all cells with the same text.
    pub passage: Arc<Passage>,
    /// Where it stands: one place a line of `passage.raw`.
    pub at: Places,
}

impl Text {
    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Texts {
    /// The shared text equal to `text`.
    pub fn get(&mut self, text: &str) -> Text {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new = Text::from(text);
        self.0.insert(new.clone());
        new
    }

    /// Forgets all texts where there are more than `most`.
    pub(crate) fn forget_beyond(&mut self, most: usize) {
        if self.0.len() > most {
            self.0 = HashSet::default();
        }
    }

    /// Makes `text` the shared one equal to it.
    pub fn share(&mut self, text: &mut Text) {
        match self.0.get(text) {
            Some(known) => *text = known.clone(),
            None => {
                self.0.insert(text.clone());
            }
        }
    }
}

impl Passage {
    /// A passage whose reading form is its source text.
    pub fn plain(raw: Text) -> Self {
        Passage { text: raw.clone(), raw, origin: None, text_starts: OnceLock::new(), raw_starts: OnceLock::new() }
    }

    /// A passage whose reading form is made of `pieces`: each a character and the characters of `raw` (from 0) it stands for, ascending.
    pub fn mapped(raw: Text, pieces: impl Iterator<Item = (char, Range<u32>)>) -> Self {
        let (text, origin): (String, Vec<_>) = pieces.unzip();
        Passage { text: Text::from(text), origin: Some(origin.into()), ..Passage::plain(raw) }
    }

    /// The characters of the reading form, each with the characters of `raw` (from 0) it stands for.
    pub fn pieces(&self) -> impl Iterator<Item = (char, Range<u32>)> + '_ {
        self.pieces_of(0..self.text.len())
    }

    /// Those that stand in the bytes `range` of the reading form; what stands before them is not walked through.
    fn pieces_of(&self, range: Range<usize>) -> impl Iterator<Item = (char, Range<u32>)> + '_ {
        let first = if range.start == 0 { 0 } else { self.character(range.start) };
        self.text.get(range).unwrap_or_default().chars().zip(first..).map(|(c, index)| {
            let origin = self.origin.as_ref().and_then(|origin| origin.get(index).cloned());
            (c, origin.unwrap_or(index as u32..index as u32 + 1))
        })
    }

    /// The same passage without the characters of the reading form (counted from 0) that `leave_out` names.
    pub fn without(&self, mut leave_out: impl FnMut(usize) -> bool) -> Self {
        let kept = self.pieces().enumerate().filter(|(index, _)| !leave_out(*index)).map(|(_, piece)| piece);
        Passage::mapped(self.raw.clone(), kept)
    }

    /// The characters of `raw` (from 0) that the bytes `range` of `text` stand for.
    fn source(&self, range: Range<usize>) -> Range<u32> {
        let (from, to) = (self.character(range.start), self.character(range.end));
        let Some(origin) = &self.origin else { return from as u32..to as u32 };
        let start = origin.get(from).map_or_else(|| origin.last().map_or(0, |last| last.end), |first| first.start);
        let end = to.checked_sub(1).filter(|last| *last >= from).and_then(|last| origin.get(last)).map_or(start, |last| last.end);
        start..end
    }
}

/// Characters of texts of so many bytes are counted whenever they are asked for; those of longer ones are listed.
const SHORT: usize = 512;

/// Where each character of `text` begins, in bytes.
fn starts(text: &str) -> Box<[u32]> {
    text.char_indices().map(|(start, _)| start as u32).collect()
}

impl Passage {
    /// How many characters of `text` stand before the byte `at`.
    fn character(&self, at: usize) -> usize {
        if self.text.len() <= SHORT {
            return self.text.bytes().take(at).filter(|byte| byte & 0xc0 != 0x80).count();
        }
        self.text_starts.get_or_init(|| starts(&self.text)).partition_point(|start| (*start as usize) < at)
    }

    /// The characters `range` (from 0) of `raw`.
    fn raw_part(&self, range: Range<u32>) -> &str {
        let starts = self.raw_starts.get_or_init(|| starts(&self.raw));
        let byte = |index: u32| starts.get(index as usize).map_or(self.raw.len(), |start| *start as usize);
        self.raw.get(byte(range.start)..byte(range.end)).unwrap_or_default()
    }
}

impl Cell {
    /// A cell in which nothing stands, nowhere: where one was left out.
    pub fn blank() -> Self {
        Cell { passage: Arc::new(Passage::plain("".into())), at: Places::new() }
    }

    /// What the bytes `range` of the reading form are in the source: the raw text, and where it stands.
    pub fn source(&self, range: Range<usize>) -> (Text, Places) {
        let range = self.passage.source(range);
        if let [place] = self.at.as_slice() {
            let at = std::iter::once(*place).filter(|_| range.start < range.end).map(|place| place.narrow(range.start, range.end));
            let part = self.passage.raw_part(range.clone());
            let is_whole = part.len() == self.passage.raw.len();
            return (if is_whole { self.passage.raw.clone() } else { Text::from(part) }, at.collect());
        }
        let (mut at, mut raw, mut start) = (Places::new(), Vec::new(), 0u32);
        for (line, place) in self.passage.raw.split('\n').zip(&self.at) {
            let length = line.chars().count() as u32;
            let (from, to) = (range.start.max(start) - start, range.end.min(start + length).saturating_sub(start));
            if from < to {
                let place = place.narrow(from, to);
                if at.last() != Some(&place) {
                    at.push(place);
                }
                raw.push(line.chars().skip(from as usize).take((to - from) as usize).collect::<String>());
            }
            start += length + 1;
        }
        (Text::from(raw.join("\n")), at)
    }

    /// The bytes `range` of the reading form as a cell of its own.
    pub fn sub(&self, range: Range<usize>) -> Cell {
        let (raw, at) = self.source(range.clone());
        let start = self.passage.source(range.clone()).start;
        let shifted = |origin: Range<u32>| origin.start.saturating_sub(start)..origin.end.saturating_sub(start);
        let pieces = self.passage.pieces_of(range).map(|(c, origin)| (c, shifted(origin)));
        Cell { passage: Arc::new(Passage::mapped(raw, pieces)), at }
    }

    /// Whether `behind` stands right behind the cell on the same line.
    pub fn touches(&self, behind: &Cell) -> bool {
        match (self.at.last(), behind.at.first()) {
            (Some(At::Text { line, to, .. }), Some(At::Text { line: next, from, .. })) => line == next && to + 1 == *from,
            _ => false,
        }
    }

    /// The cell with `behind` as one cell, where that stands right behind it on the same line.
    pub fn before(&self, behind: &Cell) -> Option<Cell> {
        let (Some(At::Text { line, from, .. }), [At::Text { to: end, .. }]) = (self.at.last(), behind.at.as_slice()) else {
            return None;
        };
        if !self.touches(behind) {
            return None;
        }
        let raw: Text = format!("{}{}", self.passage.raw, behind.passage.raw).into();
        let offset = self.passage.raw.chars().count() as u32;
        let shifted = behind.passage.pieces().map(|(c, range)| (c, range.start + offset..range.end + offset));
        let passage = Passage::mapped(raw, self.passage.pieces().chain(shifted));
        let whole = At::Text { line: *line, from: *from, to: *end };
        let at = self.at.iter().take(self.at.len() - 1).copied().chain([whole]).collect();
        Some(Cell { passage: Arc::new(passage), at })
    }

    /// The cell with `below`, which stands below it, as one cell of more lines.
    pub fn above(&self, below: &Cell) -> Cell {
        Cell::stacked([(self, false), (below, false)].into_iter())
    }

    /// The lines of `cells` as one cell: each below the one before, or in the reading form right behind it where `true` stands beside it.
    pub fn stacked<'c>(cells: impl Iterator<Item = (&'c Cell, bool)>) -> Cell {
        let (mut raw, mut pieces, mut at, mut length) = (String::new(), Vec::new(), Places::new(), 0);
        for (index, (cell, goes_on)) in cells.enumerate() {
            if index > 0 {
                raw.push('\n');
                pieces.extend((!goes_on).then_some(('\n', length..length + 1)));
                length += 1;
            }
            pieces.extend(cell.passage.pieces().map(|(c, range)| (c, range.start + length..range.end + length)));
            raw.push_str(&cell.passage.raw);
            length += cell.passage.raw.chars().count() as u32;
            at.extend(cell.places_of_lines());
        }
        Cell { passage: Arc::new(Passage::mapped(raw.into(), pieces.into_iter())), at }
    }

    /// The place of each line of `passage.raw`: a cell of a workbook or a table has one for all.
    fn places_of_lines(&self) -> impl Iterator<Item = At> + '_ {
        let times = if self.at.len() == 1 { self.passage.raw.split('\n').count() } else { 1 };
        self.at.iter().flat_map(move |place| std::iter::repeat_n(*place, times))
    }

    /// The cell without blanks at its ends.
    pub fn trimmed(&self) -> Cell {
        let text = self.text();
        let start = text.len() - text.trim_start_matches(crate::text::is_blank).len();
        let end = start + crate::text::trim(text).len();
        self.sub(start..end)
    }

    /// The reading form.
    pub fn text(&self) -> &str {
        &self.passage.text
    }

    /// The whole cell as a stated value of its reading form.
    pub fn value(&self) -> Value<Text> {
        let mut at = self.at.clone();
        at.dedup();
        Value::stated(self.passage.text.clone(), self.passage.raw.clone(), at)
    }

    /// The bytes `range` of the reading form as a stated value `value`.
    pub fn part<T>(&self, range: Range<usize>, value: T) -> Value<T> {
        let (raw, at) = self.source(range);
        Value::stated(value, raw, at)
    }

    /// Whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        self.passage.text.chars().all(crate::text::is_blank)
    }
}

impl At {
    /// The characters `from..to` (from 0) of the text at this place; cells of workbooks and tables are not divided.
    fn narrow(self, from: u32, to: u32) -> At {
        match self {
            At::Text { line, from: first, .. } => At::Text { line, from: first + from, to: first + to - 1 },
            other => other,
        }
    }

    /// The decoded line, where the place is in one.
    pub fn line(self) -> Option<u32> {
        match self {
            At::Text { line, .. } => Some(line),
            At::Sheet { .. } | At::Table { .. } => None,
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Text { line, from, to } => write!(f, "{line}:{from}-{to}"),
            At::Sheet { sheet, row, column } => write!(f, "sheet {} {}", sheet + 1, cell_name(*row, *column)),
            At::Table { table, row, column } => write!(f, "table {table} row {row} column {column}"),
        }
    }
}

/// The name of a workbook cell (row and column from 0), as in `B7`.
pub fn cell_name(row: u32, column: u16) -> String {
    let (mut letters, mut rest) = (Vec::new(), u32::from(column) + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(text.into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl State {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            State::NoColumn => "no_column",
            State::Missing => "missing",
            State::Stated => "stated",
            State::Carried => "carried",
            State::Moved => "moved",
            State::Inferred => "inferred",
            State::Ambiguous => "ambiguous",
            State::Reviewed => "reviewed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_cell_knows_its_place() {
        let raw = Text::from("■政府 网站\n其他");
        let keep: Vec<_> = raw.chars().enumerate().filter(|(_, c)| *c != ' ').map(|(i, c)| (c, i as u32..i as u32 + 1)).collect();
        let at: Places = [At::Text { line: 3, from: 5, to: 10 }, At::Text { line: 4, from: 1, to: 2 }].into_iter().collect();
        let cell = Cell { passage: Arc::new(Passage::mapped(raw, keep.into_iter())), at };
        let start = cell.text().find('政').unwrap();
        let (raw, at) = cell.source(start..cell.text().len());
        assert_eq!(raw.as_str(), "政府 网站\n其他");
        assert_eq!(at.as_slice(), [At::Text { line: 3, from: 6, to: 10 }, At::Text { line: 4, from: 1, to: 2 }]);
    }

    #[test]
    fn cells_of_workbooks_have_names() {
        assert_eq!((cell_name(6, 1), cell_name(0, 25), cell_name(0, 26)), ("B7".into(), "Z1".into(), "AA1".into()));
    }
}
