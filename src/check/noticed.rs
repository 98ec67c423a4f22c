//! check/noticed: what the stages before noticed while reading, counted like the checks made here.

use super::scope::Scope;
use crate::evidence::State;
use crate::field::Field;
use crate::finding::{CheckResult, Finding};
use crate::item::{Citation, ForceVerdict, Item, Kind, NumberVerdict, TitleVerdict};
use crate::result::DocumentResult;
use std::collections::BTreeMap;

/// A code that a stage notices, in how many cases of a document it can, and in how many nobody can tell.
struct Noticed {
    code: &'static str,
    cases: fn(&DocumentResult) -> usize,
    open: fn(&DocumentResult) -> usize,
}

/// A code that every one of its cases can be judged by.
const fn told(code: &'static str, cases: fn(&DocumentResult) -> usize) -> Noticed {
    Noticed { code, cases, open: none }
}

const VERSION: u32 = 1;

/// In the order of the stages.
const NOTICED: &[Noticed] = &[
    told("document-unreadable", one),
    told("document-empty", one),
    told("format-not-read", one),
    told("document-locked", one),
    told("document-incomplete", one),
    told("decode-stopped", one),
    told("reading-stopped", one),
    told("limit-reached", one),
    told("archive-damaged", archive),
    told("archive-member-unread", member),
    told("archive-members-left-out", archive),
    told("archive-names-changed", archive),
    told("encoding-damaged", |document| usize::from(document.source.encoding.is_some())),
    told("text-garbled", one),
    told("quotes-unbalanced", one),
    told("rows-uneven", rows),
    told("part-damaged", container),
    told("text-deleted", container),
    told("text-hidden", shown),
    told("text-beside-body", container),
    told("pictures-not-read", shown),
    told("file-not-inserted", shown),
    told("symbol-unknown", container),
    told("numbers-not-read", old_word),
    told("table-columns-unsure", old_word),
    told("span-too-long", shown),
    told("workbook-damaged", |document| usize::from(!document.sheets.is_empty())),
    told("sheet-hidden", sheets),
    told("sheet-of-other-kind", sheets),
    told("rows-hidden", sheets),
    told("columns-hidden", sheets),
    told("cell-error", sheets),
    told("formula-without-value", sheets),
    told("cells-covered", sheets),
    told("ranges-unclear", sheets),
    told("comments-left-out", sheets),
    told("nothing-found", one),
    told("text-short", one),
    told("table-without-header", directory),
    told("table-of-other-kind", directory),
    told("services-left-out", one),
    told("header-guessed", directory),
    told("words-broken", |document| if is_directory(document) { document.headers.len() } else { 0 }),
    told("text-outside-table", one),
    told("shared-lines-unclear", one),
    told("heading-unclear", rows),
    told("service-unnamed", rows),
    told("row-shifted", rows),
    told("row-incomplete", rows),
    told("row-without-item", rows),
    told("cell-unplaced", |document| document.accounting.cells.total as usize),
    told("cells-ambiguous", rows),
    told("blanks-unclear", |document| if is_directory(document) { document.headers.len() } else { 0 }),
    told("marks-ambiguous", marks),
    told("mark-group-empty", marks),
    told("numbering-style-changes", |document| {
        sum(document, |item| item.serials.iter().filter(|serial| serial.state != State::Carried).count())
    }),
    told("numbering-repeated", lists),
    told("numbering-skips", lists),
    told("channel-unknown", |document| sum(document, |item| item.contents.iter().map(|content| content.channels.len()).sum())),
    told("deadline-unread", |document| stated(document, &[Field::Deadlines, Field::TimeLimits])),
    told("phone-malformed", |document| stated(document, &[Field::Phones])),
    told("citation-unread", |document| stated(document, &[Field::LegalBasis])),
    told("citation-without-antecedent", |document| stated(document, &[Field::LegalBasis])),
    told("citation-vague", |document| stated(document, &[Field::LegalBasis])),
    Noticed { code: "citation-title-near", cases: titles, open: unknown_titles },
    told("citation-number-malformed", numbers),
    Noticed { code: "citation-number-of-another-act", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-no-act", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-superseded", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-number-amending", cases: checked_numbers, open: unchecked_numbers },
    Noticed { code: "citation-year-differs", cases: checked_numbers, open: unchecked_numbers },
    Noticed {
        code: "citation-act-repealed",
        cases: |document| citations(document, |citation| citation.verdict.force != ForceVerdict::Unknown),
        open: |document| citations(document, |citation| citation.verdict.force == ForceVerdict::Unknown),
    },
    told("place-unresolved", one),
    told("place-ambiguous", one),
    told("place-not-in-list", one),
    told("place-renamed", one),
    told("alignment-undecided", |document| document.items.len()),
];

/// A result for every code above and every document: a case that could have been noticed and was not passed. `findings` are those of the stages before.
///
/// Codes that are not listed (corrections, decisions) have no cases that could be counted; they have a result where they are found.
pub(super) fn results(scopes: &[Scope], findings: &[Finding]) -> Vec<CheckResult> {
    let found = found(findings);
    let failed = |code: &str, source: Option<u32>| found.get(&(source, code)).copied().unwrap_or(0);
    let mut results = Vec::new();
    for noticed in NOTICED {
        for scope in scopes {
            let (cases, open) = ((noticed.cases)(scope.document) as u64, (noticed.open)(scope.document) as u64);
            results.push(result(noticed.code, scope, failed(noticed.code, Some(scope.index)), (cases, open)));
        }
    }
    let others = found.iter().filter(|((_, code), _)| NOTICED.iter().all(|noticed| noticed.code != *code));
    results.extend(others.map(|((source, code), failed)| counted(code, *source, *failed)));
    results
}

/// Findings by source and code.
fn found(findings: &[Finding]) -> BTreeMap<(Option<u32>, &str), u64> {
    let mut found = BTreeMap::new();
    for finding in findings {
        *found.entry((finding.source, finding.code.as_str())).or_default() += 1;
    }
    found
}

/// The result of a code whose cases nobody can count.
pub(super) fn counted(code: &str, source: Option<u32>, failed: u64) -> CheckResult {
    CheckResult { code: code.into(), version: VERSION, source, passed: 0, failed, not_applicable: 0, could_not_check: 0 }
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
    sum(document, |item| item.contents.iter().filter(|content| !content.said_marks().columns.is_empty()).count())
}

/// Lists whose entries may be numbered.
fn lists(document: &DocumentResult) -> usize {
    let of_item = |item: &Item| {
        let contents = item.contents.iter().filter(|content| !content.elements.is_empty()).count();
        contents + usize::from(!item.guide.materials.is_empty()) + usize::from(!item.guide.notes.is_empty())
    };
    sum(document, of_item)
}

/// Fields of items in which something stands.
fn stated(document: &DocumentResult, fields: &[Field]) -> usize {
    let is_there = |item: &Item, field: &Field| !matches!(item.state(*field), State::Missing | State::NoColumn);
    sum(document, |item| fields.iter().filter(|field| is_there(item, field)).count())
}

fn citations(document: &DocumentResult, is_meant: impl Fn(&Citation) -> bool) -> usize {
    sum(document, |item| item.legal_basis.said().iter().filter(|citation| is_meant(citation)).count())
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
    use super::NOTICED;
    use crate::check::CHECKS;
    use crate::check::sample::counted;
    use crate::tables::Tables;
    use std::collections::BTreeSet;

    /// What a person wrote has no cases that could be counted.
    const WITHOUT_CASES: [&str; 7] = [
        "correction-stale",
        "correction-unused",
        "decision-contradicted",
        "decision-stale",
        "decision-unused",
        "waiver-expired",
        "waiver-unused",
    ];

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
