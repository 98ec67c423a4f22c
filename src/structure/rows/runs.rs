//! structure/rows/runs: blank cells outside the hierarchy of items: is nothing there, or do they go on with a cell merged over any rows?
//!
//! Where cells of equal text that meet are merged, no text stands twice, one right under the other. A column in which that would happen by chance, as often
//! as each text stands in it, and does not, was merged; one in which most texts meet themselves says twice what is the same, and was not. In any other
//! nothing tells, and a blank cell has both readings. So have cells that an item leaves blank all together, however well their columns are filled,
//! several that it leaves blank as it goes on with a merged level (cells merged over the same rows are blank in the same rows), and those of a column that
//! says nothing twice and is blank in most rows below merged levels, and in no others.

use super::{Merged, Slot, Table, TableRow, text_of};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::structure::placed::BLANK_SIGN;
use crate::structure::placement::Positions;
use crate::structure::table::BLANK_OR_MERGED;
use std::collections::{BTreeMap, BTreeSet};

/// The rule by which a blank cell holds what stands above it.
const MERGED: &str = "runs-are-merged";
/// A blank in a column of which more than so many of a hundred cells are filled was left out: where runs are merged, most cells are blank.
const FILLED: usize = 50;
/// How improbable it must be that texts which are not merged never meet themselves.
const CHANCE: f64 = 1e-4;

/// What the blank cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blanks {
    /// There are none, or they are blank.
    Empty,
    /// They go on with what stands above.
    Merged,
    /// Nothing tells.
    Open,
}

/// What a column tells of its blank cells.
#[derive(Clone, Copy, Debug)]
struct Told {
    /// What they are by themselves.
    blanks: Blanks,
    /// Whether a text meets itself within a block.
    meets: bool,
    /// Whether most of its texts do: what is the same is said twice there, and not merged.
    says_twice: bool,
}

impl Default for Told {
    fn default() -> Self {
        Told { blanks: Blanks::Empty, meets: false, says_twice: false }
    }
}

/// Fills the blank cells of columns that are merged over any rows with what stands above, and gives those of which nothing tells it as a reading.
pub(super) fn carry(table: &mut Table, merged: &Merged, findings: &mut Vec<Finding>) {
    // In files that keep merged cells the others are blank.
    let positions = Positions::of(table.dialect);
    if !matches!(positions, Positions::Stated | Positions::Dropped) {
        return;
    }
    let asked: Vec<usize> = (0..table.columns.len()).filter(|column| is_asked(table, *column) && !merged.others.contains(column)).collect();
    let together = blank_together(table, &asked);
    let begins = begins(table, merged);
    let below = if positions == Positions::Stated { below_level(table, merged) } else { BTreeSet::new() };
    let going_on = going_on(table, &below, &begins);
    let told = |column: usize| if positions == Positions::Stated { told(table, merged, column) } else { Told::default() };
    let columns: Vec<(usize, Told)> = asked.into_iter().map(|column| (column, told(column))).collect();
    for (column, told) in columns {
        match told.blanks {
            Blanks::Empty => {
                let begins_blank =
                    begins.iter().filter_map(|row| table.rows.get(*row)?.slots.get(column)).any(|slot| slot.state == State::Missing);
                let goes_on = !told.says_twice && !begins_blank;
                let goes_on_alone = !told.meets && is_blank_below_alone(table, column, &below, &going_on);
                let may_go_on =
                    |row: usize| together.contains(&row) || goes_on && going_on.contains(&row) || goes_on_alone && below.contains(&row);
                fill(table, column, Blanks::Open, (&may_go_on, &begins), findings);
            }
            blanks => fill(table, column, blanks, (&|_| true, &begins), findings),
        }
    }
}

/// The rows that open an item and leave all of the columns `asked` blank: one cell may be left out, hardly so many at once.
fn blank_together(table: &Table, asked: &[usize]) -> BTreeSet<usize> {
    const LEAST: usize = 3;
    let opens = table.rows.iter().enumerate().filter(|(_, row)| row.opens && asked.len() >= LEAST);
    opens.filter(|(_, row)| asked.iter().all(|column| is_blank(row, *column))).map(|(index, _)| index).collect()
}

