//! report/additions: what each document has that no list names, with the reasons that alignment gives.

use super::excerpt;
use super::gap::Both;
use super::matrix::{concept, is_exactly, lists};
use crate::align::{Alignment, Dataset, ItemRef};
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::report::ReportWords;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

/// What one document has that no list names.
#[derive(Serialize)]
pub(super) struct Additions<'a> {
    pub(super) source: String,
    /// The lists it was compared with; empty where there is none for its domain.
    pub(super) lists: Vec<String>,
    pub(super) groups: Vec<AdditionGroup<'a>>,
}

/// Items under one primary item.
#[derive(Serialize)]
pub(super) struct AdditionGroup<'a> {
    pub(super) primary_item: Option<&'a str>,
    pub(super) items: Vec<Addition<'a>>,
}

/// An item that is exactly no service of a list. There are very many of them: what they say is asked of the item when it is written.
pub(super) struct Addition<'a> {
    document: &'a DocumentResult,
    item: &'a Item,
    /// The service nearest to it, where one is near.
    pub(super) nearest: Option<Nearest<'a>>,
    pub(super) reasons: Vec<Both>,
}

/// A service that an item has to do with.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Nearest<'a> {
    pub(super) relation: &'static str,
    pub(super) concept: &'a str,
    pub(super) name: &'a str,
}

impl<'a> Addition<'a> {
    pub(super) fn id(&self) -> &'a str {
        &self.item.id
    }

    pub(super) fn name(&self) -> &'a str {
        self.item.title()
    }

    pub(super) fn place(&self) -> Option<String> {
        self.item.name.at.first().map(|at| excerpt::place(self.document, *at))
    }
}

impl Serialize for Addition<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut addition = serializer.serialize_struct("Addition", 5)?;
        addition.serialize_field("id", self.id())?;
        addition.serialize_field("name", self.name())?;
        addition.serialize_field("place", &self.place())?;
        addition.serialize_field("nearest", &self.nearest)?;
        addition.serialize_field("reasons", &self.reasons)?;
        addition.end()
    }
}

/// What each document has that no list names.
pub(super) fn additions<'a>(dataset: &'a Dataset, words: &'a ReportWords) -> Vec<Additions<'a>> {
    let lists = lists(dataset);
    let mut by_item: Vec<&Alignment> = dataset.alignments.iter().collect();
    by_item.sort_by_key(|alignment| alignment.item);
    let documents = dataset.documents.iter().enumerate().zip(&lists);
    let mut reader = Reader { dataset, words, said: HashMap::new() };
    documents
        .map(|((index, document), lists)| {
            let alignments = |item: usize| {
                let item = ItemRef { document: index as u32, item: item as u32 };
                let from = by_item.partition_point(|alignment| alignment.item < item);
                let rest = by_item.get(from..).unwrap_or_default();
                rest.chunk_by(|one, next| one.item == next.item)
                    .next()
                    .filter(|of| of.first().is_some_and(|first| first.item == item))
                    .unwrap_or_default()
            };
            Additions {
                source: document.source.id.to_string(),
                lists: lists.iter().map(ToString::to_string).collect(),
                groups: reader.groups(document, alignments),
            }
        })
        .collect()
}

/// Finds what documents have that no list names.
struct Reader<'a> {
    dataset: &'a Dataset,
    words: &'a ReportWords,
    /// Reasons in both languages, by their text: there are few for very many items.
    said: HashMap<&'a str, Both>,
}

impl<'a> Reader<'a> {
    fn groups<'b>(&mut self, document: &'a DocumentResult, alignments: impl Fn(usize) -> &'b [&'a Alignment]) -> Vec<AdditionGroup<'a>>
    where
        'a: 'b,
    {
        let mut order: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let mut groups: Vec<AdditionGroup<'a>> = Vec::new();
        for (index, item) in document.items.iter().enumerate() {
            let alignments = alignments(index);
            if alignments.iter().any(|alignment| is_exactly(alignment) && is_listed(self.dataset, alignment)) {
                continue;
            }
            let primary_item = item.primary_item.value.as_deref();
            let at = *order.entry(primary_item).or_insert(groups.len());
            if at == groups.len() {
                groups.push(AdditionGroup { primary_item, items: Vec::new() });
            }
            if let Some(group) = groups.get_mut(at) {
                group.items.push(self.addition(document, item, alignments));
            }
        }
        groups
    }

    fn addition(&mut self, document: &'a DocumentResult, item: &'a Item, alignments: &[&'a Alignment]) -> Addition<'a> {
        let nearest = alignments.iter().filter(|alignment| is_listed(self.dataset, alignment)).min_by_key(|alignment| alignment.relation);
        let reasons = nearest.or_else(|| alignments.first()).map_or(&[][..], |alignment| &alignment.reasons);
        let nearest = nearest.and_then(|alignment| {
            let concept = concept(self.dataset, alignment)?;
            Some(Nearest { relation: alignment.relation?.key(), concept: &concept.id, name: &concept.name })
        });
        Addition { document, item, nearest, reasons: reasons.iter().map(|reason| self.say(reason)).collect() }
    }

    fn say(&mut self, reason: &'a str) -> Both {
        self.said.entry(reason).or_insert_with(|| self.words.reason(reason).into()).clone()
    }
}

fn is_listed(dataset: &Dataset, alignment: &Alignment) -> bool {
    concept(dataset, alignment).is_some_and(|concept| concept.list.is_some())
}
