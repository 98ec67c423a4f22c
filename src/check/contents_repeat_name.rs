//! # contents-repeat-name
//! **What it says.** What is to be published of an item is its name once more.
//! **Why it matters.** Nobody learns what is published.
//! **Example.** 政府规章 | 政府规章

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::text::fold;

pub(super) const CHECK: Check = Check { code: "contents-repeat-name", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        for content in &item.contents {
            match (&content.text.value, &item.name.value) {
                (Some(_), Some(_)) if content.text.state == State::Ambiguous => outcome.leave_open(),
                (Some(text), Some(name)) => {
                    let repeats = fold(text) == fold(name);
                    let finding = || shown(Finding::new("contents-repeat-name").with("name", name), &content.text);
                    outcome.judge(repeats.then(|| finding().item(index).field(Field::Contents)));
                }
                _ => outcome.skip(),
            }
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn contents_that_say_the_name_again_are_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t政策文件\t政府规章\t政府规章\n2\t政策文件\t规范性文件\t规范性文件目录\n";
        assert_eq!(said(&[text], "contents-repeat-name"), ["2: the contents of `政府规章` only repeat its name"]);
    }
}
