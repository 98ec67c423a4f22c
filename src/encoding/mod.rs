//! encoding: bytes to the character encoding they are in, with what speaks for it.
//!
//! Every candidate explains the same bytes, so they can be compared by how many bits the text they give would take to write down
//! (minimum description length; Rissanen 1978): common characters of Chinese take few, rare ones many, bytes that fit no character most.

mod model;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
pub use model::{Script, bits_of};

/// The encoding of a text, and why.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Which witnesses said what.
    pub evidence: String,
    /// How many bytes at the beginning are a byte order mark.
    pub mark: usize,
    /// Whether what it gives reads like text at all.
    pub is_text: bool,
}

/// A text decoded, and the bytes of it that are replacement characters for what fits no character.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Where in `text` a replacement character stands for bytes that fit none.
    pub damaged: Vec<usize>,
}

/// An encoding that is tried, the script its text is in, and what it takes to believe in it before a byte is seen, in bits: the encodings of
/// Chinese offices before those of others, GB18030 before anything Western.
type Candidate = (&'static Encoding, Script, u32);

const CANDIDATES: [Candidate; 9] = [
    (UTF_8, Script::Simplified, 0),
    (GB18030, Script::Simplified, 2),
    (UTF_16LE, Script::Simplified, 6),
    (UTF_16BE, Script::Simplified, 8),
    (BIG5, Script::Traditional, 6),
    (UTF_16LE, Script::Traditional, 14),
    (UTF_16BE, Script::Traditional, 16),
    (GB18030, Script::Traditional, 20),
    (WINDOWS_1252, Script::Simplified, 14),
];

/// What bytes take that fit no character: more than any character.
const DAMAGED: u32 = 36;
/// What the word of the detector crate is worth.
const WITNESS: u32 = 8;
/// An odd number of bytes is no UTF-16, unless much speaks for it.
const ODD: u32 = 20;
/// So many bits a character and more is no text: random characters take 18 and more, Chinese 7 to 14.
const MOST_BITS: u32 = 15;
/// Beyond that; a name of a few characters may hold a rare one.
const SLACK: u32 = 24;
/// So many characters beyond ASCII, all valid, are UTF-8.
const ENOUGH: usize = 64;
/// A window of the bytes that is looked at; three windows tell as much as the whole.
const WINDOW: usize = 4096;

/// Judges `bytes`: a byte order mark decides, else the candidate that reads most like text.
pub fn judge(bytes: &[u8]) -> Judged {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Judged { encoding, evidence: "byte order mark".into(), mark, is_text: true };
    }
    if let Some(beyond) = surely_utf8(bytes) {
        let evidence = format!("all bytes are valid UTF-8, with {beyond} characters beyond ASCII and more");
        return Judged { encoding: UTF_8, evidence, mark: 0, is_text: true };
    }
    let sample = sample(bytes);
    let witness = witness(&sample);
    let mut costs: Vec<(u32, Cost)> = CANDIDATES.iter().map(|candidate| total(*candidate, &sample, bytes.len(), witness)).collect();
    costs.sort_by_key(|(bits, _)| *bits);
    let Some((bits, best)) = costs.first() else { return Judged { encoding: UTF_8, evidence: String::new(), mark: 0, is_text: false } };
    let next = costs.iter().find(|(_, cost)| cost.encoding != best.encoding);
    let evidence = evidence(bytes, best.encoding, *bits, next.map(|(bits, cost)| (*bits, cost.encoding)), witness);
    let is_text = best.bits <= MOST_BITS.saturating_mul(best.characters) + SLACK;
    Judged { encoding: best.encoding, evidence, mark: 0, is_text }
}

/// Whether `bytes` are valid UTF-8 with so many characters beyond ASCII that no other encoding happens to look like it: [`ENOUGH`] of them, which are
/// returned. A short text in another encoding may be valid by chance (联通 in GBK), one of that length is not.
fn surely_utf8(bytes: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let beyond = text.chars().filter(|c| !c.is_ascii() && !c.is_control()).take(ENOUGH).count();
    (beyond == ENOUGH).then_some(beyond)
}

/// Decodes `bytes` (without byte order mark) as `encoding`.
pub fn decode(bytes: &[u8], encoding: &'static Encoding) -> Text {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut decoded, mut rest) = (Text::default(), bytes);
    loop {
        let most = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len().saturating_mul(3));
        // One damaged byte after the other must not ask for the room of all that follow.
        decoded.text.reserve(most.min(rest.len().saturating_add(64)));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut decoded.text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return decoded,
            DecoderResult::OutputFull => decoded.text.reserve(rest.len().max(64)),
            DecoderResult::Malformed(..) => {
                decoded.damaged.push(decoded.text.len());
                decoded.text.push('\u{fffd}');
                rest = resumed(rest, encoding);
            }
        }
    }
}

/// Where reading goes on behind damage: in the encodings whose characters are pairs of bytes, the byte behind a damaged one may be its other half.
/// What reads more like Chinese tells, as far as the next byte of ASCII.
fn resumed<'a>(rest: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    const FAR: usize = 32;
    let run = rest.iter().take(FAR).position(u8::is_ascii).unwrap_or(rest.len().min(FAR));
    let (Some(here), Some(behind)) = (rest.get(..run), rest.get(1..run)) else { return rest };
    if encoding != GB18030 && encoding != BIG5 {
        return rest;
    }
    let script = if encoding == BIG5 { Script::Traditional } else { Script::Simplified };
    let taken = |bytes: &[u8]| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        bits_of(&text, script) + text.matches('\u{fffd}').count() as u32 * DAMAGED
    };
    if taken(behind) < taken(here) { rest.get(1..).unwrap_or_default() } else { rest }
}

