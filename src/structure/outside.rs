//! structure/outside: what stands around a table or a guide: title, date of publication, and text that is kept but not read.

use super::Records;
use crate::evidence::{At, Cell, Value};
use crate::finding::Finding;
use crate::ledger::{Claim, Reason};
use crate::tables::Tables;
use regex::Regex;
use std::sync::LazyLock;

/// The longest line that can be a title, in characters.
const LONGEST_TITLE: usize = 60;

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?").ok());

/// Reads title and date out of `cells`; the rest is left out, and listed.
pub(super) fn read(cells: Vec<Cell>, tables: &Tables, records: &mut Records, findings: &mut Vec<Finding>) {
    let first = first_row(records);
    let mut left = Vec::new();
    for cell in cells {
        if records.published.value.is_none() && date(&cell, tables, records) {
            continue;
        }
        let before = cell.at.first().and_then(|at| row(*at)).is_some_and(|row| first.is_none_or(|first| row < first));
        let fits = cell.text().chars().count() <= LONGEST_TITLE && before;
        let better = records.title.value.is_none() || tables.words.is_title(cell.text()) && !titled(records, tables);
        if fits && better && (tables.words.is_title(cell.text()) || left.is_empty()) {
            left.extend(take_title(records));
            records.title = cell.value();
            continue;
        }
        left.push(cell);
    }
    if records.records.is_empty() && !titled(records, tables) {
        left.extend(take_title(records));
    }
    records.ledger.claim(&records.title.at, Claim::Value);
    for cell in &left {
        records.ledger.claim(&cell.at, Claim::LeftOut(if records.records.is_empty() { Reason::NotRead } else { Reason::OutsideTable }));
    }
    if !left.is_empty() && !records.records.is_empty() {
        findings.push(text_outside(&left));
    }
}

fn titled(records: &Records, tables: &Tables) -> bool {
    records.title.value.as_ref().is_some_and(|title| tables.words.is_title(title))
}

/// Gives up the title found so far; its cell goes back to the rest.
fn take_title(records: &mut Records) -> Option<Cell> {
    let title = std::mem::replace(&mut records.title, Value::missing());
    let raw = title.raw?;
    Some(Cell { passage: std::sync::Arc::new(crate::evidence::Passage::plain(raw)), at: title.at })
}

/// Where the header or the first record stands.
fn first_row(records: &Records) -> Option<(u16, u32)> {
    let headers = records.headers.iter().filter_map(|header| row(header.at?));
    let rows = records.tables.iter().flat_map(|table| &table.rows);
    let cells = rows.filter_map(|row| row.slots.iter().find_map(|slot| slot.cell.as_ref()?.at.first()));
    headers.chain(cells.filter_map(|at| row(*at))).min()
}

/// Sheet and row, or line, of a place.
fn row(at: At) -> Option<(u16, u32)> {
    match at {
        At::Sheet { sheet, row, .. } => Some((sheet, row)),
        other => other.line().map(|line| (0, line)),
    }
}

/// Reads `发布时间：2020-12-08`; the label and the date are claimed.
fn date(cell: &Cell, tables: &Tables, records: &mut Records) -> bool {
    let text = cell.text();
    let Some((label, _)) = text.split_once(['：', ':']) else { return false };
    let Some(captures) = DATE.as_ref().and_then(|date| date.captures(text)) else { return false };
    if !tables.words.is_date_label(label) {
        return false;
    }
    let number = |group: usize| captures.get(group).and_then(|number| number.as_str().parse::<i16>().ok());
    let (Some(year), Some(month), Some(day), Some(whole)) = (number(1), number(2), number(3), captures.get(0)) else { return false };
    let Ok(date) = jiff::civil::Date::new(year, month as i8, day as i8) else { return false };
    records.published = cell.part(whole.range(), date.to_string().into());
    records.ledger.claim(&records.published.at, Claim::Value);
    records.ledger.claim(&cell.source(0..whole.start()).1, Claim::Label);
    let (_, rest) = cell.source(whole.end()..text.len());
    records.ledger.claim(&rest, Claim::LeftOut(Reason::OutsideTable));
    true
}

fn text_outside(cells: &[Cell]) -> Finding {
    let finding = Finding::new("text-outside-table").with("count", cells.len());
    cells.iter().fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at))
}
