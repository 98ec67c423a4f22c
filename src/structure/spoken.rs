//! structure/spoken: what columns of ticks say in words: 全社会 under 公开对象, 主动公开 in the column 主动, one sign of its own for a tick.

use super::columns::{Column, Model};
use super::table::{Slot, Table, TableRow};
use crate::boxes::{SEPARATORS, boxes};
use crate::decode::Row;
use crate::evidence::{Cell, Passage, State};
use crate::field::Field;
use crate::item::{Mark, MarkGroup, Marks};
use crate::recognise::traits;
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::text::{is_blank, is_han, outside_brackets};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The reading form of a tick.
const TICK: char = '√';

/// A text in place of a tick has so many characters at most.
const LONGEST_SIGN: usize = 2;
/// What stands behind a tick in its cell has so many characters at most.
const LONGEST_NOTE: usize = 8;

/// Leaves cells blank that say no in a column of ticks; their raw text stays.
pub(super) fn untick(rows: &mut [Row], columns: &[Column], tables: &Tables) {
    for row in rows {
        for (cell, _) in row.cells.iter_mut().zip(columns).filter(|(cell, column)| column.is_mark() && tables.marks.is_no(cell.text())) {
            cell.passage = Arc::new(cell.passage.without(|_| true));
        }
    }
}

/// Ticks in a column that is named after a channel say whether that is used: they read as its name with a box before it.
pub(super) fn name_channels(rows: &mut [Row], columns: &[Column], tables: &Tables) {
    let is_named = |column: &Column| column.field == Field::Channels && tables.columns.header(&column.label).is_none();
    let named: Vec<(usize, &Column)> = columns.iter().enumerate().filter(|(_, column)| is_named(column)).collect();
    for row in rows {
        for (index, column) in &named {
            let Some(cell) = row.cells.get_mut(*index) else { continue };
            let (is_ticked, is_no) = (tables.marks.is_tick(cell.text()), says_no(cell, tables));
            let note = note_of_channel(cell, tables).filter(|_| !is_ticked && !is_no && is_channel(&column.label, tables));
            if !is_ticked && !is_no && note.is_none() {
                continue;
            }
            let name = std::iter::once(if is_no { '☐' } else { '☑' }).chain(column.label.chars());
            let reading: Vec<char> = name.chain(note.iter().flat_map(|note| note.chars())).collect();
            read_as(cell, &reading);
        }
    }
}

/// What `cell`, in a column that is named after a channel, says besides a tick, in brackets: where exactly (√（医院公告）, 各乡镇卫生院). Other channels
/// are no such note.
fn note_of_channel(cell: &Cell, tables: &Tables) -> Option<String> {
    let is_sign = |c: char| is_blank(c) || tables.marks.is_tick_sign(c) && !c.is_alphanumeric() || tables.marks.sign(c).is_some();
    let text = cell.text().trim_matches(is_sign);
    let note = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')'])).unwrap_or(text);
    let look = traits(text, tables);
    (!note.is_empty() && !look.boxed && look.channels == 0).then(|| format!("（{note}）"))
}

/// Whether all of `text` is the name of a channel.
fn is_channel(text: &str, tables: &Tables) -> bool {
    tables.channels.at_start(text).is_some_and(|(_, taken)| taken == text.chars().count())
}

