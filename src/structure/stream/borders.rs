//! structure/stream/borders: where the rows of a stream begin, and how sure that is.
//!
//! The cheapest path (Viterbi 1967) of the pieces over the columns says where rows begin; the share that paths beginning a row at a piece have in the weight
//! of all paths (forward and backward sums; Rabiner 1989) says how sure it is. Long streams are read window by window, so that memory does not grow.

use super::Piece;
use super::together::list_number;
use crate::field::Field;
use crate::recognise::Traits;
use crate::structure::columns::{IMPOSSIBLE, Model};
use crate::structure::placement::{UNFINISHED, Weights, same_cell, ten_thousandths};
use ahash::RandomState;
use std::collections::HashMap;

/// What it costs to begin a row; where most lines are rows, in the middle of a line, more.
const NEW_ROW: u32 = 8;
const NEW_ROW_IN_LINE: u32 = 60;
/// What it costs, where most lines are rows, that a line goes on with the row above.
const LINE_GOES_ON: u32 = 12;
/// What it costs to take a piece behind a blank for the rest of the cell before it.
const MORE_IN_LINE: u32 = 10;
/// A number that does not go on with the numbers of the rows.
const OUT_OF_ORDER: u32 = 30;
/// What it costs to take a number that goes on with the numbers of the rows for a text, or the rest of one.
const ROW_NUMBER: u32 = 40;
/// The name of an item that goes on with the list before it by its number (3. behind 2.).
const NAME_GOES_ON: u32 = 60;
/// What it costs that a list stands in the cell of the entry of another list before it.
const OTHER_LIST: u32 = 30;
/// So many pieces are read at once; so many at the end of a window are read again in the next one, which knows what follows them.
const WINDOW: usize = 4096;
const OVERLAP: usize = 256;

/// States that weigh so little beside all at the same piece are not followed.
const NEARLY_NOTHING: f64 = 1e-60;

/// How a piece stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Border {
    /// Whether it begins a row: also where it is the next of the contents that stand one a row below their item, as those do that are no wrapped text.
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
    /// Whether a column holds the numbers of the rows.
    is_numbered: bool,
    lines: Lines,
    weights: &'a Weights,
    /// For every piece the columns in which its text stands elsewhere, as bits.
    seen: Vec<u64>,
    /// For every piece which of the sorts it is that `fits` tells apart.
    sorts: Vec<usize>,
    /// For every sort of pieces and every state what it costs to put one there; asked for from each state before it.
    fits: Vec<u32>,
    /// For every sort of pieces and every column what it costs that one is the rest of a cell there.
    joins: Vec<u32>,
    /// For every state what it costs to leave its column blank.
    blanks: Vec<u32>,
    /// For every state what it costs that the row ends behind it.
    ends: Vec<u32>,
    /// No state that costs so much more than the cheapest one at the same piece is followed: ending the row there and beginning another, with the next
    /// piece in the same column, costs less.
    far: u32,
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

impl Best {
    /// Becomes `other` where that costs less; of two that cost the same the one that comes from further left stays.
    fn take_if_better(&mut self, other: Best) {
        if (other.cost, other.from) < (self.cost, self.from) {
            *self = other;
        }
    }
}

impl<'a> Window<'a> {
    fn new(pieces: &'a [Piece], looks: &'a [Traits], in_order: &'a [bool], model: &'a Model, lines: Lines, weights: &'a Weights) -> Self {
        let masks = 1 << model.depth();
        let seen: Vec<u64> = pieces.iter().map(|piece| model.seen(&piece.cell.passage.raw)).collect();
        let mut window = Window {
            pieces,
            looks,
            in_order,
            model,
            masks,
            is_numbered: model.columns.iter().any(|column| column.field == Field::Serial),
            lines,
            weights,
            seen,
            sorts: Vec::new(),
            fits: Vec::new(),
            joins: Vec::new(),
            blanks: Vec::new(),
            ends: Vec::new(),
            far: 0,
        };
        window.blanks = (0..window.states()).map(|state| model.blank(state / masks, (state % masks) as u32)).collect();
        window.ends = vec![0; window.states()];
        for state in (0..window.states().saturating_sub(masks)).rev() {
            let end =
                window.blanks.get(state + masks).copied().unwrap_or_default() + window.ends.get(state + masks).copied().unwrap_or_default();
            if let Some(slot) = window.ends.get_mut(state) {
                *slot = end;
            }
        }
        let all_blank: u32 = window.blanks.chunks(masks).filter_map(|column| column.iter().max()).sum();
        window.far = 2 * all_blank + NEW_ROW_IN_LINE + UNFINISHED + IMPOSSIBLE;
        let mut known: HashMap<(Traits, u64, bool, bool), usize, RandomState> = HashMap::default();
        for index in 0..pieces.len() {
            let sort = (window.look(index), window.seen(index), window.is_in_order(index), window.is_next_entry(index));
            let next = known.len();
            let sort = *known.entry(sort).or_insert_with(|| {
                window.fits.extend((0..window.states()).map(|state| window.fit(index, state)).collect::<Vec<_>>());
                let (look, seen) = (window.look(index), window.seen(index));
                window.joins.extend((0..model.columns.len()).map(|column| model.join(column, &look, seen)));
                next
            });
            window.sorts.push(sort);
        }
        window
    }

