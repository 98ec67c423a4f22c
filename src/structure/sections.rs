//! structure/sections: rows of a table that are no items: headings of the rows below them, totals, who filled it in.

mod nested;

pub(super) use nested::{Heading, put};

use super::columns::Column;
use crate::decode::{Dialect, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::traits;
use crate::tables::Tables;
use std::sync::Arc;

/// What stands between the numbers of two levels.
const BETWEEN_NUMBERS: [char; 3] = ['.', '．', '-'];
/// What stands behind the number of a list.
const BEHIND_NUMBERS: [char; 3] = ['、', '.', '．'];

/// A row whose merged cell was written into every column, or into every one behind its number, as some converters do, with that cell once, and its other
/// copies.
pub(super) fn said_once<'r>(row: &'r Row, tables: &Tables) -> Option<(Row, Vec<&'r Cell>)> {
    const LEAST_CELLS: usize = 3;
    let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.is_blank()).collect();
    let is_numbered = filled.len() == row.cells.len() && filled.first().is_some_and(|cell| traits(cell.text(), tables).serial);
    let own = usize::from(is_numbered);
    let first = filled.get(own)?;
    let copies: Vec<&Cell> = filled.get(own + 1..)?.to_vec();
    let look = traits(first.text(), tables);
    let is_sign = look.serial
        || look.tick
        || look.ditto
        || look.length < 2
        || tables.marks.is_no(first.text())
        || tables.words.is_blank_sign(first.text());
    if is_sign || copies.len() + 1 < LEAST_CELLS || copies.iter().any(|copy| copy.text() != first.text()) {
        return None;
    }
    let mut once = row.clone();
    let others = once.cells.iter_mut().filter(|cell| !cell.is_blank()).skip(own + 1);
    others.for_each(|cell| cell.passage = Arc::new(cell.passage.without(|_| true)));
    Some((once, copies))
}

/// Whether a row is no item but a total, with its counts perhaps, a note, the numbers of the columns, or says who filled in the table.
pub(super) fn is_aside(filled: &[&Cell], tables: &Tables) -> bool {
    const MOST_CELLS: usize = 4;
    let Some((first, others)) = filled.split_first() else { return false };
    let is_aside = |cell: &&Cell| tables.columns.is_aside(cell.text());
    if is_aside(first) {
        return others.len() < MOST_CELLS || others.iter().all(|cell| tables.columns.is_count(cell.text())) || others.iter().any(is_aside);
    }
    others.len() == 1 && tables.words.is_note_label(first.text()) || are_column_numbers(filled)
}

/// Whether cells count the columns: 1, 2, 3 and so on.
fn are_column_numbers(filled: &[&Cell]) -> bool {
    const LEAST_COLUMNS: usize = 5;
    let count = |(index, cell): (usize, &&Cell)| crate::text::number(cell.text()) == u32::try_from(index + 1).ok();
    filled.len() >= LEAST_COLUMNS && filled.iter().enumerate().all(count)
}

/// Whether a row is the number of a page: a line as those have, or a number that alone in its row stands between two that follow each other.
pub(super) fn is_page_number(row: &Row, cell: &Cell, above: Option<&Row>, below: &[Row], tables: &Tables) -> bool {
    let number = |row: &Row| row.cells.first().and_then(|cell| crate::text::number(cell.text()));
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    let follow_each_other = || {
        let (Some(above), Some(next)) = (above.and_then(number), below.first().and_then(number)) else { return false };
        above + 1 == next && number(row).is_some()
    };
    tables.words.is_page_line(cell.text()) || is_first && follow_each_other()
}

