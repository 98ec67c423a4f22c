//! decode/word/inline: what stands in a paragraph: runs of text, symbols, fields, check boxes, text boxes.

use super::super::pieces::Piece;
use super::super::xml::{Tag, Xml};
use super::is_on;
use super::story::{CheckBox, Field, Line, Story, alternatives, run_look};
use super::styles::Look;

/// The forms in which check boxes are read.
const CHECKED: char = '☑';
const UNCHECKED: char = '☐';

impl Story<'_> {
    /// The rest of the element at hand, inside a paragraph.
    pub(super) fn inline(&mut self, xml: &mut Xml, line: &mut Line) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "pPr" => self.properties(xml, line),
                "r" => self.run(xml, line),
                "del" | "moveFrom" => self.deleted(xml, |story, xml| story.inline(xml, line)),
                "sdt" => {
                    self.control(xml, |story, xml| story.inline(xml, line));
                    self.put_check_box(line);
                }
                "AlternateContent" => alternatives(xml, |xml| self.inline(xml, line)),
                // All else is wrapped around runs: links, insertions, smart tags, formulas.
                _ => self.inline(xml, line),
            }
        }
    }

    /// Reads a run (`w:r`). Source: ECMA-376 part 1, 17.3.3.
    fn run(&mut self, xml: &mut Xml, line: &mut Line) {
        let mut look = Look::default();
        self.run_content(xml, line, &mut look);
    }

    fn run_content(&mut self, xml: &mut Xml, line: &mut Line, look: &mut Look) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "rPr" => *look = run_look(&self.styles, xml),
                "t" => {
                    let keeps_blanks = tag.attribute("space").as_deref() == Some("preserve");
                    let text = xml.text_inside().replace(['\n', '\r'], " ");
                    let text = if keeps_blanks { text.as_str() } else { text.trim_matches([' ', '\t']) };
                    self.text(text, look, line);
                }
                "delText" => self.left_out.deleted.push_str(&xml.text_inside()),
                "sym" => {
                    self.symbol(&tag, look, line);
                    xml.skip();
                }
                "fldChar" => self.field(&tag, xml, look, line),
                "drawing" | "pict" | "object" => self.drawing(xml, line),
                "AlternateContent" => alternatives(xml, |xml| self.run_content(xml, line, look)),
                "ruby" => self.ruby(xml, line),
                name => {
                    let shown = match name {
                        "tab" | "ptab" => "\t",
                        "br" | "cr" => "\n",
                        "noBreakHyphen" => "-",
                        _ => "",
                    };
                    self.put(shown, look, line);
                    xml.skip();
                }
            }
        }
    }

    /// Text with a sound above it: the text alone.
    fn ruby(&mut self, xml: &mut Xml, line: &mut Line) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "rubyBase" => self.inline(xml, line),
                _ => xml.skip(),
            }
        }
    }

    /// Text of a run; in a symbol font its letters are pictures.
    fn text(&mut self, text: &str, look: &Look, line: &mut Line) {
        let font = look.font.as_deref().filter(|font| self.tables.marks.is_symbol_font(font));
        let Some(font) = font else { return self.put(text, look, line) };
        let drawn: String = text.chars().map(|c| self.left_out.drawn(font, c, self.tables)).collect();
        self.put(&drawn, look, line);
    }

    /// A symbol (`w:sym`): a font and a code point in it.
    fn symbol(&mut self, tag: &Tag, look: &Look, line: &mut Line) {
        let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let Some(c) = code.and_then(char::from_u32) else { return };
        let font = tag.attribute("font").or_else(|| look.font.clone()).unwrap_or_default();
        let drawn = self.left_out.drawn(&font, c, self.tables);
        self.put(drawn.encode_utf8(&mut [0; 4]), look, line);
    }

    /// Adds `text` to the paragraph, or to what is left out.
    fn put(&mut self, text: &str, look: &Look, line: &mut Line) {
        if self.deleted > 0 {
            self.left_out.deleted.push_str(text);
        } else if self.hidden > 0 || self.is_hidden(look, line.style.as_deref()) || self.fields.contains(&Field::Code) {
            self.left_out.hidden.push_str(text);
        } else if !self.fields.contains(&Field::Form) {
            let rest = self.after_check_box(text, line);
            line.text.push_str(rest);
        }
    }

    /// Puts the check box that is open in front of `text`: what is left of the text, without the sign that stands for the box.
    fn after_check_box<'a>(&mut self, text: &'a str, line: &mut Line) -> &'a str {
        let (Some(check_box), Some(first)) = (&self.check_box, text.chars().next()) else { return text };
        let is_sign = check_box.signs.contains(&first) || self.tables.marks.sign(first).is_some_and(|sign| !sign.weak);
        self.put_check_box(line);
        if is_sign { text.strip_prefix(first).unwrap_or(text) } else { text }
    }

    /// Puts the check box that is open, if one is.
    pub(super) fn put_check_box(&mut self, line: &mut Line) {
        if let Some(CheckBox { checked, .. }) = self.check_box.take()
            && self.deleted == 0
            && self.hidden == 0
        {
            line.text.push(if checked { CHECKED } else { UNCHECKED });
        }
    }

    /// A field begins, shows its result or ends. Source: ECMA-376 part 1, 17.16.18.
    fn field(&mut self, tag: &Tag, xml: &mut Xml, look: &Look, line: &mut Line) {
        match tag.attribute("fldCharType").as_deref() {
            Some("begin") => {
                let value = form_value(xml);
                if let Some(value) = &value {
                    self.put(value, look, line);
                }
                self.fields.push(if value.is_some() { Field::Form } else { Field::Code });
                return;
            }
            Some("separate") => {
                if let Some(field @ Field::Code) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
        xml.skip();
    }

    /// The text in a drawing: text boxes, shapes (DrawingML `a:txBody`) and writing as a shape (VML `v:textpath`). Pictures are counted.
    fn drawing(&mut self, xml: &mut Xml, line: &mut Line) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "blip" | "imagedata" => {
                    self.pictures += 1;
                    xml.skip();
                }
                "txBody" => self.shape(xml, line),
                "textpath" => {
                    let text = tag.attribute("string").unwrap_or_default();
                    self.beside(text, line);
                    xml.skip();
                }
                "txbxContent" => {
                    let fields = std::mem::take(&mut self.fields);
                    self.blocks(xml, &mut line.after);
                    self.fields = fields;
                }
                "AlternateContent" => alternatives(xml, |xml| self.drawing(xml, line)),
                _ => self.drawing(xml, line),
            }
        }
    }

    /// The paragraphs of a shape.
    fn shape(&mut self, xml: &mut Xml, line: &mut Line) {
        while let Some(tag) = xml.next_inside() {
            match tag.name() {
                "p" => {
                    let text = text_of_shape(xml);
                    self.beside(text, line);
                }
                _ => xml.skip(),
            }
        }
    }

    /// Adds a line of a shape behind the paragraph, or to what is left out.
    fn beside(&mut self, text: String, line: &mut Line) {
        match () {
            () if self.deleted > 0 => self.left_out.deleted.push_str(&text),
            () if self.hidden > 0 => self.left_out.hidden.push_str(&text),
            () => line.after.push(Piece::Line(text)),
        }
    }
}

