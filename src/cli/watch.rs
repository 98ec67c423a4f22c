//! cli/watch: waits until the files of a folder have changed, by looking again and again: that works on every disk, network drives included.

use super::stop::Stop;
use crate::error::Error;
use crate::ingest::{Signature, signature};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// A folder that is watched.
pub(super) struct Watch {
    folder: PathBuf,
    known: Signature,
}

const BETWEEN: Duration = Duration::from_millis(500);

impl Watch {
    /// Watches `folder` from now on.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        Ok(Watch { folder: folder.to_owned(), known: signature(folder)? })
    }

    /// Waits until the folder has changed and changes no more, so that no file is read while it is copied; or until the program is asked to end.
    pub(super) fn wait(&mut self, stop: &Stop) -> Result<(), Error> {
        let mut last = self.known.clone();
        while !stop.is_asked() {
            sleep(BETWEEN);
            let now = signature(&self.folder)?;
            if now == last && now != self.known {
                self.known = now;
                return Ok(());
            }
            last = now;
        }
        Ok(())
    }
}
