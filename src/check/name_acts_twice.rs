//! # name-acts-twice
//! **What it says.** A name begins with a word for handling and ends with another one.
//! **Why it matters.** Readers cannot know which step is meant: the whole service or the taking in of the application.
//! **Example.** 办理居民医保受理

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::fold;

pub(super) const CHECK: Check = Check { code: "name-acts-twice", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        let Some(name) = &item.name.value else {
            outcome.skip();
            continue;
        };
        let twice = scope.tables.words.acts_twice(&fold(name)).map(|[first, last]| {
            let finding = Finding::new("name-acts-twice").with("name", name).with("first", first).with("last", last);
            shown(finding.item(index).field(Field::Name), &item.name)
        });
        outcome.judge(twice);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn names_that_act_twice_are_told() {
        let table = |name: &str| format!("序号\t一级事项\t二级事项\t公开内容\n1\t服务\t医保个人账户清算\t指南\n2\t服务\t{name}\t指南\n");
        let told = "3: `办理居民医保受理` says both `办理` and `受理`";
        assert_eq!(said(&[&table("办理居民医保受理")], "name-acts-twice"), [told]);
        for fine in ["办理居民医保登记", "居民医保受理", "受理、办理", "办理居民医保受理点备案", "办理受理"]
        {
            assert_eq!(said(&[&table(fine)], "name-acts-twice"), [""; 0], "{fine}");
        }
    }
}
