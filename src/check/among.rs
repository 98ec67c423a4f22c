//! check/among: all documents as the checks among documents see them: which are copies of others, and what each says of which service.

use super::outcome::Outcome;
use super::scope::Scope;
use crate::align::{Concept, Dataset};
use crate::evidence::{Text, Value};
use crate::finding::{Evidence, Finding};
use crate::item::{Item, Kind, Relation};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// All documents, and what is the same in several.
pub(super) struct Among<'a, 'b> {
    /// The documents.
    pub(super) scopes: &'b [Scope<'a>],
    /// For each document the one of which it is a copy.
    pub(super) originals: Vec<Option<Original>>,
    /// For each document the services that its items may be, though nobody can say so for sure: by index of the concept, the items.
    pub(super) proposed: Vec<BTreeMap<u32, BTreeSet<usize>>>,
    /// For each document the services it speaks of, by index of the concept: its items, and how they stand to it.
    pub(super) covered: Vec<BTreeMap<u32, Vec<(usize, Relation)>>>,
}

/// What a document is a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Original {
    /// Index of the document.
    pub(super) document: usize,
    /// How the two are alike.
    pub(super) likeness: Likeness,
}

/// How a document is like another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// A person wrote down that they belong together (`same_as`, `supersedes`).
    Declared,
    /// They say the same.
    Same,
    /// So many of a hundred of their texts are the same, and they are about one place.
    Nearly(usize),
}

/// An item that is exactly a service.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    /// Index of its document.
    pub(super) document: usize,
    /// Its index in the document.
    pub(super) item: usize,
    /// The item.
    pub(super) of: &'a Item,
}

/// A service is perhaps meant where alignment proposes it with so many hundredths or more; weaker proposals are made for nearly every item.
const LIKELY: u8 = 40;

/// So many of a hundred texts of two documents of one place are the same where one is an edition of the other.
const EDITION: usize = 90;

/// A document is held against so many others of its place, kind and domain.
const HELD_AGAINST: usize = 8;

impl<'a, 'b> Among<'a, 'b> {
    /// What the documents of `scopes` have in common.
    pub(super) fn new(scopes: &'b [Scope<'a>]) -> Self {
        let mut covered: Vec<BTreeMap<u32, Vec<(usize, Relation)>>> = scopes.iter().map(|_| BTreeMap::new()).collect();
        let mut proposed: Vec<BTreeMap<u32, BTreeSet<usize>>> = scopes.iter().map(|_| BTreeMap::new()).collect();
        for alignment in scopes.first().into_iter().flat_map(|scope| &scope.dataset.alignments) {
            let (document, item) = (alignment.item.document as usize, alignment.item.item as usize);
            let (Some(concept), Some(relation)) = (alignment.concept, alignment.relation) else { continue };
            let (Some(covered), Some(proposed)) = (covered.get_mut(document), proposed.get_mut(document)) else { continue };
            if alignment.asserted {
                covered.entry(concept).or_default().push((item, relation));
            } else if alignment.score >= LIKELY {
                proposed.entry(concept).or_default().insert(item);
            }
        }
        Among { scopes, originals: originals(scopes), proposed, covered }
    }

    /// An empty outcome for each document.
    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        self.scopes.iter().map(|_| Outcome::default()).collect()
    }

    /// The dataset; `None` where there are no documents.
    pub(super) fn dataset(&self) -> Option<&'a Dataset> {
        self.scopes.first().map(|scope| scope.dataset)
    }

    /// Whether `document` only says again what another document says.
    pub(super) fn is_copy(&self, document: usize) -> bool {
        self.originals.get(document).is_some_and(Option::is_some)
    }

    /// The items that are exactly `concept`, without those of copies.
    pub(super) fn members(&self, concept: &Concept) -> Vec<Member<'a>> {
        let members = concept.members.iter().filter(|member| !self.is_copy(member.document as usize));
        let member = |(document, item): (usize, usize)| {
            let of = self.scopes.get(document)?.document.items.get(item)?;
            Some(Member { document, item, of })
        };
        members.filter_map(|found| member((found.document as usize, found.item as usize))).collect()
    }

    /// Whether an item of `document` is perhaps the service `concept`.
    pub(super) fn is_proposed(&self, document: usize, concept: u32) -> bool {
        self.proposed.get(document).is_some_and(|proposed| proposed.contains_key(&concept))
    }

    /// Path of the document with the index `document`.
    pub(super) fn path(&self, document: usize) -> &'a str {
        self.scopes.get(document).map_or("", |scope| scope.document.source.path.as_str())
    }
}

/// The source text of `value` in the document with the index `document`, as evidence.
pub(super) fn evidence<T>(value: &Value<T>, document: usize) -> Vec<Evidence> {
    let shown = Finding::new("").shown(value.raw.as_deref().unwrap_or(""), &value.at);
    shown.evidence.into_iter().map(|evidence| Evidence { source: Some(document as u32), ..evidence }).collect()
}

/// The place of a document as it is compared: its code, else its name.
pub(super) fn place<'a>(scope: &Scope<'a>) -> Option<&'a Text> {
    let place = &scope.document.source.jurisdiction;
    place.code.as_ref().or(place.name.as_ref())
}

