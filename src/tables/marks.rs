//! tables/marks: the characters that check marks reach us as.

use crate::error::Error;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Characters that stand for check boxes and ticks.
#[derive(Debug, Default)]
pub struct MarkSigns {
    signs: BTreeMap<char, Sign>,
    ticks: BTreeSet<char>,
    fonts: BTreeMap<String, BTreeMap<char, char>>,
}

/// What a character says as a check box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Checked or not.
    pub checked: bool,
    /// Whether it is a box only among names of channels.
    pub weak: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    mark: Vec<Entry>,
    #[serde(default)]
    tick: Vec<Ticks>,
    #[serde(default)]
    font: Vec<Font>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    checked: bool,
    #[serde(default)]
    strong: Vec<char>,
    #[serde(default)]
    weak: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ticks {
    says: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Font {
    name: String,
    #[serde(default)]
    checked: Vec<char>,
    #[serde(default)]
    unchecked: Vec<char>,
    #[serde(default)]
    ticks: Vec<char>,
}

impl MarkSigns {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        let mut claimed = BTreeSet::new();
        for entry in table.mark {
            let weak = entry.weak.iter().map(|c| (*c, true));
            for (sign, weak) in entry.strong.iter().map(|c| (*c, false)).chain(weak) {
                if !claimed.insert(sign) {
                    return Err(Error::table(name, format!("`{sign}` stands twice")));
                }
                self.signs.insert(sign, Sign { checked: entry.checked, weak });
            }
        }
        self.ticks.extend(table.tick.into_iter().flat_map(|ticks| ticks.says));
        for font in table.font {
            let letters = self.fonts.entry(font.name.to_lowercase()).or_default();
            for (signs, mark) in [(font.checked, '☑'), (font.unchecked, '☐'), (font.ticks, '√')] {
                letters.extend(signs.into_iter().map(|sign| (sign, mark)));
            }
        }
        Ok(())
    }

    /// What `c` says as a box.
    pub fn sign(&self, c: char) -> Option<Sign> {
        self.signs.get(&c).copied()
    }

    /// What the letter `c` looks like in the symbol font `font`: `☑`, `☐` or `√`.
    pub fn symbol(&self, font: &str, c: char) -> Option<char> {
        self.fonts.get(&font.to_lowercase())?.get(&c).copied()
    }

    /// Whether `c` can be a tick.
    pub fn is_tick_sign(&self, c: char) -> bool {
        self.ticks.contains(&c)
    }

    /// Whether a cell that holds only `text` is ticked: one tick, or the same tick doubled.
    pub fn is_tick(&self, text: &str) -> bool {
        let mut characters = text.chars().filter(|c| !crate::text::is_blank(*c)).peekable();
        characters.peek().is_some() && characters.all(|c| self.ticks.contains(&c))
    }
}
