//! evidence/places: the places of one value, in two words.

use super::At;
use serde::{Deserialize, Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// The places of one value; more than one where it is spread over lines. Nearly all values have one, and an item has very many values, so it
/// takes no more room than the place itself: what more there are stand elsewhere. (A small vector keeps its length beside them, half as much again.)
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Vec<At>")]
pub struct Places(Few);

#[derive(Clone, Default)]
enum Few {
    #[default]
    None,
    One(At),
    #[expect(clippy::box_collection, reason = "a pointer to a vector is one word, the vector would be three")]
    Many(Box<Vec<At>>),
}

impl Places {
    /// No place.
    pub fn new() -> Self {
        Places::default()
    }

    /// The places, in order.
    pub fn as_slice(&self) -> &[At] {
        match &self.0 {
            Few::None => &[],
            Few::One(at) => std::slice::from_ref(at),
            Few::Many(places) => places,
        }
    }

    /// The places, in order, to be changed.
    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, At> {
        match &mut self.0 {
            Few::None => Default::default(),
            Few::One(at) => std::slice::from_mut(at).iter_mut(),
            Few::Many(places) => places.iter_mut(),
        }
    }

    /// Adds a place behind the others.
    pub fn push(&mut self, at: At) {
        match &mut self.0 {
            Few::None => self.0 = Few::One(at),
            Few::One(first) => self.0 = Few::Many(Box::new(vec![*first, at])),
            Few::Many(places) => places.push(at),
        }
    }

    /// Leaves out places that are the same as the one before.
    pub fn dedup(&mut self) {
        if let Few::Many(places) = &mut self.0 {
            places.dedup();
            if let [at] = places[..] {
                self.0 = Few::One(at);
            }
        }
    }

    /// Gives back the memory of places that were left out.
    pub(crate) fn shrink_to_fit(&mut self) {
        if let Few::Many(places) = &mut self.0 {
            places.shrink_to_fit();
        }
    }
}

impl Deref for Places {
    type Target = [At];

    fn deref(&self) -> &[At] {
        self.as_slice()
    }
}

impl PartialEq for Places {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Places {}

impl Hash for Places {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.as_slice()).finish()
    }
}

impl Extend<At> for Places {
    fn extend<I: IntoIterator<Item = At>>(&mut self, places: I) {
        places.into_iter().for_each(|at| self.push(at));
    }
}

impl FromIterator<At> for Places {
    fn from_iter<I: IntoIterator<Item = At>>(places: I) -> Self {
        let mut all = Places::new();
        all.extend(places);
        all
    }
}

impl<'a> IntoIterator for &'a Places {
    type Item = &'a At;
    type IntoIter = std::slice::Iter<'a, At>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}

impl IntoIterator for Places {
    type Item = At;
    type IntoIter = std::iter::Chain<std::option::IntoIter<At>, std::vec::IntoIter<At>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, many) = match self.0 {
            Few::None => (None, Vec::new()),
            Few::One(at) => (Some(at), Vec::new()),
            Few::Many(places) => (None, *places),
        };
        one.into_iter().chain(many)
    }
}

impl From<Vec<At>> for Places {
    fn from(places: Vec<At>) -> Self {
        places.into_iter().collect()
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Text, Value};

    #[test]
    fn places_are_kept_in_order_however_many() {
        let at = |line| At::Text { line, from: 1, to: 2 };
        for count in 0..4 {
            let all: Vec<At> = (0..count).map(at).collect();
            let mut places: Places = all.iter().copied().collect();
            assert_eq!(places.as_slice(), all);
            places.extend(all.last().copied());
            places.dedup();
            assert_eq!((places.as_slice(), &places), (&all[..], &all.iter().copied().collect()));
        }
    }

    #[test]
    fn a_value_is_small() {
        assert_eq!((size_of::<Text>(), size_of::<At>(), size_of::<Places>()), (8, 16, 16));
        assert!(size_of::<Value<Text>>() <= 56, "{} bytes", size_of::<Value<Text>>());
    }
}
