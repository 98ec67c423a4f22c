//! decode/marks: check marks of every kind to one form: `☑` and `☐` before words, and the reading form of a cell that holds them.

use crate::evidence::{Passage, Text};
use crate::tables::Tables;
use crate::tables::marks::Sign;
use crate::text::is_blank;
use quick_xml::events::BytesStart;
use std::ops::Range;

/// The reading form of a checked box.
const CHECKED: char = '☑';
/// The reading form of an unchecked box.
const UNCHECKED: char = '☐';

/// Weak signs (a letter left behind by a lost font) count as boxes only beside at least so many names of channels.
const LEAST_NAMES: usize = 2;

/// A possible box: characters of the raw text, and what it says.
struct Candidate {
    range: Range<usize>,
    sign: Sign,
    is_tag: bool,
    /// Whether it is a sign that means something else away from words: a tick, a cross, or brackets.
    only_before_words: bool,
    /// Whether the name of a channel follows.
    named: bool,
    /// Whether it is brackets right behind the name of a channel.
    behind: bool,
}

/// The reading form of `raw`: every check box as `☑` or `☐`, all else as it stands.
pub(super) fn passage(raw: Text, tables: &Tables) -> Passage {
    let characters: Vec<char> = raw.chars().collect();
    let candidates = candidates(&characters, tables);
    let named = candidates.iter().filter(|candidate| candidate.named).count();
    let all_behind = candidates.len() >= LEAST_NAMES && candidates.iter().all(|candidate| candidate.behind);
    let boxes: Vec<&Candidate> = candidates.iter().filter(|candidate| all_behind || is_box(candidate, named, &characters)).collect();
    if boxes.is_empty() {
        return Passage::plain(raw);
    }
    let mut pieces = Vec::with_capacity(characters.len());
    let mut next = 0;
    for found in boxes {
        pieces.extend(plain(&characters, next..found.range.start));
        pieces.push((if found.sign.checked { CHECKED } else { UNCHECKED }, found.range.start as u32..found.range.end as u32));
        next = found.range.end;
    }
    pieces.extend(plain(&characters, next..characters.len()));
    Passage::mapped(raw, pieces.into_iter())
}

fn plain(characters: &[char], range: Range<usize>) -> impl Iterator<Item = (char, Range<u32>)> + '_ {
    let start = range.start as u32;
    characters.get(range).unwrap_or_default().iter().zip(start..).map(|(c, index)| (*c, index..index + 1))
}

/// A tag is always a box; a strong sign is one in a list of channels; a weak one only where the pattern repeats.
fn is_box(candidate: &Candidate, named: usize, characters: &[char]) -> bool {
    if candidate.is_tag {
        return true;
    }
    if candidate.only_before_words && candidate.named {
        return true;
    }
    if !candidate.sign.weak {
        return named > 0;
    }
    let before = candidate.range.start.checked_sub(1).and_then(|index| characters.get(index));
    named >= LEAST_NAMES && (candidate.named || before.is_none_or(|c| is_blank(*c)) && follows_a_word(candidate.range.end, characters))
}

fn follows_a_word(end: usize, characters: &[char]) -> bool {
    let rest = characters.get(end..).unwrap_or_default();
    rest.iter().find(|c| !is_blank(**c)).is_some_and(|c| crate::text::is_han(*c))
}

fn candidates(characters: &[char], tables: &Tables) -> Vec<Candidate> {
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some(c) = characters.get(index) {
        let tag = if *c == '<' { check_box(characters, index) } else { None };
        let before_words = || in_brackets(characters, index, tables).or_else(|| bare(characters, index, tables));
        let (sign, end, only_before_words) = match (tag, tables.marks.sign(*c)) {
            (Some((checked, end)), _) => (Sign { checked, weak: false }, end, false),
            (None, Some(sign)) => (sign, index + 1, false),
            (None, None) => match before_words() {
                Some((checked, end)) => (Sign { checked, weak: true }, end, true),
                None => {
                    index += 1;
                    continue;
                }
            },
        };
        let rest: String = characters.iter().skip(end).skip_while(|c| is_blank(**c)).take(LONGEST_NAME).collect();
        let named = tables.channels.at_start(&rest).is_some();
        let behind = only_before_words && is_behind_name(index, characters, tables);
        if only_before_words && !named && !behind && !follows_a_word(end, characters) {
            index += 1;
            continue;
        }
        found.push(Candidate { range: index..end, sign, is_tag: tag.is_some(), only_before_words, named, behind });
        index = end;
    }
    found
}

/// Whether the name of a channel ends right before `end`.
fn is_behind_name(end: usize, characters: &[char], tables: &Tables) -> bool {
    let front: String = characters.get(end.saturating_sub(LONGEST_NAME)..end).unwrap_or_default().iter().collect();
    let folded = crate::text::fold(&front);
    tables.channels.mentions(&folded).last().is_some_and(|(range, _)| range.end == folded.len())
}

