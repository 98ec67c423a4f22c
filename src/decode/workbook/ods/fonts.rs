//! decode/workbook/ods/fonts: what styles of OpenDocument say: which sheets they hide, and in which font a text stands.

use crate::decode::xml::attribute;
use crate::tables::Tables;
use quick_xml::events::BytesStart;
use std::collections::{BTreeMap, BTreeSet};

/// Styles by name.
pub(super) struct Styles<'a> {
    tables: &'a Tables,
    /// The font that a style names, and the style that it builds on.
    fonts: BTreeMap<String, (Option<String>, Option<String>)>,
    /// What fonts are called in the styles, and their own names.
    faces: BTreeMap<String, String>,
    hiding: BTreeSet<String>,
    open: String,
}

impl<'a> Styles<'a> {
    pub(super) fn new(tables: &'a Tables) -> Self {
        Styles { tables, fonts: BTreeMap::new(), faces: BTreeMap::new(), hiding: BTreeSet::new(), open: String::new() }
    }

    /// Takes in an element among styles.
    pub(super) fn read(&mut self, element: &BytesStart) {
        let of = |name: &str| attribute(element, name);
        match element.name().as_ref() {
            "style:font-face" => {
                if let (Some(name), Some(family)) = (of("name"), of("font-family")) {
                    self.faces.insert(name, family.trim_matches(['\'', '"']).into());
                }
            }
            "style:style" => {
                self.open = of("name").unwrap_or_default();
                self.fonts.insert(self.open.clone(), (None, of("parent-style-name")));
            }
            "style:text-properties" => {
                if let (Some(font), Some((known, _))) = (of("font-name").or_else(|| of("font-family")), self.fonts.get_mut(&self.open)) {
                    *known = Some(font);
                }
            }
            "style:table-properties" if of("display").as_deref() == Some("false") => drop(self.hiding.insert(self.open.clone())),
            _ => {}
        }
    }

    /// Whether a sheet of the style `name` is hidden.
    pub(super) fn hides(&self, name: &str) -> bool {
        self.hiding.contains(name)
    }

    /// Adds `piece` to `text`, as it looks in the font of the first of `styles` that names one.
    pub(super) fn add<'b>(&self, text: &mut String, piece: &str, styles: impl Iterator<Item = &'b str>) {
        match styles.filter_map(|style| self.font(style)).next() {
            Some(font) => text.extend(piece.chars().map(|c| self.tables.marks.symbol(font, c).unwrap_or(c))),
            None => text.push_str(piece),
        }
    }

    fn font(&self, style: &str) -> Option<&str> {
        const MOST_PARENTS: usize = 20;
        let mut style = style;
        for _ in 0..MOST_PARENTS {
            let (font, parent) = self.fonts.get(style)?;
            if let Some(font) = font {
                return Some(self.faces.get(font).unwrap_or(font));
            }
            style = parent.as_deref()?;
        }
        None
    }
}
