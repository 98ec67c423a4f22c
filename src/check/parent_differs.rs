//! # parent-differs
//! **What it says.** Two documents list the same service, under headings that both know, but not under the same.
//! **Why it matters.** One of them groups the service wrongly, or a merged cell was read too far.
//! **Example.** 产前检查费支付 under 手工（零星）报销 here, under 生育保险待遇核准支付 there.

use super::among::{Among, evidence};
use super::outcome::Outcome;
use super::pieces::levels;
use super::scope::{Scope, worded};
use super::{Check, Run};
use crate::align::Concept;
use crate::evidence::{State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::tables::Tables;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "parent-differs", version: 2, run: Run::Dataset(run) };

/// A service in one document, and the heading right above it.
struct Member<'a> {
    document: usize,
    item: usize,
    field: Field,
    of: &'a Item,
    heading: &'a Value<Text>,
    /// The heading as it is compared.
    key: String,
}

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let known: Vec<BTreeSet<String>> = among.scopes.iter().map(headings).collect();
    let strays = Strays::of(among);
    for (index, concept) in (0u32..).zip(among.dataset().into_iter().flat_map(|dataset| &dataset.concepts)) {
        let members = among.members(concept).into_iter().chain(strays.of_concept(index, concept, among));
        let members: Vec<Member> = members.filter_map(|member| self::member(member, among.scopes)).collect();
        compare(concept, &members, among.scopes, &known, &mut outcomes);
    }
    outcomes
}

/// Items that are no service of others, by their names. What a service on no list is, its heading says too: under another one it is not recognised.
struct Strays {
    items: BTreeMap<String, Vec<(usize, usize)>>,
    /// Names that several services bear: 办事指南 under many headings.
    shared: BTreeSet<String>,
}

impl Strays {
    fn of(among: &Among) -> Self {
        let mut strays = Strays { items: BTreeMap::new(), shared: BTreeSet::new() };
        let mut names = BTreeSet::new();
        for concept in among.dataset().into_iter().flat_map(|dataset| &dataset.concepts) {
            let name = fold(&concept.name);
            if !names.insert(name.clone()) {
                strays.shared.insert(name);
            }
        }
        for (document, scope) in among.scopes.iter().enumerate().filter(|(document, _)| !among.is_copy(*document)) {
            let placed = among.covered.get(document).into_iter().flat_map(BTreeMap::values).flatten();
            let placed: BTreeSet<usize> = placed.map(|(item, _)| *item).collect();
            for (item, of) in scope.items().filter(|(item, _)| !placed.contains(item)) {
                strays.items.entry(fold(of.title())).or_default().push((document, item));
            }
        }
        strays
    }

    /// The items that bear the name of `concept`, which is on no list, in documents of the same kind and domain that have it nowhere; one a document.
    fn of_concept<'a>(&self, index: u32, concept: &Concept, among: &Among<'a, '_>) -> Vec<super::among::Member<'a>> {
        let name = fold(&concept.name);
        if concept.list.is_some() || self.shared.contains(&name) {
            return Vec::new();
        }
        let sort = |document: usize| among.scopes.get(document).map(|scope| (scope.document.source.kind, &scope.document.source.domain));
        let usual = concept.members.first().and_then(|member| sort(member.document as usize));
        let found = self.items.get(&name).map_or(&[][..], Vec::as_slice);
        let alone = |document: usize| found.iter().filter(|(other, _)| *other == document).count() == 1;
        let lacks = |document: usize| among.covered.get(document).is_some_and(|covered| !covered.contains_key(&index));
        let fits = |(document, _): &&(usize, usize)| alone(*document) && lacks(*document) && sort(*document) == usual;
        let member = |(document, item): &(usize, usize)| {
            let of = among.scopes.get(*document)?.document.items.get(*item)?;
            Some(super::among::Member { document: *document, item: *item, of })
        };
        found.iter().filter(fits).filter_map(member).collect()
    }
}

/// The headings of a document, as they are compared.
fn headings(scope: &Scope) -> BTreeSet<String> {
    scope.items().filter_map(|(_, item)| Some(key(heading(item)?.1.value.as_deref()?, scope.tables))).collect()
}

/// The deepest level above the name.
fn heading(item: &Item) -> Option<(Field, &Value<Text>)> {
    let above: Vec<_> = levels(item).filter(|(_, level)| level.value.is_some() && level.at != item.name.at).collect();
    above.into_iter().next_back()
}

fn key(heading: &str, tables: &Tables) -> String {
    tables.services.lists().iter().next().map_or_else(|| fold(heading), |list| list.key(heading))
}

