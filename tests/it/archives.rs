//! Archives: the documents in them, and what hostile ones may not do.

use encoding_rs::GB18030;
use mulu::ingest::{Input, RawDocument, ingest};
use std::fs;
use std::io::Write;
use zip::write::SimpleFileOptions;

const TABLE: &str = "序号\t公开事项\t公开内容\t公开主体\n1\t读者证办理\t办理材料\t县文化局\n";

/// A file of an archive: its name as bytes, its flags (APPNOTE 4.4.4) and its bytes, stored as they are.
type Stored<'a> = (&'a [u8], u16, &'a [u8]);

#[test]
fn every_file_is_a_document_of_its_own() {
    let name = GB18030.encode("公开目录/目录一.txt").0;
    let inner = archive(&[(b"b.txt", 0, TABLE.as_bytes())]);
    let outer = archive(&[
        (&name, 0, TABLE.as_bytes()),
        ("目录二.txt".as_bytes(), 0x800, TABLE.as_bytes()),
        (b"__MACOSX/._a.txt", 0, b"x"),
        (b"folder/Thumbs.db", 0, b"x"),
        (b"~$a.docx", 0, b"x"),
        (b"inner.zip", 0, &inner),
        (b"secret.txt", 1, b"xxxxxxxxxxxxxx"),
    ]);
    let input = of(&[("a.zip", &outer)]);
    let mut paths: Vec<&str> = input.documents.iter().map(|document| document.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        ["a.zip", "a.zip/inner.zip", "a.zip/inner.zip/b.txt", "a.zip/secret.txt", "a.zip/公开目录/目录一.txt", "a.zip/目录二.txt"]
    );
    assert_eq!(codes(document(&input, "a.zip")), ["archive-members-left-out"]);
    assert_eq!(codes(document(&input, "a.zip/secret.txt")), ["archive-member-unread"]);
    assert_eq!(document(&input, "a.zip/公开目录/目录一.txt").bytes, TABLE.as_bytes());
}

#[test]
fn no_name_leads_out_of_the_archive() {
    let bytes = archive(&[(b"../../a.txt", 0, b"x"), (b"/etc/b.txt", 0, b"x"), (b"C:\\c.txt", 0, b"x"), (b"d/../../d.txt", 0, b"x")]);
    let input = of(&[("a.zip", &bytes)]);
    let paths: Vec<&str> = input.documents.iter().map(|document| document.path.as_str()).collect();
    assert_eq!(paths, ["a.zip", "a.zip/a.txt", "a.zip/c.txt", "a.zip/d/d.txt", "a.zip/etc/b.txt"]);
    assert_eq!(codes(document(&input, "a.zip")), ["archive-names-changed"]);
}

#[test]
fn bombs_are_refused() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("bomb.txt", SimpleFileOptions::default()).unwrap();
    for _ in 0..20 {
        writer.write_all(&vec![b'0'; 1 << 20]).unwrap();
    }
    writer.start_file("good.txt", SimpleFileOptions::default()).unwrap();
    writer.write_all(TABLE.as_bytes()).unwrap();
    let input = of(&[("a.zip", &writer.finish().unwrap().into_inner())]);
    assert_eq!(codes(document(&input, "a.zip")), ["limit-reached"]);
    assert_eq!(codes(document(&input, "a.zip/bomb.txt")), ["archive-member-unread"]);
    assert_eq!(document(&input, "a.zip/good.txt").bytes, TABLE.as_bytes());
}

#[test]
fn a_file_that_is_too_large_is_not_even_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::File::create(folder.path().join("a.txt")).unwrap().set_len(600 << 20).unwrap();
    let input = ingest(folder.path()).unwrap();
    assert_eq!((codes(document(&input, "a.txt")), document(&input, "a.txt").bytes.len()), (vec!["limit-reached"], 0));
}

/// Archives inside archives are opened to a small depth; what is deeper stays an archive and is reported by decode.
#[test]
fn archives_inside_archives_end() {
    let mut bytes = archive(&[(b"a.txt", 0, b"x")]);
    for _ in 0..6 {
        bytes = archive(&[(b"a.zip", 0, &bytes)]);
    }
    let input = of(&[("a.zip", &bytes)]);
    assert_eq!(input.documents.len(), 4);
    assert!(input.documents.iter().take(3).all(|document| document.members == Some(1)) && input.documents[3].members.is_none());
}

/// Cut at every place, and with every byte changed in turn: never a panic, and the file is always among the documents.
#[test]
fn damaged_archives_give_what_can_be_read() {
    let whole = archive(&[(b"a.txt", 0, TABLE.as_bytes()), (b"b.txt", 0, TABLE.as_bytes())]);
    let first = 30 + 5 + TABLE.len();
    let cut = of(&[("a.zip", &whole[..first + 60])]);
    assert_eq!(document(&cut, "a.zip/a.txt").bytes, TABLE.as_bytes());
    assert_eq!(codes(document(&cut, "a.zip")), ["archive-damaged"]);
    assert_eq!(codes(document(&cut, "a.zip/b.txt")), ["archive-member-unread"]);
    let folder = tempfile::tempdir().unwrap();
    for length in (0..whole.len()).step_by(3) {
        fs::write(folder.path().join(format!("cut-{length}.zip")), &whole[..length]).unwrap();
    }
    for index in (0..whole.len()).step_by(2) {
        let mut changed = whole.clone();
        changed[index] ^= 0xff;
        fs::write(folder.path().join(format!("changed-{index}.zip")), changed).unwrap();
    }
    let files = fs::read_dir(folder.path()).unwrap().count();
    let input = ingest(folder.path()).unwrap();
    assert_eq!(input.documents.iter().filter(|document| !document.path.contains('/')).count(), files);
}

fn of(files: &[(&str, &[u8])]) -> Input {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    ingest(folder.path()).unwrap()
}

fn document<'a>(input: &'a Input, path: &str) -> &'a RawDocument {
    let found = input.documents.iter().find(|document| document.path.as_str() == path);
    found.unwrap_or_else(|| panic!("there is no {path}"))
}

fn codes(document: &RawDocument) -> Vec<&str> {
    document.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// An archive of stored files (APPNOTE 4.3.7, 4.3.12 and 4.3.16), with names and flags as they are given.
fn archive(files: &[Stored<'_>]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, flags, contents) in files {
        let start = bytes.len() as u32;
        let size = (contents.len() as u32).to_le_bytes();
        let mut head = [20u16.to_le_bytes(), flags.to_le_bytes(), [0; 2], [0; 2], 0x21u16.to_le_bytes()].concat();
        head.extend([checksum(contents).to_le_bytes(), size, size].concat());
        head.extend([(name.len() as u16).to_le_bytes(), [0; 2]].concat());
        bytes.extend([b"PK\x03\x04", head.as_slice(), name, contents].concat());
        list.extend([b"PK\x01\x02".as_slice(), &20u16.to_le_bytes(), &head, &[0; 10], &start.to_le_bytes(), name].concat());
    }
    let (start, length, count) = (bytes.len() as u32, list.len() as u32, (files.len() as u16).to_le_bytes());
    bytes.extend(list);
    bytes.extend([b"PK\x05\x06".as_slice(), &[0; 4], &count, &count, &length.to_le_bytes(), &start.to_le_bytes(), &[0; 2]].concat());
    bytes
}

/// CRC-32 (ISO 3309), bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()));
    !bytes.iter().fold(u32::MAX, step)
}
