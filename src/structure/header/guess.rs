//! structure/header/guess: the columns of a table without known header, by what stands in them.

use super::MOST_COLUMNS;
use crate::decode::Row;
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::item::MarkGroup;
use crate::recognise::traits;
use crate::structure::columns::Column;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The columns of a table without known header, told by what stands in them, and whether the first row names them in words that are not known; `None`
/// where too little is told. Only rows as wide as most are asked.
pub(in crate::structure) fn guess(all: &[Row], tables: &Tables) -> Option<(Vec<Column>, bool)> {
    const LEAST_KINDS: usize = 3;
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in all {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    let width = widths.into_iter().max_by_key(|(width, count)| (*count, *width))?.0;
    // One cell alone goes on with a row above it.
    let is_alone = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let rows: Vec<&Row> = all.iter().filter(|row| row.cells.len() == width && !is_alone(row)).collect();
    let head = head(&rows, tables).filter(|head| all.first().is_some_and(|first| std::ptr::eq(first, *head)));
    let below = rows.get(usize::from(head.is_some())..).unwrap_or_default();
    let mut columns: Vec<Column> =
        (0..width.min(MOST_COLUMNS)).map(|index| Column::new(kind(below, index, tables), Text::from(""), None)).collect();
    settle_publishers(&mut columns, below, tables);
    let kinds: BTreeSet<Field> =
        columns.iter().map(|column| column.field).filter(|field| !matches!(field, Field::Extra | Field::Name | Field::Marks)).collect();
    if kinds.len() < LEAST_KINDS || !columns.iter().any(|column| column.field == Field::Name) {
        return None;
    }
    settle_laws(&mut columns, below);
    name_levels(&mut columns);
    settle_contents(&mut columns);
    group_marks(&mut columns, below, tables);
    name_columns(&mut columns, head, tables);
    Some((columns, head.is_some()))
}

/// Tells what columns hold whose header word is lost or cut off (公开), by what stands in all their cells, where no other column holds that.
pub(in crate::structure) fn tell_unnamed(columns: &mut [Column], rows: &[Row], tables: &Tables) {
    const LEAST_CELLS: usize = 2;
    for index in 0..columns.len() {
        let is_cut = |label: &str| label.is_empty() || tables.columns.is_cut_off(label);
        if !columns.get(index).is_some_and(|column| column.field == Field::Extra && is_cut(&column.label)) {
            continue;
        }
        let cells = || rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank());
        let kinds: BTreeSet<Field> = cells().map(|cell| kind_of(cell, tables)).collect();
        let Some(field) = kinds.first().copied().filter(|_| kinds.len() == 1 && cells().count() >= LEAST_CELLS) else { continue };
        // A list behind the names is what is published; elsewhere it may be a remark.
        let is_behind_names = || {
            let before = index.checked_sub(1).and_then(|before| columns.get(before));
            before.is_some_and(|before| before.field.depth().is_some() || before.field == Field::Name)
        };
        let is_told = matches!(field, Field::LegalBasis | Field::Deadlines | Field::Publisher | Field::Channels)
            || field == Field::Contents && is_behind_names();
        if !is_told || columns.iter().any(|column| column.field == field) {
            continue;
        }
        if let Some(column) = columns.get_mut(index) {
            (column.field, column.by_type) = (field, true);
        }
    }
}

/// The first row, where it names the columns in words that are not known: it has no number where all rows below it have one.
fn head<'a>(rows: &[&'a Row], tables: &Tables) -> Option<&'a Row> {
    let (first, below) = rows.split_first()?;
    let is_serial = |row: &Row, index: usize| row.cells.get(index).map(|cell| traits(cell.text(), tables).serial);
    let numbers = (0..first.cells.len()).find(|index| !below.is_empty() && below.iter().all(|row| is_serial(row, *index) == Some(true)))?;
    let is_word = first.cells.get(numbers).is_some_and(|cell| !cell.is_blank() && !traits(cell.text(), tables).serial);
    is_word.then_some(*first)
}

