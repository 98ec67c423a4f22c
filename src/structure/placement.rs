//! structure/placement: which column does each piece of a row belong to?
//!
//! A row is placed by the cheapest monotone path over the columns (alignment by dynamic programming; Viterbi 1967, Needleman and Wunsch 1970).
//! Where cells were dropped, leaving a column empty is free of penalty; where positions are stated, a path that leaves them costs [`SHIFT`] a step.
//! A separator too many or too few is a step too: two pieces in one column, one piece in two.
//! All assignments as cheap as the best are listed; what the text cannot decide is therefore never decided.

mod posterior;

use super::columns::Model;
use crate::decode::Dialect;
use crate::item::MarkGroup;
use crate::recognise::Traits;
use posterior::Posterior;
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
    /// More: a separator too many.
    Long,
    /// Rows do not agree, or have no ends.
    Unknown,
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

/// What it costs to leave the stated position by one cell.
const SHIFT: u32 = 35;
/// The same for a blank cell too many in a row that is too long.
const SHIFT_ASKED: u32 = 25;
/// A row with fewer cells than that hardly tells that it is shifted: each step costs [`SHIFT`] three times.
const TELLING: usize = 4;
/// What it costs to take two pieces for one, or one for two; less where the length of the row asks for it, more where it speaks against it.
const SEPARATOR: u32 = 38;
const SEPARATOR_ASKED: u32 = 12;
const SEPARATOR_ODD: u32 = 60;
/// What it costs to take a tick off its neighbour.
const GLUED: u32 = 12;
/// What it costs to take a line for the next one of the same cell; the next entry of a list, or the rest of a line that ends with a comma, less.
pub(super) const SAME_CELL: u32 = 26;
pub(super) const SAME_LIST: u32 = 3;
/// What it costs to begin a cell behind a line that ends with a comma.
pub(super) const UNFINISHED: u32 = 20;
/// A cell has so many lines at most.
const MOST_LINES: usize = 64;
/// What it costs to place a piece nowhere.
const UNPLACED: u32 = 400;
/// What it costs to leave audience, mode or level without a tick in a row that has ticks.
const EMPTY_GROUP: u32 = 30;
/// Assignments that cost so little more than the best are readings too. Less than any single reason to prefer one.
const MARGIN: u32 = 2;
/// The same where even the ends of cells are lost.
const MARGIN_OF_LINES: u32 = 10;
/// The most assignments that are listed.
pub const MOST_PATHS: usize = 4096;

const UNREACHABLE: u32 = u32::MAX;

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
            Dialect::PipeSpaced | Dialect::Tab => Positions::Stated,
            Dialect::Cells => Positions::Cells,
        }
    }

    /// Whether the place of a piece in its row tells its column.
    pub fn are_stated(self) -> bool {
        matches!(self, Positions::Stated | Positions::Cells)
    }

    /// Assignments that cost so little more than the best are readings too.
    fn margin(self) -> u32 {
        if self == Positions::Lines { MARGIN_OF_LINES } else { MARGIN }
    }
}

/// Places `pieces` (left to right) into the columns of `model`.
pub fn place(row: &Pieces, model: &Model, positions: Positions) -> Placement {
    let pieces = row.pieces.as_slice();
    let lattice = Lattice::new(row, model, positions);
    let best = lattice.rest(0, 0, State::default());
    let most = best.saturating_add(positions.margin());
    let mut search = Search { lattice: &lattice, most, path: Vec::new(), found: Vec::new(), capped: false };
    search.walk(0, 0, State::default(), 0);
    let capped = search.capped;
    let mut found = search.found;
    found.sort_by_key(|(cost, _)| *cost);
    let readings: Vec<_> = found.into_iter().map(|(_, columns)| columns).collect();
    let columns = readings.first().cloned().unwrap_or_else(|| vec![Fill::Empty; model.columns.len()]);
    let is_placed = |piece: usize| columns.iter().any(|fill| fill.holds(piece));
    let unplaced = (0..pieces.len()).filter(|piece| !lattice.is_blank(*piece) && !is_placed(*piece)).collect();
    Placement { columns, unplaced, readings, capped, cost: best }
}

