//! # heading-too-wide
//! **What it says.** A heading names a scheme, and every item below it names the same narrower one.
//! **Why it matters.** Readers look there for the other schemes, and find the heading of one under the name of all.
//! **Example.** 社会保险参保登记 above items of 基本医疗保险 alone.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::tables::facets::{FacetId, FacetKind, Facets, Meaning};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "heading-too-wide", version: 1, run: Run::Document(run) };

/// Of fewer items nobody can say what the heading is to cover.
const LEAST: usize = 2;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut headings: BTreeMap<&Text, Vec<(usize, &Item)>> = BTreeMap::new();
    for (index, item) in scope.items() {
        match &item.primary_item.value {
            Some(heading) if item.name.value.as_ref() != Some(heading) => headings.entry(heading).or_default().push((index, item)),
            _ => outcome.skip(),
        }
    }
    let mut headings: Vec<_> = headings.into_iter().collect();
    headings.sort_by_key(|(_, items)| items.first().map(|(index, _)| *index));
    for (heading, items) in headings {
        match only(&schemes(heading, &scope.tables.facets)) {
            Some(wide) if items.len() >= LEAST => outcome.judge(narrower(wide, &items, &scope.tables.facets).and_then(|narrow| {
                let (index, item) = items.first()?;
                Some(heading_too_wide(heading, narrow, &item.primary_item, items.len(), scope).item(*index))
            })),
            _ => outcome.skip(),
        }
    }
    outcome
}

/// The scheme below `wide` that every one of `items` names, and no other.
fn narrower(wide: FacetId, items: &[(usize, &Item)], facets: &Facets) -> Option<FacetId> {
    let mut named = items.iter().map(|(_, item)| only(&schemes(item.name.value.as_deref().unwrap_or_default(), facets)));
    let narrow = named.next().flatten().filter(|narrow| facets.is_below(*narrow, wide))?;
    named.all(|other| other == Some(narrow)).then_some(narrow)
}

/// The schemes that `text` names; a word within a longer one says nothing by itself.
fn schemes(text: &str, facets: &Facets) -> BTreeSet<FacetId> {
    let text = fold(text);
    let words = facets.words_in(&text);
    let is_within = |range: &std::ops::Range<usize>| {
        words.iter().any(|(other, _)| other.start <= range.start && other.end >= range.end && other.len() > range.len())
    };
    let own = words.iter().filter(|(range, _)| !is_within(range));
    let of_word = own.filter_map(|(_, meaning)| match meaning {
        Meaning::Facets(ids) => Some(ids),
        _ => None,
    });
    of_word.flatten().copied().filter(|id| facets.kind(*id) == FacetKind::Scheme).collect()
}

fn only(schemes: &BTreeSet<FacetId>) -> Option<FacetId> {
    schemes.first().copied().filter(|_| schemes.len() == 1)
}

fn heading_too_wide(heading: &str, narrow: FacetId, stated: &Value<Text>, count: usize, scope: &Scope) -> Finding {
    let finding = Finding::new("heading-too-wide").with("heading", heading).with("narrow", scope.tables.facets.word(narrow));
    shown(finding.with("count", count).field(Field::PrimaryItem), stated)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_heading_of_all_schemes_above_one_is_told() {
        let table = |heading: &str, second: &str| {
            format!("序号\t一级事项\t二级事项\t公开内容\n1\t{heading}\t基本医疗保险单位参保登记\t指南\n2\t{heading}\t{second}\t指南\n")
        };
        let told = "2: `社会保险参保登记` stands above items of 基本医疗保险 alone (2)";
        assert_eq!(said(&[&table("社会保险参保登记", "医疗保险职工参保登记")], "heading-too-wide"), [told]);
        for (heading, second) in [
            ("医疗保险参保登记", "医疗保险职工参保登记"),
            ("社会保险参保登记", "养老保险职工参保登记"),
            ("社会保险参保登记", "职工参保登记"),
            ("社会保障卡服务", "医疗保险职工参保登记"),
        ] {
            assert_eq!(said(&[&table(heading, second)], "heading-too-wide"), [""; 0], "{heading} {second}");
        }
    }
}
