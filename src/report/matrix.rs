//! report/matrix: services against documents: those of the lists, and those that several documents have and no list names.
//!
//! "Not in this document" and "no such document was supplied" are different states; so is a document of which nothing could be read.

mod apart;
mod cells;
mod gaps;

pub(super) use apart::apart;
pub(super) use cells::{Cell, Cells};
use cells::{Own, Told};
use gaps::Gaps;

use super::gap::Both;
use crate::align::{Alignment, Concept, Dataset};
use crate::check::Checked;
use crate::item::Relation;
use crate::item::{Jurisdiction, Kind, Level};
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::report::ReportWords;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The matrix and its head.
pub(super) struct Matrix {
    pub(super) places: Vec<PlaceSupply>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<ConceptRow>,
}

/// Which kinds of document one place supplied.
#[derive(Debug, Serialize)]
pub(super) struct PlaceSupply {
    /// Its name; `None` for a document whose place was not found.
    pub(super) name: Option<String>,
    pub(super) directory: Supply,
    pub(super) guide: Supply,
    /// Its documents, by source id.
    pub(super) sources: Vec<String>,
}

/// Whether a place supplied a document of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Supply {
    /// There is one.
    Supplied,
    /// There is none, which says nothing about what the place offers.
    NoDocument,
    /// The place of the document is not known, so nobody can say whether another document belongs to it.
    CannotTell,
}

/// A document, or one that a place did not supply.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    /// Short name of the column within the report.
    pub(super) key: String,
    /// Source id; `None` where no document was supplied.
    pub(super) source: Option<String>,
    pub(super) path: Option<String>,
    /// The place; `None` where it was not found.
    pub(super) place: Option<String>,
    /// Level of the place.
    pub(super) level: Option<Level>,
    pub(super) kind: Option<Kind>,
    pub(super) title: Option<String>,
    /// What tells it from other documents of the same place and kind.
    pub(super) apart: Option<String>,
    pub(super) items: usize,
    /// Cells by state.
    pub(super) counts: BTreeMap<CellState, usize>,
}

/// One service and where it stands.
#[derive(Debug, Serialize)]
pub(super) struct ConceptRow {
    pub(super) concept: String,
    pub(super) name: String,
    pub(super) category: Option<String>,
    /// The list; empty for a service that is on none.
    pub(super) list: String,
    /// Whether every document that is measured by the list should have it.
    pub(super) expected: bool,
    /// One a column.
    pub(super) cells: Cells,
}

/// How a document stands to a service. Ordered: of several items the first state counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CellState {
    /// An item is exactly it.
    Present,
    /// An item is nearly it, or may be it.
    Close,
    /// Only something broader is there.
    BroaderOnly,
    /// Only a part of it is there.
    NarrowerOnly,
    /// It is not there.
    Missing,
    /// It is not there, and nearly all documents like this one have it; no list names it.
    MissingAmongPlaces,
    /// The list is not about what the document is about, or only some places have the service.
    NotExpected,
    /// It is not there, and the document has less than half of the list: nobody can say that it should have the rest.
    NotMeasured,
    /// No document of this kind was supplied for the place.
    NoDocument,
    /// No item could be read from the document.
    NotRead,
}

/// Places, columns and rows of `dataset`.
pub(super) fn matrix<'d>(dataset: &'d Dataset, checked: &Checked, tables: &Tables) -> Matrix {
    let groups = places(dataset);
    let lists = lists(dataset);
    let gaps = Gaps::of(dataset, checked, &lists, tables);
    let mut heads = heads(dataset, &groups, &lists);
    let told = findings_by_item(checked, tables);
    let cells = alignments_by_cell(dataset);
    let used: BTreeSet<&str> = lists.iter().flatten().copied().collect();
    let shown = dataset.concepts.iter().enumerate().filter(|(_, concept)| concept.list.as_deref().is_none_or(|list| used.contains(list)));
    let filler = Filler { dataset, gaps: &gaps, told: &told, cells: &cells, column_of: columns_of_documents(dataset, &heads) };
    let mut usual: BTreeMap<Option<&str>, Arc<[CellState]>> = BTreeMap::new();
    let row = |(index, concept): (usize, &'d Concept)| {
        let list = concept.list.as_deref().filter(|_| !is_beyond(concept, tables));
        let states = || heads.iter().map(|head| gaps.usual(dataset, head.document, list)).collect();
        let usual = usual.entry(list).or_insert_with(states).clone();
        concept_row(concept, list.is_some(), filler.fill(index as u32, Cells::new(usual)))
    };
    let mut rows: Vec<ConceptRow> = shown.map(row).collect();
    by_category(&mut rows);
    for row in &rows {
        let counts = |cell: &Cell| match row.list.is_empty() {
            true => cell.state == CellState::MissingAmongPlaces,
            false => row.expected || cell.state < CellState::NotExpected,
        };
        for (head, cell) in heads.iter_mut().zip(row.cells.iter()).filter(|(_, cell)| counts(cell)) {
            *head.column.counts.entry(cell.state).or_default() += 1;
        }
    }
    Matrix { places: supplies(dataset, &groups), columns: heads.into_iter().map(|head| head.column).collect(), rows }
}

