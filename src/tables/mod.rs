//! tables: knowledge as commented data, each file beside its strict loader; and the overlay from `raw/tables/`.

pub mod findings;

use crate::error::Error;
use findings::FindingKinds;

/// All tables, embedded ones with the officer's overlay on top.
#[derive(Debug)]
pub struct Tables {
    /// Severity and wording of findings.
    pub findings: FindingKinds,
}

impl Tables {
    /// The tables that come with the program.
    pub fn embedded() -> Result<Tables, Error> {
        Ok(Tables { findings: FindingKinds::parse("src/tables/findings.toml", include_str!("findings.toml"))? })
    }
}
