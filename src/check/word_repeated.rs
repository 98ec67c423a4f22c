//! # word-repeated
//! **What it says.** A word stands twice in a row.
//! **Why it matters.** It is a slip of typing; names with it are not found by search.
//! **Example.** 违反违反长期护理保险相关规定; 城乡居居民

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::stretches;
use super::{Check, Run};
use crate::finding::Finding;
use crate::tables::facets::Facets;
use crate::text::is_han;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) const CHECK: Check = Check { code: "word-repeated", version: 2, run: Run::Document(run) };

/// The words that are looked for by themselves, in characters. One character twice is often right (在职职工, 财政政策): it is a slip only where the
/// document has the same words with one of them, and more often so, or where it stands within a word of the vocabulary.
const WORD: std::ops::RangeInclusive<usize> = 2..=8;

/// The most words of one line that stand twice by slips of typing.
const MOST: usize = 3;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let lawful: Vec<&str> = scope.tables.words.meets().collect();
    let stretches = stretches(scope);
    let slips = slips(stretches.iter().map(|stretch| stretch.text));
    for (stretch, slips) in stretches.iter().zip(slips) {
        let mut found = repeated(stretch.text);
        found.extend(slips);
        found.extend(within_known_words(stretch.text, &scope.tables.facets));
        found.sort_by_key(|range| range.start);
        found.dedup();
        let mut found: Vec<_> = found.into_iter().filter(|range| !is_lawful(stretch.text, range, &lawful)).collect();
        // Where every word stands twice, the line was doubled when it was copied; that is told once.
        if found.len() > MOST {
            found.truncate(1);
        }
        if found.is_empty() {
            outcome.pass();
        }
        for range in found {
            let whole = stretch.text.get(range.clone()).unwrap_or_default();
            let word = whole.get(..whole.len() / 2).unwrap_or_default();
            outcome.fail(stretch.about(word_repeated(word), range, scope));
        }
    }
    outcome
}

/// The bytes of every word with its repetition; of overlapping ones the first and longest.
fn repeated(text: &str) -> Vec<Range<usize>> {
    if !may_repeat(&text.chars().collect::<Vec<_>>()) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let length = WORD.rev().find(|length| stands_twice(&chars, index, *length));
        if let Some(length) = length {
            found.push(byte(index)..byte(index + 2 * length));
        }
        index += length.map_or(1, |length| 2 * length);
    }
    found
}

/// Whether as many Chinese characters as a word has come again right behind them anywhere: nearly no text has them.
fn may_repeat(chars: &[char]) -> bool {
    WORD.into_iter().any(|length| {
        let mut run = 0;
        chars.iter().zip(chars.iter().skip(length)).any(|(c, again)| {
            run = if c == again && is_han(*c) { run + 1 } else { 0 };
            run == length
        })
    })
}

/// For every text the characters that stand twice by a slip: the two words on each side of them stand in the texts with one of them, more often than with
/// two. Fewer words around them would meet by chance, as 学生生活 and 学生活动 do.
fn slips<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Vec<Vec<Range<usize>>> {
    let doubled = |text: &'t str| {
        let chars = if has_twice(text) { bounded(text) } else { Vec::new() };
        let around = |window: &[(usize, char)]| match window {
            [(_, a), (_, before), (start, c), (_, again), (end, after), (_, z)]
                if c == again && before != c && after != c && [*before, *c, *after].into_iter().all(is_word) =>
            {
                Some(([*a, *before, *c, *after, *z], *start..*end))
            }
            _ => None,
        };
        chars.windows(6).filter_map(around).collect::<Vec<_>>()
    };
    let found: Vec<_> = texts.clone().map(doubled).collect();
    let mut twice: BTreeMap<[char; 5], usize> = BTreeMap::new();
    for (words, _) in found.iter().flatten() {
        *twice.entry(*words).or_default() += 1;
    }
    let mut once: BTreeMap<[char; 5], usize> = BTreeMap::new();
    if !twice.is_empty() {
        for text in texts {
            let chars: Vec<char> = bounded(text).into_iter().map(|(_, c)| c).collect();
            let words = chars.windows(5).filter_map(|window| <[char; 5]>::try_from(window).ok()).filter(|words| twice.contains_key(words));
            words.for_each(|words| *once.entry(words).or_default() += 1);
        }
    }
    let is_slip = |words: &[char; 5]| once.get(words) > twice.get(words);
    found.into_iter().map(|found| found.into_iter().filter(|(words, _)| is_slip(words)).map(|(_, range)| range).collect()).collect()
}