impl ConceptRow {
    /// Whether the document of column `index` lacks this service.
    pub(super) fn is_missing(&self, index: usize) -> bool {
        self.cells.get(index).is_some_and(|cell| cell.state == CellState::Missing)
    }

    /// Whether the document of column `index` is asked for this service by a list.
    pub(super) fn is_expected(&self, index: usize) -> bool {
        !self.list.is_empty() && self.cells.get(index).is_some_and(|cell| cell.state <= CellState::Missing)
    }
}

impl CellState {
    /// Every state, in order.
    pub(super) const ALL: [CellState; 10] = [
        CellState::Present,
        CellState::Close,
        CellState::BroaderOnly,
        CellState::NarrowerOnly,
        CellState::Missing,
        CellState::MissingAmongPlaces,
        CellState::NotExpected,
        CellState::NotMeasured,
        CellState::NoDocument,
        CellState::NotRead,
    ];

    /// The word `gap.json` uses.
    pub(super) fn key(self) -> &'static str {
        self.word().strip_prefix("cell.").unwrap_or_default()
    }

    /// The key of the word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            CellState::Present => "cell.present",
            CellState::Close => "cell.close",
            CellState::BroaderOnly => "cell.broader_only",
            CellState::NarrowerOnly => "cell.narrower_only",
            CellState::Missing => "cell.missing",
            CellState::MissingAmongPlaces => "cell.missing_among_places",
            CellState::NotExpected => "cell.not_expected",
            CellState::NotMeasured => "cell.not_measured",
            CellState::NoDocument => "cell.no_document",
            CellState::NotRead => "cell.not_read",
        }
    }

    /// A sign that tells the state without colour.
    pub(super) fn sign(self) -> &'static str {
        match self {
            CellState::Present => "✓",
            CellState::Close => "≈",
            CellState::BroaderOnly => "⊃",
            CellState::NarrowerOnly => "⊂",
            CellState::Missing => "✗",
            CellState::MissingAmongPlaces => "✕",
            CellState::NotExpected => "·",
            CellState::NotMeasured => "–",
            CellState::NoDocument => "∅",
            CellState::NotRead => "?",
        }
    }
}

impl Column {
    /// Whether one can say what it lacks of its list.
    pub(super) fn is_measured(&self) -> bool {
        !self.counts.contains_key(&CellState::NotMeasured)
    }

    /// Place and kind, and what tells it from others of these, for sentences.
    pub(super) fn label(&self, words: &ReportWords) -> Both {
        label(self.place.as_deref(), self.kind, self.apart.as_deref(), words)
    }
}

/// Place and kind of a document, and what tells it from others of these.
pub(super) fn label(place: Option<&str>, kind: Option<Kind>, apart: Option<&str>, words: &ReportWords) -> Both {
    let place = place.map_or_else(|| words.word("text.no_place").into(), Both::same);
    let kind = Both::from(words.word(kind_word(kind)));
    let apart = apart.map(|apart| format!(" · {apart}")).unwrap_or_default();
    let joined = |place: &str, kind: &str| format!("{place} · {kind}{apart}").into();
    Both { en: joined(&place.en, &kind.en), zh: joined(&place.zh, &kind.zh) }
}

/// The key of the word for `kind`.
pub(super) fn kind_word(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Directory) => "kind.directory",
        Some(Kind::Guide) => "kind.guide",
        None => "kind.unknown",
    }
}

/// The kind of `document`; where it was not found as a whole, that of its items.
pub(super) fn kind(document: &DocumentResult) -> Option<Kind> {
    document.source.kind.or_else(|| document.items.first().map(|item| item.kind))
}

struct Head {
    document: Option<u32>,
    column: Column,
}

/// Documents by place, in the order in which places first appear. A place that was not found is a place of its own for each document.
fn places(dataset: &Dataset) -> Vec<Vec<u32>> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for (index, document) in dataset.documents.iter().enumerate() {
        let place = place_key(&document.source.jurisdiction).unwrap_or_else(|| format!("?{index}"));
        let at = *order.entry(place).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(at) {
            group.push(index as u32);
        }
    }
    groups
}

