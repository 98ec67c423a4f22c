//! tables/words: words by which a kind of text is recognised, and words that say what is odd in a text.

mod answers;
mod entries;
mod joints;
mod materials;

pub use entries::{ExpectedBasis, Leftover, StandardColumn, Synonyms, Term, WayLevel};

use super::claim;
use super::lookup::{Endings, Finder};
use crate::error::Error;
use crate::field::Field;
use crate::item::{Level, MarkGroup};
use crate::text::fold;
use joints::Joints;
use materials::Materials;
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Word lists.
#[derive(Debug, Default)]
pub struct Words {
    organisations: Endings,
    departments: Endings,
    no_organisations: Endings,
    laws: Endings,
    deadlines: Finder,
    no_deadlines: Vec<String>,
    deadlines_alone: Vec<String>,
    deadline_acts: Vec<String>,
    deadline_ends: Endings,
    title_labels: BTreeSet<String>,
    elements: BTreeSet<String>,
    element_heads: Endings,
    blanks: BTreeSet<String>,
    blank_starts: Vec<String>,
    titles: Endings,
    guide_titles: Endings,
    question_titles: Vec<String>,
    dates: BTreeSet<String>,
    writing_dates: BTreeSet<String>,
    dates_on_pages: BTreeSet<String>,
    beside_dates: Vec<String>,
    date_ends: Vec<String>,
    hours: Finder,
    times_of_handling: BTreeSet<String>,
    times_alone: BTreeSet<String>,
    recurring: Finder,
    refusals: Vec<String>,
    refusals_alone: BTreeSet<String>,
    consents: BTreeSet<String>,
    currencies: Vec<String>,
    questions_without_word: BTreeMap<String, String>,
    giving_offices: Vec<String>,
    gives: Vec<String>,
    steps: Endings,
    ways_before: Vec<String>,
    ways_behind: Vec<String>,
    notes: BTreeSet<String>,
    parts: BTreeSet<String>,
    ways: BTreeMap<String, bool>,
    /// Words of online ways and of counters, and for each whether it is one of the former.
    online: (Finder, Vec<bool>),
    way_ends: Endings,
    phone_words: BTreeSet<String>,
    phone_purposes: Vec<String>,
    no_phones: Vec<Leftover>,
    accounts: Vec<Leftover>,
    round_the_clock: BTreeSet<String>,
    meets: Vec<String>,
    leftovers: Vec<Leftover>,
    page_lines: Vec<Leftover>,
    page_ends: Vec<Leftover>,
    trails: Vec<String>,
    trail_signs: Vec<String>,
    lead_ins: Vec<String>,
    of_guides: Vec<String>,
    never_meet: BTreeSet<(char, char)>,
    standard_columns: Vec<StandardColumn>,
    terms: Vec<Term>,
    /// Words that may stand in the name of a counter or an authority or not.
    pub name_fillers: Vec<String>,
    way_levels: Vec<WayLevel>,
    expected_bases: Vec<ExpectedBasis>,
    of_others: Finder,
    synonyms: Vec<Synonyms>,
    starts: Finder,
    handling_first: Vec<String>,
    handling_last: Vec<String>,
    counters: Vec<String>,
    materials: Materials,
    /// Words that join others, stand at their ends or count them.
    pub joints: Joints,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    organisations: Vec<String>,
    departments: Vec<String>,
    no_organisations: Vec<String>,
    laws: Vec<String>,
    deadlines: Vec<String>,
    no_deadlines: Vec<String>,
    deadlines_alone: Vec<String>,
    deadline_acts: Vec<String>,
    deadline_ends: Vec<String>,
    title_labels: Vec<String>,
    elements: Vec<String>,
    element_heads: Vec<String>,
    blanks: Vec<String>,
    blank_starts: Vec<String>,
    titles: Vec<String>,
    guide_titles: Vec<String>,
    question_titles: Vec<String>,
    dates: Vec<String>,
    writing_dates: Vec<String>,
    dates_on_pages: Vec<String>,
    beside_dates: Vec<String>,
    hours: Vec<String>,
    date_ends: Vec<String>,
    times_of_handling: Vec<String>,
    times_alone: Vec<String>,
    recurring: Vec<String>,
    refusals: Vec<String>,
    refusals_alone: Vec<String>,
    consents: Vec<String>,
    currencies: Vec<String>,
    questions_without_word: BTreeMap<String, String>,
    giving_offices: Vec<String>,
    gives: Vec<String>,
    steps: Vec<String>,
    ways_before: Vec<String>,
    ways_behind: Vec<String>,
    notes: Vec<String>,
    parts: Vec<String>,
    online_ways: Vec<String>,
    offline_ways: Vec<String>,
    online: Vec<String>,
    offline: Vec<String>,
    way_ends: Vec<String>,
    phone_words: Vec<String>,
    phone_purposes: Vec<String>,
    no_phone: Vec<LeftoverEntry>,
    account: Vec<LeftoverEntry>,
    round_the_clock: Vec<String>,
    leftover: Vec<LeftoverEntry>,
    page_line: Vec<LeftoverEntry>,
    page_end: Vec<LeftoverEntry>,
    never_meet: Vec<String>,
    standard_column: Vec<StandardColumn>,
    term: Vec<Term>,
    name_fillers: Vec<String>,
    way_level: Vec<WayLevel>,
    expected_basis: Vec<ExpectedBasis>,
    of_others: Vec<String>,
    synonyms: Vec<Synonyms>,
    starts: Vec<String>,
    handling_first: Vec<String>,
    handling_last: Vec<String>,
    counters: Vec<String>,
    trails: Vec<String>,
    trail_signs: Vec<String>,
    lead_ins: Vec<String>,
    of_guides: Vec<String>,
    meets: Vec<Meets>,
    materials: Materials,
    joints: Joints,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftoverEntry {
    name: String,
    pattern: String,
    examples: Vec<String>,
    #[serde(default)]
    last: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meets {
    word: String,
}

impl Words {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let patterns = [
            (table.leftover, &mut self.leftovers),
            (table.page_line, &mut self.page_lines),
            (table.page_end, &mut self.page_ends),
            (table.no_phone, &mut self.no_phones),
            (table.account, &mut self.accounts),
        ];
        for (entries, known) in patterns {
            for entry in entries {
                let pattern = Regex::new(&entry.pattern).map_err(|error| Error::syntax(name, error))?;
                known.push(Leftover { name: entry.name, pattern, examples: entry.examples, last: entry.last });
            }
        }
        self.organisations.extend(table.organisations);
        self.laws.extend(table.laws);
        self.deadlines.extend(table.deadlines);
        self.no_deadlines.extend(table.no_deadlines);
        self.title_labels.extend(table.title_labels.iter().map(|label| fold(label)));
        self.elements.extend(table.elements.iter().map(|element| fold(element)));
        self.element_heads.extend(table.element_heads);
        self.blanks.extend(table.blanks);
        self.blank_starts.extend(table.blank_starts);
        self.titles.extend(table.titles);
        self.guide_titles.extend(table.guide_titles);
        self.question_titles.extend(table.question_titles);
        self.dates.extend(table.dates.iter().map(|label| fold(label)));
        self.writing_dates.extend(table.writing_dates.iter().map(|label| fold(label)));
        self.dates_on_pages.extend(table.dates_on_pages.iter().map(|label| fold(label)));
        self.beside_dates.extend(table.beside_dates);
        self.date_ends.extend(table.date_ends);
        self.hours.extend(table.hours);
        self.times_of_handling.extend(table.times_of_handling.iter().map(|label| fold(label)));
        self.times_alone.extend(table.times_alone.iter().map(|label| fold(label)));
        self.recurring.extend(table.recurring);
        self.round_the_clock.extend(table.round_the_clock.iter().map(|word| fold(word)));
        self.refusals.extend(table.refusals);
        self.refusals_alone.extend(table.refusals_alone);
        self.consents.extend(table.consents);
        self.currencies.extend(table.currencies);
        self.questions_without_word.extend(table.questions_without_word.into_iter().map(|(label, asked)| (fold(&label), asked)));
        self.giving_offices.extend(table.giving_offices);
        self.gives.extend(table.gives);
        self.steps.extend(table.steps);
        self.departments.extend(table.departments);
        self.no_organisations.extend(table.no_organisations);
        self.deadlines_alone.extend(table.deadlines_alone);
        self.deadline_acts.extend(table.deadline_acts);
        self.deadline_ends.extend(table.deadline_ends);
        self.ways_before.extend(table.ways_before);
        self.ways_behind.extend(table.ways_behind);
        self.notes.extend(table.notes.iter().map(|label| fold(label)));
        self.parts.extend(table.parts.iter().map(|heading| fold(heading)));
        let mut ways = BTreeMap::new();
        claim(name, &mut ways, table.online_ways, |_| true)?;
        claim(name, &mut ways, table.offline_ways, |_| false)?;
        self.ways.extend(ways);
        for (words, online) in [(table.online, true), (table.offline, false)] {
            self.online.1.extend(words.iter().map(|_| online));
            self.online.0.extend(words);
        }
        self.way_ends.extend(table.way_ends);
        self.phone_words.extend(table.phone_words);
        self.phone_purposes.extend(table.phone_purposes);
        self.meets.extend(table.meets.into_iter().map(|meets| meets.word));
        for pair in table.never_meet {
            let marks: Vec<char> = pair.chars().collect();
            let [first, second] = marks.as_slice() else { return Err(Error::table(name, format!("`{pair}` is no pair of marks"))) };
            self.never_meet.insert((*first, *second));
        }
        self.standard_columns.extend(table.standard_column);
        self.terms.extend(table.term);
        self.name_fillers.extend(table.name_fillers);
        self.way_levels.extend(table.way_level);
        self.expected_bases.extend(table.expected_basis);
        self.of_others.extend(table.of_others);
        self.synonyms.extend(table.synonyms);
        self.starts.extend(table.starts);
        self.handling_first.extend(table.handling_first);
        self.handling_last.extend(table.handling_last);
        self.counters.extend(table.counters);
        self.trails.extend(table.trails.iter().map(|trail| fold(trail)));
        self.trail_signs.extend(table.trail_signs);
        self.lead_ins.extend(table.lead_ins);
        self.of_guides.extend(table.of_guides);
        self.materials.extend(table.materials);
        self.joints.extend(table.joints);
        Ok(())
    }

    /// Whether `text` ends as names of authorities do.
    pub fn is_organisation(&self, text: &str) -> bool {
        self.organisations.end(text) && !self.no_organisations.end(text)
    }

    /// Whether `text` ends as names of parts of authorities do.
    pub fn is_department(&self, text: &str) -> bool {
        self.departments.end(text)
    }

    /// Whether `text` ends as titles of laws and documents do.
    pub fn is_law(&self, text: &str) -> bool {
        self.laws.end(text)
    }

    /// Whether `text` is a known element of 公开内容.
    pub fn is_element(&self, text: &str) -> bool {
        self.elements.contains(&fold(text))
    }

    /// Whether `text` ends as names of elements do: 发文部门, 文号.
    pub fn has_element_head(&self, text: &str) -> bool {
        self.element_heads.end(text)
    }

    /// Whether `text`, alone in a cell of a table, says that nothing is in it.
    pub fn is_blank_sign(&self, text: &str) -> bool {
        let is_number =
            |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        self.blanks.contains(text) || self.blank_starts.iter().any(|start| text.strip_prefix(start.as_str()).is_some_and(is_number))
    }

    /// Whether `text` ends as titles of directories, lists and guides do.
    pub fn is_title(&self, text: &str) -> bool {
        ends_title(&self.titles, text)
    }

    /// Whether `text` ends as titles of guides do, and those of directories do not.
    pub fn is_guide_title(&self, text: &str) -> bool {
        ends_title(&self.guide_titles, text)
    }

    /// `title` without its last words, where these are those of questions and answers.
    pub fn without_questions<'t>(&self, title: &'t str) -> Option<&'t str> {
        let ends = self.question_titles.iter().filter_map(|end| title.strip_suffix(end.as_str()));
        ends.min_by_key(|rest| rest.len())
    }

    /// Whether `text` is the label of a note, without its colon.
    pub fn is_note_label(&self, text: &str) -> bool {
        self.notes.contains(&fold(text))
    }

    /// Whether the heading `text`, without its number, is that of a part of a guide which is no service (附则).
    pub fn is_part(&self, text: &str) -> bool {
        self.parts.contains(&fold(text))
    }

    /// Whether the label `word` heads online ways (`true`) or counters.
    pub fn way(&self, word: &str) -> Option<bool> {
        self.ways.get(&fold(word)).copied()
    }

    /// Whether `text` ends as ways to reach a service do; a remark in brackets and 等 at its end do not count.
    pub fn is_way(&self, text: &str) -> bool {
        let text = text.trim_end_matches('等');
        let text = match text.ends_with(['）', ')']) {
            true => text.rfind(['（', '(']).and_then(|open| text.get(..open)).unwrap_or(text),
            false => text,
        };
        self.way_ends.end(text.trim_end_matches(['”', '"']))
    }

    /// Whether `word` in front of a telephone number does not say whose it is.
    pub fn is_phone_word(&self, word: &str) -> bool {
        self.phone_words.contains(word)
    }

    /// Whether the label `text` tells for what else than asking its numbers are (投诉电话).
    pub fn tells_phone_purpose(&self, text: &str) -> bool {
        self.phone_purposes.iter().any(|purpose| text.contains(purpose.as_str()))
    }

    /// Accounts and addresses, whose digits are no telephone numbers.
    pub fn accounts(&self) -> &[Leftover] {
        &self.accounts
    }

    /// Digits beside telephone numbers that are none.
    pub fn no_phones(&self) -> &[Leftover] {
        &self.no_phones
    }

    /// Stretches in which a repetition is right.
    pub fn meets(&self) -> impl Iterator<Item = &str> {
        self.meets.iter().map(String::as_str)
    }

    /// Whether these two punctuation marks cannot stand together.
    pub fn never_meet(&self, pair: (char, char)) -> bool {
        self.never_meet.contains(&pair)
    }

    /// The columns of the national standard of directories, in its order.
    pub fn standard_columns(&self) -> &[StandardColumn] {
        &self.standard_columns
    }

    /// The standard word that the header `label` says in other words.
    pub fn standard_term(&self, label: &str) -> Option<&str> {
        let label = fold(label);
        let term = self.terms.iter().find(|term| term.instead.iter().any(|word| fold(word) == label));
        term.map(|term| term.says.as_str())
    }

    /// Whether `text` speaks of other places with good reason (异地就医).
    pub fn speaks_of_others(&self, text: &str) -> bool {
        self.of_others.is_in(text)
    }

    /// Words for one thing.
    pub fn synonyms(&self) -> &[Synonyms] {
        &self.synonyms
    }

    /// Whether a deadline says from when it counts, or until when.
    pub fn says_start(&self, text: &str) -> bool {
        self.starts.is_in(text)
    }

    /// The words for handling with which the name `text` begins and ends, where there is something between them.
    pub fn acts_twice<'a>(&'a self, text: &str) -> Option<[&'a str; 2]> {
        const SHORTEST: usize = 2;
        let first = self.handling_first.iter().find(|word| text.starts_with(word.as_str()))?;
        let last = self.handling_last.iter().find(|word| text.ends_with(word.as_str()))?;
        let between = text.get(first.len()..text.len().checked_sub(last.len())?)?;
        (between.chars().count() >= SHORTEST && between.chars().all(crate::text::is_han)).then_some([first, last])
    }

    /// What stands in `text` before the word for a counter with which it ends.
    pub fn before_counter<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.counters.iter().find_map(|word| text.strip_suffix(word.as_str()))
    }

    /// The levels that the words of `text` name.
    pub fn way_levels(&self, text: &str) -> BTreeSet<Level> {
        let named = self.way_levels.iter().filter(|entry| entry.says.iter().any(|word| text.contains(word.as_str())));
        named.map(|entry| entry.level).collect()
    }

    /// The law that every item under the heading `heading` rests on.
    pub fn expected_basis(&self, heading: &str) -> Option<&str> {
        let heading = fold(heading);
        let entry = self.expected_bases.iter().find(|entry| entry.above.iter().any(|above| fold(above) == heading));
        entry.map(|entry| entry.law.as_str())
    }

    /// Whether a line only numbers a page.
    pub fn is_page_line(&self, line: &str) -> bool {
        const LONGEST: usize = 40;
        let squeezed = || line.chars().filter(|c| !crate::text::is_blank(*c)).collect::<String>();
        line.len() <= LONGEST && self.page_lines.iter().any(|page| page.pattern.is_match(&squeezed()))
    }

    /// Whether `line` stands behind the text of a page and is no part of it; `Some(true)`: nor is anything behind it.
    pub fn page_end(&self, line: &str) -> Option<bool> {
        let squeezed: String = line.chars().filter(|c| !crate::text::is_blank(*c)).collect();
        self.page_ends.iter().filter(|end| end.pattern.is_match(&squeezed)).map(|end| end.last).max()
    }

    /// Whether `text` tells where one is on a site (首页 > 政务公开 > 办事指南): it begins so, or has a sign between its parts twice.
    pub fn is_trail(&self, text: &str) -> bool {
        let folded = fold(text);
        let signs = || self.trail_signs.iter().map(|sign| text.matches(sign.as_str()).count()).max().unwrap_or(0);
        self.trails.iter().any(|trail| folded.starts_with(trail.as_str())) || signs() > 1 && !text.contains('。')
    }

    /// Lines behind the text of a page.
    pub fn page_ends(&self) -> &[Leftover] {
        &self.page_ends
    }

    /// Leftovers of editors.
    pub fn leftovers(&self) -> &[Leftover] {
        &self.leftovers
    }
}

impl StandardColumn {
    /// Whether a column of `field` (and `group`) is this one, or will do.
    pub fn is(&self, field: Field, group: Option<MarkGroup>) -> bool {
        (self.field == field && self.group == group) || self.or.contains(&field)
    }
}

/// Whether `text`, without its edition, ends with one of `ends`.
fn ends_title(ends: &Endings, text: &str) -> bool {
    let text = crate::text::trim(text);
    ends.end(text) || crate::text::without_edition(text).is_some_and(|title| ends.end(title))
}

#[cfg(test)]
mod tests;
