//! cli/cache: what the per-document stages made of a file, kept under a name that is made of all they know: a file that is not new is not read again.
//!
//! The cache stands beside the outputs (`.mulu/cache`), not in the home of the user: it holds the texts of the documents, so it is where they and the
//! outputs are, under the same rights, and goes when they go. An entry that is damaged is noticed by its hash and made again.
#![expect(clippy::disallowed_methods, reason = "the cache is files")]

use crate::error::{Doing, Error};
use crate::evidence::Text;
use crate::finding::Finding;
use crate::ingest::{RawDocument, SourceEntry};
use crate::pool;
use crate::result::DocumentResult;
use crate::tables::Overlay;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// Results of documents that were read before.
pub(super) struct Cache {
    folder: PathBuf,
    /// The most bytes of all entries.
    most: u64,
    /// Hash of what all documents are read with: program, tables, "today".
    common: blake3::Hash,
    /// Names of the entries that this run found or made.
    used: Mutex<BTreeSet<String>>,
    found: AtomicU64,
    /// Whether entries can still be written; the disk may be full.
    writable: AtomicBool,
}

/// What a document brings besides what is common to all.
#[derive(Serialize)]
struct Identity<'a> {
    path: &'a Text,
    id: &'a Text,
    sha256: &'a Text,
    entry: &'a SourceEntry,
    findings: &'a [Finding],
    members: Option<u32>,
}

/// The stages of one document, by a hash of their sources; the build script makes it.
const STAGES: &str = env!("MULU_STAGES");
/// Tables that no stage of one document reads: a word for the report costs no reading.
const OF_THE_WHOLE: [&str; 2] = ["findings.toml", "facets.toml"];
/// Findings of a document that was stopped: another time it may be read.
const STOPPED: [&str; 3] = ["decode-stopped", "reading-stopped", "document-unreadable"];
/// The bytes of a hash, with which an entry begins.
const HASH: usize = blake3::OUT_LEN;

impl Cache {
    /// The cache in `folder`, for documents read with `overlay` on the day `as_of`.
    pub(super) fn new(folder: PathBuf, most: u64, overlay: &[Overlay], as_of: Option<&Text>) -> Self {
        let mut hasher = blake3::Hasher::new();
        let own = overlay.iter().filter(|file| !OF_THE_WHOLE.contains(&file.name.as_str()));
        let texts = own.flat_map(|file| [file.name.as_str(), file.text.as_str()]);
        for part in [STAGES, as_of.map_or("", Text::as_str)].into_iter().chain(texts) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let writable = AtomicBool::new(true);
        Cache { folder, most, common: hasher.finalize(), used: Mutex::default(), found: AtomicU64::default(), writable }
    }

    /// The result of `raw`: the one that was kept, else what `read` makes, which is kept then.
    pub(super) fn result(&self, raw: &RawDocument, read: impl FnOnce() -> DocumentResult) -> DocumentResult {
        let Some(name) = self.name(raw) else { return read() };
        if let Some(result) = self.get(&name) {
            self.found.fetch_add(1, Ordering::Relaxed);
            self.use_entry(name);
            return result;
        }
        let result = read();
        if !result.findings.iter().any(|finding| STOPPED.contains(&finding.code.as_str())) {
            self.put(name, &result);
        }
        result
    }

    /// How many documents were not read again.
    pub(super) fn found(&self) -> u64 {
        self.found.load(Ordering::Relaxed)
    }

    /// Removes entries until all together keep to the bound: first those that this run did not use, the oldest first.
    pub(super) fn trim(&self) {
        if let Err(error) = self.try_trim() {
            tracing::warn!("could not trim the cache {}: {error}", self.folder.display());
        }
    }

    fn try_trim(&self) -> io::Result<()> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = entries(&self.folder)?;
        let mut bytes: u64 = entries.iter().map(|entry| entry.bytes).sum();
        entries.sort_by_cached_key(|entry| (used.contains(&entry.name), entry.written, entry.name.clone()));
        for entry in entries {
            if bytes <= self.most {
                break;
            }
            fs::remove_file(self.path(&entry.name))?;
            bytes -= entry.bytes;
        }
        Ok(())
    }

    /// The name of the entry of `raw`.
    fn name(&self, raw: &RawDocument) -> Option<String> {
        let RawDocument { path, id, sha256, entry, findings, members, .. } = raw;
        let identity = pool::to_bytes(&Identity { path, id, sha256, entry, findings, members: *members }).ok()?;
        Some(blake3::keyed_hash(self.common.as_bytes(), &identity).to_hex().to_string())
    }

    fn get(&self, name: &str) -> Option<DocumentResult> {
        let path = self.path(name);
        let bytes = fs::read(&path).ok()?;
        let whole = bytes.split_at_checked(HASH).filter(|(hash, bytes)| blake3::hash(bytes).as_bytes() == hash);
        let result = whole.and_then(|(_, bytes)| DocumentResult::from_bytes(bytes).ok());
        if result.is_none() {
            tracing::warn!("the cache entry {} is damaged and is made again", path.display());
        }
        result
    }

    /// Keeps `result`. Not brought to the disk at once: an entry of which a part was lost is noticed.
    fn put(&self, name: String, result: &DocumentResult) {
        if !self.writable.load(Ordering::Relaxed) {
            return;
        }
        match self.try_put(&name, result) {
            Ok(()) => self.use_entry(name),
            Err(error) => {
                self.writable.store(false, Ordering::Relaxed);
                tracing::warn!("what is read is not kept for the next run: {error}");
            }
        }
    }

    fn try_put(&self, name: &str, result: &DocumentResult) -> Result<(), Error> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.folder);
        let failed = |error| Error::file(Doing::Write, &path, error);
        let bytes = result.to_bytes()?;
        let mut file = match tempfile::NamedTempFile::new_in(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(failed)?;
                tempfile::NamedTempFile::new_in(folder).map_err(failed)?
            }
            made => made.map_err(failed)?,
        };
        io::Write::write_all(&mut file, blake3::hash(&bytes).as_bytes()).map_err(failed)?;
        io::Write::write_all(&mut file, &bytes).map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn use_entry(&self, name: String) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
    }

    /// Entries are spread over folders by the beginning of their names.
    fn path(&self, name: &str) -> PathBuf {
        let (folder, rest) = name.split_at_checked(2).unwrap_or(("", name));
        self.folder.join(folder).join(rest)
    }
}

