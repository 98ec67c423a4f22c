//! cli/write/tests: a disk that fails at every single change of a small run; whenever it does, the old outputs are whole or the new ones are.
#![expect(clippy::disallowed_methods, reason = "the outputs are looked at as files")]

use super::*;
use crate::output::{File, Files};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tempfile::TempDir;

/// What happens at the change with the number `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// It fails, and nothing after it is done: the power is gone.
    Before,
    /// It is done, and nothing after it.
    After,
    /// A part of what is written is on the disk, and nothing after it is done.
    Torn,
    /// It fails, and what comes after it works: the disk was full for a moment.
    Once,
}

/// A disk that fails at one of its changes.
struct Failing {
    at: usize,
    failure: Failure,
    /// Whether the system can exchange folders.
    exchanges: bool,
    done: AtomicUsize,
    is_dead: AtomicBool,
}

impl Failing {
    fn new(at: usize, failure: Failure, exchanges: bool) -> Self {
        Failing { at, failure, exchanges, done: AtomicUsize::new(0), is_dead: AtomicBool::new(false) }
    }

    fn change<T>(&self, change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.change_or_tear(change, || Ok(()))
    }

    /// As `change`; `tear` does a part of it.
    fn change_or_tear<T>(&self, change: impl FnOnce() -> io::Result<T>, tear: impl FnOnce() -> io::Result<()>) -> io::Result<T> {
        let failed = || Err(io::ErrorKind::StorageFull.into());
        if self.is_dead.load(Ordering::SeqCst) {
            return failed();
        }
        let number = self.done.fetch_add(1, Ordering::SeqCst);
        if number != self.at {
            return change();
        }
        self.is_dead.store(self.failure != Failure::Once, Ordering::SeqCst);
        match self.failure {
            Failure::After => drop(change()?),
            Failure::Torn => tear()?,
            Failure::Before | Failure::Once => {}
        }
        failed()
    }
}

impl Disk for Failing {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.change(|| Real.make_folder(folder))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send + '_>> {
        let file = self.change(|| Real.create(path))?;
        Ok(Box::new(FailingFile { disk: self, file }))
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.change(|| Real.sync_file(path))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|| Real.link(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        // Without the exchange of folders, one cannot be moved onto another either.
        self.change(|| Real.rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.exchanges {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.change(|| Real.exchange(one, other))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.change(|| Real.remove_file(path))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.change(|| Real.remove_folder(folder))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.change(|| Real.sync_folder(folder))
    }
}

/// A file on a disk that fails.
struct FailingFile<'a> {
    disk: &'a Failing,
    file: Box<dyn Write + Send + 'a>,
}

impl Write for FailingFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = RefCell::new(&mut self.file);
        let write = |bytes: &[u8]| file.borrow_mut().write_all(bytes);
        self.disk.change_or_tear(|| write(bytes), || write(&bytes[..bytes.len() / 2]))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

type Contents = BTreeMap<String, Vec<u8>>;

fn files(names: &[&str], text: &str) -> Vec<File> {
    names.iter().map(|name| File { path: (*name).to_owned(), bytes: format!("{text} of {name}").into_bytes() }).collect()
}

fn old() -> Vec<File> {
    files(&["normalized/items.jsonl", "normalized/dataset.json", "reports/gap.md", "reports/unmatched/facets.toml"], "old")
}

/// Without dataset.json, which must go, and with a file that the old run did not make.
fn new() -> Vec<File> {
    files(&["normalized/items.jsonl", "normalized/run.json", "reports/gap.md", "reports/more/gap.json"], "new")
}

/// Adds `made`, one after another.
fn make(made: Vec<File>) -> impl Fn(&dyn Files) -> Result<(), Error> {
    let write = |file: &File, to: &mut dyn Write| to.write_all(&file.bytes).map_err(|error| Error::output(file.path.as_str(), error));
    move |files| made.iter().try_for_each(|file| files.add(&file.path, &mut |to| write(file, to)))
}

/// A folder with the old outputs, and a file of somebody else.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    Outputs { disk: &Real, folder: folder.path() }.replace(&make(old())).unwrap();
    fs::write(folder.path().join("normalized/mine.txt"), "mine").unwrap();
    folder
}

