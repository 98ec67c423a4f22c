//! decode/html/begins: the elements with which lines begin (a bold word, the left one of two boxes): pages mark their labels by them.

use super::super::{Beginning, Kind};
use super::page::Tag;
use crate::text::{is_blank, is_han};
use std::collections::BTreeMap;

/// The longest text of an element that may be a label, in characters.
const LONGEST: usize = 20;

/// Which elements are open, and those found at the beginnings of lines.
#[derive(Default)]
pub(super) struct Begins {
    open: Vec<Open>,
    /// How many elements have opened where none was open.
    outermost: u32,
    /// The numbers of the names and classes, or places, of elements.
    kinds: BTreeMap<String, u32>,
    found: BTreeMap<usize, Vec<Beginning>>,
}

/// An open element.
struct Open {
    kind: Kind,
    /// The line in which it begins, and the byte.
    start: (usize, usize),
    /// How many elements have opened in it.
    children: u32,
}

impl Begins {
    /// Goes on with the element `tag` that opens at the byte of the line `start`.
    pub(super) fn open(&mut self, tag: &Tag, start: (usize, usize)) {
        let children = self.open.last_mut().map_or(&mut self.outermost, |above| &mut above.children);
        let place = *children;
        *children += 1;
        let kind = match tag.name {
            "dt" => Kind::Word,
            "dd" => Kind::Meaning,
            name => {
                let class = tag.element.attr("class").map(str::trim).filter(|class| !class.is_empty());
                // Without a class, the place among the elements beside it tells the left one from the right one.
                let key = class.map_or_else(|| format!("{name} {place}"), |class| format!("{name}.{class}"));
                let next = self.kinds.len() as u32;
                Kind::Other(*self.kinds.entry(key).or_insert(next))
            }
        };
        self.open.push(Open { kind, start, children: 0 });
    }

    /// The element that opened last closes. `done`: the lines that are whole; `line`: the one at hand.
    pub(super) fn close(&mut self, done: &[String], line: &str) {
        let Some(Open { kind, start: (index, from), .. }) = self.open.pop() else { return };
        let text = match done.get(index) {
            None => line,
            // The line ended with the element, or in it.
            Some(whole) if index + 1 == done.len() && line.is_empty() => whole,
            Some(_) => return,
        };
        let length = crate::text::trim(text).chars().count();
        let is_first = from == 0 && text.starts_with(is_han);
        if is_first && text.len() <= LONGEST * 4 && (2..=LONGEST).contains(&length) && !text.ends_with(is_blank) {
            self.found.entry(index).or_default().push(Beginning { kind, length: length as u32 });
        }
    }

    /// What was found so far, by the lines.
    pub(super) fn take(&mut self) -> BTreeMap<usize, Vec<Beginning>> {
        std::mem::take(&mut self.found)
    }
}
