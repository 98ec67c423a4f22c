//! check/noticed: what the stages before noticed while reading, counted like the checks made here.

use super::scope::Scope;
use crate::evidence::State;
use crate::field::Field;
use crate::finding::CheckResult;
use crate::item::{Item, Kind, NumberVerdict};
use crate::result::DocumentResult;
use std::collections::BTreeMap;

/// A code that a stage notices, and in how many cases of a document it can.
struct Noticed {
    code: &'static str,
    cases: fn(&DocumentResult) -> usize,
}

const VERSION: u32 = 1;

/// In the order of the stages.
const NOTICED: &[Noticed] = &[
    Noticed { code: "document-unreadable", cases: one },
    Noticed { code: "document-empty", cases: one },
    Noticed { code: "format-not-read", cases: one },
    Noticed { code: "document-locked", cases: one },
    Noticed { code: "document-incomplete", cases: one },
    Noticed { code: "decode-stopped", cases: one },
    Noticed { code: "limit-reached", cases: one },
    Noticed { code: "archive-damaged", cases: archive },
    Noticed { code: "archive-member-unread", cases: member },
    Noticed { code: "archive-members-left-out", cases: archive },
    Noticed { code: "archive-names-changed", cases: archive },
    Noticed { code: "encoding-damaged", cases: |document| usize::from(document.source.encoding.is_some()) },
    Noticed { code: "text-garbled", cases: one },
    Noticed { code: "quotes-unbalanced", cases: one },
    Noticed { code: "rows-uneven", cases: rows },
    Noticed { code: "part-damaged", cases: container },
    Noticed { code: "text-deleted", cases: container },
    Noticed { code: "text-hidden", cases: shown },
    Noticed { code: "text-beside-body", cases: container },
    Noticed { code: "pictures-not-read", cases: shown },
    Noticed { code: "file-not-inserted", cases: shown },
    Noticed { code: "symbol-unknown", cases: container },
    Noticed { code: "numbers-not-read", cases: old_word },
    Noticed { code: "table-columns-unsure", cases: old_word },
    Noticed { code: "workbook-damaged", cases: |document| usize::from(!document.sheets.is_empty()) },
    Noticed { code: "sheet-hidden", cases: sheets },
    Noticed { code: "sheet-of-other-kind", cases: sheets },
    Noticed { code: "rows-hidden", cases: sheets },
    Noticed { code: "columns-hidden", cases: sheets },
    Noticed { code: "cell-error", cases: sheets },
    Noticed { code: "formula-without-value", cases: sheets },
    Noticed { code: "cells-covered", cases: sheets },
    Noticed { code: "ranges-unclear", cases: sheets },
    Noticed { code: "comments-left-out", cases: sheets },
    Noticed { code: "nothing-found", cases: one },
    Noticed { code: "text-short", cases: one },
    Noticed { code: "table-without-header", cases: directory },
    Noticed { code: "table-of-other-kind", cases: directory },
    Noticed { code: "header-guessed", cases: directory },
    Noticed { code: "words-broken", cases: |document| if is_directory(document) { document.headers.len() } else { 0 } },
    Noticed { code: "text-outside-table", cases: one },
    Noticed { code: "row-shifted", cases: rows },
    Noticed { code: "row-incomplete", cases: rows },
    Noticed { code: "row-without-item", cases: rows },
    Noticed { code: "cell-unplaced", cases: |document| document.accounting.cells.total as usize },
    Noticed { code: "marks-ambiguous", cases: marks },
    Noticed { code: "mark-group-empty", cases: marks },
    Noticed {
        code: "numbering-style-changes",
        cases: |document| sum(document, |item| item.serials.iter().filter(|serial| serial.state != State::Carried).count()),
    },
    Noticed { code: "numbering-repeated", cases: lists },
    Noticed { code: "numbering-skips", cases: lists },
    Noticed {
        code: "channel-unknown",
        cases: |document| sum(document, |item| item.contents.iter().map(|content| content.channels.len()).sum()),
    },
    Noticed { code: "deadline-unread", cases: |document| stated(document, &[Field::Deadlines, Field::TimeLimits]) },
    Noticed { code: "phone-malformed", cases: |document| stated(document, &[Field::Phones]) },
    Noticed { code: "citation-unread", cases: |document| stated(document, &[Field::LegalBasis]) },
    Noticed { code: "citation-vague", cases: |document| stated(document, &[Field::LegalBasis]) },
    Noticed { code: "citation-title-near", cases: |document| sum(document, |item| item.legal_basis.len()) },
    Noticed { code: "citation-number-malformed", cases: numbers },
    Noticed { code: "citation-number-of-another-act", cases: checked_numbers },
    Noticed { code: "citation-number-no-act", cases: checked_numbers },
    Noticed { code: "citation-number-superseded", cases: checked_numbers },
    Noticed { code: "citation-number-amending", cases: checked_numbers },
    Noticed {
        code: "citation-act-repealed",
        cases: |document| sum(document, |item| item.legal_basis.iter().filter(|citation| citation.law.is_some()).count()),
    },
    Noticed { code: "place-unresolved", cases: one },
    Noticed { code: "place-ambiguous", cases: one },
    Noticed { code: "place-not-in-list", cases: one },
    Noticed { code: "place-renamed", cases: one },
];

