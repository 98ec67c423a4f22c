//! # document-old
//! **What it says.** A document was published longer ago than a person allows (`years` in `sources.toml`).
//! **Why it matters.** Directories are to be kept up to date (政府信息公开条例 第十二条); how many years one may stand is ruled nowhere, so the number is set by whom it concerns.
//! **Example.** `years = 5`, and a directory of 2020 in November 2026.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::finding::Finding;
use jiff::ToSpan;
use jiff::civil::Date;

pub(super) const CHECK: Check = Check { code: "document-old", version: 1, run: Run::Any(run) };

fn run(scope: &Scope) -> Outcome {
    let (Some(years), Some(today)) = (scope.years, scope.dataset.as_of.as_deref()) else { return Outcome::not_applicable() };
    let mut outcome = Outcome::default();
    let published = &scope.document.source.published;
    let dates = published.value.as_deref().and_then(|date| date.parse::<Date>().ok()).zip(today.parse::<Date>().ok());
    match dates.and_then(|(then, today)| Some((then, then.checked_add(i64::from(years).years()).ok()?, today))) {
        None => outcome.leave_open(),
        Some((then, until, today)) => {
            let finding = Finding::new("document-old").with("date", then).with("today", today).with("years", years);
            outcome.judge((until < today).then(|| shown(finding, published)));
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::agreed;

    #[test]
    fn a_document_older_than_allowed_is_told() {
        let text = "某县政务公开标准目录\n发布时间：2020-12-08\n序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n";
        let counts = |text: &str, manifest: &str| {
            let run = agreed(&[text], manifest, "");
            let result = run.checked.results.iter().find(|result| *result.code == *"document-old").unwrap();
            [result.passed, result.failed, result.not_applicable, result.could_not_check]
        };
        assert_eq!(counts(text, "as_of = \"2025-12-09\"\nyears = 5"), [0, 1, 0, 0]);
        assert_eq!(counts(text, "as_of = \"2025-12-08\"\nyears = 5"), [1, 0, 0, 0], "the last day counts");
        assert_eq!(counts(text, "as_of = \"2026-11-22\""), [0, 0, 1, 0], "nobody set a number");
        assert_eq!(counts(&text.replace("发布时间：2020-12-08\n", ""), "as_of = \"2026-11-22\"\nyears = 5"), [0, 0, 0, 1]);
    }
}
