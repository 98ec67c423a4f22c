//! # deadline-outlier
//! **What it says.** An item must be published within another time than nearly all items of its document.
//! **Why it matters.** It may be a misprint; it may as well be right.
//! **Example.** 20 working days for 88 items, 2 for one.

use super::outcome::Outcome;
use super::scope::{Scope, shown, worded};
use super::shares::{LEAST, counts, is_share, most};
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Deadline, Unit};
use crate::tables::findings::Wording;

pub(super) const CHECK: Check = Check { code: "deadline-outlier", version: 2, run: Run::Document(run) };

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
    let texts = counts(stated.iter().filter(|(.., amount)| Some(amount) == usual).map(|(_, _, deadline, _)| text(deadline)));
    let is_said = |said: &&String| is_share(texts.get(*said).copied().unwrap_or(0), stated.len(), USUAL);
    let said = usual.map(|usual| most(&texts).filter(is_said).map_or_else(|| in_words(*usual, scope), |text| both(text, text)));
    for (index, name, deadline, amount) in &stated {
        match usual.zip(said.as_ref()) {
            None => outcome.leave_open(),
            Some((usual, _)) if usual == amount => outcome.pass(),
            Some((_, said)) => outcome.fail(deadline_outlier(*index, name, deadline, said)),
        }
    }
    outcome
}

/// Deadlines without an amount (at once, every year) are of another kind and compared with nothing.
fn amount(deadline: &Deadline) -> Option<(u32, Unit)> {
    deadline.amount.zip(deadline.unit)
}

/// An amount in words: nearly all items have it, and say it in different words.
fn in_words((amount, unit): (u32, Unit), scope: &Scope) -> Wording {
    let unit = scope.tables.report.word(&format!("unit.{}", unit.key()));
    both(&format!("{amount} {}", unit.en), &format!("{amount}{}", unit.zh))
}

fn both(en: &str, zh: &str) -> Wording {
    Wording { en: en.into(), zh: zh.into() }
}

/// What a deadline says, blanks aside.
fn text(deadline: &Value<Deadline>) -> String {
    deadline.raw.as_deref().unwrap_or("").chars().filter(|c| !crate::text::is_blank(*c)).collect()
}

fn deadline_outlier(item: usize, name: &str, deadline: &Value<Deadline>, usual: &Wording) -> Finding {
    let finding = worded(Finding::new("deadline-outlier").with("name", name).with("actual", text(deadline)), "usual", usual);
    shown(finding.item(item).field(Field::Deadlines).expected(usual.zh.as_str()).actual(text(deadline)), deadline)
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
        let told = said(&[&table("2个工作日内")], "deadline-outlier");
        assert!(told[0].ends_with("nearly all items here have `信息形成之日起20个工作日内公开`"), "{told:?}");
        // Where only the amount is the same, no text is that of nearly all.
        let told = said(&[&table("2个工作日内").replacen("信息形成", "公示结束", 2)], "deadline-outlier");
        assert!(told[0].ends_with("nearly all items here have `20 working days`"), "{told:?}");
        assert_eq!(counted(&[&table("2个工作日内")], "deadline-outlier"), [5, 1, 0, 0]);
    }
}
