//! output/run: run.json, what was run on what, and what came of it. Renaming a field here is a change that users see.

use super::words::{Relation, Severity};
use super::{CONTRACT, PROGRAM, RunInfo};
use crate::align::Dataset;
use crate::check::Checked;
use crate::tables::findings::FindingKinds;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was run on what, and what came of it; without time of day, so that equal runs are equal.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Run<'a> {
    /// Versions of the contract and of the program.
    versions: Versions,
    /// "Today" (YYYY-MM-DD), an input.
    as_of: Option<&'a str>,
    /// Hash of each embedded table, by name.
    tables: &'a BTreeMap<String, String>,
    /// Hash of each file with which the raw folder adds to the tables or overrides results, by path.
    overlay: &'a BTreeMap<String, String>,
    /// How much there was.
    counts: Counts<'a>,
}

/// Versions of the contract and of the program.
#[derive(Debug, Serialize, JsonSchema)]
struct Versions {
    /// Of the output contract.
    contract: &'static str,
    /// Of the program.
    program: &'static str,
}

/// How much there was.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts<'a> {
    /// By stage.
    stages: Stages,
    /// Findings by code.
    findings_by_code: BTreeMap<&'a str, u64>,
    /// Findings by severity.
    findings_by_severity: BySeverity,
    /// Alignments by relation.
    alignments_by_relation: ByRelation,
}

/// What each stage made, in the order of the flow.
#[derive(Debug, Serialize, JsonSchema)]
struct Stages {
    /// Files found.
    files: u64,
    /// Documents among them in which a directory or a guide was read.
    documents_read: u64,
    /// Items in them.
    items: u64,
    /// Services that items were aligned with.
    concepts: u64,
    /// Findings of all stages and checks.
    findings: u64,
}

/// Findings by severity.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct BySeverity {
    /// Something is wrong, or could not be read.
    error: u64,
    /// Something is probably wrong.
    warning: u64,
    /// Worth a look.
    note: u64,
    /// How the text was read.
    info: u64,
}

/// Alignments by relation.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct ByRelation {
    /// The same.
    exact: u64,
    /// Nearly the same.
    close: u64,
    /// The concept is broader.
    broader: u64,
    /// The concept is narrower.
    narrower: u64,
    /// They have to do with each other.
    related: u64,
    /// Aligned with nothing.
    none: u64,
}

impl<'a> Run<'a> {
    pub(super) fn new(dataset: &'a Dataset, checked: &'a Checked, kinds: &FindingKinds, info: &'a RunInfo) -> Self {
        Run {
            versions: Versions { contract: CONTRACT, program: PROGRAM },
            as_of: dataset.as_of.as_deref(),
            tables: &info.table_hashes,
            overlay: &info.overlay_hashes,
            counts: Counts {
                stages: Stages::new(dataset, checked, info),
                findings_by_code: by_code(checked),
                findings_by_severity: BySeverity::new(checked, kinds),
                alignments_by_relation: ByRelation::new(dataset),
            },
        }
    }
}

impl Stages {
    fn new(dataset: &Dataset, checked: &Checked, info: &RunInfo) -> Self {
        Stages {
            files: info.files,
            documents_read: dataset.documents.iter().filter(|document| document.source.kind.is_some()).count() as u64,
            items: dataset.documents.iter().map(|document| document.items.len() as u64).sum(),
            concepts: dataset.concepts.len() as u64,
            findings: checked.findings.len() as u64,
        }
    }
}

impl BySeverity {
    fn new(checked: &Checked, kinds: &FindingKinds) -> Self {
        let mut counts = BySeverity::default();
        for finding in &checked.findings {
            match kinds.severity(finding).into() {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Note => counts.note += 1,
                Severity::Info => counts.info += 1,
            }
        }
        counts
    }
}

impl ByRelation {
    fn new(dataset: &Dataset) -> Self {
        let mut counts = ByRelation::default();
        for alignment in &dataset.alignments {
            match alignment.relation.map(Relation::from) {
                Some(Relation::Exact) => counts.exact += 1,
                Some(Relation::Close) => counts.close += 1,
                Some(Relation::Broader) => counts.broader += 1,
                Some(Relation::Narrower) => counts.narrower += 1,
                Some(Relation::Related) => counts.related += 1,
                None => counts.none += 1,
            }
        }
        counts
    }
}

fn by_code(checked: &Checked) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for finding in &checked.findings {
        *counts.entry(finding.code.as_str()).or_default() += 1;
    }
    counts
}
