//! check: a dataset to findings; one file per check, listed here in the order of the report.

use crate::finding::{CheckResult, Finding};

/// What the checks say, with the findings of all earlier stages.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// All findings; `source` is set wherever one document is concerned. Ordered by source, then by stage, then by place.
    pub findings: Vec<Finding>,
    /// How often each check passed, per source.
    pub results: Vec<CheckResult>,
}

/// Runs every check on `dataset`; `findings` are those of the whole-dataset stages before.
pub fn check(dataset: &crate::align::Dataset, findings: Vec<Finding>, _tables: &crate::tables::Tables) -> Checked {
    let mut all = findings;
    for (index, document) in (0u32..).zip(&dataset.documents) {
        all.extend(document.findings.iter().cloned().map(|finding| Finding { source: Some(index), ..finding }));
    }
    Checked { findings: all, results: Vec::new() }
}
