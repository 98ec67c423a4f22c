//! cli/review/waivers: findings that a person accepts until a day, as they are appended to `waivers.toml`.

use crate::error::Error;
use serde::{Deserialize, Serialize};

/// A finding accepted until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiver {
    /// Code of the finding.
    pub(super) code: String,
    /// Id of the document.
    pub(super) source: String,
    /// Id of the item, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
    pub(super) reason: String,
    pub(super) owner: String,
    /// The last day on which it holds (`YYYY-MM-DD`).
    pub(super) until: String,
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    #[serde(default)]
    waiver: Vec<Waiver>,
}

/// What of `waivers` the file `text` does not have yet, as it is appended to it.
pub(super) fn new_ones(name: &str, text: &str, waivers: Vec<Waiver>) -> Result<(usize, String), Error> {
    let known: File = toml::from_str(text).map_err(|error| Error::table(name, error))?;
    let waiver: Vec<Waiver> = waivers.into_iter().filter(|waiver| !known.waiver.contains(waiver)).collect();
    let count = waiver.len();
    let text = toml::to_string(&File { waiver }).map_err(|error| Error::output(name, error))?;
    Ok((count, text))
}
