//! structure/guide/numbers: the headings of a guide: their numbers and their words, and whether they are numbered alike.

use super::super::table::Slot;
use super::lines::{Line, Numbering};
use super::roles::Role;
use crate::evidence::{Cell, State};
use crate::finding::Finding;
use crate::text::is_blank;

/// Headings of one sort that are not numbered alike (1、 among 二、, （13） among （十四）).
pub(super) fn findings(lines: &[Line], roles: &[Role]) -> Vec<Finding> {
    let mut found = Vec::new();
    for wanted in [Role::Group, Role::Item] {
        let headings: Vec<(&Line, &Numbering, bool)> = lines
            .iter()
            .zip(roles)
            .filter(|(_, role)| **role == wanted)
            .filter_map(|(line, _)| {
                let numbering = line.numbering.as_ref()?;
                Some((line, numbering, numbering.arabic))
            })
            .collect();
        let arabic = headings.iter().filter(|(.., arabic)| *arabic).count();
        let usual = arabic * 2 > headings.len();
        if arabic > 0 && arabic < headings.len() {
            let odd = headings.iter().filter(|(.., arabic)| *arabic != usual);
            found.extend(odd.map(|(line, numbering, _)| numbering_style_changes(line.cell, numbering)));
        }
    }
    found
}

fn numbering_style_changes(cell: &Cell, numbering: &Numbering) -> Finding {
    let (raw, at) = cell.source(numbering.whole.clone());
    Finding::new("numbering-style-changes").with("number", crate::text::trim(&raw)).shown(&raw, &at)
}

/// The number and the words of a heading.
pub(super) fn heading(line: &Line) -> (Option<Slot>, Slot) {
    let text = line.cell.text();
    let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    let end = text.trim_end_matches(is_blank).trim_end_matches(['：', ':']).len();
    let words = crate::text::trim(text.get(start..end).unwrap_or_default());
    let inner = words.strip_prefix('【').and_then(|words| words.strip_suffix('】')).filter(|inner| !inner.contains(['【', '】']));
    let range = inner.map_or(start..end, |inner| {
        let open = end - text.get(start..end).map_or(0, |text| crate::text::trim_start(text).len()) + '【'.len_utf8();
        open..open + inner.len()
    });
    let name = Slot { cell: Some(line.cell.sub(range).trimmed()), ..Slot::empty(State::Stated) };
    (line.numbering.as_ref().filter(|numbering| !numbering.digits.is_empty()).map(|numbering| serial(line.cell, numbering)), name)
}

/// The number as printed, without its punctuation, which stays in the raw text.
pub(super) fn serial(cell: &Cell, numbering: &Numbering) -> Slot {
    let whole = cell.sub(numbering.whole.clone());
    let digits = cell.text().get(numbering.digits.clone()).unwrap_or_default();
    let before = cell.text().get(numbering.whole.start..numbering.digits.start).map_or(0, |text| text.chars().count());
    let kept = before..before + digits.chars().count();
    let passage = std::sync::Arc::new(whole.passage.without(|index| !kept.contains(&index)));
    Slot { cell: Some(Cell { passage, at: whole.at }), ..Slot::empty(State::Stated) }
}
