//! fields/open: what stays open of an item: cells and ticks that may stand in several columns, and groups of ticks without any.

use crate::evidence::{At, Cell, State};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Marks;
use crate::structure::{Part, Record};
use std::collections::BTreeMap;

/// The finding that cells of `record` may stand in more than one column, with each of them.
pub(super) fn cells(record: &Record) -> Option<Finding> {
    let slots = record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot));
    let slots = slots.chain(record.contents.iter().flat_map(|part| [&part.text, &part.channels]));
    let mut readings: Vec<&Cell> = slots.filter(|slot| slot.state == State::Ambiguous).flat_map(|slot| &slot.readings).collect();
    readings.sort_by_key(|cell| cell.at.first().copied());
    readings.dedup_by_key(|cell| cell.at.clone());
    let finding = Finding::new("cells-ambiguous").with("count", readings.len());
    let is_open = !readings.is_empty();
    is_open.then(|| readings.into_iter().fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at)))
}

/// What the ticks of `part` leave open.
pub(super) fn marks(part: &Part) -> impl Iterator<Item = Finding> {
    let open = part.marks.readings.is_some().then(|| ambiguous(&part.marks));
    let groups = empty_groups(&part.marks);
    let empty = (!groups.is_empty() && part.marks.ticks > 0).then(|| group_empty(&part.marks, &groups));
    open.into_iter().chain(empty)
}

/// Labels of the groups of mark columns in which no tick can stand.
fn empty_groups(marks: &Marks) -> Vec<String> {
    let mut ticked: BTreeMap<_, bool> = BTreeMap::new();
    for (index, mark) in marks.columns.iter().enumerate() {
        let may_be = match &marks.readings {
            Some(readings) => readings.iter().any(|reading| reading.contains(&(index as u32))),
            None => mark.value == Some(true) || mark.state == State::Ambiguous,
        };
        *ticked.entry(mark.group).or_default() |= may_be;
    }
    // Options whose boxes cannot be told apart may be ticked too.
    let are_open = marks.readings.is_none() && marks.columns.iter().any(|mark| mark.state == State::Ambiguous);
    let too_few = !are_open && (marks.ticks as usize) < ticked.len();
    let labels = |group| marks.columns.iter().filter(move |mark| mark.group == group).map(|mark| mark.label.to_string());
    let empty = ticked.into_iter().filter(|(_, ticked)| !ticked || too_few);
    empty.map(|(group, _)| labels(group).collect::<Vec<_>>().join("／")).collect()
}

fn ticks(marks: &Marks) -> Vec<At> {
    let mut places: Vec<At> = marks.columns.iter().flat_map(|mark| mark.at.iter().copied()).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn ambiguous(marks: &Marks) -> Finding {
    let finding = Finding::new("marks-ambiguous").field(Field::Marks);
    let finding = finding.with("ticks", marks.ticks).with("columns", marks.columns.len()).with("readings", marks.readings_count);
    ticks(marks).into_iter().fold(finding, |finding, at| finding.shown_at("√", at))
}

fn group_empty(marks: &Marks, groups: &[String]) -> Finding {
    let finding = Finding::new("mark-group-empty").field(Field::Marks).with("ticks", marks.ticks).with("groups", groups.join("；"));
    ticks(marks).into_iter().fold(finding, |finding, at| finding.shown_at("√", at))
}
