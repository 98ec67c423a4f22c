//! cli/diff/lines: two JSON Lines files to the lines that are in one of them only. Memory goes with what differs, and a hash for every line.
#![expect(clippy::disallowed_methods, reason = "reading what earlier runs wrote is this module's job")]

use crate::changes::{COMPARED, Differing};
use crate::error::{Doing, Error};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// Goes through the lines of one of the files [`COMPARED`], named without `.jsonl`, and gives each away.
pub(super) type Lines<'a> = &'a dyn Fn(&str, &mut Take<'_>) -> Result<(), Error>;

/// Takes a line.
pub(super) type Take<'a> = dyn FnMut(&[u8]) -> Result<(), Error> + 'a;

/// The folder with the outputs: `folder` itself, or `normalized` in it.
pub(super) fn folder_of(folder: &Path) -> Result<PathBuf, Error> {
    [folder.to_owned(), folder.join("normalized")]
        .into_iter()
        .find(|folder| folder.join("items.jsonl").is_file())
        .ok_or_else(|| Error::file(Doing::FindItems, folder, ErrorKind::NotFound.into()))
}

/// The lines of the files in `folder`.
pub(super) fn in_folder(folder: &Path) -> impl Fn(&str, &mut Take<'_>) -> Result<(), Error> {
    move |name, take| each_line(&folder.join(format!("{name}.jsonl")), take)
}

/// What differs in each of the files [`COMPARED`].
pub(super) fn differing(old: Lines, new: Lines) -> Result<[Differing; 4], Error> {
    let [sources, items, concepts, findings] = COMPARED.map(|name| differing_in(name, old, new));
    Ok([sources?, items?, concepts?, findings?])
}

fn differing_in(name: &str, old: Lines, new: Lines) -> Result<Differing, Error> {
    // How many lines of the earlier file were not met in the later one, by hash.
    let mut open: HashMap<blake3::Hash, u32> = HashMap::new();
    old(name, &mut |line| {
        *open.entry(blake3::hash(line)).or_default() += 1;
        Ok(())
    })?;
    let mut differing = Differing::default();
    new(name, &mut |line| {
        match open.get_mut(&blake3::hash(line)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => differing.new.push(parsed(line, name)?),
        }
        Ok(())
    })?;
    open.retain(|_, count| *count > 0);
    old(name, &mut |line| {
        if let Some(count) = open.get_mut(&blake3::hash(line)).filter(|count| **count > 0) {
            *count -= 1;
            differing.old.push(parsed(line, name)?);
        }
        Ok(())
    })?;
    Ok(differing)
}

fn each_line(path: &Path, take: &mut Take<'_>) -> Result<(), Error> {
    let failed = |error| Error::file(Doing::Read, path, error);
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        take(line.trim_ascii_end())?;
        line.clear();
    }
    Ok(())
}

fn parsed(line: &[u8], name: &str) -> Result<Json, Error> {
    serde_json::from_slice(line).map_err(|error| Error::file(Doing::Read, format!("{name}.jsonl").as_ref(), error.into()))
}
