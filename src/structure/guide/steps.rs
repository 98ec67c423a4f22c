//! structure/guide/steps: labels within the steps of handling (办理流程：1.受理 … 办理时限：1个工作日): they say something of their step, and nothing of the
//! service.

use super::counted;
use super::lines::{Line, Style};
use super::roles::Role;
use crate::tables::Tables;

/// So many steps with the same label on a line of its own show that it is theirs.
const LEAST: usize = 2;

/// Takes the labels from lines that say something of the step above them: the same word stands within the text of other steps, or below several of them.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let mut index = 0;
    while index < lines.len() {
        let is_head = lines.get(index).and_then(|line| line.label.as_ref()).is_some_and(|label| tables.words.tells_steps(&label.word));
        index += 1;
        if !is_head {
            continue;
        }
        let (found, end) = labels(lines, index);
        let below: Vec<usize> = found.iter().copied().filter(|label| is_below_step(lines, *label)).collect();
        let are_of_steps = is_sequence(lines, &below) && below.len() >= LEAST || says_within(lines, index, &found);
        for label in below.into_iter().filter(|_| are_of_steps) {
            if let Some(line) = lines.get_mut(label) {
                (line.label, line.role) = (None, Some(Role::More));
            }
        }
        index = end;
    }
}

/// The lines with one and the same label behind the steps that begin at `start`, and where another label stands.
fn labels(lines: &[Line], start: usize) -> (Vec<usize>, usize) {
    let mut found: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(start) {
        let Some(label) = &line.label else { continue };
        let first = found.first().and_then(|first| lines.get(*first)?.label.as_ref());
        let is_other = first.is_some_and(|first| first.word != label.word);
        if is_other || label.meaning.begins || line.in_table || line.numbering.is_some() {
            return (found, index);
        }
        found.push(index);
    }
    (found, lines.len())
}

/// The number of the step that is named right above the line at `index`.
fn step(lines: &[Line], index: usize) -> Option<(Style, bool, u32)> {
    lines.get(index.checked_sub(1)?).filter(|above| above.label.is_none()).and_then(counted)
}

fn is_below_step(lines: &[Line], index: usize) -> bool {
    step(lines, index).is_some()
}

/// Whether the steps above the labels `below` go on one by one.
fn is_sequence(lines: &[Line], below: &[usize]) -> bool {
    let steps: Vec<_> = below.iter().filter_map(|label| step(lines, *label)).collect();
    steps.iter().zip(steps.iter().skip(1)).all(|(one, next)| (one.0, one.1, one.2 + 1) == *next)
}

/// Whether the text of the steps from the line at `start` up to the first of `found` has the same label in it.
fn says_within(lines: &[Line], start: usize, found: &[usize]) -> bool {
    let Some((first, label)) = found.first().and_then(|first| Some((*first, lines.get(*first)?.label.as_ref()?))) else { return false };
    let has = |line: &Line| line.cell.text().split(label.word.as_str()).skip(1).any(|behind| behind.starts_with(['：', ':']));
    lines.iter().take(first).skip(start).any(has)
}
