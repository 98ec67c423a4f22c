//! decode/workbook: workbooks to grids, one a sheet: cells as the workbook shows them, at their own places, merged ranges told.
//!
//! What an office program shows is what is read: numbers by their formats, formulas by the values that were computed last, letters of symbol
//! fonts as marks. Hidden rows and columns belong to a table that is shown, and the numbers and merged cells of that table run through them:
//! they are read as usual, and reported. Hidden sheets are documents of their own that the publisher took out of sight (earlier versions,
//! lists for drop-down fields): they are not read, and reported with what is in them.
//!
//! calamine 0.38 reads the same formats, but tells neither the fonts of runs nor hidden rows, number formats only of one format, merged ranges
//! only of two, keeps every blank cell between two filled ones, and follows damaged files without end. So the formats are read here, and
//! calamine is what the tests compare with.
//!
//! Formats with conditions, fractions or exponents, and formats that add words to texts, give the plain value. Only xlsx and OpenDocument tell
//! formulas that were never computed; the binary formats have some value for each.
//!
//! Several tables side by side on a sheet are one grid; what their rows mean is for structure to find, and cells that fit no column are
//! reported there.

mod binary;
mod number;
mod sheet;
mod styles;
mod xml;

mod ods;
mod xls;
mod xlsb;
mod xlsx;

use super::cells::Cells;
use super::parts::Parts;
use super::relations::{Relation, Relations};
use super::xml::{Node, Xml};
use super::{Decoded, media};
use crate::finding::{Finding, limit_reached};
use crate::tables::Tables;
use sheet::{Kind, Sheet};

/// The most cells with text of a workbook: a hundred times the longest directory, which has some ten thousand.
const MOST_CELLS: usize = 2_000_000;
/// The most sheets that are read.
const MOST_SHEETS: usize = 1000;

/// Why a workbook, or the rest of it, is not read.
#[derive(Debug)]
enum Trouble {
    /// It is not as its format demands.
    Damaged(String),
    /// It can be read with a password only.
    Locked,
    /// More of something than is read: what, in English and Chinese, and how much is.
    Limit(&'static str, &'static str, u64),
    /// A part of it cannot be inflated.
    Part(Finding),
}

/// The sheets of a workbook, as far as they could be read.
#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    troubles: Vec<Trouble>,
}

/// Reads the workbook `bytes` into `decoded`.
pub(super) fn read(bytes: &[u8], format: media::Workbook, tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let mut book = Book::default();
    let mut findings = Vec::new();
    let read = match format {
        media::Workbook::Xls => xls::read(bytes, tables, &mut book),
        _ => match Parts::open(bytes) {
            Ok(parts) => read_parts(parts, format, tables, &mut book, &mut findings),
            Err(finding) => return vec![finding],
        },
    };
    book.troubles.extend(read.err());
    findings.extend(book.troubles.iter().map(|trouble| trouble.finding(book.sheets.is_empty())));
    let mut cells = Cells::new(tables);
    for sheet in book.sheets {
        sheet.decode(&mut cells, decoded, &mut findings);
    }
    findings
}

fn read_parts(
    mut parts: Parts,
    format: media::Workbook,
    tables: &Tables,
    book: &mut Book,
    findings: &mut Vec<Finding>,
) -> Result<(), Trouble> {
    let read = match format {
        media::Workbook::Xlsb => xlsb::read(&mut parts, tables, book),
        media::Workbook::Ods => ods::read(&mut parts, tables, book),
        _ => xlsx::read(&mut parts, tables, book),
    };
    findings.append(&mut parts.findings);
    read
}

/// The bytes of the part `name`; `None` where there is no such part.
fn part(parts: &mut Parts, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
    parts.whole(name).map_err(Trouble::Part)
}

/// The characters of the part `name`; `None` where there is no such part.
fn text(parts: &mut Parts, name: &str) -> Result<Option<String>, Trouble> {
    Ok(part(parts, name)?.map(|bytes| parts.characters(bytes)))
}

/// What a workbook of parts says about one sheet.
struct Entry {
    name: String,
    /// The id of the relationship to its part.
    relation: String,
    is_hidden: bool,
}

/// Reads the sheets `entries`, whose parts `relations` names: `read` their cells, `comments` the comments on these.
fn read_sheets(
    entries: Vec<Entry>,
    relations: &Relations,
    parts: &mut Parts,
    book: &mut Book,
    mut read: impl FnMut(&mut Parts, &str, &mut Sheet) -> Result<(), Trouble>,
    comments: fn(&Relations, &mut Parts, &mut Sheet),
) {
    for entry in entries {
        let Relation { kind, part } = relations.get(&entry.relation).cloned().unwrap_or_default();
        if kind != "worksheet" {
            if !book.add(Sheet::new(&entry.name, Kind::Other), Ok(())) {
                return;
            }
            continue;
        }
        let mut sheet = Sheet::new(&entry.name, if entry.is_hidden { Kind::Hidden } else { Kind::Shown });
        let cells = read(parts, &part, &mut sheet);
        let beside = Relations::of(&part, parts);
        comments(&beside, parts, &mut sheet);
        drawn(&beside, parts, &mut sheet);
        if !book.add(sheet, cells) {
            return;
        }
    }
}

fn missing(part: &str) -> Trouble {
    Trouble::Damaged(format!("{part} is missing"))
}

/// What is drawn on a sheet whose parts `relations` names: text of shapes, and pictures. Source: ECMA-376 part 1, 20.5.
fn drawn(relations: &Relations, parts: &mut Parts, sheet: &mut Sheet) {
    for name in relations.parts("drawing") {
        let Some(text) = parts.text(name) else { continue };
        let mut xml = Xml::new(name, &text);
        let mut depth = 0usize;
        loop {
            match xml.next() {
                Node::Open(tag) if tag.name() == "t" => sheet.shapes.extend([&xml.text_inside(), " "]),
                Node::Open(tag) => {
                    sheet.pictures += usize::from(tag.name() == "blip");
                    depth += 1;
                }
                Node::Close if depth <= 1 => break,
                Node::Close => depth -= 1,
                Node::Text(_) => {}
            }
        }
        parts.findings.extend(xml.finding);
    }
}

impl Book {
    /// Adds a sheet and what stopped its reading; false where no further sheet is read.
    fn add(&mut self, sheet: Sheet, read: Result<(), Trouble>) -> bool {
        self.sheets.push(sheet);
        let is_over = match &read {
            Err(Trouble::Limit(..)) => true,
            Err(Trouble::Part(finding)) => finding.code.as_str() == "limit-reached",
            _ => false,
        };
        self.troubles.extend(read.err());
        if self.sheets.len() >= MOST_SHEETS {
            self.troubles.push(Trouble::Limit("sheets", "工作表数", MOST_SHEETS as u64));
        }
        !is_over && self.sheets.len() < MOST_SHEETS
    }
}

impl Trouble {
    /// What is said about it; `nothing_read`: whether nothing of the workbook was read.
    fn finding(&self, nothing_read: bool) -> Finding {
        match self {
            Trouble::Limit(limit, limit_zh, most) => limit_reached(limit, limit_zh, *most),
            Trouble::Part(finding) => finding.clone(),
            Trouble::Locked => super::document_locked(),
            Trouble::Damaged(reason) if nothing_read => Finding::new("document-unreadable").with("reason", reason),
            Trouble::Damaged(reason) => Finding::new("workbook-damaged").with("reason", reason),
        }
    }
}

#[cfg(test)]
mod tests;
