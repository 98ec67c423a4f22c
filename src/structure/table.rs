//! structure/table: grids to tables: headers found, pages of one table joined, every cell in its column.

use super::columns::{Column, Model};
use super::glued;
use super::grid::{self, Section};
use super::header;
use super::headings;
use super::looks::Looks;
use super::pairs::{self, Piece as GuidePiece};
use super::placed::{LEAST_SURE, RowReader};
use super::placement::{Length, Piece, Pieces, Placement, Positions, place_surely};
use super::stream::{self, Between};
use super::teach::teach;
use super::widths::fit_width;
use super::{aligned, guide, paired, sections, spelled, spoken, why};
use crate::decode::{Block, Decoded, Dialect, Row};
use crate::evidence::{At, Cell, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Marks;
use crate::ledger::Claim;
use crate::recognise::Traits;
use crate::tables::Tables;
use crate::tables::confidence::Ends;
use ahash::RandomState;
use std::collections::HashMap;
use std::sync::Arc;

/// The rule by which a blank cell may hold what stands above it.
pub const BLANK_OR_MERGED: &str = "blank-or-merged";

/// A table: its columns and its rows over all pages.
#[derive(Clone, Debug)]
pub struct Table {
    /// How it is written.
    pub dialect: Dialect,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// How often its header stands.
    pub pages: u32,
    /// How many of the cells outside tables stand before it.
    pub above: usize,
    /// What shows that it is written so.
    pub why: String,
}

/// A row in its columns.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// Line on which it begins.
    pub line: u32,
    /// One slot a column; those of mark columns are empty, their ticks stand in `marks`.
    pub slots: Vec<Slot>,
    /// The ticks.
    pub marks: Marks,
    /// Cells that stand in no column.
    pub unplaced: Vec<Cell>,
    /// Whether cells were put back into other columns than they stood in.
    pub shifted: bool,
    /// Whether it opens an item; else it goes on with the one above.
    pub opens: bool,
    /// Whether it goes on with the item above and says its number and names again, as merged cells written into every row do.
    pub repeats: bool,
}

/// The confidence of what may as well stand elsewhere.
pub(super) const UNMEASURED: u8 = 0;

/// A cell in its column.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The cell; `None` where there is none, or where it is ambiguous.
    pub cell: Option<Cell>,
    /// How we know it.
    pub state: State,
    /// Where a moved cell stood.
    pub moved_from: Option<At>,
    /// For inferred cells: the rule.
    pub rule: Option<&'static str>,
    /// For ambiguous cells: those that may stand here.
    pub readings: Vec<Cell>,
    /// Whether nothing may stand here as well as one of those.
    pub may_be_blank: bool,
    /// How many of the readings, the last ones, stand in a merged cell further up.
    pub from_above: usize,
    /// How often what is so placed is right, in hundredths; [`UNMEASURED`] where nothing tells; `None` where its position states its column.
    pub confidence: Option<u8>,
    /// The label of a guide in front of it.
    pub label: Text,
}

impl Slot {
    /// The confidence that its value is given with: none where nothing tells.
    pub fn measured(&self) -> Option<u8> {
        self.confidence.filter(|confidence| *confidence != UNMEASURED)
    }

    /// A slot without a cell.
    pub fn empty(state: State) -> Self {
        Slot {
            cell: None,
            state,
            moved_from: None,
            rule: None,
            readings: Vec::new(),
            may_be_blank: false,
            from_above: 0,
            confidence: None,
            label: "".into(),
        }
    }
}

