//! placement: how well damaged tables get their cells back: scores by kind of damage, an independent oracle, and whether confidence means something.
//!
//! `cargo test` holds the floors of a modest run with fixed seeds. `cargo test placement_scores -- --ignored --nocapture` scores a million cells
//! (`MULU_SEED` for fresh seeds, `MULU_DOCUMENTS` for fewer or more documents a case, `MULU_CASE` for some cases alone); with `UPDATE=1` it writes the section "Placement" of tests/SCORES.md.
//! `MULU_CASE=tabs cargo test placement_examples -- --ignored --nocapture` shows short documents that are not read rightly (`MULU_FALSE`: only where a
//! false value is given; `MULU_SEED`, `MULU_DOCUMENTS`, `MULU_ITEMS`: which documents).

mod calibration;
mod cases;
mod confidence;
mod floors;
#[path = "../generate/mod.rs"]
pub(crate) mod generate;
mod oracle;
mod reading;
mod report;
mod score;

use crate::section;
use calibration::Calibration;
use cases::{CASES, Case, Class, ORACLE_CASES};
use floors::{FLOORS, ORACLE_FLOORS};
use generate::random::Random;
use generate::{Dialect, Document, Habits, Half, Wanted};
use mulu::document::{self, Read};
use mulu::ingest::{Manifest, raw_document};
use mulu::tables::Tables;
use rayon::prelude::*;
use reading::Index;
use report::Judged;
use score::{Outcome, Scored, Tally, scored};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// How much of each case is scored.
#[derive(Clone, Copy, Debug)]
struct Size {
    documents: u64,
    most_items: usize,
}

const MODEST: Size = Size { documents: 4, most_items: 18 };
/// About a million cells.
const LONG: Size = Size { documents: 6, most_items: 400 };
/// Small tables: so many documents, items and columns.
const SMALL: Size = Size { documents: 20, most_items: 6 };
const SMALL_COLUMNS: usize = 8;
/// The seed of all runs but those asked for by hand.
const SEED: u64 = 1;

#[test]
fn generated_documents_are_what_they_say() {
    for case in CASES {
        let document = make(case, SEED, 0, 12, usize::MAX);
        let again = make(case, SEED, 0, 12, usize::MAX);
        assert_eq!(document.rendered.text, again.rendered.text, "{}", case.key);
        let lines: Vec<Vec<char>> = document.rendered.text.lines().map(|line| line.chars().collect()).collect();
        let at = |(line, column): (u32, u32)| lines[line as usize - 1][column as usize - 1];
        let items: BTreeSet<usize> = document.rendered.rows.iter().map(|row| row.of.0).collect();
        assert_eq!(items.len(), document.items.len(), "{}", case.key);
        for row in &document.rendered.rows {
            assert!(row.from <= row.to && !at(row.from).is_whitespace() && !at(row.to).is_whitespace(), "{} {row:?}", case.key);
        }
    }
}

#[test]
fn a_stream_is_the_text_of_the_document() {
    for dialect in [Dialect::Tabs, Dialect::Tight, Dialect::Lines] {
        let wanted = Wanted { half: Half::Tuning, habits: None, most_columns: usize::MAX };
        let whole = generate::document(SEED, &wanted, 30, &[], dialect);
        let streamed: String = generate::stream(&whole.directory, dialect, 30).collect();
        assert_eq!(streamed, whole.rendered.text);
    }
}

#[test]
fn placement_holds_its_floors() {
    let mut broken = Vec::new();
    for case in CASES {
        let (tally, _) = score(case, SEED, MODEST);
        let (right, most_false) = (1000 * tally.right / tally.cells, (10_000 * tally.false_).div_ceil(tally.cells));
        let floor = FLOORS.iter().find(|(key, ..)| *key == case.key);
        if floor.is_none_or(|(_, least, most)| right < *least || most_false > *most) {
            broken.push(format!("(\"{}\", {right}, {most_false}), // floor: {floor:?}", case.key));
        }
    }
    assert!(broken.is_empty(), "right per 1,000 and false per 10,000 cells:\n{}", broken.join("\n"));
}

