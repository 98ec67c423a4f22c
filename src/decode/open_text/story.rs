//! decode/open_text/story: the body of an OpenDocument text: blocks, and the text in them.

use super::super::left_out::LeftOut;
use super::super::pieces::Piece;
use super::super::xml::{Node, Tag, Xml};
use super::looks::Looks;
use super::tables;
use crate::finding::Finding;
use crate::tables::Tables;
use std::collections::BTreeMap;

/// The forms in which check boxes are read.
const CHECKED: char = '☑';
const UNCHECKED: char = '☐';

/// The most blanks that one element may stand for (`text:s`).
const MOST_BLANKS: usize = 100;

/// A reader of the body, and what it has to remember on the way.
pub(super) struct Story<'t> {
    looks: Looks,
    tables: &'t Tables,
    pub(super) left_out: LeftOut,
    /// Text of footnotes and endnotes, and of comments.
    pub(super) notes: String,
    pub(super) comments: String,
    pub(super) findings: Vec<Finding>,
    /// Around how many hidden elements the reading is.
    pub(super) hidden: usize,
    /// The lists around the paragraph at hand: style of the outermost, and how deep.
    list: Option<String>,
    depth: usize,
    /// The item whose number the next paragraph has in front: its list, its level, the number it says itself.
    item: Option<(String, usize, Option<u32>)>,
    /// By their ids, what check boxes and radio buttons of forms show.
    controls: BTreeMap<String, String>,
    pub(super) pictures: usize,
    /// Cells that repeated ones were made to.
    pub(super) repeated: usize,
}

/// A paragraph in the making.
#[derive(Default)]
struct Line {
    text: String,
    /// Text boxes that hang on it.
    after: Vec<Piece>,
}

impl<'t> Story<'t> {
    /// A reader that has read nothing yet.
    pub(super) fn new(looks: Looks, tables: &'t Tables) -> Self {
        Story {
            looks,
            tables,
            left_out: LeftOut::default(),
            notes: String::new(),
            comments: String::new(),
            findings: Vec::new(),
            hidden: 0,
            list: None,
            depth: 0,
            item: None,
            controls: BTreeMap::new(),
            pictures: 0,
            repeated: 0,
        }
    }

