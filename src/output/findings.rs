//! output/findings: findings.jsonl and checks.jsonl. Renaming a field here is a change that users see.

use super::value::{At, Frame};
use super::words::Severity;
use crate::align::Dataset;
use crate::check::Checked;
use crate::finding;
use crate::result::DocumentResult;
use crate::tables::findings::{FindingKinds, Language};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Something worth telling about the documents.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// Hash of code, source, item, field, places and blanks: stable when other findings come and go.
    id: String,
    /// Stable name of what is wrong.
    code: &'a str,
    /// How bad it is.
    severity: Severity,
    /// Version of the check; null for what a stage noticed while reading.
    check_version: Option<u32>,
    /// Id of the source; null where it is about the whole dataset.
    source: Option<&'a str>,
    /// Id of the item, where it is about one.
    item: Option<&'a str>,
    /// The field, where it is about one.
    field: Option<&'a str>,
    /// What is wrong, in a sentence that stands alone.
    message: Message,
    /// What one would expect.
    expected: Option<&'a str>,
    /// What is there.
    actual: Option<&'a str>,
    /// Where it can be seen; may name several sources.
    evidence: Vec<Evidence<'a>>,
    /// Who accepted it until when, by raw/waivers.toml; null where nobody did.
    waived: Option<Waived<'a>>,
}

/// A person's word that a finding is accepted for a time.
#[derive(Debug, Serialize, JsonSchema)]
struct Waived<'a> {
    /// Who answers for it.
    owner: &'a str,
    /// Why.
    reason: &'a str,
    /// The last day on which it holds (`YYYY-MM-DD`).
    until: &'a str,
}

/// A sentence in both languages.
#[derive(Debug, Serialize, JsonSchema)]
struct Message {
    /// English.
    en: String,
    /// Chinese.
    zh: String,
}

/// A place that shows a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Evidence<'a> {
    /// Id of the source.
    source: Option<&'a str>,
    /// Path of the source, relative to the raw folder.
    path: Option<&'a str>,
    /// Where.
    at: At<'a>,
    /// The raw text there.
    text: &'a str,
}

/// How often a check passed in one source.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckResult<'a> {
    /// Code of the findings it makes.
    code: &'a str,
    /// A new one where its verdicts change.
    version: u32,
    /// Cases that are fine.
    passed: u64,
    /// Cases that are not.
    failed: u64,
    /// Cases where the question does not arise.
    not_applicable: u64,
    /// Cases where the input does not allow an answer.
    could_not_check: u64,
    /// Id of the source; null for a check over the whole dataset.
    source: Option<&'a str>,
}

/// Every finding, in the order of `checked`.
pub(super) fn rows<'a>(dataset: &'a Dataset, checked: &'a Checked, kinds: &'a FindingKinds) -> impl Iterator<Item = Finding<'a>> {
    let versions: BTreeMap<&str, u32> = checked.results.iter().map(|result| (result.code.as_str(), result.version)).collect();
    let mut ids = Ids::default();
    checked.findings.iter().enumerate().map(move |(index, finding)| {
        let mut row = Finding::new(dataset, kinds, finding);
        let waived = checked.waived.get(&index);
        row.waived = waived.map(|waived| Waived { owner: &waived.owner, reason: &waived.reason, until: &waived.until });
        row.check_version = versions.get(row.code).copied();
        row.id = ids.next(&row, finding);
        row
    })
}

/// Every result of a check, in the order of `checked`.
pub(super) fn checks<'a>(dataset: &'a Dataset, checked: &'a Checked) -> impl Iterator<Item = CheckResult<'a>> {
    checked.results.iter().map(|result| CheckResult {
        code: &result.code,
        version: result.version,
        passed: result.passed,
        failed: result.failed,
        not_applicable: result.not_applicable,
        could_not_check: result.could_not_check,
        source: document(dataset, result.source).map(source_id),
    })
}

/// Hands out the ids of findings: equal findings are told apart by their number.
#[derive(Default)]
struct Ids(HashMap<String, u64>);

impl Ids {
    fn next(&mut self, row: &Finding, finding: &finding::Finding) -> String {
        let mut hash = blake3::Hasher::new();
        for part in [Some(row.code), row.source, row.item, row.field] {
            hash_part(&mut hash, part);
        }
        for (shown, inner) in row.evidence.iter().zip(&finding.evidence) {
            hash_part(&mut hash, shown.source);
            hash_part(&mut hash, Some(&inner.at.to_string()));
        }
        for (name, value) in &finding.arguments {
            hash_part(&mut hash, Some(name));
            hash_part(&mut hash, Some(value));
        }
        let first = twelve_digits(&hash);
        let occurrence = self.0.entry(first.clone()).or_default();
        *occurrence += 1;
        if *occurrence == 1 {
            return first;
        }
        hash.update(&occurrence.to_le_bytes());
        twelve_digits(&hash)
    }
}

impl<'a> Finding<'a> {
    /// The finding as printed, without its id, its check's version and its waiver.
    fn new(dataset: &'a Dataset, kinds: &'a FindingKinds, inner: &'a finding::Finding) -> Self {
        let home = document(dataset, inner.source);
        let item = inner.item.and_then(|index| home?.items.get(index as usize));
        Finding {
            id: String::new(),
            code: &inner.code,
            severity: kinds.severity(inner).into(),
            check_version: None,
            source: home.map(source_id),
            item: item.map(|item| item.id.as_str()),
            field: inner.field.map(|field| field.key()),
            message: Message { en: kinds.message(inner, Language::English), zh: kinds.message(inner, Language::Chinese) },
            expected: inner.expected.as_deref(),
            actual: inner.actual.as_deref(),
            evidence: inner.evidence.iter().map(|evidence| Evidence::new(dataset, home, evidence)).collect(),
            waived: None,
        }
    }
}

impl<'a> Evidence<'a> {
    /// The evidence as printed; `home` is the document of the finding, which is meant where the evidence names none.
    fn new(dataset: &'a Dataset, home: Option<&'a DocumentResult>, inner: &'a finding::Evidence) -> Self {
        let shown = document(dataset, inner.source).or(home);
        Evidence {
            source: shown.map(source_id),
            path: shown.map(|document| document.source.path.as_str()),
            at: At::new(inner.at, Frame::new(shown.map_or(&[], |document| document.sheets.as_slice()))),
            text: &inner.text,
        }
    }
}

fn document(dataset: &Dataset, index: Option<u32>) -> Option<&DocumentResult> {
    dataset.documents.get(index? as usize)
}

fn source_id(document: &DocumentResult) -> &str {
    &document.source.id
}

/// Hashes `part` with its length, so that two parts never run together.
fn hash_part(hash: &mut blake3::Hasher, part: Option<&str>) {
    let length = part.map_or(u64::MAX, |part| part.len() as u64);
    hash.update(&length.to_le_bytes());
    hash.update(part.unwrap_or("").as_bytes());
}

fn twelve_digits(hash: &blake3::Hasher) -> String {
    hash.finalize().to_hex().chars().take(12).collect()
}
