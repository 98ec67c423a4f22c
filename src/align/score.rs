//! align/score: two profiles to the relation between them, with its reasons in words. Facets decide; nothing else makes `exact`.

use super::facets::{Profile, Reading};
use crate::evidence::Text;
use crate::item::Relation;
use crate::tables::facets::{FACET_KINDS, FacetId, FacetKind, Facets};

/// What facets say of an item and a concept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    /// Read *item relation concept*; `None` where they are different, or nothing can be said.
    pub(super) relation: Option<Relation>,
    /// Whether we stand by it.
    pub(super) asserted: bool,
    /// In hundredths.
    pub(super) score: u8,
    /// Why.
    pub(super) reasons: Vec<Text>,
    /// Whether some kind of facet speaks against any relation.
    pub(super) contradicts: bool,
}

/// How two sides stand in one kind of facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Neither says anything.
    Silent,
    Equal,
    /// The same once what is left out is inherited.
    Inherited,
    Near,
    /// The item is more specific.
    Specific,
    /// The item is more general.
    General,
    /// One side is more specific here and more general there.
    Mixed,
    /// One side says nothing of what is done.
    Unstated,
    Different,
}

/// Facets of one kind on both sides, after those that are on both are taken out.
struct Left {
    item: Vec<FacetId>,
    concept: Vec<FacetId>,
    specific: bool,
    general: bool,
    near: bool,
}

/// A name of so many characters is no other name by chance.
const LONG: usize = 8;

/// Compares an item with a concept.
pub(super) fn compare(item: &Profile, concept: &Profile, facets: &Facets) -> Verdict {
    let mut reasons: Vec<Text> = slips(item.name);
    let outcomes = FACET_KINDS.map(|kind| {
        let outcome = outcome(item, concept, kind, facets);
        reasons.extend(reason(item, concept, kind, outcome, facets));
        outcome
    });
    let has = |wanted: Outcome| outcomes.contains(&wanted);
    let told = [FacetKind::Action, FacetKind::Object, FacetKind::Scheme, FacetKind::Population];
    let shared = told.iter().filter(|kind| shares(item, concept, **kind, facets)).count();
    let shares_action = shares(item, concept, FacetKind::Action, facets);
    let has_object = !item.effective(FacetKind::Object).is_empty() || concept.effective(FacetKind::Object).is_empty();
    let (rest, rest_reason) = rest(item, concept);
    reasons.extend(rest_reason);
    let contradicts = has(Outcome::Different);
    let none = |reasons| Verdict { relation: None, asserted: false, score: 0, reasons, contradicts };
    let is_doubtful = !is_surely_meant(item.name, concept.name);
    if contradicts || shared == 0 || rest == Outcome::Different {
        return none(reasons);
    }
    let specific = has(Outcome::Specific) || rest == Outcome::Specific;
    let general = has(Outcome::General) || rest == Outcome::General;
    let is_loose = has(Outcome::Mixed) || has(Outcome::Unstated) || (specific && general);
    let (relation, asserted, score) = match (is_loose, specific, general, has(Outcome::Near)) {
        (true, ..) => (Relation::Related, false, 50),
        (_, true, _, near) => {
            (Relation::Broader, !near && is_told(item, concept, rest) && shares_action && (shared > 1 || is_action_alone(concept)), 80)
        }
        // A name without an object leaves open what it is about.
        (_, _, true, near) => (Relation::Narrower, !near && rest == Outcome::Equal && shares_action && shared > 1 && has_object, 80),
        (.., true) => (Relation::Close, rest == Outcome::Equal && shared > 1, 75),
        _ => (Relation::Exact, true, if has(Outcome::Inherited) { 95 } else { 98 }),
    };
    let is_unlike = !shares_action && item.name.folded != concept.name.folded;
    if relation == Relation::Exact && (is_unlike || is_doubtful) {
        return Verdict { relation: Some(Relation::Close), asserted: false, score: 60, reasons, contradicts };
    }
    let asserted = asserted && !is_doubtful;
    // What a heading alone says to be done is not surely what is done.
    if relation == Relation::Exact && outcomes.first() == Some(&Outcome::Inherited) && item.name.of(FacetKind::Action).is_empty() {
        return Verdict { relation: Some(Relation::Close), asserted, score: 75, reasons, contradicts };
    }
    Verdict { relation: Some(relation), asserted, score: if asserted { score } else { score.min(60) }, reasons, contradicts }
}

/// Whether nothing is unread, or in the item alone and before words that are read: what stands before narrows what a name says, what ends it is what the
/// name is about. An object must then be stated, for what is unread may be one.
fn is_told(item: &Profile, concept: &Profile, rest: Outcome) -> bool {
    let has_object = !item.name.of(FacetKind::Object).is_empty() || concept.effective(FacetKind::Object).is_empty();
    rest == Outcome::Equal || (rest == Outcome::Specific && item.name.ends_read && has_object)
}

