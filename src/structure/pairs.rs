//! structure/pairs: tables of labels and values (事项名称 | …) to the lines of a guide. Many service guides are such tables, of two columns or four.

mod above;
mod across;
mod below;
mod blanks;
mod cases;
mod halves;
mod named;
mod row;
mod stacked;
mod twice;
mod within;

pub(super) use above::turned;
pub(super) use blanks::between_blanks;
pub(super) use cases::headed;

use super::guide;
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::{Cell, Passage};
use crate::field::Field;
use crate::tables::Tables;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A line of a guide, as a paragraph or as cells of a table.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A line of running text, a label before its colon perhaps.
    Line(Cell),
    /// A label, and the cell right of it; `None` where that is blank.
    Pair(Cell, Option<Cell>),
    /// A label and its value for all services above.
    OfAll(Cell, Cell),
    /// A further cell that belongs to the pair before it.
    More(Cell),
    /// A cell without label.
    Aside(Cell),
    /// A row of a table that is the value of the line before it.
    Row(Cell),
    /// A row of a small table that is the value of the pair before it.
    InnerRow(Cell),
    /// The name of the service of which the rows below it tell.
    Name(Cell),
}

/// A table of labels has labels of so many fields at least.
const LEAST_FIELDS: usize = 3;
/// A cell is taken apart where lines in it have labels of so many fields at least.
const LEAST_LINES: usize = 2;

impl Piece {
    /// Its cells.
    pub(super) fn cells(self) -> impl Iterator<Item = Cell> {
        let (first, second) = match self {
            Piece::Line(cell) | Piece::More(cell) | Piece::Aside(cell) => (cell, None),
            Piece::Row(cell) | Piece::InnerRow(cell) | Piece::Name(cell) => (cell, None),
            Piece::Pair(label, value) => (label, value),
            Piece::OfAll(label, value) => (label, Some(value)),
        };
        std::iter::once(first).chain(second)
    }
}

/// Whether `blocks` hold tables of labels and no directory.
pub(super) fn are_guide(blocks: &[Block], tables: &Tables) -> bool {
    let grids = || blocks.iter().filter_map(|block| if let Block::Grid(grid) = block { Some(grid) } else { None });
    grids().any(|grid| is_table_of_labels(grid, tables)) && !grids().any(|grid| has_directory_header(grid, tables))
}

fn has_directory_header(grid: &Grid, tables: &Tables) -> bool {
    if named::are_names(grid, tables) {
        return false;
    }
    (0..grid.rows.len()).any(|first| {
        let rows = grid.rows.get(first..).unwrap_or_default();
        let height = super::header::header_rows(rows, tables);
        let columns = super::header::columns(rows.get(..height).unwrap_or_default(), grid.dialect, tables);
        height > 0 && super::rows::kind(&columns).is_some() && !super::services::are_institutions(&columns, tables)
    })
}

/// Whether most cells of `grid` are lines of a guide, a label and its value each (办理时限：20个工作日 beside 办理层级：市级).
pub(super) fn are_lines(grid: &Grid, tables: &Tables) -> bool {
    let filled = || grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank());
    let has_value = |cell: &Cell| !crate::text::trim(cell.text()).ends_with(['：', ':']);
    let labelled = filled().filter(|cell| has_value(cell) && guide::label_of(cell.text(), tables).is_some()).count();
    labelled >= LEAST_LINES && 2 * labelled > filled().count() && !has_directory_header(grid, tables)
}

/// The cells of `grid`, each a line of a guide.
pub(super) fn lines(grid: &Grid) -> impl Iterator<Item = Piece> + '_ {
    let own = |row: &Row, index: usize, cell: &Cell| !cell.is_blank() && !is_merged(row, index);
    grid.rows.iter().flat_map(move |row| {
        row.cells.iter().enumerate().filter(move |(index, cell)| own(row, *index, cell)).map(|(_, cell)| Piece::Line(cell.clone()))
    })
}

/// Whether `grid` is the value of a label in running text: it stands behind a label without a value, and is no directory and no table of labels.
pub(super) fn is_value(grid: &Grid, above: Option<&Piece>, tables: &Tables) -> bool {
    let Some(Piece::Line(above)) = above else { return false };
    let is_open = crate::text::trim(above.text()).ends_with(['：', ':', '】']) || guide::whole_label(above.text(), tables).is_some();
    let has_label = guide::label_of(above.text(), tables).is_some() || guide::whole_label(above.text(), tables).is_some();
    is_open && has_label && grid.dialect != Dialect::Stream && !has_directory_header(grid, tables) && label_columns(grid, tables).is_empty()
}

