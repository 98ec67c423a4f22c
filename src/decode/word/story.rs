//! decode/word/story: the body of a document, block by block: paragraphs, tables, and what stands around them.

use super::super::left_out::LeftOut;
use super::super::pieces::Piece;
use super::super::xml::{Tag, Xml};
use super::numbering::Numbering;
use super::styles::{ListPlace, Look, Styles, list_place, look, outline_level};
use super::{is_on, rows};
use crate::tables::Tables;

/// A reader of the body, and what it has to remember on the way.
pub(super) struct Story<'t> {
    pub(super) styles: Styles,
    numbering: Numbering,
    pub(super) tables: &'t Tables,
    pub(super) left_out: LeftOut,
    /// Around how many deleted and hidden elements the reading is.
    pub(super) deleted: usize,
    pub(super) hidden: usize,
    /// The fields that have begun and not ended, outermost first.
    pub(super) fields: Vec<Field>,
    /// A check box whose sign is still to come, or is to be put where its text would stand.
    pub(super) check_box: Option<CheckBox>,
    /// The text of paragraphs whose ends are deleted: it belongs to the next paragraph.
    joined: String,
    /// Relationships of the files that are inserted where they are read (`w:altChunk`).
    inserted: Vec<String>,
    pub(super) pictures: usize,
    /// The number in front of the first line with text, where that line may be a title; and how many such lines there are.
    front_of_title: Option<String>,
    numbered_titles: usize,
    has_text: bool,
}

/// What the body says, and what of it was not read.
#[derive(Default)]
pub(super) struct Body {
    pub(super) pieces: Vec<Piece>,
    pub(super) left_out: LeftOut,
    /// Relationships of the files that are inserted.
    pub(super) inserted: Vec<String>,
    pub(super) pictures: usize,
}

/// Where in a field the reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// In its instructions, which are not text.
    Code,
    /// In its result, which is.
    Result,
    /// In a form field whose value was read from its data.
    Form,
}

/// A check box in a content control.
pub(super) struct CheckBox {
    pub(super) checked: bool,
    /// The signs that stand for it in the text.
    pub(super) signs: Vec<char>,
}

/// A paragraph in the making.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Text boxes that hang on it.
    pub(super) after: Vec<Piece>,
    pub(super) style: Option<String>,
    list: ListPlace,
    /// The outline level that it says itself, from 0.
    outline: Option<u8>,
    /// The look of its end.
    end: Look,
    end_is_deleted: bool,
}

impl<'t> Story<'t> {
    /// A reader that has read nothing yet.
    pub(super) fn new(styles: Styles, numbering: Numbering, tables: &'t Tables) -> Self {
        Story {
            styles,
            numbering,
            tables,
            left_out: LeftOut::default(),
            deleted: 0,
            hidden: 0,
            fields: Vec::new(),
            check_box: None,
            joined: String::new(),
            inserted: Vec::new(),
            pictures: 0,
            front_of_title: None,
            numbered_titles: 0,
            has_text: false,
        }
    }

    /// Reads a part whose root holds the body.
    pub(super) fn read(mut self, xml: &mut Xml) -> Body {
        let mut pieces = Vec::new();
        while let Some(tag) = xml.next_inside() {
            self.block(&tag, xml, &mut pieces);
        }
        let joined = std::mem::take(&mut self.joined);
        pieces.push(Piece::Line(joined));
        self.take_number_of_title(&mut pieces);
        Body { pieces, left_out: self.left_out, inserted: self.inserted, pictures: self.pictures }
    }

    /// The title of a document may be the first heading of a list: where no other heading of it reads like a title, its number counts nothing.
    fn take_number_of_title(&self, pieces: &mut [Piece]) {
        let first = pieces.iter_mut().find_map(|piece| match piece {
            Piece::Line(line) | Piece::Heading(_, line) if !crate::text::trim(line).is_empty() => Some(line),
            _ => None,
        });
        if let (Some(front), Some(line), 1) = (&self.front_of_title, first, self.numbered_titles)
            && let Some(title) = line.strip_prefix(front.as_str())
        {
            *line = title.to_owned();
        }
    }

    /// The blocks in the rest of the element at hand.
    pub(super) fn blocks(&mut self, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        while let Some(tag) = xml.next_inside() {
            self.block(&tag, xml, pieces);
        }
    }

