//! confidence: measures how often what is placed is right (src/tables/confidence.toml), and holds that values are given with that.

use super::calibration::Calibration;
use super::cases::{CASES, Case, Class};
use super::generate::Dialect;
use super::{LONG, Size, score, score_by};
use crate::made::root;
use mulu::tables::{Overlay, Tables};
use rayon::prelude::*;

/// Seeds that are measured; no score is taken from them.
const MEASURED: &[u64] = &[2_000_001, 2_000_002, 2_000_003];
/// A seed that is neither measured nor scored.
const OTHER: u64 = 3_000_001;
const DOCUMENTS: u64 = 4;
const TABLE: &str = "confidence.toml";
/// What tells where a cell ends, as the table calls it.
const ENDS: &[&str] = &["cells", "lines", "blanks", "nothing"];
/// In these cases what would be the share of a path is far from what is right, and frequent.
const HELD: &[&str] = &["row shifted left", "held out: pipes + pages + shift left", "lines + pages", "no separator, rows kept"];

#[test]
fn confidence_is_what_is_right() {
    let held: Vec<&Case> = CASES.iter().filter(|case| HELD.contains(&case.key)).collect();
    assert_eq!(held.len(), HELD.len());
    let mut sum = Calibration::default();
    held.into_iter().for_each(|case| sum.add(&score(case, OTHER, LONG).1));
    assert!(sum.apart().is_empty(), "what is given and what is right: {:#?}", sum.apart());
}

#[test]
fn steps_rise_and_hold_enough_values() {
    let mut calibration = Calibration::default();
    for (given, all, right) in [(40, 10, 0), (60, 600, 580), (80, 600, 500), (90, 1000, 990), (99, 5000, 5000), (100, 20, 10)] {
        calibration.put(given, all, right);
    }
    // The first two have too few values for a step, or fall with the next; so have the last two.
    assert_eq!(calibration.steps(), [(0, 89), (90, 98), (99, 99)]);
}

/// Reads generated documents by shares alone, and counts how often what has each share is right; with `UPDATE=1` writes the table.
#[test]
#[ignore = "long: makes src/tables/confidence.toml"]
#[expect(clippy::disallowed_methods, reason = "writes a table where it is asked for by hand")]
fn confidence_is_measured() {
    let shares = Tables::with_overlay(&[Overlay { name: TABLE.into(), text: shares_themselves() }]).unwrap();
    let is_measured = |case: &&Case| case.class != Class::HeldOut && !(case.damages.is_empty() && case.dialect.keeps_positions());
    let cases: Vec<(&Case, u64)> =
        CASES.iter().filter(is_measured).flat_map(|case| MEASURED.iter().map(move |seed| (case, *seed))).collect();
    let size = Size { documents: DOCUMENTS, ..LONG };
    let counts: Vec<(&str, Calibration)> =
        cases.into_par_iter().map(|(case, seed)| (ends(case.dialect), score_by(&shares, case, seed, size).1)).collect();
    let mut measured = String::new();
    for ends in ENDS {
        let mut sum = Calibration::default();
        counts.iter().filter(|(of, _)| of == ends).for_each(|(_, counts)| sum.add(counts));
        let steps: Vec<String> = sum.steps().iter().map(|(share, right)| format!("[{share}, {right}]")).collect();
        println!("{ends}\n{}", sum.table());
        measured += &format!("[[measured]]\nends = \"{ends}\"\nsteps = [{}]\n\n", steps.join(", "));
    }
    println!("{measured}");
    if std::env::var_os("UPDATE").is_some() {
        let path = root().join("src/tables").join(TABLE);
        let before = std::fs::read_to_string(&path).unwrap();
        let head = before.split("[[measured]]").next().unwrap_or_default();
        std::fs::write(path, format!("{}\n\n{}\n", head.trim_end(), measured.trim_end())).unwrap();
    }
}

/// A table by which every value is given with its share.
fn shares_themselves() -> String {
    let steps: Vec<String> = (0..=100).map(|share: u8| format!("[{share}, {}]", share.max(1))).collect();
    ENDS.iter().map(|ends| format!("[[measured]]\nends = \"{ends}\"\nsteps = [{}]\n", steps.join(", "))).collect()
}

/// What tells where a cell of such a document ends.
fn ends(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::BarLines | Dialect::BarAlone | Dialect::Lines | Dialect::LinesBar => "lines",
        Dialect::Blanks => "blanks",
        Dialect::Joined | Dialect::Flat => "nothing",
        _ => "cells",
    }
}
