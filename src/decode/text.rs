//! decode/text: plain text to paragraphs and grids: bars or tabs between cells.

mod drawn;
mod emphasis;
mod header;
mod paragraph;
mod signs;
mod whole;

use super::cells::Cells;
use super::{Block, Decoded, Dialect, Grid, Row};
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::ledger::{Claim, Ledger, Reason};
use crate::recognise::{Traits, traits};
use crate::tables::Tables;
use crate::text::is_blank;
use header::{first_cell, header_lines, join_header};
use signs::Separator;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Reads `text` into the lines, blocks and ledger of `decoded`.
pub(super) fn read(text: &str, tables: &Tables, decoded: &mut Decoded) {
    let mut cells = Cells::new(tables);
    decoded.lines = text.lines().map(|line| cells.text(line)).collect();
    decoded.ledger = Ledger::new(&decoded.lines);
    let legend = decoded.lines.iter().any(|line| tables.marks.explains_asterisks(line));
    let lines = lines(&signs::without_escaped(&decoded.lines), tables);
    for run in lines.chunk_by(|a, b| a.separator == b.separator) {
        match run.first().and_then(|line| line.separator) {
            Some(separator) => {
                decoded.blocks.push(Block::Grid(grid(run, separator, &decoded.lines, &mut cells, &mut decoded.ledger)));
                add_paragraphs(run.iter().filter(|line| line.is_aside), legend, &mut cells, decoded);
            }
            None => add_paragraphs(run.iter(), legend, &mut cells, decoded),
        }
    }
    keep_full_rows(&mut decoded.blocks);
}

fn add_paragraphs<'l>(lines: impl Iterator<Item = &'l Line>, legend: bool, cells: &mut Cells, decoded: &mut Decoded) {
    for line in lines {
        decoded.headings.levels.extend(paragraph::heading(&line.text).map(|level| (line.number, level)));
        let paragraph = paragraph::paragraph(&line.text, line.number, legend, cells, &mut decoded.ledger);
        decoded.blocks.extend(paragraph.map(Block::Paragraph));
    }
}

/// Where no row of a document lacks a cell, none was dropped, and the position of each cell tells its column.
fn keep_full_rows<'b>(blocks: &'b mut [Block]) {
    const LEAST_WIDTH: usize = 3;
    let tight = |block: &'b mut Block| match block {
        Block::Grid(grid) if grid.dialect == Dialect::PipeTight => Some(grid),
        _ => None,
    };
    let mut grids: Vec<&mut Grid> = blocks.iter_mut().filter_map(tight).collect();
    let rows = || grids.iter().flat_map(|grid| &grid.rows);
    let width = rows().next().map_or(0, |row| row.cells.len());
    let is_full = |row: &Row| row.pads == 0 && row.cells.len() == width && !row.cells.iter().any(Cell::is_blank);
    if width >= LEAST_WIDTH && rows().count() > 1 && rows().all(is_full) {
        grids.iter_mut().for_each(|grid| grid.dialect = Dialect::PipeSpaced);
    }
}

/// A line, what separates its cells, and whether it goes on with the last cell of the line before, or numbers or heads the page within a row.
struct Line {
    number: u32,
    text: Text,
    separator: Option<Separator>,
    /// The sign between its cells, where that is another one than in the lines around it.
    sign: Option<char>,
    goes_on: bool,
    is_aside: bool,
    /// Whether its cells go on with those of the line above, each with its own.
    is_below: bool,
}

