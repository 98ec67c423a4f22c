//! ingest/manifest: what a person wrote about the documents in `raw/sources.toml`.

use super::RawDocument;
use crate::error::Error;
use crate::evidence::Text;
use crate::item::Kind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// `sources.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// "Today" (`YYYY-MM-DD`): laws and deadlines are judged as of this date.
    pub as_of: Option<Text>,
    /// What is known about single documents.
    #[serde(default)]
    source: Vec<SourceEntry>,
}

/// What is known about one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Path relative to the folder.
    #[serde(default)]
    pub path: String,
    /// Its id in all outputs; the path where none is given.
    pub id: Option<Text>,
    /// Where it was published.
    pub url: Option<Text>,
    /// Date of retrieval.
    pub retrieved: Option<Text>,
    /// Date of publication, where the document does not say.
    pub published: Option<Text>,
    /// Name or code of its place, decided by a person.
    pub place: Option<Text>,
    /// Directory or guide, decided by a person.
    pub kind: Option<Kind>,
    /// Id of the source that this one corrects.
    pub supersedes: Option<Text>,
    /// Id of the source of which this is a copy.
    pub same_as: Option<Text>,
}

impl Manifest {
    /// Reads the manifest `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let manifest: Manifest = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        let mut seen = BTreeMap::new();
        for entry in &manifest.source {
            if entry.path.is_empty() {
                return Err(Error::table(name, "a [[source]] has no `path`"));
            }
            if seen.insert(entry.path.as_str(), ()).is_some() {
                return Err(Error::table(name, format!("`{}` stands twice", entry.path)));
            }
        }
        let dates = manifest.source.iter().flat_map(|entry| [&entry.retrieved, &entry.published]).chain([&manifest.as_of]).flatten();
        for date in dates {
            date.parse::<jiff::civil::Date>().map_err(|error| Error::table(name, format!("`{date}` is no date (YYYY-MM-DD): {error}")))?;
        }
        Ok(manifest)
    }

    /// What is known about the document at `path`.
    pub(super) fn entry(&self, path: &str) -> SourceEntry {
        self.source.iter().find(|entry| entry.path == path).cloned().unwrap_or_default()
    }

    /// Entries must name files that are there, and ids must differ.
    pub(super) fn check_ids(&self, documents: &[RawDocument]) -> Result<(), Error> {
        let mut ids = BTreeMap::new();
        for document in documents {
            if let Some(other) = ids.insert(document.id.as_str(), document.path.as_str()) {
                return Err(Error::table("sources.toml", format!("`{}` and `{other}` have one id: `{}`", document.path, document.id)));
            }
        }
        let paths: BTreeSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
        for entry in &self.source {
            if !paths.contains(entry.path.as_str()) {
                return Err(Error::table("sources.toml", format!("there is no file `{}`", entry.path)));
            }
        }
        Ok(())
    }
}
