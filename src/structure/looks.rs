//! structure/looks: what the texts of a table look like, each read once, and what placement sees of a row.

use super::columns::{Column, Model};
use super::placement::{Cut, Length, Piece, Pieces};
use crate::decode::{Dialect, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::recognise::{Traits, are_alike, ends_before, traits, traits_of_part};
use crate::tables::Tables;
use crate::tables::known::Reading;
use crate::text::{is_blank, is_han};
use ahash::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// So many cells of a row are placed at most; the rest stand in no column. Twice the widest table.
pub(super) const MOST_PIECES: usize = 2 * super::header::MOST_COLUMNS;

/// One of so many rows is many.
const MANY: usize = 5;

/// The looks of all texts of a table.
pub(super) struct Looks<'a> {
    texts: HashMap<&'a str, Arc<Look>, RandomState>,
    /// Neighbours in rows that are too long, taken as one text.
    pairs: HashMap<(&'a str, &'a str), Traits>,
    /// How many cells a row has, dropped ones included; `None` where rows do not agree.
    length: Option<usize>,
    /// How many columns the header has.
    columns: usize,
    /// Whether padding tells how many cells were dropped.
    pads: bool,
    /// Whether blank cells at the ends of rows were left out.
    trims: bool,
    /// Whether the place of a cell in its row tells its column.
    stated: bool,
    /// Whether no separator can be lost: the format tells where each cell ends.
    are_cells: bool,
    /// Whether many rows have fewer cells than others.
    many_lack: bool,
    /// Whether a cell may be a line of the one before it.
    are_lines: bool,
}

/// What a distinct text looks like, whole and cut in two.
#[derive(Default)]
struct Look {
    traits: Traits,
    /// The first `ticks` of them cut off a tick; those behind the first `told` part what looks alike.
    cuts: Vec<Cut>,
    ticks: usize,
    told: usize,
}

impl<'a> Looks<'a> {
    /// Reads the cells of `rows`, written in `dialect`, under a header of `columns`.
    pub(super) fn new(rows: &'a [Row], dialect: Dialect, columns: &[Column], tables: &Tables) -> Self {
        let trims = are_trimmed(rows, dialect, columns.last());
        let columns = columns.len();
        let mut looks = Looks {
            texts: HashMap::default(),
            pairs: HashMap::new(),
            length: usual_length(rows, dialect, columns),
            columns,
            pads: dialect == Dialect::PipeTight,
            trims,
            stated: dialect.states_positions(),
            are_cells: dialect == Dialect::Cells,
            many_lack: false,
            are_lines: dialect == Dialect::Stream,
        };
        let short = rows.iter().filter(|row| looks.length_of(row) == Length::Short).count();
        looks.many_lack = looks.are_cells && short * MANY >= rows.len();
        for row in rows {
            for cell in &row.cells {
                looks
                    .texts
                    .entry(cell.text())
                    .or_insert_with(|| tables.known.once(Reading::Look, cell.text(), || look(cell.text(), tables)));
            }
            if looks.length_of(row) == Length::Long {
                for (left, right) in row.cells.iter().zip(row.cells.iter().skip(1)).filter(|(a, b)| !a.is_blank() && !b.is_blank()) {
                    let look = looks.texts.get(left.text()).map(|look| look.traits).unwrap_or_default();
                    let parted = ends_before(left.text(), &look, right.text(), tables);
                    let pair = || Traits { parted, ..traits_of_part(&format!("{}{}", left.text(), right.text()), tables) };
                    looks.pairs.entry((left.text(), right.text())).or_insert_with(pair);
                }
            }
        }
        looks
    }

