//! output/sources: sources.jsonl, one document a line. Renaming a field here is a change that users see.

use super::blocks::Jurisdiction;
use super::value::{Frame, Value};
use super::words::Kind;
use crate::align::Dataset;
use crate::evidence::Text;
use crate::result::{self, DocumentResult};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A document and what it was taken for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Source<'a> {
    /// From the manifest, else the path.
    id: &'a str,
    /// Path relative to the raw folder.
    path: &'a str,
    /// SHA-256 of the bytes, in hex.
    sha256: &'a str,
    /// Size.
    bytes: u64,
    /// Media type, by content.
    media_type: &'a str,
    /// Why.
    media_evidence: &'a str,
    /// Character encoding; null for binary formats.
    encoding: Option<&'a str>,
    /// Why.
    encoding_evidence: Option<&'a str>,
    /// The document's own title.
    title: Value<'a, &'a str>,
    /// When it was published (YYYY-MM-DD).
    published: Value<'a, &'a str>,
    /// Address, from the manifest.
    url: Option<&'a str>,
    /// Date of retrieval, from the manifest.
    retrieved: Option<&'a str>,
    /// Source that this one corrects, from the manifest.
    supersedes: Option<&'a str>,
    /// Source of which this is a copy, from the manifest.
    same_as: Option<&'a str>,
    /// Directory or guide; null where neither was found.
    kind: Option<Kind>,
    /// What it is about (medical insurance …).
    domain: Option<&'a str>,
    /// How its table or text is written.
    dialect: Option<&'a str>,
    /// The place it is about.
    jurisdiction: Jurisdiction<'a>,
    /// How many items it has.
    items: usize,
    /// Where its characters and cells went.
    accounting: Accounting<'a>,
}

/// Where the characters and the cells of a document went.
#[derive(Debug, Serialize, JsonSchema)]
struct Accounting<'a> {
    /// Non-blank decoded characters.
    characters: Shares<'a>,
    /// Non-blank cells of tables.
    cells: Shares<'a>,
}

/// One count split into classes; each character or cell is in exactly one.
#[derive(Debug, Serialize, JsonSchema)]
struct Shares<'a> {
    /// All of them.
    total: u64,
    /// In a value.
    value: u64,
    /// In a label or header.
    label: u64,
    /// Left out on purpose, by reason.
    left_out: BTreeMap<&'a str, u64>,
    /// In none of the above.
    unplaced: u64,
}

/// Every document, in path order.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Source<'_>> {
    dataset.documents.iter().map(Source::new)
}

impl<'a> Source<'a> {
    fn new(document: &'a DocumentResult) -> Self {
        let (source, frame) = (&document.source, Frame::new(&document.sheets));
        Source {
            id: &source.id,
            path: &source.path,
            sha256: &source.sha256,
            bytes: source.bytes,
            media_type: &source.media_type,
            media_evidence: &source.media_evidence,
            encoding: source.encoding.as_deref(),
            encoding_evidence: source.encoding_evidence.as_deref(),
            title: Value::text(&source.title, frame),
            published: Value::text(&source.published, frame),
            url: source.url.as_deref(),
            retrieved: source.retrieved.as_deref(),
            supersedes: source.supersedes.as_deref(),
            same_as: source.same_as.as_deref(),
            kind: source.kind.map(Kind::from),
            domain: source.domain.as_deref(),
            dialect: source.dialect.as_deref(),
            jurisdiction: Jurisdiction::new(&source.jurisdiction, frame),
            items: document.items.len(),
            accounting: Accounting {
                characters: Shares::new(&document.accounting.characters),
                cells: Shares::new(&document.accounting.cells),
            },
        }
    }
}

impl<'a> Shares<'a> {
    fn new(inner: &'a result::Shares) -> Self {
        Shares {
            total: inner.total,
            value: inner.value,
            label: inner.label,
            left_out: inner.left_out.iter().map(|(reason, count)| (Text::as_str(reason), *count)).collect(),
            unplaced: inner.unplaced,
        }
    }
}
