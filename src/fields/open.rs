//! fields/open: what stays open of an item: cells and ticks that may stand in several columns, and groups of ticks without any.

use super::{Reader, deadline, phone, shown, text, under};
use crate::evidence::{At, Cell, State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Channel, Mark, MarkGroup, Marks, Publisher};
use crate::structure::table::Slot;
use crate::structure::{Part, Record};
use crate::tables::Tables;
use crate::tables::findings::Language;
use std::borrow::Cow;
use std::collections::BTreeMap;

impl Reader<'_, '_> {
    /// Reads the `slot` of a field in which no cell stands surely: where several may stand there, the value has what each of them says.
    pub(super) fn without_cell(&mut self, field: Field, slot: &Slot) {
        if field == Field::Publisher {
            self.item.publisher = under(text(slot).map(|name| Publisher { name, level: None, jurisdiction: None }), slot);
        }
        if slot.state != State::Ambiguous {
            return;
        }
        let Reader { tables, memo, item, citations, .. } = self;
        let mut limits = || {
            several(slot, |cell| {
                let read = memo.limits(&cell.passage.text, &slot.label, tables);
                deadline::values(cell, &read, &mut Vec::new(), tables)
            })
        };
        match field {
            Field::Deadlines => item.deadlines.edit(|deadlines| deadlines.push(limits())),
            Field::TimeLimits => item.guide.time_limits.push(limits()),
            Field::LegalBasis => item.legal_basis.edit(|cited| cited.push(citations.open(text(slot)))),
            Field::ServiceTarget => item.guide.service_target = text(slot),
            Field::HandlingLevels => item.guide.handling_levels.push(text(slot)),
            Field::Fees => item.guide.fees.push(text(slot)),
            Field::Hours => item.guide.hours.push(text(slot)),
            Field::Addresses => item.guide.addresses.push(text(slot)),
            Field::Phones => item.guide.phones.push(several(slot, |cell| {
                let read = memo.phones(&cell.passage.text, &slot.label, tables);
                phone::values(cell, &read, &mut Vec::new(), tables)
            })),
            _ => {}
        }
    }
}

/// The value of an ambiguous `slot`; its readings are those of its cells that say one thing when they are `read`.
fn several<T>(slot: &Slot, mut read: impl FnMut(&Cell) -> Vec<Value<T>>) -> Value<T> {
    let one = |cell: &Cell| match <[Value<T>; 1]>::try_from(read(cell)) {
        Ok([only]) => only.value,
        Err(_) => None,
    };
    let readings = slot.readings.iter().filter_map(one).collect();
    shown(slot, Value::empty(State::Ambiguous)).with_readings(readings)
}

/// The channels that the readings of an ambiguous `slot` name; whether one is meant is open where not all of them name it, or nothing may stand there.
pub(super) fn channels(slot: &Slot, read: impl FnMut(&Cell) -> Vec<Channel>) -> Vec<Channel> {
    let readings: Vec<Vec<Channel>> = slot.readings.iter().map(read).collect();
    let is_same = |one: &Channel, other: &Channel| (&one.id, &one.label, one.selected) == (&other.id, &other.label, other.selected);
    let mut found: Vec<Channel> = Vec::new();
    for channel in readings.iter().flatten().filter(|channel| channel.id.is_some()) {
        if !found.iter().any(|known| is_same(known, channel)) {
            found.push(channel.clone());
        }
    }
    let is_certain = |channel: &Channel| {
        let is_named = readings.iter().all(|reading| reading.iter().any(|other| is_same(channel, other)));
        is_named && !slot.may_be_blank && !slot.is_blank_or_merged()
    };
    let open = |channel: Channel| match is_certain(&channel) {
        true => Channel { state: State::Inferred, ..channel },
        false => Channel { selected: None, state: State::Ambiguous, ..channel },
    };
    found.into_iter().map(open).collect()
}

