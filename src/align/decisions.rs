//! align/decisions: what a person decided, applied to a dataset: it always wins, `same` holds on, and it lapses where a text changed.

use super::{Alignment, Concept, Dataset, ItemRef, items};
use crate::corrections::judged;
use crate::evidence::Text;
use crate::finding::Finding;
use crate::item::{Item, Relation};
use crate::tables::decisions::{Decided, Decision, Decisions};
use std::collections::{BTreeMap, BTreeSet};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Item(ItemRef),
    Concept(u32),
}

/// A decision whose sides are there and whose texts are those that were judged.
struct Valid<'a> {
    decision: &'a Decision,
    sides: (ItemRef, Side),
}

/// The method of alignments that a person made.
pub(super) const METHOD: &str = "decision";

/// Applies `decisions` to `dataset`; what cannot be applied, and what contradicts, is reported.
pub(super) fn apply(decisions: &Decisions, dataset: &mut Dataset) -> Vec<Finding> {
    if decisions.0.is_empty() {
        return Vec::new();
    }
    let (valid, mut findings) = valid(decisions, dataset);
    for one in valid.iter().filter(|one| one.decision.verdict != Decided::Same) {
        separate(one, dataset);
    }
    let components = components(&valid);
    for component in &components {
        if let Some(finding) = contradiction(component, &valid, dataset) {
            findings.push(finding);
            direct(component, &valid, dataset);
        } else {
            join(component, dataset, &valid);
        }
    }
    findings.extend(apart_but_together(&valid, dataset));
    let decided = valid.iter().map(|one| one.decision.clone()).collect();
    complete(dataset);
    dataset.decided = decided;
    findings
}

/// The decisions that hold for `dataset`, and what is to be said of the others. Of several about the same two sides the last one holds.
fn valid<'a>(decisions: &'a Decisions, dataset: &Dataset) -> (Vec<Valid<'a>>, Vec<Finding>) {
    let ids = Ids::of(dataset);
    let (mut valid, mut findings) = (Vec::new(), Vec::new());
    for decision in latest(decisions) {
        match ids.sides(&decision.item, &decision.with) {
            None => findings.push(about(decision, dataset, "decision-unused")),
            Some(sides) if texts(sides, dataset) != decision.judged => findings.push(stale(decision, dataset, sides.0)),
            Some(sides) => valid.push(Valid { decision, sides }),
        }
    }
    (valid, findings)
}

/// The decisions in their order, without those after which the same two sides were decided again.
fn latest(decisions: &Decisions) -> Vec<&Decision> {
    let pair = |decision: &Decision| {
        let (item, with) = (decision.item.clone(), decision.with.clone());
        if item < with { (item, with) } else { (with, item) }
    };
    let last: BTreeMap<(String, String), usize> = decisions.0.iter().enumerate().map(|(at, decision)| (pair(decision), at)).collect();
    let is_last = |(at, decision): &(usize, &Decision)| last.get(&pair(decision)) == Some(at);
    decisions.0.iter().enumerate().filter(is_last).map(|(_, decision)| decision).collect()
}

/// The decisions that contradict each other in a dataset to which they were applied, each group together.
pub(super) fn contradicting<'a>(decisions: &'a Decisions, dataset: &Dataset) -> Vec<Vec<(&'a Decision, ItemRef)>> {
    let (valid, _) = valid(decisions, dataset);
    let components = components(&valid);
    let groups = components.iter().filter(|component| contradiction(component, &valid, dataset).is_some());
    let of = |component: &BTreeSet<Side>| {
        let touches = |one: &&Valid| component.contains(&Side::Item(one.sides.0)) && component.contains(&one.sides.1);
        let decided = valid.iter().filter(touches).filter(|one| one.decision.verdict != Decided::Unsure);
        decided.map(|one| (one.decision, one.sides.0)).collect()
    };
    groups.map(of).collect()
}

/// The other side of a decision as a person who decides sees it.
pub(super) fn other_side(decision: &Decision, dataset: &Dataset) -> Option<String> {
    let concept = dataset.concepts.iter().find(|concept| concept.id.as_str() == decision.with).map(|concept| concept.name.to_string());
    let item = || items(&dataset.documents).find(|(_, _, item)| item.id.as_str() == decision.with).map(|(_, _, item)| shown(item));
    concept.or_else(item)
}

