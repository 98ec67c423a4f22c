//! structure/rows: rows of a directory to records: merged cells carried, rows that continue an item joined to it.

mod runs;

use super::columns::{Column, Model};
use super::table::{Slot, Table, TableRow, UNMEASURED};
use super::{Cells, Part, Record, services};
use crate::decode::Dialect;
use crate::evidence::{Cell, MOST_READINGS, State};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Kind, Marks};
use crate::result::Header;

/// The columns of all tables, each named once, in order of appearance.
pub(super) fn headers(tables: &[Table]) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        let header = Header { field: column.field, label: column.label.clone(), group: column.group, at: column.at };
        if !found.iter().any(|known| known.field == header.field && known.label == header.label && known.group == header.group) {
            found.push(header);
        }
    }
    found
}

/// The records of all tables of this kind.
pub(super) fn records(tables: &mut [Table], kind: Kind, cells: Cells, findings: &mut Vec<Finding>) -> Vec<Record> {
    let read = tables.iter_mut().filter(|table| self::kind(&table.columns) == Some(kind));
    let records = |table: &mut Table| {
        let mut rows = std::mem::take(&mut table.rows);
        let lacks_ticks = table.columns.iter().any(Column::is_mark) && rows.iter().all(|row| row.marks.ticks == 0);
        let records = Reader { table, kind, lacks_ticks, records: Vec::new() }.read(&mut rows, cells, findings);
        table.rows = rows;
        records
    };
    read.flat_map(records).collect()
}

/// Whether columns make a directory, or a guide that is a table of services; `None` for tables of other kinds.
pub(super) fn kind(columns: &[Column]) -> Option<Kind> {
    if services::are_services(columns) {
        return Some(Kind::Guide);
    }
    makes_directory(columns).then_some(Kind::Directory)
}

/// A directory names items, and says something of what is published.
fn makes_directory(columns: &[Column]) -> bool {
    let has = |wanted: &dyn Fn(&Column) -> bool| columns.iter().any(wanted);
    let names = has(&|column| column.field.depth().is_some() || column.field == Field::Name);
    let about = |column: &Column| {
        matches!(column.field, Field::Contents | Field::LegalBasis | Field::Deadlines | Field::Publisher | Field::Channels | Field::Marks)
    };
    names && has(&about)
}

/// Tells which rows of `table` open items, and fills the blank cells of merged columns in them with what stands above.
pub(super) fn carry(table: &mut Table, findings: &mut Vec<Finding>) {
    let mut merged = Merged::new(table);
    let mut rows = std::mem::take(&mut table.rows);
    let contents = table.columns.iter().position(|column| column.field == Field::Contents);
    let mut first = 0;
    for index in 0..rows.len() {
        let Some((above, [row, ..])) = rows.split_at_mut_checked(index) else { break };
        let says_other = |column| above.iter().skip(first).all(|above: &TableRow| text_of(above, column) != text_of(row, column));
        row.repeats = contents.is_some_and(|column| text_of(row, column).is_some() && merged.repeats_item(row) && says_other(column));
        row.opens = !row.repeats && merged.opens_item(row);
        if row.opens {
            first = index;
            merged.carry(&mut row.slots);
        } else if !merged.hierarchy.is_empty() {
            leave_above(row);
            merged.go_on(row);
        }
        // Only what is carried needs to know how surely nothing stands there.
        row.slots.iter_mut().filter(|slot| slot.state == State::Missing).for_each(|slot| slot.confidence = None);
    }
    table.rows = rows;
    runs::carry(table, &merged, findings);
}

/// In a row that goes on with the item above, cells merged with that item's are its own: they are not said twice.
fn leave_above(row: &mut TableRow) {
    for slot in row.slots.iter_mut().filter(|slot| slot.state == State::Carried) {
        *slot = Slot::empty(State::Missing);
    }
}

/// What merged cells hold for the rows below them.
struct Merged {
    /// Columns of the item hierarchy by rank; the contents are none.
    hierarchy: Vec<(usize, usize)>,
    /// Columns of numbers.
    serials: Vec<usize>,
    /// Columns outside the hierarchy that merge.
    others: Vec<usize>,
    /// What stands above in each column.
    above: Vec<Option<Slot>>,
}

