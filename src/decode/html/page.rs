//! decode/html/page: a parsed page to steps: elements that open and close, and text, in document order and without what a browser does not show.

use super::sheet::Sheet;
use super::style::{Style, is_block};
use crate::tables::Tables;
use crate::text::is_blank;
use scraper::Html;
use scraper::node::{Element, Node};

/// What is to be read of a page.
#[derive(Default)]
pub(super) struct Page<'a> {
    /// What is shown.
    pub(super) steps: Vec<Step<'a>>,
    /// The title of the window.
    pub(super) title: String,
    /// What is not shown.
    pub(super) hidden: Hidden,
    /// Whether an office program wrote it: those wrap Chinese text in the source wherever a line is full.
    pub(super) wrapped: bool,
}

/// A step through a page.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// An element opens.
    Open(Tag<'a>),
    /// An element closes.
    Close(Tag<'a>),
    /// Text stands here.
    Text(Run<'a>),
}

/// An element that is shown.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The element.
    pub(super) element: &'a Element,
    /// Whether it stands on lines of its own.
    pub(super) block: bool,
}

/// Text in one style.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    /// The text as it stands in the source.
    pub(super) text: &'a str,
    /// The symbol font it is set in, whose letters are signs.
    pub(super) symbol: Option<&'a str>,
    /// Whether it is the bullet or number that Word puts in front of a list item.
    pub(super) bullet: bool,
    /// Whether blanks and line ends are kept.
    pub(super) pre: bool,
}

/// Text that is in the page and that a browser does not show.
#[derive(Default)]
pub(super) struct Hidden {
    /// How many characters, blanks aside.
    pub(super) characters: usize,
    /// How it begins.
    pub(super) start: String,
}

/// Elements that are never shown. Source: HTML Standard, 15.3.1 (hidden elements); embedded content whose inside is only for programs that cannot
/// show it (4.8); `noscript`, for browsers run scripts.
const NEVER_SHOWN: [&str; 21] = [
    "area", "audio", "base", "basefont", "canvas", "datalist", "iframe", "link", "meta", "noembed", "noframes", "noscript", "object",
    "param", "rp", "script", "style", "svg", "template", "title", "video",
];

/// Elements whose text is there and not meant to be read: text that is deleted or struck out, data for the office program that made the page.
const HIDDEN: [&str; 4] = ["del", "s", "strike", "xml"];

/// How much hidden text a finding shows, in characters.
const MOST_SHOWN: usize = 40;

/// What becomes of the text at a place.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Yes,
    /// Not shown, and counted.
    Hidden,
    /// No text that anyone would read.
    Never,
    /// In the head: only the title counts.
    Head,
    Title,
}

/// What an element hands down to what stands in it.
#[derive(Clone, Copy, Default)]
struct Level<'a> {
    tag: Option<Tag<'a>>,
    shown: Shown,
    invisible: bool,
    symbol: Option<&'a str>,
    bullet: bool,
    pre: bool,
}

/// Walks `html` once, without recursion.
pub(super) fn page<'a>(html: &'a Html, tables: &Tables) -> Page<'a> {
    let (mut page, sheet) = (Page::default(), sheet(html));
    let mut open: Vec<Level> = Vec::new();
    let mut node = html.tree.root();
    loop {
        let level = page.arrive(node.value(), open.last().copied().unwrap_or_default(), &sheet, tables);
        if let Some(child) = node.first_child() {
            open.push(level);
            node = child;
            continue;
        }
        page.leave(level);
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return page };
            page.leave(open.pop().unwrap_or_default());
            node = parent;
        }
    }
}

/// What the style sheets of the page hide.
fn sheet(html: &Html) -> Sheet {
    let mut sheet = Sheet::default();
    for node in html.tree.root().descendants().filter(|node| node.value().as_element().is_some_and(|element| element.name() == "style")) {
        let is_for_screens =
            |element: &Element| element.attr("media").is_none_or(|media| ["screen", "all"].iter().any(|name| media.contains(name)));
        if node.value().as_element().is_some_and(is_for_screens) {
            let text: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
            sheet.add(&text);
        }
    }
    sheet
}

