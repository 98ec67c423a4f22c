//! tables/divisions/nearest: the divisions whose names sound or look nearest to a name that is in no list. They are proposed, never taken.

use super::Division;
use crate::tables::places::PlaceWords;
use pinyin::ToPinyin;
use std::collections::HashMap;

/// The divisions below the province by the sound of their names: indexes in the list.
pub(super) struct Sounds(HashMap<String, Vec<u32>>);

impl Sounds {
    /// The sounds of `divisions`.
    pub(super) fn new(divisions: &[Division]) -> Self {
        let mut sounds: HashMap<String, Vec<u32>> = HashMap::with_capacity(divisions.len());
        for (index, division) in divisions.iter().enumerate() {
            sounds.entry(sound(division.name)).or_default().push(index as u32);
        }
        Sounds(sounds)
    }

    /// The nearest of `divisions` to `name`, as many as `words` allow.
    pub(super) fn nearest(&self, name: &str, divisions: &[Division], words: &PlaceWords) -> Vec<Division> {
        let Some((stem, ending)) = split(name, words) else { return Vec::new() };
        let of_same_sound = self.0.get(&sound(name)).into_iter().flatten().filter_map(|index| divisions.get(*index as usize));
        let mut nearest: Vec<Division> = of_same_sound.filter(|division| division.name.ends_with(ending)).copied().collect();
        let wanted: Vec<char> = stem.chars().collect();
        let by_shape = divisions.iter().filter(|division| division.name.strip_suffix(ending).is_some_and(|stem| is_near(&wanted, stem)));
        for division in by_shape {
            if nearest.len() >= words.most_candidates {
                break;
            }
            if !nearest.contains(division) {
                nearest.push(*division);
            }
        }
        nearest.truncate(words.most_candidates);
        nearest
    }
}

/// The syllables of `text` without tones; characters without a reading stand for themselves.
fn sound(text: &str) -> String {
    let mut sound = String::with_capacity(text.len() * 2);
    for (c, reading) in text.chars().zip(text.to_pinyin()) {
        match reading {
            Some(reading) => sound.push_str(reading.plain()),
            None => sound.push(c),
        }
        sound.push(' ');
    }
    sound
}

/// `name` without and with its ending: that of a town, or its last character.
fn split<'a>(name: &'a str, words: &PlaceWords) -> Option<(&'a str, &'a str)> {
    let town = words.town_endings.iter().find(|ending| name.ends_with(ending.as_str()));
    let length = town.map_or_else(|| name.chars().next_back().map_or(0, char::len_utf8), String::len);
    name.split_at_checked(name.len().checked_sub(length)?)
}

/// Whether one character is other, more or less. Two names of two characters that share only one are too many to be any help, so there
/// the other characters must sound alike (one letter apart).
fn is_near(wanted: &[char], stem: &str) -> bool {
    let stem: Vec<char> = stem.chars().collect();
    if wanted.is_empty() || stem.is_empty() || wanted.len().abs_diff(stem.len()) > 1 || !is_one_apart(wanted, &stem) {
        return false;
    }
    if wanted.len().max(stem.len()) > 2 {
        return wanted.len().min(stem.len()) > 1;
    }
    wanted.len() == stem.len() && wanted.iter().zip(&stem).all(|(a, b)| a == b || sounds_alike(*a, *b))
}

fn sounds_alike(a: char, b: char) -> bool {
    let (Some(a), Some(b)) = (a.to_pinyin(), b.to_pinyin()) else { return false };
    let (a, b): (Vec<char>, Vec<char>) = (a.plain().chars().collect(), b.plain().chars().collect());
    a == b || is_one_apart(&a, &b)
}

/// Whether one replacement, insertion or deletion makes `b` of `a`.
fn is_one_apart(a: &[char], b: &[char]) -> bool {
    let same_from_start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let same_from_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    a != b && longer - shorter <= 1 && same_from_start + same_from_end + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::super::Divisions;
    use super::*;

    #[test]
    fn nearest_by_sound_then_by_shape() {
        let divisions = Divisions::parse("places.toml", include_str!("../places.toml")).unwrap();
        let names = |name: &str| divisions.nearest(name).into_iter().map(|division| division.name).collect::<Vec<_>>();
        let first = divisions.nearest("会议镇").first().map(|division| (division.name, division.code));
        assert_eq!(first, Some(("会仪镇", "530626104")));
        assert!(names("石门子坎镇").iter().all(|name| name.ends_with('镇')));
        assert!(names("").is_empty() && names("会议镇").len() <= divisions.words.most_candidates);
    }

    #[test]
    fn one_apart() {
        let one = |a: &str, b: &str| is_one_apart(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(one("大冶", "大治") && one("石门坎", "石门") && one("石门", "石门坎") && one("aab", "ab"));
        assert!(!one("大冶", "大冶") && !one("大冶", "小治") && !one("一二三", "一") && !one("abba", "aa"));
    }
}
