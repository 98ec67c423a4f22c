//! align: items of all documents to a dataset in which the same service of different places has one concept.

mod among;

use crate::evidence::Text;
use crate::finding::Staged;
use crate::item::{Item, Nature};
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::services::{List, Named, Service};
use crate::text::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// All documents, and which of their items are the same service.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// In path order.
    pub documents: Vec<DocumentResult>,
    /// Services of the lists in use, then services found among places.
    pub concepts: Vec<Concept>,
    /// One or more for every item, in the order of documents and items.
    pub alignments: Vec<Alignment>,
    /// "Today" (`YYYY-MM-DD`), an input.
    pub as_of: Option<Text>,
}

/// A service as such, whatever place offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Code of its list (`medical-insurance/02`), or a hash for one that is on no list.
    pub id: Text,
    /// Its name.
    pub name: Text,
    /// The category of the list.
    pub category: Option<Text>,
    /// The list; `None` for services found among places.
    pub list: Option<Text>,
    /// Items that are exactly it.
    pub members: Vec<ItemRef>,
}

/// An item by its place in the dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// Index of the document.
    pub document: u32,
    /// Index of the item in it.
    pub item: u32,
}

/// How an item stands to a concept, read *item relation concept* as in SKOS.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// The item.
    pub item: ItemRef,
    /// Index in [`Dataset::concepts`]; `None` where it stands to none, for the reasons given.
    pub concept: Option<u32>,
    /// The relation; `None` without a concept.
    pub relation: Option<Relation>,
    /// Whether we stand by it, or only propose it.
    pub asserted: bool,
    /// In hundredths.
    pub score: u8,
    /// The rule that made it.
    pub method: Text,
    /// Why, in words.
    pub reasons: Vec<Text>,
}

/// SKOS mapping relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The concept is broader.
    Broader,
    /// The concept is narrower.
    Narrower,
    /// They have to do with each other.
    Related,
}

impl Relation {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            Relation::Exact => "exact",
            Relation::Close => "close",
            Relation::Broader => "broader",
            Relation::Narrower => "narrower",
            Relation::Related => "related",
        }
    }
}

impl Dataset {
    /// The document and the item that `reference` names.
    pub fn item(&self, reference: ItemRef) -> Option<(&DocumentResult, &Item)> {
        let document = self.documents.get(reference.document as usize)?;
        Some((document, document.items.get(reference.item as usize)?))
    }
}

/// Aligns the items of all documents: to the list of their domain by name; what is on no list, among documents by equal names.
pub fn align(documents: Vec<DocumentResult>, tables: &Tables, as_of: Option<Text>) -> Staged<Dataset> {
    let mut dataset = Dataset { concepts: listed(&documents, tables), documents, alignments: Vec::new(), as_of };
    let lists: BTreeMap<Text, usize> = (0..).zip(tables.services.lists()).map(|(index, list)| (list.id.clone(), index)).collect();
    let mut first: BTreeMap<Text, u32> = BTreeMap::new();
    for (at, concept) in (0u32..).zip(&dataset.concepts) {
        if let Some(list) = &concept.list {
            first.entry(list.clone()).or_insert(at);
        }
    }
    let mut on_no_list = Vec::new();
    let mut alignments = Vec::new();
    for (reference, document, item) in items(&dataset.documents) {
        let list = document.source.domain.as_ref().and_then(|domain| Some((*lists.get(domain)?, *first.get(domain)?)));
        let to_list = list.map(|list| to_list(reference, item, list, tables)).unwrap_or_default();
        if to_list.is_empty() {
            on_no_list.push(reference);
        }
        alignments.extend(to_list);
    }
    alignments.extend(among::places(&on_no_list, &mut dataset, tables));
    alignments.sort_by_key(|alignment| (alignment.item, alignment.concept));
    for alignment in alignments.iter().filter(|alignment| alignment.asserted && alignment.relation == Some(Relation::Exact)) {
        if let Some(concept) = alignment.concept.and_then(|concept| dataset.concepts.get_mut(concept as usize)) {
            concept.members.push(alignment.item);
        }
    }
    dataset.alignments = alignments;
    Staged::quiet(dataset)
}

/// Every item with its document, in order.
pub(crate) fn items(documents: &[DocumentResult]) -> impl Iterator<Item = (ItemRef, &DocumentResult, &Item)> {
    (0u32..)
        .zip(documents)
        .flat_map(|(document, result)| (0u32..).zip(&result.items).map(move |(item, of)| (ItemRef { document, item }, result, of)))
}

/// The concepts of every list that a document's domain uses.
fn listed(documents: &[DocumentResult], tables: &Tables) -> Vec<Concept> {
    let used: BTreeSet<&Text> = documents.iter().filter_map(|document| document.source.domain.as_ref()).collect();
    let lists = tables.services.lists().iter().filter(|list| used.contains(&list.id));
    let concept = |list: &List, service: &Service| Concept {
        id: service.code.clone(),
        name: service.name.clone(),
        category: Some(service.category.clone()),
        list: Some(list.id.clone()),
        members: Vec::new(),
    };
    lists.flat_map(|list| list.services.iter().map(move |service| concept(list, service))).collect()
}

/// What the name of `item` says of services of its list; only a service can be one of them.
fn to_list(reference: ItemRef, item: &Item, (list, first): (usize, u32), tables: &Tables) -> Vec<Alignment> {
    let of = tables.services.lists().get(list);
    let (Some(of), true, true) = (of, item.nature == Nature::Service, item.name.value.is_some()) else { return Vec::new() };
    let align = |named: &Named| {
        let service = of.services.get(named.service)?;
        let (score, method, reason) = match (named.own, fold(item.title()) == fold(&service.name)) {
            (true, true) => (100, "equal-name", format!("same name: {}", service.name)),
            (true, false) => {
                (95, "equal-name-after-inheriting", format!("same name once the scheme is inherited from the document: {}", service.name))
            }
            (false, _) => (
                90,
                "alias",
                format!("{} is entered in the table of services as another name, {} {}", item.title(), named.relation.key(), service.name),
            ),
        };
        Some(Alignment {
            item: reference,
            concept: Some(first + named.service as u32),
            relation: Some(named.relation),
            asserted: true,
            score,
            method: method.into(),
            reasons: vec![reason.into()],
        })
    };
    tables.services.named(list, item.title()).iter().filter_map(align).collect()
}
