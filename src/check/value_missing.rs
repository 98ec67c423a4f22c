//! # value-missing
//! **What it says.** An item lacks a value that nearly all items of its document have.
//! **Why it matters.** It was probably forgotten, or got lost when the document was copied.
//! **Example.** 28 of 29 services give a telephone number, one does not.

use super::outcome::Outcome;
use super::scope::{Scope, shown, worded};
use super::shares::is_share;
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "value-missing", version: 2, run: Run::Document(run) };

/// What so many of a hundred items have is expected of all.
pub(super) const EXPECTED: usize = 90;

/// So many items below a heading must have a name of the next level, and so many of a hundred, for it to be missed in the others.
const LEAST_SIBLINGS: usize = 3;
const SIBLINGS: usize = 75;

/// Levels may end early, but for those told by [`levels`]; ticks have a finding of their own, and columns that nobody knows are nobody's duty.
pub(super) const NOT_ASKED: [Field; 6] =
    [Field::Category, Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem, Field::Marks, Field::Extra];

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let items = &scope.document.items;
    for field in Field::ALL.iter().filter(|field| !NOT_ASKED.contains(field)) {
        let have = items.iter().filter(|item| is_there(item.state(*field))).count();
        if have == 0 {
            outcome.skip();
            continue;
        }
        let expected = is_share(have, items.len(), EXPECTED);
        for (index, item) in scope.items() {
            match item.state(*field) {
                State::Ambiguous => outcome.leave_open(),
                state if is_there(state) => outcome.pass(),
                _ if !expected => outcome.skip(),
                _ => outcome.fail(value_missing(scope, *field, index, item, (have, items.len()))),
            }
        }
    }
    levels(scope, &mut outcome);
    outcome
}

/// A heading that has items below it is none itself: of the items below one heading, a few without a name of the next level lack it.
fn levels(scope: &Scope, outcome: &mut Outcome) {
    const BELOW: [Field; 2] = [Field::SecondaryItem, Field::TertiaryItem];
    for (above, field) in BELOW.into_iter().enumerate().map(|(index, field)| (index + 2, field)) {
        let mut siblings: BTreeMap<Vec<&str>, Vec<(usize, &Item)>> = BTreeMap::new();
        for (index, item) in scope.items().filter(|(_, item)| item.state(field) != State::NoColumn) {
            let heads: Vec<&str> = item.levels().into_iter().take(above).map(|level| level.value.as_deref().unwrap_or_default()).collect();
            siblings.entry(heads).or_default().push((index, item));
        }
        for (heads, items) in siblings {
            let have = items.iter().filter(|(_, item)| is_there(item.state(field))).count();
            let expected =
                heads.last().is_some_and(|head| !head.is_empty()) && have >= LEAST_SIBLINGS && is_share(have, items.len(), SIBLINGS);
            for (index, item) in items.iter().filter(|_| have > 0) {
                match item.state(field) {
                    State::Ambiguous => outcome.leave_open(),
                    state if is_there(state) => outcome.pass(),
                    _ if !expected => outcome.skip(),
                    _ => outcome.fail(value_missing(scope, field, *index, item, (have, items.len()))),
                }
            }
        }
    }
}

/// Whether something can be read there.
pub(super) fn is_there(state: State) -> bool {
    !matches!(state, State::Missing | State::NoColumn | State::Ambiguous)
}

fn value_missing(scope: &Scope, field: Field, index: usize, item: &Item, (have, of): (usize, usize)) -> Finding {
    let finding = Finding::new("value-missing").item(index).field(field).with("have", have).with("items", of);
    let name = item.name.value.as_deref().or(item.serial().value.as_deref()).unwrap_or("—");
    let finding = worded(finding.with("name", name), "field", &scope.field_name(field));
    let stands = [&item.name, item.serial()].into_iter().find(|value| value.raw.is_some());
    stands.into_iter().fold(finding, shown)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn guide(without_phone: &[usize]) -> String {
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let item = |(index, number): (usize, &&str)| {
            let phone = if without_phone.contains(&index) { "" } else { "联系电话：0714-8717336\n" };
            format!("（{number}）第{number}类登记\n服务对象：职工\n办理材料：身份证\n办理时限：即时办结\n{phone}")
        };
        numbers.iter().enumerate().map(item).collect()
    }

    #[test]
    fn a_name_that_all_others_below_a_heading_have_is_missed() {
        let table = |third: &str| {
            let row = |(index, name): (usize, &str)| format!("{}\t参保登记\t{name}\t指南{index}\n", index + 1);
            let names = ["单位参保登记", "职工参保登记", third, "居民参保登记"];
            format!("序号\t一级事项\t二级事项\t公开内容\n{}", names.into_iter().enumerate().map(row).collect::<String>())
        };
        assert_eq!(said(&[&table("")], "value-missing"), ["4: `参保登记` has no secondary item; 3 of 4 items here have one"]);
        assert!(said(&[&table("学生参保登记")], "value-missing").is_empty());
        let alone = "序号\t一级事项\t二级事项\t公开内容\n1\t参保登记\t单位参保登记\t指南\n2\t待遇\t\t指南\n3\t报销\t零星报销\t指南\n";
        assert!(said(&[alone], "value-missing").is_empty(), "a heading without items below it is an item");
    }

    #[test]
    fn what_nearly_all_have_is_expected_of_all() {
        assert_eq!(said(&[&guide(&[7])], "value-missing"), ["36: `第八类登记` has no telephone; 11 of 12 items here have one"]);
        assert_eq!(counted(&[&guide(&[7])], "value-missing")[1], 1);
        assert!(said(&[&guide(&[1, 3, 5, 7])], "value-missing").is_empty(), "what many lack is optional");
    }
}
