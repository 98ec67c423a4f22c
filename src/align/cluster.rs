//! align/cluster: services on no list, aligned among documents where their facets are equal.
//!
//! A cluster's id is made of domain, facets and unread words alone, so that no other item, and no order of files, changes it.

use super::facets::{Profile, Reading};
use super::grams::{Alike, Grams};
use super::score::{compare, slips};
use super::spine::hundredths;
use super::{Alignment, Concept, ItemRef};
use crate::evidence::Text;
use crate::item::{Item, Nature, Relation};
use crate::result::DocumentResult;
use crate::tables::facets::{FACET_KINDS, Facets};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// An item that stands on no list.
#[derive(Clone)]
pub(super) struct Open<'a> {
    pub(super) reference: ItemRef,
    pub(super) document: &'a DocumentResult,
    pub(super) item: &'a Item,
    pub(super) profile: Profile<'a>,
}

/// A cluster while it is made.
struct Cluster<'a, 'b> {
    id: Text,
    name: &'b str,
    /// The member that gives the name.
    face: &'b Open<'a>,
    /// Those of its face.
    signs: Signs,
    members: Vec<&'b Open<'a>>,
}

/// What besides the name speaks for two items being the same, in comparison form: one set for each of [`Signs::KINDS`].
struct Signs([BTreeSet<String>; 4]);

/// An item is proposed for a cluster from this score on.
const PROPOSED: f32 = 0.5;
/// What a score gains by each of heading, legal basis and content that are the same.
const EVIDENCE: f32 = 0.05;

/// The concepts that `open` make among documents, the first of them with the index `first`; and one alignment for each item.
pub(super) fn places(open: &[Open], first: u32, facets: &Facets) -> (Vec<Concept>, Vec<Alignment>) {
    let mut groups: BTreeMap<String, Vec<&Open>> = BTreeMap::new();
    let mut alignments = Vec::new();
    for one in open {
        if one.item.nature == Nature::Service && one.item.name.value.is_some() {
            groups.entry(signature(one, facets)).or_default().push(one);
        } else {
            alignments.push(none(one, why_not(one.item)));
        }
    }
    let (clusters, alone): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, members)| documents(members) > 1);
    let clusters: Vec<Cluster> = clusters.into_iter().filter_map(|(signature, members)| Cluster::new(&signature, members)).collect();
    for (concept, cluster) in (first..).zip(&clusters) {
        alignments.extend(cluster.members.iter().map(|member| cluster.alignment(member, concept)));
    }
    let names: Vec<&Reading> = clusters.iter().map(|cluster| cluster.face.profile.name).collect();
    let grams = Grams::new(names.into_iter(), facets);
    for one in alone.into_iter().flat_map(|(_, members)| members) {
        alignments.push(proposal(one, &clusters, &grams, first, facets).unwrap_or_else(|| none(one, why_not(one.item))));
    }
    let concept =
        |cluster: &Cluster| Concept { id: cluster.id.clone(), name: cluster.name.into(), category: None, list: None, members: Vec::new() };
    (clusters.iter().map(concept).collect(), alignments)
}

/// What makes two items the same: domain, effective facets, and the words that no facet reads.
fn signature(one: &Open, facets: &Facets) -> String {
    let mut parts = vec![one.document.source.domain.as_deref().unwrap_or("").to_owned()];
    for kind in FACET_KINDS {
        let mut words: Vec<&str> = one.profile.effective(kind).iter().map(|id| facets.word(*id)).collect();
        if one.profile.name.is_joined(kind) {
            words.sort_unstable();
        }
        parts.push(words.join("+"));
    }
    parts.extend(one.profile.name.unread.iter().cloned());
    // What may be another word stands for itself.
    parts.extend(one.profile.name.slips.iter().filter(|slip| slip.is_doubtful).map(|slip| slip.seen.clone()));
    parts.join("\u{1f}")
}

fn documents(members: &[&Open]) -> usize {
    members.iter().map(|member| member.reference.document).collect::<BTreeSet<_>>().len()
}

/// The id of the cluster of a signature.
fn id(signature: &str) -> Text {
    let hash = blake3::hash(signature.as_bytes()).to_hex();
    format!("found/{}", hash.chars().take(12).collect::<String>()).into()
}

impl<'a, 'b> Cluster<'a, 'b> {
    /// Named as most of its members are; of equally frequent names by the shortest, then by the first in the order of characters.
    fn new(signature: &str, members: Vec<&'b Open<'a>>) -> Option<Self> {
        let mut names: BTreeMap<&str, (usize, &Open)> = BTreeMap::new();
        for member in &members {
            names.entry(member.item.title()).or_insert((0, member)).0 += 1;
        }
        let usual = names.into_iter().min_by_key(|(name, (count, _))| (std::cmp::Reverse(*count), name.chars().count(), *name));
        let (name, (_, face)) = usual?;
        Some(Cluster { id: id(signature), name, face, signs: Signs::of(face), members })
    }