/// The rows that open an item below a merged level.
fn below_level(table: &Table, merged: &Merged) -> BTreeSet<usize> {
    let innermost = merged.hierarchy.last().map_or(0, |(rank, _)| *rank);
    let is_level = |(rank, column): &&(usize, usize)| *rank < innermost && !merged.serials.contains(column);
    // Headings in rows of their own hold below them, too, but are no merged cells.
    let is_stated = |column: &usize| table.rows.iter().any(|row| super::is_own(&row.slots, *column));
    let outer: Vec<usize> = merged.hierarchy.iter().filter(is_level).map(|(_, column)| *column).filter(is_stated).collect();
    let is_below = |row: &TableRow| row.opens && outer.iter().any(|column| is_carried(row, *column));
    table.rows.iter().enumerate().filter(|(_, row)| is_below(row)).map(|(index, _)| index).collect()
}

/// Of the rows `below` a merged level those that say nothing of their own in two columns or more of those that may be merged with it. A column that is
/// blank where a block `begins` is none of these, and one such row alone may have been left blank.
fn going_on(table: &Table, below: &BTreeSet<usize>, begins: &BTreeSet<usize>) -> BTreeSet<usize> {
    const LEAST: usize = 2;
    const LEAST_ROWS: usize = 2;
    let begins_blank = |column: usize| begins.iter().filter_map(|row| table.rows.get(*row)).any(|row| is_blank(row, column));
    let asked: Vec<usize> = (0..table.columns.len()).filter(|column| is_merged_often(table, *column) && !begins_blank(*column)).collect();
    let goes_on = |row: &TableRow| asked.iter().filter(|column| is_blank(row, **column) || is_carried(row, **column)).count() >= LEAST;
    let found: BTreeSet<usize> = below.iter().copied().filter(|row| table.rows.get(*row).is_some_and(goes_on)).collect();
    if found.len() < LEAST_ROWS { BTreeSet::new() } else { found }
}

/// Whether `column`, one of those that may be merged with a level, is blank in several rows `below` one, in most of them, and in no other row that opens an
/// item: what is left out by chance is so in few, and anywhere. Where several columns are blank together in the rows `going_on`, this one alone is hardly merged.
fn is_blank_below_alone(table: &Table, column: usize, below: &BTreeSet<usize>, going_on: &BTreeSet<usize>) -> bool {
    const LEAST: usize = 2;
    let opening = table.rows.iter().enumerate().filter(|(_, row)| row.opens);
    let blank: Vec<usize> = opening.filter(|(_, row)| is_blank(row, column)).map(|(index, _)| index).collect();
    let is_alone = |row: &usize| below.contains(row) && !going_on.contains(row);
    let are_most = blank.len() * 2 >= below.len();
    is_merged_often(table, column) && blank.len() >= LEAST && are_most && blank.iter().all(is_alone)
}

/// Whether `column` is one of those that are often merged with a level of the items.
fn is_merged_often(table: &Table, column: usize) -> bool {
    let field = table.columns.get(column).map_or(Field::Extra, |column| column.field);
    matches!(field, Field::LegalBasis | Field::Deadlines | Field::Publisher) && is_asked(table, column)
}

/// Whether `row` says nothing in `column`, and no sign that nothing is there.
fn is_blank(row: &TableRow, column: usize) -> bool {
    row.slots.get(column).is_some_and(|slot| slot.state == State::Missing && slot.cell.is_none() && !is_signed(slot))
}

fn is_carried(row: &TableRow, column: usize) -> bool {
    row.slots.get(column).is_some_and(|slot| slot.state == State::Carried)
}

/// Whether `column` is one that publishers merge: of each item it says what is often the same for several. Of several columns of one field, such as one for
/// each channel, each says its part, or nothing.
fn is_asked(table: &Table, column: usize) -> bool {
    let field = table.columns.get(column).map_or(Field::Extra, |column| column.field);
    let is_only = || table.columns.iter().filter(|column| column.field == field).count() == 1;
    matches!(field, Field::LegalBasis | Field::Deadlines | Field::Publisher | Field::Channels) && is_only()
}

/// The rows that open items, each with whether a row that goes on with it says something in `column`.
fn items(table: &Table, column: usize) -> Vec<(usize, bool)> {
    let mut items: Vec<(usize, bool)> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        match items.last_mut() {
            _ if row.opens => items.push((index, false)),
            Some((_, goes_on)) => *goes_on |= text_of(row, column).is_some(),
            None => {}
        }
    }
    items
}

