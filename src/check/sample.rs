//! check/sample: small documents through the real pipeline, for the tests of the checks.

use super::{Agreed, check};
use crate::align::align;
use crate::document;
use crate::finding::Finding;
use crate::ingest::{Manifest, raw_document};
use crate::pipeline::Run;
use crate::tables::Tables;
use crate::tables::decisions::Decisions;
use crate::tables::findings::Language;
use std::sync::LazyLock;

pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// The documents `texts`, named a.txt, b.txt …, read, aligned and checked.
pub(super) fn checked(texts: &[&str]) -> Run {
    agreed(texts, "", "")
}

/// The same with `sources.toml` and `waivers.toml`.
pub(super) fn agreed(texts: &[&str], manifest: &str, waivers: &str) -> Run {
    let manifest = Manifest::parse("sources.toml", manifest).unwrap();
    let as_of = manifest.as_of.clone();
    let agreed = Agreed::parse(&manifest, Some(waivers), as_of.as_deref(), &TABLES).unwrap();
    let read = |(name, text): (char, &&str)| {
        let raw = raw_document(&format!("{name}.txt"), text.as_bytes().to_vec(), &manifest);
        document::read(&raw, None, &TABLES, &crate::decode::decode).result
    };
    let mut findings = Vec::new();
    let mut dataset = align(('a'..).zip(texts).map(read).collect(), &Decisions::default(), &TABLES, as_of).collect(&mut findings);
    findings.extend(dataset.take_findings());
    let checked = check(&dataset, findings, &agreed, &TABLES);
    Run { dataset, checked }
}

/// The findings `code` in `texts`: line and message.
#[track_caller]
pub(super) fn said(texts: &[&str], code: &str) -> Vec<String> {
    let run = checked(texts);
    for finding in &run.checked.findings {
        assert!(!TABLES.findings.message(finding, Language::English).contains('{'), "{finding:?}");
        assert!(!TABLES.findings.message(finding, Language::Chinese).contains('{'), "{finding:?}");
    }
    run.checked.findings.iter().filter(|finding| *finding.code == *code).map(line_and_message).collect()
}

/// How often the check `code` passed, failed, did not arise and could not be made, in the first document.
pub(super) fn counted(texts: &[&str], code: &str) -> [u64; 4] {
    let run = checked(texts);
    let result = run.checked.results.iter().find(|result| *result.code == *code && result.source == Some(0)).unwrap();
    [result.passed, result.failed, result.not_applicable, result.could_not_check]
}

/// Where a finding can be seen, and what it says.
pub(super) fn line_and_message(finding: &Finding) -> String {
    let line = finding.evidence.first().and_then(|evidence| evidence.at.line()).map_or("-".into(), |line| line.to_string());
    format!("{line}: {}", TABLES.findings.message(finding, Language::English))
}
