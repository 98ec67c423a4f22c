//! structure/header/short: words of directories that are cut short (内容, 依据, 时限, 主体, 渠道), which other tables have too.

use crate::decode::Row;
use crate::evidence::Cell;
use crate::field::Field;
use crate::structure::columns::Column;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::collections::BTreeSet;

/// So many different ones beside each other are those of a directory.
const LEAST: usize = 4;

/// Whether the cells of `row` say so many of them that it is the header of a directory.
pub(super) fn are_words(row: &Row, tables: &Tables) -> bool {
    let short = row.cells.iter().map(Cell::text).filter_map(|word| tables.columns.short(word));
    tell(&short.filter_map(field).collect())
}

/// Short words mean what they are cut from, where so many stand side by side, or beside as many whole ones.
pub(super) fn settle(columns: &mut [Column], tables: &Tables) {
    const LEAST_WHOLE: usize = 5;
    let short: Vec<Option<&Header>> = columns.iter().map(|column| tables.columns.short(&column.label)).collect();
    let is_whole =
        |field: &Field| matches!(field, Field::Contents | Field::LegalBasis | Field::Deadlines | Field::Publisher | Field::Channels);
    let whole = columns.iter().map(|column| column.field).filter(is_whole);
    let told: BTreeSet<Field> = short.iter().flatten().copied().filter_map(field).chain(whole).collect();
    let is_directory = columns.iter().filter(|column| column.field != Field::Extra).count() >= LEAST_WHOLE
        && columns.iter().any(|column| column.field == Field::Deadlines || column.is_mark());
    if !is_directory && !tell(&told) {
        return;
    }
    let is_free = |header: &&Header, columns: &[Column]| match header {
        Header::Column(field) => !columns.iter().any(|column| column.field == *field),
        Header::Group(group) | Header::Mark { group, .. } => !columns.iter().any(|column| column.group == Some(*group)),
    };
    let short: Vec<Option<&Header>> = short.into_iter().map(|header| header.filter(|header| is_free(header, columns))).collect();
    for (column, header) in columns.iter_mut().zip(short) {
        match header {
            Some(Header::Column(field)) => column.field = *field,
            Some(Header::Group(group)) => (column.field, column.group, column.by_words) = (Field::Marks, Some(*group), true),
            _ => {}
        }
    }
}

/// Whether words for the fields `told` are those of a directory: the publisher and the channels are among them.
fn tell(told: &BTreeSet<Field>) -> bool {
    told.len() >= LEAST && told.contains(&Field::Publisher) && told.contains(&Field::Channels)
}

fn field(header: &Header) -> Option<Field> {
    if let Header::Column(field) = header { Some(*field) } else { None }
}