    /// What placement sees of `row`.
    pub(super) fn of(&self, row: &Row, model: &Model) -> Pieces<'_> {
        let length = self.length_of(row);
        let mut cells = row.cells.iter().take(row.own_cells().min(MOST_PIECES)).peekable();
        let mut pieces: Vec<Piece> = Vec::with_capacity(row.cells.len());
        while let Some(cell) = cells.next() {
            let look = self.texts.get(cell.text());
            let joined = cells.peek().filter(|_| length == Length::Long).and_then(|next| self.pairs.get(&(cell.text(), next.text())));
            let cuts = look.map_or(&[][..], |look| {
                let count = match length {
                    Length::Usual => look.ticks,
                    Length::Short => look.cuts.len(),
                    Length::Lacking | Length::Long | Length::Unknown => look.told,
                };
                look.cuts.get(..count).unwrap_or_default()
            });
            let traits = look.map(|look| look.traits).unwrap_or_default();
            pieces.push(Piece {
                traits: self.beside(traits, cell, row.cells.get(pieces.len().wrapping_sub(1)).zip(pieces.last())),
                seen: model.seen(&cell.passage.raw),
                joined: joined.copied(),
                cuts,
            });
        }
        Pieces { pieces, length }
    }

    /// What the text of `cell` that looks like `traits` looks like behind the one `before`, where positions tell less than that.
    fn beside(&self, traits: Traits, cell: &Cell, before: Option<(&Cell, &Piece)>) -> Traits {
        match before.filter(|_| !self.stated) {
            Some((above, piece)) => {
                let alike = self.are_lines && are_alike(above.text(), cell.text());
                Traits { alike, ..traits.behind(&piece.traits) }
            }
            None => traits,
        }
    }

    /// What `text` looks like.
    pub(super) fn traits(&self, text: &str) -> Traits {
        self.texts.get(text).map(|look| look.traits).unwrap_or_default()
    }

    /// How many cells most rows have.
    pub(super) fn usual(&self) -> Option<usize> {
        self.length
    }

    /// The cut with this index of `text`.
    pub(super) fn cut(&self, text: &str, index: usize) -> Option<&Cut> {
        self.texts.get(text)?.cuts.get(index)
    }

    /// Whether `text` may be two cells, in a row that has a cell too few, though nothing tells where the second one begins.
    pub(super) fn may_be_two(&self, text: &str) -> bool {
        let look = self.traits(text);
        text.contains(is_blank) && !look.boxed && look.channels < 2 && !look.numbered
    }

    /// Whether `row` has a cell too few because a separator was lost.
    pub(super) fn lacks_separator(&self, row: &Row) -> bool {
        !self.are_cells && self.length_of(row) == Length::Short
    }

    /// Whether `row` has a cell too many or too few.
    pub(super) fn is_odd(&self, row: &Row) -> bool {
        self.length_of(row).is_odd()
    }

    fn length_of(&self, row: &Row) -> Length {
        let own = own_length(row);
        match self.length {
            None => Length::Unknown,
            // The padding of dropped cells may be too long; it is not too short.
            Some(usual) if own > usual.max(self.columns) && (self.pads || self.are_cells) => Length::Unknown,
            Some(usual) if own > usual.max(self.columns) => Length::Long,
            Some(usual) if own < usual && self.trims => Length::Unknown,
            // A program that fills up no last row leaves it so much shorter; one separator that was lost does not.
            Some(usual) if own + 1 < usual && self.pads && row.pads == 0 => Length::Unknown,
            // No row loses several cells but by what is merged.
            Some(usual) if own < usual && (self.many_lack || self.are_cells && own + 1 < usual) => Length::Lacking,
            Some(usual) if own < usual => Length::Short,
            Some(_) => Length::Usual,
        }
    }
}

/// Whether blank cells at the ends of rows seem to be left out: no row ends with one, the last column is of a sort that is often blank, and so many rows are
/// shorter that no lost separator is the reason.
fn are_trimmed(rows: &[Row], dialect: Dialect, last: Option<&Column>) -> bool {
    let is_often_blank = last.is_some_and(|column| column.is_mark() || column.field == Field::Extra);
    let may_be = matches!(dialect, Dialect::Tab | Dialect::PipeSpaced | Dialect::Delimited) && is_often_blank;
    let longest = rows.iter().map(own_length).max().unwrap_or(0);
    let short = rows.iter().filter(|row| own_length(row) < longest).count();
    may_be && short * MANY >= rows.len() && rows.iter().all(|row| row.cells.last().is_some_and(|cell| !cell.is_blank()))
}

/// The number of cells, dropped ones included, that most rows have; a third of them will do if the header has as many. Where the format tells the cells, that
/// of the header, if some row has as many: others lack what is merged with rows above, though nothing says so.
fn usual_length(rows: &[Row], dialect: Dialect, columns: usize) -> Option<usize> {
    let is_told = match dialect {
        Dialect::Stream => false,
        Dialect::Cells => return rows.iter().any(|row| own_length(row) == columns).then_some(columns),
        Dialect::PipeTight => rows.iter().any(|row| row.pads > 0),
        Dialect::PipeSpaced | Dialect::Tab | Dialect::Delimited => true,
    };
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().filter(|_| is_told) {
        *counts.entry(own_length(row)).or_default() += 1;
    }
    let (length, count) = counts.into_iter().max_by_key(|(length, count)| (*count, *length))?;
    let is_that_of_header = length == columns && count * 3 >= rows.len();
    (count > 1 && (count * 5 >= rows.len() * 3 || is_that_of_header)).then_some(length)
}