/// The last of `pieces`, which stand above a table, or the one above it where that only leads to the table (材料目录如下：).
pub(super) fn above<'p>(pieces: &'p [Piece], tables: &Tables) -> Option<&'p Piece> {
    let (last, above) = pieces.split_last()?;
    if is_lead_in(last, tables) { above.last() } else { Some(last) }
}

/// Takes the line that only leads to the table below it out of `pieces`.
pub(super) fn take_lead_in(pieces: &mut Vec<Piece>, tables: &Tables) -> Option<Cell> {
    pieces.pop_if(|last| is_lead_in(last, tables)).and_then(|piece| piece.cells().next())
}

fn is_lead_in(piece: &Piece, tables: &Tables) -> bool {
    matches!(piece, Piece::Line(cell) if tables.words.is_lead_in(cell.text()) && guide::label_of(cell.text(), tables).is_none())
}

/// The rows of `grid`, a table of materials that stands behind no label of its own, below one: its first row, alone in it, or the header of their names.
pub(super) fn materials(grid: &Grid, tables: &Tables) -> Option<(Vec<Cell>, Vec<Piece>)> {
    let field = |cell: &Cell| guide::whole_label(cell.text(), tables).map(|(label, _)| label.field);
    let first = stated_cells(grid.rows.first()?);
    let title = if let [title] = first.as_slice() { Some(title.clone()) } else { None };
    let header = if title.is_some() { stated_cells(grid.rows.get(1)?) } else { first };
    let named = header.iter().find(|cell| tables.columns.is_sub_header(cell.text()) && field(cell) == Some(Field::Materials))?.clone();
    if !below::is_head(&header, tables) || grid.dialect == Dialect::Stream || has_directory_header(grid, tables) {
        return None;
    }
    let label = title.clone().filter(|title| field(title) == Some(Field::Materials)).unwrap_or_else(|| named.clone());
    let rows: Vec<Vec<Cell>> =
        grid.rows.iter().skip(1 + usize::from(title.is_some())).map(stated_cells).filter(|cells| !cells.is_empty()).collect();
    let aside = title.filter(|title| *title != label).map(Piece::Aside);
    let head = header.into_iter().filter(|cell| *cell != label).collect();
    Some((head, aside.into_iter().chain([Piece::Line(label)]).chain(below::lines(&rows).map(Piece::Row)).collect()))
}

/// The rows of `grid`, the value of a label, each as one line. A first row of words of headers or labels heads the others.
pub(super) fn value_rows(grid: &Grid, tables: &Tables) -> (Vec<Cell>, Vec<Piece>) {
    let is_word = |cell: &Cell| tables.columns.label(cell.text()).is_some() || tables.columns.header(cell.text()).is_some();
    let heads = grid.rows.len() > 1 && grid.rows.first().is_some_and(|row| stated_cells(row).iter().any(is_word));
    let header = grid.rows.first().filter(|_| heads).map(stated_cells).unwrap_or_default();
    let end = within::labels_behind(&grid.rows, tables);
    let own = grid.rows.get(..end).unwrap_or_default();
    let rows: Vec<Vec<Cell>> = own.iter().skip(usize::from(heads)).map(stated_cells).filter(|cells| !cells.is_empty()).collect();
    let mut pieces: Vec<Piece> = below::lines(&rows).map(Piece::Row).collect();
    for row in grid.rows.iter().skip(end) {
        let mut cells = stated_cells(row).into_iter();
        pieces.extend(cells.next().map(|label| Piece::Pair(label, cells.next())));
        pieces.extend(cells.map(Piece::More));
    }
    (header, pieces)
}

/// The cells of `row` that say something and are no part of a merged cell further left or up, with their columns.
fn stated(row: &Row) -> impl Iterator<Item = (usize, &Cell)> {
    row.cells.iter().enumerate().filter(|(column, cell)| !cell.is_blank() && !is_merged(row, *column))
}

fn stated_cells(row: &Row) -> Vec<Cell> {
    stated(row).map(|(_, cell)| cell.clone()).collect()
}

/// The cell with the one right of it, a blank between them.
fn beside(left: &Cell, right: &Cell) -> Cell {
    let lines = left.above(right);
    let end = left.passage.raw.chars().count() as u32;
    let pieces = lines.passage.pieces().map(|(c, range)| (if range.start == end { ' ' } else { c }, range));
    Cell { passage: Arc::new(Passage::mapped(lines.passage.raw.clone(), pieces)), at: lines.at.clone() }
}

