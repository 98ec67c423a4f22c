//! fields/options: a value of one word that is chosen among options with boxes (☑自然人 ☐法人): the checked ones are what it says.

use crate::boxes::boxes;
use crate::evidence::{Cell, State, Text, Value};
use crate::tables::Tables;

/// The rule by which several checked options are one value.
const RULE: &str = "checked-options";

/// The checked options of `cell`; `None` where it has no boxes, none is checked, nobody can tell whose they are, or something else stands there too.
pub(super) fn checked(cell: &Cell, tables: &Tables) -> Option<Value<Text>> {
    let text = cell.text();
    let boxes = boxes(text, false, tables);
    boxes.behind.filter(|_| boxes.all.iter().any(|(_, checked)| *checked) && boxes.all.len() > 1)?;
    let segments = boxes.segments(text);
    let is_sign = |c: char| crate::text::is_blank(c) || crate::boxes::SEPARATORS.contains(&c);
    let is_word = |range: &std::ops::Range<usize>| {
        text.get(range.clone()).is_some_and(|option| !option.trim_matches(is_sign).contains(|c| is_sign(c) || matches!(c, '：' | ':')))
    };
    if segments.iter().any(|(checked, range)| checked.is_none() || !is_word(range)) {
        return None;
    }
    let chosen: Vec<&str> = segments
        .into_iter()
        .filter(|(checked, _)| *checked == Some(true))
        .filter_map(|(_, range)| Some(text.get(range)?.trim_matches(is_sign)))
        .collect();
    let value = cell.part(0..text.len(), Text::from(chosen.join("、")));
    match chosen.as_slice() {
        [] | [""] => None,
        [_] => Some(value),
        _ => Some(Value { state: State::Inferred, rule: Some(RULE.into()), ..value }),
    }
}
