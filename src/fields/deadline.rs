//! fields/deadline: deadlines and time limits: an amount of time, what starts it, under which condition.

use crate::evidence::{Cell, Text, Value};
use crate::finding::Finding;
use crate::item::{Basis, Deadline, DeadlineKind};
use crate::tables::Tables;
use crate::text::{is_blank, number};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<amount>\d{1,4}|[一二两三四五六七八九十百]{1,4})\s*(?P<unit>个?\s*工作日|个?自然日|日历天|个?小时|分钟|个?星期|周|个月|日|天|个?年度?)")
        .ok()
});
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{1,2}\s*月\s*\d{1,2}\s*日(?:之?前|以前)").ok());
static CONDITION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:以?内|之内)?[^（(，,；;。]{0,8}[（(](?P<inside>[^（()）]{1,30})[)）]").ok());

/// Reads every deadline of `cell`; a text in which none can be read stays as text and is reported. `label`: the words of its column or label.
pub(super) fn deadlines(cell: &Cell, label: &str, tables: &Tables, findings: &mut Vec<Finding>) -> Vec<Value<Deadline>> {
    let text = cell.text();
    let mut found = amounts(text, label, tables);
    found.extend(phrases(text, &found, label, tables));
    found.sort_by_key(|(range, _)| range.start);
    if found.is_empty() {
        findings.push(deadline_unread(cell));
        return vec![Value { value: None, ..cell.part(0..text.len(), empty()) }];
    }
    let clauses = clauses(text, &found);
    found.into_iter().zip(clauses).map(|((_, deadline), clause)| cell.part(clause, deadline)).collect()
}

fn empty() -> Deadline {
    Deadline { amount: None, unit: None, kind: DeadlineKind::Within, trigger: None, condition: None, basis: None }
}

type Found = (Range<usize>, Deadline);

fn amounts(text: &str, label: &str, tables: &Tables) -> Vec<Found> {
    let Some(regex) = AMOUNT.as_ref() else { return Vec::new() };
    let mut found: Vec<Found> = dates(text);
    let dates: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    for captures in regex.captures_iter(text) {
        let (Some(whole), Some(amount), Some(unit)) = (captures.get(0), captures.name("amount"), captures.name("unit")) else { continue };
        if dates.iter().any(|date| date.contains(&whole.start())) {
            continue;
        }
        let squeezed: String = unit.as_str().chars().filter(|c| !is_blank(*c)).collect();
        let start = found.last().map_or(0, |(range, _)| range.end);
        let clause = text.get(start..whole.start()).unwrap_or_default();
        let behind = text.get(whole.end()..).unwrap_or_default();
        let lasts = tables.deadlines.durations.iter().any(|duration| duration.pattern.is_match(crate::text::trim(clause)));
        let deadline = Deadline {
            amount: number(amount.as_str()),
            unit: tables.deadlines.unit(&squeezed),
            kind: if lasts { DeadlineKind::Duration } else { DeadlineKind::Within },
            trigger: trigger(clause, tables),
            condition: condition(behind),
            basis: basis(clause, label),
        };
        found.push((whole.range(), deadline));
    }
    found
}

fn dates(text: &str) -> Vec<Found> {
    let matches = DATE.as_ref().into_iter().flat_map(|date| date.find_iter(text));
    matches.map(|date| (date.range(), Deadline { kind: DeadlineKind::ByDate, condition: Some(date.as_str().into()), ..empty() })).collect()
}

/// Limits without an amount; 及时公开 behind an amount only repeats it.
fn phrases(text: &str, amounts: &[Found], label: &str, tables: &Tables) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for phrase in &tables.deadlines.phrases {
        for at in phrase.says.pattern.find_iter(text) {
            let repeats =
                amounts.iter().any(|(range, _)| range.end <= at.start() && !text.get(range.end..at.start()).is_some_and(has_stop));
            let overlaps = found.iter().any(|(range, _)| range.start < at.end() && at.start() < range.end);
            if repeats || overlaps {
                continue;
            }
            let behind = text.get(at.end()..).unwrap_or_default();
            let clause = text.get(..at.start()).unwrap_or_default();
            let deadline = Deadline { kind: phrase.kind, condition: condition(behind), basis: basis(clause, label), ..empty() };
            found.push((at.range(), deadline));
        }
    }
    found
}

fn has_stop(text: &str) -> bool {
    text.contains(['，', ',', '；', ';', '。', '、'])
}

/// The clause around each deadline: from the stop behind the one before it to the stop behind itself.
fn clauses(text: &str, found: &[Found]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut clauses = Vec::new();
    for (index, (range, _)) in found.iter().enumerate() {
        let next = found.get(index + 1).map_or(text.len(), |(range, _)| range.start);
        let between = text.get(range.end..next).unwrap_or_default();
        let stop = if index + 1 == found.len() { None } else { between.find(['，', ',', '；', ';', '。', '、']) };
        let end = stop.map_or(if index + 1 == found.len() { text.len() } else { range.end }, |stop| range.end + stop);
        clauses.push(super::list::trimmed(text, start..end).unwrap_or(range.clone()));
        start = end + text.get(end..).and_then(|rest| rest.chars().next()).filter(|_| stop.is_some()).map_or(0, char::len_utf8);
    }
    clauses
}

