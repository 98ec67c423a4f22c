//! evidence/value: a value with its evidence, and what few values have besides.

use super::{At, Places, State, Text};
use serde::{Deserialize, Serialize};

/// A value with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Value<T> {
    /// The value; `None` where it is missing or ambiguous.
    pub value: Option<T>,
    /// How we know it.
    pub state: State,
    /// The text as it stands in the source; pieces from several places are joined by line ends.
    pub raw: Option<Text>,
    /// Where `raw` stands.
    pub at: Places,
    /// For inferred values: the name of the rule.
    pub rule: Option<Text>,
    /// In hundredths, where a method gives one.
    pub confidence: Option<u8>,
    /// What few values have; there are very many values.
    pub rare: Option<Box<Rare<T>>>,
}

/// What is known of few values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rare<T> {
    /// For moved values: the place they were moved from.
    pub moved_from: Option<At>,
    /// For ambiguous values: every reading that fits.
    pub readings: Option<Vec<T>>,
    /// Whether `readings` was cut at [`MOST_READINGS`].
    pub readings_capped: bool,
    /// Who decided, for reviewed values.
    pub reviewed_by: Option<Text>,
}

/// The most readings that are listed for one value.
pub const MOST_READINGS: usize = 64;

impl<T> Value<T> {
    /// A value that the document states at `at`.
    pub fn stated(value: T, raw: Text, at: Places) -> Self {
        Value { value: Some(value), state: State::Stated, raw: Some(raw), at, ..Value::empty(State::Stated) }
    }

    /// A value that follows from the rule `rule`, with the text it rests on.
    pub fn inferred(value: T, raw: Option<Text>, at: Places, rule: &str) -> Self {
        Value { value: Some(value), raw, at, rule: Some(rule.into()), ..Value::empty(State::Inferred) }
    }

    /// The column or label is there, the value is not.
    pub fn missing() -> Self {
        Value::empty(State::Missing)
    }

    /// The document has no such column or label.
    pub fn no_column() -> Self {
        Value::empty(State::NoColumn)
    }

    /// No value, in `state`.
    pub fn empty(state: State) -> Self {
        Value { value: None, state, raw: None, at: Places::new(), rule: None, confidence: None, rare: None }
    }

    /// The same value with every reading that fits.
    pub fn with_readings(mut self, readings: Vec<T>) -> Self {
        self.rare.get_or_insert_default().readings = Some(readings);
        self
    }

    /// The same value, moved from `place` where there is one.
    pub fn with_moved_from(mut self, place: Option<At>) -> Self {
        if place.is_some() || self.rare.is_some() {
            self.rare.get_or_insert_default().moved_from = place;
        }
        self
    }

    /// The same value, as `person` decided.
    pub fn with_reviewed_by(mut self, person: Text) -> Self {
        self.rare.get_or_insert_default().reviewed_by = Some(person);
        self
    }

    /// For moved values: the place they were moved from.
    pub fn moved_from(&self) -> Option<At> {
        self.rare.as_ref()?.moved_from
    }

    /// For ambiguous values: every reading that fits.
    pub fn readings(&self) -> Option<&[T]> {
        self.rare.as_ref()?.readings.as_deref()
    }

    /// Who decided, for reviewed values.
    pub fn reviewed_by(&self) -> Option<&str> {
        self.rare.as_ref()?.reviewed_by.as_deref()
    }

    /// The same evidence for another value: `read` turns one into the other.
    pub fn map<U>(self, mut read: impl FnMut(T) -> U) -> Value<U> {
        Value {
            value: self.value.map(&mut read),
            state: self.state,
            raw: self.raw,
            at: self.at,
            rule: self.rule,
            confidence: self.confidence,
            rare: self.rare.map(|rare| Box::new(rare.map(read))),
        }
    }

    /// Whether the document states the value itself, in a cell of its own, moved, or in a merged one.
    pub fn is_stated(&self) -> bool {
        self.value.is_some() && matches!(self.state, State::Stated | State::Carried | State::Moved | State::Reviewed)
    }
}

impl<T> Rare<T> {
    fn map<U>(self, read: impl FnMut(T) -> U) -> Rare<U> {
        Rare {
            moved_from: self.moved_from,
            readings: self.readings.map(|readings| readings.into_iter().map(read).collect()),
            readings_capped: self.readings_capped,
            reviewed_by: self.reviewed_by,
        }
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Rare { moved_from: None, readings: None, readings_capped: false, reviewed_by: None }
    }
}
