//! fields/fee: what a service costs. The answer to a label that asks (是否收费：否) says it in the words of its question.

use crate::boxes::boxes;
use crate::evidence::{State, Text, Value};
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::ops::Range;

/// The rule by which an answer is inferred.
const RULE: &str = "answer-to-label";
/// The rule by which the unit of a number is.
const UNIT_RULE: &str = "unit-of-label";

/// What `slot` says in one word or number; `None` where its text says it.
pub(super) fn read(slot: &Slot, tables: &Tables) -> Option<Value<Text>> {
    answer(slot, tables).or_else(|| counted(slot, tables)).or_else(|| chosen(slot, tables))
}

/// What a yes or a no in `slot` says, where its label asks for one: 是否收费：否 says 不收费. `None` for all other texts.
fn answer(slot: &Slot, tables: &Tables) -> Option<Value<Text>> {
    let cell = slot.cell.as_ref()?;
    let asked = slot.label.strip_prefix("是否").or_else(|| asked_without_word(slot, cell.text(), tables))?;
    let what = asked.split(['及', '和', '、', '/', '（', '(']).next().filter(|what| !what.is_empty())?;
    let said = match yes(option(cell.text(), tables)?, tables)? {
        true => what.to_owned(),
        false => format!("不{what}"),
    };
    let value = cell.part(0..cell.text().len(), said.into());
    Some(Value { state: State::Inferred, rule: Some(RULE.into()), ..value })
}

/// What a label without 是否 asks, where a plain 是 or 否 answers it (收费：否); 有 and 无 may be said of something else.
fn asked_without_word<'t>(slot: &Slot, text: &str, tables: &'t Tables) -> Option<&'t str> {
    tables.words.asked_by(&slot.label).filter(|_| matches!(crate::text::trim(text), "是" | "否"))
}

/// A number alone in `slot`: with the unit of money that its label has in brackets, and, in a column below a heading, what it is for (收费标准（元/件）
/// above 住宅).
fn counted(slot: &Slot, tables: &Tables) -> Option<Value<Text>> {
    let cell = slot.cell.as_ref()?;
    let number = crate::text::trim(cell.text());
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok();
    // A slash within brackets belongs to the unit (元/件).
    let is_part = |own: &str| !own.contains(['）', ')']) && tables.columns.label(own).is_none();
    let parted = slot.label.rsplit_once('/').filter(|(_, own)| is_part(own));
    let (heading, what) = parted.map_or((slot.label.as_str(), None), |(over, own)| (over, Some(own)));
    let unit = heading.rsplit_once(['（', '(']).and_then(|(_, inside)| inside.split_once(['）', ')'])).map(|(inside, _)| inside);
    let unit = unit.map(|unit| unit.trim_start_matches("单位").trim_start_matches(['：', ':']));
    let unit = unit.filter(|unit| tables.words.is_of_money(unit)).unwrap_or_default();
    let said = what.map(|what| format!("{what}：{number}{unit}")).unwrap_or_else(|| format!("{number}{unit}"));
    let value = cell.part(0..cell.text().len(), said.into());
    (is_number && (what.is_some() || !unit.is_empty())).then(|| Value { state: State::Inferred, rule: Some(UNIT_RULE.into()), ..value })
}

/// The option of `slot` that is checked, where its text is short options with boxes and nothing else: ☑不收费 ☐收费.
fn chosen(slot: &Slot, tables: &Tables) -> Option<Value<Text>> {
    const LONGEST: usize = 6;
    let cell = slot.cell.as_ref()?;
    let text = cell.text();
    let boxes = boxes(text, false, tables);
    boxes.behind.filter(|_| boxes.all.len() > 1)?;
    let word = |range: &Range<usize>| crate::text::trim(text.get(range.clone()).unwrap_or_default());
    let segments = boxes.segments(text);
    let is_option = |(checked, range): &(Option<bool>, Range<usize>)| {
        checked.is_some() && word(range).chars().count() <= LONGEST && word(range).chars().all(crate::text::is_han)
    };
    let mut checked = segments.iter().filter(|(checked, _)| *checked == Some(true));
    let (_, range) = checked.next().filter(|_| checked.next().is_none() && segments.iter().all(is_option))?;
    let range = super::list::trimmed(text, range.clone())?;
    Some(super::list::part(cell, range.clone(), range))
}

/// The one option of `text` that is checked; all of it where it has no boxes.
fn option<'t>(text: &'t str, tables: &Tables) -> Option<&'t str> {
    let boxes = boxes(text, false, tables);
    if boxes.all.is_empty() {
        return Some(text);
    }
    boxes.behind?;
    let segments = boxes.segments(text);
    let mut checked = segments.into_iter().filter(|(checked, _)| *checked == Some(true));
    let (_, range) = checked.next().filter(|_| checked.next().is_none())?;
    text.get(range)
}

/// Whether `text` is a yes or a no and nothing else.
fn yes(text: &str, tables: &Tables) -> Option<bool> {
    let word = crate::text::trim(text).trim_end_matches(['。', '；', ';', '，', ',']);
    match word {
        "是" | "有" => Some(true),
        "不" | "无" => Some(false),
        word => tables.marks.is_no(word).then_some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Cell, Passage};
    use std::sync::Arc;

    #[test]
    fn numbers_have_the_unit_of_their_heading() {
        let tables = Tables::embedded().unwrap();
        for (label, text, expected) in [
            ("收费标准（元/件）/住宅", "80", Some("住宅：80元/件")),
            ("收费标准（元）", "10", Some("10元")),
            ("收费标准（单位：元）", "12.5", Some("12.5元")),
            ("收费标准/非住宅", "550", Some("非住宅：550")),
            ("收费标准", "80", None),
            ("收费标准（试行）", "80", None),
            ("收费标准（元）", "1.2.3", None),
            ("收费标准/收费依据", "80", None),
            ("收费标准（元/件）", "80元", None),
        ] {
            let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: Default::default() };
            let slot = Slot { cell: Some(cell), label: label.into(), ..Slot::empty(State::Stated) };
            let said = counted(&slot, &tables).and_then(|value| value.value).map(|value| value.to_string());
            assert_eq!(said.as_deref(), expected, "{label}：{text}");
        }
    }

    #[test]
    fn answers_say_what_was_asked() {
        let tables = Tables::embedded().unwrap();
        let said = |label: &str, text: &str| {
            let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: Default::default() };
            let slot = Slot { cell: Some(cell), label: label.into(), ..Slot::empty(State::Stated) };
            answer(&slot, &tables).and_then(|value| value.value).map(|value| value.to_string())
        };
        for (label, text, expected) in [
            ("是否收费", "否", Some("不收费")),
            ("是否收费", "是。", Some("收费")),
            ("是否收费", "☐是 ☑否", Some("不收费")),
            ("是否收费", "☑是 ☐否", Some("收费")),
            ("是否收费", "是（40元/证）", None),
            ("是否收费", "☐是 ☐否", None),
            ("是否收费及收费标准", "无", Some("不收费")),
            ("收费标准", "无", None),
            ("收费", "否", Some("不收费")),
            ("收费情况", "是", Some("收费")),
            ("收费", "无", None),
        ] {
            assert_eq!(said(label, text).as_deref(), expected, "{label}：{text}");
        }
    }
}
