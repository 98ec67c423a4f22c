//! decode/media: what a file is, by its content and not by its name.

use super::parts::Parts;
use super::relations::main_part;
use super::xml::Xml;
use std::io::Cursor;

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
    /// As a page saved as one file.
    SavedPage,
    /// As an OpenDocument text.
    OpenText,
    /// As a workbook.
    Workbook(Workbook),
    /// As a Word 97-2003 document.
    OldWord,
    /// Not at all: the format is known or guessed, and no reader exists.
    Unread,
    /// Not at all: it is under a password.
    Locked,
    /// Not at all: it begins as a container does, and cannot be opened.
    Damaged,
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
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Reading::Unread),
    // The fixed layouts of Chinese offices (GB/T 33190-2016, 7.1).
    ("OFD.xml", "application/ofd", Reading::Unread),
];

/// The longest media type, in characters.
const LONGEST_TYPE: usize = 200;

/// Words of the content types of the parts above, for files whose parts have other names.
const CONTENT_TYPES: &[Part] = &[
    ("wordprocessingml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Reading::Word),
    ("ms-word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Reading::Word),
    ("sheet.binary", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", Reading::Workbook(Workbook::Xlsb)),
    ("spreadsheetml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Reading::Workbook(Workbook::Xlsx)),
    ("ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Reading::Workbook(Workbook::Xlsx)),
    ("presentationml", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Reading::Unread),
];

/// What the first part of an OpenDocument file says. Source: OASIS OpenDocument 1.3 part 2, 3.3.
const OPEN_TYPES: &[Part] = &[
    ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", Reading::OpenText),
    ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", Reading::Workbook(Workbook::Ods)),
];

/// Streams that tell what an OLE container is; the first that is there tells. Source: MS-OFFCRYPTO 1.3.3 (an Office file under a password),
/// MS-DOC 2.1, MS-XLS 2.1 (Excel 5 wrote `Book`; `.wps` and `.et` of WPS Office have the same streams), MS-PPT 2.1; Works and Outlook by what they write.
const OLE_STREAMS: &[Part] = &[
    ("EncryptedPackage", "application/vnd.ms-office.encrypted", Reading::Locked),
    ("WordDocument", "application/msword", Reading::OldWord),
    ("Workbook", "application/vnd.ms-excel", Reading::Workbook(Workbook::Xls)),
    ("Book", "application/vnd.ms-excel", Reading::Workbook(Workbook::Xls)),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", Reading::Unread),
    ("MatOST", "application/vnd.ms-works", Reading::Unread),
    ("__properties_version1.0", "application/vnd.ms-outlook", Reading::Unread),
];

/// Elements with which HTML begins. Source: WHATWG MIME Sniffing Standard, 7.1, without the ones that stand in plain text too.
const HTML_STARTS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<style", "<title", "<script", "<meta"];
/// Elements with which a piece of a page begins that was cut out of it. Plain text and Markdown may begin with them too, but do not end with a tag.
const HTML_PIECE_STARTS: &[&str] =
    &["<p", "<h1", "<h2", "<h3", "<h4", "<section", "<article", "<main", "<center", "<ul", "<ol", "<dl", "<span", "<strong", "<b", "<font"];

/// First bytes of formats that are not text. Source: the formats' own specifications and the IANA media type registry.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (OLE, "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
];

/// What people call the files that are not read, in English and Chinese.
const NAMES: &[(&str, &str, &str)] = &[
    ("application/pdf", "a PDF", "PDF 文件"),
    ("application/ofd", "an OFD", "OFD 文件"),
    ("application/zip", "a package of another program", "其他程序的压缩格式文件"),
    ("application/x-ole-storage", "a file of an older office program", "旧版办公软件的文件"),
    ("image/png", "a picture", "图片"),
    ("image/jpeg", "a picture", "图片"),
    ("image/gif", "a picture", "图片"),
    ("image/tiff", "a picture", "图片"),
    ("application/gzip", "an archive", "压缩包"),
    ("application/vnd.rar", "an archive", "压缩包"),
    ("application/x-7z-compressed", "an archive", "压缩包"),
    ("application/x-bzip2", "an archive", "压缩包"),
    ("application/x-xz", "an archive", "压缩包"),
    ("application/rtf", "a rich text", "RTF 文件"),
    ("application/vnd.ms-powerpoint", "a slide show", "演示文稿"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "a slide show", "演示文稿"),
    ("application/vnd.ms-works", "a Works document", "Works 文档"),
    ("application/vnd.ms-outlook", "a mail", "邮件"),
    ("multipart/related", "a mail without a page", "不含网页的邮件"),
];

/// What people call a file of the type `media_type`, in English and Chinese.
pub(super) fn name(media_type: &str) -> (&'static str, &'static str) {
    NAMES.iter().find(|(known, ..)| *known == media_type).map_or(("no text", "非文本文件"), |(_, en, zh)| (*en, *zh))
}

/// Share of control characters (in thousandths) above which bytes are not text.
const MOST_CONTROLS: usize = 20;

/// First bytes of the containers of which readers are made.
const CONTAINERS: &[(&[u8], &str)] = &[(b"PK", "application/zip"), (OLE, "application/x-ole-storage")];

/// First bytes of an OLE container. Source: MS-CFB 2.2.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The media type of the container that `bytes` begin like.
pub(super) fn container(bytes: &[u8]) -> Option<&'static str> {
    CONTAINERS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, media_type)| *media_type)
}

/// Tells what `bytes` are.
pub(super) fn media(bytes: &[u8]) -> Media {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Media { media_type: "text/plain", evidence: "no characters".into(), reading: Reading::Nothing };
    }
    if let Some(media) = zip_container(bytes).or_else(|| ole_container(bytes)).or_else(|| mail(bytes)).or_else(|| html(bytes)) {
        return media;
    }
    if let Some((signature, media_type)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        let evidence = format!("begins with {}", signature.escape_ascii());
        let is_broken = signature.starts_with(b"PK") && zip::ZipArchive::new(Cursor::new(bytes)).is_err()
            || signature.starts_with(b"\xd0\xcf") && cfb::CompoundFile::open(Cursor::new(bytes)).is_err();
        return Media { media_type, evidence, reading: if is_broken { Reading::Damaged } else { Reading::Unread } };
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
    let mut parts = Parts::open(bytes).ok()?;
    let part = ZIP_PARTS.iter().find(|(name, ..)| parts.has(name));
    if let Some((name, media_type, reading)) = part {
        return Some(Media { media_type, evidence: format!("a ZIP container with the part {name}"), reading: *reading });
    }
    if let Some((main, content_type)) = stated_type(&mut parts) {
        let (_, media_type, reading) = CONTENT_TYPES.iter().find(|(word, ..)| content_type.contains(word))?;
        return Some(Media { media_type, evidence: format!("a ZIP container whose part {main} is {content_type}"), reading: *reading });
    }
    let said: String = parts.text("mimetype")?.chars().take(LONGEST_TYPE).collect();
    let known = OPEN_TYPES.iter().find(|(name, ..)| said.trim() == *name);
    let (_, media_type, reading) = known.copied().unwrap_or(("", "application/zip", Reading::Unread));
    Some(Media { media_type, evidence: format!("a ZIP container whose part mimetype says {}", said.trim().escape_debug()), reading })
}

/// The part that a container states to be the document, and of what type it states it to be. Source: ECMA-376 part 2, 6.2.3 and 6.5.
fn stated_type(parts: &mut Parts) -> Option<(String, String)> {
    const LIST: &str = "[Content_Types].xml";
    let main = main_part(parts, "");
    let text = parts.text(LIST).filter(|_| !main.is_empty())?;
    let mut xml = Xml::new(LIST, &text);
    xml.next_inside();
    while let Some(tag) = xml.next_inside() {
        let is_main = tag.attribute("PartName").is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(&main));
        if is_main {
            return Some((main, tag.attribute("ContentType")?));
        }
        xml.skip();
    }
    None
}

