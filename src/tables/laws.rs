//! tables/laws: the register of national acts, one JSON object a line, with their orders, dates and status.

use crate::error::Error;
use crate::evidence::Text;
use crate::text::fold;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// The register. Read on first use, so that a run which cites nothing does not wait for it.
#[derive(Debug)]
pub struct Laws {
    text: &'static str,
    register: OnceLock<Register>,
}

/// One act.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Stable id.
    pub id: Text,
    /// Full title.
    pub title: Text,
    /// Usual short title.
    pub short_title: Option<Text>,
    /// What sort of act (法律, 行政法规 …).
    pub kind: Text,
    /// Who passed it.
    pub issuer: Option<Text>,
    /// When it was first published, or, for some laws, its present text.
    pub published: Option<Text>,
    /// Since when the present text is in force.
    pub effective: Option<Text>,
    /// What is said instead of a date ("on publication"), or of it.
    pub effective_text: Option<Text>,
    /// Whether it was in force on `as_of`.
    pub status: Status,
    /// Title of the act that repealed it.
    pub repealed_by: Option<Text>,
    /// The date of this entry (`YYYY-MM` or `YYYY-MM-DD`).
    pub as_of: Option<Text>,
    /// Date of the present text.
    pub latest_version: Option<Text>,
    /// The orders by which it was issued, revised or amended.
    #[serde(default)]
    pub orders: Vec<Order>,
    /// What a person should know.
    pub note: Option<Text>,
    /// The public collection it is from.
    pub source: Text,
}

/// An order that issued, revised or amended an act.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What is numbered (国务院令, 主席令).
    pub series: Text,
    /// Its number.
    pub number: u32,
    /// Its date.
    pub date: Option<Text>,
    /// What it did.
    pub action: Action,
    /// Whether a collection states it; an unconfirmed number may explain, never accuse.
    pub confirmed: bool,
    /// How many acts of the register it touched.
    pub acts_touched: Option<u32>,
}

/// What the register knows about an act's force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In force.
    InForce,
    /// Repealed.
    Repealed,
    /// Replaced by a newer act.
    Superseded,
    /// Passed, but not in force.
    NotYetInForce,
    /// No act at all: it appoints somebody.
    Appointment,
    /// Not known.
    Unknown,
}

/// What an order did to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It issued the act.
    Issued,
    /// It amended several acts.
    AmendedWithOthers,
    /// It revised or amended this act only.
    RevisedOrAmendedAlone,
}

/// How a cited title names an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleForm {
    /// By its full title.
    Full,
    /// By its full title without 中华人民共和国, or by its short title.
    Short,
    /// By its full title with a 中华人民共和国 that it does not have.
    Longer,
    /// By a title in which a character stands that only looks like the right one (巿 for 市).
    Alike,
}

/// The entries with their indexes.
#[derive(Debug, Default)]
struct Register {
    laws: Vec<Law>,
    ids: BTreeMap<Text, usize>,
    full: BTreeMap<String, Vec<usize>>,
    short: BTreeMap<String, Vec<usize>>,
    orders: BTreeMap<(Text, u32), Vec<(usize, usize)>>,
    /// Titles without the country's name, for comparing, how many characters they have, and their pairs of neighbours; beside the entries.
    bare: Vec<(String, usize, Vec<Pair>)>,
    /// Which entries have a pair of neighbouring characters in `bare`. Only looked up, so its order shows nowhere.
    pairs: HashMap<Pair, Vec<u32>>,
    /// Every way to write a title, as one automaton: the longest that a text begins with is found in one pass.
    titles: Option<AhoCorasick>,
    longest: usize,
    as_of: Option<Text>,
}

/// Two characters that stand beside each other.
type Pair = (char, char);

pub(crate) const COUNTRY: &str = "中华人民共和国";

/// More equally near titles than this are no hint.
const MOST_NEAREST: usize = 3;

impl Laws {
    /// The register `text` that comes with the program; read on first use. That it can be read is shown by a test.
    pub fn embedded(text: &'static str) -> Self {
        Laws { text, register: OnceLock::new() }
    }

