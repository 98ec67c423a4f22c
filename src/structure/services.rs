//! structure/services: tables with one service a row (序号 | 事项名称 | 服务对象 | 办理材料 | …), whose headers are the labels of guides.

use super::columns::Column;
use super::header::Leaf;
use crate::decode::Row;
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::text::is_blank;

/// A header has so many known words at least.
const LEAST_KNOWN: usize = 3;
/// A heading under a heading has so many characters at most.
const LONGEST_HEADING: usize = 12;

/// How many of the rows at the start of `rows` are the header of a table of services: most cells are words of headers or labels of guides, one of them
/// names services and one is about how they are had. A row of a form, which has such a row below it, is none.
pub(super) fn header_rows(rows: &[Row], tables: &Tables) -> usize {
    let Some(first) = rows.first().filter(|row| is_header(row, tables)) else { return 0 };
    let Some(below) = rows.get(1) else { return 1 };
    if is_below(below, first) {
        return 2;
    }
    let is_again = |row: &Row| row.cells.iter().map(Cell::text).eq(first.cells.iter().map(Cell::text));
    let is_row = |row: &Row| 2 * known(row, tables) < filled(row) || is_again(row);
    // A row of two cells, a label and its value, is one of a form too, where the next one says no other.
    let is_list = 2 * known(below, tables) <= filled(below) && (is_row(below) || rows.get(2).is_none_or(is_row));
    usize::from(is_list)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

fn known(row: &Row, tables: &Tables) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank() && field(cell.text(), tables).is_some()).count()
}

fn is_header(row: &Row, tables: &Tables) -> bool {
    let own = || row.cells.iter().filter(|cell| !cell.is_blank());
    let fields: Vec<Field> = own().filter_map(|cell| field(cell.text(), tables)).collect();
    let is_named = fields.iter().copied().any(names);
    let is_first =
        || own().find(|cell| field(cell.text(), tables) != Some(Field::Serial)).is_some_and(|cell| may_name(cell.text(), tables));
    let by_other_word = usize::from(!is_named && (own().any(|cell| other_name(cell.text(), tables)) || is_first()));
    let known = fields.len() + by_other_word;
    known >= LEAST_KNOWN && known * 10 >= filled(row) * 6 && (is_named || by_other_word > 0) && fields.into_iter().any(is_of_guides)
}

/// Whether the header `text` names what stands in a row, where no other header does: a kind of service, or an institution.
fn other_name(text: &str, tables: &Tables) -> bool {
    tables.columns.names_services(text) || tables.columns.names_institutions(text)
}

/// Whether the header `text`, the first one behind that of the numbers, may name what stands in a row, and no step of handling (环节名称).
fn may_name(text: &str, tables: &Tables) -> bool {
    field(text, tables).is_none() && tables.columns.may_name_services(text) && !tables.columns.is_step_header(text)
}

/// Whether `columns` list institutions: they are had nowhere but at their addresses, hours and telephone numbers.
pub(super) fn are_institutions(columns: &[Column], tables: &Tables) -> bool {
    let is_name = |column: &Column| column.field == Field::Name && tables.columns.names_institutions(&column.label);
    let of_services = |column: &Column| is_of_guides(column.field) && !matches!(column.field, Field::Addresses | Field::Hours);
    columns.iter().any(is_name) && !columns.iter().any(of_services)
}

/// Whether `row` divides headings of the row `above` that span several columns, and has nothing else.
fn is_below(row: &Row, above: &Row) -> bool {
    let text = |row: &Row, index: usize| row.cells.get(index).is_some_and(|cell| !cell.is_blank());
    let is_merged = |index: usize| row.merged.iter().any(|merged| usize::from(*merged) == index);
    let own: Vec<(usize, &Cell)> = row.cells.iter().enumerate().filter(|(index, cell)| !cell.is_blank() && !is_merged(*index)).collect();
    let spanned = |index: usize| !text(above, index) || !text(above, index + 1) && text(row, index + 1);
    let is_short = |cell: &Cell| cell.text().chars().filter(|c| !is_blank(*c)).count() <= LONGEST_HEADING;
    own.len() > 1 && own.iter().all(|(index, cell)| *index > 0 && spanned(*index) && is_short(cell))
}

/// What the header word `text` says in a table of services: the numbers and names of columns, and the labels of guides.
fn field(text: &str, tables: &Tables) -> Option<Field> {
    let column = match tables.columns.header(text) {
        Some(Header::Column(field)) => Some(*field),
        _ => None,
    };
    let label = tables.columns.label(text).map(|label| label.field);
    match column {
        Some(field) if field == Field::Serial || names(field) => Some(field),
        column => label.or(column),
    }
}

fn names(field: Field) -> bool {
    field == Field::Name || field.depth().is_some()
}

/// Fields that only guides have, and all of them may have.
fn is_of_guides(field: Field) -> bool {
    use Field::{Addresses, Fees, HandlingChannels, HandlingLevels, Hours, Materials, ServiceTarget, TimeLimits};
    matches!(field, ServiceTarget | Materials | TimeLimits | HandlingLevels | HandlingChannels | Fees | Hours | Addresses)
}

