//! fields/deadline: deadlines and time limits: an amount of time, what starts it, under which condition.
//!
//! Amounts, days of the calendar and phrases (即时办结) are found first; what stands around each says what it is. An amount that its surroundings
//! make doubtful (提前5日, 3-5个工作日, 2O个工作日) is left open: it stays as text, and is reported.

mod apart;
mod basis;
mod halves;
mod left_out;

use super::form::Form;
use crate::evidence::{Cell, State, Text, Value};
use crate::finding::Finding;
use crate::item::{Deadline, DeadlineKind, Unit};
use crate::tables::Tables;
use crate::tables::deadlines::{Deadlines, Patterns, Present};
use crate::text::{has_look_alike, number};
use basis::is_short;
use left_out::both;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static CONDITION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:以内|之内|内)?[^(,;。、]{0,8}\((?P<inside>[^()]{1,30})\)").ok());
/// What starts the time, where the table does not know it: 自…之日起, …后.
static TRIGGER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^、?|[,;。:(自从于在经])(?P<what>[^,;。:()自从]{2,24}?(?:\([^()]{2,10}\)[^,;。:()自从]{0,8}?)?)(?:(?:之日起?|日起|起)(?:开始)?(?:计?算)?|之?后|以后),?(?:的|应当?|须|内|最迟|最长|不超过|不得超过|不晚于)*$").ok()
});
/// What behind a day of the calendar makes it part of a case.
static OF_CASE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{Han}]{2,10}的,").ok());
/// Words that end like an event with 后 and are none.
const NO_EVENT: [&str; 6] = ["今", "此", "然", "最", "前", "以"];
/// No cell with limits is so long, in bytes; a longer one is left open, so that a hostile file costs no more than its length.
const LONGEST: usize = 8192;
const STOPS: [char; 4] = [',', ';', '。', '、'];
/// How the words for what starts the time end.
const EVENT_ENDS: [char; 3] = ['起', '算', '后'];
const SENTENCE_STOPS: [char; 2] = [';', '。'];

/// A limit at its place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    /// The bytes of its clause.
    pub(super) clause: Range<usize>,
    /// What it says; nothing where it is left open, several where either may be meant.
    pub(super) readings: Vec<Deadline>,
    /// By what rule it is inferred, if it is.
    pub(super) rule: Option<&'static str>,
}

/// A limit in the form that patterns are written for.
struct Found {
    range: Range<usize>,
    readings: Vec<Deadline>,
    rule: Option<&'static str>,
}

/// Every limit that `text` tells. `label`: the words of its column or label.
pub(super) fn read(text: &str, label: &str, tables: &Tables) -> Vec<Limit> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let form = Form::squeezed(text);
    let deadlines = &tables.deadlines;
    let scan = Scan { text: &form.text, form: &form, source: text, label, deadlines, present: deadlines.present(&form.text) };
    if let Some(limit) = scan.counted_by_label() {
        return vec![limit];
    }
    let found = scan.found();
    let clauses = clauses(&form.text, &found, tables);
    let limits = found.into_iter().zip(clauses);
    limits.map(|(found, clause)| Limit { clause: form.source(clause, text), readings: found.readings, rule: found.rule }).collect()
}

/// `limits` as values of `cell`; what is left open is reported, and so is a text in which there is no limit at all.
pub(super) fn values(cell: &Cell, limits: &[Limit], findings: &mut Vec<Finding>, tables: &Tables) -> Vec<Value<Deadline>> {
    if tables.citations.words.says_nothing(cell.text()) {
        return Vec::new();
    }
    let whole = [Limit { clause: 0..cell.text().len(), readings: Vec::new(), rule: None }];
    let limits = if limits.is_empty() { &whole } else { limits };
    limits.iter().map(|limit| value(cell, limit, findings)).collect()
}

fn value(cell: &Cell, limit: &Limit, findings: &mut Vec<Finding>) -> Value<Deadline> {
    let value = cell.part(limit.clause.clone(), empty());
    match limit.readings.as_slice() {
        [one] if has_look_alike(value.raw.as_deref().unwrap_or_default()) => {
            Value { value: Some(one.clone()), state: State::Inferred, rule: Some("look-alike".into()), ..value }
        }
        [one] if limit.rule.is_some() => {
            Value { value: Some(one.clone()), state: State::Inferred, rule: limit.rule.map(Text::from), ..value }
        }
        [one] => Value { value: Some(one.clone()), ..value },
        [] => {
            findings.push(deadline_unread(&value));
            Value { value: None, ..value }
        }
        several => Value { value: None, state: State::Ambiguous, ..value }.with_readings(several.to_vec()),
    }
}

