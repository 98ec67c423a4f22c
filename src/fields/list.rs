//! fields/list: numbered lists inside a text, nested as printed: 1. 2. （1） ① 一、
//!
//! A number is one of a list only where it goes on with an open list (2 behind 1), or where a list can begin; so 国令第711号 and 1.5 are none.

mod heads;

use crate::evidence::{Cell, Text, Value};
use crate::finding::Finding;
use crate::item::Entry;
use crate::text::{is_blank, is_bullet, number};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<sub>(?P<major>\d{1,2})\.(?P<minor>\d{1,2}))[、.]?|(?P<dot>\d{1,2})\s*(?P<point>[.．、])|[(（]\s*(?:(?P<paren>\d{1,2})|(?P<words>[一二三四五六七八九十]{1,3}))\s*[)）]|(?P<circle>[①-⑳])|(?P<whole>[⑴-⒇⒈-⒛㈠-㈩])[.．、]?|(?P<chinese>[一二三四五六七八九十]{1,3})、|(?P<clause>[一二三四五六七八九十])是|(?P<half>\d{1,2})[)）]").ok()
});

pub(super) use heads::within as further_heads;

/// How deep lists may be nested; deeper ones are read as text.
const DEEPEST: usize = 6;

/// The next number of a list is looked for among so many.
const FARTHEST: usize = 64;

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
    /// Numbers written in another style than those before them.
    pub(super) restyled: Vec<Range<usize>>,
    /// The first number, where it is not 1.
    pub(super) late: Option<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Dot,
    Paren,
    ChineseParen,
    Circle,
    Chinese,
    Half,
    /// One character for number and brackets, or number and dot.
    Whole,
    /// 一是…二是…
    Clause,
    /// 1.1 under 1.
    Sub(u32),
}

struct Token {
    style: Style,
    /// Whether digits follow its dot (1.12月31日前), so that it counts only where a list surely goes on.
    weak: bool,
    number: u32,
    whole: Range<usize>,
    digits: Range<usize>,
}

/// Reads the list in `text`; no nodes where it has none.
pub(super) fn list(text: &str) -> List {
    let mut list = List::default();
    let tokens = tokens(text);
    let accepted = accepted(&tokens, text, &mut list);
    let Some((_, first)) = accepted.first() else { return signed(text) };
    if let ([(_, only)], Some(behind)) = (accepted.as_slice(), text.get(first.whole.end..)) {
        // 一、二级医院 and 1、2号窗口 are no lists, nor is a clause with 一是 alone.
        let is_numeral = |c: char| number(c.encode_utf8(&mut [0; 4])).is_some();
        if crate::text::trim_start(behind).starts_with(is_numeral) || only.style == Style::Clause {
            return List::default();
        }
    }
    list.before = trimmed(text, 0..first.whole.start).filter(|range| text.get(range.clone()).is_some_and(|text| !text.is_empty()));
    let ends: Vec<usize> = accepted.iter().skip(1).map(|(_, token)| token.whole.start).chain([text.len()]).collect();
    for ((depth, token), end) in accepted.into_iter().zip(ends) {
        let own = trimmed(text, token.whole.end..end).unwrap_or(token.whole.end..token.whole.end);
        let whole = token.whole.start..own.end.max(token.whole.end);
        insert(&mut list.nodes, depth, Node { number: Some(token.digits.clone()), whole, text: own, items: Vec::new() });
    }
    list
}

/// The tokens that number entries, each with its depth.
fn accepted<'t>(tokens: &'t [Token], text: &str, list: &mut List) -> Vec<(usize, &'t Token)> {
    let mut open: Vec<(Style, u32)> = Vec::new();
    let mut accepted = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let behind = tokens.get(index + 1..).unwrap_or_default();
        let goes_on = || behind.iter().take(FARTHEST).any(|next| next.style == token.style && next.number == token.number + 1);
        if accepted.is_empty() && token.number != 1 && crate::text::trim(text.get(..token.whole.start).unwrap_or_default()).is_empty() {
            // A list may go on from the cell above, or begin late by a slip.
            let is_only = behind.iter().take(FARTHEST).all(|next| next.style != token.style) && !matches!(token.style, Style::Sub(_));
            if goes_on() || is_only && !token.weak {
                open.push((token.style, token.number));
                list.late = Some(token.whole.clone());
                accepted.push((0, token));
            }
            continue;
        }
        // 1.12月31日前 is the first of several, or an amount; 2.5年 goes on with a list, or is one.
        let read = accepted.last().is_some_and(|(_, last): &(usize, &Token)| last.whole.start == token.whole.start);
        let opens = token.number == 1 && (matches!(token.style, Style::Sub(_)) || token.weak);
        let fits =
            !read && (!opens || goes_on()) && (!token.weak || opens || open.contains(&(token.style, token.number.saturating_sub(1))));
        if !fits {
            continue;
        }
        if let Some(depth) = depth(token, behind, &mut open, text, list) {
            accepted.push((depth, token));
        }
    }
    accepted
}