    fn borders(&self) -> Vec<Border> {
        let mut above = false;
        let border = |(index, ((begins_row, state), share)): (usize, ((bool, usize), f64))| {
            let is_alone = self.is_content_alone(index, state);
            let is_next = above && !begins_row && (is_alone || self.is_next_entry(index)) && !self.look(index.wrapping_sub(1)).is_cut_off();
            above = is_alone || is_next;
            let sure = if begins_row { share } else { 1.0 - share };
            Border { begins_row: begins_row || is_next, sure: ten_thousandths(sure) }
        };
        self.cheapest().into_iter().zip(self.sums()).enumerate().map(border).collect()
    }

    /// Whether the piece `index` is an entry of contents in a row that states nothing else so far.
    fn is_content_alone(&self, index: usize, state: usize) -> bool {
        let (column, mask, look) = (state / self.masks, state % self.masks, self.look(index));
        let is_contents = self.model.columns.get(column).is_some_and(|column| column.field == Field::Contents);
        let states_no_level = self.model.ranks.get(column).copied().flatten().is_some_and(|rank| mask == 1 << rank);
        is_contents && states_no_level && (look.numbered || look.element || self.model.are_contents(self.seen(index)))
    }

    /// Whether the piece `index` has the number of a list that follows that of the piece before it.
    fn is_next_entry(&self, index: usize) -> bool {
        self.entry(index).zip(self.entry(index.wrapping_sub(1))).is_some_and(|(number, before)| number == before + 1)
    }

    /// Whether another list begins with the piece `index` than the entry before it belongs to: with 1, or, where nothing stands between them, without numbers
    /// or behind what is no entry.
    fn begins_other_list(&self, index: usize) -> bool {
        let (look, above) = (self.look(index), self.look(index.wrapping_sub(1)));
        let (touches, is_behind_entry) = (self.touches(index), self.entry(index.wrapping_sub(1)).is_some());
        match self.entry(index) {
            Some(number) => number == 1 && (is_behind_entry || touches && !above.is_cut_off()),
            None => touches && look.list && !look.element && !look.has_title && (is_behind_entry || above.element),
        }
    }

    /// The number of a list with which the piece `index` begins.
    fn entry(&self, index: usize) -> Option<u32> {
        list_number(self.pieces.get(index)?.cell.text(), 0).map(|(number, _)| number)
    }

    /// For each piece whether it begins a row on the cheapest path, and the state that the path puts it into.
    fn cheapest(&self) -> Vec<(bool, usize)> {
        let mut all: Vec<Vec<Best>> = Vec::with_capacity(self.pieces.len());
        for index in 0..self.pieces.len() {
            let last = all.last().map_or(&[][..], Vec::as_slice);
            let most = last.iter().map(|before| before.cost).min().unwrap_or_default().saturating_add(self.far).min(u32::MAX - 1);
            let is_near = |before: &&Best| before.cost <= most;
            let mut here = vec![NOWHERE; self.states()];
            (0..self.masks).for_each(|mask| self.go_on(index, mask, &|state| last.get(state).filter(is_near), &mut here));
            let mut ended = if index == 0 { Best { cost: 0, ..NOWHERE } } else { NOWHERE };
            for (state, before) in last.iter().enumerate().filter(|(_, before)| is_near(before)) {
                ended.take_if_better(Best {
                    cost: before.cost.saturating_add(self.end(index, state)),
                    from: state as u32,
                    begins_row: true,
                });
            }
            self.starts(index, &mut |state, cost| {
                if let Some(slot) = here.get_mut(state).filter(|slot| ended.cost.saturating_add(cost) < slot.cost) {
                    *slot = Best { cost: ended.cost.saturating_add(cost), ..ended };
                }
            });
            all.push(here);
        }
        let cost = |last: &[Best], state: usize| last.get(state).map_or(u32::MAX, |best| best.cost);
        let mut state = all.last().and_then(|last| (0..last.len()).min_by_key(|state| cost(last, *state)));
        let mut path = Vec::with_capacity(all.len());
        for here in all.iter().rev() {
            let best = state.and_then(|state| here.get(state)).copied().unwrap_or(NOWHERE);
            path.push((best.begins_row, state.unwrap_or_default()));
            state = Some(best.from as usize);
        }
        path.reverse();
        path
    }

