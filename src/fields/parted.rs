//! fields/parted: values whose parts have labels or columns of their own: an amount and its unit (法定时限 | 10 | 时限单位 | 工作日), and the title, the number and
//! the articles of one citation (法律法规名称, 依据文号, 条款号).

use super::list::parted;
use crate::evidence::{Cell, Passage, State, Text};
use crate::field::Field;
use crate::structure::Record;
use crate::structure::table::Slot;
use crate::tables::Tables;
use crate::text::{fold, number, trim};
use std::ops::Range;
use std::sync::Arc;

/// Puts the parts of `record` together.
pub(super) fn join(record: &mut Record, tables: &Tables) {
    units(record, tables);
    citations(record, tables);
    labelled_citations(record, tables);
}

/// Gives the labels of limits that are nothing but numbers the unit that stands beside them: 承诺时限（工作日）. The unit is that of its own label, or the only
/// one there is.
fn units(record: &mut Record, tables: &Tables) {
    let labels = &tables.deadlines.unit_labels;
    let is_unit = |header: &Text| labels.iter().any(|label| fold(header) == *label);
    let bare = |label: &str| tables.deadlines.unit_label_fillers.iter().fold(fold(label), |label, word| label.replace(word.as_str(), ""));
    let units: Vec<(String, Text)> = record
        .extra
        .iter()
        .filter(|(header, _)| is_unit(header))
        .filter_map(|(header, slot)| Some((bare(header), trim(slot.cell.as_ref()?.text()).into())))
        .collect();
    let Some((_, first)) = units.first() else { return };
    let only = units.iter().all(|(_, unit)| unit == first).then_some(first);
    for slot in record.fields.get_mut(&Field::TimeLimits).into_iter().flatten() {
        let is_number = slot.cell.as_ref().is_some_and(|cell| number(trim(cell.text())).is_some());
        let label = bare(&slot.label);
        let own = units.iter().find(|(header, _)| !label.is_empty() && header.starts_with(&label)).map(|(_, unit)| unit);
        if let Some(unit) = own.or(only).filter(|_| is_number) {
            slot.label = format!("{}（{unit}）", slot.label).into();
        }
    }
}

/// Moves the parts of citations to the legal basis, each citation whole. Where there are not as many numbers or articles as titles, nobody can tell whose
/// they are, and all stay as they are.
fn citations(record: &mut Record, tables: &Tables) {
    let words = &tables.citations.words;
    let part = |labels: &[String]| -> Vec<usize> {
        let is_own = |header: &Text| labels.iter().any(|label| fold(header) == *label);
        record.extra.iter().enumerate().filter(|(_, (header, _))| is_own(header)).map(|(index, _)| index).collect()
    };
    let others = [part(&words.number_labels), part(&words.article_labels)];
    let titles = match part(&words.title_labels) {
        titles if titles.is_empty() => others.first().and_then(|numbers| titles_before(numbers, record, tables)).unwrap_or_default(),
        titles => titles,
    };
    let fits = |part: &Vec<usize>| part.is_empty() || part.len() == titles.len();
    if titles.is_empty() || others.iter().all(Vec::is_empty) || !others.iter().all(fits) {
        return;
    }
    let [numbers, articles] = &others;
    let slot = |indexes: &[usize], at: usize| indexes.get(at).and_then(|index| record.extra.get(*index)).map(|(_, slot)| slot);
    let cell = |indexes: &[usize], at: usize| slot(indexes, at).and_then(|slot| slot.cell.as_ref()).filter(|cell| !cell.is_blank());
    let parts = (0..titles.len()).map(|at| (slot(&titles, at), [cell(&titles, at), cell(numbers, at), cell(articles, at)]));
    let whole = |(slot, parts): (Option<&Slot>, [Option<&Cell>; 3])| -> Option<Vec<Slot>> {
        let slot = slot?;
        let whole =
            |parts: [Option<Cell>; 3]| Some(Slot { cell: Some(citation(parts)?), state: slot.state.max(State::Stated), ..slot.clone() });
        apart(parts, tables)?.into_iter().map(whole).collect()
    };
    let Some(whole) = parts.map(whole).collect::<Option<Vec<Vec<Slot>>>>() else { return };
    let used: Vec<usize> = titles.iter().chain(numbers).chain(articles).copied().collect();
    let mut index = 0;
    record.extra.retain(|_| {
        index += 1;
        !used.contains(&(index - 1))
    });
    let known = record.fields.entry(Field::LegalBasis).or_default();
    known.retain(|slot| slot.cell.is_some());
    known.extend(whole.into_iter().flatten());
}

/// What stands in front of each of `numbers`, the numbers of acts, where it is the title of one, whatever its label is (条例 in front of 依据文号).
fn titles_before(numbers: &[usize], record: &Record, tables: &Tables) -> Option<Vec<usize>> {
    let is_title = |index: &usize| {
        let text = record.extra.get(*index).and_then(|(_, slot)| slot.cell.as_ref()).map(|cell| trim(cell.text())).unwrap_or_default();
        !numbers.contains(index) && (text.starts_with('《') && text.ends_with('》') || tables.words.is_law(text))
    };
    numbers.iter().map(|number| number.checked_sub(1).filter(is_title)).collect()
}

