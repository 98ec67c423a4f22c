//! decode/mime: a page that was saved as one file (MHT, or `.doc` as Word saves it), or a mail that is a page, to the text of its pages.
//! Source: RFC 2045 (headers, transfer encodings), RFC 2046 5.1 (multipart), RFC 2557 (pages with their parts).

use super::charset::Characters;
use super::html;
use crate::finding::{Finding, Staged, limit_reached};
use std::collections::BTreeMap;

/// How deep parts may stand in one another.
const MOST_DEPTH: usize = 5;
/// The most parts; a page has one for each of its pictures.
const MOST_PARTS: usize = 10_000;

/// The text of the pages in `bytes`; `None` where there is none. A page of frames (a workbook saved as a page) gives the pages in its frames.
pub(super) fn pages(bytes: &[u8]) -> Option<Staged<Characters>> {
    let mut found = Found::default();
    found.part(bytes, 0);
    let mut pages = found.pages.into_iter();
    let first = html::characters(&pages.next()?);
    let is_of_frames = first.output.text.to_ascii_lowercase().contains("<frameset");
    let Staged { output: mut page, mut findings } = first;
    if is_of_frames {
        let inner: Vec<String> = pages.map(|page| html::characters(&page).collect(&mut findings).text).collect();
        page.text = if inner.is_empty() { page.text } else { inner.join("\n") };
    }
    findings.extend(found.files.iter().map(|name| super::file_not_inserted(name)));
    findings.extend(found.cut);
    Some(Staged { output: page, findings })
}

/// What the parts hold.
#[derive(Default)]
struct Found {
    pages: Vec<Vec<u8>>,
    /// Names of the files that are attached.
    files: Vec<String>,
    parts: usize,
    cut: Option<Finding>,
}

impl Found {
    fn part(&mut self, bytes: &[u8], depth: usize) {
        self.parts += 1;
        let limit = match () {
            () if depth > MOST_DEPTH => limit_reached("depth of parts", "部件嵌套层数", MOST_DEPTH),
            () if self.parts > MOST_PARTS => limit_reached("number of parts", "部件数量", MOST_PARTS),
            () => return self.read(bytes, depth),
        };
        self.cut = Some(limit);
    }

    fn read(&mut self, bytes: &[u8], depth: usize) {
        let (headers, body) = divided(bytes);
        let header = |name: &str| headers.get(name).map(String::as_str).unwrap_or_default();
        let kind = header("content-type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let boundary = parameter(header("content-type"), "boundary");
        let file = parameter(header("content-disposition"), "filename");
        match (kind.as_str(), boundary, file) {
            (kind, Some(boundary), _) if kind.starts_with("multipart/") => {
                for part in between(body, &boundary) {
                    if self.cut.is_none() {
                        self.part(part, depth + 1);
                    }
                }
            }
            (_, _, Some(file)) if header("content-disposition").trim_start().starts_with("attachment") => self.files.push(file),
            ("text/html", ..) => self.pages.push(decoded(body, &header("content-transfer-encoding").trim().to_ascii_lowercase())),
            _ => {}
        }
    }
}

/// Headers by their names in lower case, and what stands behind the blank line that ends them. A line that begins with a blank goes on with the one before.
fn divided(bytes: &[u8]) -> (BTreeMap<String, String>, &[u8]) {
    let (mut headers, mut rest, mut last): (BTreeMap<String, String>, _, _) = (BTreeMap::new(), bytes, String::new());
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (line, behind) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        rest = behind;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() && !headers.is_empty() || rest.is_empty() {
            return (headers, rest);
        }
        if line.starts_with([' ', '\t']) {
            headers.entry(last.clone()).or_default().push_str(line.trim_end());
        } else if let Some((name, value)) = line.split_once(':') {
            last = name.trim().to_ascii_lowercase();
            headers.insert(last.clone(), value.trim_end().to_owned());
        }
    }
}

/// The parameter `name` of a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    let value = header.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    });
    value.filter(|value| !value.is_empty())
}

/// What stands between the lines `--boundary`.
fn between<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (line, mut parts, mut start, mut at) = (format!("--{boundary}"), Vec::new(), None, 0);
    for found in body.split_inclusive(|byte| *byte == b'\n') {
        if found.starts_with(line.as_bytes()) {
            parts.extend(start.and_then(|start| body.get(start..at)));
            start = Some(at + found.len()).filter(|_| !found.get(line.len()..).unwrap_or_default().starts_with(b"--"));
        }
        at += found.len();
    }
    // A file that was cut short has no last line.
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

fn decoded(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    }
}

/// Source: RFC 2045, 6.7. What is no code stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let (mut text, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((byte, behind)) = rest.split_first() {
        let code = (*byte == b'=').then(|| (hex(behind.first()), hex(behind.get(1))));
        let is_break = *byte == b'=' && (behind.starts_with(b"\n") || behind.starts_with(b"\r\n"));
        rest = match code {
            Some((Some(high), Some(low))) => {
                text.push((high * 16 + low) as u8);
                behind.get(2..).unwrap_or_default()
            }
            _ if is_break => behind.get(if behind.starts_with(b"\n") { 1 } else { 2 }..).unwrap_or_default(),
            _ => {
                text.push(*byte);
                behind
            }
        };
    }
    text
}

/// Source: RFC 2045, 6.8. What is no letter of the code is passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut length) = (Vec::with_capacity(body.len() / 4 * 3), 0u32, 0);
    for value in body.iter().filter_map(value) {
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        length += 6;
        if length >= 8 {
            length -= 8;
            bytes.push((bits >> length) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings_are_undone() {
        assert_eq!(quoted_printable(b"a=3D=\r\nb=\nc=E7=94=B2=zz="), "a=bc甲=zz=".as_bytes());
        assert_eq!(base64("55Sy\r\n5LmZ".as_bytes()), "甲乙".as_bytes());
        assert_eq!(base64(b"YQ=="), b"a");
    }

    #[test]
    fn pages_are_found_in_their_parts() {
        let saved = |kind: &str, page: &str| {
            format!(
                "MIME-Version: 1.0\r\nContent-Type: {kind};\r\n\tboundary=\"x y\"\r\n\r\nhint\r\n--x y\r\nContent-Location: file:///a.htm\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n{page}\r\n--x y\r\n\
                 Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+5LmZ\r\n--x y\r\nContent-Type: application/pdf\r\n\
                 Content-Disposition: attachment; filename=\"b.pdf\"\r\n\r\n%PDF\r\n--x y--\r\n"
            )
        };
        let read = |text: &str| pages(text.as_bytes()).map(|staged| (staged.output.text, staged.findings.len()));
        assert_eq!(read(&saved("multipart/related", "<p>=E7=94=B2")), Some(("<p>甲\r\n".into(), 1)));
        assert_eq!(read(&saved("multipart/related", "<FRAMESET>")), Some(("<p>乙".into(), 1)));
        assert_eq!(read("MIME-Version: 1.0\nContent-Type: text/plain\n\n甲"), None);
        let deep = "Content-Type: multipart/a; boundary=x\n\n--x\n".repeat(100);
        assert_eq!(read(&deep), None);
        let many =
            format!("Content-Type: multipart/a; boundary=x\n\n{}", "--x\nContent-Type: text/html\n\n<p>甲\n".repeat(MOST_PARTS + 10));
        assert_eq!(read(&many).unwrap().1, 1);
    }
}
