//! structure/placed: a placed row to slots and marks: what stands in each column, in which state, and what may stand there.

use super::columns::Column;
use super::looks::{Looks, MOST_PIECES};
use super::placement::{Fill, Placement};
use super::table::{Slot, TableRow, UNMEASURED, is_shifted};
use crate::decode::Row;
use crate::evidence::{At, Cell, MOST_READINGS, Passage, Places, State};
use crate::item::{Mark, Marks};
use crate::recognise::Traits;
use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::tables::confidence::Ends;
use crate::tables::marks::is_selector;
use crate::text::{is_blank, is_han};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// What is less sure than that, in ten-thousandths, is not stated but inferred.
pub(super) const LEAST_SURE: u16 = 9_500;
/// The same where the ends of rows or of cells are not sure either.
const LEAST_SURE_OF_LINES: u16 = 9_990;
/// The same in a row with a cell too many or too few, whose positions do not tell much.
const LEAST_SURE_OF_ODD_ROWS: u16 = 9_900;

/// The rule of a cell in which a sign says that there is nothing.
pub(super) const BLANK_SIGN: &str = "blank-sign";

/// Reads the slots and marks of one placed row.
pub(super) struct RowReader<'a> {
    pub(super) row: &'a Row,
    pub(super) placement: &'a Placement,
    pub(super) confidence: &'a [u16],
    /// How sure the ends of the row are, in ten-thousandths; `None` where they are stated.
    pub(super) sure: Option<u16>,
    pub(super) ends: Ends,
    pub(super) columns: &'a [Column],
    pub(super) stated: bool,
    /// The rule by which all cells are inferred, where they are.
    pub(super) rule: Option<&'static str>,
    pub(super) looks: &'a Looks<'a>,
    pub(super) tables: &'a Tables,
}

