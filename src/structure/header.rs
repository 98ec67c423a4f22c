//! structure/header: the header rows of a table, one to three of them, joined to columns.

use super::columns::Column;
use super::stream::together;
use crate::decode::{Dialect, Row};
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::item::MarkGroup;
use crate::recognise::traits;
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::text::is_blank;
use std::collections::{BTreeMap, BTreeSet};

/// A table has so many columns at most; what stands further right is in none.
pub(super) const MOST_COLUMNS: usize = 128;

/// At most so many rows make a header.
const MOST_ROWS: usize = 3;

/// How many of the rows at the start of `rows` are header rows: rows most of whose cells are known words of headers.
pub(super) fn header_rows(rows: &[Row], tables: &Tables) -> usize {
    let Some(first) = rows.first().filter(|row| is_header(row, 2, tables)) else { return 0 };
    let below = rows.iter().take(MOST_ROWS).skip(1);
    1 + below.take_while(|row| is_header(row, 1, tables) && !same_words(row, first)).count()
}

/// Whether a header begins with the first of `rows`.
pub(super) fn begins(rows: &[Row], tables: &Tables) -> bool {
    header_rows(rows, tables) > 0 || !rows_together(rows, tables).is_empty()
}

/// The header rows at the start of `rows` whose words stand in one cell with nothing between them, the words apart.
pub(super) fn rows_together(rows: &[Row], tables: &Tables) -> Vec<Row> {
    const LEAST_WORDS: usize = 4;
    const LEAST_BELOW: usize = 2;
    let apart = |row: &Row, least: usize| -> Option<Row> {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
        let (Some(cell), None) = (filled.next(), filled.next()) else { return None };
        let words = together::header(cell.text(), tables);
        let is_whole = words.last().is_some_and(|word| word.end == cell.text().len());
        let cells = || words.iter().map(|word| cell.sub(word.clone())).collect();
        (is_whole && words.len() >= least).then(|| Row { cells: cells(), pads: 0, line: row.line, merged: Vec::new() })
    };
    let Some(first) = rows.first().and_then(|row| apart(row, LEAST_WORDS)) else { return Vec::new() };
    let below = rows.get(1).and_then(|row| apart(row, LEAST_BELOW));
    std::iter::once(first).chain(below).collect()
}

/// Whether most cells of `row` are words of headers, `least` at the least.
fn is_header(row: &Row, least: usize, tables: &Tables) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (mut known, mut all) = (0, 0);
    for cell in filled {
        all += 1;
        known += usize::from(tables.columns.header(cell.text()).is_some());
    }
    known >= least && known * 10 >= all * 6
}

/// A header that stands twice does not stand in more rows.
fn same_words(a: &Row, b: &Row) -> bool {
    let words = |row: &Row| row.cells.iter().map(|cell| crate::text::fold(cell.text())).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    words(a) == words(b)
}

/// The columns that the header rows `rows` name, left to right.
pub(super) fn columns(rows: &[Row], dialect: Dialect, tables: &Tables) -> Vec<Column> {
    let leaves = if dialect.states_positions() { leaves_by_position(rows) } else { leaves_by_meaning(rows, tables) };
    let mut columns: Vec<Column> = leaves.iter().take(MOST_COLUMNS).map(|leaf| column(leaf, tables)).collect();
    while columns.last().is_some_and(|column| column.label.is_empty()) {
        columns.pop();
    }
    settle_levels(&mut columns);
    columns
}

/// The lowest cell of a column's header, and the cell above it.
struct Leaf<'a> {
    cell: Option<&'a Cell>,
    parent: Option<&'a Cell>,
}

/// Where positions are stated, a cell stands under the nearest filled cell of the row above, at its place or left of it.
fn leaves_by_position(rows: &[Row]) -> Vec<Leaf<'_>> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (0..width)
        .map(|index| {
            let filled = |row: &Row| row.cells.get(index).is_some_and(|cell| !cell.is_blank());
            let lowest = rows.iter().rposition(filled);
            let cell = lowest.and_then(|row| rows.get(row)?.cells.get(index));
            let above = lowest.and_then(|row| row.checked_sub(1)).and_then(|row| rows.get(row));
            let parent = above.and_then(|row| row.cells.iter().take(index + 1).rev().find(|cell| !cell.is_blank()));
            Leaf { cell, parent }
        })
        .collect()
}

/// Where cells were dropped, a cell of a lower row stands under the heading that its meaning belongs to, else where its left neighbour stands.
fn leaves_by_meaning<'a>(rows: &'a [Row], tables: &Tables) -> Vec<Leaf<'a>> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let Some((first, lower)) = rows.split_first() else { return leaves };
    let mut children: Vec<Vec<&Cell>> = vec![Vec::new(); first.cells.len()];
    for row in lower {
        let mut parent = 0;
        for cell in &row.cells {
            let belongs =
                (parent..first.cells.len()).find(|index| first.cells.get(*index).is_some_and(|above| stands_under(cell, above, tables)));
            parent = belongs.unwrap_or(parent);
            if let Some(children) = children.get_mut(parent) {
                children.push(cell);
            }
        }
    }
    for (cell, children) in first.cells.iter().zip(children) {
        if children.is_empty() {
            leaves.push(Leaf { cell: Some(cell), parent: None });
        }
        leaves.extend(children.into_iter().map(|child| Leaf { cell: Some(child), parent: Some(cell) }));
    }
    leaves
}

