//! fields/inner: labels within the value of another one: 联系方式：地址：…，电话：…，工作时间：…. Each part is then read as what its own label says.
//!
//! A value is taken apart only where each label stands once: of two offices in one value nobody would know which number is whose.

use super::contacts::begins_with_phone;
use crate::evidence::Cell;
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Label;
use crate::text::{is_blank, is_han};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The longest label within a value, in characters.
const LONGEST: usize = 8;
/// No value that is taken apart is so long, in bytes.
const LONGEST_VALUE: usize = 4096;

/// A part of a value behind a label of its own.
#[derive(Debug)]
pub(super) struct Part {
    /// The bytes of the label, without colon.
    pub(super) word: Range<usize>,
    /// What the label means.
    pub(super) field: Field,
    /// The bytes of its value.
    pub(super) value: Range<usize>,
}

/// The parts of a value, and what stands in front of them.
#[derive(Debug)]
pub(super) struct Parts {
    /// What stands in front of the first label, if anything does.
    pub(super) head: Option<Range<usize>>,
    pub(super) parts: Vec<Part>,
}

/// A label where it stands, with the end of its colon and of the blanks behind it.
struct Found {
    word: Range<usize>,
    end: usize,
    field: Field,
    /// Whether only blanks stand behind it.
    by_blanks: bool,
}

/// The parts of `text`, a value of the field `own`; `None` where it has no labels of addresses, hours or telephone numbers besides its own.
pub(super) fn parts(text: &str, own: Field, tables: &Tables) -> Option<Parts> {
    if text.len() > LONGEST_VALUE {
        return None;
    }
    let mut found = labels(text, tables);
    // A word before blanks is a label only among others, of which the first begins the value: 地址 长江街10号 电话 0319-8161234.
    let begins = found.len() > 1
        && found.first().is_some_and(|first| crate::text::trim(text.get(..first.word.start).unwrap_or_default()).is_empty());
    found.retain(|found| begins || !found.by_blanks);
    let is_other = |found: &Found| is_of_contacts(found.field) && found.field != own;
    let words: BTreeSet<&str> = found.iter().filter_map(|found| text.get(found.word.clone())).collect();
    if !found.iter().any(is_other) || words.len() < found.len() {
        return None;
    }
    let starts = found.iter().skip(1).map(|found| found.word.start).chain([text.len()]);
    let parts: Option<Vec<Part>> = found
        .iter()
        .zip(starts)
        .map(|(found, next)| {
            let value = whole(text, found.end..next)?;
            Some(Part { word: found.word.clone(), field: found.field, value })
        })
        .collect();
    let head = 0..found.first()?.word.start;
    let head = text.get(head.clone()).is_some_and(|head| head.chars().any(char::is_alphanumeric)).then_some(head);
    let head = head.map(|head| without_end(text, head)).filter(|head| text.get(head.clone()).is_some_and(|head| !is_number(head)));
    Some(Parts { head, parts: parts? })
}

/// The stretch `range` of `cell`; where a bracket is open at its end, with the one that closes it and without what stands between the two: 甲所（新华路1号）
/// of 甲所（新华路1号，电话：…）.
pub(super) fn closed(cell: &Cell, range: Range<usize>) -> Cell {
    let text = cell.text();
    let Some(close) = closing(text, &range) else { return cell.sub(range) };
    let length = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
    let left_out = length(range.clone())..length(range.start..close.start);
    let part = cell.sub(range.start..close.end);
    Cell { passage: Arc::new(part.passage.without(|index| left_out.contains(&index))), at: part.at }
}

/// Where the only bracket closes that is open at the end of `range`.
fn closing(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let depth = |depth: usize, c: char| match c {
        '（' | '(' => depth + 1,
        '）' | ')' => depth.saturating_sub(1),
        _ => depth,
    };
    let mut open = Some(text.get(range.clone())?.chars().fold(0, depth)).filter(|open| *open == 1)?;
    let (at, close) = text.get(range.end..)?.char_indices().find(|(_, c)| {
        open = depth(open, *c);
        open == 0
    })?;
    Some(range.end + at..range.end + at + close.len_utf8())
}

/// Fields whose values are parts of each other.
pub(super) fn is_of_contacts(field: Field) -> bool {
    matches!(field, Field::Addresses | Field::Hours | Field::Phones)
}

/// Whether a part behind a label of this field may stand behind the name of an office.
pub(super) fn is_beside_office(field: Field) -> bool {
    is_of_contacts(field) || field == Field::Extra
}

/// The known labels within `text`: before a colon; those of telephone numbers also right in front of digits.
fn labels(text: &str, tables: &Tables) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let begins = is_han(c) && before.is_none_or(is_border) && found.last().is_none_or(|last| last.end <= at);
        found.extend(begins.then(|| label(text, at, tables)).flatten());
        before = Some(c);
    }
    found
}

/// What may stand in front of a label.
fn is_border(c: char) -> bool {
    is_blank(c)
        || c.is_ascii_digit()
        || matches!(c, '，' | ',' | '；' | ';' | '。' | '、' | '（' | '(' | ')' | '）' | '.' | '．' | '/' | '|' | '：' | ':')
}

