//! tables/deadlines: words of deadlines and time limits.

use super::claim;
use crate::error::Error;
use crate::evidence::Text;
use crate::item::{DeadlineKind, Unit};
use regex::{Regex, RegexSet, SetMatches};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Units, triggers and phrases.
#[derive(Debug, Default)]
pub struct Deadlines {
    units: BTreeMap<String, Unit>,
    /// Words for a limit that the law sets.
    pub legal: Vec<String>,
    /// Words for a limit that the office promises.
    pub promised: Vec<String>,
    /// What behind 法定 and 承诺 shows that they tell no basis of a limit.
    pub not_basis: Vec<String>,
    /// What in front of 承诺 shows the same.
    pub not_basis_in_front: Vec<String>,
    /// Labels within a text, which tell no limits apart.
    pub no_object: Vec<String>,
    /// How words end that name what the only limit of a text is for.
    pub only_object_ends: Vec<String>,
    /// Words in front of a half year that say which of two it is, or how often something comes.
    pub no_half: Vec<String>,
    /// Words in front of an amount that is the longest.
    pub at_most: Vec<String>,
    /// Words for what a limit is for that begin like a word of limits.
    pub object_begins: Vec<String>,
    /// The words that name a basis, as the head of a limit.
    pub basis_words: Patterns,
    /// What in brackets behind a limit is no condition.
    pub remarks: Patterns,
    /// Labels of the unit of the limits beside it.
    pub unit_labels: Vec<String>,
    /// Words that such a label has or has not where that of its limit has or has not.
    pub unit_label_fillers: Vec<String>,
    /// An amount of time; its parts are named `amount`, `again` (in brackets), `to` (the other end of a range), `unit`, and `first`, the unit of
    /// the first end where it has its own.
    pub amount: Option<Regex>,
    /// What starts the time, in the order of the table.
    pub triggers: Vec<Named>,
    /// What may stand between a trigger and an amount.
    pub tails: Patterns,
    /// Limits without an amount, in the order of the table.
    pub phrases: Vec<Phrase>,
    /// Days and months of the calendar.
    pub dates: Vec<Proven>,
    /// What next to an amount makes it a duration.
    pub durations: Sides,
    /// What in front of a limit says when it applies and is kept as printed; its part is named `what`.
    pub cases: Patterns,
    /// The same, in front of limits without an amount.
    pub phrase_cases: Patterns,
    /// What in front of a limit says when it applies.
    pub conditions: Vec<Named>,
    /// What next to an amount leaves it open.
    pub open: Sides,
    /// What next to a phrase makes it none.
    pub turned: Sides,
    /// What next to an amount makes it the name of a time (上一年度, 30日届满后).
    pub named: Sides,
    /// What is not counted in a limit, and is the condition of the one in front of it: its part `what`, which may be added to it, its part `said`, or all.
    pub exclusions: Patterns,
    /// The patterns of phrases, dates and triggers as one automaton; made on first use.
    all: OnceLock<Option<RegexSet>>,
}

/// Which patterns of phrases, dates and triggers are found in a text.
pub struct Present<'a> {
    deadlines: &'a Deadlines,
    found: Option<SetMatches>,
}

/// Patterns of one meaning. Most texts have none of them: all as one pattern tell that in one look.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Proven>,
    any: OnceLock<Option<Regex>>,
}

/// A pattern with the examples that prove it.
#[derive(Debug)]
pub struct Proven {
    /// The pattern.
    pub pattern: Regex,
    /// Texts it must be found in.
    pub examples: Vec<String>,
}

/// A pattern for the variants of one thing.
#[derive(Debug)]
pub struct Named {
    /// The one form of all its variants.
    pub name: Text,
    /// Whether it is a step of handling, too, which takes time itself where it stands alone in front of an amount.
    pub is_step: bool,
    /// How it is written.
    pub says: Proven,
}

/// A limit without an amount.
#[derive(Debug)]
pub struct Phrase {
    /// What sort of limit.
    pub kind: DeadlineKind,
    /// Whether it only counts where no amount stands beside it.
    pub weak: bool,
    /// Whether the days of the calendar in it are no limits of their own.
    pub over_dates: bool,
    /// How much time it means, where it says so in words.
    pub amount: Option<u32>,
    /// Of what.
    pub unit: Option<Unit>,
    /// How it is written.
    pub says: Proven,
}

