//! # column-partly-empty
//! **What it says.** A column is blank for so many items of a directory that none of them is told alone.
//! **Why it matters.** What the column promises is not said for these items; often its cells were lost when the document was copied.
//! **Example.** A directory with the column 公开主体 in which 15 of 29 items name no office.

use super::outcome::Outcome;
use super::scope::Scope;
use super::shares::is_share;
use super::value_missing::{EXPECTED, NOT_ASKED, is_there};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::result::Header;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "column-partly-empty", version: 1, run: Run::Document(run) };

/// So few blank cells show nothing of a column.
const LEAST: usize = 2;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    if scope.document.source.kind != Some(Kind::Directory) {
        outcome.skip();
        return outcome;
    }
    // Numbers may be computed by the program that shows the document.
    let is_asked = |header: &&Header| header.at.is_some() && header.field != Field::Serial && !NOT_ASKED.contains(&header.field);
    let headers = scope.document.headers.iter().filter(is_asked);
    let columns: BTreeMap<_, &Header> = headers.rev().map(|header| (header.field, header)).collect();
    for (field, header) in columns {
        let have = scope.items().filter(|(_, item)| is_there(item.state(field))).count();
        let mut blank = scope.items().filter(|(_, item)| item.state(field) == State::Missing).map(|(_, item)| item);
        let (first, missing) = (blank.next(), 1 + blank.count());
        match first {
            _ if have == 0 => outcome.skip(),
            Some(first) if missing >= LEAST && !is_share(have, scope.document.items.len(), EXPECTED) => {
                let finding = Finding::new("column-partly-empty").field(field).with("items", scope.document.items.len());
                let finding = finding.with("missing", missing).with("column", &header.label).with("first", first.title());
                outcome.fail(header.at.into_iter().fold(finding, |finding, at| finding.shown_at(&header.label, at)));
            }
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
        let told = "1: the column `公开主体` is empty for 2 of 5 items, first for `第2类参保登记`";
        assert_eq!(said(&[&table([office, "", office, "", office])], "column-partly-empty"), [told]);
        assert_eq!(counted(&[&table([office; 5])], "column-partly-empty")[1], 0);
        assert!(said(&[&table([""; 5])], "column-partly-empty").is_empty(), "that is column-empty");
    }
}
