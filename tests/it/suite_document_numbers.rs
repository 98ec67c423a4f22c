//! Document numbers, titles and judged citations from the tests of other projects, found by `MULU_SUITES`.

use mulu::evidence::{At, Cell, Passage};
use mulu::fields::citation::{citations, printed};
use mulu::item::{Citation, NumberVerdict};
use mulu::tables::Tables;
use serde_json::Value as Json;
use std::sync::Arc;

/// Cases that this reader is not meant to satisfy, with the reason: beginnings of their input.
const EXCEPTIONS: [(&str, &str); 3] = [
    (
        "《中华人民共和国信访工作条例》国务院令第752号",
        "752 amended several acts and the register may not list all of them: unchecked, not accused",
    ),
    (
        "医疗保障基金使用监督管理条例 国务院令第735号 publishDate",
        "the number is right; a date of publication beside it is not part of a citation",
    ),
    ("中华人民共和国社会保险法 主席令第35号 date", "the number is right; a date beside it is not part of a citation"),
];

/// Kinds of cases that are about other things than citations.
const OTHER_KINDS: [(&str, &str); 2] = [
    ("law_metadata", "the head of a law's own text, which is no directory cell"),
    ("instrument_type", "the kind of a document by its file name; the contract has no such value"),
];

/// How many cases hold, and which do not.
pub(crate) struct Measured {
    pub(crate) held: usize,
    pub(crate) excepted: usize,
    pub(crate) broken: Vec<String>,
}

#[test]
fn cases_of_other_projects_hold() {
    let Some(Measured { held, excepted, broken }) = measure() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    println!("document-numbers: {held} hold, {excepted} are not meant to");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Runs all cases; `None` where the suites are not at hand.
pub(crate) fn measure() -> Option<Measured> {
    let folder = std::env::var("MULU_SUITES").ok()?;
    let tables = Tables::embedded().unwrap();
    let text = std::fs::read_to_string(format!("{folder}/document-numbers/cases.jsonl")).unwrap();
    let (mut held, mut excepted, mut broken) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let kind = case["kind"].as_str().unwrap();
        let input = case["input"].as_str().unwrap_or("");
        let is_exception =
            OTHER_KINDS.iter().any(|(other, _)| *other == kind) || EXCEPTIONS.iter().any(|(start, _)| input.starts_with(start));
        match holds(&tables, kind, input, &case) {
            Ok(()) if is_exception => broken.push(format!("no exception any more: {line}")),
            Ok(()) => held += 1,
            Err(_) if is_exception => excepted += 1,
            Err(read) => broken.push(format!("{line}\n    read: {read}")),
        }
    }
    Some(Measured { held, excepted, broken })
}

fn holds(tables: &Tables, kind: &str, input: &str, case: &Json) -> Result<(), String> {
    let expected = &case["expected"];
    let read = read(tables, input);
    let numbers = numbers(&read);
    let same = |actual: Json| if &actual == expected { Ok(()) } else { Err(actual.to_string()) };
    match kind {
        "extract_first" => same(numbers.first().map_or(Json::Null, |first| first.as_str().into())),
        "extract_all" => same(numbers.into()),
        "normalize" => same(normal(&read).first().map_or(Json::Null, |first| first.as_str().into())),
        "normalize_equal" => {
            let inputs = case["inputs"].as_array().into_iter().flatten().filter_map(Json::as_str);
            let forms: Vec<String> = inputs.flat_map(|input| normal(&self::read(tables, input))).collect();
            let is_one = forms.len() == 4 && forms.iter().all(|form| Some(form) == forms.first());
            if is_one { Ok(()) } else { Err(format!("{forms:?}")) }
        }
        "citation" => {
            let title = read.first().and_then(|citation| citation.title.value.as_deref().map(str::to_owned));
            same(serde_json::json!({"title": title, "number": normal(&read).first()}))
        }
        "normalize_title" => same(read.first().map_or(Json::Null, title)),
        "found_citation" => found_citation(tables, input, expected),
        other => Err(format!("not read: {other}")),
    }
}

/// The full title where the register knows the act, else the title as it is cited.
fn title(citation: &Citation) -> Json {
    let known = citation.law.as_ref().map(|law| law.title.as_str());
    known.or(citation.title.value.as_deref()).map_or(Json::Null, Json::from)
}

/// `number -> title` is a number and the act for which it was given; else the input is a citation.
fn found_citation(tables: &Tables, input: &str, expected: &Json) -> Result<(), String> {
    let input = input.split_once(" -> ").map_or(input.to_owned(), |(number, title)| format!("《{title}》（{number}）"));
    let read = read(tables, &input);
    let Some(citation) = read.iter().find(|citation| citation.number.is_some()) else { return Err("no number".to_owned()) };
    // An older number and that of an amending decision belong to the act as well.
    let consistent = match citation.verdict.number {
        NumberVerdict::Consistent | NumberVerdict::Superseded | NumberVerdict::Amending => Some(true),
        NumberVerdict::OtherAct | NumberVerdict::NoSuchAct => Some(false),
        _ => None,
    };
    if consistent == expected["consistent"].as_bool() { Ok(()) } else { Err(format!("{:?}", citation.verdict)) }
}

fn read(tables: &Tables, text: &str) -> Vec<Citation> {
    let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
    let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: [at].into_iter().collect() };
    citations(&cell, tables, None, Some("2026-11-01")).output
}

/// The numbers as written, without blanks, each once.
fn numbers(read: &[Citation]) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for number in read.iter().filter_map(|citation| citation.number.as_ref()) {
        let written: String = number.raw.chars().filter(|c| !mulu::text::is_blank(*c)).collect();
        if !numbers.contains(&written) {
            numbers.push(written);
        }
    }
    numbers
}

fn normal(read: &[Citation]) -> Vec<String> {
    read.iter().filter_map(|citation| citation.number.as_ref()).filter_map(printed).collect()
}
