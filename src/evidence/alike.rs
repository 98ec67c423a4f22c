//! evidence/alike: lists of values that are read from the same texts again and again. What they say is kept once; each list has only where it stands.

use super::{At, Places, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

/// A list of values. The cells of a directory hold the same few texts in row after row, and what is read of them differs in its places alone: these are
/// kept as distances from the first one, so that lists which say the same are equal and can be one (flyweight; Gamma et al. 1994).
///
/// How it is written, see [`crate::pool`].
pub struct Alike<T> {
    /// The values, with distances in the place of their places; `None` where there are none.
    said: Option<Arc<Vec<T>>>,
    base: Base,
}

/// What the places of a list are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base(Option<At>);

/// What stands at places.
pub trait Placed {
    /// Puts every place through `change`, in order.
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At));
}

/// The values of a list at their places.
pub struct Iter<'a, T> {
    said: std::slice::Iter<'a, T>,
    base: Base,
}

/// A value of a list: what it says, without its places.
#[derive(Debug)]
pub struct Said<'a, T> {
    value: &'a T,
    base: Base,
}

/// Hands out one list for equal ones.
pub(crate) struct Lists<T>(HashSet<Arc<Vec<T>>, ahash::RandomState>);

impl Base {
    /// The place that is `distance` from here. What stands in the line of the base moves with what is in front of it; in other lines it does not.
    pub fn place(self, distance: At) -> At {
        match (self.0, distance) {
            (Some(At::Text { line: own, from: first, .. }), At::Text { line, from, to }) => {
                let before = if line == 0 { first } else { 0 };
                At::Text { line: own.wrapping_add(line), from: from.wrapping_add(before), to: to.wrapping_add(before) }
            }
            (Some(At::Sheet { sheet: own, row: first, column: left }), At::Sheet { sheet, row, column }) => {
                At::Sheet { sheet: own.wrapping_add(sheet), row: first.wrapping_add(row), column: left.wrapping_add(column) }
            }
            (Some(At::Table { table: own, row: first, column: left }), At::Table { table, row, column }) => {
                At::Table { table: own.wrapping_add(table), row: first.wrapping_add(row), column: left.wrapping_add(column) }
            }
            _ => distance,
        }
    }

    /// `said` at its places, which it has as distances from here.
    fn placed<T: Placed + Clone>(self, said: &T) -> T {
        let mut value = said.clone();
        value.change_places(&mut |at| *at = self.place(*at));
        value
    }

    /// How far `at` is from here.
    fn distance(self, at: At) -> At {
        match (self.0, at) {
            (Some(At::Text { line: own, from: first, .. }), At::Text { line, from, to }) => {
                let before = if line == own { first } else { 0 };
                At::Text { line: line.wrapping_sub(own), from: from.wrapping_sub(before), to: to.wrapping_sub(before) }
            }
            (Some(At::Sheet { sheet: own, row: first, column: left }), At::Sheet { sheet, row, column }) => {
                At::Sheet { sheet: sheet.wrapping_sub(own), row: row.wrapping_sub(first), column: column.wrapping_sub(left) }
            }
            (Some(At::Table { table: own, row: first, column: left }), At::Table { table, row, column }) => {
                At::Table { table: table.wrapping_sub(own), row: row.wrapping_sub(first), column: column.wrapping_sub(left) }
            }
            _ => at,
        }
    }
}

impl<T> Alike<T> {
    /// The list of `said`, counted from `base`.
    pub(crate) fn from_parts(said: Option<Arc<Vec<T>>>, base: Base) -> Self {
        Alike { said, base }
    }

    /// The list that those which say the same share; `None` where it is empty.
    pub(crate) fn shared(&self) -> Option<&Arc<Vec<T>>> {
        self.said.as_ref()
    }

    /// What the values say: their places are distances, which [`Alike::base`] makes places of.
    pub fn said(&self) -> &[T] {
        self.said.as_deref().map_or(&[], Vec::as_slice)
    }

    /// What the places of [`Alike::said`] are counted from.
    pub fn base(&self) -> Base {
        self.base
    }

    /// The values one by one, as [`Alike::said`], each of which knows its places.
    pub fn each(&self) -> impl Iterator<Item = Said<'_, T>> {
        self.said().iter().map(|value| Said { value, base: self.base })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.said().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.said().is_empty()
    }
}

impl<T: Placed + Clone> Alike<T> {
    /// The values at their places.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { said: self.said().iter(), base: self.base }
    }

    /// The first value at its places.
    pub fn first(&self) -> Option<T> {
        self.get(0)
    }

    /// The value with the index `index` at its places.
    pub fn get(&self, index: usize) -> Option<T> {
        self.said().get(index).map(|said| self.base.placed(said))
    }

    /// Changes the list as `change` says.
    pub fn edit(&mut self, change: impl FnOnce(&mut Vec<T>)) {
        let mut values: Vec<T> = self.iter().collect();
        change(&mut values);
        *self = values.into();
    }
}

