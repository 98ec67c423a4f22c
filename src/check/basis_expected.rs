//! # basis-expected
//! **What it says.** An item does not cite the law on which every item of its kind rests.
//! **Why it matters.** The basis is incomplete; often the items beside it cite the law.
//! **Example.** An item under 行政处罚 without the 行政处罚法.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::text::fold;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "basis-expected", version: 1, run: Run::Document(run) };

/// Findings of a basis that was not read, or not as a whole.
const UNREAD: [&str; 3] = ["citation-unread", "citation-vague", "citation-without-antecedent"];

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    // What was not read may be the law.
    let unread = scope.noticed.iter().filter(|finding| UNREAD.contains(&finding.code.as_str()));
    let unread: BTreeSet<u32> = unread.filter_map(|finding| finding.item).collect();
    for (index, item) in scope.items() {
        let headings = item.levels().into_iter().filter_map(|level| level.value.as_deref());
        let Some(law) = headings.filter(|heading| *heading != item.title()).find_map(|heading| scope.tables.words.expected_basis(heading))
        else {
            outcome.skip();
            continue;
        };
        match item.state(Field::LegalBasis) {
            State::Missing | State::NoColumn => outcome.skip(),
            State::Ambiguous => outcome.leave_open(),
            _ if item.legal_basis.is_empty() || unread.contains(&(index as u32)) => outcome.leave_open(),
            _ => outcome.judge((!cites(item, law)).then(|| basis_expected(item, law).item(index))),
        }
    }
    outcome
}

/// Whether `item` cites `law`, by its full title or a short one.
fn cites(item: &Item, law: &str) -> bool {
    let short = fold(law.trim_start_matches("中华人民共和国"));
    let titles = item.legal_basis.said().iter().filter_map(|citation| citation.title.value.as_deref());
    titles.map(fold).any(|title| title.contains(&short))
}

fn basis_expected(item: &Item, law: &str) -> Finding {
    let finding = Finding::new("basis-expected").with("name", item.title()).with("law", law).field(Field::LegalBasis).expected(law);
    let finding = shown(finding, &item.name);
    item.legal_basis.first().into_iter().fold(finding, |finding, citation| shown(finding, &citation.title))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn the_law_of_its_kind_is_missed() {
        let text = "序号\t一级事项\t二级事项\t公开内容\t公开依据\n1\t行政处罚\t对单位的行政处罚\t决定\t《中华人民共和国政府信息公开条例》、《中华人民共和国行政处罚法》\n2\t行政处罚\t对个人的行政处罚\t决定\t《中华人民共和国政府信息公开条例》\n";
        assert_eq!(
            said(&[text], "basis-expected"),
            ["3: `对个人的行政处罚` does not cite 中华人民共和国行政处罚法, on which such items rest"]
        );
    }
}
