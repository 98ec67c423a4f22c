//! decode/open_text/looks: what the styles of an OpenDocument text say that is more than looks: hidden text, symbol fonts, numbers of lists.

use super::super::numerals::written;
use super::super::xml::{Tag, Xml};
use crate::tables::Tables;
use std::collections::BTreeMap;

/// How many styles may rest on each other; a circle ends there.
const MOST_BASES: usize = 20;

/// Levels of a list; programs have ten.
const LEVELS: usize = 10;

/// The styles of a document, by name.
#[derive(Default)]
pub(super) struct Looks {
    styles: BTreeMap<String, Style>,
    lists: BTreeMap<String, [Level; LEVELS]>,
    /// By list style, the value of each level.
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Families of fonts by the name that the document gives them.
    fonts: BTreeMap<String, String>,
}

/// What one style says itself.
#[derive(Default)]
struct Style {
    parent: Option<String>,
    hidden: Option<bool>,
    font: Option<String>,
}

/// One level of a list style.
#[derive(Clone, Default)]
struct Level {
    is_bullet: bool,
    bullet: String,
    font: Option<String>,
    /// The first number of the series that the numbers are written in (`1`, `一`, `①`); none where no number is shown.
    format: String,
    prefix: String,
    suffix: String,
    /// The whole text with `%1%` for numbers, where a program writes it.
    pattern: Option<String>,
    start: u32,
    /// How many levels are shown.
    shown: usize,
}

impl Looks {
    /// Adds the styles of the rest of the element at hand.
    pub(super) fn read(&mut self, xml: &mut Xml) {
        while let Some(tag) = xml.next_inside() {
            match (tag.name(), tag.attribute("name")) {
                ("style", Some(name)) => {
                    let style = style(&tag, xml);
                    self.styles.insert(name, style);
                }
                ("list-style", Some(name)) => {
                    let levels = levels(xml);
                    self.lists.insert(name, levels);
                }
                ("font-face", Some(name)) => {
                    self.fonts.extend(tag.attribute("font-family").map(|family| (name, family.trim_matches(['\'', '"']).to_owned())));
                    xml.skip();
                }
                _ => self.read(xml),
            }
        }
    }

    /// Whether text of the style `name` is hidden.
    pub(super) fn is_hidden(&self, name: &str) -> Option<bool> {
        self.bases(name).find_map(|style| style.hidden)
    }

    /// The font of the style `name`.
    pub(super) fn font(&self, name: &str) -> Option<&str> {
        self.bases(name).find_map(|style| style.font.as_deref()).map(|font| self.family(font))
    }

    fn family<'a>(&'a self, font: &'a str) -> &'a str {
        self.fonts.get(font).map_or(font, String::as_str)
    }

    fn bases<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.styles.get(name), |style| self.styles.get(style.parent.as_ref()?)).take(MOST_BASES)
    }

    /// A list of the style `list` begins anew.
    pub(super) fn begin(&mut self, list: &str) {
        self.counters.remove(list);
    }

    /// Counts an item of the list `list` on the level `own` (from 0), which may say its own number: what stands in front of it.
    pub(super) fn count(&mut self, list: &str, own: usize, said: Option<u32>, tables: &Tables) -> Option<String> {
        let levels = self.lists.get(list)?;
        let level = levels.get(own)?;
        let mut counters = self.counters.get(list).copied().unwrap_or_default();
        for (index, (counter, level)) in counters.iter_mut().zip(levels).enumerate() {
            *counter = match *counter {
                _ if index > own => None,
                _ if index == own && said.is_some() => said,
                None => Some(level.start),
                Some(value) if index == own => Some(value.saturating_add(1)),
                kept => kept,
            };
        }
        self.counters.insert(list.to_owned(), counters);
        let number = |index: usize| -> Option<String> {
            let (level, counter) = (levels.get(index)?, counters.get(index)?);
            written((*counter)?, format_of(&level.format)?)
        };
        let font = level.font.as_deref().map(|font| self.family(font));
        let mut text = front(level, font, own, number, tables);
        if !text.is_empty() {
            text.push(' ');
        }
        Some(text)
    }
}

/// What stands in front of an item of `level`; of bullets only those that are check marks.
fn front(level: &Level, font: Option<&str>, own: usize, number: impl Fn(usize) -> Option<String>, tables: &Tables) -> String {
    if level.is_bullet {
        let drawn = |c: char| font.and_then(|font| tables.marks.symbol(font, c)).unwrap_or(c);
        let is_mark = |c: &char| tables.marks.sign(*c).is_some_and(|sign| !sign.weak) || *c == '√';
        return level.bullet.chars().map(drawn).filter(is_mark).collect();
    }
    if let Some(pattern) = &level.pattern {
        let with = |text: String, index: usize| text.replace(&format!("%{}%", index + 1), &number(index).unwrap_or_default());
        return (0..LEVELS).fold(pattern.clone(), with);
    }
    let first = (own + 1).saturating_sub(level.shown.max(1));
    let numbers: Vec<String> = (first..=own).filter_map(number).collect();
    if numbers.is_empty() { String::new() } else { format!("{}{}{}", level.prefix, numbers.join("."), level.suffix) }
}

/// The format of Word that begins with the same number as the series `series` (OpenDocument names series by their first numbers).
fn format_of(series: &str) -> Option<&'static str> {
    Some(match series.chars().next()? {
        'A' => "upperLetter",
        'a' => "lowerLetter",
        'I' => "upperRoman",
        'i' => "lowerRoman",
        '一' => "chineseCountingThousand",
        '壹' if series.contains('贰') => "chineseLegalSimplified",
        '壹' => "ideographLegalTraditional",
        '甲' => "ideographTraditional",
        '子' => "ideographZodiac",
        '①' => "decimalEnclosedCircle",
        '⑴' => "decimalEnclosedParen",
        '１' => "decimalFullWidth",
        _ => "decimal",
    })
}

fn style(tag: &Tag, xml: &mut Xml) -> Style {
    let mut style = Style { parent: tag.attribute("parent-style-name"), ..Style::default() };
    while let Some(tag) = xml.next_inside() {
        if tag.name() == "text-properties" {
            style.font = font(&tag);
            style.hidden = tag.attribute("display").map(|display| display == "none");
        }
        xml.skip();
    }
    style
}

/// The font that text properties name: a family, or the name that the document gives one.
fn font(tag: &Tag) -> Option<String> {
    let family = tag.attribute("font-family").or_else(|| tag.attribute("font-name"))?;
    Some(family.trim_matches(['\'', '"']).to_owned())
}

fn levels(xml: &mut Xml) -> [Level; LEVELS] {
    let mut levels: [Level; LEVELS] = Default::default();
    while let Some(tag) = xml.next_inside() {
        let mut level = Level {
            is_bullet: tag.name() == "list-level-style-bullet",
            bullet: tag.attribute("bullet-char").unwrap_or_default(),
            font: None,
            format: tag.attribute("num-format").unwrap_or_default(),
            prefix: tag.attribute("num-prefix").unwrap_or_default(),
            suffix: tag.attribute("num-suffix").unwrap_or_default(),
            pattern: tag.attribute("num-list-format"),
            start: tag.number("start-value").unwrap_or(1),
            shown: tag.number("display-levels").unwrap_or(1),
        };
        let index = tag.number::<usize>("level").and_then(|level| level.checked_sub(1));
        while let Some(tag) = xml.next_inside() {
            if tag.name() == "text-properties" {
                level.font = font(&tag);
            }
            xml.skip();
        }
        if let Some(slot) = index.and_then(|index| levels.get_mut(index)) {
            *slot = level;
        }
    }
    levels
}