/// Gives cells the reading form of a tick that are ticked in another way: they say the word of their own column, a tick has a note behind it, or one
/// sign stands for ticks in the whole table. A sign of a box that is not checked says no beside ticks. Cells of which that is not sure (by row and
/// column) come back; they too stand where they stand.
pub(super) fn to_ticks(rows: &mut [Row], columns: &[Column], stated: bool, tables: &Tables) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = (0..columns.len()).filter(|column| columns.get(*column).is_some_and(Column::is_mark)).collect();
    if marks.is_empty() {
        return Vec::new();
    }
    if !stated {
        let rows_with_cells = rows.len();
        only_sign(rows.iter_mut().flat_map(|row| &mut row.cells).collect(), rows_with_cells, tables);
        return Vec::new();
    }
    let beside = signs_beside_ticks(rows, &marks, tables);
    let is_ticked = |row: &Row| marks.iter().filter_map(|index| row.cells.get(*index)).any(|cell| tables.marks.is_tick(cell.text()));
    let has_ticks = rows.iter().any(is_ticked);
    let signs: BTreeSet<String> = rows.iter().filter(|_| !has_ticks).filter_map(|row| sign_of(row, &marks, columns, tables)).collect();
    let is_paired = !has_ticks && are_pair(rows, &marks, tables);
    let mut doubtful = Vec::new();
    for (number, row) in rows.iter_mut().enumerate() {
        tick_elsewhere(row, &signs, columns, tables);
        let has_rest = has_ticks && row.cells.len() > columns.len();
        for index in &marks {
            let (Some(cell), Some(column)) = (row.cells.get_mut(*index), columns.get(*index)) else { continue };
            let sign = lone_sign(cell, tables);
            // In a row with a cell too many a word may be the rest of a text that was divided.
            if has_rest && sign.as_ref().is_some_and(|sign| sign.chars().filter(|c| is_han(*c)).count() > 1) {
                continue;
            }
            let is_no = sign.as_ref().is_some_and(|sign| is_unchecked(sign, tables) && (is_paired || beside.contains(sign)));
            let is_sign = sign.as_ref().is_some_and(|sign| signs.contains(sign) || is_paired && !is_unchecked(sign, tables));
            if says(cell, column, tables) || has_note(cell, tables) || is_sign {
                read_as(cell, &[TICK]);
            } else if is_no {
                read_as(cell, &[]);
            } else if sign.is_some_and(|sign| sign.chars().filter(|c| is_han(*c)).count() < 2) {
                read_as(cell, &[TICK]);
                doubtful.push((number, *index));
            }
        }
    }
    doubtful
}

/// Gives cells outside the columns of ticks that hold nothing but one of the `signs` that stand for ticks there the reading form of a tick: the row is shifted.
/// An unknown column may hold the sign, unless the row lacks cells.
fn tick_elsewhere(row: &mut Row, signs: &BTreeSet<String>, columns: &[Column], tables: &Tables) {
    if signs.is_empty() {
        return;
    }
    let lacks = row.lacks > 0;
    let is_sign =
        |cell: &Cell| lone_sign(cell, tables).is_some_and(|sign| signs.contains(&sign) && !sign.chars().any(char::is_alphanumeric));
    let is_other = |column: &Column| !column.is_mark() && (lacks || column.field != Field::Extra);
    for (cell, _) in row.cells.iter_mut().zip(columns).filter(|(cell, column)| is_other(column) && is_sign(cell)) {
        read_as(cell, &[TICK]);
    }
}

/// Gives cells of columns of ticks that say 同上 the reading form of the cell above them. Those cells (by row and column) come back: a tick there is
/// inferred. A group whose cells say 同上 and more has been shifted, and one 同上 alone may be that of the column before.
pub(super) fn repeat_ticks(rows: &mut [Row], columns: &[Column], tables: &Tables) -> Vec<(usize, usize)> {
    let marks: Vec<(usize, MarkGroup)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_mark())
        .filter_map(|(index, column)| Some((index, column.group?)))
        .collect();
    let groups: BTreeSet<MarkGroup> = marks.iter().map(|(_, group)| *group).collect();
    let is_ditto = |cell: &Cell| tables.citations.words.is_ditto(cell.text());
    let repeats = |row: &Row| -> Vec<usize> {
        let filled = || marks.iter().filter(|(index, _)| row.cells.get(*index).is_some_and(|cell| !cell.is_blank()));
        let dittos: Vec<&(usize, MarkGroup)> = filled().filter(|(index, _)| row.cells.get(*index).is_some_and(is_ditto)).collect();
        let is_mixed = filled().any(|mark| !dittos.contains(&mark) && dittos.iter().any(|(_, group)| *group == mark.1));
        let is_told = !is_mixed && (dittos.len() > 1 || groups.len() == 1) && row.cells.len() == columns.len();
        dittos.into_iter().map(|(index, _)| *index).filter(|_| is_told).collect()
    };
    let mut found = Vec::new();
    for number in 1..rows.len() {
        let (above, below) = rows.split_at_mut(number);
        let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { continue };
        for column in repeats(row) {
            let (Some(above), Some(cell)) = (above.cells.get(column), row.cells.get_mut(column)) else { continue };
            let is_ticked = tables.marks.is_tick(above.text());
            if is_ticked || above.is_blank() {
                read_as(cell, if is_ticked { &[TICK] } else { &[] });
                found.push((number, column));
            }
        }
    }
    found
}

