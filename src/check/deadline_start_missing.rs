//! # deadline-start-missing
//! **What it says.** A deadline names what it follows and an amount of time, and not that it counts from the day of it.
//! **Why it matters.** The regulation says 之日起; without it the text can be read as the time that the event itself takes.
//! **Example.** 信息形成（变更）20个工作日内 for 信息形成（变更）之日起20个工作日内.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Deadline, DeadlineKind};
use crate::text::fold;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "deadline-start-missing", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    // Each wording once, with the item where it stands first, and in how many items it stands.
    let mut wordings: BTreeMap<String, (usize, Value<Deadline>, usize)> = BTreeMap::new();
    for (index, item) in scope.items() {
        for deadline in item.deadlines.iter().filter(|deadline| deadline.state != State::Carried) {
            let raw = deadline.raw.as_deref().map(fold).filter(|_| deadline.value.as_ref().is_some_and(follows_something));
            match raw {
                None => outcome.skip(),
                Some(raw) if scope.tables.words.says_start(&raw) => outcome.pass(),
                Some(raw) => wordings.entry(raw).or_insert((index, deadline, 0)).2 += 1,
            }
        }
    }
    let mut wordings: Vec<_> = wordings.into_iter().collect();
    wordings.sort_by_key(|(_, (index, ..))| *index);
    for (_, (index, deadline, count)) in wordings {
        let text: String = deadline.raw.iter().flat_map(|raw| raw.chars()).filter(|c| !crate::text::is_blank(*c)).collect();
        let finding = Finding::new("deadline-start-missing").with("text", &text).with("count", count);
        outcome.fail(shown(finding.item(index).field(Field::Deadlines), &deadline));
    }
    outcome
}

/// Whether it is so much time behind something.
fn follows_something(deadline: &Deadline) -> bool {
    deadline.kind == DeadlineKind::Within && deadline.amount.is_some() && deadline.trigger.is_some()
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_deadline_that_does_not_say_from_when_is_told_once() {
        let table = |text: &str| {
            let row = |index: usize| format!("{index}\t参保\t第{index}种登记\t指南\t{text}\n");
            format!("序号\t一级事项\t二级事项\t公开内容\t公开时限\n{}", (1..4).map(row).collect::<String>())
        };
        let told = "2: `信息形成（变更）20个工作日内` does not say that the time counts from the day of it (3 items)";
        assert_eq!(said(&[&table("信息形成（变更）20个工作日内")], "deadline-start-missing"), [told]);
        for fine in [
            "信息形成（变更）之日起20个工作日内",
            "信息形成后20个工作日内",
            "自信息形成20个工作日内",
            "20个工作日内",
            "及时公开",
            "会议召开前5日内",
        ] {
            assert_eq!(said(&[&table(fine)], "deadline-start-missing"), [""; 0], "{fine}");
        }
    }
}
