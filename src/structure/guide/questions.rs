//! structure/guide/questions: questions as headings with their answers below them (1. 如何申请？), which are labels as those behind 问 are.

use super::lines::{EXTRA, Labelled, Line, word};
use crate::evidence::Cell;
use crate::tables::Tables;
use crate::tables::columns::Label;
use regex::Regex;
use std::sync::LazyLock;

static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[【\[]回?答[】\]]\s*[:：]?|(?:回?答|答复|[AaＡ])\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：])\s*").ok()
});

/// So many questions at least show that a text answers them.
const LEAST: usize = 2;
/// The shortest and the longest question, in characters.
const SHORTEST: usize = 4;
const LONGEST: usize = 60;

/// Marks such questions of `lines`. One above a label is the heading of a service.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let is_answer = |line: &Line| line.label.is_none() && line.role.is_none() && !line.in_table && what(line).is_none();
    let found: Vec<usize> = (0..lines.len())
        .filter(|index| lines.get(*index).is_some_and(|line| line.label.is_none() && what(line).is_some()))
        .filter(|index| lines.get(index + 1).is_some_and(is_answer))
        .collect();
    if found.len() < LEAST {
        return;
    }
    if let Some(label) = found.first().and_then(|first| label_above(lines, *first)) {
        // Questions below a label that is known are what it says; one that is not (常见问题) heads them.
        if label.meaning.field != EXTRA.field {
            return;
        }
        label.meaning.part = true;
    }
    for index in found {
        let Some(line) = lines.get_mut(index) else { continue };
        let Some(what) = what(line) else { continue };
        let field = tables.columns.question(what).unwrap_or(EXTRA.field);
        let head = line.cell.text().len();
        line.label = Some(Labelled { meaning: Label { field, ..EXTRA }, word: word(what), number: None, of_all: false, head, apart: None });
    }
}

/// The label without value that stands right above the line `index`.
fn label_above<'l, 'a>(lines: &'l mut [Line<'a>], index: usize) -> Option<&'l mut Labelled<'a>> {
    let line = lines.get_mut(index.checked_sub(1)?)?;
    let cell = line.cell;
    line.label.as_mut().filter(|label| !label.has_value(cell))
}

/// The question that the whole of `line` is, a heading or behind a number.
fn what<'a>(line: &Line<'a>) -> Option<&'a str> {
    let start = line.numbering.as_ref().filter(|numbering| numbering.number.is_some()).map(|numbering| numbering.whole.end);
    let start = start.or(line.level.map(|_| 0))?;
    let text = crate::text::trim(line.cell.text().get(start..)?);
    let length = text.chars().count();
    let is_one = text.ends_with(['？', '?']) && text.matches(['？', '?']).count() == 1;
    (is_one && line.role.is_none() && !line.in_table && (SHORTEST..=LONGEST).contains(&length)).then_some(text)
}

/// `cell` without the word that begins an answer (答：).
pub(super) fn answered(cell: Cell) -> Cell {
    let start = ANSWER.as_ref().and_then(|answer| answer.find(cell.text())).map_or(0, |answer| answer.end());
    if start == 0 { cell } else { cell.sub(start..cell.text().len()).trimmed() }
}

/// Whether `text` begins with the word of an answer.
pub(super) fn is_answer(text: &str) -> bool {
    ANSWER.as_ref().is_some_and(|answer| answer.is_match(text))
}