    /// Reads the register `text` of the file `name` at once.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Ok(Laws { text: "", register: OnceLock::from(Register::parse(name, text)?) })
    }

    /// The act with this id.
    pub fn get(&self, id: &str) -> Option<&Law> {
        let register = self.register();
        register.ids.get(id).and_then(|index| register.laws.get(*index))
    }

    /// Every act, in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = &Law> {
        self.register().laws.iter()
    }

    /// The acts that `title` names, whatever its width, blanks and inner brackets; acts in force and with known orders first.
    pub fn by_title(&self, title: &str) -> Option<(TitleForm, Vec<&Law>)> {
        let register = self.register();
        let key = title_key(register.possible(title)?);
        let (form, found) = register.titled(&key).or_else(|| register.alike(&key))?;
        let form = if crate::text::has_look_alike(title) { TitleForm::Alike } else { form };
        Some((form, found.iter().filter_map(|index| register.laws.get(*index)).collect()))
    }

    /// The longest beginning of `text` that is the title of an act: its length in bytes.
    pub fn starting(&self, text: &str) -> Option<usize> {
        let register = self.register();
        let (mut key, mut ends) = (String::new(), Vec::new());
        for (at, c) in text.char_indices().filter(|(_, c)| !crate::text::is_blank(*c)).take(register.longest + COUNTRY.chars().count()) {
            push_key(&mut key, c);
            ends.push((key.len(), at + c.len_utf8()));
        }
        let found = register.titles.as_ref()?.find(Input::new(&key).anchored(Anchored::Yes))?;
        // A character that becomes several (㈠) is not cut.
        let end = ends.binary_search_by_key(&found.end(), |(length, _)| *length).ok()?;
        ends.get(end).map(|(_, end)| *end)
    }

    /// The acts whose titles are nearest to `title`, if they are one edit away, or two in a title of eight characters and more; none where more
    /// than [`MOST_NEAREST`] are equally near.
    ///
    /// An edit is a character too many, too few, or another one, or two neighbours exchanged. Titles that differ in a numeral (the seventh and the
    /// third amendment) or in a word of two characters (医疗机构, 医疗废物) are never near. Distance: Levenshtein with exchanges (optimal string
    /// alignment), on titles without the country's name; two edits spoil six pairs of neighbours at most, so only titles that share the others are
    /// compared.
    pub fn nearest(&self, title: &str) -> Vec<&Law> {
        let register = self.register();
        let Some(title) = register.possible(title) else { return Vec::new() };
        let key = title_key(title);
        // A damaged 中华人民共和国 is compared with the right one; else the name is left out on both sides.
        let is_damaged = !key.starts_with(COUNTRY) && has_damaged_country(&key);
        let wanted = if is_damaged { key.as_str() } else { bare(&key) };
        let letters: Vec<char> = wanted.chars().collect();
        let (least, enough) = if is_damaged { (10, 12) } else { (if wanted.len() < key.len() { 3 } else { 5 }, 8) };
        let limit = if letters.len() >= enough { 2 } else { 1 };
        if letters.len() < least {
            return Vec::new();
        }
        let shared = letters.get(if is_damaged { COUNTRY.chars().count() - 1 } else { 0 }..).unwrap_or_default();
        let near = register.sharing(shared, limit).into_iter().filter_map(|index| {
            let (known, ..) = register.bare.get(index)?;
            let known = if is_damaged { format!("{COUNTRY}{known}") } else { known.clone() };
            let edits = strsim::osa_distance(wanted, &known);
            let is_near = edits <= limit && numerals(wanted) == numerals(&known) && !differs_in_a_word(wanted, &known);
            is_near.then_some((edits, index))
        });
        let near: BTreeSet<(usize, usize)> = near.collect();
        let Some((least, _)) = near.first().copied() else { return Vec::new() };
        let nearest: Vec<&Law> =
            near.into_iter().take_while(|(edits, _)| *edits == least).filter_map(|(_, index)| register.laws.get(index)).collect();
        if nearest.len() > MOST_NEAREST { Vec::new() } else { nearest }
    }

    /// Every act that an order of `series` with `number` issued, revised or amended.
    pub fn orders(&self, series: &str, number: u32) -> impl Iterator<Item = (&Law, &Order)> {
        let register = self.register();
        let found = register.orders.get(&(Text::from(series), number)).into_iter().flatten();
        found.filter_map(|(law, order)| {
            let law = register.laws.get(*law)?;
            Some((law, law.orders.get(*order)?))
        })
    }

    /// The newest date of any entry: on it the register as a whole was looked at.
    pub fn as_of(&self) -> Option<&Text> {
        self.register().as_of.as_ref()
    }

    fn register(&self) -> &Register {
        self.register.get_or_init(|| Register::parse("src/tables/laws.jsonl", self.text).unwrap_or_default())
    }
}

