//! structure/stream/borders: where the rows of a stream begin, and how sure that is.
//!
//! The cheapest path (Viterbi 1967) of the pieces over the columns says where rows begin; the share that paths beginning a row at a piece have in the weight
//! of all paths (forward and backward sums; Rabiner 1989) says how sure it is. Long streams are read window by window, so that memory does not grow.

use super::Piece;
use crate::field::Field;
use crate::recognise::Traits;
use crate::structure::columns::Model;
use crate::structure::placement::{UNFINISHED, Weights, same_cell, ten_thousandths};

/// What it costs to begin a row; where most lines are rows, in the middle of a line, more.
const NEW_ROW: u32 = 8;
const NEW_ROW_IN_LINE: u32 = 60;
/// What it costs, where most lines are rows, that a line goes on with the row above.
const LINE_GOES_ON: u32 = 12;
/// What it costs to take a piece of the same line for the rest of the cell before it.
const MORE_IN_LINE: u32 = 10;
/// A number that does not go on with the numbers of the rows.
const OUT_OF_ORDER: u32 = 30;
/// So many pieces are read at once; so many at the end of a window are read again in the next one, which knows what follows them.
const WINDOW: usize = 4096;
const OVERLAP: usize = 256;

/// How a piece stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Border {
    /// Whether it begins a row.
    pub(super) begins_row: bool,
    /// How sure that is, in ten-thousandths.
    pub(super) sure: u16,
}

/// One border a piece; `in_order` tells which numbers go on with the numbers of the rows.
pub(super) fn borders(pieces: &[Piece], looks: &[Traits], in_order: &[bool], model: &Model) -> Vec<Border> {
    let (weights, lines) = (Weights::new(), Lines::of(pieces, model));
    let mut found: Vec<Border> = Vec::with_capacity(pieces.len());
    while found.len() < pieces.len() {
        let from = found.len();
        let to = pieces.len().min(from + WINDOW);
        let (Some(pieces), Some(looks), Some(in_order)) = (pieces.get(from..to), looks.get(from..to), in_order.get(from..to)) else {
            break;
        };
        let window = Window::new(pieces, looks, in_order, model, lines, &weights);
        found.extend(window.borders());
        if to < from + WINDOW {
            break;
        }
        let again = (from + 1..to.saturating_sub(OVERLAP)).rev().find(|index| found.get(*index).is_some_and(|border| border.begins_row));
        found.truncate(again.unwrap_or(to));
    }
    found
}

/// Pieces that are read at once. A state is a column in which a piece stands, and the ranks opened so far in its row.
struct Window<'a> {
    pieces: &'a [Piece],
    looks: &'a [Traits],
    in_order: &'a [bool],
    model: &'a Model,
    masks: usize,
    lines: Lines,
    weights: &'a Weights,
    /// For every piece and state what it costs to put it there; asked for from each state before it.
    fits: Vec<u32>,
    /// For every state what it costs to leave its column blank.
    blanks: Vec<u32>,
}

/// What lines tell of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    /// Each is a cell.
    Cells,
    /// Most are a row.
    Rows,
    /// Nothing: they hold far more cells than a row has.
    Nothing,
}

impl Lines {
    fn of(pieces: &[Piece], model: &Model) -> Self {
        let lines = pieces.iter().filter(|piece| piece.begins_line).count();
        match pieces.len() {
            all if all == lines => Lines::Cells,
            all if all <= 2 * lines * model.columns.len() => Lines::Rows,
            _ => Lines::Nothing,
        }
    }
}

/// The best way to have put a piece into a state.
#[derive(Clone, Copy)]
struct Best {
    cost: u32,
    from: u32,
    begins_row: bool,
}

const NOWHERE: Best = Best { cost: u32::MAX, from: 0, begins_row: true };

impl<'a> Window<'a> {
    fn new(pieces: &'a [Piece], looks: &'a [Traits], in_order: &'a [bool], model: &'a Model, lines: Lines, weights: &'a Weights) -> Self {
        let masks = 1 << model.depth();
        let mut window = Window { pieces, looks, in_order, model, masks, lines, weights, fits: Vec::new(), blanks: Vec::new() };
        let states = || 0..window.states();
        let blanks = states().map(|state| model.blank(state / masks, (state % masks) as u32)).collect();
        let fits = (0..pieces.len()).flat_map(|index| states().map(move |state| (index, state)));
        let fits = fits.map(|(index, state)| window.fit(index, state)).collect();
        (window.fits, window.blanks) = (fits, blanks);
        window
    }

