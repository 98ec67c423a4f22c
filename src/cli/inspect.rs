//! cli/inspect: `mulu inspect`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, print, show, tables};
use crate::document::{self, Read};
use crate::error::Error;
use crate::evidence::State;
use crate::ingest::ingest_file;
use crate::item::Marks;
use crate::structure::table::{Slot, Table};
use crate::tables::findings::Language;
use std::path::PathBuf;

/// Shows how one file was read: header, columns, the place of every cell.
#[derive(clap::Args)]
pub(super) struct Inspect {
    /// The file.
    file: PathBuf,
}

impl Inspect {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let input = ingest_file(&self.file)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        for raw in &input.documents {
            let read = document::read(raw, input.manifest.as_of.as_ref(), &tables, &workers.decoder());
            let mut text = head(&read);
            for table in &read.tables {
                text.push_str(&grid(table));
            }
            if read.tables.is_empty() {
                text.push_str(&items(&read));
            }
            for finding in &read.result.findings {
                let places = (&read.result.lines, read.result.sheets.as_slice());
                text.push_str(&show::finding(finding, &read.result.source.path, places, &tables, language));
            }
            print(&text)?;
        }
        Ok(Ended::Well)
    }
}

fn head(read: &Read) -> String {
    let source = &read.result.source;
    let place = &source.jurisdiction;
    let accounting = &read.result.accounting.characters;
    format!(
        "{}\n  media type   {} ({})\n  encoding     {} ({})\n  kind         {}, {}\n  title        {}\n  place        {} {} ({})\n  items        {}\n  characters   {} in values, {} in labels, {} left out, {} unplaced\n",
        source.path,
        source.media_type,
        source.media_evidence,
        source.encoding.as_deref().unwrap_or("-"),
        source.encoding_evidence.as_deref().unwrap_or("-"),
        source.kind.map_or("neither directory nor guide".to_owned(), |kind| format!("{kind:?}").to_lowercase()),
        source.dialect.as_deref().unwrap_or("-"),
        source.title.value.as_deref().unwrap_or("-"),
        place.name.as_deref().unwrap_or("-"),
        place.code.as_deref().unwrap_or("-"),
        place.rule.as_deref().unwrap_or(place.state.key()),
        read.result.items.len(),
        accounting.value,
        accounting.label,
        accounting.left_out.values().sum::<u64>(),
        accounting.unplaced
    )
}

fn grid(table: &Table) -> String {
    let mut text = format!("\ntable: {} ({}), {} header(s)\n", table.dialect.key(), table.why, table.pages);
    for (index, column) in table.columns.iter().enumerate() {
        let keys: Vec<&str> = column.keys.iter().map(|key| key.as_str()).collect();
        let guessed = if column.at.is_none() { " (guessed)" } else { "" };
        text.push_str(&format!("  {:>2}  {}  = {} {}{guessed}\n", index + 1, column.label, column.field.key(), keys.join("+")));
    }
    for row in &table.rows {
        let cells: Vec<String> =
            row.slots.iter().zip(&table.columns).filter(|(_, column)| !column.is_mark()).map(|(slot, _)| cell(slot)).collect();
        let shifted = if row.shifted { "  ← shifted" } else { "" };
        text.push_str(&format!("{:>5} | {} | {}{shifted}\n", row.line, cells.join(" | "), ticks(&row.marks)));
        for cell in &row.unplaced {
            text.push_str(&format!("      ! unplaced: {}\n", cell.passage.raw));
        }
    }
    text
}

fn cell(slot: &Slot) -> String {
    const MOST: usize = 24;
    let said = slot.cell.as_ref().map_or(String::new(), |cell| {
        let short: String = cell.text().chars().take(MOST).map(|c| if c == '\n' { '⏎' } else { c }).collect();
        if cell.text().chars().count() > MOST { format!("{short}…") } else { short }
    });
    match slot.state {
        State::Moved => format!("→{said}"),
        State::Carried => console::style(format!("({said})")).dim().to_string(),
        State::Ambiguous => {
            let readings: Vec<&str> = slot.readings.iter().map(|cell| cell.text()).collect();
            format!("?{}", readings.join(" or "))
        }
        _ => said,
    }
}

fn ticks(marks: &Marks) -> String {
    if marks.readings.is_some() {
        return format!("{} ticks in {} columns: {} readings", marks.ticks, marks.columns.len(), marks.readings_count);
    }
    let ticked: Vec<&str> = marks.columns.iter().filter(|mark| mark.value == Some(true)).map(|mark| mark.label.as_str()).collect();
    ticked.join("、")
}

fn items(read: &Read) -> String {
    let mut text = String::from("\n");
    for item in &read.result.items {
        let above: Vec<&str> = item.levels().into_iter().filter_map(|level| level.value.as_deref()).collect();
        let states: Vec<String> = item.states.iter().map(|(field, state)| format!("{}={}", field.key(), state.key())).collect();
        text.push_str(&format!("  {} {}\n      {}\n", item.serial().value.as_deref().unwrap_or(""), above.join(" › "), states.join(" ")));
    }
    text
}