fn contents(folder: &Path, top: &str) -> Contents {
    let outputs = Outputs { disk: &Real, folder };
    let paths = outputs.files_there(&[top.to_owned()].into()).unwrap();
    paths.into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}

fn expected(files: &[File], top: &str) -> Contents {
    let own = files.iter().filter(|file| journal::is_in(&file.path, top)).map(|file| (file.path.clone(), file.bytes.clone()));
    let mine = (top == "normalized").then(|| ("normalized/mine.txt".to_owned(), b"mine".to_vec()));
    own.chain(mine).collect()
}

/// For each top folder whether it is new; fails where one is a mixture.
fn is_new(folder: &Path, case: &str) -> [bool; 2] {
    ["normalized", "reports"].map(|top| {
        let found = contents(folder, top);
        let (old, new) = (expected(&old(), top), expected(&new(), top));
        assert!(found == old || found == new, "{case}: {top} is a mixture: {:?}", found.keys());
        found == new
    })
}

/// Calls `check` for every change at which a run can fail, and every way to fail; returns how many there were.
fn every_failure(exchanges: bool, check: impl Fn(&TempDir, bool, &str)) -> usize {
    let mut cases = 0;
    for failure in [Failure::Before, Failure::After, Failure::Torn, Failure::Once] {
        for at in 0.. {
            let (folder, disk) = (folder(), Failing::new(at, failure, exchanges));
            let ended = Outputs { disk: &disk, folder: folder.path() }.replace(&make(new()));
            if disk.done.load(Ordering::SeqCst) <= at {
                assert!(ended.is_ok());
                break;
            }
            cases += 1;
            check(&folder, ended.is_ok(), &format!("{failure:?} at {at}"));
        }
    }
    cases
}

/// What a later run finds and leaves: everything old or everything new, then the new, and nothing beside it.
fn go_on(folder: &Path, case: &str) {
    let outputs = Outputs { disk: &Real, folder };
    outputs.recover().unwrap();
    let [normalized, reports] = is_new(folder, case);
    assert_eq!(normalized, reports, "{case}: one folder is new");
    outputs.replace(&make(new())).unwrap();
    assert_eq!(is_new(folder, case), [true, true], "{case}");
    let own: Vec<String> = journal::list(&folder.join(OWN)).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(own, [WRITTEN], "{case}");
}

#[test]
fn a_disk_that_fails_at_any_change_leaves_whole_folders() {
    let cases = every_failure(cfg!(any(target_os = "linux", target_os = "macos")), |folder, is_well, case| {
        let is_new = is_new(folder.path(), case);
        assert!(!is_well || is_new == [true, true], "{case}: a run that failed calls itself well");
        go_on(folder.path(), case);
    });
    assert!(cases > 60, "{cases}");
}

#[test]
fn where_folders_cannot_be_exchanged_the_next_run_finishes() {
    let cases = every_failure(false, |folder, is_well, case| {
        assert!(!is_well || is_new(folder.path(), case) == [true, true], "{case}");
        go_on(folder.path(), case);
    });
    assert!(cases > 60, "{cases}");
}

#[test]
fn what_somebody_changed_after_a_stop_is_not_taken_for_an_output() {
    let folder = folder();
    let disk = Failing::new(usize::MAX, Failure::Before, false);
    let outputs = Outputs { disk: &disk, folder: folder.path() };
    outputs.stage(&make(new())).unwrap();
    fs::write(outputs.next("normalized/items.jsonl"), "forged").unwrap();
    let error = outputs.recover().unwrap_err().to_string();
    assert!(error.contains("was changed after a run that was stopped"), "{error}");
    assert_eq!(is_new(folder.path(), "forged"), [false, false]);
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = Lock::take(folder.path()).unwrap();
    let refused = Lock::take(folder.path()).err().unwrap().to_string();
    assert!(refused.contains("another run writes into"), "{refused}");
    drop(first);
    assert!(Lock::take(folder.path()).is_ok());
}