/// The hash by which a decision about an item and a concept or another item names the texts it judged.
pub(crate) fn judged_texts(item: &Item, other: &str) -> String {
    judged(&format!("{}\n{other}", shown(item)))
}

/// An item as a person who decides sees it: its headings and its name.
pub(crate) fn shown(item: &Item) -> String {
    let levels: Vec<&str> =
        item.levels().into_iter().filter_map(|level| level.value.as_deref()).filter(|level| *level != item.title()).collect();
    levels.into_iter().chain(std::iter::once(item.title())).collect::<Vec<_>>().join(" / ")
}

/// The hash of the texts of two sides by their ids; `None` where the dataset does not have both.
pub(crate) fn judged_by_ids<'a>(dataset: &'a Dataset) -> impl Fn(&str, &str) -> Option<String> + 'a {
    let ids = Ids::of(dataset);
    move |item, with| ids.sides(item, with).map(|sides| texts(sides, dataset))
}

/// Items and concepts by id.
struct Ids {
    items: BTreeMap<Text, ItemRef>,
    concepts: BTreeMap<Text, u32>,
}

impl Ids {
    fn of(dataset: &Dataset) -> Self {
        Ids {
            items: items(&dataset.documents).map(|(reference, _, item)| (item.id.clone(), reference)).collect(),
            concepts: (0u32..).zip(&dataset.concepts).map(|(index, concept)| (concept.id.clone(), index)).collect(),
        }
    }

    fn sides(&self, item: &str, with: &str) -> Option<(ItemRef, Side)> {
        let item = *self.items.get(item)?;
        let concept = self.concepts.get(with).copied().map(Side::Concept);
        Some((item, concept.or_else(|| self.items.get(with).copied().map(Side::Item))?))
    }
}

fn texts((item, other): (ItemRef, Side), dataset: &Dataset) -> String {
    let other = match other {
        Side::Concept(concept) => dataset.concepts.get(concept as usize).map_or(String::new(), |concept| concept.name.to_string()),
        Side::Item(other) => dataset.item(other).map_or(String::new(), |(_, item)| shown(item)),
    };
    dataset.item(item).map_or(String::new(), |(_, item)| judged_texts(item, &other))
}

/// What people called the same, each group once, in the order of their first sides.
fn components(valid: &[Valid]) -> Vec<BTreeSet<Side>> {
    let mut components: Vec<BTreeSet<Side>> = Vec::new();
    for one in valid.iter().filter(|one| one.decision.verdict == Decided::Same) {
        let sides = BTreeSet::from([Side::Item(one.sides.0), one.sides.1]);
        let (touched, mut others): (Vec<_>, Vec<_>) = components.into_iter().partition(|component| !component.is_disjoint(&sides));
        others.push(touched.into_iter().flatten().chain(sides).collect());
        components = others;
    }
    components.sort();
    components
}

/// Two services in one group, or two sides of it that somebody called different.
fn contradiction(component: &BTreeSet<Side>, valid: &[Valid], dataset: &Dataset) -> Option<Finding> {
    let concepts: Vec<u32> =
        component.iter().filter_map(|side| if let Side::Concept(concept) = side { Some(*concept) } else { None }).collect();
    let different = valid.iter().find(|one| {
        one.decision.verdict == Decided::Different && component.contains(&Side::Item(one.sides.0)) && component.contains(&one.sides.1)
    });
    let of = |one: &Valid| component.contains(&Side::Item(one.sides.0)) && one.decision.verdict == Decided::Same;
    if let Some(different) = different {
        return Some(contradicted(different.decision, dataset, different.sides.0, &different.decision.with));
    }
    let (Some(_), Some(second)) = (concepts.first(), concepts.get(1)) else { return None };
    let other = dataset.concepts.get(*second as usize).map_or("", |concept| concept.id.as_str());
    valid.iter().find(|one| of(one)).map(|one| contradicted(one.decision, dataset, one.sides.0, other))
}

