//! cli/cache/build: the build script: a number that changes with every source from which the per-document stages are made.
//!
//! Nobody has to remember to raise a version: a program whose stages may read otherwise does not find what another one kept.
#![expect(clippy::disallowed_methods, reason = "a build script reads what it is built from")]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Modules behind the border between the stages of one document and those of all: what they make is not kept.
const BEHIND: [&str; 7] = ["align", "check", "output", "report", "cli", "pipeline.rs", "main.rs"];

fn main() -> io::Result<()> {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    for entry in fs::read_dir("src")? {
        let entry = entry?;
        if !BEHIND.iter().any(|name| entry.file_name() == *name) {
            enter(&entry.path(), &mut files)?;
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        // A packaged crate may come without its lock file.
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rustc-env=MULU_STAGES={:016x}", hasher.finish());
    Ok(())
}

/// The files at `path` and below.
fn enter(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        enter(&entry?.path(), files)?;
    }
    Ok(())
}
