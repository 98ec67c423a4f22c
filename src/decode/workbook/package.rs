//! decode/workbook/package: the parts of a ZIP container, inflated within limits.

use super::Trouble;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most bytes that all parts of one workbook may inflate to. A directory has some hundred thousand; the sizes that a container states may lie.
const MOST_INFLATED: u64 = 256 << 20;
/// The most parts that are looked at.
const MOST_PARTS: usize = 10_000;

/// A container and what may still be inflated of it.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Numbers of the parts by name, lower case and with `/`: programs differ in both.
    names: BTreeMap<String, usize>,
    room: u64,
}

impl<'a> Package<'a> {
    /// Opens the container in `bytes`.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Trouble::Damaged(error.to_string()))?;
        if archive.len() > MOST_PARTS {
            return Err(Trouble::Limit("parts", "部件数", MOST_PARTS as u64));
        }
        let name = |index: usize| Some((normal(&archive.name_for_index(index)?.ok()?), index));
        let names = (0..archive.len()).filter_map(name).collect();
        Ok(Package { archive, names, room: MOST_INFLATED })
    }

    /// The bytes of the part `name`; `None` where there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(index) = self.names.get(&normal(name)) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| Trouble::Damaged(format!("{name}: {error}"));
        let part = self.archive.by_index(*index).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        part.take(self.room + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        self.room =
            self.room.checked_sub(bytes.len() as u64).ok_or(Trouble::Limit("bytes of inflated parts", "解压后的字节数", MOST_INFLATED))?;
        Ok(Some(bytes))
    }

    /// The text of the XML part `name`; `None` where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Trouble> {
        Ok(self.bytes(name)?.map(|bytes| match encoding_rs::Encoding::for_bom(&bytes) {
            None => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
        }))
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The target of a relationship of the part in the folder `folder`, as the name of a part.
pub(super) fn target(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.into();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}
