//! structure/header/order: a guessed header takes the groups of ticks to stand in the order of the standard; ticks are left open where another order fits too.

use crate::evidence::{Places, State};
use crate::item::{Mark, MarkGroup, Marks};
use crate::structure::columns::Column;
use crate::structure::table::TableRow;
use std::collections::BTreeSet;
use std::ops::Range;

/// For every mark, in the order of the columns, where its tick stands if the groups stand in another order.
type Order = Vec<usize>;

/// Opens the ticks of `rows` that another order of the groups of `columns` would give to other columns. An order fits if it leaves no row with ticks a
/// group without one. Within a group the order stays.
pub(in crate::structure) fn leave_open(rows: &mut [TableRow], columns: &[Column]) {
    let groups = groups(columns);
    let mut orders = Vec::new();
    permute(&mut groups.clone(), 0, &mut |permuted| {
        if rows.iter().all(|row| leaves_none_out(&row.marks, permuted)) {
            orders.push(order(&groups, permuted));
        }
    });
    if orders.len() > 1 {
        rows.iter_mut().for_each(|row| open(&mut row.marks, &orders));
    }
}

/// The groups of the mark columns, left to right, each with its number of columns.
fn groups(columns: &[Column]) -> Vec<(MarkGroup, usize)> {
    let mut groups: Vec<(MarkGroup, usize)> = Vec::new();
    for group in columns.iter().filter(|column| column.is_mark()).filter_map(|column| column.group) {
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, count)) => *count += 1,
            None => groups.push((group, 1)),
        }
    }
    groups
}

/// Calls `each` with every order of `groups` from index `from` on.
fn permute(groups: &mut [(MarkGroup, usize)], from: usize, each: &mut impl FnMut(&[(MarkGroup, usize)])) {
    if from >= groups.len() {
        return each(groups);
    }
    for index in from..groups.len() {
        groups.swap(from, index);
        permute(groups, from + 1, each);
        groups.swap(from, index);
    }
}

/// The columns of each group in an order.
fn ranges(groups: &[(MarkGroup, usize)]) -> impl Iterator<Item = (MarkGroup, Range<usize>)> {
    groups.iter().scan(0, |start, (group, count)| {
        let range = *start..*start + count;
        *start = range.end;
        Some((*group, range))
    })
}

fn order(groups: &[(MarkGroup, usize)], permuted: &[(MarkGroup, usize)]) -> Order {
    let stands = |group: MarkGroup| ranges(permuted).find(|(known, _)| *known == group).map_or(0..0, |(_, range)| range);
    groups.iter().flat_map(|(group, _)| stands(*group)).collect()
}

fn leaves_none_out(marks: &Marks, groups: &[(MarkGroup, usize)]) -> bool {
    let ticked = |range: Range<usize>| marks.columns.get(range).into_iter().flatten().any(|mark| mark.value == Some(true));
    marks.ticks == 0 || ranges(groups).all(|(_, range)| ticked(range))
}

fn open(marks: &mut Marks, orders: &[Order]) {
    let ticked: Vec<bool> = marks.columns.iter().map(|mark| mark.value == Some(true)).collect();
    let carries = |index: usize, order: &Order| order.get(index).and_then(|at| ticked.get(*at)) == Some(&true);
    let reading = |order: &Order| (0..ticked.len()).filter(|index| carries(*index, order)).map(|index| index as u32).collect();
    let readings: BTreeSet<Vec<u32>> = orders.iter().map(reading).collect();
    if readings.len() < 2 {
        return;
    }
    let places: Places = marks.columns.iter().flat_map(|mark| mark.at.iter().copied()).collect();
    for (index, mark) in (0..).zip(&mut marks.columns) {
        let times = readings.iter().filter(|reading| reading.contains(&index)).count();
        let (value, at) = match times {
            0 => (Some(false), Places::new()),
            times if times == readings.len() => (Some(true), places.clone()),
            _ => (None, places.clone()),
        };
        let state = if value.is_some() { State::Inferred } else { State::Ambiguous };
        *mark = Mark { value, state, at, ..mark.clone() };
    }
    (marks.readings_count, marks.readings) = (readings.len() as u64, Some(readings.into_iter().collect()));
}
