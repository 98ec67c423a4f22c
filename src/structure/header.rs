//! structure/header: the header rows of a table, one to three of them, joined to columns.

mod guess;
mod levels;
mod order;
mod place;
mod short;
mod unnamed;

pub(super) use guess::{guess, tell_unnamed};
use levels::settle_unknown_levels;
pub(super) use levels::{nest_category, nest_numbers, settle_levels, settle_names};
pub(super) use order::leave_open;
use place::aligned;
pub(super) use place::columns_over;

use super::columns::Column;
use super::services;
use super::stream::together;
use crate::decode::{Dialect, Row};
use crate::evidence::{Cell, Text};
use crate::field::Field;
use crate::item::MarkGroup;
use crate::recognise::{list_parts, traits};
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::text::is_blank;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A table has so many columns at most; what stands further right is in none.
pub(super) const MOST_COLUMNS: usize = 128;

/// At most so many rows make a header.
const MOST_ROWS: usize = 3;

/// A cell that is only part of a word of headers has so many characters at most.
const LONGEST_PART: usize = 8;

/// How many of the rows at the start of `rows` are header rows: rows most of whose cells are known words of headers, or parts of such words that
/// stand below each other. At most three; a table of services has headers of its own.
pub(super) fn header_rows(rows: &[Row], tables: &Tables) -> usize {
    let Some(first) = rows.first() else { return 0 };
    if known_cells(first, tables) < 2 || says_ticks(first, tables) {
        return services::header_rows(rows, tables);
    }
    let goes_on = |row: &&Row| !same_words(row, first) && !is_element(row, first, tables);
    let differ = rows.iter().take(MOST_ROWS).skip(1).take_while(goes_on).count();
    let is_header = |height: usize| {
        let head = rows.get(..height).unwrap_or_default();
        (0..height).all(|row| is_header(head, row, tables))
    };
    (1..=1 + differ).rev().find(|height| is_header(*height)).unwrap_or(0).max(services::header_rows(rows, tables))
}

/// Whether the rows of the header `head` stand at the start of `rows` again, as on each page: what is below them is none of them, whatever it says.
pub(super) fn stands_again(head: &[Row], rows: &[Row]) -> bool {
    !head.is_empty() && rows.len() >= head.len() && head.iter().zip(rows).all(|(head, row)| same_words(head, row))
}

/// Whether a header begins with the first of `rows`.
pub(super) fn begins(rows: &[Row], tables: &Tables) -> bool {
    header_rows(rows, tables) > 0 || !rows_together(rows, tables).is_empty()
}

/// The header rows at the start of `rows` whose words stand in one cell with nothing between them, the words apart.
pub(super) fn rows_together(rows: &[Row], tables: &Tables) -> Vec<Row> {
    const LEAST_WORDS: usize = 4;
    const LEAST_BELOW: usize = 2;
    let apart = |row: &Row, least: usize| -> Option<Row> {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
        let (Some(cell), None) = (filled.next(), filled.next()) else { return None };
        let words = together::header(cell.text(), tables);
        let is_whole = words.last().is_some_and(|word| word.end == cell.text().len());
        let cells = || words.iter().map(|word| cell.sub(word.clone())).collect();
        (is_whole && words.len() >= least).then(|| Row { cells: cells(), pads: 0, lacks: 0, line: row.line, merged: Vec::new() })
    };
    let Some(first) = rows.first().and_then(|row| apart(row, LEAST_WORDS)) else { return Vec::new() };
    let below = rows.get(1).and_then(|row| apart(row, LEAST_BELOW));
    std::iter::once(first).chain(below).collect()
}

fn known_cells(row: &Row, tables: &Tables) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank() && tables.columns.header(cell.text()).is_some()).count()
}

/// Whether `row` is one of items that says in words what ticks say elsewhere: beside words of ticks and of no other column it has other texts.
fn says_ticks(row: &Row, tables: &Tables) -> bool {
    let filled = || row.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| tables.columns.header(cell.text()));
    filled().any(|header| header.is_none()) && filled().flatten().all(|header| matches!(header, Header::Mark { .. }))
}