/// Entries without numbers that each begin with the same sign: words in brackets, which belong to their entry (【机构职能】…【内设机构】…), or a bullet,
/// which does not (●…●…).
fn signed(text: &str) -> List {
    let mut list = List::default();
    let Some(sign) = crate::text::trim_start(text).chars().next().filter(|c| *c == '【' || is_bullet(*c)) else { return list };
    let starts: Vec<usize> = text.match_indices(sign).map(|(at, _)| at).collect();
    // Signs that differ say something of their entries: ★ for what must be there, ☆ for what may follow.
    let differs = |line: &str| crate::text::trim_start(line).starts_with(|c| is_bullet(c) && c != sign);
    if starts.len() < 2 || is_bullet(sign) && text.lines().any(differs) {
        return list;
    }
    let own = |start: usize| if is_bullet(sign) { start + sign.len_utf8() } else { start };
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let entries = starts.iter().zip(ends).filter_map(|(start, end)| Some((*start, trimmed(text, own(*start)..end)?)));
    list.nodes = entries.map(|(start, own)| Node { number: None, whole: start..own.end, text: own, items: Vec::new() }).collect();
    list
}

fn insert(nodes: &mut Vec<Node>, depth: usize, node: Node) {
    match nodes.last_mut().filter(|_| depth > 0) {
        Some(last) => insert(&mut last.items, depth - 1, node),
        None => nodes.push(node),
    }
}

/// At which depth `token` goes on with the open lists, or opens one; `None` where it is no number of a list.
fn depth(token: &Token, behind: &[Token], open: &mut Vec<(Style, u32)>, text: &str, list: &mut List) -> Option<usize> {
    let begins = begins(text, token.whole.start);
    if let Some(at) = open.iter().rposition(|(style, last)| *style == token.style && token.number == last + 1) {
        open.truncate(at + 1);
        if let Some(level) = open.get_mut(at) {
            level.1 = token.number;
        }
        return Some(at);
    }
    if !begins && !opens_glued(token, behind, open) {
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
        None => restyled(token, open, text, list),
    }
}

/// Whether `token`, right behind a word, is the first of a list within an entry, as the next number of its style before the next entry shows:
/// 3.名单（1）低保（2）特困 4.资金.
fn opens_glued(token: &Token, behind: &[Token], open: &[(Style, u32)]) -> bool {
    let Some((style, last)) = open.last().filter(|_| token.number == 1 && matches!(token.style, Style::Paren | Style::ChineseParen)) else {
        return false;
    };
    let is_new = open.iter().all(|(style, _)| *style != token.style);
    let own = behind.iter().take(FARTHEST).take_while(|next| next.style != *style || next.number != last + 1);
    is_new && own.filter(|next| next.style == token.style).map(|next| next.number).next() == Some(2)
}

/// A number in a style of its own that goes on with the list at hand (1. 2. （三）), or leaves one out as well.
fn restyled(token: &Token, open: &mut [(Style, u32)], text: &str, list: &mut List) -> Option<usize> {
    let depth = open.len().checked_sub(1)?;
    let last = open.last_mut()?;
    let behind_stop = text.get(..token.whole.start)?.trim_end_matches(is_blank).ends_with(['。', '；', ';']);
    let before = text.get(..token.whole.start)?.chars().next_back();
    let is_next = token.number == last.1 + 1 || token.number == last.1 + 2;
    if !is_next || last.1 < 2 || !(behind_stop || before.is_some_and(is_blank)) || matches!(token.style, Style::Sub(_) | Style::Clause) {
        return None;
    }
    list.restyled.push(token.whole.clone());
    if token.number > last.1 + 1 {
        list.skipped.push(token.whole.clone());
    }
    last.1 = token.number;
    Some(depth)
}