/// The tables of `decoded`, each row placed; header cells are claimed as labels. Cells that stand around the tables come back apart.
pub(super) fn tables(decoded: &mut Decoded, tables: &Tables, findings: &mut Vec<Finding>) -> (Vec<Table>, Vec<GuidePiece>) {
    let written = std::mem::take(&mut decoded.blocks);
    let by_case = pairs::headed(&written, tables).map(|(blocks, heads)| {
        heads.iter().for_each(|head| decoded.ledger.claim(&head.at, Claim::Label));
        blocks
    });
    let upright = pairs::turned(by_case.as_ref().unwrap_or(&written), tables);
    let turned = upright.as_ref().or(by_case.as_ref()).unwrap_or(&written);
    let in_lines = || spelled::table(turned, tables).map(|spelled::Found { blocks, labels }| (blocks, labels));
    let in_pairs = || paired::table(turned, tables).map(|paired::Found { blocks, labels }| (blocks, labels));
    let spelled = in_lines().or_else(in_pairs).map(|(blocks, labels)| {
        labels.iter().for_each(|label| decoded.ledger.claim(&label.at, Claim::Label));
        blocks
    });
    let regular = spelled.or_else(|| stream::regular::regular(turned, tables));
    let blocks = regular.as_ref().unwrap_or(turned);
    let (mut sections, mut outside): (Vec<Section>, Vec<GuidePiece>) = (Vec::new(), Vec::new());
    let is_guide = pairs::are_guide(blocks, tables);
    let are_headed = !is_guide && headings::are_headed(blocks, tables);
    // The line that heads the table right behind it, with the place of that table.
    let mut heading: Option<(usize, Cell)> = None;
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Grid(grid)
                if pairs::is_table_of_labels(grid, tables)
                    && (is_guide || !sections.last().is_some_and(|above| above.is_as_wide_as(grid))) =>
            {
                let (header, pieces) = pairs::pieces(grid, outside.last(), tables);
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(pieces);
            }
            Block::Grid(grid) if pairs::are_lines(grid, tables) => outside.extend(pairs::lines(grid)),
            Block::Grid(grid) if pairs::is_value(grid, pairs::above(&outside, tables), tables) => {
                if let Some(lead_in) = pairs::take_lead_in(&mut outside, tables) {
                    decoded.ledger.claim(&lead_in.at, Claim::Label);
                }
                let (header, rows) = pairs::value_rows(grid, tables);
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(rows);
            }
            Block::Grid(grid) if let Some((header, pieces)) = pairs::materials(grid, tables) => {
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(pieces);
            }
            Block::Grid(grid) => {
                let above = headings::Above::of(&sections);
                let single = grid::cut(grid, outside.len(), tables, decoded, &mut sections);
                outside.extend(single.into_iter().map(GuidePiece::Line));
                let back = match heading.take() {
                    Some((at, heading)) if at == index => above.put(heading, &mut sections),
                    other => other.map(|(_, heading)| heading),
                };
                outside.extend(back.map(GuidePiece::Line));
            }
            Block::Paragraph(cell) if are_headed && headings::heads_table(cell, blocks.get(index + 1), tables) => {
                let other = heading.replace((index + 1, cell.clone()));
                outside.extend(other.map(|(_, heading)| GuidePiece::Line(heading)));
            }
            Block::Paragraph(cell) if !is_guide && sections.last_mut().is_some_and(|above| above.takes_line(cell)) => {}
            Block::Paragraph(cell) => {
                match sections.last_mut().filter(|above| !is_guide && above.is_headed_by(cell, blocks.get(index + 1), tables)) {
                    Some(section) => outside.extend(section.add_heading(None, cell).map(GuidePiece::Line)),
                    None => outside.push(GuidePiece::Line(cell.clone())),
                }
            }
        }
    }
    outside.extend(heading.map(|(_, heading)| GuidePiece::Line(heading)));
    if !is_guide && !sections.iter().any(|section| section.columns.iter().any(|column| column.field != Field::Extra)) {
        let (before, found) = stream::find(blocks, tables);
        if !found.is_empty() {
            sections = found.into_iter().map(|found| stream_section(found, tables, decoded)).collect();
            outside = before.into_iter().map(GuidePiece::Line).collect();
        }
    }
    if sections.is_empty() && !is_guide && !guide::is_one(&outside, &decoded.headings, tables) {
        for (above, mut rows) in aligned::take(&mut outside, &decoded.lines) {
            let columns = header::plain(&mut rows, tables);
            let mut section = Section::new(Dialect::Delimited, columns);
            (section.rows, section.above) = (rows, above);
            sections.push(section);
        }
    }
    grid::tell_guessed(&mut sections, findings);
    let found = sections.into_iter().map(|section| table(section, tables, findings)).collect();
    decoded.blocks = written;
    (found, outside)
}

fn stream_section(mut found: stream::Found, tables: &Tables, decoded: &mut Decoded) -> Section {
    grid::claim_header(&found.header, decoded);
    grid::claim_header(&found.again, decoded);
    let pages = 1 + (found.again.len() / found.header.len().max(1)) as u32;
    let columns = header::columns(&found.header, Dialect::Stream, tables);
    if columns.iter().any(Column::is_mark) {
        // No row has more cells than the header, so there are so many rows at least.
        let least = found.pieces.len().div_ceil(columns.len().max(1)).max(2);
        spoken::only_sign(found.cells_mut().collect(), least, tables);
    }
    let mut model = Model::new(columns.clone());
    spoken::learn_words(&mut model, found.cells_mut().map(|cell| &*cell), tables);
    let (rows, sure) = stream::rows(&found.pieces, &found.learnt, &model, tables);
    let taught: Vec<Row> = rows.into_iter().zip(sure).filter(|(_, sure)| *sure >= LEAST_SURE).map(|(row, _)| row).collect();
    let looks = Looks::new(&taught, Dialect::Stream, &columns, tables);
    // Where a row begins wrongly, elements of the row above stand as names: names would teach the same mistake again.
    teach(&taught, &looks, Positions::Lines, &mut model, |column| !column.is_name());
    let (rows, sure) = stream::rows(&found.pieces, &found.learnt, &model, tables);
    let (headings, (rows, sure)) = sections::numbered_headings(rows.into_iter().zip(sure).collect(), tables);
    headings.iter().for_each(|(number, _)| decoded.ledger.claim(&number.at, Claim::Label));
    let (between, learnt) = (found.between, found.learnt);
    let mut section = Section::new(Dialect::Stream, columns);
    (section.rows, section.sure, section.rule, section.between, section.learnt) = (rows, sure, between.rule(), Some(between), learnt);
    section.headings = headings.into_iter().map(|(_, heading)| heading).collect();
    section.pages = pages;
    section
}

