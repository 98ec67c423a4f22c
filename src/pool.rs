//! pool: values to bytes and back; each distinct text, and each passage that cells share, is written once and named by its number everywhere else.
//!
//! serde offers no place for such a table beside a value, so it stands in a variable of the thread for the time of one call; outside of such a call
//! a text is written as a string and a passage in full.

use crate::evidence::{Alike, Base, Cell, Passage, Places, Text};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// `value` as bytes, each distinct text once: the value with numbers in the place of its texts, the texts, and how many bytes the former has. They are written
/// in one piece, for those of a large document are a large part of all memory.
pub(crate) fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    let (bytes, texts) = writing(|| postcard::to_allocvec(value));
    let bytes = bytes?;
    let length = bytes.len() as u64;
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    let mut bytes = postcard::to_extend(&texts, bytes)?;
    bytes.extend(length.to_le_bytes());
    Ok(bytes)
}

/// The value that `bytes` hold; equal texts are shared again.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    let parts = bytes.split_last_chunk().and_then(|(bytes, length)| bytes.split_at_checked(u64::from_le_bytes(*length) as usize));
    let (value, texts) = parts.ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
    let texts: Vec<&str> = postcard::from_bytes(texts)?;
    reading(texts.into_iter().map(Text::from).collect(), || postcard::from_bytes(value))
}

#[derive(Default)]
struct Pool {
    texts: Vec<Text>,
    numbers: HashMap<Text, u32>,
    /// The passages read so far.
    passages: Vec<Arc<Passage>>,
    /// The short lists read so far.
    lists: HashMap<Vec<Text>, Arc<[Text]>>,
    /// The numbers of the passages written so far, by where they are in memory: the value that is being written keeps them there.
    passage_numbers: HashMap<usize, u32>,
    /// The lists of values read so far, of whatever type.
    alike: Vec<Arc<dyn Any + Send + Sync>>,
    /// Their numbers, as those of passages.
    list_numbers: HashMap<usize, u32>,
}

thread_local! {
    static POOL: RefCell<Option<Pool>> = const { RefCell::new(None) };
}

/// Runs `write`, and returns what it made with the texts it named, by number.
fn writing<T>(write: impl FnOnce() -> T) -> (T, Vec<Text>) {
    let before = POOL.replace(Some(Pool::default()));
    let made = write();
    let pool = POOL.replace(before).unwrap_or_default();
    (made, pool.texts)
}

/// Runs `read` with the texts that numbers name.
fn reading<T>(texts: Vec<Text>, read: impl FnOnce() -> T) -> T {
    let before = POOL.replace(Some(Pool { texts, ..Pool::default() }));
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

/// A list that very many values share: equal ones are one again.
pub(crate) fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[Text]>, D::Error> {
    let list = Vec::<Text>::deserialize(deserializer)?;
    let known = POOL.with_borrow_mut(|pool| {
        let lists = &mut pool.as_mut()?.lists;
        if let Some(known) = lists.get(&list) {
            return Some(known.clone());
        }
        let new: Arc<[Text]> = list.as_slice().into();
        lists.insert(list.clone(), new.clone());
        Some(new)
    });
    Ok(known.unwrap_or_else(|| list.into()))
}

/// What is shared as it is written: in full where it comes first, then by its number, which counts what comes in full in that order.
#[derive(Serialize, Deserialize)]
enum Written<P> {
    First(P),
    Again(u32),
}

impl<T: Serialize> Serialize for Alike<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Lists of all types are counted together.
        let said = self.shared().map(|list| {
            let known = POOL.with_borrow_mut(|pool| number(&mut pool.as_mut()?.list_numbers, Arc::as_ptr(list).addr()));
            known.map_or_else(|| Written::First(list.as_ref()), Written::Again)
        });
        (said, self.base()).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + Send + Sync + 'static> Deserialize<'de> for Alike<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (said, base) = <(Option<Written<Vec<T>>>, Base)>::deserialize(deserializer)?;
        let Some(said) = said else { return Ok(Alike::from_parts(None, base)) };
        let list = POOL.with_borrow_mut(|pool| match said {
            Written::First(list) => {
                let list = Arc::new(list);
                if let Some(pool) = pool {
                    pool.alike.push(list.clone());
                }
                Some(list)
            }
            Written::Again(number) => pool.as_ref()?.alike.get(number as usize)?.clone().downcast().ok(),
        });
        let list = list.ok_or_else(|| serde::de::Error::custom("a list is named that did not come"))?;
        Ok(Alike::from_parts(Some(list), base))
    }
}

