//! changes: the lines in which the outputs of two runs differ, to what was added, removed and changed between them.

mod compare;
mod follow;

use follow::Follower;
use serde::Serialize;
use serde_json::Value as Json;

/// The files whose lines are compared, by their names in `normalized/` without `.jsonl`.
pub const COMPARED: [&str; 4] = ["sources", "items", "concepts", "findings"];

/// The lines of two JSON Lines files that are in one of them only, in the order of the files.
#[derive(Debug, Default)]
pub struct Differing {
    /// Lines of the earlier file that are not in the later one.
    pub old: Vec<Json>,
    /// Lines of the later file that are not in the earlier one.
    pub new: Vec<Json>,
}

/// An earlier run, and what has changed since.
#[derive(Debug, Default)]
pub struct Since {
    /// "Today" as the earlier run was told.
    pub as_of: Option<String>,
    /// How many items it had, where it says so.
    pub items: Option<u64>,
    /// How many findings it had, where it says so.
    pub findings: Option<u64>,
    /// What has changed since.
    pub changes: Vec<Change>,
}

/// What happened to a source, an item, a service or a finding. Renaming a field here is a change that other programs see.
#[derive(Debug, PartialEq, Serialize)]
pub struct Change {
    /// What happened.
    pub op: Op,
    /// To what it happened.
    pub kind: Kind,
    /// Its id in the later run; of what was removed that in the earlier one.
    pub id: String,
    /// Its id in the earlier run, where that was another one.
    pub old_id: Option<String>,
    /// The source in which it is.
    pub source: Option<String>,
    /// Its name, or the code of a finding.
    pub name: Option<String>,
    /// What a finding says, in both languages (`en`, `zh`).
    pub message: Option<Json>,
    /// What changed in it.
    pub changes: Vec<FieldChange>,
}

/// Added, removed or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Op {
    /// It was not there.
    Add,
    /// It is not there any more.
    Del,
    /// It is another one.
    Mod,
}

/// What changes are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A document.
    Source,
    /// An item of a document.
    Item,
    /// A service.
    Concept,
    /// A finding.
    Finding,
}

/// A field that is not as it was.
#[derive(Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Where it is in the line: `phones[0]`, `name.state`.
    pub field: String,
    /// The channel or the column of a tick that it is about, as the document calls it.
    pub label: Option<String>,
    /// What it was.
    pub old: Json,
    /// What it is.
    pub new: Json,
}

impl Op {
    /// All, in the order in which they are counted.
    pub const ALL: [Op; 3] = [Op::Add, Op::Del, Op::Mod];

    /// As programs read it.
    pub fn key(self) -> &'static str {
        match self {
            Op::Add => "ADD",
            Op::Del => "DEL",
            Op::Mod => "MOD",
        }
    }
}

impl Kind {
    /// All, in the order in which they are told.
    pub const ALL: [Kind; 4] = [Kind::Source, Kind::Item, Kind::Concept, Kind::Finding];

    /// As programs read it.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Source => "source",
            Kind::Item => "item",
            Kind::Concept => "concept",
            Kind::Finding => "finding",
        }
    }
}

/// All changes, from what differs in the files [`COMPARED`]: of each those that are there now, in their order, then those that are gone.
pub fn changes([sources, items, concepts, findings]: &[Differing; 4]) -> Vec<Change> {
    let mut follower = Follower::default();
    let sources = follower.sources(sources);
    let items = follower.items(items);
    let concepts = follower.concepts(concepts);
    let findings = follower.findings(findings);
    sources.into_iter().chain(items).chain(concepts).chain(findings).collect()
}
