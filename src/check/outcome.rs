//! check/outcome: what one check says about one document: its findings, and how many cases were fine.

use crate::finding::{CheckResult, Finding};

/// The verdicts of one check on one document. Every case that the check meets is counted in exactly one number.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    passed: u64,
    failed: u64,
    not_applicable: u64,
    could_not_check: u64,
}

impl Outcome {
    /// The document has no items, so nothing could be asked.
    pub(super) fn unread() -> Self {
        Outcome { could_not_check: 1, ..Outcome::default() }
    }

    /// The question does not arise in the whole document.
    pub(super) fn not_applicable() -> Self {
        Outcome { not_applicable: 1, ..Outcome::default() }
    }

    /// A case that is fine.
    pub(super) fn pass(&mut self) {
        self.passed += 1;
    }

    /// A case that is not.
    pub(super) fn fail(&mut self, finding: Finding) {
        self.failed += 1;
        self.findings.push(finding);
    }

    /// A case that is fine where `finding` is `None`.
    pub(super) fn judge(&mut self, finding: Option<Finding>) {
        match finding {
            Some(finding) => self.fail(finding),
            None => self.pass(),
        }
    }

    /// A case in which the question does not arise.
    pub(super) fn skip(&mut self) {
        self.not_applicable += 1;
    }

    /// A case that the text leaves open.
    pub(super) fn leave_open(&mut self) {
        self.could_not_check += 1;
    }

    /// The counts under the name of the check.
    pub(super) fn result(&self, code: &str, version: u32, source: u32) -> CheckResult {
        // A check that met no case says so.
        let met_none = self.passed + self.failed + self.not_applicable + self.could_not_check == 0;
        CheckResult {
            code: code.into(),
            version,
            source: Some(source),
            passed: self.passed,
            failed: self.failed,
            not_applicable: self.not_applicable + u64::from(met_none),
            could_not_check: self.could_not_check,
        }
    }
}
