//! # authority-former
//! **What it says.** The text names an office that was given up; another has taken its place.
//! **Why it matters.** People ask where nobody answers, and the text shows its age.
//! **Example.** 乡村振兴局 is 农业农村局 since 2023.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::field::Field;
use crate::fields::citation::without_numbers;
use crate::finding::Finding;
use crate::tables::authorities::FormerOffice;
use std::borrow::Cow;

pub(super) const CHECK: Check = Check { code: "authority-former", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    // What is cited keeps the names of its time.
    for piece in scope.pieces().filter(|piece| piece.field != Field::LegalBasis) {
        let formers = scope.tables.authorities.formers_in(piece.raw);
        let left = if formers.is_empty() { Cow::Borrowed("") } else { without_numbers(piece.raw, scope.tables) };
        let named = formers.iter().find(|former| is_past(former, scope) && former.named_in(&left).is_some());
        let finding = named.map(|former| {
            let finding = Finding::new("authority-former").with("said", &former.says).with("now", &former.now).with("since", &former.since);
            let finding = finding.item(piece.item).field(piece.field).expected(former.now.as_str()).actual(former.says.as_str());
            shown_part(finding, piece.raw, &piece.at, &former.says)
        });
        outcome.judge(finding);
    }
    outcome
}

/// Whether the office was gone when the document was published; where nobody knows when that was, today.
fn is_past(former: &FormerOffice, scope: &Scope) -> bool {
    let published = scope.document.source.published.value.as_deref();
    published.or(scope.dataset.as_of.as_deref()).is_none_or(|date| date >= former.since.as_str())
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn issuers_of_numbers_have_the_name_of_their_time() {
        let guide = |text: &str| format!("（一）食品抽检\n服务对象：企业\n办理材料：{text}\n办理时限：即时办结\n");
        for fine in ["食品召回管理办法（国家食品药品监督管理局令第12号）要求的材料", "按国家质量技术监督局2017年第6号公告提供材料"]
        {
            assert!(said(&[&guide(fine)], "authority-former").is_empty(), "{fine}");
        }
        let both = guide("按国家工商行政管理局令第6号，由县工商行政管理局出具证明");
        assert_eq!(said(&[&both], "authority-former").len(), 1);
    }

    #[test]
    fn offices_that_are_gone_are_told() {
        let guide = |office: &str| format!("（一）救助登记\n服务对象：职工\n办理材料：市{office}提供名单\n办理时限：即时办结\n");
        assert_eq!(said(&[&guide("乡村振兴局")], "authority-former"), ["3: `乡村振兴局` is called `农业农村局` since 2023-03"]);
        assert!(said(&[&guide("农业农村局")], "authority-former").is_empty());
        assert!(said(&[&format!("发布时间：2019-05-01\n{}", guide("乡村振兴局"))], "authority-former").is_empty(), "it was there then");
    }
}