/// What starts the time, in the one form of the table.
fn trigger(clause: &str, tables: &Tables) -> Option<Text> {
    let squeezed: String = clause.chars().filter(|c| !is_blank(*c)).collect();
    tables.deadlines.triggers.iter().find(|trigger| trigger.says.pattern.is_match(&squeezed)).map(|trigger| trigger.name.clone())
}

/// What stands in brackets behind a limit.
fn condition(behind: &str) -> Option<Text> {
    let captures = CONDITION.as_ref()?.captures(behind)?;
    Some(crate::text::trim(captures.name("inside")?.as_str()).into())
}

/// 法定 or 承诺 in the clause right before the limit, or in the label; 承诺制 is a condition and no basis.
fn basis(clause: &str, label: &str) -> Option<Basis> {
    let clause = clause.rsplit(['，', ',', '；', ';', '。']).next().unwrap_or_default();
    let last = |word: &str| clause.rfind(word).map(|at| at + 1).or_else(|| label.contains(word).then_some(0));
    match (last("法定"), last("承诺")) {
        (None, None) => None,
        (legal, promised) if label.contains("法定") && label.contains("承诺") && legal == Some(0) && promised == Some(0) => None,
        (legal, promised) => Some(if legal > promised { Basis::Legal } else { Basis::Promised }),
    }
}

fn deadline_unread(cell: &Cell) -> Finding {
    Finding::new("deadline-unread").with("text", &cell.passage.raw).shown(&cell.passage.raw, &cell.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{At, Passage};
    use std::sync::Arc;

    fn reads(text: &str) -> Vec<String> {
        let tables = Tables::embedded().unwrap();
        let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
        let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: std::iter::once(at).collect() };
        let show = |value: Value<Deadline>| {
            let Some(deadline) = value.value else { return "unread".to_owned() };
            let words = [deadline.trigger, deadline.condition].into_iter().flatten().map(|text| text.to_string());
            let amount = deadline.amount.map_or("-".into(), |amount| amount.to_string());
            let parts = [format!("{:?}", deadline.kind), amount, deadline.unit.map_or("-".into(), |unit| format!("{unit:?}"))];
            parts.into_iter().chain(words).chain(deadline.basis.map(|basis| format!("{basis:?}"))).collect::<Vec<_>>().join(" ")
        };
        deadlines(&cell, "", &tables, &mut Vec::new()).into_iter().map(show).collect()
    }

    #[test]
    fn deadlines_of_directories_and_guides() {
        for (text, expected) in [
            ("自该政府信息形成或者变更之日起20个工作日内及时公开", &["Within 20 WorkingDay 信息形成或变更"][..]),
            ("信息形成（变更）20个工作日内", &["Within 20 WorkingDay 信息形成或变更"]),
            ("公开事项信息形成或变更之日起20个工作日内公开", &["Within 20 WorkingDay 信息形成或变更"]),
            ("制定或获取文件之日起十个工作日内", &["Within 10 WorkingDay 制定或获取"]),
            ("自制定或获取信息之日起10个工作日内", &["Within 10 WorkingDay 制定或获取"]),
            ("不超过5个工作日", &["Within 5 WorkingDay"]),
            ("不超过9个工作日（不含资料邮寄时间）", &["Within 9 WorkingDay 不含资料邮寄时间"]),
            ("即时办结", &["Immediate - -"]),
            ("即时办结（承诺制），2个工作日（提交材料）", &["Immediate - - 承诺制", "Within 2 WorkingDay 提交材料"]),
            (
                "即时办结（线下市级），2个工作日（线上、线下乡镇、村）",
                &["Immediate - - 线下市级", "Within 2 WorkingDay 线上、线下乡镇、村"],
            ),
            ("法定20个工作日；承诺3个工作日", &["Within 20 WorkingDay Legal", "Within 3 WorkingDay Promised"]),
            (
                "信息形成或变更之日起20个工作日内公开；决定作出之日起7个工作日内",
                &["Within 20 WorkingDay 信息形成或变更", "Within 7 WorkingDay 决定形成"],
            ),
            ("公示7个工作日", &["Duration 7 WorkingDay"]),
            ("长期", &["Duration - -"]),
            ("半年至少更新1次", &["Periodic - -"]),
            ("1月31日之前", &["ByDate - - 1月31日之前"]),
            ("按有关规定", &["unread"]),
        ] {
            assert_eq!(reads(text), expected, "{text}");
        }
    }
}
