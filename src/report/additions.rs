//! report/additions: what each document has that no list names, with the reasons that alignment gives.

use super::excerpt;
use super::gap::Both;
use super::matrix::{concept, is_exactly, lists};
use crate::align::{Alignment, Dataset, ItemRef};
use crate::evidence::Text;
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::report::ReportWords;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// What one document has that no list names.
#[derive(Debug, Serialize)]
pub(super) struct Additions {
    pub(super) source: String,
    /// The lists it was compared with; empty where there is none for its domain.
    pub(super) lists: Vec<String>,
    pub(super) groups: Vec<AdditionGroup>,
}

/// Items under one primary item.
#[derive(Debug, Serialize)]
pub(super) struct AdditionGroup {
    pub(super) primary_item: Option<Text>,
    pub(super) items: Vec<Addition>,
}

/// An item that is exactly no service of a list.
#[derive(Debug, Serialize)]
pub(super) struct Addition {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) place: Option<Text>,
    /// The service nearest to it, where one is near.
    pub(super) nearest: Option<Nearest>,
    pub(super) reasons: Vec<Both>,
}

/// A service that an item has to do with.
#[derive(Debug, Serialize)]
pub(super) struct Nearest {
    pub(super) relation: &'static str,
    pub(super) concept: Text,
    pub(super) name: Text,
}

/// What each document has that no list names.
pub(super) fn additions(dataset: &Dataset, words: &ReportWords) -> Vec<Additions> {
    let lists = lists(dataset);
    let mut by_item: BTreeMap<ItemRef, Vec<&Alignment>> = BTreeMap::new();
    for alignment in &dataset.alignments {
        by_item.entry(alignment.item).or_default().push(alignment);
    }
    let documents = dataset.documents.iter().enumerate().zip(&lists);
    let mut reader = Reader { dataset, words, said: HashMap::new() };
    documents
        .map(|((index, document), lists)| {
            let alignments =
                |item: usize| by_item.get(&ItemRef { document: index as u32, item: item as u32 }).map_or(&[][..], Vec::as_slice);
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
    fn groups(&mut self, document: &DocumentResult, alignments: impl Fn(usize) -> &'a [&'a Alignment]) -> Vec<AdditionGroup> {
        let mut order: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let mut groups: Vec<AdditionGroup> = Vec::new();
        for (index, item) in document.items.iter().enumerate() {
            let alignments = alignments(index);
            if alignments.iter().any(|alignment| is_exactly(alignment) && is_listed(self.dataset, alignment)) {
                continue;
            }
            let primary = &item.primary_item.value;
            let at = *order.entry(primary.as_deref()).or_insert(groups.len());
            if at == groups.len() {
                groups.push(AdditionGroup { primary_item: primary.clone(), items: Vec::new() });
            }
            if let Some(group) = groups.get_mut(at) {
                group.items.push(self.addition(document, item, alignments));
            }
        }
        groups
    }

    fn addition(&mut self, document: &DocumentResult, item: &Item, alignments: &[&'a Alignment]) -> Addition {
        let nearest = alignments.iter().filter(|alignment| is_listed(self.dataset, alignment)).min_by_key(|alignment| alignment.relation);
        let reasons = nearest.or_else(|| alignments.first()).map_or(&[][..], |alignment| &alignment.reasons);
        let nearest = nearest.and_then(|alignment| {
            let concept = concept(self.dataset, alignment)?;
            Some(Nearest { relation: alignment.relation?.key(), concept: concept.id.clone(), name: concept.name.clone() })
        });
        Addition {
            id: item.id.clone(),
            name: item.name.value.clone().unwrap_or_else(|| "".into()),
            place: item.name.at.first().map(|at| excerpt::place(document, *at).into()),
            nearest,
            reasons: reasons.iter().map(|reason| self.say(reason)).collect(),
        }
    }

    fn say(&mut self, reason: &'a str) -> Both {
        self.said.entry(reason).or_insert_with(|| self.words.reason(reason).into()).clone()
    }
}

fn is_listed(dataset: &Dataset, alignment: &Alignment) -> bool {
    concept(dataset, alignment).is_some_and(|concept| concept.list.is_some())
}
