//! # citation-title-short
//! **What it says.** A document leaves out 中华人民共和国 in the title of a law, and names other laws in full.
//! **Why it matters.** A search for the full title does not find it; the document follows two styles.
//! **Example.** 《社会保险法》 beside 《中华人民共和国政府信息公开条例》.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::Said;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Citation, TitleVerdict};
use crate::tables::laws::COUNTRY;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "citation-title-short", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut short: BTreeMap<&str, (usize, Said<Citation>, usize)> = BTreeMap::new();
    let (mut full, mut all) = (None, 0);
    for (index, item) in scope.items() {
        for said in item.legal_basis.each() {
            let citation = said.value();
            let Some(title) = citation.title.value.as_deref() else { continue };
            match citation.verdict.title {
                TitleVerdict::Short => short.entry(title).or_insert((index, said, 0)).2 += 1,
                TitleVerdict::Exact if title.starts_with(COUNTRY) => full = full.or(Some(title)),
                _ => continue,
            }
            all += 1;
        }
    }
    let Some(full) = full else {
        (0..all).for_each(|_| outcome.skip());
        return outcome;
    };
    let count: usize = short.values().map(|(.., count)| count).sum();
    (count..all).for_each(|_| outcome.pass());
    let mut short: Vec<_> = short.into_iter().map(|(title, (index, said, count))| (title, (index, said.placed(), count))).collect();
    short.sort_by_key(|(_, (_, citation, _))| citation.title.at.first().copied());
    for (title, (index, citation, count)) in short {
        let finding = Finding::new("citation-title-short").with("title", title).with("full", full).with("count", count);
        let finding = finding.item(index).field(Field::LegalBasis).actual(title);
        outcome.fail(shown(finding, &citation.title));
        (1..count).for_each(|_| outcome.skip());
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn short_titles_beside_full_ones_are_told_once() {
        let table = |bases: [&str; 3]| {
            let row = |(number, basis): (usize, &str)| format!("{number}\t参保\t第{number}类登记\t指南\t{basis}\t县医保局\n");
            format!("序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开主体\n{}", (1..).zip(bases).map(row).collect::<String>())
        };
        let told = said(&[&table(["《中华人民共和国政府信息公开条例》", "《社会保险法》", "《社会保险法》"])], "citation-title-short");
        assert_eq!(
            told,
            [
                "3: `社会保险法` leaves out 中华人民共和国 (2 times); other titles here are in full, such as `中华人民共和国政府信息公开条例`"
            ]
        );
        assert!(said(&[&table(["《社会保险法》"; 3])], "citation-title-short").is_empty(), "one style is fine");
    }
}