/// The text of a paragraph of a shape (`a:p`): its runs, and a new line where it breaks.
fn text_of_shape(xml: &mut Xml) -> String {
    let mut text = String::new();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "t" => text.push_str(&xml.text_inside()),
            "br" => {
                text.push('\n');
                xml.skip();
            }
            _ => text.push_str(&text_of_shape(xml)),
        }
    }
    text
}

/// What a form field says, from its data (`w:ffData`): a check box, or the entry chosen of a list. `None` for other fields.
fn form_value(xml: &mut Xml) -> Option<String> {
    let mut value = None;
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "ffData" => value = value.or(form_value(xml)),
            "checkBox" => value = Some(form_check_box(xml).to_string()),
            "ddList" => value = form_choice(xml),
            _ => xml.skip(),
        }
    }
    value
}

/// `w:checkBox`: `w:checked` decides, and on where it has no value; else `w:default`. Source: ECMA-376 part 1, 17.16.7 and 17.16.8.
fn form_check_box(xml: &mut Xml) -> char {
    let (mut default, mut checked) = (false, None);
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "default" => default = is_on(&tag),
            "checked" => checked = Some(is_on(&tag)),
            _ => {}
        }
        xml.skip();
    }
    if checked.unwrap_or(default) { CHECKED } else { UNCHECKED }
}

/// `w:ddList`: the entry chosen, else the default one, else the first. Source: ECMA-376 part 1, 17.16.9.
fn form_choice(xml: &mut Xml) -> Option<String> {
    let (mut default, mut chosen, mut entries) = (None, None, Vec::new());
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "default" => default = tag.number::<usize>("val"),
            "result" => chosen = tag.number::<usize>("val"),
            "listEntry" => entries.extend(tag.attribute("val")),
            _ => {}
        }
        xml.skip();
    }
    entries.into_iter().nth(chosen.or(default).unwrap_or(0))
}
