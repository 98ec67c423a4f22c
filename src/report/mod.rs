//! report: a dataset and what was found in it to the files of `reports/`: the gap report as a page, a mail, a workbook and data.
//!
//! One model ([`gap`]), many renderings: everything that is said is decided in the model, the renderings only lay it out.

mod gap;
mod matrix;

mod additions;
mod cards;
mod complaints;
mod excerpt;
mod fields;

mod compare;
mod details;
mod difference;
mod since;

mod html;
mod markdown;
mod markup;
mod side_by_side;
mod story;
mod unmatched;
mod workbook;

pub use compare::{Side, sides};
pub use side_by_side::side_by_side;
pub use since::in_words;
pub use story::story;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::align::Dataset;
use crate::changes::Since;
use crate::check::Checked;
use crate::error::Error;
use crate::output::Files;
use crate::tables::Tables;
use crate::tables::findings::Language;
use std::io::Write;

/// Makes the gap report: `reports/gap.md`, `reports/gap.html`, `reports/gap.xlsx` and `reports/gap.json`; and the words that no table knew,
/// `reports/unmatched/`.
///
/// Where `since` tells what has changed since an earlier run, the report says so. The Markdown and the workbook are in `language`; the page holds both languages and opens in `language`; the data holds both.
pub fn reports(
    dataset: &Dataset,
    checked: &Checked,
    tables: &Tables,
    since: Option<&Since>,
    language: Language,
    files: &dyn Files,
) -> Result<(), Error> {
    let (gap, words) = (gap::gap_since(dataset, checked, tables, since), &tables.report);
    let text =
        |name: &str, text: &str| files.add(name, &mut |to| to.write_all(text.as_bytes()).map_err(|error| Error::output(name, error)));
    text("reports/unmatched/facets.toml", &unmatched::facets(dataset))?;
    text("reports/gap.md", &markdown::render(&gap, words, language))?;
    files.add("reports/gap.json", &mut |to| json(&gap, to).map_err(|error| Error::output("reports/gap.json", error)))?;
    // The workbook first: nothing divides it, and the page is made of parts.
    let (book, page) = rayon::join(
        || files.add(workbook::NAME, &mut |to| workbook::write(&gap, dataset, words, language, to)),
        || html::add(&gap, dataset, words, language, files),
    );
    book.and(page)
}

/// Makes the page alone: `reports/gap.html`, and the files beside it where not all fits into it.
pub fn page(dataset: &Dataset, checked: &Checked, tables: &Tables, language: Language, files: &dyn Files) -> Result<(), Error> {
    html::add(&gap::gap(dataset, checked, tables), dataset, &tables.report, language, files)
}

/// With more cells than this, `gap.json` is written without blanks.
const MANY_CELLS: usize = 100_000;

/// The model as JSON, laid out for reading where it is not large.
fn json(gap: &gap::Gap, to: &mut dyn Write) -> serde_json::Result<()> {
    let is_large = gap.rows.len() * gap.columns.len() > MANY_CELLS;
    if is_large { serde_json::to_writer(&mut *to, gap) } else { serde_json::to_writer_pretty(&mut *to, gap) }?;
    to.write_all(b"\n").map_err(serde_json::Error::io)
}