/// Whether rows have lost their blank cells, whatever separates them: none has one, each is shorter than the header, and where its ticks stand leaves a
/// group of columns of ticks without any.
pub(super) fn lack_blanks(rows: &[Row], columns: &[Column], tables: &Tables) -> bool {
    let groups: BTreeSet<MarkGroup> = columns.iter().filter_map(|column| column.group.filter(|_| column.is_mark())).collect();
    let is_ticked = |row: &Row, group: MarkGroup| {
        let own = columns.iter().zip(&row.cells).filter(|(column, _)| column.is_mark() && column.group == Some(group));
        own.into_iter().any(|(_, cell)| tables.marks.is_tick(cell.text()))
    };
    let lacks = |row: &Row| {
        let is_short = row.cells.len() < columns.len() && !row.cells.iter().any(Cell::is_blank);
        is_short && groups.iter().any(|group| !is_ticked(row, *group)) && row.cells.iter().any(|cell| tables.marks.is_tick(cell.text()))
    };
    rows.len() > 1 && groups.len() > 1 && rows.iter().all(lacks)
}

/// Teaches `model` that the words of ticks which `cells` say stand in their own columns, where positions do not tell it.
pub(super) fn learn_words<'c>(model: &mut Model, cells: impl Iterator<Item = &'c Cell>, tables: &Tables) {
    let words: BTreeMap<&str, &Cell> = cells.filter(|cell| traits(cell.text(), tables).word).map(|cell| (cell.text(), cell)).collect();
    let marks = (0..model.columns.len()).filter(|index| model.columns.get(*index).is_some_and(Column::is_mark));
    for index in marks.collect::<Vec<usize>>() {
        let own = words.values().filter(|cell| model.columns.get(index).is_some_and(|column| says(cell, column, tables)));
        for cell in own.collect::<Vec<&&Cell>>() {
            model.learn(index, &cell.passage.raw);
        }
    }
}

fn read_as(cell: &mut Cell, reading: &[char]) {
    let length = cell.passage.raw.chars().count() as u32;
    cell.passage = Arc::new(Passage::mapped(cell.passage.raw.clone(), reading.iter().map(|c| (*c, 0..length))));
}

/// Whether `cell` says what a tick in `column` says.
fn says(cell: &Cell, column: &Column, tables: &Tables) -> bool {
    let own = matches!(tables.columns.header(cell.text()), Some(Header::Mark { group, keys }) if Some(*group) == column.group && *keys == column.keys);
    own && !column.keys.is_empty()
}

/// Whether `cell` is a tick and a note behind it (√*, √（部分）).
fn has_note(cell: &Cell, tables: &Tables) -> bool {
    let text = crate::text::trim(cell.text());
    let note = text.trim_start_matches(|c: char| tables.marks.is_tick_sign(c) && !c.is_alphanumeric() && tables.marks.sign(c).is_none());
    let is_note = note.starts_with(['(', '（', '[', '【', '*', '＊', '※', '#']) && note.chars().count() <= LONGEST_NOTE;
    note.len() < text.len() && is_note
}

fn is_unchecked(sign: &str, tables: &Tables) -> bool {
    sign.chars().next().and_then(|c| tables.marks.sign(c)).is_some_and(|sign| !sign.checked)
}