fn told(table: &Table, merged: &Merged, column: usize) -> Told {
    let (mut texts, mut meet, mut pairs, mut blank) = (BTreeMap::<&str, usize>::new(), 0, 0, 0_usize);
    let mut above: Option<&str> = None;
    let mut before: Option<&TableRow> = None;
    for (index, goes_on) in items(table, column) {
        let Some(row) = table.rows.get(index) else { continue };
        let slot = row.slots.get(column);
        match (text_of(row, column), slot.map(|slot| slot.state)) {
            _ if goes_on => above = None,
            (Some(text), Some(State::Stated)) => {
                *texts.entry(text).or_default() += 1;
                // A block begins with its own cells, merged or not.
                if let Some(above) = above.filter(|_| !merged.begins_block(row, before)) {
                    pairs += 1;
                    meet += i32::from(above == text);
                }
                above = Some(text);
            }
            (None, Some(State::Missing)) => blank += usize::from(above.is_some() && !slot.is_some_and(is_signed)),
            _ => above = None,
        }
        before = Some(row);
    }
    let stated: usize = texts.values().sum();
    let says_twice = 2 * meet > pairs;
    if blank == 0 || stated * 100 > (stated + blank) * FILLED || says_twice {
        return Told { blanks: Blanks::Empty, meets: meet > 0, says_twice };
    }
    let chance: f64 = texts.values().map(|count| (*count as f64 / stated as f64).powi(2)).sum();
    let blanks = if meet == 0 && (1.0 - chance).powi(pairs) < CHANCE { Blanks::Merged } else { Blanks::Open };
    Told { blanks, meets: meet > 0, says_twice }
}

/// The rows that begin a block.
fn begins(table: &Table, merged: &Merged) -> BTreeSet<usize> {
    let opening: Vec<(usize, &TableRow)> = table.rows.iter().enumerate().filter(|(_, row)| row.opens).collect();
    let before = std::iter::once(None).chain(opening.iter().map(|(_, row)| Some(*row)));
    opening.iter().zip(before).filter(|((_, row), before)| merged.begins_block(row, *before)).map(|((index, _), _)| *index).collect()
}

/// Fills the blank cells of `column` in the rows that `is_meant` names. A cell is not merged into a block that is blank where it `begins`.
fn fill(
    table: &mut Table,
    column: usize,
    blanks: Blanks,
    (is_meant, begins): (&dyn Fn(usize) -> bool, &BTreeSet<usize>),
    findings: &mut Vec<Finding>,
) {
    let mut above: Option<Slot> = None;
    let (mut count, mut shown) = (0, None);
    for (index, goes_on) in items(table, column) {
        let Some(slot) = table.rows.get_mut(index).and_then(|row| row.slots.get_mut(column)) else { continue };
        match (slot.state, &above) {
            _ if goes_on => above = None,
            (State::Missing, Some(_)) if is_signed(slot) || !is_meant(index) => above = above.filter(|_| !begins.contains(&index)),
            (State::Missing, Some(merged)) => {
                count += 1;
                shown = shown.or_else(|| merged.cell.clone());
                *slot = filled(merged, blanks);
            }
            (State::Missing, None) => {}
            (State::Stated, _) => above = Some(slot.clone()),
            _ => above = None,
        }
    }
    let label = table.columns.get(column).map(|column| column.label.to_string()).unwrap_or_default();
    if let (Blanks::Open, Some(cell)) = (blanks, shown) {
        findings.push(Finding::new("blanks-unclear").with("column", label).with("count", count).shown(&cell.passage.raw, &cell.at));
    }
}

fn filled(above: &Slot, blanks: Blanks) -> Slot {
    match blanks {
        Blanks::Merged => Slot { state: State::Inferred, rule: Some(MERGED), ..above.clone() },
        _ => Slot { readings: above.cell.clone().into_iter().collect(), rule: Some(BLANK_OR_MERGED), ..Slot::empty(State::Ambiguous) },
    }
}

fn is_signed(slot: &Slot) -> bool {
    slot.rule == Some(BLANK_SIGN)
}

impl Slot {
    /// Whether it is blank, and may go on with the cell above.
    pub fn is_blank_or_merged(&self) -> bool {
        self.state == State::Ambiguous && self.rule == Some(BLANK_OR_MERGED)
    }
}

impl Merged {
    /// Whether `row` states a level of the items above the innermost that the row `before` does not.
    fn begins_block(&self, row: &TableRow, before: Option<&TableRow>) -> bool {
        let innermost = self.hierarchy.last().map_or(0, |(rank, _)| *rank);
        let is_other = |column: usize| before.is_none_or(|before| text_of(before, column) != text_of(row, column));
        let mut outer = self.hierarchy.iter().filter(|(rank, column)| *rank < innermost && !self.serials.contains(column));
        outer.any(|(_, column)| super::is_own(&row.slots, *column) && is_other(*column))
    }
}