/// For each document the one of which it is a copy, and which is none itself.
fn originals(scopes: &[Scope]) -> Vec<Option<Original>> {
    let prints: Vec<Print> = scopes.iter().map(Print::of).collect();
    let mut found: Vec<Option<Original>> = declared(scopes);
    let mut bytes: BTreeMap<&str, usize> = BTreeMap::new();
    // Places that publish the same template are no copies of each other.
    let mut orders: BTreeMap<(u64, Option<&Text>), usize> = BTreeMap::new();
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for index in newest_first(scopes) {
        let (Some(scope), Some(print)) = (scopes.get(index), prints.get(index)) else { continue };
        if found.get(index).is_none_or(Option::is_some) {
            continue;
        }
        let same = Some(scope.document.source.sha256.as_str()).filter(|_| scope.document.source.bytes > 0);
        let of =
            same.and_then(|same| bytes.get(same)).or_else(|| print.order.and_then(|order| orders.get(&(order, place(scope))))).copied();
        let original = of.map(|document| Original { document, likeness: Likeness::Same });
        let group = group(scope);
        let near = || nearest(index, group.as_ref().and_then(|group| groups.get(group))?, &prints);
        let original = original.or_else(near);
        if original.is_none() {
            bytes.extend(same.map(|same| (same, index)));
            if let Some(order) = print.order {
                orders.entry((order, place(scope))).or_insert(index);
            }
            if let Some(group) = group {
                groups.entry(group).or_default().push(index);
            }
        }
        if let Some(entry) = found.get_mut(index) {
            *entry = original;
        }
    }
    found
}

/// The documents, the newest first: of two editions it is the one that holds. Those without a date come last, in their order.
fn newest_first(scopes: &[Scope]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scopes.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(scopes.get(*index).and_then(|scope| scope.document.source.published.value.as_ref())));
    order
}

/// Kind, domain and place.
type Group = (Option<Kind>, Option<Text>, Text);

fn group(scope: &Scope) -> Option<Group> {
    let source = &scope.document.source;
    Some((source.kind, source.domain.clone(), place(scope)?.clone()))
}

fn nearest(index: usize, group: &[usize], prints: &[Print]) -> Option<Original> {
    let print = prints.get(index)?;
    let share = |other: &usize| Some((print.share(prints.get(*other)?), *other));
    let (share, document) = group.iter().rev().take(HELD_AGAINST).filter_map(share).max()?;
    // What is the same but for a rounded share is not all the same.
    (share >= EDITION).then_some(Original { document, likeness: Likeness::Nearly(share.min(99)) })
}

/// The documents about which a person wrote that another one stands for them: copies, and what a later edition supersedes.
fn declared(scopes: &[Scope]) -> Vec<Option<Original>> {
    let ids: BTreeMap<&str, usize> = scopes.iter().enumerate().map(|(index, scope)| (scope.document.source.id.as_str(), index)).collect();
    let mut stands_for: Vec<Option<usize>> = vec![None; scopes.len()];
    for (index, scope) in scopes.iter().enumerate() {
        let source = &scope.document.source;
        let named = |id: &Option<Text>| id.as_deref().and_then(|id| ids.get(id)).copied().filter(|other| *other != index);
        for (copy, original) in [named(&source.same_as).map(|other| (index, other)), named(&source.supersedes).map(|other| (other, index))]
            .into_iter()
            .flatten()
        {
            if let Some(entry) = stands_for.get_mut(copy) {
                entry.get_or_insert(original);
            }
        }
    }
    let last = |index: usize| {
        // Chains (a supersedes b supersedes c) end; rings are no reason to leave out all.
        let mut seen = BTreeSet::from([index]);
        let mut at = stands_for.get(index).copied().flatten()?;
        while seen.insert(at) {
            match stands_for.get(at).copied().flatten() {
                Some(next) => at = next,
                None => return Some(Original { document: at, likeness: Likeness::Declared }),
            }
        }
        seen.iter().next().filter(|first| **first != index).map(|first| Original { document: *first, likeness: Likeness::Declared })
    };
    (0..scopes.len()).map(last).collect()
}

/// One text as a number.
fn print(text: &str) -> u64 {
    let mut one = DefaultHasher::new();
    fold(text).hash(&mut one);
    one.finish()
}

/// What a document says, as numbers that are quickly compared.
struct Print {
    /// Of all texts in their order; `None` where there are none.
    order: Option<u64>,
    /// Of each distinct text, sorted.
    texts: Vec<u64>,
}

impl Print {
    fn of(scope: &Scope) -> Self {
        let mut order = DefaultHasher::new();
        // The same few texts stand in every row.
        let mut known: HashMap<&str, u64, ahash::RandomState> = HashMap::default();
        for piece in scope.pieces() {
            known.entry(piece.raw).or_insert_with(|| print(piece.raw)).hash(&mut order);
        }
        let mut texts: Vec<u64> = known.into_values().collect();
        texts.sort_unstable();
        texts.dedup();
        Print { order: scope.pieces().next().is_some().then(|| order.finish()), texts }
    }

    /// How many of a hundred of the texts of both stand in both (Jaccard 1912).
    fn share(&self, other: &Print) -> usize {
        let mut others = other.texts.iter().peekable();
        let mut both = 0;
        for text in &self.texts {
            while others.peek().is_some_and(|other| *other < text) {
                others.next();
            }
            both += usize::from(others.peek() == Some(&text));
        }
        let all = self.texts.len() + other.texts.len() - both;
        (both * 100).checked_div(all).unwrap_or(0)
    }
}
