//! fields/deadline/basis: whether the law sets a limit or the office promises it (法定20日，承诺5日).

use super::{Found, SENTENCE_STOPS, Scan};
use crate::item::{Basis, Deadline};
use crate::tables::deadlines::Deadlines;
use std::ops::Range;

impl Scan<'_> {
    /// 法定 or 承诺 in the clause right before the limit, or in the label; 承诺制 and 法定形式 are none.
    pub(super) fn basis(&self, clause: &str, label: &str) -> Option<Basis> {
        let clause = clause.rsplit([',', ';', '。']).next().unwrap_or_default();
        let is_other = |rest: &str| self.deadlines.not_basis.iter().any(|word| rest.starts_with(word.as_str()));
        let is_behind_other = |front: &str| self.deadlines.not_basis_in_front.iter().any(|word| front.ends_with(word.as_str()));
        let names = |text: &str, word: &str| {
            let found = text.match_indices(word).filter(|(at, _)| !text.get(at + word.len()..).is_some_and(is_other));
            let found = found.filter(|(at, _)| !text.get(..*at).is_some_and(is_behind_other));
            found.map(|(at, _)| at + 1).last()
        };
        let last = |words: &[String]| {
            let told = |text: &str| words.iter().filter_map(|word| names(text, word)).max();
            told(clause).or_else(|| told(label).map(|_| 0))
        };
        match (last(&self.deadlines.legal), last(&self.deadlines.promised)) {
            (None, None) | (Some(0), Some(0)) => None,
            _ if in_turn(clause, self.deadlines).is_some() => None,
            (legal, promised) => Some(if legal > promised { Basis::Legal } else { Basis::Promised }),
        }
    }

    /// Two amounts under 法定/承诺 are two limits: 法定/承诺时限：20/5个工作日.
    pub(super) fn parted(&self, amount: Found) -> Vec<Found> {
        let lead = self.part(0..amount.range.start);
        let lead = lead.rsplit(SENTENCE_STOPS).next().unwrap_or_default();
        let order = in_turn(lead, self.deadlines).or_else(|| in_turn(self.label, self.deadlines));
        let slash = self.part(amount.range.clone()).find('/').map(|at| amount.range.start + at);
        let (Some([one, two]), Some(slash), 2) = (order, slash, amount.readings.len()) else { return vec![amount] };
        let ranges = [(amount.range.start..slash, one), (slash + 1..amount.range.end, two)];
        let limits = amount.readings.into_iter().zip(ranges);
        limits
            .map(|(limit, (range, basis))| Found { range, readings: vec![Deadline { basis: Some(basis), ..limit }], rule: None })
            .collect()
    }

    /// The basis that stands at the head of several limits (承诺：新办10日，变更5日) and holds for the one behind `clause`; `before` is the one that holds in
    /// front of it. It ends with its sentence and with its bracket. `is_behind`: the clause begins with the words behind another limit.
    pub(super) fn heads(&self, before: Option<Basis>, is_behind: bool, clause: &str) -> Option<Basis> {
        let is_over = clause.contains(SENTENCE_STOPS) || closes(clause);
        let said = clause.rsplit(SENTENCE_STOPS).next().unwrap_or_default();
        let (front, own) = said.rsplit_once(',').unwrap_or(("", said));
        if let Some(basis) = self.basis(own, "") {
            // 承诺10日 and 承诺受理后10日 are said of that limit alone.
            let is_alone = self.basis_words(own).last().is_some_and(|words| words.end == own.len()) || self.trigger(own).is_some();
            return Some(basis).filter(|_| own.ends_with(':') || !is_alone);
        }
        let parts = front.split(',').skip(usize::from(is_behind && !clause.contains(SENTENCE_STOPS)));
        let told = parts.filter(|part| !part.contains('(')).filter_map(|part| self.basis(part, "")).last();
        told.or(before.filter(|_| !is_over))
    }

    /// Where `text` names a basis.
    pub(super) fn basis_words(&self, text: &str) -> Vec<Range<usize>> {
        let words = self.deadlines.basis_words.iter().flat_map(|words| words.pattern.find_iter(text));
        words.map(|words| words.range()).collect()
    }
}

/// Whether a bracket that was opened in front of `text` ends in it.
pub(super) fn closes(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().any(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    })
}

/// 法定 or 承诺 alone in brackets is no condition.
pub(super) fn is_short(inside: Option<&str>) -> bool {
    inside.is_some_and(|inside| inside.chars().count() <= 6 && !inside.contains([':', '：']))
}

/// The bases that `text` names in turn: 法定/承诺时限, 承诺、法定时限.
pub(super) fn in_turn(text: &str, deadlines: &Deadlines) -> Option<[Basis; 2]> {
    let last = |words: &[String]| {
        words.iter().filter_map(|word| text.rfind(word.as_str()).map(|at| at..at + word.len())).max_by_key(|at| at.start)
    };
    let (legal, promised) = (last(&deadlines.legal)?, last(&deadlines.promised)?);
    let is_first = legal.start < promised.start;
    let (first, second) = if is_first { (legal, promised) } else { (promised, legal) };
    let between = text.get(first.end..second.start)?;
    let is_list = between.chars().count() <= 8 && between.contains(['/', '、', '和', '与', '及']) && !between.contains([',', ';', ':']);
    is_list.then_some(if is_first { [Basis::Legal, Basis::Promised] } else { [Basis::Promised, Basis::Legal] })
}
