//! # items-out-of-bounds
//! **What it says.** A source has fewer items than a person expects of it, or more.
//! **Why it matters.** Items were lost on the way, or the document has changed: the run must be explained.
//! **Example.** `items = { min = 25, max = 40 }` in sources.toml, and 3 items.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "items-out-of-bounds", version: 1, run: Run::Any(run) };

fn run(scope: &Scope) -> Outcome {
    let Some(bounds) = scope.expected.and_then(|expected| expected.items) else { return Outcome::not_applicable() };
    let items = scope.document.items.len() as u64;
    let fits = items >= u64::from(bounds.min) && bounds.max.is_none_or(|max| items <= u64::from(max));
    let range = format!("{}–{}", bounds.min, bounds.max.map_or("∞".into(), |max| max.to_string()));
    let mut outcome = Outcome::default();
    let finding = Finding::new("items-out-of-bounds").with("items", items).with("range", &range).expected(range).actual(items.to_string());
    outcome.judge((!fits).then_some(finding));
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::agreed;

    #[test]
    fn a_source_outside_its_bounds_is_told() {
        let table = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        let told = |text: &str, items: &str| {
            let run = agreed(&[text], &format!("[[source]]\npath = \"a.txt\"\nitems = {items}"), "");
            run.checked.findings.iter().filter(|finding| *finding.code == *"items-out-of-bounds").count()
        };
        assert_eq!(
            [told(table, "{ min = 2 }"), told(table, "{ min = 3 }"), told(table, "{ max = 1 }"), told(table, "{ max = 2 }")],
            [0, 1, 1, 0]
        );
        assert_eq!(told("", "{ min = 1 }"), 1, "a document of which nothing was read");
    }
}
