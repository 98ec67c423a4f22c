//! cli/diff: `mulu diff`: two runs to what was added, removed and changed between them.

mod compare;
mod follow;
mod lines;

use super::{Ended, print};
use crate::error::Error;
use crate::tables::findings::Language;
use follow::Follower;
use lines::{Differing, differing, folder_of};
use serde::Serialize;
use serde_json::Value as Json;
use std::fmt::Write;
use std::path::PathBuf;

/// Says what was added, removed and changed between two runs: sources, items, services found among places, and findings, field by field.
///
/// Items and services are followed where they were renamed or have a new id. Where only the places of values differ, because lines moved, nothing has changed.
#[derive(clap::Args)]
pub(super) struct Diff {
    /// normalized/ of the earlier run, or the folder it is in.
    old: PathBuf,
    /// normalized/ of the later run, or the folder it is in.
    new: PathBuf,
    /// `jsonl` prints one change a line.
    #[arg(long, value_parser = ["text", "jsonl"], default_value = "text")]
    format: String,
    /// Ends with exit code 1 where something has changed.
    #[arg(long)]
    exit_code: bool,
}

/// What happened to a source, an item, a service or a finding. Renaming a field here is a change that other programs see.
#[derive(Debug, PartialEq, Serialize)]
struct Change {
    op: Op,
    kind: Kind,
    /// Its id in the later run; of what was removed that in the earlier one.
    id: String,
    /// Its id in the earlier run, where that was another one.
    old_id: Option<String>,
    source: Option<String>,
    /// Its name, or the code of a finding.
    name: Option<String>,
    /// What changed in it.
    changes: Vec<FieldChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Op {
    Add,
    Del,
    Mod,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Source,
    Item,
    Concept,
    Finding,
}

/// A field that is not as it was.
#[derive(Debug, PartialEq, Serialize)]
struct FieldChange {
    field: String,
    old: Json,
    new: Json,
}

impl Diff {
    pub(super) fn run(self, language: Language) -> Result<Ended, Error> {
        let (old, new) = (folder_of(&self.old)?, folder_of(&self.new)?);
        let read = |name: &str| differing(&old.join(name), &new.join(name));
        let (sources, items, findings) = (read("sources.jsonl")?, read("items.jsonl")?, read("findings.jsonl")?);
        let changes = changes(&sources, &items, &read("concepts.jsonl")?, &findings);
        if self.format == "jsonl" {
            for change in &changes {
                let line = serde_json::to_string(change).map_err(|error| Error::output("a change", error))?;
                print(&format!("{line}\n"))?;
            }
        } else {
            print(&text(&changes, language))?;
        }
        Ok(if self.exit_code && !changes.is_empty() { Ended::WithFindings } else { Ended::Well })
    }
}

/// All changes: of sources, items, services, findings; of each those that are there now, in their order, then those that are gone.
fn changes(sources: &Differing, items: &Differing, concepts: &Differing, findings: &Differing) -> Vec<Change> {
    let mut follower = Follower::default();
    let sources = follower.sources(sources);
    let items = follower.items(items);
    let concepts = follower.concepts(concepts);
    let findings = follower.findings(findings);
    sources.into_iter().chain(items).chain(concepts).chain(findings).collect()
}

/// For people: how many, then each.
fn text(changes: &[Change], language: Language) -> String {
    let mut text = String::new();
    for kind in [Kind::Source, Kind::Item, Kind::Concept, Kind::Finding] {
        let count = |op| changes.iter().filter(|change| change.kind == kind && change.op == op).count();
        let [added, removed, changed] = [Op::Add, Op::Del, Op::Mod].map(count);
        // Writing to a string cannot fail.
        let _ = match language {
            Language::English => writeln!(text, "{}s: {added} added, {removed} removed, {changed} changed", kind.word(language)),
            Language::Chinese => writeln!(text, "{}：新增 {added}，删除 {removed}，变更 {changed}", kind.word(language)),
        };
    }
    for change in changes {
        let name = change.name.as_deref().unwrap_or_default();
        let source = change.source.as_deref().map(|source| format!("  ({source})")).unwrap_or_default();
        let was = change.old_id.as_deref().map(|old| format!(" ← {old}")).unwrap_or_default();
        let _ = writeln!(text, "{} {} {}{was}  {name}{source}", change.op.word(), change.kind.word(language), change.id);
        for field in &change.changes {
            let _ = writeln!(text, "      {}: {} → {}", field.field, field.old, field.new);
        }
    }
    text
}

impl Op {
    fn word(self) -> &'static str {
        match self {
            Op::Add => "ADD",
            Op::Del => "DEL",
            Op::Mod => "MOD",
        }
    }
}

impl Kind {
    fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Kind::Source, Language::English) => "source",
            (Kind::Item, Language::English) => "item",
            (Kind::Concept, Language::English) => "concept",
            (Kind::Finding, Language::English) => "finding",
            (Kind::Source, Language::Chinese) => "来源",
            (Kind::Item, Language::Chinese) => "事项",
            (Kind::Concept, Language::Chinese) => "服务",
            (Kind::Finding, Language::Chinese) => "发现",
        }
    }
}
