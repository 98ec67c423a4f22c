//! fields/deadline/left_out: what is not counted in a limit, and what may be added to it (不含公示7日; 情况复杂的可延长10日): conditions, and no limits.

use super::{Found, SENTENCE_STOPS, Scan};
use crate::evidence::Text;
use crate::item::DeadlineKind;
use std::ops::Range;

impl Scan<'_> {
    /// Adds to the condition of each limit what is not counted in it, and what may be added to it.
    pub(super) fn leave_out(&self, found: &mut [Found]) {
        let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        for found in found {
            let said = self.not_counted(found.range.end, &ranges);
            for deadline in found.readings.iter_mut().filter(|deadline| deadline.kind != DeadlineKind::ByDate) {
                deadline.condition = both(deadline.condition.take(), said.clone());
            }
        }
    }

    /// What the text says is not counted in a limit, or may be added to it.
    pub(super) fn exclusions(&self) -> impl Iterator<Item = Range<usize>> {
        let found = self.deadlines.exclusions.iter().flat_map(|exclusion| exclusion.pattern.captures_iter(self.text));
        found.filter_map(|captures| Some(captures.name("what").or(captures.name("said")).or(captures.get(0))?.range()))
    }

    /// What is not counted in the limit that ends at `at`, and what may be added to it, before the next of `limits` and in the same sentence.
    fn not_counted(&self, at: usize, limits: &[Range<usize>]) -> Option<Text> {
        let next = limits.iter().map(|limit| limit.start).find(|start| *start >= at).unwrap_or(self.text.len());
        let is_own = |found: &Range<usize>| found.start >= at && found.end <= next;
        let is_in_sentence = |found: &Range<usize>| !self.part(at..found.start).contains(SENTENCE_STOPS);
        // What may be added has a sentence of its own as often as not.
        let additions: Vec<Range<usize>> = self.additions().collect();
        let is_said = |found: &Range<usize>| is_own(found) && (is_in_sentence(found) || additions.contains(found));
        let mut found: Vec<Range<usize>> = self.exclusions().filter(is_said).collect();
        // A list and a part of it may both be found: the list says all.
        let is_within = |one: &Range<usize>, other: &Range<usize>| one != other && other.start <= one.start && one.end <= other.end;
        let all = found.clone();
        found.retain(|one| !all.iter().any(|other| is_within(one, other)));
        found.sort_by_key(|found| found.start);
        found.dedup();
        let said: Vec<Text> = found.into_iter().map(|found| self.printed(found)).collect();
        (!said.is_empty()).then(|| said.iter().map(Text::as_str).collect::<Vec<_>>().join("；").into())
    }

    /// What may be added to a limit and is the condition of none is left open: nothing may be lost.
    pub(super) fn leave_open(&self, found: &mut Vec<Found>) {
        let is_told = |range: &Range<usize>| {
            let words = self.printed(range.clone());
            let conditions = found.iter().flat_map(|found| &found.readings).filter_map(|deadline| deadline.condition.as_ref());
            conditions.into_iter().any(|condition| condition.contains(words.as_str()))
        };
        let open: Vec<Range<usize>> = self.additions().filter(|range| !is_told(range)).collect();
        found.extend(open.into_iter().map(|range| Found { range, readings: Vec::new(), rule: None }));
        found.sort_by_key(|found| found.range.start);
    }

    /// What the text says may be added to a limit.
    pub(super) fn additions(&self) -> impl Iterator<Item = Range<usize>> {
        let found = self.deadlines.exclusions.iter().flat_map(|exclusion| exclusion.pattern.captures_iter(self.text));
        found.filter_map(|captures| Some(captures.name("what")?.range()))
    }
}

/// One condition behind the other; what stands in the first already is not said again.
pub(super) fn both(one: Option<Text>, other: Option<Text>) -> Option<Text> {
    match (one, other) {
        (Some(one), Some(other)) if !one.contains(other.as_str()) => Some(format!("{one}；{other}").into()),
        (one, other) => one.or(other),
    }
}
