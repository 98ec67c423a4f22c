//! ingest/archive: a ZIP archive to the documents in it. Nothing is written anywhere; names only become ids, and none leads out of the archive.

mod names;

use super::{Manifest, RawDocument, raw_document};
use crate::finding::{Finding, limit_reached};
use names::Names;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};

/// The most files that are taken out of one archive, those of archives inside it included: no office publishes more in one.
const MOST_MEMBERS: usize = 10_000;
/// The most bytes of one file: a workbook with a million cells has less.
const MOST_BYTES_OF_ONE: u64 = 128 << 20;
/// The most bytes of all files of one archive: they are in memory at the same time.
pub(super) const MOST_BYTES: u64 = 512 << 20;
/// The most bytes that one stored byte may become, beyond [`ALWAYS`]: text of long tables becomes 40.
const MOST_RATIO: u64 = 200;
/// So many bytes are taken whatever the ratio.
const ALWAYS: u64 = 16 << 20;
/// The most archives inside one another.
const MOST_DEPTH: u32 = 3;

/// Parts by which a ZIP container is told to be one document, not an archive. Source: ECMA-376 part 2, 7.2.3; OASIS OpenDocument 1.3 part 2, 3.3;
/// GB/T 33190-2016 (OFD), 7.1.
const PARTS: [&str; 3] = ["[Content_Types].xml", "mimetype", "OFD.xml"];

/// What may still be taken: files, bytes of all, bytes of one.
struct Budget {
    members: usize,
    bytes: u64,
    of_one: u64,
}

/// `document` alone where it is no archive; else it, and behind it the documents in it.
pub(super) fn documents(document: RawDocument, manifest: &Manifest) -> Vec<RawDocument> {
    let mut found = Vec::new();
    unpack(document, manifest, MOST_DEPTH, &mut Budget { members: MOST_MEMBERS, bytes: MOST_BYTES, of_one: MOST_BYTES_OF_ONE }, &mut found);
    found
}

fn unpack(mut document: RawDocument, manifest: &Manifest, depth: u32, budget: &mut Budget, found: &mut Vec<RawDocument>) {
    let is_zip = document.bytes.starts_with(b"PK\x03\x04") || document.bytes.starts_with(b"PK\x05\x06");
    let Some(members) = is_zip.then(|| members(&document.bytes, budget)).flatten() else { return found.push(document) };
    let names = Names::of(&members.taken.iter().map(|member| member.name.as_slice()).collect::<Vec<_>>());
    document.members = Some(names.safe.iter().flatten().count() as u32);
    document.findings.extend(members.findings);
    document.findings.extend(names.findings);
    let path = document.path.clone();
    found.push(document);
    for (member, name) in members.taken.into_iter().zip(names.safe) {
        let Some(name) = name else { continue };
        let (bytes, finding) = match member.bytes {
            Ok(bytes) => (bytes, None),
            Err(why) => (Vec::new(), Some(archive_member_unread(why))),
        };
        let mut inner = raw_document(&format!("{path}/{name}"), bytes, manifest);
        inner.findings.extend(finding);
        if depth > 1 {
            unpack(inner, manifest, depth - 1, budget, found);
        } else {
            found.push(inner);
        }
    }
}

/// Why a file could not be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Encrypted,
    Method,
    Damaged,
    Limit,
}

/// A file of an archive.
struct Member {
    /// Its name as it stands.
    name: Vec<u8>,
    bytes: Result<Vec<u8>, Why>,
}

/// The files of an archive, and what was noticed.
#[derive(Default)]
struct Members {
    taken: Vec<Member>,
    findings: Vec<Finding>,
}

/// The files in `bytes`; `None` where they are one document of parts, or where not a single file is there.
fn members(bytes: &[u8], budget: &mut Budget) -> Option<Members> {
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => listed(archive, budget),
        Err(error) => streamed(bytes, &error.to_string(), budget),
    }
}

fn listed(mut archive: ZipArchive<Cursor<&[u8]>>, budget: &mut Budget) -> Option<Members> {
    if archive.is_empty() || PARTS.iter().any(|part| archive.index_for_name(part).is_some()) {
        return None;
    }
    let mut members = Members::default();
    for index in 0..archive.len() {
        let Ok(raw) = archive.by_index_raw(index) else {
            members.findings.push(archive_damaged("a file that it lists is not there", members.taken.len()));
            continue;
        };
        if raw.is_dir() || raw.is_symlink() {
            continue;
        }
        let (name, encrypted) = (raw.name_raw().to_vec(), raw.encrypted());
        drop(raw);
        if !has_room(budget, &mut members) {
            break;
        }
        let bytes = match archive.by_index(index) {
            _ if encrypted => Err(Why::Encrypted),
            _ if name.starts_with(b"__MACOSX/") => Ok(Vec::new()),
            Ok(mut file) => take(&mut file, budget, &mut members.findings),
            Err(zip::result::ZipError::UnsupportedArchive(_)) => Err(Why::Method),
            Err(_) => Err(Why::Damaged),
        };
        members.taken.push(Member { name, bytes });
    }
    Some(members)
}

