//! calibration: whether confidence means something: of the values given with 90 to 95 in a hundred, are 90 to 95 in a hundred right?

use super::generate::Document;
use super::reading::confidence;
use super::score::{Outcome, Scored};
use mulu::document::Read;
use std::collections::BTreeMap;

/// Width of a bin, in hundredths; bins with fewer values than the least are shown together with the next ones.
const BIN: u8 = 5;
const LEAST: u64 = 500;
/// So many points may what is given and what is right lie apart: as wide as a bin.
const MOST_APART: f64 = 5.0;
/// More is no chance where it is so many standard errors, too. The values of a document stand or fall together, so that 500 of them may be no more than a
/// few trials: errors are summed by document before they are squared (Liang and Zeger 1986).
const NO_CHANCE: f64 = 3.0;

/// Values by what they are given with, in hundredths.
#[derive(Clone, Debug, Default)]
pub(super) struct Calibration(BTreeMap<u8, Bin>);

/// The values of a bin: how many there are, how many of them are right, and what they are given with, in hundredths, all together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bin {
    all: u64,
    right: u64,
    given: u64,
    /// Of each document the square of what is right more or less than given, in hundredths, all together.
    squares: f64,
}

impl Bin {
    fn add(&mut self, other: Bin) {
        self.all += other.all;
        self.right += other.right;
        self.given += other.given;
        self.squares += other.squares;
    }

    /// How much more is right than given, in hundredths; less than nothing where it is less.
    fn more_right(&self) -> f64 {
        100.0 * self.right as f64 - self.given as f64
    }

    /// Whether fewer of its values are right than of those `before`, or it has too few to tell.
    fn falls_below(&self, before: &Bin) -> bool {
        self.all < LEAST || before.right * self.all >= self.right * before.all
    }
}

impl Calibration {
    /// Counts the cells of one document.
    pub(super) fn count(&mut self, document: &Document, read: &Read, cells: &[Scored]) {
        let mut of_document: BTreeMap<u8, (u64, u64)> = BTreeMap::new();
        for scored in cells {
            let Some(item) = scored.read.map(|at| &read.result.items[at]) else { continue };
            let Some(confidence) = confidence(item, &document.directory.columns, scored.cell.column, scored.cell.part) else { continue };
            let (all, right) = of_document.entry(confidence).or_insert((0, 0));
            *all += 1;
            *right += u64::from(matches!(scored.outcome, Outcome::Right { .. }));
        }
        of_document.into_iter().for_each(|(given, (all, right))| self.put(given, all, right));
    }

    /// Counts `all` values of one document given with `given`, `right` of which are right.
    pub(super) fn put(&mut self, given: u8, all: u64, right: u64) {
        let bin = Bin { all, right, given: all * u64::from(given), squares: 0.0 };
        self.0.entry(given).or_default().add(Bin { squares: bin.more_right().powi(2), ..bin });
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

    /// The bins with enough values in which what is given is not what is right, each on a line.
    pub(super) fn apart(&self) -> Vec<String> {
        let is_apart = |bin: &Bin| {
            let apart = bin.more_right().abs();
            bin.all >= LEAST && apart > MOST_APART * bin.all as f64 && apart > NO_CHANCE * bin.squares.sqrt()
        };
        let apart = self.bins().into_iter().filter(|(.., bin)| is_apart(bin));
        apart.map(|(from, to, bin)| format!("{from}-{to}: {bin:?}")).collect()
    }

    /// The monotone map from what values are given with to how many of a hundred are right, rounded down: steps of enough values, of which those that would
    /// fall are taken together (pool adjacent violators; Ayer and others 1955). What is always right is so of one more than were seen.
    pub(super) fn steps(&self) -> Vec<(u8, u64)> {
        let mut steps: Vec<(u8, Bin)> = Vec::new();
        for (from, bin) in &self.0 {
            match steps.last_mut().filter(|(_, above)| above.all < LEAST) {
                Some((_, small)) => small.add(*bin),
                None => steps.push((*from, *bin)),
            }
        }
        let mut pooled: Vec<(u8, Bin)> = Vec::new();
        for (mut from, mut bin) in steps {
            while let Some((first, before)) = pooled.pop_if(|(_, before)| bin.falls_below(before)) {
                from = first;
                bin.add(before);
            }
            pooled.push((from, bin));
        }
        let right = |bin: &Bin| (100 * (bin.right + 1) / (bin.all + 2)).max(1);
        let step = |(index, (from, bin)): (usize, &(u8, Bin))| (if index == 0 { 0 } else { *from }, right(bin));
        let mut steps: Vec<(u8, u64)> = pooled.iter().enumerate().map(step).collect();
        steps.dedup_by_key(|(_, right)| *right);
        steps
    }

    /// From, to, and what is in between, with enough values in each; what is left over at the top has fewer.
    fn bins(&self) -> Vec<(u8, u8, Bin)> {
        let (mut bins, mut open) = (Vec::new(), None::<(u8, Bin)>);
        let mut binned: BTreeMap<u8, Bin> = BTreeMap::new();
        for (given, bin) in &self.0 {
            binned.entry((*given).min(99) / BIN * BIN).or_default().add(*bin);
        }
        for (from, bin) in binned {
            let (first, mut sum) = open.take().unwrap_or((from, Bin::default()));
            sum.add(bin);
            match sum.all >= LEAST {
                true => bins.push((first, from + BIN, sum)),
                false => open = Some((first, sum)),
            }
        }
        bins.extend(open.map(|(first, sum)| (first, 100, sum)));
        bins
    }
}
