//! fields/place/weigh: names with their mentions to the one place they speak of, or the several they may.

use super::tally::{Named, Tally};
use crate::tables::divisions::{Division, Divisions};
use std::collections::BTreeMap;

/// What names speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No name at all.
    Nothing,
    /// Clearly this place.
    One(Division),
    /// Any of these, by code.
    Several(Vec<Division>),
}

/// How many times one place must outweigh another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margin {
    /// Beside another one.
    pub(super) beside: u32,
    /// A parent, so that it is not clear which of both is meant.
    pub(super) above: u32,
    /// A parent, so that the place within it is an aside.
    pub(super) rare: u32,
}

/// One division with its mentions.
struct Weighed {
    division: Division,
    weight: u32,
    strong: u32,
}

/// The place that `tally` speaks of. Names that several divisions bear are told apart by the parents that `context` names.
///
/// The tree of divisions is gone down as long as one child clearly outweighs its siblings and is more than an aside within its parent,
/// so that names on one chain (湖北省, 黄石市, 大冶市) support each other and the deepest is the answer.
pub(super) fn resolve(tally: &Tally, context: &Tally, divisions: &Divisions, margin: Margin) -> Outcome {
    let (mut tree, mut open) = (BTreeMap::new(), Vec::new());
    for (name, named) in &tally.0 {
        let bearers = confirmed(name, context, divisions);
        let weight = weight(named, divisions);
        match bearers.as_slice() {
            [division] => {
                tree.insert(division.code, Weighed { division: *division, weight, strong: named.strong });
            }
            [] => {}
            _ => open.push((weight, bearers)),
        }
    }
    with_open(descend(&tree, margin), &tree, open, margin)
}

/// The divisions that have or had the name `name` of which `context` names most parents; of one that had it also the name of today.
pub(super) fn confirmed(name: &str, context: &Tally, divisions: &Divisions) -> Vec<Division> {
    let bearers: Vec<Division> = divisions.named(name).chain(divisions.once_named(name)).collect();
    if bearers.len() < 2 {
        return bearers;
    }
    let is_named = |other: &str| other != name && context.0.contains_key(other);
    let support = |division: &Division| {
        divisions.parents(division.code).filter(|parent| is_named(parent.name)).count() + usize::from(is_named(division.name))
    };
    let most = bearers.iter().map(support).max().unwrap_or(0);
    bearers.into_iter().filter(|division| support(division) == most).collect()
}

fn weight(named: &Named, divisions: &Divisions) -> u32 {
    let weights = &divisions.words.weights;
    named.strong.saturating_mul(weights.full).saturating_add(named.weak.saturating_mul(weights.weak))
}

/// A name of several places that weighs as much as the answer leaves it open.
fn with_open(outcome: Outcome, tree: &BTreeMap<&str, Weighed>, open: Vec<(u32, Vec<Division>)>, margin: Margin) -> Outcome {
    let Some(heaviest) = open.iter().map(|(weight, _)| *weight).max() else { return outcome };
    let mut all = match outcome {
        Outcome::Nothing => Vec::new(),
        Outcome::One(answer) if support(tree, answer.code) >= heaviest.saturating_mul(margin.beside) => return Outcome::One(answer),
        // A parent of all bearers does not answer which of them is meant; it is no rival of them either.
        Outcome::One(answer) => Some(answer).filter(|answer| !contains_all(answer, &open)).into_iter().collect(),
        Outcome::Several(several) => several,
    };
    all.extend(open.into_iter().filter(|(weight, _)| weight.saturating_mul(margin.beside) > heaviest).flat_map(|(_, bearers)| bearers));
    all.sort();
    all.dedup();
    Outcome::Several(all)
}

fn contains_all(parent: &Division, open: &[(u32, Vec<Division>)]) -> bool {
    open.iter().flat_map(|(_, bearers)| bearers).all(|bearer| bearer.code.starts_with(parent.code))
}

/// Goes down from the whole country to the place that `tree` speaks of.
fn descend(tree: &BTreeMap<&str, Weighed>, margin: Margin) -> Outcome {
    let mut current = "";
    loop {
        let here = tree.get(current);
        let children = children(tree, current);
        let Some((best, weight)) = children.iter().max_by_key(|(code, weight)| (*weight, std::cmp::Reverse(*code))) else {
            return here.map_or(Outcome::Nothing, settled);
        };
        let strong = here.map_or(0, |here| if here.strong == 0 { 0 } else { here.weight });
        if let Some(here) = here.filter(|_| strong > weight.saturating_mul(margin.rare)) {
            return settled(here);
        }
        let rivals = children.iter().filter(|(code, rival)| code != best && rival.saturating_mul(margin.beside) > *weight);
        let mut several: Vec<Division> = rivals.filter_map(|(code, _)| deepest(tree, code)).collect();
        if strong > weight.saturating_mul(margin.above) {
            several.extend(here.map(|here| here.division));
        }
        if !several.is_empty() {
            several.extend(deepest(tree, best));
            several.sort();
            return Outcome::Several(several);
        }
        current = best;
    }
}

/// A place that only weak mentions name is a possibility, not an answer.
fn settled(weighed: &Weighed) -> Outcome {
    match weighed.strong {
        0 => Outcome::Several(vec![weighed.division]),
        _ => Outcome::One(weighed.division),
    }
}

/// The divisions of the next level below `code` that are named or contain named ones, with their weight.
fn children<'a>(tree: &BTreeMap<&'a str, Weighed>, code: &'a str) -> Vec<(&'a str, u32)> {
    let mut children: Vec<(&'a str, u32)> = Vec::new();
    for (key, weighed) in tree.range(code..).take_while(|(key, _)| key.starts_with(code)).filter(|(key, _)| key.len() > code.len()) {
        let Some(child) = key.get(..next_length(code.len(), key.len())) else { continue };
        match children.last_mut() {
            Some((last, weight)) if *last == child => *weight = weight.saturating_add(weighed.weight),
            _ => children.push((child, weighed.weight)),
        }
    }
    children
}

/// Codes have 2, 4, 6 or 9 digits.
fn next_length(length: usize, longest: usize) -> usize {
    match length {
        0 => 2,
        2 => 4,
        4 => 6,
        _ => 9,
    }
    .min(longest)
}

fn support(tree: &BTreeMap<&str, Weighed>, code: &str) -> u32 {
    tree.range(code..).take_while(|(key, _)| key.starts_with(code)).map(|(_, weighed)| weighed.weight).fold(0, u32::saturating_add)
}

/// The heaviest named division at or below `code`, the deepest of equals.
fn deepest(tree: &BTreeMap<&str, Weighed>, code: &str) -> Option<Division> {
    let below = tree.range(code..).take_while(|(key, _)| key.starts_with(code));
    below.max_by_key(|(key, weighed)| (weighed.weight, key.len(), std::cmp::Reverse(**key))).map(|(_, weighed)| weighed.division)
}
