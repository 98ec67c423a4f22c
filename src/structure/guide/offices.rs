//! structure/guide/offices: several offices below one label (办理地点：1.…), each with labels of its own (地址, 电话, 时间): what stands behind the next
//! number is the next office, and no part of the hours of the one above.

use super::counted;
use super::lines::{Labelled, Line};
use crate::evidence::Text;
use std::collections::BTreeSet;

/// Gives the lines of further offices the label of the first one.
pub(super) fn mark(lines: &mut [Line]) {
    let mut next = 0;
    while next < lines.len() {
        let found = offices(lines, next);
        let label = lines.get(next).and_then(|line| line.label.as_ref()).map(|label| (label.meaning, label.word.clone()));
        next = found.last().map_or(next, |last| *last) + 1;
        let Some((meaning, word)) = label else { continue };
        for index in found {
            if let Some(line) = lines.get_mut(index) {
                line.label = Some(Labelled { meaning, word: word.clone(), number: None, of_all: false, head: 0, apart: None });
            }
        }
    }
}

/// The lines of the offices behind the first one below the label at `start`: each has the next number, and a label below it that the first one has.
fn offices(lines: &[Line], start: usize) -> Vec<usize> {
    let is_open =
        |line: &Line| line.label.as_ref().is_some_and(|label| !label.meaning.begins && !label.meaning.part && !label.has_value(line.cell));
    let first = lines.get(start + 1).filter(|first| first.label.is_none() && first.role.is_none()).and_then(counted);
    let Some((style, arabic, 1)) = first.filter(|_| lines.get(start).is_some_and(is_open)) else { return Vec::new() };
    let contact = |index: usize| {
        let line = lines.get(index).filter(|line| line.numbering.is_none())?;
        line.label.as_ref().filter(|label| label.is_contact() && label.has_value(line.cell)).map(|label| &label.word)
    };
    let mut said: BTreeSet<&Text> = contact(start + 2).into_iter().collect();
    if said.is_empty() {
        return Vec::new();
    }
    let (mut found, mut expected) = (Vec::new(), 2);
    for index in start + 3..lines.len() {
        let Some(line) = lines.get(index).filter(|line| line.role.is_none() && line.level.is_none()) else { break };
        match (&line.label, contact(index)) {
            (Some(_), None) => break,
            (Some(_), Some(word)) if found.is_empty() => drop(said.insert(word)),
            (Some(_), Some(_)) => {}
            (None, _) if counted(line) == Some((style, arabic, expected)) && contact(index + 1).is_some_and(|word| said.contains(word)) => {
                found.push(index);
                expected += 1;
            }
            (None, _) => {}
        }
    }
    found
}
