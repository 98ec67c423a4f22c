//! structure/guide/complaints: labels below a numbered heading that says where to complain (九、监督方式, 电话：…): what they say is its value, and none of those
//! that tell whom to ask about the service.

use super::lines::{Labelled, Line};
use super::roles::Role;
use crate::field::Field;
use crate::tables::Tables;

/// Takes the labels from lines that are the value of such a heading: they have no number, and do not say themselves what they are for.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let mut is_open = false;
    for line in lines.iter_mut() {
        let is_free = line.role.is_none() && line.numbering.is_none() && !line.in_table;
        let Some(label) = &line.label else {
            is_open &= is_free;
            continue;
        };
        let tells_purpose = tables.words.tells_phone_purpose(&label.word);
        if is_open && is_free && !tells_purpose && label.has_value(line.cell) && !label.meaning.begins {
            (line.label, line.role) = (None, Some(Role::More));
            continue;
        }
        let asks = |label: &Labelled| label.meaning.field == Field::Phones || label.meaning.with_numbers == Some(Field::Phones);
        is_open = tells_purpose && line.numbering.is_some() && !line.in_table && asks(label) && !label.has_value(line.cell);
    }
}
