//! cli/explain: `mulu explain`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, tables};
use crate::align::{ItemRef, items};
use crate::error::Error;
use crate::ingest::ingest;
use crate::pipeline;
use crate::report::story;
use crate::tables::findings::Language;

/// Prints all that is known of an item: where each value came from, which service it is and why, and what is wrong.
#[derive(clap::Args)]
pub(super) struct Explain {
    /// Id of the item, its beginning, or a part of its name.
    item: String,
    #[command(flatten)]
    folder: Folder,
}

impl Explain {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let made = pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?;
        let wanted: Vec<ItemRef> = items(&made.dataset.documents)
            .filter(|(_, _, item)| item.id.starts_with(self.item.as_str()) || item.title().contains(self.item.as_str()))
            .map(|(reference, _, _)| reference)
            .collect();
        if wanted.is_empty() {
            let is_code = tables.findings.get(&self.item).is_some();
            let word = tables.report.word(if is_code { "text.is_a_code" } else { "text.no_such_item" });
            return Err(Error::usage(word.get(language).replace("{name}", &self.item)));
        }
        for reference in wanted {
            let text = story(&made.dataset, &made.checked, &tables, language, reference);
            print(&format!("{text}\n"))?;
        }
        Ok(Ended::Well)
    }
}
