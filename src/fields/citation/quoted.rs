//! fields/citation/quoted: the words of an article that stand behind it, between quotation marks (第九条规定：“…”) or without them (第九条：…).

use super::number::pattern;
use crate::recognise::is_numbered;
use crate::tables::citations::Words;
use crate::text::{is_blank, is_han, trim};
use regex::Regex;
use std::sync::LazyLock;

static IN_MARKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_(?:规定|明确|指出)?_[：:，,]?_“"));
static BEHIND_SIGN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_(?:规_定|明_确|指_出)?_[：:]_|^_(?:规_定|明_确|指_出)_[，,]_"));
static BEHIND_WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_(?:规_定)_|^[ \t\x{3000}]+"));
/// Fewer characters behind a colon need be no sentence.
const SHORTEST: usize = 12;
/// What ends a sentence, or a part of one.
const STOPS: [char; 4] = ['。', '；', ';', '\n'];

/// The byte behind the words of an article that are quoted behind `from`; `from` where none are. `ends`: where something is cited again.
pub(super) fn quotation(text: &str, from: usize, ends: &[usize], words: &Words) -> usize {
    let in_marks = in_marks(text, from);
    if in_marks > from {
        return in_marks;
    }
    let rest = text.get(from..).unwrap_or("");
    let by_sign = BEHIND_SIGN.find(rest);
    let Some(lead) = by_sign.or_else(|| BEHIND_WORD.find(rest)).filter(|lead| !lead.is_empty()) else { return from };
    let start = from + lead.end();
    let end = ends.iter().copied().find(|end| *end >= start).unwrap_or(text.len());
    let Some(said) = text.get(start..end) else { return from };
    // What cites something is a sentence of its own.
    let said = if end < text.len() { whole_sentences(said) } else { said };
    let said = lines(said, words);
    let first = said.split(STOPS).next().unwrap_or("");
    // An entry of a list of acts is a name: 第101项：城市建筑垃圾处置核准.
    let is_entry = text.get(..from).is_some_and(|article| article.ends_with('项'));
    let is_sentence = words.sentence.is_in(first) || by_sign.is_some() && (is_entry || trim(said).chars().count() >= SHORTEST);
    // Titles end with no full stop.
    let is_closed = said.get(first.len()..).is_some_and(|rest| rest.starts_with('。')) && first.chars().count() >= SHORTEST;
    let is_sentence = is_sentence || is_closed;
    let begins = said.starts_with(|c: char| is_han(c)) || is_numbered(said);
    if is_sentence && begins { start + said.trim_end_matches(is_blank).len() } else { from }
}

/// The lines of `said` that go on with the first one: an entry of a list, a sentence, or what stands behind a line that is not closed.
fn lines<'t>(said: &'t str, words: &Words) -> &'t str {
    let mut end = 0;
    for line in said.split_inclusive('\n') {
        let above = trim(said.get(..end).unwrap_or(""));
        let is_open = !above.ends_with(['。', '；', ';']);
        let goes_on = is_open || is_numbered(line) || words.sentence.is_in(line) || trim(line).is_empty();
        if end > 0 && !goes_on {
            break;
        }
        end += line.len();
    }
    said.get(..end).unwrap_or(said)
}

/// `said` up to its last stop.
fn whole_sentences(said: &str) -> &str {
    let end = said.char_indices().rev().find(|(_, c)| STOPS.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
    said.get(..end).unwrap_or("")
}

/// As [`quotation`], between quotation marks; none where they cite something.
fn in_marks(text: &str, from: usize) -> usize {
    const LONGEST: usize = 600;
    let rest = text.get(from..).unwrap_or("");
    let Some(opener) = IN_MARKS.find(rest) else { return from };
    let mut inside = rest.get(opener.end()..).unwrap_or("").char_indices().take(LONGEST);
    match inside.find(|(_, c)| matches!(c, '”' | '《' | '\n')) {
        Some((at, '”')) => from + opener.end() + at + '”'.len_utf8(),
        _ => from,
    }
}
