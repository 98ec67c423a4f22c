//! # promised-longer-than-legal
//! **What it says.** A guide gives a service more time than it says the law allows.
//! **Why it matters.** The two contradict each other within one item: one of them is wrong, or they were exchanged.
//! **Example.** 承诺时限：10个工作日 beside 法定时限：3个工作日.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Basis, Deadline, Item};

pub(super) const CHECK: Check = Check { code: "promised-longer-than-legal", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        let (legal, others): (Vec<_>, Vec<_>) = item.guide.time_limits.iter().partition(|limit| is_legal(limit));
        if legal.is_empty() || others.is_empty() {
            outcome.skip();
        } else if item.guide.time_limits.iter().any(|limit| limit.state == State::Ambiguous) {
            outcome.leave_open();
        } else {
            judge(index, item, &legal, &others, &mut outcome);
        }
    }
    outcome
}

fn is_legal(limit: &Value<Deadline>) -> bool {
    limit.value.as_ref().is_some_and(|limit| limit.basis == Some(Basis::Legal))
}

/// Compares each limit with that of the law under the same condition; limits in other units are compared with nothing.
fn judge(index: usize, item: &Item, legal: &[&Value<Deadline>], others: &[&Value<Deadline>], outcome: &mut Outcome) {
    let alike = |limit: &Value<Deadline>, law: &Value<Deadline>| match (&limit.value, &law.value) {
        (Some(limit), Some(law)) => limit.unit.is_some() && limit.unit == law.unit && limit.condition == law.condition,
        _ => false,
    };
    let amount = |limit: &Value<Deadline>| limit.value.as_ref().and_then(|limit| limit.amount);
    for limit in others {
        match legal.iter().find(|law| alike(limit, law)) {
            None => outcome.leave_open(),
            Some(law) if amount(limit) > amount(law) => outcome.fail(longer(index, item, limit, law)),
            Some(_) => outcome.pass(),
        }
    }
}

fn longer(index: usize, item: &Item, limit: &Value<Deadline>, law: &Value<Deadline>) -> Finding {
    let text = |limit: &Value<Deadline>| {
        limit.raw.as_deref().unwrap_or_default().chars().filter(|c| !crate::text::is_blank(*c)).collect::<String>()
    };
    let finding = Finding::new("promised-longer-than-legal").with("name", item.title()).with("said", text(limit)).with("legal", text(law));
    let finding = finding.item(index).field(Field::TimeLimits).expected(text(law)).actual(text(limit));
    shown(shown(finding, limit), law)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn more_time_than_the_law_allows_is_told() {
        let guide = |promised: &str| {
            format!(
                "大冶市社会保险办事指南\n（一）失业保险金申领\n服务对象：职工\n办理材料：身份证\n承诺时限：{promised}\n法定时限：3个工作日\n"
            )
        };
        let told = said(&[&guide("10个工作日")], "promised-longer-than-legal");
        assert_eq!(told, ["5: `失业保险金申领` takes `10个工作日`, longer than the limit of the law, `3个工作日`"]);
        for (promised, counts) in [("2个工作日", [1, 0, 0, 0]), ("3个工作日", [1, 0, 0, 0]), ("2个月", [0, 0, 0, 1])] {
            assert_eq!(counted(&[&guide(promised)], "promised-longer-than-legal"), counts, "{promised}");
        }
    }
}
