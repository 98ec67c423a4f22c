//! structure/wraps: blanks inside words, left behind by hard line wraps, are taken out; real blanks between words stay.
//!
//! A blank is a wrap only where something shows it: the pieces of the cell have the rhythm of a narrow column (all as wide as the first, the last one
//! narrower), other cells of the column have that rhythm at the same width, or the joined text stands unbroken elsewhere in the column. Words of one
//! length, of which Chinese has many, are a list unless another cell of the column is broken at that width.

use super::columns::Column;
use super::table::{Slot, Table};
use crate::evidence::{Cell, Passage, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::recognise::{Traits, traits_of_part};
use crate::tables::Tables;
use crate::text::{is_blank, is_han};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Widths of lines that one column wrapped may differ by so much: one wide character, for punctuation that may not begin a line.
const SLACK: usize = 2;

/// What divides the parts of a text.
const PUNCTUATION: [char; 4] = ['、', '，', '；', '。'];

/// A cell with inner blanks, cut at them.
struct Broken<'a> {
    pieces: Vec<&'a str>,
    /// Width of the widest piece but the last.
    width: usize,
    /// Whether the pieces fit one line width.
    even: bool,
    /// Whether they are one text and no list of words: the last one is narrower than all others, or one holds a punctuation mark.
    runs_on: bool,
    /// Whether a piece before the last one has a punctuation mark inside: what stands between blanks is then no word.
    punctuated: bool,
}

/// Takes the wraps out of the cells of `table`.
pub(super) fn join(table: &mut Table, tables: &Tables, findings: &mut Vec<Finding>) {
    join_brackets(table);
    join_rhythm(table, tables, findings);
    join_numbers(table, tables);
}

/// Takes those out that the rhythm of a narrow column shows.
fn join_rhythm(table: &mut Table, tables: &Tables, findings: &mut Vec<Finding>) {
    let is_wrapped = |column: &usize| !is_list(table, *column) && !wraps(table, *column, tables, false).is_empty();
    let elsewhere = (0..table.columns.len()).filter(|column| may_wrap(table, *column)).any(|column| is_wrapped(&column));
    let is_table_wrapped =
        elsewhere || (0..table.columns.len()).any(|column| may_wrap(table, column) && !wraps(table, column, tables, true).is_empty());
    for column in 0..table.columns.len() {
        if !may_wrap(table, column) {
            continue;
        }
        let mut joined = wraps(table, column, tables, is_list(table, column) && !elsewhere);
        if is_table_wrapped && !is_list(table, column) {
            joined.extend(at_border(table, column, tables));
        }
        if joined.is_empty() {
            continue;
        }
        findings.push(words_broken(table, column, &joined));
        let cells = table.rows.iter_mut().filter_map(|row| row.slots.get_mut(column)?.cell.as_mut());
        for cell in cells {
            if let Some(passage) = joined.get(&cell.passage.raw) {
                cell.passage = passage.clone();
            }
        }
    }
}

/// A line that ends within the title or the number of a citation, between brackets that close, goes on in the next.
fn join_brackets(table: &mut Table) {
    without_wraps(table, '\n', &wraps_in_brackets);
}

/// A blank within a number that does not stand behind the name of an authority was the end of a line (农业 农村部令2019年第 2号).
fn join_numbers(table: &mut Table, tables: &Tables) {
    without_wraps(table, ' ', &|text| wraps_in_numbers(text, tables));
}

/// Takes out of the citations of `table` what `wraps` finds in those that hold `sign`.
fn without_wraps(table: &mut Table, sign: char, wraps: &dyn Fn(&str) -> BTreeSet<usize>) {
    let is_basis = |column: &Column| column.field == Field::LegalBasis;
    for row in &mut table.rows {
        for (_, slot) in table.columns.iter().zip(&mut row.slots).filter(|(column, _)| is_basis(column)) {
            let Some(cell) = slot.cell.as_mut().filter(|cell| cell.text().contains(sign)) else { continue };
            let wraps = wraps(cell.text());
            if !wraps.is_empty() {
                cell.passage = Arc::new(cell.passage.without(|index| wraps.contains(&index)));
            }
        }
    }
}

/// Where in `text` lines end within brackets that close, by character.
fn wraps_in_brackets(text: &str) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), Vec::new());
    let mut depth = 0_usize;
    for (index, c) in text.chars().enumerate() {
        match c {
            '《' | '（' | '(' | '〔' => depth += 1,
            '》' | '）' | ')' | '〕' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.extend(open.drain(..));
                }
            }
            '\n' if depth > 0 => open.push(index),
            _ => {}
        }
    }
    found
}

