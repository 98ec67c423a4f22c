//! decode/media: what a file is, by its content and not by its name.

use std::io::{Cursor, Read};

/// What a file was taken for, and why.
pub(super) struct Media {
    /// Media type.
    pub(super) media_type: &'static str,
    /// Why.
    pub(super) evidence: String,
    /// How it is read.
    pub(super) reading: Reading,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As text.
    Text,
    /// As HTML.
    Html,
    /// As a Word document in parts (Office Open XML).
    Word,
    /// As an OpenDocument text.
    OpenText,
    /// As a workbook.
    Workbook(Workbook),
    /// As a Word 97-2003 document.
    OldWord,
    /// Not at all: the format is known or guessed, and no reader exists.
    Unread,
    /// There is nothing in it.
    Nothing,
}

/// The formats of workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Workbook {
    /// Office Open XML.
    Xlsx,
    /// The same with binary parts.
    Xlsb,
    /// Excel 5 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

/// A part or stream that only one format has, the media type of that format, and how it is read.
type Part = (&'static str, &'static str, Reading);

/// Parts that tell what a ZIP container is. Source: ECMA-376 part 2, and the default names that all office programs write.
const ZIP_PARTS: &[Part] = &[
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Reading::Word),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Reading::Workbook(Workbook::Xlsx)),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", Reading::Workbook(Workbook::Xlsb)),
];

/// What the first part of an OpenDocument file says. Source: OASIS OpenDocument 1.3 part 2, 3.3.
const OPEN_TYPES: &[Part] = &[
    ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", Reading::OpenText),
    ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", Reading::Workbook(Workbook::Ods)),
];

/// Streams that tell what an OLE container is. Source: MS-DOC 2.1, MS-XLS 2.1 (Excel 5 wrote `Book`).
const OLE_STREAMS: &[Part] = &[
    ("WordDocument", "application/msword", Reading::OldWord),
    ("Workbook", "application/vnd.ms-excel", Reading::Workbook(Workbook::Xls)),
    ("Book", "application/vnd.ms-excel", Reading::Workbook(Workbook::Xls)),
];

/// Elements with which HTML begins. Source: WHATWG MIME Sniffing Standard, 7.1, without the ones that stand in plain text too.
const HTML_STARTS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<style", "<title", "<script", "<meta"];

/// First bytes of formats that are not text. Source: the formats' own specifications and the IANA media type registry.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
];

/// Share of control characters (in thousandths) above which bytes are not text.
const MOST_CONTROLS: usize = 20;

/// Tells what `bytes` are.
pub(super) fn media(bytes: &[u8]) -> Media {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Media { media_type: "text/plain", evidence: "no characters".into(), reading: Reading::Nothing };
    }
    if let Some(media) = zip_container(bytes).or_else(|| ole_container(bytes)).or_else(|| html(bytes)) {
        return media;
    }
    if let Some((signature, media_type)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        let evidence = format!("begins with {}", signature.escape_ascii());
        return Media { media_type, evidence, reading: Reading::Unread };
    }
    let sixteen = super::charset::is_utf16(bytes);
    let controls = bytes.iter().filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    if !sixteen && controls * 1000 > bytes.len() * MOST_CONTROLS {
        let evidence = format!("{controls} control characters in {} bytes", bytes.len());
        return Media { media_type: "application/octet-stream", evidence, reading: Reading::Unread };
    }
    Media {
        media_type: "text/plain",
        evidence: "no signature of another format, hardly any control characters".into(),
        reading: Reading::Text,
    }
}

fn zip_container(bytes: &[u8]) -> Option<Media> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = ZIP_PARTS.iter().find(|(name, ..)| archive.index_for_name(name).is_some());
    if let Some((name, media_type, reading)) = part {
        return Some(Media { media_type, evidence: format!("a ZIP container with the part {name}"), reading: *reading });
    }
    let mut said = String::new();
    archive.by_name("mimetype").ok()?.take(200).read_to_string(&mut said).ok()?;
    let (name, media_type, reading) = OPEN_TYPES.iter().find(|(name, ..)| said.trim() == *name)?;
    Some(Media { media_type, evidence: format!("a ZIP container whose part mimetype says {name}"), reading: *reading })
}

fn ole_container(bytes: &[u8]) -> Option<Media> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return None;
    }
    let container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let (name, media_type, reading) = OLE_STREAMS.iter().find(|(name, ..)| container.is_stream(name))?;
    Some(Media { media_type, evidence: format!("an OLE container with the stream {name}"), reading: *reading })
}

/// HTML begins with a tag, behind a byte order mark, blanks and comments.
fn html(bytes: &[u8]) -> Option<Media> {
    const LONGEST_START: usize = 4096;
    let start: String =
        bytes.iter().take(LONGEST_START).filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| char::from(*byte)).collect();
    let mut rest = start.trim_start();
    while let Some((start, end)) = [("<!--", "-->"), ("<?xml", "?>")].into_iter().find(|(start, _)| rest.starts_with(start)) {
        rest = rest.get(start.len()..)?.split_once(end)?.1.trim_start();
    }
    let lower = rest.get(..20.min(rest.len()))?.to_ascii_lowercase();
    let tag = HTML_STARTS
        .iter()
        .find(|tag| lower.strip_prefix(**tag).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())))?;
    Some(Media { media_type: "text/html", evidence: format!("begins with {tag}"), reading: Reading::Html })
}
