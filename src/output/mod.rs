//! output: a dataset to the bytes of `normalized/`. What users read is spelled out here and nowhere else.

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path relative to the output folder, with `/` (`normalized/items.jsonl`).
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}
