//! cli/compare: `mulu compare`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, print, tables};
use crate::error::Error;
use crate::ingest::ingest;
use crate::pipeline;
use crate::report::{side_by_side, sides};
use crate::tables::findings::Language;
use std::path::PathBuf;

/// Compares places (or documents) service by service and field by field. What differs is marked `[-…-]` and `{+…+}`.
#[derive(clap::Args)]
pub(super) struct Compare {
    /// Names or codes of places, or ids or paths of documents.
    #[arg(required = true, num_args = 2.., value_name = "PLACE")]
    places: Vec<String>,
    /// The folder with the documents.
    #[arg(long, default_value = "raw")]
    raw: PathBuf,
    /// Shows the fields in which all agree too.
    #[arg(long)]
    all: bool,
}

impl Compare {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let input = ingest(&self.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let dataset = pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?.dataset;
        let sides = sides(&dataset, &self.places, &tables.report, language).map_err(Error::usage)?;
        print(&side_by_side(&dataset, &sides, &tables.report, language, self.all))?;
        Ok(Ended::Well)
    }
}
