//! rows: damage to single rows.

use super::super::directory::{Role, is_mark, is_name};
use super::super::draft::{Draft, Row};
use super::super::random::Random;

/// Share of rows, in hundredths, that are hit.
const ROWS_HIT: usize = 15;

/// Spoils some of the rows that can be spoiled.
pub(super) fn hit(draft: &mut Draft, random: &mut Random, spoil: impl Fn(&mut Row, &[Role], &mut Random)) {
    let roles: Vec<Role> = draft.columns.iter().map(|(_, column)| column.role).collect();
    for row in draft.body_mut() {
        let whole = row.cells.len() == roles.len() && matches!(row.of, Some((_, 0)));
        let typed =
            row.cells.iter().zip(&roles).filter(|(cell, role)| !cell.is_empty() && !is_name(**role) && **role != Role::Unknown).count();
        if whole && typed >= 4 && random.chance(ROWS_HIT) {
            spoil(row, &roles, random);
        }
    }
}

/// The last cell whose text tells its column; what is shifted in front of it can be told.
fn last_typed(row: &Row, roles: &[Role]) -> usize {
    let tells = |role: Role| !is_mark(role) && !is_name(role) && role != Role::Unknown;
    row.cells.iter().zip(roles).rposition(|(cell, role)| !cell.is_empty() && tells(*role)).unwrap_or(0)
}

pub(super) fn shift_right(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (0..=last_typed(row, roles)).filter(|at| !is_mark(roles[*at])).collect();
    if !places.is_empty() {
        row.cells.insert(*random.pick(&places), String::new());
    }
}

pub(super) fn shift_left(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (0..last_typed(row, roles)).filter(|at| row.cells[*at].is_empty() && !is_mark(roles[*at])).collect();
    if !places.is_empty() {
        row.cells.remove(*random.pick(&places));
    }
}

pub(super) fn separator_missing(row: &mut Row, roles: &[Role], random: &mut Random) {
    let tells =
        |a: Role, b: Role| a != b && !(is_name(a) && is_name(b)) && !(is_mark(a) && is_mark(b)) && a != Role::Unknown && b != Role::Unknown;
    let places: Vec<usize> = (1..roles.len())
        .filter(|at| !row.cells[*at].is_empty() && !row.cells[at - 1].is_empty() && tells(roles[at - 1], roles[*at]))
        .collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let second = row.cells.remove(at);
    row.cells[at - 1] = format!("{} {second}", row.cells[at - 1]);
}

pub(super) fn separator_extra(row: &mut Row, roles: &[Role], random: &mut Random) {
    const SHORTEST: usize = 8;
    let long = |role: Role| matches!(role, Role::Contents | Role::Basis | Role::Deadline | Role::Publisher | Role::Channels);
    let places: Vec<usize> = (0..roles.len()).filter(|at| long(roles[*at]) && row.cells[*at].chars().count() >= SHORTEST).collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let letters: Vec<char> = row.cells[at].chars().collect();
    let (first, second) = letters.split_at(random.within(2, letters.len() - 2));
    row.cells[at] = first.iter().collect();
    row.cells.insert(at + 1, second.iter().collect());
}

/// A tick behind the text of the cell before it.
pub(super) fn tick_glued(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (1..roles.len())
        .filter(|at| is_mark(roles[*at]) && !row.cells[*at].is_empty() && !is_mark(roles[at - 1]) && !row.cells[at - 1].is_empty())
        .collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let tick = std::mem::take(&mut row.cells[at]);
    row.cells[at - 1].push_str(&tick);
}
