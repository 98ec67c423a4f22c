//! decode/workbook/styles: what the styles of a workbook make of values: numbers by their format, letters of symbol fonts as marks.

use super::number::Format;
use crate::evidence::Text;
use crate::tables::Tables;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// The styles of a workbook by number.
pub(super) struct Styles<'a> {
    tables: &'a Tables,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
    styles: Vec<Style>,
}

/// What a style says about how a value looks.
#[derive(Clone, Default)]
struct Style {
    /// The font, where its letters look like marks.
    symbols: Option<Rc<str>>,
    format: Option<Rc<Format>>,
}

/// The parts of the styles as a workbook lists them.
#[derive(Default)]
pub(super) struct Lists {
    /// Names of the fonts.
    pub(super) fonts: Vec<String>,
    /// Codes of the formats that the workbook adds.
    pub(super) formats: BTreeMap<u32, String>,
    /// Font and format of each style.
    pub(super) styles: Vec<(usize, u32)>,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}

/// A text, and the bytes of it that look as the font of their cell says; the others have a font of their own, and are marks already.
#[derive(Clone)]
pub(super) struct Styled {
    pub(super) text: Text,
    /// `None`: all of it.
    of_cell: Option<Vec<Range<usize>>>,
}

impl<'a> Styles<'a> {
    /// The styles that `lists` tell.
    pub(super) fn new(lists: Lists, tables: &'a Tables) -> Self {
        let fonts: Vec<Option<Rc<str>>> =
            lists.fonts.iter().map(|font| tables.marks.is_symbol_font(font).then(|| Rc::from(font.as_str()))).collect();
        let mut formats: BTreeMap<u32, Rc<Format>> = BTreeMap::new();
        let mut format = |id: u32| {
            let read = || lists.formats.get(&id).map_or_else(|| Format::built_in(id), |code| Format::parse(code));
            formats.entry(id).or_insert_with(|| Rc::new(read())).clone()
        };
        let style = |(font, id): &(usize, u32)| Style { symbols: fonts.get(*font).cloned().flatten(), format: Some(format(*id)) };
        let styles = lists.styles.iter().map(style).collect();
        Styles { tables, is_1904: lists.is_1904, styles }
    }

    /// `value` as a cell of the style `style` shows it.
    pub(super) fn number(&self, value: f64, style: usize) -> String {
        let format = self.styles.get(style).and_then(|style| style.format.as_deref());
        format.unwrap_or(Format::general()).show(value, self.is_1904)
    }

    /// `text` as a cell of the style `style` shows it.
    pub(super) fn text(&self, text: &Styled, style: usize) -> Text {
        let Some(font) = self.styles.get(style).and_then(|style| style.symbols.as_deref()) else { return text.text.clone() };
        let in_font = |at: usize| text.of_cell.as_ref().is_none_or(|ranges| ranges.iter().any(|range| range.contains(&at)));
        let shown = |(at, c): (usize, char)| if in_font(at) { self.tables.marks.symbol(font, c).unwrap_or(c) } else { c };
        text.text.char_indices().map(shown).collect::<String>().into()
    }

    /// The text made of `runs`, each with its font; `None` is the font of the cell.
    pub(super) fn runs<'b>(&self, runs: impl IntoIterator<Item = (Option<&'b str>, &'b str)>) -> Styled {
        let (mut text, mut of_cell, mut is_plain) = (String::new(), Vec::new(), true);
        for (font, run) in runs {
            let start = text.len();
            match font {
                None => {
                    text.push_str(run);
                    of_cell.push(start..text.len());
                }
                Some(font) => {
                    is_plain = false;
                    text.extend(run.chars().map(|c| self.tables.marks.symbol(font, c).unwrap_or(c)));
                }
            }
        }
        Styled { text: text.into(), of_cell: (!is_plain).then_some(of_cell) }
    }
}

impl From<&str> for Styled {
    fn from(text: &str) -> Self {
        Styled { text: text.into(), of_cell: None }
    }
}
