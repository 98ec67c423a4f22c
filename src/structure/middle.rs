//! structure/middle: a level of the items that is printed in the middle or in the last row of its merged block, not in the first one.
//!
//! Text taken out of a page keeps a merged cell where it was drawn: centred. Nothing says so; but where the first item has no parent and the rows can be
//! cut into blocks around the parents, each parent in the middle of its block, the rows between two parents may belong to either.

use super::columns::{Column, Model};
use super::table::{Slot, Table};
use crate::evidence::{Cell, State};
use std::collections::BTreeSet;

/// Leaves open which parent rows have that may belong to the one above or to the one below.
pub(super) fn loosen(table: &mut Table) {
    let ranks = Model::new(table.columns.clone()).ranks;
    let innermost = ranks.iter().flatten().max().copied().unwrap_or(0);
    let is_outer = |(column, rank): (&Column, &Option<usize>)| column.is_name() && *rank == Some(0) && innermost > 1;
    let Some(column) = table.columns.iter().zip(&ranks).position(is_outer) else { return };
    let items: Vec<usize> = (0..table.rows.len()).filter(|row| table.rows.get(*row).is_some_and(|row| row.opens)).collect();
    let slot = |item: &usize| table.rows.get(*item)?.slots.get(column);
    let is_open = |item: &usize| slot(item).is_none_or(|slot| !matches!(slot.state, State::Stated | State::Missing | State::Carried));
    if items.iter().any(is_open) {
        return;
    }
    let stated = |item: &usize| slot(item).filter(|slot| slot.state == State::Stated)?.cell.clone();
    let parents: Vec<(usize, Cell)> = items.iter().enumerate().filter_map(|(at, item)| Some((at, stated(item)?))).collect();
    let places: Vec<usize> = parents.iter().map(|(at, _)| *at).collect();
    let readings = readings(&places, items.len());
    for (item, readings) in items.iter().zip(readings) {
        if readings.len() < 2 {
            continue;
        }
        let cells = readings.into_iter().flatten().filter_map(|parent| parents.get(parent)).map(|(_, cell)| cell.clone()).collect();
        if let Some(slot) = table.rows.get_mut(*item).and_then(|row| row.slots.get_mut(column)) {
            *slot = Slot { readings: cells, ..Slot::empty(State::Ambiguous) };
        }
    }
}

/// For each of `count` items the parents (by their index in `places`, the items in whose rows they are printed) that it may have; `None` is none. Nothing
/// where the first item has a parent, or no blocks fit around the parents.
fn readings(places: &[usize], count: usize) -> Vec<BTreeSet<Option<usize>>> {
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
    let (middle, at_ends) = (ends_around(places, count), *last + 1 == count);
    if *first == 0 || middle.is_none() && !at_ends {
        return Vec::new();
    }
    let above = |item: usize| places.iter().rposition(|place| *place <= item);
    let below = |item: usize| places.iter().position(|place| *place >= item);
    // Each parent whose block may begin at or before the item, and end behind it.
    let around = |item: usize| {
        let ends = middle.as_deref().unwrap_or_default();
        let begins_before = move |parent: usize| {
            parent.checked_sub(1).is_none_or(|before| ends.get(before).is_some_and(|ends| ends.first() <= Some(&item)))
        };
        (0..ends.len()).filter(move |parent| begins_before(*parent) && ends.get(*parent).is_some_and(|ends| ends.last() > Some(&item)))
    };
    let all = |item: usize| {
        let at_end = if at_ends { below(item) } else { None };
        std::iter::once(above(item)).chain(around(item).map(Some)).chain(at_end.map(Some)).collect()
    };
    (0..count).map(all).collect()
}

/// For each parent the items at which its block may end (exclusive), if all blocks have their parents in the middle and there is no item between them.
fn ends_around(places: &[usize], count: usize) -> Option<Vec<BTreeSet<usize>>> {
    /// The middle row of an even number of rows is either of two.
    const EITHER: usize = 2;
    let ends =
        |start: usize, place: usize| (0..=EITHER).map(move |more| (2 * place + more).saturating_sub(start)).filter(move |end| *end > place);
    let mut starts = BTreeSet::from([0]);
    let mut forward: Vec<BTreeSet<usize>> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let next = places.get(index + 1).copied().unwrap_or(count);
        let found: BTreeSet<usize> =
            starts.iter().filter(|start| *start <= place).flat_map(|start| ends(*start, *place)).filter(|end| *end <= next).collect();
        starts.clone_from(&found);
        forward.push(found);
    }
    let mut behind = BTreeSet::from([count]);
    for index in (0..forward.len()).rev() {
        let possible: BTreeSet<usize> = forward.get(index)?.intersection(&behind).copied().collect();
        let place = *places.get(index)?;
        let before = if index == 0 { BTreeSet::from([0]) } else { forward.get(index - 1)?.clone() };
        behind = before.into_iter().filter(|start| ends(*start, place).any(|end| possible.contains(&end))).collect();
        *forward.get_mut(index)? = possible;
    }
    (!behind.is_empty() && forward.iter().all(|ends| !ends.is_empty())).then_some(forward)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For each item the parents that it may have; `-` is none.
    fn said(places: &[usize], count: usize) -> String {
        let name = |parent: &Option<usize>| parent.map_or("-".into(), |parent| parent.to_string());
        readings(places, count).iter().map(|found| found.iter().map(name).collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parents_in_the_middle_of_their_blocks() {
        assert_eq!(said(&[1], 3), "-0 0 0");
        assert_eq!(said(&[1, 4], 6), "-0 0 01 01 1 1");
        assert_eq!(said(&[2, 4], 5), "-0 -0 0 01 1", "each parent in the last row of its block");
        assert_eq!(said(&[0, 3], 6), "", "the first item has a parent");
        assert_eq!(said(&[1, 7], 9), "", "no blocks fit: the document begins within one");
    }
}