/// The lines of a document. A line with fewer separators than its table's rows have may go on below, until the row has them all: see [`RowEnds`] and
/// [`whole`]. Of the two ways the one that leaves fewer rows and lines broken is right.
fn lines(texts: &[Text], tables: &Tables) -> Vec<Line> {
    let between = Separator::usual(texts);
    let sign = between.sign();
    let line = |(number, text): (u32, &Text)| Line {
        number,
        text: text.clone(),
        separator: Separator::of(text, between),
        sign: None,
        goes_on: false,
        is_aside: false,
        is_below: false,
    };
    let mut lines: Vec<Line> = (1..).zip(texts).map(line).collect();
    match between {
        Separator::Bar => join_between_bars(&mut lines, texts, tables),
        Separator::Tab => join_between_tabs(&mut lines, texts, tables),
    }
    if let Some(goes_on) = whole::goes_on(texts, sign, tables) {
        let known: Vec<bool> = lines.iter().map(|line| line.goes_on).collect();
        if whole::broken(texts, &goes_on, sign) < whole::broken(texts, &known, sign) {
            for (line, goes_on) in lines.iter_mut().zip(goes_on) {
                (line.goes_on, line.separator) = (goes_on, if goes_on { Some(between) } else { Separator::of(&line.text, between) });
            }
        }
    }
    part_labels(&mut lines, between, tables);
    set_pages_aside(&mut lines, between, &header_lines(texts, sign, tables), tables);
    signs::adopt(&mut lines, between);
    signs::add_rules(&mut lines);
    drawn::mark(&mut lines);
    lines
}

/// Lines below each other that are a label and its value each are rows of their own, though together they may have as many separators as a row of the
/// table below them.
fn part_labels(lines: &mut [Line], between: Separator, tables: &Tables) {
    const LEAST: usize = 2;
    let sign = between.sign();
    let label = |line: &Line| {
        let (first, rest) = line.text.split_once(sign)?;
        let label = tables.columns.label(crate::text::trim(first)).filter(|_| !rest.contains(sign))?;
        (!crate::text::trim(rest).is_empty()).then_some(label.field)
    };
    let labels: Vec<Option<Field>> = lines.iter().map(label).collect();
    let mut start = 0;
    for run in labels.chunk_by(|one, next| one.is_some() == next.is_some()) {
        let fields: BTreeSet<Field> = run.iter().flatten().copied().collect();
        let own = lines.iter_mut().skip(start).take(if fields.len() < LEAST { 0 } else { run.len() });
        own.for_each(|line| (line.goes_on, line.separator) = (false, Separator::of(&line.text, between)));
        start += run.len();
    }
}

fn join_between_tabs(lines: &mut [Line], texts: &[Text], tables: &Tables) {
    let full = full_rows(texts, '\t');
    let is_short = |(text, full): (&Text, &usize)| text.matches('\t').count() < *full && !crate::text::trim(text).is_empty();
    if texts.iter().zip(&full).any(is_short) {
        let ends = RowEnds::Full { begins: begins_numbered(texts, &full, '\t', tables) };
        join_lines(lines, &full, &ends, Separator::Tab, &header_lines(texts, '\t', tables));
    }
    join_header(lines, '\t', Separator::Tab, tables);
}

fn join_between_bars(lines: &mut [Line], texts: &[Text], tables: &Tables) {
    if let Some(rows) = rows_of_opened_lines(texts, tables) {
        for (index, line) in lines.iter_mut().enumerate().filter(|(index, _)| rows.contains(index)) {
            (line.goes_on, line.separator) = (opens(&line.text) && index > rows.start, Some(Separator::Bar));
        }
        return;
    }
    let mut full = full_rows(texts, '|');
    let ends = match row_bars(texts) {
        Some(leading) => {
            // Its closing bar ends a row, also the first of a table; none is longer than the longest.
            let longest = full.iter().copied().max().unwrap_or(0);
            full.fill(longest);
            RowEnds::Closed { leading }
        }
        None => RowEnds::Full { begins: begins_numbered(texts, &full, '|', tables).filter(|begins| are_whole(texts, begins, &full)) },
    };
    join_lines(lines, &full, &ends, Separator::Bar, &header_lines(texts, '|', tables));
    match ends {
        RowEnds::Closed { leading: false } => join_first_cells(lines, tables),
        RowEnds::Closed { leading: true } => {}
        RowEnds::Full { .. } => join_header(lines, '|', Separator::Bar, tables),
    }
}