fn table(section: Section, tables: &Tables, findings: &mut Vec<Finding>) -> Table {
    let Section { dialect: written, mut columns, mut rows, pages, above, rule, sure, headings, between, learnt, .. } = section;
    let why = why::why(written, between, &rows);
    let dialect = if written.states_positions() && spoken::lack_blanks(&rows, &columns, tables) { Dialect::PipeTight } else { written };
    if dialect.states_positions() {
        spoken::settle_channel_names(&mut columns, &rows, tables);
        spoken::name_channels(&mut rows, &columns, tables);
        spoken::untick(&mut rows, &columns, tables);
        glued::unpad(&mut rows, &columns);
    }
    let doubtful = spoken::to_ticks(&mut rows, &columns, dialect.states_positions(), tables);
    let repeated = if dialect.states_positions() { spoken::repeat_ticks(&mut rows, &columns, tables) } else { Vec::new() };
    let header = columns.len();
    spoken::settle(&mut columns, &rows, dialect.states_positions(), tables);
    let looks = Looks::new(&rows, dialect, &columns, tables);
    let mut columns = fit_width(columns, &rows, &looks, dialect, findings);
    if dialect.states_positions() {
        header::tell_unnamed(&mut columns, &rows, tables);
    }
    header::nest_category(&mut columns, &rows, dialect);
    header::nest_numbers(&mut columns, &rows, dialect);
    let positions = Positions::of(dialect);
    let model = Model::new(columns);
    let mut model = if positions == Positions::Dropped { model.of_dropped() } else { model };
    if !positions.are_stated() {
        spoken::learn_words(&mut model, rows.iter().flat_map(|row| &row.cells), tables);
    }
    teach(&rows, &looks, positions, &mut model, |_| true);
    let is_asked = |placement: &Placement| !positions.are_stated() || is_shifted(placement);
    let surely = |pieces: &Pieces| place_surely(pieces, &model, positions, |placement| pieces.length.is_odd() || is_asked(placement));
    let placements = place_all(&rows, &looks, &model, surely);
    let stated = dialect.states_positions();
    let sure = sure.into_iter().map(Some).chain(std::iter::repeat(None));
    let ends = between.map_or(Ends::Cells, Between::ends);
    let mut placed = Vec::with_capacity(rows.len());
    for ((row, placement), sure) in rows.iter().zip(placements).zip(sure) {
        let (placement, confidence) = &*placement;
        let mut row =
            RowReader { row, placement, confidence, sure, ends, columns: &model.columns, stated, rule, looks: &looks, tables }.read();
        if between == Some(Between::Nothing) {
            glued::loosen(&mut row.slots, &model.columns, &learnt, tables);
        }
        placed.push(row);
    }
    if pages == 0 {
        header::leave_open(&mut placed, &model.columns);
    }
    let mut columns = model.columns;
    if columns.len() == header {
        spoken::leave_open(&mut placed, &columns, &doubtful);
        spoken::infer(&mut placed, &columns, &repeated);
    }
    sections::put(&headings, &mut columns, &mut placed);
    Table { dialect: written, columns, rows: placed, pages, above, why }
}

/// Whether a piece stands in another column than its position says.
pub(super) fn is_shifted(placement: &Placement) -> bool {
    placement.columns.iter().enumerate().any(|(column, fill)| fill.piece().is_some_and(|piece| piece != column))
}

/// Places every row by `place`. Rows that look alike are placed once: the placement depends on the looks of the pieces alone, which of a text that may be
/// two cells are its own.
pub(super) fn place_all<'r, T>(rows: &'r [Row], looks: &Looks, model: &Model, place: impl Fn(&Pieces) -> T) -> Vec<Arc<T>> {
    let mut kinds: HashMap<(Traits, u64, Option<&str>), u32, RandomState> = HashMap::default();
    let mut placed: HashMap<(Length, Vec<u32>), Arc<T>, RandomState> = HashMap::default();
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let pieces = looks.of(row, model);
        if pieces.pieces.iter().any(|piece| piece.joined.is_some()) {
            all.push(Arc::new(place(&pieces)));
            continue;
        }
        let same = |(piece, cell): (&Piece, &'r Cell)| {
            let next = kinds.len() as u32;
            let text = (!piece.cuts.is_empty()).then(|| cell.text());
            *kinds.entry((piece.traits.rough(), piece.seen, text)).or_insert(next)
        };
        let key = (pieces.length, pieces.pieces.iter().zip(&row.cells).map(same).collect());
        all.push(placed.entry(key).or_insert_with(|| Arc::new(place(&pieces))).clone());
    }
    all
}
