//! fields/memo: each distinct text is read once, over all documents; what this one has is at hand. What is read are ranges of the text; their places are
//! those of the cell at hand.

use super::access::{self, Way};
use super::channel::{self, Listed};
use super::deadline::{self, Limit};
use super::elements;
use super::list::{self, List};
use super::phone::{self, Phones};
use super::publisher;
use crate::evidence::Text;
use crate::item::Publisher;
use crate::tables::Tables;
use crate::tables::known::Reading;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

type HashMap<K, V> = std::collections::HashMap<K, V, ahash::RandomState>;

/// What the texts of one document were read as. Nothing is listed from here, so the order of its maps shows nowhere.
#[derive(Default)]
pub(super) struct Memo {
    lists: HashMap<Text, Arc<List>>,
    parts: HashMap<Text, Arc<Vec<Range<usize>>>>,
    limits: HashMap<(Text, Text), Arc<Vec<Limit>>>,
    channels: HashMap<Text, Arc<Vec<Listed>>>,
    phones: HashMap<(Text, Text), Arc<Phones>>,
    ways: HashMap<Text, Arc<Vec<Way>>>,
    publishers: HashMap<Text, Arc<Publisher>>,
}

impl Memo {
    /// The list in `text`.
    pub(super) fn list(&mut self, text: &Text, tables: &Tables) -> Arc<List> {
        once(&mut self.lists, text, || tables.known.once(Reading::List, text, || list::list(text)))
    }

    /// The elements of `text`, which has no numbered list.
    pub(super) fn unnumbered(&mut self, text: &Text, tables: &Tables) -> Arc<Vec<Range<usize>>> {
        once(&mut self.parts, text, || tables.known.once(Reading::Parts, text, || elements::unnumbered(text, tables)))
    }

    /// The limits in `text` under `label`.
    pub(super) fn limits(&mut self, text: &Text, label: &Text, tables: &Tables) -> Arc<Vec<Limit>> {
        let read = || deadline::read(text, label, tables);
        labelled(&mut self.limits, text, label, |both| tables.known.once(Reading::Limits, both, read))
    }

    /// The channels in `text`.
    pub(super) fn channels(&mut self, text: &Text, tables: &Tables) -> Arc<Vec<Listed>> {
        once(&mut self.channels, text, || tables.known.once(Reading::Channels, text, || channel::read(text, tables)))
    }

    /// The telephone numbers in `text` under `label`.
    pub(super) fn phones(&mut self, text: &Text, label: &Text, tables: &Tables) -> Arc<Phones> {
        let read = || phone::read(text, label, tables);
        labelled(&mut self.phones, text, label, |both| tables.known.once(Reading::Phones, both, read))
    }

    /// The ways to reach a service in `text`.
    pub(super) fn ways(&mut self, text: &Text, tables: &Tables) -> Arc<Vec<Way>> {
        once(&mut self.ways, text, || tables.known.once(Reading::Ways, text, || access::read(text, tables)))
    }

    /// The authority that `text` names.
    pub(super) fn publisher(&mut self, text: &Text, tables: &Tables) -> Publisher {
        let read = || tables.known.once(Reading::Publisher, text, || publisher::read(text, tables));
        once(&mut self.publishers, text, read).as_ref().clone()
    }
}

/// A map with so many texts is emptied: those of a very large document need as much memory as its items.
const MOST_AT_HAND: usize = 8_192;

fn once<K: Clone + Eq + Hash, T>(here: &mut HashMap<K, Arc<T>>, key: &K, read: impl FnOnce() -> Arc<T>) -> Arc<T> {
    if let Some(known) = here.get(key) {
        return known.clone();
    }
    if here.len() >= MOST_AT_HAND {
        here.clear();
    }
    let new = read();
    here.insert(key.clone(), new.clone());
    new
}

/// As [`once`], of a text that is read otherwise under another label; `read` gets both as one text.
fn labelled<T>(here: &mut HashMap<(Text, Text), Arc<T>>, text: &Text, label: &Text, read: impl FnOnce(&str) -> Arc<T>) -> Arc<T> {
    once(here, &(text.clone(), label.clone()), || read(&format!("{label}\u{1f}{text}")))
}
