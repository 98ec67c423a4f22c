//! decode/html/declared: the encoding that a page says it is in.

use encoding_rs::{Encoding, GB18030, GBK};

/// So many bytes at the start are searched. Source: HTML Standard, 13.2.3.2 (prescan a byte stream).
const SEARCHED: usize = 1024;

/// What `<meta charset>`, `<meta http-equiv>` or the XML declaration at the start of `bytes` says. An encoding of one byte a character fits all bytes
/// and is often a default that no one chose, so it says nothing; GBK is read as GB18030, which holds all of it.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start: String = bytes.iter().take(SEARCHED).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let xml = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).and_then(|(xml, _)| value(xml, "encoding"));
    let meta = || start.split("<meta").skip(1).find_map(|rest| value(rest.split('>').next()?, "charset"));
    let encoding = Encoding::for_label(xml.or_else(meta)?.as_bytes())?;
    let says_something = !encoding.is_single_byte() && encoding == encoding.output_encoding();
    says_something.then_some(if encoding == GBK { GB18030 } else { encoding })
}

/// What stands behind `name=` in `text`, without quotation marks.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let behind = text.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let value = behind.trim_start_matches(['"', '\'']);
    value.split(|c: char| matches!(c, '"' | '\'' | ';' | '/' | '>') || c.is_ascii_whitespace()).next().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, SHIFT_JIS};

    #[test]
    fn declarations_are_found_and_defaults_are_not_believed() {
        for (page, expected) in [
            ("<html><head><meta charset=gb2312><title>x", Some(GB18030)),
            ("<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=Big5\">", Some(BIG5)),
            ("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><html>", Some(SHIFT_JIS)),
            ("<meta charset=\"iso-8859-1\">", None),
            ("<meta charset=utf-16>", None),
            ("<meta name=a><p>charset=gbk", None),
            ("<html>", None),
        ] {
            assert_eq!(declared(page.as_bytes()), expected, "{page}");
        }
    }
}
