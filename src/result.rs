//! result: what the per-document stages say about one document. Nothing else crosses to the whole-dataset stages.

use crate::error::Error;
use crate::evidence::{At, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Fit, Item, Jurisdiction, Kind, MarkGroup, Shared};
use crate::lines::Lines;
use crate::pool;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// One document, read: source, items, findings, accounting, and the decoded lines from which excerpts are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentResult {
    /// The file and what it was taken for.
    pub source: Source,
    /// Its items in document order.
    pub items: Vec<Item>,
    /// What the stages noticed.
    pub findings: Vec<Finding>,
    /// The columns and labels it uses, in order of appearance.
    pub headers: Vec<Header>,
    /// Rows that were read as items or contents.
    pub rows: u32,
    /// Where each of its characters and cells went.
    pub accounting: Accounting,
    /// The decoded lines; empty for formats without lines.
    pub lines: Lines,
    /// Names of sheets, for places in workbooks.
    pub sheets: Vec<Text>,
}

/// A file and what it was taken for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// `id` from raw/sources.toml, else the path.
    pub id: Text,
    /// Path relative to RAW, with `/`.
    pub path: Text,
    /// SHA-256 of the bytes, in hex.
    pub sha256: Text,
    /// Size.
    pub bytes: u64,
    /// Media type, by content.
    pub media_type: Text,
    /// Why.
    pub media_evidence: Text,
    /// Character encoding; `None` for binary formats.
    pub encoding: Option<Text>,
    /// Why.
    pub encoding_evidence: Option<Text>,
    /// The document's own title.
    pub title: Value<Text>,
    /// When it was published (`YYYY-MM-DD`).
    pub published: Value<Text>,
    /// Address, from the manifest.
    pub url: Option<Text>,
    /// Date of retrieval, from the manifest.
    pub retrieved: Option<Text>,
    /// Source that this one corrects, from the manifest.
    pub supersedes: Option<Text>,
    /// Source of which this is a copy, from the manifest.
    pub same_as: Option<Text>,
    /// Directory or guide; `None` where neither was found.
    pub kind: Option<Kind>,
    /// What the document is about (医疗保险 …), key of a services table.
    pub domain: Option<Text>,
    /// How its table or text is written (pipe_tight, tab, labelled …).
    pub dialect: Option<Text>,
    /// The place it is about.
    pub jurisdiction: Jurisdiction,
}

/// A column or a label that the document uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What it is.
    pub field: Field,
    /// Its words as joined from the header rows.
    pub label: Text,
    /// For mark columns: what they are about.
    pub group: Option<MarkGroup>,
    /// Where it stands first; `None` where it was guessed.
    pub at: Option<At>,
}

/// Where the characters and the cells of a document went; each is in exactly one class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounting {
    /// Non-blank decoded characters.
    pub characters: Shares,
    /// Non-blank cells of tables.
    pub cells: Shares,
}

/// One count split into classes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// All of them.
    pub total: u64,
    /// In a value.
    pub value: u64,
    /// In a label or header.
    pub label: u64,
    /// Left out on purpose, by reason.
    pub left_out: BTreeMap<Text, u64>,
    /// In none of the above.
    pub unplaced: u64,
}

/// What the documents of a run say in the same words, for each thread on its own: what is the same in all of them is kept once a thread.
pub(crate) struct Common(Vec<Mutex<Shared>>);

impl Common {
    /// For so many threads.
    pub(crate) fn new(threads: usize) -> Self {
        Common((0..threads).map(|_| Mutex::default()).collect())
    }

    /// Has `result` share what it says with the documents before it on the thread with the number `thread`.
    pub(crate) fn share(&self, thread: usize, result: &mut DocumentResult) {
        let Some(shared) = self.0.get(thread) else { return };
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        result.items.fit(&mut shared);
        result.findings.fit(&mut shared);
        shared.forget_what_is_much();
    }
}

impl DocumentResult {
    /// The result as bytes, each distinct text once.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let failed = |error| Error::output(self.source.path.to_string(), error);
        pool::to_bytes(self).map_err(failed)
    }

    /// The result that `bytes` hold; equal texts are shared again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let failed = |error| Error::output("a document from its bytes", error);
        pool::from_bytes(bytes).map_err(failed)
    }
}
