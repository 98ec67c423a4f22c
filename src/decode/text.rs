//! decode/text: plain text to paragraphs and grids: bars or tabs between cells.

use super::cells::Cells;
use super::{Block, Decoded, Dialect, Grid, Row};
use crate::evidence::{Cell, Text};
use crate::ledger::{Claim, Ledger, Reason};
use crate::tables::Tables;
use crate::text::is_blank;

/// What separates the cells of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Bar,
    Tab,
}

/// Reads `text` into the lines, blocks and ledger of `decoded`.
pub(super) fn read(text: &str, tables: &Tables, decoded: &mut Decoded) {
    let mut cells = Cells::new(tables);
    decoded.lines = text.lines().map(|line| cells.text(line)).collect();
    decoded.ledger = Ledger::new(&decoded.lines);
    let lines = lines(&decoded.lines);
    for run in lines.chunk_by(|a, b| a.separator == b.separator) {
        match run.first().and_then(|line| line.separator) {
            Some(separator) => decoded.blocks.push(Block::Grid(grid(run, separator, &mut cells, &mut decoded.ledger))),
            None => {
                let paragraphs = run.iter().filter_map(|line| paragraph(&line.text, line.number, &mut cells, &mut decoded.ledger));
                decoded.blocks.extend(paragraphs.map(Block::Paragraph));
            }
        }
    }
}

/// A line, what separates its cells, and whether it goes on with the last cell of the line before.
struct Line {
    number: u32,
    text: Text,
    separator: Option<Separator>,
    goes_on: bool,
}

/// The lines of a document. Where a bar closes each row, a line with bars that none closes goes on below, until one is closed.
fn lines(texts: &[Text]) -> Vec<Line> {
    const MOST_LINES: usize = 12;
    let line = |(number, text): (u32, &Text)| Line { number, text: text.clone(), separator: separator(text), goes_on: false };
    let mut lines: Vec<Line> = (1..).zip(texts).map(line).collect();
    let Some(leading) = row_bars(texts) else { return lines };
    let begins = |text: &str| if leading { opens(text) } else { text.contains('|') };
    let mut index = 0;
    while index < lines.len() {
        let below = lines.get(index + 1..).unwrap_or_default().iter().take(MOST_LINES);
        let is_open = lines.get(index).is_some_and(|line| begins(&line.text) && !closes(&line.text));
        let ends = |text: &str| crate::text::trim(text).is_empty() || leading && opens(text);
        let length = below.take_while(|line| !ends(&line.text)).position(|line| closes(&line.text));
        let more = length.filter(|_| is_open).map_or(0, |length| length + 1);
        for line in lines.iter_mut().skip(index + 1).take(more) {
            (line.goes_on, line.separator) = (true, Some(Separator::Bar));
        }
        index += more + 1;
    }
    lines
}

/// Whether rows open with a bar too; `None` where they do not close with one: nearly as many lines must close as open.
fn row_bars(texts: &[Text]) -> Option<bool> {
    let count = |is: &dyn Fn(&str) -> bool| texts.iter().filter(|text| is(text)).count();
    let (barred, opening, closing) = (count(&|text| text.contains('|')), count(&opens), count(&closes));
    let both = count(&|text| opens(text) && closes(text));
    if opening > 1 && closing * 5 >= opening * 4 && both > 0 {
        return Some(true);
    }
    (opening == 0 && closing > 2 && closing * 2 >= barred).then_some(false)
}

fn opens(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

fn closes(line: &str) -> bool {
    line.trim_end().ends_with('|')
}

fn separator(line: &str) -> Option<Separator> {
    let line = line.trim_end_matches(['\r', '\n', ' ']);
    if line.contains('|') {
        Some(Separator::Bar)
    } else if line.contains('\t') && !crate::text::trim(line).is_empty() {
        Some(Separator::Tab)
    } else {
        None
    }
}

/// A line of running text; signs of Markdown headings are left out.
fn paragraph(line: &str, number: u32, cells: &mut Cells, ledger: &mut Ledger) -> Option<Cell> {
    let signs = line.chars().take_while(|c| *c == '#').count();
    let is_heading = signs > 0 && line.chars().nth(signs).is_some_and(is_blank);
    let from = if is_heading { signs } else { 0 };
    ledger.claim_range(number, 1, from as u32, Claim::LeftOut(Reason::Markup));
    // The signs are ASCII: as many bytes as characters.
    let cell = cells.of_line(number, from, line.get(from..).unwrap_or_default(), ledger);
    (!cell.is_blank()).then_some(cell)
}

fn grid(run: &[Line], separator: Separator, cells: &mut Cells, ledger: &mut Ledger) -> Grid {
    let sign = if separator == Separator::Bar { '|' } else { '\t' };
    let mut rows: Vec<Row> = Vec::new();
    for Line { number, text, goes_on, .. } in run {
        for (index, _) in text.chars().enumerate().filter(|(_, c)| *c == sign) {
            ledger.claim_range(*number, index as u32 + 1, index as u32 + 1, Claim::LeftOut(Reason::Separator));
        }
        if is_rule(text) {
            ledger.claim_range(*number, 1, text.chars().count() as u32, Claim::LeftOut(Reason::Separator));
            continue;
        }
        let mut found: Vec<Cell> =
            parts(text, sign).into_iter().map(|(before, part)| cells.of_row(*number, before, part, ledger)).collect();
        match rows.last_mut().filter(|_| *goes_on) {
            Some(row) => {
                match row.cells.pop() {
                    Some(above) if above.is_blank() => {}
                    Some(above) if found.first().is_none_or(Cell::is_blank) => found.splice(..1, [above]).for_each(drop),
                    Some(above) => found = std::iter::once(above.above(&found.remove(0))).chain(found).collect(),
                    None => {}
                }
                row.cells.extend(found);
            }
            None => rows.push(Row { cells: found, pads: 0, line: *number, merged: Vec::new() }),
        }
    }
    if separator == Separator::Tab {
        return Grid { dialect: Dialect::Tab, rows };
    }
    without_outer_bars(&mut rows, run.first().is_some_and(|line| opens(&line.text)));
    let keeps_blanks = rows.iter().any(|row| {
        let last = row.cells.iter().rposition(|cell| !cell.is_blank()).unwrap_or(0);
        row.cells.iter().take(last).any(Cell::is_blank)
    });
    if keeps_blanks {
        return Grid { dialect: Dialect::PipeSpaced, rows };
    }
    for row in &mut rows {
        let filled = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        row.pads = (row.cells.len() - filled) as u32;
        row.cells.truncate(filled);
    }
    Grid { dialect: Dialect::PipeTight, rows }
}

/// A bar that opens the line, and one that closes it, bound no cell. Whether the rows of a table open with a bar (`leading`) its first line tells:
/// elsewhere a line may begin with a bar because its first cell is blank.
fn without_outer_bars(rows: &mut [Row], leading: bool) {
    for row in rows {
        if row.cells.len() > 1 && row.cells.last().is_some_and(Cell::is_blank) {
            row.cells.pop();
        }
        if leading && row.cells.len() > 1 && row.cells.first().is_some_and(Cell::is_blank) {
            row.cells.remove(0);
        }
    }
}

/// Whether a line of a Markdown table only draws a line (`| --- | :-: |`).
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | '=') || is_blank(c))
}

/// The texts between the separators of `line`, each with the characters before it.
fn parts(line: &str, sign: char) -> Vec<(usize, &str)> {
    let (mut found, mut before) = (Vec::new(), 0);
    for part in line.split(sign) {
        found.push((before, part));
        before += part.chars().count() + 1;
    }
    found
}