impl Merged {
    fn new(table: &Table) -> Self {
        let ranks = Model::new(table.columns.clone()).ranks;
        let ranked = table.columns.iter().zip(&ranks).enumerate().filter(|(_, (column, _))| column.field != Field::Contents);
        let mut hierarchy: Vec<(usize, usize)> = ranked.filter_map(|(index, (_, rank))| Some(((*rank)?, index))).collect();
        hierarchy.sort_unstable();
        let others = (0..table.columns.len()).filter(|column| merges(table, &ranks, *column)).collect();
        let serials =
            (0..table.columns.len()).filter(|column| table.columns.get(*column).is_some_and(|column| column.field == Field::Serial));
        Merged { hierarchy, serials: serials.collect(), others, above: vec![None; table.columns.len()] }
    }

    /// Whether the row itself states a number or a level of the item hierarchy.
    fn opens_item(&self, row: &TableRow) -> bool {
        self.hierarchy.iter().any(|(_, column)| is_own(&row.slots, *column))
    }

    /// Whether the row states the number and the names of the item above again.
    fn repeats_item(&self, row: &TableRow) -> bool {
        let says_again = |column: usize| {
            let own = row.slots.get(column).filter(|slot| slot.state == State::Stated);
            let above = self.above.get(column).and_then(Option::as_ref);
            own.zip(above)
                .and_then(|(own, above)| own.cell.as_ref().zip(above.cell.as_ref()))
                .map(|(own, above)| own.text() == above.text())
        };
        let innermost = self.hierarchy.last().map(|(_, column)| *column);
        let numbers = || self.hierarchy.iter().filter(|(_, column)| self.serials.contains(column));
        let all = || self.hierarchy.iter().all(|(_, column)| says_again(*column) == Some(true) || !is_own(&row.slots, *column));
        numbers().any(|(_, column)| says_again(*column) == Some(true)) && innermost.and_then(says_again) == Some(true) && all()
    }

    /// Adds the lines to merged cells that `row` says, which goes on with the item above: what is carried further down is the whole cell.
    fn go_on(&mut self, row: &TableRow) {
        let is_ticked = row.marks.columns.iter().any(|mark| mark.value == Some(true));
        for column in self.others.iter().filter(|_| !row.repeats && !is_ticked) {
            if let (Some(slot), Some(Some(above))) = (row.slots.get(*column), self.above.get_mut(*column)) {
                append(above, slot.clone());
            }
        }
    }

    /// The slots of a row that opens an item; blank ones of merged columns carry what stands above.
    fn carry(&mut self, slots: &mut [Slot]) {
        let innermost = self.hierarchy.last().map_or(0, |(rank, _)| *rank);
        let outermost = self.hierarchy.iter().find(|(_, column)| is_own(slots, *column)).map_or(usize::MAX, |(rank, _)| *rank);
        let ends = |rank: usize| rank > outermost || rank == innermost;
        let columns =
            self.hierarchy.iter().map(|(rank, column)| (*column, ends(*rank))).chain(self.others.iter().map(|column| (*column, false)));
        for (column, ends) in columns {
            let (Some(slot), Some(above)) = (slots.get_mut(column), self.above.get_mut(column)) else { continue };
            if slot.state != State::Missing {
                if let Some(merged) = above.as_ref().filter(|_| slot.may_be_blank && !ends) {
                    may_go_on(slot, merged);
                }
                *above = Some(slot.clone());
            } else if ends {
                *above = None;
            } else if let Some(merged) = above {
                *slot = carried(merged, slot.confidence);
                if slot.state != State::Carried {
                    *above = Some(slot.clone());
                }
            }
        }
    }
}

/// Where `slot` may be blank, what is merged from `above` may hold for it as well as its own readings.
fn may_go_on(slot: &mut Slot, above: &Slot) {
    for cell in above.cell.iter().chain(&above.readings) {
        let is_listed = slot.readings.iter().any(|own| own.text() == cell.text());
        if !is_listed && slot.readings.len() < MOST_READINGS {
            slot.readings.push(cell.clone());
            slot.from_above += 1;
        }
    }
}

fn text_of(row: &TableRow, column: usize) -> Option<&str> {
    row.slots.get(column)?.cell.as_ref().map(Cell::text)
}