/// The parts of each citation where the cells of title, number and articles list those of several; `None` where they do not list as many. 残疾人、老年人权益保障
/// 条例 is one title.
fn apart([title, number, articles]: [Option<&Cell>; 3], tables: &Tables) -> Option<Vec<[Option<Cell>; 3]>> {
    let title = title?;
    let separators: [[char; 3]; 2] = [['；', ';', '\n'], ['、', '，', ',']];
    let is_title =
        |range: &Range<usize>| title.text().get(range.clone()).is_some_and(|part| part.contains('《') || tables.words.is_law(part));
    let list = |separators: &[char]| parted(title.text(), separators).filter(|found| found.iter().all(|(range, _)| is_title(range)));
    let listed = separators.iter().find_map(|separators| Some((separators, list(separators)?.len())));
    let Some((separators, count)) = listed else {
        return Some(vec![[Some(title.clone()), number.cloned(), articles.cloned()]]);
    };
    let split = |cell: Option<&Cell>| -> Option<Vec<Option<Cell>>> {
        let Some(cell) = cell else { return Some(vec![None; count]) };
        let found = parted(cell.text(), separators).filter(|found| found.len() == count)?;
        Some(found.into_iter().map(|(range, _)| Some(cell.sub(range))).collect())
    };
    let (titles, numbers, articles) = (split(Some(title))?, split(number)?, split(articles)?);
    Some(titles.into_iter().zip(numbers).zip(articles).map(|((title, number), articles)| [title, number, articles]).collect())
}

/// Puts citations together whose parts stand in one cell, each behind a label of its own (法律法规名称：…；依据文号：…；条款号：…).
fn labelled_citations(record: &mut Record, tables: &Tables) {
    let Some(slots) = record.fields.get_mut(&Field::LegalBasis) else { return };
    let parts = |slot: Slot| -> Vec<Slot> {
        let found = slot.cell.as_ref().and_then(|cell| labelled(cell, tables)?.into_iter().map(citation).collect::<Option<Vec<Cell>>>());
        match found {
            Some(found) => found.into_iter().map(|cell| Slot { cell: Some(cell), ..slot.clone() }).collect(),
            None => vec![slot],
        }
    };
    *slots = std::mem::take(slots).into_iter().flat_map(parts).collect();
}

/// The parts of each citation in `cell`, which begins with the label of a title; `None` where some part of it has no label, or a label stands twice.
fn labelled(cell: &Cell, tables: &Tables) -> Option<Vec<[Option<Cell>; 3]>> {
    let words = &tables.citations.words;
    let kinds = [&words.title_labels, &words.number_labels, &words.article_labels];
    let kind = |label: &str| kinds.iter().position(|labels| labels.contains(&fold(label)));
    let mut found: Vec<[Option<Cell>; 3]> = Vec::new();
    let parts = parted(cell.text(), &['；', ';', '\n', '。']).unwrap_or_default();
    for (range, _) in parts {
        let part = cell.sub(range);
        let (label, value) = part.text().split_once(['：', ':'])?;
        let kind = kind(trim(label))?;
        let value = part.sub(part.text().len() - value.len()..part.text().len()).trimmed();
        if kind == 0 {
            found.push([None, None, None]);
        }
        let place = found.last_mut()?.get_mut(kind).filter(|place| place.is_none())?;
        *place = Some(value).filter(|value| !value.is_blank());
    }
    Some(found).filter(|found| !found.is_empty())
}

/// The title in its marks, the number in brackets and the articles behind each other, as one cell.
fn citation([title, number, articles]: [Option<Cell>; 3]) -> Option<Cell> {
    let title = title?;
    let is_marked = title.text().contains('《');
    let title = if is_marked { title.trimmed() } else { between(&title.trimmed(), '《', '》')? };
    let is_bracketed = |number: &Cell| number.text().starts_with(['（', '(']);
    let number = match number.map(|number| number.trimmed()) {
        Some(number) if is_bracketed(&number) => Some(number),
        Some(number) => Some(between(&number, '（', '）')?),
        None => None,
    };
    let parts = std::iter::once(title).chain(number).chain(articles.map(|articles| articles.trimmed()));
    parts.reduce(|above, below| behind(&above, &below))
}

/// `cell` with `open` in front of it and `close` behind it.
fn between(cell: &Cell, open: char, close: char) -> Option<Cell> {
    let pieces: Vec<(char, Range<u32>)> = cell.passage.pieces().collect();
    let (first, last) = (pieces.first()?.1.clone(), pieces.last()?.1.clone());
    let pieces = std::iter::once((open, first)).chain(pieces).chain([(close, last)]);
    Some(Cell { passage: Arc::new(Passage::mapped(cell.passage.raw.clone(), pieces)), at: cell.at.clone() })
}

/// `above` with `below` right behind it.
fn behind(above: &Cell, below: &Cell) -> Cell {
    let whole = above.above(below);
    let end = above.text().chars().count();
    Cell { passage: Arc::new(whole.passage.without(|index| index == end)), at: whole.at }
}