impl Law {
    /// The order that issued the act anew as a whole: one that touched it alone and from whose date on `effective` counts, or a second one by which it was
    /// issued.
    ///
    /// Where `effective` is older than the order, the order amended the act and left the rest in force.
    pub fn reissue(&self) -> Option<&Order> {
        let effective = self.effective.as_ref()?;
        let is_second = |order: &Order| order.action == Action::Issued && order.date > self.published;
        let alone = |order: &Order| order.action == Action::RevisedOrAmendedAlone || is_second(order);
        let dated = self.orders.iter().filter(|order| order.confirmed && alone(order));
        dated.filter(|order| order.date.as_ref().is_some_and(|date| date <= effective)).max_by(|a, b| a.date.cmp(&b.date))
    }

    /// The order that issued the act first, where a collection states it.
    pub fn issue(&self) -> Option<&Order> {
        self.orders.iter().find(|order| order.action == Action::Issued && order.confirmed)
    }

    /// Whether the present text came into force so long after every order that issued it that another one must have, which the register does not know.
    pub fn lacks_reissue(&self) -> bool {
        const LONGEST: i32 = 2;
        let year = |date: &Text| date.get(..4).and_then(|year| year.parse::<i32>().ok());
        let Some(effective) = self.effective.as_ref().and_then(year) else { return false };
        let issued = self
            .orders
            .iter()
            .filter(|order| order.action != Action::AmendedWithOthers)
            .filter_map(|order| order.date.as_ref().and_then(year));
        issued.filter(|issued| *issued <= effective).max().is_some_and(|issued| effective - issued > LONGEST)
    }

    /// Whether an older text of the act was in force before `effective`.
    pub fn has_older_text(&self) -> bool {
        self.published.is_some() && self.published < self.latest_version
    }
}

impl Order {
    /// The order as it is cited: 国务院令第711号.
    pub fn cited(&self) -> String {
        format!("{}第{}号", self.series, self.number)
    }
}

impl Register {
    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut register = Register::default();
        for (index, line) in text.lines().enumerate() {
            let law: Law = serde_json::from_str(line).map_err(|error| Error::table(name, format!("line {}: {error}", index + 1)))?;
            check_dates(&law).map_err(|date| Error::table(name, format!("line {}: `{date}` is no date", index + 1)))?;
            register.add(law).map_err(|twice| Error::table(name, format!("line {}: `{twice}` stands twice", index + 1)))?;
        }
        register.prefer_acts_in_force();
        register.titles = Some(register.automaton().map_err(|error| Error::syntax(name, error))?);
        Ok(register)
    }

    fn add(&mut self, law: Law) -> Result<(), Text> {
        let index = self.laws.len();
        if self.ids.insert(law.id.clone(), index).is_some() {
            return Err(law.id);
        }
        let key = title_key(&law.title);
        let shorts: BTreeSet<String> = [bare(&key).to_owned()].into_iter().chain(law.short_title.as_deref().map(title_key)).collect();
        for short in shorts.into_iter().filter(|short| *short != key) {
            self.short.entry(short).or_default().push(index);
        }
        for (place, order) in law.orders.iter().enumerate() {
            self.orders.entry((order.series.clone(), order.number)).or_default().push((index, place));
        }
        let letters: Vec<char> = bare(&key).chars().collect();
        let pairs = pairs(&letters);
        for pair in &pairs {
            self.pairs.entry(*pair).or_default().push(index as u32);
        }
        self.bare.push((bare(&key).to_owned(), letters.len(), pairs));
        self.longest = self.longest.max(key.chars().count());
        self.full.entry(key).or_default().push(index);
        self.as_of = self.as_of.take().max(law.as_of.clone());
        self.laws.push(law);
        Ok(())
    }

    fn automaton(&self) -> Result<AhoCorasick, aho_corasick::BuildError> {
        let longer = self.full.keys().map(|key| format!("{COUNTRY}{key}"));
        let keys = self.full.keys().chain(self.short.keys()).cloned().chain(longer);
        let builder = &mut AhoCorasickBuilder::new();
        builder
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .build(keys)
    }

    /// Where two acts bear one title, the one in force, then the one about whose orders more is known, comes first.
    fn prefer_acts_in_force(&mut self) {
        for found in self.full.values_mut().chain(self.short.values_mut()) {
            let rank =
                |index: &usize| self.laws.get(*index).map(|law| (law.status != Status::InForce, std::cmp::Reverse(law.orders.len())));
            found.sort_by_key(rank);
        }
    }

    /// `title`, if it is not far longer than any title: such a text is not worth folding.
    fn possible<'t>(&self, title: &'t str) -> Option<&'t str> {
        (title.chars().filter(|c| !crate::text::is_blank(*c)).take(2 * self.longest + 1).count() <= 2 * self.longest).then_some(title)
    }

    fn titled(&self, key: &str) -> Option<(TitleForm, &Vec<usize>)> {
        let full = self.full.get(key).map(|found| (TitleForm::Full, found));
        let short = || self.short.get(key).map(|found| (TitleForm::Short, found));
        let longer = || self.full.get(key.strip_prefix(COUNTRY)?).map(|found| (TitleForm::Longer, found));
        full.or_else(short).or_else(longer)
    }

    /// The entries whose title `key` is, but for characters that look like the right ones.
    fn alike(&self, key: &str) -> Option<(TitleForm, &Vec<usize>)> {
        let meant = fold(key);
        let (_, found) = if meant == key { None } else { self.titled(&meant) }?;
        Some((TitleForm::Alike, found))
    }

    /// Entries so long, and with so many pairs of neighbours in common with `wanted`, that they can be `limit` edits away.
    fn sharing(&self, wanted: &[char], limit: usize) -> Vec<usize> {
        let (length, wanted, spoilt) = (wanted.len(), pairs(wanted), 3 * limit);
        let can_be_near = |index: &usize| {
            let Some((_, letters, known)) = self.bare.get(*index) else { return false };
            // One more, for `wanted` may be cut one character off where a damaged name of the country ends.
            letters.abs_diff(length) <= limit + 1 && common(&wanted, known) + spoilt >= wanted.len().max(known.len())
        };
        if wanted.len() <= spoilt {
            return (0..self.laws.len()).filter(can_be_near).collect();
        }
        // What shares all pairs but `spoilt` shares one, at least, of the `spoilt` + 1 that are rarest in the register.
        let mut sharing: Vec<&[u32]> = wanted.iter().map(|pair| self.pairs.get(pair).map_or(&[][..], Vec::as_slice)).collect();
        sharing.sort_by_key(|entries| entries.len());
        let mut found: Vec<usize> = sharing.into_iter().take(spoilt + 1).flatten().map(|index| *index as usize).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(can_be_near);
        found
    }
}

