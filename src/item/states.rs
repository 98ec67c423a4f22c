//! item/states: of each field of an item, whether it is stated, missing, or its column is absent.

use crate::evidence::State;
use crate::field::Field;
use serde::{Deserialize, Serialize};

/// The states of the fields of which something is known, a byte a field: every item has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct States([Option<State>; Field::ALL.len()]);

impl States {
    /// The state of `field`, where it is known.
    pub fn get(&self, field: Field) -> Option<State> {
        self.0.get(field as usize).copied().flatten()
    }

    /// Says in which state `field` is.
    pub fn insert(&mut self, field: Field, state: State) {
        if let Some(known) = self.0.get_mut(field as usize) {
            *known = Some(state);
        }
    }

    /// The fields whose state is known, in the order of the contract.
    pub fn iter(&self) -> impl Iterator<Item = (Field, State)> {
        Field::ALL.iter().zip(&self.0).filter_map(|(field, state)| Some((*field, (*state)?)))
    }
}

impl Extend<(Field, State)> for States {
    fn extend<I: IntoIterator<Item = (Field, State)>>(&mut self, states: I) {
        states.into_iter().for_each(|(field, state)| self.insert(field, state));
    }
}

impl FromIterator<(Field, State)> for States {
    fn from_iter<I: IntoIterator<Item = (Field, State)>>(states: I) -> Self {
        let mut all = States::default();
        all.extend(states);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_place_of_its_own() {
        assert!(Field::ALL.iter().enumerate().all(|(index, field)| *field as usize == index));
        let states: States = [(Field::Extra, State::Stated), (Field::Serial, State::Missing)].into_iter().collect();
        assert_eq!(states.iter().collect::<Vec<_>>(), [(Field::Serial, State::Missing), (Field::Extra, State::Stated)]);
        assert_eq!((states.get(Field::Extra), states.get(Field::Name)), (Some(State::Stated), None));
    }
}
