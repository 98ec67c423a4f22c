//! cli/summary: what a run prints when it is done.

use crate::evidence::Text;
use crate::finding::Severity;
use crate::pipeline::Run as Made;
use crate::tables::Tables;
use crate::tables::findings::Language;
use std::collections::BTreeMap;
use std::path::Path;

/// Of more documents than these the summary shows only so many; sources.jsonl has all.
const MOST: usize = 200;

/// How much there was, and where the outputs in `out` are; `archives` documents are none of their own.
pub(super) fn summary(made: &Made, archives: usize, tables: &Tables, out: &Path, language: Language) -> String {
    let documents = &made.dataset.documents;
    let items: usize = documents.iter().map(|document| document.items.len()).sum();
    let mut by_severity: BTreeMap<Severity, usize> = BTreeMap::new();
    for finding in made.checked.open() {
        *by_severity.entry(tables.findings.severity(finding)).or_default() += 1;
    }
    let count = |severity| by_severity.get(&severity).copied().unwrap_or_default();
    let [errors, warnings, notes, remarks] = [Severity::Error, Severity::Warning, Severity::Note, Severity::Info].map(count);
    let unread = documents.iter().filter(|document| document.items.is_empty()).count().saturating_sub(archives);
    let count_of_documents = documents.len() - archives;
    let mut text = match language {
        Language::English => format!(
            "{count_of_documents} documents, {items} items, {unread} documents without items\n\
             findings: {errors} errors, {warnings} warnings, {notes} notes, {remarks} remarks\n"
        ),
        Language::Chinese => format!(
            "文档 {count_of_documents} 份，事项 {items} 项，未读出事项的文档 {unread} 份\n\
             发现：错误 {errors}，警告 {warnings}，提示 {notes}，说明 {remarks}\n"
        ),
    };
    for document in documents.iter().take(MOST) {
        let place = document.source.jurisdiction.name.as_ref().map_or("?", Text::as_str);
        text.push_str(&format!("  {}  {place}  {}\n", document.source.path, document.items.len()));
    }
    if documents.len() > MOST {
        text.push_str(&format!("  … {}\n", documents.len() - MOST));
    }
    let out = out.display();
    text.push_str(&format!("{out}/normalized  {out}/reports/gap.html  {out}/reports/gap.md\n"));
    text
}
