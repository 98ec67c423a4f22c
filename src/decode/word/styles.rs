//! decode/word/styles: what `styles.xml` says that is more than looks: lists, hidden text, symbol fonts.

use super::super::xml::Xml;
use super::is_on;
use std::collections::HashMap;

/// How many styles may rest on each other; a circle ends there.
const MOST_BASES: usize = 20;

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// What one style says itself.
#[derive(Default)]
struct Style {
    /// What Word calls it, in any language of its menus.
    name: String,
    based_on: Option<String>,
    list: ListPlace,
    look: Look,
    outline: Option<u8>,
}

/// Which list a paragraph belongs to, and on which level.
#[derive(Clone, Copy, Default)]
pub(super) struct ListPlace {
    /// The list (`w:numId`); 0 is none.
    pub(super) list: Option<u32>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

/// What matters of the looks of characters.
#[derive(Clone, Default)]
pub(super) struct Look {
    /// Whether they are hidden, or struck out.
    pub(super) hidden: Option<bool>,
    /// The font of Latin letters, which is the one that symbol fonts are given as.
    pub(super) font: Option<String>,
    /// The character style.
    pub(super) style: Option<String>,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub(super) fn read(xml: &mut Xml) -> Self {
        let mut styles = Styles::default();
        if xml.next_inside().is_none() {
            return styles;
        }
        while let Some(tag) = xml.next_inside() {
            match (tag.name(), tag.attribute("styleId")) {
                ("style", Some(name)) => drop(styles.0.insert(name, style(xml))),
                _ => xml.skip(),
            }
        }
        styles
    }

    /// The list that the style `name` puts its paragraphs in.
    pub(super) fn list(&self, name: &str) -> ListPlace {
        let mut list = ListPlace::default();
        for style in self.bases(name) {
            list = list.or(style.list);
        }
        list
    }

    /// Whether the style `name` is that of titles of documents. Source: the built-in names of styles, which Word writes in English (ECMA-376 part 1, 17.7.4.9).
    pub(super) fn is_title(&self, name: &str) -> bool {
        self.bases(name).any(|style| style.name.eq_ignore_ascii_case("title"))
    }

    /// The level of headings, from 1, that the style `name` gives its paragraphs: what it says of outlines, else its built-in name.
    pub(super) fn heading(&self, name: &str) -> Option<u8> {
        self.bases(name).find_map(|style| style.outline.map(outline_level).or_else(|| by_name(&style.name))).flatten()
    }

    /// The look that the style `name` gives.
    pub(super) fn look(&self, name: &str) -> Look {
        let mut look = Look::default();
        for style in self.bases(name) {
            look.hidden = look.hidden.or(style.look.hidden);
            look.font = look.font.or_else(|| style.look.font.clone());
        }
        look
    }

    /// The style and those it rests on.
    fn bases<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.0.get(name), |style| self.0.get(style.based_on.as_ref()?)).take(MOST_BASES)
    }
}

impl ListPlace {
    /// What this says, and where it says nothing what `other` says.
    pub(super) fn or(self, other: ListPlace) -> ListPlace {
        ListPlace { list: self.list.or(other.list), level: self.level.or(other.level) }
    }
}

fn style(xml: &mut Xml) -> Style {
    let mut style = Style::default();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "name" => {
                style.name = tag.attribute("val").unwrap_or_default();
                xml.skip();
            }
            "basedOn" => {
                style.based_on = tag.attribute("val");
                xml.skip();
            }
            "rPr" => style.look = look(xml),
            "pPr" => {
                while let Some(tag) = xml.next_inside() {
                    match tag.name() {
                        "numPr" => style.list = list_place(xml),
                        "outlineLvl" => {
                            style.outline = tag.number("val");
                            xml.skip();
                        }
                        _ => xml.skip(),
                    }
                }
            }
            _ => xml.skip(),
        }
    }
    style
}

/// The level of a heading, from 1, of the outline level `level`, from 0; behind the last one text begins. Source: ECMA-376 part 1, 17.3.1.20.
pub(super) fn outline_level(level: u8) -> Option<u8> {
    const LEVELS: u8 = 9;
    (level < LEVELS).then_some(level + 1)
}

/// The level that the built-in name of a style says (heading 1); `None` where it says nothing of headings.
fn by_name(name: &str) -> Option<Option<u8>> {
    const WORD: &str = "heading";
    let (word, number) = name.split_at_checked(WORD.len())?;
    let level: u8 = number.trim().parse().ok().filter(|_| word.eq_ignore_ascii_case(WORD))?;
    Some(level.checked_sub(1).and_then(outline_level))
}

/// Reads `w:numPr`.
pub(super) fn list_place(xml: &mut Xml) -> ListPlace {
    let mut place = ListPlace::default();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "ilvl" => place.level = tag.number("val"),
            "numId" => place.list = tag.number("val"),
            _ => {}
        }
        xml.skip();
    }
    place
}

/// Reads `w:rPr`.
pub(super) fn look(xml: &mut Xml) -> Look {
    let mut look = Look::default();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "vanish" => look.hidden = Some(is_on(&tag)),
            "strike" | "dstrike" if is_on(&tag) => look.hidden = Some(true),
            "rFonts" => look.font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi")),
            "rStyle" => look.style = tag.attribute("val"),
            _ => {}
        }
        xml.skip();
    }
    look
}
