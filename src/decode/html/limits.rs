//! decode/html/limits: how much of a page is parsed. The parser keeps a list of open elements and walks it for every tag, and opens anew what was set in
//! bold before each block; pages made to make that costly are cut before they are parsed.
//!
//! The tags are counted without parsing: what is said to be open here is open in the parser too, or closed there already.

use super::Limit;
use std::collections::BTreeMap;

/// The most elements that are open at once. Source: the limit of Blink and WebKit, 512 (HTMLParserOptions, `maximumDOMTreeDepth`).
const MOST_DEPTH: usize = 512;
/// The most elements of a page, with those that the parser opens anew.
const MOST_ELEMENTS: usize = 4_000_000;
/// The most attributes of one element: the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// The beginning of `text` that keeps the limits, and the limit that cuts it.
pub(super) fn bounded(text: &str) -> (&str, Option<Limit>) {
    let mut open = Open::new();
    let mut rest = Tags { text, at: 0, is_foreign: false, is_selection: false };
    loop {
        let start = rest.at;
        let Some(tag) = rest.next() else { return (text, None) };
        let elements = if tag.closes { open.close(&tag.name) } else { open.start(&tag.name) };
        let limit = match () {
            () if tag.attributes > MOST_ATTRIBUTES => ("number of attributes of an element", "元素属性数", MOST_ATTRIBUTES),
            () if open.depth > MOST_DEPTH => ("depth of elements", "元素嵌套层数", MOST_DEPTH),
            () if elements > MOST_ELEMENTS => ("number of elements", "元素数", MOST_ELEMENTS),
            () => continue,
        };
        let (what, what_zh, most) = limit;
        return (text.get(..start).unwrap_or_default(), Some(Limit { what, what_zh, most }));
    }
}

/// A tag.
struct Tag {
    name: String,
    closes: bool,
    attributes: usize,
}

/// The tags of a page, one after the other.
struct Tags<'a> {
    text: &'a str,
    at: usize,
    /// Whether there was an element of SVG or MathML: in those, nothing is raw text.
    is_foreign: bool,
    /// Whether there was a selection list: in those, only scripts are raw text.
    is_selection: bool,
}

/// Elements in which tags are text. Source: HTML Standard, 13.2.6.4 (generic raw text and RCDATA elements).
const RAW: [&str; 9] = ["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// The longest name of an element that is told from others.
const LONGEST_NAME: usize = 16;

impl Tags<'_> {
    fn next(&mut self) -> Option<Tag> {
        let bytes = self.text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let rest = |at: usize| bytes.get(at..).unwrap_or_default();
        loop {
            self.at += rest(self.at).iter().position(|byte| *byte == b'<')?;
            if rest(self.at).starts_with(b"<!--") {
                let comment = self.text.get(self.at..)?;
                let ends = [("-->", 3), ("--!>", 4)].into_iter().filter_map(|(end, length)| Some(comment.find(end)? + length));
                self.at += ends.min()?;
                continue;
            }
            let closes = byte(self.at + 1) == b'/';
            let start = self.at + 1 + usize::from(closes);
            if !byte(start).is_ascii_alphabetic() {
                self.at += 1;
                continue;
            }
            let length = rest(start).iter().take_while(|byte| !matches!(byte, b'>' | b'/') && !byte.is_ascii_whitespace()).count();
            let name: String =
                rest(start).iter().take(length.min(LONGEST_NAME)).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
            let attributes = self.skip_attributes(start + length);
            self.is_foreign |= matches!(name.as_str(), "svg" | "math");
            self.is_selection |= name == "select";
            let is_raw = !self.is_foreign && (!self.is_selection || name == "script") && RAW.contains(&name.as_str());
            if !closes && is_raw {
                self.skip_raw(&name);
            }
            return Some(Tag { name, closes, attributes });
        }
    }

    /// Goes behind the tag whose attributes begin at `start`; how many there are.
    fn skip_attributes(&mut self, start: usize) -> usize {
        let (mut quote, mut before, mut attributes) = (None, b' ', 0);
        self.at = self.text.len();
        for (at, byte) in self.text.bytes().enumerate().skip(start) {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => continue,
                (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
                (None, b'>') => {
                    self.at = at + 1;
                    break;
                }
                (None, byte) => {
                    attributes += usize::from(before.is_ascii_whitespace() || matches!(before, b'/' | b'"' | b'\'') && byte != b'=')
                }
            }
            before = if byte.is_ascii_whitespace() && before == b'=' { before } else { byte };
        }
        attributes
    }

    /// Goes to the tag that ends the raw text of `name`.
    fn skip_raw(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        let ends = |at: usize| {
            let behind = bytes.get(at + 2..at + 2 + name.len());
            bytes.get(at + 1) == Some(&b'/') && behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes()))
        };
        let mut signs = bytes.iter().enumerate().skip(self.at).filter(|(_, byte)| **byte == b'<');
        self.at = signs.find(|(at, _)| ends(*at)).map_or(self.text.len(), |(at, _)| at);
    }
}

/// Elements that hold others apart: what is opened in one is closed with it.
const CONTAINERS: [&str; 14] =
    ["table", "ul", "ol", "dl", "menu", "dir", "select", "object", "applet", "marquee", "template", "button", "svg", "math"];
/// Containers that end with the table or the cell around them, and that leave bold text bold behind them.
const LISTS: [&str; 5] = ["ul", "ol", "dl", "menu", "dir"];
/// Elements without content, and those that end where the next one begins.
const NEVER_OPEN: [&str; 32] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "html", "img", "input", "keygen", "li",
    "link", "meta", "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];
