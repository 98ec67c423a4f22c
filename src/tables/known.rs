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
    /// Those that are asked for while a table is put into columns, and not again.
    passing: Vec<Mutex<Shard>>,
    hasher: RandomState,
}

/// What a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Its passage, and what editors left behind in it.
    Passage,
    /// What it looks like.
    Traits,
    /// What it looks like to placement.
    Look,
    /// What it means as a label.
    Label,
    /// The label with which it begins.
    Beginning,
    /// The entries of its list.
    List,
    /// The parts of a text that has no numbered list.
    Parts,
    /// The authority it names.
    Publisher,
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
    /// The divisions whose names are nearest to it.
    NearestPlaces,
}

/// Whether something holds for a text, found out once for each; as of [`Known`], nothing is listed from here.
pub struct Asked {
    shards: Vec<Mutex<HashMap<Box<str>, bool, RandomState>>>,
    hasher: RandomState,
}

type Shard = HashMap<Box<str>, Vec<(Reading, Arc<dyn Any + Send + Sync>)>, RandomState>;

/// So many parts of the map can be asked at once.
const SHARDS: usize = 16;

/// A part of the map with so many texts is emptied: what comes back is read again. A text with its readings takes about a kilobyte.
const MOST_TEXTS: usize = 1_024;

/// The same of readings that are not asked for again, and of a part of [`Asked`].
const MOST_PASSING: usize = 512;

impl Reading {
    /// Whether it is asked for while a table is put into columns, and not again: few of these are kept at a time.
    fn is_passing(self) -> bool {
        matches!(self, Reading::Passage | Reading::Traits | Reading::Label | Reading::Beginning)
    }
}

impl Known {
    /// What `text` was read as, or is read as now by `read`. For one `reading` there is one type.
    pub fn once<T: Any + Send + Sync>(&self, reading: Reading, text: &str, read: impl FnOnce() -> T) -> Arc<T> {
        let (shards, most) = if reading.is_passing() { (&self.passing, MOST_PASSING) } else { (&self.shards, MOST_TEXTS) };
        let shard = shards.get(self.hasher.hash_one(text) as usize % SHARDS);
        let Some(shard) = shard else { return Arc::new(read()) };
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(text).and_then(|of| of.iter().find(|(of, _)| *of == reading).map(|(_, known)| known.clone()));
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return known;
        }
        // Not under the lock: reading may ask for the readings of other texts.
        let new = Arc::new(read());
        let mut texts = lock();
        if texts.len() >= most {
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
        self.shards.iter().chain(&self.passing).for_each(|shard| *shard.lock().unwrap_or_else(PoisonError::into_inner) = Shard::default());
    }
}

impl Asked {
    /// Whether it holds for `text`; `holds` says so where nobody has asked yet.
    pub fn once(&self, text: &str, holds: impl FnOnce() -> bool) -> bool {
        let shard = self.shards.get(self.hasher.hash_one(text) as usize % SHARDS);
        let Some(shard) = shard else { return holds() };
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(text).copied() {
            return known;
        }
        let holds = holds();
        let mut texts = lock();
        if texts.len() >= MOST_PASSING {
            texts.clear();
        }
        texts.insert(text.into(), holds);
        holds
    }
}

impl Default for Asked {
    fn default() -> Self {
        Asked { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), hasher: RandomState::new() }
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked")
    }
}

impl Default for Known {
    fn default() -> Self {
        let shards = || (0..SHARDS).map(|_| Mutex::default()).collect();
        Known { shards: shards(), passing: shards(), hasher: RandomState::new() }
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
    fn each_text_is_asked_about_once() {
        let asked = Asked::default();
        assert!(asked.once("甲", || true) && !asked.once("乙", || false));
        assert!(asked.once("甲", || panic!("it is known")) && !asked.once("乙", || panic!("it is known")));
        (0..2 * SHARDS * MOST_PASSING).for_each(|number| assert!(asked.once(&number.to_string(), || true)));
        assert!(asked.shards.iter().all(|shard| shard.lock().unwrap().len() <= MOST_PASSING));
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
