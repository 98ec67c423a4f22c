//! cells: damage to the texts of cells, in every row alike.

use super::super::directory::{Item, Role, State, is_mark, is_name};
use super::super::draft::Draft;
use super::super::random::Random;

/// Every column has a width of its own.
pub(super) fn wraps(draft: &mut Draft, random: &mut Random) {
    let widths: Vec<usize> =
        draft.columns.iter().map(|(_, column)| if is_name(column.role) { random.within(4, 8) } else { random.within(5, 14) }).collect();
    let roles: Vec<Role> = draft.columns.iter().map(|(_, column)| column.role).collect();
    for row in draft.body_mut() {
        for ((cell, width), role) in row.cells.iter_mut().zip(&widths).zip(&roles) {
            if is_mark(*role) || *role == Role::Serial {
                continue;
            }
            let letters: Vec<char> = cell.chars().collect();
            *cell = letters.chunks(*width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        }
    }
}

/// Every column of lists breaks its lines always or never.
pub(super) fn line_breaks(draft: &mut Draft, random: &mut Random) {
    let lists = |role: Role| matches!(role, Role::Contents | Role::Basis | Role::Channels);
    let breaks: Vec<bool> = draft.columns.iter().map(|(_, column)| lists(column.role) && random.chance(70)).collect();
    for row in draft.body_mut() {
        for (cell, _) in row.cells.iter_mut().zip(&breaks).filter(|(_, breaks)| **breaks) {
            *cell = cell.replace(' ', "\n").replace('、', "、\n").replace('；', "；\n");
        }
    }
}

pub(super) fn ticks_gone(draft: &mut Draft) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        let marks = row.cells.iter_mut().zip(&columns).filter(|(_, (_, column))| is_mark(column.role));
        marks.for_each(|(cell, _)| cell.clear());
    }
}

pub(super) fn blank_slash(draft: &mut Draft, items: &[Item]) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        let Some((item, of)) = row.of else { continue };
        let marked = row.cells.iter().zip(&columns).any(|(cell, (_, column))| is_mark(column.role) && !cell.is_empty());
        for (cell, (index, column)) in row.cells.iter_mut().zip(&columns).filter(|(cell, _)| cell.is_empty()) {
            let truly = items[item].cells.iter().any(|cell| cell.column == *index && cell.part == of && cell.state == State::Missing);
            if truly || marked && is_mark(column.role) {
                *cell = "/".into();
            }
        }
    }
}

pub(super) fn ticks(draft: &mut Draft, random: &mut Random, change: impl Fn(&str, &str) -> String) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        for (cell, (_, column)) in row.cells.iter_mut().zip(&columns) {
            if is_mark(column.role) && !cell.is_empty() && random.chance(25) {
                *cell = change(cell, &column.label);
            }
        }
    }
}

pub(super) fn tick_words(draft: &mut Draft, random: &mut Random) {
    let columns = draft.columns.clone();
    let says_no = random.chance(40);
    for row in draft.body_mut() {
        let marked = row.cells.iter().zip(&columns).any(|(cell, (_, column))| is_mark(column.role) && !cell.is_empty());
        for (cell, (_, column)) in row.cells.iter_mut().zip(&columns) {
            match (is_mark(column.role) && marked, cell.is_empty()) {
                (true, false) => *cell = "是".into(),
                (true, true) if says_no => *cell = "否".into(),
                _ => {}
            }
        }
    }
}
