//! # parent-doubtful
//! **What it says.** A name has more words in common with another heading of the document than with its own.
//! **Why it matters.** Readers look for the service under the other heading, and do not find it there.
//! **Example.** 暂停医疗保险参保状态 under 医疗保险服务, where 医疗保险参保信息维护 is a heading, too.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "parent-doubtful", version: 1, run: Run::Document(run) };

/// So many characters more than its own heading has another one in common with a name that seems to belong there.
const MORE: usize = 2;
/// Headings with fewer characters in common with a name have another subject.
const LEAST_COMMON: usize = 4;
/// Words of more headings than these tell none of them apart.
const MOST_HEADINGS: usize = 8;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut headings: BTreeMap<&Text, Vec<(usize, &Item)>> = BTreeMap::new();
    for (index, item) in scope.items() {
        match (&item.primary_item.value, &item.primary_item.state) {
            (Some(_), State::Ambiguous) => outcome.leave_open(),
            (Some(heading), _) if item.name.value.as_ref().is_some_and(|name| name != heading) => {
                headings.entry(heading).or_default().push((index, item));
            }
            _ => outcome.skip(),
        }
    }
    let known = Headings::of(headings.keys().map(|heading| fold(heading)));
    for (heading, items) in headings {
        let names: Vec<String> = items.iter().map(|(_, item)| fold(item.name.value.as_deref().unwrap_or_default())).collect();
        let own = fold(heading);
        // Where most names below a heading have the words, it is another way to group, not one name in the wrong place.
        let mut shares: BTreeMap<&str, bool> = BTreeMap::new();
        let has = |common: &str| names.iter().filter(|name| name.contains(common)).count();
        for ((index, item), name) in items.iter().zip(&names) {
            let better = known
                .better(name, &own)
                .filter(|(_, common)| *shares.entry(common).or_insert_with(|| 2 * has(common) <= names.len().max(2)));
            outcome.judge(better.map(|(other, _)| {
                let finding = Finding::new("parent-doubtful").with("name", item.title()).with("here", heading).with("there", other);
                shown(shown(finding.item(*index).field(Field::PrimaryItem), &item.name), &item.primary_item)
            }));
        }
    }
    outcome
}

/// The headings of a document by their stretches of so many characters as must be in common.
struct Headings {
    by_stretch: BTreeMap<String, BTreeSet<String>>,
}

impl Headings {
    fn of(headings: impl Iterator<Item = String>) -> Self {
        let mut by_stretch: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for heading in headings {
            for stretch in stretches(&heading) {
                by_stretch.entry(stretch.to_owned()).or_default().insert(heading.clone());
            }
        }
        Headings { by_stretch }
    }

    /// The heading that has the words in common with `name` that `own` has, and more; with these words.
    fn better<'a>(&self, name: &'a str, own: &str) -> Option<(&str, &'a str)> {
        let length = |text: &str| text.chars().count();
        let sharing = stretches(name).filter_map(|stretch| self.by_stretch.get(stretch)).filter(|headings| headings.len() <= MOST_HEADINGS);
        let sharing: BTreeSet<&str> = sharing.flatten().map(String::as_str).filter(|heading| *heading != own).collect();
        let there = sharing.into_iter().map(|heading| (heading, longest_common(name, heading)));
        let (heading, common) = there.max_by_key(|(_, common)| length(common))?;
        let here = longest_common(name, own);
        // What else its own heading says may be in the name too: 参保登记 under 登记.
        let says_all = own.split(here).filter(|part| !part.is_empty()).all(|part| name.contains(part));
        let is_more = length(here) >= LEAST_COMMON && length(common) >= length(here) + MORE && common.contains(here) && !says_all;
        is_more.then_some((heading, common))
    }
}

/// Every stretch of so many characters as a better heading has in common with a name.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(LEAST_COMMON + MORE - 1);
    starts.zip(ends).filter_map(|(from, to)| text.get(from..to))
}

/// The first of the longest stretches of `text` that `other` has, too.
fn longest_common<'a>(text: &'a str, other: &str) -> &'a str {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut longest = "";
    for (index, from) in ends.iter().enumerate() {
        for to in ends.iter().skip(index + 1) {
            match text.get(*from..*to) {
                Some(stretch) if other.contains(stretch) => {
                    if stretch.len() > longest.len() {
                        longest = stretch;
                    }
                }
                _ => break,
            }
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_name_with_the_words_of_another_heading_is_told() {
        let table = |name: &str| {
            format!(
                "序号\t一级事项\t二级事项\t公开内容\t公开主体\n1\t医疗保险参保信息维护\t个人信息维护\t指南\t局\n2\t医疗保险服务\t医疗保险住院费用报销\t指南\t局\n3\t\t医疗保险门诊费用报销\t指南\t局\n4\t\t{name}\t指南\t局\n"
            )
        };
        let told = "5: `暂停医疗保险参保状态` stands under `医疗保险服务`; by its words it may belong under `医疗保险参保信息维护`";
        assert_eq!(said(&[&table("暂停医疗保险参保状态")], "parent-doubtful"), [told]);
        assert!(said(&[&table("医疗保险转诊备案")], "parent-doubtful").is_empty());
        let own = table("居民医疗保险参保登记").replace("医疗保险服务", "医疗保险登记");
        assert!(said(&[&own], "parent-doubtful").is_empty(), "its own heading says the rest of the name");
    }
}
