//! output/files: where the files of a run go, each written as it is made, so that none has to be in memory as a whole.

use crate::error::Error;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// Takes files, from several threads at once.
pub trait Files: Sync {
    /// Adds the file `path` (relative to the output folder, with `/`) of what `content` writes; called once.
    fn add(&self, path: &str, content: &mut Content<'_>) -> Result<(), Error>;
}

/// Writes what is in a file.
pub type Content<'a> = dyn FnMut(&mut (dyn Write + Send)) -> Result<(), Error> + 'a;

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path relative to the output folder, with `/` (`normalized/items.jsonl`).
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// The files that `make` adds, by path; for those who do not want them on a disk.
pub fn in_memory(make: impl FnOnce(&dyn Files) -> Result<(), Error>) -> Result<Vec<File>, Error> {
    let files = InMemory::default();
    make(&files)?;
    let mut files = files.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

#[derive(Default)]
struct InMemory(Mutex<Vec<File>>);

impl Files for InMemory {
    fn add(&self, path: &str, content: &mut Content<'_>) -> Result<(), Error> {
        let mut bytes = Vec::new();
        content(&mut bytes)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(File { path: path.to_owned(), bytes });
        Ok(())
    }
}
