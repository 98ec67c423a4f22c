//! Worker processes: they decode as this process does, and a file that breaks its reader costs nothing but itself.

use crate::made::{Made, root};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run of the program left behind.
struct Ran {
    code: i32,
    err: String,
    /// The files of `normalized/`, by name.
    files: BTreeMap<String, Vec<u8>>,
}

fn run(raw: &Path, more: &[&str]) -> Ran {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mulu"));
    let ran = command.arg("run").arg(raw).arg("--out").arg(out.path()).args(more).output().unwrap();
    let files = fs::read_dir(out.path().join("normalized")).into_iter().flatten().map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
    });
    Ran { code: ran.status.code().unwrap(), err: String::from_utf8(ran.stderr).unwrap(), files: files.collect() }
}

impl Ran {
    fn rows(&self, name: &str) -> impl Iterator<Item = Json> {
        let text = std::str::from_utf8(&self.files[name]).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap())
    }

    /// The values of `key` in the rows of `name`, by source.
    fn by_source(&self, name: &str, key: impl Fn(&Json) -> &Json) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in self.rows(name) {
            let source = row["source"].as_str().unwrap_or_default().to_owned();
            found.entry(source).or_default().insert(key(&row).as_str().unwrap().to_owned());
        }
        found
    }

    fn codes(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.by_source("findings.jsonl", |finding| &finding["code"])
    }

    /// The sources that have items.
    fn read(&self) -> BTreeSet<String> {
        self.by_source("items.jsonl", |item| &item["id"]).into_keys().collect()
    }
}

/// A folder with some of the twins of one document, by their endings.
fn folder(endings: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for ending in endings {
        fs::copy(root().join(format!("tests/twins/004/twin.{ending}")), folder.path().join(format!("twin.{ending}"))).unwrap();
    }
    folder
}