/// Whether the heading `cell` belongs under the heading `above`.
pub(super) fn stands_under(cell: &Cell, above: &Cell, tables: &Tables) -> bool {
    match (tables.columns.header(cell.text()), tables.columns.header(above.text())) {
        (Some(Header::Mark { group, .. }), Some(Header::Group(over))) => group == over,
        (Some(Header::Column(field)), Some(Header::Column(Field::Name))) => field.depth().is_some(),
        _ => false,
    }
}

/// The column that a leaf names; one that the tables do not know keeps its words.
fn column(leaf: &Leaf, tables: &Tables) -> Column {
    let Some(cell) = leaf.cell else { return Column::new(Field::Extra, Text::from(""), None) };
    let label: Text = cell.text().chars().filter(|c| !is_blank(*c)).collect::<String>().into();
    let at = cell.at.first().copied();
    let over = leaf.parent.and_then(|parent| tables.columns.header(parent.text()));
    match (tables.columns.header(&label), over) {
        (Some(Header::Mark { group, keys }), _) => Column { field: Field::Marks, label, group: Some(*group), keys: keys.clone(), at },
        (Some(Header::Column(field)), _) => Column::new(*field, label, at),
        (None, Some(Header::Group(group))) => unknown_mark(*group, label, at),
        _ => Column::new(Field::Extra, label, at),
    }
}

fn unknown_mark(group: MarkGroup, label: Text, at: Option<crate::evidence::At>) -> Column {
    Column { field: Field::Marks, label, group: Some(group), keys: Vec::new(), at }
}

/// Two columns of one level: the left one is a level further out (一级目录 beside 一级事项); a level without a place of its own keeps its words only.
pub(super) fn settle_levels(columns: &mut [Column]) {
    const LEVELS: [Field; 4] = [Field::Category, Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem];
    let mut taken = Vec::new();
    for column in columns.iter_mut().rev().filter(|column| column.field.depth().is_some()) {
        let own = column.field.depth().unwrap_or_default();
        let free = LEVELS.iter().take(own + 1).rev().find(|level| !taken.contains(*level));
        column.field = free.copied().unwrap_or(Field::Extra);
        taken.push(column.field);
    }
}

/// The columns of a table of another kind, whose first row names them, with the rows below it that name parts of what it names; these rows are taken
/// out of `rows`.
pub(super) fn plain(rows: &mut Vec<Row>) -> Vec<Column> {
    let below = rows.iter().zip(rows.iter().skip(1)).take(MOST_ROWS - 1).take_while(|(above, row)| names_parts(above, row)).count();
    let head: Vec<Row> = rows.drain(..rows.len().min(1 + below)).collect();
    let width = rows.iter().map(|row| row.cells.len() + row.pads as usize).chain(head.iter().map(|row| row.cells.len())).max().unwrap_or(0);
    let named = leaves_by_position(&head).into_iter().map(|leaf| {
        let text = |cell: Option<&Cell>| cell.map_or_else(|| Text::from(""), |cell| cell.passage.text.clone());
        let (own, over) = (text(leaf.cell), text(leaf.parent));
        let label = if over.is_empty() || over == own { own } else { format!("{over}/{own}").into() };
        Column::new(Field::Extra, label, leaf.cell.and_then(|cell| cell.at.first().copied()))
    });
    let unnamed = std::iter::repeat_with(|| Column::new(Field::Extra, Text::from(""), None));
    named.chain(unnamed).take(width.min(MOST_COLUMNS)).collect()
}

/// Whether the cells of `row` are words that stand below cells of `above` which span several columns, and nowhere else.
fn names_parts(above: &Row, row: &Row) -> bool {
    const LEAST: usize = 2;
    let is_filled = |row: &Row, index: usize| row.cells.get(index).is_some_and(|cell| !cell.is_blank());
    let is_own = |index: usize| is_filled(row, index) && !u16::try_from(index).is_ok_and(|index| row.merged.contains(&index));
    let spans = |index: usize| {
        index < above.cells.len() && (!is_filled(above, index) || index + 1 < above.cells.len() && !is_filled(above, index + 1))
    };
    let own: Vec<usize> = (0..row.cells.len()).filter(|index| is_own(*index)).collect();
    let is_word = |index: &usize| row.cells.get(*index).is_some_and(|cell| !cell.text().chars().any(|c| c.is_ascii_digit()));
    let has_whole = (0..above.cells.len()).any(|index| is_filled(above, index) && !spans(index));
    own.len() >= LEAST && has_whole && own.iter().all(|index| spans(*index) && is_word(index))
}

