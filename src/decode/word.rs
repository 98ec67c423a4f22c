//! decode/word: a Word document in parts (.docx, .docm) to paragraphs and grids. Source: ECMA-376 part 1 (WordprocessingML).

// What is read first, and what the body is read with.
mod numbering;
mod styles;

// The body: blocks hold paragraphs and tables, paragraphs hold runs.
mod inline;
mod rows;
mod story;

#[cfg(test)]
mod tests;

use super::cells::Cells;
use super::left_out::text_beside_body;
use super::parts::Parts;
use super::xml::{Tag, Xml};
use super::{Decoded, charset, pieces};
use crate::finding::Finding;
use crate::tables::Tables;
use numbering::Numbering;
use story::Story;
use styles::Styles;

/// The part that holds the body.
const BODY: &str = "word/document.xml";

/// Parts whose text stands beside the body: how their names begin, and what they are called in both languages. Word shows them at the edges of
/// pages or on the side. They are left out and reported: at the end of the body they would become part of the last field of a guide.
const BESIDE: [(&str, &str, &str); 5] = [
    ("word/header", "page headers", "页眉"),
    ("word/footer", "page footers", "页脚"),
    ("word/footnotes", "footnotes", "脚注"),
    ("word/endnotes", "endnotes", "尾注"),
    ("word/comments", "comments", "批注"),
];

/// Reads the document `bytes` into `decoded`.
pub(super) fn read(bytes: &[u8], tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let mut parts = match Parts::open(bytes) {
        Ok(parts) => parts,
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    let styles = with_part(&mut parts, "word/styles.xml", &mut findings, Styles::read);
    let numbering = with_part(&mut parts, "word/numbering.xml", &mut findings, Numbering::read);

    let story = |xml: &mut Xml| Story::new(styles.unwrap_or_default(), numbering.unwrap_or_default(), tables).read(xml);
    let (body, left_out) = with_part(&mut parts, BODY, &mut findings, story).unwrap_or_default();
    findings.extend(pieces::add_blocks(body, &mut Cells::new(tables), decoded));
    findings.extend(left_out.findings());

    for (start, name, name_zh) in BESIDE {
        findings.extend(beside(&mut parts, start).and_then(|text| text_beside_body(name, name_zh, &text)));
    }
    findings.append(&mut parts.findings);
    findings
}

/// What `read` makes of the part `name`; `None` where there is no such part.
fn with_part<T>(parts: &mut Parts, name: &str, findings: &mut Vec<Finding>, read: impl FnOnce(&mut Xml) -> T) -> Option<T> {
    let bytes = parts.read(name)?;
    let text = charset::characters_of_markup(&bytes).collect(findings).text;
    let mut xml = Xml::new(name, &text);
    let made = read(&mut xml);
    findings.extend(xml.finding);
    Some(made)
}

/// The text of all parts whose names begin with `start`.
fn beside(parts: &mut Parts, start: &str) -> Option<String> {
    let names = parts.names().into_iter().filter(|name| name.starts_with(start) && name.ends_with(".xml"));
    let texts: Vec<String> = names.filter_map(|name| with_part(parts, &name, &mut Vec::new(), text_of)).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The text of the rest of the element at hand: `w:t` elements; paragraphs are divided by blanks.
fn text_of(xml: &mut Xml) -> String {
    let mut text = String::new();
    while let Some(tag) = xml.next_inside() {
        match tag.name() {
            "t" => text.push_str(&xml.text_inside()),
            "p" => text.extend([" ", &text_of(xml)]),
            _ => text.push_str(&text_of(xml)),
        }
    }
    text
}

/// The value of an on-off element (ECMA-376 part 1, 17.17.4): on where it has no value.
fn is_on(tag: &Tag) -> bool {
    !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"))
}