fn member<'a>(member: super::among::Member<'a>, scopes: &[Scope<'a>]) -> Option<Member<'a>> {
    let (field, heading) = heading(member.of)?;
    let key = key(heading.value.as_deref()?, scopes.get(member.document)?.tables);
    Some(Member { document: member.document, item: member.item, field, of: member.of, heading, key })
}

/// Compares the headings of one service with the usual one: the list's, else the one of most documents.
fn compare(concept: &Concept, members: &[Member], scopes: &[Scope], known: &[BTreeSet<String>], outcomes: &mut [Outcome]) {
    let Some(usual) = usual(concept, members, scopes) else { return };
    let mut knows: BTreeMap<&str, bool> = BTreeMap::new();
    for member in members {
        let Some(outcome) = outcomes.get_mut(member.document) else { continue };
        if member.key == usual.key {
            outcome.pass();
            continue;
        }
        // A heading that the others do not know is another way to group, and contradicts nobody.
        let others = || members.iter().filter(|other| other.key == usual.key).filter_map(|other| known.get(other.document));
        let is_known = *knows.entry(&member.key).or_insert_with(|| others().any(|headings| headings.contains(&member.key)));
        if is_known && member.heading.state != State::Ambiguous {
            outcome.fail(parent_differs(member, usual, scopes));
        } else {
            outcome.leave_open();
        }
    }
}

/// A member under the usual heading; `None` where there is nothing to compare.
fn usual<'a, 'b>(concept: &Concept, members: &'b [Member<'a>], scopes: &[Scope]) -> Option<&'b Member<'a>> {
    let documents: BTreeSet<usize> = members.iter().map(|member| member.document).collect();
    if documents.len() < 2 {
        return None;
    }
    let listed = concept.category.as_deref().zip(scopes.first()).map(|(category, scope)| key(category, scope.tables));
    if let Some(member) = members.iter().find(|member| Some(&member.key) == listed.as_ref()) {
        return Some(member);
    }
    let count = super::shares::counts(members.iter().map(|member| member.key.as_str()));
    let most = super::shares::most(&count).copied();
    members.iter().find(|member| most.is_none_or(|most| member.key == most))
}

fn parent_differs(member: &Member, usual: &Member, scopes: &[Scope]) -> Finding {
    let state = |member: &Member, scope: &Scope| scope.tables.report.word(&format!("state.{}", member.heading.state.key()));
    let text = |member: &Member| member.heading.value.as_deref().unwrap_or("").to_owned();
    let mut finding = Finding::new("parent-differs").with("name", member.of.title()).with("here", text(member)).with("there", text(usual));
    if let (Some(here), Some(there)) = (scopes.get(member.document), scopes.get(usual.document)) {
        finding = worded(finding, "here_state", &state(member, here));
        finding = worded(finding, "there_state", &state(usual, there)).with("other", &there.document.source.path);
    }
    finding = finding.item(member.item).field(member.field).expected(text(usual)).actual(text(member));
    for member in [member, usual] {
        for value in [&member.of.name, member.heading] {
            finding.evidence.extend(evidence(value, member.document));
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    const HEADER: &str = "序号\t一级事项\t二级事项\t公开内容\t公开主体\n";

    #[test]
    fn a_service_under_another_heading_that_both_know_is_told() {
        let here = format!(
            "{HEADER}1\t医疗费用手工（零星）报销\t门诊费用报销\t指南\t医保局\n2\t\t产前检查费支付\t指南\t医保局\n3\t生育保险待遇核准支付\t生育津贴支付\t指南\t医保局\n"
        );
        let there = format!(
            "{HEADER}1\t医疗费用手工（零星）报销\t门诊费用报销\t指南\t县医保局\n2\t生育保险待遇核准支付\t产前检查费支付\t指南\t县医保局\n3\t\t生育津贴支付\t指南\t县医保局\n"
        );
        let told = "3: `产前检查费支付` stands under `医疗费用手工（零星）报销` (stated in a merged cell), but in b.txt under `生育保险待遇核准支付` (stated)";
        assert_eq!(said(&[&here, &there], "parent-differs"), [told]);
        assert!(said(&[&here, &here.replace("指南", "办事指南")], "parent-differs").is_empty());
        let other = there.replace("医疗费用手工（零星）报销", "报销").replace("生育保险待遇核准支付", "生育");
        assert!(said(&[&here, &other], "parent-differs").is_empty(), "other headings are another way to group");
        assert_eq!(counted(&[&here, &here.replace("指南", "办事指南")], "parent-differs"), [3, 0, 0, 0]);
    }

    #[test]
    fn a_service_of_no_list_is_known_by_its_name_under_another_heading() {
        let table = |place: &str, heading: &str| {
            format!(
                "{place}社会保险政务公开目录\n{HEADER}1\t工伤保险服务\t工伤事故备案\t{place}指南\t局\n2\t{heading}\t旧伤复发申请确认\t{place}指南\t局\n3\t社会保障卡服务\t社会保障卡申领\t{place}指南\t局\n"
            )
        };
        let tables = [table("大冶市", "社会保障卡服务"), table("阳新县", "工伤保险服务"), table("嘉鱼县", "工伤保险服务")];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "parent-differs");
        assert_eq!(told, ["4: `旧伤复发申请确认` stands under `社会保障卡服务` (stated), but in b.txt under `工伤保险服务` (stated)"]);
    }
}
