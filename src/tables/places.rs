//! tables/places: words and weights for finding the place a document is about. The divisions themselves are in [`super::divisions`].

use crate::error::Error;
use crate::item::Level;
use crate::text::is_han;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The table `places.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    /// Name and version of the list of divisions.
    pub code_list: String,
    /// At most so many candidates are listed.
    pub most_candidates: usize,
    /// Divisions ending in 区 that are counties.
    pub county_level: Vec<String>,
    /// Endings of towns, longest first.
    pub town_endings: Vec<String>,
    never_alone: Vec<String>,
    often_words: Vec<String>,
    alone: Alone,
    national: Vec<String>,
    no_levels: Vec<String>,
    longer_word: Vec<LongerWord>,
    platforms: Platforms,
    rules: Rules,
    towns: Towns,
    counties: Counties,
    zones: Zones,
    relative: Vec<Relative>,
    level: Vec<LevelWord>,
    /// What `level` says, folded, and which entry says it.
    #[serde(skip)]
    said_levels: BTreeMap<String, usize>,
    authority: Vec<Authority>,
    branches: Branches,
    title: TitleWords,
    /// How mentions are weighed.
    pub weights: Weights,
}

/// How mentions in the text are weighed; explained in the table.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// A full name.
    pub full: u32,
    /// A short name, a rule or a platform of a place.
    pub weak: u32,
    /// Clear beside another place.
    pub dominant: u32,
    /// An aside within a place.
    pub rare: u32,
    /// Clear among publishers.
    pub agreement: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LongerWord {
    ending: String,
    next: Vec<String>,
    #[serde(default)]
    but: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entry by it"))]
    example: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Platforms {
    endings: Vec<String>,
    within: usize,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by it"))]
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    endings: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by it"))]
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Towns {
    general_stems: Vec<String>,
    names: Vec<String>,
    general_next: Vec<String>,
    organisations: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counties {
    endings: Vec<String>,
    in_titles: Vec<String>,
    general_stems: Vec<String>,
    general_districts: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by it"))]
    examples: Vec<String>,
}

/// When a name of two characters stands for itself in running text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alone {
    after: Vec<String>,
    never: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zones {
    endings: Vec<String>,
    next: Vec<String>,
    prefectures: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by it"))]
    examples: Vec<String>,
}

/// What a word for a level may mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWord {
    says: Vec<String>,
    /// Whether publishers begin with the first character of the words (市医保局).
    #[serde(default)]
    begins: Option<String>,
    /// Whether it is the place of the document itself.
    #[serde(default)]
    pub is_own: bool,
    /// Whether it is the level of counties: a city named beside it is above them.
    #[serde(default)]
    pub is_county: bool,
    /// The levels that the division may have.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// What the name of the division may end in.
    #[serde(default)]
    pub ends: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authority {
    begins: Vec<String>,
    level: Level,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entry by them"))]
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Branches {
    of: Vec<String>,
    inner: Vec<String>,
    local: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by them"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by them"))]
    inner_examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleWords {
    leads: Vec<String>,
    attachments: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entries by them"))]
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Relative {
    word: String,
    fits: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test proves the entry by it"))]
    example: String,
    /// Words that begin so and name no level (市场监管局).
    #[serde(default)]
    others: Vec<String>,
}

impl PlaceWords {
    /// Reads the table `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut words: PlaceWords = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        for (index, level) in words.level.iter().enumerate() {
            for says in &level.says {
                words.said_levels.entry(crate::text::fold(says)).or_insert(index);
            }
        }
        Ok(words)
    }

    /// Whether the division name `name` is an ordinary word.
    pub fn is_never_alone(&self, name: &str) -> bool {
        self.never_alone.iter().any(|word| word == name)
    }

    /// Whether the division name `name` may be part of another word in running text.
    pub fn is_often_a_word(&self, name: &str) -> bool {
        name.chars().count() <= 2 || self.is_never_alone(name) || self.often_words.iter().any(|word| word == name)
    }

    /// Whether the name `name` of two characters begins a word behind `before`, and is no word by itself.
    pub fn may_stand_alone(&self, name: &str, before: &str) -> bool {
        let is_apart = before.chars().next_back().is_none_or(|c| !is_han(c) && !c.is_whitespace());
        let is_led = || self.alone.after.iter().any(|word| before.ends_with(word.as_str()));
        !self.is_never_alone(name) && !self.alone.never.iter().any(|word| word == name) && (is_apart || is_led())
    }

    /// Whether the end of `name` and the text `after` it make another word (大冶市场).
    pub fn is_longer_word(&self, name: &str, after: &str) -> bool {
        let begins = |words: &[String]| words.iter().any(|word| after.starts_with(word.as_str()));
        self.longer_word.iter().any(|word| name.ends_with(&word.ending) && begins(&word.next) && !begins(&word.but))
    }

    /// Whether `after` goes on to the end of the name of a platform or product, and its beginning is a proper name therefore.
    pub fn is_platform(&self, after: &str) -> bool {
        let near = after.char_indices().nth(self.platforms.within).map_or(after, |(end, _)| after.get(..end).unwrap_or(after));
        let run = near.find(|c: char| !is_han(c) && !c.is_ascii_alphanumeric()).map_or(near, |end| near.get(..end).unwrap_or(near));
        self.platforms.endings.iter().any(|ending| run.contains(ending.as_str()))
    }

    /// Whether a name after `before` belongs to a law of the state.
    pub fn is_national(&self, before: &str) -> bool {
        self.national.iter().any(|word| before.ends_with(word.as_str()))
    }

    /// Whether `title` is that of a rule; a remark in brackets at its end does not count.
    pub fn is_rule(&self, title: &str) -> bool {
        let title = title.trim_end_matches(['）', ')']);
        let title =
            title.rfind(['（', '(']).filter(|open| title.len() - open < 24).map_or(title, |open| title.get(..open).unwrap_or(title));
        self.rules.endings.iter().any(|ending| title.ends_with(ending.as_str()))
    }

    /// Whether `stem` before the ending of a town makes a general word of it (城镇).
    pub fn is_general_stem(&self, stem: &str) -> bool {
        self.towns.general_stems.iter().any(|word| stem.ends_with(word.as_str()))
    }

    /// Whether `town` is a name behind that of its city although its stem ends as general words do (南城街道).
    pub fn is_town_all_the_same(&self, town: &str) -> bool {
        self.towns.names.iter().any(|word| town.ends_with(word.as_str()))
    }

    /// Whether `after` makes a general word of a town before it (乡村).
    pub fn is_general_next(&self, after: &str) -> bool {
        self.towns.general_next.iter().any(|word| after.starts_with(word.as_str()))
    }

    /// Whether `after` goes on with an organisation that a town has.
    pub fn is_organisation(&self, after: &str) -> bool {
        self.towns.organisations.iter().any(|word| after.starts_with(word.as_str()))
    }

    /// Whether `name` looks like the name of a county or a city, which no list need know.
    pub fn is_like_county(&self, name: &str) -> bool {
        let Some(stem) = self.counties.endings.iter().find_map(|ending| name.strip_suffix(ending.as_str())) else { return false };
        let ends = |words: &[String]| words.iter().any(|word| stem.ends_with(word.as_str()));
        let is_general = ends(&self.counties.general_stems) || name.ends_with('区') && ends(&self.counties.general_districts);
        (2..=7).contains(&stem.chars().count()) && !is_general
    }

    /// Whether `name`, which looks like that of a county, may begin a title in front of `after` with nothing else that tells it: its ending is hardly ever part
    /// of another word, as 区 is (社区, 景区).
    pub fn begins_title(&self, name: &str, after: &str) -> bool {
        self.counties.in_titles.iter().any(|ending| name.ends_with(ending.as_str())) && !self.is_longer_word(name, after)
    }

    /// Whether `name`, in front of `after`, is the whole name of a zone.
    pub fn is_zone(&self, name: &str, after: &str) -> bool {
        self.zone_stem(name).is_some() && !self.zones.next.iter().any(|word| after.starts_with(word.as_str()))
    }

    /// With what the names of prefectures end whose short names zones bear.
    pub fn prefectures(&self) -> &[String] {
        &self.zones.prefectures
    }

    /// What in the name of a zone stands before the word for what it is.
    pub fn zone_stem<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.zones.endings.iter().filter_map(|ending| name.strip_suffix(ending.as_str())).min_by_key(|stem| stem.len())
    }

    /// What `word` means as the level of a column, of handling, or of a publisher that is named by its level only.
    pub fn level_word(&self, word: &str) -> Option<&LevelWord> {
        let said = self.said_levels.get(&crate::text::fold(word)).and_then(|index| self.level.get(*index));
        let begins = |level: &&LevelWord| level.begins.as_ref().is_some_and(|begin| self.behind_level(word, begin).is_some_and(is_office));
        said.or_else(|| self.level.iter().find(begins))
    }

    /// The level of the authority `name`, by the words it begins with.
    pub fn authority_level(&self, name: &str) -> Option<Level> {
        let begins = |word: &String| self.behind_level(name, word).is_some();
        self.authority.iter().find(|entry| entry.begins.iter().any(begins)).map(|entry| entry.level)
    }

    /// What stands behind the word `level` at the start of `name`; `None` where both make another word (市场监管局).
    fn behind_level<'n>(&self, name: &'n str, level: &str) -> Option<&'n str> {
        name.strip_prefix(level).filter(|_| !self.no_levels.iter().any(|word| name.starts_with(word.as_str())))
    }

    /// What a branch of an authority of the state calls itself behind the name of that (国家税务总局桐梓县税务局: 桐梓县税务局); `None` for
    /// other authorities, for one of the state itself, and for offices within it.
    pub fn branch<'n>(&self, name: &'n str) -> Option<&'n str> {
        let of = self.branches.of.iter().filter(|of| name.starts_with(of.as_str())).max_by_key(|of| of.len())?;
        let own = name.get(of.len()..).filter(|own| !own.is_empty())?;
        let office = self.branches.inner.iter().find_map(|end| own.strip_suffix(end.as_str()));
        let is_inner = office.is_some_and(|office| !self.branches.local.iter().any(|word| office.contains(word.as_str())));
        (!is_inner).then_some(own)
    }

    /// Where in `title` the name of what it is about may begin, besides its beginning: behind 附件2：, a year, 印发, 《; ascending.
    pub fn starts(&self, title: &str) -> Vec<usize> {
        let mut starts = vec![title.len() - self.without_attachment(title).len()];
        let leads = self.title.leads.iter().flat_map(|lead| title.match_indices(lead.as_str()).map(|(at, lead)| at + lead.len()));
        starts.extend(leads);
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// `title` without 附件 with its number, and without a year that it begins with.
    fn without_attachment<'t>(&self, title: &'t str) -> &'t str {
        let mut rest = self.title.attachments.iter().find_map(|word| title.strip_prefix(word.as_str())).unwrap_or(title);
        while rest.len() < title.len() {
            let shorter = without_number(rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
            if shorter.len() == rest.len() {
                break;
            }
            rest = shorter;
        }
        without_year(rest)
    }

    /// What the place of the publisher `name` ends in, where the publisher is named by its level only (县医保局).
    pub fn relative(&self, name: &str) -> Option<&[String]> {
        let is_level = |relative: &&Relative| {
            name.starts_with(&relative.word) && !relative.others.iter().any(|other| name.starts_with(other.as_str()))
        };
        self.relative.iter().find(is_level).map(|relative| relative.fits.as_slice())
    }
}