/// Whether `cell`, alone in its row and in front of all columns, heads the rows below it: the first row of the table does, and what stands below begins
/// with a number, or the heading has one itself.
pub(super) fn is_heading(row: &Row, cell: &Cell, dialect: Dialect, below: &[Row], tables: &Tables) -> bool {
    const LONGEST: u32 = 40;
    const LEAST_CELLS: usize = 3;
    let look = traits(cell.text(), tables);
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    // Where positions are lost, a short word that ends like a law may be the end of one above.
    let is_short = dialect.states_positions() && is_short_name(cell, tables);
    let cites = look.citation && (look.has_title || !has_chinese_number(cell.text())) && !is_short;
    let is_title = tables.words.is_title(cell.text()) && !is_short;
    let is_words = !look.serial && !look.tick && !look.sentence && !look.boxed && !cites && !is_title && look.length <= LONGEST;
    if !is_first || !is_words || dialect == Dialect::Stream || tables.words.is_note(cell.text()) {
        return false;
    }
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let numbered = crate::recognise::is_numbered(cell.text());
    let Some(next) = below.iter().find(|row| filled(row) > 0) else { return false };
    let has_number = next.cells.first().is_some_and(|cell| traits(cell.text(), tables).serial);
    has_number && filled(next) >= LEAST_CELLS || numbered && (filled(next) >= LEAST_CELLS || filled(next) == 1)
}

/// Whether `cell` is a name so short that a word at its end, which ends laws and titles of documents too (权责清单, 行政处罚决定, 国家标准), says nothing else.
fn is_short_name(cell: &Cell, tables: &Tables) -> bool {
    const LONGEST: usize = 8;
    let text = crate::text::trim(cell.text());
    let name = text.rsplit(['、', '）', ')', '.', '．']).next().filter(|_| crate::recognise::is_numbered(text)).unwrap_or(text);
    !traits(text, tables).has_title && !name.contains(|c: char| c.is_ascii_digit()) && name.chars().count() <= LONGEST
}

/// What the name is that stands in a row of its own behind its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    /// The heading of the rows below it.
    Rows,
    /// Their level in this column, which they leave blank.
    Level(usize),
}

/// What `row` heads, where it says nothing but a number and, behind it, a name. The next row has that number with one more behind it (1 above 1.1); or a
/// number of another sort (一 above 1) that begins anew, or there are more such rows: one among `below`, or above where `is_again`.
pub(super) fn heads(row: &Row, is_again: bool, below: &[Row], tables: &Tables) -> Option<Heads> {
    let (heads, above) = above(row, below, tables)?;
    match above {
        Above::More | Above::First => Some(heads),
        Above::Other => (is_again || heads_again(row, below, tables)).then_some(heads),
    }
}

/// The number of a heading, and the heading.
pub(super) type Numbered = (Cell, Heading);

/// Takes out of `rows` those that are headings, each with its number; each is right above a row that is none, or above such a heading. Back come the others,
/// and what came with them.
pub(super) fn numbered_headings<T>(rows: Vec<(Row, T)>, tables: &Tables) -> (Vec<Numbered>, (Vec<Row>, Vec<T>)) {
    let (all, with): (Vec<Row>, Vec<T>) = rows.into_iter().unzip();
    let mut found: Vec<(usize, Numbered)> = Vec::new();
    for (index, row) in all.iter().enumerate() {
        let below = all.get(index + 1..).unwrap_or_default();
        if let [number, name] = row.cells.as_slice()
            && heads(row, !found.is_empty(), below, tables) == Some(Heads::Rows)
        {
            found.push((index, (number.clone(), Heading::new(index - found.len(), Some(number), name))));
        }
    }
    let is_heading = |index: usize| found.binary_search_by_key(&index, |(at, _)| *at).is_ok();
    let kept = all.into_iter().zip(with).enumerate().filter(|(index, _)| !is_heading(*index)).map(|(_, row)| row).unzip();
    (found.into_iter().map(|(_, heading)| heading).collect(), kept)
}

/// How the number of a heading stands above that of the next row.
enum Above {
    /// That has one more behind it.
    More,
    /// That is of another sort, and the first of its count.
    First,
    /// That is of another sort.
    Other,
}

/// What `heading` heads, and how it stands above the first of the rows `below`. Where that has no more cells itself, it heads the next.
fn above(heading: &Row, below: &[Row], tables: &Tables) -> Option<(Heads, Above)> {
    let own = number_of_heading(heading, tables)?;
    let mut rows = below.iter().filter(|row| row.cells.iter().any(|cell| !cell.is_blank()));
    let (next, third) = (rows.next()?, rows.next());
    match right_above(own, heading, next, tables) {
        None => {
            let inner = number_of_heading(next, tables).filter(|inner| sort(inner) != sort(own))?;
            right_above(inner, next, third?, tables).map(|(_, above)| (Heads::Rows, above))
        }
        found => found,
    }
}