/// Whether a service says what is done, and nothing else: whatever it is done with is one of its kinds.
fn is_action_alone(concept: &Profile) -> bool {
    FACET_KINDS.into_iter().all(|kind| concept.effective(kind).is_empty() != (kind == FacetKind::Action))
}

/// The slips that a name is read without, in words.
pub(super) fn slips(name: &Reading) -> Vec<Text> {
    name.slips.iter().map(|slip| format!("{} is taken for a slip: read as {}", slip.seen, slip.meant).into()).collect()
}

/// Whether what a name is read as is what was meant: there is no doubtful slip in it, or without it a long name is the other one to the letter.
pub(super) fn is_surely_meant(name: &Reading, other: &Reading) -> bool {
    !name.is_doubtful() && !other.is_doubtful() || (name.folded == other.folded && name.folded.chars().count() >= LONG)
}

/// Whether both sides have a facet of `kind` of their own in common, or one below the other.
fn shares(item: &Profile, concept: &Profile, kind: FacetKind, facets: &Facets) -> bool {
    let (ours, theirs) = (item.effective(kind), concept.effective(kind));
    let own = !item.name.of(kind).is_empty() || !concept.name.of(kind).is_empty();
    own && ours.iter().any(|a| theirs.iter().any(|b| a == b || facets.is_below(*a, *b) || facets.is_below(*b, *a)))
}

fn outcome(item: &Profile, concept: &Profile, kind: FacetKind, facets: &Facets) -> Outcome {
    let (ours, theirs) = (most_specific(item, kind, facets), most_specific(concept, kind, facets));
    let (own, their_own) = (!item.name.of(kind).is_empty(), !concept.name.of(kind).is_empty());
    if ours.is_empty() && theirs.is_empty() || !own && !their_own {
        return Outcome::Silent;
    }
    if kind == FacetKind::Action
        && let Some(apart) = apart(&ours, &theirs, facets)
    {
        return apart;
    }
    let left = left(&ours, &theirs, (item, concept), kind, facets);
    let joined = (item.name.is_joined(kind), concept.name.is_joined(kind));
    match (left.item.is_empty(), left.concept.is_empty()) {
        (true, true) if left.specific && left.general => Outcome::Mixed,
        (true, true) if left.specific => Outcome::Specific,
        (true, true) if left.general => Outcome::General,
        (true, true) if left.near => Outcome::Near,
        (true, true) if other_order(&ours, &theirs, joined) => Outcome::Near,
        (true, true) if own && their_own => Outcome::Equal,
        (true, true) => Outcome::Inherited,
        (false, false) => Outcome::Different,
        // What only a heading says is no difference: the other side may have it as well.
        (false, true) if !own => Outcome::Silent,
        (true, false) if !their_own => Outcome::Silent,
        (false, true) if theirs.is_empty() && kind == FacetKind::Action => Outcome::Unstated,
        (true, false) if ours.is_empty() && kind == FacetKind::Action => Outcome::Unstated,
        (false, true) if left.general => Outcome::Mixed,
        // Some of the people that the service is for, and others beside them.
        (false, true) if left.specific && kind == FacetKind::Population => Outcome::Mixed,
        (true, false) if left.specific => Outcome::Mixed,
        // One more alternative makes a name wider, one more word of any other sort makes it narrower.
        (false, true) => {
            if joined.0 && !theirs.is_empty() {
                Outcome::General
            } else {
                Outcome::Specific
            }
        }
        (true, false) => {
            if joined.1 && !ours.is_empty() {
                Outcome::Specific
            } else {
                Outcome::General
            }
        }
    }
}

/// How actions that stand apart decide: to look something up is not to do it, and to do both is not the one or the other.
fn apart(ours: &[FacetId], theirs: &[FacetId], facets: &Facets) -> Option<Outcome> {
    let has = |of: &[FacetId], apart: bool| of.iter().any(|id| facets.is_apart(*id) == apart);
    match (has(ours, true), has(theirs, true)) {
        _ if ours.is_empty() || theirs.is_empty() => None,
        (true, true) => (has(ours, false) != has(theirs, false)).then_some(Outcome::Mixed),
        (ours, theirs) => (ours != theirs).then_some(Outcome::Different),
    }
}

/// The effective facets of `kind` without those that another of them is below of.
fn most_specific(profile: &Profile, kind: FacetKind, facets: &Facets) -> Vec<FacetId> {
    let all = profile.effective(kind);
    let keep = |id: &&FacetId| profile.name.is_joined(kind) || !all.iter().any(|other| facets.is_below(*other, **id));
    all.iter().filter(keep).copied().collect()
}

