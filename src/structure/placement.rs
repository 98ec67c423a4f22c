//! structure/placement: which column does each piece of a row belong to?
//!
//! A row is placed by the cheapest monotone path over the columns (alignment by dynamic programming; Viterbi 1967, Needleman and Wunsch 1970).
//! Where cells were dropped, leaving a column empty is free of penalty; where positions are stated, a path that leaves them costs [`SHIFT`] a step.
//! A separator too many or too few is a step too: two pieces in one column, one piece in two.
//! All assignments as cheap as the best are listed; what the text cannot decide is therefore never decided.

mod lattice;
mod posterior;

use super::columns::Model;
use crate::decode::Dialect;
use crate::field::Field;
use crate::recognise::Traits;
use lattice::{LEAVING, Lattice, State};
pub(super) use lattice::{UNFINISHED, same_cell};
use posterior::Posterior;
pub(super) use posterior::{Weights, ten_thousandths};
use std::ops::Range;

/// A cell of a row as placement sees it.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// What it looks like.
    pub traits: Traits,
    /// The columns in which the same text stands elsewhere without doubt, as bits.
    pub seen: u64,
    /// What it looks like together with the piece behind it, where the row has a cell too many.
    pub joined: Option<Traits>,
    /// Where it may be two cells whose separator was lost, and what the two look like.
    pub cuts: &'a [Cut],
}

/// The cells of a row as placement sees them.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    /// Its cells, left to right.
    pub pieces: Vec<Piece<'a>>,
    /// How many they are, beside other rows.
    pub length: Length,
}

/// How many cells, dropped ones included, a row has beside the other rows of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// As many as nearly all rows.
    Usual,
    /// Fewer: a separator was lost.
    Short,
    /// Fewer, as many rows have where the format tells the cells: it ends early, or all that it lacks is merged with rows above.
    Lacking,
    /// More: a separator too many.
    Long,
    /// Rows do not agree, or have no ends.
    Unknown,
}

impl Length {
    /// Whether a cell is too many or too few.
    pub(super) fn is_odd(self) -> bool {
        matches!(self, Length::Short | Length::Lacking | Length::Long)
    }
}

/// A place where one cell may be two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the reading form that are the left cell.
    pub left: Range<usize>,
    /// Bytes of the reading form that are the right cell.
    pub right: Range<usize>,
    /// What the left cell looks like.
    pub left_traits: Traits,
    /// What the right cell looks like.
    pub right_traits: Traits,
    /// Whether a tick was glued to a neighbour: the cell it stood in may be left, blank.
    pub glued: bool,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fill {
    /// Nothing.
    #[default]
    Empty,
    /// A piece.
    Piece(usize),
    /// A piece and so many more behind it: lines of one cell, or parts that a separator too many divides.
    Joined(usize, usize),
    /// The left part of a piece, cut at its cut with this index.
    Left(usize, usize),
    /// The right part.
    Right(usize, usize),
}

/// A row placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// What stands in each column.
    pub columns: Vec<Fill>,
    /// Pieces that stand in no column.
    pub unplaced: Vec<usize>,
    /// Every assignment that is as good as the best (the best included), in order; at most [`MOST_PATHS`].
    pub readings: Vec<Vec<Fill>>,
    /// Whether there are more than those.
    pub capped: bool,
    /// What the best path costs.
    pub cost: u32,
}

/// Assignments that cost so little more than the best are readings too. Less than any single reason to prefer one.
const MARGIN: u32 = 2;
/// The same in a row with a cell too many or too few.
const MARGIN_OF_ODD_ROWS: u32 = 8;
/// The same where even the ends of cells are lost.
const MARGIN_OF_LINES: u32 = 10;
/// A piece that costs so much does not look like its column.
const ODD: u32 = 16;
/// Where cells were dropped and even the best assignment fits badly, others are readings too that cost more by one for so much that it costs.
const STRAIN_FOR_ONE: u32 = 3;
/// Laws behind the name of their kind may be what is published, or its basis: assignments that cost so much more than the best and differ from it in that are
/// readings too.
const PUBLISHED_OR_BASIS: u32 = 30;
/// The most assignments that are listed.
pub const MOST_PATHS: usize = 4096;

