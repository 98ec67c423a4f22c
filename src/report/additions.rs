//! report/additions: what each document has that no list names, with the reasons that alignment gives.

use super::excerpt;
use super::gap::Both;
use super::matrix::{concept, is_exactly, lists};
use crate::align::{Alignment, Dataset, ItemRef};
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::report::ReportWords;
use serde::Serialize;
use std::collections::BTreeMap;

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
    pub(super) primary_item: Option<String>,
    pub(super) items: Vec<Addition>,
}

/// An item that is exactly no service of a list.
#[derive(Debug, Serialize)]
pub(super) struct Addition {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: Option<String>,
    /// The service nearest to it, where one is near.
    pub(super) nearest: Option<Nearest>,
    pub(super) reasons: Vec<Both>,
}

/// A service that an item has to do with.
#[derive(Debug, Serialize)]
pub(super) struct Nearest {
    pub(super) relation: &'static str,
    pub(super) concept: String,
    pub(super) name: String,
}

/// What each document has that no list names.
pub(super) fn additions(dataset: &Dataset, words: &ReportWords) -> Vec<Additions> {
    let lists = lists(dataset);
    let mut by_item: BTreeMap<ItemRef, Vec<&Alignment>> = BTreeMap::new();
    for alignment in &dataset.alignments {
        by_item.entry(alignment.item).or_default().push(alignment);
    }
    let documents = dataset.documents.iter().enumerate().zip(&lists);
    documents
        .map(|((index, document), lists)| {
            let alignments =
                |item: usize| by_item.get(&ItemRef { document: index as u32, item: item as u32 }).map_or(&[][..], Vec::as_slice);
            Additions {
                source: document.source.id.to_string(),
                lists: lists.iter().map(ToString::to_string).collect(),
                groups: addition_groups(dataset, document, alignments, words),
            }
        })
        .collect()
}

fn addition_groups<'a>(
    dataset: &Dataset,
    document: &DocumentResult,
    alignments: impl Fn(usize) -> &'a [&'a Alignment],
    words: &ReportWords,
) -> Vec<AdditionGroup> {
    let mut order: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut groups: Vec<AdditionGroup> = Vec::new();
    for (index, item) in document.items.iter().enumerate() {
        let alignments = alignments(index);
        if alignments.iter().any(|alignment| is_exactly(alignment) && is_listed(dataset, alignment)) {
            continue;
        }
        let primary = item.primary_item.value.as_deref();
        let at = *order.entry(primary).or_insert(groups.len());
        if at == groups.len() {
            groups.push(AdditionGroup { primary_item: primary.map(ToOwned::to_owned), items: Vec::new() });
        }
        if let Some(group) = groups.get_mut(at) {
            group.items.push(addition(dataset, document, item, alignments, words));
        }
    }
    groups
}

fn addition(dataset: &Dataset, document: &DocumentResult, item: &Item, alignments: &[&Alignment], words: &ReportWords) -> Addition {
    let nearest = alignments.iter().filter(|alignment| is_listed(dataset, alignment)).min_by_key(|alignment| alignment.relation);
    let reasons = nearest.or_else(|| alignments.first()).map_or(&[][..], |alignment| &alignment.reasons);
    let nearest = nearest.and_then(|alignment| {
        let concept = concept(dataset, alignment)?;
        Some(Nearest { relation: alignment.relation?.key(), concept: concept.id.to_string(), name: concept.name.to_string() })
    });
    Addition {
        id: item.id.to_string(),
        name: item.title().to_owned(),
        place: item.name.at.first().map(|at| excerpt::place(document, *at)),
        nearest,
        reasons: reasons.iter().map(|reason| words.reason(reason).into()).collect(),
    }
}

fn is_listed(dataset: &Dataset, alignment: &Alignment) -> bool {
    concept(dataset, alignment).is_some_and(|concept| concept.list.is_some())
}