/// Whether `columns` are those of a table of services.
pub(super) fn are_services(columns: &[Column]) -> bool {
    columns.iter().any(|column| names(column.field)) && columns.iter().any(|column| is_of_guides(column.field))
}

/// Gives the columns of a table of services the fields of their labels; a column without label under a heading has that of the heading. Directories,
/// which have columns of what is published how, stay as they are.
pub(super) fn settle(columns: &mut [Column], leaves: &[Leaf], tables: &Tables) {
    let publishes =
        |column: &Column| column.is_mark() || matches!(column.field, Field::Contents | Field::Deadlines | Field::Channels | Field::Marks);
    if columns.iter().any(publishes) {
        return;
    }
    let meaning = |leaf: &Leaf| {
        let own = leaf.cell.as_ref().and_then(|cell| field(cell.text(), tables));
        own.or_else(|| field(leaf.parent?.text(), tables).filter(|_| leaf.cell.as_ref().is_some_and(|cell| !cell.is_blank())))
            .filter(|_| !says_more(leaf, leaves, tables) && !is_number_of_parts(leaf, tables))
    };
    let mut fields: Vec<Option<Field>> = leaves.iter().map(meaning).collect();
    let mut by_end = None;
    if !fields.iter().flatten().any(|field| names(*field)) {
        let says = |leaf: &Leaf, test: &dyn Fn(&str) -> bool| leaf.cell.as_ref().is_some_and(|cell| !cell.is_blank() && test(cell.text()));
        let is_first = |leaf: &Leaf| says(leaf, &|text| field(text, tables) != Some(Field::Serial));
        let other = leaves.iter().position(|leaf| says(leaf, &|text| other_name(text, tables)));
        let first = leaves
            .iter()
            .position(is_first)
            .filter(|index| leaves.get(*index).is_some_and(|leaf| says(leaf, &|text| may_name(text, tables))));
        let named = other.or(first).and_then(|index| fields.get_mut(index));
        named.into_iter().for_each(|field| *field = Some(Field::Name));
        by_end = first.filter(|_| other.is_none());
    }
    if !fields.iter().flatten().any(|field| names(*field)) || !fields.iter().flatten().any(|field| is_of_guides(*field)) {
        return;
    }
    for ((column, field), leaf) in columns.iter_mut().zip(fields).zip(leaves) {
        column.field = field.unwrap_or(Field::Extra);
        if let Some(label) = below_heading(leaf, tables) {
            column.label = label;
        }
    }
    // 人员类别 may as well say for whom the rows of one service are.
    if let Some(column) = by_end.and_then(|index| columns.get_mut(index)) {
        column.rule = Some("name-from-first-column");
    }
    inner_names(columns);
}

/// Whether `leaf` numbers what its heading says of a service (序号 below 申请材料), not the services.
fn is_number_of_parts(leaf: &Leaf, tables: &Tables) -> bool {
    let own = leaf.cell.as_ref().and_then(|cell| field(cell.text(), tables));
    own == Some(Field::Serial) && leaf.parent.and_then(|parent| field(parent.text(), tables)).is_some_and(is_of_guides)
}

/// Whether `leaf` says more of what another column below the same heading names: how many there are of the materials (份数 beside 材料名称).
fn says_more(leaf: &Leaf, leaves: &[Leaf], tables: &Tables) -> bool {
    let own = |leaf: &Leaf| leaf.cell.as_ref().and_then(|cell| field(cell.text(), tables));
    let Some(parent) = leaf.parent.filter(|_| own(leaf).is_none()) else { return false };
    let is_beside = |other: &&Leaf| other.parent == Some(parent) && own(other).is_some() && own(other) == field(parent.text(), tables);
    leaf.cell.as_ref().is_some_and(|cell| tables.columns.is_sub_header(cell.text())) && leaves.iter().any(|other| is_beside(&other))
}

/// The words of a column below a heading that says what stands in it: 收费标准（元/件） above 住宅 is 收费标准（元/件）/住宅.
fn below_heading(leaf: &Leaf, tables: &Tables) -> Option<Text> {
    let (own, over) = (leaf.cell.as_ref().filter(|cell| !cell.is_blank())?, leaf.parent?);
    let says = |cell: &Cell| field(cell.text(), tables).is_some();
    let words = |cell: &Cell| cell.text().chars().filter(|c| !is_blank(*c)).collect::<String>();
    (own.text() != over.text() && says(over) && (!says(own) || is_number_of_parts(leaf, tables)))
        .then(|| format!("{}/{}", words(over), words(own)).into())
}

/// Of several columns of names the last one names the services, those left of it are levels above; so is one left of a column for their parts
/// (事项名称 | 办理子项).
fn inner_names(columns: &mut [Column]) {
    let several = columns.iter().filter(|column| column.field == Field::Name).count() > 1;
    let own = columns.iter().position(|column| column.field == Field::Name);
    let part = columns.iter().position(|column| column.field == Field::SecondaryItem);
    let is_above = own.zip(part).is_some_and(|(own, part)| own < part) && !columns.iter().any(|column| column.field == Field::PrimaryItem);
    let level = if several { Field::SecondaryItem } else { Field::PrimaryItem };
    for column in columns.iter_mut().filter(|column| (several || is_above) && column.field == Field::Name) {
        column.field = level;
    }
}