impl<'a> Page<'a> {
    fn arrive(&mut self, node: &'a Node, above: Level<'a>, sheet: &Sheet, tables: &Tables) -> Level<'a> {
        let level = Level { tag: None, ..above };
        match node {
            Node::Text(text) => self.text(text, above),
            Node::Element(element) => return self.element(element, level, sheet, tables),
            _ => {}
        }
        level
    }

    fn leave(&mut self, level: Level<'a>) {
        self.steps.extend(level.tag.map(Step::Close));
    }

    fn text(&mut self, text: &'a str, level: Level<'a>) {
        match level.shown {
            Shown::Yes if !level.invisible => {
                self.steps.push(Step::Text(Run { text, symbol: level.symbol, bullet: level.bullet, pre: level.pre }));
            }
            Shown::Yes | Shown::Hidden => self.hidden.add(text),
            Shown::Title => {
                self.title.extend(text.split_whitespace().flat_map(|word| [" ", word]).skip(usize::from(self.title.is_empty())))
            }
            Shown::Never | Shown::Head => {}
        }
    }

    fn element(&mut self, element: &'a Element, above: Level<'a>, sheet: &Sheet, tables: &Tables) -> Level<'a> {
        let name = element.name();
        self.wrapped |= is_of_office(name, element);
        let (style, said) = (Style::of(element, tables), sheet.says(element));
        // What an element says itself is stronger than a style sheet.
        let is_hidden_by_sheet = said.display == Some(false) && style.block.is_none();
        let shown = match (above.shown, name) {
            (Shown::Head, "title") if self.title.is_empty() => Shown::Title,
            (Shown::Yes, "head") => Shown::Head,
            (Shown::Head, _) => Shown::Never,
            (Shown::Yes, _) if NEVER_SHOWN.contains(&name) => Shown::Never,
            (Shown::Yes, _) if style.hidden || is_hidden_by_sheet || HIDDEN.contains(&name) || is_hidden(name, element) => Shown::Hidden,
            (shown, _) => shown,
        };
        let tag = Tag { name, element, block: style.block.unwrap_or_else(|| is_block(name)) };
        let tag = (shown == Shown::Yes).then_some(tag);
        self.steps.extend(tag.map(Step::Open));
        Level {
            tag,
            shown,
            invisible: style.invisible.or(said.visible.map(|visible| !visible)).unwrap_or(above.invisible),
            symbol: style.symbol.unwrap_or(above.symbol),
            bullet: above.bullet || style.bullet,
            pre: style.pre.unwrap_or(above.pre || matches!(name, "pre" | "listing" | "plaintext" | "textarea" | "xmp")),
        }
    }
}

/// Whether an attribute hides the element. Source: HTML Standard, 15.3.1, 6.1 (`hidden`), 4.11.4 (`dialog`), 4.10.10 (`option`).
fn is_hidden(name: &str, element: &Element) -> bool {
    element.attr("hidden").is_some()
        || name == "dialog" && element.attr("open").is_none()
        || name == "option" && element.attr("selected").is_none()
}

/// Whether the page says that an office program made it: by the namespaces of Office on its root, or as its generator.
fn is_of_office(name: &str, element: &Element) -> bool {
    match name {
        "html" => element.attrs().any(|(_, value)| value.starts_with("urn:schemas-microsoft-com:office:")),
        "meta" => {
            element.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("generator"))
                && element.attr("content").is_some_and(|content| content.starts_with("Microsoft "))
        }
        _ => false,
    }
}

impl Hidden {
    fn add(&mut self, text: &str) {
        let room = MOST_SHOWN.saturating_sub(self.start.chars().count());
        self.start.extend(text.chars().filter(|c| !is_blank(*c)).take(room));
        self.characters += text.chars().filter(|c| !is_blank(*c)).count();
    }
}
