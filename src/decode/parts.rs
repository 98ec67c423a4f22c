//! decode/parts: the parts of a ZIP container (Office Open XML, OpenDocument), inflated within limits.

use super::charset;
use crate::finding::{Finding, limit_reached};
use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind, Read};
use zip::ZipArchive;

/// How much of a container is read.
struct Limits {
    /// The most bytes of one part.
    part: u64,
    /// The most bytes of all parts together.
    all: u64,
    /// How many times its packed size a part may grow, beyond `free` bytes.
    ratio: u64,
    /// Up to this size a part may grow as it likes.
    free: u64,
}

/// The largest directories hold some ten thousand rows, about 50 MB of XML. XML of repetitive tables grows 20 to 100 times, a packed bomb 1,000 times;
/// small repetitive parts are common and harmless.
const LIMITS: Limits = Limits { part: 256 << 20, all: 512 << 20, ratio: 400, free: 16 << 20 };

/// The most parts a container may list. Documents have some tens, and one for each picture.
const MOST_PARTS: usize = 20_000;

/// The parts of one container.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Numbers of the parts by name, lower case and with `/`: programs differ in both, and names that differ in them are the same (ECMA-376 part 2, 6.3.5).
    numbers: BTreeMap<String, usize>,
    limits: Limits,
    left: u64,
    /// What was noticed while reading parts.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Parts<'a> {
    /// Opens the container `bytes`; a finding where it cannot be opened or lists too many parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Finding> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(document_unreadable)?;
        if archive.len() > MOST_PARTS {
            return Err(limit_reached("number of parts", "部件数量", MOST_PARTS));
        }
        let number = |index: usize| Some((normal(&archive.name_for_index(index)?.ok()?), index));
        let numbers = (0..archive.len()).filter_map(number).collect();
        Ok(Parts { archive, numbers, limits: LIMITS, left: LIMITS.all, findings: Vec::new() })
    }

    /// Whether there is a part `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(&normal(name))
    }

    /// The inflated bytes of the part `name`; `None` where there is no such part. A part over a limit or damaged is cut where that was noticed.
    pub(super) fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        let (bytes, finding) = self.inflated(name)?;
        self.findings.extend(finding);
        Some(bytes)
    }

    /// The characters of the part `name`, as [`Parts::read`] reads it.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.read(name)?;
        Some(self.characters(bytes))
    }

    /// The bytes of the part `name` with nothing missing, or why that cannot be; `None` where there is no such part.
    pub(super) fn whole(&mut self, name: &str) -> Result<Option<Vec<u8>>, Finding> {
        match self.inflated(name) {
            Some((_, Some(finding))) => Err(finding),
            found => Ok(found.map(|(bytes, _)| bytes)),
        }
    }

    /// The characters of `bytes`, which are UTF-8 unless they cannot be.
    pub(super) fn characters(&mut self, bytes: Vec<u8>) -> String {
        let other = match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') && !text.starts_with('\u{feff}') => return text,
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        };
        charset::characters_of_markup(&other).collect(&mut self.findings).text
    }

    fn inflated(&mut self, name: &str) -> Option<(Vec<u8>, Option<Finding>)> {
        let packed = match self.archive.by_index(*self.numbers.get(&normal(name))?) {
            Ok(part) => part,
            Err(error) => return Some((Vec::new(), Some(part_damaged(name, 0, error)))),
        };
        let by_ratio = packed.compressed_size().saturating_mul(self.limits.ratio).max(self.limits.free);
        let (most, limit, limit_zh) = [
            (self.limits.part, "inflated size of a part, in bytes", "部件解压后字节数"),
            (self.left, "inflated size of all parts, in bytes", "全部部件解压后字节数"),
            (by_ratio, "inflated size of a part by its packed size, in bytes", "部件按压缩比允许的字节数"),
        ]
        .into_iter()
        .min_by_key(|(most, ..)| *most)?;
        let mut bytes = Vec::new();
        let read = packed.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let damage = read.err().map(|error| match error.kind() {
            // The file is not to blame: a worker may not use more.
            ErrorKind::OutOfMemory => limit_reached("need of memory", "所需内存", "--worker-memory"),
            _ => part_damaged(name, bytes.len() as u64, error),
        });
        let is_over = bytes.len() as u64 > most;
        bytes.truncate(most as usize);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some((bytes, damage.or_else(|| is_over.then(|| limit_reached(limit, limit_zh, most)))))
    }

    /// The names of all parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.sort();
        names
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn document_unreadable(reason: impl ToString) -> Finding {
    Finding::new("document-unreadable").with("reason", reason)
}

