//! decode/html: an HTML page to paragraphs and grids, as a browser shows it.
//!
//! The page is parsed as browsers parse it (html5ever), walked once into steps without what is not shown, and its tables are told apart: tables of
//! data become grids; frames around other things are no tables, what stands in them is read as if they were not there.

mod begins;
mod declared;
mod grid;
mod layout;
mod limits;
mod lines;
mod page;
mod sheet;
mod style;

use super::cells::Cells;
use super::charset::{self, Characters};
use super::left_out::pictures_not_read;
use super::{Block, Decoded};
use crate::finding::{Finding, Staged, limit_reached};
use crate::tables::Tables;
use grid::Grids;
use lines::{Lines, Shown};
use page::{Page, Step, Tag};
use scraper::Html;
use std::ops::Range;

/// Reads the page `bytes` into the lines, blocks and ledger of `decoded`.
pub(super) fn read(bytes: &[u8], tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    read_characters(characters(bytes), tables, decoded)
}

/// Reads the page that the characters `page` are.
pub(super) fn read_characters(page: Staged<Characters>, tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let Staged { output: characters, mut findings } = page;
    decoded.encoding = Some(characters.encoding.into());
    decoded.encoding_evidence = Some(characters.evidence);
    let (text, cut) = limits::bounded(&characters.text);
    findings.extend(cut.map(Limit::finding));
    let html = Html::parse_document(text);
    let page = page::page(&html, tables);
    let parts = parts(&page, tables);
    let mut cells = Cells::new(tables);
    if let Some(title) = title(&page, &parts) {
        cells.add_paragraph(&title, decoded);
    }
    let (mut grids, mut pictures) = (Grids::default(), Pictures::default());
    for part in parts {
        match part {
            Part::Lines(lines) => lines.into_iter().for_each(|line| add_line(line, &mut cells, decoded)),
            Part::Table(steps) => {
                let steps = page.steps.get(steps).unwrap_or_default();
                pictures.add(steps, tables);
                let grid = grids.grid(steps, &page, tables, &mut cells, &mut decoded.ledger);
                decoded.blocks.extend(grid.map(Block::Grid));
            }
        }
    }
    findings.extend(grids.findings());
    findings.extend(text_hidden(&page));
    findings.extend(pictures_not_read(pictures.count, &pictures.texts));
    findings
}

/// Decodes `bytes`; what the page declares decides between encodings that are not UTF-8, where all bytes are valid in it.
pub(super) fn characters(bytes: &[u8]) -> Staged<Characters> {
    let declared = declared::declared(bytes).filter(|_| !charset::is_utf16(bytes) && std::str::from_utf8(bytes).is_err());
    let read = declared.and_then(|encoding| Some((encoding, encoding.decode_without_bom_handling_and_without_replacement(bytes)?)));
    let Some((encoding, text)) = read else { return charset::characters_of_markup(bytes) };
    let evidence = "declared in the page; not UTF-8; all bytes are valid".into();
    Staged { output: Characters { text: text.into_owned(), encoding: encoding.name(), evidence }, findings: Vec::new() }
}

/// A part of a page, in document order.
enum Part {
    /// Lines of running text.
    Lines(Vec<Shown>),
    /// The steps of a table of data.
    Table(Range<usize>),
}

/// Adds `line` to `decoded`, with what the page says of it.
fn add_line(line: Shown, cells: &mut Cells, decoded: &mut Decoded) {
    let Shown { text, level, beginnings } = line;
    let number = decoded.lines.len() as u32 + 1;
    match level {
        Some(level) => cells.add_heading(&text, level, decoded),
        None => cells.add_paragraph(&text, decoded),
    }
    if !beginnings.is_empty() && decoded.lines.len() as u32 == number {
        decoded.headings.beginnings.insert(number, beginnings);
    }
}

fn parts(page: &Page, tables: &Tables) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = Lines::new(page.wrapped, tables);
    let mut next = 0;
    for table in layout::data_tables(&page.steps, tables) {
        add_lines(&mut lines, page.steps.get(next..table.start), &mut parts);
        next = table.end;
        for caption in grid::captions(page.steps.get(table.clone()).unwrap_or_default()) {
            add_lines(&mut lines, Some(caption), &mut parts);
        }
        parts.push(Part::Table(table));
    }
    add_lines(&mut lines, page.steps.get(next..), &mut parts);
    parts
}

fn add_lines(lines: &mut Lines, steps: Option<&[Step]>, parts: &mut Vec<Part>) {
    steps.unwrap_or_default().iter().for_each(|step| lines.add(step));
    let found = lines.take_with_marks();
    parts.extend((!found.is_empty()).then_some(Part::Lines(found)));
}

/// The longest line that can show the title of a page, in characters.
const LONGEST_TITLE: usize = 60;

/// The title of the window, where the page itself does not show it: `目录_栏目_网站` is shown where a line has its longest part.
fn title(page: &Page, parts: &[Part]) -> Option<String> {
    let longest = page.title.split(['_', '-', '|', '—', '–']).map(crate::text::fold).max_by_key(|part| part.chars().count())?;
    let says = |text: &str| text.chars().count() <= LONGEST_TITLE && crate::text::fold(text).contains(&longest);
    let in_lines = || parts.iter().any(|part| matches!(part, Part::Lines(lines) if lines.iter().any(|line| says(&line.text))));
    let in_cells = || page.steps.iter().any(|step| matches!(step, Step::Text(run) if says(run.text)));
    (!longest.is_empty() && !in_lines() && !in_cells()).then(|| page.title.clone())
}

/// Pictures in tables that are no marks, and what is written about them.
#[derive(Default)]
struct Pictures {
    count: usize,
    texts: String,
}

impl Pictures {
    fn add(&mut self, steps: &[Step], tables: &Tables) {
        for step in steps {
            let Step::Open(Tag { name: "img", element, .. }) = step else { continue };
            let text = element.attr("alt").unwrap_or_default();
            if tables.marks.picture(text).is_none() {
                self.count += 1;
                self.texts.extend([text.trim(), " "]);
            }
        }
    }
}

/// What was given up, and the number of it that is the most.
struct Limit {
    what: &'static str,
    what_zh: &'static str,
    most: usize,
}

impl Limit {
    fn finding(self) -> Finding {
        limit_reached(self.what, self.what_zh, self.most)
    }
}

/// One finding for all text that a browser does not show, with how it begins.
fn text_hidden(page: &Page) -> Option<Finding> {
    let hidden = &page.hidden;
    (hidden.characters > 0).then(|| Finding::new("text-hidden").with("count", hidden.characters).with("text", &hidden.start))
}

#[cfg(test)]
mod tests;
