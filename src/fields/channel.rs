//! fields/channel: where something is published: lists of channels with check boxes, or without.

use super::list::trimmed;
use crate::evidence::{Cell, State, Text};
use crate::finding::Finding;
use crate::item::Channel;
use crate::tables::Tables;
use crate::text::is_blank;
use std::ops::Range;

/// A list of so many standard channels without any box does not say which are meant.
const WHOLE_LIST: usize = 10;

/// Reads the channels of `cell`.
pub(super) fn channels(cell: &Cell, tables: &Tables, findings: &mut Vec<Finding>) -> Vec<Channel> {
    let text = cell.text();
    let boxed = text.contains(['☑', '☐']);
    let found: Vec<Channel> = if boxed {
        boxes(text).into_iter().filter_map(|(selected, range)| channel(cell, range, Some(selected), tables)).collect()
    } else {
        named(cell, tables)
    };
    findings.extend(found.iter().filter(|channel| channel.id.is_none()).map(channel_unknown));
    found
}

/// Each box with the text behind it; text in front of the first box is a channel that no box says anything about.
fn boxes(text: &str) -> Vec<(bool, Range<usize>)> {
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| matches!(c, '☑' | '☐')).collect();
    let ends = marks.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    marks.iter().zip(ends).map(|((at, c), end)| (*c == '☑', at + c.len_utf8()..end)).collect()
}

/// One channel: its label, and for 其他 the text behind it.
fn channel(cell: &Cell, range: Range<usize>, selected: Option<bool>, tables: &Tables) -> Option<Channel> {
    let text = cell.text();
    let range = trimmed(text, range)?;
    let words = text.get(range.clone())?;
    let known = tables.channels.at_start(words);
    let (_, at) = cell.source(range);
    let label = |words: &str| -> Text { words.chars().filter(|c| !is_blank(*c)).collect::<String>().into() };
    let Some((channel, taken)) = known else {
        return Some(Channel { id: None, label: words.into(), selected, note: None, state: State::Stated, at });
    };
    let end = words.char_indices().nth(taken).map_or(words.len(), |(end, _)| end);
    let (name, rest) = (words.get(..end)?, words.get(end..)?);
    let rest = rest
        .trim_matches(|c: char| is_blank(c) || matches!(c, '：' | ':' | '（' | '）' | '(' | ')' | '_' | '。' | '；' | ';' | '，' | ','));
    if rest.is_empty() || channel.takes_note {
        let note = Some(Text::from(rest)).filter(|rest| !rest.is_empty());
        return Some(Channel { id: Some(channel.id.clone()), label: label(name), selected, note, state: State::Stated, at });
    }
    Some(Channel { id: None, label: words.into(), selected, note: None, state: State::Stated, at })
}

/// A list without boxes: a short list names the channels used; the whole standard list does not say which are.
fn named(cell: &Cell, tables: &Tables) -> Vec<Channel> {
    let text = cell.text();
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '、')]) {
        let is_stop = matches!(c, '、' | '；' | ';' | '，' | ',' | '\n' | '：' | ':') || is_blank(c);
        let splits_name = is_blank(c) && tables.channels.named(text.get(start..).unwrap_or_default()).is_some();
        if is_stop && !splits_name {
            ranges.push(start..at);
            start = at + if at < text.len() { c.len_utf8() } else { 0 };
        }
    }
    let mut found: Vec<Channel> = ranges.into_iter().filter_map(|range| channel(cell, range, None, tables)).collect();
    let standard =
        found.iter().filter(|channel| channel.id.as_ref().is_some_and(|id| tables.channels.standard().any(|known| known.id == *id)));
    let whole = standard.count() >= WHOLE_LIST;
    for channel in &mut found {
        (channel.selected, channel.state) = if whole { (None, State::Ambiguous) } else { (Some(true), State::Inferred) };
    }
    found
}

fn channel_unknown(channel: &Channel) -> Finding {
    Finding::new("channel-unknown").with("channel", &channel.label).shown(&channel.label, &channel.at)
}
