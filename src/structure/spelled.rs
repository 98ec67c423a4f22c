//! structure/spelled: directories whose items are lines with the words of headers (序号：1, 一级事项：…, 公开内容：…) to a table of them.

use super::{header, outside, rows};
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::item::Kind;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use crate::tables::columns::Header;

/// An item has lines with so many words at least.
const LEAST_WORDS: usize = 5;
/// A word before a colon has so many characters at most.
const LONGEST: usize = 16;

/// What a line is: a word of headers, with the bytes behind its colon, or more of the line above.
type Spelled<'b> = (&'b Cell, Option<usize>);

/// Such a directory as a table.
pub(super) struct Found {
    /// All blocks, with a table in place of the lines of the items; behind it stand those that are no part of an item.
    pub(super) blocks: Vec<Block>,
    /// The words in front of all values, with their colons.
    pub(super) labels: Vec<Cell>,
}

/// The directory that `blocks` are, if they are one.
pub(super) fn table(blocks: &[Block], tables: &Tables) -> Option<Found> {
    let lines: Vec<Spelled> = blocks.iter().map(|block| line(block, tables)).collect::<Option<_>>()?;
    let begin = lines.iter().position(|(_, behind)| behind.is_some())?;
    let opener = lines.get(begin).and_then(word)?;
    let (lines, outside) = items_alone(lines.get(begin..)?, &opener, tables);
    let is_opener = |line: &Spelled| word(line).as_ref() == Some(&opener);
    let starts: Vec<usize> = (0..lines.len()).filter(|index| lines.get(*index).is_some_and(is_opener)).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let items: Vec<&[Spelled]> = starts.iter().zip(ends).filter_map(|(start, end)| lines.get(*start..end)).collect();
    let mut head: Vec<Cell> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for line in &lines {
        if let Some(word) = word(line).filter(|word| !words.contains(word)) {
            words.push(word);
            head.extend(without_colon(line));
        }
    }
    let header = Row { cells: head, pads: 0, lacks: 0, line: number(lines.first()?.0), merged: Vec::new() };
    let columns = header::columns(std::slice::from_ref(&header), Dialect::Delimited, tables);
    if items.len() < 2 || words.len() < LEAST_WORDS || rows::kind(&columns) != Some(Kind::Directory) {
        return None;
    }
    let grid_rows: Vec<Row> = items.iter().map(|item| row(item, &words)).collect::<Option<_>>()?;
    let grid = Grid { dialect: Dialect::Delimited, rows: std::iter::once(header).chain(grid_rows).collect(), covered: Default::default() };
    let before = blocks.get(..begin).unwrap_or_default().iter().cloned();
    let behind = outside.into_iter().map(|cell| Block::Paragraph(cell.clone()));
    let labels = lines.iter().filter_map(label).collect();
    Some(Found { blocks: before.chain([Block::Grid(grid)]).chain(behind).collect(), labels })
}

/// The lines of items, and those that are no part of one: what stands behind a line that ends an item, up to the next word.
fn items_alone<'b>(lines: &[Spelled<'b>], opener: &str, tables: &Tables) -> (Vec<Spelled<'b>>, Vec<&'b Cell>) {
    let is_opener = |line: &Spelled| word(line).is_some_and(|word| word == opener);
    let is_behind_blank = |index: usize| {
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        above.zip(lines.get(index)).is_some_and(|(above, own)| number(own.0) > number(above.0) + 1)
    };
    let is_word_apart = |(index, line): (usize, &Spelled)| line.1.is_some() && !is_opener(line) && is_behind_blank(index);
    // Where blank lines stand within items, they end none.
    let blanks_tell = !lines.iter().enumerate().any(is_word_apart);
    let (mut own, mut outside, mut above): (Vec<Spelled>, Vec<&Cell>, Option<Spelled>) = (Vec::new(), Vec::new(), None);
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1);
        let ends = |above: &Spelled| {
            blanks_tell && is_behind_blank(index) || has_value(above) && is_none_of(line.0, above, next, next.is_none_or(is_opener), tables)
        };
        if line.1.is_some() {
            above = Some(*line);
        } else if tables.words.is_page_line(line.0.text()) {
            outside.push(line.0);
            continue;
        } else if above.as_ref().is_none_or(ends) {
            above = None;
            outside.push(line.0);
            continue;
        }
        own.push(*line);
    }
    (own, outside)
}

