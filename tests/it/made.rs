//! The one helper that knows how a run is made: a folder in, what users read out.

use mulu::error::Error;
use mulu::ingest::ingest;
use mulu::output::{RunInfo, in_memory, outputs};
use mulu::pipeline;
use mulu::tables::Tables;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A run over one folder, as its JSON files show it.
pub(crate) struct Made {
    pub(crate) items: Vec<Json>,
    pub(crate) sources: Vec<Json>,
    pub(crate) findings: Vec<Json>,
    pub(crate) alignment: Vec<Json>,
    pub(crate) concepts: Vec<Json>,
    /// The decoded lines of each source, by id.
    pub(crate) lines: BTreeMap<String, Vec<String>>,
    /// All files of `normalized/`, by name.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The run over the committed documents; made once.
pub(crate) static RAW: LazyLock<Made> = LazyLock::new(|| Made::of(&root().join("raw")).unwrap());

/// The folder of the project.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Made {
    /// Runs all stages over `folder`.
    pub(crate) fn of(folder: &Path) -> Result<Made, Error> {
        let input = ingest(folder)?;
        let tables = Tables::with_overlay(&input.overlay)?;
        let run = pipeline::run(&input, &tables, &mulu::decode::decode, &|_| ())?;
        let info = RunInfo { files: input.documents.len() as u64, table_hashes: tables.hashes.clone(), ..RunInfo::default() };
        let files = in_memory(|files| outputs(&run.dataset, &run.checked, &tables, &info, files))?;
        let files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|file| (file.path.trim_start_matches("normalized/").to_owned(), file.bytes)).collect();
        let lines = run.dataset.documents.iter().map(|document| {
            let lines = document.lines.open().iter().map(ToString::to_string).collect();
            (document.source.id.to_string(), lines)
        });
        Ok(Made {
            items: rows(&files, "items.jsonl"),
            sources: rows(&files, "sources.jsonl"),
            findings: rows(&files, "findings.jsonl"),
            alignment: rows(&files, "alignment.jsonl"),
            concepts: rows(&files, "concepts.jsonl"),
            lines: lines.collect(),
            files,
        })
    }

    /// The items of one source, in document order.
    pub(crate) fn of_source<'a>(&'a self, source: &'a str) -> impl Iterator<Item = &'a Json> {
        self.items.iter().filter(move |item| item["source"] == source)
    }

    /// The id of the only source whose path or id begins with `start`.
    pub(crate) fn source(&self, start: &str) -> &Json {
        let mut found = self.sources.iter().filter(|source| source["id"].as_str().is_some_and(|id| id.starts_with(start)));
        let source = found.next().unwrap_or_else(|| panic!("no source begins with {start}"));
        assert!(found.next().is_none(), "several sources begin with {start}");
        source
    }

    /// The codes of the findings about one source, each with the place of its first evidence as `line:from`.
    pub(crate) fn findings_of<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (&'a str, String)> {
        let about = self.findings.iter().filter(move |finding| finding["source"] == source);
        about.map(|finding| (finding["code"].as_str().unwrap(), place(finding)))
    }
}

/// `line:from` of the first evidence of `finding`.
pub(crate) fn place(finding: &Json) -> String {
    let at = &finding["evidence"][0]["at"];
    if at["line"].is_null() { String::new() } else { format!("{}:{}", at["line"], at["from"]) }
}

/// The text of a string in JSON; empty where there is none.
pub(crate) fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// The elements of a list in JSON.
pub(crate) fn list(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Json> {
    let bytes = files.get(name).unwrap_or_else(|| panic!("the run makes no {name}"));
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
