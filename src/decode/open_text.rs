//! decode/open_text: an OpenDocument text (.odt) to paragraphs and grids. Source: OASIS OpenDocument 1.3 part 3.

// What is read first, then the body: blocks hold paragraphs and tables, paragraphs hold pieces of text.
mod looks;
mod story;
mod tables;

use super::cells::Cells;
use super::left_out::text_beside_body;
use super::parts::Parts;
use super::xml::Xml;
use super::{Decoded, charset, pieces};
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
    let (mut findings, mut looks) = (Vec::new(), Looks::default());
    let [styles, content] = ["styles.xml", "content.xml"].map(|name| {
        let bytes = parts.read(name).unwrap_or_default();
        charset::characters_of_markup(&bytes).collect(&mut findings).text
    });
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
    findings.extend(story.left_out.findings());
    findings
}
