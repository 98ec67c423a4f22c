//! cli/write/staging: files as they are made, into the folder beside the outputs and to the disk.

use super::Outputs;
use super::journal::Entry;
use crate::error::{Doing, Error};
use crate::output::{Content, Files};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// Makes all files of a run.
pub(in crate::cli) type Make<'a> = dyn Fn(&dyn Files) -> Result<(), Error> + Sync + 'a;

/// What was staged: the files by path, and the folders they are in.
pub(super) struct Staged {
    pub(super) files: Vec<Entry>,
    pub(super) folders: BTreeSet<PathBuf>,
}

/// Takes the files of a run. What is written goes on to a thread that waits for the disk, so that nobody who makes files has to.
struct Staging<'a> {
    outputs: &'a Outputs<'a>,
    written: Sender<PathBuf>,
    files: Mutex<Vec<Entry>>,
    folders: Mutex<BTreeSet<PathBuf>>,
}

/// Bytes that are hashed and written at once.
const AT_ONCE: usize = 1 << 18;

/// Stages what `make` makes; all of it is on the disk then, apart from the names in `folders`.
pub(super) fn stage(outputs: &Outputs<'_>, make: &Make<'_>, folders: BTreeSet<PathBuf>) -> Result<Staged, Error> {
    std::thread::scope(|scope| {
        let (written, to_sync) = channel();
        let synced = scope.spawn(move || sync(outputs, &to_sync));
        let staging = Staging { outputs, written, files: Mutex::default(), folders: Mutex::new(folders) };
        let made = make(&staging);
        let Staging { written, files, folders, .. } = staging;
        drop(written);
        let synced = synced.join().unwrap_or_else(|_| Err(Error::output("the outputs", "the thread that waits for the disk has failed")));
        made.and(synced)?;
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort();
        Ok(Staged { files, folders: folders.into_inner().unwrap_or_else(PoisonError::into_inner) })
    })
}

/// Brings files to the disk until no more come.
fn sync(outputs: &Outputs<'_>, written: &Receiver<PathBuf>) -> Result<(), Error> {
    written.iter().try_for_each(|path| outputs.disk.sync_file(&path).map_err(|error| Error::file(Doing::Write, &path, error)))
}

impl Files for Staging<'_> {
    fn add(&self, path: &str, content: &mut Content<'_>) -> Result<(), Error> {
        let target = self.outputs.next(path);
        self.outputs.make_parents(&target, &mut self.folders.lock().unwrap_or_else(PoisonError::into_inner))?;
        let failed = |error| Error::file(Doing::Write, &target, error);
        let mut file = Hashed::new(self.outputs.disk.create(&target).map_err(failed)?);
        let mut buffer = BufWriter::with_capacity(AT_ONCE, &mut file);
        let made = content(&mut buffer);
        let flushed = buffer.flush();
        drop(buffer);
        if let Some(error) = file.failed {
            return Err(failed(error));
        }
        made?;
        flushed.map_err(failed)?;
        let entry = Entry::new(path, &file.hash.finalize());
        drop(file.inner);
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        // Where nobody takes it, bringing an earlier file to the disk has failed: the run ends with that.
        let _ = self.written.send(target);
        Ok(())
    }
}

/// A file that is hashed while it is written. Formats tell in words of their own that they could not write; the reason is kept here.
struct Hashed<'a> {
    inner: Box<dyn Write + Send + 'a>,
    hash: blake3::Hasher,
    failed: Option<io::Error>,
}

impl<'a> Hashed<'a> {
    fn new(inner: Box<dyn Write + Send + 'a>) -> Self {
        Hashed { inner, hash: blake3::Hasher::new(), failed: None }
    }

    fn keep<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.inner.write_all(bytes);
        self.keep(done)?;
        self.hash.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.keep(done)
    }
}
