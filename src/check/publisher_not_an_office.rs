//! # publisher-not-an-office
//! **What it says.** Where the publisher should stand, there is a deadline.
//! **Why it matters.** Two cells of the row were probably swapped; neither value can be relied on.
//! **Example.** 及时公开 under 公开主体, and the office under 公开时限.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::recognise::traits;

pub(super) const CHECK: Check = Check { code: "publisher-not-an-office", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        let Some(publisher) = &item.publisher.value else {
            outcome.skip();
            continue;
        };
        let looks = traits(&publisher.name, scope.tables);
        let is_deadline = looks.deadline && !looks.organisation;
        outcome.judge(is_deadline.then(|| publisher_not_an_office(index, item, &publisher.name)));
    }
    outcome
}

fn publisher_not_an_office(index: usize, item: &Item, name: &str) -> Finding {
    let finding = Finding::new("publisher-not-an-office").item(index).field(Field::Publisher).with("publisher", name).actual(name);
    shown(finding, &item.publisher)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_deadline_is_no_publisher() {
        let header = "序号\t一级事项\t二级事项\t公开内容（要素）\t公开依据\t公开时限\t公开主体\t公开渠道和载体";
        let row = |number: u32, name: &str, cells: &str| {
            format!("\n{number}\t低保\t{name}\t办事指南、申请材料\t《社会救助暂行办法》\t{cells}\t■政府网站 □政府公报")
        };
        let right = "及时公开\t桐梓县民政局";
        let swapped = "桐梓县民政局\t及时公开";
        let table = |last: &str| [header.into(), row(1, "政策法规", right), row(2, "资金发放", right), row(3, "对象公示", last)].concat();
        assert_eq!(said(&[&table(swapped)], "publisher-not-an-office"), ["4: the publisher `及时公开` is a deadline"]);
        assert!(said(&[&table(right)], "publisher-not-an-office").is_empty());
    }
}