/// Whether the columns of ticks hold two signs and nothing else, of a box that is checked and of one that is not: ★ and ☆.
fn are_pair(rows: &[Row], marks: &[usize], tables: &Tables) -> bool {
    let cells = || rows.iter().flat_map(|row| marks.iter().filter_map(|index| row.cells.get(*index))).filter(|cell| !cell.is_blank());
    let says = |cell: &Cell| {
        let sign = lone_sign(cell, tables)?;
        let mut characters = sign.chars();
        let first = characters.next().filter(|c| !c.is_alphanumeric())?;
        tables.marks.sign(first).filter(|_| characters.next().is_none()).map(|known| (known.checked, first))
    };
    let said: Option<BTreeSet<(bool, char)>> = cells().map(says).collect();
    said.is_some_and(|said| said.len() == 2 && said.iter().any(|(checked, _)| *checked) && said.iter().any(|(checked, _)| !checked))
}

/// The sign that alone fills the columns of ticks of `row`: one at least in each group of them, and not all of them.
fn sign_of(row: &Row, marks: &[usize], columns: &[Column], tables: &Tables) -> Option<String> {
    let filled: Vec<usize> = marks.iter().copied().filter(|index| row.cells.get(*index).is_some_and(|cell| !cell.is_blank())).collect();
    let groups = |indexes: &[usize]| indexes.iter().filter_map(|index| columns.get(*index)?.group).collect::<BTreeSet<MarkGroup>>();
    let mut signs = filled.iter().map(|index| row.cells.get(*index).and_then(|cell| lone_sign(cell, tables)));
    let sign = signs.next()??;
    let is_only = signs.all(|other| other.as_ref() == Some(&sign));
    (is_only && filled.len() < marks.len() && groups(&filled) == groups(marks)).then_some(sign)
}

/// A short text that is neither a tick nor a no, nor the word of some column of ticks.
fn lone_sign(cell: &Cell, tables: &Tables) -> Option<String> {
    let characters = || cell.text().chars().filter(|c| !is_blank(*c));
    if !(1..=LONGEST_SIGN).contains(&characters().take(LONGEST_SIGN + 1).count()) {
        return None;
    }
    let sign: String = characters().collect();
    let is_known = tables.marks.is_tick(&sign) || tables.marks.is_no(&sign) || tables.columns.header(&sign).is_some();
    (!is_known).then_some(sign)
}

/// Signs that stand beside ticks in some row: they say something else.
fn signs_beside_ticks(rows: &[Row], marks: &[usize], tables: &Tables) -> BTreeSet<String> {
    let of = |row: &Row| {
        let cells: Vec<&Cell> = marks.iter().filter_map(|index| row.cells.get(*index)).collect();
        let ticked = cells.iter().any(|cell| tables.marks.is_tick(cell.text()));
        cells.into_iter().filter_map(|cell| lone_sign(cell, tables)).filter(|_| ticked).collect::<Vec<String>>()
    };
    rows.iter().flat_map(of).collect()
}

/// Where blank cells were dropped, the only sign that stands alone in `cells`, at least `least` times, in a table without ticks is its tick.
pub(super) fn only_sign(cells: Vec<&mut Cell>, least: usize, tables: &Tables) {
    let is_sign = |sign: &String| sign.chars().all(|c| !c.is_alphanumeric() && !is_han(c));
    let signs: Vec<String> = cells.iter().filter_map(|cell| lone_sign(cell, tables)).filter(is_sign).collect();
    let Some(sign) = signs.first().cloned() else { return };
    let has_ticks = || cells.iter().any(|cell| tables.marks.is_tick(cell.text()));
    if signs.len() < least || signs.iter().any(|other| *other != sign) || has_ticks() {
        return;
    }
    for cell in cells.into_iter().filter(|cell| lone_sign(cell, tables).as_ref() == Some(&sign)) {
        read_as(cell, &[TICK]);
    }
}

/// What a cell with a sign says that nobody knows is open.
pub(super) fn leave_open(rows: &mut [TableRow], columns: &[Column], doubtful: &[(usize, usize)]) {
    let open = |mark: &mut Mark| {
        if mark.value == Some(true) {
            (mark.value, mark.state) = (None, State::Ambiguous);
        }
    };
    each_mark(rows, columns, doubtful, open);
}

/// What a cell says that says 同上 is inferred from the one above.
pub(super) fn infer(rows: &mut [TableRow], columns: &[Column], repeated: &[(usize, usize)]) {
    each_mark(rows, columns, repeated, |mark| mark.state = mark.state.max(State::Inferred));
}

