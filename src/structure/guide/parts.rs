//! structure/guide/parts: the parts of services (（一）基本情况, （二）办理材料) that no table knows, told by their names: below one service after the other
//! they are numbered anew and named alike, and something is said below each.

use super::lines::{EXTRA, Labelled, Line, Style, word};
use super::listed::is_listed;
use super::roles::is_heading;
use super::unknown::said_alone;
use super::{counted, lines::LONGEST_LABEL};
use crate::evidence::Text;
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Label;
use std::collections::{BTreeMap, BTreeSet};

/// So many services show that the names are those of their parts, and so many parts that they are numbered.
const LEAST: usize = 2;

/// The headings of the parts of one service.
struct Run {
    /// The lines of the headings.
    parts: Vec<usize>,
}

/// Gives the headings of parts that are no labels yet their labels.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let styles: BTreeSet<(Style, bool)> = lines.iter().filter_map(counted).map(|(style, arabic, _)| (style, arabic)).collect();
    let is_guide = lines.iter().any(|line| tables.words.is_guide_title(line.cell.text()));
    for numbers in styles {
        let runs = runs(lines, numbers);
        let recurring = recurring(lines, &runs);
        let alike = runs.into_iter().filter(|run| is_alike(lines, run, &recurring));
        let mut parts: Vec<usize> = alike.flat_map(|run| run.parts).collect();
        if !is_guide && !parts.iter().any(|index| tells_of_service(lines, *index, tables)) {
            parts.clear();
        }
        parts.into_iter().for_each(|index| label(lines, index, tables));
    }
}

/// The headings numbered as `numbers` that begin with 1 right below another heading and go on one by one.
fn runs(lines: &[Line], numbers: (Style, bool)) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last = 0;
    for index in 0..lines.len() {
        let Some((style, arabic, number)) = lines.get(index).and_then(counted) else { continue };
        if (style, arabic) != numbers || name(lines, index).is_none() {
            continue;
        }
        if number == 1 && is_below_heading(lines, index, runs.last().and_then(|run| run.parts.first().copied())) {
            runs.push(Run { parts: vec![index] });
            last = 1;
        } else if number == last + 1
            && let Some(run) = runs.last_mut()
        {
            run.parts.push(index);
            last = number;
        }
    }
    runs.retain(|run| run.parts.len() >= LEAST && says_something(lines, run));
    runs
}

/// The name of a part: the label with which the line at `index` begins, or its only words.
fn name(lines: &[Line], index: usize) -> Option<Text> {
    let line = lines.get(index).filter(|line| line.role.is_none() && !line.in_table && !line.is_row)?;
    let start = line.numbering.as_ref()?.whole.end;
    match &line.label {
        Some(label) => (!label.meaning.begins).then(|| label.word.clone()),
        None => said_alone(line.cell.text().get(start..)?).map(|(said, ..)| word(said)),
    }
}

/// Whether the line above the one at `index` is the heading of a service, numbered otherwise, and no label or part of a list. `last`: where the parts of the
/// service above begin.
fn is_below_heading(lines: &[Line], index: usize, last: Option<usize>) -> bool {
    let Some(above) = index.checked_sub(1) else { return false };
    let numbers = |index: usize| lines.get(index).and_then(counted).map(|(style, arabic, _)| (style, arabic));
    let heading = last.and_then(|last| last.checked_sub(1));
    lines.get(above).is_some_and(is_heading) && numbers(above) != numbers(index) && !is_listed(lines, heading, above)
}

/// Whether text stands below the headings of `run`, or behind those that are labels: the entries of a list stand right below each other.
fn says_something(lines: &[Line], run: &Run) -> bool {
    let says = |index: &usize| {
        let is_said = lines.get(*index).is_some_and(|line| line.label.as_ref().is_some_and(|label| label.has_value(line.cell)));
        is_said || index + 1 < lines.len() && !run.parts.contains(&(index + 1))
    };
    run.parts.iter().all(says)
}

/// The names that stand in several of `runs`.
fn recurring(lines: &[Line], runs: &[Run]) -> BTreeSet<Text> {
    let mut times: BTreeMap<Text, usize> = BTreeMap::new();
    for run in runs {
        let names: BTreeSet<Text> = run.parts.iter().filter_map(|index| name(lines, *index)).collect();
        names.into_iter().for_each(|name| *times.entry(name).or_default() += 1);
    }
    times.into_iter().filter(|(_, times)| *times >= LEAST).map(|(name, _)| name).collect()
}

/// Whether most parts of `run` have names of `recurring`.
fn is_alike(lines: &[Line], run: &Run, recurring: &BTreeSet<Text>) -> bool {
    let alike = run.parts.iter().filter(|index| name(lines, **index).is_some_and(|name| recurring.contains(&name))).count();
    alike >= LEAST && 2 * alike > run.parts.len()
}

/// Whether the part at `index` says what only guides say of services: the parts of plans and reports may be named alike, too (工作目标, 责任单位).
fn tells_of_service(lines: &[Line], index: usize, tables: &Tables) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let asked = || name(lines, index).and_then(|name| tables.columns.question(&name));
    let field = line.label.as_ref().map(|label| label.meaning.field).or_else(asked);
    field.is_some_and(|field| !matches!(field, Field::Extra | Field::Name | Field::Publisher | Field::LegalBasis | Field::Contents))
}

/// Makes the heading at `index` a label: one that asks for a field as a question does (带什么材料), or one that no table knows.
fn label(lines: &mut [Line], index: usize, tables: &Tables) {
    let Some(line) = lines.get_mut(index).filter(|line| line.label.is_none()) else { return };
    let Some(start) = line.numbering.as_ref().map(|numbering| numbering.whole.end) else { return };
    let Some(rest) = line.cell.text().get(start..).filter(|rest| rest.chars().count() <= LONGEST_LABEL) else { return };
    let meaning = Label { field: tables.columns.question(rest).unwrap_or(EXTRA.field), ..EXTRA };
    line.label = Some(Labelled { meaning, word: word(rest), number: None, of_all: false, head: start + rest.len(), apart: None });
}
