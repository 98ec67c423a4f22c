//! output/whole: dataset.json, the lines of all JSON Lines files in one document. Renaming a field here is a change that users see.

use super::alignment::{self, Alignment, Concept};
use super::findings::{self, CheckResult, Finding};
use super::items::{self, Item};
use super::sources::{self, Source};
use super::{CONTRACT, PROGRAM};
use crate::align::Dataset;
use crate::check::Checked;
use crate::tables::findings::FindingKinds;
use schemars::JsonSchema;
use serde::Serialize;
use serde::ser::{Error, SerializeSeq};
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::cell::RefCell;
use std::io::Write;

pub(super) const NAME: &str = "dataset.json";

/// Everything in one document.
#[derive(Serialize, JsonSchema)]
pub(super) struct Whole<'a> {
    /// Version of the output contract.
    contract: &'static str,
    /// Version of the program.
    program: &'static str,
    /// "Today" (YYYY-MM-DD), an input.
    as_of: Option<&'a str>,
    /// The lines of items.jsonl.
    #[schemars(with = "Vec<Item<'static>>")]
    items: Lines<'a>,
    /// The lines of sources.jsonl.
    #[schemars(with = "Vec<Source<'static>>")]
    sources: Lines<'a>,
    /// The lines of alignment.jsonl.
    #[schemars(with = "Vec<Alignment<'static>>")]
    alignment: Lines<'a>,
    /// The lines of concepts.jsonl.
    #[schemars(with = "Vec<Concept<'static>>")]
    concepts: Lines<'a>,
    /// The lines of findings.jsonl.
    #[schemars(with = "Vec<Finding<'static>>")]
    findings: Lines<'a>,
    /// The lines of checks.jsonl. Not `checks`: Frictionless tools take a document with that key for a list of their own checks.
    #[schemars(with = "Vec<CheckResult<'static>>")]
    check_results: Lines<'a>,
}

/// The lines of a JSON Lines file, each made when it is written.
struct Lines<'a>(RefCell<Box<dyn Iterator<Item = serde_json::Result<Box<RawValue>>> + 'a>>);

/// Writes the one document; each line of the JSON Lines files is a line of it.
pub(super) fn write(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds, to: &mut dyn Write) -> serde_json::Result<()> {
    let whole = Whole {
        contract: CONTRACT,
        program: PROGRAM,
        as_of: dataset.as_of.as_deref(),
        items: Lines::of(items::rows(dataset)),
        sources: Lines::of(sources::rows(dataset)),
        alignment: Lines::of(alignment::rows(dataset)),
        concepts: Lines::of(alignment::concepts(dataset)),
        findings: Lines::of(findings::rows(dataset, checked, kinds)),
        check_results: Lines::of(findings::checks(dataset, checked)),
    };
    whole.serialize(&mut Serializer::with_formatter(&mut *to, PrettyFormatter::with_indent(b"")))?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}

impl<'a> Lines<'a> {
    fn of<T: Serialize>(rows: impl Iterator<Item = T> + 'a) -> Self {
        Lines(RefCell::new(Box::new(rows.map(|row| to_raw_value(&row)))))
    }
}

impl Serialize for Lines<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for line in self.0.borrow_mut().by_ref() {
            list.serialize_element(&line.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}
