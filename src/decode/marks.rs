//! decode/marks: check marks of every kind to one form: `☑` and `☐` before words, and the reading form of a cell that holds them.

use crate::evidence::{Passage, Text};
use crate::tables::Tables;
use crate::tables::marks::Sign;
use crate::text::is_blank;
use quick_xml::events::BytesStart;
use std::collections::BTreeSet;
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
    named: bool,
    /// Whether the text is the sign and the name of one channel, and nothing else.
    alone: bool,
}

/// The reading form of `raw`: every check box as `☑` or `☐`, the tag `<br>`, which writers of Markdown put into cells, and an escaped line end as
/// a line end, all else as it stands.
pub(super) fn passage(raw: Text, tables: &Tables) -> Passage {
    if !has_sign(&raw, tables) {
        return Passage::plain(raw);
    }
    let characters: Vec<char> = raw.chars().collect();
    let candidates = candidates(&characters, tables);
    let named = candidates.iter().filter(|candidate| candidate.named).count();
    let signs = candidates.iter().filter(|candidate| candidate.named).filter_map(|candidate| characters.get(candidate.range.start));
    let signs: BTreeSet<char> = signs.copied().collect();
    let boxes = candidates.iter().filter(|candidate| is_box(candidate, named, &signs, &characters));
    let boxes = boxes.map(|found| (found.range.clone(), if found.sign.checked { CHECKED } else { UNCHECKED }));
    let mut signs: Vec<(Range<usize>, char)> = boxes.chain(line_ends(&characters).map(|range| (range, '\n'))).collect();
    if signs.is_empty() {
        return Passage::plain(raw);
    }
    signs.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::with_capacity(characters.len());
    let mut next = 0;
    for (range, sign) in signs {
        pieces.extend(plain(&characters, next..range.start));
        pieces.push((sign, range.start as u32..range.end as u32));
        next = range.end;
    }
    pieces.extend(plain(&characters, next..characters.len()));
    Passage::mapped(raw, pieces.into_iter())
}

/// Whether `raw` has any character that may begin a box or end a line; nearly all texts have none.
pub(super) fn has_sign(raw: &str, tables: &Tables) -> bool {
    raw.chars().any(|c| matches!(c, '<' | '\\') || tables.marks.sign(c).is_some())
}

/// Where a tag `<br>`, `<br/>` or `<br />` stands, or a line end as programs escape it (`\n`, `\r\n`).
fn line_ends(characters: &[char]) -> impl Iterator<Item = Range<usize>> + '_ {
    let signs = characters.iter().enumerate().filter(|(_, c)| matches!(c, '<' | '\\'));
    signs.filter_map(|(start, c)| if *c == '<' { break_tag(characters, start) } else { escaped_line_end(characters, start) })
}

fn break_tag(characters: &[char], start: usize) -> Option<Range<usize>> {
    let name: [char; 2] = characters.get(start + 1..start + 3)?.try_into().ok()?;
    let close = characters.iter().skip(start + 3).position(|c| !matches!(c, ' ' | '/'))? + start + 3;
    let is_tag = name.map(|c| c.to_ascii_lowercase()) == ['b', 'r'] && characters.get(close) == Some(&'>');
    is_tag.then_some(start..close + 1)
}

fn escaped_line_end(characters: &[char], start: usize) -> Option<Range<usize>> {
    let (before, rest) = characters.split_at_checked(start)?;
    // A name behind a backslash is none: C:\new.
    let is_name = rest.get(2).is_some_and(char::is_ascii_alphabetic);
    let is_end = rest.starts_with(&['\\', 'n']) && !is_name;
    is_end.then(|| if before.ends_with(&['\\', 'r']) { start - 2..start + 2 } else { start..start + 2 })
}

fn plain(characters: &[char], range: Range<usize>) -> impl Iterator<Item = (char, Range<u32>)> + '_ {
    let start = range.start as u32;
    characters.get(range).unwrap_or_default().iter().zip(start..).map(|(c, index)| (*c, index..index + 1))
}

/// A tag is always a box; a strong sign is one in a list of channels; a weak one only where the pattern repeats, or where it says of the only channel what a
/// name without any sign says.
fn is_box(candidate: &Candidate, named: usize, signs: &BTreeSet<char>, characters: &[char]) -> bool {
    if candidate.is_tag {
        return true;
    }
    if !candidate.sign.weak {
        return named > 0;
    }
    if candidate.alone && candidate.sign.checked {
        return true;
    }
    let before = candidate.range.start.checked_sub(1).and_then(|index| characters.get(index));
    // A sign that stands before no name of a channel is the bullet of another list (●办理条件 … ■政府网站).
    let is_one_of_named = || characters.get(candidate.range.start).is_some_and(|sign| signs.contains(sign));
    let stands_so = || before.is_none_or(|c| is_blank(*c)) && follows_a_word(candidate, characters);
    named >= LEAST_NAMES && (candidate.named || stands_so() && is_one_of_named())
}

fn follows_a_word(candidate: &Candidate, characters: &[char]) -> bool {
    let rest = characters.get(candidate.range.end..).unwrap_or_default();
    rest.iter().find(|c| !is_blank(**c)).is_some_and(|c| crate::text::is_han(*c))
}

fn candidates(characters: &[char], tables: &Tables) -> Vec<Candidate> {
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some(c) = characters.get(index) {
        let tag = if *c == '<' { check_box(characters, index) } else { None };
        let (sign, end) = match (tag, tables.marks.sign(*c)) {
            (Some((checked, end)), _) => (Sign { checked, weak: false }, end),
            (None, Some(sign)) => (sign, index + 1),
            (None, None) => {
                index += 1;
                continue;
            }
        };
        let rest: String = characters.iter().skip(end).skip_while(|c| is_blank(**c)).take(LONGEST_NAME).collect();
        let taken = tables.channels.at_start(&rest).map(|(_, taken)| taken);
        let words = || characters.get(end..).unwrap_or_default().iter().skip_while(|c| is_blank(**c)).count();
        let alone = found.is_empty() && taken.is_some_and(|taken| taken == words()) && characters.iter().take(index).all(|c| is_blank(*c));
        found.push(Candidate { range: index..end, sign, is_tag: tag.is_some(), named: taken.is_some(), alone });
        index = end;
    }
    found
}

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
        assert_eq!(reads("<INPUT TYPE=checkbox CHECKED>政府网站"), "☑政府网站");
    }

    #[test]
    fn tags_of_line_ends_end_lines() {
        assert_eq!(reads("甲<br>乙<BR />丙"), "甲\n乙\n丙");
        assert_eq!(reads("甲<b>乙</b><break>"), "甲<b>乙</b><break>");
        assert_eq!(reads("1.甲\\n2.乙\\r\\n3.丙"), "1.甲\n2.乙\n3.丙");
        assert_eq!(reads(r"C:\new \甲"), r"C:\new \甲");
    }

    #[test]
    fn letters_and_forms_are_no_boxes() {
        for text in ["人口登记", "口腔医院 入口", "þ", "是□ 否□", "o", "R2 政府网站", "<b>政府网站</b>"] {
            assert_eq!(reads(text), text);
        }
    }
}