/// Patterns for what stands in front of something and behind it.
#[derive(Debug, Default)]
pub struct Sides {
    before: Patterns,
    behind: Patterns,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    unit: Vec<UnitEntry>,
    trigger: Vec<NamedEntry>,
    tail: Vec<PatternEntry>,
    phrase: Vec<PhraseEntry>,
    date: Vec<PatternEntry>,
    duration: Vec<SideEntry>,
    legal: Vec<String>,
    promised: Vec<String>,
    not_basis: Vec<String>,
    not_basis_in_front: Vec<String>,
    no_object: Vec<String>,
    only_object_ends: Vec<String>,
    no_half: Vec<String>,
    at_most: Vec<String>,
    object_begins: Vec<String>,
    basis_word: Vec<PatternEntry>,
    remark: Vec<PatternEntry>,
    unit_labels: Vec<String>,
    unit_label_fillers: Vec<String>,
    case: Vec<PatternEntry>,
    case_of_phrase: Vec<PatternEntry>,
    condition: Vec<NamedEntry>,
    open: Vec<SideEntry>,
    turned: Vec<SideEntry>,
    named: Vec<SideEntry>,
    exclusion: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    unit: Unit,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedEntry {
    name: String,
    #[serde(default)]
    step: bool,
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    kind: DeadlineKind,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    over_dates: bool,
    amount: Option<u32>,
    unit: Option<Unit>,
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SideEntry {
    #[serde(default)]
    behind: bool,
    pattern: String,
    examples: Vec<String>,
}

impl Deadlines {
    /// Whether the label `text` asks for the limit that the law sets, and not for the one promised.
    pub fn is_legal(&self, text: &str) -> bool {
        let says = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        says(&self.legal) && !says(&self.promised)
    }

    /// The words for a basis.
    pub fn bases(&self) -> impl Iterator<Item = &str> {
        self.legal.iter().chain(&self.promised).map(String::as_str)
    }

    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        self.all = OnceLock::new();
        self.legal.extend(table.legal);
        self.promised.extend(table.promised);
        self.not_basis.extend(table.not_basis);
        self.object_begins.extend(table.object_begins);
        self.not_basis_in_front.extend(table.not_basis_in_front);
        self.no_object.extend(table.no_object);
        self.only_object_ends.extend(table.only_object_ends);
        self.no_half.extend(table.no_half);
        self.at_most.extend(table.at_most);
        self.unit_labels.extend(table.unit_labels);
        self.unit_label_fillers.extend(table.unit_label_fillers);
        let mut units = BTreeMap::new();
        for entry in table.unit {
            claim(name, &mut units, entry.says, |_| entry.unit)?;
        }
        self.units.extend(units);
        self.amount = Some(self.amount(name)?);
        let named = |entry: NamedEntry| {
            Ok(Named { name: entry.name.into(), is_step: entry.step, says: proven(name, &entry.pattern, entry.examples)? })
        };
        for entry in table.trigger {
            self.triggers.push(named(entry)?);
        }
        for entry in table.condition {
            self.conditions.push(named(entry)?);
        }
        for entry in table.phrase {
            let PhraseEntry { kind, weak, over_dates, amount, unit, pattern, examples } = entry;
            let says = proven(name, &pattern, examples)?;
            self.phrases.push(Phrase { kind, weak, over_dates, amount, unit, says });
        }
        for entry in table.date {
            self.dates.push(proven(name, &entry.pattern, entry.examples)?);
        }
        let lists = [
            (table.tail, &mut self.tails),
            (table.basis_word, &mut self.basis_words),
            (table.remark, &mut self.remarks),
            (table.exclusion, &mut self.exclusions),
            (table.case, &mut self.cases),
            (table.case_of_phrase, &mut self.phrase_cases),
        ];
        for (entries, known) in lists {
            for entry in entries {
                known.push(proven(name, &entry.pattern, entry.examples)?);
            }
        }
        let sides = [
            (table.duration, &mut self.durations),
            (table.open, &mut self.open),
            (table.turned, &mut self.turned),
            (table.named, &mut self.named),
        ];
        for (entries, sides) in sides {
            for entry in entries {
                let proven = proven(name, &entry.pattern, entry.examples)?;
                if entry.behind { sides.behind.push(proven) } else { sides.before.push(proven) }
            }
        }
        Ok(())
    }

    /// The pattern of an amount with the units at hand, longest first.
    fn amount(&self, file: &str) -> Result<Regex, Error> {
        const NUMBER: &str = r"\d{1,4}|[零〇一二两三四五六七八九十百廿]{1,5}";
        let mut units: Vec<String> = self.units.keys().map(|unit| regex::escape(unit)).collect();
        units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        let units = units.join("|");
        let legal = self.legal.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
        let pattern = format!(
            r"(?P<amount>{NUMBER})(?:\((?P<again>{NUMBER})\))?(?:个?(?P<first>{units})?[-~～—–至到/或](?P<to>{NUMBER}))?(?:个?(?:{legal})?(?P<unit>{units})|\(个?(?P<enclosed>{units})\))"
        );
        Regex::new(&pattern).map_err(|error| Error::syntax(file, error))
    }

    /// Which phrases, dates and triggers `text` has, in one pass over it.
    pub fn present(&self, text: &str) -> Present<'_> {
        let patterns = || {
            let phrases = self.phrases.iter().map(|phrase| &phrase.says);
            let triggers = self.triggers.iter().map(|trigger| &trigger.says);
            phrases.chain(&self.dates).chain(triggers).map(|proven| proven.pattern.as_str())
        };
        let all = self.all.get_or_init(|| RegexSet::new(patterns()).ok());
        Present { deadlines: self, found: all.as_ref().map(|all| all.matches(text)) }
    }