/// The lines of a table in which a bar opens the line of every cell but the first of its row, blank cells too: each row then has as many bars, and
/// begins with a number. What stands above the first number is the header.
fn rows_of_opened_lines(texts: &[Text], tables: &Tables) -> Option<Range<usize>> {
    const LEAST: usize = 3;
    let is_first = |text: &Text| !text.contains('|') && traits(crate::text::trim(text), tables).serial;
    let barred = || texts.iter().enumerate().filter(|(_, text)| text.contains('|'));
    let (first, last) = (barred().next()?.0, barred().next_back()?.0);
    if barred().any(|(_, text)| bars(text) != 1 || !opens(text)) {
        return None;
    }
    let body = texts.iter().position(is_first).filter(|body| *body > first)?;
    let rows = texts.get(body..=last)?.chunk_by(|_, next| next.contains('|'));
    let lengths: Vec<usize> = rows.map(|row| if row.first().is_some_and(is_first) { row.len() } else { 0 }).collect();
    let length = lengths.first().filter(|length| **length > LEAST)?;
    let alike = lengths.len() > 1 && lengths.iter().all(|other| other == length);
    alike.then_some(first.saturating_sub(1)..last + 1)
}

/// Within a row that runs over a page break, the number of the page and the title and the header of the document at its top are no part of a cell.
fn set_pages_aside(lines: &mut [Line], between: Separator, header: &HashSet<&str>, tables: &Tables) {
    let headings: HashSet<Text> =
        lines.iter().filter(|line| line.separator.is_none() && tables.words.is_title(&line.text)).map(|line| line.text.clone()).collect();
    let mut is_body = false;
    for line in lines {
        let is_words = || Separator::of(&line.text, between).is_none();
        let is_about_page = || is_words() && (tables.words.is_page_line(&line.text) || headings.contains(&line.text));
        line.is_aside = line.goes_on && (is_about_page() || is_body && header.contains(line.text.as_str()));
        is_body |= !header.contains(line.text.as_str()) && line.text.contains(between.sign());
    }
}

/// Whether the lines from each one that begins a row to the next have the separators of a whole row together, nearly always; shorter rows have lost
/// cells, and what follows them may be rows of its own.
fn are_whole(texts: &[Text], begins: &[bool], full: &[usize]) -> bool {
    // The separators of each row: those that it has, and those of a whole one.
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for ((text, begins), full) in texts.iter().zip(begins).zip(full) {
        if *begins {
            rows.push((0, *full));
        }
        if let Some((sum, _)) = rows.last_mut() {
            *sum += bars(text);
        }
    }
    let whole = rows.iter().filter(|(sum, full)| sum == full).count();
    whole * 10 >= rows.len() * 9
}

/// How the end of a row is told where its cells run over several lines.
enum RowEnds {
    /// By the bar that closes each row; whether a bar opens each row too.
    Closed { leading: bool },
    /// By the number of its separators. For every line whether it begins a row, where a sign of its own tells that; else lines without any separator must
    /// stand in between: two rows that both lack cells have none.
    Full { begins: Option<Vec<bool>> },
}

impl RowEnds {
    fn may_begin(&self, line: usize, text: &str, sign: char) -> bool {
        match self {
            RowEnds::Closed { leading } => {
                if *leading {
                    opens(text)
                } else {
                    text.contains('|')
                }
            }
            RowEnds::Full { begins: Some(begins) } => begins.get(line).copied().unwrap_or(false),
            RowEnds::Full { begins: None } => text.contains(sign),
        }
    }

    /// Whether the row above has ended before `text`, which is line `line`.
    fn ended(&self, line: usize, text: &str) -> bool {
        let begins = match self {
            RowEnds::Closed { leading } => *leading && opens(text),
            RowEnds::Full { begins } => begins.as_ref().is_some_and(|begins| begins.get(line).copied().unwrap_or(false)),
        };
        begins || crate::text::trim(text).is_empty()
    }
}

