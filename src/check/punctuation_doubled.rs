//! # punctuation-doubled
//! **What it says.** Two punctuation marks stand together that cannot.
//! **Why it matters.** Something between them was probably left out.
//! **Example.** 处罚事由、、处罚依据

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::stretches;
use super::{Check, Run};
use crate::finding::Finding;
use std::ops::Range;

pub(super) const CHECK: Check = Check { code: "punctuation-doubled", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for stretch in stretches(scope) {
        let found = doubled(stretch.text, |pair| scope.tables.words.never_meet(pair));
        if found.is_empty() {
            outcome.pass();
        }
        for range in found {
            let marks: String = stretch.text.get(range.clone()).unwrap_or_default().chars().filter(|c| !is_gap(*c)).collect();
            outcome.fail(stretch.about(punctuation_doubled(&marks), range, scope));
        }
    }
    outcome
}

/// The bytes of all marks that stand together and `never` should, blanks between them included.
fn doubled(text: &str, never: impl Fn((char, char)) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !is_gap(*c)).collect();
    for ((start, a), (end, b)) in marks.iter().zip(marks.iter().skip(1)) {
        if !never((*a, *b)) {
            continue;
        }
        match found.last_mut().filter(|last| last.end > *start) {
            Some(last) => last.end = end + b.len_utf8(),
            None => found.push(*start..end + b.len_utf8()),
        }
    }
    // 。。。 is meant for ……
    found.retain(|range| text.get(range.clone()).is_none_or(|text| text.chars().count() < 3 || text.chars().any(|c| !text.starts_with(c))));
    found
}

/// Blanks inside a cell; a tab is the border of one.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

fn punctuation_doubled(marks: &str) -> Finding {
    Finding::new("punctuation-doubled").with("marks", marks).actual(marks)
}

#[cfg(test)]
mod tests {
    use super::doubled;
    use crate::check::sample::{TABLES, said};

    #[test]
    fn marks_that_cannot_stand_together() {
        for (text, expected) in [
            ("处罚事由、、处罚依据", vec!["、、"]),
            ("服务中心、。", vec!["、。"]),
            ("，，和；。", vec!["，，", "；。"]),
            ("一、 、二", vec!["、 、"]),
            ("等等。。。", vec![]),
            ("“甲。”，（乙）。《丙》、《丁》", vec![]),
            ("甲、\t、乙", vec![]),
        ] {
            let found = doubled(text, |pair| TABLES.words.never_meet(pair));
            let found: Vec<&str> = found.into_iter().map(|range| text.get(range).unwrap()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn doubled_punctuation_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t处罚\t对单位的处罚\t事由、、依据\n2\t处罚\t对个人的处罚\t事由、依据\n";
        assert_eq!(said(&[text], "punctuation-doubled"), ["2: `、、` cannot stand together"]);
    }
}