/// The number under which what stands at `address` in memory is known; from now on it is known.
fn number(numbers: &mut HashMap<usize, u32>, address: usize) -> Option<u32> {
    let next = numbers.len() as u32;
    let number = *numbers.entry(address).or_insert(next);
    (number < next).then_some(number)
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = POOL.with_borrow_mut(|pool| number(&mut pool.as_mut()?.passage_numbers, Arc::as_ptr(&self.passage).addr()));
        let passage = known.map_or_else(|| Written::First(self.passage.as_ref()), Written::Again);
        (passage, &self.at).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (written, at) = <(Written<Passage>, Places)>::deserialize(deserializer)?;
        let passage = POOL.with_borrow_mut(|pool| match written {
            Written::First(passage) => {
                let passage = Arc::new(passage);
                if let Some(pool) = pool {
                    pool.passages.push(passage.clone());
                }
                Some(passage)
            }
            Written::Again(number) => pool.as_ref()?.passages.get(number as usize).cloned(),
        });
        let passage = passage.ok_or_else(|| serde::de::Error::custom("a passage is named that did not come"))?;
        Ok(Cell { passage, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{At, Value};

    #[test]
    fn passages_stay_shared() {
        let raw = Text::from("□是  ■否");
        let pieces = raw.chars().enumerate().filter(|(_, c)| *c != ' ').map(|(at, c)| (c, at as u32..at as u32 + 1));
        let [one, other] = [Passage::mapped(raw.clone(), pieces), Passage::plain(raw.clone())].map(Arc::new);
        let cell = |passage: &Arc<Passage>, row| {
            let at = At::Sheet { sheet: 0, row, column: 1 };
            Cell { passage: passage.clone(), at: std::iter::once(at).collect() }
        };
        let cells = vec![cell(&one, 1), cell(&other, 2), cell(&one, 3), cell(&other, 4)];
        let bytes = to_bytes(&cells).unwrap();
        let read: Vec<Cell> = from_bytes(&bytes).unwrap();
        assert_eq!(read, cells);
        assert!(Arc::ptr_eq(&read[0].passage, &read[2].passage) && Arc::ptr_eq(&read[1].passage, &read[3].passage));
        assert_eq!(bytes.windows(raw.len()).filter(|window| *window == raw.as_bytes()).count(), 1);
        assert!(from_bytes::<Vec<Cell>>(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn lists_of_every_type_stay_shared() {
        let texts = |line| Alike::from(vec![Value::stated(Text::from("甲"), "甲".into(), vec![At::Text { line, from: 1, to: 1 }].into())]);
        let (one, places) = (texts(1), Alike::from(vec![Places::from(vec![At::Text { line: 9, from: 2, to: 3 }])]));
        let lists = (one.clone(), places.clone(), one.clone(), Alike::<Value<Text>>::default(), places.clone(), texts(4));
        let bytes = to_bytes(&lists).unwrap();
        type Texts = Alike<Value<Text>>;
        let read: (Texts, Alike<Places>, Texts, Texts, Alike<Places>, Texts) = from_bytes(&bytes).unwrap();
        assert_eq!(read, lists);
        assert!(std::ptr::eq(read.0.said(), read.2.said()) && std::ptr::eq(read.1.said(), read.4.said()));
        assert!(!std::ptr::eq(read.0.said(), read.5.said()), "it was another list, though it says the same");
    }
}
