//! calibration: whether confidence means something: of the values given with 90 to 95 in a hundred, are 90 to 95 in a hundred right?

use super::generate::Document;
use super::reading::confidence;
use super::score::{Outcome, Scored};
use mulu::document::Read;
use std::collections::BTreeMap;

/// Width of a bin, in hundredths.
const BIN: u8 = 5;

/// Values by confidence: how many there are, and how many of them are right.
#[derive(Clone, Debug, Default)]
pub(super) struct Calibration(pub(super) BTreeMap<u8, (u64, u64)>);

impl Calibration {
    /// Counts the cells of one document.
    pub(super) fn count(&mut self, document: &Document, read: &Read, cells: &[Scored]) {
        for scored in cells {
            let Some(item) = scored.read.map(|at| &read.result.items[at]) else { continue };
            let Some(confidence) = confidence(item, &document.directory.columns, scored.cell.column, scored.cell.part) else { continue };
            let bin = self.0.entry(confidence.min(99) / BIN * BIN).or_default();
            bin.0 += 1;
            bin.1 += u64::from(matches!(scored.outcome, Outcome::Right { .. }));
        }
    }

    /// Adds the counts of `other`.
    pub(super) fn add(&mut self, other: &Calibration) {
        for (bin, (all, right)) in &other.0 {
            let sum = self.0.entry(*bin).or_default();
            sum.0 += all;
            sum.1 += right;
        }
    }

    /// The table of the report.
    pub(super) fn table(&self) -> String {
        if self.0.is_empty() {
            return "Confidence: none given.\n".into();
        }
        let mut table = String::from("| confidence | values | right % |\n|---|---:|---:|\n");
        for (bin, (all, right)) in &self.0 {
            table += &format!("| {bin}-{} | {all} | {:.2} |\n", bin + BIN, 100.0 * *right as f64 / *all as f64);
        }
        table
    }
}