    /// Reads the part `content.xml`.
    pub(super) fn read(&mut self, xml: &mut Xml) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.blocks(xml, &mut pieces);
        pieces
    }

    /// The blocks in the rest of the element at hand.
    pub(super) fn blocks(&mut self, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "p" | "h" => self.paragraph(&tag, xml, pieces),
                "table" => pieces.push(Piece::Table(tables::table(self, xml))),
                "list" => self.list(&tag, xml, pieces),
                "list-item" | "list-header" => self.item(&tag, xml, pieces),
                "automatic-styles" | "font-face-decls" => self.looks.read(xml),
                "tracked-changes" => self.tracked_changes(xml),
                // Descriptions of what stands elsewhere.
                "forms" => self.forms(xml),
                "scripts" | "sequence-decls" | "variable-decls" | "user-field-decls" => xml.skip(),
                "frame" => self.frame(xml, pieces),
                // Sections, indexes, the body itself.
                _ => self.blocks(xml, pieces),
            }
        }
    }

    fn paragraph(&mut self, tag: &Tag, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        let style = tag.attribute("style-name");
        let (item, mut line) = (self.item.take(), Line::default());
        self.inside(xml, style.as_deref(), style.as_deref(), &mut line);
        if self.hidden == 0 {
            let front = item.and_then(|(list, level, said)| self.looks.count(&list, level, said, self.tables));
            line.text.insert_str(0, &front.unwrap_or_default());
            let level = if tag.name() == "h" { tag.number::<u8>("outline-level").unwrap_or(1) } else { 0 };
            pieces.push(if level > 0 { Piece::Heading(level, line.text) } else { Piece::Line(line.text) });
        }
        pieces.append(&mut line.after);
    }

    /// A list: its items count on where it says that it goes on.
    fn list(&mut self, tag: &Tag, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        let around = self.list.clone();
        let goes_on = tag.attribute("continue-numbering").as_deref() == Some("true") || tag.attribute("continue-list").is_some();
        if let Some(own) = tag.attribute("style-name") {
            if self.depth == 0 && !goes_on {
                self.looks.begin(&own);
            }
            self.list = Some(own);
        }
        self.depth += 1;
        self.blocks(xml, pieces);
        self.depth -= 1;
        self.list = around;
    }

    fn item(&mut self, tag: &Tag, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        if tag.name() == "list-item"
            && let (Some(list), Some(level)) = (&self.list, self.depth.checked_sub(1))
        {
            // An item that holds only a list further in has no number of its own.
            self.item = Some((list.clone(), level, tag.number("start-value")));
        }
        self.blocks(xml, pieces);
        self.item = None;
    }

    /// Deleted text stands here, inserted text in the body.
    fn tracked_changes(&mut self, xml: &mut Xml) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "changed-region" => self.tracked_changes(xml),
                "deletion" => self.deletion(xml),
                _ => xml.skip(),
            }
        }
    }

    fn deletion(&mut self, xml: &mut Xml) {
        while let Some(tag) = xml.next_inside() {
            if tag.name() == "change-info" {
                xml.skip();
            } else {
                self.left_out.deleted.push_str(&xml.text_inside());
            }
        }
    }

    /// What the controls of forms show; where they stand is told in the body. Source: OpenDocument 1.3 part 3, 13.5.
    fn forms(&mut self, xml: &mut Xml) {
        while let Some(tag) = xml.next_inside() {
            let is_on = |name: &str, yes: &str| tag.attribute(name).as_deref() == Some(yes);
            let state = |name: &str| tag.attribute(&format!("current-{name}")).or_else(|| tag.attribute(name));
            let shown = match tag.name() {
                "checkbox" => Some(state("state").as_deref() == Some("checked")),
                "radio" => {
                    Some(is_on("current-selected", "true") || tag.attribute("current-selected").is_none() && is_on("selected", "true"))
                }
                _ => None,
            };
            if let (Some(checked), Some(id)) = (shown, tag.attribute("id")) {
                let sign = if checked { CHECKED } else { UNCHECKED };
                self.controls.insert(id, format!("{sign}{}", tag.attribute("label").unwrap_or_default()));
            }
            self.forms(xml);
        }
    }

    /// A frame: the text boxes in it.
    fn frame(&mut self, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        let mut read = false;
        while let Some(tag) = xml.next_inside() {
            // A frame may hold the same thing in several forms; the first that has text is read.
            self.pictures += usize::from(tag.name() == "image" && !read);
            if tag.name() == "text-box" && !std::mem::replace(&mut read, true) {
                self.blocks(xml, pieces);
            } else {
                xml.skip();
            }
        }
    }

    /// The text in the rest of the element at hand, in the style `style` of its characters and `outer` of its paragraph.
    fn inside(&mut self, xml: &mut Xml, style: Option<&str>, outer: Option<&str>, line: &mut Line) {
        loop {
            match xml.next() {
                Node::Close => return,
                Node::Text(text) => self.put(&collapsed(&text, &line.text), style, outer, line),
                Node::Open(tag) => self.element(&tag, xml, style, outer, line),
            }
        }
    }

    fn element(&mut self, tag: &Tag, xml: &mut Xml, style: Option<&str>, outer: Option<&str>, line: &mut Line) {
        match tag.name() {
            "s" => {
                let blanks = tag.number::<usize>("c").unwrap_or(1).min(MOST_BLANKS);
                self.put(&" ".repeat(blanks), style, outer, line);
                xml.skip();
            }
            "tab" => {
                self.put("\t", style, outer, line);
                xml.skip();
            }
            "line-break" => {
                self.put("\n", style, outer, line);
                xml.skip();
            }
            "span" => {
                let own = tag.attribute("style-name");
                self.inside(xml, own.as_deref().or(style), outer, line);
            }
            "note" => self.notes.extend([" ", &xml.text_inside()]),
            "annotation" => self.comments.extend([" ", &xml.text_inside()]),
            "ruby-text" | "annotation-end" | "bookmark-start" | "bookmark-end" => xml.skip(),
            "control" => {
                let shown = tag.attribute("control").and_then(|id| self.controls.get(&id)).filter(|_| self.hidden == 0);
                line.text.extend(shown.map(String::as_str));
                xml.skip();
            }
            "hidden-text" => self.left_out.hidden.push_str(&xml.text_inside()),
            "frame" => self.frame(xml, &mut line.after),
            "fieldmark" | "fieldmark-start" => self.field(tag, xml, line),
            "content-control" if tag.attribute("checkbox").as_deref() == Some("true") => {
                // The sign in its content says the same again.
                let checked = tag.attribute("checked").as_deref() == Some("true");
                let sign = xml.text_inside();
                line.text.push(if checked { CHECKED } else { UNCHECKED });
                let rest = sign.char_indices().nth(1).and_then(|(second, _)| sign.get(second..)).unwrap_or_default();
                self.put(rest, style, outer, line);
            }
            _ => self.inside(xml, style, outer, line),
        }
    }

    /// A form field of Word: a check box.
    fn field(&mut self, tag: &Tag, xml: &mut Xml, line: &mut Line) {
        let is_box = tag.attribute("type").is_some_and(|kind| kind.ends_with(".FORMCHECKBOX"));
        let mut checked = false;
        while let Some(tag) = xml.next_inside() {
            checked |= tag.attribute("name").as_deref() == Some("Checkbox_Checked") && tag.attribute("value").as_deref() == Some("true");
            xml.skip();
        }
        if is_box && self.hidden == 0 {
            line.text.push(if checked { CHECKED } else { UNCHECKED });
        }
    }

    /// Adds `text` to the paragraph, or to what is left out; in a symbol font its letters are pictures.
    fn put(&mut self, text: &str, style: Option<&str>, outer: Option<&str>, line: &mut Line) {
        let is_hidden = [style, outer].into_iter().flatten().find_map(|style| self.looks.is_hidden(style));
        if self.hidden > 0 || is_hidden.unwrap_or(false) {
            self.left_out.hidden.push_str(text);
            return;
        }
        let font = [style, outer].into_iter().flatten().find_map(|style| self.looks.font(style));
        match font.filter(|font| self.tables.marks.is_symbol_font(font)) {
            None => line.text.push_str(text),
            Some(font) => line.text.extend(text.chars().map(|c| self.left_out.drawn(font, c, self.tables))),
        }
    }
}

/// `text` with stretches of white space as one blank, none behind a blank or at the start of a paragraph (OpenDocument 1.3 part 3, 6.1.2).
fn collapsed(text: &str, before: &str) -> String {
    let mut collapsed = String::new();
    let mut after_blank = before.chars().next_back().is_none_or(|c| matches!(c, ' ' | '\n' | '\t'));
    for c in text.chars() {
        let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n');
        if !(is_blank && after_blank) {
            collapsed.push(if is_blank { ' ' } else { c });
        }
        after_blank = is_blank;
    }
    collapsed
}
