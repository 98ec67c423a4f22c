//! tables/channels: where information is published.

use super::claim;
use crate::error::Error;
use crate::evidence::Text;
use crate::text::{fold, fold_into};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, Range};

/// The channels, by every word for them.
#[derive(Debug, Default)]
pub struct Channels {
    by_word: BTreeMap<String, usize>,
    all: Vec<Channel>,
    /// Finds the words of `by_word`; `patterns` has their channels in the same order.
    finder: Option<AhoCorasick>,
    patterns: Vec<usize>,
    note_prompts: Vec<String>,
    headings: Vec<String>,
    yeses: Vec<String>,
    noes: Vec<String>,
    /// The last characters of the words.
    ends: BTreeSet<char>,
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its key in the contract.
    pub id: Text,
    /// Its usual name.
    pub name: Text,
    /// Whether it is one of the thirteen standard ones.
    pub standard: bool,
    /// Whether text behind it says which (其他 …).
    pub takes_note: bool,
    /// Whether any words in front of its name are the name of the one that is meant (青山发布微信公众号).
    pub any_owner: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    note_prompts: Vec<String>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    yeses: Vec<String>,
    #[serde(default)]
    noes: Vec<String>,
    #[serde(default)]
    channel: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    #[serde(default)]
    standard: bool,
    #[serde(default)]
    takes_note: bool,
    #[serde(default)]
    any_owner: bool,
    says: Vec<String>,
}

impl Channels {
    /// Adds the entries of the table `text` of the file `name`; an entry with a known id replaces it and adds its words.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        self.note_prompts.extend(table.note_prompts);
        self.headings.extend(table.headings);
        self.yeses.extend(table.yeses);
        self.noes.extend(table.noes);
        let mut words = BTreeMap::new();
        for entry in table.channel {
            let Entry { id, name: title, standard, takes_note, any_owner, says } = entry;
            let channel = Channel { id: id.into(), name: title.into(), standard, takes_note, any_owner };
            let index = self.all.iter().position(|known| known.id == channel.id).unwrap_or(self.all.len());
            match self.all.get_mut(index) {
                Some(known) => *known = channel,
                None => self.all.push(channel),
            }
            claim(name, &mut words, says, |_| index)?;
        }
        self.by_word.extend(words);
        self.ends = self.by_word.keys().filter_map(|word| word.chars().next_back()).collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(self.by_word.keys());
        self.patterns = self.by_word.values().copied().collect();
        self.finder = Some(finder.map_err(|error| Error::syntax(name, error))?);
        Ok(())
    }

    /// The channel that the whole of `text` names.
    pub fn named(&self, text: &str) -> Option<&Channel> {
        self.all.get(*self.by_word.get(&fold(text))?)
    }

    /// Whether a channel is used, where `text` behind it says nothing but that (否).
    pub fn answer(&self, text: &str) -> Option<bool> {
        let is_one_of = |words: &[String]| words.iter().any(|word| word == text);
        if is_one_of(&self.noes) { Some(false) } else { is_one_of(&self.yeses).then_some(true) }
    }

    /// Whether `text` ends as some word for a channel does; quicker than looking for one.
    pub fn may_end(&self, text: &str) -> bool {
        text.chars().next_back().map(|c| if c == '）' { ')' } else { c }).is_some_and(|c| self.ends.contains(&c))
    }

    /// Every channel that the folded text `folded` names: the bytes of its word; of overlapping words the first and longest.
    pub fn mentions(&self, folded: &str) -> Vec<(Range<usize>, &Channel)> {
        let found = self.finder.iter().flat_map(|finder| finder.find_iter(folded));
        found.filter_map(|found| Some((found.range(), self.all.get(*self.patterns.get(found.pattern().as_usize())?)?))).collect()
    }

    /// The channel whose longest word `text` begins with, and how many characters of `text` that word takes (blanks included).
    pub fn at_start(&self, text: &str) -> Option<(&Channel, usize)> {
        let (mut folded, mut best) = (String::new(), None);
        for (index, c) in text.chars().enumerate() {
            fold_into(c, &mut folded);
            // The next word in order begins with all that was read, or none does.
            let Some((word, channel)) = self
                .by_word
                .range::<str, _>((Bound::Included(folded.as_str()), Bound::Unbounded))
                .next()
                .filter(|(word, _)| word.starts_with(&folded))
            else {
                break;
            };
            if *word == folded {
                best = Some((*channel, index + 1));
            }
        }
        best.and_then(|(channel, taken)| Some((self.all.get(channel)?, taken)))
    }

    /// `note` without the words that only ask for it (请注明).
    pub fn without_prompt<'n>(&self, note: &'n str) -> &'n str {
        let prompts = self.note_prompts.iter().filter_map(|prompt| note.strip_prefix(prompt.as_str()));
        prompts.min_by_key(|rest| rest.len()).unwrap_or(note)
    }

    /// Whether `words` head a part of a list and name no channel.
    pub fn is_heading(&self, words: &str) -> bool {
        self.headings.iter().any(|heading| heading == words)
    }

    /// The thirteen standard channels, in the order of the standard.
    pub fn standard(&self) -> impl Iterator<Item = &Channel> {
        self.all.iter().filter(|channel| channel.standard)
    }
}
