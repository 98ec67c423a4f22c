//! fields/list: numbered lists inside a text, nested as printed: 1. 2. （1） ① 一、
//!
//! A number is one of a list only where it goes on with an open list (2 behind 1), or where a list can begin; so 国令第711号 and 1.5 are none.

use crate::evidence::{Cell, Text, Value};
use crate::finding::Finding;
use crate::item::Entry;
use crate::text::{is_blank, number};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<dot>\d{1,2})\s*(?P<point>[.．、])|[(（]\s*(?P<paren>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|(?P<circle>[①-⑳])|(?P<chinese>[一二三四五六七八九十]{1,3})、|(?P<half>\d{1,2})[)）]").ok()
});

/// How deep lists may be nested; deeper ones are read as text.
const DEEPEST: usize = 6;

/// An entry of a list as ranges of bytes of the reading form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// The number alone; `None` for text without one.
    pub(super) number: Option<Range<usize>>,
    /// From the number to the end of its own text.
    pub(super) whole: Range<usize>,
    /// Its own text.
    pub(super) text: Range<usize>,
    /// The entries below it.
    pub(super) items: Vec<Node>,
}

/// A list, and the slips in its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// Text in front of the first number.
    pub(super) before: Option<Range<usize>>,
    /// The entries.
    pub(super) nodes: Vec<Node>,
    /// Numbers that stand twice.
    pub(super) repeated: Vec<Range<usize>>,
    /// Numbers that leave one out.
    pub(super) skipped: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Dot,
    Paren,
    Circle,
    Chinese,
    Half,
}

struct Token {
    style: Style,
    number: u32,
    whole: Range<usize>,
    digits: Range<usize>,
}

/// Reads the list in `text`; no nodes where it has none.
pub(super) fn list(text: &str) -> List {
    let mut list = List::default();
    let mut open: Vec<(Style, u32)> = Vec::new();
    let mut accepted: Vec<(usize, Token)> = Vec::new();
    for token in tokens(text) {
        if let Some(depth) = depth(&token, &mut open, text, &mut list) {
            accepted.push((depth, token));
        }
    }
    let Some((_, first)) = accepted.first() else { return list };
    list.before = trimmed(text, 0..first.whole.start).filter(|range| text.get(range.clone()).is_some_and(|text| !text.is_empty()));
    let ends: Vec<usize> = accepted.iter().skip(1).map(|(_, token)| token.whole.start).chain([text.len()]).collect();
    for ((depth, token), end) in accepted.into_iter().zip(ends) {
        let own = trimmed(text, token.whole.end..end).unwrap_or(token.whole.end..token.whole.end);
        let node =
            Node { number: Some(token.digits), whole: token.whole.start..own.end.max(token.whole.end), text: own, items: Vec::new() };
        insert(&mut list.nodes, depth, node);
    }
    list
}

fn insert(nodes: &mut Vec<Node>, depth: usize, node: Node) {
    match nodes.last_mut().filter(|_| depth > 0) {
        Some(last) => insert(&mut last.items, depth - 1, node),
        None => nodes.push(node),
    }
}

/// At which depth `token` goes on with the open lists, or opens one; `None` where it is no number of a list.
fn depth(token: &Token, open: &mut Vec<(Style, u32)>, text: &str, list: &mut List) -> Option<usize> {
    let begins = begins(text, token.whole.start);
    if let Some(at) = open.iter().rposition(|(style, last)| *style == token.style && token.number == last + 1) {
        open.truncate(at + 1);
        if let Some(level) = open.get_mut(at) {
            level.1 = token.number;
        }
        return Some(at);
    }
    if !begins {
        return None;
    }
    let known = open.iter().rposition(|(style, _)| *style == token.style);
    match known {
        Some(at) => {
            let last = open.get(at).map_or(0, |(_, last)| *last);
            if token.number == last {
                list.repeated.push(token.whole.clone());
            } else if token.number > last && token.number <= last + 3 {
                list.skipped.push(token.whole.clone());
            } else if token.number != 1 {
                return None;
            }
            open.truncate(at + 1);
            if let Some(level) = open.get_mut(at) {
                level.1 = token.number;
            }
            Some(at)
        }
        None if token.number == 1 && open.len() < DEEPEST => {
            open.push((token.style, 1));
            Some(open.len() - 1)
        }
        None => None,
    }
}

/// Whether an entry can begin at `at`: at the start, behind a blank, a line end or the end of a clause.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    before.is_none_or(|c| is_blank(c) || matches!(c, '：' | ':' | '；' | ';' | '。' | '，' | ',' | '、' | '(' | '（' | '】'))
}

