//! reading: what was read for one cell of the truth.

use super::generate::Document;
use super::generate::directory::{Column, Role, Said, is_mark};
use super::generate::render::Written;
use mulu::document::Read;
use mulu::evidence::{At, Cell, Places, State, Text, Value};
use mulu::field::Field;
use mulu::item::{Content, Item, Mark, MarkGroup};
use mulu::structure::table::TableRow;
use mulu::text::is_blank;
use std::collections::{BTreeMap, BTreeSet};

/// Line and character, both from 1.
pub(super) type Place = (u32, u32);

/// First and last character.
pub(super) type Span = (Place, Place);

/// What a reader gives for one cell.
#[derive(Clone, Debug)]
pub(super) enum Given {
    /// A value.
    Value(Said, State),
    /// Several readings.
    Several(Vec<Said>),
    /// No value.
    Nothing(State),
}

/// Where the cells of the tables stand, so that a value finds its whole cell and its row.
pub(super) struct Index<'a> {
    rows: Vec<&'a TableRow>,
    fields: Vec<&'a [mulu::structure::columns::Column]>,
    /// Line and first character to last character, row and text of a cell.
    cells: BTreeMap<Place, (u32, usize, &'a Cell)>,
    /// Line and first character of ticks to their row.
    ticks: BTreeMap<Place, usize>,
}

impl<'a> Index<'a> {
    /// The index of `read`.
    pub(super) fn new(read: &'a Read) -> Self {
        let mut index = Index { rows: Vec::new(), fields: Vec::new(), cells: BTreeMap::new(), ticks: BTreeMap::new() };
        for table in &read.tables {
            for row in &table.rows {
                let at = index.rows.len();
                for cell in row.slots.iter().flat_map(|slot| slot.cell.iter().chain(&slot.readings)) {
                    for (line, from, to) in spans(&cell.at) {
                        index.cells.insert((line, from), (to, at, cell));
                    }
                }
                for (line, from, _) in row.marks.columns.iter().flat_map(|mark| spans(&mark.at)) {
                    index.ticks.insert((line, from), at);
                }
                index.rows.push(row);
                index.fields.push(&table.columns);
            }
        }
        index
    }

    /// First and last character (with their lines) of every row read. What may be carried stands in a row above, and is none of its own.
    pub(super) fn borders(&self) -> Vec<Span> {
        let mut end = (0, 0);
        let mut found = Vec::new();
        for row in &self.rows {
            let own = row.slots.iter().filter(|slot| slot.state != State::Carried);
            let cells = own.flat_map(|slot| slot.cell.iter().chain(&slot.readings)).chain(&row.unplaced);
            let ticks = row.marks.columns.iter().flat_map(|mark| spans(&mark.at));
            let all: Vec<(u32, u32, u32)> = cells.flat_map(|cell| spans(&cell.at)).chain(ticks).collect();
            let here: Vec<_> = all.into_iter().filter(|(line, from, _)| *line >= row.line && (*line, *from) > end).collect();
            let Some(from) = here.iter().map(|(line, from, _)| (*line, *from)).min() else { continue };
            end = here.iter().map(|(line, _, to)| (*line, *to)).max().unwrap_or(end);
            found.push((from, end));
        }
        found
    }

    /// The rows of `document` that are not read from their first to their last character, each on a line.
    pub(super) fn unread(&self, document: &Document) -> Vec<String> {
        let read: BTreeSet<Span> = self.borders().into_iter().collect();
        let lines: Vec<&str> = document.rendered.text.lines().collect();
        let part = |line: u32, from: u32, to: u32| -> String {
            let text = lines.get(line as usize - 1).copied().unwrap_or_default();
            text.chars().skip(from as usize - 1).take((to + 1).saturating_sub(from) as usize).collect()
        };
        let shown = |from: (u32, u32), to: (u32, u32)| {
            let line = |line: u32| part(line, if line == from.0 { from.1 } else { 1 }, if line == to.0 { to.1 } else { u32::MAX - 1 });
            (from.0..=to.0).map(line).collect::<Vec<_>>().join(" ⏎ ")
        };
        let meet = |one: &Span, from: (u32, u32), to: (u32, u32)| one.0 <= to && one.1 >= from;
        let unread = document.rendered.rows.iter().filter(|row| !read.contains(&(row.from, row.to)));
        let one = |row: &Written| {
            let instead =
                read.iter().filter(|span| meet(span, row.from, row.to)).map(|span| format!("\n    read {}", shown(span.0, span.1)));
            format!("- {}{}", shown(row.from, row.to), instead.collect::<String>())
        };
        unread.map(one).collect()
    }