/// Whether the row says something in `column` that is not a merged cell of a row above.
fn is_own(slots: &[Slot], column: usize) -> bool {
    slots.get(column).is_some_and(|slot| !matches!(slot.state, State::Missing | State::Carried | State::NoColumn))
}

/// Reads one table top to bottom.
struct Reader<'a> {
    table: &'a Table,
    kind: Kind,
    /// Whether no row has a tick though there are columns for them.
    lacks_ticks: bool,
    records: Vec<Record>,
}

impl Reader<'_> {
    fn read(mut self, rows: &mut [TableRow], cells: Cells, findings: &mut Vec<Finding>) -> Vec<Record> {
        for row in rows {
            if row.shifted {
                findings.extend(row_shifted(row));
            }
            if row.opens {
                self.open(row, findings);
            } else {
                self.go_on(row, findings);
            }
            if cells == Cells::Forgotten {
                row.slots = Vec::new();
                row.marks = Marks::default();
            }
        }
        self.records
    }

    fn open(&mut self, row: &TableRow, findings: &mut Vec<Finding>) {
        let mut record = Record::new(self.kind);
        let (text, channels) = (self.field(row, Field::Contents), self.field(row, Field::Channels));
        for (slot, column) in row.slots.iter().cloned().zip(&self.table.columns) {
            match column.field {
                Field::Serial if column.numbers_outer => record.serials.insert(0, slot),
                Field::Serial => record.serials.push(slot),
                Field::Contents | Field::Channels => {}
                Field::Marks if slot.cell.is_none() && slot.readings.is_empty() => {}
                Field::Extra | Field::Marks => record.extra.push((column.label.clone(), slot)),
                // Nearly always one: no room is made for more.
                field => record.fields.entry(field).or_insert_with(|| Vec::with_capacity(1)).push(self.labelled(slot, column)),
            }
        }
        if self.kind == Kind::Directory || text.state != State::NoColumn {
            record.contents = vec![Part { text, channels, marks: row.marks.clone(), membership: State::Stated }];
        }
        let named = record.fields.iter().any(|(field, slots)| {
            (field.depth().is_some() || *field == Field::Name) && slots.iter().any(|slot| slot.state != State::Missing)
        });
        if !named {
            findings.push(row_incomplete(row));
        }
        self.records.push(record);
    }

    /// The label of a guide tells how its value is read.
    fn labelled(&self, slot: Slot, column: &Column) -> Slot {
        if self.kind == Kind::Guide { Slot { label: column.label.clone(), ..slot } } else { slot }
    }

    /// What `row` says in the columns of `wanted`; one header may span several.
    fn field(&self, row: &TableRow, wanted: Field) -> Slot {
        let mut slots =
            self.table.columns.iter().zip(&row.slots).filter(|(column, _)| column.field == wanted).map(|(_, slot)| slot.clone());
        let Some(mut found) = slots.next() else { return Slot::empty(State::NoColumn) };
        for slot in slots {
            append(&mut found, slot);
        }
        found
    }

    /// A row without number and name continues the item above.
    fn go_on(&mut self, row: &TableRow, findings: &mut Vec<Finding>) {
        let filled = |slot: &Slot| slot.state != State::Missing;
        let ticked =
            row.marks.columns.iter().any(|mark| mark.value != Some(false) && mark.state != State::Carried && mark.state != State::Missing);
        if !row.slots.iter().any(filled) && !ticked {
            return;
        }
        let (text, channels) = (self.field(row, Field::Contents), self.field(row, Field::Channels));
        let Some(record) = self.records.last_mut() else {
            findings.push(row_without_item(row));
            return;
        };
        let is_own = ticked || row.repeats;
        let is_line = !is_own && (channels.cell.is_none() || text.cell.is_none());
        if is_line {
            if let Some(part) = record.contents.last_mut() {
                // Ticks tell a further content from a line of the one above.
                let is_told = self.table.dialect != Dialect::Stream && !self.lacks_ticks;
                for (above, more) in [(&mut part.text, text), (&mut part.channels, channels)] {
                    let goes_on = more.cell.is_some() && !is_told;
                    append(above, more);
                    if goes_on && above.state != State::Ambiguous {
                        infer_that_it_goes_on(above);
                    }
                }
            }
        } else {
            record.contents.push(Part { text, channels, marks: row.marks.clone(), membership: State::Inferred });
        }
        for (column, slot) in self.table.columns.iter().zip(&row.slots).filter(|(_, slot)| filled(slot)) {
            match column.field {
                Field::Contents | Field::Channels => {}
                Field::Serial if row.repeats => {}
                Field::Extra | Field::Marks if row.repeats && record.extra.iter().any(|(_, above)| says_same(above, slot)) => {}
                Field::Extra | Field::Marks => record.extra.push((column.label.clone(), slot.clone())),
                field if self.kind == Kind::Guide && goes_on_alike(record.fields.get(&field), slot) => {}
                field => add(record.fields.entry(field).or_default(), column, slot, is_own),
            }
        }
    }
}

