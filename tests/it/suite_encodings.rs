//! Character encodings of short texts: 400 real titles, found by `MULU_SUITES`; and held-out names of this repository.

use crate::characters::{law_titles, place_names};
use crate::made::RAW;
use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};
use mulu::encoding::{decode, judge};

/// At least so many of 1,000 must be right in each encoding.
const LEAST: usize = 995;

/// Titles as offices of Taiwan, Hong Kong and Macau print them.
const TRADITIONAL: [&str; 18] = [
    "國民身分證補領申請",
    "臺北市政府社會局",
    "申請低收入戶生活補助",
    "營業稅電子申報",
    "駕駛執照換發",
    "結婚登記",
    "戶籍謄本",
    "勞工保險給付",
    "全民健康保險",
    "香港特別行政區政府",
    "澳門居民身份證",
    "身心障礙者生活補助費",
    "土地登記簿謄本",
    "兒童及少年福利與權益保障法",
    "遺產稅申報",
    "機車行照換照",
    "外籍配偶居留證申請須知",
    "公司設立登記",
];

/// A way to write text as bytes.
pub(crate) type Way = (&'static str, fn(&str) -> Vec<u8>);

pub(crate) const WAYS: [Way; 4] = [
    ("UTF-8", |text| text.as_bytes().to_vec()),
    ("GB18030", |text| encoded(GB18030, text)),
    ("UTF-16LE", |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ("UTF-16BE", |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
];

#[test]
fn titles_are_read_right_in_every_encoding() {
    let Some(titles) = titles() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    let whole = titles.join("\n");
    for way in WAYS {
        let wrong = wrong(&titles, way);
        println!("encoding-titles: {} of {} right as {}", titles.len() - wrong.len(), titles.len(), way.0);
        assert!((titles.len() - wrong.len()) * 1000 >= titles.len() * LEAST, "{}", wrong.join("\n"));
        assert!(is_right(&whole, &way.1(&whole)), "the whole file is wrong as {}", way.0);
    }
}

/// The titles of the suite; `None` where the suites are not at hand.
pub(crate) fn titles() -> Option<Vec<String>> {
    let folder = std::env::var("MULU_SUITES").ok()?;
    let text = std::fs::read_to_string(format!("{folder}/encoding-titles/titles.txt")).unwrap();
    Some(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// Titles that are not read right as `way` writes them.
pub(crate) fn wrong(titles: &[String], way: Way) -> Vec<String> {
    let wrong = titles.iter().filter(|title| !is_right(title, &way.1(title)));
    wrong.map(|title| format!("{title} as {}: {}", way.0, judge(&way.1(title)).evidence)).collect()
}

#[test]
fn names_kept_back_are_read_right() {
    for (what, names) in [("titles of laws", law_titles().kept_back), ("names of places", place_names().kept_back)] {
        assert!(names.len() > 20);
        for way in WAYS {
            let wrong = wrong(&names, way);
            println!("{what}: {} of {} right as {}", names.len() - wrong.len(), names.len(), way.0);
            assert!((names.len() - wrong.len()) * 1000 >= names.len() * LEAST, "{what}: {}", wrong.join("\n"));
        }
    }
}

#[test]
fn traditional_text_is_read_right() {
    for title in TRADITIONAL {
        for (name, bytes) in [("Big5", encoded(BIG5, title)), WAYS[2].made(title), WAYS[3].made(title)] {
            assert!(is_right(title, &bytes), "{title} as {name}: {}", judge(&bytes).evidence);
        }
    }
    let whole = TRADITIONAL.join("\n");
    for bytes in [encoded(BIG5, &whole), encoded(GB18030, &whole)] {
        assert!(is_right(&whole, &bytes), "{}", judge(&bytes).evidence);
    }
}

#[test]
fn western_text_is_read_right() {
    for text in ["Ça va très bien, être à Paris", "Où est la bibliothèque ?", "Grüße aus Österreich, schöne Straße", "niño, señor, mañana"]
    {
        let bytes = encoded(WINDOWS_1252, text);
        assert!(is_right(text, &bytes), "{text}: {}", judge(&bytes).evidence);
    }
    // Out of scope, and yet nothing may break.
    judge(&encoded(SHIFT_JIS, "日本語のテキスト"));
}

#[test]
fn the_five_documents_are_not_garbled() {
    let garbled: Vec<_> = RAW.findings.iter().filter(|finding| finding["code"] == "text-garbled").collect();
    assert!(garbled.is_empty(), "{garbled:?}");
}

trait Made {
    fn made(&self, text: &str) -> (&'static str, Vec<u8>);
}

impl Made for Way {
    fn made(&self, text: &str) -> (&'static str, Vec<u8>) {
        (self.0, self.1(text))
    }
}

fn is_right(text: &str, bytes: &[u8]) -> bool {
    let judged = judge(bytes);
    judged.is_text && decode(bytes.get(judged.mark..).unwrap(), judged.encoding).text == text
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{text} cannot be written in {}", encoding.name());
    bytes.into_owned()
}
