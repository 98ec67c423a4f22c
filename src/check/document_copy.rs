//! # document-copy
//! **What it says.** Two files are the same, or say the same.
//! **Why it matters.** The items of both are counted, and a document cannot contradict its own copy.
//! **Example.** A page that was saved twice.

use super::among::{Among, Likeness};
use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "document-copy", version: 2, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    judge(among, |scope, original, likeness| (likeness == Likeness::Same).then(|| document_copy(scope, original)))
}

/// Asks of each document whether `finding` says anything about it and its original. What a person wrote down needs no telling.
pub(super) fn judge(among: &Among, finding: impl Fn(&Scope, &Scope, Likeness) -> Option<Finding>) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    for ((scope, original), outcome) in among.scopes.iter().zip(&among.originals).zip(&mut outcomes) {
        match original.and_then(|original| Some((original.likeness, among.scopes.get(original.document)?))) {
            None => outcome.pass(),
            Some((Likeness::Declared, _)) => outcome.skip(),
            Some((likeness, original)) => outcome.judge(finding(scope, original, likeness)),
        }
    }
    outcomes
}

fn document_copy(scope: &Scope, original: &Scope) -> Finding {
    let finding = Finding::new("document-copy").with("path", &scope.document.source.path).with("original", &original.document.source.path);
    match scope.document.source.sha256 == original.document.source.sha256 {
        true => finding,
        // What is the same then is not the files, but what they say: their first texts are shown.
        false => scope.pieces().take(1).fold(finding, |finding, piece| finding.shown(piece.raw, &piece.at)),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{checked, said};

    #[test]
    fn copies_are_told_and_not_compared() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        assert_eq!(said(&[text, text], "document-copy"), ["-: b.txt says the same as a.txt"]);
        assert_eq!(said(&[text, &text.replace('\n', "\r\n")], "document-copy"), ["2: b.txt says the same as a.txt"]);
        assert!(said(&[text, &text.replace("职工", "居民")], "document-copy").is_empty());
        let four = ["b", "c", "d"].map(|name| format!("-: {name}.txt says the same as a.txt"));
        assert_eq!(said(&[text; 4], "document-copy"), four, "each copy is told once, against the first");
        let run = checked(&[text, text]);
        let about_the_first = |finding: &&crate::finding::Finding| finding.source == Some(0) && *finding.code == *"document-copy";
        assert_eq!(run.checked.findings.iter().filter(about_the_first).count(), 0);
    }
}
