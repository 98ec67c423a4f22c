//! # element-unknown
//! **What it says.** A list of elements has one that no table knows, and that differs in one character from one that other lists of the document have.
//! **Why it matters.** It is probably a slip of typing; whoever looks for the element does not find it.
//! **Example.** 监督投拆渠道 once, 监督投诉渠道 in the eleven other lists.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{Said, State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::fold;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "element-unknown", version: 1, run: Run::Document(run) };

/// Contents with so many elements, half of them known, are a list of elements; others are prose, or lists of something else.
const LEAST: usize = 3;

/// Shorter elements differ in one character by chance.
const SHORTEST: usize = 4;

/// An element: where it stands first, and in how many lists.
struct Element<'a> {
    item: usize,
    value: Said<'a, Value<Text>>,
    count: usize,
}

fn run(scope: &Scope) -> Outcome {
    let words = &scope.tables.words;
    let mut outcome = Outcome::default();
    let (mut known, mut unknown) = (BTreeMap::new(), BTreeMap::new());
    for (item, of) in scope.items() {
        for content in &of.contents {
            let listed = content.elements.said();
            let is_known = |text: &Text| words.is_element(text);
            let share = listed.iter().filter_map(|element| element.value.as_ref()).filter(|text| is_known(text)).count();
            if listed.len() < LEAST || share * 2 < listed.len() {
                outcome.skip();
                continue;
            }
            for value in content.elements.each() {
                let is_sure = |text: &&Text| value.value().state != State::Ambiguous && !is_damaged(text);
                let Some(text) = value.value().value.as_ref().filter(is_sure) else {
                    outcome.leave_open();
                    continue;
                };
                let elements = if is_known(text) { &mut known } else { &mut unknown };
                elements.entry(fold(text)).or_insert(Element { item, value, count: 0 }).count += 1;
            }
        }
    }
    known.values().for_each(|_| outcome.pass());
    for (folded, element) in &unknown {
        let meant = known.iter().filter(|(other, of)| of.count > element.count && is_near(folded, other));
        match meant.max_by_key(|(_, of)| of.count) {
            Some((_, meant)) => outcome.fail(element_unknown(element, meant)),
            // A word of this place, or of a domain whose elements nobody has listed: it may be right.
            None => outcome.leave_open(),
        }
    }
    outcome
}

/// Whether `text` lost characters when it was decoded: nobody knows what stood there.
pub(super) fn is_damaged(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
}

/// Whether the folded elements `text` and `known` differ in one character only.
pub(super) fn is_near(text: &str, known: &str) -> bool {
    known.chars().count() >= SHORTEST && strsim::osa_distance(text, known) == 1
}

fn element_unknown(element: &Element, meant: &Element) -> Finding {
    let [said, other] = [element, meant].map(|element| element.value.value().value.as_deref().unwrap_or_default());
    let finding = Finding::new("element-unknown").with("element", said).with("count", element.count);
    let finding = finding.with("other", other).with("others", meant.count);
    let finding = finding.item(element.item).field(Field::Contents).actual(said).expected(other);
    [element, meant].into_iter().fold(finding, |finding, element| shown(finding, &element.value.placed()))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(third: &str) -> String {
        let full = "事项名称、办理材料、办理时限、监督投诉渠道";
        format!(
            "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t职工参保登记\t{full}\n2\t参保\t居民参保登记\t{full}\n3\t参保\t单位参保登记\t{third}\n"
        )
    }

    #[test]
    fn an_element_that_is_nearly_one_of_the_other_lists_is_told() {
        let told = |third: &str| said(&[&table(third)], "element-unknown");
        let near = "4: `监督投拆渠道` (×1) is no element that is known; other lists here have `监督投诉渠道` (×2)";
        assert_eq!(told("事项名称、办理材料、办理时限、监督投拆渠道"), [near]);
        let open = [
            ("事项名称、办理材料、办理时限、心得体会", "it may be a word of this place"),
            ("事项名称、办理材料、办理时限、监督投\u{FFFD}渠道", "what was lost in decoding is told as such"),
            ("养老、医疗、失业、工伤、生育", "a list of something else"),
        ];
        for (third, why) in open {
            assert_eq!(told(third), [""; 0], "{why}");
        }
        assert_eq!(counted(&[&table(open[0].0)], "element-unknown"), [4, 0, 0, 1]);
    }
}
