//! check/serials: the numbers of one level of a document, and where they do not go on as numbers do.
//!
//! In each run of numbers (from one restart to the next) a longest rising sequence is taken for right; what is off it stands twice or out of order,
//! and what it leaves out is missing. So one misprinted number is one finding, and not three.

use super::scope::Scope;
use crate::evidence::{At, State, Text, Value};
use crate::item::{Item, Kind};
use crate::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of one level.
#[derive(Debug, Default)]
pub(super) struct Level<'a> {
    /// Those that are stated and could be read.
    pub(super) numbers: Vec<Number<'a>>,
    /// What is wrong with them.
    pub(super) slips: Vec<Slip>,
    /// Items that have none of their own.
    pub(super) absent: usize,
    /// Numbers that could not be read, or not for sure.
    pub(super) unread: usize,
}

/// A number of one item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    /// Index of the item.
    pub(super) item: usize,
    /// What it says.
    pub(super) number: u32,
    /// As printed.
    pub(super) value: &'a Value<Text>,
}

impl Number<'_> {
    /// Whether both are written alike: 一 is no repetition of 1.
    fn is_written_as(&self, other: &Number) -> bool {
        let is_arabic = |number: &Number| number.value.value.as_deref().is_some_and(crate::text::has_digit);
        is_arabic(self) == is_arabic(other)
    }
}

/// Something wrong in a row of numbers; by index in [`Level::numbers`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// Numbers are left out in front of `after`.
    Gap { before: Option<usize>, after: usize, missing: Vec<(u32, u32)> },
    /// `second` has the number of `first`.
    Repeated { first: usize, second: usize },
    /// `at` is neither larger than what is before it nor smaller than what is behind it.
    OutOfOrder { at: usize },
}

/// A row of numbers may leave out as many as it has, and so many more.
const MOST_BESIDES: usize = 10;

/// The levels of numbers in the document, deepest first.
pub(super) fn levels<'d>(scope: &Scope<'d>) -> Vec<Level<'d>> {
    let depth = scope.document.items.iter().map(|item| item.serials.len()).max().unwrap_or(0);
    (0..depth).map(|above| level(scope, above)).collect()
}

fn level<'d>(scope: &Scope<'d>, above: usize) -> Level<'d> {
    let document = scope.document;
    let mut level = Level::default();
    let (mut parents, mut unread) = (Vec::new(), BTreeSet::new());
    let named = |item: &Item| item.levels().into_iter().filter(|level| level.value.is_some()).count();
    let deepest = document.items.iter().map(named).max().unwrap_or(0);
    // A service of a guide among groups of others is counted with the groups.
    let higher = |item: &Item| if item.kind == Kind::Guide && named(item) > 0 { deepest - named(item) } else { 0 };
    for (index, item) in document.items.iter().enumerate() {
        let at = above.checked_sub(higher(item)).and_then(|above| item.serials.len().checked_sub(above + 1));
        let value = at.and_then(|at| item.serials.get(at));
        let Some(value) = value.filter(|value| !matches!(value.state, State::Missing | State::NoColumn | State::Carried)) else {
            level.absent += 1;
            continue;
        };
        match value.value.as_deref().filter(|_| value.state != State::Ambiguous).and_then(printed_number) {
            Some(number) => {
                level.numbers.push(Number { item: index, number, value });
                parents.push(format!("{}\u{1f}{}", table(value), parent(item, above)));
            }
            None => drop(unread.insert(index)),
        }
    }
    level.unread = unread.len();
    let is_code = |number: &Number| number.value.value.as_deref().is_some_and(|printed| printed.starts_with('0') && printed.len() > 2);
    if level.numbers.iter().any(is_code) {
        // Codes (0101, 0201) are no count.
        level.unread += level.numbers.len();
        level.numbers.clear();
        return level;
    }
    let numbers: Vec<u32> = level.numbers.iter().map(|number| number.number).collect();
    level.slips = slips(&numbers, &parents, above > 0);
    let slips = std::mem::take(&mut level.slips);
    let are_alike = |slip: &Slip| match slip {
        Slip::Repeated { first, second } => {
            level.numbers.get(*first).zip(level.numbers.get(*second)).is_none_or(|(one, other)| one.is_written_as(other))
        }
        _ => true,
    };
    level.slips = slips.into_iter().filter(|slip| are_alike(slip) && !is_open(slip, &level, &unread, scope)).collect();
    level
}

