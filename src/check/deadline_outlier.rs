//! # deadline-outlier
//! **What it says.** An item must be published within another time than nearly all items of its document.
//! **Why it matters.** It may be a misprint; it may as well be right.
//! **Example.** 20 working days for 88 items, 2 for one.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::shares::{LEAST, counts, is_share, most};
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Deadline, Unit};

pub(super) const CHECK: Check = Check { code: "deadline-outlier", version: 1, run: Run::Document(run) };

/// The time that so many of a hundred deadlines have is the usual one.
const USUAL: usize = 80;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut stated = Vec::new();
    for (index, item) in scope.items() {
        for deadline in &item.deadlines {
            match deadline.value.as_ref().and_then(amount) {
                Some(amount) => stated.push((index, item.title(), deadline, amount)),
                None if deadline.state == State::Ambiguous => outcome.leave_open(),
                None => outcome.skip(),
            }
        }
    }
    let times = counts(stated.iter().map(|(_, _, _, amount)| *amount));
    let usual = most(&times).filter(|usual| stated.len() >= LEAST && is_share(times.get(usual).copied().unwrap_or(0), stated.len(), USUAL));
    for (index, name, deadline, amount) in &stated {
        match usual {
            None => outcome.leave_open(),
            Some(usual) if usual == amount => outcome.pass(),
            Some(usual) => outcome.fail(deadline_outlier(
                *index,
                name,
                deadline,
                stated.iter().find(|(.., amount)| amount == usual).map(|found| found.2),
            )),
        }
    }
    outcome
}

/// Deadlines without an amount (at once, every year) are of another kind and compared with nothing.
fn amount(deadline: &Deadline) -> Option<(u32, Unit)> {
    deadline.amount.zip(deadline.unit)
}

fn deadline_outlier(item: usize, name: &str, deadline: &Value<Deadline>, usual: Option<&Value<Deadline>>) -> Finding {
    let text = |deadline: &Value<Deadline>| {
        deadline.raw.as_deref().unwrap_or("").chars().filter(|c| !crate::text::is_blank(*c)).collect::<String>()
    };
    let usual = usual.map(text).unwrap_or_default();
    let finding = Finding::new("deadline-outlier").with("name", name).with("actual", text(deadline)).with("usual", usual.as_str());
    shown(finding.item(item).field(Field::Deadlines).expected(usual).actual(text(deadline)), deadline)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn another_time_than_nearly_all_is_told() {
        let table = |last: &str| {
            let row = |index: usize| {
                format!("{index}\t参保\t第{index}种登记\t指南\t信息形成之日起{}公开\n", if index == 6 { last } else { "20个工作日内" })
            };
            format!("序号\t一级事项\t二级事项\t公开内容\t公开时限\n{}", (1..7).map(row).collect::<String>())
        };
        assert_eq!(said(&[&table("2个工作日内")], "deadline-outlier").len(), 1);
        assert!(said(&[&table("20个工作日内")], "deadline-outlier").is_empty());
        assert!(said(&[&table("及时")], "deadline-outlier").is_empty(), "another kind of deadline");
        assert_eq!(counted(&[&table("2个工作日内")], "deadline-outlier"), [5, 1, 0, 0]);
    }
}
