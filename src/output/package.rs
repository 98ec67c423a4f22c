//! output/package: datapackage.json, a Frictionless data package that lists the files and the columns of items.csv.
//! Renaming a field here is a change that users see.

use super::words::State;
use super::{CONTRACT, flat, statements};
use crate::evidence;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// A Frictionless data package.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Package<'a> {
    /// Name of the package.
    name: &'static str,
    /// Version of the output contract, which is also that of the package.
    version: &'static str,
    /// Version of the output contract.
    contract: &'static str,
    /// The files.
    resources: Vec<Resource<'a>>,
}

/// A file of the package.
#[derive(Debug, Serialize, JsonSchema)]
struct Resource<'a> {
    /// Its name.
    name: &'a str,
    /// Its path, beside this file.
    path: &'a str,
    /// Its format.
    format: &'static str,
    /// Its media type.
    mediatype: &'static str,
    /// Its character encoding; absent for binary files.
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    /// `table` for files that are one; absent for others.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// The columns of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<TableSchema>,
}

/// The columns of a table.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    /// The columns, in order.
    fields: Vec<Column>,
    /// The column that identifies a row; absent where several rows are about one thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<&'static str>,
    /// What stands for no value.
    missing_values: [&'static str; 1],
}

/// A column of a table.
#[derive(Debug, Serialize, JsonSchema)]
struct Column {
    /// Its name.
    name: Cow<'static, str>,
    /// Its type.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What Chinese documents call it.
    title: Cow<'static, str>,
    /// What is in it.
    description: Cow<'static, str>,
    /// What may be in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

/// What may be in a column.
#[derive(Debug, Serialize, JsonSchema)]
struct Constraints {
    /// The words that may be in it.
    #[serde(rename = "enum")]
    words: Vec<State>,
}

/// Titles and descriptions of the columns of statements.parquet.
const OF_STATEMENTS: [(&str, &str); statements::COLUMNS.len()] = [
    ("事项标识", "Id of the item, as in items.jsonl"),
    ("字段", "Path of the value in its line of items.jsonl"),
    ("值", "The value; JSON where it has parts"),
    ("原文", "The text as it stands in the document"),
    ("状态", "How the value is known"),
    ("规则", "The rule by which it was inferred or found"),
    ("来源标识", "Id of the source, as in sources.jsonl"),
    ("位置", "Where it stands, as JSON, as in items.jsonl"),
    ("阶段", "The stage that made it"),
];

impl<'a> Package<'a> {
    /// The package of the files `names`.
    pub(super) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        Package { name: "mulu", version: CONTRACT, contract: CONTRACT, resources: names.filter_map(Resource::new).collect() }
    }
}

impl<'a> Resource<'a> {
    /// The file `name`; `None` for a format that is not one of ours.
    fn new(name: &'a str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let utf_8 = Some("utf-8");
        let (format, mediatype, encoding) = match extension {
            "jsonl" => ("jsonl", "application/jsonl", utf_8),
            "json" => ("json", "application/json", utf_8),
            "csv" => ("csv", "text/csv", utf_8),
            "parquet" => ("parquet", "application/vnd.apache.parquet", None),
            "sqlite" => ("sqlite", "application/vnd.sqlite3", None),
            _ => return None,
        };
        // Of a JSON Lines file its schema tells more than a list of columns can: `mulu schema`.
        let schema = match (extension, name) {
            ("csv", _) | (_, "items.parquet") => Some(TableSchema::of_items()),
            ("parquet", _) => Some(TableSchema::of_statements()),
            _ => None,
        };
        Some(Resource { name, path: name, format, mediatype, encoding, kind: schema.is_some().then_some("table"), schema })
    }
}

impl TableSchema {
    fn of_items() -> Self {
        TableSchema { fields: flat::columns().into_iter().map(Column::new).collect(), primary_key: Some("id"), missing_values: [""] }
    }

    fn of_statements() -> Self {
        let column = |(name, (title, description)): (&&'static str, (&'static str, &'static str))| Column {
            name: (*name).into(),
            kind: "string",
            title: title.into(),
            description: description.into(),
            constraints: (*name == "state").then(|| Constraints { words: evidence_states() }),
        };
        TableSchema { fields: statements::COLUMNS.iter().zip(OF_STATEMENTS).map(column).collect(), primary_key: None, missing_values: [""] }
    }
}

impl Column {
    fn new(column: flat::Column) -> Self {
        let constraints = column.is_state.then(|| Constraints { words: evidence_states() });
        Column { name: column.name, kind: "string", title: column.title, description: column.description, constraints }
    }
}

fn evidence_states() -> Vec<State> {
    use evidence::State::{Ambiguous, Carried, Inferred, Missing, Moved, NoColumn, Reviewed, Stated};
    [NoColumn, Missing, Stated, Carried, Moved, Inferred, Ambiguous, Reviewed].map(State::from).to_vec()
}