/// How sure each column of the placement `columns` of `pieces` is, in hundredths: its share of the weight of all paths.
pub fn confidence(pieces: &Pieces, model: &Model, positions: Positions, columns: &[Fill]) -> Vec<u8> {
    let lattice = Lattice::new(pieces, model, positions);
    Posterior::new(&lattice).of(columns)
}

/// What a path remembers of the columns it has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    /// Ranks of the hierarchy stated so far, as bits.
    opened: u32,
    /// Whether the group of mark columns at hand has a tick.
    ticked: bool,
}

/// A step of a path: what it costs, what it puts into columns, and where it leads.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    fills: [Option<Fill>; 2],
    column: usize,
    piece: usize,
    state: State,
}

struct Lattice<'a> {
    pieces: &'a [Piece<'a>],
    length: Length,
    model: &'a Model,
    positions: Positions,
    has_ticks: bool,
    /// What a step off the stated position costs in this row.
    shift: u32,
    states: usize,
    /// Cheapest cost from (column, piece, state) to the end.
    costs: Vec<u32>,
    /// Every (column, piece, state) that a path may pass, in order.
    nodes: Vec<(usize, usize, State)>,
}

impl<'a> Lattice<'a> {
    fn new(row: &'a Pieces<'a>, model: &'a Model, positions: Positions) -> Self {
        let Pieces { pieces, length } = row;
        let states = 2 << model.depth();
        let has_ticks = pieces.iter().any(|piece| piece.traits.tick);
        let filled = pieces.iter().filter(|piece| piece.traits.length > 0).count();
        let shift = if filled < TELLING { 3 * SHIFT } else { SHIFT };
        let costs = vec![UNREACHABLE; (model.columns.len() + 1) * (pieces.len() + 1) * states];
        let mut lattice = Lattice { pieces, length: *length, model, positions, has_ticks, shift, states, costs, nodes: Vec::new() };
        let nodes = lattice.reachable();
        for &(column, piece, state) in nodes.iter().rev() {
            let cost = lattice.cheapest(column, piece, state);
            if let Some(slot) = lattice.at(column, piece, state).and_then(|at| lattice.costs.get_mut(at)) {
                *slot = cost;
            }
        }
        lattice.nodes = nodes;
        lattice
    }

    /// Every (column, piece, state) that a path may pass, in the order in which paths pass them: ranks open only behind their columns, and a group of
    /// marks has a tick only inside it.
    fn reachable(&self) -> Vec<(usize, usize, State)> {
        let columns = self.model.columns.len();
        let mut nodes = Vec::new();
        let mut passed = 0u32;
        for column in 0..=columns {
            let inside = column > 0 && self.group(column).is_some() && self.group(column - 1) == self.group(column);
            let open: Vec<u32> = (0..self.states as u32 / 2).filter(|opened| opened & !passed == 0).collect();
            for piece in 0..=self.pieces.len() {
                for opened in &open {
                    nodes.push((column, piece, State { opened: *opened, ticked: false }));
                    if inside {
                        nodes.push((column, piece, State { opened: *opened, ticked: true }));
                    }
                }
            }
            passed |= self.model.ranks.get(column).copied().flatten().map_or(0, |rank| 1 << rank);
        }
        nodes
    }

    fn index(&self, column: usize, piece: usize, state: usize) -> Option<usize> {
        let inside = column <= self.model.columns.len() && piece <= self.pieces.len();
        inside.then(|| (column * (self.pieces.len() + 1) + piece) * self.states + state)
    }

    fn rest(&self, column: usize, piece: usize, state: State) -> u32 {
        self.at(column, piece, state).and_then(|index| self.costs.get(index)).copied().unwrap_or(UNREACHABLE)
    }

