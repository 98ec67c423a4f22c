//! fields/memo: each distinct text of a document is read once. What is read are ranges of the text; their places are those of the cell at hand.

use super::access::{self, Way};
use super::channel::{self, Listed};
use super::deadline::{self, Limit};
use super::list::{self, List};
use super::phone::{self, Phones};
use crate::evidence::{At, Cell, Places, Text};
use crate::finding::{Finding, Staged};
use crate::item::Citation;
use crate::tables::Tables;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

/// What the texts of one document were read as. Nothing is listed from here, so the order of its maps shows nowhere.
#[derive(Default)]
pub(super) struct Memo {
    lists: HashMap<Text, Rc<List>>,
    parts: HashMap<Text, Rc<Vec<Range<usize>>>>,
    limits: HashMap<(Text, Text), Rc<Vec<Limit>>>,
    channels: HashMap<Text, Rc<Vec<Listed>>>,
    phones: HashMap<(Text, Text), Rc<Phones>>,
    ways: HashMap<Text, Rc<Vec<Way>>>,
    citations: HashMap<(Text, Text), Read>,
}

/// Citations, and the place of the cell they were read from.
type Read = (At, Rc<Staged<Vec<Citation>>>);

impl Memo {
    /// The list in `text`.
    pub(super) fn list(&mut self, text: &Text) -> Rc<List> {
        once(&mut self.lists, text.clone(), || list::list(text))
    }

    /// The elements of `text`, which has no numbered list.
    pub(super) fn unnumbered(&mut self, text: &Text, tables: &Tables) -> Rc<Vec<Range<usize>>> {
        once(&mut self.parts, text.clone(), || list::unnumbered(text, tables))
    }

    /// The limits in `text` under `label`.
    pub(super) fn limits(&mut self, text: &Text, label: &Text, tables: &Tables) -> Rc<Vec<Limit>> {
        once(&mut self.limits, (text.clone(), label.clone()), || deadline::read(text, label, tables))
    }

    /// The channels in `text`.
    pub(super) fn channels(&mut self, text: &Text, tables: &Tables) -> Rc<Vec<Listed>> {
        once(&mut self.channels, text.clone(), || channel::read(text, tables))
    }

    /// The telephone numbers in `text` under `label`.
    pub(super) fn phones(&mut self, text: &Text, label: &Text, tables: &Tables) -> Rc<Phones> {
        once(&mut self.phones, (text.clone(), label.clone()), || phone::read(text, label, tables))
    }

    /// The ways to reach a service in `text`.
    pub(super) fn ways(&mut self, text: &Text, tables: &Tables) -> Rc<Vec<Way>> {
        once(&mut self.ways, text.clone(), || access::read(text, tables))
    }

    /// The citations of `cell`, which `read` reads where its text was not met before.
    pub(super) fn citations(&mut self, cell: &Cell, read: impl FnOnce() -> Staged<Vec<Citation>>) -> Staged<Vec<Citation>> {
        // A cell of several lines has a place for each, which may stand otherwise in another cell of that text.
        let [at] = cell.at.as_slice() else { return read() };
        let key = (cell.passage.raw.clone(), cell.passage.text.clone());
        let (from, known) = self.citations.entry(key).or_insert_with(|| (*at, Rc::new(read())));
        moved(known, *from, *at)
    }
}

fn once<K: Eq + Hash, T>(known: &mut HashMap<K, Rc<T>>, key: K, read: impl FnOnce() -> T) -> Rc<T> {
    known.entry(key).or_insert_with(|| Rc::new(read())).clone()
}

/// What was read of a cell at `from`, as read of a cell with the same text at `to`.
fn moved(read: &Staged<Vec<Citation>>, from: At, to: At) -> Staged<Vec<Citation>> {
    let place = |at: &At| match (*at, from, to) {
        (At::Text { from: own, to: end, .. }, At::Text { from: first, .. }, At::Text { line, from: start, .. }) => {
            At::Text { line, from: start + own - first, to: start + end - first }
        }
        _ => to,
    };
    let places = |at: &Places| at.iter().map(place).collect::<Places>();
    let citation = |citation: &Citation| {
        let mut citation = citation.clone();
        citation.title.at = places(&citation.title.at);
        citation.at = places(&citation.at);
        citation
    };
    let finding = |finding: &Finding| {
        let mut finding = finding.clone();
        finding.evidence.iter_mut().for_each(|evidence| evidence.at = place(&evidence.at));
        finding
    };
    Staged { output: read.output.iter().map(citation).collect(), findings: read.findings.iter().map(finding).collect() }
}
