//! structure/pairs/within: small tables within a table of labels: rows of it with a head of their own (序号 | 材料名称 | 份数), and the rows of a table that
//! stands in one of its cells.

use super::{Piece, below, guide, stated_cells};
use crate::decode::Row;
use crate::evidence::Cell;
use crate::field::Field;
use crate::tables::Tables;
use crate::tables::columns::Header;
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands between the cells of a table that stands in a cell.
const BETWEEN: char = '\t';

/// A small table that is the value of a label.
pub(super) struct Small {
    /// Its label, where none is open above it: the head of the names of its materials.
    pub(super) label: Option<Cell>,
    /// The words at the head of its rows.
    pub(super) head: Vec<Cell>,
    /// Its rows, each as one text.
    pub(super) rows: Vec<Cell>,
    /// How many rows of the table around it takes.
    pub(super) height: usize,
}

/// The small table with which `rows` begin, below the line `above`: a head, and rows with the numbers 1, 2, 3 … or as many cells as a head of materials.
pub(super) fn rows(rows: &[Row], above: Option<&Piece>, tables: &Tables) -> Option<Small> {
    let head = stated_cells(rows.first()?);
    if !below::is_head(&head, tables) {
        return None;
    }
    let body = body(rows, &head, tables);
    let label = head.iter().find(|cell| is_of_materials(cell, tables)).filter(|_| !is_open(above, tables)).cloned();
    if body.is_empty() || label.is_none() && !is_open(above, tables) {
        return None;
    }
    let head = head.into_iter().filter(|cell| label.as_ref() != Some(cell)).collect();
    Some(Small { label, head, height: body.len() + 1, rows: below::lines(&body).collect() })
}

/// The rows of the small table below its `head`, the first of `rows`.
fn body(rows: &[Row], head: &[Cell], tables: &Tables) -> Vec<Vec<Cell>> {
    let numbered = numbered(rows, tables);
    if numbered.is_empty() && heads_materials(head, tables) { as_wide(rows, head.len(), tables) } else { numbered }
}

/// Whether `head` says of materials what they are and more, and nothing else: 材料名称 | 来源渠道 | 份数. Of two cells the first may be a label, too (申请材料 |
/// 份数).
pub(super) fn heads_materials(head: &[Cell], tables: &Tables) -> bool {
    let is_word = |cell: &Cell| tables.columns.is_sub_header(cell.text());
    match head {
        [first, second] => is_of_materials(first, tables) && is_word(second),
        [first, ..] => head.iter().all(is_word) && is_of_materials(first, tables),
        [] => false,
    }
}

/// The rows below the first of `rows` that have `width` cells each, up to the first one that begins with a label. Rows of two cells are as wide as labels
/// with their values: the second one says how many.
fn as_wide(rows: &[Row], width: usize, tables: &Tables) -> Vec<Vec<Cell>> {
    let cells = rows.iter().skip(1).map(stated_cells);
    let is_labelled = |cells: &[Cell]| cells.first().is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some());
    let counts = |cells: &[Cell]| width > 2 || cells.get(1).is_some_and(|cell| is_count(cell.text()));
    cells.take_while(|cells| cells.len() == width && !is_labelled(cells) && counts(cells)).collect()
}

/// Whether `text` says how many (2, 1份, 各一份).
fn is_count(text: &str) -> bool {
    const LONGEST: usize = 6;
    let text = crate::text::trim(text);
    let first = text.trim_start_matches('各').chars().next();
    text.chars().count() <= LONGEST && first.is_some_and(|first| crate::text::number(first.encode_utf8(&mut [0; 4])).is_some())
}

/// The rows below the first of `rows` that begin with the numbers 1, 2, 3 …; none where labels stand behind most of the numbers.
fn numbered(rows: &[Row], tables: &Tables) -> Vec<Vec<Cell>> {
    let rows = (1..).zip(rows.iter().skip(1).map(stated_cells));
    let is_next = |(number, cells): &(u32, Vec<Cell>)| cells.len() > 1 && below::numbers(cells) == Some(*number);
    let found: Vec<Vec<Cell>> = rows.take_while(is_next).map(|(_, cells)| cells).collect();
    let is_labelled = |cells: &&Vec<Cell>| cells.get(1).is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some());
    if 2 * found.iter().filter(is_labelled).count() > found.len() { Vec::new() } else { found }
}

/// The rows of `rows` that belong to small tables within: their heads and the numbered rows below them.
pub(super) fn rows_of_tables(rows: &[Row], tables: &Tables) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (index, below) in rows.iter().enumerate().skip(1) {
        // Only the first row of a numbered table has the number 1, right below the head.
        let first = below.cells.iter().find(|cell| !cell.is_blank());
        let is_first = first.is_some_and(|cell| below::numbers(std::slice::from_ref(cell)) == Some(1));
        let at = index - 1;
        let Some(head) = rows.get(at).filter(|row| is_first || begins_with_materials(row, tables)).map(stated_cells) else { continue };
        if below::is_head(&head, tables) {
            let body = body(rows.get(at..).unwrap_or_default(), &head, tables).len();
            found.extend((at..=at + body).filter(|_| body > 0));
        }
    }
    found
}

