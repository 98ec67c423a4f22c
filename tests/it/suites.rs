//! Suites of other projects stay outside the repository: where `MULU_SUITES` names no folder their tests skip and say so, where it names one they fail
//! over what is missing in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What a test says that finds no suites.
const SKIPPED: &str = "MULU_SUITES is not set: skipped";

/// Tests of the same files that need no suite; and this one, which may not run itself.
const OTHERS: [&str; 6] = ["suites::", "names_kept", "traditional", "western", "the_five", "places"];

/// What the suite tests print, by their names, with the suites at `folder`.
fn ran(folder: Option<&Path>) -> BTreeMap<String, String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["suite_", "--nocapture", "--test-threads=1"]).args(OTHERS.iter().flat_map(|other| ["--skip", other]));
    command.env_remove("MULU_SUITES").env_remove("UPDATE").env("RUST_BACKTRACE", "0").envs(folder.map(|folder| ("MULU_SUITES", folder)));
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let tests = text.split("test suite_").skip(1).filter_map(|said| said.split_once(" ... "));
    tests.map(|(name, said)| (name.to_owned(), said.to_owned())).collect()
}

#[test]
fn what_is_named_and_missing_fails() {
    let nothing = tempfile::tempdir().unwrap();
    let (without, missing) = (ran(None), ran(Some(nothing.path())));
    assert!(without.len() >= 6, "{without:?}");
    assert!(without.values().all(|said| said.contains(SKIPPED) && !said.contains("FAILED")), "{without:?}");
    assert!(missing.values().all(|said| said.contains("FAILED") && !said.contains(SKIPPED)), "{missing:?}");
    assert!(without.keys().eq(missing.keys()));
}
