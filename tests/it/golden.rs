//! Golden cases: folders `tests/cases/<name>/` with `raw/`, `expected.json` and `why.md`. `UPDATE=1 cargo test golden` accepts what is read now.

use crate::compact::compact;
use crate::difference::difference;
use crate::made::{Made, root};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn cases_read_as_expected() {
    let accept = std::env::var_os("UPDATE").is_some();
    let wrong: Vec<String> = cases().iter().filter_map(|case| wrong(case, accept).map(|said| format!("{}: {said}", name(case)))).collect();
    assert!(
        wrong.is_empty(),
        "{} case(s) differ. Read the differences; where the new reading is right, accept it with `UPDATE=1 cargo test golden`.\n\n{}\n",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// What is wrong with a case.
fn wrong(case: &Path, accept: bool) -> Option<String> {
    let why = fs::read_to_string(case.join("why.md")).unwrap_or_default();
    if why.trim().is_empty() {
        return Some("has no why.md: write the sentence that says why the case is there".into());
    }
    if !case.join("raw").is_dir() {
        return Some("has no raw/: put the smallest document in it that shows the thing".into());
    }
    let expected = case.join("expected.json");
    let actual = match Made::of(&case.join("raw")) {
        Ok(made) => serde_json::to_string_pretty(&compact(&made)).unwrap() + "\n",
        Err(error) => return Some(format!("does not run: {error}")),
    };
    if accept {
        fs::write(expected, actual).unwrap();
        return None;
    }
    match fs::read_to_string(expected) {
        Err(_) => Some("has no expected.json: `UPDATE=1 cargo test golden` writes it; read it before you commit it".into()),
        Ok(expected) => difference(&expected, &actual),
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "tests/cases has no case");
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}