/// Where in `text` blanks stand within the bracket of a number, by character, but for those between two authorities.
fn wraps_in_numbers(text: &str, tables: &Tables) -> BTreeSet<usize> {
    const LONGEST: usize = 60;
    const BEHIND_AUTHORITIES: [char; 5] = ['、', '，', ',', '和', '与'];
    let characters: Vec<char> = text.chars().collect();
    let (mut found, mut blanks, mut start) = (BTreeSet::new(), Vec::new(), None);
    for (index, c) in characters.iter().enumerate() {
        match c {
            '（' | '(' => (start, blanks) = (Some(index + 1), Vec::new()),
            '）' | ')' => {
                let is_number = characters.get(..index).is_some_and(|before| before.ends_with(&['号']));
                let is_short = start.take().is_some_and(|start| index - start <= LONGEST);
                found.extend(std::mem::take(&mut blanks).into_iter().filter(|_| is_number && is_short));
            }
            '《' | '》' => start = None,
            c if is_blank(*c) => {
                let said: String = characters.get(start.unwrap_or(index)..index).unwrap_or_default().iter().collect();
                let last = said.rsplit(|c| is_blank(c) || BEHIND_AUTHORITIES.contains(&c)).next().unwrap_or_default();
                blanks.extend(Some(index).filter(|_| start.is_some() && !tables.citations.words.ends_issuer(last)));
            }
            _ => {}
        }
    }
    found
}

fn may_wrap(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|column| !matches!(column.field, Field::Channels | Field::Marks))
}

/// Whether the cells of `column` are lists, whose entries may stand between blanks. The last entry of a list is narrower than the others as often as not.
fn is_list(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|column| matches!(column.field, Field::Contents | Field::Materials))
}

/// The texts of `column` that are broken by wraps, and their joined passages. `doubtful`: the rhythm alone shows nothing, because the cells are lists and
/// no other column is wrapped.
fn wraps(table: &Table, column: usize, tables: &Tables, doubtful: bool) -> HashMap<Text, Arc<Passage>> {
    let cells: BTreeMap<&Text, &Cell> = cells(table, column).map(|cell| (&cell.passage.raw, cell)).collect();
    let unbroken: BTreeSet<&str> = cells.keys().map(|raw| raw.as_str()).filter(|raw| !raw.contains(is_blank)).collect();
    let broken: Vec<(&Cell, Broken)> = cells.values().filter_map(|cell| Some((*cell, broken(cell.text(), true, tables)?))).collect();
    let mut widths: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    for (_, broken) in broken.iter().filter(|(_, broken)| broken.even && broken.pieces.len() > 2) {
        let (count, running) = widths.entry(broken.width).or_default();
        (*count, *running) = (*count + 1, *running || if doubtful { broken.punctuated } else { broken.runs_on });
    }
    let has_rhythm = |width: usize| {
        let alike = widths.range(width.saturating_sub(SLACK)..=width + SLACK).map(|(_, seen)| *seen);
        let (count, running) = alike.fold((0, false), |(count, running), seen| (count + seen.0, running || seen.1));
        running || count > 1 && !doubtful
    };
    let is_wrap = |broken: &Broken| {
        let goes_on = broken.even && broken.pieces.iter().skip(1).any(|piece| piece.starts_with(PUNCTUATION));
        goes_on || broken.even && has_rhythm(broken.width) || unbroken.contains(broken.pieces.concat().as_str())
    };
    let wrapped = broken.iter().filter(|(_, broken)| is_wrap(broken));
    wrapped.map(|(cell, _)| (cell.passage.raw.clone(), Arc::new(without_blanks(&cell.passage)))).collect()
}

