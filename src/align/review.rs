//! align/review: what of a dataset is worth a person's time, most useful first.

use super::decisions::{METHOD, judged_texts, shown};
use super::{Alignment, Dataset, ItemRef};
use crate::evidence::Text;
use crate::text::fold;
use std::collections::BTreeMap;

/// A question to a person: are these items that service?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The items it touches, which all read the same.
    pub items: Vec<Asked>,
    /// The item with its headings.
    pub item: String,
    /// Index of the concept.
    pub concept: u32,
    /// What was found, read *item relation concept*.
    pub relation: &'static str,
    /// In hundredths.
    pub score: u8,
    /// Whether the dataset contradicts itself here.
    pub contradiction: bool,
    /// Why it was found.
    pub reasons: Vec<Text>,
}

/// An item of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub reference: ItemRef,
    /// The hash of the texts shown.
    pub judged: String,
}

/// What is proposed below this score is not worth asking.
const LEAST: u8 = 30;
/// What is asserted by characters alone below this score is asked.
const SURE: u8 = 50;

/// The questions of `dataset`: contradictions, then what touches most items, then what is least certain.
pub fn questions(dataset: &Dataset) -> Vec<Question> {
    let mut found: BTreeMap<(String, u32), Question> = BTreeMap::new();
    for alignment in dataset.alignments.iter().filter(|alignment| is_open(alignment)) {
        let (Some(concept), Some((_, item))) = (alignment.concept, dataset.item(alignment.item)) else { continue };
        let Some(name) = dataset.concepts.get(concept as usize).map(|concept| &concept.name) else { continue };
        let text = shown(item);
        let asked = Asked { reference: alignment.item, judged: judged_texts(item, name) };
        let question = found.entry((fold(&text), concept)).or_insert_with(|| Question {
            items: Vec::new(),
            item: text,
            concept,
            relation: alignment.relation.map_or("none", |relation| relation.key()),
            score: alignment.score,
            contradiction: false,
            reasons: alignment.reasons.clone(),
        });
        question.contradiction |= is_contradiction(alignment);
        question.items.push(asked);
    }
    let mut questions: Vec<Question> = found.into_values().collect();
    questions.sort_by_key(|question| {
        (!question.contradiction, std::cmp::Reverse(question.items.len()), question.score.abs_diff(SURE), question.item.clone(), question.concept)
    });
    questions
}

fn is_open(alignment: &Alignment) -> bool {
    let decided = alignment.method.as_str() == METHOD;
    let uncertain = if alignment.asserted { alignment.method.as_str() == "characters" && alignment.score < SURE } else { alignment.score >= LEAST };
    !decided && uncertain
}

/// Several services that facets cannot tell apart.
fn is_contradiction(alignment: &Alignment) -> bool {
    alignment.method.as_str() == super::UNDECIDED
}
