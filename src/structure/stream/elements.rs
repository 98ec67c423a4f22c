//! structure/stream/elements: the elements of contents that a document names, so that they are told where nothing stands between cells.

use crate::decode::Block;
use crate::tables::Tables;
use crate::text::{fold, is_han};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// What stands between the entries of a list: a sign, or the number of the next one.
static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{1,2}[.．]|[、；;]").ok());
/// The numbers with which a list begins.
const BEGINS: [&str; 2] = ["1.", "1．"];
/// Elements that are found among known ones are known ones in the next round; so many rounds at most.
const ROUNDS: usize = 4;
/// The longest element of contents, in characters.
pub(super) const LONGEST: usize = 12;

/// The known elements, and those that a document teaches.
pub(super) struct Elements<'a> {
    tables: &'a Tables,
    learnt: Learnt,
}

/// The elements that stand between the signs of lists of a document in which a known one does.
#[derive(Clone, Default)]
pub(in crate::structure) struct Learnt(Arc<BTreeSet<String>>);

impl Learnt {
    /// Whether `text` is one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold(text))
    }

    /// Whether `text` is one of them, or a known one.
    pub(in crate::structure) fn is_element(&self, text: &str, tables: &Tables) -> bool {
        tables.words.is_element(text) || self.has(text)
    }
}

impl<'a> Elements<'a> {
    /// The elements in `blocks`.
    pub(super) fn of(blocks: &[Block], tables: &'a Tables) -> Self {
        let mut learnt = BTreeSet::new();
        for block in blocks {
            if let Block::Paragraph(cell) = block {
                learn(cell.text(), tables, &mut learnt);
            }
        }
        for _ in 0..ROUNDS {
            let known = Elements { tables, learnt: Learnt(Arc::new(std::mem::take(&mut learnt))) };
            let paragraphs = blocks.iter().filter_map(|block| if let Block::Paragraph(cell) = block { Some(cell.text()) } else { None });
            let stretches = paragraphs.flat_map(|text| text.split_inclusive(|c| !is_han(c)));
            learnt = stretches.flat_map(|stretch| known.run(stretch)).map(fold).collect();
            let before = known.learnt.0.len();
            learnt.extend(known.learnt.0.iter().cloned());
            if learnt.len() == before {
                break;
            }
        }
        Elements { tables, learnt: Learnt(Arc::new(learnt)) }
    }

    /// The parts of `stretch`, to the sign behind it, if it is nothing but elements, one of them a known one: the others end as elements do, or stand between
    /// such ones in front of a number; in front of other signs the names of the next row may stand among them.
    fn run<'t>(&self, stretch: &'t str) -> Vec<&'t str> {
        const LONGEST_RUN: usize = 120;
        const SHORTEST_WORD: usize = 4;
        const LONGEST_WORD: usize = 6;
        const WORD: u32 = 1;
        const ANY_WORD: u32 = 10;
        let text = stretch.trim_end_matches(|c| !is_han(c));
        let ends_at_number = stretch.ends_with(|c: char| c.is_ascii_digit());
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).take(LONGEST_RUN + 2).collect();
        if ends.len() > LONGEST_RUN + 1 {
            return Vec::new();
        }
        // For every character: what it costs that a part ends there, where that begins, and whether it is any word.
        let mut best: Vec<Option<(u32, usize, bool)>> = vec![Some((0, 0, true))];
        for to in 1..ends.len() {
            let mut found: Option<(u32, usize, bool)> = None;
            for from in to.saturating_sub(LONGEST)..to {
                let Some((spent, _, is_any)) = best.get(from).copied().flatten() else { continue };
                let part = ends.get(from).zip(ends.get(to)).and_then(|(from, to)| text.get(*from..*to)).unwrap_or_default();
                let is_word = (SHORTEST_WORD..=LONGEST_WORD).contains(&(to - from));
                let (cost, is_any) = match () {
                    _ if self.is_element(part) => (0, false),
                    _ if is_word && self.tables.words.has_element_head(part) => (WORD, false),
                    _ if is_word && !is_any && ends_at_number && to + 1 < ends.len() => (ANY_WORD, true),
                    _ => continue,
                };
                if found.is_none_or(|(best, ..)| spent + cost < best) {
                    found = Some((spent + cost, from, is_any));
                }
            }
            best.push(found);
        }
        let (mut parts, mut to) = (Vec::new(), ends.len() - 1);
        while let Some((_, from, _)) = best.get(to).copied().flatten().filter(|_| to > 0) {
            parts.extend(ends.get(from).zip(ends.get(to)).and_then(|(from, to)| text.get(*from..*to)));
            to = from;
        }
        let is_run = to == 0 && parts.len() > 1 && parts.iter().any(|part| self.is_element(part));
        if is_run { parts } else { Vec::new() }
    }

    /// Those that the document teaches.
    pub(super) fn learnt(&self) -> Learnt {
        self.learnt.clone()
    }

    /// Whether `text` is one.
    pub(super) fn is_element(&self, text: &str) -> bool {
        self.learnt.is_element(text, self.tables)
    }

    /// Where the longest one at the start of `text` ends.
    pub(super) fn at_start(&self, text: &str) -> Option<usize> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
        ends.filter(|end| text.get(..*end).is_some_and(|begin| self.is_element(begin))).max()
    }

    /// Where the longest one at the end of `text` begins.
    pub(super) fn at_end(&self, text: &str) -> Option<usize> {
        let starts = text.char_indices().rev().map(|(at, _)| at).take(LONGEST);
        starts.filter(|at| text.get(*at..).is_some_and(|end| self.is_element(end))).min()
    }
}

/// Learns what stands between two signs of one list, of which another part is a known element.
fn learn(text: &str, tables: &Tables, learnt: &mut BTreeSet<String>) {
    let signs: Vec<_> = SIGN.as_ref().map(|sign| sign.find_iter(text).collect()).unwrap_or_default();
    let mut list: Vec<&str> = Vec::new();
    for (sign, next) in signs.iter().zip(signs.iter().skip(1)) {
        let part = text.get(sign.end()..next.start()).map(crate::text::trim).unwrap_or_default();
        // What stands in front of a list is glued to the last entry of the one before.
        let is_same_list = kind(sign.as_str()) == kind(next.as_str()) && !BEGINS.contains(&next.as_str());
        if is_entry(part) && is_same_list {
            list.push(part);
        } else {
            learn_list(&mut list, tables, learnt);
        }
    }
    learn_list(&mut list, tables, learnt);
}

fn learn_list(list: &mut Vec<&str>, tables: &Tables, learnt: &mut BTreeSet<String>) {
    if list.iter().any(|part| tables.words.is_element(part)) {
        learnt.extend(list.iter().map(|part| fold(part)));
    }
    list.clear();
}

/// The sign without its number.
fn kind(sign: &str) -> Option<char> {
    sign.chars().last()
}

fn is_entry(part: &str) -> bool {
    (2..=LONGEST).contains(&part.chars().count()) && part.chars().all(is_han)
}
