//! Every score in one place: `tests/SCORES.md`, written by `UPDATE=1 cargo test scores`.

use crate::align::{five, medical, paraphrase, province};
use crate::difference::difference;
use crate::made::{RAW, list, root, text};
use crate::placement::generate::vocabulary::Half;
use crate::{defects, faults, section, suite_csv, suite_document_numbers, suite_docx, suite_encodings, suite_html_grids};
use mulu::tables::Tables;
use serde_json::Value as Json;
use std::fmt::Display;
use std::fs;

/// How the lines of the suites begin; without the suites at hand the committed lines stay.
const PROVINCE: &str = "| real names of services of one province";
const NUMBERS: &str = "| document numbers of other projects";
const ENCODINGS: &str = "| titles of a few characters read right as";
const DELIMITED: &str = "| delimited files of csv-spectrum";
const HTML_GRIDS: &str = "| grids of HTML tables of other projects";
const GRIDS: &str = "| tables in .docx and .odt files of other projects";
const BOXES: &str = "| .docx files of other projects whose check boxes are counted right";

#[test]
fn scores_are_as_committed() {
    let path = root().join("tests/SCORES.md");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let scores = scores(&committed);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, scores).unwrap();
    } else if let Some(difference) = difference(&committed, &scores) {
        panic!(
            "tests/SCORES.md is not what the tests measure. Where the change is wanted, accept it with `UPDATE=1 cargo test scores`.\n{difference}"
        );
    }
}

fn scores(committed: &str) -> String {
    let mut rows = vec![items(), unplaced("characters"), unplaced("cells"), decided(), aligned(), cases()];
    rows.extend(cells());
    rows.extend(alignment());
    rows.extend(checks());
    let suites = [
        (PROVINCE, province_names()),
        (NUMBERS, numbers()),
        (ENCODINGS, encodings()),
        (DELIMITED, delimited()),
        (HTML_GRIDS, html_grids()),
        (GRIDS, grids()),
        (BOXES, boxes()),
    ];
    for (start, measured) in suites {
        let kept = || committed.lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect();
        rows.extend(measured.unwrap_or_else(kept));
    }
    // The sections are written by the long runs alone.
    let sections = section::all(committed).map(|sections| format!("\n{sections}"));
    format!(
        "# Scores\n\nMade by `UPDATE=1 cargo test scores`; a test fails where this file is not what is measured.\n\n\
         | what | score | target |\n|---|---|---|\n{}\n{}",
        rows.join("\n"),
        sections.unwrap_or_default()
    )
}

/// Items by name and parent against the table that a person wrote.
fn items() -> String {
    let table = fs::read_to_string(root().join("tests/it/five/names.tsv")).unwrap();
    let expected: Vec<Vec<&str>> = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let right = expected.iter().filter(|expected| {
        RAW.items.iter().any(|item| {
            let read = [&item["serial"], &item["primary_item"], &item["name"]].map(|value| value["value"].as_str().unwrap_or("-"));
            text(&item["source"]).starts_with(expected[0]) && read == [expected[1], expected[3], expected[5]]
        })
    });
    row("items of the five documents with serial, parent and name as a person read them", right.count(), expected.len(), "all")
}

fn unplaced(what: &str) -> String {
    let sum = |key: &str| RAW.sources.iter().map(|source| source["accounting"][what][key].as_u64().unwrap() as usize).sum::<usize>();
    row(&format!("{what} of the five documents that went nowhere"), sum("unplaced"), sum("total"), "0")
}

/// Rows whose ticks the text decides.
fn decided() -> String {
    let marks: Vec<&Json> = RAW.items.iter().flat_map(|item| list(&item["contents"])).map(|content| &content["marks"]).collect();
    let with_ticks = marks.iter().filter(|marks| marks["ticks"] != 0);
    let decided = with_ticks.clone().filter(|marks| marks["readings"].is_null());
    row("rows of the five documents whose ticks stand in known columns", decided.count(), with_ticks.count(), "what the text decides")
}

/// Items that stand by a service, of those that could.
fn aligned() -> String {
    let services: Vec<&Json> = RAW.items.iter().filter(|item| item["type"] == "service").collect();
    let is_aligned = |item: &&&Json| {
        let mut own = RAW.alignment.iter().filter(|alignment| alignment["item"] == item["id"]);
        own.any(|alignment| !alignment["concept"].is_null())
    };
    row("services of the five documents with a concept", services.iter().filter(is_aligned).count(), services.len(), "-")
}

/// The five documents against a person's truth, and generated names by kind of variation.
fn alignment() -> Vec<String> {
    let five = five::measure();
    let mut rows = vec![
        row("`exact` and `close` of the five documents that a person says too", five.right, five.asserted, "all"),
        row("relations of the five documents without argument that are found", five.found, five.wanted, "95 %"),
    ];
    let medical = medical::measure(&Tables::embedded().unwrap());
    rows.extend([
        row("`exact` and `close` of names of other places that a person says too", medical.right, medical.asserted, "all"),
        row("all that is asserted of names of other places that a person says too", medical.right_of_all, medical.all, "98 %"),
        row("relations of names of other places without argument that are found", medical.found, medical.wanted, "95 %"),
    ]);
    let share = |what: &str, made: Vec<paraphrase::Row>, target: &str| -> Vec<String> {
        made.iter().map(|one| format!("| {what}: {:?} | {:.3} | {target} |", one.variation, one.f1).to_lowercase()).collect()
    };
    rows.extend(share("generated names, pairs by facets, F1", paraphrase::by_facets(), "0.98"));
    rows.extend(share("generated names of held-out words, pairs by characters, F1", paraphrase::held_out(), "0.85"));
    rows
}

