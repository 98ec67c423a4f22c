//! structure/teach: rows that leave no doubt teach the columns of their table what stands in them.

use super::columns::{Column, Model};
use super::looks::Looks;
use super::placement::{Fill, Placement, Positions, place_surely};
use super::table::place_all;
use crate::decode::Row;
use crate::evidence::{Cell, Text};
use crate::field::Field;
use std::collections::BTreeSet;

/// So much costs a row that leaves no doubt at most.
const MOST_COST: u32 = 60;
/// The same of a row in which every column that is asked for is filled.
const MOST_COST_OF_FULL_ROWS: u32 = 125;
/// How sure each column of such a row is at least, in ten-thousandths.
const LEAST_SURE: u16 = 9_000;

/// A row that leaves no doubt, and where its cells stand.
type Lesson<'r> = (&'r Row, &'r Placement);

/// Places every row; those that leave no doubt teach the columns that `learns` says.
pub(super) fn teach(rows: &[Row], looks: &Looks, positions: Positions, model: &mut Model, learns: fn(&Column) -> bool) {
    let dropped = positions == Positions::Dropped;
    let placements = place_all(rows, looks, model, |pieces| place_surely(pieces, model, positions, |_| dropped));
    let certain = rows.iter().zip(&placements).filter(|(_, placed)| is_certain(&placed.0, &placed.1, model));
    let lessons: Vec<Lesson> = certain.map(|(row, placed)| (row, &placed.0)).collect();
    if dropped {
        return teach_where_dropped(lessons, looks, model, learns);
    }
    for lesson in lessons.into_iter().filter(|(_, placement)| placement.cost <= MOST_COST) {
        learn_blanks(lesson.1, positions, model);
        learn(lesson, model, |_, column| learns(column), Model::learn);
    }
}

/// Where cells were dropped, a row that has lost some teaches only what another such row says too, lest it confirm its own mistake; and where other rows
/// have lost none, nothing of the columns that these fill. A row whose basis stands among the contents of another one may have lost a cell that it seems to fill.
fn teach_where_dropped(lessons: Vec<Lesson>, looks: &Looks, model: &mut Model, learns: fn(&Column) -> bool) {
    let (mut full, mut others): (Vec<Lesson>, Vec<Lesson>) = lessons.into_iter().partition(|(_, placed)| is_full(placed, model, |_| true));
    full.retain(|(_, placement)| placement.cost <= MOST_COST_OF_FULL_ROWS);
    others.retain(|(_, placement)| placement.cost <= MOST_COST);
    let published: BTreeSet<&str> = full.iter().flat_map(|lesson| texts(lesson, model, Field::Contents)).collect();
    full.retain(|lesson| !texts(lesson, model, Field::LegalBasis).any(|basis| published.contains(basis)));
    if !full.is_empty() {
        let is_known = |column: &Column| column.field != Field::Extra;
        let nearly = others.iter().copied().filter(|(_, placement)| is_full(placement, model, is_known));
        let telling: Vec<Lesson> = full.iter().copied().chain(nearly).collect();
        telling.into_iter().for_each(|lesson| learn_habits(lesson, looks, model));
    }
    let open: Vec<bool> = (0..model.columns.len()).map(|column| full.is_empty() || !model.is_asked(column)).collect();
    full.into_iter().for_each(|lesson| learn(lesson, model, |_, column| learns(column), Model::learn));
    let learns = |index: usize, column: &Column| learns(column) && open.get(index) == Some(&true);
    others.into_iter().for_each(|lesson| learn(lesson, model, learns, Model::learn_again));
}

/// What the row of `lesson` says in the columns of `field`.
fn texts<'r>((row, placement): &Lesson<'r>, model: &Model, field: Field) -> impl Iterator<Item = &'r str> {
    let filled = placement.columns.iter().zip(&model.columns).filter(move |(_, column)| column.field == field);
    filled.filter_map(|(fill, _)| row.cells.get(fill.piece()?)).map(Cell::text)
}

/// Whether a placement, of whose columns it is so sure as `confidence` says where that was asked, leaves no doubt.
fn is_certain(placement: &Placement, confidence: &[u16], model: &Model) -> bool {
    let is_mark = |column: usize| model.columns.get(column).is_some_and(Column::is_mark);
    let differs =
        |reading: &Vec<Fill>| reading.iter().zip(&placement.columns).enumerate().any(|(column, (a, b))| a != b && !is_mark(column));
    let doubtful = confidence.iter().enumerate().any(|(column, sure)| *sure < LEAST_SURE && !is_mark(column));
    placement.unplaced.is_empty() && !doubtful && !placement.readings.iter().any(differs)
}

/// Whether the row has a piece in every column that each row may be asked for, among those that `counts` names.
fn is_full(placement: &Placement, model: &Model, counts: fn(&Column) -> bool) -> bool {
    let columns = placement.columns.iter().zip(&model.columns).enumerate();
    columns.filter(|(index, (_, column))| model.is_asked(*index) && counts(column)).all(|(_, (fill, _))| fill.is_filled())
}

fn learn_blanks(placement: &Placement, positions: Positions, model: &mut Model) {
    let is_at_home = |(column, fill): (usize, &Fill)| fill.piece().is_none_or(|piece| piece == column);
    if positions.are_stated() && placement.columns.iter().enumerate().all(is_at_home) {
        let filled: Vec<bool> = placement.columns.iter().map(|fill| fill.is_filled()).collect();
        model.learn_blanks(&filled);
    }
}

fn learn_habits((row, placement): Lesson, looks: &Looks, model: &mut Model) {
    for (column, fill) in placement.columns.iter().enumerate() {
        let cell = fill.piece().and_then(|piece| row.cells.get(piece));
        model.learn_habit(column, cell.map(|cell| looks.traits(cell.text())).as_ref());
    }
}

/// Teaches `model` by `learn` the texts of a row in the columns that `learns` says.
fn learn((row, placement): Lesson, model: &mut Model, learns: impl Fn(usize, &Column) -> bool, learn: fn(&mut Model, usize, &Text)) {
    for (column, fill) in placement.columns.iter().enumerate() {
        let of = model.columns.get(column);
        let pieces = match fill {
            Fill::Piece(piece) => *piece..*piece + 1,
            Fill::Joined(piece, more) if of.is_some_and(|column| column.field == Field::Contents) => *piece..piece + more + 1,
            _ => continue,
        };
        let learns = of.is_some_and(|of| !of.is_mark() && learns(column, of));
        for cell in row.cells.get(pieces).unwrap_or_default().iter().filter(|_| learns) {
            learn(model, column, &cell.passage.raw);
        }
    }
}
