//! cli/sources: `mulu sources`: the documents of a folder to a `sources.toml` that is filled in as far as they tell.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, tables};
use crate::document;
use crate::error::Error;
use crate::ingest::{Input, RawDocument, ingest};
use crate::item::Jurisdiction;
use crate::result::DocumentResult;
use std::fmt::Write;

/// Prints a sources.toml for the documents of a folder that have no entry yet; what is not certain stands behind `#`.
#[derive(clap::Args)]
pub(super) struct Sources {
    #[command(flatten)]
    folder: Folder,
}

impl Sources {
    pub(super) fn run(self, limits: Limits) -> Result<Ended, Error> {
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        if input.manifest.as_of.is_none() {
            print("# as_of = \"YYYY-MM-DD\"   # \"today\": by this date laws are judged\n")?;
        }
        for raw in open(&input) {
            let result = document::read_alone(raw, input.manifest.as_of.as_ref(), &tables, &workers.decoder());
            print(&entry(&result)?)?;
        }
        Ok(Ended::Well)
    }
}

/// The documents of `input` about which its manifest says nothing; an archive is none of its own.
pub(super) fn open(input: &Input) -> impl Iterator<Item = &RawDocument> {
    input.documents.iter().filter(|raw| raw.entry.path.is_empty() && raw.members.is_none_or(|members| members == 0))
}

fn entry(result: &DocumentResult) -> Result<String, Error> {
    let source = &result.source;
    // What JSON writes as a string is one in TOML too, with the same meaning.
    let path = serde_json::to_string(source.path.as_str()).map_err(|error| Error::output("sources.toml", error))?;
    let title = source.title.value.as_deref().unwrap_or("no title");
    let mut text = format!("\n# {}; {} items\n[[source]]\npath = {path}\n", one_line(title), result.items.len());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", place(&source.jurisdiction));
    if source.published.value.is_none() {
        text.push_str("# published = \"YYYY-MM-DD\"\n");
    }
    text.push_str("# url = \"https://\"\n# retrieved = \"YYYY-MM-DD\"\n");
    Ok(text)
}

/// The line about the place: to be confirmed, or to be found.
fn place(place: &Jurisdiction) -> String {
    if let (Some(name), Some(code)) = (&place.name, &place.code) {
        let rule = place.rule.as_deref().unwrap_or(place.state.key());
        return format!("# place = \"{code}\"   # {name}, as the document says ({rule})");
    }
    let candidates: Vec<&str> = place.candidates.iter().map(|candidate| candidate.name.as_str()).collect();
    let hint = match (&place.name, &candidates[..]) {
        (Some(name), _) => format!("the document says {name}, which is in no list"),
        (None, []) => "not found: name or code".to_owned(),
        (None, candidates) => format!("one of these? {}", candidates.join(", ")),
    };
    format!("# place = \"\"   # {}", one_line(&hint))
}

/// `text` as it can stand in a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
