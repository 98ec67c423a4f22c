//! output/frame: rows of text to Parquet; the only file that knows polars.

use polars::prelude::*;
use polars_io::parquet::write::{BatchedWriter, KeyValueMetadata};
use std::io::Write;

/// A group of a Parquet file ends with so many rows, or with so many bytes of text: wide rows would need as much memory as all documents. Fixed numbers:
/// they decide the bytes of the file.
const ROWS_OF_A_GROUP: usize = 32_768;
const BYTES_OF_A_GROUP: usize = 8 << 20;

/// A Parquet file while it is filled row by row; every column is a text.
pub(super) struct Table<'n, 'w> {
    writer: BatchedWriter<&'w mut dyn Write>,
    names: &'n [&'n str],
    columns: Vec<StringChunkedBuilder>,
    /// So many rows stand in `columns`.
    height: usize,
    /// So many bytes of text stand in `columns`.
    bytes: usize,
    /// What failed; rows behind it are left out.
    written: PolarsResult<()>,
}

/// Writes as Parquet the rows that `fill` adds; `metadata` are words about the file, each with its key.
pub(super) fn parquet(
    names: &[&str],
    metadata: &[(String, String)],
    fill: impl FnOnce(&mut Table),
    to: &mut dyn Write,
) -> PolarsResult<()> {
    let metadata = (!metadata.is_empty()).then(|| KeyValueMetadata::from_static(metadata.to_vec()));
    // In this thread: files are made side by side, and polars has threads of its own for which this one would wait.
    let writer = ParquetWriter::new(to).with_key_value_metadata(metadata).set_parallel(false);
    let writer = writer.batched(&schema(names))?;
    let mut table = Table { writer, names, columns: empty(names), height: 0, bytes: 0, written: Ok(()) };
    fill(&mut table);
    table.finish()
}

impl Table<'_, '_> {
    /// Adds a row below the others.
    pub(super) fn add<'a>(&mut self, row: impl IntoIterator<Item = Option<&'a str>>) {
        if self.written.is_err() {
            return;
        }
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.append_option(cell);
            self.bytes += cell.map_or(0, str::len);
        }
        self.height += 1;
        // A group at a time, so that memory does not grow with the dataset.
        if self.height == ROWS_OF_A_GROUP || self.bytes >= BYTES_OF_A_GROUP {
            self.written = self.write_group();
        }
    }

    fn write_group(&mut self) -> PolarsResult<()> {
        let columns = std::mem::replace(&mut self.columns, empty(self.names));
        let columns = columns.into_iter().map(|column| column.finish().into_column()).collect();
        self.bytes = 0;
        let frame = DataFrame::new(std::mem::take(&mut self.height), columns)?;
        self.writer.write_batch(&frame)
    }

    fn finish(mut self) -> PolarsResult<()> {
        std::mem::replace(&mut self.written, Ok(()))?;
        if self.height > 0 {
            self.write_group()?;
        }
        self.writer.finish().map(drop)
    }
}

fn empty(names: &[&str]) -> Vec<StringChunkedBuilder> {
    names.iter().map(|name| StringChunkedBuilder::new((*name).into(), 0)).collect()
}

fn schema(names: &[&str]) -> Schema {
    names.iter().map(|name| Field::new((*name).into(), DataType::String)).collect()
}
