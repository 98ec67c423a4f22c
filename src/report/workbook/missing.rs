//! report/workbook/missing: the services that a document lacks or only nearly has, each with the items that may be them, for a person to decide.

use crate::align::{Alignment, Dataset, ItemRef, items, judged};
use crate::report::gap::Gap;
use crate::report::matrix::{Cell, CellState, concept};
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
    let is_large = gap.rows.len() * gap.columns.len() > MANY_CELLS;
    let mut rows = Vec::new();
    for column in 0..gap.columns.len() {
        for (row, service) in gap.rows.iter().enumerate() {
            let Some(cell) = service.cells.get(column).filter(|cell| is_gap(cell)) else { continue };
            let blank = || Row {
                row,
                column,
                state: cell.state,
                candidate: String::new(),
                item: String::new(),
                judged: String::new(),
                relation: None,
                reasons: String::new(),
            };
            let candidates = cell.items.iter().filter_map(|item| {
                let reference = *by_id.get(item.id.as_str())?;
                let alignment = alignments.get(&(reference, service.concept.as_str()))?;
                let (_, found) = dataset.item(reference)?;
                Some(Row {
                    candidate: crate::align::shown(found),
                    item: item.id.clone(),
                    judged: judged(found, &service.name),
                    relation: alignment.relation.map(|relation| relation.key()),
                    reasons: alignment
                        .reasons
                        .iter()
                        .map(|reason| words.reason(reason).get(language).to_owned())
                        .collect::<Vec<_>>()
                        .join("; "),
                    ..blank()
                })
            });
            let before = rows.len();
            rows.extend(candidates);
            if rows.len() == before && !is_large {
                rows.push(blank());
            }
        }
    }
    rows
}

fn is_gap(cell: &Cell) -> bool {
    cell.state > CellState::Present && cell.state < CellState::NotExpected
}