    /// The unit that `word` names.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(word).copied()
    }
}

impl<'a> Present<'a> {
    /// The phrases, in the order of the table.
    pub fn phrases(&self) -> impl Iterator<Item = &'a Phrase> {
        self.among(0, &self.deadlines.phrases)
    }

    /// The patterns of dates, in the order of the table.
    pub fn dates(&self) -> impl Iterator<Item = &'a Proven> {
        self.among(self.deadlines.phrases.len(), &self.deadlines.dates)
    }

    /// The triggers, in the order of the table.
    pub fn triggers(&self) -> impl Iterator<Item = &'a Named> {
        self.among(self.deadlines.phrases.len() + self.deadlines.dates.len(), &self.deadlines.triggers)
    }

    /// Those of `patterns` that are found; the first of them is the one with the number `first` of all.
    fn among<T>(&self, first: usize, patterns: &'a [T]) -> impl Iterator<Item = &'a T> {
        let is_found = move |index: usize| self.found.as_ref().is_none_or(|found| found.matched(first + index));
        patterns.iter().enumerate().filter(move |(index, _)| is_found(*index)).map(|(_, pattern)| pattern)
    }
}

impl Sides {
    /// Whether what stands in front (`before`) or `behind` is one of the patterns.
    pub fn has(&self, before: &str, behind: &str) -> bool {
        self.before.are_in(before) || self.behind.are_in(behind)
    }
}

impl Patterns {
    fn push(&mut self, proven: Proven) {
        self.all.push(proven);
        self.any = OnceLock::new();
    }

    /// The patterns, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Proven> {
        self.all.iter()
    }

    /// Whether one of them is found in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        match self.any.get_or_init(|| self.as_one()) {
            Some(any) => any.is_match(text),
            None => self.all.iter().any(|proven| proven.pattern.is_match(text)),
        }
    }

    /// All of them as one pattern; the names of its parts, of which there must be no two alike, are left out.
    fn as_one(&self) -> Option<Regex> {
        let names = Regex::new(r"\(\?P<\w+>").ok()?;
        let all: Vec<String> = self.all.iter().map(|proven| names.replace_all(proven.pattern.as_str(), "(?:").into_owned()).collect();
        if all.is_empty() { None } else { Regex::new(&format!("(?:{})", all.join(")|(?:"))).ok() }
    }
}

fn proven(file: &str, pattern: &str, examples: Vec<String>) -> Result<Proven, Error> {
    Ok(Proven { pattern: Regex::new(pattern).map_err(|error| Error::syntax(file, error))?, examples })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn every_pattern_finds_its_examples() {
        let deadlines = Tables::embedded().unwrap().deadlines;
        let named = deadlines.triggers.iter().chain(&deadlines.conditions).map(|named| &named.says);
        let phrases = deadlines.phrases.iter().map(|phrase| &phrase.says);
        let sides = [&deadlines.durations, &deadlines.open, &deadlines.turned, &deadlines.named]
            .into_iter()
            .flat_map(|sides| [&sides.before, &sides.behind]);
        let lists = || {
            [&deadlines.tails, &deadlines.basis_words, &deadlines.remarks, &deadlines.exclusions, &deadlines.cases, &deadlines.phrase_cases]
        };
        for patterns in lists().into_iter().chain(sides) {
            let as_one = patterns.as_one().unwrap();
            for example in patterns.iter().flat_map(|proven| &proven.examples) {
                assert!(as_one.is_match(example), "{example}");
            }
        }
        let lists = lists().into_iter().flat_map(Patterns::iter);
        let sides = [&deadlines.durations, &deadlines.open, &deadlines.turned, &deadlines.named]
            .into_iter()
            .flat_map(|sides| sides.before.iter().chain(sides.behind.iter()));
        for proven in named.chain(phrases).chain(&deadlines.dates).chain(lists).chain(sides) {
            assert!(!proven.examples.is_empty(), "{} has no example", proven.pattern);
            for example in &proven.examples {
                assert!(proven.pattern.is_match(example), "{} does not find {example}", proven.pattern);
            }
        }
    }
}
