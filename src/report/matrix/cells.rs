//! report/matrix/cells: the cells of one service, one a column. Of ten thousand documents most have nothing to do with it, so only those are kept that say
//! something of their own; what holds for the others is the same for all services of a list.

use super::{Alignment, CellState, Dataset, Relation};
use crate::evidence::Text;
use crate::finding::Severity;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The cells of one service.
#[derive(Debug)]
pub(in crate::report) struct Cells {
    /// The state of a cell without items, a column each; shared by the services of a list.
    usual: Arc<[CellState]>,
    /// The cells that say something else, by column, ascending.
    own: Vec<(usize, Own)>,
}

/// A cell with items, or in another state than is usual.
#[derive(Debug)]
pub(super) struct Own {
    state: CellState,
    items: Vec<CellItem>,
    findings: usize,
    worst: Option<Severity>,
}

/// How one document stands to one service.
#[derive(Clone, Copy, Debug, Serialize)]
pub(in crate::report) struct Cell<'a> {
    pub(in crate::report) state: CellState,
    pub(in crate::report) items: &'a [CellItem],
    /// Findings about these items, and the worst of them.
    pub(in crate::report) findings: usize,
    pub(in crate::report) worst: Option<Severity>,
}

/// An item that has to do with the service of its cell.
#[derive(Debug, Serialize)]
pub(in crate::report) struct CellItem {
    pub(in crate::report) id: Text,
    pub(in crate::report) relation: &'static str,
    pub(in crate::report) asserted: bool,
}

/// Of each item, by document and item, how many findings name it, and the worst.
pub(super) type Told = BTreeMap<(u32, u32), (usize, Severity)>;

impl Cells {
    /// Cells of which none says anything of its own yet.
    pub(super) fn new(usual: Arc<[CellState]>) -> Self {
        Cells { usual, own: Vec::new() }
    }

    /// Puts `own` into the cell of `column`; columns come in order.
    pub(super) fn push(&mut self, column: usize, own: Own) {
        self.own.push((column, own));
    }

    /// The cell of `column`.
    pub(in crate::report) fn get(&self, column: usize) -> Option<Cell<'_>> {
        let own = self.own.binary_search_by_key(&column, |(column, _)| *column).ok().and_then(|index| self.own.get(index));
        let usual = self.usual.get(column)?;
        Some(own.map_or_else(|| Cell::usual(*usual), |(_, own)| own.cell()))
    }

    /// Every cell, column by column.
    pub(in crate::report) fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        let mut own = self.own.iter().peekable();
        self.usual.iter().enumerate().map(move |(column, usual)| match own.next_if(|(of, _)| *of == column) {
            Some((_, own)) => own.cell(),
            None => Cell::usual(*usual),
        })
    }

    /// Those that say something of their own, each with its column.
    pub(in crate::report) fn own(&self) -> impl Iterator<Item = (usize, Cell<'_>)> {
        self.own.iter().map(|(column, own)| (*column, own.cell()))
    }

    /// What holds in a column where a cell says nothing of its own.
    pub(in crate::report) fn usual(&self) -> &[CellState] {
        &self.usual
    }
}

impl Cell<'_> {
    fn usual(state: CellState) -> Self {
        Cell { state, items: &[], findings: 0, worst: None }
    }

    /// Whether it tells how its document stands to the service: it is not merely a service that nobody looks for there.
    fn tells(&self) -> bool {
        !matches!(self.state, CellState::NotExpected | CellState::NoDocument)
    }
}

impl Own {
    /// A cell without items in `state`.
    pub(super) fn without_items(state: CellState) -> Self {
        Own { state, items: Vec::new(), findings: 0, worst: None }
    }

    /// The cell with the items of `alignments`; `None` where none of them has to do with the service.
    pub(super) fn of(alignments: &[&Alignment], dataset: &Dataset, told: &Told) -> Option<Self> {
        let mut related: Vec<(CellState, &Alignment)> =
            alignments.iter().filter_map(|alignment| Some((cell_state(alignment)?, *alignment))).collect();
        related.sort_by_key(|(state, alignment)| (*state, alignment.item));
        let (state, _) = *related.first()?;
        let of_items: Vec<(usize, Severity)> =
            related.iter().filter_map(|(_, alignment)| told.get(&(alignment.item.document, alignment.item.item)).copied()).collect();
        let item = |alignment: &Alignment| {
            let (_, item) = dataset.item(alignment.item)?;
            let relation = alignment.relation.map_or("", Relation::key);
            Some(CellItem { id: item.id.clone(), relation, asserted: alignment.asserted })
        };
        Some(Own {
            state,
            items: related.iter().filter_map(|(_, alignment)| item(alignment)).collect(),
            findings: of_items.iter().map(|(count, _)| count).sum(),
            worst: of_items.iter().map(|(_, severity)| *severity).max(),
        })
    }

    fn cell(&self) -> Cell<'_> {
        Cell { state: self.state, items: &self.items, findings: self.findings, worst: self.worst }
    }
}

/// A cell in `gap.json`.
#[derive(Serialize)]
struct Named<'a> {
    /// Key of its column.
    column: String,
    #[serde(flatten)]
    cell: Cell<'a>,
}

impl Serialize for Cells {
    /// The cells that tell something: in a column that is not named the service is not expected, or there is no document.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = serializer.serialize_seq(None)?;
        for (column, cell) in self.iter().enumerate().filter(|(_, cell)| cell.tells()) {
            cells.serialize_element(&Named { column: super::key(column), cell })?;
        }
        cells.end()
    }
}

/// What an alignment makes of a cell. An item that the concept is broader than is only a part of it, and the other way round.
fn cell_state(alignment: &Alignment) -> Option<CellState> {
    match alignment.relation? {
        Relation::Exact if alignment.asserted => Some(CellState::Present),
        Relation::Exact | Relation::Close => Some(CellState::Close),
        Relation::Narrower => Some(CellState::BroaderOnly),
        Relation::Broader => Some(CellState::NarrowerOnly),
        Relation::Related => None,
    }
}
