//! fields/access: how a service is reached: online and at a counter (办理渠道：1.线上：…2.线下：…).

use super::list::trimmed;
use crate::evidence::{Cell, State, Text, Value};
use crate::tables::Tables;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static WAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\d{1,2}\s*[.．、]|[(（][一二三四\d][)）]|[①-⑨])?\s*(?P<word>\p{Han}{2,6})\s*[：:]").ok());

/// The channels of a guide.
#[derive(Debug, Default)]
pub(super) struct Access {
    /// Online.
    pub(super) online: Vec<Value<Text>>,
    /// At a counter.
    pub(super) offline: Vec<Value<Text>>,
    /// What could be neither.
    pub(super) unclear: Vec<Value<Text>>,
}

/// Reads the channels of `cell`. Under 线上 and 线下 they are stated; elsewhere words of the tables tell, and the value is inferred.
pub(super) fn access(cell: &Cell, tables: &Tables) -> Access {
    let text = cell.text();
    let ways: Vec<(Option<bool>, Range<usize>)> = ways(text, tables);
    let mut access = Access::default();
    for (online, range) in ways {
        for part in parts(text, range) {
            let value = super::list::part(cell, part.clone(), part);
            let words = value.value.as_deref().unwrap_or_default();
            let guessed = online.is_none();
            match online.or_else(|| tables.words.is_online(words)) {
                Some(true) => access.online.push(inferred(value, guessed)),
                Some(false) => access.offline.push(inferred(value, guessed)),
                None => access.unclear.push(value),
            }
        }
    }
    access
}

fn inferred(value: Value<Text>, guessed: bool) -> Value<Text> {
    if !guessed {
        return value;
    }
    Value { state: State::Inferred, rule: Some("channel-words".into()), ..value }
}

/// The stretches of `text` under 线上 or 线下; what stands before the first is under neither.
fn ways(text: &str, tables: &Tables) -> Vec<(Option<bool>, Range<usize>)> {
    let mut found: Vec<(Option<bool>, usize, usize)> = vec![(None, 0, 0)];
    for captures in WAY.as_ref().into_iter().flat_map(|way| way.captures_iter(text)) {
        let (Some(whole), Some(word)) = (captures.get(0), captures.name("word")) else { continue };
        if let Some(online) = tables.words.way(word.as_str()) {
            found.push((Some(online), whole.start(), whole.end()));
        }
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(_, start, _)| *start).chain([text.len()]).collect();
    found.into_iter().zip(ends).map(|((online, _, start), end)| (online, start..end)).filter(|(_, range)| !range.is_empty()).collect()
}

/// Parts between separators that stand outside brackets and quotation marks.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0i32, range.start);
    for (offset, c) in text.get(range.clone()).unwrap_or_default().char_indices() {
        let at = range.start + offset;
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth -= 1,
            '、' | '；' | ';' | '，' | ',' | '。' | '\n' if depth <= 0 => {
                found.extend(trimmed(text, start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.extend(trimmed(text, start..range.end));
    found
}

/// Parts of a plain list (市级、乡镇（街道）).
pub(super) fn split(cell: &Cell) -> Vec<Value<Text>> {
    parts(cell.text(), 0..cell.text().len()).into_iter().map(|part| super::list::part(cell, part.clone(), part)).collect()
}
