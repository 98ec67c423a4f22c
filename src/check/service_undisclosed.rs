//! # service-undisclosed
//! **What it says.** The guide of a place explains a service that the directory of the same place does not list.
//! **Why it matters.** The place offers the service; by its own directory it need not publish anything about it.
//! **Example.** A directory with 15 services, and a guide with 29.

use super::among::{Among, evidence, place};
use super::outcome::Outcome;
use super::scope::Scope;
use super::shares::is_share;
use super::{Check, Run};
use crate::align::Concept;
use crate::evidence::Text;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Kind, Relation};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "service-undisclosed", version: 3, run: Run::Dataset(run) };

/// Of a hundred services.
const HALF: usize = 50;

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let directories = directories(among);
    for (guide, scope) in among.scopes.iter().enumerate() {
        if scope.document.source.kind != Some(Kind::Guide) || among.is_copy(guide) {
            continue;
        }
        let key = place(scope).map(|place| (place, &scope.document.source.domain));
        let own = key.and_then(|key| directories.get(&key)).into_iter().flatten().copied();
        let own: Vec<usize> = own.filter(|directory| is_about_the_same(guide, *directory, among)).collect();
        if own.is_empty() {
            // No directory of the place and domain was supplied: that is another state than a service that is missing.
            outcomes.get_mut(guide).into_iter().for_each(Outcome::leave_open);
        } else {
            judge(guide, &own, among, &mut outcomes);
        }
    }
    outcomes
}

/// The directories of each place and domain.
fn directories<'a>(among: &Among<'a, '_>) -> BTreeMap<(&'a Text, &'a Option<Text>), Vec<usize>> {
    let mut found: BTreeMap<(&Text, &Option<Text>), Vec<usize>> = BTreeMap::new();
    for (index, scope) in among.scopes.iter().enumerate() {
        let is_directory = scope.document.source.kind == Some(Kind::Directory) && !among.is_copy(index);
        if let Some(place) = place(scope).filter(|_| is_directory) {
            found.entry((place, &scope.document.source.domain)).or_default().push(index);
        }
    }
    found
}

/// Whether a guide and a directory of one place are about one domain: where no list names it, a directory of it has half of the guide's services.
fn is_about_the_same(guide: usize, directory: usize, among: &Among) -> bool {
    if among.scopes.get(guide).is_some_and(|scope| scope.document.source.domain.is_some()) {
        return true;
    }
    let (Some(guided), Some(listed)) = (among.covered.get(guide), among.covered.get(directory)) else { return false };
    let exact = |concept: &&u32| guided.get(concept).is_some_and(|items| items.iter().any(|(_, relation)| *relation == Relation::Exact));
    let services: Vec<&u32> = guided.keys().filter(exact).collect();
    is_share(services.iter().filter(|concept| listed.contains_key(concept)).count(), services.len(), HALF)
}

fn judge(guide: usize, directories: &[usize], among: &Among, outcomes: &mut [Outcome]) {
    let (Some(scope), Some(covered), Some(dataset)) = (among.scopes.get(guide), among.covered.get(guide), among.dataset()) else { return };
    let Some(first) = directories.first().copied() else { return };
    let Some(outcome) = outcomes.get_mut(first) else { return };
    for (concept, items) in covered {
        let exact = items.iter().find(|(_, relation)| *relation == Relation::Exact);
        let (Some((item, _)), Some(concept_of)) = (exact, dataset.concepts.get(*concept as usize)) else { continue };
        let Some(of) = scope.document.items.get(*item) else { continue };
        let lists = |directory: &usize| among.covered.get(*directory).is_some_and(|covered| covered.contains_key(concept));
        let near = |directory: &usize| {
            among.is_proposed(*directory, *concept)
                || among.scopes.get(*directory).is_some_and(|scope| has_near(scope, *directory, concept_of, among))
        };
        if directories.iter().any(lists) {
            outcome.pass();
        } else if directories.iter().any(near) {
            // A name that is nearly the same may be a slip.
            outcome.leave_open();
        } else {
            outcome.fail(service_undisclosed(of, concept_of, (guide, first), among));
        }
    }
}

