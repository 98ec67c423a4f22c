//! fields/memo: each distinct text of a document is read once. What is read are ranges of the text; their places are those of the cell at hand.

use super::access::{self, Way};
use super::channel::{self, Listed};
use super::deadline::{self, Limit};
use super::elements;
use super::list::{self, List};
use super::phone::{self, Phones};
use crate::evidence::Text;
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
}

impl Memo {
    /// The list in `text`.
    pub(super) fn list(&mut self, text: &Text) -> Rc<List> {
        once(&mut self.lists, text.clone(), || list::list(text))
    }

    /// The elements of `text`, which has no numbered list.
    pub(super) fn unnumbered(&mut self, text: &Text, tables: &Tables) -> Rc<Vec<Range<usize>>> {
        once(&mut self.parts, text.clone(), || elements::unnumbered(text, tables))
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
}

fn once<K: Eq + Hash, T>(known: &mut HashMap<K, Rc<T>>, key: K, read: impl FnOnce() -> T) -> Rc<T> {
    known.entry(key).or_insert_with(|| Rc::new(read())).clone()
}
