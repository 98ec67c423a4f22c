//! Real names of services of one province, each with the catalogue entry it belongs to; found by `MULU_SUITES`.

use super::{aligned, document};
use mulu::align::Alignment;
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
    /// Names of which not even a proposal is made.
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

/// What is found for one name.
#[derive(Default)]
struct Found {
    /// The best relation: whether it is asserted, its score, the entry.
    best: Option<(bool, u8, String)>,
    asserted: usize,
    asserted_right: usize,
    wrong_exact: Vec<String>,
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

/// All names; then those of one half of the entries, and of the other.
pub(crate) fn measure() -> Option<[Measured; 3]> {
    let cases = cases()?;
    let entries: Vec<&str> = cases.iter().map(|case| case.entry.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let other: Vec<&Case> = cases.iter().filter(|case| case.name != case.entry).collect();
    let names: Vec<(&str, &str)> = other.iter().map(|case| ("", case.name.as_str())).collect();
    let dataset = aligned(vec![document("names", Some("entries"), &names)], &with_list(&entries));
    let mut found: Vec<Found> = other.iter().map(|_| Found::default()).collect();
    for alignment in &dataset.alignments {
        let Some(concept) = alignment.concept.map(|concept| dataset.concepts[concept as usize].name.as_str()) else { continue };
        let at = alignment.item.item as usize;
        found[at].enter(alignment, concept, other[at]);
    }
    let baseline = bigrams(&entries, &other);
    let of = |wanted: &dyn Fn(&Case) -> bool| Measured::of((0..other.len()).filter(|at| wanted(other[*at])), &other, &found, &baseline);
    Some([of(&|_| true), of(&|case| case.is_in_first_half()), of(&|case| !case.is_in_first_half())])
}

impl Case {
    /// Halves by a hash of the entry, so that what is learnt from the names of one half can be tried on the other.
    fn is_in_first_half(&self) -> bool {
        mulu::corrections::judged(&self.entry).as_bytes()[0].is_multiple_of(2)
    }
}

impl Found {
    fn enter(&mut self, alignment: &Alignment, concept: &str, case: &Case) {
        let is_right = concept == case.entry;
        if alignment.asserted {
            self.asserted += 1;
            self.asserted_right += usize::from(is_right);
            if !is_right {
                let (relation, reasons) = (alignment.relation, &alignment.reasons);
                self.mistakes.push(format!("asserted: {} {relation:?} {concept}, not {}: {reasons:?}", case.name, case.entry));
            }
            if alignment.relation == Some(Relation::Exact) && !is_right {
                self.wrong_exact.push(format!("{} = {concept}, not {}", case.name, case.entry));
            }
        }
        if self.best.as_ref().is_none_or(|(asserted, score, _)| (alignment.asserted, alignment.score) > (*asserted, *score)) {
            self.best = Some((alignment.asserted, alignment.score, concept.to_owned()));
        }
    }
}

impl Measured {
    /// Sums up the names at `wanted`.
    fn of(wanted: impl Iterator<Item = usize>, cases: &[&Case], found: &[Found], baseline: &[Option<&str>]) -> Self {
        let mut measured = Measured::default();
        let (mut own, mut right, mut right_of_baseline) = (Vec::new(), Vec::new(), Vec::new());
        for at in wanted {
            let (case, found) = (cases[at], &found[at]);
            let best = found.best.as_ref();
            own.push(case);
            right.push(best.is_some_and(|(.., concept)| *concept == case.entry));
            right_of_baseline.push(baseline[at] == Some(case.entry.as_str()));
            measured.without_proposal += usize::from(best.is_none());
            measured.abstained += usize::from(best.is_none_or(|(asserted, ..)| !asserted));
            measured.asserted += found.asserted;
            measured.asserted_right += found.asserted_right;
            measured.wrong_exact.extend(found.wrong_exact.iter().cloned());
            measured.mistakes.extend(found.mistakes.iter().cloned());
            if let Some((_, score, concept)) = best.filter(|(.., concept)| *concept != case.entry) {
                measured.mistakes.push(format!("best: {} -> {concept} ({score}), not {}", case.name, case.entry));
            }
        }
        measured.names = own.len();
        (measured.right, measured.macro_right) = shares(&own, &right);
        (measured.baseline, measured.macro_baseline) = shares(&own, &right_of_baseline);
        measured
    }

    /// The figures in words.
    fn line(&self) -> String {
        let Measured { names, right, macro_right, without_proposal, abstained, asserted, asserted_right, baseline, macro_baseline, .. } =
            self;
        format!(
            "right {right} of {names} (baseline {baseline}), macro {macro_right:.3} (baseline {macro_baseline:.3}), without proposal \
             {without_proposal}, nothing asserted {abstained}, asserted {asserted} of which right {asserted_right}"
        )
    }
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
    println!("{}", measured[0].mistakes.join("\n"));
    for (of, measured) in ["all", "one half", "the other half"].iter().zip(&measured) {
        println!("{of}: {}", measured.line());
    }
    let [all, ..] = &measured;
    assert!(all.macro_right >= 0.90, "{}", all.macro_right);
    assert!(measured.iter().all(|measured| measured.asserted_right * 100 >= measured.asserted * 95 && measured.asserted > 0));
    assert!(all.wrong_exact.is_empty(), "{:?}", all.wrong_exact);
}
