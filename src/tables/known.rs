//! tables/known: what texts were read as. The same few texts come back in every row of every document; each is read once.

use ahash::RandomState;
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Readings that depend on a text and on the tables alone, by text; shared by all documents and threads. Nothing is listed from here, so neither the order
/// of its maps nor what was forgotten shows anywhere.
pub struct Known {
    shards: Vec<Mutex<Shard>>,
    hasher: RandomState,
}

/// What a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What it looks like to placement.
    Look,
    /// The entries of its list.
    List,
    /// The parts of a text that has no numbered list.
    Parts,
    /// Limits of time.
    Limits,
    /// Channels of publication.
    Channels,
    /// Telephone numbers.
    Phones,
    /// Ways to reach a service.
    Ways,
    /// The laws and documents it cites.
    Citations,
    /// The acts whose titles are nearest to it.
    NearestActs,
}

type Shard = HashMap<Box<str>, Vec<(Reading, Arc<dyn Any + Send + Sync>)>, RandomState>;

/// So many parts of the map can be asked at once.
const SHARDS: usize = 16;

/// A part of the map with so many texts is emptied: what comes back is read again.
const MOST_TEXTS: usize = 8_192;

impl Known {
    /// What `text` was read as, or is read as now by `read`. For one `reading` there is one type.
    pub fn once<T: Any + Send + Sync>(&self, reading: Reading, text: &str, read: impl FnOnce() -> T) -> Arc<T> {
        let shard = self.shards.get(self.hasher.hash_one(text) as usize % SHARDS);
        let Some(shard) = shard else { return Arc::new(read()) };
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(text).and_then(|of| of.iter().find(|(of, _)| *of == reading).map(|(_, known)| known.clone()));
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return known;
        }
        // Not under the lock: reading may ask for the readings of other texts.
        let new = Arc::new(read());
        let mut texts = lock();
        if texts.len() >= MOST_TEXTS {
            texts.clear();
        }
        let of = texts.entry(text.into()).or_default();
        if of.iter().all(|(of, _)| *of != reading) {
            of.push((reading, new.clone()));
        }
        new
    }

    /// Forgets all readings: once the documents are read nobody asks for most of them again, and they are many.
    pub fn forget(&self) {
        self.shards.iter().for_each(|shard| *shard.lock().unwrap_or_else(PoisonError::into_inner) = Shard::default());
    }
}

impl Default for Known {
    fn default() -> Self {
        Known { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), hasher: RandomState::new() }
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_read_once_a_reading() {
        let known = Known::default();
        let length = |text: &str| *known.once(Reading::List, text, || text.len());
        assert_eq!((length("甲"), length("甲乙")), (3, 6));
        assert_eq!(*known.once(Reading::List, "甲", || -> usize { panic!("it is known") }), 3);
        assert_eq!(*known.once(Reading::Parts, "甲", || 'a'), 'a', "another reading of the same text");
    }

    #[test]
    fn it_forgets_rather_than_grow_without_end() {
        let known = Known::default();
        for number in 0..2 * SHARDS * MOST_TEXTS {
            known.once(Reading::List, &number.to_string(), || number);
        }
        let held: usize = known.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(held <= SHARDS * MOST_TEXTS, "{held}");
        assert_eq!(*known.once(Reading::List, "7", || 7_usize), 7);
    }
}
