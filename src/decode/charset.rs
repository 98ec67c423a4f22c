//! decode/charset: bytes to characters, with the evidence for the encoding.

use crate::finding::{Finding, Staged};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Characters, and why they were read so.
pub(super) struct Characters {
    /// The text.
    pub(super) text: String,
    /// Name of the encoding.
    pub(super) encoding: &'static str,
    /// Why.
    pub(super) evidence: String,
}

/// Decodes `bytes`: byte order mark, strict UTF-8, UTF-16 by its pattern of zero bytes, strict GB18030, strict Big5, and last UTF-8 with replacement,
/// which is reported.
pub(super) fn characters(bytes: &[u8]) -> Staged<Characters> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(length..).unwrap_or_default(), "byte order mark");
    }
    if std::str::from_utf8(bytes).is_ok() {
        return decoded(UTF_8, bytes, "all bytes are valid UTF-8");
    }
    if let Some(encoding) = utf16(bytes) {
        return decoded(encoding, bytes, "zero bytes stand where UTF-16 has them");
    }
    let strict = [(GB18030, "not UTF-8; all bytes are valid GB18030"), (BIG5, "neither UTF-8 nor GB18030; all bytes are valid Big5")];
    for (encoding, evidence) in strict {
        if encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some() {
            return decoded(encoding, bytes, evidence);
        }
    }
    let fewest =
        [UTF_8, GB18030].into_iter().min_by_key(|encoding| encoding.decode_without_bom_handling(bytes).0.matches('\u{fffd}').count());
    decoded(fewest.unwrap_or(UTF_8), bytes, "no encoding fits all bytes; this one loses the fewest")
}

/// Whether `bytes` are UTF-16, by byte order mark or by their zero bytes.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8) || utf16(bytes).is_some()
}

/// ASCII characters in UTF-16 (line ends, digits, bars) have a zero byte on one side, never on the other.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        _ if !bytes.len().is_multiple_of(2) => None,
        (0, odd) if odd > 0 => Some(UTF_16LE),
        (even, 0) if even > 0 => Some(UTF_16BE),
        _ => None,
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], evidence: &str) -> Staged<Characters> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let damaged = text.matches('\u{fffd}').count();
    let findings = if damaged > 0 { vec![encoding_damaged(damaged, encoding.name())] } else { Vec::new() };
    Staged { output: Characters { text: text.into_owned(), encoding: encoding.name(), evidence: evidence.into() }, findings }
}

fn encoding_damaged(count: usize, encoding: &str) -> Finding {
    Finding::new("encoding-damaged").with("count", count).with("encoding", encoding)
}
