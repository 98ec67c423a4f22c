//! structure/pairs/below: the value of a label over several rows of a table (申请材料 | 1 | 身份证, below it 2 | 户口簿), a small table perhaps.

use super::{beside, guide, is_merged, stated, stated_cells};
use crate::decode::{Grid, Row};
use crate::evidence::{Cell, Passage};
use crate::field::Field;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use crate::text::{is_blank, number};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A label with a value of several rows.
pub(super) struct Value {
    pub(super) label: Cell,
    /// The words at the head of its rows.
    pub(super) head: Vec<Cell>,
    /// Its rows, each as one text.
    pub(super) rows: Vec<Cell>,
    /// How many rows of the table it takes.
    pub(super) height: usize,
}

/// The value of the label with which `rows` begin, where its rows are numbered, have a head of their own, or are no pairs of labels and values.
pub(super) fn value(rows: &[Row], columns: &BTreeSet<usize>, tables: &Tables) -> Option<Value> {
    let first = rows.first()?;
    let (column, label) = first.cells.iter().enumerate().find(|(_, cell)| !cell.is_blank())?;
    if !columns.contains(&column) || is_merged(first, column) {
        return None;
    }
    let own = right_of(first, column);
    let head = if is_head(&own, tables) { own } else { Vec::new() };
    let spanned = 1 + rows.iter().skip(1).take_while(|row| is_merged(row, column)).count();
    let height = match spanned {
        1 => numbered_height(rows, column, head.len()).max(if head.is_empty() { 1 } else { blank_height(rows, column, tables) }),
        spanned => spanned,
    };
    let body: Vec<Vec<Cell>> =
        rows.iter().take(height).enumerate().map(|(index, row)| own_cells(row, column, index == 0 || spanned > 1)).collect();
    let body: Vec<&Vec<Cell>> = body.iter().skip(usize::from(!head.is_empty())).filter(|cells| !cells.is_empty()).collect();
    let is_numbered = body.len() > 1 && are_numbered(body.iter().copied());
    let has_label = || body.iter().copied().flatten().any(|cell| guide::whole_label(cell.text(), tables).is_some());
    let fits = height > 1 && !body.is_empty() && (is_numbered || !head.is_empty() || !has_label());
    fits.then(|| Value { label: label.clone(), head, rows: body.into_iter().filter_map(|cells| line(cells)).collect(), height })
}

/// How much the row at `index` of `grid` says against a table of labels: its cells, but no more than its labels and their values where it is one of
/// several rows of a value.
pub(super) fn weight(grid: &Grid, index: usize, labels: &impl Fn(&Row) -> Vec<(usize, Field)>) -> usize {
    let Some(row) = grid.rows.get(index) else { return 0 };
    let labels = labels(row);
    let filled = if labels.is_empty() { 0 } else { row.cells.iter().filter(|cell| !cell.is_blank()).count() };
    let goes_on = |column: usize| is_merged(row, column) || grid.rows.get(index + 1).is_some_and(|below| is_merged(below, column));
    if labels.iter().any(|(column, _)| goes_on(*column)) { filled.min(2 * labels.len()) } else { filled }
}

/// How many of `rows` are a value whose label does not span them: those with the next number each.
fn numbered_height(rows: &[Row], column: usize, head: usize) -> usize {
    let skip = usize::from(head > 0);
    let mut height = 1;
    for (index, row) in rows.iter().enumerate().skip(skip) {
        let cells = own_cells(row, column, index == 0);
        if cells.len() < 2 || numbers(&cells) != u32::try_from(index + 1 - skip).ok() {
            break;
        }
        height = index + 1;
    }
    height
}

/// How many of `rows` are a small table whose label does not span them: those in which nothing stands below it.
fn blank_height(rows: &[Row], column: usize, tables: &Tables) -> usize {
    let is_label = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some();
    let goes_on = |row: &&Row| {
        let own = right_of(row, column);
        row.cells.iter().take(column + 1).all(Cell::is_blank) && !own.is_empty() && !own.iter().any(is_label)
    };
    1 + rows.iter().skip(1).take_while(goes_on).count()
}

/// The cells of `row` that are part of the value of the label in `column`, which stands in it or spans it.
fn own_cells(row: &Row, column: usize, has_label: bool) -> Vec<Cell> {
    if has_label {
        return right_of(row, column);
    }
    stated_cells(row)
}

fn right_of(row: &Row, column: usize) -> Vec<Cell> {
    stated(row).filter(|(own, _)| *own > column).map(|(_, cell)| cell.clone()).collect()
}

