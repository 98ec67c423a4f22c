//! ingest/manifest: what a person wrote about the documents in `raw/sources.toml`.

use super::RawDocument;
use crate::error::Error;
use crate::evidence::Text;
use crate::field::Field;
use crate::item::Kind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// `sources.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// "Today" (`YYYY-MM-DD`): laws and deadlines are judged as of this date.
    pub as_of: Option<Text>,
    /// How many years before `as_of` a document may have been published; none where no number is set.
    pub years: Option<u16>,
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
    /// How many items it has at least and at most.
    pub items: Option<Bounds>,
    /// How many of a hundred items give each field at least.
    #[serde(default)]
    pub filled: BTreeMap<Field, u8>,
}

/// A least and a greatest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The least.
    #[serde(default)]
    pub min: u32,
    /// The greatest; none where no greatest is given.
    pub max: Option<u32>,
}

impl Manifest {
    /// Reads the manifest `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let manifest: Manifest = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut seen = BTreeMap::new();
        for entry in &manifest.source {
            if entry.path.is_empty() {
                return Err(Error::table(name, ["a [[source]] has no `path`", "有一个 [[source]] 没有写 path"]));
            }
            if seen.insert(entry.path.as_str(), ()).is_some() {
                return Err(Error::table(name, [format!("`{}` stands twice", entry.path), format!("“{}”写了两次", entry.path)]));
            }
        }
        manifest.check_bounds(name)?;
        let dates = manifest.source.iter().flat_map(|entry| [&entry.retrieved, &entry.published]).chain([&manifest.as_of]).flatten();
        for date in dates {
            date.parse::<jiff::civil::Date>().map_err(|error| Error::table(name, Error::no_date(date, error)))?;
        }
        Ok(manifest)
    }

    /// A share is of a hundred, and no least number is above the greatest.
    fn check_bounds(&self, name: &str) -> Result<(), Error> {
        for entry in &self.source {
            if let Some(bounds) = entry.items.filter(|bounds| bounds.max.is_some_and(|max| max < bounds.min)) {
                let said = [
                    format!("`{}`: items.min {} is above items.max", entry.path, bounds.min),
                    format!("“{}”：items.min（{}）大于 items.max", entry.path, bounds.min),
                ];
                return Err(Error::table(name, said));
            }
            if let Some((field, share)) = entry.filled.iter().find(|(_, share)| **share > 100) {
                let said = [
                    format!("`{}`: filled.{} = {share} is no share of a hundred", entry.path, field.key()),
                    format!("“{}”：filled.{} = {share}，应为0至100", entry.path, field.key()),
                ];
                return Err(Error::table(name, said));
            }
        }
        Ok(())
    }

    /// What is known about each document of which something is known, by path.
    pub fn entries(&self) -> impl Iterator<Item = &SourceEntry> {
        self.source.iter()
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
                let said = [
                    format!("`{}` and `{other}` have one id: `{}`", document.path, document.id),
                    format!("“{}”与“{other}”的编号相同：“{}”", document.path, document.id),
                ];
                return Err(Error::table("sources.toml", said));
            }
        }
        let paths: BTreeSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
        for entry in &self.source {
            if !paths.contains(entry.path.as_str()) {
                let said = [format!("there is no file `{}`", entry.path), format!("没有文件“{}”", entry.path)];
                return Err(Error::table("sources.toml", said));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn bounds_are_strict() {
        let parse = |text: &str| Manifest::parse("sources.toml", &format!("[[source]]\npath = \"a.txt\"\n{text}"));
        let manifest = parse("items = { min = 25, max = 40 }\nfilled = { channels = 95 }").unwrap();
        assert_eq!(manifest.entry("a.txt").items.unwrap().max, Some(40));
        for (text, expected) in [
            ("items = { min = 5, max = 4 }", "above"),
            ("filled = { channels = 101 }", "hundred"),
            ("filled = { chanels = 10 }", "chanels"),
            ("items = { least = 4 }", "unknown field"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
