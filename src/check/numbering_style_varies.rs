//! # numbering-style-varies
//! **What it says.** Lists in a few items are numbered in another style than in nearly all items of the document.
//! **Why it matters.** The items were probably pasted from elsewhere.
//! **Example.** 1、2、3、 in five items, 1. 2. 3. in fifty.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::shares::{LEAST, counts, is_share, most};
use super::{Check, Run};
use crate::evidence::{State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "numbering-style-varies", version: 1, run: Run::Document(run) };

/// A style that so many of a hundred lists have is the usual one.
const USUAL: usize = 75;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut styles: Vec<(usize, char, &Value<Text>)> = Vec::new();
    for (index, item) in scope.items() {
        for content in item.contents.iter().filter(|content| content.text.state != State::Carried) {
            match content.text.raw.as_deref().and_then(style) {
                Some(style) => styles.push((index, style, &content.text)),
                None => outcome.skip(),
            }
        }
    }
    let count = counts(styles.iter().map(|(_, style, _)| *style));
    let usual = most(&count).filter(|usual| styles.len() >= LEAST && is_share(count.get(usual).copied().unwrap_or(0), styles.len(), USUAL));
    let odd: Vec<_> = styles.iter().filter(|(_, style, _)| usual.is_some_and(|usual| usual != style)).collect();
    for _ in odd.len()..styles.len() {
        match usual {
            Some(_) => outcome.pass(),
            None => outcome.leave_open(),
        }
    }
    if let (Some((index, style, text)), Some(usual)) = (odd.first(), usual) {
        let finding = Finding::new("numbering-style-varies").with("count", odd.len()).with("style", format!("1{style}"));
        let finding = finding.with("usual", format!("1{usual}")).item(*index).field(Field::Contents);
        outcome.fail(shown(finding, text));
        odd.iter().skip(1).for_each(|_| outcome.skip());
    }
    outcome
}

/// The mark behind the first number of a list that begins with 1.
fn style(text: &str) -> Option<char> {
    let mark = crate::text::trim(text).strip_prefix('1')?.chars().next()?;
    match mark {
        '.' | '．' => Some('.'),
        '、' => Some('、'),
        '）' | ')' => Some('）'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn lists_in_another_style_are_told_once() {
        let table = |mark: &str| {
            let row = |index: usize| {
                let mark = if index > 8 { mark } else { "." };
                format!("{index}\t参保\t第{index}类登记\t1{mark}事项名称 2{mark}办理材料\n")
            };
            format!("序号\t一级事项\t二级事项\t公开内容\n{}", (1..11).map(row).collect::<String>())
        };
        assert_eq!(
            said(&[&table("、")], "numbering-style-varies"),
            ["10: the lists of 2 item(s) are numbered `1、`, nearly all others `1.`"]
        );
        assert!(said(&[&table(".")], "numbering-style-varies").is_empty());
    }
}
