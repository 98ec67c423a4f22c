//! document: the per-document stages in order: raw document to [`DocumentResult`]. A document knows no other, so this runs in parallel.

use crate::decode::{Decoded, Decoder};
use crate::evidence::{State, Text, Value};
use crate::fields::{Context, fields};
use crate::finding::{Finding, Staged};
use crate::ingest::{RawDocument, SourceEntry};
use crate::item::Jurisdiction;
use crate::result::{Accounting, DocumentResult, Source};
use crate::structure::table::Table;
use crate::structure::{Cells, Records, structure};
use crate::tables::Tables;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A document read, with its tables row by row.
#[derive(Clone, Debug)]
pub struct Read {
    /// What goes on to the whole-dataset stages.
    pub result: DocumentResult,
    /// Its tables, for `inspect` and `tables`.
    pub tables: Vec<Table>,
}

/// Runs the per-document stages on one document, which knows no other; `decoder` is [`crate::decode::decode`], or what decodes as it does elsewhere.
pub fn read(raw: &RawDocument, as_of: Option<&Text>, tables: &Tables, decoder: &Decoder<'_>) -> Read {
    stages(raw, as_of, tables, decoder, Cells::Kept)
}

/// As [`read`]; `cells` says what is kept of the tables once their rows are records.
fn stages(raw: &RawDocument, as_of: Option<&Text>, tables: &Tables, decoder: &Decoder<'_>, cells: Cells) -> Read {
    let mut findings: Vec<Finding> = Vec::new();
    let decoded = decoder(raw, tables).collect(&mut findings);
    let mut source = source_of(raw, &decoded);
    let (lines, sheets) = (decoded.lines.clone(), decoded.sheets.clone());

    let mut records = structure(decoded, raw.entry.kind, cells, tables).collect(&mut findings);
    add_found(&mut source, &records, &raw.entry);
    let rows = records.tables.iter().map(|table| table.rows.len() as u32).sum();
    let found = std::mem::take(&mut records.tables);
    let kept = if cells == Cells::Kept { found } else { Vec::new() };

    let context = Context {
        source: &source.id,
        place: raw.entry.place.as_deref(),
        folder: raw.path.rsplit_once('/').map(|(folder, _)| folder),
        published: source.published.value.as_deref(),
        as_of: as_of.map(Text::as_str),
        lines: &lines,
    };
    let ledger = std::mem::take(&mut records.ledger);
    let accounting = Accounting { characters: ledger.shares(&lines), cells: std::mem::take(&mut records.cells) };
    drop(ledger);
    let headers = records.headers.clone();
    let reading = fields(records, context, tables).collect(&mut findings);
    source.jurisdiction = reading.jurisdiction;
    source.domain = tables.services.domain(&source, &reading.items);

    let result =
        DocumentResult { source, items: reading.items, findings, headers, rows, accounting, lines: lines.as_slice().into(), sheets };
    Read { result, tables: kept }
}

/// The result of [`read`]; where a stage panics, that of a document in which nothing could be read, with a finding that says so.
pub fn read_alone(raw: &RawDocument, as_of: Option<&Text>, tables: &Tables, decoder: &Decoder<'_>) -> DocumentResult {
    // The stages share nothing with other documents that a panic could leave half changed: they take what they need by reference and return what they make.
    let read = catch_unwind(AssertUnwindSafe(|| stages(raw, as_of, tables, decoder, Cells::Forgotten).result));
    read.unwrap_or_else(|panic| {
        let message = said(&*panic);
        let reason =
            [format!("the program met something that it does not provide for ({message})"), format!("程序遇到未预料的内容（{message}）")];
        stopped(raw, as_of, tables, reason)
    })
}

/// What is known of a document whose reading was stopped, for `reason` in English and Chinese.
pub fn stopped(raw: &RawDocument, as_of: Option<&Text>, tables: &Tables, reason: [String; 2]) -> DocumentResult {
    let [reason, reason_zh] = reason;
    let nothing = |raw: &RawDocument, _: &Tables| {
        let media_evidence = "reading it was stopped".into();
        let output = Decoded { media_type: "application/octet-stream".into(), media_evidence, ..Decoded::default() };
        let stopped = Finding::new("reading-stopped").with("reason", &reason).with("reason_zh", &reason_zh);
        Staged { output, findings: raw.findings.iter().cloned().chain([stopped]).collect() }
    };
    read(raw, as_of, tables, &nothing).result
}

