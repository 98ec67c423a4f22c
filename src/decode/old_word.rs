//! decode/old_word: a Word 97-2003 document (.doc) to paragraphs and grids, by the crate office_oxide.
//!
//! The crate gives text, tables and merged cells, and leaves out what is hidden and deleted. It does not give the numbers that Word computes, nor
//! the boxes of form fields; this is told. It counts the columns of a cell by the edges of the cells of all rows, and edges that
//! are a hair apart make columns that are not there: a table where that shows is left out and told.

use super::Decoded;
use super::cells::Cells;
use super::left_out::text_beside_body;
use super::parts::part_damaged;
use super::pieces::{self, Piece, Placed, text_and_tables};
use crate::finding::{Finding, limit_reached};
use crate::tables::Tables;
use office_oxide::ir::{DocumentIR, Element, InlineContent, List, Note, Table, TableCell};
use office_oxide::limits::Limits;
use office_oxide::options::ParseOptions;
use office_oxide::{Document, DocumentFormat};
use std::io::{Cursor, Read};

/// The stream that holds the text.
const STREAM: &str = "WordDocument";

/// The most rows and columns that a cell may span; Word has 63 columns.
const MOST_SPAN: usize = 1000;

/// How deep tables and lists may stand in one another; Word allows some ten.
const MOST_DEPTH: usize = 50;

/// Reads the document `bytes` into `decoded`.
pub(super) fn read(bytes: &[u8], tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    if is_locked(bytes) {
        return vec![super::document_locked()];
    }
    let mut options = ParseOptions::default();
    options.limits = Limits::strict();
    let document = match Document::from_reader_with(Cursor::new(bytes.to_vec()), DocumentFormat::Doc, &options) {
        Ok(document) => document,
        Err(error) => return vec![part_damaged(STREAM, 0, error)],
    };
    let losses = document.damage().into_iter().filter(|damage| damage.is_loss());
    let mut findings: Vec<Finding> =
        losses.map(|damage| part_damaged(damage.part.as_deref().unwrap_or(STREAM), 0, damage.detail)).collect();

    let document = document.to_ir();
    let mut reading = Reading::default();
    let mut body = Vec::new();
    for section in &document.sections {
        reading.elements(&section.elements, 0, &mut body);
    }
    findings.extend(pieces::add_blocks(body, &mut Cells::new(tables), decoded));
    findings.push(numbers_not_read());
    findings.append(&mut reading.findings);
    let edges = edges(&document);
    for (name, name_zh, text) in [("footnotes", "脚注", &reading.notes), ("page headers and footers", "页眉页脚", &edges)] {
        findings.extend(text_beside_body(name, name_zh, text));
    }
    findings
}

/// Whether the file information block says that the text is encrypted. Source: MS-DOC 2.5.2 (FibBase, fEncrypted).
fn is_locked(bytes: &[u8]) -> bool {
    let mut start = [0; 12];
    let container = cfb::CompoundFile::open(Cursor::new(bytes)).ok();
    let read = container.and_then(|mut container| container.open_stream(STREAM).ok()?.read_exact(&mut start).ok());
    read.is_some() && start.get(11).is_some_and(|flags| flags & 1 != 0)
}

/// What was met on the way.
#[derive(Default)]
struct Reading {
    notes: String,
    findings: Vec<Finding>,
}

