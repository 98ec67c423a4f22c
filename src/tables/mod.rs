//! tables: knowledge as commented data, each file beside its strict loader; and the overlay from `raw/tables/`.

pub mod findings;
pub mod report;

use crate::error::Error;
use findings::FindingKinds;
use report::ReportWords;

/// All tables, embedded ones with the officer's overlay on top.
#[derive(Debug)]
pub struct Tables {
    /// Severity and wording of findings.
    pub findings: FindingKinds,
    /// Wording of the gap report.
    pub report: ReportWords,
}

impl Tables {
    /// The tables that come with the program.
    pub fn embedded() -> Result<Tables, Error> {
        Ok(Tables {
            findings: FindingKinds::parse("src/tables/findings.toml", include_str!("findings.toml"))?,
            report: ReportWords::parse("src/tables/report.toml", include_str!("report.toml"))?,
        })
    }
}
