//! fields/citation/dealt: to which citation each of several numbers in one bracket belongs.

use super::number::{Numbered, pattern};
use super::scan::{Draft, Scan};
use crate::tables::citations::ORDERS;
use crate::text::is_blank;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands behind the number of an order that changed an act.
static AMENDED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_(?:第_N_次_)?(?:修_正|修_订|修_改)"));
/// The day of an order in front of its number.
static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^Y_年_N_月"));

impl Scan {
    /// Gives each of several titles its own of the numbers behind the last one: 《A》《B》（国务院令第711号、第722号）.
    pub(super) fn deal_out_numbers(&mut self, text: &str) {
        for last in 1..self.drafts.len() {
            let Some(count) = self.drafts.get(last).map(|draft| draft.numbers.len()).filter(|count| *count > 1) else { continue };
            let Some(first) = (last + 1).checked_sub(count) else { continue };
            let Some(titled) = self.drafts.get_mut(first..=last) else { continue };
            if titled_alike(text, titled)
                && let Some(numbers) = titled.last_mut().map(|draft| std::mem::take(&mut draft.numbers))
            {
                titled.iter_mut().zip(numbers).for_each(|(draft, number)| draft.numbers.push(number));
            }
        }
    }

    /// Makes further numbers in the bracket of one title (〔2013〕3号、〔2014〕29号) citations of their own, where they tell no history of one act, as orders do.
    pub(super) fn part_numbers(&mut self, text: &str) {
        let is_order = |number: &Numbered| ORDERS.iter().any(|kind| number.series.ends_with(kind));
        for at in (0..self.drafts.len()).rev() {
            let Some(draft) = self.drafts.get_mut(at) else { continue };
            if draft.numbers.len() < 2
                || draft.numbers.iter().any(is_order)
                || !are_listed(text, &draft.numbers)
                || tells_history(text, draft)
            {
                continue;
            }
            let further: Vec<Numbered> = draft.numbers.drain(1..).collect();
            for behind in self.drafts.iter_mut().skip(at + 1) {
                behind.repeats = behind.repeats.map(|repeats| if repeats > at { repeats + further.len() } else { repeats });
            }
            let own = |number: Numbered| Draft { range: number.range.clone(), numbers: vec![number], ..Draft::at(0..0) };
            self.drafts.splice(at + 1..at + 1, further.into_iter().map(own)).for_each(drop);
        }
    }
}

/// Whether all of `drafts` have titles, only the last one numbers, and those stand in a plain list that is no history.
fn titled_alike(text: &str, drafts: &[Draft]) -> bool {
    let Some((last, others)) = drafts.split_last() else { return false };
    let are_apart = drafts.windows(2).all(|pair| match pair {
        [one, next] => is_list(text, one.range.end..next.range.start),
        _ => false,
    });
    are_listed(text, &last.numbers)
        && are_apart
        && !tells_history(text, last)
        && last.title.is_some()
        && others.iter().all(|draft| draft.title.is_some() && draft.numbers.is_empty() && draft.articles.is_empty())
}

/// Whether nothing but separators of a list stands between `numbers`.
fn are_listed(text: &str, numbers: &[Numbered]) -> bool {
    numbers.windows(2).all(|pair| match pair {
        [one, next] => is_list(text, one.range.end..next.range.start),
        _ => false,
    })
}

fn is_list(text: &str, gap: Range<usize>) -> bool {
    let is_separator = |c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | '和' | '及' | '与');
    text.get(gap).is_some_and(|gap| gap.chars().all(is_separator))
}

/// Whether the numbers of `draft` are the history of one act, which has words between or behind (第四次修订), or tells a day for each order.
fn tells_history(text: &str, draft: &Draft) -> bool {
    let said = |number: &Numbered| text.get(number.range.clone()).unwrap_or("");
    let behind = |last: &Numbered| text.get(last.range.end..draft.closes);
    draft.numbers.iter().all(|number| DAY.is_match(said(number)))
        || draft.numbers.last().and_then(behind).is_some_and(|behind| AMENDED.is_match(behind))
}
