//! decode: bytes to blocks of text and grids of cells, whatever the format; nothing later knows the format.

mod cells;
mod charset;
mod delimited;
mod garbled;
mod html;
mod marks;
mod media;
mod spread;

// The parts and the XML of containers.
mod parts;
mod relations;
mod xml;

// The readers, and what several of them share.
mod left_out;
mod mime;
mod numerals;
mod old_word;
mod open_text;
mod pieces;
mod text;
mod word;
mod workbook;

use crate::evidence::{Cell, Text};
use crate::finding::{Finding, Staged};
use crate::ingest::RawDocument;
use crate::ledger::Ledger;
use crate::tables::Tables;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How documents are decoded: by [`decode`] in this process, or in another one by the same rules. Same document, same output.
pub type Decoder<'a> = dyn Fn(&RawDocument, &Tables) -> Staged<Decoded> + Sync + 'a;

/// A document as blocks, with what was decided about its bytes and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Decoded {
    /// Media type, by content.
    pub media_type: String,
    /// Why.
    pub media_evidence: String,
    /// Character encoding; `None` for binary formats.
    pub encoding: Option<String>,
    /// Why.
    pub encoding_evidence: Option<String>,
    /// The decoded lines.
    pub lines: Vec<Text>,
    /// Paragraphs and grids in document order.
    pub blocks: Vec<Block>,
    /// Where each character went; separators and markup are claimed here.
    pub ledger: Ledger,
    /// Names of the sheets of a workbook.
    pub sheets: Vec<Text>,
    /// What the format says of lines: which are headings, and how they begin.
    pub headings: Headings,
}

/// What the format says of lines, by their numbers from 1.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Headings {
    /// The levels of headings, from 1 for the outermost.
    pub levels: BTreeMap<u32, u8>,
    /// The elements of a page that a line begins with, or is: they may mark labels.
    pub beginnings: BTreeMap<u32, Vec<Beginning>>,
}

/// An element with which a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// What it is: elements of one kind look alike.
    pub kind: Kind,
    /// How many characters of the line stand in it.
    pub length: u32,
}

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// The word of a list of words and what they mean (`dt`).
    Word,
    /// What such a word means (`dd`).
    Meaning,
    /// Any other element: those of one number have the same name and class, or place.
    Other(u32),
}

/// A piece of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Block {
    /// A line of running text.
    Paragraph(Cell),
    /// Rows of cells.
    Grid(Grid),
}

/// Rows of cells as they came, before anybody asks which column they belong to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grid {
    /// How it is written.
    pub dialect: Dialect,
    /// Its rows, top to bottom.
    pub rows: Vec<Row>,
    /// Rows and columns of the blank cells into which the cell left of them reaches; only where the format tells merged cells.
    pub covered: std::collections::BTreeSet<(usize, usize)>,
}

/// A row of cells.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its cells, left to right; blank ones only where the dialect states positions.
    pub cells: Vec<Cell>,
    /// How many cells were dropped, as the padding on the right tells.
    pub pads: u32,
    /// How many of its last cells, blank here, the format does not have: the row ends before others do. Only in HTML.
    pub lacks: u32,
    /// Line on which it begins, from 1; in formats without lines, the row of the table.
    pub line: u32,
    /// Indexes of the cells that repeat a merged cell of a row above, in order; only where the format tells merged cells.
    pub merged: Vec<u16>,
}

impl Row {
    /// How many cells it has without those that the format does not have.
    pub fn own_cells(&self) -> usize {
        self.cells.len().saturating_sub(self.lacks as usize)
    }
}

/// How a grid is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dialect {
    /// Bars; blank and merged cells dropped and the row padded on the right with tight bars.
    PipeTight,
    /// Bars; blank cells kept.
    PipeSpaced,
    /// Tabs; blank cells kept.
    Tab,
    /// Commas, semicolons, tabs or bars, with quotes around some cells; blank cells kept.
    Delimited,
    /// Cells without row ends: one a line, or with blanks between.
    Stream,
    /// Cells of a workbook, of HTML or of a Word document; merged cells are told.
    Cells,
}

impl Dialect {
    /// Whether the place of a cell in its row tells its column.
    pub fn states_positions(self) -> bool {
        !matches!(self, Dialect::PipeTight | Dialect::Stream)
    }

