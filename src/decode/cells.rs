//! decode/cells: texts to cells, for the readers of all formats: equal texts share one passage, check marks have one form, leftovers of editors are out.

use super::{Block, Decoded, marks};
use crate::evidence::{At, Cell, Passage, Text, Texts};
use crate::ledger::{Claim, Ledger, Reason};
use crate::tables::Tables;
use crate::tables::known::Reading as Known;
use crate::tables::marks::MarkSigns;
use crate::text::is_blank;
use ahash::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Makes cells; one per document.
pub(super) struct Cells<'a> {
    tables: &'a Tables,
    texts: Texts,
    passages: HashMap<Text, Reading, RandomState>,
}

/// A passage, and the characters of its raw text (from 0) that editors left behind and that are no part of it.
type Reading = (Arc<Passage>, Arc<[Range<u32>]>);

/// A line of a cell of delimited text, as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// The line it stands in, from 1.
    pub(super) line: u32,
    /// Characters before it in its line.
    pub(super) before: usize,
    /// Its text.
    pub(super) text: &'a str,
}

impl<'a> Cells<'a> {
    /// A maker of cells that knows no text yet.
    pub(super) fn new(tables: &'a Tables) -> Self {
        Cells { tables, texts: Texts::default(), passages: HashMap::default() }
    }

    /// The signs that ticks are.
    pub(super) fn marks(&self) -> &'a MarkSigns {
        &self.tables.marks
    }

    /// The shared text equal to `text`.
    pub(super) fn text(&mut self, text: &str) -> Text {
        self.texts.get(text)
    }

    /// The cell made of `part`, before which `before` characters of its line stand, without blanks at its ends.
    pub(super) fn of_line(&mut self, number: u32, before: usize, part: &str, ledger: &mut Ledger) -> Cell {
        let kept = crate::text::trim(part);
        let blanks = part.chars().take_while(|c| is_blank(*c)).count();
        let from = (before + if kept.is_empty() { 0 } else { blanks }) as u32 + 1;
        let at = At::Text { line: number, from, to: from + kept.chars().count() as u32 - 1 };
        let (passage, leftovers) = self.passage(kept);
        for leftover in leftovers.iter() {
            ledger.claim_range(number, from + leftover.start, from + leftover.end - 1, Claim::LeftOut(Reason::Leftover));
        }
        Cell { passage, at: std::iter::once(at).collect() }
    }

    /// A cell of a grid of text; a sign that says that nothing is in it leaves it blank.
    pub(super) fn of_row(&mut self, number: u32, before: usize, part: &str, ledger: &mut Ledger) -> Cell {
        let cell = self.of_line(number, before, part, ledger);
        self.without_blank_sign(cell, ledger)
    }

    /// The cell of delimited text made of `parts`, one a line; between quotes two quotes are one.
    pub(super) fn of_parts(&mut self, parts: &[Part<'_>], quoted: bool, ledger: &mut Ledger) -> Cell {
        if let ([part], false) = (parts, quoted) {
            return self.of_row(part.line, part.before, part.text, ledger);
        }
        let whole = parts.iter().map(|part| part.text).collect::<Vec<_>>().join("\n");
        let raw = crate::text::trim(&whole);
        let cut = whole.get(..whole.len() - crate::text::trim_start(&whole).len()).filter(|_| !raw.is_empty()).unwrap_or_default();
        let parts = parts.get(cut.matches('\n').count()..).unwrap_or_default();
        let blanks = cut.rsplit('\n').next().map_or(0, |blanks| blanks.chars().count());
        let at = raw.split('\n').zip(parts).enumerate().map(|(index, (line, part))| {
            let from = (part.before + if index == 0 { blanks } else { 0 }) as u32 + 1;
            At::Text { line: part.line, from, to: from + line.chars().count() as u32 - 1 }
        });
        let cell = Cell { passage: self.unquoted(raw), at: at.collect() };
        self.without_blank_sign(cell, ledger)
    }

    /// Reads `cell`, joined of several lines, as a whole: a box and its word may stand on lines of their own.
    pub(super) fn read_whole(&mut self, cell: &mut Cell) {
        if cell.at.len() > 1 && marks::has_sign(&cell.passage.raw, self.tables) {
            (cell.passage, _) = self.passage(&cell.passage.raw);
        }
    }

    /// The passage of `raw`, in which two quotes stand for one.
    fn unquoted(&mut self, raw: &str) -> Arc<Passage> {
        let (mut text, mut starts, mut index) = (String::new(), Vec::new(), 0u32);
        let mut characters = raw.chars().peekable();
        while let Some(c) = characters.next() {
            text.push(c);
            starts.push(index);
            let is_doubled = c == '"' && characters.next_if_eq(&'"').is_some();
            index += if is_doubled { 2 } else { 1 };
        }
        let (passage, _) = self.passage(&text);
        if text.len() == raw.len() {
            return passage;
        }
        let start = |at: u32| starts.get(at as usize).copied().unwrap_or(index);
        Arc::new(Passage::mapped(self.texts.get(raw), passage.pieces().map(|(c, range)| (c, start(range.start)..start(range.end)))))
    }

    /// The cell of a workbook or a table at `place` that says `raw` (its lines separated by `\n`), without blanks at its ends.
    pub(super) fn of_place(&mut self, place: At, raw: &str, ledger: &mut Ledger) -> Cell {
        let (passage, _) = self.passage(crate::text::trim(raw));
        ledger.add_cell(place, &passage.raw);
        let cell = Cell { passage, at: std::iter::once(place).collect() };
        self.without_blank_sign(cell, ledger)
    }

    /// Adds running text outside tables to `decoded`: one decoded line and one paragraph for each of its lines; blank ones are left out.
    pub(super) fn add_paragraph(&mut self, raw: &str, decoded: &mut Decoded) {
        for line in raw.split('\n').filter(|line| !crate::text::trim(line).is_empty()) {
            let line = self.text(line);
            decoded.ledger.add_line(&line);
            decoded.lines.push(line.clone());
            let cell = self.of_line(decoded.lines.len() as u32, 0, &line, &mut decoded.ledger);
            decoded.blocks.extend((!cell.is_blank()).then_some(Block::Paragraph(cell)));
        }
    }

    /// Adds the heading `raw` of `level`, which is running text too.
    pub(super) fn add_heading(&mut self, raw: &str, level: u8, decoded: &mut Decoded) {
        let first = decoded.lines.len() as u32 + 1;
        self.add_paragraph(raw, decoded);
        // A heading of several lines is one; only the first of them begins it.
        decoded.headings.levels.extend((decoded.lines.len() as u32 >= first).then_some((first, level)));
    }

    fn without_blank_sign(&mut self, cell: Cell, ledger: &mut Ledger) -> Cell {
        if !self.tables.words.is_blank_sign(&cell.passage.raw) {
            return cell;
        }
        ledger.claim(&cell.at, Claim::LeftOut(Reason::BlankSign));
        let (passage, _) = self.passage("");
        Cell { passage, at: cell.at }
    }

    fn passage(&mut self, raw: &str) -> Reading {
        if let Some(known) = self.passages.get(raw) {
            return known.clone();
        }
        let (texts, tables) = (&mut self.texts, self.tables);
        let reading = tables.known.once(Known::Passage, raw, || read(texts.get(raw), tables));
        self.passages.insert(reading.0.raw.clone(), reading.as_ref().clone());
        reading.as_ref().clone()
    }
}

