//! structure/guide/titled: the title as the name of the only service of a guide, and services that nothing names.

use super::super::{Record, Records};
use crate::evidence::{Cell, Passage, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::structure::table::Slot;
use crate::tables::Tables;
use std::sync::Arc;

/// Gives the only service of a guide the title for its name, where nothing else names it.
pub(in crate::structure) fn name_by_title(records: &mut Records, tables: &Tables) {
    const LONGEST_NAME: usize = 40;
    let is_guide = is_guide(records);
    if is_guide {
        unname(records, tables);
    }
    let ([record], Some(title), Some(raw)) = (records.records.as_mut_slice(), &records.title.value, &records.title.raw) else { return };
    if !is_guide || is_named(record) || title.chars().count() > LONGEST_NAME || title.contains(['。', '，', '>']) {
        return;
    }
    let Some(words) = named(title, tables) else { return };
    if !fits_questions(title, record, tables) {
        return;
    }
    let cell = Cell { passage: Arc::new(Passage::plain(raw.clone())), at: records.title.at.clone() };
    let cell = match cell.text().find(words) {
        Some(start) if words.len() < title.len() => cell.sub(start..start + words.len()),
        _ => cell,
    };
    let name = Slot { cell: Some(cell), rule: Some("name-from-title"), ..Slot::empty(State::Inferred) };
    record.fields.insert(Field::PrimaryItem, vec![name]);
}

/// The words of `title` that may name a service: all, or what stands behind a general title and a colon (办事指南：残疾人证办理).
fn named<'t>(title: &'t str, tables: &Tables) -> Option<&'t str> {
    let Some((general, words)) = title.split_once(['：', ':']) else { return Some(title) };
    let words = crate::text::trim(words);
    let is_name =
        !words.is_empty() && !words.contains(['：', ':']) && !tables.words.is_title(words) && !tables.words.is_organisation(words);
    (is_name && tables.words.is_title(crate::text::trim(general))).then_some(words)
}

/// Takes the name from the only service of a guide where it is the title of questions and answers about others.
fn unname(records: &mut Records, tables: &Tables) {
    let ([record], Some(title)) = (records.records.as_mut_slice(), &records.title.value) else { return };
    if fits_questions(title, record, tables) {
        return;
    }
    let is_title = |slot: &Slot| slot.cell.as_ref().is_some_and(|cell| crate::text::trim(cell.text()) == crate::text::trim(title));
    for (_, slots) in record.fields.iter_mut().filter(|(field, _)| **field == Field::Name || field.depth().is_some()) {
        slots.iter_mut().filter(|slot| is_title(slot)).for_each(|slot| *slot = Slot::empty(State::Missing));
    }
}

/// Says of each service of a guide in running text that nothing names it.
pub(in crate::structure) fn unnamed(records: &Records) -> Vec<Finding> {
    if !is_guide(records) {
        return Vec::new();
    }
    records.records.iter().filter(|record| !is_named(record)).filter_map(service_unnamed).collect()
}

fn is_guide(records: &Records) -> bool {
    records.kind == Some(Kind::Guide) && records.rows_of.is_none()
}

fn is_named(record: &Record) -> bool {
    record.fields.iter().any(|(field, slots)| {
        let names = *field == Field::Name || field.depth().is_some();
        names && slots.iter().any(|slot| slot.state != State::Missing)
    })
}

/// Whether `title` may name the service of `record`: one of questions and answers (公积金问答) does so only where the questions that name a service are
/// about what it says, most of them.
fn fits_questions(title: &str, record: &Record, tables: &Tables) -> bool {
    let Some(about) = tables.words.without_questions(crate::text::trim(title)) else { return true };
    let place = tables.divisions.leading(about).last().map_or(0, |mention| mention.range.end);
    let about = about.get(place..).unwrap_or_default();
    let asked: Vec<&Text> = record.extra.iter().map(|(label, _)| label).filter(|label| label.ends_with(['？', '?'])).collect();
    // 社保卡 is said for 社会保障卡.
    let is_about = |question: &str| {
        let mut said = question.chars();
        !about.is_empty() && about.chars().all(|c| said.any(|other| other == c))
    };
    let fitting = asked.iter().filter(|question| is_about(question)).count();
    asked.len() < 2 || 2 * fitting >= asked.len()
}

fn service_unnamed(record: &Record) -> Option<Finding> {
    let slots = record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot));
    let texts = slots.chain(record.contents.iter().map(|part| &part.text));
    let first = texts.filter_map(|slot| Some((slot, slot.cell.as_ref()?))).min_by_key(|(_, cell)| cell.at.first().copied())?;
    let (slot, cell) = first;
    let label = if slot.label.is_empty() { cell.text() } else { slot.label.as_str() };
    Some(Finding::new("service-unnamed").with("label", label).shown(&cell.passage.raw, &cell.at))
}
