//! # column-missing
//! **What it says.** A directory lacks a column that the national standard of directories has.
//! **Why it matters.** What the column would say is unknown for every item.
//! **Example.** A directory without 公开依据.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::result::Header;
use crate::tables::columns::{Columns, Header as Word};
use crate::tables::words::StandardColumn;

pub(super) const CHECK: Check = Check { code: "column-missing", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let headers = &scope.document.headers;
    if scope.document.source.kind != Some(Kind::Directory) {
        return Outcome::not_applicable();
    }
    let mut outcome = Outcome::default();
    let shown = headers.iter().find(|header| header.at.is_some());
    for column in scope.tables.words.standard_columns() {
        match shown {
            // A table without header words cannot lack one.
            None => outcome.leave_open(),
            Some(_) if headers.iter().any(|header| is_it(header, column, &scope.tables.columns)) => outcome.pass(),
            Some(first) => outcome.fail(column_missing(column.field, &column.says, first)),
        }
    }
    outcome
}

/// Whether `header` is the column, also where its cells were not read: one of its words stands over a column of words in place of several of ticks.
fn is_it(header: &Header, column: &StandardColumn, columns: &Columns) -> bool {
    let means = columns.header(&header.label);
    let by_word = match means {
        Some(Word::Column(field)) => column.is(*field, None),
        Some(Word::Group(group)) => column.is(Field::Marks, Some(*group)),
        Some(Word::Mark { .. }) | None => false,
    };
    by_word || column.is(header.field, header.group)
}

fn column_missing(field: Field, name: &str, first: &Header) -> Finding {
    let finding = Finding::new("column-missing").with("column", name).field(field).expected(name);
    first.at.into_iter().fold(finding, |finding, at| finding.shown_at(&first.label, at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn columns_of_the_standard_that_are_not_there_are_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容（要素）\t公开依据\t公开主体\t公开渠道和载体\t全社会\t特定群体\t主动\t依申请\t县级\n1\t参保\t单位参保登记\t指南\t《社会保险法》\t医保局\t■政府网站\t√\t\t√\t\t√\n";
        assert_eq!(said(&[text], "column-missing"), ["1: the column 公开时限 is missing"]);
        assert_eq!(counted(&[text], "column-missing"), [10, 1, 0, 0]);
        let words = "序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开时限\t公开主体\t公开渠道\t公开对象\t公开方式\t公开层级\n1\t参保\t单位参保登记\t指南\t《社会保险法》\t20个工作日内\t医保局\t■政府网站\t全社会\t主动公开\t县级\n";
        assert!(said(&[words], "column-missing").is_empty(), "words in place of ticks");
        assert!(said(&["（一）职工参保登记\n服务对象：职工\n办理材料：身份证\n办理时限：即时办结\n"], "column-missing").is_empty());
    }
}
