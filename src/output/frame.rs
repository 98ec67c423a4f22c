//! output/frame: rows of text to Parquet; the only file that knows polars.

use polars::prelude::*;
use polars_io::parquet::write::KeyValueMetadata;
use std::borrow::Cow;
use std::io::Write;

/// A cell of a row.
pub(super) type Cell<'a> = Option<Cow<'a, str>>;

/// Rows of one group of a Parquet file. A fixed number: it decides the bytes of the file.
const ROWS_OF_A_GROUP: usize = 65_536;

/// `rows` as Parquet, every column a text; `metadata` are words about the file, each with its key.
pub(super) fn parquet<'a, R>(
    columns: &[&str],
    metadata: &[(String, String)],
    mut rows: impl Iterator<Item = R>,
    to: &mut dyn Write,
) -> PolarsResult<()>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let metadata = (!metadata.is_empty()).then(|| KeyValueMetadata::from_static(metadata.to_vec()));
    // In this thread: files are made side by side, and polars has threads of its own for which this one would wait.
    let writer = ParquetWriter::new(to).with_key_value_metadata(metadata).set_parallel(false);
    let mut writer = writer.batched(&schema(columns))?;
    // A group at a time, so that memory does not grow with the dataset.
    loop {
        let frame = next_frame(columns, &mut rows)?;
        if frame.height() == 0 {
            return writer.finish().map(drop);
        }
        writer.write_batch(&frame)?;
    }
}

fn next_frame<'a, R>(columns: &[&str], rows: &mut impl Iterator<Item = R>) -> PolarsResult<DataFrame>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let mut builders: Vec<_> = columns.iter().map(|name| StringChunkedBuilder::new((*name).into(), 0)).collect();
    let mut height = 0;
    for row in rows.take(ROWS_OF_A_GROUP) {
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
