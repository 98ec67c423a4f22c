//! decode/media: what a file is, by its content and not by its name.

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
pub(super) enum Reading {
    /// As text.
    Text,
    /// Not at all: the format is known or guessed, and no reader exists.
    Unread,
    /// There is nothing in it.
    Nothing,
}

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