fn left(ours: &[FacetId], theirs: &[FacetId], (item, concept): (&Profile, &Profile), kind: FacetKind, facets: &Facets) -> Left {
    let only = |of: &[FacetId], other: &[FacetId]| -> Vec<FacetId> { of.iter().filter(|id| !other.contains(id)).copied().collect() };
    let mut left = Left { item: only(ours, theirs), concept: only(theirs, ours), specific: false, general: false, near: false };
    let (own, their_own) = (!item.name.of(kind).is_empty(), !concept.name.of(kind).is_empty());
    if kind == FacetKind::Qualifier {
        // What only a heading says of where and how does not speak against what a name says of it.
        left.item.retain(|_| own);
        left.concept.retain(|_| their_own);
    }
    // A word more that the other side has from its heading is no difference, where they are about the same at all.
    if matches!(kind, FacetKind::Object | FacetKind::Qualifier) {
        let is_shared = ours.iter().any(|id| theirs.contains(id));
        if is_shared || !own {
            left.item = only(&left.item, concept.inherited(kind).0);
        }
        if is_shared || !their_own {
            left.concept = only(&left.concept, item.inherited(kind).0);
        }
    }
    let is_near = |a: FacetId, b: FacetId| facets.near(a).any(|near| near == b);
    left.specific = take_pairs(&mut left, |a, b| facets.is_below(a, b));
    left.general = take_pairs(&mut left, |a, b| facets.is_below(b, a));
    left.near = take_pairs(&mut left, is_near);
    left
}

/// Takes out every pair of a facet of the item and one of the concept for which `holds`; whether there was one.
fn take_pairs(left: &mut Left, holds: impl Fn(FacetId, FacetId) -> bool) -> bool {
    let concept: Vec<FacetId> = left.concept.iter().copied().filter(|b| !left.item.iter().any(|a| holds(*a, *b))).collect();
    let item: Vec<FacetId> = left.item.iter().copied().filter(|a| !left.concept.iter().any(|b| holds(*a, *b))).collect();
    let taken = concept.len() < left.concept.len();
    (left.item, left.concept) = (item, concept);
    taken
}

/// From one scheme to another is not the way back: the order within a kind counts, unless the facets are alternatives.
fn other_order(ours: &[FacetId], theirs: &[FacetId], joined: (bool, bool)) -> bool {
    joined != (true, true) && ours.iter().filter(|id| theirs.contains(id)).ne(theirs.iter().filter(|id| ours.contains(id)))
}

/// How the unread parts stand: the same, more on one side, or different.
fn rest(item: &Profile, concept: &Profile) -> (Outcome, Option<Text>) {
    let (ours, theirs) = (item.name.unread.concat(), concept.name.unread.concat());
    match (ours.is_empty(), theirs.is_empty()) {
        (true, true) => (Outcome::Equal, None),
        _ if ours == theirs => (Outcome::Equal, Some(format!("no word of the vocabulary, but the same on both sides: {ours}").into())),
        (false, true) => (Outcome::Specific, Some(format!("not read, in the item alone: {}", item.name.unread.join(" ")).into())),
        (true, false) => (Outcome::General, Some(format!("not read, in the service alone: {}", concept.name.unread.join(" ")).into())),
        (false, false) => (Outcome::Different, Some(format!("not read: {ours} against {theirs}").into())),
    }
}

/// What is to be said of one kind.
fn reason(item: &Profile, concept: &Profile, kind: FacetKind, outcome: Outcome, facets: &Facets) -> Option<Text> {
    let said = |ids: &[FacetId]| {
        if ids.is_empty() { "nothing".to_owned() } else { ids.iter().map(|id| facets.word(*id)).collect::<Vec<_>>().join("+") }
    };
    let (ours, theirs) = (item.effective(kind), concept.effective(kind));
    let word = kind.key();
    let against = || format!("{word} {} against {}", said(ours), said(theirs));
    let text = match outcome {
        Outcome::Silent => return None,
        Outcome::Equal => format!("same {word} {}", said(ours)),
        Outcome::Inherited => {
            let from = if item.name.of(kind).is_empty() {
                ("the item", item.inherited(kind).1)
            } else {
                ("the service", concept.inherited(kind).1)
            };
            format!(
                "same {word} {}, which {} inherits from {}",
                said(if ours.is_empty() { theirs } else { ours }),
                from.0,
                if from.1.is_empty() { "what is above it" } else { from.1 }
            )
        }
        Outcome::Near => format!("{}: nearly the same", against()),
        Outcome::Specific => format!("{}: the item is more specific", against()),
        Outcome::General => format!("{}: the service is more specific", against()),
        Outcome::Mixed => format!("{}: they overlap", against()),
        Outcome::Unstated => format!("{}: one of them does not say what is done", against()),
        Outcome::Different => format!("{}: different", against()),
    };
    Some(text.into())
}
