//! cli/show: findings as they print in the terminal: level, code, message; place; the raw line with the place marked.

use crate::evidence::{At, Text, cell_name};
use crate::finding::{Evidence, Finding};
use crate::lines::Lines;
use crate::tables::Tables;
use crate::tables::findings::Language;
use unicode_width::UnicodeWidthStr;

/// The most characters of a line that are shown on each side of a place.
const AROUND: usize = 40;

/// `finding` in a document with the path `path`, the lines `lines` and the sheets `sheets`.
pub(super) fn finding(finding: &Finding, path: &str, (lines, sheets): (&Lines, &[Text]), tables: &Tables, language: Language) -> String {
    let severity = tables.findings.severity(finding).key();
    let mut text = format!("{severity}[{}]: {}\n", finding.code, tables.findings.message(finding, language));
    if let Some(evidence) = finding.evidence.first() {
        text.push_str(&match evidence.at {
            At::Text { .. } => place(evidence, path, lines),
            at => cell(&cell_place(at, sheets), evidence, path),
        });
    }
    text
}

/// The place of a cell, for people.
fn cell_place(at: At, sheets: &[Text]) -> String {
    match at {
        At::Sheet { sheet, row, column } => match sheets.get(usize::from(sheet)) {
            Some(name) => format!("{name}!{}", cell_name(row, column)),
            None => at.to_string(),
        },
        at => at.to_string(),
    }
}

fn cell(place: &str, evidence: &Evidence, path: &str) -> String {
    let shown: String = evidence.text.chars().take(2 * AROUND).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!(" --> {path} [{place}]\n  |\n  | {shown}\n  | {}\n", "^".repeat(shown.width().max(1)))
}

fn place(evidence: &Evidence, path: &str, lines: &Lines) -> String {
    let At::Text { line, from, to } = evidence.at else { return String::new() };
    let Some(whole) = lines.get(line.saturating_sub(1) as usize) else { return format!(" --> {path}:{line}:{from}\n") };
    let (from, to) = (from.saturating_sub(1) as usize, to as usize);
    // Lines may be very long, and places in them many: what stands before the place is walked over once.
    let around = from.min(AROUND);
    let start = whole.char_indices().nth(from - around).map_or(whole.len(), |(start, _)| start);
    let near = whole.get(start..).unwrap_or_default();
    let cut =
        |skip: usize, take: usize| near.chars().skip(skip).take(take).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let before = cut(0, around);
    let marked = cut(around, (to - from.min(to)).min(2 * AROUND));
    let after = cut(around + marked.chars().count(), AROUND);
    let gutter = " ".repeat(line.to_string().len());
    format!(
        " --> {path}:{line}:{}\n{gutter} |\n{line} | {before}{marked}{after}\n{gutter} | {}{}\n",
        from + 1,
        " ".repeat(before.width()),
        "^".repeat(marked.width().max(1))
    )
}
