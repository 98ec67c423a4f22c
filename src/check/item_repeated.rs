//! # item-repeated
//! **What it says.** A document lists an item twice: same parents, same name.
//! **Why it matters.** One of the two is superfluous, or was to be another item.
//! **Example.** 职工参保登记 under 参保登记 in rows 3 and 9.

use super::folded::Folded;
use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "item-repeated", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut folded = Folded::default();
    let mut seen: BTreeMap<_, &Item> = BTreeMap::new();
    for (index, item) in scope.items() {
        match item.name.state {
            State::Ambiguous => outcome.leave_open(),
            // Two names may stand under two headings of which the text does not tell which is which.
            _ if item.levels().iter().any(|level| level.state == State::Ambiguous) => outcome.leave_open(),
            // A merged name holds for all its rows on purpose.
            State::Carried => outcome.skip(),
            _ if item.title().is_empty() => outcome.skip(),
            _ => {
                let levels = item.levels().map(|level| folded.number(level.value.as_deref().unwrap_or("")));
                let key = (levels, folded.number(item.title()));
                let before = seen.get(&key).map(|first| item_repeated(index, item, first));
                outcome.judge(before);
                seen.entry(key).or_insert(item);
            }
        }
    }
    outcome
}

fn item_repeated(index: usize, item: &Item, first: &Item) -> Finding {
    let finding = Finding::new("item-repeated").with("name", item.title()).item(index).field(Field::Name);
    shown(shown(finding, &item.name), &first.name)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn the_same_name_under_the_same_parent_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保登记\t单位参保登记\t指南\n2\t参保登记\t职工参保登记\t指南\n3\t参保登记\t单位参保登记\t指南\n4\t变更登记\t职工参保登记\t指南\n";
        assert_eq!(said(&[text], "item-repeated"), ["4: `单位参保登记` is listed twice under the same heading"]);
    }
}
