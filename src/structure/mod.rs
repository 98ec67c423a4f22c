//! structure: decoded blocks to records: one for every item, its cells under their fields.

mod aligned;
pub mod columns;
mod glued;
mod grid;
mod guide;
mod header;
mod headings;
mod looks;
mod middle;
mod nothing;
mod others;
mod outside;
mod paired;
mod pairs;
mod placed;
pub mod placement;
mod rows;
mod sections;
mod services;
mod spelled;
mod spoken;
mod stream;
pub mod table;
mod teach;
mod why;
mod widths;
mod wraps;

use crate::decode::{Block, Decoded, Headings};
use crate::evidence::{Cell, State, Text, Value};
use crate::field::Field;
use crate::finding::{Finding, Staged};
use crate::item::{Kind, Marks};
use crate::ledger::{Claim, Ledger, Reason, shares};
use crate::result::{Header, Shares};
use crate::tables::Tables;
use std::collections::BTreeMap;
use table::{Slot, Table};

/// The records of one document, and what was found around them.
#[derive(Clone, Debug)]
pub struct Records {
    /// Directory or guide; `None` where neither was found.
    pub kind: Option<Kind>,
    /// The document's own title.
    pub title: Value<Text>,
    /// When it was published.
    pub published: Value<Text>,
    /// The kind of tables whose rows are its records; `None` where they were read from running text.
    pub rows_of: Option<Kind>,
    /// How its table or text is written.
    pub dialect: Option<&'static str>,
    /// Its tables, row by row.
    pub tables: Vec<Table>,
    /// Its records, in document order.
    pub records: Vec<Record>,
    /// Its columns and labels.
    pub headers: Vec<Header>,
    /// Where each character went.
    pub ledger: Ledger,
    /// Where each cell of its tables went.
    pub cells: Shares,
}

/// An item before its texts are read.
#[derive(Clone, Debug)]
pub struct Record {
    /// Whether it is read from a directory or a guide: both may stand in one document.
    pub kind: Kind,
    /// Numbers, outermost first.
    pub serials: Vec<Slot>,
    /// Cells by field; a field that has no column is absent. More than one where two columns or labels give one field.
    pub fields: BTreeMap<Field, Vec<Slot>>,
    /// Contents with their channels and ticks.
    pub contents: Vec<Part>,
    /// Columns and labels that the contract does not know.
    pub extra: Vec<(Text, Slot)>,
}

/// One content of an item.
#[derive(Clone, Debug)]
pub struct Part {
    /// What is published.
    pub text: Slot,
    /// Where.
    pub channels: Slot,
    /// For whom, how, at which level.
    pub marks: Marks,
    /// `Stated` on the item's own row, `Inferred` on a row that continues the item above.
    pub membership: State,
}

/// What becomes of the cells of a row once it is a record: those of a large table need as much memory as its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// They stay in [`Records::tables`], for those who show the table.
    Kept,
    /// They go; of the tables the columns and the lines stay.
    Forgotten,
}

/// Finds the records of `decoded`. `kind`: what a person says the document is.
pub fn structure(mut decoded: Decoded, kind: Option<Kind>, cells: Cells, tables: &Tables) -> Staged<Records> {
    let mut findings = Vec::new();
    let (mut found, pieces) = table::tables(&mut decoded, tables, &mut findings);
    for table in &mut found {
        wraps::join(table, tables, &mut findings);
        rows::carry(table, &mut findings);
        middle::loosen(table);
        spoken::read(table, tables);
        nothing::leave_out(table, &mut decoded.ledger, tables);
    }
    let mut records = Records {
        kind: None,
        title: Value::missing(),
        published: Value::missing(),
        rows_of: rows_of(&found, kind, (&pieces, &decoded.headings), tables),
        dialect: None,
        headers: rows::headers(&found),
        tables: found,
        records: Vec::new(),
        ledger: std::mem::take(&mut decoded.ledger),
        cells: Shares::default(),
    };
    claim_cells(&mut records);
    if let Some(kind) = records.rows_of {
        records.records = rows::records(&mut records.tables, kind, cells, &mut findings);
    }
    let mut pieces = pieces;
    let rest = if records.records.is_empty() {
        records.rows_of = None;
        guide::read(&pieces, &decoded.headings, tables, &mut records, &mut findings)
    } else {
        if records.rows_of == Some(Kind::Guide) {
            pieces = guide::around::read(pieces, tables, &mut records);
        }
        let rest = match records.rows_of {
            Some(Kind::Directory) => guide::beside::read(&pieces, &decoded.headings, tables, &mut records, &mut findings),
            _ => None,
        };
        records.kind = records.rows_of;
        records.dialect = records.tables.first().map(|table| table.dialect.key());
        rest
    };
    let outside = rest.unwrap_or_else(|| pieces.into_iter().flat_map(pairs::Piece::cells).collect());
    outside::read(outside, &decoded.headings, tables, &mut records, &mut findings);
    guide::name_by_title(&mut records, tables);
    findings.extend(guide::unnamed(&records));
    finish(&mut records, &decoded, &mut findings);
    records.cells = count_cells(&decoded, &records.ledger);
    Staged { output: records, findings }
}

impl Record {
    /// One of `kind` in which nothing stands yet.
    fn new(kind: Kind) -> Self {
        Record { kind, serials: Vec::new(), fields: BTreeMap::new(), contents: Vec::new(), extra: Vec::new() }
    }
}