impl Fill {
    /// The first piece in the column.
    pub fn piece(self) -> Option<usize> {
        match self {
            Fill::Empty => None,
            Fill::Piece(piece) | Fill::Joined(piece, _) | Fill::Left(piece, _) | Fill::Right(piece, _) => Some(piece),
        }
    }

    /// Whether anything is in the column.
    pub fn is_filled(self) -> bool {
        self != Fill::Empty
    }

    fn holds(self, wanted: usize) -> bool {
        self.piece() == Some(wanted) || matches!(self, Fill::Joined(first, more) if (first..=first + more).contains(&wanted))
    }
}

/// What is known of the places of pieces before their texts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Positions {
    /// The position of a piece tells its column unless other columns fit far better; blank cells are pieces.
    Stated,
    /// Blank cells were dropped; only the order is left.
    Dropped,
    /// As dropped, and a piece may be the next line of the cell before it.
    Lines,
    /// As stated, and the ends of cells are sure.
    Cells,
}

impl Positions {
    /// What a grid so written leaves of them.
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::PipeTight => Positions::Dropped,
            Dialect::Stream => Positions::Lines,
            Dialect::PipeSpaced | Dialect::Tab | Dialect::Delimited => Positions::Stated,
            Dialect::Cells => Positions::Cells,
        }
    }

    /// Whether the place of a piece in its row tells its column.
    pub fn are_stated(self) -> bool {
        matches!(self, Positions::Stated | Positions::Cells)
    }

    /// Assignments that cost so little more than the best are readings too.
    fn margin(self, length: Length) -> u32 {
        match (self, length) {
            (Positions::Lines, _) => MARGIN_OF_LINES,
            (_, length) if length.is_odd() => MARGIN_OF_ODD_ROWS,
            _ => MARGIN,
        }
    }
}

/// Places `row` (left to right) into the columns of `model`.
pub fn place(row: &Pieces, model: &Model, positions: Positions) -> Placement {
    straight(row, model, positions).unwrap_or_else(|| best(&Lattice::new(row, model, positions), row, positions))
}

/// As [`place`]; and where `is_asked` says so of the placement, how sure each column of it is, in ten-thousandths: its share of the weight of all paths.
pub fn place_surely(row: &Pieces, model: &Model, positions: Positions, is_asked: impl Fn(&Placement) -> bool) -> (Placement, Vec<u16>) {
    if let Some(placement) = straight(row, model, positions).filter(|placement| !is_asked(placement)) {
        return (placement, Vec::new());
    }
    let lattice = Lattice::new(row, model, positions);
    let placement = best(&lattice, row, positions);
    let confidence = if is_asked(&placement) { Posterior::new(&lattice).of(&placement.columns) } else { Vec::new() };
    (placement, confidence)
}

/// Every piece in the column of its position, where that is so cheap that no other path can be as good: then nothing has to be searched.
fn straight(row: &Pieces, model: &Model, positions: Positions) -> Option<Placement> {
    let is_plain = positions.are_stated() && matches!(row.length, Length::Usual | Length::Unknown);
    if !is_plain || row.pieces.iter().any(|piece| piece.cuts.iter().any(|cut| cut.glued)) {
        return None;
    }
    let cost = lattice::straight(row, model, LEAVING - positions.margin(row.length))?;
    let is_filled = |column: usize| row.pieces.get(column).is_some_and(|piece| piece.traits.length > 0);
    let columns: Vec<Fill> =
        (0..model.columns.len()).map(|column| if is_filled(column) { Fill::Piece(column) } else { Fill::Empty }).collect();
    Some(Placement { readings: vec![columns.clone()], columns, unplaced: Vec::new(), capped: false, cost })
}

