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

pub(super) const CHECK: Check = Check { code: "value-missing", version: 1, run: Run::Document(run) };

/// What so many of a hundred items have is expected of all.
pub(super) const EXPECTED: usize = 90;

/// Levels may end early, ticks have a finding of their own, and columns that nobody knows are nobody's duty.
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
                _ => outcome.fail(value_missing(scope, *field, index, item, have)),
            }
        }
    }
    outcome
}

/// Whether something can be read there.
pub(super) fn is_there(state: State) -> bool {
    !matches!(state, State::Missing | State::NoColumn | State::Ambiguous)
}

fn value_missing(scope: &Scope, field: Field, index: usize, item: &Item, have: usize) -> Finding {
    let finding = Finding::new("value-missing").item(index).field(field).with("have", have).with("items", scope.document.items.len());
    let name = item.name.value.as_deref().or(item.serial.value.as_deref()).unwrap_or("—");
    let finding = worded(finding.with("name", name), "field", &scope.field_name(field));
    let stands = [&item.name, &item.serial].into_iter().find(|value| value.raw.is_some());
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
    fn what_nearly_all_have_is_expected_of_all() {
        assert_eq!(said(&[&guide(&[7])], "value-missing"), ["36: `第八类登记` has no telephone; 11 of 12 items here have one"]);
        assert_eq!(counted(&[&guide(&[7])], "value-missing")[1], 1);
        assert!(said(&[&guide(&[1, 3, 5, 7])], "value-missing").is_empty(), "what many lack is optional");
    }
}
