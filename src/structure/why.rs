//! structure/why: what shows how a table is written, for people who look at it.

use super::stream::Between;
use crate::decode::{Dialect, Row};

/// What in `rows` shows that a table is written in `dialect`; `between`: what stands between its cells, where row ends are lost.
pub(super) fn why(dialect: Dialect, between: Option<Between>, rows: &[Row]) -> String {
    let all = rows.len();
    let count = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
    let has_gap = |row: &Row| {
        let last = row.cells.iter().rposition(|cell| !cell.is_blank()).unwrap_or(0);
        row.cells.iter().take(last).any(|cell| cell.is_blank())
    };
    match (dialect, between) {
        (_, Some(Between::Lines)) => format!("no line holds two cells of the header; cut into {all} rows by what the cells hold"),
        (_, Some(Between::Blanks)) => format!("the words of the header stand between blanks; cut into {all} rows by what the cells hold"),
        (_, Some(Between::Nothing)) => format!("the words of the header run together; cut into {all} rows by what the cells hold"),
        (Dialect::PipeTight, None) => {
            let padded = count(&|row| row.pads > 0);
            let dropped: u32 = rows.iter().map(|row| row.pads).sum();
            format!("tight bars: {padded} of {all} rows end with bars for {dropped} dropped cells, none has a blank cell further left")
        }
        (Dialect::PipeSpaced, None) => format!("spaced bars: {} of {all} rows have blank cells between others", count(&has_gap)),
        (Dialect::Tab, None) => format!("tabs: {}", widths(rows)),
        (Dialect::Delimited, None) => widths(rows),
        (Dialect::Cells | Dialect::Stream, None) => format!("the format tells the cells; {all} rows"),
    }
}

/// How many cells most rows have, and how many rows they are.
fn widths(rows: &[Row]) -> String {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    let most = widths.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).unwrap_or_default();
    format!("{} of {} rows have {} cells", most.len(), rows.len(), most.first().unwrap_or(&0))
}
