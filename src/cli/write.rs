//! cli/write: files to disk, each whole or not at all.
#![expect(clippy::disallowed_methods, reason = "writing files is this module's job")]

use crate::error::Error;
use crate::output::File;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes `files` below `folder`. A file that is there is replaced only when the new one is complete.
pub(super) fn write(folder: &Path, files: &[File]) -> Result<(), Error> {
    for file in files {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Error::file("make the folder", parent, error))?;
        let mut beside = tempfile::NamedTempFile::new_in(parent).map_err(|error| Error::file("write into", parent, error))?;
        beside.write_all(&file.bytes).map_err(|error| Error::file("write", &path, error))?;
        readable(beside.as_file()).map_err(|error| Error::file("write", &path, error))?;
        beside.persist(&path).map_err(|error| Error::file("write", &path, error.error))?;
    }
    Ok(())
}

/// Temporary files are private; what is published is for all to read.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}
