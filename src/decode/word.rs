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
use super::left_out::{pictures_not_read, text_beside_body};
use super::parts::Parts;
use super::relations::{Relations, main_part};
use super::xml::{Tag, Xml};
use super::{Decoded, pieces};
use crate::finding::Finding;
use crate::tables::Tables;
use numbering::Numbering;
use std::collections::BTreeSet;
use story::{Body, Story};
use styles::Styles;

/// The part that holds the body, as all office programs call it.
const BODY: &str = "word/document.xml";

/// Parts whose text stands beside the body: what they are to it, how their names usually begin, and what they are called in both languages. Word
/// shows them at the edges of pages or on the side. They are left out and reported: at the end of the body they would become part of the last field
/// of a guide.
const BESIDE: [(&str, &str, &str, &str); 7] = [
    ("header", "header", "page headers", "页眉"),
    ("footer", "footer", "page footers", "页脚"),
    ("footnotes", "footnotes", "footnotes", "脚注"),
    ("endnotes", "endnotes", "endnotes", "尾注"),
    ("comments", "comments", "comments", "批注"),
    ("diagramData", "diagrams/data", "diagrams", "图示"),
    ("chart", "charts/chart", "charts", "图表"),
];

/// Reads the document `bytes` into `decoded`.
pub(super) fn read(bytes: &[u8], tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let mut parts = match Parts::open(bytes) {
        Ok(parts) => parts,
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    let main = main_part(&mut parts, BODY);
    let relations = Relations::of(&main, &mut parts);
    let styles = with_part(&mut parts, &relations.part_or("styles", &main, "styles.xml"), &mut findings, Styles::read);
    let numbering = with_part(&mut parts, &relations.part_or("numbering", &main, "numbering.xml"), &mut findings, Numbering::read);

    let story = |xml: &mut Xml| Story::new(styles.unwrap_or_default(), numbering.unwrap_or_default(), tables).read(xml);
    let Body { pieces, left_out, inserted, pictures } = with_part(&mut parts, &main, &mut findings, story).unwrap_or_default();
    findings.extend(pieces::add_blocks(pieces, &mut Cells::new(tables), decoded));
    findings.extend(left_out.findings());
    findings.extend(inserted.iter().map(|id| super::file_not_inserted(relations.get(id).map_or(id, |relation| &relation.part))));
    findings.extend(pictures_not_read(pictures, ""));

    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for (kind, start, name, name_zh) in BESIDE {
        let names: BTreeSet<String> = parts.names().into_iter().filter(|name| is_beside(name, &folder, start)).collect();
        let names: BTreeSet<String> = names.into_iter().chain(relations.parts(kind).map(str::to_owned)).collect();
        let texts: Vec<String> = names.iter().filter_map(|name| with_part(&mut parts, name, &mut Vec::new(), text_of)).collect();
        findings.extend(text_beside_body(name, name_zh, &texts.join(" ")));
    }
    findings.append(&mut parts.findings);
    findings
}

/// Whether the part `name` is one of those in `folder` whose names begin with `start`.
fn is_beside(name: &str, folder: &str, start: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|name| name.starts_with(start) && name.ends_with(".xml"))
}

/// What `read` makes of the part `name`; `None` where there is no such part.
fn with_part<T>(parts: &mut Parts, name: &str, findings: &mut Vec<Finding>, read: impl FnOnce(&mut Xml) -> T) -> Option<T> {
    let text = parts.text(name)?;
    let mut xml = Xml::new(name, &text);
    let made = read(&mut xml);
    findings.extend(xml.finding);
    Some(made)
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
