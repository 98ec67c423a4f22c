//! output: a dataset to the files of `normalized/`. What users read is spelled out here and nowhere else.
//!
//! Each file has a module with types of its own, field by field; inner types stay free to change.

// Where they go.
mod files;

// The files.
mod alignment;
mod findings;
mod flat;
mod items;
mod package;
mod run;
mod sources;
mod sqlite;
mod statements;
mod whole;

// What their lines are made of, from the large to the small.
mod value;

mod blocks;
mod parts;

mod words;

// Tables to bytes.
mod commas;
mod frame;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use files::{Content, File, Files, in_memory};

use crate::align::Dataset;
use crate::check::Checked;
use crate::error::Error;
use crate::tables::Tables;
use crate::tables::findings::FindingKinds;
use commas::{Csv, csv};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Write;

/// What a run was made of besides its documents, for run.json.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// How many files were found in the raw folder.
    pub files: u64,
    /// Hash of each embedded table, by name (`laws.toml`).
    pub table_hashes: BTreeMap<String, String>,
    /// Hash of each file of the raw folder that is no document (`tables/laws.toml`, `corrections.toml`), by path.
    pub overlay_hashes: BTreeMap<String, String>,
    /// Whether dataset.json is wanted whatever the size (`--format json`).
    pub whole: bool,
    /// Whether mulu.sqlite is wanted (`--format sqlite`).
    pub sqlite: bool,
}

/// The JSON Lines files, by the names under which [`line_file`] makes one of them.
pub const LINE_FILES: [&str; 6] = ["items", "sources", "alignment", "concepts", "findings", "checks"];

/// Version of the output contract.
pub const CONTRACT: &str = "1.0";

/// Version of the program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The word in the metadata of items.parquet behind which the Chinese titles of its columns stand, as JSON.
const TITLES: &str = "column_titles";

/// From this many items on, dataset.json is written only when asked for.
const TOO_MANY_FOR_ONE_DOCUMENT: usize = 10_000;

/// Makes the files of `normalized/`, several at a time.
pub fn outputs(dataset: &Dataset, checked: &Checked, tables: &Tables, info: &RunInfo, files: &dyn Files) -> Result<(), Error> {
    make(dataset, checked, &tables.findings, info, files)
}

/// Writes one of [`LINE_FILES`].
pub fn line_file(name: &str, dataset: &Dataset, checked: &Checked, tables: &Tables, to: &mut dyn Write) -> Result<(), Error> {
    let written = match name {
        "items" => lines(items::rows(dataset), to),
        "sources" => lines(sources::rows(dataset), to),
        "alignment" => lines(alignment::rows(dataset), to),
        "concepts" => lines(alignment::concepts(dataset), to),
        "findings" => lines(findings::rows(dataset, checked, &tables.findings), to),
        "checks" => lines(findings::checks(dataset, checked), to),
        _ => {
            let known = LINE_FILES.join(", ");
            return Err(Error::usage([
                format!("there is no {name}.jsonl; there are {known}"),
                format!("没有 {name}.jsonl；现有：{known}"),
            ]));
        }
    };
    written.map_err(|error| Error::output(format!("{name}.jsonl"), error))
}

/// The JSON Schemas (draft 2020-12) of every JSON file, by file name; for JSON Lines that of one line.
pub fn schemas() -> BTreeMap<String, serde_json::Value> {
    [
        ("items.jsonl", schema::<items::Item>()),
        ("sources.jsonl", schema::<sources::Source>()),
        ("alignment.jsonl", schema::<alignment::Alignment>()),
        ("concepts.jsonl", schema::<alignment::Concept>()),
        ("findings.jsonl", schema::<findings::Finding>()),
        ("checks.jsonl", schema::<findings::CheckResult>()),
        ("run.json", schema::<run::Run>()),
        ("dataset.json", schema::<whole::Whole>()),
        ("datapackage.json", schema::<package::Package>()),
    ]
    .map(|(name, schema)| (name.to_owned(), schema))
    .into()
}

