//! tables/words: words by which a kind of text is recognised, and words that say what is odd in a text.

use super::claim;
use crate::error::Error;
use crate::text::fold;
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Word lists.
#[derive(Debug, Default)]
pub struct Words {
    organisations: Vec<String>,
    laws: Vec<String>,
    deadlines: Vec<String>,
    elements: BTreeSet<String>,
    titles: Vec<String>,
    dates: BTreeSet<String>,
    ways: BTreeMap<String, bool>,
    online: Vec<(String, bool)>,
    meets: Vec<String>,
    leftovers: Vec<Leftover>,
}

/// A leftover of an editor.
#[derive(Debug)]
pub struct Leftover {
    /// What it is called.
    pub name: String,
    /// How it looks.
    pub pattern: Regex,
    /// Texts it must be found in.
    pub examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Table {
    organisations: Vec<String>,
    laws: Vec<String>,
    deadlines: Vec<String>,
    elements: Vec<String>,
    titles: Vec<String>,
    dates: Vec<String>,
    online_ways: Vec<String>,
    offline_ways: Vec<String>,
    online: Vec<String>,
    offline: Vec<String>,
    leftover: Vec<LeftoverEntry>,
    meets: Vec<Meets>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftoverEntry {
    name: String,
    pattern: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meets {
    word: String,
}

impl Words {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        for entry in table.leftover {
            let pattern = Regex::new(&entry.pattern).map_err(|error| Error::table(name, error))?;
            self.leftovers.push(Leftover { name: entry.name, pattern, examples: entry.examples });
        }
        self.organisations.extend(table.organisations);
        self.laws.extend(table.laws);
        self.deadlines.extend(table.deadlines);
        self.elements.extend(table.elements.iter().map(|element| fold(element)));
        self.titles.extend(table.titles);
        self.dates.extend(table.dates.iter().map(|label| fold(label)));
        let mut ways = BTreeMap::new();
        claim(name, &mut ways, table.online_ways, |_| true)?;
        claim(name, &mut ways, table.offline_ways, |_| false)?;
        self.ways.extend(ways);
        self.online.extend(table.online.into_iter().map(|word| (word, true)));
        self.online.extend(table.offline.into_iter().map(|word| (word, false)));
        self.meets.extend(table.meets.into_iter().map(|meets| meets.word));
        Ok(())
    }

    /// Whether `text` ends as names of authorities do.
    pub fn is_organisation(&self, text: &str) -> bool {
        self.organisations.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether `text` ends as titles of laws and documents do.
    pub fn is_law(&self, text: &str) -> bool {
        self.laws.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether `text` has a word that marks a deadline.
    pub fn has_deadline_word(&self, text: &str) -> bool {
        self.deadlines.iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether `text` is a known element of 公开内容.
    pub fn is_element(&self, text: &str) -> bool {
        self.elements.contains(&fold(text))
    }

    /// Whether `text` ends as titles of directories, lists and guides do.
    pub fn is_title(&self, text: &str) -> bool {
        let text = crate::text::trim(text);
        self.titles.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether `label` announces the date of publication.
    pub fn is_date_label(&self, label: &str) -> bool {
        self.dates.contains(&fold(label))
    }

    /// Whether the label `word` heads online ways (`true`) or counters.
    pub fn way(&self, word: &str) -> Option<bool> {
        self.ways.get(&fold(word)).copied()
    }

    /// Whether the words of `text` tell an online way (`true`) or a counter; `None` where they tell neither or both.
    pub fn is_online(&self, text: &str) -> Option<bool> {
        let mut told = self.online.iter().filter(|(word, _)| text.contains(word.as_str())).map(|(_, online)| *online);
        let first = told.next()?;
        told.all(|other| other == first).then_some(first)
    }

    /// Stretches in which a repetition is right.
    pub fn meets(&self) -> impl Iterator<Item = &str> {
        self.meets.iter().map(String::as_str)
    }

    /// Leftovers of editors.
    pub fn leftovers(&self) -> &[Leftover] {
        &self.leftovers
    }
}
