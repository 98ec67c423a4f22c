//! structure/guide/one_line: services of which each is one line: 1.失业登记：服务对象：失业人员；所需材料：身份证；办理时限：1个工作日.

use super::lines::{CONTACTS, Labelled, label_of};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Such a line has labels of so many fields at least.
const LEAST_FIELDS: usize = 3;
/// The longest such line, in bytes.
const LONGEST: usize = 4096;
/// The longest name of a service in front of them, in characters.
const LONGEST_NAME: usize = 40;
/// What parts them; it is no part of a value.
const BORDERS: [char; 3] = ['；', ';', '。'];
/// What may stand behind a label, and behind a numbered name.
const BEHIND_LABEL: [char; 2] = ['：', ':'];
const BEHIND_NAME: [char; 4] = ['：', ':', '，', ','];

/// The line `cell` as several: the name in front, and each label with its value. `None` where it is no such line.
pub(super) fn parted(cell: &Cell, tables: &Tables) -> Option<Vec<Cell>> {
    let text = cell.text();
    if text.len() > LONGEST || text.matches(BEHIND_LABEL).count() < LEAST_FIELDS {
        return None;
    }
    let behind_border = text.char_indices().filter(|(_, c)| BORDERS.contains(c)).map(|(at, c)| at + c.len_utf8());
    // Without a number a comma may stand behind any phrase.
    let behind: &[char] = if is_numbered(text) { &BEHIND_NAME } else { &BEHIND_LABEL };
    let behind_name = text.find(behind).and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()));
    let mut starts: Vec<usize> = std::iter::once(0).chain(behind_name).chain(behind_border).collect();
    starts.sort_unstable();
    starts.dedup();
    let labelled: Vec<(usize, Field)> =
        starts.into_iter().filter_map(|start| Some((start, label_of(text.get(start..)?, tables)?))).collect();
    let fields: BTreeSet<Field> = labelled.iter().map(|(_, field)| *field).collect();
    let first = labelled.first().map(|(start, _)| *start)?;
    let name = crate::text::trim(text.get(..first)?).trim_end_matches(BEHIND_NAME);
    let is_name = name.chars().count() <= LONGEST_NAME && !name.contains(BORDERS) && !name.contains(BEHIND_LABEL);
    if fields.len() < LEAST_FIELDS || fields.len() < labelled.len() || first > 0 && !is_name {
        return None;
    }
    let starts = (first > 0).then_some(0).into_iter().chain(labelled.iter().map(|(start, _)| *start));
    let ends = labelled.iter().map(|(start, _)| *start).skip(usize::from(first == 0)).chain([text.len()]);
    Some(starts.zip(ends).map(|(start, end)| without_border(cell.sub(start..end).trimmed(), start == 0 && first > 0)).collect())
}

impl Labelled<'_> {
    /// Whether it says how an office is reached, in whatever way (网上咨询).
    pub(super) fn is_way_to_reach(&self) -> bool {
        CONTACTS.contains(&self.meaning.field) || self.meaning.with_numbers == Some(Field::Phones)
    }
}

/// `cell` without the sign at its end that parts it from the next one.
fn without_border(mut cell: Cell, is_name: bool) -> Cell {
    let signs: &[char] = if is_name { &BEHIND_NAME } else { &['；', ';'] };
    let kept = cell.text().trim_end_matches(signs).chars().count();
    if kept < cell.text().chars().count() {
        cell.passage = Arc::new(cell.passage.without(|index| index >= kept));
    }
    cell
}