/// The passage of `raw`, and what editors left behind in it.
fn read(raw: Text, tables: &Tables) -> Reading {
    let leftovers = leftovers(&raw, tables);
    let mut passage = marks::passage(raw, tables);
    if !leftovers.is_empty() {
        let mut next = leftovers.iter().peekable();
        let mut is_leftover = |range: Range<u32>| {
            while next.next_if(|leftover| leftover.end <= range.start).is_some() {}
            next.peek().is_some_and(|leftover| leftover.contains(&range.start))
        };
        let dropped: Vec<bool> = passage.pieces().map(|(_, range)| is_leftover(range)).collect();
        passage = passage.without(|index| dropped.get(index) == Some(&true));
    }
    (Arc::new(passage), leftovers.into())
}

/// Where editors left something behind in `raw`, in characters from 0, in order and without overlaps.
fn leftovers(raw: &str, tables: &Tables) -> Vec<Range<u32>> {
    let found = tables.words.leftovers().iter().flat_map(|leftover| leftover.pattern.find_iter(raw));
    let mut bytes: Vec<Range<usize>> = found.map(|found| found.range()).collect();
    bytes.sort_by_key(|range| range.start);
    let (mut ranges, mut counted, mut characters): (Vec<Range<u32>>, usize, u32) = (Vec::new(), 0, 0);
    for range in bytes {
        // Where another one overlaps, only what goes beyond it is counted.
        let mut count = |to: usize| {
            characters += raw.get(counted..to).map_or(0, |text| text.chars().count() as u32);
            counted = counted.max(to);
            characters
        };
        let (start, end) = (count(range.start), count(range.end));
        ranges.extend((start < end).then_some(start..end));
    }
    ranges
}
