//! score: how much of the truth was read, cell by cell.

use super::generate::directory::{Cell, Column, Item as Truth, Said, State as Truly};
use super::generate::{Dialect, Document};
use super::reading::{Given, Index, Place, Span, given, lists_ticks, own_places, squeezed};
use mulu::document::Read;
use mulu::evidence::State;
use mulu::item::Item;
use std::collections::{BTreeMap, BTreeSet};

/// Counts of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) cells: u64,
    pub(super) right: u64,
    pub(super) wrong: u64,
    pub(super) ambiguous: u64,
    pub(super) missing: u64,
    /// Given as stated, carried or moved, and wrong.
    pub(super) false_: u64,
    /// Ambiguous, and the truth is not among the readings.
    pub(super) unlisted: u64,
    /// Right cells in the right state.
    pub(super) state_right: u64,
    pub(super) rows: u64,
    /// Rows that begin and end where they should.
    pub(super) rows_right: u64,
}

/// How one cell was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Right { state: bool },
    Wrong { as_stated: bool },
    Ambiguous { listed: bool },
    Missing,
}

impl Tally {
    /// Adds the counts of `other`.
    pub(super) fn add(&mut self, other: &Tally) {
        let Tally { cells, right, wrong, ambiguous, missing, false_, unlisted, state_right, rows, rows_right } = other;
        self.cells += cells;
        self.right += right;
        self.wrong += wrong;
        self.ambiguous += ambiguous;
        self.missing += missing;
        self.false_ += false_;
        self.unlisted += unlisted;
        self.state_right += state_right;
        self.rows += rows;
        self.rows_right += rows_right;
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Right { state } => {
                self.right += 1;
                self.state_right += u64::from(state);
            }
            Outcome::Wrong { as_stated } => {
                self.wrong += 1;
                self.false_ += u64::from(as_stated);
            }
            Outcome::Ambiguous { listed } => {
                self.ambiguous += 1;
                self.unlisted += u64::from(!listed);
            }
            Outcome::Missing => self.missing += 1,
        }
    }
}

/// A cell of the truth, and how it was read.
pub(super) struct Scored<'a> {
    pub(super) item: usize,
    pub(super) cell: &'a Cell,
    pub(super) outcome: Outcome,
    pub(super) given: Option<Given>,
    /// The item read that it is in.
    pub(super) read: Option<usize>,
}

/// Every cell of the truth of `document` as `read` has it, and cells read that no item of the truth has.
pub(super) fn scored<'a>(document: &'a Document, dialect: Dialect, read: &Read, index: &Index) -> (Vec<Scored<'a>>, Tally) {
    let columns = &document.directory.columns;
    let pairs = pairs(document, &read.result.items);
    let mut found = Vec::new();
    let mut tally = Tally::default();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for (at, truth) in document.items.iter().enumerate() {
        let item = pairs.get(&at).map(|read_at| &read.result.items[*read_at]);
        used.extend(pairs.get(&at).copied());
        for cell in &truth.cells {
            let given = item.map(|item| given(item, columns, cell.column, cell.part, index));
            let outcome = given.as_ref().map_or(Outcome::Missing, |given| outcome(given, cell, dialect, truth, item, columns));
            tally.cells += 1;
            tally.count(outcome);
            found.push(Scored { item: at, cell, outcome, given, read: pairs.get(&at).copied() });
        }
    }
    for (_, item) in read.result.items.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        invented(item, columns, index, &mut tally);
    }
    borders(document, index, &mut tally);
    (found, tally)
}

fn outcome(given: &Given, cell: &Cell, dialect: Dialect, truth: &Truth, item: Option<&Item>, columns: &[Column]) -> Outcome {
    let said = match &cell.said {
        Said::Text(text) => Said::Text(squeezed(text)),
        Said::Tick(ticked) => Said::Tick(*ticked),
    };
    match given {
        Given::Value(value, state) if *value == said => Outcome::Right { state: is_state(*state, cell, dialect) },
        Given::Value(_, state) => Outcome::Wrong { as_stated: matches!(state, State::Stated | State::Carried | State::Moved) },
        Given::Several(readings) => {
            let listed = match said {
                Said::Tick(_) => item.and_then(|item| item.contents.get(cell.part)).is_some_and(|content| {
                    let ticked: BTreeMap<usize, bool> = ticked(truth, cell.part);
                    content.said_marks().readings_count > 64 || lists_ticks(content, columns, &ticked)
                }),
                Said::Text(text) if text.is_empty() => true,
                said => readings.contains(&said),
            };
            Outcome::Ambiguous { listed }
        }
        Given::Nothing(State::Missing) if said == Said::Text(String::new()) => Outcome::Right { state: true },
        Given::Nothing(_) => Outcome::Missing,
    }
}

fn ticked(truth: &Truth, part: usize) -> BTreeMap<usize, bool> {
    let ticks = truth.cells.iter().filter(|cell| cell.part == part).filter_map(|cell| match cell.said {
        Said::Tick(ticked) => Some((cell.column, ticked)),
        Said::Text(_) => None,
    });
    ticks.collect()
}

