//! structure/guide/bars: the words that lead to the parts of a page (基本信息 受理条件 办理材料 …), one below the other or in one line. They stand again at
//! the heads of these parts, and say nothing of the service.

use super::lines::{Line, whole_label};
use super::roles::Role;
use crate::evidence::{At, Cell};
use crate::tables::Tables;
use crate::text::{is_blank, is_han};
use std::collections::{BTreeMap, BTreeSet};

/// A bar has so many labels at least.
const LEAST: usize = 3;
/// The longest word of a bar, in characters.
const LONGEST: usize = 10;

/// Takes the lines of such bars out of `lines`; their cells come back.
pub(super) fn take(lines: &mut Vec<Line>, tables: &Tables) -> Vec<Cell> {
    let last = last(lines);
    let mut taken: BTreeSet<usize> = (0..lines.len()).filter(|index| is_bar(lines, *index, &last, tables)).collect();
    let mut start = 0;
    while start < lines.len() {
        let whole = run(lines, start, &last);
        // Labels of the first part may stand right behind the bar.
        let shorter = || (start..whole).rposition(|index| lines.get(index).is_some_and(|line| stands_again(line, whole, &last)));
        let ends = [Some(whole), shorter().map(|last| start + last + 1)];
        let end = ends.into_iter().flatten().find(|end| leads(lines, start, *end, &last));
        taken.extend(start..end.unwrap_or(start));
        start = end.unwrap_or(whole).max(start + 1);
    }
    let mut index = 0;
    let mut cells = Vec::new();
    lines.retain(|line| {
        let is_taken = taken.contains(&index);
        cells.extend(is_taken.then(|| line.cell.clone()));
        index += 1;
        !is_taken
    });
    cells
}

/// Whether the lines from `start` to `end` are a bar: most are labels, and most stand again below.
fn leads(lines: &[Line], start: usize, end: usize, last: &BTreeMap<&str, usize>) -> bool {
    let labels = labels(lines, start, end);
    let recurring = lines.iter().take(end).skip(start).filter(|line| stands_again(line, end, last)).count();
    let are_most = labels >= LEAST && 4 * labels >= 3 * (end - start) && 3 * recurring >= 2 * (end - start);
    are_most && !has_value(lines, start, end)
}

/// Where each word stands last alone on its line, or as a label.
fn last<'a>(lines: &[Line<'a>]) -> BTreeMap<&'a str, usize> {
    let mut last = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let label = line.label.as_ref().and_then(|label| match label.apart {
            Some(cell) => Some(crate::text::trim(cell.text())),
            None => line.cell.text().get(..label.head).map(|head| crate::text::trim(head.trim_end_matches(['：', ':']))),
        });
        let behind_number = |text: &'a str| text.trim_start_matches(|c| !is_han(c));
        let word = label.map(behind_number).or_else(|| word(line));
        last.extend(word.map(|word| (word, index)));
    }
    last
}

/// The word alone on `line`, without number and colon.
fn word<'a>(line: &Line<'a>) -> Option<&'a str> {
    let text = crate::text::trim(line.cell.text());
    let is_alone = !line.in_table && !line.is_row && line.numbering.as_ref().is_none_or(|numbering| numbering.number.is_none());
    let word = text.trim_start_matches(|c| !is_han(c));
    (is_alone && line.role.is_none_or(|role| role != Role::Outside) && is_word(word)).then_some(word)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && text.chars().all(|c| is_han(c) || matches!(c, '/' | '、'))
}

/// Whether the word of `line` stands again on the line `from` or below it.
fn stands_again(line: &Line, from: usize, last: &BTreeMap<&str, usize>) -> bool {
    word(line).is_some_and(|word| last.get(word).is_some_and(|last| *last >= from))
}

/// Whether what stands below the last of the labels `start..end` is its value: neither a heading nor one of their words.
fn has_value(lines: &[Line], start: usize, end: usize) -> bool {
    let is_said = |below: &Line| lines.iter().take(end).skip(start).any(|line| word(line).is_some() && word(line) == word(below));
    lines.get(end).is_some_and(|below| below.label.is_none() && below.level.is_none() && !is_said(below))
}

/// Where the lines end, those from `start` on, that are labels alone or words that recur; none of them stands twice among them. They begin and end with
/// a label.
fn run(lines: &[Line], start: usize, last: &BTreeMap<&str, usize>) -> usize {
    let mut said = BTreeSet::new();
    let is_label = |line: &Line| line.label.is_some() && word(line).is_some();
    let own = lines.iter().enumerate().skip(start).take_while(|(index, line)| {
        (is_label(line) || !said.is_empty() && stands_again(line, index + 1, last) && line.level.is_none())
            && word(line).is_some_and(|word| said.insert(word))
    });
    let length = own.collect::<Vec<_>>().iter().rposition(|(_, line)| is_label(line)).map_or(0, |last| last + 1);
    start + length
}

fn labels(lines: &[Line], start: usize, end: usize) -> usize {
    lines.iter().take(end).skip(start).filter(|line| line.label.is_some()).count()
}

/// The labels that `text` is, where nothing stands between them: links side by side. The longest one that fits comes first.
fn glued<'t>(text: &'t str, tables: &Tables) -> Vec<&'t str> {
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;
    const LONGEST_BAR: usize = 60;
    let (mut words, mut rest) = (Vec::new(), text);
    if text.chars().count() > LONGEST_BAR || !text.chars().all(is_han) {
        return words;
    }
    while !rest.is_empty() {
        let ends = LENGTHS.rev().filter_map(|length| rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(length));
        let Some((word, behind)) = ends.filter_map(|end| rest.split_at_checked(end)).find(|(word, _)| tables.columns.label(word).is_some())
        else {
            return Vec::new();
        };
        words.push(word);
        rest = behind;
    }
    words
}

/// Whether the line `index` holds nothing but labels with blanks, bars or nothing between them, most of which stand again below it.
fn is_bar(lines: &[Line], index: usize, last: &BTreeMap<&str, usize>, tables: &Tables) -> bool {
    let Some(line) = lines.get(index).filter(|line| !line.in_table && matches!(line.cell.at.first(), Some(At::Text { .. }))) else {
        return false;
    };
    let words: Vec<&str> = line
        .cell
        .text()
        .split(|c| is_blank(c) || matches!(c, '|' | '｜' | '/' | '·' | '>' | '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_known = |word: &&str| is_word(word) && whole_label(word, tables).is_some();
    let words = if let [whole] = words.as_slice() { glued(whole, tables) } else { words };
    words.len() >= LEAST
        && words.iter().all(is_known)
        && 3 * words.iter().filter(|word| last.get(**word).is_some_and(|last| *last > index)).count() >= 2 * words.len()
}
