//! structure/placement/lattice: the steps that a path over columns and pieces may take, and what each costs.

use super::{Fill, Length, Piece, Pieces, Positions};
use crate::item::MarkGroup;
use crate::recognise::Traits;
use crate::structure::columns::Model;

/// What it costs to leave the stated position by one cell.
const SHIFT: u32 = 35;
/// The same for a blank cell too many in a row that is too long, or too few in one that is too short.
const SHIFT_ASKED: u32 = 14;
/// The same for each further cell, where the format tells how many cells a row lacks.
const SHIFT_FURTHER: u32 = 1;
/// What it costs that a row is too short or too long for another reason than a separator or a shift. Where the format tells the cells, the last ones of a row may
/// be left out for nothing.
const NOT_MENDED: u32 = 20;
/// A row with fewer cells than that hardly tells that it is shifted: each step costs [`SHIFT`] three times.
const TELLING: usize = 4;
/// What it costs to take two pieces for one, or one for two; less where the length of the row asks for it, more where it speaks against it.
const SEPARATOR: u32 = 38;
const SEPARATOR_ASKED: u32 = 12;
const SEPARATOR_ODD: u32 = 60;
/// What it costs to take two pieces for one where either says something known that the whole does not, or the first one is a whole citation or deadline.
const ELEMENT_LOST: u32 = 15;
/// What it costs to take a tick off its neighbour, and to leave it there.
const GLUED: u32 = 12;
const GLUED_STAYS: u32 = 10;
/// What it costs to take a line for the next one of the same cell; the next entry of a list, the next of the elements that contents are
/// made of, or the rest of a line that ends with a comma, less.
const SAME_CELL: u32 = 26;
const SAME_LIST: u32 = 3;
/// What it costs to begin a cell behind a line that ends with a comma.
pub(in crate::structure) const UNFINISHED: u32 = 20;
/// A cell has so many lines at most.
const MOST_LINES: usize = 64;
/// A path that leaves the stated positions of a row without glued ticks costs so much at least: a shift, or a separator too many or too few.
pub(super) const LEAVING: u32 = if SHIFT < SEPARATOR { SHIFT } else { SEPARATOR };
/// What it costs to place a piece nowhere.
pub(super) const UNPLACED: u32 = 400;
/// What it costs to leave audience, mode or level without a tick in a row that has ticks.
const EMPTY_GROUP: u32 = 30;
const UNREACHABLE: u32 = u32::MAX;

/// What a path remembers of the columns it has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Ranks of the hierarchy stated so far, as bits.
    pub(super) opened: u32,
    /// Whether the group of mark columns at hand has a tick.
    pub(super) ticked: bool,
    /// Whether a cell too many or too few has been accounted for.
    pub(super) mended: bool,
}

/// A step of a path: what it costs, what it puts into columns, and where it leads.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) cost: u32,
    pub(super) fills: [Option<Fill>; 2],
    pub(super) column: usize,
    pub(super) piece: usize,
    pub(super) state: State,
}

pub(super) struct Lattice<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    length: Length,
    pub(super) model: &'a Model,
    positions: Positions,
    has_ticks: bool,
    /// What a step off the stated position costs in this row.
    shift: u32,
    states: usize,
    last_filled: Option<usize>,
    /// Cheapest cost from (column, piece, state) to the end.
    pub(super) costs: Vec<u32>,
    /// Every (column, piece, state) that a path may pass, in order.
    pub(super) nodes: Vec<(usize, usize, State)>,
}