    fn covering(&self, line: u32, from: u32) -> Option<(usize, &'a Cell)> {
        let ((at, _), (to, row, cell)) = self.cells.range(..=(line, from)).next_back()?;
        (*at == line && from <= *to).then_some((*row, *cell))
    }

    /// The whole cells that `places` are in, as they stand, without blanks.
    fn whole<'b>(&self, places: impl Iterator<Item = &'b Places>) -> Option<String> {
        let mut found: Vec<&Cell> = Vec::new();
        for (line, from, _) in places.flat_map(spans) {
            let Some((_, cell)) = self.covering(line, from) else { continue };
            if !found.iter().any(|known| known.at == cell.at) {
                found.push(cell);
            }
        }
        (!found.is_empty()).then(|| found.iter().map(|cell| squeezed(&cell.passage.raw)).collect())
    }

    /// The readings of the column of `field` in the row of `item`.
    fn readings(&self, item: &Item, field: Field) -> Vec<Said> {
        let Some(row) = self.row(item) else { return Vec::new() };
        let slots = self.fields[row].iter().zip(&self.rows[row].slots).filter(|(column, _)| column.field == field);
        slots.flat_map(|(_, slot)| &slot.readings).map(|cell| Said::Text(squeezed(&cell.passage.raw))).collect()
    }

    fn row(&self, item: &Item) -> Option<usize> {
        let own = own_places(item);
        let cell = own.iter().find_map(|(line, from)| self.covering(*line, *from).map(|(row, _)| row));
        cell.or_else(|| own.iter().find_map(|place| self.ticks.get(place).copied()))
    }
}

/// Places of what the item states on its own row: line and first character, in order.
pub(super) fn own_places(item: &Item) -> Vec<Place> {
    let is_own = |value: &&Value<Text>| value.state != State::Carried;
    let texts = item.serials.iter().chain([&item.name]).chain(item.contents.first().map(|content| &content.text)).filter(is_own);
    let marks = item.contents.first().map(Content::marks).unwrap_or_default();
    let ticks = marks.columns.iter().map(|mark| &mark.at);
    let mut places: Vec<Place> = texts.map(|value| &value.at).chain(ticks).flat_map(spans).map(|(line, from, _)| (line, from)).collect();
    places.sort_unstable();
    places
}

/// `text` without blanks.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// What `item` gives for the cell of column `index` of `columns` in its content `part`.
pub(super) fn given(item: &Item, columns: &[Column], index: usize, part: usize, cells: &Index) -> Given {
    let column = &columns[index];
    let content = item.contents.get(part);
    match column.role {
        Role::Serial => serial(item, columns, index),
        Role::Category => text(&item.category),
        Role::Primary => text(&item.primary_item),
        Role::Secondary => text(&item.secondary_item),
        Role::Tertiary => text(&item.tertiary_item),
        Role::Contents => content.map_or(Given::Nothing(State::Missing), |content| text(&content.text)),
        Role::Publisher => {
            let name = item.publisher.clone().map(|publisher| publisher.name);
            text(&name)
        }
        Role::Basis => {
            let places: Vec<_> = item.legal_basis.iter().flat_map(|citation| [citation.title.at, citation.at]).collect();
            whole(item, Field::LegalBasis, cells.whole(places.iter()), cells)
        }
        Role::Deadline => {
            let places: Vec<_> = item.deadlines.iter().map(|deadline| deadline.at).collect();
            whole(item, Field::Deadlines, cells.whole(places.iter()), cells)
        }
        Role::Channels => {
            let places: Vec<_> = content.into_iter().flat_map(|content| &content.channels).map(|channel| channel.at).collect();
            whole(item, Field::Channels, cells.whole(places.iter()), cells)
        }
        Role::Unknown => {
            let found = item.extra.iter().find(|extra| squeezed(&extra.header) == column.label);
            found.map_or(Given::Nothing(State::NoColumn), |extra| text(&extra.value))
        }
        _ => content.map_or(Given::Nothing(State::Missing), |content| tick(content, columns, index)),
    }
}

