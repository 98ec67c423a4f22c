//! # service-missing-among-places
//! **What it says.** A document lists mostly the services that others list, and lacks one that nearly all of those have. No list of services names it.
//! **Why it matters.** The place does not offer the service, or forgot it.
//! **Example.** Nine of ten directories of social insurance list 工伤事故备案; the tenth does not.

use super::among::{Among, evidence};
use super::outcome::Outcome;
use super::service_undisclosed::has_near;
use super::shares::is_share;
use super::{Check, Run};
use crate::align::Concept;
use crate::field::Field;
use crate::finding::Finding;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "service-missing-among-places", version: 1, run: Run::Dataset(run) };

/// A document with fewer services in common with others is measured by nobody.
const SHARED: usize = 5;
/// Two documents are alike that have so many of a hundred of the services of either in common.
const ALIKE: usize = 60;
/// So many documents like it must there be.
const PEERS: usize = 3;
/// What so many of a hundred of them have is expected.
const EXPECTED: usize = 75;

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let has: Vec<Vec<u32>> = (0..among.scopes.len()).map(|document| services(document, among)).collect();
    let holders = holders(&has, among);
    for (document, own) in has.iter().enumerate() {
        let Some(outcome) = outcomes.get_mut(document) else { continue };
        if own.is_empty() {
            outcome.skip();
            continue;
        }
        let peers = if own.len() < SHARED { Vec::new() } else { peers(document, &has, &holders, among) };
        if peers.len() < PEERS {
            outcome.leave_open();
            continue;
        }
        judge(document, &peers, &has, among, outcome);
    }
    outcomes
}

/// The services of `document` that are on no list, by index of the concept; none of a copy.
fn services(document: usize, among: &Among) -> Vec<u32> {
    let covered = among.covered.get(document).filter(|_| !among.is_copy(document));
    covered.into_iter().flat_map(|covered| covered.keys().copied()).filter(|index| concept(*index, among).is_some()).collect()
}

fn concept<'a>(index: u32, among: &Among<'a, '_>) -> Option<&'a Concept> {
    among.dataset()?.concepts.get(index as usize).filter(|concept| concept.list.is_none())
}

/// For each concept the documents that have it.
fn holders(has: &[Vec<u32>], among: &Among) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); among.dataset().map_or(0, |dataset| dataset.concepts.len())];
    for (document, own) in has.iter().enumerate() {
        for concept in own {
            holders.get_mut(*concept as usize).into_iter().for_each(|holders| holders.push(document));
        }
    }
    holders
}

/// The documents of the same kind and domain that list mostly the same services.
fn peers(document: usize, has: &[Vec<u32>], holders: &[Vec<usize>], among: &Among) -> Vec<usize> {
    let count = |document: usize| has.get(document).map_or(0, Vec::len);
    let mut shared = vec![0usize; has.len()];
    for other in has.get(document).into_iter().flatten().filter_map(|concept| holders.get(*concept as usize)).flatten() {
        shared.get_mut(*other).into_iter().for_each(|shared| *shared += 1);
    }
    let sort = |document: usize| among.scopes.get(document).map(|scope| (scope.document.source.kind, &scope.document.source.domain));
    let is_alike = |(other, shared): &(usize, usize)| {
        *other != document && is_share(*shared, count(document).max(count(*other)).max(1), ALIKE) && sort(*other) == sort(document)
    };
    shared.into_iter().enumerate().filter(is_alike).map(|(other, _)| other).collect()
}

fn judge(document: usize, peers: &[usize], has: &[Vec<u32>], among: &Among, outcome: &mut Outcome) {
    let (Some(scope), Some(own)) = (among.scopes.get(document), has.get(document)) else { return };
    let theirs: BTreeSet<u32> = peers.iter().filter_map(|peer| has.get(*peer)).flatten().copied().collect();
    for index in theirs {
        let having: Vec<usize> =
            peers.iter().copied().filter(|peer| has.get(*peer).is_some_and(|has| has.binary_search(&index).is_ok())).collect();
        let Some(concept) = concept(index, among).filter(|_| is_share(having.len(), peers.len(), EXPECTED)) else { continue };
        if own.binary_search(&index).is_ok() {
            outcome.pass();
        } else if among.is_proposed(document, index) || has_near(scope, document, concept, among) {
            outcome.leave_open();
        } else {
            outcome.fail(missing(concept, having.len(), peers.len(), among));
        }
    }
}

fn missing(concept: &Concept, count: usize, documents: usize, among: &Among) -> Finding {
    let finding =
        Finding::new("service-missing-among-places").with("name", &concept.name).with("count", count).with("documents", documents);
    let mut finding = finding.with("concept", &concept.id).field(Field::Name).expected(concept.name.clone());
    let first = among.members(concept).into_iter().next();
    finding.evidence.extend(first.into_iter().flat_map(|member| evidence(&member.of.name, member.document)));
    finding
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn what_nearly_all_documents_like_it_list_is_missed() {
        let names =
            ["工伤事故备案", "失业保险金申领", "社会保障卡申领", "劳动能力鉴定申请", "丧葬补助金申领", "职业培训补贴申领", "遗属待遇申领"];
        let table = |place: &str, left_out: usize| {
            let rows = names.iter().enumerate().filter(|(index, _)| *index != left_out);
            let rows: String = rows.map(|(index, name)| format!("{}\t社会保险\t{name}\t{place}指南、办理时限\n", index + 1)).collect();
            format!("{place}社会保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\n{rows}")
        };
        let tables = [table("大冶市", 0), table("阳新县", 9), table("嘉鱼县", 9), table("通城县", 9), table("崇阳县", 9)];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "service-missing-among-places");
        assert_eq!(told, ["3: `工伤事故备案` is not in it; 4 of 4 documents with mostly the same services have it"]);
        assert_eq!(counted(&texts, "service-missing-among-places"), [6, 1, 0, 0]);
        assert!(said(&texts[..3], "service-missing-among-places").is_empty(), "two others set no standard");
    }
}