/// Years alone, where a directory says when something is published, may also be how long it stays so.
pub(super) fn or_lasting(value: Value<Deadline>) -> Value<Deadline> {
    let is_bare = value.raw.as_deref().is_some_and(|raw| crate::text::trim(raw).ends_with('年'));
    let is_within = |limit: &&Deadline| limit.kind == DeadlineKind::Within && limit.trigger.is_none() && limit.condition.is_none();
    match value.value.clone().filter(|limit| is_bare && is_within(&limit) && limit.unit == Some(Unit::Year)) {
        Some(limit) => {
            let lasting = Deadline { kind: DeadlineKind::Duration, ..limit.clone() };
            Value { value: None, state: State::Ambiguous, ..value }.with_readings(vec![limit, lasting])
        }
        None => value,
    }
}

fn empty() -> Deadline {
    Deadline { amount: None, unit: None, kind: DeadlineKind::Within, trigger: None, condition: None, basis: None }
}

/// One text, and what it is read by.
struct Scan<'a> {
    text: &'a str,
    form: &'a Form<'a>,
    source: &'a str,
    label: &'a str,
    deadlines: &'a Deadlines,
    present: Present<'a>,
}

impl Scan<'_> {
    /// A number alone, where the label has the unit in brackets: 承诺时限（工作日）.
    fn counted_by_label(&self) -> Option<Limit> {
        let amount = number(self.text).filter(|amount| *amount > 0 && self.text.chars().count() <= 3)?;
        let label = Form::squeezed(self.label);
        let unit = label.text.rsplit_once('(')?.1.split_once(')')?.0;
        let unit = unit.rsplit_once(':').map_or(unit, |(_, unit)| unit).trim_start_matches('个');
        let unit = self.deadlines.unit(unit)?;
        let limit = Deadline { amount: Some(amount), unit: Some(unit), basis: self.basis("", self.label), ..empty() };
        Some(Limit { clause: super::list::trimmed(self.source, 0..self.source.len())?, readings: vec![limit], rule: Some("unit-of-label") })
    }

    fn found(&self) -> Vec<Found> {
        let (dates, mut taken) = self.dates();
        taken.extend(self.exclusions());
        let phrases = self.phrases(&taken);
        let halves = self.halves(&taken);
        taken.extend(halves.iter().map(|found| found.range.clone()));
        taken.extend(phrases.iter().filter(|(kind, ..)| *kind == DeadlineKind::Periodic).map(|(_, _, range, _)| range.clone()));
        let amounts = self.amounts(&taken).into_iter().flat_map(|amount| self.parted(amount)).chain(halves).collect::<Vec<_>>();
        let kept = phrases.into_iter().filter(|(kind, weak, range, _)| !self.is_said_by(&amounts, *kind, *weak, range));
        let mut found: Vec<Found> = kept.map(|(.., range, readings)| Found { range, readings, rule: None }).collect();
        found.extend(dates.into_iter().map(|range| self.date(range)));
        found.extend(amounts);
        found.sort_by_key(|found| found.range.start);
        self.details(&mut found);
        self.tell_apart(&mut found);
        self.leave_out(&mut found);
        self.leave_open(&mut found);
        found
    }

    fn part(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// What stands right before `at`, as far as a pattern can look.
    fn before(&self, at: usize) -> &str {
        const FARTHEST: usize = 192;
        let near = (at.saturating_sub(FARTHEST)..=at).find(|start| self.text.is_char_boundary(*start));
        near.and_then(|start| self.text.get(start..at)).unwrap_or_default()
    }

    fn behind(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Days of the calendar that are limits, and all that are days; from 2020年1月1日起 tells when something begins.
    fn dates(&self) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let mut all: Vec<Range<usize>> = Vec::new();
        let over = self.present.phrases().filter(|phrase| phrase.over_dates);
        let over: Vec<Range<usize>> = over.flat_map(|phrase| phrase.says.pattern.find_iter(self.text)).map(|found| found.range()).collect();
        for date in self.present.dates() {
            let matches = date.pattern.find_iter(self.text).map(|found| found.range());
            let free: Vec<_> = matches.filter(|range| !overlaps(&all, range) && !overlaps(&over, range)).collect();
            all.extend(free);
        }
        let begins = |range: &&Range<usize>| {
            let behind = self.behind(range.end);
            let is_event = self.part((*range).clone()).ends_with('后') && self.begins_with_amount(behind.trim_start_matches('第'));
            // 每月20日前受理的，次月发放: the day is part of the case.
            let is_of_case = OF_CASE.as_ref().is_some_and(|case| case.is_match(behind));
            is_event || is_of_case || behind.starts_with("之日起") || behind.starts_with(['起', '后', '至', '到', '-', '~'])
        };
        (all.iter().filter(|range| !begins(range)).cloned().collect(), all)
    }

    fn begins_with_amount(&self, text: &str) -> bool {
        self.deadlines.amount.as_ref().and_then(|amount| amount.find(text)).is_some_and(|amount| amount.start() == 0)
    }

    fn date(&self, range: Range<usize>) -> Found {
        let words = self.printed(range.clone());
        Found { range, readings: vec![Deadline { kind: DeadlineKind::ByDate, condition: Some(words), ..empty() }], rule: None }
    }

    /// What is printed at `range`, without blanks.
    fn printed(&self, range: Range<usize>) -> Text {
        let source = self.source.get(self.form.source(range, self.source)).unwrap_or_default();
        source.chars().filter(|c| !crate::text::is_blank(*c)).collect::<String>().into()
    }

    fn phrases(&self, taken: &[Range<usize>]) -> Vec<(DeadlineKind, bool, Range<usize>, Vec<Deadline>)> {
        let mut found: Vec<(DeadlineKind, bool, Range<usize>, Vec<Deadline>)> = Vec::new();
        for phrase in self.present.phrases() {
            for captures in phrase.says.pattern.captures_iter(self.text) {
                let Some(range) = captures.get(0).map(|whole| whole.range()) else { continue };
                let free = !overlaps(taken, &range) && !found.iter().any(|(.., other, _)| overlaps(std::slice::from_ref(other), &range));
                if !free || self.deadlines.turned.has(self.before(range.start), self.behind(range.end)) {
                    continue;
                }
                let amount = captures.name("amount").and_then(|amount| number(amount.as_str())).or(phrase.amount);
                let unit = captures.name("unit").and_then(|unit| self.deadlines.unit(unit.as_str())).or(phrase.unit);
                let unit = unit.filter(|_| amount.is_some());
                let condition = captures.name("what").map(|what| self.printed(what.range()));
                let readings = vec![Deadline { kind: phrase.kind, amount: amount.filter(|_| unit.is_some()), unit, condition, ..empty() }];
                found.push((phrase.kind, phrase.weak, range, readings));
            }
        }
        found.sort_by_key(|(.., range, _)| range.start);
        let nexts: Vec<usize> = found.iter().skip(1).map(|(.., range, _)| range.start).collect();
        // 即时制卡的当场领取: the first phrase is part of the name of what the second is said of.
        let is_name = |end: usize, next: &usize| {
            let between = self.part(end..*next);
            between.ends_with('的') && !between.contains(STOPS)
        };
        let mut nexts = nexts.into_iter();
        found.retain(|(kind, _, range, _)| {
            let next = nexts.next();
            *kind != DeadlineKind::Immediate || !next.is_some_and(|next| is_name(range.end, &next))
        });
        found
    }

    /// Whether an amount says what the phrase at `range` says, and more: 20个工作日内及时公开; 每季度结束后10日内.
    fn is_said_by(&self, amounts: &[Found], kind: DeadlineKind, weak: bool, range: &Range<usize>) -> bool {
        let none_between = |from: usize, to: usize, stops: &[char]| !self.part(from..to).contains(stops);
        // How long something stays in public says nothing of when it is made so: 及时公开，任前公示不少于5个工作日.
        let lasts = |amount: &Range<usize>| self.deadlines.durations.has(self.before(amount.start), self.behind(amount.end));
        // One that is left open says nothing: 公示5天后长期公开.
        let says = |amount: &&Found| if weak { !lasts(&amount.range) } else { !amount.readings.is_empty() };
        amounts.iter().filter(says).any(|amount| {
            let (behind, before) = (amount.range.end <= range.start, range.end <= amount.range.start);
            let stops: &[char] = if weak { &SENTENCE_STOPS } else { &STOPS };
            // A case of its own (涉及…的，及时公开) is another limit.
            let is_other = || {
                let between = amount.range.end..range.start;
                if weak { self.part(between).contains("的,") } else { self.begins_anew(between) }
            };
            behind && none_between(amount.range.end, range.start, stops) && !is_other()
                || (weak || kind == DeadlineKind::Periodic) && before && none_between(range.end, amount.range.start, stops)
        })
    }

    /// Whether a number of a list (②变更), a label (公开：长期) or the word of a basis (承诺即办) in `between` shows that another limit begins there.
    fn begins_anew(&self, between: Range<usize>) -> bool {
        let between = self.part(between);
        between.contains(|c: char| matches!(c, '①'..='⑳' | '.' | '/' | '+' | ':')) || !self.basis_words(between).is_empty()
    }

    fn amounts(&self, taken: &[Range<usize>]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for captures in self.deadlines.amount.iter().flat_map(|amount| amount.captures_iter(self.text)) {
            let Some(range) = captures.get(0).map(|whole| whole.range()).filter(|range| !overlaps(taken, range)) else { continue };
            if self.is_in_remark(&range) {
                continue;
            }
            let numbers = ["amount", "again", "to"].map(|name| captures.name(name).map(|number| number.as_str()));
            let unit = captures.name("unit").or_else(|| captures.name("enclosed")).map_or("", |unit| unit.as_str());
            let before = self.before(range.start);
            if self.deadlines.named.has(self.before(range.end), self.behind(range.end)) {
                continue;
            }
            let is_name = self.is_name_of_a_time(&range, unit, numbers[0].unwrap_or_default());
            if is_name && !self.behind(range.end).starts_with('内') {
                continue;
            }
            let open = is_name || self.deadlines.open.has(before, self.behind(range.end));
            let own = captures.name("first").and_then(|unit| self.deadlines.unit(unit.as_str()));
            let mut readings = if open { Vec::new() } else { readings(numbers, self.deadlines.unit(unit)) };
            if let (Some(first), Some(own)) = (readings.first_mut(), own) {
                first.unit = Some(own);
            }
            match found.last_mut().filter(|last| is_range(self.part(last.range.end..range.start))) {
                Some(last) => {
                    last.range.end = range.end;
                    last.readings.extend(readings);
                }
                None => found.push(Found { range, readings, rule: None }),
            }
        }
        found
    }

    /// Whether the amount at `range` stands in brackets that only compare a limit with another: 1个工作日（比法定缩短19个工作日）.
    fn is_in_remark(&self, range: &Range<usize>) -> bool {
        let (before, behind) = (self.before(range.start), self.behind(range.end));
        let open = before.rfind('(').filter(|open| !before.get(*open..).is_some_and(|inside| inside.contains(')')));
        let ends = open.zip(behind.find(')'));
        ends.is_some_and(|(open, close)| self.deadlines.remarks.are_in(self.part(open + 1..range.end + close)))
    }

    /// 2020年 and 3月 name a year and a month; 3个月 is an amount. 3月内 may be one or the other.
    fn is_name_of_a_time(&self, range: &Range<usize>, unit: &str, number: &str) -> bool {
        let counted = self.part(range.clone()).strip_suffix(unit).is_some_and(|text| text.ends_with('个'));
        match self.deadlines.unit(unit) {
            Some(Unit::Month) => !counted,
            Some(Unit::Year) => number.chars().count() > 2,
            _ => false,
        }
    }

    /// Kind, trigger, condition and basis of each limit, by what stands around it.
    fn details(&self, found: &mut [Found]) {
        let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        let mut start = 0;
        let (mut heads, mut is_behind_amount) = (None, false);
        for found in found {
            let clause = self.part(start..found.range.start);
            heads = self.heads(heads, start > 0, clause);
            let is_cut = clause.contains(SENTENCE_STOPS);
            let clause = clause.rsplit(SENTENCE_STOPS).next().unwrap_or_default();
            let own = if is_behind_amount && !is_cut { behind_done(clause) } else { clause };
            is_behind_amount = found.readings.iter().any(|deadline| deadline.amount.is_some());
            let behind = self.behind(found.range.end);
            let inside = self.bracket(found.range.end, &ranges);
            for deadline in found.readings.iter_mut().filter(|deadline| deadline.kind != DeadlineKind::ByDate) {
                if deadline.amount.is_some() && deadline.kind == DeadlineKind::Within {
                    deadline.trigger = self.trigger(own);
                    let lasts = self.deadlines.durations.has(clause, behind);
                    deadline.kind = if lasts { DeadlineKind::Duration } else { DeadlineKind::Within };
                }
                let unit = inside.as_deref().and_then(|inside| self.deadlines.unit(inside)).filter(|_| deadline.unit == Some(Unit::Day));
                deadline.unit = unit.or(deadline.unit);
                let event = inside.as_deref().and_then(|inside| self.event(inside)).filter(|_| may_have_trigger(deadline));
                let inside = inside.clone().filter(|_| unit.is_none() && event.is_none());
                deadline.trigger = deadline.trigger.take().or(event);
                let in_brackets = inside.as_deref().and_then(|inside| self.basis(inside, "")).filter(|_| is_short(inside.as_deref()));
                deadline.basis = deadline.basis.or(in_brackets).or_else(|| self.basis(clause, ""));
                let heads = heads.filter(|_| matches!(deadline.kind, DeadlineKind::Within | DeadlineKind::Immediate));
                deadline.basis = deadline.basis.or(heads).or_else(|| self.basis(clause, self.label));
                let own = deadline.condition.take();
                deadline.condition = match in_brackets {
                    Some(_) => None,
                    None => inside.clone(),
                };
                // The event that the limit runs from (信息产生后的) is no case besides.
                let is_trigger = |case: &Text| deadline.trigger.is_some() && case.ends_with('后');
                let case = self.case(found.range.start - clause.len()..found.range.start, deadline.kind);
                let before = || case.filter(|case| !is_trigger(case)).or_else(|| self.condition(clause));
                deadline.condition = both(own, deadline.condition.take().or_else(before));
            }
            start = found.range.end;
        }
    }

    /// What stands in brackets behind a limit, unless it is a limit of its own.
    fn bracket(&self, at: usize, limits: &[Range<usize>]) -> Option<Text> {
        let captures = CONDITION.as_ref()?.captures(self.behind(at))?;
        let inside = captures.name("inside")?;
        let range = at + inside.start()..at + inside.end();
        let is_remark = self.deadlines.remarks.are_in(self.part(range.clone()));
        (!is_remark && !overlaps(limits, &range) && !overlaps(limits, &(at..range.start))).then(|| self.printed(range))
    }

    /// What starts the time: in the one form of the table, or as printed.
    fn trigger(&self, clause: &str) -> Option<Text> {
        let fits = |rest: &str| self.deadlines.tails.are_in(rest);
        let known = self.present.triggers().flat_map(|trigger| {
            let matches = trigger.says.pattern.find_iter(clause).filter(|found| fits(clause.get(found.end()..).unwrap_or_default()));
            matches.map(move |found| (found.end(), found.len(), &trigger.name))
        });
        if let Some((.., name)) = known.max_by_key(|(end, length, _)| (*end, *length)) {
            return Some(name.clone());
        }
        let what = TRIGGER.as_ref()?.captures(clause)?.name("what")?.as_str();
        let what = what.trim_start_matches(['自', '从', '于', '在', '经']);
        if what.chars().count() < 2 || NO_EVENT.iter().any(|word| what.ends_with(word)) {
            return None;
        }
        // 受理次日起, 6月1日起: the 日 is of the day, and not of 日起.
        Some(if what.ends_with(|c: char| c == '次' || c.is_ascii_digit()) { format!("{what}日").into() } else { what.into() })
    }

    /// What starts the time, where `inside` a bracket nothing else is said: 20个工作日（自作出决定之日起）.
    fn event(&self, inside: &str) -> Option<Text> {
        let form = Form::squeezed(inside);
        let is_one = form.text.ends_with(EVENT_ENDS) && !form.text.contains(STOPS);
        is_one.then(|| self.trigger(&form.text)).flatten()
    }

    /// The condition that the text at `clause` ends with, as printed.
    fn case(&self, clause: Range<usize>, kind: DeadlineKind) -> Option<Text> {
        let said = self.part(clause.clone());
        let of_phrases = Some(&self.deadlines.phrase_cases).filter(|_| kind == DeadlineKind::Immediate);
        let cases = std::iter::once(&self.deadlines.cases).chain(of_phrases).filter(|cases| cases.are_in(said));
        let found = cases.flat_map(Patterns::iter).find_map(|case| case.pattern.captures(said)?.name("what"))?;
        Some(self.printed(clause.start + found.start()..clause.start + found.end()))
    }

    /// Words in front of a limit that say when it applies.
    fn condition(&self, clause: &str) -> Option<Text> {
        let found = self.deadlines.conditions.iter().find(|condition| condition.says.pattern.is_match(clause));
        found.map(|condition| condition.name.clone())
    }
}

