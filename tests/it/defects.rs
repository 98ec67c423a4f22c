//! defects: what a careful officer reports about the five documents (`defects/five.tsv`), against what the checks tell.

use crate::made::{RAW, list, root, text};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Of everything told as a warning or worse, so many of a hundred are real defects.
const REAL: usize = 95;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Defect {
    verdict: String,
    document: String,
    line: String,
    code: String,
    /// How many findings of the code the line must have at least: in the list `code×3`.
    count: usize,
    why: String,
}

/// How the list and the findings stand to each other.
pub(crate) struct Measured {
    /// Defects of the list that are told.
    pub(crate) found: usize,
    /// Defects of the list.
    pub(crate) defects: usize,
    /// Findings that are warnings or worse and real defects.
    pub(crate) real: usize,
    /// Findings that are warnings or worse.
    pub(crate) told: usize,
    /// Defects that should be told and are not; findings that are warnings or worse and in no list.
    wrong: Vec<String>,
}

#[test]
fn what_a_careful_officer_reports_is_told_and_little_else() {
    let measured = measure();
    assert!(measured.wrong.is_empty(), "{}", measured.wrong.join("\n"));
    assert!(100 * measured.real >= REAL * measured.told, "{} of {} warnings and errors are real defects", measured.real, measured.told);
}

#[test]
fn every_line_of_the_list_has_its_reason() {
    let lines = fs::read_to_string(root().join("tests/it/defects/five.tsv")).unwrap();
    let documents: BTreeSet<&str> = ["000", "001", "002", "003", "004"].into();
    for defect in defects() {
        assert!(["+", "?", "-"].contains(&defect.verdict.as_str()) && documents.contains(defect.document.as_str()), "{defect:?}");
        assert!(!defect.why.trim().is_empty() && (defect.line == "*" || defect.line.parse::<u32>().is_ok()), "{defect:?}");
        let known = mulu::tables::Tables::embedded().unwrap().findings.get(&defect.code).is_some();
        assert!(known || defect.verdict == "-", "{defect:?} has a code that does not exist");
    }
    assert_eq!(defects().len(), lines.lines().filter(|line| !line.starts_with('#')).count(), "a line stands twice");
}

/// Compares the list with the run over raw/.
pub(crate) fn measure() -> Measured {
    let mut told: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    RAW.findings.iter().for_each(|finding| *told.entry(key(finding)).or_default() += 1);
    let defects = defects();
    let is_told = |defect: &Defect| {
        told.iter().any(|((document, line, code), count)| {
            let is_in_line = defect.line == "*" || *line == defect.line;
            *document == defect.document && *code == defect.code && is_in_line && *count >= defect.count
        })
    };
    let expected = defects.iter().filter(|defect| defect.verdict != "-");
    let mut wrong: Vec<String> = expected.filter(|defect| !is_told(defect)).map(|defect| format!("not told: {defect:?}")).collect();
    let found_now = defects.iter().filter(|defect| defect.verdict == "-" && is_told(defect));
    wrong.extend(found_now.map(|defect| format!("told now, mark it with +: {defect:?}")));
    let severe = || RAW.findings.iter().filter(|finding| ["warning", "error"].contains(&text(&finding["severity"])));
    let listed = |finding: &Json| {
        let (document, line, code) = key(finding);
        defects.iter().find(|defect| defect.document == document && defect.code == code && (defect.line == "*" || defect.line == line))
    };
    wrong.extend(severe().filter(|finding| listed(finding).is_none()).map(|finding| format!("not in the list: {:?}", key(finding))));
    let is_real = |finding: &&Json| listed(finding).is_some_and(|defect| defect.verdict == "+");
    let real_defects = defects.iter().filter(|defect| defect.verdict != "?");
    Measured {
        found: real_defects.clone().filter(|defect| is_told(defect)).count(),
        defects: real_defects.count(),
        real: severe().filter(is_real).count(),
        told: severe().count(),
        wrong,
    }
}

/// Document, line of the first place, and code of a finding.
fn key(finding: &Json) -> (String, String, String) {
    let line = list(&finding["evidence"]).first().and_then(|evidence| evidence["at"]["line"].as_u64()).unwrap_or(0);
    (text(&finding["source"]).chars().take(3).collect(), line.to_string(), text(&finding["code"]).to_owned())
}

fn defects() -> BTreeSet<Defect> {
    let table = fs::read_to_string(root().join("tests/it/defects/five.tsv")).unwrap();
    let defect = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [verdict, document, line, code, why] = cells.try_into().unwrap_or_else(|cells| panic!("five columns: {cells:?}"));
        let (code, count) = code.split_once('×').map_or((code.as_str(), 1), |(code, count)| (code, count.parse().unwrap()));
        Defect { verdict, document, line, code: code.to_owned(), count, why }
    };
    table.lines().filter(|line| !line.starts_with('#')).map(defect).collect()
}