/// Whether `cells` head a small table: words of such heads, of headers or labels.
pub(super) fn is_head(cells: &[Cell], tables: &Tables) -> bool {
    let is_known = |cell: &Cell| {
        let text = cell.text();
        tables.columns.is_sub_header(text) || tables.columns.header(text).is_some() || guide::whole_label(text, tables).is_some()
    };
    let named = cells.iter().filter(|cell| tables.columns.is_sub_header(cell.text())).count();
    let is_mostly_known = named > 0 && cells.iter().filter(|cell| is_known(cell)).count() * 3 >= cells.len() * 2;
    cells.len() > 1 && (is_mostly_known || heads_offices(cells, tables))
}

/// Whether `cells` head a small table of offices: labels of addresses, hours and telephone numbers, beside a word for offices. In front of two such labels
/// it may be any word (街道 | 地址 | 电话).
fn heads_offices(cells: &[Cell], tables: &Tables) -> bool {
    const LONGEST: usize = 10;
    let is_contact = |cell: &&Cell| {
        let label = guide::whole_label(cell.text(), tables).map(|(label, _)| label.field);
        matches!(label, Some(Field::Addresses | Field::Hours | Field::Phones))
    };
    let contacts = cells.iter().filter(is_contact).count();
    let names = |cell: &Cell| tables.columns.names_institutions(cell.text());
    let is_word = |cell: &Cell| cell.text().chars().count() <= LONGEST && !cell.text().contains(|c: char| c.is_ascii_digit() || c == '：');
    match cells {
        [first, rest @ ..] if !rest.is_empty() => {
            rest.iter().all(|cell| is_contact(&cell)) && (is_contact(&first) || names(first) || contacts > 1 && is_word(first))
        }
        _ => false,
    }
}

/// The rows of a small table, each as one text; the numbers that they begin with in turn are those of a list.
pub(super) fn lines(rows: &[Vec<Cell>]) -> impl Iterator<Item = Cell> + '_ {
    let are_numbered = are_numbered(rows.iter());
    rows.iter().filter_map(move |cells| if are_numbered { line(cells) } else { joined(cells) })
}

/// Whether `rows` begin with the numbers 1, 2, 3 …, in front of something else.
pub(super) fn are_numbered<'a>(rows: impl Iterator<Item = &'a Vec<Cell>>) -> bool {
    (1..).zip(rows).all(|(expected, cells)| cells.len() > 1 && numbers(cells) == Some(expected))
}

/// `cells` in one line. Behind a cell whose first line heads a list in it (住所证明：（1）…（2）…) they are said of all of it, and stand behind that line.
fn joined(cells: &[Cell]) -> Option<Cell> {
    let (first, rest) = cells.split_first()?;
    let all = |cells: &[Cell]| cells.iter().cloned().reduce(|left, right| beside(&left, &right));
    let (Some((head, list)), Some(rest)) = (headed_list(first), all(rest)) else { return all(cells) };
    Some(beside(&head, &rest).above(&list))
}

/// The first line of `cell` and the list of several numbered lines below it; `None` where it is no such cell.
fn headed_list(cell: &Cell) -> Option<(Cell, Cell)> {
    let (head, list) = cell.text().split_once('\n')?;
    let is_one = !is_numbered(head) && list.lines().count() > 1 && list.lines().all(is_numbered);
    is_one.then(|| (cell.sub(0..head.len()).trimmed(), cell.sub(head.len() + 1..cell.text().len()).trimmed()))
}

/// The number that `cells` begin with.
pub(super) fn numbers(cells: &[Cell]) -> Option<u32> {
    let text = crate::text::trim(cells.first()?.text());
    let digits = text.trim_matches(|c: char| matches!(c, '(' | '（' | ')' | '）' | '.' | '．' | '、'));
    number(digits).filter(|_| text.chars().count() <= 4)
}

/// `cells` as one text, its number in front as in a list.
pub(super) fn line(cells: &[Cell]) -> Option<Cell> {
    let (first, rest) = cells.split_first()?;
    let Some(behind) = joined(rest) else { return Some(first.clone()) };
    let is_bare = numbers(cells).is_some() && !first.text().contains(['(', '（', ')', '）', '.', '．', '、']);
    Some(if is_bare { behind_number(first, &behind) } else { beside(first, &behind) })
}

/// `text` behind its number, with a point and a blank for the border between them.
fn behind_number(number: &Cell, text: &Cell) -> Cell {
    let number = number.trimmed();
    let lines = number.above(text);
    let end = number.passage.raw.chars().count() as u32;
    let border = |c: char, range: std::ops::Range<u32>| {
        let signs: &[char] = if range.start == end && is_blank(c) { &['.', ' '] } else { &[] };
        let kept = if signs.is_empty() { Some((c, range.clone())) } else { None };
        signs.iter().map(|sign| (*sign, range.clone())).chain(kept).collect::<Vec<_>>()
    };
    let pieces: Vec<_> = lines.passage.pieces().flat_map(|(c, range)| border(c, range)).collect();
    Cell { passage: Arc::new(Passage::mapped(lines.passage.raw.clone(), pieces.into_iter())), at: lines.at.clone() }
}
