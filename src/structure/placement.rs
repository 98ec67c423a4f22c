//! structure/placement: which column does each piece of a row belong to?
//!
//! A row is placed by the cheapest monotone path over the columns (alignment by dynamic programming; Viterbi 1967, Needleman and Wunsch 1970).
//! Where cells were dropped, leaving a column empty is free of penalty; where positions are stated, a path that leaves them costs [`SHIFT`] a step.
//! All assignments as cheap as the best are listed; what the text cannot decide is therefore never decided.

use super::columns::Model;
use crate::evidence::Text;
use crate::item::MarkGroup;
use crate::recognise::Traits;

/// A cell of a row as placement sees it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its source text, without blanks at the ends.
    pub text: &'a Text,
    /// What it looks like.
    pub traits: Traits,
}

/// A row placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// For every column the piece in it.
    pub columns: Vec<Option<usize>>,
    /// Pieces that stand in no column.
    pub unplaced: Vec<usize>,
    /// Every assignment that is as good as the best (the best included), in order; at most [`MOST_PATHS`].
    pub readings: Vec<Vec<Option<usize>>>,
    /// Whether there are more than those.
    pub capped: bool,
    /// What the best path costs.
    pub cost: u32,
}

/// What it costs to leave the stated position by one cell.
const SHIFT: u32 = 35;
/// What it costs to place a piece nowhere.
const UNPLACED: u32 = 400;
/// What it costs to leave audience, mode or level without a tick in a row that has ticks.
const EMPTY_GROUP: u32 = 30;
/// Assignments that cost so little more than the best are readings too. Less than any single reason to prefer one.
const MARGIN: u32 = 2;
/// The most assignments that are listed.
pub const MOST_PATHS: usize = 4096;

const UNREACHABLE: u32 = u32::MAX;

/// Places `pieces` (left to right) into the columns of `model`. `stated`: the position of a piece tells its column unless other columns fit far better;
/// blank cells are pieces then.
pub fn place(pieces: &[Piece], model: &Model, stated: bool) -> Placement {
    let lattice = Lattice::new(pieces, model, stated);
    let best = lattice.rest(0, 0, State::default());
    let mut search = Search { lattice: &lattice, most: best.saturating_add(MARGIN), path: Vec::new(), found: Vec::new(), capped: false };
    search.walk(0, 0, State::default(), 0);
    let capped = search.capped;
    let mut found = search.found;
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let readings: Vec<_> = found.into_iter().map(|(_, columns)| columns).collect();
    let columns = readings.first().cloned().unwrap_or_else(|| vec![None; model.columns.len()]);
    let unplaced = (0..pieces.len()).filter(|piece| !lattice.is_blank(*piece) && !columns.contains(&Some(*piece))).collect();
    Placement { columns, unplaced, readings, capped, cost: best }
}

/// What a path remembers of the columns it has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    /// Ranks of the hierarchy stated so far, as bits.
    opened: u32,
    /// Whether the group of mark columns at hand has a tick.
    ticked: bool,
}

/// A step of a path.
#[derive(Clone, Copy)]
enum Step {
    /// The piece goes into the column.
    Put,
    /// The column stays empty.
    Leave,
    /// The piece goes nowhere.
    Drop,
}

struct Lattice<'a> {
    pieces: &'a [Piece<'a>],
    model: &'a Model,
    stated: bool,
    has_ticks: bool,
    states: usize,
    /// Cheapest cost from (column, piece, state) to the end.
    costs: Vec<u32>,
}

