//! report: a dataset and what was found in it to the bytes of `reports/`: the gap report as a page, a mail, a workbook and data.
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

mod html;
mod markdown;
mod markup;
mod side_by_side;
mod story;
mod unmatched;
mod workbook;

pub use compare::{Side, sides};
pub use side_by_side::side_by_side;
pub use story::story;

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

/// The gap report: `reports/gap.md`, `reports/gap.html`, `reports/gap.xlsx` and `reports/gap.json`; and the words that no table knew, `reports/unmatched/`.
///
/// The Markdown and the workbook are in `language`; the page holds both languages and opens in `language`; the data holds both.
pub fn reports(dataset: &Dataset, checked: &Checked, tables: &Tables, language: Language) -> Result<Vec<File>, Error> {
    let gap = gap::gap(dataset, checked, tables);
    let mail = markdown::render(&gap, &tables.report, language);
    // The workbook first: nothing divides it, and the page is made of parts.
    let (book, pages) =
        rayon::join(|| workbook::render(&gap, dataset, &tables.report, language), || html::render(&gap, dataset, &tables.report, language));
    let (pages, book) = (pages?, book?);
    let data = json(&gap)?;
    let file = |path: &str, bytes| File { path: path.to_owned(), bytes };
    let mut files = vec![file("reports/gap.md", mail.into_bytes())];
    files.extend(pages);
    files.extend([file(workbook::NAME, book), file("reports/gap.json", data), unmatched::facets(dataset)]);
    Ok(files)
}

/// The page alone: `reports/gap.html`, and the files beside it where not all fits into it.
pub fn page(dataset: &Dataset, checked: &Checked, tables: &Tables, language: Language) -> Result<Vec<File>, Error> {
    html::render(&gap::gap(dataset, checked, tables), dataset, &tables.report, language)
}

/// With more cells than this, `gap.json` is written without blanks.
const MANY_CELLS: usize = 100_000;

/// The model as JSON, laid out for reading where it is not large.
fn json(gap: &gap::Gap) -> Result<Vec<u8>, Error> {
    let is_large = gap.rows.len() * gap.columns.len() > MANY_CELLS;
    let data = if is_large { serde_json::to_vec(gap) } else { serde_json::to_vec_pretty(gap) };
    let mut data = data.map_err(|error| Error::output("reports/gap.json", error))?;
    data.push(b'\n');
    Ok(data)
}
