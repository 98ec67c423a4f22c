//! report: a dataset and what was found in it to the bytes of `reports/`: the gap report as a page, as a mail and as data.
//!
//! One model ([`gap`]), many renderings: everything that is said is decided in the model, the renderings only lay it out.

mod gap;
mod matrix;

mod additions;
mod complaints;
mod excerpt;
mod fields;

mod details;
mod html;
mod markdown;
mod markup;
mod unmatched;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::align::Dataset;
use crate::check::Checked;
use crate::error::Error;
use crate::output::File;
use crate::tables::Tables;
use crate::tables::findings::Language;

/// The gap report: `reports/gap.md`, `reports/gap.html` and `reports/gap.json`; and the words that no table knew, `reports/unmatched/`.
///
/// The Markdown is in `language`; the page holds both languages and opens in `language`; the data holds both.
pub fn reports(dataset: &Dataset, checked: &Checked, tables: &Tables, language: Language) -> Result<Vec<File>, Error> {
    let gap = gap::gap(dataset, checked, tables);
    let mail = markdown::render(&gap, &tables.report, language);
    let page = html::render(&gap, dataset, &tables.report, language)?;
    let mut data = serde_json::to_vec_pretty(&gap).map_err(|error| Error::output("reports/gap.json", error))?;
    data.push(b'\n');
    let file = |path: &str, bytes| File { path: path.to_owned(), bytes };
    Ok(vec![
        file("reports/gap.md", mail.into_bytes()),
        file("reports/gap.html", page.into_bytes()),
        file("reports/gap.json", data),
        unmatched::facets(dataset),
    ])
}
