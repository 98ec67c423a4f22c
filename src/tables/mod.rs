//! tables: knowledge as commented data, each file beside its strict loader; and the overlay from `raw/tables/`.

pub mod citations;
pub mod findings;
pub mod laws;

use crate::error::Error;
use citations::Citations;
use findings::FindingKinds;
use laws::Laws;

/// All tables, embedded ones with the officer's overlay on top.
#[derive(Debug)]
pub struct Tables {
    /// Severity and wording of findings.
    pub findings: FindingKinds,
    /// The register of national acts.
    pub laws: Laws,
    /// How laws and documents are cited.
    pub citations: Citations,
}

impl Tables {
    /// The tables that come with the program.
    pub fn embedded() -> Result<Tables, Error> {
        Ok(Tables {
            findings: FindingKinds::parse("src/tables/findings.toml", include_str!("findings.toml"))?,
            laws: Laws::embedded(include_str!("laws.jsonl")),
            citations: Citations::parse("src/tables/citations.toml", include_str!("citations.toml"))?,
        })
    }
}