/// Whether most cells of the row at `index` of the header `head` are words of headers, alone or with those above and below them.
fn is_header(head: &[Row], index: usize, tables: &Tables) -> bool {
    let Some(row) = head.get(index) else { return false };
    let is_short = short::are_words(row, tables);
    let (mut known, mut all) = (0, 0);
    for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
        all += 1;
        let is_known = tables.columns.header(cell.text()).is_some() || is_channel_below(head, index, cell, tables);
        let is_known = is_known || is_short && tables.columns.short(cell.text()).is_some();
        let is_below = || is_below_unknown(head, index, column, cell, tables) || is_level_below(head, index, column, cell, tables);
        known += usize::from(is_known || is_part(head, index, column, cell, tables) || is_below());
    }
    known >= 1 && known * 10 >= all * 6
}

/// Whether `cell` names a channel, below a row that has a heading for them: each has a column of ticks.
fn is_channel_below(head: &[Row], row: usize, cell: &Cell, tables: &Tables) -> bool {
    let Some(above) = row.checked_sub(1).and_then(|above| head.get(above)) else { return false };
    let is_heading = |cell: &Cell| matches!(tables.columns.header(cell.text()), Some(Header::Column(Field::Channels)));
    let is_name = tables.channels.at_start(cell.text()).is_some_and(|(_, taken)| taken == cell.text().chars().count());
    is_name && above.cells.iter().any(is_heading)
}

/// Whether `cell`, in the second row of the header `head`, is one of the words below a heading that the tables do not know: where cells have positions it
/// stands below it, with others; else known words stand beside it.
fn is_below_unknown(head: &[Row], index: usize, column: usize, cell: &Cell, tables: &Tables) -> bool {
    const LEAST_KNOWN: usize = 2;
    let (Some(first), Some(row)) = (head.first(), head.get(index).filter(|_| index == 1)) else { return false };
    if !is_unknown_word(cell, tables) {
        return false;
    }
    let has_positions = first.cells.iter().chain(&row.cells).any(Cell::is_blank);
    if !has_positions {
        return first.cells.iter().any(|heading| is_unknown_word(heading, tables)) && known_cells(row, tables) >= LEAST_KNOWN;
    }
    let spanned = |index: usize| first.cells.iter().take(index + 1).rposition(|heading| !heading.is_blank());
    let Some(heading) = spanned(column) else { return false };
    let is_spanned = |(index, cell): (usize, &Cell)| !cell.is_blank() && spanned(index) == Some(heading);
    let below = row.cells.iter().enumerate().filter(|(index, cell)| is_spanned((*index, cell))).count();
    below > 1 && first.cells.get(heading).is_some_and(|heading| is_unknown_word(heading, tables))
}

/// Whether `cell`, in the second row of the header `head`, is an unknown word for a level of the items below their heading: where cells have positions it
/// stands below it, else the row has no other words.
fn is_level_below(head: &[Row], index: usize, column: usize, cell: &Cell, tables: &Tables) -> bool {
    const LEAST_KNOWN: usize = 5;
    let (Some(first), Some(row)) = (head.first(), head.get(index).filter(|_| index == 1)) else { return false };
    let is_level = |cell: &Cell| is_unknown_word(cell, tables) && tables.columns.may_name_level(cell.text());
    let is_heading = |cell: &Cell| tables.columns.header(cell.text()) == Some(&Header::Column(Field::Name));
    if !is_level(cell) || known_cells(first, tables) < LEAST_KNOWN {
        return false;
    }
    if first.cells.iter().chain(&row.cells).any(Cell::is_blank) {
        return first.cells.iter().take(column + 1).rfind(|heading| !heading.is_blank()).is_some_and(is_heading);
    }
    first.cells.iter().any(is_heading) && row.cells.iter().all(|cell| is_level(cell) || tables.columns.header(cell.text()).is_some())
}

/// Whether `cell` holds a short word that is no word of headers, and no value of a kind that can be told.
fn is_unknown_word(cell: &Cell, tables: &Tables) -> bool {
    if !may_be_part(cell) || tables.columns.header(cell.text()).is_some() {
        return false;
    }
    let look = traits(cell.text(), tables);
    !look.serial
        && !look.tick
        && !look.boxed
        && !look.has_title
        && !look.sentence
        && !look.organisation
        && !cell.text().contains(|c: char| c.is_ascii_digit())
}

