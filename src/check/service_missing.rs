//! # service-missing
//! **What it says.** A document follows the list of services, and lacks one.
//! **Why it matters.** The place does not offer the service, or does not tell.
//! **Example.** 27 of the 28 services of the national list.

use super::among::{Among, place};
use super::outcome::Outcome;
use super::scope::Scope;
use super::service_undisclosed::has_near;
use super::shares::is_share;
use super::{Check, Run};
use crate::align::Concept;
use crate::finding::Finding;
use crate::item::Kind;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "service-missing", version: 1, run: Run::Dataset(run) };

/// A document with so many of a hundred services of a list follows the list.
const FOLLOWS: usize = 50;

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let told = told_of_guides(among);
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
        for (concept, of) in &listed {
            let covered = among.covered.get(document).is_some_and(|covered| covered.contains_key(concept));
            if covered {
                outcome.pass();
            } else if told.contains(&(document, *concept)) || among.is_proposed(document, *concept) || has_near(scope, document, of, among)
            {
                // The guide of the place has it: service-undisclosed asks that. Or an item is perhaps it, or has nearly its name.
                outcome.leave_open();
            } else {
                outcome.fail(service_missing(scope, of));
            }
        }
    }
    outcomes
}

/// The services of the list of the document's domain; `None` where there is none.
pub(super) fn listed<'a>(scope: &Scope<'a>, among: &Among<'a, '_>) -> Option<Vec<(u32, &'a Concept)>> {
    let domain = scope.document.source.domain.as_ref()?;
    let list = scope.tables.services.lists().iter().find(|list| list.id == *domain)?;
    let concepts = (0u32..).zip(among.dataset().map_or(&[][..], |dataset| &dataset.concepts));
    let found: Vec<_> = concepts.filter(|(_, concept)| concept.list.as_ref() == Some(domain) && !list.is_beyond(&concept.id)).collect();
    (!found.is_empty()).then_some(found)
}

/// Whether the document has at least half of the services `listed`.
pub(super) fn follows(document: usize, listed: &[(u32, &Concept)], among: &Among) -> bool {
    let covered = |concept: &u32| among.covered.get(document).is_some_and(|covered| covered.contains_key(concept));
    is_followed(listed.iter().filter(|(concept, _)| covered(concept)).count(), listed.len())
}

/// Whether a document with `covered` of the `listed` services of a list follows it: one with less than half is not measured by it.
pub(crate) fn is_followed(covered: usize, listed: usize) -> bool {
    is_share(covered, listed, FOLLOWS)
}

/// Services that guides of the place of a directory have: by document and concept.
fn told_of_guides(among: &Among) -> BTreeSet<(usize, u32)> {
    let guides = |scope: &Scope| scope.document.source.kind == Some(Kind::Guide);
    let mut of_places: BTreeSet<(&str, u32)> = BTreeSet::new();
    for (scope, covered) in among.scopes.iter().zip(&among.covered).filter(|(scope, _)| guides(scope)) {
        of_places.extend(place(scope).into_iter().flat_map(|place| covered.keys().map(move |concept| (place.as_str(), *concept))));
    }
    let mut told = BTreeSet::new();
    for (document, scope) in among.scopes.iter().enumerate().filter(|(_, scope)| scope.document.source.kind == Some(Kind::Directory)) {
        let Some(place) = place(scope) else { continue };
        told.extend(of_places.range((place.as_str(), 0)..=(place.as_str(), u32::MAX)).map(|(_, concept)| (document, *concept)));
    }
    told
}

fn service_missing(scope: &Scope, concept: &Concept) -> Finding {
    let finding = Finding::new("service-missing").with("name", &concept.name).with("code", &concept.id);
    let finding = finding.with("category", concept.category.as_deref().unwrap_or("—")).expected(concept.name.clone());
    let title = &scope.document.source.title;
    match &title.raw {
        Some(raw) => finding.shown(raw, &title.at),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{TABLES, counted, said};

    fn table(leave_out: &[usize]) -> String {
        let services = TABLES.services.lists()[0].services.iter().take(28).enumerate();
        let rows = services.filter(|(index, _)| !leave_out.contains(index));
        let rows: String = rows.map(|(_, service)| format!("{}\t{}\t指南、办理时限\n", service.category, service.name)).collect();
        format!("大冶市医疗保险政务公开标准目录\n一级事项\t二级事项\t公开内容\n{rows}")
    }

    #[test]
    fn a_service_of_the_list_is_missed_where_the_list_is_followed() {
        let told = said(&[&table(&[20])], "service-missing");
        assert_eq!(told, ["1: the service `计划生育医疗费支付` of the list (medical-insurance/21, 生育保险待遇核准支付) is missing"]);
        assert!(said(&[&table(&[])], "service-missing").is_empty());
        assert_eq!(counted(&[&table(&(5..28).collect::<Vec<_>>())], "service-missing"), [0, 0, 0, 1], "it does not follow the list");
    }
}
