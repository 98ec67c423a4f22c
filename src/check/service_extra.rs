//! # service-extra
//! **What it says.** A document follows the list of services and has one that the list does not have.
//! **Why it matters.** It is a service of this place alone, or one of the list under a name that nobody knows.
//! **Example.** 一次性生育补助金支付 beside the 28 of the national list.

use super::among::Among;
use super::outcome::Outcome;
use super::scope::shown;
use super::service_missing::{follows, listed};
use super::service_undisclosed::has_near_name;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Nature};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "service-extra", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    for (document, scope) in among.scopes.iter().enumerate().filter(|(document, _)| !among.is_copy(*document)) {
        let Some(outcome) = outcomes.get_mut(document) else { continue };
        let Some(listed) = listed(scope, among) else {
            outcome.skip();
            continue;
        };
        if !follows(document, &listed, among) {
            outcome.leave_open();
            continue;
        }
        let known: BTreeSet<u32> = listed.iter().map(|(concept, _)| *concept).collect();
        let covered = among.covered.get(document).into_iter().flatten().filter(|(concept, _)| known.contains(concept));
        let placed: BTreeSet<usize> = covered.flat_map(|(_, items)| items).map(|(item, _)| *item).collect();
        let perhaps: BTreeSet<usize> = among.proposed.get(document).into_iter().flat_map(BTreeMap::values).flatten().copied().collect();
        let open: BTreeMap<usize, &Item> = scope.items().filter(|(_, item)| item.nature == Nature::Service).collect();
        for (index, item) in open {
            match placed.contains(&index) {
                true => outcome.pass(),
                false if perhaps.contains(&index) => outcome.leave_open(),
                false if listed.iter().any(|(_, concept)| has_near_name(scope, concept, item)) => outcome.leave_open(),
                false => outcome.fail(service_extra(item).item(index)),
            }
        }
    }
    outcomes
}

fn service_extra(item: &Item) -> Finding {
    shown(Finding::new("service-extra").with("name", item.title()).field(Field::Name), &item.name)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{TABLES, said};

    #[test]
    fn a_service_beyond_the_list_is_told() {
        let rows: String = TABLES.services.lists()[0]
            .services
            .iter()
            .take(28)
            .map(|service| format!("{}\t{}\t指南、办理时限\n", service.category, service.name))
            .collect();
        let table = format!(
            "大冶市医疗保险政务公开标准目录\n一级事项\t二级事项\t公开内容\n{rows}生育保险待遇核准支付\t一次性生育补助金支付\t指南、办理时限\n"
        );
        assert_eq!(
            said(&[&table], "service-extra"),
            ["31: `一次性生育补助金支付` is not on the list of services that the document follows"]
        );
    }
}
