//! fields/place/zone: zones that are no divisions and publish like counties (经济技术开发区): they are kept as they are written, within their city.

use crate::tables::divisions::{Division, Divisions};
use crate::text::is_han;

/// A zone has so many characters at most.
const LONGEST: usize = 18;

/// The zone with which `text` begins, behind a division where `is_behind` one. A division behind it is what the title is about.
pub(super) fn zone<'t>(text: &'t str, is_behind: bool, divisions: &Divisions) -> Option<&'t str> {
    const SHORTEST_STEM: usize = 2;
    let words = &divisions.words;
    let ends = text.char_indices().take(LONGEST).take_while(|(_, c)| is_han(*c)).map(|(start, c)| start + c.len_utf8());
    let is_one = |(name, after): &(&str, &str)| {
        let is_named = is_behind || words.zone_stem(name).is_some_and(|stem| stem.chars().count() >= SHORTEST_STEM);
        let holds_division = |text: &str| divisions.mentions(text).iter().any(|mention| !mention.short && mention.range.start < LONGEST);
        is_named && words.is_zone(name, after) && divisions.named(name).next().is_none() && !holds_division(after) && !holds_division(name)
    };
    ends.filter_map(|end| text.split_at_checked(end)).filter(is_one).map(|(name, _)| name).last()
}

/// The prefecture whose name without what it is begins the name of the zone `name` (阿拉善盟).
pub(super) fn city_of(name: &str, divisions: &Divisions) -> Option<Division> {
    const LENGTHS: [usize; 3] = [2, 3, 4];
    let begins = |length: usize| {
        let end = name.char_indices().nth(length).map(|(end, _)| end)?;
        let stem = name.get(..end)?;
        let named = |kind: &str| divisions.named(&format!("{stem}{kind}")).collect::<Vec<_>>();
        let mut cities = divisions.words.prefectures().iter().flat_map(|kind| named(kind));
        cities.next().filter(|_| cities.next().is_none())
    };
    LENGTHS.into_iter().find_map(begins)
}
