//! structure/spelled: directories whose items are lines with the words of headers (序号：1, 一级事项：…, 公开内容：…) to a table of them.

use super::{header, rows};
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::{Cell, Passage, Places};
use crate::item::Kind;
use crate::tables::Tables;
use std::sync::Arc;

/// An item has lines with so many words at least.
const LEAST_WORDS: usize = 5;
/// A word before a colon has so many characters at most.
const LONGEST: usize = 16;

/// What a line is: a word of headers, with the bytes behind its colon, or more of the line above.
type Spelled<'b> = (&'b Cell, Option<usize>);

/// `blocks` with a table in place of such lines, and the words in front of the values of all items but the first; `None` where they are no directory.
pub(super) fn table(blocks: &[Block], tables: &Tables) -> Option<(Vec<Block>, Vec<Cell>)> {
    let lines: Vec<Spelled> = blocks.iter().map(|block| line(block, tables)).collect::<Option<_>>()?;
    let begin = lines.iter().position(|(_, behind)| behind.is_some())?;
    let opener = lines.get(begin).and_then(word)?;
    let is_opener = |line: &Spelled| word(line).as_ref() == Some(&opener);
    let starts: Vec<usize> = (begin..lines.len()).filter(|index| lines.get(*index).is_some_and(is_opener)).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let items: Vec<&[Spelled]> = starts.iter().zip(ends).filter_map(|(start, end)| lines.get(*start..end)).collect();
    let mut head: Vec<Cell> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for line in items.iter().copied().flatten() {
        if let Some(word) = word(line).filter(|word| !words.contains(word)) {
            words.push(word);
            head.extend(label(line));
        }
    }
    let header = Row { cells: head, pads: 0, line: number(lines.get(begin)?.0), merged: Vec::new() };
    let columns = header::columns(std::slice::from_ref(&header), Dialect::Delimited, tables);
    if items.len() < 2 || words.len() < LEAST_WORDS || rows::kind(&columns) != Some(Kind::Directory) {
        return None;
    }
    let grid_rows: Vec<Row> = items.iter().map(|item| row(item, &words)).collect::<Option<_>>()?;
    let labels = items.iter().copied().flatten().filter_map(label).filter(|label| !header.cells.contains(label)).collect();
    let grid = Grid { dialect: Dialect::Delimited, rows: std::iter::once(header).chain(grid_rows).collect(), covered: Default::default() };
    let before = blocks.get(..begin).unwrap_or_default().iter().cloned();
    Some((before.chain([Block::Grid(grid)]).collect(), labels))
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

fn label(line: &Spelled) -> Option<Cell> {
    let (cell, behind) = line;
    let word = cell.text().get(..(*behind)?)?.trim_end_matches(['：', ':']);
    Some(cell.sub(0..word.len()).trimmed())
}

fn number(cell: &Cell) -> u32 {
    cell.at.first().and_then(|at| at.line()).unwrap_or_default()
}

/// The values of an item in the order of `words`; `None` where a word stands twice in it.
fn row(item: &[Spelled], words: &[String]) -> Option<Row> {
    let blank = || Cell { passage: Arc::new(Passage::plain("".into())), at: Places::new() };
    let mut cells: Vec<Cell> = words.iter().map(|_| blank()).collect();
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
    Some(Row { cells, pads: 0, line: number(item.first()?.0), merged: Vec::new() })
}