/// Marks the lines that go on with the row above; `full` tells for each line how many separators a whole row of its table has. Lines of the `header` that
/// come again within a row belong to the top of a page.
fn join_lines(lines: &mut [Line], full: &[usize], ends: &RowEnds, separator: Separator, header: &HashSet<&str>) {
    const MOST_LINES: usize = 64;
    let sign = separator.sign();
    let count = |text: &str| text.matches(sign).count();
    let closed = |text: &str| matches!(ends, RowEnds::Closed { .. }) && closes(text);
    let mut index = 0;
    while let (Some(first), Some(full)) = (lines.get(index), full.get(index)) {
        let mut found = count(&first.text);
        let is_open = ends.may_begin(index, &first.text, sign) && found < *full && !closed(&first.text);
        let (mut more, mut is_told) = (0, matches!(ends, RowEnds::Closed { .. } | RowEnds::Full { begins: Some(_) }));
        let below = lines.get(index + 1..).unwrap_or_default().iter().take(if is_open { MOST_LINES } else { 0 });
        let is_body = !header.contains(first.text.as_str());
        for (offset, line) in (1..).zip(below) {
            if is_body && header.contains(line.text.as_str()) {
                continue;
            }
            found += count(&line.text);
            is_told |= !line.text.contains(sign);
            if ends.ended(index + offset, &line.text) || found > *full {
                break;
            }
            let has_ended = if matches!(ends, RowEnds::Closed { .. }) { closes(&line.text) } else { found == *full };
            if has_ended {
                more = if is_told { offset } else { 0 };
                break;
            }
        }
        for line in lines.iter_mut().skip(index + 1).take(more) {
            (line.goes_on, line.separator) = (true, Some(separator));
        }
        index += more + 1;
    }
}

/// For every line whether it begins a row between separators `sign`: with a number, or with a blank cell. `None` where most whole rows do not begin with
/// a number.
fn begins_numbered(texts: &[Text], full: &[usize], sign: char, tables: &Tables) -> Option<Vec<bool>> {
    const LEAST: usize = 2;
    let firsts: Vec<Option<&str>> = texts.iter().map(|text| first_cell(text, sign)).collect();
    let is_number = |first: &Option<&str>| first.is_some_and(|first| traits(first, tables).serial);
    let is_blank = |first: &Option<&str>| first.is_some_and(str::is_empty);
    let is_whole = |(text, full): (&Text, &usize)| *full > 0 && text.matches(sign).count() == *full;
    // Between bars a cell may end with its line, so that the next line begins with a blank one.
    let may_begin = |line: (&Text, &usize)| sign == '\t' || is_whole(line);
    let lines = texts.iter().zip(full).zip(&firsts);
    let begins: Vec<bool> = lines.map(|(line, first)| is_number(first) || is_blank(first) && may_begin(line)).collect();
    // The header is no row.
    let mut whole_rows = texts.iter().zip(full).zip(&begins).filter(|(line, _)| is_whole(*line)).skip(1);
    let begun = firsts.iter().filter(|first| is_number(first)).count();
    (begun >= LEAST && whole_rows.all(|(_, begins)| *begins)).then_some(begins)
}

/// Where a bar closes each row and none opens it, lines without a bar right above a row are the first lines of its first cell, if each is the entry of
/// a list.
fn join_first_cells(lines: &mut [Line], tables: &Tables) {
    const MOST_LINES: usize = 64;
    let is_entry = |line: &Line| {
        let look = if line.separator.is_none() { traits(&line.text, tables) } else { Traits::default() };
        (look.unfinished || look.numbered || look.boxed) && !tables.words.is_page_line(&line.text) && !tables.words.is_title(&line.text)
    };
    for index in 1..lines.len() {
        if !lines.get(index).is_some_and(|line| line.separator == Some(Separator::Bar) && !line.goes_on) {
            continue;
        }
        let above = lines.get(index.saturating_sub(MOST_LINES)..index).unwrap_or_default();
        let count = above.iter().rev().take_while(|line| is_entry(line)).count();
        let below_row = count > 0 && lines.get(index.wrapping_sub(count + 1)).is_some_and(|line| line.separator == Some(Separator::Bar));
        for line in lines.iter_mut().skip(index - count).take(if below_row { count + 1 } else { 0 }) {
            (line.goes_on, line.separator) = (true, Some(Separator::Bar));
        }
        if let Some(first) = lines.get_mut(index - count).filter(|_| below_row) {
            first.goes_on = false;
        }
    }
}

/// For each line how many separators a whole row of its table has: the most of any line since the table began.
fn full_rows(texts: &[Text], sign: char) -> Vec<usize> {
    const LEAST: usize = 3;
    let (mut full, mut begins) = (0, true);
    let count = |text: &Text| {
        let own = text.matches(sign).count();
        full = if begins && own >= LEAST { own } else { full.max(own) };
        begins = if own > 0 { false } else { begins || crate::text::trim(text).is_empty() };
        full
    };
    texts.iter().map(count).collect()
}

