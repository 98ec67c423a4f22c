//! oracle: what the text of a small damaged table decides, found by trying every placement; it shares nothing with the reader.
//!
//! A row whose blank cells were dropped is a list of cells. Every way to put them, in order, into as many columns is tried; one is lawful if each cell
//! is of its column's true type, each group of tick columns has a tick (in rows with ticks), and a stated outer level has its inner levels stated.
//! A column of the row is decided if all lawful placements agree on it.

use super::generate::directory::{Column, Item, Role, State, is_mark, is_name};
use std::collections::BTreeMap;

/// A placement: for every column the index of the cell in it.
type Placed = Vec<Option<usize>>;

/// For every row of `items` (by item and row), whether each column is decided.
pub(super) fn decided(items: &[Item], columns: &[Column]) -> BTreeMap<(usize, usize), Vec<bool>> {
    let mut found = BTreeMap::new();
    let mut sources: Vec<bool> = vec![true; columns.len()];
    for (index, item) in items.iter().enumerate() {
        for (number, row) in item.rows.iter().enumerate() {
            let placements = placements(row, columns);
            let mut agreed: Vec<bool> =
                (0..columns.len()).map(|column| placements.iter().all(|other| other[column] == placements[0][column])).collect();
            for cell in item.cells.iter().filter(|cell| cell.part == number && !is_mark(columns[cell.column].role)) {
                match cell.state {
                    State::Stated => sources[cell.column] = agreed[cell.column],
                    // A blank outside the hierarchy may go on or be a true blank: no single row decides that.
                    State::Carried if columns[cell.column].level.is_none() => agreed[cell.column] = false,
                    State::Carried => agreed[cell.column] &= sources[cell.column],
                    State::Missing => {}
                }
            }
            found.insert((index, number), agreed);
        }
    }
    found
}

/// Every lawful placement of the filled cells of `row`; never empty, for the true one is lawful.
fn placements(row: &[String], columns: &[Column]) -> Vec<Placed> {
    let kinds: Vec<Role> = row.iter().zip(columns).filter(|(cell, _)| !cell.is_empty()).map(|(_, column)| kind(column.role)).collect();
    let mut found = Vec::new();
    extend(&kinds, columns, &mut Vec::new(), 0, &mut found);
    assert!(!found.is_empty(), "the true placement breaks the oracle's own law: {row:?}");
    found
}

fn extend(kinds: &[Role], columns: &[Column], placed: &mut Placed, used: usize, found: &mut Vec<Placed>) {
    let column = placed.len();
    if kinds.len() - used > columns.len() - column {
        return;
    }
    if column == columns.len() {
        if is_lawful(placed, columns) {
            found.push(placed.clone());
        }
        return;
    }
    if kinds.get(used).is_some_and(|cell| *cell == kind(columns[column].role)) {
        placed.push(Some(used));
        extend(kinds, columns, placed, used + 1, found);
        placed.pop();
    }
    placed.push(None);
    extend(kinds, columns, placed, used, found);
    placed.pop();
}

/// Cells of one kind cannot be told apart by their text.
fn kind(role: Role) -> Role {
    match role {
        role if is_name(role) => Role::Primary,
        role if is_mark(role) => Role::Audience,
        other => other,
    }
}

fn is_lawful(placed: &Placed, columns: &[Column]) -> bool {
    let stated = |column: usize| placed[column].is_some();
    let ticked = |role: Role| (0..columns.len()).any(|column| columns[column].role == role && stated(column));
    let has = |role: Role| columns.iter().any(|column| column.role == role);
    let groups = [Role::Audience, Role::Mode, Role::Level];
    let any_tick = groups.into_iter().any(ticked);
    let groups_hold = !any_tick || groups.into_iter().all(|role| !has(role) || ticked(role));
    let outermost = (0..columns.len()).filter(|column| stated(*column)).filter_map(|column| columns[column].level).min();
    let levels_hold = (0..columns.len()).all(|column| match (columns[column].level, outermost) {
        (Some(level), Some(outermost)) => level <= outermost || stated(column),
        _ => true,
    });
    groups_hold && levels_hold
}