/// Whether the number that seems to be missing may be there: as one that cannot be read, of an item among `unread`; or by itself in the text, where no
/// item was found.
fn is_open(slip: &Slip, level: &Level, unread: &BTreeSet<usize>, scope: &Scope) -> bool {
    let Slip::Gap { before, after, missing } = slip else { return false };
    let number = |at: usize| level.numbers.get(at);
    let (before, after) = (before.and_then(number), number(*after));
    let item = |number: Option<&Number>| number.map_or(0, |number| number.item);
    let line = |number: Option<&Number>| number.and_then(|number| number.value.at.first()?.line()).unwrap_or(0) as usize;
    let is_missing = |number: u32| missing.iter().any(|(from, to)| (*from..=*to).contains(&number));
    let between = scope.lines().get(line(before)..line(after).saturating_sub(1)).unwrap_or_default();
    let mut cells = between.iter().flat_map(|line| line.split(['\t', '|']));
    let is_first_chapter =
        before.is_none() && after.is_some_and(|after| chapter(after.value.raw.as_deref().unwrap_or_default(), scope.tables).is_some());
    is_first_chapter
        || unread.range(item(before)..item(after)).next().is_some()
        || cells.any(|cell| printed_number(cell).or_else(|| chapter(cell, scope.tables)).is_some_and(is_missing))
}

/// The number of the chapter that `line` heads: 第一章 总则. Chapters count the parts of a document, and not all of them hold items.
fn chapter(line: &str, tables: &Tables) -> Option<u32> {
    let said = crate::text::trim(line).trim_start_matches('#').trim_start().strip_prefix('第')?;
    let end = tables.words.joints.chapters.says.iter().filter_map(|word| said.find(word.as_str())).min()?;
    crate::text::number(said.get(..end)?)
}

/// The number that a cell of numbers says: `3`, `三`, `（3）`, `3、`.
fn printed_number(text: &str) -> Option<u32> {
    let signs = ['、', '.', '．', '，', ',', '。', '）', ')'];
    crate::text::number(crate::text::trim(text).trim_end_matches(signs).trim_start_matches(['（', '(']))
}

/// The table of a page or a Word document that `value` stands in, 0 elsewhere: in another one numbers may begin anew.
fn table(value: &Value<Text>) -> u16 {
    match value.at.first() {
        Some(At::Table { table, .. }) => *table,
        _ => 0,
    }
}

/// What the number counts under: the levels above the item, which is none of them where its name stands in a column of its own; for outer numbers the
/// outermost level.
fn parent(item: &Item, above: usize) -> String {
    let names: Vec<&str> = item.levels().into_iter().filter_map(|level| level.value.as_deref()).collect();
    let own = usize::from(names.last().copied() == item.name.value.as_deref());
    let levels = if above == 0 { names.len().saturating_sub(own) } else { usize::from(item.category.value.is_some()) };
    names.into_iter().take(levels).collect::<Vec<_>>().join("\u{1f}")
}

/// What is wrong in `numbers`, each under its parent. `of_group`: they number groups of items, and may be printed on every item of a group.
fn slips(numbers: &[u32], parents: &[String], of_group: bool) -> Vec<Slip> {
    let of_group = of_group || numbers_groups(numbers, parents);
    let mut found = Vec::new();
    let mut run: Vec<(usize, u32)> = Vec::new();
    for (start, entry) in starts(numbers, parents).into_iter().zip(numbers.iter().copied().enumerate()) {
        if start && !run.is_empty() {
            in_run(&run, &mut found);
            run.clear();
        }
        let same_group = of_group && run.last().is_some_and(|(_, last)| *last == entry.1);
        if !same_group {
            run.push(entry);
        }
    }
    in_run(&run, &mut found);
    found
}

/// Whether neighbours under one parent have more often one number than two: then the number is that of the parent.
fn numbers_groups(numbers: &[u32], parents: &[String]) -> bool {
    let neighbours = numbers.iter().zip(parents).zip(numbers.iter().zip(parents).skip(1));
    let within: Vec<bool> = neighbours.filter(|((_, a), (_, b))| a == b && !a.ends_with('\u{1f}')).map(|((a, _), (b, _))| a == b).collect();
    within.iter().filter(|equal| **equal).count() * 2 > within.len()
}

/// For each number whether a new run begins with it.
fn starts(numbers: &[u32], parents: &[String]) -> Vec<bool> {
    let changes = |index: usize| index > 0 && parents.get(index) != parents.get(index - 1);
    let changed: Vec<bool> = (0..numbers.len()).map(changes).collect();
    let restarts = numbers.iter().zip(&changed).filter(|(number, changed)| **changed && **number == 1).count();
    let under_each_parent = restarts >= 2 && restarts * 2 > changed.iter().filter(|changed| **changed).count();
    let start = |index: usize| {
        let at = |index: usize| numbers.get(index).copied().unwrap_or(0);
        let changed = changed.get(index).copied().unwrap_or(false);
        let before = index.checked_sub(1).map_or(0, at);
        // A lone 1 after which the numbers go on as before is a misprint.
        let restarts = at(index) == 1 && (changed || before > 1) && at(index + 1) != before + 2;
        index == 0 || restarts || (under_each_parent && changed)
    };
    (0..numbers.len()).map(start).collect()
}