/// What tells one place from another: its code, else its name below its parents.
fn place_key(place: &Jurisdiction) -> Option<String> {
    let name = place.name.as_deref()?;
    if let Some(code) = &place.code {
        return Some(format!("{}/{code}", place.code_list.as_deref().unwrap_or("")));
    }
    let parents = place.parents.iter().map(|parent| parent.name.as_str());
    Some(parents.chain([name]).collect::<Vec<_>>().join("/"))
}

/// The lists each document is measured by: that of its domain; where the domain is not known, those whose services it has.
pub(super) fn lists(dataset: &Dataset) -> Vec<BTreeSet<&str>> {
    let known: BTreeSet<&str> = dataset.concepts.iter().filter_map(|concept| concept.list.as_deref()).collect();
    let mut lists: Vec<BTreeSet<&str>> = dataset
        .documents
        .iter()
        .map(|document| document.source.domain.as_deref().into_iter().filter(|domain| known.contains(domain)).collect())
        .collect();
    for alignment in dataset.alignments.iter().filter(|alignment| is_exactly(alignment)) {
        let Some(list) = concept(dataset, alignment).and_then(|concept| concept.list.as_deref()) else { continue };
        let index = alignment.item.document as usize;
        let is_open = dataset.documents.get(index).is_some_and(|document| document.source.domain.is_none());
        if let Some(lists) = lists.get_mut(index).filter(|_| is_open) {
            lists.insert(list);
        }
    }
    lists
}

fn supplies(dataset: &Dataset, groups: &[Vec<u32>]) -> Vec<PlaceSupply> {
    let supply = |group: &Vec<u32>| {
        let documents: Vec<&DocumentResult> = group.iter().filter_map(|index| dataset.documents.get(*index as usize)).collect();
        let name = documents.first().and_then(|document| document.source.jurisdiction.name.as_ref()).map(ToString::to_string);
        let of = |kind| match documents.iter().any(|document| self::kind(document) == Some(kind)) {
            true => Supply::Supplied,
            false if name.is_some() => Supply::NoDocument,
            false => Supply::CannotTell,
        };
        PlaceSupply {
            directory: of(Kind::Directory),
            guide: of(Kind::Guide),
            sources: documents.iter().map(|document| document.source.id.to_string()).collect(),
            name,
        }
    };
    groups.iter().map(supply).collect()
}

/// The columns: of each place its directories, its guides, other documents, then a column for each kind it did not supply.
fn heads(dataset: &Dataset, groups: &[Vec<u32>], lists: &[BTreeSet<&str>]) -> Vec<Head> {
    let mut heads = Vec::new();
    let names = apart(dataset);
    for (group, supply) in groups.iter().zip(supplies(dataset, groups)) {
        let document = |index: &u32| Some((*index, dataset.documents.get(*index as usize)?));
        let mut documents: Vec<(u32, &DocumentResult)> = group.iter().filter_map(document).collect();
        documents.sort_by_key(|(_, document)| kind(document).map_or(2, |kind| kind as u8));
        let own = |index: &u32| names.get(*index as usize).cloned().flatten();
        heads.extend(documents.iter().map(|(index, document)| head(Some(*index), Column { apart: own(index), ..column(document) })));
        let is_listed = group.iter().any(|index| lists.get(*index as usize).is_some_and(|lists| !lists.is_empty()));
        let level = documents.first().and_then(|(_, document)| document.source.jurisdiction.level);
        let kinds = [(Kind::Directory, supply.directory), (Kind::Guide, supply.guide)];
        let absent = kinds.into_iter().filter(|(_, supply)| is_listed && *supply == Supply::NoDocument);
        heads.extend(absent.map(|(kind, _)| head(None, Column { level, ..absent_column(supply.name.clone(), kind) })));
    }
    for (index, head) in heads.iter_mut().enumerate() {
        head.column.key = key(index);
    }
    heads
}

fn head(document: Option<u32>, column: Column) -> Head {
    Head { document, column }
}

fn column(document: &DocumentResult) -> Column {
    let source = &document.source;
    Column {
        source: Some(source.id.to_string()),
        path: Some(source.path.to_string()),
        level: source.jurisdiction.level,
        kind: kind(document),
        title: source.title.value.as_ref().map(ToString::to_string),
        items: document.items.len(),
        ..absent_column(source.jurisdiction.name.as_ref().map(ToString::to_string), Kind::Directory)
    }
}

fn absent_column(place: Option<String>, kind: Kind) -> Column {
    Column {
        key: String::new(),
        source: None,
        path: None,
        place,
        level: None,
        kind: Some(kind),
        title: None,
        apart: None,
        items: 0,
        counts: BTreeMap::new(),
    }
}

