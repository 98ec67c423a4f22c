//! cli/write: files to disk, all of a run or none: whenever it is stopped, the old outputs are whole or the new ones are.
//!
//! All files are written into a folder beside the outputs and brought to the disk. Then one small file, the journal, names them with their hashes: from
//! here on the new outputs count. Then each top folder (`normalized`, `reports`) is exchanged for the new one at once, and the journal becomes the list of
//! what stands there. A run that was stopped before the journal leaves the old outputs and something to sweep; one that was stopped behind it is
//! finished by the next. Where a system cannot exchange folders, files are moved one by one, and the journal finishes that too.

mod disk;
mod journal;
mod lock;
mod staging;
#[cfg(test)]
mod tests;

pub(super) use lock::Lock;

use crate::error::{Doing, Error};
use disk::{Disk, Real};
use journal::{Entry, Journal};
use staging::{Make, Staged};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder beside the outputs that holds what a run needs for itself; hidden, so that no later run takes it for documents.
pub(super) const OWN: &str = ".mulu";
const NEXT: &str = "next";
const JOURNAL: &str = "journal.json";
const WRITTEN: &str = "written.json";

/// Writes the files that `make` makes below `folder`: all, or none. Other files in the same folders stay; files that an earlier run wrote and this one did
/// not make go.
pub(super) fn write(_lock: &Lock, folder: &Path, make: &Make<'_>) -> Result<(), Error> {
    Outputs { disk: &Real, folder }.replace(make)
}

/// Finishes what a run that was stopped has begun. Whether there was something to finish.
pub(super) fn recover(_lock: &Lock, folder: &Path) -> Result<bool, Error> {
    Outputs { disk: &Real, folder }.recover()
}

/// Whether a run was stopped in `folder` whose outputs are complete and not yet in their place.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    folder.join(OWN).join(JOURNAL).is_file()
}

/// The outputs of a folder on a disk.
struct Outputs<'a> {
    disk: &'a dyn Disk,
    folder: &'a Path,
}

