//! decode/parts: the parts of a ZIP container (Office Open XML, OpenDocument), inflated within limits.

use crate::finding::Finding;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most bytes of one part. The largest directories hold some ten thousand rows, about 50 MB of XML.
const MOST_PART_BYTES: u64 = 256 << 20;

/// The most bytes of all parts of a file together.
const MOST_BYTES: u64 = 512 << 20;

/// The most parts a container may list. Documents have some tens, and one for each picture.
const MOST_PARTS: usize = 20_000;

/// How many times its packed size a large part may grow. XML of repetitive tables grows 20 to 100 times; a packed bomb grows 1,000 times.
const MOST_RATIO: u64 = 400;

/// Up to this size a part may grow as it likes: small repetitive parts are common and harmless.
const FREE_OF_RATIO: u64 = 16 << 20;

/// The parts of one container.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    /// What was noticed while reading parts.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Parts<'a> {
    /// Opens the container `bytes`; a finding where it cannot be opened or lists too many parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Finding> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| part_damaged("ZIP", 0, error))?;
        if archive.len() > MOST_PARTS {
            return Err(limit_reached("number of parts", "部件数量", MOST_PARTS as u64));
        }
        Ok(Parts { archive, left: MOST_BYTES, findings: Vec::new() })
    }

    /// The inflated bytes of the part `name`; `None` where there is no such part. A part over a limit or damaged is cut where that was noticed.
    pub(super) fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        self.archive.index_for_name(name)?;
        let packed = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(error) => {
                self.findings.push(part_damaged(name, 0, error));
                return None;
            }
        };
        let by_ratio = packed.compressed_size().saturating_mul(MOST_RATIO).max(FREE_OF_RATIO);
        let (most, limit, limit_zh) = [
            (MOST_PART_BYTES, "inflated size of a part, in bytes", "部件解压后字节数"),
            (self.left, "inflated size of all parts, in bytes", "全部部件解压后字节数"),
            (by_ratio, "inflated size of a part by its packed size, in bytes", "部件按压缩比允许的字节数"),
        ]
        .into_iter()
        .min_by_key(|(most, ..)| *most)?;
        let mut bytes = Vec::new();
        if let Err(error) = packed.take(most.saturating_add(1)).read_to_end(&mut bytes) {
            self.findings.push(part_damaged(name, bytes.len() as u64, error));
        }
        if bytes.len() as u64 > most {
            bytes.truncate(most as usize);
            self.findings.push(limit_reached(limit, limit_zh, most));
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }

    /// The names of all parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.sort();
        names
    }
}

/// A limit was reached: what it counts in both languages, and how many there may be.
pub(super) fn limit_reached(limit: &str, limit_zh: &str, most: u64) -> Finding {
    Finding::new("limit-reached").with("limit", limit).with("limit_zh", limit_zh).with("most", most)
}

/// The part `part` could not be read on from the byte `position`, for `reason`.
pub(super) fn part_damaged(part: &str, position: u64, reason: impl ToString) -> Finding {
    Finding::new("part-damaged").with("part", part).with("position", position).with("reason", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let bytes = packed(&[("a.xml", b"<a/>"), ("b.xml", b"")]);
        let mut parts = Parts::open(&bytes).ok().unwrap();
        assert_eq!((parts.read("a.xml"), parts.read("c.xml")), (Some(b"<a/>".to_vec()), None));
        assert_eq!((parts.names(), parts.findings.len()), (vec!["a.xml".to_owned(), "b.xml".to_owned()], 0));
    }

    #[test]
    fn a_bomb_is_cut() {
        let bytes = packed(&[("a.xml", &vec![b' '; 40 << 20])]);
        let mut parts = Parts::open(&bytes).ok().unwrap();
        assert!(parts.read("a.xml").unwrap().len() < 20 << 20);
        assert_eq!(parts.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["limit-reached"]);
    }

    #[test]
    fn damaged_containers_are_told() {
        let mut bytes = packed(&[("a.xml", &b"<a>some text that is packed</a>".repeat(50))]);
        assert!(Parts::open(bytes.get(..20).unwrap()).is_err());
        for byte in bytes.iter_mut().skip(40).take(10) {
            *byte ^= 0xff;
        }
        let mut parts = Parts::open(&bytes).ok().unwrap();
        parts.read("a.xml");
        assert_eq!(parts.findings.first().unwrap().code.as_str(), "part-damaged");
    }
}
