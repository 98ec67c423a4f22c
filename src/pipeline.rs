//! pipeline: the flow as code, on one screen. What happens to one document, which knows no other, stands in [`crate::document`].

use crate::align::{Dataset, align};
use crate::check::{Agreed, Checked, check};
use crate::corrections::Corrections;
use crate::decode::Decoder;
use crate::document;
use crate::error::Error;
use crate::evidence::Text;
use crate::ingest::{Input, RawDocument};
use crate::result::{Common, DocumentResult};
use crate::tables::Tables;
use crate::tables::decisions::Decisions;
use rayon::prelude::*;

/// What a run makes: the dataset, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Run {
    /// All documents, aligned.
    pub dataset: Dataset,
    /// Findings and the results of checks.
    pub checked: Checked,
}

/// Reads one document of the input; `None` where it does not belong to this run. An error ends the run.
pub type Reader<'r, D> = dyn Fn(D) -> Result<Option<DocumentResult>, Error> + Sync + 'r;

/// Runs all stages. `decoder` is [`crate::decode::decode`], or what decodes as it does elsewhere; `done` is called once for every document that is read, from any thread.
pub fn run(input: &Input, tables: &Tables, decoder: &Decoder<'_>, done: &(dyn Fn(&DocumentResult) + Sync)) -> Result<Run, Error> {
    let as_of = input.manifest.as_of.as_ref();
    run_with(input.documents.iter().collect(), input, tables, &|raw: &RawDocument| {
        let result = document::read_alone(raw, as_of, tables, decoder);
        done(&result);
        Ok(Some(result))
    })
}

/// As [`run`], with the results that `read` makes of `documents`: from a cache, or not of all. Each is given away, so that its bytes need not be kept when it is read; of `input` the rest is asked.
pub fn run_with<D: Send>(documents: Vec<D>, input: &Input, tables: &Tables, read: &Reader<'_, D>) -> Result<Run, Error> {
    let corrections = Corrections::parse("corrections.toml", input.corrections.as_deref().unwrap_or_default())?;
    let decisions = Decisions::parse("decisions.toml", input.decisions.as_deref().unwrap_or_default())?;
    let as_of = input.manifest.as_of.as_ref();
    let agreed = Agreed::parse(&input.manifest, input.waivers.as_deref(), as_of.map(Text::as_str), tables)?;
    let common = Common::new(rayon::current_num_threads());
    let corrected = |raw| {
        let mut result = read(raw)?;
        if let Some(result) = &mut result {
            corrections.apply(result);
            common.share(rayon::current_thread_index().unwrap_or(0), result);
        }
        Ok(result)
    };
    let documents: Vec<DocumentResult> =
        documents.into_par_iter().map(corrected).filter_map(Result::transpose).collect::<Result<_, Error>>()?;
    tables.known.forget();
    drop(common);

    let mut findings = Vec::new();
    let mut dataset = align(documents, &decisions, tables, as_of.cloned()).collect(&mut findings);
    findings.extend(dataset.take_findings());
    let checked = check(&dataset, findings, &agreed, tables);
    Ok(Run { dataset, checked })
}
