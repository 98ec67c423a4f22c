//! structure/guide/outline: the headings that the format marks as such (## in Markdown, h2 in HTML, heading styles in Word), with their levels: those
//! of services, of groups of them, and of parts of a service that no table knows.
//!
//! Headings that hold labels are those of services; those that hold such headings are groups. Where that does not tell services, nothing is marked, and
//! headings are found by their numbers as elsewhere.

use super::lines::{EXTRA, Labelled, Line, Style, word};
use super::roles::{Role, begins, is_heading, says_name};
use super::unknown::said_alone;
use crate::decode::Headings;
use crate::evidence::Text;
use crate::tables::Tables;
use crate::tables::columns::Label;
use std::collections::{BTreeMap, BTreeSet};

/// So many headings of services show that headings are theirs.
const LEAST: usize = 2;

/// A heading that is no label.
struct Head {
    index: usize,
    level: u8,
    /// Where its section ends: at the next heading of its level or above.
    end: usize,
    /// The labels in it that stand below no heading within.
    labels: Vec<usize>,
}

/// Gives the lines that are headings their levels. Of a line that was taken apart the first piece is the heading.
pub(super) fn set_levels(lines: &mut [Line], headings: &Headings) {
    let mut last = None;
    for line in lines.iter_mut().filter(|line| !line.in_table && !line.is_row) {
        let own = line.cell.at.first().and_then(|at| at.line());
        line.level = own.filter(|own| last != Some(*own)).and_then(|own| headings.levels.get(&own).copied());
        last = own;
    }
}

/// Says of headings that are no labels what they are.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let heads = heads(lines);
    if heads.is_empty() {
        return;
    }
    let named: Vec<usize> = (0..lines.len()).filter(|index| begins(lines, *index)).collect();
    match named.is_empty() {
        true => mark_services(lines, &heads, tables),
        false => mark_around_names(lines, &heads, &named),
    }
}

fn heads(lines: &[Line]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(level) = line.level {
            open.retain(|at| {
                heads.get_mut(*at).is_some_and(|head| {
                    let goes_on = head.level < level;
                    head.end = if goes_on { head.end } else { index };
                    goes_on
                })
            });
            if is_heading(line) {
                open.push(heads.len());
                heads.push(Head { index, level, end: lines.len(), labels: Vec::new() });
                continue;
            }
        }
        if line.label.is_some()
            && let Some(head) = open.last().and_then(|at| heads.get_mut(*at))
        {
            head.labels.push(index);
        }
    }
    heads
}

/// Headings where no label names services.
fn mark_services(lines: &mut [Line], heads: &[Head], tables: &Tables) {
    let Some(level) = level_of_services(heads) else { return };
    let holds = |head: &Head, indexes: &BTreeSet<usize>| indexes.range(head.index + 1..head.end).count();
    let at_level: BTreeSet<usize> =
        heads.iter().filter(|head| head.level == level && !head.labels.is_empty()).map(|head| head.index).collect();
    let mut items: Vec<&Head> = Vec::new();
    for head in heads.iter().filter(|head| !head.labels.is_empty()) {
        let is_within = items.last().is_some_and(|item| head.index < item.end);
        if !is_within && (head.level >= level || holds(head, &at_level) == 0) {
            items.push(head);
        }
    }
    let several = items.iter().filter(|item| has_several(lines, item)).count();
    let of_labels = levels_of_labels(lines);
    if items.len() < LEAST || 2 * several > items.len() || !say_the_same(lines, &items) {
        if let ([only], 0) = (items.as_slice(), several) {
            let is_part = |head: &&Head| head.labels.is_empty() && (only.index + 1..only.end).contains(&head.index);
            heads.iter().filter(is_part).for_each(|head| as_label(lines, head, &of_labels));
            let is_within = |head: &&Head| !head.labels.is_empty() && (only.index..only.end).contains(&head.index);
            let parts: Vec<usize> =
                heads.iter().filter(is_within).filter(|head| is_beside_labels(lines, heads, head)).map(|head| head.index).collect();
            parts.into_iter().for_each(|index| set_part(lines, index, 0));
        }
        if several == 0 && times(lines, &items).values().all(|times| *times == 1) {
            items.iter().for_each(|item| as_part(lines, item));
        }
        return;
    }
    let starts: BTreeSet<usize> = items.iter().map(|item| item.index).collect();
    let ends: BTreeMap<usize, usize> = items.iter().map(|item| (item.index, item.end)).collect();
    let is_within = |index: usize| ends.range(..index).next_back().is_some_and(|(_, end)| index < *end);
    for head in heads {
        let inside = holds(head, &starts);
        match () {
            () if starts.contains(&head.index) => set(lines, head.index, Role::Item),
            () if inside == starts.len()
                && (heads.first().is_some_and(|first| first.index == head.index) || is_title(lines, head, tables)) =>
            {
                set(lines, head.index, Role::Outside);
            }
            () if inside > 0 => set(lines, head.index, Role::Group),
            () if is_within(head.index) => as_label(lines, head, &of_labels),
            () => leave_out(lines, head),
        }
    }
    say_of_all(lines, level, items.last().map_or(0, |item| item.index), &starts);
}

