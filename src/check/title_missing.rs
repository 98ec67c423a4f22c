//! # title-missing
//! **What it says.** A document has no title.
//! **Why it matters.** Nobody who finds it knows what it is, and whose.
//! **Example.** A table that begins with its header.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::State;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "title-missing", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    match &scope.document.source.title {
        title if title.value.is_some() => outcome.pass(),
        title if title.state == State::Ambiguous => outcome.leave_open(),
        _ => outcome.fail(first_line(Finding::new("title-missing"), scope)),
    }
    outcome
}

/// Shows what the document begins with.
fn first_line(finding: Finding, scope: &Scope) -> Finding {
    let header = scope.document.headers.iter().find_map(|header| Some((&header.label, header.at?)));
    header.into_iter().fold(finding, |finding, (label, at)| finding.shown_at(label, at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_table_without_title_is_told() {
        let table = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        assert_eq!(said(&[table], "title-missing"), ["1: the document has no title"]);
        assert!(said(&[&format!("某县政务公开标准目录\n{table}")], "title-missing").is_empty());
    }
}