fn tokens(text: &str) -> Vec<Token> {
    let Some(regex) = TOKEN.as_ref() else { return Vec::new() };
    let styles =
        [("dot", Style::Dot), ("paren", Style::Paren), ("circle", Style::Circle), ("chinese", Style::Chinese), ("half", Style::Half)];
    let mut found = Vec::new();
    for captures in regex.captures_iter(text) {
        let Some((digits, style)) = styles.iter().find_map(|(name, style)| Some((captures.name(name)?, *style))) else { continue };
        let (Some(whole), Some(number)) = (captures.get(0), number(digits.as_str())) else { continue };
        let digit_before = text.get(..whole.start()).is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
        let digit_behind = text.get(whole.end()..).is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        let is_decimal = style == Style::Dot && digit_behind && captures.name("point").is_some_and(|point| point.as_str() != "、");
        if !digit_before && !is_decimal {
            found.push(Token { style, number, whole: whole.range(), digits: digits.range() });
        }
    }
    found
}

/// `range` without blanks at its ends and separators at its right; `None` where nothing is left.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let start = range.start + part.len() - part.trim_start_matches(is_blank).len();
    let kept = part.trim_matches(is_blank).trim_end_matches(|c: char| is_blank(c) || matches!(c, '；' | ';' | '。' | '、' | '，' | ','));
    (!kept.is_empty()).then_some(start..start + kept.len())
}

/// The list in `cell` as entries of a guide; text without a list is one entry a line. Slips in the numbers are reported.
pub(super) fn entries(cell: &Cell, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let text = cell.text();
    let list = list(text);
    report(cell, &list, findings);
    if list.nodes.is_empty() {
        let mut start = 0;
        let lines = text.split_inclusive('\n').filter_map(|line| {
            let range = start..start + line.len();
            start = range.end;
            trimmed(text, range)
        });
        return lines.map(|range| Entry { number: None, text: part(cell, range.clone(), range), items: Vec::new() }).collect();
    }
    let nodes: Vec<Entry> = list.nodes.iter().map(|node| entry(cell, node)).collect();
    match list.before {
        Some(before) => vec![Entry { number: None, text: part(cell, before.clone(), before), items: nodes }],
        None => nodes,
    }
}

/// Reports slips in the numbers of `list`.
pub(super) fn report(cell: &Cell, list: &List, findings: &mut Vec<Finding>) {
    for (code, ranges) in [("numbering-repeated", &list.repeated), ("numbering-skips", &list.skipped)] {
        for range in ranges {
            let (raw, at) = cell.source(range.clone());
            findings.push(Finding::new(code).with("number", crate::text::trim(&raw)).shown(&raw, &at));
        }
    }
}

fn entry(cell: &Cell, node: &Node) -> Entry {
    Entry {
        number: node.number.clone().and_then(|range| cell.text().get(range)).map(Text::from),
        text: part(cell, node.whole.clone(), node.text.clone()),
        items: node.items.iter().map(|node| entry(cell, node)).collect(),
    }
}

/// A value that says `value` and shows `whole`, both ranges of bytes of `cell`; line ends inside are blanks.
pub(super) fn part(cell: &Cell, whole: Range<usize>, value: Range<usize>) -> Value<Text> {
    let text: Text = cell.text().get(value).unwrap_or_default().replace('\n', " ").into();
    cell.part(whole, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        fn show(text: &str, nodes: &[Node]) -> String {
            let one = |node: &Node| {
                let number = node.number.clone().and_then(|range| text.get(range)).unwrap_or("");
                format!("{number}={}[{}]", text.get(node.text.clone()).unwrap(), show(text, &node.items))
            };
            nodes.iter().map(one).collect::<Vec<_>>().join(" ")
        }
        show(text, &list(text).nodes)
    }

    #[test]
    fn lists_are_nested_as_printed() {
        for (text, expected) in [
            ("1.证书;2.《登记表》（加盖公章）", "1=证书[] 2=《登记表》（加盖公章）[]"),
            ("1.转出：①身份证；②银行卡。2.死亡：①继承人身份证；②卡。", "1=转出：[①=身份证[] ②=银行卡[]] 2=死亡：[①=继承人身份证[] ②=卡[]]"),
            ("办事指南,包括:1.基本信息2.受理条件3.申请材料", "1=基本信息[] 2=受理条件[] 3=申请材料[]"),
            ("1．身份证；2．《备案表》", "1=身份证[] 2=《备案表》[]"),
            ("满2.5年，国务院令第711号", ""),
            ("3.登记；4.再登记", ""),
            ("1. 甲 2. 乙", "1=甲[] 2=乙[]"),
            ("（一）甲（二）乙", "一=甲[] 二=乙[]"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn slips_are_noticed() {
        let text = "1.甲；2.乙；3.丙；4.丁；4.戊";
        assert_eq!(list(text).nodes.len(), 5);
        assert_eq!(list(text).repeated.len(), 1);
        assert_eq!(list("1.甲；2.乙；4.丁").skipped.len(), 1);
    }
}