/// The same of `heading`, with the number `own`, right above `next`, which has more cells than a heading.
fn right_above(own: &str, heading: &Row, next: &Row, tables: &Tables) -> Option<(Heads, Above)> {
    const LEAST_CELLS: usize = 4;
    let column = heading.cells.iter().rposition(|cell| !cell.is_blank())?;
    let number = crate::text::trim(next.cells.first()?.text());
    if next.cells.iter().filter(|cell| !cell.is_blank()).count() < LEAST_CELLS {
        return None;
    }
    if number.strip_prefix(own).and_then(|rest| rest.strip_prefix(BETWEEN_NUMBERS)).and_then(crate::text::number).is_some() {
        return Some((Heads::Rows, Above::More));
    }
    if !traits(number, tables).serial || !sort(number).is_arabic || sort(number) == sort(own) {
        return None;
    }
    let last = number.trim_end_matches(BEHIND_NUMBERS).rsplit(BETWEEN_NUMBERS).next().and_then(crate::text::number);
    let heads = if next.cells.get(column).is_some_and(Cell::is_blank) { Heads::Level(column) } else { Heads::Rows };
    Some((heads, if last == Some(1) { Above::First } else { Above::Other }))
}

/// Whether one of the rows `below` is a heading as well, with a number of the sort of that of `heading`.
fn heads_again(heading: &Row, below: &[Row], tables: &Tables) -> bool {
    let sort_of = |row: &Row| number_of_heading(row, tables).map(sort);
    let is_one = |(index, row): (usize, &Row)| {
        sort_of(row) == sort_of(heading) && above(row, below.get(index + 1..).unwrap_or_default(), tables).is_some()
    };
    below.iter().enumerate().any(is_one)
}

/// The number of a row that says nothing but a number and, behind it, a name.
fn number_of_heading<'r>(row: &'r Row, tables: &Tables) -> Option<&'r str> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (Some(first), Some(name), None) = (filled.next(), filled.next(), filled.next()) else { return None };
    let own = crate::text::trim(first.text());
    let is_first = row.cells.first().is_some_and(|first| !first.is_blank());
    let look = traits(name.text(), tables);
    let cites = look.citation && !is_short_name(name, tables);
    let is_words = !look.serial && !look.tick && !look.sentence && !look.boxed && !cites && !look.ditto;
    let number = own.trim_end_matches(BEHIND_NUMBERS);
    (is_first && is_words && crate::text::number(number).is_some()).then_some(own)
}

/// What tells numbers of different levels from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sort {
    is_arabic: bool,
    is_bracketed: bool,
}

fn sort(number: &str) -> Sort {
    Sort { is_arabic: crate::text::has_digit(number), is_bracketed: number.contains(['）', ')']) }
}

/// Whether `text` begins with a Chinese numeral and the mark of a list, as headings do (二、公共服务类).
pub(super) fn has_chinese_number(text: &str) -> bool {
    let number = text.split_once('、').map(|(number, _)| number).filter(|number| !number.contains(|c: char| c.is_ascii_digit()));
    number.is_some_and(|number| crate::text::number(number).is_some())
}

/// Whether `cell`, alone in its row, is a note below the table or between its rows: it says so where no contents stand, or as the last row; stands where
/// numbers stand and is none, in a table of cells, or begins as notes do; or is the next entry of the note above (`is_noted`). `below` are the rows that
/// follow it.
pub(super) fn is_note(
    row: &Row,
    cell: &Cell,
    columns: &[Column],
    (dialect, is_noted): (Dialect, bool),
    below: &[Row],
    tables: &Tables,
) -> bool {
    const SIGNS: [char; 3] = ['*', '＊', '※'];
    let column = row.cells.iter().position(|other| !other.is_blank()).and_then(|index| columns.get(index));
    let is_no_number = column.is_some_and(|column| column.field == Field::Serial) && !traits(cell.text(), tables).serial;
    let may_be_contents = dialect != Dialect::Cells && column.is_some_and(|column| column.field == Field::Contents);
    let is_last = below.iter().all(|row| row.cells.iter().all(Cell::is_blank));
    let says_so = tables.words.is_note(cell.text()) && (!may_be_contents || is_last);
    let look = traits(cell.text(), tables);
    let begins_so = dialect.states_positions() && (look.sentence || look.numbered) || cell.text().starts_with(SIGNS);
    says_so || is_no_number && (dialect == Dialect::Cells || begins_so) || is_noted && look.numbered && has_no_items(below, tables)
}

