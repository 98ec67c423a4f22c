//! tables/slips: slips of writing, by patterns and by fixed terms from which a text differs in one character.

use crate::error::Error;
use crate::text::is_han;
use aho_corasick::AhoCorasick;
use pinyin::ToPinyin;
use regex::{Regex, RegexSet};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

/// Slips that are known, and terms that are often misspelt.
#[derive(Debug, Default)]
pub struct Slips {
    patterns: Vec<Slip>,
    /// Words of daily speech for words of the law.
    informal: Vec<Slip>,
    terms: BTreeSet<String>,
    also: BTreeSet<String>,
    /// Terms by their halves: of two halves a single slip leaves one as it is.
    halves: BTreeMap<String, Vec<Half>>,
    /// Made when first asked for.
    finder: OnceLock<Finder>,
}

/// All that is looked for, so that a text is walked through once for the patterns and once for the halves of terms.
#[derive(Debug)]
struct Finder {
    /// Which patterns a text has; `None` where they are too large together, then each is asked.
    patterns: Option<RegexSet>,
    /// The halves in their order; `None` beyond two thousand million characters of them.
    halves: Option<AhoCorasick>,
    /// Of each half the terms.
    terms: Vec<Vec<Half>>,
}

/// A word that is wrong wherever it stands.
#[derive(Debug)]
pub struct Slip {
    /// What should stand in the place of the group `wrong`.
    pub right: String,
    /// How it looks, with what stands around it.
    pub pattern: Regex,
    /// Texts in which it must be found.
    pub examples: Vec<String>,
    /// Texts in which it must not.
    pub fine: Vec<String>,
}

/// A half of a term: the term, and how many of its characters stand in front of the half.
#[derive(Clone, Debug)]
struct Half {
    term: Vec<char>,
    before: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    slip: Vec<SlipEntry>,
    #[serde(default)]
    informal: Vec<SlipEntry>,
    #[serde(default)]
    terms: Terms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlipEntry {
    right: String,
    pattern: String,
    examples: Vec<String>,
    fine: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Terms {
    terms: Vec<String>,
    also: Vec<String>,
}

/// The group of a pattern that holds what is wrong.
const WRONG: &str = "wrong";

/// Shorter terms are one character away from too many other words.
const SHORTEST: usize = 6;

impl Slips {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.finder = OnceLock::new();
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        for (entries, known) in [(table.slip, &mut self.patterns), (table.informal, &mut self.informal)] {
            for entry in entries {
                let pattern = Regex::new(&entry.pattern).map_err(|error| Error::syntax(name, error))?;
                if !pattern.capture_names().flatten().any(|group| group == WRONG) {
                    return Err(Error::table(name, format!("`{pattern}` has no group `{WRONG}` around what is wrong")));
                }
                known.push(Slip { right: entry.right, pattern, examples: entry.examples, fine: entry.fine });
            }
        }
        self.also.extend(table.terms.also);
        for term in table.terms.terms {
            if term.chars().count() < SHORTEST {
                return Err(Error::table(name, format!("the term `{term}` has fewer than {SHORTEST} characters")));
            }
            self.enter(term);
        }
        Ok(())
    }

    fn enter(&mut self, term: String) {
        let chars: Vec<char> = term.chars().collect();
        let (first, second) = chars.split_at(chars.len() / 2);
        for (half, before) in [(first, 0), (second, first.len())] {
            self.halves.entry(half.iter().collect()).or_default().push(Half { term: chars.clone(), before });
        }
        self.terms.insert(term);
    }

    /// The slips in `text`: their bytes, and what should stand there.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let by_pattern = |slip: &Slip| slip.find(text).map(|range| (range, slip.right.clone())).collect::<Vec<_>>();
        let finder = self.finder.get_or_init(|| self.make_finder());
        let candidates: Vec<&Slip> = match &finder.patterns {
            Some(patterns) => patterns.matches(text).into_iter().filter_map(|index| self.patterns.get(index)).collect(),
            None => self.patterns.iter().collect(),
        };
        let mut found: Vec<(Range<usize>, String)> = candidates.into_iter().flat_map(by_pattern).collect();
        found.extend(finder.halves.iter().flat_map(|halves| self.near_terms(text, halves, &finder.terms)));
        found.sort_by_key(|(range, _)| (range.start, range.end));
        // A slip within a longer stretch that is off is one slip.
        found.dedup_by(|next, last| next.0.start < last.0.end);
        found
    }