/// Adds the cell `slot` of a row that goes on with an item to those above it: as one of its own where the row is a further content with
/// ticks (`own`), else as more lines of the last one. That either belongs to the item is inferred.
fn add(slots: &mut Vec<Slot>, column: &Column, slot: &Slot, own: bool) {
    if own && slots.iter().any(|above| says_same(above, slot)) {
        return;
    }
    let stands = slots.last().is_some_and(|above| above.cell.is_some());
    match slots.last_mut().filter(|_| !(own && stands && slot.cell.is_some())) {
        Some(above) => {
            append(above, slot.clone());
            if above.state != State::Ambiguous {
                infer_that_it_goes_on(above);
            }
        }
        None if stands => {
            let label = if column.field == Field::Publisher { column.label.clone() } else { slot.label.clone() };
            let mut further = Slot { label, ..slot.clone() };
            infer_that_it_goes_on(&mut further);
            slots.push(further);
        }
        None => slots.push(slot.clone()),
    }
}

/// However surely each row is placed, that they are one cell is a guess.
fn infer_that_it_goes_on(slot: &mut Slot) {
    (slot.state, slot.rule, slot.confidence) = (State::Inferred, Some("row-goes-on"), Some(UNMEASURED));
}

fn says_same(one: &Slot, other: &Slot) -> bool {
    one.cell.as_ref().zip(other.cell.as_ref()).is_some_and(|(one, other)| one.text() == other.text())
}

/// Whether the last line of what stands above says what `slot` says: two rows of one service that cost the same (免费, 免费).
fn goes_on_alike(above: Option<&Vec<Slot>>, slot: &Slot) -> bool {
    let last = above.and_then(|slots| slots.last()?.cell.as_ref()).map(|cell| cell.text().rsplit('\n').next().unwrap_or_default());
    last.is_some() && last == slot.cell.as_ref().map(Cell::text)
}

/// Whether `column`, outside the hierarchy, is stated on the first row of each block and on no other, as merged cells are. Blocks may be those of any
/// level of the items but the innermost.
fn merges(table: &Table, ranks: &[Option<usize>], column: usize) -> bool {
    let outside = ranks.get(column).copied().flatten().is_none() && table.columns.get(column).is_some_and(|column| !column.is_mark());
    let items = table.columns.iter().zip(ranks).filter(|(column, _)| column.field != Field::Contents);
    let innermost = items.filter_map(|(_, rank)| *rank).max().unwrap_or(0);
    outside && (0..innermost).any(|rank| merges_with(table, ranks, column, rank))
}

/// Whether `column` is stated on the rows that state a level as far out as `rank`, and on no other row that states a level further in. Rows whose cells do
/// not surely stand where they should are no exceptions, if they are few; where positions are lost they are, as those that are sure are no fair sample: a row
/// that lacks a cell seldom tells which one.
fn merges_with(table: &Table, ranks: &[Option<usize>], column: usize, rank: usize) -> bool {
    const LEAST_BLOCKS: usize = 2;
    let levels = |is: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..ranks.len()).filter(|index| ranks.get(*index).copied().flatten().is_some_and(is)).collect()
    };
    let (outer, inner) = (levels(&|own| own <= rank), levels(&|own| own > rank));
    let states = |row: &TableRow, columns: &[usize]| columns.iter().any(|column| is_own(&row.slots, *column));
    let stated = table.dialect.states_positions();
    let is_unsure = |row: &TableRow| {
        let mut slots = outer.iter().chain(&inner).chain([&column]).filter_map(|column| row.slots.get(*column));
        let is_shifted = row.shifted && table.dialect != Dialect::Cells;
        stated && (is_shifted || slots.any(|slot| slot.state == State::Ambiguous || slot.cell.is_none() && slot.confidence.is_some()))
    };
    let (mut blocks, mut within, mut unsure) = (0, 0, 0);
    let is_open = |row: &TableRow| row.slots.get(column).is_some_and(|slot| slot.state == State::Ambiguous);
    for row in table.rows.iter().filter(|row| states(row, &inner)) {
        match (states(row, &outer), states(row, &[column])) {
            _ if !stated && is_open(row) => return false,
            (true, true) => blocks += 1,
            (false, false) => within += 1,
            _ if is_unsure(row) => unsure += 1,
            _ => return false,
        }
    }
    blocks >= LEAST_BLOCKS && within >= LEAST_BLOCKS && unsure < within
}

