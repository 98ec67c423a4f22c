//! `src/tables/characters.toml` can be made again from the texts of this repository: `UPDATE=1 cargo test characters`.

use crate::difference::difference;
use crate::made::root;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;

/// Every so many-eth law title and name of a place is kept back for tests.
pub(crate) const KEPT_BACK: usize = 50;

/// How much running text counts beside the names of places.
const OF_TEXTS: f64 = 0.6;
/// Characters rarer than that are left to the levels of the standards.
const MOST_BITS: u32 = 15;

const HEAD: &str = "\
# How frequent Han characters are in what Chinese offices publish: for telling character encodings and garbled text.
# Made by `UPDATE=1 cargo test characters`: 60 % the documents of raw/, the titles of laws.jsonl and the names of services/, 40 % the names of
# divisions.csv; every 50th title and name is kept back for tests. No text of any test suite is in it.
#
# bits   a character makes up one in two to the power of them of all Han characters
# says   the characters
";

#[test]
fn the_table_of_characters_is_made_from_this_repository() {
    let path = root().join("src/tables/characters.toml");
    let made = made();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, made).unwrap();
    } else if let Some(difference) = difference(&fs::read_to_string(path).unwrap_or_default(), &made) {
        panic!("src/tables/characters.toml is not what the texts give; accept it with `UPDATE=1 cargo test characters`.\n{difference}");
    }
}

fn made() -> String {
    let (texts, places) = (counts(&texts()), counts(&place_names().used));
    let sum = |counts: &BTreeMap<char, u64>| counts.values().sum::<u64>() as f64;
    let (all_texts, all_places) = (sum(&texts), sum(&places));
    let share = |counts: &BTreeMap<char, u64>, all: f64, c: char| counts.get(&c).copied().unwrap_or(0) as f64 / all;
    let mut by_bits: BTreeMap<u32, String> = BTreeMap::new();
    for c in texts.keys().chain(places.keys().filter(|c| !texts.contains_key(c))) {
        let share = OF_TEXTS * share(&texts, all_texts, *c) + (1.0 - OF_TEXTS) * share(&places, all_places, *c);
        let bits = (-share.log2()).round() as u32;
        if bits <= MOST_BITS {
            by_bits.entry(bits).or_default().push(*c);
        }
    }
    let entries = by_bits.iter().map(|(bits, characters)| {
        let mut characters: Vec<char> = characters.chars().collect();
        characters.sort_unstable();
        format!("\n[[characters]]\nbits = {bits}\nsays = \"{}\"\n", characters.iter().collect::<String>())
    });
    HEAD.to_owned() + &entries.collect::<String>()
}

/// Names or titles, and those that are kept back for tests.
pub(crate) struct Names {
    pub(crate) used: Vec<String>,
    pub(crate) kept_back: Vec<String>,
}

/// Names of places.
pub(crate) fn place_names() -> Names {
    let text = fs::read_to_string(root().join("src/tables/divisions.csv")).unwrap();
    parted(text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(str::to_owned))
}

/// Titles of laws.
pub(crate) fn law_titles() -> Names {
    let text = fs::read_to_string(root().join("src/tables/laws.jsonl")).unwrap();
    parted(text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()["title"].as_str().unwrap().to_owned()))
}

fn parted(names: impl Iterator<Item = String>) -> Names {
    let (kept_back, used): (Vec<_>, Vec<_>) = names.enumerate().partition(|(index, _)| index % KEPT_BACK == 0);
    let strings = |names: Vec<(usize, String)>| names.into_iter().map(|(_, name)| name).collect();
    Names { used: strings(used), kept_back: strings(kept_back) }
}

fn texts() -> Vec<String> {
    let mut texts = law_titles().used;
    for folder in ["raw", "src/tables/services"] {
        let mut paths: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let is_text = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "txt" || extension == "csv");
        texts.extend(paths.into_iter().filter(is_text).map(|path| fs::read_to_string(path).unwrap()));
    }
    texts
}

fn counts(texts: &[String]) -> BTreeMap<char, u64> {
    let mut counts = BTreeMap::new();
    for c in texts.iter().flat_map(|text| text.chars()).filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}
