//! decode/html/lines: steps to lines of text: blanks collapsed, boxes as marks, list items with their numbers.

use super::super::{Beginning, numerals};
use super::begins::Begins;
use super::grid;
use super::page::{Run, Step, Tag};
use super::style::Style;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use crate::text::is_han;
use scraper::node::Element;
use std::collections::BTreeMap;
use std::ops::Range;

/// Makes lines of steps.
pub(super) struct Lines<'t> {
    tables: &'t Tables,
    /// Whether all line ends of the source between Chinese characters are those of the program that wrote it.
    wrapped: bool,
    done: Vec<String>,
    /// The levels of the headings among the lines that are done.
    headings: BTreeMap<usize, u8>,
    /// The level of the heading at hand.
    heading: Option<u8>,
    line: String,
    /// A blank that is shown where text follows; `true`: it is a line end in the source, where Chinese text may go on.
    blank: Option<bool>,
    lists: Vec<List>,
    /// Where the open elements within lines begin: how many lines are done, and the bytes of the line at hand.
    within: Vec<(usize, usize)>,
    /// With which elements the lines begin.
    begins: Begins,
    /// The number of a list item, shown in front of its first text.
    number: String,
}

/// A line of running text as a page shows it.
pub(super) struct Shown {
    pub(super) text: String,
    /// Its level, if it is a heading.
    pub(super) level: Option<u8>,
    /// The elements with which it begins.
    pub(super) beginnings: Vec<Beginning>,
}

/// An open list, and the number of its next item.
struct List {
    numbering: Option<Numbering>,
    next: i64,
    step: i64,
}

/// How the items of a list are numbered: a format of [`numerals::written`], or letters.
type Numbering = &'static str;

const DIGITS: Numbering = "decimal";
const CHINESE: Numbering = "chineseCountingThousand";
/// The most that is written in Roman numerals. Source: CSS Counter Styles 3, 6.1 (range of lower-roman).
const MOST_ROMAN: u32 = 3999;

impl<'t> Lines<'t> {
    /// No line yet.
    pub(super) fn new(wrapped: bool, tables: &'t Tables) -> Self {
        Lines {
            tables,
            wrapped,
            done: Vec::new(),
            headings: BTreeMap::new(),
            heading: None,
            line: String::new(),
            blank: None,
            lists: Vec::new(),
            within: Vec::new(),
            begins: Begins::default(),
            number: String::new(),
        }
    }

    /// The lines of the cell `steps`, one below the other. A table in it whose rows have several cells keeps them: each row is a line, with a tab
    /// between its cells. Where nothing stands in it but an icon, that is read.
    pub(super) fn text(steps: &[Step], wrapped: bool, tables: &'t Tables) -> String {
        let mut lines = Lines::new(wrapped, tables);
        let mut next = 0;
        while let Some(step) = steps.get(next) {
            let rows = match step {
                Step::Open(Tag { name: "table", .. }) => lines.inner_rows(steps.get(next..).unwrap_or_default()),
                _ => None,
            };
            match rows {
                Some((rows, length)) => {
                    lines.end_line();
                    lines.done.extend(rows);
                    next += length;
                }
                None => {
                    lines.add(step);
                    next += 1;
                }
            }
        }
        let text = lines.take().join("\n");
        let icon = |step: &Step| match step {
            Step::Open(tag) => tables.marks.icon(tag.element.attr("class")?),
            _ => None,
        };
        if text.is_empty() { steps.iter().find_map(icon).map_or_else(String::new, String::from) } else { text }
    }

    /// The rows of the table with which `steps` begin, each as a line, and how many steps they are; `None` where no row has several cells. Tables in its
    /// cells are text.
    fn inner_rows(&self, steps: &[Step]) -> Option<(Vec<String>, usize)> {
        let length = steps.len().min(grid::closing(steps, 1) + 1);
        let rows = grid::cells_of_rows(steps.get(..length)?);
        let text = |cell: Range<usize>| {
            let mut lines = Lines::new(self.wrapped, self.tables);
            steps.get(cell).unwrap_or_default().iter().for_each(|step| lines.add(step));
            lines.take().join(" ")
        };
        let rows: Vec<Vec<String>> = rows.into_iter().map(|cells| cells.into_iter().map(text).collect()).collect();
        let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
        let is_table = rows.iter().any(|row| filled(row) > 1);
        let lines = rows.iter().filter(|row| filled(row) > 0).map(|row| row.join("\t").trim_end().to_owned());
        is_table.then(|| (lines.collect(), length))
    }

    /// Goes on with `step`.
    pub(super) fn add(&mut self, step: &Step) {
        match step {
            Step::Open(tag) => self.open(tag),
            Step::Close(tag) => self.close(tag),
            Step::Text(run) => self.run(run),
        }
    }