    fn at(&self, column: usize, piece: usize, state: State) -> Option<usize> {
        self.index(column, piece, (state.opened as usize) << 1 | usize::from(state.ticked))
    }

    fn cheapest(&self, column: usize, piece: usize, state: State) -> u32 {
        if column == self.model.columns.len() && piece == self.pieces.len() {
            return 0;
        }
        let mut best = UNREACHABLE;
        self.steps(column, piece, state, &mut |step| {
            best = best.min(step.cost.saturating_add(self.rest(step.column, step.piece, step.state)))
        });
        best
    }

    /// Tells `take` every step possible here.
    fn steps(&self, column: usize, piece: usize, state: State, take: &mut dyn FnMut(Step)) {
        let has_column = column < self.model.columns.len();
        if let Some(at_hand) = self.pieces.get(piece).filter(|_| has_column) {
            self.put(column, piece, at_hand, state, take);
            let joins = match self.positions {
                Positions::Stated | Positions::Lines => true,
                Positions::Dropped => self.length == Length::Long,
                Positions::Cells => false,
            };
            if joins && !self.is_blank(piece) {
                self.join(column, piece, at_hand, state, take);
            }
            self.split(column, piece, piece + 1, at_hand, state, take);
            if let Some(next) = self.pieces.get(piece + 1).filter(|_| self.is_blank(piece)) {
                self.split(column, piece + 1, piece + 2, next, state, take);
            }
        }
        if has_column {
            let (cost, next) = self.after(column, state, false);
            let shift = if self.positions.are_stated() && piece < self.pieces.len() { self.shift } else { 0 };
            let cost = self.model.blank(column, state.opened) + cost + shift;
            take(Step { cost, fills: [Some(Fill::Empty), None], column: column + 1, piece, state: next });
        }
        if piece < self.pieces.len() {
            let cost = match (self.is_blank(piece), has_column) {
                (true, true) if self.length == Length::Long => self.shift.min(SHIFT_ASKED),
                (true, true) => self.shift,
                (true, false) => 0,
                (false, _) => UNPLACED,
            };
            take(Step { cost, fills: [None, None], column, piece: piece + 1, state });
        }
    }

    /// The piece goes into the column.
    fn put(&self, column: usize, piece: usize, at_hand: &Piece, state: State, take: &mut dyn FnMut(Step)) {
        let blank = self.is_blank(piece);
        let (cost, next) = self.after(column, state, !blank);
        let (fit, fill) = match blank {
            true => (self.model.blank(column, state.opened), Fill::Empty),
            false => (self.model.put(column, &at_hand.traits, at_hand.seen, state.opened), Fill::Piece(piece)),
        };
        take(Step { cost: fit + cost, fills: [Some(fill), None], column: column + 1, piece: piece + 1, state: next });
    }

    /// The piece and one or more behind it go into the column.
    fn join(&self, column: usize, piece: usize, at_hand: &Piece, state: State, take: &mut dyn FnMut(Step)) {
        if at_hand.traits.tick || self.group(column).is_some() {
            return;
        }
        let lines = self.positions == Positions::Lines;
        let (cost, next) = self.after(column, state, true);
        let first = self.model.put(column, &at_hand.traits, at_hand.seen, state.opened);
        if let Some(joined) = at_hand.joined.filter(|_| !lines) {
            let two = self.pieces.get(piece + 1).is_some_and(|next| at_hand.traits.is_other_than(&next.traits));
            let cost = cost + self.model.put(column, &joined, 0, state.opened) + if two { SEPARATOR_ODD } else { SEPARATOR_ASKED };
            let fills = [Some(Fill::Joined(piece, 1)), None];
            return take(Step { cost, fills, column: column + 1, piece: piece + 2, state: next });
        }
        let mut spent = cost + if lines { first } else { first / 2 };
        let mut above = &at_hand.traits;
        for more in 1..=if lines { MOST_LINES } else { 1 } {
            let Some(below) = self.pieces.get(piece + more).filter(|below| below.traits.length > 0 && !below.traits.tick) else { return };
            let step = if lines { same_cell(above, &below.traits) } else { self.separator(Length::Long) };
            spent += step + self.model.join(column, &below.traits);
            if spent >= UNPLACED {
                return;
            }
            take(Step {
                cost: spent,
                fills: [Some(Fill::Joined(piece, more)), None],
                column: column + 1,
                piece: piece + more + 1,
                state: next,
            });
            above = &below.traits;
        }
    }

