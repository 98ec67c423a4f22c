//! structure/placement/posterior: how sure a placement is: its share of the weight of all paths.

use super::Fill;
use super::lattice::{Lattice, State, UNPLACED};

/// How sure the columns of a path are (posterior by forward and backward sums; Rabiner 1989). A path weighs [`FADE`] to the power of its cost.
pub(super) struct Posterior<'a> {
    lattice: &'a Lattice<'a>,
    weights: Weights,
    /// Weight of all paths from (column, piece, state) to the end.
    rest: Vec<f64>,
    /// Weight of all paths from the start to there.
    before: Vec<f64>,
}

/// A step that costs one more is so much less likely; measured on generated damage (tests/SCORES.md, confidence).
const FADE: f64 = 0.78;

/// For every cost its weight; made by multiplication alone, so that it is the same on every machine.
pub(in crate::structure) struct Weights(Vec<f64>);

impl Weights {
    /// The weights of all costs that a path may have.
    pub(in crate::structure) fn new() -> Self {
        let most = UNPLACED as usize + 1;
        Weights(std::iter::successors(Some(1.0), |weight| Some(weight * FADE)).take(most).collect())
    }

    /// The weight of `cost`.
    pub(in crate::structure) fn of(&self, cost: u32) -> f64 {
        self.0.get(cost as usize).copied().unwrap_or_default()
    }
}

impl<'a> Posterior<'a> {
    /// Sums the weights of all paths of `lattice`.
    pub(super) fn new(lattice: &'a Lattice<'a>) -> Self {
        let weights = Weights::new();
        let size = lattice.costs.len();
        let mut posterior = Posterior { lattice, weights, rest: vec![0.0; size], before: vec![0.0; size] };
        posterior.sum_rest();
        posterior.sum_before();
        posterior
    }

    fn sum_rest(&mut self) {
        for &(column, piece, state) in self.lattice.nodes.iter().rev() {
            let mut sum = self.lattice.end(column, piece, state).map_or(0.0, |cost| self.weights.of(cost));
            self.lattice.steps(column, piece, state, &mut |step| {
                sum += self.weights.of(step.cost) * get(&self.rest, self.lattice.at(step.column, step.piece, step.state));
            });
            if let Some(slot) = self.lattice.at(column, piece, state).and_then(|at| self.rest.get_mut(at)) {
                *slot = sum;
            }
        }
    }

    fn sum_before(&mut self) {
        if let Some(start) = self.lattice.at(0, 0, State::default()).and_then(|at| self.before.get_mut(at)) {
            *start = 1.0;
        }
        for &(column, piece, state) in &self.lattice.nodes {
            let here = get(&self.before, self.lattice.at(column, piece, state));
            if here == 0.0 {
                continue;
            }
            let mut steps = Vec::new();
            self.lattice.steps(column, piece, state, &mut |step| steps.push(step));
            for step in steps {
                let more = here * self.weights.of(step.cost);
                if let Some(slot) = self.lattice.at(step.column, step.piece, step.state).and_then(|at| self.before.get_mut(at)) {
                    *slot += more;
                }
            }
        }
    }

    /// For each column the share, in ten-thousandths, of the weight of all paths that fill it as `chosen` does.
    pub(super) fn of(&self, chosen: &[Fill]) -> Vec<u16> {
        let mut shares = vec![0.0; chosen.len()];
        for &(column, piece, state) in &self.lattice.nodes {
            let here = get(&self.before, self.lattice.at(column, piece, state));
            if here == 0.0 {
                continue;
            }
            self.lattice.steps(column, piece, state, &mut |step| {
                let weight = here * self.weights.of(step.cost) * get(&self.rest, self.lattice.at(step.column, step.piece, step.state));
                for (offset, fill) in step.fills.iter().enumerate() {
                    let same = fill.is_some_and(|fill| chosen.get(column + offset) == Some(&fill));
                    if let Some(share) = shares.get_mut(column + offset).filter(|_| same) {
                        *share += weight;
                    }
                }
            });
        }
        let all = get(&self.rest, self.lattice.at(0, 0, State::default()));
        shares.into_iter().map(|share| if all > 0.0 { ten_thousandths(share / all) } else { 0 }).collect()
    }
}

/// A share of one in ten-thousandths.
pub(in crate::structure) fn ten_thousandths(share: f64) -> u16 {
    (share * 10_000.0).round().clamp(0.0, 10_000.0) as u16
}

fn get(weights: &[f64], at: Option<usize>) -> f64 {
    at.and_then(|at| weights.get(at)).copied().unwrap_or_default()
}