/// Whether an entry can begin at `at`: at the start, behind a blank, a line end or the end of a clause.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    before.is_none_or(|c| is_blank(c) || matches!(c, '：' | ':' | '；' | ';' | '。' | '，' | ',' | '、' | '(' | '（' | '】'))
}

fn tokens(text: &str) -> Vec<Token> {
    let Some(regex) = TOKEN.as_ref().filter(|_| may_have_numbers(text)) else { return Vec::new() };
    let found: Vec<Token> =
        regex.captures_iter(text).flat_map(|captures| [token(&captures, text), weak(&captures, text)]).flatten().collect();
    // In 一、二、三级医院 nothing stands between the numbers, which go on: they are no entries. In 三、一、二级医院 the first one is.
    let is_enumeration = |token: &Token| text.get(token.whole.clone()).is_some_and(|text| text.ends_with('、'));
    let meets = |first: Option<&Token>, second: Option<&Token>| match (first, second) {
        (Some(first), Some(second)) if is_enumeration(first) && is_enumeration(second) && first.whole.end == second.whole.start => {
            Some(second.number == first.number + 1)
        }
        _ => None,
    };
    let is_entry = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| found.get(before));
        meets(before, found.get(index)).is_none() && meets(found.get(index), found.get(index + 1)) != Some(true)
    };
    let keep: Vec<bool> = (0..found.len()).map(is_entry).collect();
    found.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(token, _)| token).collect()
}

/// Whether there is anything in `text` that the pattern of numbers could find; asking is quicker than looking.
fn may_have_numbers(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '.' | '．' | '、' | ')' | '）' | '是' | '①'..='⑳' | '⑴'..='⒛' | '㈠'..='㈩'))
}

fn token(captures: &regex::Captures, text: &str) -> Option<Token> {
    const STYLES: [(&str, Style); 8] = [
        ("dot", Style::Dot),
        ("paren", Style::Paren),
        ("words", Style::ChineseParen),
        ("circle", Style::Circle),
        ("whole", Style::Whole),
        ("chinese", Style::Chinese),
        ("clause", Style::Clause),
        ("half", Style::Half),
    ];
    let whole = captures.get(0)?;
    let digit_before = text.get(..whole.start()).is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
    let digit_behind = text.get(whole.end()..).is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    if digit_before || is_part_of_law(text, whole.range()) {
        return None;
    }
    if let Some(sub) = captures.name("sub") {
        let (major, minor) = (number(captures.name("major")?.as_str())?, number(captures.name("minor")?.as_str())?);
        let is_one = !digit_behind && begins(text, whole.start());
        return is_one.then(|| Token { style: Style::Sub(major), weak: false, number: minor, whole: whole.range(), digits: sub.range() });
    }
    let (digits, style) = STYLES.iter().find_map(|(name, style)| Some((captures.name(name)?, *style)))?;
    // 近2、3年 is no list; nor is 1.5.
    let point = captures.name("point").map_or("", |point| point.as_str());
    let is_amount = style == Style::Dot && digit_behind && (point != "、" || !begins(text, whole.start()));
    let number = number(digits.as_str().trim_end_matches('.')).or_else(|| enclosed(digits.as_str()))?;
    (!is_amount).then(|| Token { style, weak: false, number, whole: whole.range(), digits: digits.range() })
}

/// Whether the number at `whole` names a part of a law: 第（三）项, （二）、（三）项. 2.项目名单 and （二）项目名单 are entries.
fn is_part_of_law(text: &str, whole: Range<usize>) -> bool {
    const WORDS: [&str; 5] = ["项目", "款项", "目录", "目标", "目的"];
    let behind = text.get(whole.end..).unwrap_or_default();
    let is_bracketed = text.get(whole.clone()).is_some_and(|number| number.ends_with([')', '）']));
    let names_part = behind.starts_with(['项', '款', '目']) && !WORDS.iter().any(|word| behind.starts_with(word));
    text.get(..whole.start).is_some_and(|before| before.ends_with('第')) || is_bracketed && names_part && whole.start > 0
}

