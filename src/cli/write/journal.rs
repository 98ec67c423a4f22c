//! cli/write/journal: the list of the files of a run, by which a later run finds out how far it came.
#![expect(clippy::disallowed_methods, reason = "what stands on the disk is compared with the list")]

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The files of a run.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Those that it wrote.
    pub(super) files: Vec<Entry>,
    /// Those of others in the same folders.
    pub(super) kept: Vec<String>,
    /// Those of the run before, which this one did not make.
    pub(super) gone: Vec<String>,
}

/// A file that was written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Path relative to the output folder, with `/`.
    pub(super) path: String,
    /// BLAKE3 of its bytes, in hex.
    hash: String,
}

impl Journal {
    /// The journal at `path`; `None` where none is.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(io::Error::from),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec_pretty(self).map_err(|error| Error::output("the list of outputs", error))
    }

    /// The folders that its files are in, directly below the output folder.
    pub(super) fn tops(&self) -> BTreeSet<String> {
        self.files.iter().filter_map(|entry| entry.path.split_once('/')).map(|(top, _)| top.to_owned()).collect()
    }

    /// Whether all its files of the folder `top` stand below `folder` as they were made.
    pub(super) fn is_whole(&self, top: &str, folder: &Path) -> bool {
        self.files.iter().filter(|entry| entry.is_in(top)).all(|entry| entry.is_at(&folder.join(&entry.path)))
            && self.gone.iter().filter(|path| is_in(path, top)).all(|path| folder.join(path).symlink_metadata().is_err())
    }
}

impl Entry {
    pub(super) fn new(path: &str, hash: &blake3::Hash) -> Self {
        Entry { path: path.to_owned(), hash: hash.to_hex().to_string() }
    }

    pub(super) fn is_in(&self, top: &str) -> bool {
        is_in(&self.path, top)
    }

    /// Whether the file at `path` is it.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        let mut hash = blake3::Hasher::new();
        let read = fs::File::open(path).and_then(|mut file| io::copy(&mut file, &mut hash));
        read.is_ok() && hash.finalize().to_hex().as_str() == self.hash
    }
}

/// Whether `path` is below the folder `top`.
pub(super) fn is_in(path: &str, top: &str) -> bool {
    path.split_once('/').is_some_and(|(first, _)| first == top)
}

/// What is in `folder`, and whether it is a folder; nothing where there is no such folder.
pub(super) fn list(folder: &Path) -> io::Result<Vec<(String, bool)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let named = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        let name =
            entry.file_name().into_string().map_err(|name| io::Error::other(format!("a name is not Unicode: {}", name.display())))?;
        Ok((name, entry.file_type()?.is_dir()))
    };
    entries.map(named).collect()
}
