//! check/scope: one document as checks see it: with its dataset, the tables, and its pieces of text by place.

use super::agreed::Agreed;
use super::pieces::{Piece, pieces};
use crate::align::Dataset;
use crate::evidence::{At, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::ingest::SourceEntry;
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::findings::Wording;
use std::sync::OnceLock;

/// One document, and what a check may ask besides.
pub(super) struct Scope<'a> {
    /// The dataset it is in.
    pub(super) dataset: &'a Dataset,
    /// The tables.
    pub(super) tables: &'a Tables,
    /// Its index in the dataset.
    pub(super) index: u32,
    /// The document.
    pub(super) document: &'a DocumentResult,
    /// What the stages before noticed in it.
    pub(super) noticed: Vec<&'a Finding>,
    /// What a person expects of it.
    pub(super) expected: Option<&'a SourceEntry>,
    /// How many years a document may stand, where a person set a number.
    pub(super) years: Option<u16>,
    /// Where its pieces stand, sorted; made when first asked for.
    places: OnceLock<Vec<PieceAt>>,
    /// Its lines, likewise.
    lines: OnceLock<Vec<Text>>,
}

/// Line, first and last character, item and field of a piece.
type PieceAt = (u32, u32, u32, u32, Field);

impl<'a> Scope<'a> {
    /// A scope for every document of `dataset`.
    pub(super) fn all(dataset: &'a Dataset, findings: &'a [Finding], agreed: &'a Agreed, tables: &'a Tables) -> Vec<Scope<'a>> {
        let mut noticed: Vec<Vec<&Finding>> = vec![Vec::new(); dataset.documents.len()];
        for finding in findings {
            if let Some(noticed) = finding.source.and_then(|source| noticed.get_mut(source as usize)) {
                noticed.push(finding);
            }
        }
        let scope = |((index, document), noticed): ((u32, &'a DocumentResult), Vec<&'a Finding>)| Scope {
            noticed,
            expected: agreed.expected(&document.source.path),
            years: agreed.years,
            dataset,
            tables,
            index,
            document,
            places: OnceLock::new(),
            lines: OnceLock::new(),
        };
        (0..).zip(&dataset.documents).zip(noticed).map(scope).collect()
    }

    /// The texts of its items, in document order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'a>> + Clone + use<'a> {
        pieces(self.document)
    }

    /// The decoded lines.
    pub(super) fn lines(&self) -> &[Text] {
        self.lines.get_or_init(|| self.document.lines.open())
    }

    /// Has its lines and the places of its pieces made anew where they are asked for again.
    pub(super) fn forget(&mut self) {
        self.places.take();
        self.lines.take();
    }

    fn places(&self) -> &[PieceAt] {
        self.places.get_or_init(|| {
            let mut places = Vec::new();
            for piece in self.pieces() {
                places.extend(piece.at.iter().filter_map(|at| match *at {
                    At::Text { line, from, to } => Some((line, from, to, piece.item as u32, piece.field)),
                    _ => None,
                }));
            }
            places.sort_unstable();
            places
        })
    }

    /// `finding` as one about this document.
    pub(super) fn own(&self, finding: Finding) -> Finding {
        Finding { source: Some(self.index), ..finding }
    }

    /// The items with their indexes.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, &'a Item)> + use<'a> {
        self.document.items.iter().enumerate()
    }

    /// The item and field that the character `from` of `line` belongs to: the piece around it, else the nearest one in front of it or behind it
    /// in the line.
    pub(super) fn piece_at(&self, line: u32, from: u32) -> Option<(usize, Field)> {
        let places = self.places();
        let end = places.partition_point(|place| (place.0, place.1) <= (line, from));
        let before = places.get(..end).unwrap_or_default();
        let in_line = || before.iter().rev().take_while(|place| place.0 == line);
        let around = in_line().filter(|place| place.2 >= from).last();
        let behind = places.get(end).filter(|place| place.0 == line);
        around.or_else(|| in_line().next()).or(behind).map(|place| (place.3 as usize, place.4))
    }

    /// The name of `field` for readers.
    pub(super) fn field_name(&self, field: Field) -> Wording {
        self.tables.report.field(field)
    }
}

/// Fills the blank `{name}` in English and `{name_zh}` in Chinese.
pub(super) fn worded(finding: Finding, name: &str, wording: &Wording) -> Finding {
    finding.with(name, &wording.en).with(&format!("{name}_zh"), &wording.zh)
}

/// Shows the source text of `value`.
pub(super) fn shown<T>(finding: Finding, value: &Value<T>) -> Finding {
    match &value.raw {
        Some(raw) => finding.shown(raw, &value.at),
        None => finding,
    }
}
