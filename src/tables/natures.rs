//! tables/natures: what an item is about, by words.

use super::lookup::Finder;
use crate::error::Error;
use crate::item::Nature;
use serde::Deserialize;

/// The entries, in order: the first that matches decides.
#[derive(Debug, Default)]
pub struct Natures(Vec<Entry>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    nature: Nature,
    #[serde(default)]
    above: Finder,
    #[serde(default)]
    name: Finder,
    #[serde(default)]
    elements: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    nature: Vec<Entry>,
}

impl Natures {
    /// Adds the entries of the table `text` of the file `name`, before those that are there.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        self.0.splice(0..0, table.nature);
        Ok(())
    }

    /// What an item called `name` below `above` with `elements` is about.
    pub fn nature<'a>(&self, name: &str, above: &[&str], elements: impl Iterator<Item = &'a str> + Clone) -> Nature {
        let found = self.0.iter().find(|entry| {
            entry.name.is_in(name)
                || above.iter().any(|above| entry.above.is_in(above))
                || elements.clone().any(|element| entry.elements.iter().any(|word| word == element))
        });
        found.map_or(Nature::Unknown, |entry| entry.nature)
    }
}