/// Puts services of one category together, categories in the order in which they first appear.
fn by_category(rows: &mut [ConceptRow]) {
    let mut order: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for row in rows.iter() {
        let next = order.len();
        order.entry((row.list.clone(), row.category.clone())).or_insert(next);
    }
    rows.sort_by_cached_key(|row| order.get(&(row.list.clone(), row.category.clone())).copied());
}

/// Whether only some places have the service, and the list itself does not.
fn is_beyond(concept: &Concept, tables: &Tables) -> bool {
    let list = tables.services.lists().iter().find(|list| Some(&list.id) == concept.list.as_ref());
    list.is_some_and(|list| list.is_beyond(&concept.id))
}

fn concept_row(concept: &Concept, expected: bool, cells: Cells) -> ConceptRow {
    ConceptRow {
        concept: concept.id.to_string(),
        name: concept.name.to_string(),
        category: concept.category.as_ref().map(ToString::to_string),
        list: concept.list.as_deref().unwrap_or_default().to_owned(),
        expected,
        cells,
    }
}

/// Finds the cells of a service that say something of their own.
struct Filler<'a> {
    dataset: &'a Dataset,
    gaps: &'a Gaps<'a>,
    told: &'a Told,
    cells: &'a [(u32, u32, &'a Alignment)],
    /// The column of each document.
    column_of: Vec<Option<usize>>,
}

impl Filler<'_> {
    fn fill(&self, concept: u32, mut cells: Cells) -> Cells {
        let column = |document: u32| self.column_of.get(document as usize).copied().flatten();
        let lacking: BTreeSet<usize> = self.gaps.among(concept).filter_map(column).collect();
        let mut alignments: BTreeMap<usize, Vec<&Alignment>> = lacking.iter().map(|column| (*column, Vec::new())).collect();
        for (_, document, alignment) in of_concept(self.cells, concept) {
            if let Some(column) = column(*document) {
                alignments.entry(column).or_default().push(alignment);
            }
        }
        for (column, alignments) in alignments {
            // Its items say more than that the service is missing.
            let lacks = || lacking.contains(&column).then(|| Own::without_items(CellState::MissingAmongPlaces));
            if let Some(own) = Own::of(&alignments, self.dataset, self.told).or_else(lacks) {
                cells.push(column, own);
            }
        }
        cells
    }
}

fn columns_of_documents(dataset: &Dataset, heads: &[Head]) -> Vec<Option<usize>> {
    let mut column_of = vec![None; dataset.documents.len()];
    for (column, head) in heads.iter().enumerate() {
        if let Some(of) = head.document.and_then(|document| column_of.get_mut(document as usize)) {
            *of = Some(column);
        }
    }
    column_of
}

/// Every alignment to a service, with the service and the document, in this order.
fn alignments_by_cell(dataset: &Dataset) -> Vec<(u32, u32, &Alignment)> {
    let of = dataset.alignments.iter().filter_map(|alignment| Some((alignment.concept?, alignment.item.document, alignment)));
    let mut cells: Vec<_> = of.collect();
    // The sort is stable: within a cell they stay in the order of the dataset.
    cells.sort_by_key(|(concept, document, _)| (*concept, *document));
    cells
}

/// Those of `cells` that are about `concept`.
fn of_concept<'c, 'a>(cells: &'c [(u32, u32, &'a Alignment)], concept: u32) -> &'c [(u32, u32, &'a Alignment)] {
    let start = cells.partition_point(|(of, ..)| *of < concept);
    let end = cells.partition_point(|(of, ..)| *of <= concept);
    cells.get(start..end).unwrap_or_default()
}

/// The key of the column with the number `index`, from 0.
fn key(index: usize) -> String {
    (index + 1).to_string()
}

/// For each item (document and item) how many findings name it, and the worst.
fn findings_by_item(checked: &Checked, tables: &Tables) -> Told {
    let mut told = Told::new();
    for finding in checked.open() {
        let (Some(source), Some(item)) = (finding.source, finding.item) else { continue };
        let severity = tables.findings.severity(finding);
        let entry = told.entry((source, item)).or_insert((0, severity));
        *entry = (entry.0 + 1, entry.1.max(severity));
    }
    told
}

/// The service that `alignment` is about.
pub(super) fn concept<'a>(dataset: &'a Dataset, alignment: &Alignment) -> Option<&'a Concept> {
    dataset.concepts.get(alignment.concept? as usize)
}

/// Whether we stand by it that the item is exactly the service.
pub(super) fn is_exactly(alignment: &Alignment) -> bool {
    alignment.asserted && alignment.relation == Some(Relation::Exact)
}