    fn borders(&self) -> Vec<Border> {
        let begins = self.cheapest();
        let sure = self.sums();
        let border = |(begins_row, share): (bool, f64)| {
            let sure = if begins_row { share } else { 1.0 - share };
            Border { begins_row, sure: ten_thousandths(sure) }
        };
        begins.into_iter().zip(sure).map(border).collect()
    }

    /// Where rows begin on the cheapest path.
    fn cheapest(&self) -> Vec<bool> {
        let mut all: Vec<Vec<Best>> = Vec::with_capacity(self.pieces.len());
        for index in 0..self.pieces.len() {
            let mut here = vec![NOWHERE; self.states()];
            let mut offer = |state: usize, best: Best| {
                if let Some(slot) = here.get_mut(state).filter(|slot| best.cost < slot.cost) {
                    *slot = best;
                }
            };
            let mut ended = if index == 0 { Best { cost: 0, ..NOWHERE } } else { NOWHERE };
            for (state, before) in all.last().into_iter().flatten().enumerate().filter(|(_, before)| before.cost < u32::MAX) {
                let cost = |more: u32| before.cost.saturating_add(more);
                self.steps(index, state, &mut |next, more| offer(next, Best { cost: cost(more), from: state as u32, begins_row: false }));
                let end = cost(self.end(index, state));
                if end < ended.cost {
                    ended = Best { cost: end, from: state as u32, begins_row: true };
                }
            }
            self.starts(index, &mut |state, cost| offer(state, Best { cost: ended.cost.saturating_add(cost), ..ended }));
            all.push(here);
        }
        let cost = |last: &[Best], state: usize| last.get(state).map_or(u32::MAX, |best| best.cost);
        let mut state = all.last().and_then(|last| (0..last.len()).min_by_key(|state| cost(last, *state)));
        let mut begins = Vec::with_capacity(all.len());
        for here in all.iter().rev() {
            let best = state.and_then(|state| here.get(state)).copied().unwrap_or(NOWHERE);
            begins.push(best.begins_row);
            state = Some(best.from as usize);
        }
        begins.reverse();
        begins
    }

    /// For each piece the share that paths on which it begins a row have in the weight of all paths.
    fn sums(&self) -> Vec<f64> {
        let forward = self.forward();
        let mut shares = vec![1.0; self.pieces.len()];
        let mut rest = vec![1.0; self.states()];
        for index in (1..self.pieces.len()).rev() {
            let Some(before) = forward.get(index - 1) else { continue };
            let mut begin = 0.0;
            self.starts(index, &mut |state, cost| begin += self.weights.of(cost) * get(&rest, state));
            let (mut new, mut same, mut here) = (0.0, 0.0, vec![0.0; self.states()]);
            // What no path reaches weighs nothing.
            for (state, slot) in here.iter_mut().enumerate().filter(|(state, _)| get(before, *state) > 0.0) {
                let ends = self.weights.of(self.end(index, state)) * begin;
                let mut goes_on = 0.0;
                self.steps(index, state, &mut |next, cost| goes_on += self.weights.of(cost) * get(&rest, next));
                *slot = ends + goes_on;
                new += get(before, state) * ends;
                same += get(before, state) * goes_on;
            }
            if let Some(share) = shares.get_mut(index) {
                *share = if new + same > 0.0 { new / (new + same) } else { 0.5 };
            }
            scale(&mut here);
            rest = here;
        }
        shares
    }

    /// Weight of all paths from the first piece to each state of each piece, scaled piece by piece.
    fn forward(&self) -> Vec<Vec<f64>> {
        let mut all: Vec<Vec<f64>> = Vec::with_capacity(self.pieces.len());
        for index in 0..self.pieces.len() {
            let mut here = vec![0.0; self.states()];
            let mut add = |state: usize, weight: f64| {
                if let Some(slot) = here.get_mut(state) {
                    *slot += weight;
                }
            };
            let mut ended = if index == 0 { 1.0 } else { 0.0 };
            for (state, before) in all.last().into_iter().flatten().enumerate().filter(|(_, before)| **before > 0.0) {
                self.steps(index, state, &mut |next, cost| add(next, before * self.weights.of(cost)));
                ended += before * self.weights.of(self.end(index, state));
            }
            self.starts(index, &mut |state, cost| add(state, ended * self.weights.of(cost)));
            scale(&mut here);
            all.push(here);
        }
        all
    }