/// `text` without the number it begins with: digits that are no year, or numerals with a sign behind (一：, but not the first of 三亚市).
fn without_number(text: &str) -> &str {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() < text.len() {
        return if behind.starts_with('年') { text } else { behind };
    }
    let is_numeral = |c: char| crate::text::number(c.encode_utf8(&mut [0; 4])).is_some();
    let behind = text.trim_start_matches(is_numeral);
    if behind.starts_with(char::is_alphanumeric) { text } else { behind }
}

/// `title` without the year it may begin with.
fn without_year(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() { title } else { rest.trim_start_matches(['年', '度']) }
}

/// Whether `rest`, behind the word for a level, can be an office (医保局), and no other word (场监督).
fn is_office(rest: &str) -> bool {
    rest.chars().count() > 1 && rest.ends_with(['局', '委', '办', '府', '部', '厅', '心', '院', '联', '会', '室', '科', '股', '站', '队'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_proven_by_its_example() {
        let words = PlaceWords::parse("places.toml", include_str!("places.toml")).unwrap();
        for word in &words.longer_word {
            let (before, after) = word.example.split_once(&word.ending).unwrap();
            assert!(words.is_longer_word(&format!("{before}{}", word.ending), after), "{}", word.example);
        }
        for example in &words.platforms.examples {
            assert!(words.is_platform(example), "{example}");
        }
        assert!(words.rules.examples.iter().all(|example| words.is_rule(example)));
        for relative in &words.relative {
            assert_eq!(words.relative(&relative.example), Some(relative.fits.as_slice()));
            assert!(relative.others.iter().all(|other| words.relative(other).is_none()));
        }
        for authority in &words.authority {
            assert!(authority.examples.iter().all(|example| words.authority_level(example) == Some(authority.level)), "{authority:?}");
        }
        for example in &words.branches.examples {
            assert!(words.branch(example).is_some(), "{example}");
        }
        for example in words.branches.inner_examples.iter().chain(words.authority.iter().flat_map(|authority| &authority.examples)) {
            assert_eq!(words.branch(example), None, "{example}");
        }
        assert_eq!(words.branch("国家税务总局桐梓县税务局"), Some("桐梓县税务局"));
        for example in &words.title.examples {
            let starts = words.starts(example);
            assert!(starts.iter().any(|start| example.get(*start..) == Some("大冶市")), "{example}: {starts:?}");
        }
        assert!(words.counties.examples.iter().all(|example| words.is_like_county(example)));
        assert!(words.zones.examples.iter().all(|example| words.is_zone(example, "")));
        assert!(!words.is_zone("示范区", "建设") && !words.is_zone("社区", ""));
        for word in ["社区", "农村社区", "各县", "城市", "全市", "辖区", "超市", "大冶镇"] {
            assert!(!words.is_like_county(word), "{word}");
        }
        let own = |word: &str| words.level_word(word).map(|level| (level.is_own, level.is_county));
        assert_eq!([own("市级"), own("县（市、区）级"), own("本级")], [Some((false, false)), Some((false, true)), Some((true, false))]);
        assert_eq!(
            [own("市医保局"), own("县人民政府"), own("市场监督管理局"), own("乡级")],
            [Some((false, false)), Some((false, true)), None, None]
        );
        assert!(!words.is_rule("大冶市参保单位增加减少登记表") && !words.is_platform("街道办事处"));
    }
}
