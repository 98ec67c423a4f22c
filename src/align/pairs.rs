//! align/pairs: items of different documents that stand alone and may be one service, by characters; for a person to decide.

use super::facets::Reading;
use super::grams::Grams;
use super::spine::hundredths;
use super::{Dataset, ItemRef, items};
use crate::item::Nature;
use crate::tables::Tables;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Two items that may be one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The first in the order of documents.
    pub a: ItemRef,
    /// The other.
    pub b: ItemRef,
    /// In hundredths.
    pub score: u8,
}

/// From this score on two names are a pair, where each is the most like the other.
const ALIKE: f32 = 0.5;

/// The pairs among services that stand to no concept by anything asserted; none is decided already.
pub fn pairs(dataset: &Dataset, tables: &Tables) -> Vec<Pair> {
    let taken: BTreeSet<ItemRef> = dataset
        .alignments
        .iter()
        .filter(|one| one.asserted || one.method.as_str() == super::decisions::METHOD)
        .map(|one| one.item)
        .collect();
    let alone: Vec<(ItemRef, Reading)> = items(&dataset.documents)
        .filter(|(reference, _, item)| item.nature == Nature::Service && item.name.value.is_some() && !taken.contains(reference))
        .map(|(reference, _, item)| (reference, Reading::new(item.title(), &tables.facets)))
        .collect();
    let grams = Grams::new(alone.iter().map(|(_, reading)| reading), &tables.facets);
    let best: Vec<Option<(u32, f32)>> = alone
        .par_iter()
        .map(|(own, reading)| {
            let elsewhere = |name: u32| alone.get(name as usize).is_some_and(|(other, _)| other.document != own.document);
            grams.alike(reading).into_iter().find(|alike| elsewhere(alike.name)).map(|alike| (alike.name, alike.score))
        })
        .collect();
    let mut pairs = Vec::new();
    for ((own, (a, _)), best_of) in (0u32..).zip(&alone).zip(&best) {
        let Some((other, score)) = best_of.filter(|(other, score)| *other > own && *score >= ALIKE) else { continue };
        let back = best.get(other as usize).copied().flatten();
        if let Some((b, _)) = alone.get(other as usize).filter(|_| back.is_some_and(|(back, _)| back == own)) {
            pairs.push(Pair { a: *a, b: *b, score: hundredths(score) });
        }
    }
    pairs
}
