//! output/frame: rows of text to Parquet and CSV; the only file that knows polars.

use polars::prelude::*;
use polars_io::parquet::write::KeyValueMetadata;
use std::borrow::Cow;
use std::io::Write;

/// How a CSV is meant to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Csv {
    /// By programs: every text as it is.
    Plain,
    /// By spreadsheet programs: with a byte order mark, and no text is a formula.
    Excel,
}

/// A cell of a row.
type Cell<'a> = Option<Cow<'a, str>>;

/// Rows of one group of a Parquet file. A fixed number: it decides the bytes of the file.
const ROWS_OF_A_GROUP: usize = 65_536;

/// Rows of a CSV that are in memory at once; it decides nothing else.
const ROWS_AT_ONCE: usize = 1024;

/// `rows` as Parquet, every column a text; `metadata` are words about the file, each with its key.
pub(super) fn parquet<'a, R>(
    columns: &[&str],
    metadata: &[(String, String)],
    rows: impl Iterator<Item = R>,
    to: &mut dyn Write,
) -> PolarsResult<()>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let metadata = (!metadata.is_empty()).then(|| KeyValueMetadata::from_static(metadata.to_vec()));
    // In this thread: files are made side by side, and polars has threads of its own for which this one would wait.
    let writer = ParquetWriter::new(to).with_key_value_metadata(metadata).set_parallel(false);
    let mut writer = writer.batched(&schema(columns))?;
    for_each_frame(ROWS_OF_A_GROUP, columns, rows, |frame| writer.write_batch(frame))?;
    writer.finish().map(drop)
}

/// `rows` as CSV: UTF-8, separated by commas, lines end with LF; no value is an empty cell.
pub(super) fn csv<'a, R>(style: Csv, columns: &[&str], rows: impl Iterator<Item = R>, to: &mut dyn Write) -> PolarsResult<()>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let writer = CsvWriter::new(to).include_bom(style == Csv::Excel).n_threads(1);
    let mut writer = writer.batched(&schema(columns))?;
    let rows = rows.map(|row| row.into_iter().map(move |cell| if style == Csv::Excel { cell.map(no_formula) } else { cell }));
    for_each_frame(ROWS_AT_ONCE, columns, rows, |frame| writer.write_batch(frame))?;
    writer.finish()
}

/// Calls `write` with the rows, `most` at a time, so that memory does not grow with the dataset.
fn for_each_frame<'a, R>(
    most: usize,
    columns: &[&str],
    mut rows: impl Iterator<Item = R>,
    mut write: impl FnMut(&DataFrame) -> PolarsResult<()>,
) -> PolarsResult<()>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    loop {
        let frame = next_frame(most, columns, &mut rows)?;
        if frame.height() == 0 {
            return Ok(());
        }
        write(&frame)?;
    }
}

fn next_frame<'a, R>(most: usize, columns: &[&str], rows: &mut impl Iterator<Item = R>) -> PolarsResult<DataFrame>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let mut builders: Vec<_> = columns.iter().map(|name| StringChunkedBuilder::new((*name).into(), 0)).collect();
    let mut height = 0;
    for row in rows.take(most) {
        for (builder, cell) in builders.iter_mut().zip(row) {
            builder.append_option(cell.as_deref());
        }
        height += 1;
    }
    DataFrame::new(height, builders.into_iter().map(|builder| builder.finish().into_column()).collect())
}

fn schema(columns: &[&str]) -> Schema {
    columns.iter().map(|name| Field::new((*name).into(), DataType::String)).collect()
}

/// The text so that no spreadsheet program takes it for a formula: an apostrophe before a first character that could start one.
/// Programs set to Chinese or Japanese take the full-width forms too.
fn no_formula(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{text}").into() } else { text }
}