impl Records {
    /// Whether the rows of `table` are records.
    fn reads(&self, table: &Table) -> bool {
        self.rows_of.is_some() && rows::kind(&table.columns) == self.rows_of
    }
}

/// Whose rows the records are: those of directories before those of tables of services; running text that names services tells more of them than a
/// table beside it.
fn rows_of(found: &[Table], kind: Option<Kind>, text: (&[pairs::Piece], &Headings), tables: &Tables) -> Option<Kind> {
    let has = |wanted: Kind| found.iter().any(|table| rows::kind(&table.columns) == Some(wanted));
    match kind {
        Some(Kind::Directory) | None if has(Kind::Directory) => Some(Kind::Directory),
        _ => (has(Kind::Guide) && !tells_more(found, text, tables)).then_some(Kind::Guide),
    }
}

/// Whether the running text, its pieces and headings, tells more of services than the tables `found`: it names them, or the tables only list
/// institutions.
fn tells_more(found: &[Table], (pieces, headings): (&[pairs::Piece], &Headings), tables: &Tables) -> bool {
    let mut guides = found.iter().filter(|table| rows::kind(&table.columns) == Some(Kind::Guide));
    let only_institutions = guides.all(|table| services::are_institutions(&table.columns, tables));
    guide::names_services(pieces, headings, tables) || only_institutions && guide::is_one(pieces, headings, tables)
}

/// Claims the cells of placed rows as values.
fn claim_cells(records: &mut Records) {
    let mut ledger = std::mem::take(&mut records.ledger);
    for table in &records.tables {
        let claim = if records.reads(table) { Claim::Value } else { Claim::LeftOut(Reason::OtherTable) };
        let header = table.columns.iter().filter_map(|column| column.at).collect();
        ledger.claim(&header, claim);
        for row in &table.rows {
            let slots = row.slots.iter().flat_map(|slot| slot.cell.iter().chain(&slot.readings)).map(|cell| &cell.at);
            for places in slots.chain(row.marks.columns.iter().map(|mark| &mark.at)) {
                ledger.claim(places, claim);
            }
        }
    }
    records.ledger = ledger;
}

/// Counts all cells of grids by the claim on them.
fn count_cells(decoded: &Decoded, ledger: &Ledger) -> Shares {
    let grids = decoded.blocks.iter().filter_map(|block| match block {
        Block::Grid(grid) => Some(grid),
        Block::Paragraph(_) => None,
    });
    let mut counts = BTreeMap::new();
    for cell in grids.flat_map(|grid| &grid.rows).flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()) {
        *counts.entry(cell.at.first().and_then(|at| ledger.claim_at(*at))).or_default() += 1;
    }
    shares(&counts)
}

/// A document in which nothing was found says so; what is left over is reported, piece by piece.
fn finish(records: &mut Records, decoded: &Decoded, findings: &mut Vec<Finding>) {
    if records.records.is_empty() && !decoded.blocks.is_empty() {
        findings.push(nothing_found(decoded));
        for at in records.ledger.unclaimed(&decoded.lines) {
            records.ledger.claim(&std::iter::once(at).collect(), Claim::LeftOut(Reason::NotRead));
        }
    }
    let others = records.tables.iter().filter(|table| !records.reads(table));
    findings.extend(others.filter(|_| !records.records.is_empty()).map(table_left_out));
    for row in records.tables.iter().flat_map(|table| &table.rows) {
        findings.extend(cell_unplaced(&row.unplaced));
    }
}

fn nothing_found(decoded: &Decoded) -> Finding {
    let finding = short_text(decoded).unwrap_or_else(|| Finding::new("nothing-found"));
    let first = decoded.blocks.iter().find_map(|block| match block {
        Block::Paragraph(cell) => Some(cell),
        Block::Grid(grid) => grid.rows.first()?.cells.first(),
    });
    match first {
        Some(cell) => finding.shown(&cell.passage.raw, &cell.at),
        None => finding,
    }
}

/// A note of a few lines that somebody put beside the documents; `None` for all that may be a directory.
fn short_text(decoded: &Decoded) -> Option<Finding> {
    const MOST_CHARACTERS: usize = 200;
    let texts = decoded.blocks.iter().map(|block| match block {
        Block::Paragraph(cell) => Some(cell.text().chars().filter(|c| !crate::text::is_blank(*c)).count()),
        Block::Grid(_) => None,
    });
    let count = texts.sum::<Option<usize>>().filter(|count| *count <= MOST_CHARACTERS)?;
    Some(Finding::new("text-short").with("count", count))
}

fn table_left_out(table: &Table) -> Finding {
    let labels: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    let code = if rows::kind(&table.columns).is_some() { "services-left-out" } else { "table-of-other-kind" };
    let finding = Finding::new(code).with("rows", table.rows.len()).with("columns", labels.join("｜"));
    match table.columns.iter().find_map(|column| Some((column.at?, &column.label))) {
        Some((at, label)) => finding.shown_at(label, at),
        None => finding,
    }
}

/// One finding a row; of very many cells the first ones are shown.
fn cell_unplaced(cells: &[Cell]) -> Option<Finding> {
    const MOST_SHOWN: usize = 8;
    let first = cells.first()?;
    let finding = Finding::new("cell-unplaced").with("text", &first.passage.raw).with("count", cells.len());
    Some(cells.iter().take(MOST_SHOWN).fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at)))
}
