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
