//! Tables of any domain: files in `tests/grids/`, and beside each what `mulu tables` prints of it. `UPDATE=1 cargo test grids` accepts what is printed now.

use crate::cli::mulu;
use crate::difference::difference;
use crate::made::root;
use std::fs;
use std::path::{Path, PathBuf};

/// The end of the name under which the grids of a file stand.
const EXPECTED: &str = "grid.csv";

#[test]
fn grids_are_recovered_as_expected() {
    let accept = std::env::var_os("UPDATE").is_some();
    let wrong: Vec<String> = files().iter().filter_map(|file| wrong(file, accept)).collect();
    assert!(wrong.is_empty(), "{} file(s) differ:\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with a file.
fn wrong(file: &Path, accept: bool) -> Option<String> {
    let name = file.file_name().unwrap().to_string_lossy();
    let expected = file.with_file_name(format!("{name}.{EXPECTED}"));
    let ran = mulu(&["tables", file.to_str().unwrap()]);
    if ran.code != 0 {
        return Some(format!("{name}: ends with {}: {}", ran.code, ran.err));
    }
    if accept {
        fs::write(expected, ran.out).unwrap();
        return None;
    }
    match fs::read_to_string(expected) {
        Err(_) => Some(format!("{name}: has no {EXPECTED}: `UPDATE=1 cargo test grids` writes it; read it before you commit it")),
        Ok(expected) => difference(&expected, &ran.out).map(|difference| format!("{name}: {difference}")),
    }
}

fn files() -> Vec<PathBuf> {
    let is_file = |path: &PathBuf| !path.to_string_lossy().ends_with(EXPECTED);
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("tests/grids")).unwrap().map(|entry| entry.unwrap().path()).filter(is_file).collect();
    files.sort();
    assert!(!files.is_empty(), "tests/grids has no file");
    files
}
