//! output/alignment: alignment.jsonl and concepts.jsonl. Renaming a field here is a change that users see.

use super::value::Hundredths;
use super::words::Relation;
use crate::align::{self, Dataset, ItemRef};
use crate::evidence::Text;
use schemars::JsonSchema;
use serde::Serialize;

/// How an item stands to a concept.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Alignment<'a> {
    /// Id of the item.
    item: &'a str,
    /// Id of the concept; null where it stands to none, for the reasons given.
    concept: Option<&'a str>,
    /// The relation; null without a concept.
    relation: Option<Relation>,
    /// Whether we stand by it, or only propose it.
    asserted: bool,
    /// How sure we are.
    score: Hundredths,
    /// The rule that made it.
    method: &'a str,
    /// Why, in words.
    reasons: Vec<&'a str>,
}

/// A service as such, whatever place offers it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Concept<'a> {
    /// Code of its list, or a hash for one that is on no list.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// The category of the list.
    category: Option<&'a str>,
    /// The list; null for services found among places.
    list: Option<&'a str>,
    /// Ids of the items that are exactly it.
    members: Vec<&'a str>,
}

/// Every alignment, in the order of documents and items.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Alignment<'_>> {
    dataset.alignments.iter().filter_map(|alignment| Alignment::new(dataset, alignment))
}

/// Every concept.
pub(super) fn concepts(dataset: &Dataset) -> impl Iterator<Item = Concept<'_>> {
    dataset.concepts.iter().map(|concept| Concept::new(dataset, concept))
}

impl<'a> Alignment<'a> {
    fn new(dataset: &'a Dataset, inner: &'a align::Alignment) -> Option<Self> {
        let concept = inner.concept.and_then(|index| dataset.concepts.get(index as usize));
        Some(Alignment {
            item: item_id(dataset, inner.item)?,
            concept: concept.map(|concept| concept.id.as_str()),
            relation: inner.relation.map(Relation::from),
            asserted: inner.asserted,
            score: Hundredths(inner.score),
            method: &inner.method,
            reasons: inner.reasons.iter().map(Text::as_str).collect(),
        })
    }
}

impl<'a> Concept<'a> {
    fn new(dataset: &'a Dataset, inner: &'a align::Concept) -> Self {
        Concept {
            id: &inner.id,
            name: &inner.name,
            category: inner.category.as_deref(),
            list: inner.list.as_deref(),
            members: inner.members.iter().filter_map(|member| item_id(dataset, *member)).collect(),
        }
    }
}

fn item_id(dataset: &Dataset, reference: ItemRef) -> Option<&str> {
    dataset.item(reference).map(|(_, item)| item.id.as_str())
}
