//! report/matrix/gaps: what it means that a document has no item for a service, as the checks judge it.

use super::{CellState, is_beyond};
use crate::align::{Concept, Dataset};
use crate::check::{Checked, is_followed};
use crate::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// What the checks said that a reader of the matrix must know.
pub(super) struct Gaps<'a> {
    /// The lists that each document is about.
    lists: &'a [BTreeSet<&'a str>],
    /// Documents and lists of which they have less than half.
    unmeasured: BTreeSet<(u32, &'a str)>,
    /// Services, and documents that lack them though nearly all documents like them have them.
    among: BTreeSet<(u32, u32)>,
}

/// The check that tells what a document lacks that documents like it have.
const AMONG: &str = "service-missing-among-places";

impl<'a> Gaps<'a> {
    pub(super) fn of(dataset: &'a Dataset, checked: &Checked, lists: &'a [BTreeSet<&'a str>], tables: &Tables) -> Self {
        Gaps { lists, unmeasured: unmeasured(dataset, lists, tables), among: among(dataset, checked) }
    }

    /// The documents, ascending, that lack `concept` though nearly all documents like them have it.
    pub(super) fn among(&self, concept: u32) -> impl Iterator<Item = u32> {
        self.among.range((concept, 0)..=(concept, u32::MAX)).map(|(_, document)| *document)
    }

    /// The state of other cells without items; `list`: the list by which the service is expected.
    pub(super) fn usual(&self, dataset: &Dataset, document: Option<u32>, list: Option<&str>) -> CellState {
        let Some(document) = document else { return CellState::NoDocument };
        let Some(list) = list.filter(|list| self.lists.get(document as usize).is_some_and(|lists| lists.contains(list))) else {
            return CellState::NotExpected;
        };
        match dataset.documents.get(document as usize).is_some_and(|document| !document.items.is_empty()) {
            true if self.unmeasured.contains(&(document, list)) => CellState::NotMeasured,
            true => CellState::Missing,
            false => CellState::NotRead,
        }
    }
}

fn unmeasured<'a>(dataset: &'a Dataset, lists: &'a [BTreeSet<&'a str>], tables: &Tables) -> BTreeSet<(u32, &'a str)> {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    let list_of = |concept: &'a Concept| concept.list.as_deref().filter(|_| !is_beyond(concept, tables));
    // The list of each service that is expected by one.
    let expected: Vec<Option<&str>> = dataset.concepts.iter().map(list_of).collect();
    for list in expected.iter().flatten() {
        *listed.entry(list).or_default() += 1;
    }
    let mut covered: BTreeMap<(u32, &str), BTreeSet<u32>> = BTreeMap::new();
    for alignment in dataset.alignments.iter().filter(|alignment| alignment.asserted && alignment.relation.is_some()) {
        let Some(index) = alignment.concept else { continue };
        let Some(list) = expected.get(index as usize).copied().flatten() else { continue };
        covered.entry((alignment.item.document, list)).or_default().insert(index);
    }
    let count = |document: u32, list: &str| covered.get(&(document, list)).map_or(0, BTreeSet::len);
    let of = |(document, lists): (u32, &'a BTreeSet<&'a str>)| lists.iter().map(move |list| (document, *list));
    let pairs = (0u32..).zip(lists).flat_map(of);
    pairs.filter(|(document, list)| !is_followed(count(*document, list), listed.get(list).copied().unwrap_or(0))).collect()
}

fn among(dataset: &Dataset, checked: &Checked) -> BTreeSet<(u32, u32)> {
    let ids: BTreeMap<&str, u32> = dataset.concepts.iter().map(|concept| concept.id.as_str()).zip(0u32..).collect();
    let told = checked.findings.iter().filter(|finding| finding.code.as_str() == AMONG);
    let pair = |finding: &crate::finding::Finding| {
        let (_, id) = finding.arguments.iter().find(|(name, _)| name.as_str() == "concept")?;
        Some((*ids.get(id.as_str())?, finding.source?))
    };
    told.filter_map(pair).collect()
}