fn label(text: &str, at: usize, tables: &Tables) -> Option<Found> {
    let rest = text.get(at..)?;
    let length = rest.chars().take_while(|c| is_han(*c)).take(LONGEST + 1).map(char::len_utf8).sum::<usize>();
    let (word, behind) = rest.split_at_checked(length)?;
    let Label { field, begins, part, .. } = tables.columns.label(word).filter(|_| word.chars().count() <= LONGEST)?;
    let value = behind.trim_start_matches(is_blank);
    let is_number = field == Field::Phones && value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '（'));
    let (value, by_blanks) = match value.strip_prefix(['：', ':']) {
        Some(value) => (value.trim_start_matches(is_blank), false),
        None if is_number => (value, false),
        None => (Some(value).filter(|value| value.len() < behind.len())?, true),
    };
    // 工作时间：0714-8712345 says when the number is answered.
    let is_when = field == Field::Hours && begins_with_phone(value);
    (!begins && !part && !is_when).then(|| Found { word: at..at + length, end: text.len() - value.len(), field, by_blanks })
}

/// `range` without separators, blanks and the number of the next entry at its end, and without the bracket that closes before its end; `None` where
/// it is empty, or where a bracket closes within it that opens in front of it.
fn whole(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let range = without_end(text, range);
    let value = text.get(range.clone())?;
    let depth = |value: &str| {
        value.chars().try_fold(0usize, |depth, c| match c {
            '（' | '(' => Some(depth + 1),
            '）' | ')' => depth.checked_sub(1),
            _ => Some(depth),
        })
    };
    let value = match depth(value) {
        Some(_) => value,
        None => value.strip_suffix(['）', ')']).filter(|value| depth(value).is_some())?,
    };
    let end = range.start + crate::text::trim(value).len();
    (end > range.start).then_some(range.start..end)
}

fn without_end(text: &str, range: Range<usize>) -> Range<usize> {
    let is_sign = |c: char| is_blank(c) || matches!(c, '，' | ',' | '；' | ';' | '。' | '、' | '（' | '(' | '/' | '|');
    let value = text.get(range.clone()).unwrap_or_default().trim_end_matches(is_sign);
    let entry = value.rsplit(['\n', ' ', '；', ';', '。', '，']).next().filter(|entry| is_number(entry) && entry.len() < value.len());
    let value = value.get(..value.len() - entry.map_or(0, str::len)).unwrap_or_default();
    let start = range.start + text.get(range).map_or(0, |value| value.len() - value.trim_start_matches(is_blank).len());
    start..(start.max(start + crate::text::trim_start(value).trim_end_matches(is_sign).len()))
}

/// Whether `text` is the number of an entry of a list (2.).
fn is_number(text: &str) -> bool {
    let digits = text.trim_matches(['.', '．', '、', '(', '（', ')', '）']);
    digits.len() < text.len() && (1..=2).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, own: Field) -> String {
        let tables = Tables::embedded().unwrap();
        let Some(Parts { head, parts }) = parts(text, own, &tables) else { return "-".to_owned() };
        let part = |part: &Part| format!("{}={}", text.get(part.word.clone()).unwrap(), text.get(part.value.clone()).unwrap());
        let head = head.map(|head| text.get(head).unwrap().to_owned());
        head.into_iter().chain(parts.iter().map(part)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn values_are_taken_apart_at_their_labels() {
        for (own, text, expected) in [
            (
                Field::Phones,
                "地址：长江街10号；电话：0319-8161234；工作时间：周一至周五",
                "地址=长江街10号|电话=0319-8161234|工作时间=周一至周五",
            ),
            (Field::Addresses, "长江街10号，联系电话：0319-8161234", "长江街10号|联系电话=0319-8161234"),
            (Field::Addresses, "县政务中心（地址：长江街1号；咨询电话：0319-8160000）", "县政务中心|地址=长江街1号|咨询电话=0319-8160000"),
            (Field::Addresses, "长江街10号 电话0319-8161234", "长江街10号|电话=0319-8161234"),
            (Field::Hours, "周一至周五8:30-12:00（节假日除外），地址：长江街10号", "周一至周五8:30-12:00（节假日除外）|地址=长江街10号"),
            (Field::Phones, "1.地址：长江街10号\n2.电话：0319-8161234", "地址=长江街10号|电话=0319-8161234"),
            (Field::Phones, "24小时热线：12345；工作时间：0319-8161234", "-"),
            (Field::Phones, "咨询电话：0319-8161234；监督电话：0319-8161235", "-"),
            (Field::Phones, "电话：0319-8161234，传真：0319-8161235", "-"),
            (Field::Addresses, "甲局（电话：0319-8161234）、乙局（电话：0319-8161235）", "-"),
            (Field::Addresses, "甲局（电话：0319-8161234）、乙局", "-"),
            (Field::Addresses, "县民政局电话：0319-8161234", "-"),
            (Field::Addresses, "长江街10号", "-"),
            (Field::Phones, "地址 长江街10号 电话 0319-8161234 邮编 054800", "地址=长江街10号|电话=0319-8161234|邮编=054800"),
            (Field::Hours, "周一至周五 时间 8:30-17:00", "-"),
        ] {
            assert_eq!(shown(text, own), expected, "{text}");
        }
    }
}