/// In a group that contradicts itself each decision holds for its own two sides alone.
fn direct(component: &BTreeSet<Side>, valid: &[Valid], dataset: &mut Dataset) {
    for one in valid.iter().filter(|one| one.decision.verdict == Decided::Same && component.contains(&Side::Item(one.sides.0))) {
        let has_exact = |alignment: &Alignment| alignment.item == one.sides.0 && alignment.method.as_str() == METHOD && alignment.asserted;
        if let Side::Concept(concept) = one.sides.1
            && !dataset.alignments.iter().any(has_exact)
        {
            settle(one.sides.0, concept, one.decision, dataset);
        }
    }
}

/// Every item of the group is exactly the group's concept: the one named, else one that a member is already, else a new one.
fn join(component: &BTreeSet<Side>, dataset: &mut Dataset, valid: &[Valid]) {
    let members: Vec<ItemRef> = component.iter().filter_map(|side| if let Side::Item(item) = side { Some(*item) } else { None }).collect();
    let named = component.iter().find_map(|side| if let Side::Concept(concept) = side { Some(*concept) } else { None });
    let known = || {
        let of_members = dataset.alignments.iter().filter(|alignment| {
            alignment.asserted && alignment.relation == Some(Relation::Exact) && members.binary_search(&alignment.item).is_ok()
        });
        // A list's service before a cluster; concepts of lists come first.
        of_members.filter_map(|alignment| alignment.concept).min()
    };
    let concept = named.or_else(known).unwrap_or_else(|| new_concept(&members, dataset));
    for member in members {
        let decision =
            valid.iter().find(|one| one.decision.verdict == Decided::Same && (one.sides.0 == member || one.sides.1 == Side::Item(member)));
        if let Some(decision) = decision {
            settle(member, concept, decision.decision, dataset);
        }
    }
}

/// A concept for items that only a person called the same: its id is made of the smallest id of an item.
fn new_concept(members: &[ItemRef], dataset: &mut Dataset) -> u32 {
    let least = members.iter().filter_map(|member| dataset.item(*member)).map(|(_, item)| (item.id.clone(), item.title().to_owned())).min();
    let (id, name) = least.unwrap_or_else(|| ("".into(), String::new()));
    let index = dataset.concepts.len() as u32;
    dataset.concepts.push(Concept {
        id: format!("decided/{id}").into(),
        name: name.into(),
        category: None,
        list: None,
        members: Vec::new(),
    });
    index
}

/// The item is exactly the concept, and nothing else that is exact.
fn settle(item: ItemRef, concept: u32, decision: &Decision, dataset: &mut Dataset) {
    dataset.alignments.retain(|alignment| {
        let goes = alignment.concept == Some(concept)
            || alignment.concept.is_none()
            || alignment.relation == Some(Relation::Exact)
            || !alignment.asserted;
        alignment.item != item || !goes
    });
    dataset.alignments.push(decided(item, Some(concept), Some(Relation::Exact), true, decision));
}

/// `different` takes the relation away; `unsure` leaves it as proposed.
fn separate(one: &Valid, dataset: &mut Dataset) {
    let (item, other) = one.sides;
    match (one.decision.verdict, other) {
        (Decided::Different, Side::Concept(concept)) => {
            dataset.alignments.retain(|alignment| alignment.item != item || alignment.concept != Some(concept));
        }
        (Decided::Unsure, Side::Concept(concept)) => {
            let found = dataset.alignments.iter_mut().filter(|alignment| alignment.item == item && alignment.concept == Some(concept));
            for alignment in found {
                let score = alignment.score;
                *alignment = decided(item, Some(concept), alignment.relation, false, one.decision);
                alignment.score = score;
            }
        }
        (Decided::Different, Side::Item(other)) => {
            // What both are by a rule, not by a person, one of them leaves: the one that the decision names second.
            let exact = |of: ItemRef| -> BTreeSet<u32> {
                let own = dataset.alignments.iter().filter(|alignment| alignment.item == of && alignment.relation == Some(Relation::Exact));
                own.filter_map(|alignment| alignment.concept).collect()
            };
            let shared: BTreeSet<u32> = exact(item).intersection(&exact(other)).copied().collect();
            let is_found = |concept: u32| dataset.concepts.get(concept as usize).is_some_and(|concept| concept.list.is_none());
            let left: BTreeSet<u32> = shared.into_iter().filter(|concept| is_found(*concept)).collect();
            dataset
                .alignments
                .retain(|alignment| alignment.item != other || alignment.concept.is_none_or(|concept| !left.contains(&concept)));
        }
        _ => {}
    }
}