/// The level whose headings hold most labels.
fn level_of_services(heads: &[Head]) -> Option<u8> {
    let mut labels: BTreeMap<u8, usize> = BTreeMap::new();
    heads.iter().for_each(|head| *labels.entry(head.level).or_default() += head.labels.len());
    let of_services = labels.into_iter().filter(|(_, count)| *count > 0);
    of_services.max_by_key(|(level, count)| (*count, std::cmp::Reverse(*level))).map(|(level, _)| level)
}

/// Whether what stands below `head` seems to be several services: its first label recurs.
fn has_several(lines: &[Line], head: &Head) -> bool {
    let mut words = head.labels.iter().filter_map(|index| lines.get(*index)?.label.as_ref()).map(|label| &label.word);
    let Some(first) = words.next() else { return false };
    words.any(|word| word == first)
}

/// Whether most of `items` have a label that others have, too: the parts of one service say different things of it.
fn say_the_same(lines: &[Line], items: &[&Head]) -> bool {
    let times = times(lines, items);
    let shares = |item: &&&Head| words(lines, item).iter().any(|word| times.get(word).is_some_and(|times| *times > 1));
    2 * items.iter().filter(shares).count() > items.len()
}

/// Below how many of `items` each label stands.
fn times<'l>(lines: &'l [Line], items: &[&Head]) -> BTreeMap<&'l str, usize> {
    let mut times = BTreeMap::new();
    items.iter().flat_map(|item| words(lines, item)).for_each(|word| *times.entry(word).or_default() += 1);
    times
}

/// The labels below `head`.
fn words<'l>(lines: &'l [Line], head: &Head) -> BTreeSet<&'l str> {
    head.labels.iter().filter_map(|index| lines.get(*index)?.label.as_ref()).map(|label| label.word.as_str()).collect()
}

/// Whether `head`, which holds labels, is a part of the service that a heading above it names: headings of its own level are labels, and not of contacts, which
/// may be said of a service from beside it.
fn is_beside_labels(lines: &[Line], heads: &[Head], head: &Head) -> bool {
    let is_label = |line: &Line| line.level == Some(head.level) && line.label.as_ref().is_some_and(|label| !label.is_contact());
    heads.first().is_some_and(|first| first.level < head.level) && lines.iter().any(is_label)
}

/// A chapter (第一章 申请) of a text in which no label recurs is a part of one service.
fn as_part(lines: &mut [Line], head: &Head) {
    let Some(line) = lines.get_mut(head.index) else { return };
    let Some(start) = line
        .numbering
        .as_ref()
        .filter(|numbering| matches!(numbering.style, Style::Chapter | Style::Part))
        .map(|numbering| numbering.whole.end)
    else {
        return;
    };
    set_part(lines, head.index, start);
}

/// Makes the heading at `index` that of a part; its words begin at `start`.
fn set_part(lines: &mut [Line], index: usize, start: usize) {
    let Some(line) = lines.get_mut(index) else { return };
    let text = line.cell.text();
    let (said, head) = (word(text.get(start..).unwrap_or_default()), text.len());
    line.label = Some(Labelled { meaning: Label { part: true, ..EXTRA }, word: said, number: None, of_all: false, head, apart: None });
}

