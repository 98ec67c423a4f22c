//! tables/marks: the characters that check marks reach us as.

use crate::error::Error;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Characters that stand for check boxes and ticks.
#[derive(Debug, Default)]
pub struct MarkSigns {
    signs: BTreeMap<char, Sign>,
    ticks: BTreeSet<char>,
    words: BTreeSet<String>,
    noes: BTreeSet<String>,
    /// What the signs of a symbol font say: `☑`, `☐` or `√`, by the font's name in lower case.
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
    no: Vec<Noes>,
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
    #[serde(default)]
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Noes {
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Font {
    name: String,
    #[serde(default)]
    checked: Vec<String>,
    #[serde(default)]
    unchecked: Vec<String>,
    #[serde(default)]
    ticks: Vec<String>,
}

/// Where symbol fonts have their signs. Source: Unicode, private use area; Microsoft's recommendations for OpenType fonts, encoding 3/0.
const SYMBOLS: std::ops::RangeInclusive<u32> = 0xf000..=0xf0ff;

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
        for ticks in table.tick {
            self.ticks.extend(ticks.says);
            self.words.extend(ticks.words);
        }
        self.noes.extend(table.no.into_iter().flat_map(|noes| noes.says));
        for font in table.font {
            let mut signs = BTreeMap::new();
            for (codes, says) in [(font.checked, '☑'), (font.unchecked, '☐'), (font.ticks, '√')] {
                for code in codes {
                    let sign = u32::from_str_radix(&code, 16).ok().filter(|code| SYMBOLS.contains(code)).and_then(char::from_u32);
                    let Some(sign) = sign else {
                        return Err(Error::table(name, format!("`{code}` is no code point from F000 to F0FF")));
                    };
                    if signs.insert(sign, says).is_some() {
                        return Err(Error::table(name, format!("`{code}` stands twice in `{}`", font.name)));
                    }
                }
            }
            self.fonts.insert(font.name.to_lowercase(), signs);
        }
        Ok(())
    }

    /// Whether the letters of the font `font` are signs.
    pub fn is_symbol_font(&self, font: &str) -> bool {
        self.fonts.contains_key(&font.trim().to_lowercase())
    }

    /// What `c` in the symbol font `font` says: `☑`, `☐` or `√`. `c`: its code point there, or the letter in its place (`þ` for U+F0FE).
    pub fn symbol(&self, font: &str, c: char) -> Option<char> {
        let code = u32::from(c);
        let code = if code <= 0xff { SYMBOLS.start() + code } else { code };
        self.fonts.get(&font.trim().to_lowercase())?.get(&char::from_u32(code)?).copied()
    }

    /// What `c` says as a box.
    pub fn sign(&self, c: char) -> Option<Sign> {
        self.signs.get(&c).copied()
    }

    /// Whether `c` can be a tick.
    pub fn is_tick_sign(&self, c: char) -> bool {
        self.ticks.contains(&c)
    }

    /// Whether a cell that holds only `text` is ticked: one tick, the same tick doubled, or a word for it.
    pub fn is_tick(&self, text: &str) -> bool {
        let mut characters = text.chars().filter(|c| !crate::text::is_blank(*c)).peekable();
        self.words.contains(text) || characters.peek().is_some() && characters.all(|c| self.ticks.contains(&c))
    }

    /// Whether a cell of a column of ticks that holds only `text` says no.
    pub fn is_no(&self, text: &str) -> bool {
        self.noes.contains(text)
    }
}
