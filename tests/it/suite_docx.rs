//! Tables and check boxes of word processors' files from the tests of other projects, found by `MULU_SUITES`.

use mulu::decode::{Block, Grid, decode};
use mulu::ingest::{Manifest, raw_document};
use mulu::tables::Tables;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// How many cases hold, of how many, and what is wrong with the others.
pub(crate) struct Measured {
    pub(crate) held: usize,
    pub(crate) all: usize,
    broken: Vec<String>,
}

#[test]
fn tables_are_read_as_other_projects_read_them() {
    let Some(measured) = grids() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    println!("docx grids: {} of {} hold", measured.held, measured.all);
    assert!(measured.all >= 21 && measured.broken.is_empty(), "{}", measured.broken.join("\n"));
}

#[test]
fn check_boxes_are_counted_as_other_projects_count_them() {
    let Some(measured) = boxes() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    println!("docx files with check boxes: {} of {} hold", measured.held, measured.all);
    assert!(measured.all >= 8 && measured.broken.is_empty(), "{}", measured.broken.join("\n"));
}

/// Compares all tables; `None` where the suites are not at hand.
pub(crate) fn grids() -> Option<Measured> {
    let folder = folder()?;
    let mut measured = Measured { held: 0, all: 0, broken: Vec::new() };
    for case in cases(&folder.join("grid-cases.jsonl")) {
        let file = case["file"].as_str().unwrap();
        let read: Vec<Grid> = blocks(&folder.join(file)).into_iter().filter_map(grid).collect();
        let expected = case["tables"].as_array().unwrap();
        if read.len() != expected.len() {
            measured.broken.push(format!("{file}: {} tables instead of {}", read.len(), expected.len()));
        }
        for (index, expected) in expected.iter().enumerate() {
            measured.all += 1;
            match read.get(index).map_or(Err("not read".to_owned()), |read| same(read, &expected["grid"])) {
                Ok(()) => measured.held += 1,
                Err(said) => measured.broken.push(format!("{file} table {}: {said}", index + 1)),
            }
        }
    }
    Some(measured)
}

/// Counts the boxes of all files; `None` where the suites are not at hand.
pub(crate) fn boxes() -> Option<Measured> {
    let folder = folder()?;
    let mut measured = Measured { held: 0, all: 0, broken: Vec::new() };
    for case in cases(&folder.join("checkbox-cases.jsonl")) {
        let file = case["file"].as_str().unwrap();
        let text: String = blocks(&folder.join(file)).iter().map(text).collect();
        let counted = ["☑", "☐"].map(|sign| text.matches(sign).count() as u64);
        measured.all += 1;
        if counted == ["checked", "unchecked"].map(|key| case[key].as_u64().unwrap()) {
            measured.held += 1;
        } else {
            measured.broken.push(format!("{file}: {counted:?} checked and unchecked, expected {case}"));
        }
    }
    Some(measured)
}

fn folder() -> Option<PathBuf> {
    let folder = std::env::var("MULU_SUITES").ok()?;
    Some(Path::new(&folder).join("docx"))
}

fn cases(path: &Path) -> Vec<Json> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn blocks(path: &Path) -> Vec<Block> {
    let name = path.file_name().unwrap().to_string_lossy();
    let staged = decode(&raw_document(&name, std::fs::read(path).unwrap(), &Manifest::default()), &TABLES);
    let bad: Vec<_> =
        staged.findings.iter().filter(|finding| finding.code.ends_with("damaged") || finding.code.ends_with("reached")).collect();
    assert!(bad.is_empty(), "{name}: {bad:?}");
    staged.output.blocks
}

fn grid(block: Block) -> Option<Grid> {
    match block {
        Block::Grid(grid) => Some(grid),
        Block::Paragraph(_) => None,
    }
}

/// The source text of a block; a merged cell once.
fn text(block: &Block) -> String {
    match block {
        Block::Paragraph(cell) => cell.passage.raw.to_string(),
        Block::Grid(grid) => grid
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().enumerate().filter(|(index, _)| !row.merged.contains(&(*index as u16))))
            .map(|(_, cell)| cell.passage.raw.as_str())
            .collect(),
    }
}

/// Compares a grid with the expected one, in which a cell stands wherever it spans; in ours it stands in its first column only.
fn same(read: &Grid, expected: &Json) -> Result<(), String> {
    let ours: Vec<Vec<&str>> = read.rows.iter().map(|row| row.cells.iter().map(|cell| cell.passage.raw.as_str()).collect()).collect();
    let expected: Vec<Vec<&str>> = expected
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap_or("")).collect())
        .collect();
    let shape = |rows: &[Vec<&str>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
    let differs = || Err(format!("\n  read     {ours:?}\n  expected {expected:?}"));
    if shape(&ours) != shape(&expected) {
        return differs();
    }
    for (ours, expected) in ours.iter().zip(&expected) {
        let covered = |column: usize| ours[column].is_empty() && column > 0 && expected[column] == expected[column - 1];
        if !(0..ours.len()).all(|column| says(ours[column], expected[column]) || covered(column)) {
            return differs();
        }
    }
    Ok(())
}

/// Whether both say the same, blanks aside; the expected text lacks the numbers that Word puts in front of the lines of lists.
fn says(ours: &str, expected: &str) -> bool {
    let bare = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix(". ").filter(|_| rest.len() < line.len()).unwrap_or(line).to_owned()
    };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(ours) == words(expected) || words(&ours.lines().map(bare).collect::<Vec<_>>().join(" ")) == words(expected)
}