/// Defects of the five documents, and faults put into generated corpora, by kind.
fn checks() -> Vec<String> {
    let five = defects::measure();
    let mut rows = vec![
        row(
            "defects of the five documents that a careful reader finds and the checks tell",
            five.found,
            five.defects,
            "all but those with a reason",
        ),
        row("warnings and errors about the five documents that are real defects", five.real, five.told, "95 %"),
    ];
    for (fault, tally) in faults::modest().kinds {
        let what = format!("faults in generated corpora: {}", fault.title());
        rows.push(row(&format!("{what}, told"), tally.found, tally.put_in, "99 %"));
        rows.push(row(&format!("{what}, with reason"), tally.found, tally.found + tally.accused, "99 %"));
    }
    rows
}

/// Real names aligned to the entry they belong to, beside what character bigrams do.
fn province_names() -> Option<Vec<String>> {
    let [measured, one_half, other_half] = province::measure()?;
    let what = |part: &str| format!("{}, {part}", PROVINCE.trim_start_matches("| "));
    let mean = |share: f64| format!("{:.1} %", share * 100.0);
    Some(vec![
        format!("| {} | {} | 90 % |", what("mean over entries of the share aligned to its entry"), mean(measured.macro_right)),
        format!("| {} | {} | - |", what("the same by character bigrams"), mean(measured.macro_baseline)),
        row(&what("aligned to their entry"), measured.right, measured.names, "-"),
        row(&what("the same by character bigrams"), measured.baseline, measured.names, "-"),
        row(&what("for which nothing is asserted"), measured.abstained, measured.names, "-"),
        row(&what("right of what is asserted"), measured.asserted_right, measured.asserted, "95 %"),
        row(&what("wrong `exact`"), measured.wrong_exact.len(), measured.names, "0"),
        format!("| {} | {} | - |", what("mean over entries, the half from which words were learnt"), mean(one_half.macro_right)),
        format!("| {} | {} | - |", what("mean over entries, the other half"), mean(other_half.macro_right)),
        row(&what("right of what is asserted, the other half"), other_half.asserted_right, other_half.asserted, "95 %"),
        row(&what("for which nothing is asserted, the other half"), other_half.abstained, other_half.names, "-"),
    ])
}

fn cases() -> String {
    let cases = fs::read_dir(root().join("tests/cases")).unwrap().map(|entry| entry.unwrap().path().join("why.md"));
    let whys: Vec<String> = cases.filter_map(|why| fs::read_to_string(why).ok()).collect();
    let fine = whys.iter().filter(|why| !why.contains("Known to be wrong")).count();
    row("golden cases in which nothing is known to be wrong", fine, whys.len(), "all")
}

/// Cells in generated phrasings.
fn cells() -> impl Iterator<Item = String> {
    crate::fields::measure(crate::fields::SEED).into_iter().map(|(kind, half, scored)| {
        let words = if half == Half::Tuning { "words at hand" } else { "words held out" };
        let (right, wrong, open) = (scored.right, scored.wrong.len(), scored.open.len());
        format!(
            "| {kind} in generated phrasings, {words} | {right} right, {wrong} wrong, {open} left open of {} | none wrong |",
            right + wrong + open
        )
    })
}

/// The row of a suite whose line begins with `start`.
fn suite(start: &str, right: usize, all: usize, target: &str) -> Vec<String> {
    vec![row(start.trim_start_matches("| "), right, all, target)]
}

fn grids() -> Option<Vec<String>> {
    let measured = suite_docx::grids()?;
    Some(suite(GRIDS, measured.held, measured.all, "all"))
}

fn boxes() -> Option<Vec<String>> {
    let measured = suite_docx::boxes()?;
    Some(suite(BOXES, measured.held, measured.all, "all"))
}

fn numbers() -> Option<Vec<String>> {
    let measured = suite_document_numbers::measure()?;
    let all = measured.held + measured.excepted + measured.broken.len();
    Some(suite(NUMBERS, measured.held, all, "all but those listed with a reason in the test"))
}

fn html_grids() -> Option<Vec<String>> {
    let measured = suite_html_grids::measure()?;
    Some(suite(HTML_GRIDS, measured.right, measured.right + measured.wrong.len(), "all that are not contested"))
}

/// Real titles in four encodings without byte order mark.
fn encodings() -> Option<Vec<String>> {
    let titles = suite_encodings::titles()?;
    let rows = suite_encodings::WAYS.iter().map(|way| {
        let wrong = suite_encodings::wrong(&titles, *way).len();
        row(&format!("{} {}", ENCODINGS.trim_start_matches("| "), way.0), titles.len() - wrong, titles.len(), "99.5 %")
    });
    Some(rows.collect())
}

fn delimited() -> Option<Vec<String>> {
    let measured = suite_csv::measure()?;
    let all = measured.right + measured.excepted + measured.wrong.len();
    Some(suite(DELIMITED, measured.right, all, "all but the one whose JSON is at odds with its file"))
}

fn row(what: &str, score: impl Display, of: impl Display, target: &str) -> String {
    format!("| {what} | {score} of {of} | {target} |")
}
