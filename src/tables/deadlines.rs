//! tables/deadlines: words of deadlines and time limits.

use super::claim;
use crate::error::Error;
use crate::evidence::Text;
use crate::item::{DeadlineKind, Unit};
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Units, triggers and phrases.
#[derive(Debug, Default)]
pub struct Deadlines {
    units: BTreeMap<String, Unit>,
    /// What starts the time, in the order of the table.
    pub triggers: Vec<Trigger>,
    /// Limits without an amount, in the order of the table.
    pub phrases: Vec<Phrase>,
    /// What in front of an amount makes it a duration.
    pub durations: Vec<Proven>,
}

/// A pattern with the examples that prove it.
#[derive(Debug)]
pub struct Proven {
    /// The pattern.
    pub pattern: Regex,
    /// Texts it must be found in.
    pub examples: Vec<String>,
}

/// What starts the time.
#[derive(Debug)]
pub struct Trigger {
    /// The one form of all its variants.
    pub name: Text,
    /// How it is written.
    pub says: Proven,
}

/// A limit without an amount.
#[derive(Debug)]
pub struct Phrase {
    /// What sort of limit.
    pub kind: DeadlineKind,
    /// How it is written.
    pub says: Proven,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    unit: Vec<UnitEntry>,
    trigger: Vec<TriggerEntry>,
    phrase: Vec<PhraseEntry>,
    duration: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    unit: Unit,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerEntry {
    name: String,
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    kind: DeadlineKind,
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    pattern: String,
    examples: Vec<String>,
}

impl Deadlines {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        let mut units = BTreeMap::new();
        for entry in table.unit {
            claim(name, &mut units, entry.says, |_| entry.unit)?;
        }
        self.units.extend(units);
        for entry in table.trigger {
            self.triggers.push(Trigger { name: entry.name.into(), says: proven(name, &entry.pattern, entry.examples)? });
        }
        for entry in table.phrase {
            self.phrases.push(Phrase { kind: entry.kind, says: proven(name, &entry.pattern, entry.examples)? });
        }
        for entry in table.duration {
            self.durations.push(proven(name, &entry.pattern, entry.examples)?);
        }
        Ok(())
    }

    /// The unit that `word` names.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(word).copied()
    }
}

fn proven(file: &str, pattern: &str, examples: Vec<String>) -> Result<Proven, Error> {
    Ok(Proven { pattern: Regex::new(pattern).map_err(|error| Error::table(file, error))?, examples })
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn every_pattern_finds_its_examples() {
        let deadlines = Tables::embedded().unwrap().deadlines;
        let triggers = deadlines.triggers.iter().map(|trigger| &trigger.says);
        let phrases = deadlines.phrases.iter().map(|phrase| &phrase.says);
        for proven in triggers.chain(phrases).chain(&deadlines.durations) {
            assert!(!proven.examples.is_empty(), "{} has no example", proven.pattern);
            for example in &proven.examples {
                assert!(proven.pattern.is_match(example), "{} does not find {example}", proven.pattern);
            }
        }
    }
}
