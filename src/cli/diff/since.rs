//! cli/diff/since: the outputs of an earlier run against the run in hand, before that is written: its folder may be the one that is replaced.
#![expect(clippy::disallowed_methods, reason = "reading what earlier runs wrote is this module's job")]

use super::lines::{Take, differing, folder_of, in_folder};
use crate::changes::{Since, changes};
use crate::error::Error;
use crate::output::line_file;
use crate::pipeline::Run;
use crate::tables::Tables;
use serde_json::Value as Json;
use std::io::{self, Write};
use std::path::Path;

/// What has changed since the run whose outputs are in `folder`.
pub(in crate::cli) fn since(folder: &Path, made: &Run, tables: &Tables) -> Result<Since, Error> {
    let folder = folder_of(folder)?;
    let now = |name: &str, take: &mut Take<'_>| {
        let mut lines = Lines { take, begun: Vec::new(), failed: None };
        let written = line_file(name, &made.dataset, &made.checked, tables, &mut lines);
        lines.failed.map_or(written, Err)
    };
    let changes = changes(&differing(&in_folder(&folder), &now)?);
    let run = std::fs::read(folder.join("run.json")).ok().and_then(|bytes| serde_json::from_slice::<Json>(&bytes).ok()).unwrap_or_default();
    let count = |stage: &str| run.pointer(&format!("/counts/stages/{stage}")).and_then(Json::as_u64);
    let as_of = run.get("as_of").and_then(Json::as_str).map(str::to_owned);
    Ok(Since { as_of, items: count("items"), findings: count("findings"), changes })
}

/// What is written to it, line by line.
struct Lines<'a, 'b> {
    take: &'a mut Take<'b>,
    /// A line that has not ended yet.
    begun: Vec<u8>,
    failed: Option<Error>,
}

impl Write for Lines<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.begun.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let taken = (self.take)(self.begun.trim_ascii_end());
                self.begun.clear();
                taken.map_err(|error| {
                    self.failed = Some(error);
                    io::Error::other("a line could not be compared")
                })?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