/// Brackets at `start` with nothing in them, a box, a tick or a cross: `[ ]`, `（√）`; checked or not, and where they end.
fn in_brackets(characters: &[char], start: usize, tables: &Tables) -> Option<(bool, usize)> {
    let close = match characters.get(start)? {
        '[' => ']',
        '［' => '］',
        '(' => ')',
        '（' => '）',
        '【' => '】',
        _ => return None,
    };
    let length = characters.iter().skip(start + 1).take(LONGEST_BRACKETS).position(|c| *c == close)?;
    let end = start + 1 + length;
    let mut inner = characters.get(start + 1..end)?.iter().copied().filter(|c| !is_blank(*c) && !is_selector(*c));
    let checked = match (inner.next(), inner.next()) {
        (None, _) => false,
        (Some(c), None) => {
            tables.marks.said_before(c).or_else(|| tables.marks.sign(c).filter(|_| !c.is_alphanumeric()).map(|sign| sign.checked))?
        }
        _ => return None,
    };
    Some((checked, end + 1))
}

/// A tick or a cross at `start` right before a word: checked or not, and where it ends.
fn bare(characters: &[char], start: usize, tables: &Tables) -> Option<(bool, usize)> {
    let checked = tables.marks.said_before(*characters.get(start)?)?;
    let end = start + 1 + characters.iter().skip(start + 1).take_while(|c| is_selector(**c)).count();
    characters.get(end).is_some_and(|c| crate::text::is_han(*c)).then_some((checked, end))
}

/// Whether `c` only says in which style the sign before it is drawn (U+FE0E, U+FE0F).
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// The longest inside of brackets that may be a box, in characters.
const LONGEST_BRACKETS: usize = 5;

/// How far behind a box the name of a channel is looked for, in characters.
const LONGEST_NAME: usize = 40;

/// The longest tag that is looked at, in characters.
const LONGEST_TAG: usize = 400;

/// Whether an HTML check box begins at `start`: checked or not, and where it ends. Any value of `checked` means checked (HTML standard, boolean attributes).
fn check_box(characters: &[char], start: usize) -> Option<(bool, usize)> {
    // The name first: text of nothing but `<` would be looked through once for each.
    if !"input".chars().eq(characters.get(start + 1..start + 6)?.iter().map(char::to_ascii_lowercase)) {
        return None;
    }
    let length = characters.iter().skip(start).take(LONGEST_TAG).position(|c| *c == '>')?;
    let tag: String = characters.get(start + 1..start + length)?.iter().collect();
    let tag = tag.trim_end_matches('/').to_lowercase();
    let element = BytesStart::from_content(tag, "input".len());
    let (mut is_check_box, mut checked) = (false, false);
    for attribute in element.html_attributes().with_checks(false).flatten() {
        match attribute.key.as_ref() {
            "type" => is_check_box = matches!(attribute.value.as_ref(), "checkbox" | "radio"),
            "checked" => checked = true,
            _ => {}
        }
    }
    is_check_box.then_some((checked, start + length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str) -> String {
        passage(raw.into(), &Tables::embedded().unwrap()).text.to_string()
    }

    #[test]
    fn boxes_of_every_kind_have_one_form() {
        assert_eq!(reads("■政府网站 □政府公报"), "☑政府网站 ☐政府公报");
        assert_eq!(reads("þ 政府网站 □ 政府公报"), "☑ 政府网站 ☐ 政府公报");
        assert_eq!(reads("▄政府网站；口政府公报；国家档案馆"), "☑政府网站；☐政府公报；国家档案馆");
        assert_eq!(
            reads("<input type=\"checkbox\"/> 政府网站 <input checked=\"\" type=\"checkbox\"/> 发布会/听 证会"),
            "☐ 政府网站 ☑ 发布会/听 证会"
        );
        assert_eq!(reads("[√]政府网站 [ ]政府公报 [×]政务服务中心"), "☑政府网站 ☐政府公报 ☐政务服务中心");
        assert_eq!(reads("（√）政府网站（ ）政府公报( )其他"), "☑政府网站☐政府公报☐其他");
        assert_eq!(reads("【■】政府网站【□】政府公报 【】流动图书车"), "☑政府网站☐政府公报 ☐流动图书车");
        assert_eq!(reads("√政府网站 ×政府公报 √便民服务站"), "☑政府网站 ☐政府公报 ☑便民服务站");
        assert_eq!(reads("政府网站（√）、政府公报（ ）、其他（ ）"), "政府网站☑、政府公报☐、其他☐");
        assert_eq!(reads("☑政府网站 □其他（ ）"), "☑政府网站 ☐其他（ ）");
        assert_eq!(reads("✔\u{fe0f}政府网站、✘政府公报"), "☑政府网站、☐政府公报");
        assert_eq!(reads("<INPUT TYPE=checkbox CHECKED>政府网站"), "☑政府网站");
    }

    #[test]
    fn letters_and_forms_are_no_boxes() {
        for text in [
            "3×5小时热线 政府网站",
            "政府网站（ ）",
            "√",
            "√ 政府网站",
            "姓名（ ）",
            "[x]政府网站",
            "5×政府",
            "（一）政府网站",
            "人口登记",
            "口腔医院 入口",
            "þ",
            "是□ 否□",
            "o",
            "R2 政府网站",
            "<b>政府网站</b>",
        ] {
            assert_eq!(reads(text), text);
        }
    }
}
