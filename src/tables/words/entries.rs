//! tables/words/entries: what the lists of words hold that is more than a word.

use crate::field::Field;
use crate::item::{Level, MarkGroup};
use regex::Regex;
use serde::Deserialize;

/// A column that the national standard of directories has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardColumn {
    /// Its field.
    pub field: Field,
    /// For columns of ticks: what they are about.
    pub group: Option<MarkGroup>,
    /// Its name.
    pub says: String,
    /// Fields of which a column will do as well.
    #[serde(default)]
    pub(super) or: Vec<Field>,
    /// The words of the columns below it, where the standard fixes them.
    #[serde(default)]
    pub below: Vec<String>,
}

/// A word of the headers of the standard directories, and what documents say for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The standard word.
    pub says: String,
    /// Words that mean the same.
    pub instead: Vec<String>,
}

/// A word by which a counter tells on which level it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayLevel {
    /// The level.
    pub level: Level,
    /// The words.
    pub says: Vec<String>,
}

/// A law that every item under some headings rests on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedBasis {
    /// The headings.
    pub above: Vec<String>,
    /// The law.
    pub law: String,
}

/// Words for one thing, of which a document should have one only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    /// The words.
    pub says: Vec<String>,
    /// Words beside which they mean two things.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A leftover of an editor.
#[derive(Debug)]
pub struct Leftover {
    /// What it is called.
    pub name: String,
    /// How it looks.
    pub pattern: Regex,
    /// Texts it must be found in.
    pub examples: Vec<String>,
    /// Whether nothing behind it belongs to the text.
    pub last: bool,
}
