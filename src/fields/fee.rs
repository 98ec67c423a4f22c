//! fields/fee: what a service costs. The answer to a label that asks (是否收费：否) says it in the words of its question.

use crate::boxes::boxes;
use crate::evidence::{State, Text, Value};
use crate::structure::table::Slot;
use crate::tables::Tables;

/// The rule by which an answer is inferred.
const RULE: &str = "answer-to-label";

/// What a yes or a no in `slot` says, where its label asks for one: 是否收费：否 says 不收费. `None` for all other texts.
pub(super) fn answer(slot: &Slot, tables: &Tables) -> Option<Value<Text>> {
    let cell = slot.cell.as_ref()?;
    let asked = slot.label.strip_prefix("是否")?;
    let what = asked.split(['及', '和', '、', '/', '（', '(']).next().filter(|what| !what.is_empty())?;
    let said = match yes(option(cell.text(), tables)?, tables)? {
        true => what.to_owned(),
        false => format!("不{what}"),
    };
    let value = cell.part(0..cell.text().len(), said.into());
    Some(Value { state: State::Inferred, rule: Some(RULE.into()), ..value })
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
        ] {
            assert_eq!(said(label, text).as_deref(), expected, "{label}：{text}");
        }
    }
}
