//! Rules about the code. Each failure says what to do.

use crate::made::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The modules of `src`, in the order of the flow: a module names only modules before it.
const FLOW: [&str; 29] = [
    "error",
    "text",
    "evidence",
    "pool",
    "field",
    "finding",
    "item",
    "lines",
    "result",
    "ledger",
    "tables",
    "encoding",
    "recognise",
    "boxes",
    "ingest",
    "decode",
    "structure",
    "fields",
    "document",
    "corrections",
    "align",
    "check",
    "output",
    "changes",
    "report",
    "pipeline",
    "cli",
    "lib",
    "main",
];

/// What names a later module all the same: file, module named, why.
const AGAINST_THE_FLOW: [(&str, &str, &str); 1] =
    [("src/check/sample.rs", "pipeline", "tests of checks read their samples by the whole flow")];

/// Where each third-party crate may be used: beginnings of paths; "" is everywhere; none where a crate is named only for its features.
const CRATES: [(&str, &[&str]); 49] = [
    ("ahash", &["src/evidence", "src/decode/", "src/structure/", "src/fields/", "src/check/", "src/tables/known.rs"]),
    ("aho_corasick", &["src/tables/"]),
    ("arcstr", &["src/evidence.rs"]),
    ("blake3", &["src/tables/", "src/fields/", "src/align/", "src/output/", "src/corrections.rs", "src/cli/"]),
    ("calamine", &["src/decode/", "src/cli/review/", "tests/"]),
    ("cfb", &["src/decode/", "tests/"]),
    ("chardetng", &["src/encoding/"]),
    ("clap", &["src/cli/"]),
    ("console", &["src/cli/"]),
    ("csv", &["src/tables/", "src/decode/", "src/output/tests.rs", "src/cli/grids.rs", "src/cli/review.rs", "tests/"]),
    ("encoding_rs", &["src/encoding/", "src/decode/", "tests/"]),
    ("ignore", &["src/ingest/", "tests/"]),
    ("indicatif", &["src/cli/"]),
    ("jiff", &["src/ingest/", "src/structure/", "src/fields/", "src/corrections.rs", "src/check/", "src/tables/", "src/cli/"]),
    ("jsonschema", &["tests/", "src/output/tests.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("minijinja", &["src/report/"]),
    ("num_traits", &[]),
    ("office_oxide", &["src/decode/"]),
    ("pinyin", &["src/tables/"]),
    ("polars", &["src/output/frame.rs", "src/output/tests.rs"]),
    ("polars_io", &["src/output/frame.rs"]),
    ("postcard", &["src/pool.rs", "src/lines.rs"]),
    ("quick_xml", &["src/decode/"]),
    ("rayon", &["src/pipeline.rs", "src/align/", "src/check/mod.rs", "src/output/", "src/report/", "src/cli/run.rs", "tests/"]),
    ("regex_automata", &[]),
    ("regex", &["src/tables/", "src/structure/", "src/fields/", "src/check/", "src/report/", "src/recognise.rs"]),
    ("rusqlite", &["src/output/sqlite.rs", "tests/"]),
    ("rust_xlsxwriter", &["src/report/", "tests/"]),
    ("scraper", &["src/decode/"]),
    ("rustix", &["src/cli/worker.rs", "src/cli/write/disk.rs", "tests/"]),
    ("schemars", &["src/output/"]),
    ("serde", &[""]),
    ("serde_json", &["src/tables/", "src/output/", "src/changes/", "src/report/", "src/cli/", "tests/"]),
    ("sha2", &["src/ingest/"]),
    ("signal_hook", &["src/cli/stop.rs"]),
    ("similar", &["src/report/difference.rs"]),
    ("smallvec", &["src/tables/"]),
    ("strsim", &["src/tables/", "src/fields/", "src/align/", "src/check/"]),
    ("tempfile", &["src/cli/", "src/output/sqlite.rs", "tests/"]),
    ("tracing", &["src/cli/"]),
    ("tracing_subscriber", &["src/cli/log.rs"]),
    ("toml", &["src/tables/", "src/ingest/", "src/corrections.rs", "src/cli/review/", "tests/"]),
    ("unicode_normalization", &["src/text.rs"]),
    ("unicode_width", &["src/structure/", "src/report/", "src/cli/"]),
    ("zip", &["src/decode/", "src/ingest/", "tests/"]),
    ("zstd", &["src/lines.rs"]),
    ("mulu", &["src/main.rs", "tests/"]),
    ("std", &[""]),
];

/// The longest source file, in lines.
const MOST_LINES: usize = 500;

#[test]
fn data_flows_one_way() {
    let mut broken = Vec::new();
    let mut excused = BTreeSet::new();
    for (path, text) in sources("src") {
        let own =
            rank(module_of(&path)).unwrap_or_else(|| panic!("{path}: enter the module in FLOW of tests/it/rules.rs, where it belongs"));
        for named in modules_named(&text) {
            let Some(other) = rank(named) else { continue };
            match AGAINST_THE_FLOW.iter().position(|(file, module, _)| *file == path && *module == named) {
                Some(entry) => drop(excused.insert(entry)),
                None if other > own => {
                    broken.push(format!("{path} names crate::{named}, which comes later in the flow: move what both need below both"))
                }
                None => {}
            }
        }
    }
    for (entry, (file, module, _)) in AGAINST_THE_FLOW.iter().enumerate().filter(|(entry, _)| !excused.contains(entry)) {
        broken.push(format!("{file} does not name {module} any more: take entry {entry} out of AGAINST_THE_FLOW"));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn lib_lists_every_module_group_by_group_in_flow_order() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let groups: Vec<Vec<usize>> =
        text.split("\n\n").map(|group| modules_declared(group).collect()).filter(|group: &Vec<_>| !group.is_empty()).collect();
    for pair in groups.windows(2) {
        let (last, first) = (pair[0].iter().max().unwrap(), pair[1].iter().min().unwrap());
        assert!(last < first, "src/lib.rs: `{}` stands in a group before `{}`, against the flow", FLOW[*last], FLOW[*first]);
    }
    let declared = groups.iter().map(Vec::len).sum::<usize>();
    assert_eq!(declared, FLOW.len() - 2, "src/lib.rs and FLOW of tests/it/rules.rs list different modules");
}

#[test]
fn crates_are_used_only_where_they_belong() {
    let mut broken = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        for (name, homes) in CRATES.iter().filter(|(name, _)| uses_crate(&text, name)) {
            if !homes.iter().any(|home| path.starts_with(home)) {
                broken.push(format!(
                    "{path} uses {name}, which belongs in {}: move the code there, or decide anew in CRATES",
                    homes.join(", ")
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_dependency_has_a_home() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let sections = [&manifest["dependencies"], &manifest["dev-dependencies"], &manifest["target"]["cfg(unix)"]["dependencies"]];
    for section in sections {
        for name in section.as_table().unwrap().keys() {
            let name = name.replace('-', "_");
            assert!(CRATES.iter().any(|(known, _)| *known == name), "{name}: say in CRATES of tests/it/rules.rs where it may be used");
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let mut broken = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        if !text.starts_with("//! ") {
            broken.push(format!("{path} does not begin with a module comment (`//!`): say what goes in and what comes out"));
        }
        if text.lines().count() > MOST_LINES {
            broken.push(format!("{path} has more than {MOST_LINES} lines: cut it where its parts meet"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_is_left_to_do_or_allowed_without_a_reason() {
    let mut broken = Vec::new();
    let unfinished =
        [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!("), concat!("TO", "DO"), concat!("FIX", "ME")];
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        for word in unfinished.iter().filter(|word| text.contains(**word)) {
            broken.push(format!("{path}: {word} is left: finish it or take it out"));
        }
        for part in
            text.split("#[").chain(text.split("#![")).skip(1).filter(|part| part.starts_with("allow(") || part.starts_with("expect("))
        {
            if !part.split("]").next().is_some_and(|inside| inside.contains("reason = ")) {
                let lint: String = part.chars().take(50).collect();
                broken.push(format!("{path}: `{lint}` has no reason: write why"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_tracked_file_names_a_machine() {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let Some(listed) = listed.ok().filter(|output| output.status.success()) else {
        println!("no git here: skipped");
        return;
    };
    let machine = ["work", "home", "root", "Users"].map(|folder| format!("/{folder}/"));
    let names = String::from_utf8(listed.stdout).unwrap();
    let mut broken = Vec::new();
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let text = String::from_utf8_lossy(&fs::read(root().join(name)).unwrap_or_default()).into_owned();
        let is_path = |at: usize| before(&text, at).is_none_or(|before| !before.is_alphanumeric() && !"/.-_}".contains(before));
        for folder in machine.iter().filter(|folder| text.match_indices(folder.as_str()).any(|(at, _)| is_path(at))) {
            broken.push(format!("{name} has a path that begins with {folder}: take it out"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_check_has_a_case_in_which_it_fires() {
    let mut fired = BTreeSet::new();
    for case in fs::read_dir(root().join("tests/cases")).unwrap() {
        let text = fs::read_to_string(case.unwrap().path().join("expected.json")).unwrap_or_default();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let findings = expected["findings"].as_array().cloned().unwrap_or_default();
        fired.extend(findings.iter().filter_map(|finding| Some(finding.as_str()?.split(' ').next()?.to_owned())));
    }
    let checks = sources("src/check");
    let codes = checks.iter().filter_map(|(_, text)| text.split_once("const CHECK: Check = Check { code: \"")?.1.split('"').next());
    let without: Vec<&str> = codes.filter(|code| !fired.contains(*code)).collect();
    assert!(without.is_empty(), "make a case in tests/cases in which these checks tell something: {without:?}");
}

#[test]
fn licences_of_data_stand_beside_them() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "src/tables/divisions.LICENSE"] {
        assert!(root().join(name).is_file(), "{name} is missing");
    }
}

/// The Rust files below `folder`, as paths relative to the project with `/`, and their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((relative(&path), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The top module a file belongs to.
fn module_of(path: &str) -> &str {
    let inner = path.trim_start_matches("src/");
    inner.split(['/', '.']).next().unwrap_or(inner)
}

fn rank(module: &str) -> Option<usize> {
    FLOW.iter().position(|known| *known == module)
}

/// The top modules that a text names as `crate::module`; in lists (`crate::{a, b}`) too.
fn modules_named(text: &str) -> BTreeSet<&str> {
    let mut named = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            match rest.strip_prefix('{') {
                Some(list) => named.extend(list.split(',').map(|one| first_word(one.trim()))),
                None => drop(named.insert(first_word(rest))),
            }
        }
    }
    named
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The character in front of the byte `at`.
fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn modules_declared(group: &str) -> impl Iterator<Item = usize> {
    group
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(|name| rank(name).unwrap_or_else(|| panic!("{name} is not in FLOW")))
}

/// Whether a text has a path into the crate `name`, or imports it.
fn uses_crate(text: &str, name: &str) -> bool {
    let (path, import) = (format!("{name}::"), format!("use {name};"));
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        let mut paths = line.match_indices(&path).map(|(at, _)| before(line, at));
        paths.any(|before| before.is_none_or(|before| !before.is_alphanumeric() && before != '_' && before != ':')) || line.trim() == import
    })
}