/// Whether `state` is what the undamaged document says; a blank box that was dropped can only be inferred.
fn is_state(state: State, cell: &Cell, dialect: Dialect) -> bool {
    match cell.state {
        Truly::Stated if matches!(cell.said, Said::Tick(_)) && !dialect.keeps_positions() => {
            matches!(state, State::Stated | State::Moved | State::Inferred)
        }
        Truly::Stated if cell.said == Said::Tick(false) => matches!(state, State::Stated | State::Moved | State::Inferred),
        Truly::Stated => matches!(state, State::Stated | State::Moved),
        Truly::Carried => state == State::Carried,
        Truly::Missing => state == State::Missing,
    }
}

/// An item that nobody wrote: all it says is wrong.
fn invented(item: &Item, columns: &[Column], index: &Index, tally: &mut Tally) {
    for column in 0..columns.len() {
        match given(item, columns, column, 0, index) {
            Given::Value(said, state) if said != Said::Tick(false) => {
                tally.count(Outcome::Wrong { as_stated: matches!(state, State::Stated | State::Carried | State::Moved) });
            }
            _ => {}
        }
    }
}

/// Items of the truth with the items read that they are: the best common subsequence by name, number and place.
fn pairs(document: &Document, read: &[Item]) -> BTreeMap<usize, usize> {
    let key = |text: Option<&str>| text.map(squeezed).unwrap_or_default();
    let truths: Vec<(String, String)> = document.items.iter().map(|item| (squeezed(&item.name), key(item.serial.as_deref()))).collect();
    let mut spans: BTreeMap<usize, Span> = BTreeMap::new();
    for row in document.rendered.rows.iter().filter(|row| row.of.1 == 0) {
        spans.insert(row.of.0, (row.from, row.to));
    }
    let reads: Vec<(String, String, Option<Place>)> = read
        .iter()
        .map(|item| (key(item.name.value.as_deref()), key(item.serial().value.as_deref()), own_places(item).first().copied()))
        .collect();
    let weight = |truth: usize, read: usize| -> u32 {
        let ((name, serial), (read_name, read_serial, place)) = (&truths[truth], &reads[read]);
        let within = place.is_some_and(|place| spans.get(&truth).is_some_and(|(from, to)| *from <= place && place <= *to));
        4 * u32::from(name == read_name) + 2 * u32::from(!serial.is_empty() && serial == read_serial) + u32::from(within)
    };
    aligned(truths.len(), reads.len(), weight)
}

/// The pairs of the heaviest common subsequence; pairs that weigh nothing are none.
fn aligned(rows: usize, columns: usize, weight: impl Fn(usize, usize) -> u32) -> BTreeMap<usize, usize> {
    let width = columns + 1;
    let mut best = vec![0u32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let skip = best[(row + 1) * width + column].max(best[row * width + column + 1]);
            let pair = weight(row, column);
            let take = if pair > 0 { pair + best[(row + 1) * width + column + 1] } else { 0 };
            best[row * width + column] = skip.max(take);
        }
    }
    let (mut row, mut column, mut found) = (0, 0, BTreeMap::new());
    while row < rows && column < columns {
        let pair = weight(row, column);
        if pair > 0 && best[row * width + column] == pair + best[(row + 1) * width + column + 1] {
            found.insert(row, column);
            (row, column) = (row + 1, column + 1);
        } else if best[row * width + column] == best[(row + 1) * width + column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

/// Rows whose first and last character are those of a row read.
fn borders(document: &Document, index: &Index, tally: &mut Tally) {
    let read: BTreeSet<Span> = index.borders().into_iter().collect();
    tally.rows += document.rendered.rows.len() as u64;
    tally.rows_right += document.rendered.rows.iter().filter(|row| read.contains(&(row.from, row.to))).count() as u64;
}

impl Scored<'_> {
    /// Whether the cell is wrong, missing, or ambiguous without the truth; `false_only`: whether it is given as stated and wrong.
    pub(super) fn fails(&self, false_only: bool) -> bool {
        match self.outcome {
            Outcome::Wrong { as_stated } => as_stated || !false_only,
            Outcome::Missing | Outcome::Ambiguous { listed: false } => !false_only,
            _ => false,
        }
    }

    /// The cell, its truth and what was read, on one line.
    pub(super) fn shown(&self, document: &Document) -> String {
        let column = &document.directory.columns[self.cell.column];
        let name = &document.items[self.item].name;
        let said = |said: &Said| match said {
            Said::Text(text) => format!("`{text}`"),
            Said::Tick(ticked) => String::from(if *ticked { "tick" } else { "no tick" }),
        };
        let read = match &self.given {
            None => "the item is not found".into(),
            Some(Given::Nothing(state)) => format!("nothing ({})", state.key()),
            Some(Given::Value(value, state)) => format!("{} ({})", said(value), state.key()),
            Some(Given::Several(readings)) => format!("one of {}", readings.iter().map(said).collect::<Vec<_>>().join(" / ")),
        };
        format!("- {name}, {} {}: true {}, read {read}", column.label, self.cell.part + 1, said(&self.cell.said))
    }
}
