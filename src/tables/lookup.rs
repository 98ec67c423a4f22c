//! tables/lookup: lists of words that a text begins with, ends with or holds: one look instead of one for every word.

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words that texts end with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Endings {
    words: Vec<String>,
    /// By their last character, the longest first.
    by_last: BTreeMap<char, Vec<String>>,
}

/// Words that texts begin with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Beginnings {
    words: Vec<String>,
    /// By their first character, the longest first.
    by_first: BTreeMap<char, Vec<String>>,
}

/// Words that texts hold anywhere; one automaton finds all of them (Aho and Corasick 1975), made on first use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Finder {
    words: Vec<String>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Endings {
    /// Adds `words`.
    pub fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        for word in words {
            enter(&mut self.by_last, word.chars().next_back(), &word);
            self.words.push(word);
        }
    }

    /// The longest of the words that `text` ends with.
    pub fn longest(&self, text: &str) -> Option<&str> {
        let words = self.by_last.get(&text.chars().next_back()?)?;
        words.iter().find(|word| text.ends_with(word.as_str())).map(String::as_str)
    }

    /// Whether `text` ends with one of the words.
    pub fn end(&self, text: &str) -> bool {
        self.longest(text).is_some()
    }

    /// The words, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

impl Beginnings {
    /// Adds `words`.
    pub fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        for word in words {
            enter(&mut self.by_first, word.chars().next(), &word);
            self.words.push(word);
        }
    }

    /// The longest of the words that `text` begins with.
    pub fn longest(&self, text: &str) -> Option<&str> {
        let words = self.by_first.get(&text.chars().next()?)?;
        words.iter().find(|word| text.starts_with(word.as_str())).map(String::as_str)
    }

    /// The words, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

impl Finder {
    /// Adds `words`.
    pub fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        self.words.extend(words);
        self.automaton = OnceLock::new();
    }

    /// Whether `text` holds one of the words.
    pub fn is_in(&self, text: &str) -> bool {
        self.automaton().is_some_and(|automaton| automaton.is_match(text))
    }

    /// Every word in `text`, overlapping ones too: its index in the order of the words, and the byte behind it.
    pub fn all_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let found = self.automaton().into_iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.map(|found| (found.pattern().as_usize(), found.end()))
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        let make = || if self.words.is_empty() { None } else { AhoCorasick::new(&self.words).ok() };
        self.automaton.get_or_init(make).as_ref()
    }
}

fn enter(known: &mut BTreeMap<char, Vec<String>>, border: Option<char>, word: &str) {
    let Some(border) = border else { return };
    let words = known.entry(border).or_default();
    let at = words.partition_point(|other| other.len() >= word.len());
    words.insert(at, word.to_owned());
}

impl From<Vec<String>> for Endings {
    fn from(words: Vec<String>) -> Self {
        let mut endings = Endings::default();
        endings.extend(words);
        endings
    }
}

impl From<Vec<String>> for Beginnings {
    fn from(words: Vec<String>) -> Self {
        let mut beginnings = Beginnings::default();
        beginnings.extend(words);
        beginnings
    }
}

impl From<Vec<String>> for Finder {
    fn from(words: Vec<String>) -> Self {
        Finder { words, automaton: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found_wherever_it_is_looked_for() {
        let words = || ["办法", "法", "管理办法"].map(str::to_owned).to_vec();
        let endings = Endings::from(words());
        assert_eq!(
            [endings.longest("某管理办法"), endings.longest("社会保险法"), endings.longest("")],
            [Some("管理办法"), Some("法"), None]
        );
        assert_eq!((Beginnings::from(words()).longest("办法的"), Beginnings::from(words()).longest("的办法")), (Some("办法"), None));
        let finder = Finder::from(words());
        assert!(finder.is_in("某办法的") && !finder.is_in("条例") && !Finder::default().is_in("条例"));
        assert_eq!(finder.all_in("管理办法").map(|(word, _)| word).collect::<Vec<_>>(), [2, 0, 1]);
    }
}
