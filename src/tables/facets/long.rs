//! tables/facets/long: words of four characters and more in a text that is one character off: one left out, or one that is read alike.

use crate::tables::slips::sounds_alike;
use std::collections::HashMap;
use std::ops::Range;

/// Long words by their ends: of two ends a single slip leaves one as it is.
#[derive(Debug, Default)]
pub(super) struct LongWords {
    words: Vec<Word>,
    by_start: HashMap<[char; 2], Vec<usize>>,
    by_end: HashMap<[char; 2], Vec<usize>>,
}

#[derive(Debug)]
struct Word {
    text: String,
    chars: Vec<char>,
}

/// Shorter words are one character away from too many others.
const SHORTEST: usize = 4;

impl LongWords {
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut long = LongWords::default();
        for text in words {
            let chars: Vec<char> = text.chars().collect();
            let (Some([a, b, ..]), Some([.., y, z])) = (chars.get(..SHORTEST), chars.get(SHORTEST - 2..)) else { continue };
            let index = long.words.len();
            long.by_start.entry([*a, *b]).or_default().push(index);
            long.by_end.entry([*y, *z]).or_default().push(index);
            long.words.push(Word { text: text.to_owned(), chars });
        }
        long
    }

    /// The words that `text` has but for one character of theirs that is left out, or is another one that is read alike, and the stretch that stands for
    /// each. Every stretch covers all of `around`, which lies in what no word reads.
    pub(super) fn near(&self, text: &[char], around: Range<usize>) -> Vec<(Range<usize>, &str)> {
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        for (at, pair) in text.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let of = |index: &HashMap<[char; 2], Vec<usize>>| index.get(&[*a, *b]).cloned().unwrap_or_default();
            let from_start = of(&self.by_start).into_iter().filter_map(|word| self.words.get(word)).flat_map(|word| {
                let length = word.chars.len();
                [at..at + length, at..at + length - 1].map(|range| (range, word))
            });
            let from_end = of(&self.by_end).into_iter().filter_map(|word| self.words.get(word)).flat_map(|word| {
                let (length, end) = (word.chars.len(), at + 2);
                [end.checked_sub(length), end.checked_sub(length - 1)].map(|start| (start.map_or(0..0, |start| start..end), word))
            });
            let covers = |range: &Range<usize>| range.start <= around.start && around.end <= range.end;
            let near = from_start.chain(from_end).filter(|(range, word)| covers(range) && is_one_off(text.get(range.clone()), &word.chars));
            found.extend(near.map(|(range, word)| (range, word.text.as_str())));
        }
        found.sort_by(|a, b| (a.0.start, a.0.end, a.1).cmp(&(b.0.start, b.0.end, b.1)));
        found.dedup();
        found
    }
}

/// Whether `stretch` is `word` but for one character that is left out or read alike.
fn is_one_off(stretch: Option<&[char]>, word: &[char]) -> bool {
    let Some(stretch) = stretch else { return false };
    let same_start = stretch.iter().zip(word).take_while(|(a, b)| a == b).count();
    let rest = (stretch.get(same_start..), word.get(same_start + 1..));
    match (word.len() - stretch.len(), rest) {
        (1, (Some(seen), Some(meant))) => seen == meant,
        (0, (Some([wrong, seen @ ..]), Some(meant))) => {
            seen == meant && word.get(same_start).is_some_and(|right| sounds_alike(*wrong, *right))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_one_character_is_off() {
        let long = LongWords::new(["基本医疗保险", "城乡居民", "参保登记", "登记"].into_iter());
        let found = |text: &str, around: Range<usize>| {
            let chars: Vec<char> = text.chars().collect();
            long.near(&chars, around).into_iter().map(|(range, word)| format!("{range:?} {word}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("基本疗保险登记", 2..3), "0..5 基本医疗保险");
        assert_eq!(found("城乡居参保登记", 2..3), "0..3 城乡居民");
        assert_eq!(found("职工参保登计", 4..6), "2..6 参保登记");
        assert_eq!(found("职工参保登门", 4..6), "", "not read alike");
        assert_eq!(found("城乡居委会", 2..5), "", "the rest stays unread");
    }
}
