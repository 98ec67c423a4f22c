//! ingest: a folder to raw documents. The only stage that touches files.
#![expect(clippy::disallowed_methods, reason = "reading raw/ is this stage's job")]

mod archive;
mod manifest;

pub use manifest::{Bounds, Manifest, SourceEntry};

use crate::error::{Doing, Error};
use crate::evidence::Text;
use crate::finding::{Finding, limit_reached};
use crate::tables::Overlay;
use ignore::overrides::OverrideBuilder;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// All that a run reads.
#[derive(Debug, Default)]
pub struct Input {
    /// The documents, in path order.
    pub documents: Vec<RawDocument>,
    /// `sources.toml`.
    pub manifest: Manifest,
    /// `tables/*.toml`, in name order.
    pub overlay: Vec<Overlay>,
    /// `corrections.toml`, where there is one.
    pub corrections: Option<String>,
    /// `decisions.toml`, where there is one.
    pub decisions: Option<String>,
    /// `waivers.toml`, where there is one.
    pub waivers: Option<String>,
}

/// A file as it came, or why it could not be read.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// `id` of the manifest, else the path.
    pub id: Text,
    /// Path relative to the folder, with `/`.
    pub path: Text,
    /// Its bytes; empty where it could not be read.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: Text,
    /// What the manifest says about it.
    pub entry: SourceEntry,
    /// Why it could not be read; and what was noticed when an archive was unpacked.
    pub findings: Vec<Finding>,
    /// For an archive: how many documents of their own were in it.
    pub members: Option<u32>,
}

const MANIFEST: &str = "sources.toml";
const CORRECTIONS: &str = "corrections.toml";
const DECISIONS: &str = "decisions.toml";
const WAIVERS: &str = "waivers.toml";
const OFFICERS: &[&str] = &[MANIFEST, CORRECTIONS, DECISIONS, WAIVERS];
const TABLES: &str = "tables";

/// Reads the folder `raw`. Fails where the folder itself, the manifest or an overlay cannot be read.
pub fn ingest(raw: &Path) -> Result<Input, Error> {
    let manifest = match read_text(&raw.join(MANIFEST))? {
        Some(text) => Manifest::parse(MANIFEST, &text)?,
        None => Manifest::default(),
    };
    let mut documents: Vec<_> = files(raw)?.into_iter().flat_map(|(name, path)| read_documents(name, &path, &manifest)).collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.check_ids(&documents)?;
    let [corrections, decisions, waivers] = officers(raw)?;
    Ok(Input { documents, overlay: overlay(&raw.join(TABLES))?, corrections, decisions, waivers, manifest })
}

/// Reads one file as a folder of its own, with the manifest, tables and corrections that stand beside it.
pub fn ingest_file(file: &Path) -> Result<Input, Error> {
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    fs::metadata(file).map_err(|error| Error::file(Doing::Read, file, error))?;
    let manifest = match read_text(&folder.join(MANIFEST))? {
        Some(text) => Manifest::parse(MANIFEST, &text)?,
        None => Manifest::default(),
    };
    let documents = read_documents(name, file, &manifest);
    let [corrections, decisions, waivers] = officers(folder)?;
    Ok(Input { documents, overlay: overlay(&folder.join(TABLES))?, corrections, decisions, waivers, manifest })
}

/// Bytes that are in no folder, as the document `name`; an archive is unpacked.
pub fn ingest_bytes(name: &str, bytes: Vec<u8>) -> Input {
    let manifest = Manifest::default();
    let documents = archive::documents(raw_document(name, bytes, &manifest), &manifest);
    Input { documents, manifest, ..Input::default() }
}

/// The paths of the documents that `glob` matches, as in `.gitignore`: without `/` it is about names, with one about paths.
pub fn matching(input: &Input, glob: &str) -> Result<Vec<String>, Error> {
    let failed = |error: ignore::Error| {
        Error::usage([format!("`{glob}` is no pattern of paths: {error}"), format!("“{glob}”不是有效的路径通配：{error}")])
    };
    let patterns = OverrideBuilder::new("").add(glob).map_err(failed)?.build().map_err(failed)?;
    let paths = input.documents.iter().map(|document| document.path.as_str());
    Ok(paths.filter(|path| patterns.matched(path, false).is_whitelist()).map(str::to_owned).collect())
}

/// What tells whether a folder has changed: of each file in it, the officer's own too, its path, size and time of change.
pub type Signature = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The signature of the folder `raw`, in path order.
pub fn signature(raw: &Path) -> Result<Signature, Error> {
    let mut signature: Signature = walk(raw)?
        .into_iter()
        .map(|path| {
            let about = fs::metadata(&path).ok();
            (path, about.as_ref().map_or(0, fs::Metadata::len), about.and_then(|about| about.modified().ok()))
        })
        .collect();
    signature.sort();
    Ok(signature)
}

/// A document made of bytes in memory.
pub fn raw_document(path: &str, bytes: Vec<u8>, manifest: &Manifest) -> RawDocument {
    let entry = manifest.entry(path);
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let id = entry.id.clone().unwrap_or_else(|| path.into());
    RawDocument { id, path: path.into(), bytes, sha256: sha256.into(), entry, findings: Vec::new(), members: None }
}

/// What an officer decided, as it stands in the folder: corrections, decisions and waivers.
fn officers(folder: &Path) -> Result<[Option<String>; 3], Error> {
    Ok([read_text(&folder.join(CORRECTIONS))?, read_text(&folder.join(DECISIONS))?, read_text(&folder.join(WAIVERS))?])
}

/// The documents below `raw`, as names relative to it and paths; hidden files and the officer's own files are none.
fn files(raw: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut found = Vec::new();
    for path in walk(raw)? {
        let parts: Vec<_> = path.strip_prefix(raw).unwrap_or(&path).iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let name = parts.join("/");
        let is_officers = OFFICERS.contains(&name.as_str()) || parts.first().is_some_and(|first| parts.len() > 1 && first == TABLES);
        if !is_officers {
            found.push((name, path));
        }
    }
    Ok(found)
}

/// The files below `raw` that are not hidden.
fn walk(raw: &Path) -> Result<Vec<PathBuf>, Error> {
    fs::read_dir(raw).map_err(|error| Error::file(Doing::ReadFolder, raw, error))?;
    let walk = ignore::WalkBuilder::new(raw).standard_filters(false).hidden(true).build();
    let mut found = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| Error::file(Doing::ReadFolder, raw, std::io::Error::other(error)))?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// One file; an archive, and the documents in it.
fn read_documents(name: String, path: &Path, manifest: &Manifest) -> Vec<RawDocument> {
    archive::documents(read_document(name, path, manifest), manifest)
}

fn read_document(name: String, path: &Path, manifest: &Manifest) -> RawDocument {
    let finding = match fs::metadata(path) {
        Ok(about) if about.len() > archive::MOST_BYTES => limit_reached("number of bytes", "字节数", archive::MOST_BYTES),
        _ => match fs::read(path) {
            Ok(bytes) => return raw_document(&name, bytes, manifest),
            Err(error) => document_unreadable(&error),
        },
    };
    let mut document = raw_document(&name, Vec::new(), manifest);
    document.findings.push(finding);
    document
}

fn overlay(folder: &Path) -> Result<Vec<Overlay>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for (name, path) in files(folder)? {
        if let Some(text) = read_text(&path)? {
            found.push(Overlay { name, text });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn read_text(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(Doing::Read, path, error)),
    }
}

fn document_unreadable(error: &std::io::Error) -> Finding {
    Finding::new("document-unreadable").with("reason", error)
}
