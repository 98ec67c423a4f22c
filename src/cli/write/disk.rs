//! cli/write/disk: the few things that writing outputs does to a disk, as a trait: a test stands in for a disk that fails at any of them.
#![expect(clippy::disallowed_methods, reason = "writing files is this module's job")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Changes to a disk, from several threads at once. Each is done or has failed when it returns; a write that fails may leave a part.
pub(super) trait Disk: Sync {
    /// Makes the folder and those above it.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a file, which is written then.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send + '_>>;
    /// Waits until what was written into a file is on the disk.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Makes the file `from` stand at `to` too.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or a folder; a file at `to` is replaced at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders at once; fails where the system cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all in it.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub(super) struct Real;

impl Disk for Real {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send + '_>> {
        Ok(Box::new(File::create(path)?))
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows brings to the disk only what may be written.
        OpenOptions::new().write(true).open(path)?.sync_data()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            // Some disks (FAT) have no second names.
            Err(_) => fs::copy(from, to).map(drop),
            done => done,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows opens no folder as a file, and keeps names without being asked.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