    fn make_finder(&self) -> Finder {
        let patterns = RegexSet::new(self.patterns.iter().map(|slip| slip.pattern.as_str())).ok();
        Finder { patterns, halves: AhoCorasick::new(self.halves.keys()).ok(), terms: self.halves.values().cloned().collect() }
    }

    /// `terms`: those of each half.
    fn near_terms(&self, text: &str, halves: &AhoCorasick, terms: &[Vec<Half>]) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for half in halves.find_overlapping_iter(text) {
            let before = text.get(..half.start()).unwrap_or_default();
            for Half { term, before: count } in terms.get(half.pattern().as_usize()).into_iter().flatten() {
                let first = count.checked_sub(1).map_or(Some(half.start()), |last| before.char_indices().nth_back(last).map(|(at, _)| at));
                found.extend(first.and_then(|first| self.near(text, first, term)));
            }
        }
        found
    }

    /// The stretch of `text` from the byte `first`, where it is `term` but for one Chinese character of the same sound.
    fn near(&self, text: &str, first: usize, term: &[char]) -> Option<(Range<usize>, String)> {
        let rest = text.get(first..)?;
        let mut off = rest.chars().zip(term).filter(|(c, right)| c != *right);
        let is_slip = off.next().is_some_and(|(c, right)| is_han(c) && sounds_alike(c, *right)) && off.next().is_none();
        if !is_slip {
            return None;
        }
        let (end, last) = rest.char_indices().nth(term.len().checked_sub(1)?)?;
        let range = first..first + end + last.len_utf8();
        let said = text.get(range.clone())?;
        let is_other = || self.also.contains(said) || self.terms.iter().any(|other| other.as_str() == said);
        (!is_other()).then(|| (range, term.iter().collect()))
    }

    /// The words of daily speech in `text`: their bytes, and what the law says for them.
    pub fn informal(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let mut found: Vec<_> = self.informal.iter().flat_map(|word| word.find(text).map(|range| (range, word.right.as_str()))).collect();
        found.sort_by_key(|(range, _)| range.start);
        found
    }

    /// The known slips, and the words of daily speech.
    pub fn patterns(&self) -> impl Iterator<Item = &Slip> {
        self.patterns.iter().chain(&self.informal)
    }
}

impl Slip {
    /// The bytes of what is wrong in `text`.
    fn find<'t>(&self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'_, 't> {
        self.pattern.captures_iter(text).filter_map(|found| found.name(WRONG)).map(|wrong| wrong.range())
    }
}

/// Whether two characters are read alike, whatever their tones.
pub(super) fn sounds_alike(a: char, b: char) -> bool {
    matches!((a.to_pinyin(), b.to_pinyin()), (Some(a), Some(b)) if a.plain() == b.plain())
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn every_slip_proves_itself() {
        let slips = Tables::embedded().unwrap().slips;
        for slip in slips.patterns() {
            assert!(!slip.examples.is_empty() && !slip.fine.is_empty(), "{}", slip.right);
            for example in &slip.examples {
                assert!(slip.pattern.is_match(example), "{example}");
            }
            for fine in &slip.fine {
                assert!(!slip.pattern.is_match(fine), "{fine}");
            }
        }
    }

    #[test]
    fn only_what_is_wrong_is_replaced_and_entries_are_whole() {
        let mut slips = Tables::embedded().unwrap().slips;
        assert_eq!(slips.find("既时办理"), [(0.."既时".len(), "即时".to_owned())]);
        let entry = |pattern: &str| format!("[[slip]]\nright = \"安\"\npattern = '{pattern}'\nexamples = []\nfine = []\n");
        assert!(slips.add("slips.toml", &entry("按")).unwrap_err().to_string().contains("no group"));
        assert!(slips.add("slips.toml", "[terms]\nterms = [\"出院小结\"]\n").unwrap_err().to_string().contains("fewer than 6"));
    }

    #[test]
    fn a_term_with_one_wrong_character_is_a_slip() {
        let slips = Tables::embedded().unwrap().slips;
        let found = |text: &str| {
            slips.find(text).into_iter().map(|(range, right)| format!("{}→{right}", text.get(range).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(found("执业药师资格证书或要学技术人员相关证书"), ["要学技术人员→药学技术人员"]);
        assert_eq!(found("《统一社会信用代玛》"), ["统一社会信用代玛→统一社会信用代码"]);
        assert!(found("药学技术人员、统一社会信用代码证书、有效身份证件").is_empty());
        assert!(found("政务服务中心、便民服务中心、便民服务站").is_empty(), "terms that differ from each other");
        assert!(found("定点医药机构、有效身份证或社保卡").is_empty(), "another character is another word");
    }
}
