//! Parsing only: `parse html|xlsx|docx FILES` runs the parsers that mulu stands on, and does nothing with what they give.
//!
//! `cargo bench --bench parse -- html FILES`; `compare.py` beside this file does so with all formats and prints ratios.
#![expect(clippy::print_stdout, reason = "it prints how much it parsed")]
#![expect(clippy::disallowed_methods, reason = "it reads the files that it is given")]

use quick_xml::events::Event;
use std::fs;
use std::io::{Cursor, Read};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let parse: fn(&[u8]) -> usize = match arguments.next().as_deref() {
        Some("html") => html,
        Some("xlsx") => workbook,
        Some("docx") => word,
        // `cargo test --benches` asks for nothing.
        _ => return println!("parse html|xlsx|docx FILES"),
    };
    let count: usize = arguments.filter_map(|path| fs::read(path).ok()).map(|bytes| parse(&bytes)).sum();
    println!("{count}");
}

/// The nodes of the tree that html5ever makes.
fn html(bytes: &[u8]) -> usize {
    scraper::Html::parse_document(&String::from_utf8_lossy(bytes)).tree.nodes().count()
}

/// The cells that calamine reads.
fn workbook(bytes: &[u8]) -> usize {
    use calamine::Reader;
    let Ok(mut workbook) = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)) else { return 0 };
    workbook.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum()
}

/// The XML tokens of the main part of a Word file.
fn word(bytes: &[u8]) -> usize {
    let mut xml = Vec::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes));
    let part = archive.as_mut().map_err(drop).and_then(|archive| archive.by_name("word/document.xml").map_err(drop));
    if !part.is_ok_and(|mut part| part.read_to_end(&mut xml).is_ok()) {
        return 0;
    }
    let mut reader = quick_xml::Reader::from_reader(xml.as_slice());
    std::iter::from_fn(|| reader.read_event().ok().filter(|event| !matches!(event, Event::Eof))).count()
}
