//! # element-varies
//! **What it says.** Two lists of one document are the same but for one element, which has a character more in one of them.
//! **Why it matters.** It is a slip of typing in one of the two; readers cannot know which is meant.
//! **Example.** 被处罚人单位 in a list that is otherwise that with 被处罚单位.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::evidence::{Said, State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Content;
use crate::text::{fold, is_han, trim};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) const CHECK: Check = Check { code: "element-varies", version: 1, run: Run::Document(run) };

/// Lists with fewer elements agree by chance; longer ones are prose.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;

/// Shorter elements may well be two.
const SHORTEST: usize = 4;

/// A list of elements: the item where it stands first, its elements there, and in how many contents it stands.
struct List<'a> {
    item: usize,
    elements: Vec<Element<'a>>,
    texts: Vec<String>,
    count: usize,
}

/// The source text of an element, and the value that it is or stands in.
#[derive(Clone, Copy)]
struct Element<'a> {
    raw: &'a str,
    within: Said<'a, Value<Text>>,
}

impl List<'_> {
    /// Which element is left out, and a hash of the others: as texts they would be very many, for each list as many as it has elements.
    fn without(&self, left_out: usize) -> (usize, u64) {
        let mut rest = DefaultHasher::new();
        self.texts
            .iter()
            .enumerate()
            .map(|(at, text)| if at == left_out { "" } else { text.as_str() })
            .for_each(|text| text.hash(&mut rest));
        (left_out, rest.finish())
    }
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let lists = lists(scope, &mut outcome);
    // Lists that are the same without one of their elements, by which it is and what the others are.
    let mut without: BTreeMap<(usize, u64), Vec<&List>> = BTreeMap::new();
    for list in &lists {
        (0..list.texts.len()).for_each(|left_out| without.entry(list.without(left_out)).or_default().push(list));
    }
    let mut lists: Vec<&List> = lists.iter().collect();
    lists.sort_by_key(|list| list.item);
    for list in lists {
        let alike = (0..list.texts.len()).find_map(|left_out| {
            let mut others = without.get(&list.without(left_out))?.iter();
            others.find(|other| is_slip(list, other, left_out)).map(|other| element_varies(list, other, left_out))
        });
        outcome.judge(alike.flatten());
    }
    outcome
}

/// The distinct lists of the document. Each distinct text is read once: most items of a document have one list.
fn lists<'a>(scope: &Scope<'a>, outcome: &mut Outcome) -> Vec<List<'a>> {
    let mut contents: BTreeMap<&str, (usize, &Content, usize)> = BTreeMap::new();
    for (item, of) in scope.items() {
        for content in &of.contents {
            match content.text.raw.as_deref() {
                Some(raw) => contents.entry(raw).or_insert((item, content, 0)).2 += 1,
                None => outcome.skip(),
            }
        }
    }
    let mut lists: BTreeMap<Vec<String>, List> = BTreeMap::new();
    for (item, content, count) in contents.into_values() {
        let elements = elements(content);
        if !LENGTHS.contains(&elements.len()) {
            outcome.skip();
            continue;
        }
        let texts: Vec<String> = elements.iter().map(|element| fold(element.raw)).collect();
        let list = lists.entry(texts.clone()).or_insert(List { item, elements, texts, count: 0 });
        list.count += count;
    }
    lists.into_values().collect()
}

/// The elements of `content`; those of a sentence that lists them are its parts. None where the text leaves open what they are.
fn elements(content: &Content) -> Vec<Element<'_>> {
    let is_sure = |element: &Value<Text>| element.value.is_some() && element.state != State::Ambiguous;
    if !content.elements.said().iter().all(is_sure) {
        return Vec::new();
    }
    match content.elements.each().collect::<Vec<_>>()[..] {
        [one] => {
            let parts = one.value().raw.as_deref().unwrap_or_default().split(['、', '，', ',', '；', ';']);
            parts.map(trim).filter(|part| !part.is_empty()).map(|raw| Element { raw, within: one }).collect()
        }
        ref several => several.iter().filter_map(|within| Some(Element { raw: within.value().raw.as_deref()?, within: *within })).collect(),
    }
}

/// Whether `list` has the slip: its element has a character more than that of `other`, or fewer than that of a list that stands more often.
fn is_slip(list: &List, other: &List, at: usize) -> bool {
    let (Some(own), Some(its)) = (list.texts.get(at), other.texts.get(at)) else { return false };
    if own.chars().count() > its.chars().count() {
        list.count <= other.count && has_one_more(own, its)
    } else {
        list.count < other.count && has_one_more(its, own)
    }
}

/// Whether `longer` is `shorter` with one Chinese character put in.
fn has_one_more(longer: &str, shorter: &str) -> bool {
    let [longer, shorter]: [Vec<char>; 2] = [longer, shorter].map(|text| text.chars().collect());
    let front = longer.iter().zip(&shorter).take_while(|(a, b)| a == b).count();
    longer.len() == shorter.len() + 1
        && shorter.len() >= SHORTEST
        && longer.get(front).is_some_and(|c| is_han(*c))
        && longer.get(front + 1..) == shorter.get(front..)
}

fn element_varies(list: &List, other: &List, at: usize) -> Option<Finding> {
    let (own, its) = (list.elements.get(at)?, other.elements.get(at)?);
    let finding = Finding::new("element-varies").with("said", own.raw).with("other", its.raw).with("count", other.count);
    let finding = finding.item(list.item).field(Field::Contents).actual(own.raw).expected(its.raw);
    let shown = |finding: Finding, element: &Element| {
        let within = element.within.placed();
        Some(shown_part(finding, within.raw.as_deref()?, &within.at, element.raw))
    };
    [own, its].into_iter().try_fold(finding, shown)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_character_more_in_a_list_that_is_otherwise_the_same_is_told() {
        let table = |second: &str| {
            let list = |element: &str| format!("处罚决定信息,包括:决定书文号、{element}、机构代码、处罚依据、处罚结果、决定日期");
            let (first, second) = (list("被处罚单位"), list(second));
            format!("序号\t一级事项\t二级事项\t公开内容\n1\t处罚\t对药店的处罚\t{first}\n2\t处罚\t对诊所的处罚\t{second}\n")
        };
        let told = "3: `被处罚人单位` is `被处罚单位` in a list of this document that is otherwise the same (×1)";
        assert_eq!(said(&[&table("被处罚人单位")], "element-varies"), [told]);
        for fine in ["被处罚单位", "被处罚个人", "被处罚单位1", "被处罚的单位名"] {
            assert_eq!(said(&[&table(fine)], "element-varies"), [""; 0], "{fine}");
        }
    }
}