fn bars(text: &str) -> usize {
    text.matches('|').count()
}

/// Whether rows open with a bar too; `None` where they do not close with one: nearly as many lines must close as open.
fn row_bars(texts: &[Text]) -> Option<bool> {
    let count = |is: &dyn Fn(&str) -> bool| texts.iter().filter(|text| is(text)).count();
    let (barred, opening, closing) = (count(&|text| text.contains('|')), count(&opens), count(&closes));
    let both = count(&|text| opens(text) && closes(text));
    if opening > 1 && closing * 5 >= opening * 4 && both > 0 {
        return Some(true);
    }
    (opening == 0 && closing > 2 && (closing * 2 >= barred || sum_up(texts))).then_some(false)
}

/// Whether the lines up to each line that closes with a bar have as many bars as one line alone, nearly always.
fn sum_up(texts: &[Text]) -> bool {
    const LEAST: usize = 3;
    let (mut sums, mut alone, mut sum, mut count): (Vec<usize>, Vec<usize>, usize, usize) = (Vec::new(), Vec::new(), 0, 0);
    for text in texts {
        (sum, count) = if crate::text::trim(text).is_empty() { (0, 0) } else { (sum + bars(text), count + usize::from(bars(text) > 0)) };
        if closes(text) {
            sums.push(sum);
            alone.extend(Some(sum).filter(|_| count == 1));
            (sum, count) = (0, 0);
        }
    }
    sums.sort_unstable();
    let Some(most) = sums.chunk_by(|a, b| a == b).max_by_key(|same| same.len()) else { return false };
    let usual = most.first().copied().unwrap_or(0);
    usual >= LEAST && most.len() * 5 >= sums.len() * 4 && alone.contains(&usual)
}