/// Whether `cell` does not go on with the value at the word `above`: a date, the office above it, a title, or the heading of the next item (`is_last`).
fn is_none_of(cell: &Cell, above: &Spelled, next: Option<&Spelled>, is_last: bool, tables: &Tables) -> bool {
    let text = cell.text();
    let is_date_below = || next.is_some_and(|(next, _)| outside::is_date(next.text()));
    let signs = || tables.words.is_organisation(text) && (is_date_below() || !lists_offices(above, tables));
    let value = || above.0.text().get(above.1.unwrap_or_default()..).unwrap_or_default();
    let heads = || is_last && is_numbered(text) && !is_numbered(value()) && !text.ends_with(['。', '；', ';', '，', '、']);
    outside::is_date(text) || signs() || tables.words.is_title(text) || heads()
}

/// Whether the word of `line` is that of publishers, of which there may be several.
fn lists_offices(line: &Spelled, tables: &Tables) -> bool {
    let header = word(line).and_then(|word| tables.columns.header(&word));
    matches!(header, Some(Header::Column(Field::Publisher)))
}

fn has_value(line: &Spelled) -> bool {
    let (cell, behind) = line;
    behind.and_then(|behind| cell.text().get(behind..)).is_some_and(|value| !crate::text::trim(value).is_empty())
}

fn line<'b>(block: &'b Block, tables: &Tables) -> Option<Spelled<'b>> {
    let Block::Paragraph(cell) = block else { return None };
    let colon = cell.text().char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, '：' | ':'));
    let behind = colon.filter(|(at, _)| cell.text().get(..*at).is_some_and(|word| tables.columns.header(word).is_some()));
    Some((cell, behind.map(|(at, c)| at + c.len_utf8())))
}

fn word(line: &Spelled) -> Option<String> {
    let (cell, behind) = line;
    Some(crate::text::fold(cell.text().get(..(*behind)?)?.trim_end_matches(['：', ':'])))
}

/// The word of `line` with its colon.
fn label(line: &Spelled) -> Option<Cell> {
    let (cell, behind) = line;
    Some(cell.sub(0..(*behind)?).trimmed())
}

fn without_colon(line: &Spelled) -> Option<Cell> {
    let (cell, behind) = line;
    let word = cell.text().get(..(*behind)?)?.trim_end_matches(['：', ':']);
    Some(cell.sub(0..word.len()).trimmed())
}

fn number(cell: &Cell) -> u32 {
    cell.at.first().and_then(|at| at.line()).unwrap_or_default()
}

/// The values of an item in the order of `words`; `None` where a word stands twice in it.
fn row(item: &[Spelled], words: &[String]) -> Option<Row> {
    let mut cells: Vec<Cell> = words.iter().map(|_| Cell::blank()).collect();
    let mut open = 0;
    for line in item {
        let (cell, behind) = line;
        let (value, is_first) = match behind {
            Some(behind) => {
                open = words.iter().position(|own| word(line).as_ref() == Some(own))?;
                (cell.sub(*behind..cell.text().len()).trimmed(), true)
            }
            None => ((*cell).clone(), false),
        };
        let known = cells.get_mut(open)?;
        if is_first && !known.is_blank() {
            return None;
        }
        *known = if known.is_blank() { value } else { known.above(&value) };
    }
    Some(Row { cells, pads: 0, lacks: 0, line: number(item.first()?.0), merged: Vec::new() })
}