    fn alignment(&self, member: &Open, concept: u32) -> Alignment {
        let is_same = fold(member.item.title()) == fold(self.name);
        let (score, method, reason) = match is_same {
            true => (90, "equal-name-among-places", "items of other documents have the same name".to_owned()),
            false => (85, "equal-facets-among-places", format!("items of other documents have the same facets, as {}", self.name)),
        };
        Alignment {
            item: member.reference,
            concept: Some(concept),
            relation: Some(Relation::Exact),
            asserted: true,
            score,
            method: method.into(),
            reasons: std::iter::once(reason.into()).chain(slips(member.profile.name)).collect(),
        }
    }
}

/// The cluster that an item alone is most like, if it is like one; never more than proposed.
fn proposal(one: &Open, clusters: &[Cluster], grams: &Grams, first: u32, facets: &Facets) -> Option<Alignment> {
    let signs = Signs::of(one);
    let mut best: Option<(Alike, Vec<Text>)> = None;
    for mut found in grams.alike(one.profile.name) {
        // The names come best first: no later one can do better with all evidence there may be.
        let most = found.score * (1.0 + EVIDENCE * Signs::KINDS.len() as f32);
        if most < PROPOSED || best.as_ref().is_some_and(|(best, _)| most <= best.score) {
            break;
        }
        let cluster = clusters.get(found.name as usize)?;
        if cluster.face.document.source.domain != one.document.source.domain {
            continue;
        }
        let evidence = signs.shared(&cluster.signs);
        found.score *= 1.0 + EVIDENCE * evidence.len() as f32;
        if found.score >= PROPOSED && best.as_ref().is_none_or(|(best, _)| found.score > best.score) {
            best = Some((found, evidence));
        }
    }
    let (best, evidence) = best?;
    let cluster = clusters.get(best.name as usize)?;
    let verdict = compare(&one.profile, &cluster.face.profile, facets);
    let relation = verdict.relation.filter(|relation| *relation != Relation::Exact && !verdict.contradicts);
    let mut reasons: Vec<Text> = vec![format!("characters and words alike: {:.2}", best.score).into()];
    reasons.extend(evidence);
    reasons.extend(verdict.reasons);
    Some(Alignment {
        item: one.reference,
        concept: Some(first + best.name),
        relation: Some(relation.unwrap_or(Relation::Related)),
        asserted: false,
        score: hundredths(best.score),
        method: "characters".into(),
        reasons,
    })
}

impl Signs {
    const KINDS: [&'static str; 4] = ["heading", "legal basis", "content", "department"];

    fn of(one: &Open) -> Self {
        let own = fold(one.item.title());
        let levels = one.item.levels().into_iter().filter_map(|level| level.value.as_deref());
        let titles = one.item.legal_basis.said().iter().filter_map(|citation| citation.title.value.as_deref());
        let elements = one.item.contents.iter().flat_map(|content| content.elements.said()).filter_map(|element| element.value.as_deref());
        let publisher = one.item.publisher.value.iter();
        Signs([
            levels.map(fold).filter(|level| *level != own).collect(),
            titles.map(fold).collect(),
            elements.map(fold).collect(),
            publisher.map(|publisher| department(&publisher.name, publisher.jurisdiction.as_deref())).collect(),
        ])
    }

    /// The first of each kind that both have, in words.
    fn shared(&self, other: &Signs) -> Vec<Text> {
        let kinds = Signs::KINDS.iter().zip(self.0.iter().zip(&other.0));
        kinds.filter_map(|(kind, (ours, theirs))| Some(format!("the same {kind}: {}", ours.intersection(theirs).next()?).into())).collect()
    }
}

/// A publisher without its place.
fn department(name: &str, jurisdiction: Option<&str>) -> String {
    fold(name.trim_start_matches(jurisdiction.unwrap_or("")))
}

fn none(one: &Open, reason: &str) -> Alignment {
    Alignment {
        item: one.reference,
        concept: None,
        relation: None,
        asserted: false,
        score: 0,
        method: "none".into(),
        reasons: vec![reason.into()],
    }
}

fn why_not(item: &Item) -> &'static str {
    match item.nature {
        _ if item.name.value.is_none() => "the item has no name",
        Nature::Service => "no service of a list and no item of another document has this name, or one with the same facets",
        Nature::Policy => "a policy is no service",
        Nature::Institution => "information about an institution is no service",
        Nature::Penalty => "a penalty or an inspection is no service",
        Nature::Information => "information that is published is no service",
        Nature::Unknown => "it is not clear whether this is a service",
    }
}
