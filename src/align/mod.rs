//! align: items of all documents to a dataset in which the same service of different places has one concept.

use crate::evidence::Text;
use crate::finding::Staged;
use crate::result::DocumentResult;
use crate::tables::Tables;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    pub fn item(&self, reference: ItemRef) -> Option<(&DocumentResult, &crate::item::Item)> {
        let document = self.documents.get(reference.document as usize)?;
        Some((document, document.items.get(reference.item as usize)?))
    }
}

/// Aligns the items of all documents.
pub fn align(documents: Vec<DocumentResult>, _tables: &Tables, as_of: Option<Text>) -> Staged<Dataset> {
    Staged::quiet(Dataset { documents, concepts: Vec::new(), alignments: Vec::new(), as_of })
}