/// A workbook with a part of `megabytes` of bytes that are no UTF-8 and become three bytes each.
fn swelling(megabytes: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("[Content_Types].xml", options).unwrap();
    archive.start_file("xl/workbook.xml", options).unwrap();
    let bytes = vec![0xff; 1 << 20];
    for _ in 0..megabytes {
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn workers_decode_as_this_process_does() {
    let raw = root().join("tests/twins");
    let (here, workers) = (Made::of(&raw).unwrap(), run(&raw, &[]));
    assert_eq!((workers.code, workers.err.as_str()), (0, ""));
    for (name, bytes) in here.files.iter().filter(|(name, _)| *name != "run.json") {
        assert!(*bytes == workers.files[name], "{name} differs");
    }
}

#[test]
fn workers_have_the_tables_of_the_officer() {
    let folder = folder(&["xlsx", "docx"]);
    let before = run(folder.path(), &[]);
    fs::create_dir(folder.path().join("tables")).unwrap();
    fs::write(folder.path().join("tables/marks.toml"), "[[mark]]\nchecked = true\nstrong = [\"政\"]\n").unwrap();
    let (here, workers) = (Made::of(folder.path()).unwrap(), run(folder.path(), &[]));
    assert!(here.files["items.jsonl"] == workers.files["items.jsonl"], "the overlay does not reach the workers");
    assert!(before.files["items.jsonl"] != workers.files["items.jsonl"], "the overlay changes nothing");
}

#[test]
fn a_file_that_takes_too_much_memory_costs_only_itself() {
    let folder = folder(&["csv", "docx", "ods", "xls"]);
    fs::write(folder.path().join("swelling.xlsx"), swelling(40)).unwrap();
    let ran = run(folder.path(), &["--worker-memory", "200", "--fail-on", "error"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.read() == ["csv", "docx", "ods", "xls"].map(|ending| format!("twin.{ending}")).into(), "{:?}", ran.read());
    assert!(ran.codes()["swelling.xlsx"].contains("decode-stopped"), "{:?}", ran.codes());
    let stopped: Vec<Json> = ran.rows("findings.jsonl").filter(|finding| finding["code"] == "decode-stopped").collect();
    assert!(matches!(&stopped[..], [one] if one["message"]["en"].as_str().unwrap().contains("more than 200 MiB of memory")), "{stopped:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_takes_too_much_time_costs_only_itself() {
    let folder = folder(&["csv", "docx"]);
    let rows = "<row><c t=\"inlineStr\"><is><t>甲</t></is></c><c><v>1</v></c></row>".repeat(400_000);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"http://x/worksheet\" Target=\"a.xml\"/></Relationships>";
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/a.xml", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    fs::write(folder.path().join("slow.xlsx"), archive.finish().unwrap().into_inner()).unwrap();
    let ran = run(folder.path(), &["--worker-seconds", "0"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.read() == ["csv", "docx"].map(|ending| format!("twin.{ending}")).into(), "{:?}", ran.read());
    let stopped: Vec<Json> = ran.rows("findings.jsonl").filter(|finding| finding["code"] == "decode-stopped").collect();
    assert!(matches!(&stopped[..], [one] if one["message"]["en"].as_str().unwrap().contains("seconds of processor time")), "{stopped:?}");
}

#[test]
fn workers_that_cannot_even_begin_cost_no_text() {
    let folder = folder(&["csv", "html", "gb18030.txt", "docx", "odt", "xlsx", "xlsb", "xls", "ods"]);
    let ran = run(folder.path(), &["--worker-memory", "1"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.read() == ["csv", "html", "gb18030.txt"].map(|ending| format!("twin.{ending}")).into(), "{:?}", ran.read());
    assert_eq!(ran.codes().values().filter(|codes| codes.contains("decode-stopped")).count(), 6);
}

/// Numbers that look like chance and are the same each time (xorshift64; Marsaglia, "Xorshift RNGs", 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// `whole` cut short, with bytes changed, or with a stretch overwritten.
fn broken(whole: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    match numbers.below(3) {
        0 => bytes.truncate(numbers.below(whole.len())),
        1 => {
            for _ in 0..=numbers.below(40) {
                let at = numbers.below(whole.len());
                bytes[at] ^= 1 << numbers.below(8);
            }
        }
        _ => {
            let start = numbers.below(whole.len());
            let end = whole.len().min(start + 1 + numbers.below(600));
            let with = [0, 0xff, b'<', b' '][numbers.below(4)];
            bytes[start..end].fill(with);
        }
    }
    bytes
}

/// A small file of each format.
const WHOLE: [&str; 10] = [
    "cases/csv-semicolons-quotes/raw/a.csv",
    "cases/gb18030/raw/a.txt",
    "cases/html-page-around-a-table/raw/a.html",
    "cases/old-word-merged-cells/raw/a.doc",
    "cases/open-text-with-merged-cells/raw/a.odt",
    "cases/word-merged-cells-and-symbols/raw/a.docx",
    "cases/workbook-hidden-sheet/raw/a.ods",
    "cases/workbook-merged-cells/raw/a.xlsx",
    "cases/workbook-numbers-dates/raw/a.xls",
    "twins/004/twin.xlsb",
];

/// Whether one of `codes` says more than that a document without items has no place.
fn is_said(codes: &BTreeSet<String>) -> bool {
    codes.iter().any(|code| !code.starts_with("place-"))
}

#[test]
fn a_thousand_broken_files_end_with_findings() {
    let folder = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(20_240_501);
    for (kind, path) in WHOLE.iter().enumerate() {
        let whole = fs::read(root().join("tests").join(path)).unwrap();
        let ending = path.rsplit('.').next().unwrap();
        for number in 0..100 {
            fs::write(folder.path().join(format!("{kind}-{number:02}.{ending}")), broken(&whole, &mut numbers)).unwrap();
        }
    }
    let ran = run(folder.path(), &["--fail-on", "error"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let (read, codes) = (ran.read(), ran.codes());
    let sources: Vec<String> = ran.rows("sources.jsonl").map(|source| source["id"].as_str().unwrap().to_owned()).collect();
    // A broken Word document may be no more than an archive, whose parts are documents of their own.
    assert_eq!(sources.iter().filter(|id| !id.contains('/')).count(), 1000);
    let silent: Vec<&String> = sources.iter().filter(|id| !codes.contains_key(*id)).collect();
    assert!(silent.is_empty(), "no finding: {silent:?}");
    let unread: Vec<&String> = sources.iter().filter(|id| !read.contains(*id) && !is_said(&codes[*id])).collect();
    assert!(unread.is_empty(), "no item, and no finding that says why: {unread:?}");
    let stopped = codes.values().filter(|codes| codes.contains("decode-stopped")).count();
    println!("{} of 1,000 broken files still give items; {stopped} ended a worker", read.len());
}
