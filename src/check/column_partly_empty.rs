//! # column-partly-empty
//! **What it says.** A column says nothing for so many items of a directory that none of them is told alone.
//! **Why it matters.** What the column promises is not said for these items; often its cells were lost when the document was copied.
//! **Example.** A directory with the column 公开主体 in which 15 of 29 items name no office.

use super::column_empty::columns;
use super::outcome::Outcome;
use super::scope::Scope;
use super::shares::is_share;
use super::value_missing::{EXPECTED, is_there};
use super::{Check, Run};
use crate::evidence::State;
use crate::finding::Finding;
use crate::item::{Item, Kind};

pub(super) const CHECK: Check = Check { code: "column-partly-empty", version: 1, run: Run::Document(run) };

/// So few blank cells show nothing of a column.
const LEAST: usize = 2;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    if scope.document.source.kind != Some(Kind::Directory) {
        outcome.skip();
        return outcome;
    }
    for (field, header) in columns(scope) {
        let states = || scope.items().map(|(_, item)| item.state(field));
        let blank: Vec<&Item> = scope.items().filter(|(_, item)| item.state(field) == State::Missing).map(|(_, item)| item).collect();
        let all = scope.document.items.len();
        match blank.first() {
            _ if !states().any(is_there) => outcome.skip(),
            Some(first) if blank.len() >= LEAST && !is_share(all - blank.len(), all, EXPECTED) => {
                let finding = Finding::new("column-partly-empty").field(field).with("items", all).with("missing", blank.len());
                let finding = finding.with("column", &header.label).with("first", first.title());
                outcome.fail(header.at.into_iter().fold(finding, |finding, at| finding.shown_at(&header.label, at)));
            }
            _ if states().any(|state| state == State::Ambiguous) => outcome.leave_open(),
            _ => outcome.pass(),
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(offices: [&str; 5]) -> String {
        let row = |(index, office): (usize, &str)| format!("{}\t参保\t第{}类参保登记\t指南\t{office}\n", index + 1, index + 1);
        let rows: String = offices.into_iter().enumerate().map(row).collect();
        format!("序号\t一级事项\t二级事项\t公开内容\t公开主体\n{rows}")
    }

    #[test]
    fn a_column_with_many_blanks_is_told_once() {
        let office = "大冶市医疗保障局";
        let told = "1: the column `公开主体` says nothing for 2 of 5 items, first for `第2类参保登记`";
        assert_eq!(said(&[&table([office, "", office, "", office])], "column-partly-empty"), [told]);
        assert_eq!(counted(&[&table([office; 5])], "column-partly-empty")[1], 0);
        assert!(said(&[&table([""; 5])], "column-partly-empty").is_empty(), "that is column-empty");
    }
}