impl Reading {
    fn elements(&mut self, elements: &[Element], depth: usize, pieces: &mut Vec<Piece>) {
        if depth > MOST_DEPTH {
            let finding = limit_reached("depth of tables and lists", "表格与列表嵌套层数", MOST_DEPTH);
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
            return;
        }
        for element in elements {
            match element {
                Element::Heading(heading) => pieces.push(Piece::Heading(heading.clamped_level(), text(&heading.content))),
                Element::Paragraph(paragraph) => pieces.push(Piece::Line(text(&paragraph.content))),
                Element::Table(table) => pieces.push(Piece::Table(self.table(table, depth))),
                Element::List(list) => self.list(list, depth, pieces),
                Element::TextBox(text_box) => self.elements(&text_box.content, depth + 1, pieces),
                Element::CodeBlock(block) => pieces.push(Piece::Line(block.content.clone())),
                Element::Footnote(note) | Element::Endnote(note) => self.note(note, depth),
                // Pictures, breaks, lines.
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &List, depth: usize, pieces: &mut Vec<Piece>) {
        for item in &list.items {
            self.elements(&item.content, depth + 1, pieces);
            match &item.nested {
                Some(inner) if depth < MOST_DEPTH => self.list(inner, depth + 1, pieces),
                // Says that it is too deep.
                Some(_) => self.elements(&[], MOST_DEPTH + 1, pieces),
                None => {}
            }
        }
    }

    fn note(&mut self, note: &Note, depth: usize) {
        let mut pieces = Vec::new();
        self.elements(&note.content, depth + 1, &mut pieces);
        self.notes.extend([" ", &text_and_tables(pieces).0]);
    }

    /// A table; places that a cell of a row above reaches into are passed over.
    fn table(&mut self, table: &Table, depth: usize) -> pieces::Table {
        let mut laid = pieces::Table::default();
        // By column, the first row that is free again.
        let mut free_from: Vec<usize> = Vec::new();
        for (number, row) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &row.cells {
                while free_from.get(column).is_some_and(|row| *row > number) {
                    column += 1;
                }
                let size = (span(cell.row_span, table.rows.len() - number), span(cell.col_span, MOST_SPAN));
                if free_from.len() < column + size.1 {
                    free_from.resize(column + size.1, 0);
                }
                free_from.iter_mut().skip(column).take(size.1).for_each(|row| *row = number + size.0);
                let (text, inner) = self.cell(cell, depth);
                laid.cells.push(Placed { start: (number, column), size, text, inner });
                column += size.1;
            }
        }
        if is_sound(&laid.cells, table.rows.len()) {
            return laid;
        }
        self.findings.push(columns_unsure(table.rows.len(), laid.cells.iter().map(|cell| cell.text.as_str())));
        pieces::Table { cells: Vec::new(), inner: laid.cells.into_iter().flat_map(|cell| cell.inner).map(|(_, table)| table).collect() }
    }

    fn cell(&mut self, cell: &TableCell, depth: usize) -> (String, pieces::Inner) {
        let mut pieces = Vec::new();
        self.elements(&cell.content, depth + 1, &mut pieces);
        text_and_tables(pieces)
    }
}

/// Whether all rows are equally wide, and every column is that of one cell at least.
fn is_sound(cells: &[Placed], rows: usize) -> bool {
    let width = cells.iter().map(|cell| cell.start.1 + cell.size.1).max().unwrap_or(0);
    let (mut widths, mut has_cell) = (vec![0; rows], vec![false; width]);
    for cell in cells {
        widths.iter_mut().skip(cell.start.0).take(cell.size.0).for_each(|width| *width += cell.size.1);
        if let Some(column) = has_cell.get_mut(cell.start.1).filter(|_| cell.size.1 == 1) {
            *column = true;
        }
    }
    widths.iter().all(|own| *own == width) && has_cell.iter().all(|has| *has)
}

fn span(span: u32, most: usize) -> usize {
    (span as usize).clamp(1, MOST_SPAN.min(most.max(1)))
}

fn text(content: &[InlineContent]) -> String {
    let piece = |content: &InlineContent| match content {
        InlineContent::Text(span) => span.text.clone(),
        InlineContent::LineBreak => "\n".to_owned(),
        _ => String::new(),
    };
    content.iter().map(piece).collect()
}

/// The text of page headers and footers, each once.
fn edges(document: &DocumentIR) -> String {
    let mut texts: Vec<String> = Vec::new();
    for section in &document.sections {
        let edges = [
            &section.header,
            &section.footer,
            &section.first_page_header,
            &section.first_page_footer,
            &section.even_page_header,
            &section.even_page_footer,
        ];
        for edge in edges.into_iter().flatten() {
            let mut pieces = Vec::new();
            Reading::default().elements(&edge.content, 0, &mut pieces);
            let text = text_and_tables(pieces).0;
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts.join(" ")
}

fn columns_unsure<'a>(rows: usize, texts: impl Iterator<Item = &'a str>) -> Finding {
    const MOST_SHOWN: usize = 80;
    let text: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let shown: String = text.join(" ").replace('\n', " ").chars().take(MOST_SHOWN).collect();
    Finding::new("table-columns-unsure").with("rows", rows).with("text", shown)
}

fn numbers_not_read() -> Finding {
    Finding::new("numbers-not-read")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The crate stands up to broken files.
    #[test]
    fn broken_files_never_panic() {
        let (tables, sound) = (Tables::embedded().unwrap(), include_bytes!("../../tests/cases/old-word-merged-cells/raw/a.doc"));
        let mut next = 88_172_645_463_325_252u64;
        for round in 0..100 {
            let mut broken = sound.to_vec();
            for _ in 0..20 {
                next ^= next << 13;
                next ^= next >> 7;
                next ^= next << 17;
                let at = next as usize % broken.len();
                if let Some(byte) = broken.get_mut(at) {
                    *byte = (next >> 40) as u8;
                }
            }
            broken.truncate(if round % 4 == 0 { next as usize % broken.len() } else { broken.len() });
            read(&broken, &tables, &mut Decoded::default());
        }
    }
}
