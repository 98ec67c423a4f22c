//! decode/html/style: what the style of an element says about how its text is shown.

use crate::tables::Tables;
use scraper::node::Element;

/// What an element says itself; `None`: as around it, or as the element is by itself.
#[derive(Default)]
pub(super) struct Style<'a> {
    /// Whether it is not shown at all, or struck out.
    pub(super) hidden: bool,
    /// Whether its text is not drawn; elements in it can be drawn all the same.
    pub(super) invisible: Option<bool>,
    /// Whether it stands on lines of its own.
    pub(super) block: Option<bool>,
    /// The symbol font; `Some(None)`: a font of letters.
    pub(super) symbol: Option<Option<&'a str>>,
    /// Whether it is the bullet or number that Word puts in front of a list item.
    pub(super) bullet: bool,
    /// Whether blanks and line ends are kept.
    pub(super) pre: Option<bool>,
    /// The numbering of a list.
    pub(super) list: Option<&'a str>,
}

/// Elements that stand on lines of their own. Source: HTML Standard, 15.3.2 to 15.3.9; the parts of tables, for those that are no grid.
const BLOCKS: [&str; 51] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
    "xmp",
    "frameset",
];

/// Whether the element `name` stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

impl<'a> Style<'a> {
    /// The style of `element`: its `style` attribute, and `<font face>`.
    pub(super) fn of(element: &'a Element, tables: &Tables) -> Self {
        let mut style = Style::default();
        if element.name() == "font" {
            style.symbol = element.attr("face").map(|face| symbol_font(face, tables));
        }
        for declaration in element.attr("style").unwrap_or_default().split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            style.declare(&name.trim().to_ascii_lowercase(), value.trim(), tables);
        }
        style
    }

    /// Source: CSS Display 3 (2), CSS 2.2 (11.2), CSS Text 3 (3), CSS Text Decoration 3 (2.1), CSS Fonts 4 (2.1, 2.7); `mso-`: what Word writes.
    fn declare(&mut self, name: &str, value: &'a str, tables: &Tables) {
        let value = value.split('!').next().unwrap_or_default().trim();
        let lower = value.to_ascii_lowercase();
        match name {
            "display" => {
                self.hidden |= lower == "none";
                self.block = Some(!lower.starts_with("inline") && lower != "contents").filter(|_| !lower.is_empty());
            }
            "visibility" => self.invisible = Some(matches!(lower.as_str(), "hidden" | "collapse")),
            "text-decoration" | "text-decoration-line" => self.hidden |= lower.contains("line-through"),
            "mso-hide" => self.hidden |= lower == "all",
            "mso-list" => self.bullet = lower == "ignore",
            "white-space" => self.pre = Some(lower.starts_with("pre") || lower == "break-spaces"),
            "list-style" | "list-style-type" => self.list = Some(value),
            "font-family" | "font" => self.symbol = Some(symbol_font(value, tables)),
            "mso-symbol-font-family" => self.symbol = symbol_font(value, tables).map(Some).or(self.symbol),
            _ => {}
        }
    }
}

/// The symbol font that comes first in a list of fonts, with or without a size before it.
fn symbol_font<'a>(fonts: &'a str, tables: &Tables) -> Option<&'a str> {
    let first = fonts.split(',').next()?.trim_end_matches(['"', '\'', ' ']);
    let name = first.rsplit(['"', '\'']).next()?.trim();
    let mut starts = std::iter::once(0).chain(name.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at + 1));
    starts.find_map(|start| name.get(start..).filter(|name| tables.marks.is_symbol_font(name)))
}
