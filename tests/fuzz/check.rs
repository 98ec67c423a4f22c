//! check: what must hold whatever a file is: no panic, an account of every character, places that are there, findings that say all they have to say.
//!
//! Shared by the targets of `cargo fuzz` and by tests/it/fuzz.rs.
#![allow(dead_code, reason = "no target needs all of it")]

use mulu::decode::{Block, decode};
use mulu::document;
use mulu::evidence::{At, Cell, Text};
use mulu::finding::Finding;
use mulu::ingest::{Manifest, ingest, raw_document};
use mulu::result::Shares;
use mulu::tables::Tables;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// Checks what decode makes of `bytes`.
pub(crate) fn decoded(bytes: &[u8]) {
    let raw = raw_document("a", bytes.to_vec(), &Manifest::default());
    let staged = decode(&raw, &TABLES);
    let decoded = staged.output;
    adds_up(&decoded.ledger.shares(&decoded.lines));
    for block in &decoded.blocks {
        match block {
            Block::Paragraph(cell) => stands(cell, &decoded.lines),
            Block::Grid(grid) => grid.rows.iter().flat_map(|row| &row.cells).for_each(|cell| stands(cell, &decoded.lines)),
        }
    }
    staged.findings.iter().for_each(|finding| says_all(finding, &decoded.lines));
}

/// Checks what all stages of one document make of `bytes`.
pub(crate) fn whole(bytes: &[u8]) {
    let raw = raw_document("a", bytes.to_vec(), &Manifest::default());
    let read = document::read(&raw, None, &TABLES, &decode);
    let result = read.result;
    adds_up(&result.accounting.characters);
    let lines = result.lines.open();
    result.findings.iter().for_each(|finding| says_all(finding, &lines));
    for row in read.tables.iter().flat_map(|table| &table.rows) {
        row.unplaced.iter().for_each(|cell| stands(cell, &lines));
    }
    assert!(result.to_bytes().is_ok(), "the result cannot be written");
}

/// Checks what is taken out of a folder whose only file is `bytes`.
pub(crate) fn archive(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), bytes).unwrap();
    let documents = ingest(folder.path()).unwrap().documents;
    assert!(documents.iter().any(|document| document.path.as_str() == "a.zip"), "the archive itself is not among the documents");
    for document in &documents {
        let path = document.path.as_str();
        let is_inside = path == "a.zip" || path.starts_with("a.zip/") && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        assert!(is_inside, "{path:?} leads out of the archive");
        document.findings.iter().for_each(|finding| says_all(finding, &[]));
    }
}

/// Before each part of a container stands a line with this sign and its name.
const SIGN: &[u8] = b"\n==== ";
/// An OLE container is told by its first line.
const OLE: &[u8] = b"OLE";

/// The container whose parts `bytes` lists: a line `==== name` before each, and before the first one `OLE` or nothing (ZIP). So changes meet the
/// parts and not what packs them.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut parts = divided(bytes);
    let kind = parts.next().unwrap_or_default();
    let parts = parts.map(|part| {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        (String::from_utf8_lossy(&part[..end]).into_owned(), part.get(end + 1..).unwrap_or_default())
    });
    if kind == OLE { packed_as_ole(parts) } else { packed_as_zip(parts) }
}

/// The parts of the container `bytes`, as [`packed`] takes them; `None` where it is no container.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut listed = Vec::new();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).ok()?;
            listed.extend([SIGN, part.name().ok()?.as_bytes(), b"\n"].concat());
            part.read_to_end(&mut listed).ok()?;
        }
        return Some(listed);
    }
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let streams: Vec<String> = container.walk().filter(cfb::Entry::is_stream).map(|entry| entry.path().to_string_lossy().into()).collect();
    listed.extend(OLE);
    for name in streams {
        listed.extend([SIGN, name.as_bytes(), b"\n"].concat());
        container.open_stream(&name).ok()?.read_to_end(&mut listed).ok()?;
    }
    Some(listed)
}

/// What stands between the signs.
fn divided(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let all = rest?;
        let end = all.windows(SIGN.len()).position(|window| window == SIGN);
        rest = end.and_then(|end| all.get(end + SIGN.len()..));
        Some(&all[..end.unwrap_or(all.len())])
    })
}

fn packed_as_zip<'a>(parts: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // A name that stands twice is refused.
        if writer.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).is_ok() {
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn packed_as_ole<'a>(parts: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in parts {
        // A name that an OLE container cannot have (MS-CFB 2.6.1), or one in a folder, is left out.
        let name = name.trim_start_matches('/');
        let is_name = !name.is_empty() && name.encode_utf16().count() < 32 && !name.contains(['/', '\\', ':', '!']);
        if let Some(mut stream) = is_name.then(|| container.create_stream(name).ok()).flatten() {
            stream.write_all(bytes).unwrap();
            stream.flush().unwrap();
        }
    }
    container.flush().unwrap();
    container.into_inner().into_inner()
}

fn adds_up(shares: &Shares) {
    let classes = shares.value + shares.label + shares.left_out.values().sum::<u64>() + shares.unplaced;
    assert_eq!(classes, shares.total, "the classes do not add up: {shares:?}");
}

/// The places of a cell are there, and what stands at the place of a line is the line; signs that say that a cell is blank are none of its text.
fn stands(cell: &Cell, lines: &[Text]) {
    for at in &cell.at {
        is_there(*at, lines);
    }
    let texts: Vec<&str> = cell.passage.raw.split('\n').collect();
    for (text, at) in texts.iter().zip(&cell.at).filter(|_| !cell.is_blank() && texts.len() == cell.at.len()) {
        if let At::Text { line, from, to } = at {
            let there: String = lines[*line as usize - 1].chars().skip(*from as usize - 1).take((*to + 1 - *from) as usize).collect();
            assert_eq!(there, **text, "at {at}");
        }
    }
}

/// A place lies within its line; an empty one may stand at its end.
fn is_there(at: At, lines: &[Text]) {
    let At::Text { line, from, to } = at else { return };
    let length = lines.get(line as usize - 1).map(|line| line.chars().count() as u32);
    assert!(from > 0 && from <= to + 1 && length.is_some_and(|length| to <= length), "{at} is outside of its line, which has {length:?}");
}

/// The wording of a finding has no blank that the finding does not fill, and its places are there.
fn says_all(finding: &Finding, lines: &[Text]) {
    let code = finding.code.as_str();
    let kind = TABLES.findings.get(code).unwrap_or_else(|| panic!("{code} is not in findings.toml"));
    for says in [&kind.says.en, &kind.says.zh] {
        for blank in says.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            assert!(finding.arguments.iter().any(|(name, _)| name.as_str() == blank), "{code} does not say {blank}");
        }
    }
    finding.evidence.iter().for_each(|evidence| is_there(evidence.at, lines));
}