/// Whether `cell` is part of a known word with cells of the rows above or below it: with one of either row, or with those at its own place of both.
fn is_part(head: &[Row], row: usize, column: usize, cell: &Cell, tables: &Tables) -> bool {
    if !may_be_part(cell) {
        return false;
    }
    let parts = |index: Option<usize>| {
        index.and_then(|index| head.get(index)).into_iter().flat_map(|row| &row.cells).filter(|cell| may_be_part(cell))
    };
    let is_known = |text: String| tables.columns.header_word(&text).is_some();
    let (above, below) = (row.checked_sub(1), Some(row + 1));
    if parts(above).any(|part| is_known(format!("{}{}", part.text(), cell.text())))
        || parts(below).any(|part| is_known(format!("{}{}", cell.text(), part.text())))
    {
        return true;
    }
    let stack: String = head.iter().filter_map(|row| row.cells.get(column)).map(Cell::text).collect();
    head.len() > 2 && is_known(stack)
}

fn may_be_part(cell: &Cell) -> bool {
    !cell.is_blank() && cell.text().chars().filter(|c| !is_blank(*c)).count() <= LONGEST_PART
}

/// A header that stands twice does not stand in more rows.
fn same_words(a: &Row, b: &Row) -> bool {
    fn words(row: &Row) -> impl Iterator<Item = String> {
        row.cells.iter().map(|cell| crate::text::fold(cell.text())).filter(|word| !word.is_empty())
    }
    words(a).eq(words(b))
}

/// Whether `row` has nothing but an element of contents, though a header may say the same word (事项名称, 政策依据): where the header row `first` names the
/// contents, and has a column for what the word means, it goes on with those of the page before.
fn is_element(row: &Row, first: &Row, tables: &Tables) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (Some(cell), None) = (filled.next(), filled.next()) else { return false };
    let names = |wanted: Field| first.cells.iter().any(|cell| tables.columns.header(cell.text()) == Some(&Header::Column(wanted)));
    let Some(part) = list_parts(cell.text()).next().filter(|_| names(Field::Contents)) else { return false };
    let is_named = || match tables.columns.header(part) {
        Some(Header::Column(field)) if *field != Field::Name && field.depth().is_none() => names(*field),
        _ => false,
    };
    tables.words.is_element(part) || is_named()
}

/// The columns that the header rows `rows` name, left to right.
pub(super) fn columns(rows: &[Row], dialect: Dialect, tables: &Tables) -> Vec<Column> {
    let aligned = if dialect.states_positions() && dialect != Dialect::Cells { aligned(rows, tables) } else { None };
    let rows = aligned.as_deref().unwrap_or(rows);
    let leaves = if dialect.states_positions() { leaves_by_position(rows, tables) } else { leaves_by_meaning(rows, tables) };
    let mut columns: Vec<Column> = leaves.iter().take(MOST_COLUMNS).map(|leaf| column(leaf, tables)).collect();
    short::settle(&mut columns, tables);
    settle_periods(&mut columns, tables);
    services::settle(&mut columns, &leaves, tables);
    while columns.last().is_some_and(|column| column.label.is_empty()) {
        columns.pop();
    }
    unnamed::name_marks(&mut columns, rows, tables);
    settle_levels(&mut columns);
    settle_names(&mut columns);
    settle_unknown_levels(&mut columns, tables);
    for column in columns.iter_mut().filter(|column| column.field == Field::Extra) {
        column.of_departments = tables.words.is_department(&column.label);
    }
    columns
}

/// Beside the column that has the standard word for deadlines (公开时限) another one says something else: for how long (公开期限).
fn settle_periods(columns: &mut [Column], tables: &Tables) {
    let is_deadline = |column: &Column| column.field == Field::Deadlines;
    let standard = tables.words.standard_columns().iter().find(|column| column.field == Field::Deadlines);
    let Some(word) = standard.map(|column| column.says.as_str()) else { return };
    if columns.iter().any(|column| is_deadline(column) && column.label.as_str() == word) {
        columns
            .iter_mut()
            .filter(|column| is_deadline(column) && column.label.as_str() != word)
            .for_each(|column| column.field = Field::Extra);
    }
}

/// The lowest cell of a column's header, and the cell above it.
pub(super) struct Leaf<'a> {
    pub(super) cell: Option<Cow<'a, Cell>>,
    pub(super) parent: Option<&'a Cell>,
}