/// A heading that is a label, on the level of services and behind the last of them, says something of all, unless one of them says that of itself.
fn say_of_all(lines: &mut [Line], level: u8, last: usize, starts: &BTreeSet<usize>) {
    let first = starts.first().copied().unwrap_or(0);
    let is_beside = |line: &Line| line.label.is_some() && line.level.is_some_and(|own| own <= level);
    if lines.iter().take(last).skip(first).any(is_beside) {
        return;
    }
    let is_own = |line: &&Line| !is_beside(line);
    let said: BTreeSet<Text> =
        lines.iter().skip(first).filter(is_own).filter_map(|line| line.label.as_ref()).map(|label| label.word.clone()).collect();
    let is_beside = |line: &Line| is_beside(line) && line.label.as_ref().is_some_and(|label| !said.contains(&label.word));
    for index in last..lines.len() {
        let is_labelled = lines.get(index + 1).is_some_and(|below| below.label.is_some());
        let Some(line) = lines.get_mut(index).filter(|line| is_beside(line)) else { continue };
        let is_part = is_labelled && line.label.as_ref().is_some_and(|label| !label.has_value(line.cell));
        if let Some(label) = &mut line.label {
            label.of_all = true;
            label.meaning.part |= is_part;
        }
    }
}

/// Headings around labels that name services. `named`: the lines of these labels.
fn mark_around_names(lines: &mut [Line], heads: &[Head], named: &[usize]) {
    let before = |end: usize| named.partition_point(|index| *index < end);
    let inside = |head: &Head| before(head.end) - before(head.index);
    let inside: Vec<usize> = heads.iter().map(inside).collect();
    let holds_several: BTreeSet<u8> =
        heads.iter().zip(&inside).filter(|(_, inside)| **inside > 1 && **inside < named.len()).map(|(head, _)| head.level).collect();
    let Some(deepest) = heads.iter().zip(&inside).filter(|(_, inside)| **inside > 0).map(|(head, _)| head.level).max() else { return };
    let of_labels = levels_of_labels(lines);
    for (at, (head, inside)) in heads.iter().zip(inside).enumerate() {
        match inside {
            0 if head.level > deepest => as_label(lines, head, &of_labels),
            0 => leave_out(lines, head),
            _ if at == 0 && inside == named.len() => set(lines, head.index, Role::Outside),
            _ if says_name(lines, head.index) => set(lines, head.index, Role::Heading),
            _ if holds_several.contains(&head.level) || is_numbered(lines, head) => set(lines, head.index, Role::Group),
            _ => set(lines, head.index, Role::Outside),
        }
    }
    say_of_all(lines, deepest, named.last().copied().unwrap_or_default(), &named.iter().copied().collect());
}

/// Whether `head` is the title of a guide.
fn is_title(lines: &[Line], head: &Head, tables: &Tables) -> bool {
    lines.get(head.index).is_some_and(|line| tables.words.is_title(line.cell.text()))
}

fn is_numbered(lines: &[Line], head: &Head) -> bool {
    lines.get(head.index).is_some_and(|line| line.numbering.is_some())
}

/// The levels of headings that are labels.
fn levels_of_labels(lines: &[Line]) -> BTreeSet<u8> {
    lines.iter().filter(|line| line.label.is_some()).filter_map(|line| line.level).collect()
}

/// A heading within a service, on the level of headings that are labels, is one that no table knows.
fn as_label(lines: &mut [Line], head: &Head, of_labels: &BTreeSet<u8>) {
    let Some(line) = lines.get_mut(head.index).filter(|_| of_labels.contains(&head.level)) else { return };
    let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    let Some((said, head, _)) = line.cell.text().get(start..).and_then(said_alone) else { return };
    line.label = Some(Labelled { meaning: EXTRA, word: word(said), number: None, of_all: false, head: start + head, apart: None });
}

/// What stands below a heading that is no service's, and belongs to none: other parts of a page.
fn leave_out(lines: &mut [Line], head: &Head) {
    for line in lines.iter_mut().take(head.end).skip(head.index).filter(|line| line.label.is_none() && line.role.is_none()) {
        line.role = Some(Role::Outside);
    }
}

fn set(lines: &mut [Line], index: usize, role: Role) {
    if let Some(line) = lines.get_mut(index) {
        line.role = Some(role);
    }
}