fn opens(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

fn closes(line: &str) -> bool {
    line.trim_end().ends_with('|')
}

/// The grid of the lines `run`, which stand in `written`.
fn grid(run: &[Line], separator: Separator, written: &[Text], cells: &mut Cells, ledger: &mut Ledger) -> Grid {
    let mut rows: Vec<Row> = Vec::new();
    for Line { number, text, goes_on, is_below, sign, .. } in run.iter().filter(|line| !line.is_aside) {
        let sign = sign.unwrap_or(separator.sign());
        for (index, _) in text.chars().enumerate().filter(|(_, c)| *c == sign) {
            ledger.claim_range(*number, index as u32 + 1, index as u32 + 1, Claim::LeftOut(Reason::Separator));
        }
        if is_rule(text) || drawn::is_rule(text) {
            ledger.claim_range(*number, 1, text.chars().count() as u32, Claim::LeftOut(Reason::Separator));
            continue;
        }
        let written = written.get(*number as usize - 1).map_or("", |line| line.as_str());
        let cell = |(before, part)| cells.of_row(*number, before, written.get(part).unwrap_or_default(), ledger);
        let mut found: Vec<Cell> = parts(text, sign).map(cell).collect();
        match rows.last_mut().filter(|_| *goes_on || *is_below) {
            Some(row) if *is_below => drawn::add_below(&mut row.cells, &found),
            Some(row) => {
                match row.cells.pop() {
                    Some(above) if above.is_blank() => {}
                    Some(above) if found.first().is_none_or(Cell::is_blank) => found.splice(..1, [above]).for_each(drop),
                    Some(above) => found = std::iter::once(above.above(&found.remove(0))).chain(found).collect(),
                    None => {}
                }
                row.cells.extend(found);
            }
            None => rows.push(Row { cells: found, pads: 0, lacks: 0, line: *number, merged: Vec::new() }),
        }
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        if separator == Separator::Bar && cell.text().contains(['*', '\\']) {
            *cell = emphasis::without_signs(cell.clone(), ledger);
        }
        cells.read_whole(cell);
    }
    if separator == Separator::Tab {
        return Grid { dialect: Dialect::Tab, rows, covered: Default::default() };
    }
    let is_drawn = run.iter().any(drawn::is_row);
    without_outer_bars(&mut rows, is_drawn || run.iter().find(|line| !is_rule(&line.text)).is_some_and(|line| opens(&line.text)));
    // A title in the middle of its row tells nothing of the rows below it.
    let titles = rows.iter().take_while(|row| row.cells.iter().filter(|cell| !cell.is_blank()).count() < 2).count();
    if is_drawn || keeps_blanks(rows.get(titles..).unwrap_or_default()) || has_blank_ends(run, rows.get(titles..).unwrap_or_default()) {
        return Grid { dialect: Dialect::PipeSpaced, rows, covered: Default::default() };
    }
    for row in rows.iter_mut().take(titles) {
        row.cells.retain(|cell| !cell.is_blank());
    }
    for row in &mut rows {
        let filled = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        row.pads = (row.cells.len() - filled) as u32;
        row.cells.truncate(filled);
    }
    Grid { dialect: Dialect::PipeTight, rows, covered: Default::default() }
}

/// Whether `rows` have blank cells between others. A header of two rows that alone has them, above rows that all are shorter, says nothing of these.
fn keeps_blanks(rows: &[Row]) -> bool {
    const HEADER: usize = 2;
    const LEAST_ROWS: usize = 3;
    let has_blank = |row: &Row| {
        let last = row.cells.iter().rposition(|cell| !cell.is_blank()).unwrap_or(0);
        row.cells.iter().take(last).any(Cell::is_blank)
    };
    let width = rows.iter().take(HEADER).map(|row| row.cells.len()).max().unwrap_or(0);
    let below = rows.get(HEADER..).unwrap_or_default();
    let only_header = below.len() >= LEAST_ROWS && below.iter().all(|row| !has_blank(row) && row.cells.len() < width);
    !only_header && rows.iter().any(has_blank)
}

/// Whether rows of one width end with blank cells that are written as such (`| 30 |  |`, below a rule also `| 30 | |`): where cells were dropped, bars
/// follow each other with nothing in between, but for the first of them, before which one blank may stand.
fn has_blank_ends(run: &[Line], rows: &[Row]) -> bool {
    const LEAST_ROWS: usize = 2;
    let mut lines = run.iter().map(|line| line.text.trim_end());
    let is_written = run.iter().any(|line| is_rule(&line.text)) || lines.any(|line| line.ends_with("|  |"));
    let is_tight = run.iter().any(|line| line.text.contains("||"));
    let width = rows.first().map_or(0, |row| row.cells.len());
    let ends_blank = |row: &Row| row.cells.last().is_some_and(Cell::is_blank);
    is_written && !is_tight && rows.len() > LEAST_ROWS && rows.iter().all(|row| row.cells.len() == width) && rows.iter().any(ends_blank)
}

/// A bar that opens the line, and one that closes it, bound no cell. Whether the rows of a table open with a bar (`leading`) its first line tells:
/// elsewhere a line may begin with a bar because its first cell is blank. Rows close with one where nearly all do; a row of which no cell was dropped may
/// lack it, and has a separator fewer than those that close; so may the last row, which some programs do not fill up.
fn without_outer_bars(rows: &mut [Row], leading: bool) {
    let closes = |row: &Row| row.cells.len() > 1 && row.cells.last().is_some_and(Cell::is_blank);
    let longest = rows.iter().filter(|row| closes(row)).map(|row| row.cells.len()).max().unwrap_or(0);
    let last = rows.len().saturating_sub(1);
    let agrees =
        |(index, row): &(usize, &Row)| closes(row) || row.cells.len() + 1 == longest || *index == last && row.cells.len() < longest;
    let closing = longest > 0 && rows.iter().enumerate().filter(agrees).count() * 20 >= rows.len() * 19;
    for row in rows {
        if closing && closes(row) {
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

/// The bytes of the texts between the separators of `line`, each with the characters before it.
fn parts(line: &str, sign: char) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
    let (mut characters, mut start) = (0, 0);
    line.split(sign).map(move |part| {
        let found = (characters, start..start + part.len());
        characters += part.chars().count() + 1;
        start += part.len() + sign.len_utf8();
        found
    })
}
