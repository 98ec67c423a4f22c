//! decode/charset: bytes to characters, with the evidence for the encoding; bytes that fit no character are reported, each at its place.

use crate::encoding::{Text, decode, judge};
use crate::evidence::At;
use crate::finding::{Finding, Staged};
use encoding_rs::Encoding;

/// Characters, and why they were read so.
pub(super) struct Characters {
    /// The text.
    pub(super) text: String,
    /// Name of the encoding.
    pub(super) encoding: &'static str,
    /// Why.
    pub(super) evidence: String,
}

/// Decodes `bytes` in the encoding that speaks most for itself (see [`crate::encoding`]).
pub(super) fn characters(bytes: &[u8]) -> Staged<Characters> {
    let judged = judge(bytes);
    decoded(judged.encoding, bytes.get(judged.mark..).unwrap_or_default(), judged.evidence)
}

/// The same for a page or a part, whose lines are not those of the document: what was damaged is told, and is not shown as evidence.
pub(super) fn characters_of_markup(bytes: &[u8]) -> Staged<Characters> {
    let mut staged = characters(bytes);
    staged.findings.iter_mut().for_each(|finding| finding.evidence.clear());
    staged
}

/// Whether `bytes` are UTF-16, by byte order mark or by how they read.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    let judged = judge(bytes);
    judged.is_text && (judged.encoding == encoding_rs::UTF_16LE || judged.encoding == encoding_rs::UTF_16BE)
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], evidence: String) -> Staged<Characters> {
    let decoded = decode(bytes, encoding);
    let findings = if decoded.damaged.is_empty() { Vec::new() } else { vec![encoding_damaged(&decoded, encoding.name())] };
    Staged { output: Characters { text: decoded.text, encoding: encoding.name(), evidence }, findings }
}

/// Line and character (from 1) of the damaged places, at most `most` of them.
fn places(decoded: &Text, most: usize) -> Vec<(u32, u32)> {
    let (mut found, mut line, mut start, mut next) = (Vec::new(), 1u32, 0usize, 0usize);
    for place in decoded.damaged.iter().take(most) {
        for (index, _) in decoded.text.get(next..*place).unwrap_or_default().match_indices('\n') {
            (line, start) = (line + 1, next + index + 1);
        }
        let before = decoded.text.get(start..*place).unwrap_or_default().chars().count();
        found.push((line, before as u32 + 1));
        next = *place;
    }
    found
}

fn encoding_damaged(decoded: &Text, encoding: &str) -> Finding {
    const MOST_SHOWN: usize = 8;
    let places = places(decoded, MOST_SHOWN);
    let mut listed = places.iter().map(|(line, from)| format!("{line}:{from}")).collect::<Vec<_>>().join(", ");
    if decoded.damaged.len() > MOST_SHOWN {
        listed.push_str(", …");
    }
    let finding = Finding::new("encoding-damaged").with("count", decoded.damaged.len()).with("encoding", encoding).with("places", listed);
    places.into_iter().fold(finding, |finding, (line, from)| finding.shown_at("\u{fffd}", At::Text { line, from, to: from }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_shown_where_it_is() {
        let mut bytes = encoding_rs::GB18030.encode("序号\t公开事项\r\n1\t职工参保登记\r\n2\t单位参保登记").0.into_owned();
        let second = bytes.iter().position(|byte| *byte == b'1').unwrap();
        bytes[second + 4] = 0xff;
        let staged = characters(&bytes);
        assert_eq!(staged.output.encoding, "gb18030");
        assert_eq!(staged.output.text, "序号\t公开事项\r\n1\t职\u{fffd}参保登记\r\n2\t单位参保登记");
        assert_eq!(staged.findings.len(), 1);
        assert_eq!(staged.findings[0].evidence[0].at, At::Text { line: 2, from: 4, to: 4 });
    }
}
