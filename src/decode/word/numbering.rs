//! decode/word/numbering: the numbers that Word computes for lists, from `numbering.xml`. Source: ECMA-376 part 1, 17.9.

use super::super::numerals::written;
use super::super::xml::{Tag, Xml};
use super::styles::{ListPlace, look};
use crate::tables::Tables;
use std::collections::BTreeMap;

/// Levels of a list; Word has nine.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    kinds: BTreeMap<u32, Kind>,
    lists: BTreeMap<u32, List>,
    /// By the kind of a list, the value of each level: lists of one kind count on together.
    counters: BTreeMap<u32, [Option<u32>; LEVELS]>,
}

/// How the lists of one kind look (`w:abstractNum`).
#[derive(Default)]
struct Kind {
    levels: [Level; LEVELS],
    /// The name of the list style that this kind is, and the one that it only stands for.
    is_style: Option<String>,
    links_to: Option<String>,
}

/// A list (`w:num`): its kind, and what it changes.
#[derive(Default)]
struct List {
    kind: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
    /// Whether its own starts have been applied.
    begun: bool,
}

/// One level of a list (`w:lvl`).
#[derive(Clone, Default)]
struct Level {
    start: Option<u32>,
    format: Option<String>,
    text: Option<String>,
    /// Whether the levels above are written in digits whatever their format.
    in_digits: bool,
    /// The level (from 1) after which it starts anew; 0 is never. Unsaid: after any level above.
    restart: Option<usize>,
    no_blank: bool,
    style: Option<String>,
    font: Option<String>,
}

impl Numbering {
    /// Reads the part `numbering.xml`.
    pub(super) fn read(xml: &mut Xml) -> Self {
        let mut numbering = Numbering::default();
        if xml.next_inside().is_none() {
            return numbering;
        }
        while let Some(tag) = xml.next_inside() {
            match (tag.name(), tag.number("abstractNumId"), tag.number("numId")) {
                ("abstractNum", Some(id), _) => drop(numbering.kinds.insert(id, kind(xml))),
                ("num", _, Some(id)) => drop(numbering.lists.insert(id, list(xml))),
                _ => xml.skip(),
            }
        }
        numbering
    }

    /// Counts a paragraph at `place`, whose style is `style`: what stands in front of it, with a blank behind where one is shown.
    pub(super) fn count(&mut self, place: ListPlace, style: Option<&str>, tables: &Tables) -> Option<String> {
        let list = self.lists.get_mut(&place.list.filter(|list| *list != 0)?)?;
        let kind_id = linked(&self.kinds, list.kind);
        let kind = self.kinds.get(&kind_id)?;
        let by_style = || kind.levels.iter().position(|level| style.is_some() && level.style.as_deref() == style);
        let own = place.level.or_else(by_style).unwrap_or(0).min(LEVELS - 1);
        let levels: Vec<&Level> = kind.levels.iter().zip(&list.levels).map(|(level, changed)| changed.as_ref().unwrap_or(level)).collect();
        let counters = self.counters.entry(kind_id).or_default();
        if !list.begun {
            list.begun = true;
            for (counter, _) in counters.iter_mut().zip(&list.starts).filter(|(_, start)| start.is_some()) {
                *counter = None;
            }
        }
        let start = |index: usize| list.starts.get(index).copied().flatten().or(levels.get(index)?.start);
        for (index, counter) in counters.iter_mut().enumerate() {
            let level = levels.get(index);
            *counter = match *counter {
                None if index <= own => Some(start(index).unwrap_or(1)),
                Some(value) if index == own => Some(value.saturating_add(1)),
                _ if index > own && level.is_none_or(|level| level.restart.is_none_or(|after| after > own)) => None,
                kept => kept,
            };
        }
        Some(front(levels.get(own)?, &levels, counters, tables))
    }
}

