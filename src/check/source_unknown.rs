//! # source-unknown
//! **What it says.** `raw/sources.toml` says that a document is a copy of another one, or takes its place, and no document of the run has that id.
//! **Why it matters.** What the person wrote has no effect: the older document still counts.
//! **Example.** `supersedes = "002_page.txt"`, where the file is called 002_pages.txt.

use super::among::Among;
use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::finding::Finding;
use crate::tables::nearest::nearest;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "source-unknown", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    let ids: BTreeSet<&str> = among.scopes.iter().map(|scope| scope.document.source.id.as_str()).collect();
    let mut outcomes = among.outcomes();
    for (scope, outcome) in among.scopes.iter().zip(&mut outcomes) {
        let source = &scope.document.source;
        for (key, id) in [("supersedes", &source.supersedes), ("same_as", &source.same_as)] {
            match id.as_deref() {
                None => outcome.skip(),
                Some(id) if *id != *source.id && ids.contains(id) => outcome.pass(),
                Some(id) => outcome.fail(source_unknown(scope, key, id, &ids)),
            }
        }
    }
    outcomes
}

fn source_unknown(scope: &Scope, key: &str, id: &str, ids: &BTreeSet<&str>) -> Finding {
    let others = ids.iter().copied().filter(|other| *other != scope.document.source.id.as_str());
    let near = nearest(id, others);
    let finding = Finding::new("source-unknown").with("key", key).with("id", id).with("path", &scope.document.source.path);
    near.into_iter().fold(finding.with("nearest", near.unwrap_or("—")).actual(id), Finding::expected)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::agreed;

    #[test]
    fn an_id_that_no_document_has_is_told_with_the_nearest_one() {
        let table = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        let told = |entry: &str| {
            let run = agreed(&[table, &table.replace("职工", "居民")], &format!("[[source]]\npath = \"a.txt\"\n{entry}"), "");
            run.checked.findings.into_iter().filter(|finding| *finding.code == *"source-unknown").collect::<Vec<_>>()
        };
        assert!(told("supersedes = \"b.txt\"").is_empty());
        assert!(told("").is_empty());
        assert_eq!(told("supersedes = \"bb.txt\"")[0].expected.as_deref(), Some("b.txt"));
        assert_eq!(told("same_as = \"a.txt\"").len(), 1, "no document is a copy of itself");
    }
}
