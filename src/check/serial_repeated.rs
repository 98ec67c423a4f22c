//! # serial-repeated
//! **What it says.** Two items, or two groups of items, carry the same number.
//! **Why it matters.** A reference to the number is not clear, and counts by number fall short.
//! **Example.** 1, 2, 2, 4.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::serial_gap::count;
use super::serials::{Level, Slip};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "serial-repeated", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let repeated = |level: &Level, slip: &Slip| match slip {
        Slip::Repeated { first, second } => serial_repeated(level, *first, *second),
        _ => None,
    };
    count(scope, repeated)
}

fn serial_repeated(level: &Level, first: usize, second: usize) -> Option<Finding> {
    let (first, second) = (level.numbers.get(first)?, level.numbers.get(second)?);
    let finding = Finding::new("serial-repeated").with("number", second.number).item(second.item).field(Field::Serial);
    Some(shown(shown(finding, second.value), first.value))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_number_that_stands_twice_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t\t职工参保登记\t指南\n2\t\t居民参保登记\t指南\n4\t\t参保查询\t指南\n";
        assert_eq!(said(&[text], "serial-repeated"), ["4: number 2 stands twice"]);
        assert!(said(&[text], "serial-gap").is_empty(), "the item is there");
        assert!(said(&[&text.replacen("2\t\t居", "二\t\t居", 1)], "serial-repeated").is_empty(), "二 is no 2");
        assert!(said(&[&text.replacen("2\t\t居", "3\t\t居", 1)], "serial-repeated").is_empty());
    }
}
