//! # document-copy
//! **What it says.** Two files are the same, or say the same.
//! **Why it matters.** The items of both are counted, and a document cannot contradict its own copy.
//! **Example.** A page that was saved twice.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::finding::Finding;
use crate::text::fold;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) const CHECK: Check = Check { code: "document-copy", version: 1, run: Run::Dataset(run) };

fn run(scopes: &[Scope]) -> Vec<Outcome> {
    let originals = originals(scopes);
    let judge = |(scope, original): (&Scope, Option<&Scope>)| {
        let mut outcome = Outcome::default();
        match original {
            None => outcome.pass(),
            Some(original) if is_declared(scope, original) => outcome.skip(),
            Some(original) => outcome.fail(document_copy(scope, original)),
        }
        outcome
    };
    scopes.iter().zip(originals).map(judge).collect()
}

/// For each document the first one that is the same.
pub(super) fn originals<'a, 'b>(scopes: &'b [Scope<'a>]) -> Vec<Option<&'b Scope<'a>>> {
    let mut bytes: BTreeMap<&str, &Scope> = BTreeMap::new();
    let mut texts: BTreeMap<u64, &Scope> = BTreeMap::new();
    let mut found = Vec::with_capacity(scopes.len());
    for scope in scopes {
        let same = Some(scope.document.source.sha256.as_str()).filter(|_| scope.document.source.bytes > 0);
        let hash = hash(scope);
        let alike = || texts.get(&hash?).filter(|other| texts_of(scope).eq(texts_of(other)));
        let original = same.and_then(|same| bytes.get(same)).or_else(alike).copied();
        found.push(original);
        if original.is_none() {
            bytes.extend(same.map(|same| (same, scope)));
            if let Some(hash) = hash {
                texts.entry(hash).or_insert(scope);
            }
        }
    }
    found
}

/// All that the items say, in order, as it is compared.
fn texts_of<'a>(scope: &'a Scope) -> impl Iterator<Item = String> + 'a {
    scope.pieces.iter().map(|piece| fold(piece.raw))
}

/// A hash of all that the items say; `None` where there are none.
fn hash(scope: &Scope) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    texts_of(scope).for_each(|text| text.hash(&mut hasher));
    (!scope.pieces.is_empty()).then(|| hasher.finish())
}

/// Whether a person wrote down that the two belong together.
fn is_declared(scope: &Scope, original: &Scope) -> bool {
    let names = |one: &Scope, other: &Scope| {
        let source = &one.document.source;
        [&source.same_as, &source.supersedes].into_iter().any(|id| id.as_ref() == Some(&other.document.source.id))
    };
    names(scope, original) || names(original, scope)
}

fn document_copy(scope: &Scope, original: &Scope) -> Finding {
    let finding = Finding::new("document-copy").with("path", &scope.document.source.path).with("original", &original.document.source.path);
    match scope.document.source.sha256 == original.document.source.sha256 {
        true => finding,
        // What is the same then is not the files, but what they say: their first texts are shown.
        false => scope.pieces.first().into_iter().fold(finding, |finding, piece| finding.shown(piece.raw, piece.at)),
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
        assert_eq!(
            checked(&[text, text])
                .checked
                .findings
                .iter()
                .filter(|finding| finding.source == Some(0) && *finding.code == *"document-copy")
                .count(),
            0
        );
    }
}
