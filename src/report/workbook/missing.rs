//! report/workbook/missing: the services that a document lacks or only nearly has, each with the items that may be them, for a person to decide.

use crate::align::{Alignment, Dataset, ItemRef, items, judged};
use crate::report::gap::Gap;
use crate::report::matrix::{Cell, CellState, concept};
use crate::tables::decisions::Decision;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use std::collections::BTreeMap;

/// A line of the sheet Missing.
pub(super) struct Row {
    /// Index of the service in the rows of the report.
    pub(super) row: usize,
    /// Index of the document in its columns.
    pub(super) column: usize,
    pub(super) state: CellState,
    /// The item that may be the service: its headings and name, its id, and the hash of the texts to judge. Empty where none is near.
    pub(super) candidate: String,
    pub(super) item: String,
    pub(super) judged: String,
    pub(super) relation: Option<&'static str>,
    pub(super) reasons: String,
    /// What a person decided about the item and the service.
    pub(super) decided: Option<Decision>,
}

/// With more cells than this, only services that some item may be are listed: the sheet Matrix shows all that is missing.
const MANY_CELLS: usize = 200_000;

/// The lines, by document, then by service.
pub(super) fn rows(gap: &Gap, dataset: &Dataset, words: &ReportWords, language: Language) -> Vec<Row> {
    let by_id: BTreeMap<&str, ItemRef> = items(&dataset.documents).map(|(reference, _, item)| (item.id.as_str(), reference)).collect();
    let mut alignments: BTreeMap<(ItemRef, &str), &Alignment> = BTreeMap::new();
    for alignment in &dataset.alignments {
        if let Some(concept) = concept(dataset, alignment) {
            alignments.insert((alignment.item, &concept.id), alignment);
        }
    }
    let decided = decided(dataset);
    let is_large = gap.rows.len() * gap.columns.len() > MANY_CELLS;
    let mut rows = Vec::new();
    for column in 0..gap.columns.len() {
        for (row, service) in gap.rows.iter().enumerate() {
            let Some(cell) = service.cells.get(column) else { continue };
            let of_cell = gap.columns.get(column).and_then(|of| decided.get(&(of.source.as_deref()?, service.concept.as_str())));
            let blank = || Row {
                row,
                column,
                state: cell.state,
                candidate: String::new(),
                item: String::new(),
                judged: String::new(),
                relation: None,
                reasons: String::new(),
                decided: None,
            };
            let said = |id: &str| of_cell.into_iter().flatten().find(|decision| decision.item == id).map(|decision| (*decision).clone());
            let candidates = cell.items.iter().filter(|_| is_gap(&cell)).filter_map(|item| {
                let reference = *by_id.get(item.id.as_str())?;
                let alignment = alignments.get(&(reference, service.concept.as_str()))?;
                let (_, found) = dataset.item(reference)?;
                Some(Row {
                    candidate: crate::align::shown(found),
                    item: item.id.to_string(),
                    judged: judged(found, &service.name),
                    relation: alignment.relation.map(|relation| relation.key()),
                    reasons: alignment
                        .reasons
                        .iter()
                        .map(|reason| words.reason(reason).get(language).to_owned())
                        .collect::<Vec<_>>()
                        .join("; "),
                    decided: said(item.id.as_str()),
                    ..blank()
                })
            });
            let before = rows.len();
            rows.extend(candidates);
            let listed: Vec<String> = rows.iter().skip(before).map(|row| row.item.clone()).collect();
            let is_silent = listed.is_empty() && is_gap(&cell);
            let others = of_cell.into_iter().flatten().filter(|decision| !listed.contains(&decision.item)).filter_map(|decision| {
                let (_, found) = dataset.item(*by_id.get(decision.item.as_str())?)?;
                let (item, judged) = (decision.item.clone(), judged(found, &service.name));
                Some(Row { candidate: crate::align::shown(found), item, judged, decided: Some((*decision).clone()), ..blank() })
            });
            rows.extend(others);
            if is_silent && !is_large {
                rows.push(blank());
            }
        }
    }
    rows
}

/// What people decided about items and services, by document and service.
fn decided(dataset: &Dataset) -> BTreeMap<(&str, &str), Vec<&Decision>> {
    let homes: BTreeMap<&str, &str> =
        items(&dataset.documents).map(|(_, document, item)| (item.id.as_str(), document.source.id.as_str())).collect();
    let mut decided: BTreeMap<(&str, &str), Vec<&Decision>> = BTreeMap::new();
    for decision in &dataset.decided {
        if let Some(home) = homes.get(decision.item.as_str()) {
            decided.entry((home, &decision.with)).or_default().push(decision);
        }
    }
    decided
}

fn is_gap(cell: &Cell) -> bool {
    cell.state > CellState::Present && cell.state < CellState::NotExpected
}
