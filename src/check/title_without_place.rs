//! # title-without-place
//! **What it says.** The title of a document does not say which place it is of.
//! **Why it matters.** Copies of it cannot be told from those of other places.
//! **Example.** 政务公开标准目录

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "title-without-place", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let source = &scope.document.source;
    match (&source.title.value, &source.jurisdiction.name) {
        (None, _) => outcome.skip(),
        // That nobody knows the place is told already.
        (Some(_), None) => outcome.leave_open(),
        (Some(title), Some(place)) => {
            let parents = source.jurisdiction.parents.iter().map(|parent| parent.name.as_str());
            // A short name (大通县) told the place all the same.
            let is_told = source.jurisdiction.rule.as_deref() == Some("title");
            let names_one = is_told || std::iter::once(place.as_str()).chain(parents).any(|name| names(title, name));
            outcome.judge(
                (!names_one).then(|| shown(Finding::new("title-without-place").with("title", title).with("place", place), &source.title)),
            );
        }
    }
    outcome
}

/// Whether `title` names the place `name`, with or without its last character (上海市, 上海).
fn names(title: &str, name: &str) -> bool {
    let stem: String = name.chars().take(name.chars().count().saturating_sub(1)).collect();
    title.contains(name) || (stem.chars().count() > 1 && title.contains(&stem))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_title_without_its_place_is_told() {
        let table = |title: &str| {
            format!(
                "{title}\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n1\t参保\t单位参保登记\t指南\t大冶市医疗保障局\n2\t参保\t职工参保登记\t指南\t大冶市医疗保障局\n"
            )
        };
        assert_eq!(said(&[&table("政务公开标准目录")], "title-without-place").len(), 1);
        assert!(said(&[&table("大冶市政务公开标准目录")], "title-without-place").is_empty());
    }
}