/// A result for every code above and every document: a case that could have been noticed and was not passed.
///
/// Codes that are not listed (corrections) have no cases that could be counted; they have a result where they are found.
pub(super) fn results(scopes: &[Scope]) -> Vec<CheckResult> {
    let found: Vec<BTreeMap<&str, u64>> = scopes.iter().map(|scope| found(scope.document)).collect();
    let mut results = Vec::new();
    for noticed in NOTICED {
        for (scope, found) in scopes.iter().zip(&found) {
            let failed = found.get(noticed.code).copied().unwrap_or(0);
            results.push(result(noticed.code, scope, failed, (noticed.cases)(scope.document) as u64));
        }
    }
    for (scope, found) in scopes.iter().zip(&found) {
        let others = found.iter().filter(|(code, _)| NOTICED.iter().all(|noticed| noticed.code != **code));
        results.extend(others.map(|(code, failed)| result(code, scope, *failed, *failed)));
    }
    results
}

fn found(document: &DocumentResult) -> BTreeMap<&str, u64> {
    let mut found = BTreeMap::new();
    for finding in &document.findings {
        *found.entry(finding.code.as_str()).or_default() += 1;
    }
    found
}

fn result(code: &str, scope: &Scope, failed: u64, cases: u64) -> CheckResult {
    // A document without items was not read far enough for most questions.
    let unread = scope.document.items.is_empty() && failed == 0 && cases == 0;
    CheckResult {
        code: code.into(),
        version: VERSION,
        source: Some(scope.index),
        passed: cases.saturating_sub(failed),
        failed,
        not_applicable: u64::from(cases == 0 && failed == 0 && !unread),
        could_not_check: u64::from(unread),
    }
}

fn one(_: &DocumentResult) -> usize {
    1
}

/// An archive. What is said about a file of an archive is said about the file.
fn archive(document: &DocumentResult) -> usize {
    usize::from(document.source.media_type.as_str() == "application/zip")
}

/// A file of an archive.
fn member(document: &DocumentResult) -> usize {
    usize::from(document.source.path.to_lowercase().contains(".zip/"))
}

/// A file that is made of parts.
fn container(document: &DocumentResult) -> usize {
    usize::from(document.source.encoding.is_none())
}

/// A file whose formats tell what is shown.
fn shown(document: &DocumentResult) -> usize {
    usize::from(container(document) == 1 || ["text/html", "multipart/related"].contains(&document.source.media_type.as_str()))
}

fn old_word(document: &DocumentResult) -> usize {
    usize::from(document.source.media_type.as_str() == "application/msword")
}

fn sheets(document: &DocumentResult) -> usize {
    document.sheets.len()
}