/// Where positions are stated, a cell stands under the nearest filled cell of the row above, at its place or left of it. Cells below each other that
/// are a known word together are one.
fn leaves_by_position<'a>(rows: &'a [Row], tables: &Tables) -> Vec<Leaf<'a>> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (0..width)
        .map(|index| {
            let filled = |row: &Row| row.cells.get(index).is_some_and(|cell| !cell.is_blank());
            let lowest = rows.iter().rposition(filled);
            let cell = lowest.and_then(|row| rows.get(row)?.cells.get(index));
            let above = lowest.and_then(|row| row.checked_sub(1)).and_then(|row| rows.get(row));
            let parent = above.and_then(|row| row.cells.iter().take(index + 1).rev().find(|cell| !cell.is_blank()));
            Leaf { cell: whole_word(rows, index, tables).map(Cow::Owned).or(cell.map(Cow::Borrowed)), parent }
        })
        .collect()
}

/// The cells at `index` of the rows, which are one known word broken over them; so are a known word and an unknown one in brackets below it.
fn whole_word(rows: &[Row], index: usize, tables: &Tables) -> Option<Cell> {
    let is_own = |row: &&Row| !row.merged.iter().any(|merged| usize::from(*merged) == index);
    let stack: Vec<&Cell> = rows.iter().filter(is_own).filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank()).collect();
    let joined = (0..stack.len().saturating_sub(1)).filter_map(|first| {
        let (top, lower) = stack.get(first..)?.split_first()?;
        Some((*top, lower.iter().fold((*top).clone(), |above, below| above.above(below))))
    });
    joined.into_iter().find_map(|(top, whole)| {
        let bracketed = whole.text().get(top.text().len()..).is_some_and(|rest| crate::text::trim(rest).starts_with(['（', '(']));
        let known = |text: &str| matches!(tables.columns.header(text), Some(Header::Column(_)));
        let is_word = tables.columns.header_word(whole.text()).is_some();
        if is_word { Some(whole) } else { (bracketed && known(top.text())).then(|| top.clone()) }
    })
}

/// Where cells were dropped, a cell of a lower row stands under the heading that its meaning belongs to, else where its left neighbour stands. A cell
/// that makes a known word with one above it is the rest of that one.
fn leaves_by_meaning<'a>(rows: &'a [Row], tables: &Tables) -> Vec<Leaf<'a>> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let Some((first, lower)) = rows.split_first() else { return leaves };
    let mut above: Vec<Cow<Cell>> = first.cells.iter().map(Cow::Borrowed).collect();
    let mut children: Vec<Vec<&Cell>> = vec![Vec::new(); first.cells.len()];
    for row in lower {
        let (mut parent, mut next) = (0, 0);
        for (at, cell) in row.cells.iter().enumerate() {
            let belongs = (parent..above.len()).find(|index| above.get(*index).is_some_and(|above| stands_under(cell, above, tables)));
            if belongs.is_none()
                && let Some((index, whole)) = (next..above.len()).find_map(|index| Some((index, rest_of(above.get(index)?, cell, tables)?)))
            {
                if let Some(above) = above.get_mut(index) {
                    *above = Cow::Owned(whole);
                }
                (parent, next) = (index, index + 1);
                continue;
            }
            let unknown = || unknown_heading(&first.cells, row, at, parent, tables);
            parent = belongs.or_else(|| levels::heading_over(&first.cells, cell, tables)).or_else(unknown).unwrap_or(parent);
            next = next.max(parent);
            if let Some(children) = children.get_mut(parent) {
                children.push(cell);
            }
        }
    }
    for ((cell, heading), children) in above.into_iter().zip(&first.cells).zip(children) {
        if children.is_empty() {
            leaves.push(Leaf { cell: Some(cell), parent: None });
        }
        leaves.extend(children.into_iter().map(|child| Leaf { cell: Some(Cow::Borrowed(child)), parent: Some(heading) }));
    }
    leaves
}

/// The only heading of `headings` that the tables do not know, right of the one at `parent` and left of the one that the next known word of `row` belongs
/// under: the words from the one at `at` to that word stand below it. Under a heading of ticks one or two words may be ticks of its own that are not known.
fn unknown_heading(headings: &[Cell], row: &Row, at: usize, parent: usize, tables: &Tables) -> Option<usize> {
    const LEAST_WORDS: usize = 3;
    let behind = row.cells.get(at..)?;
    let end =
        |cell: &Cell| (parent..headings.len()).find(|index| headings.get(*index).is_some_and(|above| stands_under(cell, above, tables)));
    let count = behind.iter().position(|cell| end(cell).is_some()).unwrap_or(behind.len());
    let next = behind.get(count).and_then(end).unwrap_or(headings.len());
    let is_group = matches!(tables.columns.header(headings.get(parent)?.text()), Some(Header::Group(_)));
    let is_unknown = |index: &usize| headings.get(*index).is_some_and(|heading| is_unknown_word(heading, tables));
    let mut unknown = (parent + 1..next).filter(is_unknown);
    match (unknown.next(), unknown.next()) {
        (Some(heading), None) if count >= if is_group { LEAST_WORDS } else { 2 } => Some(heading),
        _ => None,
    }
}