impl<'a> Lattice<'a> {
    fn new(pieces: &'a [Piece<'a>], model: &'a Model, stated: bool) -> Self {
        let states = 2 << model.depth();
        let has_ticks = pieces.iter().any(|piece| piece.traits.tick);
        let costs = vec![UNREACHABLE; (model.columns.len() + 1) * (pieces.len() + 1) * states];
        let mut lattice = Lattice { pieces, model, stated, has_ticks, states, costs };
        for column in (0..=model.columns.len()).rev() {
            for piece in (0..=pieces.len()).rev() {
                for state in 0..states {
                    let cost = lattice.cheapest(column, piece, State { opened: state as u32 >> 1, ticked: state & 1 == 1 });
                    if let Some(index) = lattice.index(column, piece, state).and_then(|index| lattice.costs.get_mut(index)) {
                        *index = cost;
                    }
                }
            }
        }
        lattice
    }

    fn index(&self, column: usize, piece: usize, state: usize) -> Option<usize> {
        (column <= self.model.columns.len() && piece <= self.pieces.len())
            .then(|| (column * (self.pieces.len() + 1) + piece) * self.states + state)
    }

    fn rest(&self, column: usize, piece: usize, state: State) -> u32 {
        let state = (state.opened as usize) << 1 | usize::from(state.ticked);
        self.index(column, piece, state).and_then(|index| self.costs.get(index)).copied().unwrap_or(UNREACHABLE)
    }

    fn cheapest(&self, column: usize, piece: usize, state: State) -> u32 {
        if column == self.model.columns.len() && piece == self.pieces.len() {
            return 0;
        }
        let steps = self.steps(column, piece, state);
        steps.iter().flatten().map(|(_, cost, c, p, s)| cost.saturating_add(self.rest(*c, *p, *s))).min().unwrap_or(UNREACHABLE)
    }

    /// The steps possible here: what they cost, and the column, piece and state after them.
    fn steps(&self, column: usize, piece: usize, state: State) -> [Option<(Step, u32, usize, usize, State)>; 3] {
        let has_column = column < self.model.columns.len();
        let at_hand = self.pieces.get(piece);
        let put = at_hand.filter(|_| has_column).map(|at_hand| {
            if self.is_blank(piece) {
                let (cost, next) = self.after(column, state, false);
                return (Step::Put, self.model.blank(column, state.opened) + cost, column + 1, piece + 1, next);
            }
            let (cost, next) = self.after(column, state, true);
            let fit = self.model.put(column, at_hand.text, &at_hand.traits, state.opened);
            (Step::Put, fit + cost, column + 1, piece + 1, next)
        });
        let leave = has_column.then(|| {
            let (cost, next) = self.after(column, state, false);
            let shift = if self.stated && piece < self.pieces.len() { SHIFT } else { 0 };
            (Step::Leave, self.model.blank(column, state.opened) + cost + shift, column + 1, piece, next)
        });
        let drop = at_hand.map(|_| {
            let cost = match (self.is_blank(piece), has_column) {
                (true, true) => SHIFT,
                (true, false) => 0,
                (false, _) => UNPLACED,
            };
            (Step::Drop, cost, column, piece + 1, state)
        });
        [put, leave, drop]
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

/// Walks every path that costs at most `most`.
struct Search<'a> {
    lattice: &'a Lattice<'a>,
    most: u32,
    path: Vec<Option<usize>>,
    found: Vec<(u32, Vec<Option<usize>>)>,
    capped: bool,
}

impl Search<'_> {
    fn walk(&mut self, column: usize, piece: usize, state: State, spent: u32) {
        if self.found.len() >= MOST_PATHS {
            self.capped = true;
            return;
        }
        if column == self.lattice.model.columns.len() && piece == self.lattice.pieces.len() {
            if !self.found.iter().rev().take(1).any(|(_, path)| *path == self.path) {
                self.found.push((spent, self.path.clone()));
            }
            return;
        }
        for (step, cost, next, piece_after, after) in self.lattice.steps(column, piece, state).into_iter().flatten() {
            let spent = spent.saturating_add(cost);
            if spent.saturating_add(self.lattice.rest(next, piece_after, after)) > self.most {
                continue;
            }
            match step {
                Step::Put => self.path.push(Some(piece).filter(|piece| !self.lattice.is_blank(*piece))),
                Step::Leave => self.path.push(None),
                Step::Drop => {}
            }
            self.walk(next, piece_after, after, spent);
            if !matches!(step, Step::Drop) {
                self.path.pop();
            }
        }
    }
}