    /// The word outputs use.
    pub fn key(self) -> &'static str {
        match self {
            Dialect::PipeTight => "pipe_tight",
            Dialect::PipeSpaced => "pipe_spaced",
            Dialect::Tab => "tab",
            Dialect::Delimited => "delimited",
            Dialect::Stream => "stream",
            Dialect::Cells => "cells",
        }
    }
}

/// Decodes one document. What cannot be read becomes a finding and leaves no blocks.
pub fn decode(raw: &RawDocument, tables: &Tables) -> Staged<Decoded> {
    let mut findings = raw.findings.clone();
    if let Some(members) = raw.members {
        let media_evidence = format!("a ZIP archive; {members} files of it are documents of their own");
        return Staged { output: Decoded { media_type: "application/zip".into(), media_evidence, ..Decoded::default() }, findings };
    }
    if raw.bytes.is_empty() && !findings.is_empty() {
        let output = Decoded { media_type: "application/octet-stream".into(), media_evidence: "not readable".into(), ..Decoded::default() };
        return Staged { output, findings };
    }
    let output = decode_bytes(&raw.bytes, tables).collect(&mut findings);
    Staged { output, findings }
}

/// Decodes the bytes of one document.
pub fn decode_bytes(bytes: &[u8], tables: &Tables) -> Staged<Decoded> {
    let mut findings = Vec::new();
    let media = media::media(bytes);
    let mut output = Decoded { media_type: media.media_type.into(), media_evidence: media.evidence, ..Decoded::default() };
    match media.reading {
        media::Reading::Nothing => findings.push(document_empty()),
        media::Reading::Html => {
            findings.extend(html::read(bytes, tables, &mut output));
            if output.blocks.is_empty() {
                findings.push(document_empty());
            }
        }
        media::Reading::SavedPage => match mime::pages(bytes) {
            Some(page) => {
                findings.extend(html::read_characters(page, tables, &mut output));
                if output.blocks.is_empty() {
                    findings.push(document_empty());
                }
            }
            None => findings.push(format_not_read(&output.media_type)),
        },
        media::Reading::Unread => findings.push(format_not_read(&output.media_type)),
        media::Reading::Locked => findings.push(document_locked()),
        media::Reading::Damaged => findings.push(document_incomplete()),
        media::Reading::Word => findings.extend(word::read(bytes, tables, &mut output)),
        media::Reading::OldWord => findings.extend(old_word::read(bytes, tables, &mut output)),
        media::Reading::OpenText => findings.extend(open_text::read(bytes, tables, &mut output)),
        media::Reading::Workbook(format) => {
            findings.extend(workbook::read(bytes, format, tables, &mut output));
        }
        media::Reading::Text => {
            let decoded = charset::characters(bytes).collect(&mut findings);
            output.encoding = Some(decoded.encoding.into());
            output.encoding_evidence = Some(decoded.evidence);
            match delimited::find(&decoded.text) {
                Some(found) => {
                    output.media_type = found.media_type().into();
                    output.media_evidence = format!("{}; {}", output.media_evidence, found.evidence);
                    findings.extend(delimited::read(&decoded.text, &found, tables, &mut output));
                }
                None => text::read(&decoded.text, tables, &mut output),
            }
            if output.blocks.is_empty() {
                findings.push(document_empty());
            }
        }
    }
    if output.blocks.is_empty() && findings.is_empty() {
        findings.push(document_empty());
    }
    let replaced = findings.iter().any(|finding| finding.code.as_str() == "encoding-damaged");
    findings.extend(garbled::findings(&output, replaced));
    Staged { output, findings }
}

/// The media type of the container that a document is by its first bytes: those of all binary formats that are read, and of no text.
pub fn container(raw: &RawDocument) -> Option<&'static str> {
    if raw.members.is_some() { None } else { media::container(&raw.bytes) }
}

fn document_empty() -> Finding {
    Finding::new("document-empty")
}

fn format_not_read(media_type: &str) -> Finding {
    let (kind, kind_zh) = media::name(media_type);
    Finding::new("format-not-read").with("kind", kind).with("kind_zh", kind_zh).with("media_type", media_type)
}

/// A file inside the document, or that it refers to, is not read.
fn file_not_inserted(name: &str) -> Finding {
    Finding::new("file-not-inserted").with("part", name)
}

fn document_locked() -> Finding {
    Finding::new("document-locked")
}

fn document_incomplete() -> Finding {
    Finding::new("document-incomplete")
}
