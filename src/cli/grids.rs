//! cli/grids: `mulu tables`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, print, tables};
use crate::document;
use crate::error::Error;
use crate::evidence::State;
use crate::ingest::ingest_file;
use crate::structure::table::{Table, TableRow};
use std::path::PathBuf;

/// Prints the recovered tables of one file alone.
#[derive(clap::Args)]
pub(super) struct Tables {
    /// The file.
    file: PathBuf,
    /// How.
    #[arg(long, value_parser = ["csv", "json"], default_value = "csv")]
    format: String,
}

impl Tables {
    pub(super) fn run(self, limits: Limits) -> Result<Ended, Error> {
        let input = ingest_file(&self.file)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        for raw in &input.documents {
            let read = document::read(raw, input.manifest.as_of.as_ref(), &tables, &workers.decoder());
            let text = if self.format == "json" { json(&read.tables) } else { csv(&read.tables) };
            print(&text.map_err(|error| Error::output("tables", error))?)?;
        }
        Ok(Ended::Well)
    }
}

/// One array of rows a table; the first row is the header. Ambiguous cells are null.
fn json(tables: &[Table]) -> Result<String, String> {
    let grids: Vec<Vec<Vec<Option<String>>>> =
        tables.iter().map(|table| std::iter::once(header(table)).chain(table.rows.iter().map(|row| cells(row, table))).collect()).collect();
    serde_json::to_string_pretty(&grids).map(|text| format!("{text}\n")).map_err(|error| error.to_string())
}

/// Tables one after the other, with a blank line between.
fn csv(tables: &[Table]) -> Result<String, String> {
    let mut parts = Vec::new();
    for table in tables {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in std::iter::once(header(table)).chain(table.rows.iter().map(|row| cells(row, table))) {
            writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or("?"))).map_err(|error| error.to_string())?;
        }
        let bytes = writer.into_inner().map_err(|error| error.to_string())?;
        parts.push(String::from_utf8(bytes).map_err(|error| error.to_string())?);
    }
    Ok(parts.join("\n"))
}

fn header(table: &Table) -> Vec<Option<String>> {
    table.columns.iter().map(|column| Some(column.label.to_string())).collect()
}

fn cells(row: &TableRow, table: &Table) -> Vec<Option<String>> {
    let mut marks = row.marks.columns.iter();
    let columns = row.slots.iter().zip(&table.columns);
    columns
        .map(|(slot, column)| match (column.is_mark(), slot.state) {
            (true, _) => marks.next().and_then(|mark| match mark.state {
                State::Ambiguous => None,
                _ => Some(if mark.value == Some(true) { "√".to_owned() } else { String::new() }),
            }),
            (false, State::Ambiguous) => None,
            (false, _) => Some(slot.cell.as_ref().map_or(String::new(), |cell| cell.text().to_owned())),
        })
        .collect()
}
