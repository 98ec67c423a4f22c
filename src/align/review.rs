//! align/review: what of a dataset is worth a person's time, most useful first.

use super::decisions::{METHOD, contradicting, judged_texts, other_side, shown};
use super::{Alignment, Dataset, ItemRef, UNDECIDED, pairs};
use crate::evidence::Text;
use crate::tables::Tables;
use crate::tables::decisions::{Decided, Decision, Decisions};
use crate::text::fold;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A question to a person: are these items that service, or the same as that item?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The items it touches, which all read the same.
    pub items: Vec<Asked>,
    /// The item with its headings.
    pub item: String,
    /// Id of the service, or of the other item.
    pub with: String,
    /// The service with its category, or the other item with its headings.
    pub other: String,
    /// What was found, read *item relation service*.
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
    /// Its id.
    pub id: String,
    /// Path of its document.
    pub source: String,
    /// The hash of the texts shown, which the decision will name.
    pub judged: String,
}

/// What is proposed below this score is not worth asking.
const LEAST: u8 = 25;
/// What is asserted by characters alone below this score is asked.
const SURE: u8 = 50;

/// The questions of `dataset`: contradictions, then what touches most items, then what is least certain.
pub fn questions(dataset: &Dataset, tables: &Tables) -> Vec<Question> {
    let mut found: BTreeMap<(String, String), Question> = BTreeMap::new();
    for alignment in dataset.alignments.iter().filter(|alignment| is_open(alignment)) {
        let Some(concept) = alignment.concept.and_then(|concept| dataset.concepts.get(concept as usize)) else { continue };
        let category = concept.category.as_deref().map(|category| format!("{category} / ")).unwrap_or_default();
        let other = Other { id: &concept.id, judged: &concept.name, shown: format!("{category}{}", concept.name) };
        if let Some(question) = entry(&mut found, dataset, alignment.item, other) {
            question.relation = alignment.relation.map_or("none", |relation| relation.key());
            question.contradiction |= alignment.method.as_str() == UNDECIDED;
            (question.score, question.reasons) = (alignment.score, alignment.reasons.clone());
        }
    }
    for pair in pairs(dataset, tables) {
        let Some((_, with)) = dataset.item(pair.b) else { continue };
        let text = shown(with);
        let other = Other { id: &with.id, judged: &text, shown: text.clone() };
        if let Some(question) = entry(&mut found, dataset, pair.a, other) {
            (question.relation, question.score) = ("close", pair.score);
            question.reasons = vec![format!("characters and words alike: 0.{:02}; both stand alone", pair.score).into()];
        }
    }
    let mut questions: Vec<Question> = found.into_values().collect();
    questions.sort_by(|a, b| order(a).cmp(&order(b)));
    questions
}

/// The decisions that contradict each other in a dataset to which they were applied, to be decided again.
pub fn contradictions(dataset: &Dataset, decisions: &Decisions) -> Vec<Question> {
    let again = |group: Vec<(&Decision, ItemRef)>| {
        let reasons: Vec<Text> = group.iter().map(|(decision, _)| said(decision).into()).collect();
        let ask = |(decision, reference): &(&Decision, ItemRef)| {
            let (document, item) = dataset.item(*reference)?;
            let asked = Asked { id: decision.item.clone(), source: document.source.path.to_string(), judged: decision.judged.clone() };
            Some(Question {
                items: vec![asked],
                item: shown(item),
                with: decision.with.clone(),
                other: other_side(decision, dataset)?,
                relation: if decision.verdict == Decided::Same { "exact" } else { "none" },
                score: 100,
                contradiction: true,
                reasons: reasons.clone(),
            })
        };
        group.iter().filter_map(ask).collect::<Vec<_>>()
    };
    contradicting(decisions, dataset).into_iter().flat_map(again).collect()
}

fn said(decision: &Decision) -> String {
    let Decision { verdict, item, with, by, when, why, .. } = decision;
    format!("{item} and {with} are decided to be {}, by {by} ({when}): {why}", verdict.key())
}

/// The other side of a question.
struct Other<'a> {
    id: &'a str,
    /// The text that the hash is made of.
    judged: &'a str,
    shown: String,
}

/// The question about items that read as this one does; new where there is none.
fn entry<'a>(
    found: &'a mut BTreeMap<(String, String), Question>,
    dataset: &Dataset,
    reference: ItemRef,
    other: Other,
) -> Option<&'a mut Question> {
    let (document, item) = dataset.item(reference)?;
    let text = shown(item);
    let asked = Asked { id: item.id.to_string(), source: document.source.path.to_string(), judged: judged_texts(item, other.judged) };
    let question = found.entry((fold(&text), other.id.to_owned())).or_insert_with(|| Question {
        items: Vec::new(),
        item: text,
        with: other.id.to_owned(),
        other: other.shown,
        relation: "none",
        score: 0,
        contradiction: false,
        reasons: Vec::new(),
    });
    question.items.push(asked);
    Some(question)
}

fn is_open(alignment: &Alignment) -> bool {
    let is_decided = alignment.method.as_str() == METHOD;
    let by_characters = alignment.method.as_str() == "characters";
    let is_uncertain = if alignment.asserted { by_characters && alignment.score < SURE } else { alignment.score >= LEAST };
    !is_decided && is_uncertain
}

fn order(question: &Question) -> (bool, Reverse<usize>, u8, &str, &str) {
    (!question.contradiction, Reverse(question.items.len()), question.score.abs_diff(SURE), &question.item, &question.with)
}