/// 1. before digits (1.12月31日前) may be a number of a list all the same, behind the end of a clause or of a line.
fn weak(captures: &regex::Captures, text: &str) -> Option<Token> {
    let (sub, major) = (captures.name("sub")?, captures.name("major")?);
    let before = text.get(..sub.start())?;
    let begins_line = before.trim_end_matches([' ', '　', '\t']).ends_with('\n');
    let before = before.trim_end_matches(is_blank);
    let ends = before.is_empty() || begins_line || before.ends_with(['：', ':', '；', ';', '。', '，', ',']);
    let whole = sub.start()..major.end() + 1;
    ends.then(|| number(major.as_str()).map(|number| Token { style: Style::Dot, weak: true, number, whole, digits: major.range() }))
        .flatten()
}

/// The number of ⒈, which has its dot in it.
fn enclosed(digits: &str) -> Option<u32> {
    let c = digits.chars().next().filter(|c| ('⒈'..='⒛').contains(c))?;
    Some(u32::from(c) - u32::from('⒈') + 1)
}

/// `range` without blanks at its ends and separators at its right; `None` where nothing is left.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let start = range.start + part.len() - part.trim_start_matches(is_blank).len();
    let kept = part.trim_matches(is_blank).trim_end_matches(|c: char| is_blank(c) || matches!(c, '；' | ';' | '。' | '、' | '，' | ','));
    (!kept.is_empty()).then_some(start..start + kept.len())
}

/// The list in `cell`, which [`list`] read, as entries of a guide; text without a list is one entry a line. Slips in the numbers are reported.
pub(super) fn entries(cell: &Cell, list: &List, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let text = cell.text();
    let starts = heads::starts(text);
    if !starts.is_empty() {
        let ends = starts.iter().copied().chain([text.len()]);
        let parts = std::iter::once(0).chain(starts.iter().copied()).zip(ends).map(|(start, end)| cell.sub(start..end).trimmed());
        return parts.filter(|part| !part.is_blank()).flat_map(|part| entries(&part, &self::list(part.text()), findings)).collect();
    }
    report(cell, list, findings);
    findings.extend(list.late.iter().filter(|_| list.nodes.len() > 1).map(|range| slip("numbering-skips", cell, range.clone())));
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
    match list.before.clone() {
        Some(before) => vec![Entry { number: None, text: part(cell, before.clone(), before), items: nodes }],
        None => nodes,
    }
}

/// The entries of `list`, each with all that stands below it: from its number to the next, and its text; `None` where it has fewer than two, or
/// words in front of them that would be lost.
pub(super) fn whole_entries(text: &str, list: &List) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    if list.nodes.len() < 2 || list.before.is_some() {
        return None;
    }
    let ends = list.nodes.iter().skip(1).map(|node| node.whole.start).chain([text.len()]);
    let entries = list.nodes.iter().zip(ends).filter_map(|(node, end)| {
        let value = trimmed(text, node.text.start..end)?;
        Some((node.whole.start..value.end, value))
    });
    Some(entries.collect())
}

/// The parts of `text` between `separators` that stand outside of brackets; `None` where there is one only.
pub(super) fn parted(text: &str, separators: &[char]) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            c if at == text.len() || depth == 0 && separators.contains(&c) => {
                parts.extend(trimmed(text, start..at).map(|part| (part.clone(), part)));
                start = (at + c.len_utf8()).min(text.len());
            }
            _ => {}
        }
    }
    (parts.len() > 1).then_some(parts)
}

/// Reports slips in the numbers of `list`.
pub(super) fn report(cell: &Cell, list: &List, findings: &mut Vec<Finding>) {
    let slips = [("numbering-repeated", &list.repeated), ("numbering-skips", &list.skipped), ("numbering-style-changes", &list.restyled)];
    for (code, ranges) in slips {
        findings.extend(ranges.iter().map(|range| slip(code, cell, range.clone())));
    }
}

fn slip(code: &str, cell: &Cell, range: Range<usize>) -> Finding {
    let (raw, at) = cell.source(range);
    Finding::new(code).with("number", crate::text::trim(&raw)).shown(&raw, &at)
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
    let said = cell.text().get(value).unwrap_or_default();
    let text = if said.contains('\n') { said.replace('\n', " ").into() } else { Text::from(said) };
    cell.part(whole, text)
}

#[cfg(test)]
mod tests;