    /// The piece `piece` is two cells, in this column and the next; a blank cell in which a glued tick stood may be beside it. `next` is the piece that
    /// follows them.
    fn split(&self, column: usize, piece: usize, next: usize, at_hand: &Piece, state: State, take: &mut dyn FnMut(Step)) {
        if column + 1 >= self.model.columns.len() || self.positions == Positions::Lines {
            return;
        }
        let (cost, between) = self.after(column, state, true);
        let (cost_right, after) = self.after(column + 1, between, true);
        for (index, cut) in at_hand.cuts.iter().enumerate() {
            let left = self.model.put(column, &cut.left_traits, 0, state.opened);
            let right = self.model.put(column + 1, &cut.right_traits, 0, between.opened);
            let fills = [Some(Fill::Left(piece, index)), Some(Fill::Right(piece, index))];
            let mut go = |cost: u32, piece: usize| take(Step { cost, fills, column: column + 2, piece, state: after });
            let fit = cost + cost_right + left + right;
            let begins = next > piece + 1;
            match cut.glued && self.positions != Positions::Dropped {
                true if begins && cut.left_traits.tick => go(fit + GLUED, next),
                true if !begins && cut.right_traits.tick && next < self.pieces.len() && self.is_blank(next) => go(fit + GLUED, next + 1),
                _ => {}
            }
            if !begins
                && self.positions != Positions::Cells
                && (self.positions == Positions::Stated || cut.glued || self.length == Length::Short)
            {
                let lost = if cut.glued && self.positions == Positions::Dropped { GLUED } else { self.separator(Length::Short) };
                go(fit + lost, next);
            }
        }
    }

    /// What it costs that a separator is missing or too many, which a row of the length `asked` would ask for.
    fn separator(&self, asked: Length) -> u32 {
        match self.length {
            Length::Unknown => SEPARATOR,
            length if length == asked => SEPARATOR_ASKED,
            _ => SEPARATOR_ODD,
        }
    }

    /// The state after `column` was filled or not, and what the end of a group of marks costs.
    fn after(&self, column: usize, state: State, filled: bool) -> (u32, State) {
        let rank = self.model.ranks.get(column).copied().flatten().filter(|_| filled);
        let opened = state.opened | rank.map_or(0, |rank| 1 << rank);
        let Some(group) = self.group(column) else { return (0, State { opened, ticked: false }) };
        let ticked = state.ticked || filled;
        if self.group(column + 1) == Some(group) {
            return (0, State { opened, ticked });
        }
        let cost = if ticked || !self.has_ticks { 0 } else { EMPTY_GROUP };
        (cost, State { opened, ticked: false })
    }

    fn group(&self, column: usize) -> Option<MarkGroup> {
        self.model.columns.get(column).and_then(|column| column.group)
    }

    fn is_blank(&self, piece: usize) -> bool {
        self.pieces.get(piece).is_none_or(|piece| piece.traits.length == 0)
    }
}

/// What it costs to take the line `below` for the next one of the cell that ends with the line `above`.
pub(super) fn same_cell(above: &Traits, below: &Traits) -> u32 {
    let is_list = below.boxed || below.numbered || above.unfinished || below.goes_on;
    if is_list { SAME_LIST } else { SAME_CELL }
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
        if column == self.lattice.model.columns.len() && piece == self.lattice.pieces.len() {
            if self.found.last().is_none_or(|(_, path)| *path != self.path) {
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
