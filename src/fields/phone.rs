//! fields/phone: telephone numbers, as text: area code, extension, whose number it is.

use crate::evidence::{Cell, Value};
use crate::finding::Finding;
use crate::item::Phone;
use regex::Regex;
use std::sync::LazyLock;

/// Fixed lines with area code, mobile numbers, 400/800 numbers, and short numbers (12393). Source: 电信网编号计划 (2017).
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<number>[(（]?0\d{2,3}[)）]?\s*[-—–－‐ ]?\s*\d{7,8}|[48]00[-—－ ]?\d{3,4}[-—－ ]?\d{3,4}|1[3-9]\d{9}|\d{7,8}|1\d{4,5}|96\d{3,4})(?:\s*(?:转|[-—－]|ext\.?)\s*(?P<extension>\d{1,6}))?(?:\s*[（(](?P<note>[^()（）]{1,40})[)）])?").ok()
});

/// Reads every number of `cell`; digits in which none can be read are reported.
pub(super) fn phones(cell: &Cell, findings: &mut Vec<Finding>) -> Vec<Value<Phone>> {
    let text = cell.text();
    let mut found = Vec::new();
    let mut end = 0;
    for captures in PHONE.as_ref().into_iter().flat_map(|phone| phone.captures_iter(text)) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.name("number")) else { continue };
        let behind = text.get(whole.end()..).and_then(|rest| rest.chars().next());
        let before = text.get(..whole.start()).map(|text| text.trim_end_matches('-')).and_then(|text| text.chars().next_back());
        if [before, behind].into_iter().flatten().any(|c| c.is_ascii_digit()) {
            continue;
        }
        unread(cell, end..whole.start(), findings);
        end = whole.end();
        let note = captures.name("note").map(|note| crate::text::trim(note.as_str()).into());
        let phone =
            Phone { number: dialled(number.as_str()).into(), extension: captures.name("extension").map(|m| m.as_str().into()), note };
        found.push(cell.part(whole.range(), phone));
    }
    unread(cell, end..text.len(), findings);
    if found.is_empty() && !cell.is_blank() {
        found.push(Value { value: None, ..cell.part(0..text.len(), Phone { number: "".into(), extension: None, note: None }) });
    }
    found
}

/// The digits, with one hyphen behind the area code where the source sets it apart.
fn dialled(number: &str) -> String {
    let groups: Vec<String> = number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::to_owned).collect();
    groups.join("-")
}

/// Digits between the numbers are reported.
fn unread(cell: &Cell, range: std::ops::Range<usize>, findings: &mut Vec<Finding>) {
    if !cell.text().get(range.clone()).is_some_and(|text| text.contains(|c: char| c.is_ascii_digit())) {
        return;
    }
    let (raw, at) = cell.source(range);
    findings.push(Finding::new("phone-malformed").with("text", crate::text::trim(&raw)).shown(&raw, &at));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{At, Passage};
    use std::sync::Arc;

    #[test]
    fn numbers_are_text() {
        for (text, expected, odd) in [
            ("0714-8717336", "0714-8717336", 0),
            ("0714-8764470，0714-8736756（人寿保险公司）", "0714-8764470 0714-8736756/人寿保险公司", 0),
            ("（0714）8717336转801", "0714-8717336+801", 0),
            ("12393", "12393", 0),
            ("13800138000", "13800138000", 0),
            ("0714-87173360714-8717337", "", 1),
        ] {
            let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
            let cell = Cell { passage: Arc::new(Passage::plain(text.into())), at: std::iter::once(at).collect() };
            let mut findings = Vec::new();
            let show = |value: Value<Phone>| {
                let phone = value.value?;
                let extension = phone.extension.map(|extension| format!("+{extension}")).unwrap_or_default();
                Some(format!("{}{extension}{}", phone.number, phone.note.map(|note| format!("/{note}")).unwrap_or_default()))
            };
            let found: Vec<String> = phones(&cell, &mut findings).into_iter().filter_map(show).collect();
            assert_eq!((found.join(" ").as_str(), findings.len()), (expected, odd), "{text}");
        }
    }
}