    /// The lines so far; what follows begins a new one.
    pub(super) fn take(&mut self) -> Vec<String> {
        self.end_line();
        self.headings.clear();
        self.begins.take();
        std::mem::take(&mut self.done)
    }

    /// The lines so far with what the page says of each; what follows begins a new one.
    pub(super) fn take_with_marks(&mut self) -> Vec<Shown> {
        self.end_line();
        let headings = std::mem::take(&mut self.headings);
        let mut beginnings = self.begins.take();
        let shown = |(index, text): (usize, String)| Shown {
            text,
            level: headings.get(&index).copied(),
            beginnings: beginnings.remove(&index).unwrap_or_default(),
        };
        std::mem::take(&mut self.done).into_iter().enumerate().map(shown).collect()
    }

    fn open(&mut self, tag: &Tag) {
        if tag.block || tag.name == "br" {
            self.end_line();
        }
        self.begins.open(tag, (self.done.len(), self.line.len()));
        if !tag.block {
            self.within.push((self.done.len(), self.line.len()));
        }
        match tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = tag.name.get(1..).and_then(|level| level.parse().ok()),
            "ol" | "ul" | "menu" | "dir" => self.lists.push(self.list(tag)),
            "li" => self.item(tag.element),
            "input" => self.input(tag.element),
            // A picture of a tick or a box, where its description says that it is one.
            "img" => {
                let mark = tag.element.attr("alt").and_then(|text| self.tables.marks.picture(text));
                mark.into_iter().for_each(|mark| self.push(mark));
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &Tag) {
        if tag.block {
            self.end_line();
        } else {
            self.end_label();
        }
        self.begins.close(&self.done, &self.line);
        match tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            "ol" | "ul" | "menu" | "dir" => drop(self.lists.pop()),
            "li" => self.number.clear(),
            _ => {}
        }
    }

    /// An element within a line that holds nothing but a label ends: pages show its value apart from it, by their style sheets.
    fn end_label(&mut self) {
        const LONGEST: usize = 60;
        let Some((done, start)) = self.within.pop() else { return };
        let text = self.line.get(start..).filter(|text| done == self.done.len() && text.len() <= LONGEST).map(crate::text::trim);
        if text.is_some_and(|text| self.tables.columns.label(text).is_some()) {
            self.blank.get_or_insert(false);
        }
    }

    fn end_line(&mut self) {
        let line = crate::text::trim(&self.line);
        if !line.is_empty() {
            self.headings.extend(self.heading.map(|level| (self.done.len(), level)));
            self.done.push(line.to_owned());
        }
        self.line.clear();
        self.blank = None;
    }

    /// White space is one blank, or none at the ends of a line. Source: CSS Text 3, 4.1.1 and 4.1.2. A line end between Chinese characters is a blank,
    /// as in most browsers, but in pages of office programs, which wrap their source wherever a line is full, and where a line of the source is so long
    /// that it was full, or ends with punctuation, and no entry of a list and no label follows.
    fn run(&mut self, run: &Run) {
        let mut length = 0;
        for (at, c) in run.text.char_indices() {
            match c {
                '\n' if run.pre => self.end_line(),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if !run.pre => {
                    let ends = c == '\n' || c == '\r';
                    let is_wrap =
                        ends && (self.wrapped || length > 0 && self.may_go_on(length) && goes_on(run.text.get(at..).unwrap_or_default()));
                    self.blank = Some(is_wrap || self.blank == Some(true));
                    length = if ends { 0 } else { length };
                }
                _ => {
                    length += 1;
                    self.character(c, run);
                }
            }
        }
        // What stands in the next element may be another word.
        self.blank = self.blank.map(|is_wrap| is_wrap && self.wrapped);
    }

    /// Whether the line of the source that ends here, with `length` characters in one piece of text, may go on without a blank.
    fn may_go_on(&self, length: usize) -> bool {
        const FULL: usize = 30;
        length >= FULL || self.line.ends_with(|c: char| is_wide(c) && !is_han(c))
    }

    fn character(&mut self, c: char, run: &Run) {
        let shown = match run.symbol {
            // What Word puts in front of an item of a list without numbers is a bullet, not a sign.
            Some(_) if run.bullet => return,
            Some(font) => self.tables.marks.symbol(font, c).unwrap_or(c),
            None if c == '\u{a0}' => ' ',
            None => c,
        };
        self.push(shown);
    }

    fn push(&mut self, c: char) {
        let blank = self.blank.take();
        if self.line.is_empty() && !self.number.is_empty() && !c.is_whitespace() {
            self.line.push_str(&std::mem::take(&mut self.number));
        }
        let is_wrap = blank == Some(true) && is_wide(c) && self.line.chars().next_back().is_some_and(is_wide);
        if blank.is_some() && !is_wrap && !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
        self.line.push(c);
    }

