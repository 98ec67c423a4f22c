//! check/tests: the catalogue of findings against the code, and the five real documents.
#![expect(clippy::disallowed_methods, reason = "the code and the real documents are what is tested")]

use super::sample::{TABLES, checked, line_and_message};
use crate::tables::findings::Language;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The code of `src` without its tests, by path.
fn sources() -> BTreeMap<PathBuf, String> {
    fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let is_test = entry.file_stem().is_some_and(|stem| stem == "tests" || stem == "sample");
            if entry.is_dir() {
                collect(&entry, found);
            } else if entry.extension().is_some_and(|extension| extension == "rs") && !is_test {
                let text = std::fs::read_to_string(&entry).unwrap();
                found.insert(entry, text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned());
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// Codes that `code` makes findings of: named in `Finding::new`; where that is given a variable, every word with hyphens.
fn codes(code: &str) -> BTreeSet<String> {
    let direct = Regex::new(r#"Finding::new\(\s*"([a-z-]+)""#).unwrap();
    let by_variable = Regex::new(r"Finding::new\(code\)").unwrap();
    let hyphened = Regex::new(r#""([a-z]+(?:-[a-z]+)+)""#).unwrap();
    let named = if by_variable.is_match(code) { &hyphened } else { &direct };
    named.captures_iter(code).map(|captures| captures[1].to_owned()).collect()
}

fn blanks(text: &str) -> BTreeSet<String> {
    Regex::new(r"\{([a-z_]+)\}").unwrap().captures_iter(text).map(|captures| captures[1].to_owned()).collect()
}

#[test]
fn every_finding_has_its_wording_and_every_wording_its_finding() {
    let made: BTreeSet<String> = sources().values().flat_map(|code| codes(code)).collect();
    let worded: BTreeSet<String> = TABLES.findings.iter().map(|kind| kind.code.clone()).collect();
    assert_eq!(made.difference(&worded).collect::<Vec<_>>(), Vec::<&String>::new(), "add them to src/tables/findings.toml");
    assert_eq!(worded.difference(&made).collect::<Vec<_>>(), Vec::<&String>::new(), "nobody says them");
}

#[test]
fn every_blank_is_filled() {
    let sources = sources();
    for kind in TABLES.findings.iter() {
        let code: String = sources.values().filter(|code| codes(code).contains(&kind.code)).map(String::as_str).collect();
        for blank in blanks(&kind.says.en).into_iter().chain(blanks(&kind.says.zh)) {
            let name = blank.trim_end_matches("_zh");
            let filled = code.contains(&format!("\"{blank}\""))
                || (blanks(&kind.says.zh).contains(&format!("{name}_zh")) && code.contains(&format!("\"{name}\"")));
            assert!(filled, "nobody fills {{{blank}}} of {}", kind.code);
        }
        let plain = |text: &str| blanks(text).into_iter().map(|blank| blank.trim_end_matches("_zh").to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(plain(&kind.says.en), plain(&kind.says.zh), "{}", kind.code);
        for wording in [&kind.says, &kind.why, &kind.action] {
            assert!(!wording.en.trim().is_empty() && wording.zh.chars().any(crate::text::is_han), "{}", kind.code);
        }
    }
}

#[test]
fn every_check_is_listed_under_the_code_of_its_findings() {
    let sources = sources();
    for check in super::CHECKS {
        let file = format!("src/check/{}.rs", check.code.replace('-', "_").replace("_within_document", ""));
        let (_, code) = sources.iter().find(|(path, _)| path.ends_with(&file)).unwrap_or_else(|| panic!("{file} is missing"));
        assert_eq!(codes(code), BTreeSet::from([check.code.to_owned()]));
        assert!(code.starts_with(&format!("//! # {}\n", check.code)), "{file} says what it is");
    }
}

/// The documents in raw/, in path order.
fn real() -> Vec<String> {
    let raw = Path::new(env!("CARGO_MANIFEST_DIR")).join("raw");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(raw)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn the_five_documents() {
    let texts = real();
    let run = checked(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut told: BTreeSet<(u32, &str, u32)> = BTreeSet::new();
    for finding in &run.checked.findings {
        for language in [Language::English, Language::Chinese] {
            let message = TABLES.findings.message(finding, language);
            assert!(!message.contains('{'), "{message}");
        }
        let line = finding.evidence.first().and_then(|evidence| evidence.at.line()).unwrap_or(0);
        told.insert((finding.source.unwrap(), finding.code.as_str(), line));
    }
    for (source, code, line) in [
        (0, "serial-gap", 63),
        (0, "serial-gap", 143),
        (0, "column-missing", 1),
        (0, "name-variant", 53),
        (0, "element-absent", 3),
        (1, "row-shifted", 13),
        (1, "parent-differs", 34),
        (1, "citation-title-near", 21),
        (2, "mark-group-empty", 54),
        (2, "word-repeated", 44),
        (2, "punctuation-doubled", 43),
        (2, "punctuation-doubled", 44),
        (2, "punctuation-doubled", 45),
        (3, "editor-leftover", 3),
        (3, "numbering-style-changes", 123),
        (3, "numbering-repeated", 197),
        (3, "punctuation-doubled", 100),
        (3, "value-missing", 226),
        (3, "quoted-name-varies", 148),
        (4, "list-cut-off", 15),
        (4, "element-missing", 15),
        (4, "citation-number-malformed", 13),
        (4, "citation-number-malformed", 16),
        (4, "citation-number-of-another-act", 22),
        (4, "citation-differs-within-document", 16),
        (4, "place-not-in-list", 3),
    ] {
        assert!(
            told.contains(&(source, code, line)),
            "{code} in line {line} of document {source}: {:#?}",
            told.iter().filter(|told| told.0 == source).collect::<Vec<_>>()
        );
    }
    assert!(run.checked.findings.iter().map(|finding| finding.source).is_sorted());
    for (source, text) in texts.iter().enumerate() {
        println!("document {source}: {} characters", text.chars().count());
        for finding in
            run.checked.findings.iter().filter(|finding| finding.source == Some(source as u32) && *finding.code != *"marks-ambiguous")
        {
            println!("  {:?} {} {}", TABLES.findings.severity(finding), finding.code, line_and_message(finding));
        }
    }
}