fn best(lattice: &Lattice, row: &Pieces, positions: Positions) -> Placement {
    let best = lattice.rest(0, 0, State::default());
    let most = best.saturating_add(positions.margin(row.length));
    let (mut found, mut capped) = search(lattice, most);
    if positions == Positions::Dropped && !row.length.is_odd() {
        let (more, is_capped) = strained(lattice, row, found.first().map(|(_, columns)| columns.as_slice()), most);
        found.extend(more);
        capped |= is_capped;
    }
    if matches!(positions, Positions::Dropped | Positions::Lines) {
        let more = published_or_basis(lattice, row, found.first().map(|(_, columns)| columns.as_slice()), most);
        found.extend(more);
    }
    let readings: Vec<_> = found.into_iter().map(|(_, columns)| columns).collect();
    let columns = readings.first().cloned().unwrap_or_else(|| vec![Fill::Empty; lattice.model.columns.len()]);
    // What some reading puts into a column is open there.
    let is_placed = |piece: usize| readings.iter().any(|columns| columns.iter().any(|fill| fill.holds(piece)));
    let unplaced = (0..row.pieces.len()).filter(|piece| !lattice.is_blank(*piece) && !is_placed(*piece)).collect();
    Placement { columns, unplaced, readings, capped, cost: best }
}

/// Where laws stand behind the name of their kind in `row`: of the assignments that cost more than `most` the cheapest ones that put these laws among the
/// contents and not under the basis, where the `best` does otherwise.
fn published_or_basis(lattice: &Lattice, row: &Pieces, best: Option<&[Fill]>, most: u32) -> Vec<(u32, Vec<Fill>)> {
    let Some(laws) = row.pieces.iter().position(|piece| piece.traits.published) else { return Vec::new() };
    let field = |columns: &[Fill]| {
        let column = columns.iter().position(|fill| fill.holds(laws))?;
        let field = lattice.model.columns.get(column)?.field;
        matches!(field, Field::Contents | Field::LegalBasis).then_some(field)
    };
    let Some(own) = best.and_then(field) else { return Vec::new() };
    let (mut found, _) = search(lattice, most.saturating_add(PUBLISHED_OR_BASIS));
    // What takes more lines for one cell than the best does is no reading as good as that.
    let most_lines = best.map_or(0, lines_joined);
    let differs = |columns: &[Fill]| lines_joined(columns) <= most_lines && field(columns).is_some_and(|other| other != own);
    found.retain(|(cost, columns)| *cost > most && differs(columns));
    let cheapest = found.first().map_or(0, |(cost, _)| *cost);
    found.retain(|(cost, _)| *cost <= cheapest + MARGIN);
    found
}

/// How many pieces stand in a column of another one.
fn lines_joined(columns: &[Fill]) -> usize {
    columns.iter().map(|fill| if let Fill::Joined(_, more) = fill { *more } else { 0 }).sum()
}

/// All assignments that cost at most `most` with what they cost, the cheapest first, and whether there are more than are listed.
fn search(lattice: &Lattice, most: u32) -> (Vec<(u32, Vec<Fill>)>, bool) {
    let mut search = Search { lattice, most, path: Vec::new(), found: Vec::new(), capped: false };
    search.walk(0, 0, State::default(), 0);
    search.found.sort_by_key(|(cost, _)| *cost);
    (search.found, search.capped)
}

/// Where pieces of `row` do not look like the columns into which the `best` assignment puts them: the assignments that cost more than `most`, by no more
/// than that explains, and put one of these elsewhere; and whether there are more than are listed.
fn strained(lattice: &Lattice, row: &Pieces, best: Option<&[Fill]>, most: u32) -> (Vec<(u32, Vec<Fill>)>, bool) {
    let best = best.unwrap_or_default();
    let odd = odd(best, row, lattice.model);
    let more = odd.iter().map(|(_, cost)| cost).sum::<u32>() / STRAIN_FOR_ONE;
    if more == 0 {
        return (Vec::new(), false);
    }
    let moves = |columns: &[Fill]| odd.iter().any(|(column, _)| columns.get(*column) != best.get(*column));
    let (mut found, capped) = search(lattice, most.saturating_add(more));
    found.retain(|(cost, columns)| *cost > most && moves(columns));
    (found, capped)
}