/// The files of an archive without its list at the end, one behind the other, as far as they can be read.
fn streamed(bytes: &[u8], reason: &str, budget: &mut Budget) -> Option<Members> {
    let (mut members, mut reader) = (Members::default(), Cursor::new(bytes));
    while let Ok(Some(mut file)) = read_zipfile_from_stream(&mut reader) {
        let name = file.name_raw().to_vec();
        if PARTS.iter().any(|part| part.as_bytes() == name) {
            return None;
        }
        if file.is_dir() {
            continue;
        }
        if !has_room(budget, &mut members) {
            break;
        }
        let bytes = take(&mut file, budget, &mut members.findings);
        let is_damaged = bytes.is_err();
        members.taken.push(Member { name, bytes });
        if is_damaged {
            break;
        }
    }
    let whole = members.taken.iter().filter(|member| member.bytes.is_ok()).count();
    members.findings.insert(0, archive_damaged(reason, whole));
    (!members.taken.is_empty()).then_some(members)
}

/// Whether one more file may be taken; said once where not.
fn has_room(budget: &mut Budget, members: &mut Members) -> bool {
    if budget.members == 0 {
        members.findings.push(limit_reached("number of files", "文件数", MOST_MEMBERS));
        return false;
    }
    budget.members -= 1;
    true
}

/// The bytes of one file, within the limits.
fn take<R: Read>(file: &mut ZipFile<'_, R>, budget: &mut Budget, findings: &mut Vec<Finding>) -> Result<Vec<u8>, Why> {
    let by_ratio = file.compressed_size().saturating_mul(MOST_RATIO).max(ALWAYS);
    let most = by_ratio.min(budget.of_one).min(budget.bytes);
    let mut bytes = Vec::new();
    if file.take(most + 1).read_to_end(&mut bytes).is_err() {
        return Err(Why::Damaged);
    }
    let length = bytes.len() as u64;
    budget.bytes = budget.bytes.saturating_sub(length.min(most));
    if length <= most {
        return Ok(bytes);
    }
    findings.push(match most {
        _ if most == by_ratio => limit_reached("number of bytes that one stored byte becomes", "压缩比", MOST_RATIO),
        _ if most == budget.of_one => limit_reached("number of bytes of one file", "单个文件字节数", MOST_BYTES_OF_ONE),
        _ => limit_reached("number of bytes of all files", "全部文件字节数", MOST_BYTES),
    });
    Err(Why::Limit)
}

fn archive_damaged(reason: &str, members: usize) -> Finding {
    Finding::new("archive-damaged").with("reason", reason).with("members", members)
}

fn archive_member_unread(why: Why) -> Finding {
    let (reason, reason_zh) = match why {
        Why::Encrypted => ("it is under a password", "有密码保护"),
        Why::Method => ("it is packed in a way that is not read", "压缩方式不支持"),
        Why::Damaged => ("it is damaged", "文件已损坏"),
        Why::Limit => ("it is over a limit of the archive", "超过压缩包的上限"),
    };
    Finding::new("archive-member-unread").with("reason", reason).with("reason_zh", reason_zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// The paths of what is taken out of an archive of three files of ten bytes, and the limits that were reached.
    fn taken(budget: Budget) -> (Vec<String>, Vec<String>) {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b", "c"] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(b"0123456789").unwrap();
        }
        let document = raw_document("z", writer.finish().unwrap().into_inner(), &Manifest::default());
        let (mut budget, mut found) = (budget, Vec::new());
        unpack(document, &Manifest::default(), MOST_DEPTH, &mut budget, &mut found);
        let limits = found[0].findings.iter().map(|finding| finding.arguments[0].1.to_string()).collect();
        (found.iter().filter(|document| !document.bytes.is_empty()).map(|document| document.path.to_string()).collect(), limits)
    }

    #[test]
    fn each_limit_says_its_name() {
        let whole = Budget { members: 3, bytes: 100, of_one: 100 };
        assert_eq!(taken(Budget { ..whole }), (vec!["z".into(), "z/a".into(), "z/b".into(), "z/c".into()], Vec::new()));
        assert_eq!(taken(Budget { members: 1, ..whole }), (vec!["z".into(), "z/a".into()], vec!["number of files".into()]));
        assert_eq!(taken(Budget { of_one: 9, ..whole }), (vec!["z".into()], vec!["number of bytes of one file".into(); 3]));
        let (paths, limits) = taken(Budget { bytes: 15, ..whole });
        assert_eq!((paths, limits.first().map(String::as_str)), (vec!["z".into(), "z/a".into()], Some("number of bytes of all files")));
    }
}
