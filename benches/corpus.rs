//! Corpora to measure with: `cargo bench --bench corpus -- FOLDER --form pipes --files 100 --items 200` writes 100 generated directories of 200 items each
//! (tests/generate) and says how large they are and how many of their cell texts are distinct.
//!
//! `--form`: `pipes`, `tight`, `tabs`, `html`, `xlsx`, `docx`. `--distinct` makes every content, name and basis a text of its own. `--alike` writes the
//! directories of one field as counties publish them: the same services everywhere, each with its own place, and no number of a law that is made up.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "it prints what it wrote, and ends where it cannot")]
#![expect(clippy::disallowed_methods, reason = "writing files is what it is for")]
#![allow(
    dead_code,
    unused_imports,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    missing_docs,
    reason = "the generator is shared with the tests"
)]

#[path = "shared/distinct.rs"]
mod distinct;
#[path = "../tests/generate/mod.rs"]
mod generate;

use distinct::make_distinct;
use generate::draft::{Draft, Part, Row};
use generate::{Dialect, Directory, Half, Item, Wanted, render};
use regex::Regex;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// How a corpus is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text(Dialect),
    Html,
    Xlsx,
    Docx,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.first().filter(|argument| !argument.starts_with('-')) else {
        // `cargo test --benches` asks for nothing.
        return println!(
            "corpus FOLDER [--form pipes|tight|tabs|html|xlsx|docx] [--files N] [--items N] [--distinct] [--alike] [--seed N]"
        );
    };
    let option = |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str, usual: u64| option(name).map_or(usual, |text| text.parse().unwrap());
    let (form, ending) = match option("--form").map_or("pipes", String::as_str) {
        "pipes" => (Form::Text(Dialect::Pipes), "txt"),
        "tight" => (Form::Text(Dialect::Tight), "txt"),
        "tabs" => (Form::Text(Dialect::Tabs), "txt"),
        "html" => (Form::Html, "html"),
        "xlsx" => (Form::Xlsx, "xlsx"),
        "docx" => (Form::Docx, "docx"),
        other => panic!("there is no form {other}"),
    };
    let is_asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let (distinct, alike) = (is_asked("--distinct"), is_asked("--alike"));
    let (counties, numbers) = (counties(), Regex::new("（[^（）]*令第\\d+号）").unwrap());
    let (files, items, seed) = (number("--files", 100), number("--items", 200) as usize, number("--seed", 1));
    fs::create_dir_all(folder).unwrap();
    let (mut bytes, mut cells, mut texts) = (0, 0, HashSet::new());
    for file in 0..files {
        let wanted = Wanted { half: Half::Tuning, habits: None, most_columns: usize::MAX };
        let directory = Directory::new(seed.wrapping_mul(1_000_003).wrapping_add(if alike { file % FIELDS } else { file }), &wanted);
        let mut made: Vec<Item> = directory.items().take(items).collect();
        if distinct {
            made.iter_mut().enumerate().for_each(|(index, item)| make_distinct(item, &format!("第{file}之{index}项")));
        }
        let mut draft = Draft::new(&directory, &made);
        if alike {
            let place = directory.title.split_inclusive('县').next().unwrap();
            let county = counties[file as usize % counties.len()];
            let replaced = |text: &str| numbers.replace_all(text, "").replace(place, county).replace("■其他", "□其他");
            draft.title = replaced(&draft.title);
            draft.body_mut().flat_map(|row| &mut row.cells).for_each(|cell| *cell = replaced(cell));
        }
        for text in made.iter().flat_map(|item| &item.rows).flatten().filter(|text| !text.is_empty()) {
            cells += 1;
            texts.insert(blake3::hash(text.as_bytes()));
        }
        let written = write(&draft, form);
        bytes += written.len();
        fs::write(Path::new(folder).join(format!("{file:05}.{ending}")), written).unwrap();
    }
    let share = 100.0 * texts.len() as f64 / cells as f64;
    println!(
        "{files} files, {} items, {:.2} MB, {cells} cells, {share:.2} % of their texts distinct",
        files * items as u64,
        bytes as f64 / 1e6
    );
}

/// So many fields have a directory in each county.
const FIELDS: u64 = 5;

/// Names of counties.
fn counties() -> Vec<&'static str> {
    const CODE: usize = 6;
    let rows = include_str!("../src/tables/divisions.csv").lines().map(|row| row.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[0].len() == CODE && row[1].ends_with('县')).map(|row| row[1]).collect()
}

fn write(draft: &Draft, form: Form) -> Vec<u8> {
    match form {
        Form::Text(dialect) => render::render(draft, dialect).text.into_bytes(),
        Form::Html => html(draft).into_bytes(),
        Form::Xlsx => workbook(draft),
        Form::Docx => word(draft),
    }
}

fn rows(draft: &Draft) -> impl Iterator<Item = &Row> {
    draft.parts.iter().filter_map(|part| if let Part::Row(row) = part { Some(row) } else { None })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A page as offices publish them: a table with classes and styles that nobody needs.
fn html(draft: &Draft) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{0}</title></head>\n<body><div class=\"content\"><h1>{0}</h1>\n<table class=\"MsoTable\" border=\"1\">\n",
        escaped(&draft.title)
    );
    for row in rows(draft) {
        page.push_str("<tr>");
        for cell in &row.cells {
            write!(page, "<td style=\"text-align:center\"><p class=\"MsoNormal\">{}</p></td>", escaped(cell).replace('\n', "<br>"))
                .unwrap();
        }
        page.push_str("</tr>\n");
    }
    page + "</table></div></body></html>\n"
}

fn workbook(draft: &Draft) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, &draft.title).unwrap();
    for (number, row) in (1..).zip(rows(draft)) {
        for (column, cell) in (0..).zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(number, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn word(draft: &Draft) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    let paragraph = |text: &str| {
        let lines: Vec<String> = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
        format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"21\"/></w:rPr>{}</w:r></w:p>", lines.join("<w:br/>"))
    };
    xml += &paragraph(&draft.title);
    xml += "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>";
    for row in rows(draft) {
        xml += "<w:tr>";
        for cell in &row.cells {
            write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"1200\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>", paragraph(cell)).unwrap();
        }
        xml += "</w:tr>";
    }
    xml += "</w:tbl></w:body></w:document>";
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &xml)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
