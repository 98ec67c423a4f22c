//! cli/diff/lines: two JSON Lines files to the lines that are in one of them only. Memory goes with what differs, and a hash for every line.
#![expect(clippy::disallowed_methods, reason = "reading what earlier runs wrote is this module's job")]

use crate::error::Error;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// The lines of two files that differ, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Differing {
    /// Lines of the earlier file that are not in the later one.
    pub(super) old: Vec<Json>,
    /// Lines of the later file that are not in the earlier one.
    pub(super) new: Vec<Json>,
}

/// The folder with the outputs: `folder` itself, or `normalized` in it.
pub(super) fn folder_of(folder: &Path) -> Result<PathBuf, Error> {
    [folder.to_owned(), folder.join("normalized")]
        .into_iter()
        .find(|folder| folder.join("items.jsonl").is_file())
        .ok_or_else(|| Error::file("find items.jsonl in", folder, ErrorKind::NotFound.into()))
}

/// What differs between the files `old` and `new`.
pub(super) fn differing(old: &Path, new: &Path) -> Result<Differing, Error> {
    // How many lines of the earlier file were not met in the later one, by hash.
    let mut open: HashMap<blake3::Hash, u32> = HashMap::new();
    each_line(old, |line| {
        *open.entry(blake3::hash(line)).or_default() += 1;
        Ok(())
    })?;
    let mut differing = Differing::default();
    each_line(new, |line| {
        match open.get_mut(&blake3::hash(line)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => differing.new.push(parsed(line, new)?),
        }
        Ok(())
    })?;
    open.retain(|_, count| *count > 0);
    each_line(old, |line| {
        if let Some(count) = open.get_mut(&blake3::hash(line)).filter(|count| **count > 0) {
            *count -= 1;
            differing.old.push(parsed(line, old)?);
        }
        Ok(())
    })?;
    Ok(differing)
}

fn each_line(path: &Path, mut each: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
    let failed = |error| Error::file("read", path, error);
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        each(line.trim_ascii_end())?;
        line.clear();
    }
    Ok(())
}

fn parsed(line: &[u8], path: &Path) -> Result<Json, Error> {
    serde_json::from_slice(line).map_err(|error| Error::file("read", path, error.into()))
}