    fn states(&self) -> usize {
        self.model.columns.len() * self.masks
    }

    /// Tells `take` every state that the piece `index` may go to in the row of the piece before it, which stands in `state`, and what that costs.
    fn steps(&self, index: usize, state: usize, take: &mut dyn FnMut(usize, u32)) {
        let (column, mask) = (state / self.masks, state % self.masks);
        let (look, above) = (self.look(index), self.look(index.wrapping_sub(1)));
        let goes_on = if self.lines == Lines::Rows && self.begins_line(index) { LINE_GOES_ON } else { 0 };
        if !look.tick && !self.model.columns.get(column).is_some_and(|column| column.is_mark()) {
            let in_line = if self.begins_line(index) { u32::MAX } else { MORE_IN_LINE };
            let elements = self.model.are_contents(self.seen(index) & self.seen(index.wrapping_sub(1)));
            take(state, same_cell(&above, &look, elements).min(in_line) + goes_on + self.model.join(column, &look, self.seen(index)));
        }
        let mut skipped = self.unfinished(index) + goes_on;
        for next in column + 1..self.model.columns.len() {
            let (state, fit) = self.put(index, next, mask);
            take(state, skipped + fit);
            skipped += self.blank(next, mask);
        }
    }

    /// What it costs that the row ends before the piece `index`, whose neighbour stands in `state`.
    fn end(&self, index: usize, state: usize) -> u32 {
        let (column, mask) = (state / self.masks, state % self.masks);
        let blanks = (column + 1..self.model.columns.len()).map(|next| self.blank(next, mask));
        self.unfinished(index) + blanks.sum::<u32>()
    }

    /// Tells `take` every state in which the piece `index` may begin a row, and what that costs.
    fn starts(&self, index: usize, take: &mut dyn FnMut(usize, u32)) {
        let mut skipped = if self.begins_line(index) || self.lines == Lines::Nothing { NEW_ROW } else { NEW_ROW_IN_LINE };
        for column in 0..self.model.columns.len() {
            let (state, fit) = self.put(index, column, 0);
            take(state, skipped + fit);
            skipped += self.blank(column, 0);
        }
    }

    /// The state of the piece `index` in `column` of a row that has opened the ranks `mask`, and what it costs to put it there.
    fn put(&self, index: usize, column: usize, mask: usize) -> (usize, u32) {
        let rank = self.model.ranks.get(column).copied().flatten().map_or(0, |rank| 1usize << rank);
        let fit = self.fits.get(index * self.states() + column * self.masks + mask).copied().unwrap_or(u32::MAX);
        (column * self.masks + (mask | rank), fit)
    }

    /// What it costs to put the piece `index` into the column of `state`, in a row that has opened the ranks of it.
    fn fit(&self, index: usize, state: usize) -> u32 {
        let (column, mask) = (state / self.masks, state % self.masks);
        let is_serial = self.model.columns.get(column).is_some_and(|column| column.field == Field::Serial);
        let order = if is_serial && self.in_order.get(index) != Some(&true) { OUT_OF_ORDER } else { 0 };
        self.model.put(column, &self.look(index), self.seen(index), mask as u32) + order
    }

    fn blank(&self, column: usize, mask: usize) -> u32 {
        self.blanks.get(column * self.masks + mask).copied().unwrap_or_default()
    }

    fn seen(&self, index: usize) -> u64 {
        self.pieces.get(index).map_or(0, |piece| self.model.seen(&piece.cell.passage.raw))
    }

    fn look(&self, index: usize) -> Traits {
        self.looks.get(index).copied().unwrap_or_default()
    }

    fn begins_line(&self, index: usize) -> bool {
        self.pieces.get(index).is_none_or(|piece| piece.begins_line)
    }

    /// What it costs that the piece `index` begins a cell: a line above that ends with a comma goes on.
    fn unfinished(&self, index: usize) -> u32 {
        if self.look(index.wrapping_sub(1)).unfinished { UNFINISHED } else { 0 }
    }
}

fn get(weights: &[f64], state: usize) -> f64 {
    weights.get(state).copied().unwrap_or_default()
}

/// Only the proportions count; without this the weights of long streams would vanish.
fn scale(weights: &mut [f64]) {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= sum);
    }
}