fn carried(above: &Slot, sure: Option<u8>) -> Slot {
    let above = above.clone();
    match (above.state, sure) {
        (State::Ambiguous | State::Inferred, None) | (State::Ambiguous, _) => above,
        (_, None) => Slot { state: State::Carried, ..above },
        (_, Some(sure)) => {
            let confidence = Some(above.confidence.map_or(sure, |confidence| confidence.min(sure)));
            Slot { state: State::Inferred, rule: Some(above.rule.unwrap_or("likeliest-column")), confidence, ..above }
        }
    }
}

/// Adds the cell of a further row to a slot. Where either may be one of several, so may the whole; a further cell that may stand here may also not.
fn append(slot: &mut Slot, more: Slot) {
    let seconds: Vec<Option<Cell>> = match more.state {
        State::Ambiguous => std::iter::once(None).chain(more.readings.into_iter().map(Some)).collect(),
        _ if more.cell.is_none() => return,
        _ => vec![more.cell],
    };
    let firsts: Vec<Option<Cell>> = match slot.state {
        State::Ambiguous => std::mem::take(&mut slot.readings).into_iter().map(Some).collect(),
        _ => vec![slot.cell.take()],
    };
    let pairs = firsts.iter().flat_map(|first| seconds.iter().map(move |second| (first, second)));
    let mut whole: Vec<Cell> = pairs.take(MOST_READINGS).filter_map(|(first, second)| joined(first.as_ref(), second.as_ref())).collect();
    match whole.len() {
        0 | 1 if seconds.len() == 1 => {
            slot.cell = whole.pop();
            slot.confidence = [slot.confidence, more.confidence].into_iter().flatten().min();
            if matches!(slot.state, State::Missing | State::NoColumn) {
                slot.state = more.state;
            }
        }
        _ => *slot = Slot { readings: whole, ..Slot::empty(State::Ambiguous) },
    }
}

fn joined(first: Option<&Cell>, second: Option<&Cell>) -> Option<Cell> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.above(second)),
        (first, second) => first.or(second).cloned(),
    }
}

/// Which cells of `row` were put back; nothing where only its ticks may be shifted, which are told as ambiguous.
fn row_shifted(row: &TableRow) -> Option<Finding> {
    let moved = row.slots.iter().filter(|slot| slot.state == State::Moved);
    let ticks = row.marks.columns.iter().filter(|mark| mark.state == State::Moved && mark.value == Some(true));
    let count = moved.clone().count() + ticks.clone().count();
    let shown = moved.filter_map(|slot| slot.cell.as_ref());
    let finding = shown.fold(Finding::new("row-shifted").with("line", row.line).with("count", count), |finding, cell| {
        finding.shown(&cell.passage.raw, &cell.at)
    });
    let finding = if finding.evidence.is_empty() { ticks.fold(finding, |finding, mark| finding.shown("√", &mark.at)) } else { finding };
    (count > 0).then_some(finding)
}

fn row_incomplete(row: &TableRow) -> Finding {
    show_row(Finding::new("row-incomplete").with("line", row.line), row)
}

fn row_without_item(row: &TableRow) -> Finding {
    show_row(Finding::new("row-without-item").with("line", row.line), row)
}

fn show_row(finding: Finding, row: &TableRow) -> Finding {
    let cells = row.slots.iter().filter_map(|slot| slot.cell.as_ref());
    cells.fold(finding, |finding, cell| finding.shown(&cell.passage.raw, &cell.at))
}