/// `above` with `cell` below it, where both are parts of one known word.
fn rest_of(above: &Cell, cell: &Cell, tables: &Tables) -> Option<Cell> {
    let whole = above.above(cell);
    (may_be_part(above) && may_be_part(cell) && tables.columns.header_word(whole.text()).is_some()).then_some(whole)
}

/// Whether the heading `cell` belongs under the heading `above`.
pub(super) fn stands_under(cell: &Cell, above: &Cell, tables: &Tables) -> bool {
    let heading = tables.columns.header(above.text()).or_else(|| tables.columns.short(above.text()));
    match (tables.columns.header(cell.text()), heading) {
        (Some(Header::Mark { group, .. }), Some(Header::Group(over))) => group == over,
        (Some(Header::Column(Field::Name)), Some(Header::Column(Field::Name))) => cell.text() != above.text(),
        (Some(Header::Column(field)), Some(Header::Column(Field::Name))) => field.depth().is_some(),
        (Some(Header::Column(field)), None) => field.depth().is_some_and(|depth| depth > 0) && tables.columns.may_head_levels(above.text()),
        _ => false,
    }
}

/// The column that a leaf names; one that the tables do not know keeps its words.
fn column(leaf: &Leaf, tables: &Tables) -> Column {
    let Some(cell) = leaf.cell.as_deref() else { return Column::new(Field::Extra, Text::from(""), None) };
    let label: Text = cell.text().chars().filter(|c| !is_blank(*c)).collect::<String>().into();
    let at = cell.at.first().copied();
    let over = leaf.parent.and_then(|parent| tables.columns.header(parent.text()));
    match (tables.columns.header(&label), over) {
        (Some(Header::Mark { group, keys }), _) => {
            Column { group: Some(*group), keys: keys.clone(), ..Column::new(Field::Marks, label, at) }
        }
        (Some(Header::Group(group)), _) => Column { group: Some(*group), by_words: true, ..Column::new(Field::Marks, label, at) },
        (Some(Header::Column(field)), _) => Column::new(*field, label, at),
        (None, Some(Header::Group(group))) => unknown_mark(*group, label, at),
        (None, Some(Header::Column(Field::Channels))) => Column::new(Field::Channels, label, at),
        (None, Some(Header::Column(Field::Name))) if is_below(leaf, cell) && tables.columns.may_name_level(&label) => {
            Column { by_type: true, ..Column::new(Field::Name, label, at) }
        }
        (None, None) if is_below(leaf, cell) && leaf.parent.is_some_and(|parent| is_unknown_word(parent, tables)) => {
            let over = leaf.parent.map(|parent| parent.text().chars().filter(|c| !is_blank(*c)).collect::<String>());
            let label = format!("{}/{label}", over.unwrap_or_default());
            Column { may_be_ticked: true, ..Column::new(Field::Extra, label.into(), at) }
        }
        _ => Column::new(Field::Extra, label, at),
    }
}

/// Whether `cell` stands below another heading than itself.
fn is_below(leaf: &Leaf, cell: &Cell) -> bool {
    leaf.parent.is_some_and(|parent| parent.text() != cell.text())
}

fn unknown_mark(group: MarkGroup, label: Text, at: Option<crate::evidence::At>) -> Column {
    Column { group: Some(group), ..Column::new(Field::Marks, label, at) }
}