/// The cells of `grid`, a table of labels below the line `above`, as lines of a guide; and the heads of small tables that are values.
pub(super) fn pieces(grid: &Grid, above: Option<&Piece>, tables: &Tables) -> (Vec<Cell>, Vec<Piece>) {
    let (mut heads, mut pieces) = (Vec::new(), Vec::new());
    if let Some(parted) = named::parted(grid, tables) {
        heads.extend(parted.heads);
        pieces.extend(parted.title.map(Piece::Line));
        read(&parted.grid, &parted.names, above, (&mut heads, &mut pieces), tables);
    } else {
        let columns = label_columns(grid, tables);
        if let Some(pieces) = across::pieces(grid, &columns, tables).or_else(|| twice::pieces(grid, &columns, tables)) {
            return (heads, pieces);
        }
        read(grid, &stacked::names(grid, &columns, tables), above, (&mut heads, &mut pieces), tables);
    }
    let pieces = pieces.into_iter().flat_map(|piece| within::lines(piece, tables, &mut heads)).collect::<Vec<_>>();
    (heads, pieces.into_iter().flat_map(|piece| unfolded(piece, tables)).collect())
}

/// Reads the rows of `grid`, top to bottom; those of `names` name the services of which the rows below them tell.
fn read(grid: &Grid, names: &BTreeSet<usize>, above: Option<&Piece>, (heads, pieces): (&mut Vec<Cell>, &mut Vec<Piece>), tables: &Tables) {
    let columns = label_columns(grid, tables);
    let mut next = 0;
    while let Some(row) = grid.rows.get(next) {
        let rest = grid.rows.get(next..).unwrap_or_default();
        let small = within::rows(rest, pieces.last().or(above), tables);
        next += match below::value(rest, &columns, tables) {
            _ if names.contains(&next) => {
                pieces.extend(stated_cells(row).into_iter().map(Piece::Name));
                1
            }
            _ if let Some(small) = small => {
                heads.extend(small.head);
                pieces.extend(small.label.map(Piece::Line));
                let is_in_table = matches!(pieces.last(), Some(Piece::Pair(..)));
                pieces.extend(small.rows.into_iter().map(if is_in_table { Piece::More } else { Piece::Row }));
                small.height
            }
            _ if next == 0 && within::heads_labels(row, tables) => {
                heads.extend(stated_cells(row));
                1
            }
            Some(value) => {
                let is_table = !value.head.is_empty();
                heads.extend(value.head);
                pieces.push(Piece::Pair(value.label, None));
                pieces.extend(value.rows.into_iter().map(if is_table { Piece::InnerRow } else { Piece::More }));
                value.height
            }
            None if within::goes_on(row, &columns, pieces.last()) => {
                pieces.extend(stated_cells(row).into_iter().map(Piece::More));
                1
            }
            None => {
                let before = pieces.len();
                row::take_apart(grid, next, &columns, tables, heads, pieces);
                heads.extend(within::take_number(pieces, before));
                1
            }
        };
    }
}

/// A value that is lines with labels of their own (服务对象：…, 办理时限：…) is those lines.
fn unfolded(piece: Piece, tables: &Tables) -> Vec<Piece> {
    let cell = match &piece {
        Piece::Pair(_, Some(cell)) | Piece::More(cell) | Piece::Aside(cell) => cell,
        _ => return vec![piece],
    };
    let mut lines: Vec<(usize, Option<Field>)> = Vec::new();
    let mut start = 0;
    for line in cell.text().split_inclusive('\n') {
        let field = guide::label_of(line, tables);
        if lines.is_empty() || field.is_some() {
            lines.push((start, field));
        }
        start += line.len();
    }
    let fields: BTreeSet<Field> = lines.iter().filter_map(|(_, field)| *field).collect();
    if fields.len() < LEAST_LINES {
        return vec![piece];
    }
    let ends = lines.iter().skip(1).map(|(start, _)| *start).chain([cell.text().len()]);
    let parts = lines.iter().zip(ends).map(|((start, field), end)| (field.is_some(), cell.sub(*start..end).trimmed()));
    let (mut label, mut unfolded) = (if let Piece::Pair(label, _) = &piece { Some(label.clone()) } else { None }, Vec::new());
    for (labelled, part) in parts {
        let label = label.take();
        unfolded.extend(label.clone().filter(|_| labelled).map(|label| Piece::Pair(label, None)));
        unfolded.push(match label {
            Some(label) if !labelled => Piece::Pair(label, Some(part)),
            _ if labelled => Piece::Line(part),
            _ => Piece::More(part),
        });
    }
    unfolded
}