/// The kind that `kind` stands for, where it only names a list style.
fn linked(kinds: &BTreeMap<u32, Kind>, kind: u32) -> u32 {
    let Some(style) = kinds.get(&kind).and_then(|kind| kind.links_to.as_ref()) else { return kind };
    let same = |id: &&u32| kinds.get(*id).is_some_and(|other| other.is_style.as_ref() == Some(style));
    kinds.keys().filter(same).min().copied().unwrap_or(kind)
}

/// What stands in front: the text of the level with `%1` to `%9` replaced; of bullets only those that are check marks.
fn front(own: &Level, levels: &[&Level], counters: &[Option<u32>; LEVELS], tables: &Tables) -> String {
    let pattern = own.text.as_deref().unwrap_or_default();
    let mut text = String::new();
    if own.format.as_deref() == Some("bullet") {
        let drawn = |c: char| own.font.as_deref().and_then(|font| tables.marks.symbol(font, c)).unwrap_or(c);
        let is_mark = |c: &char| tables.marks.sign(*c).is_some_and(|sign| !sign.weak) || *c == '√';
        text.extend(pattern.chars().map(drawn).filter(is_mark));
    } else {
        let mut characters = pattern.chars().peekable();
        while let Some(c) = characters.next() {
            let index = characters.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0);
            let Some(index) = index else {
                text.push(c);
                continue;
            };
            characters.next();
            let index = index as usize - 1;
            let format = levels.get(index).and_then(|level| level.format.as_deref()).unwrap_or("decimal");
            let format = if own.in_digits { "decimal" } else { format };
            text.extend(counters.get(index).copied().flatten().and_then(|value| written(value, format)));
        }
    }
    if !text.is_empty() && !own.no_blank {
        text.push(' ');
    }
    text
}

fn kind(xml: &mut Xml) -> Kind {
    let mut kind = Kind::default();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "lvl" => {
                let (index, level) = (tag.number::<usize>("ilvl"), level(xml));
                if let Some(slot) = index.and_then(|index| kind.levels.get_mut(index)) {
                    *slot = level;
                }
                continue;
            }
            "styleLink" => kind.is_style = tag.attribute("val"),
            "numStyleLink" => kind.links_to = tag.attribute("val"),
            _ => {}
        }
        xml.skip();
    }
    kind
}

fn list(xml: &mut Xml) -> List {
    let mut list = List::default();
    while let Some(tag) = xml.next_inside() {
        match (tag.name(), tag.number::<usize>("ilvl")) {
            ("abstractNumId", _) => {
                list.kind = tag.number("val").unwrap_or_default();
                xml.skip();
            }
            ("lvlOverride", Some(index)) => {
                while let Some(tag) = xml.next_inside() {
                    match (tag.name(), list.starts.get_mut(index), list.levels.get_mut(index)) {
                        ("startOverride", Some(start), _) => {
                            *start = tag.number("val");
                            xml.skip();
                        }
                        ("lvl", _, Some(slot)) => *slot = Some(level(xml)),
                        _ => xml.skip(),
                    }
                }
            }
            _ => xml.skip(),
        }
    }
    list
}

fn level(xml: &mut Xml) -> Level {
    let mut level = Level::default();
    read_level(xml, &mut level);
    level
}

/// Reads what is inside `w:lvl`. Formats of newer programs stand in `mc:AlternateContent`; what all programs know is its `mc:Fallback`.
fn read_level(xml: &mut Xml, level: &mut Level) {
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "AlternateContent" | "Fallback" => read_level(xml, level),
            "rPr" => level.font = look(xml).font,
            _ => {
                add_to_level(&tag, level);
                xml.skip();
            }
        }
    }
}

fn add_to_level(tag: &Tag, level: &mut Level) {
    match tag.name() {
        "start" => level.start = tag.number("val"),
        "numFmt" => level.format = tag.attribute("val"),
        "lvlText" => level.text = tag.attribute("val"),
        "isLgl" => level.in_digits = super::is_on(tag),
        "lvlRestart" => level.restart = tag.number("val"),
        "suff" => level.no_blank = tag.attribute("val").as_deref() == Some("nothing"),
        "pStyle" => level.style = tag.attribute("val"),
        _ => {}
    }
}