impl<'a> Lattice<'a> {
    pub(super) fn new(row: &'a Pieces<'a>, model: &'a Model, positions: Positions) -> Self {
        let Pieces { pieces, length } = row;
        let states = 4 << model.depth();
        let has_ticks = pieces.iter().any(|piece| piece.traits.tick);
        let last_filled = pieces.iter().rposition(|piece| piece.traits.length > 0);
        let filled = pieces.iter().filter(|piece| piece.traits.length > 0).count();
        let shift = if filled < TELLING { 3 * SHIFT } else { SHIFT };
        let costs = vec![UNREACHABLE; (model.columns.len() + 1) * (pieces.len() + 1) * states];
        let mut lattice =
            Lattice { pieces, length: *length, model, positions, has_ticks, shift, states, last_filled, costs, nodes: Vec::new() };
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
        let mended = if self.is_odd() { &[false, true][..] } else { &[false] };
        let mut passed = 0u32;
        for column in 0..=columns {
            let inside = column > 0 && self.group(column).is_some() && self.group(column - 1) == self.group(column);
            let open: Vec<u32> = (0..self.states as u32 / 4).filter(|opened| opened & !passed == 0).collect();
            for piece in 0..=self.pieces.len() {
                for (opened, mended) in open.iter().flat_map(|opened| mended.iter().map(|mended| (*opened, *mended))) {
                    nodes.push((column, piece, State { opened, ticked: false, mended }));
                    if inside {
                        nodes.push((column, piece, State { opened, ticked: true, mended }));
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

    pub(super) fn rest(&self, column: usize, piece: usize, state: State) -> u32 {
        self.at(column, piece, state).and_then(|index| self.costs.get(index)).copied().unwrap_or(UNREACHABLE)
    }

    pub(super) fn at(&self, column: usize, piece: usize, state: State) -> Option<usize> {
        self.index(column, piece, (state.opened as usize) << 2 | usize::from(state.mended) << 1 | usize::from(state.ticked))
    }

    fn cheapest(&self, column: usize, piece: usize, state: State) -> u32 {
        if let Some(cost) = self.end(column, piece, state) {
            return cost;
        }
        let mut best = UNREACHABLE;
        self.steps(column, piece, state, &mut |step| {
            best = best.min(step.cost.saturating_add(self.rest(step.column, step.piece, step.state)))
        });
        best
    }

    /// Whether more than one cell stands at `piece` and behind it: one cell alone hardly tells that a row is shifted.
    fn shifts_several(&self, piece: usize) -> bool {
        self.last_filled.is_some_and(|last| last > piece)
    }

    /// What it costs to end here; `None` where something is left to place.
    pub(super) fn end(&self, column: usize, piece: usize, state: State) -> Option<u32> {
        let ends = column == self.model.columns.len() && piece == self.pieces.len();
        ends.then_some(if self.is_odd() && !state.mended && self.length != Length::Lacking { NOT_MENDED } else { 0 })
    }

    /// Whether the row is longer or shorter than its table's rows are.
    fn is_odd(&self) -> bool {
        self.length.is_odd()
    }

    /// Tells `take` every step possible here.
    pub(super) fn steps(&self, column: usize, piece: usize, state: State, take: &mut dyn FnMut(Step)) {
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
            let leaves = self.positions.are_stated() && piece < self.pieces.len();
            let lacks = self.length == Length::Lacking;
            let asked = leaves && (lacks || self.length == Length::Short && self.shifts_several(piece));
            let shift = match () {
                () if !leaves && lacks && state.mended => SHIFT_ASKED,
                () if !leaves => 0,
                () if !asked => self.shift,
                () if lacks && state.mended => SHIFT_FURTHER,
                () => self.shift.min(SHIFT_ASKED),
            };
            let cost = self.model.blank(column, state.opened) + cost + shift;
            let state = State { mended: next.mended || asked, ..next };
            take(Step { cost, fills: [Some(Fill::Empty), None], column: column + 1, piece, state });
        }
        if piece < self.pieces.len() {
            let cost = match (self.is_blank(piece), has_column) {
                (true, true) if self.length == Length::Long => self.shift.min(SHIFT_ASKED),
                (true, true) => self.shift,
                (true, false) if self.length == Length::Lacking => self.shift,
                (true, false) => 0,
                (false, _) => UNPLACED,
            };
            let mended = state.mended || self.length == Length::Long && self.is_blank(piece) && self.positions.are_stated();
            take(Step { cost, fills: [None, None], column, piece: piece + 1, state: State { mended, ..state } });
        }
    }

    /// The piece goes into the column.
    fn put(&self, column: usize, piece: usize, at_hand: &Piece, state: State, take: &mut dyn FnMut(Step)) {
        let blank = self.is_blank(piece);
        let (cost, next) = self.after(column, state, !blank);
        let (fit, fill) = match blank {
            true => (self.model.blank(column, state.opened), Fill::Empty),
            false => {
                let stays = if at_hand.cuts.iter().any(|cut| cut.glued) { GLUED_STAYS } else { 0 };
                let ends = if self.length == Length::Long && at_hand.traits.is_cut_off() { UNFINISHED } else { 0 };
                let is_home = piece == column && self.positions.are_stated() && (!self.is_odd() || self.length == Length::Lacking);
                let put = if is_home { Model::put_at_home } else { Model::put };
                (put(self.model, column, &at_hand.traits, at_hand.seen, state.opened) + stays + ends, Fill::Piece(piece))
            }
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
            let differ = |next: &Piece| {
                let are_figures = at_hand.traits.figure && next.traits.figure;
                are_figures || at_hand.traits.is_other_than(&next.traits) && !at_hand.traits.is_cut_off() && !next.traits.goes_on
            };
            let two = self.pieces.get(piece + 1).is_some_and(differ);
            let parts = self.pieces.get(piece + 1).map(|next| at_hand.traits.element || next.traits.element || next.traits.list);
            let is_lost = parts == Some(true) && !joined.element && !joined.list;
            let lost = if is_lost || joined.parted { ELEMENT_LOST } else { 0 };
            let cost = cost + self.model.put(column, &joined, 0, state.opened) + if two { SEPARATOR_ODD } else { SEPARATOR_ASKED } + lost;
            let fills = [Some(Fill::Joined(piece, 1)), None];
            return take(Step { cost, fills, column: column + 1, piece: piece + 2, state: State { mended: true, ..next } });
        }
        let mut spent = cost + if lines { first } else { first / 2 };
        let mut above = at_hand;
        for more in 1..=if lines { MOST_LINES } else { 1 } {
            let Some(below) = self.pieces.get(piece + more).filter(|below| below.traits.length > 0 && !below.traits.tick) else { return };
            let elements = self.model.are_contents(above.seen & below.seen);
            let step = if lines { same_cell(&above.traits, &below.traits, elements) } else { self.separator(Length::Long) };
            spent += step + self.model.join(column, &below.traits, below.seen);
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
            above = below;
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
            let mut go = |cost: u32, piece: usize, mended: bool| {
                let state = State { mended: mended || after.mended, ..after };
                take(Step { cost, fills, column: column + 2, piece, state });
            };
            let fit = cost + cost_right + left + right;
            let begins = next > piece + 1;
            match cut.glued && self.positions != Positions::Dropped {
                true if begins && cut.left_traits.tick => go(fit + GLUED, next, false),
                true if !begins && cut.right_traits.tick && next < self.pieces.len() && self.is_blank(next) => {
                    go(fit + GLUED, next + 1, false)
                }
                _ => {}
            }
            if !begins
                && self.positions != Positions::Cells
                && (self.positions == Positions::Stated || cut.glued || self.length == Length::Short)
            {
                let lost = if cut.glued && self.positions == Positions::Dropped { GLUED } else { self.separator(Length::Short) };
                go(fit + lost, next, self.length == Length::Short);
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

    /// See [`after`].
    fn after(&self, column: usize, state: State, filled: bool) -> (u32, State) {
        after(self.model, self.has_ticks, column, state, filled)
    }

    fn group(&self, column: usize) -> Option<MarkGroup> {
        group(self.model, column)
    }

    pub(super) fn is_blank(&self, piece: usize) -> bool {
        self.pieces.get(piece).is_none_or(|piece| piece.traits.length == 0)
    }
}

/// The state after `column` was filled or not, and what the end of a group of marks costs in a row that `has_ticks`.
fn after(model: &Model, has_ticks: bool, column: usize, state: State, filled: bool) -> (u32, State) {
    let rank = model.ranks.get(column).copied().flatten().filter(|_| filled);
    let opened = state.opened | rank.map_or(0, |rank| 1 << rank);
    let Some(own) = group(model, column) else { return (0, State { opened, ticked: false, ..state }) };
    let ticked = state.ticked || filled;
    if group(model, column + 1) == Some(own) {
        return (0, State { opened, ticked, ..state });
    }
    let cost = if ticked || !has_ticks { 0 } else { EMPTY_GROUP };
    (cost, State { opened, ticked: false, ..state })
}

fn group(model: &Model, column: usize) -> Option<MarkGroup> {
    model.columns.get(column).filter(|column| column.is_mark()).and_then(|column| column.group)
}

/// What it costs to put every piece of `row` into the column of its position; `None` where that is `most` or more, or a piece stands in no column.
pub(super) fn straight(row: &Pieces, model: &Model, most: u32) -> Option<u32> {
    let pieces = &row.pieces;
    if pieces.iter().skip(model.columns.len()).any(|piece| piece.traits.length > 0) {
        return None;
    }
    let has_ticks = pieces.iter().any(|piece| piece.traits.tick);
    let (mut cost, mut state) = (0u32, State::default());
    for column in 0..model.columns.len() {
        let filled = pieces.get(column).filter(|piece| piece.traits.length > 0);
        let fit = match filled {
            Some(piece) => model.put_at_home(column, &piece.traits, piece.seen, state.opened),
            None => model.blank(column, state.opened),
        };
        let (end_of_group, next) = after(model, has_ticks, column, state, filled.is_some());
        (cost, state) = (cost + fit + end_of_group, next);
        if cost >= most {
            return None;
        }
    }
    Some(cost)
}

/// What it costs to take the line `below` for the next one of the cell that ends with the line `above`; `elements` tells that both stand among the
/// contents elsewhere.
pub(in crate::structure) fn same_cell(above: &Traits, below: &Traits, elements: bool) -> u32 {
    let is_list =
        elements || below.boxed || below.numbered || below.alike || above.is_cut_off() || below.goes_on || above.element && below.element;
    if is_list { SAME_LIST } else { SAME_CELL }
}