/// What a candidate makes of the sample.
struct Cost {
    encoding: &'static Encoding,
    bits: u32,
    characters: u32,
}

/// What it takes to take the sample for the candidate: bits of all characters, and what speaks for and against it beforehand.
fn total((encoding, script, before): Candidate, sample: &[&[u8]], length: usize, witness: &'static Encoding) -> (u32, Cost) {
    let (mut sum, mut characters) = (0u32, 0u32);
    for window in sample {
        let decoded = decode(window, encoding);
        let damaged = decoded.damaged.len() as u32;
        characters += decoded.text.chars().count() as u32;
        // The replacement characters are among the text: what they take beyond an ordinary character is added.
        sum += bits_of(&decoded.text, script) + damaged * DAMAGED;
    }
    let is_sixteen = encoding == UTF_16LE || encoding == UTF_16BE;
    let odd = if is_sixteen && !length.is_multiple_of(2) { ODD } else { 0 };
    // What it says of ASCII is worth nothing: it knows no UTF-16.
    let is_ascii = sample.iter().all(|window| window.is_ascii());
    let against = if encoding == witness || is_ascii { 0 } else { WITNESS };
    (sum + before + odd + against, Cost { encoding, bits: sum, characters })
}

/// What is looked at: all of a short text; of a long one its beginning, the first place beyond ASCII and its middle.
fn sample(bytes: &[u8]) -> Vec<&[u8]> {
    if bytes.len() <= 3 * WINDOW {
        return vec![bytes];
    }
    let beyond = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let mut starts: Vec<usize> = [0, beyond.max(WINDOW), (bytes.len() / 2).max(beyond + WINDOW)].iter().map(|start| start & !3).collect();
    starts.dedup();
    starts.iter().filter_map(|start| bytes.get(*start..bytes.len().min(start + WINDOW))).filter(|window| !window.is_empty()).collect()
}

/// What the detector crate says; it knows no UTF-16.
fn witness(sample: &[&[u8]]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for (index, window) in sample.iter().enumerate() {
        detector.feed(window, index + 1 == sample.len());
    }
    let said = detector.guess(None, Utf8Detection::Allow);
    if said == GBK { GB18030 } else { said }
}

fn evidence(
    bytes: &[u8],
    best: &'static Encoding,
    bits: u32,
    next: Option<(u32, &'static Encoding)>,
    witness: &'static Encoding,
) -> String {
    let mut said = Vec::new();
    if best != UTF_8 {
        said.push(if std::str::from_utf8(bytes).is_ok() { "valid UTF-8 too" } else { "not valid UTF-8" }.to_owned());
    }
    let fits = best.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    said.push(format!("{} valid {}", if fits { "all bytes are" } else { "all but a few bytes are" }, best.name()));
    if let Some((other, encoding)) = next {
        said.push(format!("reads most like Chinese so ({bits} bits; next {}: {other})", encoding.name()));
    }
    said.push(format!("the detector says {}", witness.name()));
    said.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(bytes: &[u8]) -> &'static str {
        judge(bytes).encoding.name()
    }

    /// `text` in UTF-16, little-endian or big-endian.
    fn sixteen(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn short_texts_are_told() {
        for text in ["读者证办理", "医保局", "三胎登记", "序号\t事项", "1"] {
            assert_eq!(judged(text.as_bytes()), "UTF-8", "{text}");
            assert_eq!(judged(&sixteen(text, true)), "UTF-16LE", "{text}");
            assert_eq!(judged(&sixteen(text, false)), "UTF-16BE", "{text}");
        }
        assert_eq!(judged("Bush hid the facts".as_bytes()), "UTF-8");
        assert_eq!(judged(&GB18030.encode("联通").0), "gb18030");
    }

    #[test]
    fn rare_and_damaged_texts_stay_what_they_are() {
        assert_eq!(judged(&GB18030.encode("姓名：㐂𠮷，乡镇：䢺乡").0), "gb18030");
        assert_eq!(judged(b"\xb7\xd1\xd3\xc3\xa3\xba\x80 100"), "gb18030", "a euro sign of GBK");
        let mut damaged = GB18030.encode("职工参保登记，单位参保登记，办理材料").0.into_owned();
        damaged[12] = 0xff;
        assert_eq!(judged(&damaged), "gb18030");
        let cut = "职工参保登记，单位参保登记".as_bytes();
        assert_eq!(judged(&cut[..cut.len() - 1]), "UTF-8");
        let mut odd = sixteen("职工参保登记，单位参保登记", true);
        odd.pop();
        assert_eq!(judged(&odd), "UTF-16LE");
    }

    #[test]
    fn western_texts_and_others_do_no_harm() {
        for text in ["Ça va très bien, être à Paris", "São Paulo é a maior cidade", "Grüße aus Österreich, schöne Straße", "Müller"]
        {
            assert_eq!(judged(&WINDOWS_1252.encode(text).0), "windows-1252", "{text}");
        }
        for bytes in [encoding_rs::SHIFT_JIS.encode("日本語のテキスト").0, encoding_rs::EUC_KR.encode("한국어 문서").0] {
            judge(&bytes);
        }
        for bytes in [&b""[..], b"\0", b"\xff", b"\xff\xff\xff", b"\xd8\x00\xd8\x00", b"\x80"] {
            decode(bytes, judge(bytes).encoding);
        }
    }

    #[test]
    fn places_of_damage_are_kept() {
        let decoded = decode(b"\xc4\xea\xff\xc4", GB18030);
        assert_eq!((decoded.text.as_str(), decoded.damaged.as_slice()), ("年\u{fffd}", &[3][..]));
    }
}