    /// Puts the piece `index` into the row of the piece before it, of which `last` knows the states; `mask` are the ranks that row has opened. The way
    /// to a column is the cheapest one past the columns to its left, so that each column is looked at once and not from each before it.
    fn go_on<'b>(&self, index: usize, mask: usize, last: &dyn Fn(usize) -> Option<&'b Best>, here: &mut [Best]) {
        let mut offer = |state: usize, best: Best| {
            if let Some(slot) = here.get_mut(state) {
                slot.take_if_better(best);
            }
        };
        let (onward, stays) = (self.onward(index), self.stays(index));
        let mut nearest = NOWHERE;
        for column in 0..self.model.columns.len() {
            let state = column * self.masks + mask;
            if nearest.cost < u32::MAX {
                let (next, fit) = self.put(index, column, mask);
                offer(next, Best { cost: nearest.cost.saturating_add(onward + fit), ..nearest });
            }
            nearest.cost = nearest.cost.saturating_add(self.blank(column, mask));
            let Some(before) = last(state) else { continue };
            let here = Best { cost: before.cost, from: state as u32, begins_row: false };
            if let Some(stay) = stays.map(|stays| stays + self.join(index, column)).filter(|_| !self.is_mark(column)) {
                offer(state, Best { cost: here.cost.saturating_add(stay), ..here });
            }
            nearest.take_if_better(here);
        }
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
            for mask in 0..self.masks {
                self.weigh_rest(index, mask, &rest, &mut |state, goes_on| {
                    // What no path reaches weighs nothing, and nearly nothing what hardly any does.
                    if let Some(slot) = here.get_mut(state).filter(|_| get(before, state) > NEARLY_NOTHING) {
                        let ends = self.weights.of(self.end(index, state)) * begin;
                        *slot = ends + goes_on;
                        new += get(before, state) * ends;
                        same += get(before, state) * goes_on;
                    }
                });
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
            let last = all.last().map_or(&[][..], Vec::as_slice);
            for mask in 0..self.masks {
                self.weigh_on(index, mask, last, &mut add);
            }
            for (state, before) in last.iter().enumerate().filter(|(_, before)| **before > NEARLY_NOTHING) {
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

    /// Tells `add` the weight with which the piece `index` comes into each state of the row of the piece before it, whose states weigh `last`.
    fn weigh_on(&self, index: usize, mask: usize, last: &[f64], add: &mut dyn FnMut(usize, f64)) {
        let (onward, stays) = (self.onward(index), self.stays(index));
        let mut passed = 0.0;
        for column in 0..self.model.columns.len() {
            let (next, fit) = self.put(index, column, mask);
            add(next, passed * self.weights.of(onward + fit));
            passed *= self.weights.of(self.blank(column, mask));
            let state = column * self.masks + mask;
            let before = get(last, state);
            if before > NEARLY_NOTHING {
                if let Some(stays) = stays.filter(|_| !self.is_mark(column)) {
                    add(state, before * self.weights.of(stays + self.join(index, column)));
                }
                passed += before;
            }
        }
    }

    /// Tells `take` for each state of the piece before `index` the weight of all ways on in its row, where the states of `index` weigh `rest`.
    fn weigh_rest(&self, index: usize, mask: usize, rest: &[f64], take: &mut dyn FnMut(usize, f64)) {
        let (onward, stays) = (self.weights.of(self.onward(index)), self.stays(index));
        let mut beyond = 0.0;
        for column in (0..self.model.columns.len()).rev() {
            let state = column * self.masks + mask;
            let stay =
                stays.filter(|_| !self.is_mark(column)).map(|stays| self.weights.of(stays + self.join(index, column)) * get(rest, state));
            take(state, stay.unwrap_or_default() + onward * beyond);
            let (next, fit) = self.put(index, column, mask);
            beyond = self.weights.of(fit) * get(rest, next) + self.weights.of(self.blank(column, mask)) * beyond;
        }
    }

    /// What it costs that the piece `index` is the rest of the cell before it, but for what its column has to say; `None` for ticks.
    fn stays(&self, index: usize) -> Option<u32> {
        let (look, above) = (self.look(index), self.look(index.wrapping_sub(1)));
        let in_line = if self.begins_line(index) || self.touches(index) { u32::MAX } else { MORE_IN_LINE };
        let elements = self.model.are_contents(self.seen(index) & self.seen(index.wrapping_sub(1)));
        let other = if self.begins_other_list(index) { OTHER_LIST } else { 0 };
        (!look.tick).then(|| same_cell(&above, &look, elements).min(in_line) + other + self.goes_on(index) + self.row_number(index))
    }

    /// What it costs that the piece `index` is no number of a row, where no line end says that it is a cell.
    fn row_number(&self, index: usize) -> u32 {
        let is_asked = self.is_numbered && self.lines != Lines::Cells;
        if is_asked && self.look(index).serial && self.is_in_order(index) { ROW_NUMBER } else { 0 }
    }

    /// What it costs that the piece `index` begins a cell in the row of the piece before it, but for the column.
    fn onward(&self, index: usize) -> u32 {
        self.unfinished(index) + self.goes_on(index)
    }

    fn goes_on(&self, index: usize) -> u32 {
        if self.lines == Lines::Rows && self.begins_line(index) { LINE_GOES_ON } else { 0 }
    }

    /// What it costs that the row ends before the piece `index`, whose neighbour stands in `state`.
    fn end(&self, index: usize, state: usize) -> u32 {
        self.unfinished(index) + self.ends.get(state).copied().unwrap_or_default()
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
        let fit = self.sorts.get(index).and_then(|sort| self.fits.get(sort * self.states() + column * self.masks + mask));
        (column * self.masks + (mask | rank), fit.copied().unwrap_or(IMPOSSIBLE))
    }

    /// What it costs to take the piece `index` for the rest of a cell in `column`.
    fn join(&self, index: usize, column: usize) -> u32 {
        let join = self.sorts.get(index).and_then(|sort| self.joins.get(sort * self.model.columns.len() + column));
        join.copied().unwrap_or(IMPOSSIBLE)
    }

    fn is_mark(&self, column: usize) -> bool {
        self.model.columns.get(column).is_some_and(|column| column.is_mark())
    }

    /// What it costs to put the piece `index` into the column of `state`, in a row that has opened the ranks of it.
    fn fit(&self, index: usize, state: usize) -> u32 {
        let (column, mask) = (state / self.masks, state % self.masks);
        let is_serial = self.model.columns.get(column).is_some_and(|column| column.field == Field::Serial);
        let order = match is_serial {
            true if self.is_in_order(index) => 0,
            true => OUT_OF_ORDER,
            false => self.row_number(index),
        };
        let is_name = self.model.ranks.get(column).copied().flatten().is_some();
        let entry = if is_name && self.is_next_entry(index) { NAME_GOES_ON } else { 0 };
        self.model.put(column, &self.look(index), self.seen(index), mask as u32) + order + entry
    }

    fn blank(&self, column: usize, mask: usize) -> u32 {
        self.blanks.get(column * self.masks + mask).copied().unwrap_or_default()
    }

    fn seen(&self, index: usize) -> u64 {
        self.seen.get(index).copied().unwrap_or_default()
    }

    fn is_in_order(&self, index: usize) -> bool {
        self.in_order.get(index) == Some(&true)
    }

    fn look(&self, index: usize) -> Traits {
        self.looks.get(index).copied().unwrap_or_default()
    }

    fn begins_line(&self, index: usize) -> bool {
        self.pieces.get(index).is_none_or(|piece| piece.begins_line)
    }

    /// Whether nothing stands between the piece `index` and the one before it: they were told apart by what they are.
    fn touches(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.pieces.get(before));
        before.zip(self.pieces.get(index)).is_some_and(|(before, piece)| before.cell.touches(&piece.cell))
    }

    /// What it costs that the piece `index` begins a cell: a line above that ends with a comma goes on.
    fn unfinished(&self, index: usize) -> u32 {
        if self.look(index.wrapping_sub(1)).is_cut_off() { UNFINISHED } else { 0 }
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