/// The finding that cells of `record` may stand in more than one column, with each of them.
pub(super) fn cells(record: &Record) -> Option<Finding> {
    let slots = record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot));
    let slots = slots.chain(record.contents.iter().flat_map(|part| [&part.text, &part.channels]));
    // Blank cells that may go on with those above are told once a column.
    let open = slots.filter(|slot| slot.state == State::Ambiguous && !slot.is_blank_or_merged());
    let mut readings: Vec<&Cell> = open.flat_map(|slot| slot.readings.iter().rev().skip(slot.from_above)).collect();
    readings.sort_by_key(|cell| cell.at.first().copied());
    readings.dedup_by_key(|cell| cell.at.clone());
    let finding = Finding::new("cells-ambiguous").with("count", readings.len());
    let is_open = !readings.is_empty();
    is_open.then(|| readings.into_iter().fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at)))
}

/// What the ticks of `part`, of the item `name`, leave open.
pub(super) fn marks(part: &Part, name: &str, tables: &Tables) -> impl Iterator<Item = Finding> + use<> {
    let marks = ticks_alone(&part.marks);
    let open = marks.readings.is_some().then(|| ambiguous(&marks));
    let groups = empty_groups(&marks);
    let empty = (!groups.is_empty() && part.marks.ticks > 0).then(|| group_empty(&marks, &groups, tables).with("name", name));
    open.into_iter().chain(empty)
}

/// `marks` without what words say: those have their place, and are neither ticks nor columns for them.
fn ticks_alone(marks: &Marks) -> Cow<'_, Marks> {
    let columns = marks.columns.len().saturating_sub(marks.worded as usize);
    let (ticked, worded) = marks.columns.split_at(columns);
    if worded.is_empty() {
        return Cow::Borrowed(marks);
    }
    let said = worded.iter().filter(|mark| mark.value == Some(true)).count() as u32;
    Cow::Owned(Marks { columns: ticked.to_vec(), ticks: marks.ticks.saturating_sub(said), worded: 0, ..marks.clone() })
}

/// The groups of mark columns in which no tick can stand, with their labels; where there are fewer ticks than groups, those in which none surely stands.
fn empty_groups(marks: &Marks) -> Vec<(MarkGroup, String)> {
    let mut ticked: BTreeMap<_, (bool, bool)> = BTreeMap::new();
    for (index, mark) in marks.columns.iter().enumerate() {
        let may_be = match &marks.readings {
            Some(readings) => readings.iter().any(|reading| reading.contains(&(index as u32))),
            None => mark.value == Some(true) || mark.state == State::Ambiguous,
        };
        let (may, is) = ticked.entry(mark.group).or_default();
        (*may, *is) = (*may || may_be, *is || mark.value == Some(true));
    }
    // Options whose boxes cannot be told apart may be ticked too.
    let are_open = marks.readings.is_none() && marks.columns.iter().any(|mark| mark.state == State::Ambiguous);
    let too_few = !are_open && (marks.ticks as usize) < ticked.len();
    let labels = |group| marks.columns.iter().filter(move |mark| mark.group == group).map(|mark| mark.label.to_string());
    // The only column of a group answers its question with a no as well (是否主动公开: 否).
    let is_no = |mark: &Mark| mark.value == Some(false) && mark.state == State::Stated;
    let answers = |group| {
        let mut own = marks.columns.iter().filter(move |mark| mark.group == group);
        own.next().is_some_and(is_no) && own.next().is_none()
    };
    let empty = ticked.into_iter().filter(|(group, (may_be, is))| (!may_be || too_few && !is) && !answers(*group));
    empty.map(|(group, _)| (group, labels(group).collect::<Vec<_>>().join("／"))).collect()
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

fn group_empty(marks: &Marks, groups: &[(MarkGroup, String)], tables: &Tables) -> Finding {
    let said = |language| {
        let between = if language == Language::English { " " } else { "" };
        let named = |(group, labels): &(MarkGroup, String)| format!("{}{between}{labels}", tables.report.group(*group).get(language));
        groups.iter().map(named).collect::<Vec<_>>().join("；")
    };
    let [english, chinese] = [Language::English, Language::Chinese].map(said);
    let finding = Finding::new("mark-group-empty").field(Field::Marks).with("ticks", marks.ticks);
    let finding = finding.with("groups", english).with("groups_zh", chinese);
    ticks(marks).into_iter().fold(finding, |finding, at| finding.shown_at("√", at))
}