fn ole_container(bytes: &[u8]) -> Option<Media> {
    if !bytes.starts_with(OLE) {
        return None;
    }
    let container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let (name, media_type, reading) = OLE_STREAMS.iter().find(|(name, ..)| container.is_stream(name))?;
    Some(Media { media_type, evidence: format!("an OLE container with the stream {name}"), reading: *reading })
}

/// A page saved with its pictures (MHT) or a mail: lines of a header, one of which gives the version. Source: RFC 2045, 4; RFC 2557.
fn mail(bytes: &[u8]) -> Option<Media> {
    const LONGEST_HEADER: usize = 4096;
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(LONGEST_HEADER))?).to_ascii_lowercase();
    let header: Vec<&str> = start.trim_start_matches('\u{feff}').lines().take_while(|line| !line.trim().is_empty()).collect();
    let first = header.first()?.split_once(':')?.0;
    let is_header = first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    let has = |name: &str, value: &str| header.iter().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.contains(value)));
    let is_mail = is_header && has("mime-version:", "1.0") && has("content-type:", "/");
    is_mail.then(|| Media {
        media_type: "multipart/related",
        evidence: "begins with a header with MIME-Version".into(),
        reading: Reading::SavedPage,
    })
}

/// HTML begins with a tag, behind a byte order mark, blanks and comments; a piece of a page ends with one, too.
fn html(bytes: &[u8]) -> Option<Media> {
    const LONGEST_START: usize = 4096;
    let start: String =
        bytes.iter().take(LONGEST_START).filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| char::from(*byte)).collect();
    let mut rest = start.trim_start();
    while let Some((start, end)) = [("<!--", "-->"), ("<?xml", "?>")].into_iter().find(|(start, _)| rest.starts_with(start)) {
        rest = rest.get(start.len()..)?.split_once(end)?.1.trim_start();
    }
    let lower = rest.get(..20.min(rest.len()))?.to_ascii_lowercase();
    let is_piece = bytes.trim_ascii_end().ends_with(b">");
    let tag = HTML_STARTS
        .iter()
        .chain(HTML_PIECE_STARTS.iter().filter(|_| is_piece))
        .find(|tag| lower.strip_prefix(**tag).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())))?;
    Some(Media { media_type: "text/html", evidence: format!("begins with {tag}"), reading: Reading::Html })
}