/// Gives the columns the words of the row `head` that names them. What stands in a column that has a word of its own tells what it holds only where
/// that leaves no choice (numbers, names, laws and bodies), and no other column has a word for it.
fn name_columns(columns: &mut [Column], head: Option<&Row>, tables: &Tables) {
    let words: Vec<&Cell> = head.into_iter().flat_map(|row| &row.cells).collect();
    let named: Vec<Option<Field>> = words.iter().map(|cell| named(cell, tables)).collect();
    let is_name = |field: Field| field == Field::Name || field.depth().is_some();
    let has_name = named.iter().flatten().any(|field| is_name(*field));
    for (index, (column, cell)) in columns.iter_mut().zip(&words).enumerate() {
        let own = named.get(index).copied().flatten();
        let is_again = own == Some(Field::Publisher) && named.iter().take(index).any(|other| *other == own);
        let told = is_name(column.field) || matches!(column.field, Field::Serial | Field::LegalBasis | Field::Publisher);
        let is_taken = is_again || if is_name(column.field) { has_name } else { named.contains(&Some(column.field)) };
        let field = own.filter(|_| !is_again).unwrap_or(if told && !is_taken { column.field } else { Field::Extra });
        *column = Column::new(field, cell.passage.text.clone(), cell.at.first().copied());
    }
}

/// What the word `cell` of a header says that a column holds; words for services, laws and bodies are labels of guides, too.
fn named(cell: &Cell, tables: &Tables) -> Option<Field> {
    match tables.columns.header(cell.text()) {
        Some(Header::Column(field)) => Some(*field),
        Some(_) => None,
        None => {
            let label = tables.columns.label(cell.text()).map(|label| label.field);
            label.filter(|field| matches!(field, Field::Name | Field::LegalBasis | Field::Publisher))
        }
    }
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
            _ => Arc::default(),
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

/// Of several columns that may hold publishers the one with most known offices does; what only ends like one (农业农村) left of it is a name.
fn settle_publishers(columns: &mut [Column], rows: &[&Row], tables: &Tables) {
    let offices = |index: usize| {
        let cells = rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank());
        cells.filter(|cell| tables.authorities.office(cell.text()).is_some()).count()
    };
    let publishers = (0..columns.len()).filter(|index| columns.get(*index).is_some_and(|column| column.field == Field::Publisher));
    let Some(own) = publishers.max_by_key(|index| (offices(*index), std::cmp::Reverse(*index))).filter(|own| offices(*own) > 0) else {
        return;
    };
    for column in columns.iter_mut().take(own).filter(|column| column.field == Field::Publisher) {
        column.field = Field::Name;
    }
}

/// Of several columns that may hold laws the one with most titles in marks does; what stands in words like theirs left of it is published (规划, 办法).
fn settle_laws(columns: &mut [Column], rows: &[&Row]) {
    let titles = |index: usize| rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| cell.text().contains('《')).count();
    let laws = (0..columns.len()).filter(|index| columns.get(*index).is_some_and(|column| column.field == Field::LegalBasis));
    let Some(own) = laws.max_by_key(|index| (titles(*index), std::cmp::Reverse(*index))).filter(|own| titles(*own) > 0) else { return };
    for (_, column) in columns.iter_mut().enumerate().filter(|(index, column)| *index < own && column.field == Field::LegalBasis) {
        column.field = Field::Contents;
    }
}

/// Of three levels without contents the innermost, right in front of the laws, is what is published: directories always say that.
fn settle_contents(columns: &mut [Column]) {
    if columns.iter().any(|column| column.field == Field::Contents) {
        return;
    }
    let innermost = columns.iter().position(|column| column.field == Field::TertiaryItem);
    let is_before_laws = |index: &usize| columns.get(index + 1).is_some_and(|next| next.field == Field::LegalBasis);
    if let Some(column) = innermost.filter(is_before_laws).and_then(|index| columns.get_mut(index)) {
        column.field = Field::Contents;
    }
}

/// What most of the cells at `index` look like.
fn kind(rows: &[&Row], index: usize, tables: &Tables) -> Field {
    let mut counts: BTreeMap<Field, usize> = BTreeMap::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank()) {
        *counts.entry(kind_of(cell, tables)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(Field::Extra, |(field, _)| field)
}

fn kind_of(cell: &Cell, tables: &Tables) -> Field {
    match traits(cell.text(), tables) {
        look if look.serial => Field::Serial,
        look if look.tick => Field::Marks,
        look if look.boxed || look.channels > 1 || is_channel(cell, tables) => Field::Channels,
        look if look.citation => Field::LegalBasis,
        look if look.deadline && !look.list => Field::Deadlines,
        look if look.list || look.unfinished => Field::Contents,
        look if look.organisation => Field::Publisher,
        _ if cell.text().contains('、') => Field::Contents,
        _ => Field::Name,
    }
}

/// Whether all of `cell` is the name of a channel.
fn is_channel(cell: &Cell, tables: &Tables) -> bool {
    let text = crate::text::trim(cell.text());
    tables.channels.at_start(text).is_some_and(|(_, taken)| taken == text.chars().count())
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
            Field::Serial | Field::Marks | Field::Extra => column.field,
            field if seen.insert(field) => field,
            _ => Field::Extra,
        };
    }
}
