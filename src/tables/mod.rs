//! tables: knowledge as commented data, each file beside its strict loader; and the overlay from `raw/tables/`.

pub mod divisions;
pub mod findings;
pub mod places;

use crate::error::Error;
use divisions::Divisions;
use findings::FindingKinds;

/// All tables, embedded ones with the officer's overlay on top.
#[derive(Debug)]
pub struct Tables {
    /// Provinces, prefectures, counties and towns.
    pub divisions: Divisions,
    /// Severity and wording of findings.
    pub findings: FindingKinds,
}

impl Tables {
    /// The tables that come with the program.
    pub fn embedded() -> Result<Tables, Error> {
        Ok(Tables {
            divisions: Divisions::parse("src/tables/places.toml", include_str!("places.toml"))?,
            findings: FindingKinds::parse("src/tables/findings.toml", include_str!("findings.toml"))?,
        })
    }
}