/// `clause` without what is done in the limit in front of it (10日内作出决定，5日内送达): that starts nothing, unless it is said to.
fn behind_done(clause: &str) -> &str {
    let parts = clause.split_once(',').filter(|(done, _)| !done.ends_with(EVENT_ENDS) && !done.contains('自'));
    parts.map_or(clause, |(_, own)| own)
}

/// Whether `limit` is an amount of time of which nothing is said yet that starts it.
fn may_have_trigger(limit: &Deadline) -> bool {
    limit.amount.is_some() && limit.kind == DeadlineKind::Within && limit.trigger.is_none()
}

fn overlaps(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    ranges.iter().any(|other| other.start < range.end && range.start < other.end)
}

fn is_range(between: &str) -> bool {
    matches!(between, "-" | "~" | "至" | "到" | "/" | "或")
}

/// One reading; several where an amount is told twice and differently, or is a range; none where it is no number.
fn readings(numbers: [Option<&str>; 3], unit: Option<Unit>) -> Vec<Deadline> {
    let mut amounts: Vec<Option<u32>> = numbers.into_iter().flatten().map(|written| number(&written.replace('廿', "二十"))).collect();
    amounts.dedup();
    let read: Option<Vec<u32>> = amounts.into_iter().collect();
    let one = |amount| Deadline { amount: Some(amount), unit, ..empty() };
    read.into_iter().flatten().filter(|amount| *amount > 0).map(one).collect()
}