    /// Check boxes and radio buttons become marks: any value of `checked` means checked (HTML Standard, 2.3.2); fields show what stands in them.
    fn input(&mut self, element: &Element) {
        match element.attr("type").unwrap_or("text").to_ascii_lowercase().as_str() {
            "checkbox" | "radio" => self.push(if element.attr("checked").is_some() { '☑' } else { '☐' }),
            "text" | "search" | "tel" | "url" | "email" | "number" | "date" => {
                element.attr("value").unwrap_or_default().chars().for_each(|c| self.push(c));
            }
            _ => {}
        }
    }

    fn list(&self, tag: &Tag) -> List {
        let number = |name: &str| tag.element.attr(name).and_then(|number| number.trim().parse::<i64>().ok());
        let by_itself = if tag.name == "ol" { tag.element.attr("type").map_or(Some(DIGITS), by_type) } else { None };
        let numbering = Style::of(tag.element, self.tables).list.map_or(by_itself, by_style);
        let is_reversed = tag.element.attr("reversed").is_some();
        List { numbering, next: number("start").unwrap_or(1), step: if is_reversed { -1 } else { 1 } }
    }

    /// Gives an item its number. Source: HTML Standard, 4.4.5 and 4.4.8.
    fn item(&mut self, element: &Element) {
        let is_inner = self.lists.iter().rev().skip(1).any(|outer| outer.numbering == Some(DIGITS));
        let Some(list) = self.lists.last_mut() else { return };
        if let Some(value) = element.attr("value").and_then(|value| value.trim().parse().ok()) {
            list.next = value;
        }
        let own = element.attr("type").map(by_type);
        let numbering = Style::of(element, self.tables).list.map(by_style).or(own).unwrap_or(list.numbering);
        let number = list.next;
        list.next = number.saturating_add(list.step);
        if let Some(numbering) = numbering {
            // The digits of a list within a list of digits are told from those around it, as a browser does by its margin.
            let front = if is_inner && numbering == DIGITS { format!("({number}) ") } else { front(numbering, number) };
            self.number.push_str(&front);
        }
    }
}

/// Source: HTML Standard, 4.4.5 (the `type` attribute).
fn by_type(name: &str) -> Option<Numbering> {
    match name.trim() {
        "a" => Some("lowerLetter"),
        "A" => Some("upperLetter"),
        "i" => Some("lowerRoman"),
        "I" => Some("upperRoman"),
        "disc" | "circle" | "square" | "none" => None,
        _ => Some(DIGITS),
    }
}

/// Source: CSS Counter Styles 3 (6, 7).
fn by_style(value: &str) -> Option<Numbering> {
    let names = value.to_ascii_lowercase();
    names.split_whitespace().find_map(|name| match name {
        "decimal" | "decimal-leading-zero" => Some(DIGITS),
        "lower-alpha" | "lower-latin" => Some("lowerLetter"),
        "upper-alpha" | "upper-latin" => Some("upperLetter"),
        "lower-roman" => Some("lowerRoman"),
        "upper-roman" => Some("upperRoman"),
        "cjk-ideographic" | "cjk-decimal" | "simp-chinese-informal" | "trad-chinese-informal" => Some(CHINESE),
        _ => None,
    })
}

/// `number` with what stands between it and the text; what cannot be written so is written in digits (CSS Counter Styles 3, 2.3: fallback).
fn front(numbering: Numbering, number: i64) -> String {
    let value = u32::try_from(number).ok().filter(|value| *value > 0);
    let written = value.and_then(|value| match numbering {
        // Word doubles the letter behind z, browsers count on with aa, ab.
        "lowerLetter" => numerals::alphabetic(value, b'a'),
        "upperLetter" => numerals::alphabetic(value, b'A'),
        "lowerRoman" | "upperRoman" if value > MOST_ROMAN => None,
        format => numerals::written(value, format),
    });
    match written {
        Some(written) if numbering == CHINESE => written + "、",
        Some(written) => written + ". ",
        None => format!("{number}. "),
    }
}

/// Whether the line of the source that begins with `text`, behind blanks, may go on with what stands before it: it has neither a number (1., （二）, 第三条) nor a label.
fn goes_on(text: &str) -> bool {
    /// The longest label, in characters.
    const LONGEST: usize = 10;
    let text = text.trim_start();
    // A colon behind a digit is that of a time of day.
    let begins_label = text.chars().zip(text.chars().skip(1)).take(LONGEST).any(|(before, c)| is_han(before) && matches!(c, '：' | ':'));
    !is_numbered(text) && !text.starts_with('第') && !begins_label
}

/// Chinese characters and their punctuation, which stand without blanks.
fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' | '“' | '”' | '—' | '…')
}
