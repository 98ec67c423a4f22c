//! structure/header/levels: which columns name the levels of the items, where their headers alone do not say it.

use crate::decode::{Dialect, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::structure::columns::Column;
use crate::tables::Tables;
use crate::tables::columns::Header;

/// Two columns of one level: the left one is a level further out (一级目录 beside 一级事项); a level without a place of its own keeps its words only.
pub(in crate::structure) fn settle_levels(columns: &mut [Column]) {
    const LEVELS: [Field; 4] = [Field::Category, Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem];
    let mut taken = Vec::new();
    for column in columns.iter_mut().rev().filter(|column| column.field.depth().is_some()) {
        let own = column.field.depth().unwrap_or_default();
        let free = LEVELS.iter().take(own + 1).rev().find(|level| !taken.contains(*level));
        column.field = free.copied().unwrap_or(Field::Extra);
        taken.push(column.field);
    }
}

/// The heading of `headings` that the level of items which `cell` names stands under though its words do not say so: the only one in front of the contents
/// that is not known, or names a level itself (公开目录 above 一级目录, 二级目录).
pub(super) fn heading_over(headings: &[Cell], cell: &Cell, tables: &Tables) -> Option<usize> {
    let meaning = |cell: &Cell| tables.columns.header(cell.text()).or_else(|| tables.columns.short(cell.text()));
    let names_level = |cell: &Cell| matches!(meaning(cell), Some(Header::Column(field)) if field.depth().is_some());
    let is_contents = |cell: &Cell| meaning(cell) == Some(&Header::Column(Field::Contents));
    let contents = headings.iter().position(is_contents).filter(|_| names_level(cell))?;
    let front = headings.iter().take(contents).enumerate();
    let mut over = front.filter(|(_, heading)| meaning(heading).is_none() || names_level(heading) && heading.text() != cell.text());
    over.next().map(|(index, _)| index).filter(|_| over.next().is_none())
}

/// A name of items left of a level of items, or of another name, is a level further out: of two names the heading spans both, or each has its own.
pub(in crate::structure) fn settle_names(columns: &mut [Column]) {
    let field = |index: usize, columns: &[Column]| columns.get(index).map(|column| column.field);
    let is_name = |index: usize, columns: &[Column]| field(index, columns) == Some(Field::Name);
    let inner = |index: usize, columns: &[Column]| match field(index, columns) {
        Some(Field::SecondaryItem) => Some(Field::PrimaryItem),
        Some(Field::TertiaryItem) => Some(Field::SecondaryItem),
        _ => None,
    };
    let Some(left) =
        (0..columns.len()).find(|index| is_name(*index, columns) && (is_name(index + 1, columns) || inner(index + 1, columns).is_some()))
    else {
        return;
    };
    let has_level = columns.iter().any(|column| column.field.depth().is_some_and(|depth| depth > 0));
    if let Some(outer) = inner(left + 1, columns) {
        let is_free = columns.iter().all(|column| column.field != outer);
        if let Some(column) = columns.get_mut(left).filter(|_| is_free) {
            column.field = outer;
        }
    } else if !has_level && !is_name(left + 2, columns) {
        for (column, field) in columns.iter_mut().skip(left).zip([Field::PrimaryItem, Field::SecondaryItem]) {
            (column.field, column.by_type) = (field, true);
        }
    }
}

/// Where nothing names the items of a directory, the unknown words for levels right in front of its contents do.
pub(super) fn settle_unknown_levels(columns: &mut [Column], tables: &Tables) {
    const LEAST: usize = 4;
    const OF_DIRECTORIES: [Field; 5] = [Field::Contents, Field::LegalBasis, Field::Deadlines, Field::Publisher, Field::Channels];
    let is_named = |column: &Column| column.field == Field::Name || column.field.depth().is_some_and(|depth| depth > 0);
    let known = OF_DIRECTORIES.iter().filter(|field| columns.iter().any(|column| column.field == **field)).count();
    let Some(contents) = columns.iter().position(|column| column.field == Field::Contents) else { return };
    if known < LEAST || columns.iter().any(is_named) {
        return;
    }
    let is_level = |column: &&mut Column| column.field == Field::Extra && tables.columns.may_name_level(&column.label);
    let mut levels: Vec<&mut Column> = columns.iter_mut().take(contents).rev().take_while(is_level).collect();
    levels.reverse();
    let fields: &[Field] = match levels.len() {
        1 => &[Field::Name],
        2 => &[Field::PrimaryItem, Field::SecondaryItem],
        3 => &[Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem],
        _ => return,
    };
    for (column, field) in levels.into_iter().zip(fields) {
        (column.field, column.by_type) = (*field, true);
    }
}

/// A category right of the levels of the items, which is stated in rows that leave the level beside it blank, is the innermost level itself.
pub(in crate::structure) fn nest_category(columns: &mut [Column], rows: &[Row], dialect: Dialect) {
    let is_level = |column: &Column| column.field == Field::Name || column.field.depth().is_some_and(|depth| depth > 0);
    let Some(own) = columns.iter().position(|column| column.field == Field::Category) else { return };
    let Some(level) = columns.iter().rposition(is_level).filter(|level| *level < own && dialect.states_positions()) else { return };
    let divides = rows.iter().any(|row| says(row, own) && !says(row, level));
    if !divides || rows.iter().any(|row| says(row, level) && !says(row, own)) {
        return;
    }
    for (index, column) in columns.iter_mut().enumerate() {
        column.field = match column.field {
            Field::Name => Field::SecondaryItem,
            Field::Category if index == own => Field::TertiaryItem,
            field => field,
        };
    }
    settle_levels(columns);
}

/// Of two columns of numbers the right one is the outer level's where rows count on in the left one while the right one and the outermost name stay what they
/// were: blank, or the same again.
pub(in crate::structure) fn nest_numbers(columns: &mut [Column], rows: &[Row], dialect: Dialect) {
    const LEAST: usize = 2;
    let of =
        |is: &dyn Fn(&Column) -> bool| -> Vec<usize> { (0..columns.len()).filter(|index| columns.get(*index).is_some_and(is)).collect() };
    let numbers = of(&|column| column.field == Field::Serial);
    let levels = of(&|column| column.is_name());
    let ([left, right], [outermost, _, ..]) = (&*numbers, &*levels) else { return };
    let whole = || rows.iter().filter(|row| row.own_cells() >= columns.len());
    let pairs = || whole().zip(whole().skip(1));
    let counts = |(above, row): &(&Row, &Row)| !stays(above, row, *left) && stays(above, row, *right) && stays(above, row, *outermost);
    let contradicts = |(above, row): (&Row, &Row)| !stays(above, row, *right) && stays(above, row, *left);
    if !dialect.states_positions() || pairs().filter(counts).take(LEAST).count() < LEAST || pairs().any(contradicts) {
        return;
    }
    if let Some(column) = columns.get_mut(*right) {
        column.numbers_outer = true;
    }
}

/// Whether a row says nothing in a column, or the same as the row above.
fn stays(above: &Row, row: &Row, index: usize) -> bool {
    fn text(row: &Row, index: usize) -> &str {
        row.cells.get(index).map(Cell::text).unwrap_or_default().trim()
    }
    !says(row, index) || text(above, index) == text(row, index)
}

/// Whether the row itself states something in a column.
fn says(row: &Row, index: usize) -> bool {
    let merged = row.merged.iter().any(|merged| usize::from(*merged) == index);
    !merged && row.cells.get(index).is_some_and(|cell| !cell.is_blank())
}
