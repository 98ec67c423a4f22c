//! fields/list/heads: words that head a list of their own behind another one.

use super::list;
use crate::recognise::is_numbered;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Behind the end of a clause words with a colon, and the first number of a list.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[；;。\s]\s*(?P<head>[^；;。：:\d\s]{1,24}[：:])\s*(?P<first>1[.．、]|[（(]1[)）]|[（(]一[)）]|①|一、)").ok()
});

/// So many heads are looked for, and each in so many bytes behind the one before, so that a hostile text costs no more than its length.
const MOST: usize = 64;
const FARTHEST: usize = 4096;

/// Where the words begin that head further lists, on lines of their own or within a line.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let lines = lines(text);
    if lines.is_empty() { within(text).into_iter().map(|head| head.start).collect() } else { lines }
}

/// The words in `text` that head a list with the same numbers as the one in front of them: 单位：1.甲2.乙；个人：1.丙2.丁.
pub(in crate::fields) fn within(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for captures in HEAD.iter().flat_map(|head| head.captures_iter(text)) {
        let (Some(head), Some(first)) = (captures.name("head"), captures.name("first")) else { continue };
        let before = text.get(start..head.start()).unwrap_or_default();
        if found.len() == MOST || before.len() > FARTHEST {
            break;
        }
        let nodes = list(before).nodes;
        if before.contains(first.as_str()) && !nodes.is_empty() && nodes.iter().all(|node| node.number.is_some() && node.items.is_empty()) {
            start = head.start();
            found.push(head.range());
        }
    }
    found
}

/// Where lines begin that head a list of their own behind another one (单位： above 1.介绍信): without number, with a colon at the end, and the first
/// number below.
pub(super) fn lines(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut start, mut is_list) = (0, false);
    for line in text.split_inclusive('\n') {
        let below = text.get(start + line.len()..).unwrap_or_default();
        let is_heading = !is_numbered(line) && crate::text::trim(line).ends_with(['：', ':']);
        if is_heading && is_list && is_numbered(below.lines().next().unwrap_or_default()) && list(below).late.is_none() {
            starts.push(start);
        }
        is_list |= is_numbered(line);
        start += line.len();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_within_a_line() {
        let heads = |text: &str| within(text).into_iter().filter_map(|head| text.get(head)).collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("单位：1.信2.表；个人：1.证2.卡", "个人："),
            ("第一批：1.甲；2.乙。第二批：1.丙；2.丁。第三批：1.戊", "第二批： 第三批："),
            ("1.甲；另需：（1）乙（2）丙", ""),
            ("1.甲：（1）子；乙：（1）丑", ""),
            ("甲；乙：1.丙", ""),
            ("第一类：1.甲 2.乙 第二类：1.丙", "第二类："),
        ] {
            assert_eq!(heads(text), expected, "{text}");
        }
    }
}
