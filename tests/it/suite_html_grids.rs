//! HTML tables from the tests of six libraries and their grids, found by `MULU_SUITES`.

use mulu::decode::{Block, Grid, decode};
use mulu::evidence::Cell;
use mulu::ingest::RawDocument;
use mulu::tables::Tables;
use serde_json::Value as Json;

/// A case whose expected text runs on where a browser begins a new line.
const WITHOUT_LINE_ENDS: [&str; 1] = ["tp-nested"];

/// How many uncontested cases are right, how many contested ones are as the HTML Standard says, and which are wrong.
pub(crate) struct Measured {
    pub(crate) right: usize,
    pub(crate) contested: usize,
    pub(crate) wrong: Vec<String>,
}

#[test]
fn grids_are_as_expected() {
    let Some(Measured { right, contested, wrong }) = measure() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    println!("html-grids: {right} right, {contested} contested");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((right, contested), (43, 4));
}

/// Reads all cases; `None` where the suites are not at hand.
pub(crate) fn measure() -> Option<Measured> {
    let folder = std::env::var("MULU_SUITES").ok()?;
    let tables = Tables::embedded().unwrap();
    let text = std::fs::read_to_string(format!("{folder}/html-grids/cases.jsonl")).unwrap();
    let (mut right, mut contested, mut wrong) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let is_contested = case.get("contested").is_some();
        let expected: Vec<Vec<Option<String>>> = serde_json::from_value(case.get("grid_whatwg").unwrap_or(&case["grid"]).clone()).unwrap();
        let blank = if WITHOUT_LINE_ENDS.contains(&case["id"].as_str().unwrap()) { "" } else { " " };
        let read = read(case["html"].as_str().unwrap(), blank, &tables);
        match (is_right(&read, &expected), is_contested) {
            (true, false) => right += 1,
            (_, true) => contested += 1,
            (false, false) => wrong.push(format!("{}: {read:?}, not {expected:?}", case["id"])),
        }
    }
    Some(Measured { right, contested, wrong })
}

/// The texts of the one grid of `html`; a line end in a cell is `blank`.
fn read(html: &str, blank: &str, tables: &Tables) -> Vec<Vec<String>> {
    let raw = RawDocument {
        id: "a".into(),
        path: "a".into(),
        bytes: html.as_bytes().into(),
        sha256: "".into(),
        entry: Default::default(),
        findings: Vec::new(),
        members: None,
    };
    let mut blocks = decode(&raw, tables).output.blocks.into_iter();
    match (blocks.next(), blocks.next()) {
        (None, None) => Vec::new(),
        (Some(Block::Grid(Grid { rows, .. })), None) => {
            let texts = |cells: Vec<Cell>| cells.iter().map(|cell| cell.text().replace('\n', blank)).collect();
            rows.into_iter().map(|row| texts(row.cells)).collect()
        }
        (first, _) => vec![vec![format!("no single grid: {first:?}")]],
    }
}

/// Whether the grids say the same. Expected grids repeat a cell in all columns it spans; ours leaves them blank but the first.
fn is_right(read: &[Vec<String>], expected: &[Vec<Option<String>>]) -> bool {
    let same = |(read, expected): (&Vec<String>, &Vec<Option<String>>)| {
        read.len() == expected.len()
            && read.iter().zip(expected).enumerate().all(|(index, (read, wanted))| {
                let goes_on = || read.is_empty() && index > 0 && &expected[index - 1] == wanted;
                wanted.as_deref().unwrap_or_default() == read || goes_on()
            })
    };
    read.len() == expected.len() && read.iter().zip(expected).all(same)
}
