//! Damaged and hostile files: the checks of tests/fuzz over the kept corpus and the files of other tests, changed by a seeded generator.
//!
//! `MULU_SEED=7 MULU_CASES=5000 cargo test --test it fuzz -- --nocapture` runs other changes and more of them. The file at hand lies in the folder of
//! temporary files of the build (`target/tmp/fuzz-word`), also where the program was ended; a file that showed something goes into tests/fuzz/corpus.

#[path = "../fuzz/check.rs"]
mod check;
mod mutate;

use crate::made::root;
use crate::placement::generate::random::Random;
use std::any::Any;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

/// Cases of each target in a usual run.
const CASES: u64 = 200;
/// The most bytes of a seed and of a changed file, parts unpacked: larger ones only take longer, and limits on work have tests of their own.
const MOST_BYTES: usize = 60_000;

/// So many wrong cases are shown.
const MOST_SHOWN: usize = 20;

/// A target: its name in tests/fuzz, endings of the names of other tests' files that are seeds, and whether the parts of a container are changed and
/// not the container.
struct Target {
    name: &'static str,
    seeds: &'static [&'static str],
    is_packed: bool,
    check: fn(&[u8]),
}

#[test]
fn text() {
    run(&Target { name: "text", seeds: &["txt", "csv", "md"], is_packed: false, check: check::decoded });
}

#[test]
fn html() {
    run(&Target { name: "html", seeds: &["html", "htm"], is_packed: false, check: check::decoded });
}

#[test]
fn word() {
    run(&Target { name: "word", seeds: &["docx"], is_packed: true, check: check::decoded });
}

#[test]
fn open_text() {
    run(&Target { name: "open_text", seeds: &["odt"], is_packed: true, check: check::decoded });
}

#[test]
fn workbook() {
    run(&Target { name: "workbook", seeds: &["xlsx", "xlsb", "xls", "ods"], is_packed: true, check: check::decoded });
}

#[test]
fn old_word() {
    run(&Target { name: "old_word", seeds: &["doc"], is_packed: true, check: check::decoded });
}

#[test]
fn archive() {
    run(&Target { name: "archive", seeds: &["zip", "docx", "odt"], is_packed: false, check: check::archive });
}

#[test]
fn whole() {
    const SEEDS: [&str; 11] = ["txt", "csv", "md", "html", "htm", "doc", "docx", "odt", "xlsx", "xls", "ods"];
    run(&Target { name: "whole", seeds: &SEEDS, is_packed: false, check: check::whole });
}

/// Runs the check over the seeds as they are, and then over changed ones.
fn run(target: &Target) {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let (seed, cases) = (number("MULU_SEED").unwrap_or(1), number("MULU_CASES").unwrap_or(CASES));
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{}: no seeds", target.name);
    let (mut wrong, mut slowest) = (Vec::new(), (Duration::ZERO, String::new()));
    for case in 0..seeds.len() as u64 + cases {
        let mut random = Random::new(seed).fork(&format!("{} {case}", target.name));
        let bytes = match seeds.get(case as usize) {
            Some(seed) => seed.clone(),
            None => mutate::changed(&seeds, MOST_BYTES, &mut random),
        };
        let bytes = if target.is_packed { check::packed(&bytes) } else { bytes };
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", target.name)), &bytes).unwrap();
        let start = Instant::now();
        if let Err(panic) = catch_unwind(|| (target.check)(&bytes)) {
            std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}-{seed}-{case}", target.name)), &bytes).unwrap();
            wrong.push(format!("{}, seed {seed}, case {case}: {}", target.name, message(panic.as_ref())));
        }
        slowest = slowest.max((start.elapsed(), format!("case {case}, {} bytes", bytes.len())));
    }
    wrong.truncate(MOST_SHOWN);
    println!("{}: {} seeds, {cases} changed, slowest {slowest:?}", target.name, seeds.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The kept corpus of the target and the files of other tests, in the order of their paths.
fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for folder in [format!("tests/fuzz/corpus/{}", target.name), "tests/cases".into(), "tests/twins".into()] {
        let walk = ignore::WalkBuilder::new(root().join(&folder)).standard_filters(false).build().flatten();
        let is_seed = |path: &Path| path.extension().is_some_and(|ending| target.seeds.iter().any(|wanted| ending == *wanted));
        let files = walk.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).map(ignore::DirEntry::into_path);
        let mut found: Vec<_> = files.filter(|path| folder.starts_with("tests/fuzz") || is_seed(path)).collect();
        found.sort();
        paths.extend(found);
    }
    let seeds = paths.into_iter().map(|path| std::fs::read(path).unwrap());
    let seeds = seeds.map(|bytes| if target.is_packed { check::unpacked(&bytes).unwrap_or(bytes) } else { bytes });
    seeds.filter(|bytes| bytes.len() <= MOST_BYTES).collect()
}

fn message(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").chars().take(400).collect()
}