/// Changes the marks of `cells`, by row and column.
fn each_mark(rows: &mut [TableRow], columns: &[Column], cells: &[(usize, usize)], change: impl Fn(&mut Mark)) {
    let marks: Vec<usize> = (0..columns.len()).filter(|column| columns.get(*column).is_some_and(Column::is_mark)).collect();
    for (row, column) in cells {
        let index = marks.iter().position(|mark| mark == column);
        if let Some(mark) = index.and_then(|index| rows.get_mut(*row)?.marks.columns.get_mut(index)) {
            change(mark);
        }
    }
}

/// A column without words of ticks below its heading holds the channels, where no other does and its cells are such. One whose cells are all words of a
/// group that has no column is that group's, whatever stands above it (公开方式 twice, the second with 县级).
pub(super) fn settle(columns: &mut [Column], rows: &[Row], stated: bool, tables: &Tables) {
    if stated {
        settle_groups(columns, rows, tables);
    }
    if columns.iter().any(|column| column.field == Field::Channels) {
        return;
    }
    let spoken: Vec<usize> = (0..columns.len()).filter(|index| columns.get(*index).is_some_and(|column| column.by_words)).collect();
    for index in spoken {
        let Some(column) = columns.get_mut(index) else { continue };
        let Some(group) = column.group else { continue };
        let cells =
            || rows.iter().flat_map(|row| row.cells.iter().enumerate()).filter(|(at, cell)| (!stated || *at == index) && !cell.is_blank());
        let words = cells().filter(|(_, cell)| words(cell, group, tables).is_some()).count();
        let channels = cells().filter(|(_, cell)| traits(cell.text(), tables).channels > 0).count();
        if channels > words && (stated || words == 0) {
            *column = Column::new(Field::Channels, column.label.clone(), column.at);
            return;
        }
    }
}

/// Unknown columns that are named after channels, and hold nothing but ticks, say of each whether it is used, where no other column names the channels.
pub(super) fn settle_channel_names(columns: &mut [Column], rows: &[Row], tables: &Tables) {
    const LEAST: usize = 2;
    if columns.iter().any(|column| column.field == Field::Channels) {
        return;
    }
    let is_tick = |cell: &Cell| tables.marks.is_tick(cell.text());
    let cells = |index: usize| rows.iter().filter_map(move |row| row.cells.get(index)).filter(|cell| !cell.is_blank());
    let names = || {
        (0..columns.len())
            .filter(|index| columns.get(*index).is_some_and(|column| column.field == Field::Extra && is_channel(&column.label, tables)))
    };
    // Signs of boxes that are not checked say no beside boxes that are, but neither where blanks do nor beside ticks, which they may be told from for
    // another reason (√为必选渠道，○为可选渠道).
    let is_box = |cell: &Cell| !is_tick(cell) || cell.text().chars().all(|c| tables.marks.sign(c).is_some());
    let are_full = names().all(|index| cells(index).count() == rows.len() && cells(index).all(is_box));
    let is_no = |cell: &Cell| if are_full { says_no(cell, tables) } else { tables.marks.is_no(cell.text()) };
    let is_ticked = |index: usize| {
        let mut cells = cells(index).peekable();
        cells.peek().is_some() && cells.all(|cell| is_tick(cell) || is_no(cell))
    };
    let named: Vec<usize> = names().filter(|index| is_ticked(*index)).collect();
    let has_ticks = named.iter().any(|index| cells(*index).any(is_tick));
    for index in named.iter().filter(|_| named.len() >= LEAST && has_ticks) {
        if let Some(column) = columns.get_mut(*index) {
            column.field = Field::Channels;
        }
    }
}

/// Whether `cell` says no in a column of ticks: in a word, or with the sign of a box that is not checked.
fn says_no(cell: &Cell, tables: &Tables) -> bool {
    let is_sign = |sign: &String| !sign.contains(char::is_alphanumeric) && sign.chars().count() == 1 && is_unchecked(sign, tables);
    tables.marks.is_no(cell.text()) || lone_sign(cell, tables).is_some_and(|sign| is_sign(&sign))
}