/// Elements that the parser opens anew in the next block where they were not closed. Source: HTML Standard, 13.2.4.2 (formatting).
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that begin a cell or a row of a table: what was open in the cell before is closed.
const CELLS: [&str; 7] = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// What is open.
struct Open {
    frames: Vec<Frame>,
    depth: usize,
    elements: usize,
}

/// What is open in one container.
#[derive(Default)]
struct Frame {
    name: String,
    counts: BTreeMap<String, usize>,
    /// How many elements `counts` holds, and how many of them are formatting.
    open: usize,
    formatting: usize,
    /// Items of lists of another kind than the one before: they stand in each other.
    item: String,
    in_cell: bool,
}

impl Open {
    fn new() -> Self {
        Open { frames: vec![Frame::default()], depth: 0, elements: 0 }
    }

    /// Opens an element; how many elements there are now.
    fn start(&mut self, name: &str) -> usize {
        if CELLS.contains(&name) {
            self.end_cell();
        }
        let base = self.frames.iter().rposition(|frame| !LISTS.contains(&frame.name.as_str())).unwrap_or(0);
        let is_formatting = FORMATTING.contains(&name);
        let frame = if is_formatting { self.frames.get_mut(base) } else { self.frames.last_mut() };
        let Some(frame) = frame else { return self.elements };
        let is_other_item = matches!(name, "li" | "dd" | "dt") && !frame.item.is_empty() && (frame.item == "li") != (name == "li");
        if matches!(name, "li" | "dd" | "dt") {
            frame.item = name.to_owned();
        }
        frame.in_cell |= matches!(name, "caption" | "td" | "th");
        if CONTAINERS.contains(&name) {
            self.frames.push(Frame { name: name.to_owned(), ..Frame::default() });
            self.depth += 1;
        } else if is_other_item || !NEVER_OPEN.contains(&name) {
            *frame.counts.entry(name.to_owned()).or_default() += 1;
            frame.open += 1;
            frame.formatting += usize::from(is_formatting);
            self.depth += 1;
        }
        self.elements += 1 + self.frames.get(base).map_or(0, |frame| frame.formatting);
        self.elements
    }

    /// Closes an element, where one is open in the innermost container; how many elements there are.
    fn close(&mut self, name: &str) -> usize {
        if CONTAINERS.contains(&name) {
            let through = |frame: &Frame| frame.name != name && LISTS.contains(&frame.name.as_str());
            let inner = self.frames.iter().rev().take_while(|frame| through(frame)).count();
            let found = self.frames.len().checked_sub(inner + 1).filter(|at| self.frames.get(*at).is_some_and(|frame| frame.name == name));
            for frame in found.map(|at| self.frames.split_off(at)).into_iter().flatten() {
                self.depth -= frame.open + 1;
            }
            return self.elements;
        }
        if CELLS.contains(&name) {
            self.end_cell();
            return self.elements;
        }
        let is_formatting = FORMATTING.contains(&name);
        let base = self.frames.iter().rposition(|frame| !LISTS.contains(&frame.name.as_str())).unwrap_or(0);
        let frame = if is_formatting { self.frames.get_mut(base) } else { self.frames.last_mut() };
        let Some(frame) = frame else { return self.elements };
        if let Some(count) = frame.counts.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            frame.open -= 1;
            frame.formatting -= usize::from(is_formatting);
            self.depth -= 1;
        }
        self.elements
    }

    /// What is open in a cell of the innermost table ends with it; what was opened between cells stays.
    fn end_cell(&mut self) {
        let inner = self.frames.iter().rev().take_while(|frame| LISTS.contains(&frame.name.as_str())).count();
        let Some(at) = self.frames.len().checked_sub(inner + 1) else { return };
        if !self.frames.get(at).is_some_and(|frame| frame.name == "table" && frame.in_cell) {
            return;
        }
        for frame in self.frames.split_off(at + 1) {
            self.depth -= frame.open + 1;
        }
        if let Some(frame) = self.frames.last_mut() {
            self.depth -= frame.open;
            *frame = Frame { name: std::mem::take(&mut frame.name), ..Frame::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<usize> {
        bounded(text).1.map(|limit| limit.most)
    }

    #[test]
    fn pages_made_to_be_costly_are_cut() {
        for hostile in [
            "<div>",
            "<b>",
            "<b></i>",
            "<table><tr><td>",
            "<ul><li>",
            "<li><dd>",
            "<svg><g>",
            "<b><div></b>",
            "<template>",
            "<x-y>",
            "<!--x--!><div>",
        ] {
            assert_eq!(cut(&hostile.repeat(5_000)), Some(MOST_DEPTH), "{hostile}");
        }
        assert_eq!(cut(&format!("<select><xmp></select>{}", "<div>".repeat(5_000))), Some(MOST_DEPTH));
        let bold: String = (0..400).map(|number| format!("<b id={number}>")).collect();
        assert_eq!(cut(&(bold + &"<p>".repeat(20_000))), Some(MOST_ELEMENTS));
        assert_eq!(cut(&format!("<p {}>", "a=1 ".repeat(2_000))), Some(MOST_ATTRIBUTES));
    }

    #[test]
    fn careless_pages_are_read_whole() {
        let cell = "<tr><td><font size=2><b>甲<ul><li>一<li>二<td><p>乙<p>丙<br><img alt='<b>' src=x><!-- <div> -->";
        let script = "<script>if (a<b) document.write('<div>')</script>";
        let careless = format!("<html><body>{}<table>{}</table>", script.repeat(1_000), cell.repeat(2_000));
        assert_eq!(cut(&careless), None);
        assert_eq!(bounded(&careless).0.len(), careless.len());
        assert_eq!(cut(&"<div>甲<p>乙</div>".repeat(5_000)), None);
    }
}