impl Outputs<'_> {
    fn replace(&self, make: &Make<'_>) -> Result<(), Error> {
        self.recover()?;
        let journal = match self.stage(make) {
            Ok(journal) => journal,
            Err(error) => {
                self.give_up();
                return Err(error);
            }
        };
        self.place(&journal, false)
    }

    fn recover(&self) -> Result<bool, Error> {
        let journal = Journal::read(&self.own(JOURNAL)).map_err(|error| Error::file(Doing::Read, &self.own(JOURNAL), error))?;
        let unfinished = journal.is_some();
        if let Some(journal) = journal {
            self.place(&journal, true)?;
        }
        self.sweep().map_err(|error| Error::file(Doing::Remove, &self.own(NEXT), error))?;
        Ok(unfinished)
    }

    /// Writes everything beside the outputs, then the journal. Until that stands, nothing has changed.
    fn stage(&self, make: &Make<'_>) -> Result<Journal, Error> {
        let Staged { files, mut folders } = staging::stage(self, make, BTreeSet::from([self.own(NEXT)]))?;
        let before = self.written();
        let mut journal = Journal { files, kept: Vec::new(), gone: Vec::new() };
        let made: BTreeSet<&str> = journal.files.iter().map(|entry| entry.path.as_str()).collect();
        let ours: BTreeSet<&str> = before.iter().map(|entry| entry.path.as_str()).collect();
        let tops = journal.tops();
        let there = self.files_there(&tops)?;
        let (gone, kept): (Vec<String>, Vec<String>) =
            there.into_iter().filter(|path| !made.contains(path.as_str())).partition(|path| ours.contains(path.as_str()));
        for path in &kept {
            let (from, to) = (self.folder.join(path), self.next(path));
            self.make_parents(&to, &mut folders)?;
            self.disk.link(&from, &to).map_err(|error| Error::file(Doing::Keep, &from, error))?;
        }
        (journal.kept, journal.gone) = (kept, gone);
        for folder in &folders {
            self.disk.sync_folder(folder).map_err(|error| Error::file(Doing::WriteInto, folder, error))?;
        }
        self.put(JOURNAL, &journal)?;
        Ok(journal)
    }

    /// Leaves nothing of a run that could not stage its files; the disk may be full. Where a journal stands and stays, what it names stays too.
    fn give_up(&self) {
        let journal = self.own(JOURNAL);
        if journal.symlink_metadata().is_err() || self.disk.remove_file(&journal).is_ok() {
            let _ = self.sweep();
        }
    }

    /// Puts what is staged in its place; `again` after a run that was stopped, of which nobody knows how far it came.
    fn place(&self, journal: &Journal, again: bool) -> Result<(), Error> {
        for top in journal.tops() {
            let (staged, there) = (self.own(NEXT).join(&top), self.folder.join(&top));
            if again && journal.is_whole(&top, self.folder) {
                continue;
            }
            if again && !journal.is_whole(&top, &self.own(NEXT)) {
                self.move_files(journal, &top)?;
                continue;
            }
            let placed =
                if there.symlink_metadata().is_ok() { self.disk.exchange(&staged, &there) } else { self.disk.rename(&staged, &there) };
            if placed.is_err() {
                self.move_files(journal, &top)?;
            }
        }
        self.disk.sync_folder(self.folder).map_err(|error| Error::file(Doing::WriteInto, self.folder, error))?;
        let (from, to) = (self.own(JOURNAL), self.own(WRITTEN));
        self.disk.rename(&from, &to).map_err(|error| Error::file(Doing::Write, &to, error))?;
        // The outputs stand; what is left of the old ones is swept by the next run if not now.
        let _ = self.sweep();
        Ok(())
    }

    /// Moves the files of one top folder one by one; those that stand in their place already are left.
    fn move_files(&self, journal: &Journal, top: &str) -> Result<(), Error> {
        let mut folders = BTreeSet::new();
        for entry in journal.files.iter().filter(|entry| entry.is_in(top)) {
            let (from, to) = (self.next(&entry.path), self.folder.join(&entry.path));
            if entry.is_at(&to) {
                continue;
            }
            if !entry.is_at(&from) {
                let (from, own) = (from.display(), self.own(""));
                let own = own.display();
                return Err(Error::usage([
                    format!("could not make {}: {from} was changed after a run that was stopped: remove {own} and run again", entry.path),
                    format!("无法生成 {}：上次运行中断后 {from} 被改动；请删除 {own} 后重新运行", entry.path),
                ]));
            }
            self.make_parents(&to, &mut folders)?;
            self.disk.rename(&from, &to).map_err(|error| Error::file(Doing::Write, &to, error))?;
        }
        for path in journal.gone.iter().filter(|path| journal::is_in(path, top)) {
            let path = self.folder.join(path);
            if path.symlink_metadata().is_ok() {
                self.disk.remove_file(&path).map_err(|error| Error::file(Doing::Remove, &path, error))?;
            }
        }
        for folder in &folders {
            self.disk.sync_folder(folder).map_err(|error| Error::file(Doing::WriteInto, folder, error))?;
        }
        Ok(())
    }

    /// Removes what was written beside the outputs.
    fn sweep(&self) -> io::Result<()> {
        let next = self.own(NEXT);
        if next.symlink_metadata().is_ok() { self.disk.remove_folder(&next) } else { Ok(()) }
    }

    /// What the last whole run wrote. A list that cannot be read is none: then its files are kept, whoever made them.
    fn written(&self) -> Vec<Entry> {
        Journal::read(&self.own(WRITTEN)).ok().flatten().map(|journal| journal.files).unwrap_or_default()
    }

    /// The files in the folders `tops`, as paths with `/`.
    fn files_there(&self, tops: &BTreeSet<String>) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        let mut open: Vec<String> = tops.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let folder = self.folder.join(&name);
            for (inner, is_folder) in journal::list(&folder).map_err(|error| Error::file(Doing::ReadFolder, &folder, error))? {
                let path = format!("{name}/{inner}");
                if is_folder {
                    open.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Writes a journal as `name`, at once.
    fn put(&self, name: &str, journal: &Journal) -> Result<(), Error> {
        let (path, beside, own) = (self.own(name), self.own(NEXT).join(name), self.own(""));
        let bytes = journal.bytes()?;
        let written = self.disk.create(&beside).and_then(|mut file| file.write_all(&bytes)).and_then(|()| self.disk.sync_file(&beside));
        written.map_err(|error| Error::file(Doing::Write, &beside, error))?;
        self.disk.rename(&beside, &path).map_err(|error| Error::file(Doing::Write, &path, error))?;
        self.disk.sync_folder(&own).map_err(|error| Error::file(Doing::WriteInto, &own, error))
    }

    /// Makes the folders above `path`, and notes them.
    fn make_parents(&self, path: &Path, folders: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
        let Some(parent) = path.parent() else { return Ok(()) };
        if folders.insert(parent.to_owned()) {
            self.disk.make_folder(parent).map_err(|error| Error::file(Doing::MakeFolder, parent, error))?;
        }
        Ok(())
    }

    fn own(&self, name: &str) -> PathBuf {
        let own = self.folder.join(OWN);
        if name.is_empty() { own } else { own.join(name) }
    }

    fn next(&self, path: &str) -> PathBuf {
        self.own(NEXT).join(path)
    }
}