fn settle_groups(columns: &mut [Column], rows: &[Row], tables: &Tables) {
    const GROUPS: [MarkGroup; 3] = [MarkGroup::Audience, MarkGroup::Mode, MarkGroup::Level];
    for index in 0..columns.len() {
        let has_column = |group: MarkGroup| columns.iter().any(|column| column.group == Some(group));
        let cells = || rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank());
        let says = |group: MarkGroup| cells().next().is_some() && cells().all(|cell| words(cell, group, tables).is_some());
        if !columns.get(index).is_some_and(|column| column.by_words && column.group.is_some_and(|own| !says(own))) {
            continue;
        }
        let other = GROUPS.into_iter().find(|group| !has_column(*group) && says(*group));
        if let (Some(column), Some(other)) = (columns.get_mut(index), other) {
            column.group = Some(other);
        }
    }
}

/// Reads the words in the columns of `table` that say what ticks say elsewhere; a cell with other words stays as it is.
pub(super) fn read(table: &mut Table, tables: &Tables) {
    let mut above: Vec<Option<Vec<Mark>>> = vec![None; table.columns.len()];
    for row in &mut table.rows {
        for ((column, slot), above) in table.columns.iter().zip(&mut row.slots).zip(&mut above) {
            let (Some(group), Some(cell)) = (column.group.filter(|_| column.by_words), &slot.cell) else { continue };
            let is_ditto = tables.citations.words.is_ditto(cell.text());
            let said = if is_ditto { above.as_ref().map(|above| again(above, cell)) } else { words(cell, group, tables) };
            let some = || Some(cell).filter(|_| said.is_none() && !is_ditto && slot.state != State::Ambiguous);
            let marks = said.clone().or_else(|| some().and_then(|cell| known_words(cell, group, tables)));
            above.clone_from(&said);
            let Some(marks) = marks else { continue };
            add(&mut row.marks, marks, slot.state);
            if said.is_some() {
                *slot = Slot::empty(State::Missing);
            }
        }
    }
}

/// What the cell above says, for `cell`, which says 同上.
fn again(above: &[Mark], cell: &Cell) -> Vec<Mark> {
    let mark = |mark: &Mark| Mark { state: mark.state.max(State::Inferred), at: cell.at.clone(), ..mark.clone() };
    above.iter().map(mark).collect()
}

fn add(marks: &mut Marks, found: Vec<Mark>, state: State) {
    marks.worded += found.len() as u32;
    marks.ticks += found.iter().filter(|mark| mark.value == Some(true)).count() as u32;
    marks
        .columns
        .extend(found.into_iter().map(|mark| Mark { state: if mark.state == State::Stated { state } else { mark.state }, ..mark }));
}

/// What the words of `cell` say; `None` where one of them is no word of the group. Without any box or tick each word is said; else the word next to a
/// box says what the box does, and one without a box says no where all boxes there are checked (√全社会 特定群体).
fn words(cell: &Cell, group: MarkGroup, tables: &Tables) -> Option<Vec<Mark>> {
    let text = cell.text();
    let boxes = boxes(text, true, tables);
    let all_checked = boxes.all.iter().all(|(_, checked)| *checked);
    let mut found = Vec::new();
    for (checked, range) in boxes.segments(text) {
        let segment = text.get(range)?;
        match (named(segment, cell, group, tables), checked) {
            (Some(mark), None) if boxes.all.is_empty() => {
                found.push(mark);
                continue;
            }
            (Some(mark), Some(checked)) if boxes.behind == Some(false) => {
                found.push(Mark { value: Some(checked), ..mark });
                continue;
            }
            _ => {}
        }
        let is_border = |c: char| SEPARATORS.contains(&c) || c == '/' || is_blank(c);
        let parts = outside_brackets(segment, is_border).into_iter().filter_map(|part| segment.get(part)).filter(|part| !part.is_empty());
        let mut marks: Vec<Mark> = Vec::new();
        for word in parts {
            marks.extend(mark_of_all(word, cell, group, tables)?);
        }
        let next = if boxes.behind == Some(true) { marks.len().checked_sub(1) } else { Some(0) };
        if checked.is_some() && marks.is_empty() {
            return None;
        }
        for (index, mark) in marks.iter_mut().enumerate().filter(|_| !boxes.all.is_empty()) {
            (mark.value, mark.state) = match (boxes.behind, checked.filter(|_| next == Some(index))) {
                (Some(_), Some(checked)) => (Some(checked), State::Stated),
                (Some(_), None) if all_checked => (Some(false), State::Inferred),
                _ => (None, State::Ambiguous),
            };
        }
        found.append(&mut marks);
    }
    (!found.is_empty()).then_some(found)
}

