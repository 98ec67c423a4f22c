//! structure/stream/elements: the elements of contents that a document names, so that they are told where nothing stands between cells.

use crate::decode::Block;
use crate::tables::Tables;
use crate::text::fold;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// What stands between the entries of a list: a sign, or the number of the next one.
static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{1,2}[.．]|[、；;]").ok());
/// The numbers with which a list begins.
const BEGINS: [&str; 2] = ["1.", "1．"];
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
    /// Whether `text` is one of them, or a known one.
    pub(in crate::structure) fn is_element(&self, text: &str, tables: &Tables) -> bool {
        tables.words.is_element(text) || !self.0.is_empty() && self.0.contains(&fold(text))
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
        Elements { tables, learnt: Learnt(Arc::new(learnt)) }
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
        if is_entry(part) && !BEGINS.contains(&next.as_str()) {
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

fn is_entry(part: &str) -> bool {
    (2..=LONGEST).contains(&part.chars().count()) && part.chars().all(crate::text::is_han)
}
