//! output: a dataset to the bytes of `normalized/`. What users read is spelled out here and nowhere else.
//!
//! Each file has a module with types of its own, field by field; inner types stay free to change.

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
mod frame;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::align::Dataset;
use crate::check::Checked;
use crate::error::Error;
use crate::tables::Tables;
use crate::tables::findings::FindingKinds;
use frame::Csv;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use std::collections::BTreeMap;
use whole::Lines;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path relative to the output folder, with `/` (`normalized/items.jsonl`).
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

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

/// The files of `normalized/`, each complete in memory.
pub fn outputs(dataset: &Dataset, checked: &Checked, tables: &Tables, info: &RunInfo) -> Result<Vec<File>, Error> {
    files(dataset, checked, &tables.findings, info)
}

/// One of [`LINE_FILES`] alone.
pub fn line_file(name: &str, dataset: &Dataset, checked: &Checked, tables: &Tables) -> Result<File, Error> {
    let file = format!("{name}.jsonl");
    match name {
        "items" => lines(&file, items::rows(dataset)),
        "sources" => lines(&file, sources::rows(dataset)),
        "alignment" => lines(&file, alignment::rows(dataset)),
        "concepts" => lines(&file, alignment::concepts(dataset)),
        "findings" => lines(&file, findings::rows(dataset, checked, &tables.findings)),
        "checks" => lines(&file, findings::checks(dataset, checked)),
        _ => Err(Error::usage(format!("there is no {file}; there are {}", LINE_FILES.join(", ")))),
    }
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
fn files(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds, info: &RunInfo) -> Result<Vec<File>, Error> {
    let (lines, tables) = rayon::join(|| line_files(dataset, checked, kinds), || table_files(dataset));
    let lines = lines?;
    let whole = wants_one_document(dataset, info).then(|| whole::file(dataset, &lines)).transpose()?;
    let sqlite = info.sqlite.then(|| sqlite::file(dataset, &lines)).transpose()?;

    let mut files = vec![lines.items, lines.sources, lines.alignment, lines.concepts, lines.findings, lines.checks];
    files.extend(tables?);
    files.push(document("run.json", &run::Run::new(dataset, checked, kinds, info))?);
    files.extend(whole);
    files.extend(sqlite);
    let package = document("datapackage.json", &package::Package::new(files.iter().map(File::name)))?;
    files.push(package);
    Ok(files)
}

impl File {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        File { path: format!("normalized/{name}"), bytes }
    }

    /// Its name without its folder.
    fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }
}

/// The files that are JSON Lines.
fn line_files(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds) -> Result<Lines, Error> {
    let (items, findings) =
        rayon::join(|| lines("items.jsonl", items::rows(dataset)), || lines("findings.jsonl", findings::rows(dataset, checked, kinds)));
    Ok(Lines {
        items: items?,
        sources: lines("sources.jsonl", sources::rows(dataset))?,
        alignment: lines("alignment.jsonl", alignment::rows(dataset))?,
        concepts: lines("concepts.jsonl", alignment::concepts(dataset))?,
        findings: findings?,
        checks: lines("checks.jsonl", findings::checks(dataset, checked))?,
    })
}

/// A JSON Lines file: one line for each of `rows`.
fn lines<T: Serialize>(name: &str, rows: impl Iterator<Item = T>) -> Result<File, Error> {
    let mut bytes = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut bytes, &row).map_err(|error| Error::output(name, error))?;
        bytes.push(b'\n');
    }
    Ok(File::new(name, bytes))
}

/// A JSON file, laid out for reading.
fn document(name: &str, value: &impl Serialize) -> Result<File, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| Error::output(name, error))?;
    bytes.push(b'\n');
    Ok(File::new(name, bytes))
}

/// The files that are tables.
fn table_files(dataset: &Dataset) -> Result<[File; 4], Error> {
    let columns = flat::columns();
    let titles: BTreeMap<&str, &str> = columns.iter().map(|column| (&*column.name, &*column.title)).collect();
    let titles = serde_json::to_string(&titles).map_err(|error| Error::output("items.parquet", error))?;
    let columns: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let parquet = |name, columns: &[&str]| frame::parquet(name, columns, vec![(TITLES.to_owned(), titles)], flat::rows(dataset));
    let csv = |name, style| frame::csv(name, style, &columns, flat::rows(dataset));
    let statements = || frame::parquet("statements.parquet", &statements::COLUMNS, Vec::new(), statements::rows(dataset));
    let ((statements, items), (plain, excel)) = rayon::join(
        || rayon::join(statements, || parquet("items.parquet", &columns)),
        || rayon::join(|| csv("items.csv", Csv::Plain), || csv("items.excel.csv", Csv::Excel)),
    );
    Ok([
        File::new("statements.parquet", statements?),
        File::new("items.parquet", items?),
        File::new("items.csv", plain?),
        File::new("items.excel.csv", excel?),
    ])
}

fn wants_one_document(dataset: &Dataset, info: &RunInfo) -> bool {
    let items: usize = dataset.documents.iter().map(|document| document.items.len()).sum();
    info.whole || items < TOO_MANY_FOR_ONE_DOCUMENT
}

fn schema<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
