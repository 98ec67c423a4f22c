//! calibration: whether confidence means something: of the values given with 90 to 95 in a hundred, are 90 to 95 in a hundred right?

use super::generate::Document;
use super::reading::confidence;
use super::score::{Outcome, Scored};
use mulu::document::Read;
use std::collections::BTreeMap;

/// Width of a bin, in hundredths; bins with fewer values than the least are shown together with the next ones.
const BIN: u8 = 5;
const LEAST: u64 = 500;

/// Values by confidence.
#[derive(Clone, Debug, Default)]
pub(super) struct Calibration(pub(super) BTreeMap<u8, Bin>);

/// The values of a bin: how many there are, how many of them are right, and what they are given with, in hundredths, all together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bin {
    all: u64,
    right: u64,
    given: u64,
}

impl Bin {
    fn add(&mut self, other: Bin) {
        self.all += other.all;
        self.right += other.right;
        self.given += other.given;
    }
}

impl Calibration {
    /// Counts the cells of one document.
    pub(super) fn count(&mut self, document: &Document, read: &Read, cells: &[Scored]) {
        for scored in cells {
            let Some(item) = scored.read.map(|at| &read.result.items[at]) else { continue };
            let Some(confidence) = confidence(item, &document.directory.columns, scored.cell.column, scored.cell.part) else { continue };
            let right = u64::from(matches!(scored.outcome, Outcome::Right { .. }));
            self.0.entry(confidence.min(99) / BIN * BIN).or_default().add(Bin { all: 1, right, given: confidence.into() });
        }
    }

    /// Adds the counts of `other`.
    pub(super) fn add(&mut self, other: &Calibration) {
        for (from, bin) in &other.0 {
            self.0.entry(*from).or_default().add(*bin);
        }
    }

    /// The table of the report.
    pub(super) fn table(&self) -> String {
        if self.0.is_empty() {
            return "Confidence: none given.\n".into();
        }
        let mut table = String::from("| confidence | values | given % | right % |\n|---|---:|---:|---:|\n");
        for (from, to, bin) in self.bins() {
            let share = |part: u64| part as f64 / bin.all as f64;
            table += &format!("| {from}-{to} | {} | {:.2} | {:.2} |\n", bin.all, share(bin.given), 100.0 * share(bin.right));
        }
        table
    }

    /// From, to, and what is in between, with enough values in each; what is left over at the top has fewer.
    fn bins(&self) -> Vec<(u8, u8, Bin)> {
        let (mut bins, mut open) = (Vec::new(), None::<(u8, Bin)>);
        for (from, bin) in &self.0 {
            let (first, mut sum) = open.take().unwrap_or((*from, Bin::default()));
            sum.add(*bin);
            match sum.all >= LEAST {
                true => bins.push((first, from + BIN, sum)),
                false => open = Some((first, sum)),
            }
        }
        bins.extend(open.map(|(first, sum)| (first, 100, sum)));
        bins
    }
}