    /// Reads the block that `tag` begins.
    pub(super) fn block(&mut self, tag: &Tag, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        match tag.name() {
            "p" => self.paragraph(xml, pieces),
            "tbl" => {
                self.has_text = true;
                pieces.push(Piece::Table(rows::table(self, xml)));
            }
            "sdt" => self.control(xml, |story, xml| story.blocks(xml, pieces)),
            "altChunk" => {
                self.inserted.push(tag.attribute("id").unwrap_or_default());
                xml.skip();
            }
            "AlternateContent" => alternatives(xml, |xml| self.blocks(xml, pieces)),
            "del" | "moveFrom" => self.deleted(xml, |story, xml| story.blocks(xml, &mut Vec::new())),
            "document" | "body" | "ins" | "moveTo" | "smartTag" | "customXml" => self.blocks(xml, pieces),
            _ => xml.skip(),
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, pieces: &mut Vec<Piece>) {
        let (mut line, mut text) = (Line::default(), std::mem::take(&mut self.joined));
        self.inline(xml, &mut line);
        self.put_check_box(&mut line);
        self.fields.retain(|field| *field != Field::Form);
        text.push_str(&line.text);
        let is_blank = crate::text::trim(&text).is_empty();
        if line.end_is_deleted {
            self.joined = text;
        } else {
            let is_hidden = is_blank && self.is_hidden(&line.end, line.style.as_deref());
            let front = if is_hidden || self.deleted > 0 || self.hidden > 0 { None } else { self.number(&line) };
            if let Some(front) = front {
                self.note_title(&text, &front);
                text.insert_str(0, &front);
            }
            self.has_text |= !is_blank;
            pieces.push(match self.heading(&line) {
                Some(level) => Piece::Heading(level, text),
                None => Piece::Line(text),
            });
        }
        pieces.append(&mut line.after);
    }

    /// The level of the heading that `line` is.
    fn heading(&self, line: &Line) -> Option<u8> {
        let by_style = || self.styles.heading(line.style.as_deref()?);
        line.outline.map_or_else(by_style, outline_level)
    }

    /// Takes note of a line that may be a title and has a number in front.
    fn note_title(&mut self, text: &str, front: &str) {
        if self.tables.words.is_title(crate::text::trim(text)) {
            self.numbered_titles += 1;
            if !self.has_text {
                self.front_of_title = Some(front.to_owned());
            }
        }
    }

    fn number(&mut self, line: &Line) -> Option<String> {
        let style = line.style.as_deref();
        if style.is_some_and(|style| self.styles.is_title(style)) {
            return None;
        }
        let place = line.list.or(style.map(|style| self.styles.list(style)).unwrap_or_default());
        // The level of a style is found by the level that names the style.
        let by_style = line.list.list.is_none() && line.list.level.is_none();
        self.numbering.count(place, style.filter(|_| by_style), self.tables)
    }

    /// Whether characters of the look `look` in a paragraph of the style `style` are hidden.
    pub(super) fn is_hidden(&self, look: &Look, style: Option<&str>) -> bool {
        let by = |name: Option<&str>| name.and_then(|name| self.styles.look(name).hidden);
        look.hidden.or_else(|| by(look.style.as_deref())).or_else(|| by(style)).unwrap_or(false)
    }

    /// Reads the properties of a paragraph.
    pub(super) fn properties(&mut self, xml: &mut Xml, line: &mut Line) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "pStyle" => {
                    line.style = tag.attribute("val");
                    xml.skip();
                }
                "numPr" => line.list = list_place(xml),
                "outlineLvl" => {
                    line.outline = tag.number("val");
                    xml.skip();
                }
                "rPr" => line.end = self.end_properties(xml, line),
                _ => xml.skip(),
            }
        }
    }

    /// Reads the properties of a paragraph's end: its look, and whether it is deleted.
    fn end_properties(&mut self, xml: &mut Xml, line: &mut Line) -> Look {
        let mut end = Look::default();
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "del" | "moveFrom" => line.end_is_deleted = true,
                "vanish" => end.hidden = Some(is_on(&tag)),
                _ => {}
            }
            xml.skip();
        }
        end
    }

    /// Reads a content control: `inside` reads its content.
    pub(super) fn control(&mut self, xml: &mut Xml, mut inside: impl FnMut(&mut Self, &mut Xml)) {
        let mut is_prompt = false;
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "sdtPr" => is_prompt = self.control_properties(xml),
                // What a control shows before anybody has filled it in is no text.
                "sdtContent" if is_prompt && self.check_box.is_none() => {
                    self.hidden += 1;
                    inside(self, xml);
                    self.hidden -= 1;
                }
                "sdtContent" => inside(self, xml),
                _ => xml.skip(),
            }
        }
    }

    /// Reads the properties of a content control: whether it shows a prompt only; a check box is kept for its content.
    fn control_properties(&mut self, xml: &mut Xml) -> bool {
        let mut is_prompt = false;
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "checkbox" => self.check_box = Some(check_box(xml)),
                "showingPlcHdr" => {
                    is_prompt = is_on(&tag);
                    xml.skip();
                }
                _ => xml.skip(),
            }
        }
        is_prompt
    }

    /// Reads by `inside` what tracked changes have deleted.
    pub(super) fn deleted(&mut self, xml: &mut Xml, inside: impl FnOnce(&mut Self, &mut Xml)) {
        self.deleted += 1;
        inside(self, xml);
        self.deleted -= 1;
    }
}

/// Reads by `inside` the first of the alternatives (`mc:AlternateContent`); the others say the same for other programs.
pub(super) fn alternatives(xml: &mut Xml, mut inside: impl FnMut(&mut Xml)) {
    let mut read = false;
    while let Some(_alternative) = xml.next_inside() {
        if std::mem::replace(&mut read, true) {
            xml.skip();
        } else {
            inside(xml);
        }
    }
}

/// Reads `w14:checkbox`. Source: MS-DOCX 2.5.1.
fn check_box(xml: &mut Xml) -> CheckBox {
    let mut check_box = CheckBox { checked: false, signs: Vec::new() };
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "checked" => check_box.checked = is_on(&tag),
            "checkedState" | "uncheckedState" => {
                let code = tag.attribute("val").and_then(|code| u32::from_str_radix(&code, 16).ok());
                check_box.signs.extend(code.and_then(char::from_u32));
            }
            _ => {}
        }
        xml.skip();
    }
    check_box
}

/// The look of a run: what it says itself, then its character style.
pub(super) fn run_look(styles: &Styles, xml: &mut Xml) -> Look {
    let mut look = look(xml);
    if let Some(style) = look.style.as_deref() {
        look.font = look.font.or_else(|| styles.look(style).font);
    }
    look
}