/// The clause around each limit: from the stop behind the one before it to the stop behind itself.
fn clauses(text: &str, found: &[Found], tables: &Tables) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut clauses = Vec::new();
    for (index, Found { range, .. }) in found.iter().enumerate() {
        let next = found.get(index + 1).map_or(text.len(), |found| found.range.start);
        let between = text.get(range.end..next).unwrap_or_default();
        let is_last = index + 1 == found.len();
        // A bracket that holds the next limit is that one's.
        let open = between.find('(').filter(|at| !between.get(*at..).is_some_and(|rest| rest.contains(')')));
        let stop = if is_last { None } else { between.find(STOPS).filter(|stop| open.is_none_or(|open| *stop < open)) };
        let own_end = || range.end + open.unwrap_or_else(|| own_words(between, &tables.deadlines));
        let end = stop.map_or_else(|| if is_last { text.len() } else { own_end() }, |stop| range.end + stop);
        // An entry in front that says nothing (2.公示 无) is none of the limit.
        let says_nothing = |entry: &usize| text.get(start..*entry).is_some_and(|said| tables.citations.words.ends_with_nothing(said));
        let own = apart::entry(text, start..range.start).filter(says_nothing).unwrap_or(start);
        // The sign that parts two limits is in neither: 20日（法定）/5日（承诺）.
        let own = own + usize::from(index > 0 && text.get(own..).is_some_and(|rest| rest.starts_with('/')));
        clauses.push(super::list::trimmed(text, own..end).unwrap_or(range.clone()));
        start = end + text.get(end..).and_then(|rest| rest.chars().next()).filter(|_| stop.is_some()).map_or(0, char::len_utf8);
    }
    clauses
}

/// How many bytes of what stands between two limits without a stop belong to the first: up to the word of the next basis, else 内.
fn own_words(between: &str, deadlines: &Deadlines) -> usize {
    // A bracket right behind the first is its own: 20日（法定）/5日（承诺）.
    let own = between.find(')').filter(|_| between.starts_with('(')).map_or(0, |close| close + 1);
    let rest = between.get(own..).unwrap_or_default();
    let next = deadlines.bases().chain(["/"]).filter_map(|next| rest.find(next)).min().map(|next| own + next);
    let tail = ["以内", "之内", "内"].into_iter().find(|tail| between.starts_with(tail)).map_or(0, str::len);
    next.unwrap_or(tail.max(own)).max(tail)
}

fn deadline_unread(value: &Value<Deadline>) -> Finding {
    let raw = value.raw.as_deref().unwrap_or_default();
    Finding::new("deadline-unread").with("text", raw).shown(raw, &value.at)
}

#[cfg(test)]
mod tests;
