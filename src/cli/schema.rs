//! cli/schema: `mulu schema`.

use super::{Ended, print};
use crate::error::Error;
use crate::output::schemas;

/// Prints the JSON Schemas of the output.
#[derive(clap::Args)]
pub(super) struct Schema {
    /// One file of the output (items.jsonl); all where none is given.
    file: Option<String>,
}

impl Schema {
    pub(super) fn run(self) -> Result<Ended, Error> {
        let all = schemas();
        let chosen = match &self.file {
            None => serde_json::to_string_pretty(&all),
            Some(file) => match all.get(file) {
                Some(schema) => serde_json::to_string_pretty(schema),
                None => {
                    let known: Vec<&str> = all.keys().map(String::as_str).collect();
                    let known = known.join(", ");
                    return Err(Error::usage([format!("there is no `{file}`; there are {known}"), format!("没有“{file}”；现有：{known}")]));
                }
            },
        };
        print(&format!("{}\n", chosen.map_err(|error| Error::output("schema", error))?))?;
        Ok(Ended::Well)
    }
}
