//! finding: what a stage or a check noticed, with its evidence; and a stage's output beside it.

use crate::evidence::{At, Places, Text};
use crate::field::Field;
use serde::{Deserialize, Serialize};

/// A stage's output, and what the stage noticed while producing it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Staged<T> {
    /// What the stage made.
    pub output: T,
    /// What it noticed.
    pub findings: Vec<Finding>,
}

/// Something worth telling. Its severity and its wording stand in `tables/findings.toml` under `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name of what is wrong.
    pub code: Text,
    /// Index of the source in the dataset; `None` for the document at hand (per-document stages know no other).
    pub source: Option<u32>,
    /// Index of the item in its document.
    pub item: Option<u32>,
    /// The field concerned.
    pub field: Option<Field>,
    /// What fills the blanks of the wording, by name.
    pub arguments: Vec<(Text, Text)>,
    /// What one would expect.
    pub expected: Option<Text>,
    /// What is there.
    pub actual: Option<Text>,
    /// Where it can be seen.
    pub evidence: Vec<Evidence>,
}

/// A person's word that a finding is accepted for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    /// Who answers for it.
    pub owner: Text,
    /// Why.
    pub reason: Text,
    /// The last day on which it holds (`YYYY-MM-DD`).
    pub until: Text,
}

/// A place that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Index of the source in the dataset; `None` for the document at hand.
    pub source: Option<u32>,
    /// Where.
    pub at: At,
    /// The raw text there.
    pub text: Text,
}

/// How bad a finding is. Ordered, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// How the text was read; nothing to do.
    Info,
    /// Worth a look.
    Note,
    /// Something is probably wrong in the document.
    Warning,
    /// Something is wrong, or could not be read.
    Error,
}

/// How often a check passed in one source. A check that could not run says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Code of the findings it makes.
    pub code: Text,
    /// Version of the check; a new one where its verdicts change.
    pub version: u32,
    /// Index of the source; `None` for a check over the whole dataset.
    pub source: Option<u32>,
    /// Cases that are fine.
    pub passed: u64,
    /// Cases that are not.
    pub failed: u64,
    /// Cases where the question does not arise.
    pub not_applicable: u64,
    /// Cases where the input does not allow an answer.
    pub could_not_check: u64,
}

impl<T> Staged<T> {
    /// An output about which there is nothing to say.
    pub fn quiet(output: T) -> Self {
        Staged { output, findings: Vec::new() }
    }

    /// The output alone; its findings go to `all`.
    pub fn collect(self, all: &mut Vec<Finding>) -> T {
        all.extend(self.findings);
        self.output
    }
}

impl Finding {
    /// A finding of the kind `code` in the document at hand.
    pub fn new(code: &str) -> Self {
        Finding {
            code: code.into(),
            source: None,
            item: None,
            field: None,
            arguments: Vec::new(),
            expected: None,
            actual: None,
            evidence: Vec::new(),
        }
    }

    /// Fills the blank `name` of the wording.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments.push((name.into(), value.to_string().into()));
        self
    }

    /// Says which item it is about (its index in the document).
    pub fn item(mut self, item: usize) -> Self {
        self.item = Some(item as u32);
        self
    }

    /// Says which field it is about.
    pub fn field(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// Says what one would expect.
    pub fn expected(mut self, expected: impl Into<Text>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what is there.
    pub fn actual(mut self, actual: impl Into<Text>) -> Self {
        self.actual = Some(actual.into());
        self
    }

    /// Shows `raw` at `places`, one place a line of `raw`; a single place has them all.
    pub fn shown(mut self, raw: &str, places: &Places) -> Self {
        if let [at] = places.as_slice() {
            return self.shown_at(raw, *at);
        }
        let evidence = places.iter().zip(raw.split('\n').map(Some).chain(std::iter::repeat(None)));
        self.evidence.extend(evidence.map(|(at, text)| Evidence { source: None, at: *at, text: text.unwrap_or("").into() }));
        self
    }

    /// Shows `raw` at one place.
    pub fn shown_at(mut self, raw: &str, at: At) -> Self {
        self.evidence.push(Evidence { source: None, at, text: raw.into() });
        self
    }
}

/// A limit was reached: what it counts in English and Chinese, and how many there may be.
pub fn limit_reached(limit: &str, limit_zh: &str, most: impl ToString) -> Finding {
    Finding::new("limit-reached").with("limit", limit).with("limit_zh", limit_zh).with("most", most)
}

impl Severity {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
