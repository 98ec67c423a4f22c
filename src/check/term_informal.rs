//! # term-informal
//! **What it says.** A text has a word of daily speech where the law has another.
//! **Why it matters.** Readers who know the law do not know who or what is meant, and a search for the word of the law does not find it.
//! **Example.** 法人代表 for 法定代表人.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::stretches;
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "term-informal", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for stretch in stretches(scope) {
        let found = scope.tables.slips.informal(stretch.text);
        if found.is_empty() {
            outcome.pass();
        }
        for (range, right) in found {
            let said = stretch.text.get(range.clone()).unwrap_or_default();
            let finding = Finding::new("term-informal").with("said", said).with("right", right).expected(right).actual(said);
            outcome.fail(stretch.about(finding, range, scope));
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn words_of_daily_speech_are_told() {
        let guide = |material: &str| format!("（一）药店登记\n服务对象：药店\n办理材料：{material}\n办理时限：即时办结\n");
        let told = "3: `法人代表` is said in daily speech; the law says `法定代表人`";
        assert_eq!(said(&[&guide("法人代表身份证")], "term-informal"), [told]);
        assert_eq!(said(&[&guide("法定代表人身份证")], "term-informal"), [""; 0]);
        assert_eq!(said(&[&guide("残疾证明材料")], "term-informal"), [""; 0]);
    }
}