/// What those words of `cell`, which has no boxes, say that are known, where others are not (全社会、被征地农民): the cell stays as it is.
fn known_words(cell: &Cell, group: MarkGroup, tables: &Tables) -> Option<Vec<Mark>> {
    const LONGEST: usize = 40;
    let text = cell.text();
    if text.chars().count() > LONGEST || !boxes(text, true, tables).all.is_empty() {
        return None;
    }
    let is_border = |c: char| SEPARATORS.contains(&c) || c == '/' || is_blank(c);
    let parts = outside_brackets(text, is_border).into_iter().filter_map(|part| text.get(part));
    let parts = parts.flat_map(|part| part.split(tables.words.joints.unknown_marks.says.as_slice())).filter(|part| !part.is_empty());
    let marks: Vec<Mark> = parts.filter_map(|part| mark_of_all(part, cell, group, tables)).flatten().collect();
    (!marks.is_empty()).then_some(marks)
}

/// The mark that `text` names, behind which a colon and those who are meant stand (特定群体：残疾人、老年人).
fn named(text: &str, cell: &Cell, group: MarkGroup, tables: &Tables) -> Option<Mark> {
    let (word, who) = crate::text::trim(text).split_once(['：', ':'])?;
    let is_word = |part: &str| mark(part, cell, group, tables).is_some();
    let is_plain = !who.trim_matches(is_blank).is_empty() && !who.split(|c| SEPARATORS.contains(&c) || is_blank(c)).any(is_word);
    mark(word, cell, group, tables).filter(|_| is_plain).map(|mark| Mark { label: crate::text::trim(text).into(), ..mark })
}

/// The marks that `word` names: its own, with those that a remark in brackets adds, or those of words that a conjunction joins (县级和乡级).
fn mark_of_all(word: &str, cell: &Cell, group: MarkGroup, tables: &Tables) -> Option<Vec<Mark>> {
    if let Some(mark) = mark(word, cell, group, tables) {
        let remark = word.strip_suffix(['）', ')']).and_then(|word| word.split_once(['（', '('])).map(|(_, remark)| remark);
        let included =
            remark.and_then(|remark| tables.words.joints.included.says.iter().find_map(|lead| remark.strip_prefix(lead.as_str())));
        let more = included.and_then(|more| mark_of_all(more, cell, group, tables)).unwrap_or_default();
        return Some(std::iter::once(mark).chain(more).collect());
    }
    let (left, right) = tables.words.joints.marks.says.iter().find_map(|joins| word.split_once(joins.as_str()))?;
    let right = mark_of_all(right, cell, group, tables)?;
    Some(std::iter::once(mark(left, cell, group, tables)?).chain(right).collect())
}

/// The mark that `word` names, a note in brackets behind it notwithstanding (特定群体（残疾人）).
fn mark(word: &str, cell: &Cell, group: MarkGroup, tables: &Tables) -> Option<Mark> {
    let without_note = || word.ends_with(['）', ')']).then(|| word.split(['（', '(']).next()).flatten();
    let without_end =
        || tables.words.joints.mark_ends.says.iter().find_map(|end| word.strip_suffix(end.as_str())).filter(|word| !word.is_empty());
    let header = tables.columns.header(word).or_else(|| tables.columns.header(without_note()?));
    let header = header.or_else(|| tables.columns.header(without_end()?))?;
    let Header::Mark { group: of, keys } = header else { return None };
    (*of == group).then(|| Mark {
        group,
        keys: keys.clone(),
        label: word.into(),
        value: Some(true),
        state: State::Stated,
        at: cell.at.clone(),
    })
}
