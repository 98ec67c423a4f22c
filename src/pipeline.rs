//! pipeline: the flow as code, on one screen.

use crate::align::{Dataset, align};
use crate::check::{Checked, check};
use crate::corrections::Corrections;
use crate::decode::decode;
use crate::error::Error;
use crate::evidence::Text;
use crate::fields::{Context, fields};
use crate::finding::Finding;
use crate::ingest::{Input, RawDocument};
use crate::result::{Accounting, DocumentResult, Source};
use crate::structure::structure;
use crate::structure::table::Table;
use crate::tables::Tables;
use rayon::prelude::*;

/// What a run makes: the dataset, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Run {
    /// All documents, aligned.
    pub dataset: Dataset,
    /// Findings and the results of checks.
    pub checked: Checked,
}

/// Runs all stages. `done` is called once for every document that is read, from any thread.
pub fn run(input: &Input, tables: &Tables, done: &(dyn Fn(&DocumentResult) + Sync)) -> Result<Run, Error> {
    let as_of = input.manifest.as_of.as_ref();
    let corrections = Corrections::parse("corrections.toml", input.corrections.as_deref().unwrap_or_default())?;
    let read = |raw| {
        let mut result = document(raw, as_of, tables).result;
        corrections.apply(&mut result);
        done(&result);
        result
    };
    let documents: Vec<DocumentResult> = input.documents.par_iter().map(read).collect();

    let mut findings = Vec::new();
    let dataset = align(documents, tables, as_of.cloned()).collect(&mut findings);
    let checked = check(&dataset, findings, tables);
    Ok(Run { dataset, checked })
}

/// A document read, with its tables row by row.
#[derive(Clone, Debug)]
pub struct Read {
    /// What goes on to the whole-dataset stages.
    pub result: DocumentResult,
    /// Its tables, for `inspect` and `tables`.
    pub tables: Vec<Table>,
}

/// Runs the per-document stages on one document, which knows no other.
pub fn document(raw: &RawDocument, as_of: Option<&Text>, tables: &Tables) -> Read {
    let mut findings: Vec<Finding> = Vec::new();
    let decoded = decode(raw, tables).collect(&mut findings);
    let mut source = Source::of(raw, &decoded);
    let lines = decoded.lines.clone();

    let records = structure(decoded, raw.entry.kind, tables).collect(&mut findings);
    source.found(&records, &raw.entry);

    let context = Context {
        source: &source.id,
        place: raw.entry.place.as_deref(),
        published: source.published.value.as_deref(),
        as_of: as_of.map(Text::as_str),
        lines: &lines,
    };
    let reading = fields(&records, context, tables).collect(&mut findings);
    source.jurisdiction = reading.jurisdiction;
    source.domain = tables.services.domain(&source, &reading.items);

    let accounting = Accounting { characters: records.ledger.shares(&lines), cells: records.cells };
    let rows = records.tables.iter().map(|table| table.rows.len() as u32).sum();
    let headers = records.headers;
    let result = DocumentResult { source, items: reading.items, findings, headers, rows, accounting, lines, sheets: Vec::new() };
    Read { result, tables: records.tables }
}
