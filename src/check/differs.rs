//! check/differs: what the items of one service say of one thing in several documents, and which of them say it otherwise than the rest.

use super::among::{Among, Member};
use super::outcome::Outcome;
use super::shares::{counts, most};
use crate::align::Concept;
use crate::finding::{Evidence, Finding};
use crate::item::Kind;
use std::collections::BTreeMap;

/// What one item says, as it is compared and as it is shown.
pub(super) struct Said {
    /// What is compared.
    pub(super) key: String,
    /// What is shown.
    pub(super) text: String,
    /// Where it stands.
    pub(super) evidence: Vec<Evidence>,
}

/// What an item has to say.
pub(super) enum Answer {
    /// It says this.
    Says(Said),
    /// The text leaves it open.
    Open,
    /// It says nothing about it.
    Nothing,
}

/// A member and what it says; `usual` is one that says what most say.
pub(super) struct Pair<'a, 'b> {
    /// The item that says something else.
    pub(super) member: &'b Member<'a>,
    /// What it says.
    pub(super) said: &'b Said,
    /// An item that says what most say.
    pub(super) other: &'b Member<'a>,
    /// What that says.
    pub(super) usual: &'b Said,
}

/// Items may only be compared with items of the same kind and group.
pub(super) type Group = (Kind, String);

/// Asks `answer` of all items of each service, and compares within each group; `finding` tells a difference.
///
/// The usual answer is that of most documents; where two are given equally often, the first one is what the others are shown beside.
pub(super) fn differences<'a>(
    among: &Among<'a, '_>,
    answer: impl Fn(&Member<'a>) -> (Option<Group>, Answer),
    finding: impl Fn(&Concept, &Pair<'a, '_>) -> Finding,
) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    for concept in among.dataset().into_iter().flat_map(|dataset| &dataset.concepts).filter(|concept| concept.members.len() > 1) {
        let mut groups: BTreeMap<Group, Vec<(Member, Said)>> = BTreeMap::new();
        for member in among.members(concept) {
            let Some(outcome) = outcomes.get_mut(member.document) else { continue };
            match answer(&member) {
                (Some(group), Answer::Says(said)) => groups.entry(group).or_default().push((member, said)),
                (_, Answer::Nothing) => outcome.skip(),
                // What cannot be compared, and what the text leaves open.
                _ => outcome.leave_open(),
            }
        }
        for members in groups.values() {
            compare(concept, members, &finding, &mut outcomes);
        }
    }
    outcomes
}

fn compare<'a>(
    concept: &Concept,
    members: &[(Member<'a>, Said)],
    finding: &impl Fn(&Concept, &Pair<'a, '_>) -> Finding,
    outcomes: &mut [Outcome],
) {
    let Some(first) = members.first() else { return };
    let alone = members.iter().all(|(member, _)| member.document == first.0.document);
    let count = counts(members.iter().map(|(_, said)| said.key.as_str()));
    let most = most(&count).copied();
    let (other, usual) =
        members.iter().find(|(_, said)| most.is_none_or(|most| said.key == most)).map_or((&first.0, &first.1), |(a, b)| (a, b));
    for (member, said) in members {
        let Some(outcome) = outcomes.get_mut(member.document) else { continue };
        match said.key == usual.key {
            _ if alone => outcome.skip(),
            true => outcome.pass(),
            false => outcome.fail(finding(concept, &Pair { member, said, other, usual })),
        }
    }
}

/// Fills the `blanks` of a finding about a difference (the service, what is said here and there, the other document), and shows both places.
pub(super) fn told(finding: Finding, [name, here, there, other]: [&str; 4], pair: &Pair, among: &Among) -> Finding {
    let finding = finding.with(name, pair.member.of.title()).with(here, &pair.said.text).with(there, &pair.usual.text);
    let finding = finding.with(other, among.path(pair.other.document));
    let mut finding = finding.item(pair.member.item).expected(pair.usual.text.as_str()).actual(pair.said.text.as_str());
    finding.evidence.extend(pair.said.evidence.iter().chain(&pair.usual.evidence).cloned());
    finding
}
