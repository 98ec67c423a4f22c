//! # name-words-missing
//! **What it says.** A name lacks one or two characters that stand between the same words in other names of the document.
//! **Why it matters.** It is probably a slip; the item is not found by its name.
//! **Example.** 基本医疗参保人员… among names with 基本医疗保险参保人员.

use super::outcome::Outcome;
use super::pieces::levels;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::evidence::{State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::is_han;
use ahash::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const CHECK: Check = Check { code: "name-words-missing", version: 2, run: Run::Document(run) };

/// So many characters on each side must be the same.
const SIDE: usize = 3;

/// So many other names must have the characters that are missing.
const NAMES: usize = 2;

/// Marks the end of a name, so that its last words count as a side too.
const END: char = '\u{3}';

/// Two sides that meet.
type Sides = [char; 2 * SIDE];

/// What stands between two sides, one character or two, in how many names.
type Between = HashMap<Sides, BTreeMap<[char; 2], usize>, RandomState>;

/// In how many names two sides meet.
type Whole = HashMap<Sides, usize, RandomState>;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let names: Vec<(usize, Field, &Value<Text>)> = names(scope).collect();
    let distinct: BTreeSet<Vec<char>> = names.iter().filter_map(|(.., value)| value.value.as_deref()).map(chars).collect();
    let (between, whole) = (between(&distinct), whole(&distinct));
    let mut told = BTreeSet::new();
    for (index, field, value) in names {
        let name = value.value.as_deref().unwrap_or("");
        match missing(&chars(name), &between, &whole) {
            // A document that has the other name too speaks of two services.
            Some(missing) if distinct.contains(&chars(&missing.mended(name))) => outcome.pass(),
            Some(_) if !told.insert(name) => outcome.skip(),
            Some(missing) => outcome.fail(name_words_missing(value, &missing).item(index).field(field)),
            None => outcome.pass(),
        }
    }
    outcome
}

/// The names that the document states itself.
fn names<'a>(scope: &'a Scope<'a>) -> impl Iterator<Item = (usize, Field, &'a Value<Text>)> {
    let of_item = |(index, item): (usize, &'a crate::item::Item)| levels(item).map(move |(field, value)| (index, field, value));
    scope.items().flat_map(of_item).filter(|(.., value)| value.value.is_some() && value.state != State::Carried)
}

fn chars(name: &str) -> Vec<char> {
    name.chars().filter(|c| !crate::text::is_blank(*c)).chain([END]).collect()
}

/// What stands between two sides in how many names: by both sides, the characters between.
fn between(names: &BTreeSet<Vec<char>>) -> Between {
    let mut between = Between::default();
    for name in names {
        for length in 1..=2 {
            for window in name.windows(2 * SIDE + length) {
                let (left, rest) = window.split_at(SIDE);
                let (middle, right) = rest.split_at(length);
                let Some(sides) = sides(left, right).filter(|_| middle.iter().all(|c| is_han(*c))) else { continue };
                let words = [middle.first(), middle.get(1)].map(|c| c.copied().unwrap_or(END));
                *between.entry(sides).or_default().entry(words).or_default() += 1;
            }
        }
    }
    between
}

/// In how many names two sides meet.
fn whole(names: &BTreeSet<Vec<char>>) -> Whole {
    let mut whole = Whole::default();
    for sides in names.iter().flat_map(|name| name.windows(2 * SIDE)).filter_map(|window| sides(window, &[])) {
        *whole.entry(sides).or_default() += 1;
    }
    whole
}

/// The characters of `left`, then those of `right`; `None` where they are not those of two sides.
fn sides(left: &[char], right: &[char]) -> Option<Sides> {
    let mut sides = [END; 2 * SIDE];
    let (first, rest) = sides.split_at_mut_checked(left.len())?;
    first.copy_from_slice(left);
    (rest.len() == right.len()).then(|| rest.copy_from_slice(right))?;
    Some(sides)
}

/// Where a name lacks something.
struct Missing {
    /// The stretch that lacks it.
    said: String,
    /// The stretch as other names have it.
    words: String,
    /// What is missing.
    lacks: String,
}

/// Where `name` lacks something that other names have.
fn missing(name: &[char], between: &Between, whole: &Whole) -> Option<Missing> {
    name.windows(2 * SIDE).find_map(|window| {
        let both = sides(window, &[])?;
        let found = between.get(&both)?;
        // Where several things may stand between, or nothing stands there in other names too, nothing is missing.
        let (words, count) = found.iter().next().filter(|_| found.len() == 1)?;
        let is_slip = *count >= NAMES && whole.get(&both).copied().unwrap_or(0) == 1;
        let (left, right) = window.split_at(SIDE);
        let text = |chars: &[char]| chars.iter().filter(|c| **c != END).collect::<String>();
        let words_there = format!("{}{}{}", text(left), text(words), text(right));
        is_slip.then(|| Missing { said: text(window), words: words_there, lacks: text(words) })
    })
}

impl Missing {
    /// `name` with what it lacks.
    fn mended(&self, name: &str) -> String {
        name.replacen(&self.said, &self.words, 1)
    }
}

fn name_words_missing(value: &Value<Text>, missing: &Missing) -> Finding {
    let name = value.value.as_deref().unwrap_or("");
    let whole = missing.mended(name);
    let finding = Finding::new("name-words-missing").with("name", name).with("lacks", &missing.lacks).with("whole", &whole);
    let finding = finding.expected(whole).actual(name);
    match &value.raw {
        Some(raw) => shown_part(finding, raw, &value.at, &missing.said),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn what_other_names_have_between_the_same_words_is_missed() {
        let table = |name: &str| {
            format!(
                "序号\t一级事项\t二级事项\t公开内容\n1\t渔业\t渔业互助保险参保人员登记\t指南\n2\t渔业\t渔业互助保险参保人员查询\t指南\n3\t渔业\t{name}\t指南\n"
            )
        };
        let told = said(&[&table("渔业互助参保人员报销")], "name-words-missing");
        assert_eq!(
            told,
            ["4: `渔业互助参保人员报销` lacks `保险`, which other names here have there; in full it is perhaps `渔业互助保险参保人员报销`"]
        );
        for name in ["渔业互助保险参保人员报销", "农业参保人员报销", "渔业互助资金参保人员报销"] {
            assert!(said(&[&table(name)], "name-words-missing").is_empty(), "{name}");
        }
    }
}