/// The form in which titles are compared: folded, with one kind of inner title mark.
fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    title.chars().for_each(|c| push_key(&mut key, c));
    key
}

/// Adds `c` to `key` as it is compared.
fn push_key(key: &mut String, c: char) {
    // Common ideographs are folded already.
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return key.push(c);
    }
    key.extend(fold(c.encode_utf8(&mut [0; 4])).chars().map(|c| match c {
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        _ => c,
    }));
}

fn bare(key: &str) -> &str {
    key.strip_prefix(COUNTRY).unwrap_or(key)
}

/// Whether `key` begins with the country's name but for two characters at most.
fn has_damaged_country(key: &str) -> bool {
    let mut cuts = key.char_indices().map(|(at, _)| at).skip(5).take(5);
    cuts.any(|at| key.get(..at).is_some_and(|name| strsim::osa_distance(name, COUNTRY) <= 2))
}

/// Whether nothing but two neighbouring characters differ, both, and are not just exchanged.
fn differs_in_a_word(wanted: &str, known: &str) -> bool {
    let mut differing = wanted.chars().zip(known.chars()).enumerate().filter(|(_, (a, b))| a != b);
    let (Some((first, (a, b))), Some((second, (c, d)))) = (differing.next(), differing.next()) else { return false };
    wanted.chars().count() == known.chars().count() && second == first + 1 && differing.next().is_none() && (a, b) != (d, c)
}

/// The pairs of neighbours in `letters`, each once, in order.
fn pairs(letters: &[char]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = letters.iter().zip(letters.iter().skip(1)).map(|(a, b)| (*a, *b)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How many pairs stand in both of two ordered lists.
fn common(one: &[Pair], other: &[Pair]) -> usize {
    let (mut rest, mut count) = (other, 0);
    for pair in one {
        let at = rest.iter().position(|known| known >= pair).unwrap_or(rest.len());
        rest = rest.get(at..).unwrap_or_default();
        count += usize::from(rest.first() == Some(pair));
    }
    count
}

fn numerals(title: &str) -> Vec<char> {
    title.chars().filter(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect()
}

fn check_dates(law: &Law) -> Result<(), Text> {
    let dates = [&law.published, &law.effective, &law.latest_version].into_iter().chain(law.orders.iter().map(|order| &order.date));
    match dates.flatten().find(|date| !is_date(date)) {
        Some(date) => Err(date.clone()),
        None => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.chars().enumerate().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() })
}

#[cfg(test)]
mod tests;