fn decided(item: ItemRef, concept: Option<u32>, relation: Option<Relation>, asserted: bool, decision: &Decision) -> Alignment {
    let reason = format!("{} by {} ({}): {}", decision.verdict.key(), decision.by, decision.when, decision.why);
    Alignment {
        item,
        concept,
        relation,
        asserted,
        score: if asserted { 100 } else { 0 },
        method: METHOD.into(),
        reasons: vec![reason.into()],
    }
}

/// Two items that somebody called different, and that are still exactly one service: a person must look again.
fn apart_but_together(valid: &[Valid], dataset: &Dataset) -> Vec<Finding> {
    let mut exact: BTreeMap<ItemRef, BTreeSet<u32>> = BTreeMap::new();
    for alignment in dataset.alignments.iter().filter(|alignment| alignment.asserted && alignment.relation == Some(Relation::Exact)) {
        exact.entry(alignment.item).or_default().extend(alignment.concept);
    }
    let mut findings = Vec::new();
    for one in valid.iter().filter(|one| one.decision.verdict == Decided::Different) {
        let Side::Item(other) = one.sides.1 else { continue };
        let (Some(ours), Some(theirs)) = (exact.get(&one.sides.0), exact.get(&other)) else { continue };
        if let Some(concept) = ours.intersection(theirs).next().and_then(|concept| dataset.concepts.get(*concept as usize)) {
            findings.push(contradicted(one.decision, dataset, one.sides.0, &concept.id));
        }
    }
    findings
}

/// Every item has a line, also one of which all relations were taken away.
fn complete(dataset: &mut Dataset) {
    let has: BTreeSet<ItemRef> = dataset.alignments.iter().map(|alignment| alignment.item).collect();
    let lost: Vec<ItemRef> =
        items(&dataset.documents).map(|(reference, ..)| reference).filter(|reference| !has.contains(reference)).collect();
    dataset.alignments.extend(lost.into_iter().map(|item| Alignment {
        item,
        concept: None,
        relation: None,
        asserted: false,
        score: 0,
        method: METHOD.into(),
        reasons: vec!["a person decided that it is another service than the one it was aligned to".into()],
    }));
    dataset.alignments.sort_by_key(|alignment| (alignment.item, alignment.concept));
}

fn about(decision: &Decision, dataset: &Dataset, code: &str) -> Finding {
    let finding = Finding::new(code).with("item", &decision.item).with("with", &decision.with).with("by", &decision.by);
    finding.with("name", named(&decision.item, dataset)).with("service", named(&decision.with, dataset))
}

/// The name of the item or service `id`; the id where there is none.
fn named(id: &str, dataset: &Dataset) -> String {
    let concept = dataset.concepts.iter().find(|concept| concept.id.as_str() == id).map(|concept| concept.name.to_string());
    let item = || items(&dataset.documents).find(|(_, _, item)| item.id.as_str() == id).map(|(_, _, item)| item.title().to_owned());
    concept.or_else(item).unwrap_or_else(|| id.to_owned())
}

fn at(finding: Finding, item: ItemRef) -> Finding {
    let mut finding = finding.item(item.item as usize);
    finding.source = Some(item.document);
    finding
}

fn stale(decision: &Decision, dataset: &Dataset, item: ItemRef) -> Finding {
    at(about(decision, dataset, "decision-stale"), item)
}

fn contradicted(decision: &Decision, dataset: &Dataset, item: ItemRef, other: &str) -> Finding {
    at(about(decision, dataset, "decision-contradicted"), item).with("other", named(other, dataset))
}