impl RowReader<'_> {
    pub(super) fn read(&self) -> TableRow {
        let RowReader { row, placement, columns, .. } = self;
        let shifted = self.stated && is_shifted(placement);
        let slot = |(index, column): (usize, &Column)| match column.is_mark() {
            true => self.said_by_tick(index, column),
            false => self.sure(index, self.slot(index)),
        };
        let mut slots: Vec<Slot> = columns.iter().enumerate().map(slot).collect();
        let doubtful = self.doubtful();
        for slot in slots.get_mut(doubtful).unwrap_or_default() {
            *slot = match slot.state {
                State::Moved => {
                    Slot { state: State::Inferred, rule: Some("separator-missing"), ..std::mem::replace(slot, Slot::empty(State::Missing)) }
                }
                State::Missing => Slot { confidence: Some(UNMEASURED), ..Slot::empty(State::Missing) },
                _ => continue,
            };
        }
        let beyond = row.cells.iter().skip(MOST_PIECES).filter(|cell| !cell.is_blank()).cloned();
        let unplaced = placement.unplaced.iter().filter_map(|piece| row.cells.get(*piece).cloned()).chain(beyond).collect();
        TableRow { line: row.line, slots, marks: self.marks(), unplaced, shifted, opens: false, repeats: false }
    }

    /// What a cell in a column of ticks says besides its tick (√残疾人, 学生家长): for whom exactly, or when.
    fn said_by_tick(&self, index: usize, column: &Column) -> Slot {
        let slot = self.slot(index);
        let words = |cell: &Cell| beside_tick(cell, column, self.tables);
        let readings: Vec<Cell> = slot.readings.iter().filter_map(words).collect();
        match slot.cell.as_ref().and_then(words) {
            Some(cell) => self.sure(index, Slot { cell: Some(cell), ..slot }),
            None if !readings.is_empty() => Slot { readings, ..slot },
            None => Slot::empty(State::Missing),
        }
    }

    /// The cell that `fill` says.
    fn cell(&self, fill: Fill) -> Option<Cell> {
        let cell = self.row.cells.get(fill.piece()?)?;
        let cut = |index: usize| self.looks.cut(cell.text(), index);
        match fill {
            Fill::Empty => None,
            Fill::Piece(_) => Some(cell.clone()),
            Fill::Joined(first, more) => {
                let below = self.row.cells.get(first + 1..=first + more)?;
                Some(below.iter().fold(cell.clone(), |above, below| above.before(below).unwrap_or_else(|| above.above(below))))
            }
            Fill::Left(_, index) => Some(cell.sub(cut(index)?.left.clone()).trimmed()),
            Fill::Right(_, index) => Some(cell.sub(cut(index)?.right.clone()).trimmed()),
        }
    }

    /// A cell whose position does not state its column says how sure it is there; where other columns are not far less likely, its column is inferred.
    /// Where nothing may as well be something, that is told too: a merged cell above holds for it no more surely.
    fn sure(&self, column: usize, slot: Slot) -> Slot {
        let by_position =
            self.stated && !self.looks.is_odd(self.row) && matches!(slot.state, State::Stated | State::Carried | State::Missing);
        let confidence = self.confidence.get(column).copied().filter(|_| !by_position);
        let is_low = confidence.is_some_and(|confidence| confidence < self.least());
        let confidence = confidence.filter(|_| slot.cell.is_some() || slot.state == State::Missing && is_low);
        let doubtful = matches!(slot.state, State::Stated | State::Moved) && is_low;
        let share = confidence.map(|confidence| (confidence.min(self.sure.unwrap_or(u16::MAX)) / 100) as u8);
        let confidence = share.map(|share| self.tables.confidences.of(self.ends, share));
        match doubtful {
            true => Slot { confidence, state: State::Inferred, rule: Some("likeliest-column"), ..slot },
            false => Slot { confidence, ..slot },
        }
    }

    fn least(&self) -> u16 {
        match self.sure {
            Some(_) => LEAST_SURE_OF_LINES,
            None if self.looks.is_odd(self.row) => LEAST_SURE_OF_ODD_ROWS,
            None => LEAST_SURE,
        }
    }

    /// The rule by which all that the row says is inferred, where it is.
    fn rule(&self) -> Option<&'static str> {
        let doubtful = self.sure.is_some_and(|sure| sure < self.least());
        self.rule.or(doubtful.then_some("likeliest-row"))
    }

    /// The state of a piece that stands where it belongs: a merged cell is stated in its first row.
    fn at_its_place(&self, piece: usize) -> State {
        let merged = u16::try_from(piece).is_ok_and(|piece| self.row.merged.binary_search(&piece).is_ok());
        if merged { State::Carried } else { State::Stated }
    }

    /// The one of two `readings` that is the other without a tick glued to it: whether the tick is its own or not, the cell says the same.
    fn without_tick(&self, readings: &[Cell]) -> Option<Cell> {
        let [one, other] = readings else { return None };
        let (short, long) = if one.text().len() < other.text().len() { (one, other) } else { (other, one) };
        let rest = [long.text().strip_prefix(short.text()), long.text().strip_suffix(short.text())].into_iter().flatten().next()?;
        self.tables.marks.is_tick(crate::text::trim(rest)).then(|| short.clone())
    }

    /// The state of what alone may stand in `column`.
    fn at_its_place_or_moved(&self, column: usize) -> State {
        match self.fill(column) {
            Fill::Piece(piece) if self.stated && piece != column => State::Moved,
            Fill::Piece(piece) => self.at_its_place(piece),
            _ => State::Inferred,
        }
    }

    fn slot(&self, column: usize) -> Slot {
        let mut options = self.placement.readings.iter().filter_map(|reading| reading.get(column).copied());
        let first = options.next();
        // Nearly all rows have one reading.
        if options.any(|other| Some(other) != first) {
            let options: BTreeSet<Fill> = self.placement.readings.iter().filter_map(|reading| reading.get(column).copied()).collect();
            let may_be_blank = options.contains(&Fill::Empty);
            let mut readings: Vec<Cell> = Vec::new();
            for cell in options.into_iter().filter_map(|fill| self.cell(fill)) {
                if !readings.iter().any(|other| other.at == cell.at && other.text() == cell.text()) {
                    readings.push(cell);
                }
            }
            if !may_be_blank && let Some(cell) = self.without_tick(&readings) {
                return Slot { cell: Some(cell), rule: Some("separator-missing"), ..Slot::empty(State::Inferred) };
            }
            return match readings.as_slice() {
                // However the row is cut, the same stands here.
                [only] if !may_be_blank => {
                    Slot { cell: Some(only.clone()), rule: Some("separator-too-many"), ..Slot::empty(State::Inferred) }
                }
                _ => Slot { readings, may_be_blank, ..Slot::empty(State::Ambiguous) },
            };
        }
        let fill = self.placement.columns.get(column).copied().unwrap_or_default();
        let cell = self.cell(fill);
        let of_column = |column: &Column| column.by_type.then_some("column-by-type").or(column.rule);
        let rule = self.rule().or(self.columns.get(column).and_then(of_column));
        match fill {
            Fill::Empty if self.stated && is_left_blank(self.row, column) => Slot { rule: Some(BLANK_SIGN), ..Slot::empty(State::Missing) },
            Fill::Empty => Slot::empty(State::Missing),
            _ if rule.is_some() => Slot { cell, rule, ..Slot::empty(State::Inferred) },
            Fill::Piece(_) if cell.as_ref().is_some_and(|cell| self.may_be_two(cell)) => {
                Slot { cell, rule: Some("separator-missing"), ..Slot::empty(State::Inferred) }
            }
            Fill::Piece(piece) if self.stated && piece != column => {
                let moved_from = cell.as_ref().and_then(|cell| cell.at.first().copied());
                Slot { cell, moved_from, ..Slot::empty(State::Moved) }
            }
            Fill::Piece(piece) => Slot { cell, ..Slot::empty(self.at_its_place(piece)) },
            Fill::Joined(..) if !self.stated => Slot { cell, rule: Some("lines-of-one-cell"), ..Slot::empty(State::Inferred) },
            Fill::Joined(..) => Slot { cell, rule: Some("separator-too-many"), ..Slot::empty(State::Inferred) },
            Fill::Left(..) | Fill::Right(..) => Slot { cell, rule: Some("separator-missing"), ..Slot::empty(State::Inferred) },
        }
    }

    /// In a row with a cell too few that put others back: the columns whose cells may as well stand where they stand, because one behind them may be two
    /// whose separator was lost, though nothing tells where the second one begins (校车结果公示检查结果；价格水平).
    fn doubtful(&self) -> Range<usize> {
        let fills = || self.placement.columns.iter().enumerate();
        let moved = |(column, fill): (usize, &Fill)| match fill {
            Fill::Piece(piece) if piece < &column => Some((column, *piece)),
            _ => None,
        };
        let is_split = || fills().any(|(_, fill)| matches!(fill, Fill::Left(..)));
        let Some((first, from)) = fills().find_map(moved).filter(|_| self.stated && self.looks.lacks_separator(self.row) && !is_split())
        else {
            return 0..0;
        };
        let cells = fills().skip(first).map_while(moved).filter_map(|(column, piece)| Some((column, self.row.cells.get(piece)?)));
        let plain = cells.take_while(|(_, cell)| !is_typed(&self.looks.traits(cell.text())));
        let last = plain.filter(|(_, cell)| may_begin_with_another(cell.text(), &self.looks.traits(cell.text()), self.tables)).last();
        last.map_or(0..0, |(last, _)| from..last + 1)
    }

    /// Whether the row lacks a cell that is found nowhere, and `cell` may hold it.
    fn may_be_two(&self, cell: &Cell) -> bool {
        let is_split = self.placement.columns.iter().any(|fill| matches!(fill, Fill::Left(..)));
        self.looks.lacks_separator(self.row) && !is_split && self.looks.may_be_two(cell.text())
    }

    /// The ticks of a row: in their columns where one reading is left, else every joint reading.
    fn marks(&self) -> Marks {
        let indexes: Vec<usize> = (0..self.columns.len()).filter(|column| self.columns.get(*column).is_some_and(Column::is_mark)).collect();
        let ticked = |reading: &Vec<Fill>| -> Vec<u32> {
            let filled = indexes.iter().enumerate().filter(|(_, column)| reading.get(**column).is_some_and(|fill| self.is_ticked(*fill)));
            filled.map(|(index, _)| index as u32).collect()
        };
        let readings: BTreeSet<Vec<u32>> = self.placement.readings.iter().map(ticked).collect();
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        for index in readings.iter().flatten() {
            *times.entry(*index).or_default() += 1;
        }
        let fills = self.placement.readings.iter().flat_map(|reading| indexes.iter().filter_map(|column| reading.get(*column)));
        let pieces: BTreeSet<usize> = fills.filter(|fill| self.is_ticked(**fill)).filter_map(|fill| fill.piece()).collect();
        let columns = (0u32..).zip(&indexes).filter_map(|(index, column)| {
            self.mark(*column, times.get(&index).copied().unwrap_or_default(), readings.len(), &pieces, &indexes)
        });
        let columns = columns.collect();
        let several = readings.len() > 1;
        let listed = several.then(|| readings.iter().take(MOST_READINGS).cloned().collect());
        Marks { columns, ticks: pieces.len() as u32, readings_count: readings.len() as u64, readings: listed, worded: 0 }
    }

    /// Whether what stands in a column of ticks is one: it may be what says no in their place, where blank cells were dropped.
    fn is_ticked(&self, fill: Fill) -> bool {
        fill.is_filled() && !self.cell(fill).is_some_and(|cell| self.tables.marks.is_no(cell.text()))
    }

    fn fill(&self, column: usize) -> Fill {
        self.placement.columns.get(column).copied().unwrap_or_default()
    }

    /// One mark: ticked in `times` of `readings` readings.
    fn mark(&self, column: usize, times: usize, readings: usize, pieces: &BTreeSet<usize>, marks: &[usize]) -> Option<Mark> {
        let of = self.columns.get(column)?;
        let places = |pieces: &BTreeSet<usize>| {
            pieces.iter().filter_map(|piece| self.row.cells.get(*piece)).flat_map(|cell| cell.at.clone()).collect()
        };
        let in_group = |other: &usize| self.columns.get(*other).is_some_and(|other| other.group == of.group);
        let group_ticked = marks.iter().any(|other| in_group(other) && self.fill(*other).is_filled());
        let own: BTreeSet<usize> = self.fill(column).piece().into_iter().collect();
        let (value, state, at) = match (readings > 1, times) {
            (true, 0) => (Some(false), State::Inferred, Places::new()),
            (true, times) if times == readings => (Some(true), State::Inferred, places(pieces)),
            (true, _) => (None, State::Ambiguous, places(pieces)),
            (false, 0) if says_no(self.row, column) => (Some(false), State::Stated, self.row.cells.get(column)?.at.clone()),
            (false, 0) if own.len() == 1 => (Some(false), self.at_its_place_or_moved(column), places(&own)),
            (false, 0) if !group_ticked => (None, State::Missing, Places::new()),
            (false, 0) => (Some(false), blank_state(self.row, self.placement, column, self.stated), Places::new()),
            (false, _) => (Some(true), self.at_its_place_or_moved(column), places(&own)),
        };
        let inferred = self.rule().is_some() && matches!(state, State::Stated | State::Moved);
        let state = if inferred { State::Inferred } else { state };
        Some(Mark { group: of.group?, keys: of.keys.clone(), label: of.label.clone(), value, state, at })
    }
}

