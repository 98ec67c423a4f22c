//! # authority-former
//! **What it says.** The text names an office that was given up; another has taken its place.
//! **Why it matters.** People ask where nobody answers, and the text shows its age.
//! **Example.** 乡村振兴局 is 农业农村局 since 2023.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::tables::authorities::FormerOffice;

pub(super) const CHECK: Check = Check { code: "authority-former", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    // What is cited keeps the names of its time.
    for piece in scope.pieces.iter().filter(|piece| piece.field != Field::LegalBasis) {
        let formers = scope.tables.authorities.formers_in(piece.raw);
        let named = formers.iter().find(|former| is_past(former, scope) && former.named_in(piece.raw).is_some());
        let finding = named.map(|former| {
            let finding = Finding::new("authority-former").with("said", &former.says).with("now", &former.now).with("since", &former.since);
            let finding = finding.item(piece.item).field(piece.field).expected(former.now.as_str()).actual(former.says.as_str());
            shown_part(finding, piece.raw, piece.at, &former.says)
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
    fn offices_that_are_gone_are_told() {
        let guide = |office: &str| format!("（一）救助登记\n服务对象：职工\n办理材料：市{office}提供名单\n办理时限：即时办结\n");
        assert_eq!(said(&[&guide("乡村振兴局")], "authority-former"), ["3: `乡村振兴局` is called `农业农村局` since 2023-03"]);
        assert!(said(&[&guide("农业农村局")], "authority-former").is_empty());
        assert!(said(&[&format!("发布时间：2019-05-01\n{}", guide("乡村振兴局"))], "authority-former").is_empty(), "it was there then");
    }
}