/// Whether an item that stands by no service has nearly the name of `concept`.
pub(super) fn has_near(scope: &Scope, document: usize, concept: &Concept, among: &Among) -> bool {
    let placed: BTreeSet<usize> =
        among.covered.get(document).into_iter().flat_map(BTreeMap::values).flatten().map(|(item, _)| *item).collect();
    scope.items().filter(|(index, _)| !placed.contains(index)).any(|(_, item)| has_near_name(scope, concept, item))
}

/// Whether `item` has nearly the name of `concept`.
pub(super) fn has_near_name(scope: &Scope, concept: &Concept, item: &Item) -> bool {
    let list = scope.tables.services.lists().iter().find(|list| Some(&list.id) == concept.list.as_ref());
    let key = |name: &str| list.map_or_else(|| fold(name), |list| list.key(name));
    is_near(&key(item.title()), &key(&concept.name))
}

fn is_near(one: &str, other: &str) -> bool {
    const LIMIT: usize = 2;
    let lengths = (one.chars().count(), other.chars().count());
    lengths.0.min(lengths.1) > 3 * LIMIT && lengths.0.abs_diff(lengths.1) <= LIMIT && strsim::osa_distance(one, other) <= LIMIT
}

fn service_undisclosed(of: &Item, concept: &Concept, (guide, directory): (usize, usize), among: &Among) -> Finding {
    let finding =
        Finding::new("service-undisclosed").with("name", of.title()).with("concept", &concept.id).with("guide", among.path(guide));
    let mut finding = finding.with("directory", among.path(directory)).field(Field::Name).expected(of.title());
    finding.evidence.extend(evidence(&of.name, guide));
    finding
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    const DIRECTORY: &str = "大冶市医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南、办理时限\n2\t参保\t城乡居民参保信息变更登己\t指南、办理时限\n";
    const GUIDE: &str = "大冶市医疗保障办事指南\n（一）单位参保登记\n服务对象：单位\n办理材料：证书\n办理时限：即时办结\n（二）城乡居民参保信息变更登记\n服务对象：居民\n办理材料：身份证\n办理时限：即时办结\n（三）生育津贴支付\n服务对象：职工\n办理材料：身份证\n办理时限：即时办结\n";

    #[test]
    fn a_name_may_be_a_slip_of_another() {
        for (one, other, near) in [
            ("计划生育医疔费支付", "计划生育医疗费支付", true),
            ("城乡居民居参保信息变更登记", "城乡居民参保信息变更登记", true),
            ("定点医疗机构费用结算", "定点零售药店费用结算", false),
            ("单位参保登记", "职工参保登记", false),
        ] {
            assert_eq!(super::is_near(one, other), near, "{one} {other}");
        }
    }

    #[test]
    fn services_of_the_guide_that_the_directory_lacks_are_told() {
        let told = said(&[DIRECTORY, GUIDE], "service-undisclosed");
        assert_eq!(told, ["10: `生育津贴支付` is in the guide b.txt, but not in the directory a.txt of the same place"]);
        assert_eq!(counted(&[DIRECTORY, GUIDE], "service-undisclosed"), [2, 1, 0, 0], "a name with a slip is read all the same");
        assert_eq!(counted(&[GUIDE], "service-undisclosed"), [0, 0, 0, 1], "no directory was supplied");
        assert!(said(&[DIRECTORY, &GUIDE.replace("大冶市", "阳新县")], "service-undisclosed").is_empty(), "another place");
        // Neither is about a domain with a list: a directory that has none of the services is about something else.
        let unlisted =
            |text: &str| text.replace("医疗保险", "综合").replace("医疗保障", "综合").replace("参保", "登报").replace("生育津贴", "门牌");
        let other = "大冶市养老服务政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\n1\t养老\t养老机构备案\t指南、办理时限\n2\t养老\t高龄津贴申领\t指南、办理时限\n";
        assert!(said(&[other, &unlisted(GUIDE)], "service-undisclosed").is_empty(), "a directory of another domain");
    }
}
