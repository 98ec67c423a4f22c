//! fields/elements: the elements of contents that have no numbers: lines, parts between ；, and words between 、.

use super::list::{self, Node};
use super::memo::Memo;
use crate::evidence::{Cell, Text, Value};
use crate::structure::Record;
use crate::tables::Tables;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

/// The entries of a list in `cell`, one behind the other; words that head the list behind an entry are none of it.
pub(super) fn of_list(cell: &Cell, nodes: &[Node], found: &mut Vec<Value<Text>>) {
    flatten(cell, nodes, &list::further_heads(cell.text()), found);
}

fn flatten(cell: &Cell, nodes: &[Node], heads: &[Range<usize>], found: &mut Vec<Value<Text>>) {
    for node in nodes {
        let head = heads.iter().find(|head| node.text.contains(&head.start));
        let own = head.map_or(Some(node.text.clone()), |head| list::trimmed(cell.text(), node.text.start..head.start));
        if let Some(own) = own.filter(|own| !own.is_empty()) {
            found.push(list::part(cell, node.whole.start..own.end, own));
        }
        flatten(cell, &node.items, heads, found);
    }
}

/// Elements without numbers. A sentence is not cut: 、 separates elements only where most parts are known ones, or each of several ends as names of
/// elements do and nothing else separates them.
pub(super) fn unnumbered(text: &str, tables: &Tables) -> Vec<Range<usize>> {
    let cut = |stops: &[char]| -> Vec<Range<usize>> {
        let parts = crate::text::outside_brackets(text, |c| stops.contains(&c));
        parts.into_iter().filter_map(|part| list::trimmed(text, part)).collect()
    };
    let parts = cut(&['、', '\n', '；', ';']);
    let known = parts.iter().filter(|range| text.get((*range).clone()).is_some_and(|part| tables.words.is_element(part))).count();
    if parts.len() > 1 && known * 2 >= parts.len() || is_list_of_heads(text, &parts, tables) {
        return parts;
    }
    cut(&['；', ';', '\n'])
}

/// Whether each of the words `parts` of `text`, with nothing but 、 between them, ends as names of elements do.
fn is_list_of_heads(text: &str, parts: &[Range<usize>], tables: &Tables) -> bool {
    const LEAST: usize = 3;
    const LONGEST: usize = 10;
    let is_head =
        |part: &str| part.chars().all(crate::text::is_han) && part.chars().count() <= LONGEST && tables.words.has_element_head(part);
    is_plain(text) && parts.len() >= LEAST && parts.iter().all(|range| text.get(range.clone()).is_some_and(is_head))
}

/// Where the list behind its heading in brackets begins, in bytes, where that is the only one of `text`: 【公示信息】名单；标准.
pub(super) fn heading(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('【')?.split_once('】')?.1;
    let is_only = !behind.contains('【') && !crate::text::trim(behind).is_empty();
    is_only.then(|| text.len() - crate::text::trim_start(behind).len())
}

/// `range` of `text` without a bullet in front.
pub(super) fn without_bullet(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let rest = part.trim_start_matches(|c| crate::text::is_bullet(c) || crate::text::is_blank(c));
    if rest.is_empty() { range } else { range.end - rest.len()..range.end }
}

/// Whether `text` is nothing but words between 、, none of which goes on with the next (实施处罚的依据、条件) or counts several.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c == '、' || crate::text::is_han(c) && !matches!(c, '和' | '及' | '与' | '或' | '等' | '的'))
}

/// The words between 、 in `text`, where it is nothing but words of one length, as the elements of a list are and a phrase with 、 in it
/// (残疾人、老年人补贴标准) is not.
pub(super) fn words(text: &str) -> Option<Vec<Range<usize>>> {
    const LENGTHS: RangeInclusive<usize> = 2..=8;
    let (mut words, mut start) = (Vec::new(), 0);
    for word in text.split('、') {
        words.push(start..start + word.len());
        start += word.len() + '、'.len_utf8();
    }
    let lengths: Vec<usize> = text.split('、').map(|word| word.chars().count()).collect();
    let (least, most) = (*lengths.iter().min()?, *lengths.iter().max()?);
    let like_a_list = words.len() > 2 || words.len() == 2 && least > 2;
    (is_plain(text) && like_a_list && most - least <= 1 && LENGTHS.contains(&least) && LENGTHS.contains(&most)).then_some(words)
}

/// Whether most contents of `records` that have 、 are lists of words, and at least two: then others that look the same are lists as well.
pub(super) fn lists_words(records: &[Record], memo: &mut Memo, tables: &Tables) -> bool {
    const LEAST: usize = 2;
    let cells = records.iter().flat_map(|record| &record.contents).filter_map(|part| part.text.cell.as_ref());
    let texts: BTreeSet<&Text> = cells.map(|cell| &cell.passage.text).filter(|text| text.contains('、')).collect();
    let texts: Vec<&Text> = texts.into_iter().filter(|text| memo.list(text, tables).nodes.is_empty()).collect();
    let is_cut = |text: &&&Text| {
        let parts = memo.unnumbered(text, tables);
        parts.len() > 1 && parts.iter().all(|range| text.get(range.clone()).is_some_and(|part| !part.contains('、')))
    };
    let cut = texts.iter().filter(is_cut).count();
    cut >= LEAST && cut * 2 >= texts.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_all_end_as_elements_do_are_a_list() {
        let tables = Tables::embedded().unwrap();
        for (text, expected) in [
            ("文件名称、文号、发文部门、发布时间", 4),
            ("机构名称、地址、法定代表人", 3),
            ("收费对象、收费依据、收费标准", 3),
            ("残疾人、老年人、儿童补贴标准", 1),
            ("国家、省、市、县政策内容", 1),
            ("农村危房改造的补助对象、补助标准、申请程序", 1),
            ("实施行政处罚的依据、条件、程序", 1),
            ("办理时间、地点", 1),
            ("受理机构；办理时间、地点；联系电话", 3),
            ("补贴对象（种粮农民；农机户）；补贴标准", 2),
            ("名单公示（姓名；金额【元；以年计】）；监督电话", 2),
            ("补贴标准（按面积；监督电话；补贴对象", 3),
        ] {
            assert_eq!(unnumbered(text, &tables).len(), expected, "{text}");
        }
    }

    #[test]
    fn words_of_one_length_may_be_a_list() {
        for (text, expected) in [
            ("处罚依据、处罚程序、处罚结果", 3),
            ("补贴对象、补贴标准", 2),
            ("姓名、性别、住址", 3),
            ("残疾人、老年人补贴标准", 0),
            ("国家、省级文件", 0),
            ("城市、农村", 0),
            ("许可依据、条件、程序", 0),
            ("法律、法规和规章", 0),
            ("处罚依据、处罚程序、处罚结果。", 0),
            ("处罚依据", 0),
            ("", 0),
        ] {
            assert_eq!(words(text).map_or(0, |words| words.len()), expected, "{text}");
        }
        assert_eq!(words("补贴对象、补贴标准"), Some(vec![0..12, 15..27]));
    }
}