/// An entry as it stands on the disk.
struct Entry {
    name: String,
    bytes: u64,
    written: Option<SystemTime>,
}

/// All entries, and what a run that was stopped left half written, in the order of their names.
fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for start in names(folder)? {
        for rest in names(&folder.join(&start))? {
            let about = fs::metadata(folder.join(&start).join(&rest))?;
            found.push(Entry { name: format!("{start}{rest}"), bytes: about.len(), written: about.modified().ok() });
        }
    }
    Ok(found)
}

fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        entries => entries?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::document;
    use crate::ingest::{Manifest, raw_document};
    use crate::tables::Tables;

    const TEXT: &str = "序号\t公开事项\t公开内容\t公开主体\n1\t读者证办理\t办理材料\t县文化局\n2\t读者证挂失\t办理材料\t县文化局\n";

    fn raw(path: &str, text: &str) -> RawDocument {
        raw_document(path, text.as_bytes().to_vec(), &Manifest::default())
    }

    fn cache(folder: &Path, most: u64, overlay: &[Overlay], as_of: Option<&str>) -> Cache {
        Cache::new(folder.to_owned(), most, overlay, as_of.map(Text::from).as_ref())
    }

    /// The result of `raw` through `cache`, and whether it was read.
    fn through(cache: &Cache, raw: &RawDocument) -> (DocumentResult, bool) {
        let mut is_read = false;
        let result = cache.result(raw, || {
            is_read = true;
            document::read(raw, None, &Tables::embedded().unwrap(), &decode).result
        });
        (result, is_read)
    }

    #[test]
    fn what_decides_a_result_decides_its_entry() {
        let folder = tempfile::tempdir().unwrap();
        let overlay = |name: &str| vec![Overlay { name: name.to_owned(), text: "# a".to_owned() }];
        let is_read = |overlay: &[Overlay], as_of, raw: &RawDocument| through(&cache(folder.path(), u64::MAX, overlay, as_of), raw).1;
        let one = raw("a.txt", TEXT);
        assert_eq!([is_read(&[], None, &one), is_read(&[], None, &one)], [true, false]);
        assert_eq!([is_read(&[], Some("2026-01-01"), &one), is_read(&overlay("channels.toml"), None, &one)], [true, true]);
        assert!(!is_read(&overlay("findings.toml"), None, &one), "the wording of findings is no part of a result");
        assert_eq!([is_read(&[], None, &raw("b.txt", TEXT)), is_read(&[], None, &raw("a.txt", &TEXT.replace("县", "区")))], [true, true]);
        let mut known = raw("a.txt", TEXT);
        known.entry.place = Some("大冶市".into());
        assert!(is_read(&[], None, &known));
    }

    #[test]
    fn every_damage_of_an_entry_is_noticed_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), u64::MAX, &[], None);
        let document = raw("a.txt", TEXT);
        let (expected, _) = through(&cache, &document);
        let path = cache.path(&cache.name(&document).unwrap());
        let whole = fs::read(&path).unwrap();
        let changed = |at: usize| {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            bytes
        };
        for damaged in
            [Vec::new(), whole[..HASH].to_vec(), whole[..whole.len() - 1].to_vec(), changed(0), changed(HASH), changed(whole.len() - 1)]
        {
            fs::write(&path, damaged).unwrap();
            assert_eq!(through(&cache, &document), (expected.clone(), true));
            assert!(fs::read(&path).unwrap() == whole);
        }
    }

    #[test]
    fn a_document_that_was_stopped_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), u64::MAX, &[], None);
        let document = raw("a.txt", TEXT);
        let mut stopped = document::read(&document, None, &Tables::embedded().unwrap(), &decode).result;
        stopped.findings.push(Finding::new("decode-stopped"));
        cache.result(&document, || stopped);
        assert!(through(&cache, &document).1);
    }

    #[test]
    fn the_size_is_bounded_and_what_was_used_last_stays() {
        let folder = tempfile::tempdir().unwrap();
        let old = cache(folder.path(), u64::MAX, &[], None);
        for name in ["a.txt", "b.txt", "c.txt"] {
            through(&old, &raw(name, TEXT));
        }
        let of_one = fs::metadata(old.path(&old.name(&raw("a.txt", TEXT)).unwrap())).unwrap().len();
        let small = cache(folder.path(), of_one, &[], None);
        assert!(!through(&small, &raw("b.txt", TEXT)).1);
        small.trim();
        assert_eq!(entries(folder.path()).unwrap().len(), 1);
        assert!(!through(&small, &raw("b.txt", TEXT)).1);
        let nothing = cache(folder.path(), 0, &[], None);
        nothing.trim();
        assert!(entries(folder.path()).unwrap().is_empty());
    }
}
