//! fields/level: levels that are named relatively (市级, 本级, 县医保局) to the division that they mean, by the place of the document.
//!
//! 市级 in a county-level city is the city itself, unless the document names a county's level beside it; in one that lies in a prefecture's
//! district it is the prefecture. Where two divisions fit and none is nearer, nothing is said.

use crate::evidence::{Places, Text, Value};
use crate::field::Field;
use crate::item::{Item, Jurisdiction, Level, MarkGroup, PlaceRef, RelativeLevel};
use crate::result::Header;
use crate::tables::Tables;
use crate::tables::divisions::{Division, Divisions};
use crate::tables::places::LevelWord;
use std::collections::BTreeSet;

/// The rule by which all of them are inferred.
const RULE: &str = "level-of-jurisdiction";

/// Adds to `items` what their relative levels mean in `jurisdiction`. Nothing where the place is not known.
pub(super) fn resolve(items: &mut [Item], headers: &[Header], jurisdiction: &Jurisdiction, tables: &Tables) {
    let Some(own) = jurisdiction.code.as_deref().and_then(|code| tables.divisions.get(code)) else { return };
    let mut chain: Vec<Division> = tables.divisions.parents(own.code).collect();
    chain.push(own);
    let words: BTreeSet<Text> = items.iter().flat_map(named).map(|(_, word, _)| word).collect();
    let below = words.iter().any(|word| known(word, tables).is_some_and(|word| word.is_county));
    let scale = Scale { divisions: &tables.divisions, chain, below };
    for item in items {
        let mut found: Vec<Value<RelativeLevel>> = Vec::new();
        for (field, word, at) in named(item) {
            // 市中区民政局 begins with the name of a place, not with 市.
            let is_named = field == Field::Publisher && !tables.divisions.leading(&word).is_empty();
            let known = known(&word, tables).filter(|_| !is_named);
            let Some((level, place)) = known.and_then(|known| scale.place(known)) else { continue };
            let at = if at.is_empty() { header(headers, &word).into_iter().collect() } else { at };
            let value = RelativeLevel { field, text: word.clone(), level, place };
            found.push(Value::inferred(value, Some(word), at, RULE));
        }
        found.dedup_by(|a, b| a.value == b.value);
        item.relative_levels = found.into();
    }
}

/// The levels that `item` names: word and place by field. Columns of ticks are named once, by their header.
fn named(item: &Item) -> Vec<(Field, Text, Places)> {
    let handled =
        item.guide.handling_levels.iter().filter_map(|level| Some((Field::HandlingLevels, level.value.clone()?, level.at.clone())));
    let publisher = item.publisher.value.iter().filter(|publisher| publisher.jurisdiction.is_none());
    let publisher = publisher.map(|publisher| (Field::Publisher, publisher.name.clone(), item.publisher.at.clone()));
    let columns = item.contents.first().into_iter().flat_map(|content| &content.said_marks().columns);
    let columns = columns.filter(|mark| mark.group == MarkGroup::Level).map(|mark| (Field::Marks, mark.label.clone(), Places::new()));
    handled.chain(publisher).chain(columns).collect()
}

/// What `word` means, which may have the word of its group in front (公开层级-县级).
fn known<'t>(word: &str, tables: &'t Tables) -> Option<&'t LevelWord> {
    let words = &tables.divisions.words;
    words.level_word(word).or_else(|| words.level_word(&tables.columns.below_group(word)?))
}

fn header(headers: &[Header], word: &Text) -> Option<crate::evidence::At> {
    headers.iter().find(|header| header.group == Some(MarkGroup::Level) && header.label == *word)?.at
}

/// The divisions that a document's place lies in, outermost first, itself last.
struct Scale<'a> {
    divisions: &'a Divisions,
    chain: Vec<Division>,
    /// Whether the document names the level of counties, so that 市级 is above it.
    below: bool,
}

impl Scale<'_> {
    /// The division that `word` means: itself, or the nearest around it that fits.
    fn place(&self, word: &LevelWord) -> Option<(Level, PlaceRef)> {
        let own = *self.chain.last()?;
        let level = |division: &Division| self.divisions.level(*division);
        if word.is_own {
            return Some((level(&own), Divisions::reference(own)));
        }
        let fits = |division: &&Division| {
            let above = word.is_county || !self.below || !matches!(level(division), Level::County | Level::District);
            above && word.levels.contains(&level(division)) && word.ends.iter().any(|end| division.name.ends_with(end.as_str()))
        };
        let mut fitting = self.chain.iter().rev().filter(fits);
        let (nearest, other) = (fitting.next()?, fitting.next());
        // A town of a county-level city has two cities around it.
        if other.is_some() && nearest.code != own.code {
            return None;
        }
        Some((level(nearest), Divisions::reference(*nearest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::State;
    use crate::item::Kind;

    fn resolved(code: &str, words: &[&str]) -> String {
        let tables = Tables::embedded().unwrap();
        let place = Jurisdiction { code: Some(code.into()), ..Jurisdiction::unresolved() };
        let stated = |word: &&str| Value::stated(Text::from(*word), Text::from(*word), Places::new());
        let mut item = Item::new(Kind::Guide);
        item.guide.handling_levels = words.iter().map(stated).collect();
        let mut items = vec![item];
        resolve(&mut items, &[], &place, &tables);
        let shown = items[0].relative_levels.iter().map(|level| {
            assert_eq!((level.state, level.rule.as_deref()), (State::Inferred, Some(RULE)));
            let value = level.value.as_ref().unwrap();
            format!("{}={} {:?}", value.text, value.place.name, value.level)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn relative_levels_are_those_of_the_place() {
        for (code, words, expected) in [
            ("420281", &["市级", "乡镇（街道）", "村（社区）"][..], "市级=大冶市 County"),
            ("420281", &["市级", "县级", "乡级"], "市级=黄石市 City 县级=大冶市 County"),
            ("420281", &["县级", "本级", "省级"], "县级=大冶市 County 本级=大冶市 County 省级=湖北省 Province"),
            ("4202", &["市级", "县级"], "市级=黄石市 City"),
            ("31", &["市级", "区级", "街镇级"], "市级=上海市 Province"),
            ("310115", &["市级", "区级"], "市级=上海市 Province 区级=浦东新区 District"),
            ("410185105", &["市级"], ""),
            ("420222", &["县级"], "县级=阳新县 County"),
        ] {
            assert_eq!(resolved(code, words), expected, "{code}");
        }
        assert_eq!(resolved("", &["市级"]), "", "nothing follows from a place that is not known");
    }
}