/// Whether the next of the rows `below` are none of items: single cells, totals and the like.
fn has_no_items(below: &[Row], tables: &Tables) -> bool {
    const ASKED: usize = 32;
    let filled = |row: &'_ Row| row.cells.iter().filter(|cell| !cell.is_blank()).cloned().collect::<Vec<Cell>>();
    below.iter().take(ASKED).map(filled).all(|cells| cells.len() < 2 || is_aside(&cells.iter().collect::<Vec<_>>(), tables))
}

/// Ticks on lines of their own belong to the row above.
pub(super) fn only_ticks(cells: &[&Cell], dialect: Dialect, tables: &Tables) -> bool {
    !dialect.states_positions() && !cells.is_empty() && cells.iter().all(|cell| tables.marks.is_tick(cell.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Passage, Places};

    fn rows(text: &str) -> Vec<Row> {
        let cell = |text: &str| Cell { passage: Arc::new(Passage::plain(text.into())), at: Places::new() };
        let row = |line: &str| Row { cells: line.split('|').map(cell).collect(), pads: 0, lacks: 0, line: 0, merged: Vec::new() };
        text.lines().map(row).collect()
    }

    #[test]
    fn rows_with_a_number_of_another_sort_and_a_name_are_headings() {
        let tables = Tables::embedded().unwrap();
        for (text, expected) in [
            ("一|补贴资金||\n1|购置|标准|县局", Some(Heads::Rows)),
            ("（一）|补贴资金\n1|购置|标准|县局", Some(Heads::Rows)),
            ("1|补贴资金\n（1）|购置|标准|县局", Some(Heads::Rows)),
            ("1|补贴资金\n1.1|购置|标准|县局", Some(Heads::Rows)),
            ("二|补贴资金\n2.1|购置|标准|县局", Some(Heads::Rows)),
            ("二|补贴资金\n3|购置|标准|县局\n三|保险\n4|种植|标准|县局", Some(Heads::Rows)),
            ("一|补贴资金\n（一）|直接补贴\n1|购置|标准|县局", Some(Heads::Rows)),
            ("一|补贴资金\n（一）|直接补贴\n2|购置|标准|县局", None),
            ("一|补贴资金\n（一）|直接补贴\n1|购置|标准|县局\n二|保险\n（一）|政策保险\n2|种植|标准|县局", Some(Heads::Rows)),
            ("一|补贴资金||\n1||购置|标准|县局", Some(Heads::Level(1))),
            // The numbers go on, and there is no other such row.
            ("二|补贴资金\n3|购置|标准|县局", None),
            // An item that lost its cells.
            ("1|补贴资金\n2|购置|标准|县局", None),
            ("一|补贴资金\n二|购置|标准|县局", None),
            // Nothing that has cells stands below.
            ("一|补贴资金\n1|购置", None),
            ("一|√\n1|购置|标准|县局", None),
            ("一|补贴资金", None),
        ] {
            let rows = rows(text);
            assert_eq!(heads(&rows[0], false, &rows[1..], &tables), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_written_into_every_column_is_said_once() {
        let tables = Tables::embedded().unwrap();
        for (text, expected) in [
            ("补贴资金|补贴资金|补贴资金", Some("补贴资金||")),
            ("一|补贴资金|补贴资金|补贴资金", Some("一|补贴资金||")),
            ("一|补贴资金|补贴资金", None),
            ("3|补贴资金||补贴资金|补贴资金", None),
            ("3|同上|同上|同上", None),
            ("3|√|√|√", None),
        ] {
            let rows = rows(text);
            let once = said_once(&rows[0], &tables);
            let shown = once.map(|(row, _)| row.cells.iter().map(|cell| cell.text().to_owned()).collect::<Vec<_>>().join("|"));
            assert_eq!(shown.as_deref(), expected, "{text}");
        }
    }
}
