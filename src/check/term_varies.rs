//! # term-varies
//! **What it says.** One document has two words for what seems to be the same.
//! **Why it matters.** Readers cannot know whether two things are meant; a search for one word misses the other.
//! **Example.** 挂失 of one card and 报失 of another; 慢特病 in the name of a service and 慢性病 in its notes.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::{Stretch, stretches};
use super::{Check, Run};
use crate::finding::Finding;
use crate::tables::words::Synonyms;
use std::ops::Range;

pub(super) const CHECK: Check = Check { code: "term-varies", version: 1, run: Run::Document(run) };

/// A word in a document: where it stands first, and how often.
struct Found<'a, 'b> {
    word: &'a str,
    stretch: &'a Stretch<'b>,
    range: Range<usize>,
    count: usize,
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let stretches = stretches(scope);
    for synonyms in scope.tables.words.synonyms() {
        let mut found: Vec<Found> = synonyms.says.iter().filter_map(|word| found(word, &stretches)).collect();
        // The word that stands less often is the one to ask about.
        found.sort_by_key(|found| std::cmp::Reverse(found.count));
        match found.as_slice() {
            [usual, others @ ..] if !others.is_empty() && !has_reason(synonyms, &stretches) => {
                others.iter().for_each(|other| outcome.fail(term_varies(other, usual, scope)));
            }
            [] => outcome.skip(),
            _ => outcome.pass(),
        }
    }
    outcome
}

fn found<'a, 'b>(word: &'a str, stretches: &'a [Stretch<'b>]) -> Option<Found<'a, 'b>> {
    let mut all = stretches.iter().flat_map(|stretch| stretch.text.match_indices(word).map(move |(start, _)| (stretch, start)));
    let (stretch, start) = all.next()?;
    Some(Found { word, stretch, range: start..start + word.len(), count: 1 + all.count() })
}

/// Whether the document speaks of something else that makes two things of the two words.
fn has_reason(synonyms: &Synonyms, stretches: &[Stretch]) -> bool {
    synonyms.unless.iter().any(|word| stretches.iter().any(|stretch| stretch.text.contains(word.as_str())))
}

fn term_varies(rare: &Found, usual: &Found, scope: &Scope) -> Finding {
    let finding = Finding::new("term-varies").with("rare", rare.word).with("rare_count", rare.count);
    let finding = finding.with("usual", usual.word).with("usual_count", usual.count).actual(rare.word);
    let finding = rare.stretch.about(finding, rare.range.clone(), scope);
    // What the finding is about is the first word; the other one is shown beside it.
    let (item, field) = (finding.item, finding.field);
    Finding { item, field, ..usual.stretch.about(finding, usual.range.clone(), scope) }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(last: &str, contents: &str) -> String {
        format!(
            "序号\t一级事项\t二级事项\t公开内容\n1\t医保\t医疗互助卡挂失\t指南\n2\t医保\t医疗记录册挂失\t指南\n3\t医保\t{last}\t{contents}\n"
        )
    }

    #[test]
    fn two_words_for_one_thing_are_told_once() {
        let told = said(&[&table("社会保障卡报失", "指南")], "term-varies");
        assert_eq!(told, ["4: `报失` (×1) and `挂失` (×2) seem to mean the same in this document"]);
        assert_eq!(said(&[&table("社会保障卡挂失", "指南")], "term-varies"), [""; 0]);
        assert_eq!(counted(&[&table("慢特病认定", "慢性病名单")], "term-varies")[1], 1);
        assert_eq!(counted(&[&table("慢特病认定", "慢性病和特殊疾病名单")], "term-varies")[1], 0);
    }
}
