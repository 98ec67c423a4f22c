//! decode/open_text: an OpenDocument text (.odt) to paragraphs and grids. Source: OASIS OpenDocument 1.3 part 3.

// What is read first, then the body: blocks hold paragraphs and tables, paragraphs hold pieces of text.
mod looks;
mod story;
mod tables;

use super::cells::Cells;
use super::left_out::{pictures_not_read, text_beside_body};
use super::parts::Parts;
use super::xml::Xml;
use super::{Decoded, pieces};
use crate::finding::Finding;
use crate::tables::Tables;
use looks::Looks;
use story::Story;

/// Reads the document `bytes` into `decoded`.
pub(super) fn read(bytes: &[u8], tables: &Tables, decoded: &mut Decoded) -> Vec<Finding> {
    let mut parts = match Parts::open(bytes) {
        Ok(parts) => parts,
        Err(finding) => return vec![finding],
    };
    if is_locked(&mut parts) {
        return vec![super::document_locked()];
    }
    let (mut findings, mut looks) = (Vec::new(), Looks::default());
    let [styles, content] = ["styles.xml", "content.xml"].map(|name| parts.text(name).unwrap_or_default());
    findings.append(&mut parts.findings);

    let mut xml = Xml::new("styles.xml", &styles);
    looks.read(&mut xml);
    findings.extend(xml.finding);

    let mut xml = Xml::new("content.xml", &content);
    let mut story = Story::new(looks, tables);
    let body = story.read(&mut xml);
    findings.extend(xml.finding);
    findings.append(&mut story.findings);
    findings.extend(pieces::add_blocks(body, &mut Cells::new(tables), decoded));

    for (name, name_zh, text) in [("footnotes", "脚注", &story.notes), ("comments", "批注", &story.comments)] {
        findings.extend(text_beside_body(name, name_zh, text));
    }
    findings.extend(pictures_not_read(story.pictures, ""));
    findings.extend(story.left_out.findings());
    findings
}

/// Whether the list of parts says that one is encrypted. Source: OASIS OpenDocument 1.3 part 2, 4.4.
pub(super) fn is_locked(parts: &mut Parts) -> bool {
    parts.text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains(":encryption-data"))
}