/// The message of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// What is known of `raw` once it is decoded.
fn source_of(raw: &RawDocument, decoded: &Decoded) -> Source {
    Source {
        id: raw.id.clone(),
        path: raw.path.clone(),
        sha256: raw.sha256.clone(),
        bytes: raw.bytes.len() as u64,
        media_type: decoded.media_type.as_str().into(),
        media_evidence: decoded.media_evidence.as_str().into(),
        encoding: decoded.encoding.as_deref().map(Text::from),
        encoding_evidence: decoded.encoding_evidence.as_deref().map(Text::from),
        title: Value::missing(),
        published: Value::missing(),
        url: raw.entry.url.clone(),
        retrieved: raw.entry.retrieved.clone(),
        supersedes: raw.entry.supersedes.clone(),
        same_as: raw.entry.same_as.clone(),
        kind: None,
        domain: None,
        dialect: None,
        jurisdiction: Jurisdiction::unresolved(),
    }
}

/// Adds what its records say; a date that only the manifest gives is a person's.
fn add_found(source: &mut Source, records: &Records, entry: &SourceEntry) {
    source.title = records.title.clone();
    source.kind = records.kind;
    source.dialect = records.dialect.map(Text::from);
    source.published = match &entry.published {
        Some(date) if records.published.value.is_none() => {
            Value { value: Some(date.clone()), ..Value::empty(State::Reviewed) }.with_reviewed_by("sources.toml".into())
        }
        _ => records.published.clone(),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::evidence::State;
    use crate::ingest::{Manifest, raw_document};

    #[test]
    fn a_panic_costs_the_document_and_says_what_it_was() {
        let raw = raw_document("a.txt", b"1".to_vec(), &Manifest::default());
        let panics = |_: &RawDocument, _: &Tables| -> Staged<Decoded> { panic!("an odd {}", "number") };
        let result = read_alone(&raw, None, &Tables::embedded().unwrap(), &panics);
        let [finding] = &result.findings[..] else { panic!("one finding: {:?}", result.findings) };
        assert_eq!(finding.code.as_str(), "reading-stopped");
        assert!(finding.arguments.iter().any(|(name, value)| name.as_str() == "reason" && value.contains("an odd number")));
        assert_eq!((result.items.len(), result.source.path.as_str(), result.source.bytes), (0, "a.txt", 1));
    }

    #[test]
    fn a_result_survives_its_bytes() {
        let text = "序号\t公开事项\t公开内容\t公开依据\t公开主体\n1\t职工参保登记\t1.材料\t《社会保险法》\t青山县医保局\n2\t单位参保登记\t1.材料\t《社会保险法》\t青山县医保局\n";
        let raw = raw_document("a.txt", text.as_bytes().to_vec(), &Manifest::default());
        let result = read(&raw, None, &Tables::embedded().unwrap(), &decode).result;
        assert_eq!(result.items.len(), 2);
        let bytes = result.to_bytes().unwrap();
        assert_eq!(DocumentResult::from_bytes(&bytes).unwrap(), result);
        let laws = bytes.windows("《社会保险法》".len()).filter(|window| *window == "《社会保险法》".as_bytes()).count();
        assert!(laws <= 3, "the text stands {laws} times: twice in the lines, once for all values");
        assert!(DocumentResult::from_bytes(bytes.get(..bytes.len() / 2).unwrap()).is_err());
    }

    /// State and name of the publishers of a directory with so written cells under 公开主体.
    fn publishers(cells: impl Iterator<Item = &'static str>) -> Vec<(State, Option<String>)> {
        let row = |(number, cell): (usize, &str)| format!("{number}\t救助\t第{number}类救助\t办事指南、申请材料\t{cell}\n");
        let rows: String = (1..).zip(cells).map(row).collect();
        let text = format!("白水县社会救助领域基层政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n{rows}");
        let raw = raw_document("a.txt", text.into_bytes(), &Manifest::default());
        let read = read(&raw, None, &Tables::embedded().unwrap(), &decode).result;
        let publisher =
            |item: &crate::item::Item| (item.publisher.state, item.publisher.value.as_ref().map(|publisher| publisher.name.to_string()));
        read.items.iter().map(publisher).collect()
    }

    #[test]
    fn blank_cells_go_on_with_those_above_only_where_the_column_shows_it() {
        let runs = ["县民政局", "", "", "县财政局", "", "县教育局", "", "", "", "县财政局", "县民政局", "", "县教育局", "县财政局", ""];
        let (few, many) = (publishers(runs.into_iter()), publishers(std::iter::repeat_n(runs, 4).flatten()));
        assert_eq!(few[1], (State::Ambiguous, None), "nothing tells");
        assert_eq!(many[1], (State::Inferred, Some("县民政局".into())), "three authorities never meet themselves in so many rows");
        let repeats = publishers(["县民政局", "县民政局", "", "县财政局"].into_iter());
        assert_eq!(repeats[2], (State::Missing, None), "what is the same is said twice");
        let signs = publishers(["县民政局", "/", "", "县财政局"].into_iter());
        assert_eq!(signs[1].0, State::Missing, "a sign says that there is nothing");
    }
}