/// The columns, levels and contents aside, whose piece of `row` does not look like what stands there, and what that costs.
fn odd(columns: &[Fill], row: &Pieces, model: &Model) -> Vec<(usize, u32)> {
    let (mut odd, mut opened) = (Vec::new(), 0);
    for (column, fill) in columns.iter().enumerate() {
        let Some(piece) = fill.piece().and_then(|piece| row.pieces.get(piece)) else { continue };
        if model.is_asked(column) {
            odd.push((column, model.put(column, &piece.traits, piece.seen, opened)));
        }
        opened |= model.ranks.get(column).copied().flatten().map_or(0, |rank| 1 << rank);
    }
    odd.retain(|(_, cost)| *cost >= ODD);
    odd
}

/// Walks every path that costs at most `most`.
struct Search<'a> {
    lattice: &'a Lattice<'a>,
    most: u32,
    path: Vec<Fill>,
    found: Vec<(u32, Vec<Fill>)>,
    capped: bool,
}

impl Search<'_> {
    fn walk(&mut self, column: usize, piece: usize, state: State, spent: u32) {
        if self.found.len() >= MOST_PATHS {
            self.capped = true;
            return;
        }
        if let Some(cost) = self.lattice.end(column, piece, state) {
            let spent = spent.saturating_add(cost);
            if spent <= self.most && self.found.last().is_none_or(|(_, path)| *path != self.path) {
                self.found.push((spent, self.path.clone()));
            }
            return;
        }
        let mut steps = Vec::new();
        self.lattice.steps(column, piece, state, &mut |step| steps.push(step));
        for step in steps {
            let spent = spent.saturating_add(step.cost);
            if spent.saturating_add(self.lattice.rest(step.column, step.piece, step.state)) > self.most {
                continue;
            }
            let before = self.path.len();
            self.path.extend(step.fills.into_iter().flatten());
            self.walk(step.column, step.piece, step.state, spent);
            self.path.truncate(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::MarkGroup;
    use crate::structure::columns::Column;

    /// Numbers by chance, the same each time (xorshift; Marsaglia 2003).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % most
        }
    }

    fn model() -> Model {
        let fields = [Field::Serial, Field::PrimaryItem, Field::SecondaryItem, Field::Contents, Field::LegalBasis, Field::Deadlines];
        let mark = |group| Column { group: Some(group), ..Column::new(Field::Marks, "".into(), None) };
        let marks = [MarkGroup::Audience, MarkGroup::Audience, MarkGroup::Mode, MarkGroup::Mode].map(mark);
        Model::new(fields.map(|field| Column::new(field, "".into(), None)).into_iter().chain(marks).collect())
    }

    /// A piece as one would expect it in `column`, or another one.
    fn piece(column: u64, chance: &mut Chance) -> Piece<'static> {
        let kind = if chance.below(8) == 0 { chance.below(11) } else { column };
        let length = if chance.below(4) == 0 { 0 } else { 6 };
        let text = Traits { length, ..Traits::default() };
        let traits = match kind {
            _ if length == 0 => text,
            0 => Traits { serial: true, ..text },
            3 => Traits { list: true, elements: true, ..text },
            4 => Traits { citation: true, has_title: true, ..text },
            5 => Traits { deadline: true, ..text },
            6..=9 => Traits { tick: true, ..text },
            _ => text,
        };
        Piece { traits, seen: if chance.below(5) == 0 { 1 << column } else { 0 }, joined: None, cuts: &[] }
    }

    #[test]
    fn the_straight_path_is_what_a_search_finds() {
        let (model, mut chance, mut straight_ones) = (model(), Chance(88_172_645_463_325_252), 0);
        for _ in 0..3_000 {
            let pieces = (0..8 + chance.below(4)).map(|column| piece(column, &mut chance)).collect();
            let length = if chance.below(2) == 0 { Length::Usual } else { Length::Unknown };
            let row = Pieces { pieces, length };
            for positions in [Positions::Stated, Positions::Cells] {
                let Some(straight) = straight(&row, &model, positions) else { continue };
                straight_ones += 1;
                assert_eq!(straight, best(&Lattice::new(&row, &model, positions), &row, positions), "{row:?}");
            }
        }
        assert!(straight_ones > 500, "{straight_ones}");
    }
}