/// The characters that stand twice within a long word of the vocabulary of services: 城乡居居民, whose 居 stands between the characters of 城乡居民.
fn within_known_words(text: &str, facets: &Facets) -> Vec<Range<usize>> {
    const LONG: usize = 4;
    /// No word is longer, in characters.
    const FAR: usize = 24;
    let chars = if has_twice(text) { bounded(text) } else { Vec::new() };
    let doubled = chars.windows(4).filter_map(|window| match window {
        [(_, before), (start, c), (_, again), (end, after)] if c == again && before != c && after != c => Some((*start..*end, *c)),
        _ => None,
    });
    let is_slip = |(range, c): &(Range<usize>, char)| {
        let (Some(before), Some(behind)) = (text.get(..range.start), text.get(range.end..)) else { return false };
        let before = before.char_indices().rev().nth(FAR).and_then(|(at, _)| before.get(at..)).unwrap_or(before);
        let behind = behind.char_indices().nth(FAR).and_then(|(at, _)| behind.get(..at)).unwrap_or(behind);
        let once = format!("{before}{c}{behind}");
        let around = |word: &Range<usize>| word.start < before.len() && word.end > before.len() + c.len_utf8();
        let is_long = |word: &Range<usize>| once.get(word.clone()).is_some_and(|word| word.chars().count() >= LONG);
        is_word(*c) && facets.words_in(&once).iter().any(|(word, _)| around(word) && is_long(word))
    };
    doubled.filter(is_slip).map(|(range, _)| range).collect()
}

/// Whether any character of `text` that may be one of a word stands twice in a row: in most texts none does.
fn has_twice(text: &str) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|(c, next)| c == next && is_word(c))
}

/// The characters of `text` and where they begin, with a mark at either end: a text that begins with a word is like no other text.
fn bounded(text: &str) -> Vec<(usize, char)> {
    const EDGE: char = '\u{3}';
    std::iter::once((0, EDGE)).chain(text.char_indices()).chain([(text.len(), EDGE)]).collect()
}

/// Whether a word of `length` Chinese characters stands twice at `index`. 等等等等 is one character many times, and no word.
fn stands_twice(chars: &[(usize, char)], index: usize, length: usize) -> bool {
    let word = chars.get(index..index + length).unwrap_or_default();
    let again = chars.get(index + length..index + 2 * length).unwrap_or_default();
    let same = || word.iter().zip(again).all(|((_, a), (_, b))| a == b);
    let mixed = || word.iter().any(|(_, c)| Some(c) != word.first().map(|(_, first)| first));
    word.len() == length && again.len() == length && same() && mixed() && word.iter().all(|(_, c)| is_word(*c))
}

/// Chinese characters but numerals: 一户一户 is no slip.
fn is_word(c: char) -> bool {
    is_han(c) && crate::text::number(c.encode_utf8(&mut [0; 4])).is_none()
}

/// Whether a word that rightly meets itself covers the repetition.
fn is_lawful(text: &str, range: &Range<usize>, lawful: &[&str]) -> bool {
    let covers = |word: &str| text.match_indices(word).any(|(at, word)| at <= range.start && range.end <= at + word.len());
    lawful.iter().any(|word| covers(word))
}

fn word_repeated(word: &str) -> Finding {
    Finding::new("word-repeated").with("word", word).expected(word).actual(format!("{word}{word}"))
}

#[cfg(test)]
mod tests {
    use super::{repeated, slips};
    use crate::check::sample::said;

    #[test]
    fn words_that_stand_twice() {
        for (text, expected) in [
            ("对机构违反违反规定的处罚", vec!["违反违反"]),
            ("基本医疗保险基本医疗保险登记", vec!["基本医疗保险基本医疗保险"]),
            ("在职职工、慢特病病种、等等等等", vec![]),
            ("参保单位参保信息查询", vec![]),
            ("单位参保登记\t单位参保登记", vec![]),
            ("20202020、一户一户地、二十二十", vec![]),
        ] {
            let found: Vec<&str> = repeated(text).into_iter().map(|range| text.get(range).unwrap()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn one_character_twice_is_a_slip_where_the_document_says_so() {
        let texts = ["城乡居居民参保登记", "城乡居民参保登记", "城乡居民参保信息变更", "财政政策、在职职工、医保局局长"];
        let found: Vec<&str> = texts
            .iter()
            .zip(slips(texts.into_iter()))
            .flat_map(|(text, ranges)| ranges.into_iter().map(|range| text.get(range).unwrap()))
            .collect();
        assert_eq!(found, ["居居"]);
        assert!(slips(["城乡居居民参保登记"].into_iter()).concat().is_empty(), "nothing says that it is one");
        let met = ["该单位位于本市", "各单位于每月", "各单位于年底", "困难学生生活补贴", "困难学生活动费", "困难学生活动中心"];
        assert!(slips(met.into_iter()).concat().is_empty(), "words that rightly meet");
        assert!(slips(["天天", "哈哈哈哈", "一一"].into_iter()).concat().is_empty());
    }

    #[test]
    fn a_word_that_stands_twice_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t处罚\t对违反违反规定的处罚\t指南\n2\t处罚\t对违反规定的处罚\t指南\n";
        assert_eq!(said(&[text], "word-repeated"), ["2: `违反` stands twice in a row"]);
    }
}