/// Where the rows of labels and their values begin that stand behind the small table `rows` in the same grid.
pub(super) fn labels_behind(rows: &[Row], tables: &Tables) -> usize {
    let is_pair = |row: &Row| {
        let cells = stated_cells(row);
        cells.len() > 1 && cells.first().is_some_and(|cell| guide::whole_label(cell.text(), tables).is_some())
    };
    rows.len() - rows.iter().skip(1).rev().take_while(|row| is_pair(row)).count()
}

/// Whether `row`, the first of a table of labels, only says what stands in its columns (项目 | 内容).
pub(super) fn heads_labels(row: &Row, tables: &Tables) -> bool {
    let cells = stated_cells(row);
    let is_number = |cell: &Cell| tables.columns.header(cell.text()) == Some(&Header::Column(Field::Serial));
    let (numbers, words): (Vec<&Cell>, Vec<&Cell>) = cells.iter().partition(|cell| is_number(cell));
    numbers.len() < 2 && words.len() > 1 && words.iter().all(|cell| tables.columns.is_sub_header(cell.text()))
}

/// Whether `row` goes on with the value above it, the last of the pieces: its label is blank and its value is not.
pub(super) fn goes_on(row: &Row, columns: &BTreeSet<usize>, above: Option<&Piece>) -> bool {
    let has_value = matches!(above, Some(Piece::Pair(_, Some(_)) | Piece::More(_)));
    let filled: Vec<usize> = (0..row.cells.len()).filter(|index| row.cells.get(*index).is_some_and(|cell| !cell.is_blank())).collect();
    has_value
        && row.merged.is_empty()
        && matches!((columns.first(), filled.as_slice()), (Some(label), [value]) if label < value && !columns.contains(value))
}

/// Takes the number of a row of labels out of its pieces, those from `from` on: it stands in front of the label and says nothing of the service.
pub(super) fn take_number(pieces: &mut Vec<Piece>, from: usize) -> Option<Cell> {
    let is_label = matches!(pieces.get(from + 1), Some(Piece::Pair(..)));
    let Some(Piece::Aside(cell)) = pieces.get(from).filter(|_| is_label) else { return None };
    below::numbers(std::slice::from_ref(cell))?;
    let cell = cell.clone();
    pieces.remove(from);
    Some(cell)
}

/// `piece`, whose value holds the rows of a table, with each of them as a line of its own. Their head goes to `heads`.
pub(super) fn lines(piece: Piece, tables: &Tables, heads: &mut Vec<Cell>) -> Vec<Piece> {
    let (label, cell) = match &piece {
        Piece::Pair(label, Some(cell)) if cell.text().contains(BETWEEN) => (Some(label), cell),
        Piece::More(cell) if cell.text().contains(BETWEEN) => (None, cell),
        _ => return vec![piece],
    };
    // Materials are a list; rows of other tables are values of their own, as nothing else parts them.
    let are_listed = label.is_some_and(|label| is_of_materials(label, tables));
    let (mut found, mut start): (Vec<Piece>, usize) = (label.map(|label| Piece::Pair(label.clone(), None)).into_iter().collect(), 0);
    let mut table: Vec<Vec<Cell>> = Vec::new();
    for line in cell.text().split_inclusive('\n') {
        let own = start..start + line.len();
        start = own.end;
        if line.contains(BETWEEN) {
            table.push(cells(cell, own));
            continue;
        }
        end_table(&mut table, are_listed, tables, heads, &mut found);
        found.extend(Some(cell.sub(own).trimmed()).filter(|line| !line.is_blank()).map(Piece::More));
    }
    end_table(&mut table, are_listed, tables, heads, &mut found);
    found
}

/// The cells of the row at the bytes `range` of `cell`.
fn cells(cell: &Cell, range: Range<usize>) -> Vec<Cell> {
    let mut start = range.start;
    let parts = cell.text().get(range).unwrap_or_default().split(BETWEEN).map(|part| {
        let own = start..start + part.len();
        start = own.end + BETWEEN.len_utf8();
        cell.sub(own).trimmed()
    });
    parts.filter(|part| !part.is_blank()).collect()
}

fn end_table(table: &mut Vec<Vec<Cell>>, are_listed: bool, tables: &Tables, heads: &mut Vec<Cell>, found: &mut Vec<Piece>) {
    let rows = std::mem::take(table);
    let head = rows.first().filter(|first| rows.len() > 1 && below::is_head(first, tables)).cloned();
    let body = rows.get(usize::from(head.is_some())..).unwrap_or_default();
    let is_behind_text = matches!(found.last(), Some(Piece::More(_) | Piece::InnerRow(_)));
    let are_apart = is_behind_text || !are_listed && !below::are_numbered(body.iter());
    found.extend(below::lines(body).map(if are_apart { Piece::InnerRow } else { Piece::More }));
    heads.extend(head.into_iter().flatten());
}

fn begins_with_materials(row: &Row, tables: &Tables) -> bool {
    row.cells.iter().find(|cell| !cell.is_blank()).is_some_and(|cell| is_of_materials(cell, tables))
}

fn is_of_materials(cell: &Cell, tables: &Tables) -> bool {
    guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.field == Field::Materials)
}

/// Whether `above` is a label that waits for its value.
pub(super) fn is_open(above: Option<&Piece>, tables: &Tables) -> bool {
    match above {
        Some(Piece::Pair(label, None)) => guide::whole_label(label.text(), tables).is_some(),
        Some(Piece::Line(line)) => guide::whole_label(line.text(), tables).is_some(),
        _ => false,
    }
}
