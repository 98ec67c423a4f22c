//! # serial-out-of-order
//! **What it says.** A number does not fit between the numbers around it.
//! **Why it matters.** The number is misprinted, or the item stands in the wrong place.
//! **Example.** 1, 2, 14, 4, 5.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::serial_gap::count;
use super::serials::{Level, Slip};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "serial-out-of-order", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let out_of_order = |level: &Level, slip: &Slip| match slip {
        Slip::OutOfOrder { at } => serial_out_of_order(level, *at),
        _ => None,
    };
    count(scope, out_of_order)
}

fn serial_out_of_order(level: &Level, at: usize) -> Option<Finding> {
    let number = level.numbers.get(at)?;
    let near = |index: Option<usize>| index.and_then(|index| level.numbers.get(index));
    let around = [near(at.checked_sub(1)), Some(number), near(Some(at + 1))];
    let sequence = around.iter().flatten().map(|number| number.number.to_string()).collect::<Vec<_>>().join(" → ");
    let finding = Finding::new("serial-out-of-order").with("number", number.number).with("sequence", sequence.as_str());
    Some(shown(finding.item(number.item).field(Field::Serial).actual(sequence), number.value))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_number_that_does_not_fit_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t\t职工参保登记\t指南\n13\t\t居民参保登记\t指南\n4\t\t参保查询\t指南\n";
        assert_eq!(said(&[text], "serial-out-of-order"), ["4: number 13 does not fit between the numbers around it: 2 → 13 → 4"]);
        assert!(said(&[&text.replace("13\t", "3\t")], "serial-out-of-order").is_empty());
    }
}
