//! check/noticed: what the stages before noticed while reading, counted like the checks made here.

use super::scope::Scope;
use crate::evidence::State;
use crate::field::Field;
use crate::finding::CheckResult;
use crate::item::{Citation, ForceVerdict, Item, Kind, NumberVerdict, TitleVerdict};
use crate::result::DocumentResult;
use std::collections::BTreeMap;

/// A code that a stage notices, in how many cases of a document it can, and in how many nobody can tell.
struct Noticed {
    code: &'static str,
    cases: fn(&DocumentResult) -> usize,
    open: fn(&DocumentResult) -> usize,
}

const VERSION: u32 = 1;

/// In the order of the stages.
const NOTICED: &[Noticed] = &[
    Noticed { code: "document-unreadable", cases: one, open: none },
    Noticed { code: "document-empty", cases: one, open: none },
    Noticed { code: "format-not-read", cases: one, open: none },
    Noticed { code: "encoding-damaged", cases: |document| usize::from(document.source.encoding.is_some()), open: none },
    Noticed { code: "text-garbled", cases: one, open: none },
    Noticed { code: "quotes-unbalanced", cases: one, open: none },
    Noticed { code: "rows-uneven", cases: rows, open: none },
    Noticed { code: "nothing-found", cases: one, open: none },
    Noticed { code: "table-without-header", cases: directory, open: none },
    Noticed { code: "table-of-other-kind", cases: directory, open: none },
    Noticed { code: "header-guessed", cases: directory, open: none },
    Noticed { code: "words-broken", cases: |document| if is_directory(document) { document.headers.len() } else { 0 }, open: none },
    Noticed { code: "text-outside-table", cases: one, open: none },
    Noticed { code: "row-shifted", cases: rows, open: none },
    Noticed { code: "row-incomplete", cases: rows, open: none },
    Noticed { code: "row-without-item", cases: rows, open: none },
    Noticed { code: "cell-unplaced", cases: |document| document.accounting.cells.total as usize, open: none },
    Noticed { code: "marks-ambiguous", cases: marks, open: none },
    Noticed { code: "mark-group-empty", cases: marks, open: none },
    Noticed {
        code: "numbering-style-changes",
        cases: |document| sum(document, |item| item.serials.iter().filter(|serial| serial.state != State::Carried).count()),
        open: none,
    },
    Noticed { code: "numbering-repeated", cases: lists, open: none },
    Noticed { code: "numbering-skips", cases: lists, open: none },
    Noticed {
        code: "channel-unknown",
        cases: |document| sum(document, |item| item.contents.iter().map(|content| content.channels.len()).sum()),
        open: none,
    },
    Noticed { code: "deadline-unread", cases: |document| stated(document, &[Field::Deadlines, Field::TimeLimits]), open: none },
    Noticed { code: "phone-malformed", cases: |document| stated(document, &[Field::Phones]), open: none },
    Noticed { code: "citation-unread", cases: |document| stated(document, &[Field::LegalBasis]), open: none },
    Noticed { code: "citation-without-antecedent", cases: |document| stated(document, &[Field::LegalBasis]), open: none },
    Noticed { code: "citation-vague", cases: |document| stated(document, &[Field::LegalBasis]), open: none },
    Noticed { code: "citation-title-near", cases: titles, open: unknown_titles },
    Noticed { code: "citation-number-malformed", cases: numbers, open: none },
    Noticed { code: "citation-number-of-another-act", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-no-act", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-superseded", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-amending", cases: checked_numbers, open: unchecked_numbers },
    Noticed {
        code: "citation-act-repealed",
        cases: |document| citations(document, |citation| citation.verdict.force != ForceVerdict::Unknown),
        open: |document| citations(document, |citation| citation.verdict.force == ForceVerdict::Unknown),
    },
    Noticed { code: "place-unresolved", cases: one, open: none },
    Noticed { code: "place-ambiguous", cases: one, open: none },
    Noticed { code: "place-not-in-list", cases: one, open: none },
    Noticed { code: "place-renamed", cases: one, open: none },
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
            let (cases, open) = ((noticed.cases)(scope.document) as u64, (noticed.open)(scope.document) as u64);
            results.push(result(noticed.code, scope, failed, (cases, open)));
        }
    }
    for (scope, found) in scopes.iter().zip(&found) {
        let others = found.iter().filter(|(code, _)| NOTICED.iter().all(|noticed| noticed.code != **code));
        results.extend(others.map(|(code, failed)| result(code, scope, *failed, (*failed, 0))));
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

/// `cases` that could be judged, and cases that could not.
fn result(code: &str, scope: &Scope, failed: u64, (cases, open): (u64, u64)) -> CheckResult {
    // A document without items was not read far enough for most questions.
    let unread = scope.document.items.is_empty() && failed == 0 && cases == 0;
    CheckResult {
        code: code.into(),
        version: VERSION,
        source: Some(scope.index),
        passed: cases.saturating_sub(failed),
        failed,
        not_applicable: u64::from(cases == 0 && open == 0 && failed == 0 && !unread),
        could_not_check: u64::from(unread) + open,
    }
}

fn one(_: &DocumentResult) -> usize {
    1
}

fn none(_: &DocumentResult) -> usize {
    0
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

fn citations(document: &DocumentResult, is_meant: impl Fn(&Citation) -> bool) -> usize {
    sum(document, |item| item.legal_basis.iter().filter(|citation| is_meant(citation)).count())
}

fn numbers(document: &DocumentResult) -> usize {
    citations(document, |citation| citation.number.is_some())
}

/// Numbers about which the register can tell something.
fn checked_numbers(document: &DocumentResult) -> usize {
    numbers(document) - unchecked_numbers(document)
}

/// Numbers about which the register can tell nothing, and those that cannot be read.
fn unchecked_numbers(document: &DocumentResult) -> usize {
    let is_open = |verdict| matches!(verdict, NumberVerdict::Unchecked | NumberVerdict::Malformed);
    citations(document, |citation| citation.number.is_some() && is_open(citation.verdict.number))
}

/// Titles that the register knows, or nearly.
fn titles(document: &DocumentResult) -> usize {
    citations(document, |citation| citation.title.value.is_some()) - unknown_titles(document)
}

/// Titles that the register does not know: nobody can say whether they are spelt right.
fn unknown_titles(document: &DocumentResult) -> usize {
    citations(document, |citation| citation.title.value.is_some() && citation.verdict.title == TitleVerdict::Unknown)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::counted;

    #[test]
    fn what_stages_notice_is_counted() {
        let text = "序号\t一级事项\t二级事项\t公开内容\t公开依据\n1\t参保\t单位参保登记\t指南\t《中华人民共和国政府信息公开条例》（国务院令第七11号）\n2\t参保\t职工参保登记\t指南\t《中华人民共和国政府信息公开条例》（国务院令第711号）\n";
        assert_eq!(counted(&[text], "citation-number-malformed"), [1, 1, 0, 0]);
        assert_eq!(counted(&[text], "citation-number-of-another-act"), [1, 0, 0, 1]);
        assert_eq!(counted(&[&text.replace("国务院令第七11号", "某市人民政府令第7号")], "citation-number-superseded"), [1, 0, 0, 1]);
        assert_eq!(counted(&[&text.replace("中华人民共和国政府信息公开条例", "某市公开办法")], "citation-title-near"), [0, 0, 0, 2]);
        assert_eq!(counted(&[&text.replace("中华人民共和国政府信息公开条例", "某市公开办法")], "citation-act-repealed"), [0, 0, 0, 2]);
        assert_eq!(counted(&[text], "phone-malformed"), [0, 0, 1, 0]);
        assert_eq!(counted(&[text], "place-unresolved"), [0, 1, 0, 0]);
        assert_eq!(counted(&[""], "document-empty"), [0, 1, 0, 0]);
        assert_eq!(counted(&[""], "row-shifted"), [0, 0, 0, 1]);
    }
}
