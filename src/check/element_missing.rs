//! # element-missing
//! **What it says.** The contents of an item lack an element that the contents of its siblings have.
//! **Why it matters.** Readers look for it in vain, or it got lost when the document was copied.
//! **Example.** All services but one list 监督投诉渠道.

use super::element_unknown::{is_damaged, is_near};
use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::shares::{LEAST, counts, is_share};
use super::{Check, Run};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Item;
use crate::tables::Tables;
use crate::text::fold;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "element-missing", version: 2, run: Run::Document(run) };

/// What so many of a hundred siblings have is expected of all.
const EXPECTED: usize = 70;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut siblings: BTreeMap<_, Vec<(usize, &Item)>> = BTreeMap::new();
    for (index, item) in scope.items() {
        match item.state(Field::Contents) {
            State::Ambiguous => outcome.leave_open(),
            State::Missing | State::NoColumn => outcome.skip(),
            _ => siblings.entry(item.nature).or_default().push((index, item)),
        }
    }
    for items in siblings.values() {
        among(items, scope.tables, &mut outcome);
    }
    outcome
}

fn among(items: &[(usize, &Item)], tables: &Tables, outcome: &mut Outcome) {
    let listed: Vec<BTreeMap<String, Text>> = items.iter().map(|(_, item)| known(item, tables)).collect();
    let count = counts(listed.iter().flat_map(BTreeMap::keys));
    let is_expected =
        |element: &&String| items.len() >= LEAST && is_share(count.get(*element).copied().unwrap_or(0), items.len(), EXPECTED);
    let expected: BTreeMap<&String, &Text> = listed.iter().flatten().filter(|(element, _)| is_expected(element)).collect();
    for ((index, item), own) in items.iter().zip(&listed) {
        let unknown = Unknown::of(item, tables);
        let missing: Vec<(&String, &Text)> =
            expected.iter().filter(|(element, _)| !own.contains_key(**element)).map(|(element, name)| (*element, *name)).collect();
        let names: Vec<&str> = missing.iter().filter(|(element, _)| !unknown.has_near(element)).map(|(_, name)| name.as_str()).collect();
        match missing.len() {
            _ if expected.is_empty() => outcome.skip(),
            0 => outcome.pass(),
            // What was lost in decoding, or is written with a slip, may be what is missed.
            _ if unknown.is_damaged() || names.is_empty() => outcome.leave_open(),
            // Contents that share nothing with those of the siblings are of another kind.
            all if all == expected.len() => outcome.leave_open(),
            _ => outcome.fail(element_missing(*index, item, &names, items.len())),
        }
    }
}

/// The elements of an item that no table knows, folded.
pub(super) struct Unknown(Vec<String>);

impl Unknown {
    pub(super) fn of(item: &Item, tables: &Tables) -> Self {
        let elements = item.contents.iter().flat_map(|content| content.elements.said()).filter_map(|element| element.value.as_deref());
        Unknown(elements.filter(|element| !tables.words.is_element(element)).map(fold).collect())
    }

    /// Whether one of them is `element` with a slip of typing, which is told by element-unknown.
    pub(super) fn has_near(&self, element: &str) -> bool {
        self.0.iter().any(|own| is_near(own, element))
    }

    fn is_damaged(&self) -> bool {
        self.0.iter().any(|own| is_damaged(own))
    }
}

/// The elements of `item` that the tables know, by their folded text.
pub(super) fn known(item: &Item, tables: &Tables) -> BTreeMap<String, Text> {
    let elements = item.contents.iter().flat_map(|content| content.elements.said()).filter_map(|element| element.value.as_ref());
    elements.filter(|element| tables.words.is_element(element)).map(|element| (fold(element), element.clone())).collect()
}

fn element_missing(index: usize, item: &Item, missing: &[&str], siblings: usize) -> Finding {
    let missing = missing.join("、");
    let finding = Finding::new("element-missing").with("name", item.title()).with("missing", missing.as_str()).with("siblings", siblings);
    let finding = finding.item(index).field(Field::Contents).expected(missing);
    item.contents.iter().map(|content| &content.text).fold(finding, shown)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(third: &str) -> String {
        let contents = ["事项名称、办理材料、办理时限"; 6];
        let row = |(index, contents): (usize, &&str)| {
            let contents = if index == 2 { third } else { contents };
            format!("{}\t参保\t第{}类参保登记\t{contents}\n", index + 1, ["一", "二", "三", "四", "五", "六"][index])
        };
        format!("序号\t一级事项\t二级事项\t公开内容\n{}", contents.iter().enumerate().map(row).collect::<String>())
    }

    #[test]
    fn an_element_that_all_siblings_have_is_told() {
        let missing = "4: `第三类参保登记` does not list 办理时限, which its siblings here do";
        assert_eq!(said(&[&table("事项名称、办理材料")], "element-missing"), [missing]);
        assert_eq!(counted(&[&table("事项名称、办理材料")], "element-missing"), [5, 1, 0, 0]);
        assert!(said(&[&table("办理时限、事项名称、办理材料")], "element-missing").is_empty());
        assert_eq!(counted(&[&table("参保政策的正文")], "element-missing"), [5, 0, 0, 1], "contents of another kind");
        assert_eq!(counted(&[&table("事项名称、办理材料、办理时\u{FFFD}")], "element-missing"), [5, 0, 0, 1], "lost in decoding");
        assert_eq!(counted(&[&table("事项名称、办理材料、办里时限")], "element-missing"), [5, 0, 0, 1], "told by element-unknown");
    }
}
