//! structure/guide/questions: questions as headings with their answers below them (1. 如何申请？), which are labels as those behind 问 are.

use super::lines::{EXTRA, Labelled, Line, word};
use crate::tables::Tables;
use crate::tables::columns::Label;

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
    if found.len() < LEAST || found.first().is_some_and(|first| are_said_of(lines, *first)) {
        return;
    }
    for index in found {
        let Some(line) = lines.get_mut(index) else { continue };
        let Some(what) = what(line) else { continue };
        let field = tables.columns.question(what).unwrap_or(EXTRA.field);
        let head = line.cell.text().len();
        line.label = Some(Labelled { meaning: Label { field, ..EXTRA }, word: word(what), number: None, of_all: false, head, apart: None });
    }
}

/// Whether the question `first` stands right below a label without value: it and those that follow are what the label says.
fn are_said_of(lines: &mut [Line], first: usize) -> bool {
    let above = first.checked_sub(1).and_then(|above| lines.get_mut(above));
    let Some((cell, label)) = above.and_then(|line| Some((line.cell, line.label.as_mut()?))) else { return false };
    if label.has_value(cell) {
        return false;
    }
    // A heading that no table knows (常见问题) is one of these questions.
    label.meaning.part |= label.meaning.field == EXTRA.field;
    !label.meaning.part
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