/// The columns of a table of another kind, whose first row names them, with the rows below it that name parts of what it names; these rows are taken
/// out of `rows`.
pub(super) fn plain(rows: &mut Vec<Row>, tables: &Tables) -> Vec<Column> {
    let mut has_whole = false;
    let names = |(above, row): &(&Row, &Row)| {
        has_whole |= names_whole(above) || repeats_words(row);
        has_whole && names_parts(above, row)
    };
    let below = rows.iter().zip(rows.iter().skip(1)).take(MOST_ROWS - 1).take_while(names).count();
    let head: Vec<Row> = rows.drain(..rows.len().min(1 + below)).collect();
    let width = usual_width(rows).max(head.iter().map(|row| row.cells.len()).max().unwrap_or(0));
    let figures = figures(rows, width, tables);
    let named = leaves_by_position(&head, tables).into_iter().enumerate().map(|(index, leaf)| {
        let own = leaf.cell.as_deref().map_or("", Cell::text);
        let label = headings_over(&head, index).into_iter().filter(|over| *over != own).chain([own]).collect::<Vec<_>>().join("/");
        Column::new(Field::Extra, label.into(), leaf.cell.as_deref().and_then(|cell| cell.at.first().copied()))
    });
    let unnamed = std::iter::repeat_with(|| Column::new(Field::Extra, Text::from(""), None));
    let columns = named.chain(unnamed).take(width.min(MOST_COLUMNS));
    columns.zip(figures).map(|(column, figures)| Column { figures, ..column }).collect()
}

/// The width that a fifth of `rows` reach: a row alone that is wider has a separator too many.
fn usual_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len() + row.pads as usize).collect();
    widths.sort_unstable_by_key(|width| std::cmp::Reverse(*width));
    widths.get(widths.len() / 5).copied().unwrap_or(0)
}

/// For each column whether nearly all cells of the rows that are `width` wide hold figures, or hardly any does.
fn figures(rows: &[Row], width: usize, tables: &Tables) -> Vec<Option<bool>> {
    const LEAST: usize = 4;
    let of_column = |index: usize| {
        let whole = rows.iter().filter(|row| row.cells.len() == width).filter_map(|row| row.cells.get(index));
        let (mut all, mut figures) = (0, 0);
        for cell in whole.filter(|cell| !cell.is_blank()) {
            all += 1;
            figures += usize::from(traits(cell.text(), tables).figure);
        }
        match all {
            ..LEAST => None,
            _ if figures * 10 >= all * 9 => Some(true),
            _ => (figures * 10 <= all).then_some(false),
        }
    };
    (0..width).map(of_column).collect()
}

/// The words of the rows `head` over the lowest one at `index`, each the nearest at its place or left of it, outermost first.
fn headings_over(head: &[Row], index: usize) -> Vec<&str> {
    let lowest = head.iter().rposition(|row| is_filled(row, index)).unwrap_or(0);
    let over = |row: &'_ Row| row.cells.iter().take(index + 1).rposition(|cell| !cell.is_blank());
    let above = head.iter().take(lowest).filter_map(|row| row.cells.get(over(row)?).map(Cell::text));
    let mut words: Vec<&str> = above.collect();
    words.dedup();
    words
}

fn is_filled(row: &Row, index: usize) -> bool {
    row.cells.get(index).is_some_and(|cell| !cell.is_blank())
}

/// Whether a cell of the header row `row` may span the column `index`: a blank one, or one with a blank one behind it.
fn spans(row: &Row, index: usize) -> bool {
    index < row.cells.len() && (!is_filled(row, index) || index + 1 < row.cells.len() && !is_filled(row, index + 1))
}

/// Whether some cell of `row` names one column.
fn names_whole(row: &Row) -> bool {
    (0..row.cells.len()).any(|index| is_filled(row, index) && !spans(row, index))
}

/// Whether `row` says words twice, as one does that names parts of several things (项目, 预算数 below 收入 and 支出).
fn repeats_words(row: &Row) -> bool {
    const LEAST: usize = 2;
    let words: Vec<&str> = row.cells.iter().filter(|cell| !cell.is_blank()).map(Cell::text).collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    distinct.len() >= LEAST && words.len() == 2 * distinct.len()
}

/// Whether the cells of `row` are words that stand below cells of `above` which span several columns, and nowhere else.
fn names_parts(above: &Row, row: &Row) -> bool {
    const LEAST: usize = 2;
    let is_own = |index: usize| is_filled(row, index) && !u16::try_from(index).is_ok_and(|index| row.merged.contains(&index));
    let own: Vec<usize> = (0..row.cells.len()).filter(|index| is_own(*index)).collect();
    let is_word = |index: &usize| row.cells.get(*index).is_some_and(|cell| !cell.text().chars().any(|c| c.is_ascii_digit()));
    own.len() >= LEAST && own.iter().all(|index| spans(above, *index) && is_word(index))
}
