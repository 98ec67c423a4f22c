//! header: damage to the header.

use super::super::directory::{Role, is_mark};
use super::super::draft::{self, Draft, Row};
use super::super::random::Random;

pub(super) fn same_name(draft: &mut Draft) {
    for (_, column) in &mut draft.columns {
        if column.role == Role::Level {
            column.heading = Some("公开方式".into());
        }
    }
    let header = draft::header(&draft.columns);
    draft.replace_header(header);
}

/// One more row of headings over the columns of ticks.
pub(super) fn three_rows(draft: &mut Draft) {
    let mut header = draft.header();
    let [upper, lower] = header.as_mut_slice() else { return };
    let mut middle = vec![String::new(); upper.cells.len()];
    let mut covered = false;
    for (index, (_, column)) in draft.columns.iter().enumerate() {
        if is_mark(column.role) {
            middle[index] = std::mem::take(&mut upper.cells[index]);
            if !covered {
                upper.cells[index] = "公开要求".into();
            }
        }
        covered = is_mark(column.role);
    }
    let rows = vec![upper.clone(), Row::header(middle), lower.clone()];
    draft.replace_header(rows);
}

pub(super) fn header_words(draft: &mut Draft, mut change: impl FnMut(&str) -> String) {
    for cell in draft.header_mut().flat_map(|row| &mut row.cells).filter(|cell| !cell.is_empty()) {
        *cell = change(cell);
    }
}

pub(super) fn header_broken(draft: &mut Draft, random: &mut Random) {
    header_words(draft, |word| {
        let mut broken = String::new();
        for (index, c) in word.chars().enumerate() {
            if index > 0 && random.chance(30) {
                broken.push(' ');
            }
            broken.push(c);
        }
        broken
    });
}

/// A page copied as text: a heading over several columns is one cell, and a word over one row stands in no other.
pub(super) fn header_collapsed(draft: &mut Draft) {
    for row in draft.header_mut() {
        row.cells.retain(|cell| !cell.is_empty());
    }
}

/// All words of a header row in its first cell, with nothing between them.
pub(super) fn header_together(draft: &mut Draft) {
    for row in draft.header_mut() {
        let words = row.cells.concat();
        row.cells.iter_mut().for_each(String::clear);
        row.cells[0] = words;
    }
}

pub(super) fn header_shifted(draft: &mut Draft) {
    if draft.columns[0].1.role != Role::Serial {
        return;
    }
    for row in draft.header_mut() {
        row.cells.remove(0);
        row.cells.push(String::new());
    }
}
