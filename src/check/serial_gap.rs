//! # serial-gap
//! **What it says.** The numbers of items, or of groups of items, leave some out.
//! **Why it matters.** Items may be missing from the document.
//! **Example.** 1, 2, 5: 3 and 4 are missing.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::serials::{Level, Slip, levels};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "serial-gap", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let gap = |level: &Level, slip: &Slip| match slip {
        Slip::Gap { before, after, missing } => serial_gap(level, *before, *after, missing),
        _ => None,
    };
    count(scope, gap)
}

/// Counts the numbers of all levels; `finding` says which slips are meant.
pub(super) fn count(scope: &Scope, finding: impl Fn(&Level, &Slip) -> Option<Finding>) -> Outcome {
    let mut outcome = Outcome::default();
    for level in levels(scope) {
        let findings: Vec<Finding> = level.slips.iter().filter_map(|slip| finding(&level, slip)).collect();
        (findings.len()..level.numbers.len()).for_each(|_| outcome.pass());
        (0..level.absent).for_each(|_| outcome.skip());
        (0..level.unread).for_each(|_| outcome.leave_open());
        findings.into_iter().for_each(|finding| outcome.fail(finding));
    }
    if scope.document.items.iter().all(|item| item.serials.is_empty()) { Outcome::not_applicable() } else { outcome }
}

fn serial_gap(level: &Level, before: Option<usize>, after: usize, missing: &[(u32, u32)]) -> Option<Finding> {
    let before = before.and_then(|before| level.numbers.get(before));
    let after = level.numbers.get(after)?;
    let range = |(from, to): &(u32, u32)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    let missing = missing.iter().map(range).collect::<Vec<_>>().join("、");
    let sequence = format!("{} → {}", before.map_or("…".into(), |before| before.number.to_string()), after.number);
    let finding = Finding::new("serial-gap").with("missing", missing.as_str()).with("sequence", &sequence);
    let finding = finding.item(after.item).field(Field::Serial).expected(missing).actual(sequence);
    let finding = shown(finding, after.value);
    Some(before.into_iter().fold(finding, |finding, before| shown(finding, before.value)))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn numbers_left_out_are_told_once() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t\t职工参保登记\t指南\n5\t\t居民参保登记\t指南\n";
        assert_eq!(said(&[text], "serial-gap"), ["4: the numbers leave out 3–4: 2 → 5"]);
        assert!(said(&[&text.replace("5\t", "3\t")], "serial-gap").is_empty());
        let marked = text.replace("1\t参保", "1、\t参保").replace("2\t", "2、\t").replace("5\t", "5、\t");
        assert_eq!(said(&[&marked], "serial-gap"), ["4: the numbers leave out 3–4: 2 → 5"]);
        assert!(said(&[&text.replace("2\t", "1-2\t").replace("5\t", "3\t")], "serial-gap").is_empty(), "1-2 may be 2");
    }
}
