//! fields/place/tally: which divisions a text names, how often, how clearly, and where.

use crate::evidence::{At, Cell, MOST_READINGS, Places, Text};
use crate::tables::divisions::{Divisions, Former, Mention};
use crate::text::is_blank;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Names of divisions with their mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(pub(super) BTreeMap<&'static str, Named>);

/// The mentions of one name.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// Full names that stand for the place itself.
    pub(super) strong: u32,
    /// Short names, and names within cited rules and platforms.
    pub(super) weak: u32,
    /// Where; at most [`MOST_READINGS`].
    pub(super) at: Places,
    /// A former name that the text uses.
    former: Option<Former>,
    /// Whether the text uses the name of today.
    today: bool,
}

impl Tally {
    /// The names in `lines` (of the decoded text) and in `cells` (which stand in no line). A text that many cells have is searched once.
    pub(super) fn of(lines: &[Text], cells: &[Cell], divisions: &Divisions) -> Self {
        let mut tally = Tally::default();
        for (index, line) in lines.iter().enumerate() {
            let text = joined(line);
            let mentions = divisions.mentions(&text);
            if mentions.is_empty() {
                continue;
            }
            let positions = positions(line);
            for mention in mentions {
                let at = place(&positions, &mention, index as u32 + 1);
                tally.add_mention(&mention, is_strong(&text, &mention, divisions), at);
            }
        }
        let mut known: HashMap<&str, Vec<Mention>> = HashMap::new();
        for cell in cells {
            for mention in known.entry(cell.text()).or_insert_with(|| divisions.mentions(cell.text())) {
                let (_, at) = cell.source(mention.range.clone());
                tally.add_mention(mention, is_strong(cell.text(), mention, divisions), at);
            }
        }
        tally
    }

    /// One more mention of `name` at `at`.
    pub(super) fn add(&mut self, name: &'static str, strong: bool, at: impl IntoIterator<Item = At>) {
        self.0.entry(name).or_default().add(strong, at);
    }

    /// One more mention at `at`, by its name of today or by a former one.
    pub(super) fn add_mention(&mut self, mention: &Mention, strong: bool, at: impl IntoIterator<Item = At>) {
        let named = self.0.entry(mention.name).or_default();
        named.add(strong, at);
        named.former = named.former.or(mention.former);
        named.today |= mention.former.is_none();
    }

    /// The former name of `name`, where the text uses no other.
    pub(super) fn former(&self, name: &str) -> Option<Former> {
        self.0.get(name).filter(|named| !named.today).and_then(|named| named.former)
    }

    /// Where `name` is mentioned.
    pub(super) fn at(&self, name: &str) -> Places {
        self.0.get(name).map(|named| named.at.clone()).unwrap_or_default()
    }
}

impl Named {
    /// One more mention at `at`.
    pub(super) fn add(&mut self, strong: bool, at: impl IntoIterator<Item = At>) {
        self.strong += u32::from(strong);
        self.weak += u32::from(!strong);
        let room = MOST_READINGS.saturating_sub(self.at.len());
        self.at.extend(at.into_iter().take(room));
    }
}

/// `text` without blanks, so that a wrapped name is one again; tabs stay, they part cells.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_gap) {
        true => text.chars().filter(|c| !is_gap(*c)).collect::<String>().into(),
        false => text.into(),
    }
}

/// Where `name` stands in `raw`, whose lines stand at `at`; all of `at` where that cannot be told.
pub(super) fn narrowed(raw: &str, at: &Places, name: &str) -> Places {
    let (Some(At::Text { line, from, .. }), 1) = (at.first(), at.len()) else { return at.clone() };
    let Some(start) = joined(raw).find(name) else { return at.clone() };
    let mention = start..start + name.len();
    let Some((first, last)) = ends(&positions(raw), &mention) else { return at.clone() };
    std::iter::once(At::Text { line: *line, from: from + first - 1, to: from + last - 1 }).collect()
}

fn is_gap(c: char) -> bool {
    is_blank(c) && c != '\t'
}

/// For every character of the joined text: its first byte there, and its number (from 1) in `text`.
fn positions(text: &str) -> Vec<(usize, u32)> {
    let kept = text.chars().enumerate().filter(|(_, c)| !is_gap(*c));
    let next = |byte: &mut usize, (index, c): (usize, char)| {
        let start = *byte;
        *byte += c.len_utf8();
        Some((start, index as u32 + 1))
    };
    kept.scan(0, next).collect()
}

fn place(positions: &[(usize, u32)], mention: &Mention, line: u32) -> Option<At> {
    ends(positions, &mention.range).map(|(from, to)| At::Text { line, from, to })
}

/// First and last character of the bytes `range`.
fn ends(positions: &[(usize, u32)], range: &std::ops::Range<usize>) -> Option<(u32, u32)> {
    let from = positions.partition_point(|(byte, _)| *byte < range.start);
    let to = positions.partition_point(|(byte, _)| *byte < range.end);
    Some((positions.get(from)?.1, positions.get(to.checked_sub(1)?)?.1))
}

/// Whether `mention` speaks of the place itself, not of a rule of it or of a platform of its province.
fn is_strong(text: &str, mention: &Mention, divisions: &Divisions) -> bool {
    if mention.short || rule_around(text, mention).is_some_and(|title| divisions.words.is_rule(title)) {
        return false;
    }
    let is_province = mention.name.ends_with(['省', '区']) && divisions.named(mention.name).all(|division| division.code.len() == 2);
    !is_province || !divisions.words.is_platform(text.get(mention.range.end..).unwrap_or_default())
}

/// The title in 《》 that `mention` stands in.
fn rule_around<'a>(text: &'a str, mention: &Mention) -> Option<&'a str> {
    // Titles are short; looking back no further keeps long lines cheap.
    const LONGEST: usize = 300;
    let before = text.get(text.floor_char_boundary(mention.range.start.saturating_sub(LONGEST))..mention.range.start)?;
    let open = before.rfind(['《', '》']).filter(|open| before.get(*open..).is_some_and(|rest| rest.starts_with('《')))?;
    let start = mention.range.start - before.len() + open + '《'.len_utf8();
    let rest = text.get(start..text.floor_char_boundary(start + LONGEST))?;
    rest.find('》').and_then(|close| rest.get(..close))
}
