//! Generated names with known truth: which names of two places say the same, by facets, and by characters alone where no table has the words.

use super::{aligned, document, f1};
use crate::placement::generate::names::{Service, VARIATIONS, Variation, services};
use crate::placement::generate::random::Random;
use mulu::align::{Dataset, ItemRef, pairs};
use mulu::item::Relation;
use mulu::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

const SEED: u64 = 6;
const COUNT: usize = 1000;

/// F1 of pairs for one kind of variation.
pub(crate) struct Row {
    pub(crate) variation: Variation,
    pub(crate) f1: f64,
    pub(crate) wrong: Vec<String>,
}

/// With the whole vocabulary: items that stand exactly to one concept.
pub(crate) fn by_facets() -> Vec<Row> {
    let tables = Tables::embedded().unwrap();
    let made = services(SEED, COUNT, &tables.facets, |_| true);
    measure(&made, &tables, joined)
}

/// Names made of words that were taken out of the vocabulary, compared by characters alone.
pub(crate) fn held_out() -> Vec<Row> {
    let mut tables = Tables::embedded().unwrap();
    let is_held_out = |id: &str| id.chars().map(u32::from).sum::<u32>() % 2 == 0;
    let made = services(SEED, COUNT / 2, &tables.facets, is_held_out);
    let words: BTreeSet<String> =
        tables.facets.entries().filter(|(_, id, _)| is_held_out(id)).flat_map(|(_, _, says)| says.into_iter().map(str::to_owned)).collect();
    tables.facets = std::mem::take(&mut tables.facets).without(|word| words.contains(word));
    measure(&made, &tables, |dataset, tables| {
        let alike = pairs(dataset, tables).into_iter().map(|pair| (pair.a, pair.b));
        joined(dataset, tables).into_iter().chain(alike).collect()
    })
}

fn measure(made: &[Service], tables: &Tables, found: impl Fn(&Dataset, &Tables) -> BTreeSet<(ItemRef, ItemRef)>) -> Vec<Row> {
    VARIATIONS.iter().map(|variation| measure_one(made, tables, *variation, &found)).collect()
}

fn measure_one(
    made: &[Service],
    tables: &Tables,
    variation: Variation,
    found: &impl Fn(&Dataset, &Tables) -> BTreeSet<(ItemRef, ItemRef)>,
) -> Row {
    let mut random = Random::new(SEED).fork("names");
    let usual: Vec<String> = made.iter().map(|service| service.name(Variation::Nothing, &mut random)).collect();
    let other: Vec<String> = made.iter().map(|service| service.name(variation, &mut random)).collect();
    let documents = [("a", &usual), ("b", &other)].map(|(path, names)| {
        let names: Vec<(&str, &str)> = names.iter().map(|name| ("", name.as_str())).collect();
        document(path, None, &names)
    });
    let dataset = aligned(documents.into(), tables);
    let found = found(&dataset, tables);
    let right = found.iter().filter(|(a, b)| a.item == b.item).count();
    let missed = (0..made.len() as u32).filter(|item| !found.iter().any(|(a, b)| a.item == *item && b.item == *item));
    let mut wrong: Vec<String> = missed.map(|item| format!("missed: {} = {}", usual[item as usize], other[item as usize])).collect();
    let false_pairs = found.iter().filter(|(a, b)| a.item != b.item);
    wrong.extend(false_pairs.map(|(a, b)| format!("false: {} = {}", usual[a.item as usize], other[b.item as usize])));
    Row { variation, f1: f1(right, found.len(), made.len()), wrong }
}

/// Pairs of an item of the first document and one of the second that are exactly one concept.
fn joined(dataset: &Dataset, _: &Tables) -> BTreeSet<(ItemRef, ItemRef)> {
    let mut members: BTreeMap<u32, [Vec<ItemRef>; 2]> = BTreeMap::new();
    for alignment in dataset.alignments.iter().filter(|alignment| alignment.asserted && alignment.relation == Some(Relation::Exact)) {
        members.entry(alignment.concept.unwrap()).or_default()[alignment.item.document as usize].push(alignment.item);
    }
    members.values().flat_map(|[a, b]| a.iter().flat_map(|a| b.iter().map(|b| (*a, *b)))).collect()
}

#[test]
fn other_ways_to_say_a_service_are_the_same_service() {
    let rows = by_facets();
    for row in &rows {
        println!("{:?} {:.3}\n  {}", row.variation, row.f1, row.wrong.iter().take(12).cloned().collect::<Vec<_>>().join("\n  "));
    }
    assert!(rows.iter().all(|row| row.f1 >= 0.98));
}

#[test]
fn characters_alone_find_most_names_that_say_the_same() {
    let rows = held_out();
    for row in &rows {
        println!("{:?} {:.3}\n  {}", row.variation, row.f1, row.wrong.iter().take(8).cloned().collect::<Vec<_>>().join("\n  "));
    }
    assert!(rows.iter().all(|row| row.f1 >= 0.85));
}
