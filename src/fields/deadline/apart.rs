//! fields/deadline/apart: what each of several limits applies to: 村（社区）3日、镇（街道）5个工作日.

use super::{Found, Scan};
use crate::evidence::Text;
use crate::item::{Deadline, DeadlineKind};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a limit applies to, right in front of it.
static OBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:其中|对于?|如|属于?)?:?(?P<what>(?:不动产|[\p{Han}&&[^内后前起自从不最为应在于须需约共]])(?:[\p{Han}、]|\([^()]{1,12}\)){1,19}?)(?:的|应当?|须|需|在|于|为|:|自|可以?|延长[至到]|延期[至到]|不超过|不得超过|最长|最多|一般)*$").ok()
});
/// What parts the clauses of limits.
const CLAUSE_STOPS: [char; 3] = [',', ';', '。'];

impl Scan<'_> {
    /// Of several limits, one that nothing else tells apart applies to what is named right in front of it: 行政处罚7个工作日，其他20个工作日. So does the
    /// only one where the text goes on with what may be added to it.
    pub(super) fn tell_apart(&self, found: &mut [Found]) {
        if found.len() < 2 && self.additions().next().is_none() {
            return;
        }
        let mut start = 0;
        for found in found {
            let clause = last_clause(self.text, start..found.range.start);
            start = found.range.end;
            let [limit] = found.readings.as_mut_slice() else { continue };
            if limit.kind != DeadlineKind::Within || limit.condition.is_some() || limit.basis.is_some() {
                continue;
            }
            let is_step = self.is_step(limit, self.part(clause.clone()));
            limit.condition = match limit.trigger {
                Some(_) if !is_step => self.object(self.before_event(clause)),
                _ => self.object(clause),
            };
            if is_step && limit.condition.is_some() {
                limit.trigger = None;
            }
        }
    }

    /// Whether `clause`, right in front of `limit`, names a step of handling that takes so long (社区受理：3日), and no event that starts the time (受理后3日).
    fn is_step(&self, limit: &Deadline, clause: &str) -> bool {
        let mut steps = self.deadlines.triggers.iter().filter(|trigger| trigger.is_step);
        let clause = clause.trim_end_matches(':');
        steps.any(|step| {
            limit.trigger.as_ref() == Some(&step.name) && step.says.pattern.find_iter(clause).any(|found| found.end() == clause.len())
        })
    }

    /// The part of `clause` in front of the words that say what starts the time: 镇政府自收到材料之日起.
    fn before_event(&self, clause: Range<usize>) -> Range<usize> {
        let said = self.part(clause.clone());
        clause.start..clause.start + said.find('自').unwrap_or_default()
    }

    fn object(&self, clause: Range<usize>) -> Option<Text> {
        let what = OBJECT.as_ref()?.captures(self.part(clause.clone()))?.name("what")?;
        Some(self.printed(clause.start + what.start()..clause.start + what.end()))
    }
}

/// The last clause of the stretch `range` of `text`: behind the last stop outside brackets, or behind the bracket that is open at its end.
fn last_clause(text: &str, range: Range<usize>) -> Range<usize> {
    let said = text.get(range.clone()).unwrap_or_default();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in said.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            _ if depth == 0 && (c == '(' || CLAUSE_STOPS.contains(&c)) => {
                start = at + c.len_utf8();
                break;
            }
            _ => {}
        }
    }
    let clause = said.get(start..).unwrap_or_default();
    range.end - clause.trim_start_matches('、').len()..range.end
}
