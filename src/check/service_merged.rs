//! # service-merged
//! **What it says.** One item stands for several services of the list.
//! **Why it matters.** What holds for each of them (materials, times, counters) cannot be told; places cannot be compared service by service.
//! **Example.** 异地就医备案 for the four kinds of 异地就医备案.

use super::among::Among;
use super::outcome::Outcome;
use super::scope::shown;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Relation};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "service-merged", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let Some(dataset) = among.dataset() else { return outcomes };
    for (document, covered) in among.covered.iter().enumerate().filter(|(document, _)| !among.is_copy(*document)) {
        let Some(outcome) = outcomes.get_mut(document) else { continue };
        let mut items: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (concept, related) in covered {
            let Some(concept) = dataset.concepts.get(*concept as usize) else { continue };
            for (item, relation) in related {
                let services = items.entry(*item).or_default();
                if *relation == Relation::Narrower {
                    services.push(&concept.name);
                }
            }
        }
        for (index, services) in &items {
            let item = among.scopes.get(document).and_then(|scope| scope.document.items.get(*index));
            let merged = item.filter(|_| services.len() > 1).map(|item| service_merged(item, services).item(*index));
            outcome.judge(merged);
        }
    }
    outcomes
}

fn service_merged(item: &Item, services: &[&str]) -> Finding {
    let finding = Finding::new("service-merged").with("name", item.title()).with("count", services.len());
    let services = services.join("、");
    shown(finding.with("services", &services).field(Field::Name).expected(services).actual(item.title()), &item.name)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn an_item_for_several_services_is_told() {
        let table = "大冶市医疗保险政务公开标准目录\n一级事项\t二级事项\t公开内容\n参保\t单位参保登记\t指南、办理时限\n转移\t基本医疗保险关系转移接续\t指南、办理时限\n";
        assert_eq!(
            said(&[table], "service-merged"),
            ["4: `基本医疗保险关系转移接续` stands for 2 services of the list: 出具《参保凭证》、转移接续手续办理"]
        );
    }
}