fn is_directory(document: &DocumentResult) -> bool {
    document.source.kind == Some(Kind::Directory)
}

fn directory(document: &DocumentResult) -> usize {
    usize::from(is_directory(document))
}

fn rows(document: &DocumentResult) -> usize {
    document.rows as usize
}

fn sum(document: &DocumentResult, count: impl Fn(&Item) -> usize) -> usize {
    document.items.iter().map(count).sum()
}

/// Rows with columns of ticks.
fn marks(document: &DocumentResult) -> usize {
    sum(document, |item| item.contents.iter().filter(|content| !content.marks.columns.is_empty()).count())
}

/// Lists whose entries may be numbered.
fn lists(document: &DocumentResult) -> usize {
    let of_item = |item: &Item| {
        let contents = item.contents.iter().filter(|content| !content.elements.is_empty()).count();
        contents + usize::from(!item.materials.is_empty()) + usize::from(!item.notes.is_empty())
    };
    sum(document, of_item)
}

/// Fields of items in which something stands.
fn stated(document: &DocumentResult, fields: &[Field]) -> usize {
    let is_there = |item: &Item, field: &Field| !matches!(item.state(*field), State::Missing | State::NoColumn);
    sum(document, |item| fields.iter().filter(|field| is_there(item, field)).count())
}

fn numbers(document: &DocumentResult) -> usize {
    sum(document, |item| item.legal_basis.iter().filter(|citation| citation.number.is_some()).count())
}

/// Numbers about which the register can tell something.
fn checked_numbers(document: &DocumentResult) -> usize {
    let told = |verdict| !matches!(verdict, NumberVerdict::NotGiven | NumberVerdict::Unchecked | NumberVerdict::Malformed);
    sum(document, |item| item.legal_basis.iter().filter(|citation| told(citation.verdict.number)).count())
}

#[cfg(test)]
mod tests {
    use super::NOTICED;
    use crate::check::CHECKS;
    use crate::check::sample::counted;
    use crate::tables::Tables;
    use std::collections::BTreeSet;

    /// What a person wrote has no cases that could be counted.
    const WITHOUT_CASES: [&str; 2] = ["correction-stale", "correction-unused"];

    #[test]
    fn every_code_is_counted_once() {
        let tables = Tables::embedded().unwrap();
        let known: BTreeSet<&str> = tables.findings.iter().map(|kind| kind.code.as_str()).collect();
        let counted: Vec<&str> =
            CHECKS.iter().map(|check| check.code).chain(NOTICED.iter().map(|noticed| noticed.code)).chain(WITHOUT_CASES).collect();
        let once: BTreeSet<&str> = counted.iter().copied().collect();
        assert_eq!(once.len(), counted.len(), "a code is counted twice");
        let (unknown, uncounted): (Vec<_>, Vec<_>) = (once.difference(&known).collect(), known.difference(&once).collect());
        assert!(unknown.is_empty(), "in no findings.toml: {unknown:?}");
        assert!(uncounted.is_empty(), "make it a check, or enter it in NOTICED: {uncounted:?}");
    }

    #[test]
    fn what_stages_notice_is_counted() {
        let text = "序号\t一级事项\t二级事项\t公开内容\t公开依据\n1\t参保\t单位参保登记\t指南\t《中华人民共和国政府信息公开条例》（国务院令第七11号）\n2\t参保\t职工参保登记\t指南\t《中华人民共和国政府信息公开条例》（国务院令第711号）\n";
        assert_eq!(counted(&[text], "citation-number-malformed"), [1, 1, 0, 0]);
        assert_eq!(counted(&[text], "citation-number-of-another-act"), [1, 0, 0, 0]);
        assert_eq!(counted(&[text], "phone-malformed"), [0, 0, 1, 0]);
        assert_eq!(counted(&[text], "place-unresolved"), [0, 1, 0, 0]);
        assert_eq!(counted(&[""], "document-empty"), [0, 1, 0, 0]);
        assert_eq!(counted(&[""], "row-shifted"), [0, 0, 0, 1]);
    }
}