impl<T: Placed> From<Vec<T>> for Alike<T> {
    fn from(mut values: Vec<T>) -> Self {
        let mut first = None;
        for value in &mut values {
            value.change_places(&mut |at| {
                let base = Base(Some(*first.get_or_insert(*at)));
                *at = base.distance(*at);
            });
        }
        // A vector keeps room for more than it holds.
        values.shrink_to_fit();
        Alike { said: (!values.is_empty()).then(|| Arc::new(values)), base: Base(first) }
    }
}

impl<T: Placed> FromIterator<T> for Alike<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        values.into_iter().collect::<Vec<T>>().into()
    }
}

impl<'a, T: Placed + Clone> Said<'a, T> {
    /// What it says; its places are distances.
    pub fn value(self) -> &'a T {
        self.value
    }

    /// The value at its places.
    pub fn placed(self) -> T {
        self.base.placed(self.value)
    }
}

impl<T> Clone for Said<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Said<'_, T> {}

impl<T: Placed + Clone> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.said.next().map(|said| self.base.placed(said))
    }
}

impl<'a, T: Placed + Clone> IntoIterator for &'a Alike<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> Placed for Value<T> {
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At)) {
        self.at.change_places(change);
        if let Some(at) = self.rare.as_mut().and_then(|rare| rare.moved_from.as_mut()) {
            change(at);
        }
    }
}

impl Placed for Places {
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At)) {
        self.iter_mut().for_each(change);
    }
}

impl<T> Clone for Alike<T> {
    fn clone(&self) -> Self {
        Alike { said: self.said.clone(), base: self.base }
    }
}

impl<T> Default for Alike<T> {
    fn default() -> Self {
        Alike { said: None, base: Base(None) }
    }
}

impl<T: PartialEq> PartialEq for Alike<T> {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base && self.said() == other.said()
    }
}

impl<T: Placed + Clone + fmt::Debug> fmt::Debug for Alike<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists(HashSet::default())
    }
}

impl<T: Eq + Hash> Lists<T> {
    /// Forgets all lists where there are more than `most`.
    pub(crate) fn forget_beyond(&mut self, most: usize) {
        if self.0.len() > most {
            self.0 = HashSet::default();
        }
    }

    /// Has `list` be the one equal to it; the first of its kind is made as small as it can be by `fit`.
    pub(crate) fn share(&mut self, list: &mut Alike<T>, fit: impl FnOnce(&mut Vec<T>)) {
        let Some(said) = &mut list.said else { return };
        if let Some(known) = self.0.get(said) {
            *said = known.clone();
            return;
        }
        Arc::get_mut(said).map(fit);
        self.0.insert(said.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Text;

    fn values(line: u32, from: u32) -> Vec<Value<Text>> {
        let value = |at: Vec<At>| Value::stated("甲".into(), "甲".into(), at.into());
        let at = |line, from| At::Text { line, from, to: from + 3 };
        vec![value(vec![]), value(vec![at(line, from)]), value(vec![at(line, from + 9), at(line + 1, 2)]), value(vec![at(line - 1, 5)])]
    }

    #[test]
    fn lists_that_say_the_same_are_one_wherever_they_stand() {
        let mut lists = Lists::default();
        let mut shared = |values: &[Value<Text>]| {
            let mut list: Alike<Value<Text>> = values.to_vec().into();
            lists.share(&mut list, |_| {});
            assert_eq!(list.iter().collect::<Vec<_>>(), values);
            list
        };
        let [one, other, further] = [(3, 4), (70_000, 1), (3, 40)].map(|(line, from)| shared(&values(line, from)));
        assert!([&other, &further].iter().all(|list| Arc::ptr_eq(list.said.as_ref().unwrap(), one.said.as_ref().unwrap())));
        assert_ne!(one, other);
        let less = shared(&values(3, 4)[..2]);
        assert_eq!((less.len(), less.get(1), less.get(2)), (2, Some(values(3, 4)[1].clone()), None));
        assert_eq!(shared(&[]), Alike::default());
    }

    #[test]
    fn places_of_every_kind_come_back() {
        let ats = [
            At::Sheet { sheet: 1, row: 7, column: 3 },
            At::Sheet { sheet: 0, row: 9, column: 1 },
            At::Table { table: 2, row: 1, column: 1 },
            At::Text { line: 1, from: 1, to: 2 },
        ];
        for first in ats {
            let values: Vec<Places> = [first].iter().chain(&ats).map(|at| Places::from(vec![*at])).collect();
            let list: Alike<Places> = values.clone().into();
            assert_eq!(list.iter().collect::<Vec<_>>(), values);
        }
    }

    #[test]
    fn a_list_is_changed_at_its_places() {
        let mut list: Alike<Value<Text>> = values(3, 4).into();
        list.edit(|values| values.truncate(2));
        assert_eq!(list.iter().collect::<Vec<_>>(), values(3, 4)[..2]);
        assert!(size_of::<Alike<Value<Text>>>() <= 24);
    }
}
