//! report/cards: how each place stands, in a few numbers.

use super::complaints::FindingGroup;
use super::fields::{Coverage, DocumentFields};
use super::matrix::{CellState, Column, PlaceSupply};
use crate::align::Dataset;
use crate::finding::Severity;
use crate::item::{Citation, ForceVerdict, NumberVerdict, TitleVerdict};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One place.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    /// Its name; `None` for a document whose place was not found.
    pub(super) place: Option<String>,
    /// Its columns in the matrix that have a document.
    pub(super) columns: Vec<usize>,
    pub(super) items: usize,
    /// Services of the lists, added up over its documents: expected, there, only nearly there, missing.
    pub(super) expected: usize,
    pub(super) present: usize,
    pub(super) near: usize,
    pub(super) missing: usize,
    /// Fields that one looks for in its documents, and those that every item has.
    pub(super) fields: usize,
    pub(super) fields_complete: usize,
    /// Citations, and those whose title, number (where given) and force the register confirms.
    pub(super) citations: usize,
    pub(super) citations_right: usize,
    /// Findings by severity.
    #[serde(flatten)]
    pub(super) findings: BTreeMap<Severity, usize>,
}

/// The cards, in the order of `places`.
pub(super) fn cards(
    dataset: &Dataset,
    places: &[PlaceSupply],
    columns: &[Column],
    fields: &[DocumentFields],
    findings: &[FindingGroup],
) -> Vec<Card> {
    let column_of: BTreeMap<&str, usize> =
        columns.iter().enumerate().filter_map(|(index, column)| Some((column.source.as_deref()?, index))).collect();
    let fields_of: BTreeMap<&str, &DocumentFields> = fields.iter().map(|fields| (fields.source.as_str(), fields)).collect();
    let mut told: BTreeMap<&str, BTreeMap<Severity, usize>> = BTreeMap::new();
    for group in findings {
        for source in group.findings.open_by_source() {
            *told.entry(source).or_default().entry(group.severity).or_default() += 1;
        }
    }
    let mut citations: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for document in &dataset.documents {
        let all = || document.items.iter().flat_map(|item| item.legal_basis.said());
        citations.insert(&document.source.id, (all().count(), all().filter(|citation| is_confirmed(citation)).count()));
    }
    let card = |place: &PlaceSupply| {
        let sources: BTreeSet<&str> = place.sources.iter().map(String::as_str).collect();
        let own: Vec<usize> = sources.iter().filter_map(|source| column_of.get(source).copied()).collect();
        let count = |wanted: fn(CellState) -> bool| -> usize {
            // A document that is not measured by its list says nothing of how much of it the place has.
            let measured = own.iter().filter_map(|index| columns.get(*index)).filter(|column| column.is_measured());
            let counts = measured.flat_map(|column| &column.counts);
            counts.filter(|(state, _)| wanted(**state)).map(|(_, count)| count).sum()
        };
        let own_fields =
            || sources.iter().filter_map(|source| fields_of.get(source)).flat_map(|fields| &fields.fields).filter(|field| !field.optional);
        let mut by_severity: BTreeMap<Severity, usize> =
            [Severity::Error, Severity::Warning, Severity::Note, Severity::Info].into_iter().map(|severity| (severity, 0)).collect();
        for (severity, count) in sources.iter().filter_map(|source| told.get(source)).flatten() {
            *by_severity.entry(*severity).or_default() += count;
        }
        Card {
            place: place.name.clone(),
            items: own.iter().filter_map(|index| columns.get(*index)).map(|column| column.items).sum(),
            expected: count(|state| state <= CellState::Missing),
            present: count(|state| state == CellState::Present),
            near: count(|state| state > CellState::Present && state < CellState::Missing),
            missing: count(|state| state == CellState::Missing),
            fields: own_fields().count(),
            fields_complete: own_fields().filter(|field| field.coverage == Coverage::Complete).count(),
            citations: sources.iter().filter_map(|source| citations.get(source)).map(|(all, _)| all).sum(),
            citations_right: sources.iter().filter_map(|source| citations.get(source)).map(|(_, right)| right).sum(),
            findings: by_severity,
            columns: own,
        }
    };
    places.iter().map(card).collect()
}

fn is_confirmed(citation: &Citation) -> bool {
    let verdict = &citation.verdict;
    matches!(verdict.title, TitleVerdict::Exact | TitleVerdict::Short)
        && matches!(verdict.number, NumberVerdict::Consistent | NumberVerdict::NotGiven)
        && verdict.force == ForceVerdict::InForce
}