/// Whether what looks like `traits` stands in one column alone.
fn is_typed(traits: &Traits) -> bool {
    traits.serial || traits.tick || traits.citation || traits.deadline || traits.boxed || traits.channels > 0 || traits.organisation
}

/// Whether `text` may begin with a cell of its own: not with the first number of a list, nor with a known element or a word too short for two.
fn may_begin_with_another(text: &str, traits: &Traits, tables: &Tables) -> bool {
    const LEAST: usize = 8;
    let first = text.split(['；', ';', '、', '\n', '。']).next().unwrap_or_default();
    first.chars().count() >= LEAST && !traits.numbered && !tables.words.is_element(first)
}

/// Whether the cell of the column holds a sign that says that nothing is in it.
fn is_left_blank(row: &Row, column: usize) -> bool {
    let is_sign = |at: &At| matches!(at, At::Text { from, to, .. } if from <= to);
    row.cells.get(column).is_some_and(|cell| cell.is_blank() && cell.passage.raw.is_empty() && cell.at.iter().any(is_sign))
}

/// The words of `cell` in a column of ticks, without its ticks; `None` where they say no more than a tick in their column.
fn beside_tick(cell: &Cell, column: &Column, tables: &Tables) -> Option<Cell> {
    let raw = &cell.passage.raw;
    let is_sign = |c: char| is_blank(c) || tables.marks.is_tick_sign(c) || tables.marks.sign(c).is_some() || is_selector(c);
    let words = raw.trim_matches(is_sign);
    let is_mark = matches!(tables.columns.header(words), Some(Header::Mark { .. } | Header::Group(_)));
    let is_ditto = tables.citations.words.is_ditto(words);
    let says_nothing = is_mark || is_ditto || *column.label == *words || tables.marks.is_tick(words) || tables.marks.is_no(words);
    if says_nothing || words.chars().filter(|c| is_han(*c)).count() < 2 {
        return None;
    }
    let start = raw.find(words).and_then(|at| raw.get(..at)).map_or(0, |before| before.chars().count() as u32);
    let pieces = (start..).zip(words.chars()).map(|(at, c)| (c, at..at + 1));
    Some(Cell { passage: Arc::new(Passage::mapped(raw.clone(), pieces)), at: cell.at.clone() })
}

/// Whether the cell of the column says no: its raw text is not blank, its reading form is.
fn says_no(row: &Row, column: usize) -> bool {
    row.cells.get(column).is_some_and(|cell| cell.is_blank() && !cell.passage.raw.is_empty())
}

/// A blank box beside a ticked one says no; where the row was shifted, it stood elsewhere or not at all.
fn blank_state(row: &Row, placement: &Placement, column: usize, stated: bool) -> State {
    let shift = placement.columns.iter().enumerate().take(column).rev().find_map(|(at, fill)| Some(fill.piece()?.abs_diff(at)));
    match (stated, shift) {
        (true, Some(0)) | (true, None) => State::Stated,
        (true, Some(shift)) if column + shift < row.cells.len() => State::Moved,
        _ => State::Inferred,
    }
}
