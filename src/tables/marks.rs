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
    /// What is said where asterisks are explained.
    legends: Vec<String>,
    /// By what is written about a picture, what it shows.
    pictures: BTreeMap<String, char>,
    /// By the name of a class, what an icon of it shows.
    icons: BTreeMap<String, char>,
    /// By the folded name of a symbol font and the code of a character in it, what is drawn.
    symbols: BTreeMap<String, BTreeMap<u32, char>>,
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
    no: Vec<Says>,
    #[serde(default)]
    legend: Vec<Says>,
    #[serde(default)]
    picture: Vec<Picture>,
    #[serde(default)]
    icon: Vec<Picture>,
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
struct Says {
    says: Vec<String>,
}

/// What is written about pictures of check boxes and ticks, or the classes of icons.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Picture {
    checked: bool,
    says: Vec<String>,
}

/// A symbol font: code points in hexadecimal, by what they draw.
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
    /// The characters as which others are read.
    #[serde(default)]
    others: BTreeMap<String, char>,
}

impl MarkSigns {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
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
        self.legends.extend(table.legend.into_iter().flat_map(|legend| legend.says));
        for picture in table.picture {
            for says in picture.says {
                let shows = if picture.checked { '☑' } else { '☐' };
                if self.pictures.insert(crate::text::fold(&says), shows).is_some_and(|other| other != shows) {
                    return Err(Error::table(name, format!("`{says}` is said of both")));
                }
            }
        }
        for icon in table.icon {
            let shows = if icon.checked { '☑' } else { '☐' };
            for class in icon.says {
                if self.icons.insert(class.clone(), shows).is_some() {
                    return Err(Error::table(name, format!("`{class}` stands twice")));
                }
            }
        }
        for font in table.font {
            let symbols = self.symbols.entry(crate::text::fold(&font.name)).or_default();
            let drawn = |codes: Vec<String>, drawn: char| codes.into_iter().map(move |code| (code, drawn));
            let signs = drawn(font.checked, '☑').chain(drawn(font.unchecked, '☐')).chain(drawn(font.ticks, '√'));
            for (code, drawn) in signs.chain(font.others) {
                let wrong = |_| Error::table(name, format!("`{code}` of {} is no code point in hexadecimal", font.name));
                symbols.insert(symbol_code(u32::from_str_radix(&code, 16).map_err(wrong)?), drawn);
            }
        }
        Ok(())
    }

    /// Whether `line` says what entries with an asterisk are.
    pub fn explains_asterisks(&self, line: &str) -> bool {
        line.contains(['*', '＊']) && self.legends.iter().any(|says| line.contains(says.as_str()))
    }

    /// What the picture shows about which `text` is written, where that is all that is written: a checked box or an unchecked one.
    pub fn picture(&self, text: &str) -> Option<char> {
        self.pictures.get(&crate::text::fold(text)).copied()
    }

    /// What an element draws that shows nothing but a sign of an icon font, by the names of its `class`.
    pub fn icon(&self, class: &str) -> Option<char> {
        class.split_ascii_whitespace().find_map(|name| self.icons.get(&name.to_ascii_lowercase()).copied())
    }

    /// What `c` draws in the symbol font `font`: `☑`, `☐`, `√`, or as what it is read; `None` where the font or the character is not known.
    pub fn symbol(&self, font: &str, c: char) -> Option<char> {
        self.symbols.get(&crate::text::fold(font))?.get(&symbol_code(u32::from(c))).copied()
    }

    /// Whether `font` is a symbol font, in which letters are pictures.
    pub fn is_symbol_font(&self, font: &str) -> bool {
        self.symbols.contains_key(&crate::text::fold(font))
    }

    /// What `c` says as a box.
    pub fn sign(&self, c: char) -> Option<Sign> {
        self.signs.get(&c).copied()
    }

    /// What `c`, which is no box, says in front of a word or alone in brackets: a tick yes, a cross no. Letters say nothing there.
    pub fn said_before(&self, c: char) -> Option<bool> {
        if c.is_alphanumeric() {
            return None;
        }
        let is_cross = self.noes.contains(&*c.encode_utf8(&mut [0; 4]));
        if self.ticks.contains(&c) { Some(true) } else { is_cross.then_some(false) }
    }

    /// Whether `c` can be a tick.
    pub fn is_tick_sign(&self, c: char) -> bool {
        self.ticks.contains(&c)
    }

    /// Whether a cell that holds only `text` is ticked: one tick, the same tick doubled, or a word for it.
    pub fn is_tick(&self, text: &str) -> bool {
        let mut characters = text.chars().filter(|c| !crate::text::is_blank(*c) && !is_selector(*c)).peekable();
        self.words.contains(text) || characters.peek().is_some() && characters.all(|c| self.ticks.contains(&c))
    }

    /// Whether a cell of a column of ticks that holds only `text` says no.
    pub fn is_no(&self, text: &str) -> bool {
        self.noes.contains(text)
    }
}

/// Whether `c` only chooses how the character before it is drawn (Unicode, variation selectors): ✔ in colours is ✔.
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Symbol fonts hold their characters at F020 to F0FF; programs write them with and without the F0 in front.
fn symbol_code(code: u32) -> u32 {
    if code <= 0xff { 0xf000 + code } else { code }
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn symbols_are_known_by_font() {
        let marks = Tables::embedded().unwrap().marks;
        assert_eq!(
            [marks.symbol("Wingdings", '\u{f0fe}'), marks.symbol("wingdings", 'þ'), marks.symbol("Wingdings", '\u{f0a8}')],
            [Some('☑'), Some('☑'), Some('☐')]
        );
        assert_eq!([marks.symbol("Wingdings 2", 'R'), marks.symbol("Wingdings", 'R'), marks.symbol("Arial", 'þ')], [Some('☑'), None, None]);
        assert!(marks.is_symbol_font("Wingdings") && !marks.is_symbol_font("宋体"));
    }
}
