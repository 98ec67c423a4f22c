//! # column-empty
//! **What it says.** A document has a column, or a label, and nothing stands in it for any item.
//! **Why it matters.** The column promises what it does not say; often its cells were lost when the document was copied.
//! **Example.** A directory with the column 公开依据 in which every cell is blank.

use super::outcome::Outcome;
use super::scope::Scope;
use super::value_missing::{NOT_ASKED, is_there};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::result::Header;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "column-empty", version: 2, run: Run::Document(run) };

/// One item that leaves a column blank says nothing about the column.
const LEAST: usize = 2;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (field, header) in columns(scope) {
        let states: Vec<State> = scope.items().map(|(_, item)| item.state(field)).collect();
        // 办理时间 may have said how long it takes.
        let is_elsewhere = field == Field::Hours
            && scope.tables.words.may_tell_limit(&header.label, "")
            && scope.items().any(|(_, item)| is_there(item.state(Field::TimeLimits)));
        if is_elsewhere {
            outcome.skip();
        } else if states.iter().any(|state| is_there(*state)) {
            outcome.pass();
        } else if states.len() < LEAST || states.iter().any(|state| *state != State::Missing) {
            outcome.leave_open();
        } else {
            let finding = Finding::new("column-empty").field(field).with("items", states.len()).with("column", &header.label);
            outcome.fail(header.at.into_iter().fold(finding, |finding, at| finding.shown_at(&header.label, at)));
        }
    }
    outcome
}

/// The columns and labels at their places that are asked for values, each by its first header.
pub(super) fn columns<'a>(scope: &Scope<'a>) -> BTreeMap<Field, &'a Header> {
    // Numbers may be computed by the program that shows the document.
    let is_asked = |header: &&Header| header.at.is_some() && header.field != Field::Serial && !NOT_ASKED.contains(&header.field);
    let headers = scope.document.headers.iter().filter(is_asked);
    headers.rev().map(|header| (header.field, header)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn a_column_without_any_value_is_told_once() {
        let table = |basis: &str| {
            format!(
                "序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开主体\n1\t参保\t单位参保登记\t指南\t\t医保局\n2\t参保\t职工参保登记\t指南\t{basis}\t医保局\n"
            )
        };
        assert_eq!(said(&[&table("")], "column-empty"), ["1: the column `公开依据` is there, and empty for all 2 items"]);
        assert_eq!(counted(&[&table("")], "column-empty"), [2, 1, 0, 0]);
        assert!(said(&[&table("《中华人民共和国社会保险法》")], "column-empty").is_empty());
    }

    #[test]
    fn hours_that_told_limits_are_no_empty_column() {
        let guide = |label: &str, first: &str, second: &str| {
            let item =
                |name: &str, said: &str| format!("{name}\n办理材料：申请表\n承诺时限：5个工作日\n{label}：{said}\n联系电话：12366\n");
            format!("{}{}", item("一、限额审批", first), item("二、延期缴纳核准", second))
        };
        assert!(said(&[&guide("办理时间", "20个工作日", "10个工作日")], "column-empty").is_empty());
        assert_eq!(said(&[&guide("办公时间", "", "")], "column-empty").len(), 1, "limits under another label are no hours");
    }
}
