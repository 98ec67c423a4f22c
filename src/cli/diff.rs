//! cli/diff: `mulu diff`: two runs to what was added, removed and changed between them.

mod lines;
mod since;

pub(super) use since::since;

use super::{Ended, print};
use crate::changes::changes;
use crate::error::Error;
use crate::report::in_words;
use crate::tables::Tables;
use crate::tables::findings::Language;
use lines::{differing, folder_of, in_folder};
use std::path::PathBuf;

/// Says what was added, removed and changed between two runs: sources, items, services found among places, and findings, field by field.
///
/// Items and services are followed where they were renamed or have a new id. Where only the places of values differ, because lines moved, nothing has changed.
#[derive(clap::Args)]
pub(super) struct Diff {
    /// normalized/ of the earlier run, or the folder it is in.
    old: PathBuf,
    /// normalized/ of the later run, or the folder it is in.
    new: PathBuf,
    /// `jsonl` prints one change a line.
    #[arg(long, value_parser = ["text", "jsonl"], default_value = "text")]
    format: String,
    /// Ends with exit code 1 where something has changed.
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub(super) fn run(self, language: Language) -> Result<Ended, Error> {
        let (old, new) = (folder_of(&self.old)?, folder_of(&self.new)?);
        let changes = changes(&differing(&in_folder(&old), &in_folder(&new))?);
        if self.format == "jsonl" {
            for change in &changes {
                let line = serde_json::to_string(change).map_err(|error| Error::output("a change", error))?;
                print(&format!("{line}\n"))?;
            }
        } else {
            print(&in_words(&changes, &Tables::embedded()?.report, language))?;
        }
        Ok(if self.exit_code && !changes.is_empty() { Ended::WithFindings } else { Ended::Well })
    }
}
