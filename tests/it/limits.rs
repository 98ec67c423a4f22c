//! Limits: files of sizes that no office publishes, and files made to do harm, end within a bounded amount of work; each limit says its name.
//!
//! The sizes here go through all stages of one document; the limits of each reader on its own inputs stand beside the reader (`limit-reached` in its tests).

use mulu::decode::decode;
use mulu::document::{Read, read};
use mulu::ingest::{Manifest, raw_document};
use mulu::tables::Tables;
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// What one document may take here: many times what each takes, so that a busy machine changes nothing and a quadratic loop is seen.
const MOST: Duration = Duration::from_secs(120);

const HEADER: &str = "序号\t公开事项\t公开内容\t公开主体\n";

fn reads(name: &str, bytes: Vec<u8>) -> (Read, Vec<String>) {
    let start = Instant::now();
    let read = read(&raw_document(name, bytes, &Manifest::default()), None, &TABLES, &decode);
    let took = start.elapsed();
    println!("{name}: {took:?}");
    assert!(took < MOST, "{name} took {took:?}");
    let codes = read.result.findings.iter().map(|finding| finding.code.to_string()).collect();
    (read, codes)
}

#[test]
fn one_line_of_ten_megabytes() {
    let (read, _) = reads("line", "政务公开".repeat((10 << 20) / 12).into_bytes());
    assert_eq!((read.result.lines.open().len(), read.result.items.len()), (1, 0));
    let (_, codes) = reads("line of bars", format!("{HEADER}1\t{}", "甲|".repeat(1 << 19)).into_bytes());
    assert!(!codes.is_empty());
}

#[test]
fn a_million_blank_lines() {
    let table = format!("{HEADER}1\t读者证办理\t办理材料\t县文化局\n2\t读者证挂失\t办理材料\t县文化局\n");
    let (read, _) = reads("blank lines", format!("{table}{}", "\n".repeat(1_000_000)).into_bytes());
    assert_eq!(read.result.items.len(), 2);
}

#[test]
fn a_hundred_thousand_columns() {
    for (name, separator) in [("tabs", "\t"), ("commas", ","), ("bars", "|")] {
        let row = vec!["甲"; 100_000].join(separator);
        let (_, codes) = reads(name, format!("{row}\n{row}\n{row}\n").into_bytes());
        assert!(!codes.is_empty(), "{name}");
    }
    let (_, codes) = reads("html", format!("<table><tr>{}</table>", "<td>甲".repeat(100_000)).into_bytes());
    assert!(codes.contains(&"limit-reached".to_owned()));
}

#[test]
fn ten_thousand_tables() {
    let table = "<table><tr><td>序号<td>公开事项<td>公开内容<tr><td>1<td>读者证办理<td>材料</table><p>甲</p>";
    let (read, _) = reads("html", format!("<html>{}", table.repeat(10_000)).into_bytes());
    assert!(!read.result.items.is_empty());
    let table = format!("{HEADER}1\t读者证办理\t材料\t县文化局\n\n甲\n\n");
    let (read, _) = reads("text", table.repeat(10_000).into_bytes());
    assert!(!read.result.items.is_empty());
}

/// Entities that stand for each other a thousand million times are not followed.
#[test]
fn entities_are_not_followed() {
    let entity = |number: usize| format!("<!ENTITY e{number} \"{}\">", format!("&e{};", number - 1).repeat(10));
    let entities: String = (1..10).map(entity).collect();
    let document = format!(
        "<!DOCTYPE a [<!ENTITY e0 \"甲\">{entities}]><w:document><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    );
    let (read, _) = reads("docx", packed(&[("word/document.xml", document.as_bytes())]));
    assert_eq!(read.result.lines.open().iter().map(|line| line.as_str()).collect::<Vec<_>>(), ["&e9;"]);
    let (_, codes) = reads("html", format!("<!DOCTYPE html [<!ENTITY e0 \"甲\">{entities}]><p>&e9;").into_bytes());
    assert!(!codes.contains(&"limit-reached".to_owned()));
}

/// What a file under a password is told by, in every format that has one.
#[test]
fn files_under_a_password_are_told() {
    let container = |streams: &[(&str, &[u8])]| {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            container.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        container.flush().unwrap();
        container.into_inner().into_inner()
    };
    // BOF of Excel 97, FilePass, EOF (MS-XLS 2.4.21, 2.4.117).
    let book =
        [&[0x09, 0x08, 0x08, 0x00, 0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0], &[0x2f, 0x00, 0x02, 0x00, 1, 0][..], &[0x0a, 0, 0, 0]].concat();
    // The start of a file information block with fEncrypted set (MS-DOC 2.5.2).
    let mut word = vec![0u8; 2048];
    word[..2].copy_from_slice(&0xa5ecu16.to_le_bytes());
    word[2..4].copy_from_slice(&0x00c1u16.to_le_bytes());
    word[10..12].copy_from_slice(&0x0100u16.to_le_bytes());
    let manifest = br#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let open = |kind: &str| {
        packed(&[
            ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", b"x"),
        ])
    };
    for (name, bytes) in [
        ("xlsx, docx", container(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")])),
        ("xls", container(&[("Workbook", &book)])),
        ("doc", container(&[("WordDocument", &word)])),
        ("ods", open("spreadsheet")),
        ("odt", open("text")),
    ] {
        let (_, codes) = reads(name, bytes);
        assert_eq!(codes.iter().filter(|code| !code.starts_with("place-")).collect::<Vec<_>>(), ["document-locked"], "{name}");
    }
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