#[test]
fn placement_agrees_with_the_oracle() {
    let mut broken = Vec::new();
    for case in ORACLE_CASES {
        let judged = judge(case, SEED, SMALL);
        let (right, open_false) = (1000 * judged.right / judged.decided, judged.open_false + judged.open_unlisted);
        let floor = ORACLE_FLOORS.iter().find(|(key, ..)| *key == case.key);
        if floor.is_none_or(|(_, least, most)| right < *least || open_false > *most) {
            broken.push(format!("(\"{}\", {right}, {open_false}), // floor: {floor:?}", case.key));
        }
    }
    assert!(broken.is_empty(), "right per 1,000 decided cells, and open cells that are false or lack the truth:\n{}", broken.join("\n"));
}

#[test]
#[ignore = "long: a million cells"]
#[expect(clippy::disallowed_methods, reason = "fresh seeds and writing are asked for by hand")]
fn placement_scores() {
    let seed = std::env::var("MULU_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let documents = std::env::var("MULU_DOCUMENTS").ok().and_then(|documents| documents.parse().ok()).unwrap_or(LONG.documents);
    let one = |case| {
        let scores = score(case, seed, Size { documents, ..LONG });
        println!("{}: {} cells", case.key, scores.0.cells);
        (case, scores)
    };
    let wanted = std::env::var("MULU_CASE").unwrap_or_default();
    let is_wanted = |case: &&Case| case.key.contains(&wanted);
    let scores: Vec<(&Case, (Tally, Calibration))> = CASES.par_iter().filter(is_wanted).map(one).collect();
    let mut calibration = Calibration::default();
    scores.iter().for_each(|(_, (_, confidence))| calibration.add(confidence));
    let tallies: Vec<(&Case, Tally)> = scores.into_iter().map(|(case, (tally, _))| (case, tally)).collect();
    let small = Size { documents: 50 * documents, ..SMALL };
    let judged: Vec<(&Case, Judged)> = ORACLE_CASES.par_iter().filter(is_wanted).map(|case| (case, judge(case, seed, small))).collect();
    let section = report::section(&tallies, &judged, &calibration);
    println!("{section}");
    if wanted.is_empty() {
        section::update("placement", &section);
    }
    assert!(calibration.apart().is_empty(), "what is given and what is right: {:#?}", calibration.apart());
}

/// Prints the shortest documents of the cases whose key holds `MULU_CASE` that are not read rightly; with `MULU_FALSE` those with false cells. With
/// `MULU_ROWS` it prints so many failing cells of all documents, each with the rows around it, in place of a document; those documents are written
/// into the folder `MULU_FOLDER` where it is given. With `MULU_BORDERS` the rows are listed that are not read from their first to their last character.
#[test]
#[ignore = "a tool: prints where the reader fails"]
#[expect(clippy::disallowed_methods, reason = "which case to show is asked by hand")]
fn placement_examples() {
    let wanted = std::env::var("MULU_CASE").unwrap_or_default();
    let false_only = std::env::var("MULU_FALSE").is_ok();
    let number = |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (seed, documents, items) = (number("MULU_SEED", 7), number("MULU_DOCUMENTS", 24), number("MULU_ITEMS", 8) as usize);
    let rows = number("MULU_ROWS", 0) as usize;
    let borders = std::env::var("MULU_BORDERS").is_ok();
    for case in CASES.iter().filter(|case| case.key.contains(&wanted)) {
        let failing = (0..documents).into_par_iter().filter_map(|number| {
            let document = make(case, seed, number, items, usize::MAX);
            let read = read(&document);
            let (cells, _) = scored(&document, case.dialect, &read, &Index::new(&read));
            let failed = cells
                .iter()
                .filter(|scored| scored.fails(false_only))
                .map(|scored| scored.shown(&document) + &if rows > 0 { around(&document, scored.item) } else { String::new() });
            let failed: Vec<String> = if borders { Index::new(&read).unread(&document) } else { failed.collect() };
            (!failed.is_empty()).then_some((number, document, failed))
        });
        println!("\n## {}", case.key);
        let mut failing: Vec<(u64, Document, Vec<String>)> = failing.collect();
        failing.sort_by_key(|(number, document, _)| (document.rendered.text.len(), *number));
        for (number, document, failed) in failing.iter().take(if rows > 0 { usize::MAX } else { 1 }) {
            if let Ok(folder) = std::env::var("MULU_FOLDER") {
                let path = std::path::Path::new(&folder).join(format!("{} {number}.txt", case.key.replace(':', "")));
                std::fs::write(path, &document.rendered.text).unwrap();
            }
            let shown = if rows > 0 {
                document.rendered.text.lines().take(3).collect::<Vec<_>>().join("\n")
            } else {
                document.rendered.text.clone()
            };
            println!(
                "document {number}\n{shown}\n{} cells:\n{}",
                failed.len(),
                failed.iter().take(rows.max(12)).cloned().collect::<Vec<_>>().join("\n")
            );
        }
    }
}

/// The lines of item `item` and of its neighbours.
fn around(document: &Document, item: usize) -> String {
    let rows = || document.rendered.rows.iter().filter(|row| row.of.0.abs_diff(item) < 2);
    let (Some(from), Some(to)) = (rows().map(|row| row.from.0).min(), rows().map(|row| row.to.0).max()) else { return String::new() };
    let lines = document.rendered.text.lines().enumerate().filter(|(index, _)| (from..=to).contains(&(*index as u32 + 1)));
    lines.map(|(index, line)| format!("\n      {}: {line}", index + 1)).collect()
}

/// The counts of `case` over its documents.
fn score(case: &Case, seed: u64, size: Size) -> (Tally, Calibration) {
    score_by(&TABLES, case, seed, size)
}

/// The same of a reader with `tables`.
fn score_by(tables: &Tables, case: &Case, seed: u64, size: Size) -> (Tally, Calibration) {
    let one = |number| {
        let document = make(case, seed, number, size.most_items, usize::MAX);
        let read = read_by(tables, &document);
        let (cells, tally) = scored(&document, case.dialect, &read, &Index::new(&read));
        let mut calibration = Calibration::default();
        calibration.count(&document, &read, &cells);
        (tally, calibration)
    };
    let all: Vec<(Tally, Calibration)> = (0..size.documents).into_par_iter().map(one).collect();
    let mut sum = (Tally::default(), Calibration::default());
    for (tally, calibration) in &all {
        sum.0.add(tally);
        sum.1.add(calibration);
    }
    sum
}

/// What the oracle says of small tables of `case`.
fn judge(case: &Case, seed: u64, size: Size) -> Judged {
    let mut judged = Judged::default();
    for number in 0..size.documents {
        let document = make(case, seed, number, size.most_items, SMALL_COLUMNS);
        let decided = oracle::decided(&document.items, &document.directory.columns);
        let read = read(&document);
        let (cells, _) = scored(&document, case.dialect, &read, &Index::new(&read));
        for scored in &cells {
            let is_decided = decided.get(&(scored.item, scored.cell.part)).is_some_and(|columns| columns[scored.cell.column]);
            count(&mut judged, is_decided, scored);
        }
    }
    judged
}

fn count(judged: &mut Judged, is_decided: bool, scored: &Scored) {
    if is_decided {
        judged.decided += 1;
        judged.right += u64::from(matches!(scored.outcome, Outcome::Right { .. }));
        return;
    }
    judged.open += 1;
    judged.open_false += u64::from(scored.outcome == Outcome::Wrong { as_stated: true });
    judged.open_unlisted += u64::from(scored.outcome == Outcome::Ambiguous { listed: false });
}

/// Document `number` of `case`; the same for the same seed.
fn make(case: &Case, seed: u64, number: u64, most_items: usize, most_columns: usize) -> Document {
    let mut random = Random::new(seed).fork(case.key).fork(&number.to_string());
    let own = random.next();
    let count = random.within(most_items.min(5), most_items);
    let half = if case.class == Class::HeldOut { Half::HeldOut } else { Half::Tuning };
    let habits = case.habit.map(|set| {
        let mut habits = Habits::default();
        set(&mut habits);
        habits
    });
    generate::document(own, &Wanted { half, habits, most_columns }, count, case.damages, case.dialect)
}

fn read(generated: &Document) -> Read {
    read_by(&TABLES, generated)
}

fn read_by(tables: &Tables, generated: &Document) -> Read {
    let raw = raw_document("generated.txt", generated.rendered.text.clone().into_bytes(), &Manifest::default());
    document::read(&raw, None, tables, &mulu::decode::decode)
}
