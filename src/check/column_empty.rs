//! # column-empty
//! **What it says.** A column of the national standard is there, and no item has anything in it.
//! **Why it matters.** What the column would say is unknown for every item; it was left out, or got lost when the document was copied.
//! **Example.** Every row is blank under 公开内容（要素）.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::result::Header;

pub(super) const CHECK: Check = Check { code: "column-empty", version: 1, run: Run::Document(run) };

/// Ticks have findings of their own, and numbers may be computed by the program that shows the document.
const NOT_ASKED: [Field; 2] = [Field::Marks, Field::Serial];

fn run(scope: &Scope) -> Outcome {
    if scope.document.source.kind != Some(Kind::Directory) {
        return Outcome::not_applicable();
    }
    let mut outcome = Outcome::default();
    for column in scope.tables.words.standard_columns().iter().filter(|column| !NOT_ASKED.contains(&column.field)) {
        let header = scope.document.headers.iter().find(|header| header.field == column.field);
        let states = || scope.document.items.iter().map(|item| item.state(column.field));
        match header {
            None => outcome.skip(),
            Some(header) if header.at.is_none() => outcome.leave_open(),
            Some(_) if states().any(|state| state == State::Ambiguous) => outcome.leave_open(),
            Some(header) if states().all(|state| matches!(state, State::Missing | State::NoColumn)) => {
                outcome.fail(column_empty(scope, header))
            }
            Some(_) => outcome.pass(),
        }
    }
    outcome
}

fn column_empty(scope: &Scope, header: &Header) -> Finding {
    let finding = Finding::new("column-empty").with("column", &header.label).with("items", scope.document.items.len()).field(header.field);
    header.at.into_iter().fold(finding, |finding, at| finding.shown_at(&header.label, at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_column_with_nothing_in_it_is_told_once() {
        let text = "序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开时限\n1\t参保\t单位参保登记\t\t《社会保险法》\t及时\n2\t\t职工参保登记\t\t《社会保险法》\t及时\n";
        assert_eq!(said(&[text], "column-empty"), ["1: the column 公开内容 is empty for all 2 items"]);
        assert!(said(&[&text.replacen("登记\t\t", "登记\t指南\t", 1)], "column-empty").is_empty(), "one value is enough");
    }
}
