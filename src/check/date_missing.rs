//! # date-missing
//! **What it says.** A document does not say when it was published, and nobody wrote it down.
//! **Why it matters.** What it cites can be judged as of today only, and of two editions nobody knows the newer one.
//! **Example.** A directory without 发布时间.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::State;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "date-missing", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let source = &scope.document.source;
    match &source.published {
        published if published.value.is_some() => outcome.pass(),
        published if published.state == State::Ambiguous => outcome.leave_open(),
        _ => outcome.fail(shown(Finding::new("date-missing").with("path", &source.path), &source.title)),
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::counted;

    #[test]
    fn a_document_without_date_is_told() {
        let table = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        assert_eq!(counted(&[table], "date-missing"), [0, 1, 0, 0]);
        assert_eq!(counted(&[&format!("某县政务公开标准目录\n发布时间：2020-12-08\n{table}")], "date-missing"), [1, 0, 0, 0]);
    }
}
