//! # publisher-outlier
//! **What it says.** An item is published by another kind of office than nearly all items of its document.
//! **Why it matters.** The row may be copied from the directory of that office; it may as well be right, where several share the work.
//! **Example.** 应急管理局 for 13 items, 民政局 for one.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::shares::{LEAST, counts, is_share, most};
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Publisher;

pub(super) const CHECK: Check = Check { code: "publisher-outlier", version: 1, run: Run::Document(run) };

/// The office that so many of a hundred items have is the usual one.
const USUAL: usize = 80;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let offices = &scope.tables.authorities;
    let mut stated = Vec::new();
    for (index, item) in scope.items().filter(|(_, item)| item.publisher.state != State::Carried) {
        let value = &item.publisher;
        match value.value.as_ref().map(|publisher| (publisher, offices.office(&publisher.name))) {
            Some((publisher, Some(office))) => stated.push((index, item.title(), value, publisher, office)),
            // An office that no table knows may be the usual one.
            Some((_, None)) => outcome.leave_open(),
            None if value.state == State::Ambiguous => outcome.leave_open(),
            None => outcome.skip(),
        }
    }
    let times = counts(stated.iter().map(|(.., office)| *office));
    let usual =
        most(&times).filter(|usual| stated.len() >= LEAST && is_share(times.get(*usual).copied().unwrap_or(0), stated.len(), USUAL));
    for (index, name, value, publisher, office) in &stated {
        match usual {
            None => outcome.leave_open(),
            // Who is in charge of a whole place, or of the counters of all, may publish for any office.
            Some(usual) if usual == office || offices.is_general(office) || offices.is_general(usual) => outcome.pass(),
            Some(usual) => outcome.fail(publisher_outlier(*index, name, value, publisher, usual)),
        }
    }
    outcome
}

fn publisher_outlier(item: usize, name: &str, value: &Value<Publisher>, publisher: &Publisher, usual: &str) -> Finding {
    let finding = Finding::new("publisher-outlier").with("name", name).with("actual", &publisher.name).with("usual", usual);
    shown(finding.item(item).field(Field::Publisher).expected(usual).actual(publisher.name.clone()), value)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn another_office_than_nearly_all_is_told() {
        let table = |last: &str| {
            let row = |index: usize| {
                let publisher = if index == 6 { last } else { "县应急管理局" };
                format!("{index}\t依法行政\t第{index}种许可\t指南\t{publisher}\n")
            };
            format!("序号\t一级事项\t二级事项\t公开内容\t公开主体\n{}", (1..7).map(row).collect::<String>())
        };
        let told = "7: `第6种许可` is published by `县民政局`; nearly all items here by an office of the kind `应急管理局`";
        assert_eq!(said(&[&table("县民政局")], "publisher-outlier"), [told]);
        assert_eq!(counted(&[&table("县民政局")], "publisher-outlier"), [5, 1, 0, 0]);
        for publisher in ["县应急局", "乡镇人民政府", "县行政审批局", "县安委会"] {
            assert!(said(&[&table(publisher)], "publisher-outlier").is_empty(), "{publisher}");
        }
    }
}