/// How many cells `row` has, dropped ones included.
fn own_length(row: &Row) -> usize {
    row.own_cells() + row.pads as usize
}

fn look(text: &str, tables: &Tables) -> Look {
    /// From either end.
    const MOST_CUTS: usize = 3;
    let whole = traits(text, tables);
    let glued = if whole.tick { None } else { glued_tick(text, tables) };
    let cut = |left, right, glued| cut(text, left, right, glued, tables);
    let mut cuts: Vec<Cut> = glued.into_iter().filter_map(|(left, right)| cut(left, right, true)).filter(parts_kinds).collect();
    let ticks = cuts.len();
    let blanks = text.char_indices().filter(|(_, c)| is_blank(*c));
    let title = text.find('《').filter(|at| {
        *at > 0 && !text.get(..*at).is_some_and(|before| before.ends_with(['、', '，', ',', '；', ';', '《', '>', '和', '及']))
    });
    cuts.extend(title.and_then(|at| cut(0..at, at..text.len(), false)).filter(parts_kinds));
    let at_blanks: Vec<(usize, char)> = blanks.collect();
    let ends = at_blanks.len().saturating_sub(MOST_CUTS).max(MOST_CUTS);
    let outer = at_blanks.iter().take(MOST_CUTS).chain(at_blanks.iter().skip(ends));
    let (told, plain): (Vec<Cut>, Vec<Cut>) =
        outer.filter_map(|(at, c)| cut(0..*at, at + c.len_utf8()..text.len(), false)).partition(parts_kinds);
    cuts.extend(told);
    let told = cuts.len();
    cuts.extend(plain.into_iter().filter(|cut| !cut.left_traits.unfinished && !cut.right_traits.goes_on));
    cuts.extend(number_in_front(text).and_then(|end| cut(0..end, end..text.len(), false)));
    Look { traits: whole, cuts, ticks, told }
}

/// `text` cut in two; `None` where a part is blank, or both are boxes.
fn cut(text: &str, left: Range<usize>, right: Range<usize>, glued: bool, tables: &Tables) -> Option<Cut> {
    let (left_traits, right_traits) = (traits_of_part(text.get(left.clone())?, tables), traits_of_part(text.get(right.clone())?, tables));
    let are_boxes = left_traits.boxed && right_traits.boxed;
    (!are_boxes && left_traits.length > 0 && right_traits.length > 0).then_some(Cut { left, right, left_traits, right_traits, glued })
}

/// Where the number ends with which `text` begins, and behind which words stand without anything in between (3校车管理).
pub(super) fn number_in_front(text: &str) -> Option<usize> {
    const MOST_DIGITS: usize = 3;
    const COUNTED: [char; 16] = ['年', '月', '日', '个', '号', '级', '天', '周', '元', '类', '种', '次', '项', '岁', '人', '万'];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.get(digits..)?.chars().next()?;
    ((1..=MOST_DIGITS).contains(&digits) && is_han(behind) && !COUNTED.contains(&behind)).then_some(digits)
}

/// Whether a cut parts two kinds of text, one of which can be told.
fn parts_kinds(cut: &Cut) -> bool {
    let Cut { left_traits, right_traits, .. } = cut;
    let typed = |look: &Traits| {
        look.serial || look.tick || look.citation || look.deadline || look.channels > 1 || look.organisation || look.elements
    };
    // Behind a plain text a list begins another cell: the contents behind their name.
    let begins_list = right_traits.list && !right_traits.numbered && !left_traits.list && !left_traits.sentence;
    (typed(left_traits) || typed(right_traits) || begins_list) && left_traits != right_traits
}

/// A single tick at the end of a text, or at its start before what is no name of a channel; signs that are boxes too are none.
fn glued_tick(text: &str, tables: &Tables) -> Option<(Range<usize>, Range<usize>)> {
    let is_tick = |c: char| tables.marks.is_tick_sign(c) && tables.marks.sign(c).is_none() && !c.is_alphanumeric();
    let mut ticks = text.char_indices().filter(|(_, c)| is_tick(*c));
    let (Some((at, c)), None) = (ticks.next(), ticks.next()) else { return None };
    let behind = at + c.len_utf8();
    if behind == text.len() {
        return Some((0..at, at..behind));
    }
    let begins = at == 0 && tables.channels.at_start(crate::text::trim(text.get(behind..)?)).is_none();
    begins.then_some((0..behind, behind..text.len()))
}
