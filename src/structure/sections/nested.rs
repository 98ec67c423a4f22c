//! structure/sections/nested: headings in rows of their own: which of them head others (一、 above （一）), and the columns that they are put into.

use super::{Sort, sort};
use crate::evidence::{Cell, State};
use crate::field::Field;
use crate::structure::columns::Column;
use crate::structure::table::{Slot, TableRow};

/// A heading that stands in a row of its own.
#[derive(Clone, Debug)]
pub(in crate::structure) struct Heading {
    /// How many rows stand above it.
    pub(in crate::structure) above: usize,
    /// What it says.
    pub(in crate::structure) name: Cell,
    /// The sort of its number.
    sort: Option<Sort>,
}

impl Heading {
    /// The heading `name` below `above` rows, with its `number` in a cell of its own, or in front of its words, or without one.
    pub(in crate::structure) fn new(above: usize, number: Option<&Cell>, name: &Cell) -> Self {
        let number = number.map(Cell::text).or_else(|| number_in_front(name.text()));
        Heading { above, name: name.clone(), sort: number.map(sort) }
    }

    /// Whether the last of the headings `before` has no rows, and is not the heading of this one: its number is of the same sort, or one of them has none.
    /// Headings have two levels at most.
    pub(in crate::structure) fn replaces(&self, before: &[Heading]) -> bool {
        let mut right_above = before.iter().rev().take_while(|other| other.above == self.above);
        let (Some(last), next) = (right_above.next(), right_above.next()) else { return false };
        next.is_some() || !self.is_of_other_sort(last)
    }

    fn is_of_other_sort(&self, other: &Heading) -> bool {
        self.sort.is_some() && other.sort.is_some() && self.sort != other.sort
    }
}

/// Puts headings that stand in rows of their own into a column behind all others: the level outside those that the table has. Each holds for the rows
/// below it. Those that head others have a column of their own.
pub(in crate::structure) fn put(headings: &[Heading], columns: &mut Vec<Column>, rows: &mut [TableRow]) {
    if headings.is_empty() {
        return;
    }
    let outer = outer_sort(headings);
    let is_outer = |heading: &&Heading| outer.is_some() && heading.sort == outer;
    let (heads_all, heads_rows) = fields(columns);
    if outer.is_some() {
        columns.push(Column::new(heads_all, "".into(), None));
    }
    let field = if outer.is_none() && heads_rows == Field::SecondaryItem { Field::PrimaryItem } else { heads_rows };
    columns.push(Column::new(field, "".into(), None));
    for (index, row) in rows.iter_mut().enumerate() {
        let above = || headings.iter().rev().filter(|heading| heading.above <= index);
        let inner = above().next().filter(|heading| !is_outer(heading));
        if outer.is_some() {
            row.slots.push(slot(above().find(is_outer), State::Missing));
        }
        // Where only an outer heading stands above, the inner one of the rows further up does not hold.
        let without = if outer.is_some() { State::NoColumn } else { State::Missing };
        row.slots.push(slot(inner, without));
    }
}

/// The sort of the numbers of headings that head others: the first that stands right above one of another sort.
fn outer_sort(headings: &[Heading]) -> Option<Sort> {
    let mut pairs = headings.iter().zip(headings.iter().skip(1));
    let (outer, _) = pairs.find(|(above, below)| above.above == below.above && below.is_of_other_sort(above))?;
    outer.sort
}

/// What headings that head others are in a table of `columns`, and what the others are.
fn fields(columns: &[Column]) -> (Field, Field) {
    let has = |is: &dyn Fn(Field) -> bool| columns.iter().any(|column| is(column.field));
    match has(&|field| field.depth().is_some()) {
        true if has(&|field| field == Field::Category) => (Field::Extra, Field::Extra),
        true => (Field::Extra, Field::Category),
        false => (Field::PrimaryItem, Field::SecondaryItem),
    }
}

fn slot(heading: Option<&Heading>, without: State) -> Slot {
    let state = if heading.is_some() { State::Carried } else { without };
    Slot { cell: heading.map(|heading| heading.name.clone()), ..Slot::empty(state) }
}

/// The number in front of the words of a heading, within its brackets (（一）) or without its mark (一 of 一、).
fn number_in_front(text: &str) -> Option<&str> {
    let text = crate::text::trim(text);
    let number = match text.strip_prefix(['（', '(']) {
        Some(_) => text.split_inclusive(['）', ')']).next()?,
        None => text.split(['、', '.', '．']).next()?,
    };
    let bare = number.trim_matches(['（', '(', '）', ')']);
    (number.len() < text.len() && crate::text::number(bare).is_some()).then_some(number)
}