/// Whether `grid` is a table of labels and values, and no directory: the contents of directories are such words too.
pub(super) fn is_table_of_labels(grid: &Grid, tables: &Tables) -> bool {
    named::are_names(grid, tables) || !label_columns(grid, tables).is_empty() && !has_directory_header(grid, tables)
}

/// The index of a row, the row, and its labels: where each stands, and the field that it is one of.
type Labels<'r> = (usize, &'r Row, Vec<(usize, Field)>);

/// The columns of `grid` most of whose cells are known labels, if they make it a table of labels: labels of several fields below each other, and
/// values right of most of them.
fn label_columns(grid: &Grid, tables: &Tables) -> BTreeSet<usize> {
    if grid.dialect == Dialect::Stream {
        return BTreeSet::new();
    }
    let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(super::header::MOST_COLUMNS);
    let known =
        |row: &Row, column: usize| row.cells.get(column).and_then(|cell| guide::whole_label(cell.text(), tables)).map(|(label, _)| label);
    let within = within::rows_of_tables(&grid.rows, tables);
    // Rows beside a label that spans several of them are its value.
    let is_spanned = |index: usize, row: &Row, column: usize| {
        let goes_on = |left: usize| is_merged(row, left) || grid.rows.get(index + 1).is_some_and(|below| is_merged(below, left));
        (0..column).any(|left| goes_on(left) && known(row, left).is_some_and(|label| !label.part))
    };
    let (within, is_spanned, known) = (&within, &is_spanned, &known);
    let around = |column: usize| {
        let rows = grid.rows.iter().enumerate().filter(move |(index, row)| !within.contains(index) && !is_spanned(*index, row, column));
        // What reaches over the next column is a value there, but where it is known.
        rows.filter(move |(index, row)| has_own_cell(row, column) && (known(row, column).is_some() || !row::is_wide(grid, *index, column)))
            .map(|(_, row)| row)
    };
    let mut columns: BTreeSet<usize> = (0..width)
        .filter(|column| {
            let labels = around(*column).filter(|row| known(row, *column).is_some()).count();
            labels * 2 > around(*column).count()
        })
        .collect();
    let unknown = halves::labels(grid, &columns, tables);
    columns.extend(unknown);
    // The heading of a part spans the labels right of it, and has no value of its own.
    let label = |row: &Row, column: usize| known(row, column).filter(|label| !label.part && !is_merged(row, column));
    let labels = |row: &Row| columns.iter().filter_map(|column| Some((*column, label(row, *column)?.field))).collect::<Vec<_>>();
    let rows: Vec<Labels> =
        grid.rows.iter().enumerate().map(|(index, row)| (index, row, labels(row))).filter(|(.., labels)| !labels.is_empty()).collect();
    let fields: BTreeSet<Field> = rows.iter().flat_map(|(.., labels)| labels).map(|(_, field)| *field).collect();
    let all: usize = rows.iter().map(|(.., labels)| labels.len()).sum();
    let with_value = |(index, _, labels): &Labels| {
        labels.iter().filter(|(column, _)| row::has_value_right_of(grid, *index, *column, &columns, tables)).count()
    };
    let valued: usize = rows.iter().map(with_value).sum();
    let filled: usize = (0..grid.rows.len()).map(|index| below::weight(grid, index, &labels)).sum();
    // A label of the name and one more, with their values and nothing else, are a small one.
    let names = || rows.iter().any(|(_, row, _)| known(row, 0).is_some_and(|label| label.begins));
    let is_small = columns.iter().eq(&[0]) && fields.len() > 1 && rows.len() == grid.rows.len() && valued == all && names();
    let is_one = (is_small || fields.len() >= LEAST_FIELDS)
        && rows.len() > 1
        && valued * 2 > all
        && (all * 3 >= filled || unknown.is_some() || across::are_services(grid, &columns, tables));
    if is_one { columns } else { BTreeSet::new() }
}

/// Whether a cell that is not blank begins in `column` of `row`.
fn has_own_cell(row: &Row, column: usize) -> bool {
    row.cells.get(column).is_some_and(|cell| !cell.is_blank()) && !is_merged(row, column)
}

fn is_merged(row: &Row, column: usize) -> bool {
    row.merged.iter().any(|merged| usize::from(*merged) == column)
}
