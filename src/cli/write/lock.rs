//! cli/write/lock: one run at a time writes into an output folder.
#![expect(clippy::disallowed_methods, reason = "the lock is a file")]

use super::OWN;
use crate::error::{Doing, Error};
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Held while a run works for an output folder; the system lets go of it however the run ends.
pub(in super::super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `folder`, which is made where it is not there. Fails at once where another run holds it.
    pub(in super::super) fn take(folder: &Path) -> Result<Self, Error> {
        let own = folder.join(OWN);
        fs::create_dir_all(&own).map_err(|error| Error::file(Doing::MakeFolder, &own, error))?;
        let path = own.join("lock");
        let file = File::create(&path).map_err(|error| Error::file(Doing::Write, &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let folder = folder.display();
                Err(Error::usage([
                    format!("another run writes into {folder}: wait until it has ended, or name another folder with --out"),
                    format!("另一次运行正在写入 {folder}：请等它结束，或用 --out 指定另一个文件夹"),
                ]))
            }
            Err(TryLockError::Error(error)) => Err(Error::file(Doing::Lock, &path, error)),
        }
    }
}