/// As [`outputs`], of the one table that is needed.
fn make(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds, info: &RunInfo, files: &dyn Files) -> Result<(), Error> {
    let (is_whole, is_sqlite) = (wants_one_document(dataset, info), info.sqlite);
    let (lines, tables) = rayon::join(|| line_files(dataset, checked, kinds, files), || table_files(dataset, files));
    lines.and(tables)?;
    document(files, "run.json", &run::Run::new(dataset, checked, kinds, info))?;
    if is_whole {
        add(files, whole::NAME, |to| whole::write(dataset, checked, kinds, to))?;
    }
    if is_sqlite {
        add(files, sqlite::NAME, |to| sqlite::write(dataset, checked, kinds, to))?;
    }
    let whole = is_whole.then_some(whole::NAME);
    let sqlite = is_sqlite.then_some(sqlite::NAME);
    let names = ALWAYS.into_iter().chain(whole).chain(sqlite);
    document(files, "datapackage.json", &package::Package::new(names))
}

/// The files that every run makes, in the order in which datapackage.json, which is one of them, names the others.
const ALWAYS: [&str; 11] = [
    "items.jsonl",
    "sources.jsonl",
    "alignment.jsonl",
    "concepts.jsonl",
    "findings.jsonl",
    "checks.jsonl",
    "statements.parquet",
    "items.parquet",
    "items.csv",
    "items.excel.csv",
    "run.json",
];

/// Adds the file `name` of what `content` writes.
fn add<E: Display>(files: &dyn Files, name: &str, content: impl Fn(&mut dyn Write) -> Result<(), E>) -> Result<(), Error> {
    files.add(&format!("normalized/{name}"), &mut |to| content(to).map_err(|error| Error::output(name, error)))
}

/// The files that are JSON Lines.
fn line_files(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds, files: &dyn Files) -> Result<(), Error> {
    let (items, findings) = rayon::join(
        || add(files, "items.jsonl", |to| lines(items::rows(dataset), to)),
        || add(files, "findings.jsonl", |to| lines(findings::rows(dataset, checked, kinds), to)),
    );
    items.and(findings)?;
    add(files, "sources.jsonl", |to| lines(sources::rows(dataset), to))?;
    add(files, "alignment.jsonl", |to| lines(alignment::rows(dataset), to))?;
    add(files, "concepts.jsonl", |to| lines(alignment::concepts(dataset), to))?;
    add(files, "checks.jsonl", |to| lines(findings::checks(dataset, checked), to))
}

/// JSON Lines: one line for each of `rows`.
fn lines<T: Serialize>(rows: impl Iterator<Item = T>, to: &mut dyn Write) -> serde_json::Result<()> {
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        serde_json::to_writer(&mut line, &row)?;
        line.push(b'\n');
        to.write_all(&line).map_err(serde_json::Error::io)?;
    }
    Ok(())
}

/// A JSON file, laid out for reading.
fn document(files: &dyn Files, name: &str, value: &impl Serialize) -> Result<(), Error> {
    add(files, name, |to| {
        serde_json::to_writer_pretty(&mut *to, value)?;
        to.write_all(b"\n").map_err(serde_json::Error::io)
    })
}

/// The files that are tables.
fn table_files(dataset: &Dataset, files: &dyn Files) -> Result<(), Error> {
    let columns = flat::columns();
    let titles: BTreeMap<&str, &str> = columns.iter().map(|column| (&*column.name, &*column.title)).collect();
    let titles = serde_json::to_string(&titles).map_err(|error| Error::output("items.parquet", error))?;
    let titles = [(TITLES.to_owned(), titles)];
    let columns: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let csv = |name, style| add(files, name, |to| csv(style, &columns, flat::rows(dataset), to));
    let statements = || {
        let rows = |table: &mut frame::Table| statements::each(dataset, &mut |row| table.add(row));
        add(files, "statements.parquet", |to| frame::parquet(&statements::COLUMNS, &[], rows, to))
    };
    let items = || {
        let rows = |table: &mut frame::Table| flat::rows(dataset).for_each(|row| table.add(row.iter().map(|cell| cell.as_deref())));
        add(files, "items.parquet", |to| frame::parquet(&columns, &titles, rows, to))
    };
    let (tables, texts) = rayon::join(
        || rayon::join(statements, items),
        || rayon::join(|| csv("items.csv", Csv::Plain), || csv("items.excel.csv", Csv::Excel)),
    );
    tables.0.and(tables.1).and(texts.0).and(texts.1)
}

fn wants_one_document(dataset: &Dataset, info: &RunInfo) -> bool {
    let items: usize = dataset.documents.iter().map(|document| document.items.len()).sum();
    info.whole || items < TOO_MANY_FOR_ONE_DOCUMENT
}

fn schema<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
