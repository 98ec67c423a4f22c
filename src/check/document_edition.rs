//! # document-edition
//! **What it says.** Two documents of one place say nearly the same: probably two editions of one document.
//! **Why it matters.** The items of both are counted; where they differ, only the newer one holds.
//! **Example.** The page of 2022 and the corrected page of 2023.

use super::among::{Among, Likeness};
use super::document_copy::judge;
use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "document-edition", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    judge(among, |scope, original, likeness| match likeness {
        Likeness::Nearly(share) => Some(document_edition(scope, original, share)),
        _ => None,
    })
}

fn document_edition(scope: &Scope, original: &Scope, share: usize) -> Finding {
    let finding = Finding::new("document-edition").with("path", &scope.document.source.path).with("share", share);
    let finding = finding.with("original", &original.document.source.path);
    scope.pieces().take(1).fold(finding, |finding, piece| finding.shown(piece.raw, &piece.at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    fn table(last: &str, publisher: &str) -> String {
        let row = |index: usize| format!("{index}\t参保\t第{index}类参保登记\t第{index}类指南\t{publisher}医疗保障局\n");
        let rows: String = (1..16).map(row).collect();
        format!(
            "{publisher}医疗保险领域基层政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n{rows}16\t参保\t{last}\t指南\t{publisher}医疗保障局\n"
        )
    }

    #[test]
    fn a_corrected_document_of_the_same_place_is_an_edition() {
        let told = said(&[&table("单位参保登记", "大冶市"), &table("单位参保查询", "大冶市")], "document-edition");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("b.txt says nearly the same as a.txt"), "{told:?}");
        let other = table("单位参保查询", "阳新县");
        assert!(said(&[&table("单位参保登记", "大冶市"), &other], "document-edition").is_empty(), "another place");
    }
}