/// The columns of a table without header, told by what stands in them; `None` where too little is told. Only rows as wide as most are asked.
pub(super) fn guess(rows: &[Row], tables: &Tables) -> Option<Vec<Column>> {
    const LEAST_KINDS: usize = 3;
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    let width = widths.into_iter().max_by_key(|(width, count)| (*count, *width))?.0;
    let rows: Vec<&Row> = rows.iter().filter(|row| row.cells.len() == width).collect();
    let mut columns: Vec<Column> =
        (0..width.min(MOST_COLUMNS)).map(|index| Column::new(kind(&rows, index, tables), Text::from(""), None)).collect();
    let kinds: BTreeSet<Field> =
        columns.iter().map(|column| column.field).filter(|field| !matches!(field, Field::Extra | Field::Name | Field::Marks)).collect();
    if kinds.len() < LEAST_KINDS || !columns.iter().any(|column| column.field == Field::Name) {
        return None;
    }
    name_levels(&mut columns);
    group_marks(&mut columns, &rows, tables);
    Some(columns)
}

/// Columns of ticks side by side are those of the standard, in its order, if they are as many and no row leaves one of its groups without a tick; else
/// nothing tells what they say.
fn group_marks(columns: &mut [Column], rows: &[&Row], tables: &Tables) {
    const MOST_LEVELS: usize = 4;
    let is_mark = |column: &Column| column.field == Field::Marks;
    let (first, last) = (columns.iter().position(is_mark), columns.iter().rposition(is_mark));
    for column in columns.iter_mut().filter(|column| is_mark(column)) {
        column.field = Field::Extra;
    }
    let (Some(first), Some(last)) = (first, last) else { return };
    let groups: Vec<(MarkGroup, &[String])> =
        tables.words.standard_columns().iter().filter_map(|column| Some((column.group?, column.below.as_slice()))).collect();
    let fixed: usize = groups.iter().map(|(_, below)| below.len()).sum();
    let levels = (last + 1 - first).saturating_sub(fixed);
    let sizes: Vec<usize> = groups.iter().map(|(_, below)| if below.is_empty() { levels } else { below.len() }).collect();
    if !(2..=MOST_LEVELS).contains(&levels) || !all_are_ticked(first, &sizes, rows, tables) {
        return;
    }
    let marks = groups.iter().zip(sizes).flat_map(|((group, below), size)| (0..size).map(move |index| (*group, below.get(index))));
    for (column, (group, word)) in columns.iter_mut().skip(first).zip(marks) {
        let keys = word.and_then(|word| tables.columns.header(word)).map(|header| match header {
            Header::Mark { keys, .. } => keys.clone(),
            _ => Vec::new(),
        });
        *column = Column { field: Field::Marks, group: Some(group), keys: keys.unwrap_or_default(), ..column.clone() };
    }
}

/// Whether every row that has ticks from the column `first` on has one in each group of so many columns, and nothing but ticks in them.
fn all_are_ticked(first: usize, sizes: &[usize], rows: &[&Row], tables: &Tables) -> bool {
    let width: usize = sizes.iter().sum();
    rows.iter().all(|row| {
        let cells = row.cells.get(first..first + width).unwrap_or_default();
        let mut rest = cells;
        let ticked = |cells: &[Cell]| cells.iter().any(|cell| !cell.is_blank());
        let has_all = sizes.iter().all(|size| {
            let (own, others) = rest.split_at_checked(*size).unwrap_or((rest, &[]));
            rest = others;
            ticked(own)
        });
        cells.iter().all(|cell| cell.is_blank() || tables.marks.is_tick(cell.text())) && (has_all || !ticked(cells))
    })
}

/// What most of the cells at `index` look like.
fn kind(rows: &[&Row], index: usize, tables: &Tables) -> Field {
    let mut counts: BTreeMap<Field, usize> = BTreeMap::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank()) {
        let look = traits(cell.text(), tables);
        let field = match look {
            look if look.serial => Field::Serial,
            look if look.tick => Field::Marks,
            look if look.boxed || look.channels > 1 => Field::Channels,
            look if look.citation => Field::LegalBasis,
            look if look.deadline && !look.list => Field::Deadlines,
            look if look.list || look.unfinished => Field::Contents,
            look if look.organisation => Field::Publisher,
            _ => Field::Name,
        };
        *counts.entry(field).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(Field::Extra, |(field, _)| field)
}

/// Names left of all else are the levels of the items, innermost last; a name or a body elsewhere keeps no meaning, nor does a second column of a kind.
fn name_levels(columns: &mut [Column]) {
    let first = columns.iter().position(|column| !matches!(column.field, Field::Name | Field::Serial)).unwrap_or(columns.len());
    let levels = columns.iter().take(first).filter(|column| column.field == Field::Name).count();
    let mut seen = BTreeSet::new();
    let mut level = 0;
    for (index, column) in columns.iter_mut().enumerate() {
        column.field = match column.field {
            Field::Name if index < first && levels > 1 => {
                level += 1;
                [Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem].get(level - 1).copied().unwrap_or(Field::Extra)
            }
            Field::Name if index < first => Field::Name,
            Field::Name => Field::Extra,
            Field::Serial | Field::Extra => column.field,
            field if seen.insert(field) => field,
            _ => Field::Extra,
        };
    }
}