/// The texts of `column`, of a table whose lines are wrapped, that end at the border of the column: all lines but the last of a text reach it, and none,
/// of whatever text, is longer.
fn at_border(table: &Table, column: usize, tables: &Tables) -> HashMap<Text, Arc<Passage>> {
    let cells: BTreeMap<&Text, &Cell> = cells(table, column).map(|cell| (&cell.passage.raw, cell)).collect();
    let broken: Vec<(&Cell, Broken)> = cells.values().filter_map(|cell| Some((*cell, broken(cell.text(), false, tables)?))).collect();
    let lines = || cells.values().flat_map(|cell| cell.text().split(is_blank)).map(UnicodeWidthStr::width);
    let (Some(border), Some(longest)) = (broken.iter().map(|(_, broken)| broken.width).min(), lines().max()) else { return HashMap::new() };
    if longest > border + SLACK
        || !broken.iter().all(|(_, broken)| broken.even)
        || broken.iter().map(|(_, broken)| broken.pieces.len() - 1).sum::<usize>() < 2
    {
        return HashMap::new();
    }
    broken.into_iter().map(|(cell, _)| (cell.passage.raw.clone(), Arc::new(without_blanks(&cell.passage)))).collect()
}

fn cells(table: &Table, column: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| row.slots.get(column)).filter_map(|slot: &Slot| slot.cell.as_ref())
}

/// `text` cut at its blanks; `None` where it has none, is no Chinese text, or, where that is `asked`, where most pieces are things of their own.
fn broken<'a>(text: &'a str, asked: bool, tables: &Tables) -> Option<Broken<'a>> {
    let pieces: Vec<&str> = text.split(is_blank).filter(|piece| !piece.is_empty()).collect();
    let (last, full) = pieces.split_last()?;
    if full.is_empty() || !pieces.iter().all(|piece| piece.chars().any(|c| is_han(c) || !c.is_ascii())) {
        return None;
    }
    let looks: Vec<_> = pieces.iter().map(|piece| traits_of_part(piece, tables)).collect();
    let whole = pieces.iter().zip(&looks).filter(|(piece, look)| is_whole(piece, look, tables)).count();
    if asked && 2 * whole > pieces.len() || looks.iter().filter(|look| look.numbered).count() > 1 {
        return None;
    }
    if pieces.iter().filter(|piece| has_label(piece)).count() > 1 {
        return None;
    }
    let narrowest = full.iter().map(|piece| piece.width()).min()?;
    let width = full.iter().map(|piece| piece.width()).max()?;
    // Letters and digits stay together: a line may end before its border where they do not fit.
    let reaches = |(piece, next): (&&str, &&str)| piece.width() + unbroken(next).max(SLACK) >= width;
    let even = full.iter().zip(pieces.iter().skip(1)).all(reaches) && last.width() <= width + SLACK;
    let runs_on = last.width() < narrowest || pieces.iter().any(|piece| piece.contains(PUNCTUATION));
    let inside = |piece: &str| piece.trim_end_matches(PUNCTUATION).trim_start_matches(PUNCTUATION).contains(PUNCTUATION);
    let punctuated = full.iter().any(|piece| inside(piece));
    Some(Broken { even, runs_on, punctuated, width, pieces })
}

/// How wide the letters and digits are with which `text` begins.
fn unbroken(text: &str) -> usize {
    text.chars().take_while(char::is_ascii_alphanumeric).count()
}

/// Whether a piece begins with a label of its own, as entries of a list do (申报环节：…).
fn has_label(piece: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=10;
    let label = piece.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|label| LENGTHS.contains(&label.chars().count()) && label.chars().all(is_han))
}

/// Whether a piece is a thing of its own: a known element, a channel, an authority, a title. One that ends within brackets, or closes those of another
/// piece, is none.
fn is_whole(piece: &str, look: &Traits, tables: &Tables) -> bool {
    if look.open || look.goes_on {
        return false;
    }
    let is_body = look.organisation && look.length > 2;
    tables.words.is_element(piece) || tables.channels.named(piece).is_some() || is_body || look.citation
}

fn without_blanks(passage: &Passage) -> Passage {
    let blanks: BTreeSet<usize> = passage.text.chars().enumerate().filter(|(_, c)| is_blank(*c)).map(|(index, _)| index).collect();
    passage.without(|index| blanks.contains(&index))
}

fn words_broken(table: &Table, column: usize, joined: &HashMap<Text, Arc<Passage>>) -> Finding {
    let header = table.columns.get(column).map_or("", |column| column.label.as_str());
    let hit: Vec<&Cell> = cells(table, column).filter(|cell| joined.contains_key(&cell.passage.raw)).collect();
    let finding = Finding::new("words-broken").with("column", header).with("count", hit.len());
    match hit.first() {
        Some(first) => finding
            .with("joined", joined.get(&first.passage.raw).map_or("", |passage| passage.text.as_str()))
            .shown(&first.passage.raw, &first.at),
        None => finding,
    }
}
