//! Real names of services of one province, each with the catalogue entry it belongs to; found by `MULU_SUITES`.

use super::{aligned, document};
use mulu::item::Relation;
use mulu::tables::{Overlay, Tables};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// How the names that differ from their entry are aligned to the list of entries.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) names: usize,
    /// Names whose best relation is to their entry.
    pub(crate) right: usize,
    /// The mean over entries of the share of their names that are right.
    pub(crate) macro_right: f64,
    pub(crate) without_proposal: usize,
    /// Names about which nothing is asserted.
    pub(crate) abstained: usize,
    pub(crate) asserted: usize,
    pub(crate) asserted_right: usize,
    pub(crate) wrong_exact: Vec<String>,
    /// The same two shares for character bigrams with TF-IDF.
    pub(crate) baseline: usize,
    pub(crate) macro_baseline: f64,
    mistakes: Vec<String>,
}

struct Case {
    name: String,
    entry: String,
}

/// Names and entries; `None` without the suites.
fn cases() -> Option<Vec<Case>> {
    let Some(folder) = std::env::var_os("MULU_SUITES") else {
        println!("MULU_SUITES is not set: skipped");
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join("service-names/names.jsonl")).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    Some(
        rows.map(|row| Case { name: row["name"].as_str().unwrap().to_owned(), entry: row["group_name"].as_str().unwrap().to_owned() })
            .collect(),
    )
}

pub(crate) fn measure() -> Option<Measured> {
    let cases = cases()?;
    let entries: Vec<&str> = cases.iter().map(|case| case.entry.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let other: Vec<&Case> = cases.iter().filter(|case| case.name != case.entry).collect();
    let tables = with_list(&entries);
    let names: Vec<(&str, &str)> = other.iter().map(|case| ("", case.name.as_str())).collect();
    let dataset = aligned(vec![document("names", Some("entries"), &names)], &tables);
    let mut measured = Measured { names: other.len(), ..Measured::default() };
    let mut found = vec![false; other.len()];
    let mut best: BTreeMap<u32, (bool, u8, &str)> = BTreeMap::new();
    for alignment in &dataset.alignments {
        let case = other[alignment.item.item as usize];
        let Some(concept) = alignment.concept.map(|concept| dataset.concepts[concept as usize].name.as_str()) else { continue };
        if alignment.asserted {
            measured.asserted += 1;
            measured.asserted_right += usize::from(concept == case.entry);
            if concept != case.entry {
                measured.mistakes.push(format!(
                    "asserted: {} {:?} {concept}, not {}: {:?}",
                    case.name, alignment.relation, case.entry, alignment.reasons
                ));
            }
            if alignment.relation == Some(Relation::Exact) && concept != case.entry {
                measured.wrong_exact.push(format!("{} = {concept}, not {}", case.name, case.entry));
            }
        }
        let own = (alignment.asserted, alignment.score, concept);
        let before = best.entry(alignment.item.item).or_insert(own);
        if (own.0, own.1) > (before.0, before.1) {
            *before = own;
        }
    }
    for (item, (_, score, concept)) in &best {
        let case = other[*item as usize];
        found[*item as usize] = *concept == case.entry;
        if *concept != case.entry {
            measured.mistakes.push(format!("best: {} -> {concept} ({score}), not {}", case.name, case.entry));
        }
    }
    measured.without_proposal = other.len() - best.len();
    measured.abstained = other.len() - best.values().filter(|(asserted, ..)| *asserted).count();
    (measured.right, measured.macro_right) = shares(&other, &found);
    let baseline: Vec<bool> = other.iter().zip(bigrams(&entries, &other)).map(|(case, found)| found == Some(case.entry.as_str())).collect();
    (measured.baseline, measured.macro_baseline) = shares(&other, &baseline);
    Some(measured)
}

/// How many are right, and the mean over entries of the share that is.
fn shares(cases: &[&Case], right: &[bool]) -> (usize, f64) {
    let mut entries: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (case, right) in cases.iter().zip(right) {
        let entry = entries.entry(&case.entry).or_default();
        entry.0 += usize::from(*right);
        entry.1 += 1;
    }
    let mean = entries.values().map(|(right, all)| *right as f64 / *all as f64).sum::<f64>() / entries.len() as f64;
    (right.iter().filter(|right| **right).count(), mean)
}

/// The tables with the entries as a list of their own, given as an officer would give it.
fn with_list(entries: &[&str]) -> Tables {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["code", "category", "service", "basis"]).unwrap();
    for (index, entry) in entries.iter().enumerate() {
        writer.write_record([&format!("entries/{index}"), "", *entry, "a catalogue"]).unwrap();
    }
    let rows = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let list = "[[list]]\nid = \"entries\"\nname = \"entries\"\nwords = [\"no such word\"]\nimplied = []\n";
    let file = |name: &str, text: &str| Overlay { name: name.to_owned(), text: text.to_owned() };
    Tables::with_overlay(&[file("services.toml", list), file("services/entries.csv", &rows)]).unwrap()
}

/// For each name the entry that is most like it: cosine of character bigrams weighted by rarity among the entries.
fn bigrams<'a>(entries: &[&'a str], cases: &[&Case]) -> Vec<Option<&'a str>> {
    let grams = |text: &str| -> BTreeMap<[char; 2], f64> {
        let characters: Vec<char> = mulu::text::fold(text).chars().collect();
        let mut counts = BTreeMap::new();
        characters.windows(2).for_each(|pair| *counts.entry([pair[0], pair[1]]).or_default() += 1.0);
        counts
    };
    let mut documents: HashMap<[char; 2], f64> = HashMap::new();
    entries.iter().flat_map(|entry| grams(entry).into_keys()).for_each(|gram| *documents.entry(gram).or_default() += 1.0);
    let all = entries.len() as f64 + 1.0;
    let weighted = |text: &str| -> (BTreeMap<[char; 2], f64>, f64) {
        let mut vector = grams(text);
        vector.iter_mut().for_each(|(gram, count)| *count *= (all / (documents.get(gram).copied().unwrap_or(0.0) + 1.0)).ln() + 1.0);
        let norm = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
        (vector, norm.max(f64::MIN_POSITIVE))
    };
    let vectors: Vec<_> = entries.iter().map(|entry| weighted(entry)).collect();
    let best = |case: &&Case| {
        let (query, norm) = weighted(&case.name);
        let score = |(vector, other): &(BTreeMap<[char; 2], f64>, f64)| {
            query.iter().filter_map(|(gram, weight)| Some(weight * vector.get(gram)?)).sum::<f64>() / norm / other
        };
        let scored = entries.iter().zip(&vectors).map(|(entry, vector)| (score(vector), *entry));
        scored.filter(|(score, _)| *score > 0.0).reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, entry)| entry)
    };
    cases.iter().map(best).collect()
}

#[test]
fn real_names_stand_to_their_entry() {
    let Some(measured) = measure() else { return };
    println!("{}", measured.mistakes.join("\n"));
    println!(
        "right {} of {} (baseline {}), macro {:.3} (baseline {:.3}), without proposal {}, asserted {} of which right {}",
        measured.right,
        measured.names,
        measured.baseline,
        measured.macro_right,
        measured.macro_baseline,
        measured.without_proposal,
        measured.asserted,
        measured.asserted_right
    );
    assert!(measured.macro_right >= 0.90, "{}", measured.macro_right);
    assert!(measured.asserted_right * 100 >= measured.asserted * 95 && measured.asserted > 0);
    assert!(measured.wrong_exact.is_empty(), "{:?}", measured.wrong_exact);
}
