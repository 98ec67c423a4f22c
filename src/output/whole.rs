//! output/whole: dataset.json, the lines of all JSON Lines files in one document. Renaming a field here is a change that users see.

use super::alignment::{Alignment, Concept};
use super::findings::{CheckResult, Finding};
use super::items::Item;
use super::sources::Source;
use super::{CONTRACT, File, PROGRAM};
use crate::align::Dataset;
use crate::error::Error;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::value::RawValue;

const NAME: &str = "dataset.json";

/// Everything in one document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Whole<'a> {
    /// Version of the output contract.
    contract: &'static str,
    /// Version of the program.
    program: &'static str,
    /// "Today" (YYYY-MM-DD), an input.
    as_of: Option<&'a str>,
    /// The lines of items.jsonl.
    #[schemars(with = "Vec<Item<'static>>")]
    items: Vec<&'a RawValue>,
    /// The lines of sources.jsonl.
    #[schemars(with = "Vec<Source<'static>>")]
    sources: Vec<&'a RawValue>,
    /// The lines of alignment.jsonl.
    #[schemars(with = "Vec<Alignment<'static>>")]
    alignment: Vec<&'a RawValue>,
    /// The lines of concepts.jsonl.
    #[schemars(with = "Vec<Concept<'static>>")]
    concepts: Vec<&'a RawValue>,
    /// The lines of findings.jsonl.
    #[schemars(with = "Vec<Finding<'static>>")]
    findings: Vec<&'a RawValue>,
    /// The lines of checks.jsonl. Not `checks`: Frictionless tools take a document with that key for a list of their own checks.
    #[schemars(with = "Vec<CheckResult<'static>>")]
    check_results: Vec<&'a RawValue>,
}

/// The JSON Lines files, which go into the one document.
pub(super) struct Lines {
    pub(super) items: File,
    pub(super) sources: File,
    pub(super) alignment: File,
    pub(super) concepts: File,
    pub(super) findings: File,
    pub(super) checks: File,
}

/// The one document; each line of `lines` is a line of it.
pub(super) fn file(dataset: &Dataset, lines: &Lines) -> Result<File, Error> {
    let whole = Whole {
        contract: CONTRACT,
        program: PROGRAM,
        as_of: dataset.as_of.as_deref(),
        items: values(&lines.items)?,
        sources: values(&lines.sources)?,
        alignment: values(&lines.alignment)?,
        concepts: values(&lines.concepts)?,
        findings: values(&lines.findings)?,
        check_results: values(&lines.checks)?,
    };
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b""));
    whole.serialize(&mut serializer).map_err(|error| Error::output(NAME, error))?;
    bytes.push(b'\n');
    Ok(File::new(NAME, bytes))
}

/// The lines of `file` as they stand.
fn values(file: &File) -> Result<Vec<&RawValue>, Error> {
    let lines = file.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(serde_json::from_slice).collect::<Result<_, _>>().map_err(|error| Error::output(NAME, error))
}
