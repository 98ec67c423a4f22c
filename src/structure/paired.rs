//! structure/paired: directories whose items are blocks of rows with a word of headers and a value each (公开事项 | …, below it 公开内容 | …) to a table of them.

use super::columns::Column;
use super::{header, pairs, rows};
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::item::Kind;
use crate::tables::Tables;

/// An item has so many words at least.
const LEAST_WORDS: usize = 4;

/// Such a directory as a table.
pub(super) struct Found {
    /// All blocks, with one table in place of those of the items.
    pub(super) blocks: Vec<Block>,
    /// The words in front of all values.
    pub(super) labels: Vec<Cell>,
}

/// A word of headers, and the value right of it: more cells where it goes on in rows below.
struct Pair {
    label: Cell,
    values: Vec<Cell>,
    line: u32,
}

impl Pair {
    fn new(label: &Cell, value: Option<&Cell>, line: u32) -> Self {
        Pair { label: label.clone(), values: value.into_iter().cloned().collect(), line }
    }

    /// The whole value; blank where there is none.
    fn value(&self) -> Cell {
        match self.values.as_slice() {
            [] => Cell::blank(),
            [value] => value.clone(),
            values => Cell::stacked(values.iter().map(|value| (value, false))),
        }
    }
}

/// The directory that `blocks` are, if they are one: each item begins with the same word, and no word stands twice in it.
pub(super) fn table(blocks: &[Block], tables: &Tables) -> Option<Found> {
    if pairs::are_guide(blocks, tables) {
        return None;
    }
    let read: Vec<Option<(Vec<Pair>, Vec<Cell>)>> =
        blocks.iter().map(|block| if let Block::Grid(grid) = block { of_grid(grid, tables) } else { None }).collect();
    let first = read.iter().position(Option::is_some)?;
    let pairs: Vec<&Pair> = read.iter().flatten().flat_map(|(pairs, _)| pairs).collect();
    let opener = word(pairs.first()?);
    let starts: Vec<usize> = pairs.iter().enumerate().filter(|(_, pair)| word(pair) == opener).map(|(index, _)| index).collect();
    let ends = starts.iter().skip(1).copied().chain([pairs.len()]);
    let items: Vec<&[&Pair]> = starts.iter().zip(ends).filter_map(|(start, end)| pairs.get(*start..end)).collect();
    let (mut head, mut words): (Vec<Cell>, Vec<String>) = (Vec::new(), Vec::new());
    for pair in &pairs {
        if !words.contains(&word(pair)) {
            words.push(word(pair));
            head.push(pair.label.clone());
        }
    }
    let header = Row { cells: head, pads: 0, lacks: 0, line: pairs.first()?.line, merged: Vec::new() };
    let columns: Vec<Column> = header::columns(std::slice::from_ref(&header), Dialect::Cells, tables);
    if items.len() < 2 || words.len() < LEAST_WORDS || rows::kind(&columns) != Some(Kind::Directory) {
        return None;
    }
    let own: Vec<Row> = items.iter().map(|item| row(item, &words)).collect::<Option<_>>()?;
    let heads = read.iter().flatten().flat_map(|(_, heads)| heads);
    let labels = pairs.iter().map(|pair| &pair.label).chain(heads).cloned().collect();
    let mut grid = Some(Grid { dialect: Dialect::Cells, rows: std::iter::once(header).chain(own).collect(), covered: Default::default() });
    let place = |(index, block): (usize, &Block)| match read.get(index) {
        Some(Some(_)) if index == first => grid.take().map(Block::Grid),
        Some(Some(_)) => None,
        _ => Some(block.clone()),
    };
    Some(Found { blocks: blocks.iter().enumerate().filter_map(place).collect(), labels })
}

/// The pairs of `grid` and the words that head them, where all of its rows are such pairs or go on with the value above.
fn of_grid(grid: &Grid, tables: &Tables) -> Option<(Vec<Pair>, Vec<Cell>)> {
    let is_word = |cell: &Cell| tables.columns.header(cell.text()).is_some();
    let is_head = |cell: &&Cell| tables.columns.is_sub_header(cell.text());
    let (mut found, mut heads): (Vec<Pair>, Vec<Cell>) = (Vec::new(), Vec::new());
    for row in &grid.rows {
        let is_merged = |index: usize| row.merged.iter().any(|merged| usize::from(*merged) == index);
        let cells: Vec<&Cell> =
            row.cells.iter().enumerate().filter(|(index, cell)| !cell.is_blank() && !is_merged(*index)).map(|(_, cell)| cell).collect();
        let begins = row.cells.first().is_some_and(|cell| !cell.is_blank()) && !is_merged(0);
        match cells.as_slice() {
            [] => {}
            // 要素 | 内容 heads the words and the values, and says nothing of an item.
            [_, _] if found.is_empty() && cells.iter().all(is_head) => heads.extend(cells.into_iter().cloned()),
            [label] if begins && is_word(label) => found.push(Pair::new(label, None, row.line)),
            [label, value] if begins && is_word(label) => found.push(Pair::new(label, Some(value), row.line)),
            [more] if !begins => found.last_mut()?.values.push((*more).clone()),
            [label, value, next, behind] if begins && is_word(label) && is_word(next) => {
                found.extend([(label, value), (next, behind)].map(|(label, value)| Pair::new(label, Some(value), row.line)));
            }
            _ => return None,
        }
    }
    (found.len() > 1).then_some((found, heads))
}

fn word(pair: &Pair) -> String {
    crate::text::fold(crate::text::trim(pair.label.text()).trim_end_matches(['：', ':']))
}

/// The values of an item in the order of `words`; `None` where a word stands twice in it.
fn row(item: &[&Pair], words: &[String]) -> Option<Row> {
    let mut cells: Vec<Option<Cell>> = words.iter().map(|_| None).collect();
    for pair in item {
        let own = cells.get_mut(words.iter().position(|own| *own == word(pair))?)?;
        if own.is_some() {
            return None;
        }
        *own = Some(pair.value());
    }
    let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(Cell::blank)).collect();
    Some(Row { cells, pads: 0, lacks: 0, line: item.first()?.line, merged: Vec::new() })
}
