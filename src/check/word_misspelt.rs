//! # word-misspelt
//! **What it says.** A word is written as it never is: another character of the same sound or shape, or one left out.
//! **Why it matters.** Readers stumble, and the text is not found by search.
//! **Example.** 财顾制度 for 财务制度.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::stretches;
use super::{Check, Run};
use crate::finding::Finding;
use std::ops::Range;

pub(super) const CHECK: Check = Check { code: "word-misspelt", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for stretch in stretches(scope) {
        let found = scope.tables.slips.find(stretch.text);
        if found.is_empty() {
            outcome.pass();
        }
        for (range, right) in found {
            let wrong = stretch.text.get(range.clone()).unwrap_or_default();
            let finding =
                Finding::new("word-misspelt").with("wrong", wrong).with("right", &right).with("text", around(stretch.text, &range));
            let finding = finding.expected(right).actual(wrong);
            outcome.fail(stretch.about(finding, range, scope));
        }
    }
    outcome
}

/// The part of `text` around the bytes `range` by which a reader recognises the place.
fn around(text: &str, range: &Range<usize>) -> String {
    const SHOWN: usize = 5;
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take(SHOWN)
        .take_while(|(_, c)| !c.is_whitespace() && *c != '|')
        .last()
        .map_or(range.start, |(at, _)| at);
    let after: String = behind.chars().take(SHOWN).take_while(|c| !c.is_whitespace() && *c != '|').collect();
    format!("{}{after}", text.get(start..range.end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn slips_are_told_where_they_stand() {
        let guide = |material: &str| format!("（一）药店登记\n服务对象：药店\n办理材料：{material}\n办理时限：即时办结\n");
        let told = "3: in `办理材料：要学技术人员证书`, `要学技术人员` is probably a slip for `药学技术人员`";
        assert_eq!(said(&[&guide("要学技术人员证书")], "word-misspelt"), [told]);
        assert!(said(&[&guide("药学技术人员证书")], "word-misspelt").is_empty());
    }
}
