//! # element-absent
//! **What it says.** No item of a document lists an element that other documents with the same contents list.
//! **Why it matters.** The whole document lacks what people find elsewhere.
//! **Example.** Two directories list 收费依据及标准 for every service, a third for none.

use super::among::Among;
use super::element_missing::known;
use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::shares::{counts, is_share};
use super::{Check, Run};
use crate::evidence::Text;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Nature};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "element-absent", version: 1, run: Run::Dataset(run) };

/// What so many of a hundred services of a document list is common in it.
const EXPECTED: usize = 80;

/// An element that so many documents have in common is expected of a document like them.
const DOCUMENTS: usize = 2;

/// The elements that the services of one document list.
#[derive(Default)]
struct Listed {
    /// In nearly all of them.
    common: BTreeSet<String>,
    /// In any of them.
    any: BTreeSet<String>,
}

fn run(among: &Among) -> Vec<Outcome> {
    let scopes = among.scopes;
    let mut names: BTreeMap<String, Text> = BTreeMap::new();
    let listed: Vec<Listed> = scopes.iter().map(|scope| listed(scope, &mut names)).collect();
    let own = listed.iter().enumerate().filter(|(document, _)| !among.is_copy(*document));
    let count = counts(own.flat_map(|(_, listed)| &listed.common));
    let expected: BTreeSet<&String> = count.iter().filter(|(_, count)| **count >= DOCUMENTS).map(|(element, _)| *element).collect();
    scopes.iter().zip(&listed).map(|(scope, listed)| judge(scope, listed, &expected, &names)).collect()
}

fn listed(scope: &Scope, names: &mut BTreeMap<String, Text>) -> Listed {
    let mut items = Vec::new();
    for item in services(scope) {
        let known = known(item, scope.tables);
        items.push(known.keys().cloned().collect::<BTreeSet<_>>());
        known.into_iter().for_each(|(element, name)| {
            names.entry(element).or_insert(name);
        });
    }
    let count = counts(items.iter().flatten());
    let common =
        count.iter().filter(|(_, count)| is_share(**count, items.len(), EXPECTED)).map(|(element, _)| (*element).clone()).collect();
    Listed { common, any: count.keys().map(|element| (*element).clone()).collect() }
}

fn services<'a>(scope: &'a Scope) -> impl Iterator<Item = &'a Item> {
    scope.document.items.iter().filter(|item| item.nature == Nature::Service && !item.contents.is_empty())
}

fn judge(scope: &Scope, listed: &Listed, expected: &BTreeSet<&String>, names: &BTreeMap<String, Text>) -> Outcome {
    let alike = expected.iter().filter(|element| listed.common.contains(**element)).count();
    // Only a document that lists mostly the same is measured by the others.
    if alike * 2 <= expected.len() {
        return if listed.any.is_empty() { Outcome::not_applicable() } else { Outcome::unread() };
    }
    let mut outcome = Outcome::default();
    for element in expected {
        let absent = !listed.any.contains(*element);
        outcome.judge(absent.then(|| element_absent(scope, names.get(*element).map_or(element.as_str(), |name| name.as_str()))));
    }
    outcome
}

fn element_absent(scope: &Scope, element: &str) -> Finding {
    let finding = Finding::new("element-absent").with("element", element).field(Field::Contents).expected(element);
    let first = services(scope).find_map(|item| item.contents.first());
    first.into_iter().fold(finding, |finding, content| shown(finding, &content.text))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn an_element_that_two_other_documents_list_is_told() {
        let table = |contents: &str| {
            format!("序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t{contents}\n2\t参保\t职工参保登记\t{contents}\n")
        };
        let full = table("事项名称、办理材料、办理时限、收费依据及标准");
        let short = table("事项名称、办理材料、办理时限");
        let told = "2: no item lists 收费依据及标准, which other documents with the same contents list";
        assert_eq!(said(&[&full, &short, &full.replace('1', "3")], "element-absent"), [told]);
        assert!(said(&[&full, &short], "element-absent").is_empty(), "one other document sets no standard");
        let other = table("受理条件、申请材料、办理流程");
        assert!(said(&[&full, &other, &full.replace('1', "3")], "element-absent").is_empty());
    }
}
