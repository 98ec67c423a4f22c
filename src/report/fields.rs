//! report/fields: which fields each document states, item by item counted.
//!
//! A field that is ambiguous is neither missing nor wrong: it has a count of its own.

use super::gap::Both;
use super::matrix;
use crate::align::Dataset;
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::item::{Content, Item};
use crate::result::DocumentResult;
use crate::tables::report::ReportWords;
use serde::Serialize;

/// The fields of one document.
#[derive(Debug, Serialize)]
pub(super) struct DocumentFields {
    pub(super) source: String,
    pub(super) items: usize,
    /// The fields that one looks for in a document of its kind; none where the kind is not known.
    pub(super) fields: Vec<FieldCounts>,
}

/// How many items of a document state one field.
#[derive(Debug, Serialize)]
pub(super) struct FieldCounts {
    pub(super) field: Field,
    pub(super) name: Both,
    /// Whether a document of this kind may do without it.
    pub(super) optional: bool,
    pub(super) coverage: Coverage,
    /// Items that state it, in a cell of their own, a merged one or a neighbouring one.
    pub(super) stated: usize,
    /// Items for which it follows from a rule.
    pub(super) inferred: usize,
    /// Items for which several readings fit.
    pub(super) ambiguous: usize,
    /// Items without it, although the document has the column or label.
    pub(super) missing: usize,
}

/// How a document stands to a field as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Coverage {
    /// Every item has it, and it is clear.
    Complete,
    /// Some items lack it, or it is ambiguous in some.
    Partial,
    /// The document has no such column or label.
    NoColumn,
    /// The document has no items.
    NotRead,
}

/// The fields of every document.
pub(super) fn fields(dataset: &Dataset, words: &ReportWords) -> Vec<DocumentFields> {
    let of = |document: &DocumentResult| {
        let fields = matrix::kind(document).into_iter().flat_map(|kind| words.fields_of(kind));
        DocumentFields {
            source: document.source.id.to_string(),
            items: document.items.len(),
            fields: fields.map(|(field, optional)| counts(document, field, optional, words)).collect(),
        }
    };
    dataset.documents.iter().map(of).collect()
}

impl DocumentFields {
    /// The fields that the whole document lacks although documents of its kind have them.
    pub(super) fn lacking(&self) -> impl Iterator<Item = &FieldCounts> {
        self.fields.iter().filter(|field| field.coverage == Coverage::NoColumn && !field.optional)
    }
}

fn counts(document: &DocumentResult, field: Field, optional: bool, words: &ReportWords) -> FieldCounts {
    let states: Vec<State> = document.items.iter().map(|item| state(item, field)).collect();
    let count = |wanted: fn(State) -> bool| states.iter().filter(|state| wanted(**state)).count();
    let has_column = document.headers.iter().any(|header| header.field == field) || count(|state| state != State::NoColumn) > 0;
    let (ambiguous, inferred) = (count(|state| state == State::Ambiguous), count(|state| state == State::Inferred));
    // In a guide every item has labels of its own: one that lacks a label that others have, lacks a value.
    let missing = if has_column { count(|state| matches!(state, State::Missing | State::NoColumn)) } else { 0 };
    FieldCounts {
        field,
        name: words.field(field).into(),
        optional,
        coverage: match () {
            () if states.is_empty() => Coverage::NotRead,
            () if !has_column => Coverage::NoColumn,
            () if missing + ambiguous > 0 => Coverage::Partial,
            () => Coverage::Complete,
        },
        stated: count(|state| matches!(state, State::Stated | State::Carried | State::Moved | State::Reviewed)),
        inferred,
        ambiguous,
        missing,
    }
}

/// The state of `field` in `item`; ambiguous as soon as one of its values is.
fn state(item: &Item, field: Field) -> State {
    match is_ambiguous(item, field) {
        true => State::Ambiguous,
        false => item.state(field),
    }
}

fn is_ambiguous(item: &Item, field: Field) -> bool {
    match field {
        Field::Marks => item
            .contents
            .iter()
            .map(Content::said_marks)
            .any(|marks| marks.readings.is_some() || marks.columns.iter().any(|mark| mark.state == State::Ambiguous)),
        Field::Channels => {
            item.contents.iter().flat_map(|content| content.channels.said()).any(|channel| channel.state == State::Ambiguous)
        }
        Field::Contents => item.contents.iter().any(|content| is_open(&content.text)),
        Field::LegalBasis => item.legal_basis.said().iter().any(|citation| is_open(&citation.title)),
        Field::Deadlines => item.deadlines.said().iter().any(is_open),
        Field::TimeLimits => item.guide.time_limits.iter().any(is_open),
        Field::Publisher => is_open(&item.publisher),
        Field::ServiceTarget => is_open(&item.guide.service_target),
        Field::HandlingLevels => item.guide.handling_levels.iter().any(is_open),
        Field::HandlingChannels => item.guide.online.iter().chain(&item.guide.offline).any(is_open),
        Field::Phones => item.guide.phones.iter().any(is_open),
        _ => false,
    }
}

fn is_open<T>(value: &Value<T>) -> bool {
    value.state == State::Ambiguous
}
