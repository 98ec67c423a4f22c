//! # service-split
//! **What it says.** A service of the list is divided among several items, or one of its parts stands beside an item for the whole.
//! **Why it matters.** Counts of services differ from those of other places, and it is not clear which item holds.
//! **Example.** 转外就医备案 beside 异地就医备案, which has it already.

use super::among::Among;
use super::outcome::Outcome;
use super::scope::shown;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Relation};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "service-split", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let Some(dataset) = among.dataset() else { return outcomes };
    for (document, covered) in among.covered.iter().enumerate().filter(|(document, _)| !among.is_copy(*document)) {
        let (Some(outcome), Some(scope)) = (outcomes.get_mut(document), among.scopes.get(document)) else { continue };
        let mut told = BTreeSet::new();
        for (concept, related) in covered {
            let Some(concept) = dataset.concepts.get(*concept as usize) else { continue };
            let Some((second, first)) = split(related).filter(|(second, _)| told.insert(*second)) else {
                outcome.pass();
                continue;
            };
            let items = (scope.document.items.get(second), scope.document.items.get(first));
            if let (Some(item), Some(other)) = items {
                outcome.fail(service_split(item, other, &concept.name).item(second));
            }
        }
    }
    outcomes
}

/// Two items that share a service: both are parts of it, or one is part of the other. Two items that are exactly it are no parts.
fn split(related: &[(usize, Relation)]) -> Option<(usize, usize)> {
    let whole = |relation: &Relation| *relation == Relation::Narrower;
    let part = |relation: &Relation| matches!(relation, Relation::Broader | Relation::Close | Relation::Exact);
    let broader = related.iter().filter(|(_, relation)| *relation == Relation::Broader).map(|(item, _)| *item).collect::<Vec<_>>();
    if let [first, .., second] = broader.as_slice() {
        return Some((*second, *first));
    }
    let merged = related.iter().find(|(_, relation)| whole(relation))?.0;
    let beside = related.iter().find(|(item, relation)| *item != merged && part(relation))?.0;
    Some((beside, merged))
}

fn service_split(item: &Item, other: &Item, service: &str) -> Finding {
    let finding = Finding::new("service-split").with("name", item.title()).with("other", other.title()).with("service", service);
    shown(shown(finding.field(Field::Name).actual(item.title()), &item.name), &other.name)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_part_beside_the_whole_is_told() {
        let table = "大冶市医疗保险政务公开标准目录\n一级事项\t二级事项\t公开内容\n转移\t基本医疗保险关系转移接续\t指南、办理时限\n转移\t转移接续手续办理\t指南、办理时限\n";
        assert_eq!(
            said(&[table], "service-split"),
            ["4: `转移接续手续办理` and `基本医疗保险关系转移接续` share the service `转移接续手续办理` of the list"]
        );
    }
}
