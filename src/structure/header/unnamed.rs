//! structure/header/unnamed: columns of ticks whose own word is lost, below a heading that says what they are about.

use crate::decode::Row;
use crate::evidence::Text;
use crate::field::Field;
use crate::item::MarkGroup;
use crate::structure::columns::Column;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::sync::Arc;

/// Makes the only column without a word below a heading of ticks (公开方式 above 主动 and nothing) one of ticks, where others below it have words. What its
/// ticks say is what the standard has beside these, if that is one thing only.
pub(super) fn name_marks(columns: &mut [Column], rows: &[Row], tables: &Tables) {
    let Some((first, [_, ..])) = rows.split_first() else { return };
    let headings: Vec<usize> =
        (0..first.cells.len()).filter(|index| first.cells.get(*index).is_some_and(|cell| !cell.is_blank())).collect();
    let ends = headings.iter().skip(1).copied().chain([columns.len()]);
    for (heading, end) in headings.iter().copied().zip(ends) {
        let word = first.cells.get(heading).map_or("", |cell| cell.text());
        let Some(Header::Group(group)) = tables.columns.header(word) else { continue };
        let Some(below) = columns.get_mut(heading..end) else { continue };
        let keys = keys_left(below, *group, tables);
        let is_named = below.iter().any(|column| column.is_mark() && column.group == Some(*group));
        let mut unnamed = below.iter_mut().filter(|column| column.field == Field::Extra && column.label.is_empty());
        if let (Some(column), None, true) = (unnamed.next(), unnamed.next(), is_named) {
            (column.field, column.group, column.keys) = (Field::Marks, Some(*group), keys);
        }
    }
}

/// What ticks of `group` say in the standard and none of the columns `below` its heading does; nothing where that is not one thing.
fn keys_left(below: &[Column], group: MarkGroup, tables: &Tables) -> Arc<[Text]> {
    let words = tables.words.standard_columns().iter().filter(|column| column.group == Some(group)).flat_map(|column| &column.below);
    let mut left = words.filter_map(|word| match tables.columns.header(word) {
        Some(Header::Mark { keys, .. }) if !below.iter().any(|column| column.keys == *keys) => Some(keys),
        _ => None,
    });
    match (left.next(), left.next()) {
        (Some(keys), None) => keys.clone(),
        _ => Arc::default(),
    }
}