fn in_run(run: &[(usize, u32)], found: &mut Vec<Slip>) {
    let numbers: Vec<u32> = run.iter().map(|(_, number)| *number).collect();
    let right = rising(&numbers);
    let mut first: BTreeMap<u32, usize> = BTreeMap::new();
    for ((index, number), _) in run.iter().zip(&right).filter(|(_, right)| **right) {
        first.insert(*number, *index);
    }
    let all: BTreeSet<u32> = numbers.iter().copied().collect();
    let (mut before, mut last, mut off) = (None, 0u32, 0u64);
    for ((index, number), right) in run.iter().zip(right) {
        if !right {
            off += 1;
            match first.get(number) {
                Some(first) => found.push(Slip::Repeated { first: *first, second: *index }),
                None => found.push(Slip::OutOfOrder { at: *index }),
            }
            continue;
        }
        let missing = between(&all, last, *number);
        let count: u64 = missing.iter().map(|(from, to)| u64::from(to - from) + 1).sum();
        // As many items with a wrong number as numbers left out: the items are there. More left out than there are items: it is no count.
        if count > off && count <= (run.len() + MOST_BESIDES) as u64 {
            found.push(Slip::Gap { before, after: *index, missing });
        }
        (before, last, off) = (Some(*index), *number, 0);
    }
}

/// The ranges of numbers above `last` and below `next` that `all` lacks.
fn between(all: &BTreeSet<u32>, last: u32, next: u32) -> Vec<(u32, u32)> {
    let mut missing = Vec::new();
    let mut from = last.saturating_add(1);
    if from >= next {
        return missing;
    }
    for number in all.range(from..next).copied().chain([next]) {
        if number > from {
            missing.push((from, number - 1));
        }
        from = number + 1;
    }
    missing
}

/// For each number whether it is on a longest strictly rising sequence; of equal numbers the first. Patience sorting (Schensted 1961).
fn rising(numbers: &[u32]) -> Vec<bool> {
    let mut tops: Vec<(u32, usize)> = Vec::new();
    let mut below: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let pile = tops.partition_point(|(top, _)| top < number);
        below.push(pile.checked_sub(1).and_then(|under| tops.get(under)).map(|(_, index)| *index));
        match tops.get_mut(pile) {
            Some(top) if top.0 > *number => *top = (*number, index),
            Some(_) => {}
            None => tops.push((*number, index)),
        }
    }
    let mut right = vec![false; numbers.len()];
    let mut at = tops.last().map(|(_, index)| *index);
    while let Some(index) = at {
        if let Some(flag) = right.get_mut(index) {
            *flag = true;
        }
        at = below.get(index).copied().flatten();
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(numbers: &[u32], parents: &[&str], of_group: bool) -> String {
        let parents: Vec<String> =
            if parents.is_empty() { vec![String::new(); numbers.len()] } else { parents.iter().map(|p| (*p).to_owned()).collect() };
        let one = |slip: Slip| match slip {
            Slip::Gap { missing, after, .. } => format!("{missing:?} before {}", numbers[after]),
            Slip::Repeated { first, second } => format!("{}={}", first, second),
            Slip::OutOfOrder { at } => format!("{} out", numbers[at]),
        };
        slips(numbers, &parents, of_group).into_iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn one_misprint_is_one_slip() {
        for (numbers, expected) in [
            (&[1, 2, 3, 4][..], ""),
            (&[1, 2, 5, 6, 7, 8, 10], "[(3, 4)] before 5; [(9, 9)] before 10"),
            (&[1, 2, 2, 4], "1=2"),
            (&[1, 2, 2, 3], "1=2"),
            (&[1, 2, 14, 4, 5], "14 out"),
            (&[1, 3, 2, 4], "3 out"),
            (&[3, 4], "[(1, 2)] before 3"),
            (&[1, 2, 3, 1, 2], ""),
            (&[1, 2, 1, 4, 5], "0=2"),
            (&[9, 10, 4_000_000_000], "[(1, 8)] before 9"),
            (&[], ""),
        ] {
            assert_eq!(shown(numbers, &[], false), expected, "{numbers:?}");
        }
    }

    #[test]
    fn the_sign_behind_a_number_is_no_part_of_it() {
        for (printed, expected) in [
            ("1、", Some(1)),
            ("2.", Some(2)),
            ("（三）", Some(3)),
            ("十一、", Some(11)),
            ("（4", Some(4)),
            ("1.2", None),
            ("甲、", None),
            ("、", None),
        ] {
            assert_eq!(printed_number(printed), expected, "{printed}");
        }
    }

    #[test]
    fn numbers_may_start_anew_under_each_parent_or_count_the_parents() {
        assert_eq!(shown(&[1, 2, 1, 2, 2, 3, 1], &["a", "a", "b", "b", "c", "c", "d"], false), "[(1, 1)] before 2");
        assert_eq!(shown(&[1, 1, 1], &["a", "b", "c"], false), "");
        assert_eq!(shown(&[1, 1, 1, 2, 2, 4], &["a", "a", "a", "b", "b", "c"], false), "[(3, 3)] before 4");
        assert_eq!(shown(&[1, 1, 2, 2], &[], true), "");
        assert_eq!(shown(&[1, 2, 2, 3], &["a", "a", "a", "a"], false), "1=2");
    }
}