/// The part `part` could not be read on from the byte `position`, for `reason`.
pub(super) fn part_damaged(part: &str, position: u64, reason: impl ToString) -> Finding {
    Finding::new("part-damaged").with("part", part).with("position", position).with("reason", reason)
}

#[cfg(test)]
pub(super) mod sample {
    use std::io::{Cursor, Write};

    /// A container with these parts.
    pub(in crate::decode) fn packed(parts: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes.as_ref()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::sample::packed;
    use super::*;

    #[test]
    fn parts_are_read_by_name() {
        let bytes = packed(&[("a.xml", "<a/>"), ("b.xml", "")]);
        let mut parts = Parts::open(&bytes).ok().unwrap();
        assert_eq!((parts.read("a.xml"), parts.read("c.xml")), (Some(b"<a/>".to_vec()), None));
        assert_eq!((parts.names(), parts.findings.len()), (vec!["a.xml".to_owned(), "b.xml".to_owned()], 0));
    }

    #[test]
    fn a_bomb_is_cut() {
        let bytes = packed(&[("a.xml", vec![b' '; 40 << 20])]);
        let mut parts = Parts::open(&bytes).ok().unwrap();
        assert!(parts.read("a.xml").unwrap().len() < 20 << 20);
        assert_eq!(parts.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["limit-reached"]);
    }

    #[test]
    fn each_limit_says_its_name() {
        let bytes = packed(&[("a.xml", b"0123456789"), ("b.xml", b"0123456789")]);
        let said = |limits: Limits| {
            let mut parts = Parts::open(&bytes).ok().unwrap();
            (parts.left, parts.limits) = (limits.all, limits);
            let lengths = ["a.xml", "b.xml"].map(|name| parts.read(name).unwrap().len());
            let limits: Vec<String> = parts.findings.iter().map(|finding| finding.arguments[0].1.to_string()).collect();
            (lengths, limits.join("; "))
        };
        let none = Limits { part: 100, all: 100, ratio: 100, free: 100 };
        assert_eq!(said(Limits { ..none }), ([10, 10], String::new()));
        assert_eq!(said(Limits { all: 15, ..none }), ([10, 5], "inflated size of all parts, in bytes".into()));
        let of_one = "inflated size of a part, in bytes";
        assert_eq!(said(Limits { part: 9, ..none }), ([9, 9], format!("{of_one}; {of_one}")));
        let by_ratio = "inflated size of a part by its packed size, in bytes";
        assert_eq!(said(Limits { ratio: 0, free: 8, ..none }), ([8, 8], format!("{by_ratio}; {by_ratio}")));
    }

    #[test]
    fn a_container_of_too_many_parts_is_not_opened() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..=MOST_PARTS {
            writer.start_file(number.to_string(), zip::write::SimpleFileOptions::default()).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(Parts::open(&bytes).err().unwrap().code.as_str(), "limit-reached");
    }

    #[test]
    fn damaged_containers_are_told() {
        let mut bytes = packed(&[("a.xml", b"<a>some text that is packed</a>".repeat(50))]);
        assert!(Parts::open(bytes.get(..20).unwrap()).is_err());
        for byte in bytes.iter_mut().skip(40).take(10) {
            *byte ^= 0xff;
        }
        let mut parts = Parts::open(&bytes).ok().unwrap();
        parts.read("a.xml");
        assert_eq!(parts.findings.first().unwrap().code.as_str(), "part-damaged");
    }
}