/// Numbers are counted from the innermost.
fn serial(item: &Item, columns: &[Column], index: usize) -> Given {
    let behind = columns[index + 1..].iter().filter(|column| column.role == Role::Serial).count();
    let found = item.serials.len().checked_sub(behind + 1).and_then(|at| item.serials.get(at));
    found.map_or(Given::Nothing(State::NoColumn), text)
}

fn text(value: &Value<Text>) -> Given {
    if let Some(readings) = value.readings().filter(|_| value.state == State::Ambiguous) {
        return Given::Several(readings.iter().map(|reading| Said::Text(squeezed(reading))).collect());
    }
    match &value.value {
        Some(text) => Given::Value(Said::Text(squeezed(text)), value.state),
        None if value.state == State::Ambiguous => Given::Several(Vec::new()),
        None => Given::Nothing(value.state),
    }
}

/// Fields that are lists: the cells they were read from.
fn whole(item: &Item, field: Field, read: Option<String>, cells: &Index) -> Given {
    let state = item.state(field);
    // An ambiguous value shows all cells that it may be.
    let readings = if state == State::Ambiguous { cells.readings(item, field) } else { Vec::new() };
    match read {
        Some(_) if !readings.is_empty() => Given::Several(readings),
        Some(text) => Given::Value(Said::Text(text), state),
        None if state == State::Ambiguous => Given::Several(readings),
        None => Given::Nothing(if state == State::NoColumn { state } else { State::Missing }),
    }
}

fn tick(content: &Content, columns: &[Column], index: usize) -> Given {
    let Some(mark) = mark(content, columns, index) else { return Given::Nothing(State::NoColumn) };
    match (mark.value, mark.state) {
        (Some(ticked), state) => Given::Value(Said::Tick(ticked), state),
        (None, State::Ambiguous) => Given::Several(Vec::new()),
        (None, state) => Given::Nothing(state),
    }
}

/// The mark column that is column `index` of the truth: by its words, else by its place among as many of its group.
pub(super) fn mark<'a>(content: &'a Content, columns: &[Column], index: usize) -> Option<&'a Mark> {
    let role = columns[index].role;
    let group = match role {
        Role::Audience => MarkGroup::Audience,
        Role::Mode => MarkGroup::Mode,
        _ => MarkGroup::Level,
    };
    let of_group: Vec<&Mark> = content.said_marks().columns.iter().filter(|mark| mark.group == group).collect();
    if let Some(mark) = of_group.iter().find(|mark| squeezed(&mark.label) == columns[index].label) {
        return Some(mark);
    }
    let members: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].role == role).collect();
    let place = members.iter().position(|at| *at == index)?;
    (members.len() == of_group.len()).then(|| of_group.get(place).copied()).flatten()
}

/// Whether the ticks of the truth are among the joint readings of `content`. `ticked`: the truth, by column of the directory.
pub(super) fn lists_ticks(content: &Content, columns: &[Column], ticked: &BTreeMap<usize, bool>) -> bool {
    let Some(readings) = &content.said_marks().readings else { return false };
    let places: Option<Vec<(usize, bool)>> = (0..columns.len())
        .filter(|index| is_mark(columns[*index].role))
        .map(|index| {
            let mark = mark(content, columns, index)?;
            let at = content.said_marks().columns.iter().position(|other| std::ptr::eq(other, mark))?;
            Some((at, ticked.get(&index).copied().unwrap_or(false)))
        })
        .collect();
    places.is_some_and(|places| readings.iter().any(|reading| places.iter().all(|(at, ticked)| reading.contains(&(*at as u32)) == *ticked)))
}

/// The confidence that the value of that cell is given with, where it has one.
pub(super) fn confidence(item: &Item, columns: &[Column], index: usize, part: usize) -> Option<u8> {
    match columns[index].role {
        Role::Serial => item.serials.last()?.confidence,
        Role::Category => item.category.confidence,
        Role::Primary => item.primary_item.confidence,
        Role::Secondary => item.secondary_item.confidence,
        Role::Tertiary => item.tertiary_item.confidence,
        Role::Contents => item.contents.get(part)?.text.confidence,
        Role::Publisher => item.publisher.confidence,
        Role::Basis => item.legal_basis.first()?.title.confidence,
        Role::Deadline => item.deadlines.first()?.confidence,
        _ => None,
    }
}

fn spans(places: &Places) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
    places.iter().filter_map(|at| match at {
        At::Text { line, from, to } => Some((*line, *from, *to)),
        _ => None,
    })
}
