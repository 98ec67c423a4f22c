//! pool: while a document's result is written or read, each distinct text is written once and named by its number everywhere else.
//!
//! serde offers no place for such a table beside a value, so it stands in a variable of the thread for the time of one call; outside of such a call
//! a text is written as a string.

use crate::evidence::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::collections::HashMap;

#[derive(Default)]
struct Pool {
    texts: Vec<Text>,
    numbers: HashMap<Text, u32>,
}

thread_local! {
    static POOL: RefCell<Option<Pool>> = const { RefCell::new(None) };
}

/// Runs `write`, and returns what it made with the texts it named, by number.
pub(crate) fn writing<T>(write: impl FnOnce() -> T) -> (T, Vec<Text>) {
    let before = POOL.replace(Some(Pool::default()));
    let made = write();
    let pool = POOL.replace(before).unwrap_or_default();
    (made, pool.texts)
}

/// Runs `read` with the texts that numbers name.
pub(crate) fn reading<T>(texts: Vec<Text>, read: impl FnOnce() -> T) -> T {
    let before = POOL.replace(Some(Pool { texts, numbers: HashMap::new() }));
    let made = read();
    POOL.replace(before);
    made
}

impl Pool {
    fn number(&mut self, text: &Text) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.clone());
        self.numbers.insert(text.clone(), number);
        number
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match POOL.with_borrow_mut(|pool| pool.as_mut().map(|pool| pool.number(self))) {
            Some(number) => serializer.serialize_u32(number),
            None => serializer.serialize_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if POOL.with_borrow(Option::is_none) {
            return String::deserialize(deserializer).map(Text::from);
        }
        let number = u32::deserialize(deserializer)?;
        let text = POOL.with_borrow(|pool| pool.as_ref().and_then(|pool| pool.texts.get(number as usize).cloned()));
        text.ok_or_else(|| serde::de::Error::custom(format!("there is no text {number}")))
    }
}
