//! # citation-differs-within-document
//! **What it says.** A document gives one law under different numbers.
//! **Why it matters.** At most one of them is right.
//! **Example.** 《政府信息公开条例》 as 国务院令第711号 and as 国务院令第722号.

use super::outcome::Outcome;
use super::scope::Scope;
use super::shares::{counts, most};
use super::stretch::excerpt;
use super::{Check, Run};
use crate::evidence::Said;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Citation, DocumentNumber};
use crate::text::fold;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "citation-differs-within-document", version: 1, run: Run::Document(run) };

/// A citation with its number, and the item it is of.
type Numbered<'a> = (usize, Said<'a, Citation>, &'a DocumentNumber);

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut laws: BTreeMap<String, Vec<Numbered>> = BTreeMap::new();
    for (index, item) in scope.items() {
        for said in item.legal_basis.each() {
            let citation = said.value();
            // A number without a title may be that of any law.
            match (&citation.number, law(citation)) {
                (Some(number), Some(law)) => laws.entry(law).or_default().push((index, said, number)),
                _ => outcome.skip(),
            }
        }
    }
    for citations in laws.values() {
        let forms = counts(citations.iter().map(|(_, _, number)| form(number)));
        outcome.judge((forms.len() > 1).then(|| differs(scope, citations, &forms)));
    }
    outcome
}

fn law(citation: &Citation) -> Option<String> {
    let title = || citation.title.value.as_deref().map(fold).filter(|title| !title.is_empty());
    citation.law.as_ref().map(|law| law.id.to_string()).or_else(title)
}

/// What makes two numbers the same; one that cannot be read is itself. Orders (令) are called in many ways, and are counted through the years.
pub(super) fn form(number: &DocumentNumber) -> String {
    match number.number {
        Some(read) if number.series.ends_with('令') => read.to_string(),
        Some(read) => format!("{}\u{1f}{:?}\u{1f}{read}", fold(&number.series), number.year),
        None => fold(&number.raw),
    }
}

fn differs(scope: &Scope, citations: &[Numbered], forms: &BTreeMap<String, usize>) -> Finding {
    let mut shown: BTreeMap<String, &Numbered> = BTreeMap::new();
    for citation in citations {
        shown.entry(form(citation.2)).or_insert(citation);
    }
    let mut listed: Vec<(usize, &Numbered)> =
        shown.iter().map(|(form, citation)| (forms.get(form).copied().unwrap_or(0), *citation)).collect();
    listed.sort_by_key(|(count, (_, citation, _))| (*count, citation.placed().at.first().copied()));
    let numbers = listed.iter().rev().map(|(count, (_, _, number))| format!("{} ×{count}", said(number))).collect::<Vec<_>>().join("、");
    let title = citations.first().and_then(|(_, citation, _)| citation.value().title.value.as_deref()).unwrap_or("");
    let finding = Finding::new("citation-differs-within-document").with("title", title).with("numbers", numbers.as_str());
    let mut finding = finding.field(Field::LegalBasis).actual(numbers);
    if let Some((_, _, number)) = most(forms).and_then(|usual| shown.get(usual)) {
        finding = finding.expected(said(number));
    }
    // The odd ones first: they are what one wants to see.
    listed.iter().fold(finding, |finding, (_, (_, citation, number))| {
        let at = citation.placed().at;
        finding.shown(&excerpt(scope.document, &at).unwrap_or_else(|| number.raw.to_string()), &at)
    })
}

/// A number without the blanks of wrapped lines.
fn said(number: &DocumentNumber) -> String {
    number.raw.chars().filter(|c| !crate::text::is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn one_law_under_two_numbers_is_told() {
        let table = |numbers: [&str; 3]| {
            let row =
                |number: &str| format!("1\t参保\t{number}参保登记\t指南\t《中华人民共和国政府信息公开条例》（国务院令第{number}号）\n");
            format!("序号\t一级事项\t二级事项\t公开内容\t公开依据\n{}", numbers.map(row).concat())
        };
        let told = "4: `中华人民共和国政府信息公开条例` is cited with different numbers: 国务院令第711号 ×2、国务院令第722号 ×1";
        assert_eq!(said(&[&table(["711", "711", "722"])], "citation-differs-within-document"), [told]);
        assert!(said(&[&table(["711", "711", "711"])], "citation-differs-within-document").is_empty());
        let untitled =
            table(["711"; 3]).replace("《中华人民共和国政府信息公开条例》（国务院令第711号）", "国发〔2012〕45号、民发〔2021〕57号");
        assert!(said(&[&untitled], "citation-differs-within-document").is_empty(), "two numbers without a title are two documents");
    }
}
