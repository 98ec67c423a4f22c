//! # share-too-small
//! **What it says.** Fewer items of a source give a field than a person expects.
//! **Why it matters.** Values were lost on the way, or the document has changed: the run must be explained.
//! **Example.** `filled = { channels = 95 }` in sources.toml, and every second item without channels.

use super::outcome::Outcome;
use super::scope::{Scope, worded};
use super::{Check, Run};
use crate::evidence::State;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "share-too-small", version: 1, run: Run::Any(run) };

fn run(scope: &Scope) -> Outcome {
    let Some(expected) = scope.expected.filter(|expected| !expected.filled.is_empty()) else { return Outcome::not_applicable() };
    let items = scope.document.items.len();
    let mut outcome = Outcome::default();
    for (field, least) in &expected.filled {
        // What is ambiguous is stated, only not read for sure.
        let filled = scope.document.items.iter().filter(|item| !matches!(item.state(*field), State::Missing | State::NoColumn)).count();
        let fits = items > 0 && filled * 100 >= items * usize::from(*least);
        let finding = || {
            let finding = Finding::new("share-too-small").with("filled", filled).with("items", items).with("least", least).field(*field);
            worded(finding, "field", &scope.field_name(*field)).expected(format!("{least} %")).actual(format!("{filled} / {items}"))
        };
        outcome.judge((!fits).then(finding));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::agreed;

    #[test]
    fn a_field_given_too_seldom_is_told() {
        let table =
            "序号\t一级事项\t二级事项\t公开内容\t公开时限\n1\t参保\t单位参保登记\t指南\t20个工作日内\n2\t参保\t职工参保登记\t指南\t/\n";
        let told = |text: &str, filled: &str| {
            let run = agreed(&[text], &format!("[[source]]\npath = \"a.txt\"\nfilled = {filled}"), "");
            run.checked.findings.iter().filter(|finding| *finding.code == *"share-too-small").count()
        };
        assert_eq!([told(table, "{ deadlines = 50 }"), told(table, "{ deadlines = 51 }"), told(table, "{ contents = 100 }")], [0, 1, 0]);
        assert_eq!(told("", "{ deadlines = 1 }"), 1);
    }
}
