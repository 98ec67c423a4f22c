//! report: the section "Placement" of tests/SCORES.md.

use super::calibration::Calibration;
use super::cases::{Case, Class};
use super::score::Tally;
use crate::section::share;

/// What a small table decides, and what was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    /// Cells that the text decides.
    pub(super) decided: u64,
    /// Of them right.
    pub(super) right: u64,
    /// Cells that it does not decide.
    pub(super) open: u64,
    /// Of them given as stated, carried or moved, and wrong.
    pub(super) open_false: u64,
    /// Of them ambiguous, and the truth is not among the readings.
    pub(super) open_unlisted: u64,
}

/// The section as Markdown.
pub(super) fn section(tallies: &[(&Case, Tally)], judged: &[(&Case, Judged)], calibration: &Calibration) -> String {
    let mut text = String::from(
        "## Placement\n\nGenerated directories, damaged on purpose (tests/generate), read by the whole pipeline and compared cell by cell with what the undamaged \
         document says.\n`false`: cells given as stated, carried or moved but wrong, per 10,000. `unlisted`: ambiguous cells whose truth is not among the readings. \
         `state`: right cells in the right state. `rows`: rows that begin and end where they should.\n",
    );
    for (class, heading) in HEADINGS {
        text += &format!(
            "\n### {heading}\n\n| kind | cells | right % | wrong % | ambiguous % | missing % | false | unlisted | state % | rows % |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        );
        let mut sum = Tally::default();
        for (case, tally) in tallies.iter().filter(|(case, _)| case.class == *class) {
            text += &line(case.key, tally);
            sum.add(tally);
        }
        text += &line("all of these", &sum);
    }
    text += "\n### What the text decides (small tables, judged by an oracle that tries every placement)\n\n| kind | decided | right % | open | open and false | open and unlisted |\n|---|---:|---:|---:|---:|---:|\n";
    for (case, judged) in judged {
        let right = share(judged.right, judged.decided);
        text += &format!(
            "| {} | {} | {right} | {} | {} | {} |\n",
            case.key, judged.decided, judged.open, judged.open_false, judged.open_unlisted
        );
    }
    text + "\n### Confidence\n\n" + &calibration.table()
}

const HEADINGS: &[(Class, &str)] = &[
    (Class::Lossless, "Nothing that decides is lost"),
    (Class::Positions, "Positions are lost"),
    (Class::Stream, "Row ends are lost"),
    (Class::Mixed, "Several kinds together"),
    (Class::HeldOut, "Held out: words and mixes that nobody tunes on"),
];

fn line(key: &str, tally: &Tally) -> String {
    let of_cells = |count| share(count, tally.cells);
    format!(
        "| {key} | {} | {} | {} | {} | {} | {:.1} | {} | {} | {} |\n",
        tally.cells,
        of_cells(tally.right),
        of_cells(tally.wrong),
        of_cells(tally.ambiguous),
        of_cells(tally.missing),
        10_000.0 * tally.false_ as f64 / tally.cells.max(1) as f64,
        tally.unlisted,
        share(tally.state_right, tally.right),
        share(tally.rows_right, tally.rows),
    )
}
