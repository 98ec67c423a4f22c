//! structure/table: grids to tables: headers found, pages of one table joined, every cell in its column.

use super::columns::{Column, Model};
use super::glued;
use super::header;
use super::looks::Looks;
use super::pairs::{self, Piece as GuidePiece};
use super::placed::{LEAST_SURE, RowReader};
use super::placement::{Fill, Length, Piece, Pieces, Placement, Positions, place, place_surely};
use super::stream::{self, Between};
use super::widths::fit_width;
use super::{sections, spoken, why};
use crate::decode::{Block, Decoded, Dialect, Grid, Row};
use crate::evidence::{At, Cell, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Marks;
use crate::ledger::Claim;
use crate::recognise::Traits;
use crate::tables::Tables;
use std::collections::HashMap;
use std::sync::Arc;

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
    /// How sure its column is, in hundredths; `None` where its position states it.
    pub confidence: Option<u8>,
    /// The label of a guide in front of it.
    pub label: Text,
}

/// A part of a grid under one header.
struct Section {
    dialect: Dialect,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pages: u32,
    above: usize,
    /// The rule by which its cells are inferred, where the document does not state them as cells of these columns.
    rule: Option<&'static str>,
    /// For each row how sure it is that it begins and ends where it does, in ten-thousandths; none where the document states it.
    sure: Vec<u16>,
    /// Headings in rows of their own, each with the index of the first row below it.
    headings: Vec<(usize, Cell)>,
    /// What stands between its cells, where its row ends are lost.
    between: Option<Between>,
}

impl Slot {
    /// A slot without a cell.
    pub fn empty(state: State) -> Self {
        Slot { cell: None, state, moved_from: None, rule: None, readings: Vec::new(), confidence: None, label: "".into() }
    }
}

/// The tables of `decoded`, each row placed; header cells are claimed as labels. Cells that stand around the tables come back apart.
pub(super) fn tables(decoded: &mut Decoded, tables: &Tables, findings: &mut Vec<Finding>) -> (Vec<Table>, Vec<GuidePiece>) {
    let written = std::mem::take(&mut decoded.blocks);
    let regular = stream::regular::regular(&written, tables);
    let blocks = regular.as_ref().unwrap_or(&written);
    let (mut sections, mut outside): (Vec<Section>, Vec<GuidePiece>) = (Vec::new(), Vec::new());
    let is_guide = pairs::are_guide(blocks, tables);
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Grid(grid)
                if pairs::is_table_of_labels(grid, tables) && (is_guide || !sections.last().is_some_and(|above| fits(above, grid))) =>
            {
                let (header, pieces) = pairs::pieces(grid, tables);
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(pieces);
            }
            Block::Grid(grid) if pairs::are_lines(grid, tables) => outside.extend(pairs::lines(grid)),
            Block::Grid(grid) if pairs::is_value(grid, outside.last(), tables) => {
                let (header, rows) = pairs::value_rows(grid, tables);
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(rows);
            }
            Block::Grid(grid) if let Some((header, pieces)) = pairs::materials(grid, tables) => {
                header.iter().for_each(|cell| decoded.ledger.claim(&cell.at, Claim::Label));
                outside.extend(pieces);
            }
            Block::Grid(grid) => {
                let mut single = Vec::new();
                add_sections(grid, outside.len(), tables, decoded, &mut sections, &mut single, findings);
                outside.extend(single.into_iter().map(GuidePiece::Line));
            }
            Block::Paragraph(cell) => {
                match sections.last_mut().filter(|above| !is_guide && above.is_headed_by(cell, blocks.get(index + 1), tables)) {
                    Some(section) => outside.extend(section.add_heading(cell).map(GuidePiece::Line)),
                    None => outside.push(GuidePiece::Line(cell.clone())),
                }
            }
        }
    }
    if !is_guide && !sections.iter().any(|section| section.columns.iter().any(|column| column.field != Field::Extra)) {
        let (before, found) = stream::find(blocks, tables);
        if !found.is_empty() {
            sections = found.into_iter().map(|found| stream_section(found, tables, decoded)).collect();
            outside = before.into_iter().map(GuidePiece::Line).collect();
        }
    }
    let found = sections.into_iter().map(|section| table(section, tables, findings)).collect();
    decoded.blocks = written;
    (found, outside)
}

fn stream_section(mut found: stream::Found, tables: &Tables, decoded: &mut Decoded) -> Section {
    claim_header(&found.header, decoded);
    let columns = header::columns(&found.header, Dialect::Stream, tables);
    if columns.iter().any(Column::is_mark) {
        // No row has more cells than the header, so there are so many rows at least.
        let least = found.pieces.len().div_ceil(columns.len().max(1)).max(2);
        spoken::only_sign(found.cells_mut().collect(), least, tables);
    }
    let mut model = Model::new(columns.clone());
    let (rows, sure) = stream::rows(&found.pieces, &model, tables);
    let taught: Vec<Row> = rows.into_iter().zip(sure).filter(|(_, sure)| *sure >= LEAST_SURE).map(|(row, _)| row).collect();
    let looks = Looks::new(&taught, Dialect::Stream, &columns, tables);
    // Where a row begins wrongly, elements of the row above stand as names: names would teach the same mistake again.
    teach(&taught, &looks, Positions::Lines, &mut model, |column| !column.is_name());
    let (rows, sure) = stream::rows(&found.pieces, &model, tables);
    Section {
        dialect: Dialect::Stream,
        columns,
        rows,
        pages: 1,
        above: 0,
        rule: found.between.rule(),
        sure,
        headings: Vec::new(),
        between: Some(found.between),
    }
}

fn claim_header(rows: &[Row], decoded: &mut Decoded) {
    for cell in rows.iter().flat_map(|row| &row.cells) {
        decoded.ledger.claim(&cell.at, Claim::Label);
    }
}

/// Cuts the rows of a grid at its headers; a header like the one before continues its section. Single cells above a header (a title across all
/// columns) stand outside, behind `before` others.
fn add_sections(
    grid: &Grid,
    before: usize,
    tables: &Tables,
    decoded: &mut Decoded,
    sections: &mut Vec<Section>,
    outside: &mut Vec<Cell>,
    findings: &mut Vec<Finding>,
) {
    let (mut rest, mut homeless, dialect) = (grid.rows.as_slice(), Vec::new(), grid.dialect);
    let own = sections.len();
    let goes_on = sections.last().is_some_and(|section| goes_on(section, grid));
    let ticks_below = grid.rows.iter().any(|row| sections::only_ticks(&filled(row), dialect, tables));
    while let Some(row) = rest.first() {
        let together = header::rows_together(rest, tables);
        let height = if together.is_empty() { header::header_rows(rest, tables) } else { together.len() };
        let (head, below) = rest.split_at(height);
        if height == 0 {
            let once = sections::said_once(row, tables);
            for copy in once.iter().flat_map(|(_, copies)| copies) {
                decoded.ledger.claim(&copy.at, Claim::Value);
            }
            let row = once.as_ref().map_or(row, |(row, _)| row);
            let filled = filled(row);
            let below = below.get(1..).unwrap_or_default();
            let above = if goes_on || sections.len() > own { sections.last_mut() } else { None };
            match (above.filter(|section| section.takes(row, dialect)), filled.as_slice()) {
                (above, [cell]) if header::begins(below, tables) && (above.is_none() || tables.words.is_title(cell.text())) => {
                    outside.push((*cell).clone());
                }
                (Some(_), _) if sections::is_aside(&filled, tables) => outside.extend(filled.iter().map(|cell| (*cell).clone())),
                (Some(section), [cell]) if sections::is_page_number(row, cell, section.rows.last(), below, tables) => {
                    outside.push((*cell).clone());
                }
                (Some(section), [cell]) if section.begins(cell) && sections::is_heading(row, cell, dialect, below, tables) => {
                    outside.extend(section.add_heading(cell));
                }
                (Some(section), [cell]) if sections::is_note(row, cell, &section.columns, dialect, tables) => outside.push((*cell).clone()),
                (Some(section), cells)
                    if sections::only_ticks(cells, dialect, tables) || ticks_below && section.goes_on_with(cells, tables) =>
                {
                    section.add_ticks(row);
                }
                (Some(section), _) => section.rows.push(row.clone()),
                (None, [cell]) => outside.push((*cell).clone()),
                (None, _) => homeless.push(row.clone()),
            }
            rest = below;
            continue;
        }
        claim_header(head, decoded);
        let columns = match together.as_slice() {
            [] => header::columns_over(head, below, dialect, tables),
            // Words that run together have no positions.
            words => header::columns(words, Dialect::Stream, tables),
        };
        match sections.last_mut().filter(|section| same_header(&section.columns, &columns)) {
            Some(section) => section.pages += 1,
            None => sections.push(Section {
                dialect,
                columns,
                rows: Vec::new(),
                pages: 1,
                above: before + outside.len(),
                rule: None,
                sure: Vec::new(),
                headings: Vec::new(),
                between: None,
            }),
        }
        rest = below;
    }
    if homeless.len() > 1 {
        let guessed = header::guess(&homeless, tables);
        if let Some((_, named)) = &guessed {
            findings.push(table_without_header(&homeless));
            if *named {
                claim_header(&[homeless.remove(0)], decoded);
            }
        }
        let (pages, rule, columns) = match guessed {
            Some((columns, _)) => (0, Some("column-by-type"), columns),
            None => (1, None, header::plain(&mut homeless, tables)),
        };
        sections.push(Section {
            dialect,
            columns,
            rows: homeless,
            pages,
            above: before + outside.len(),
            rule,
            sure: Vec::new(),
            headings: Vec::new(),
            between: None,
        });
    } else {
        outside.extend(homeless.into_iter().flat_map(|row| row.cells).filter(|cell| !cell.is_blank()));
    }
}

/// Whether the rows of another grid may go on with `section`: where tables are told apart, those of a much narrower table do not.
fn goes_on(section: &Section, grid: &Grid) -> bool {
    let filled = grid.rows.iter().map(|row| row.cells.iter().filter(|cell| !cell.is_blank()).count()).max().unwrap_or(0);
    fits(section, grid) || filled * 2 >= section.columns.len()
}

/// Whether the rows of another grid are as wide as those of `section`, or tables are not told apart.
fn fits(section: &Section, grid: &Grid) -> bool {
    let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    grid.dialect != Dialect::Cells || width >= section.columns.len()
}

fn filled(row: &Row) -> Vec<&Cell> {
    row.cells.iter().filter(|cell| !cell.is_blank()).collect()
}

impl Section {
    /// Whether `heading` may stand here: the first row of the table is one, or none is; or it has a number in a table of numbered rows.
    fn begins(&self, heading: &Cell) -> bool {
        let are_numbered = self.columns.first().is_some_and(|column| column.field == Field::Serial);
        self.rows.is_empty() || !self.headings.is_empty() || are_numbered && sections::has_chinese_number(heading.text())
    }

    /// Puts `heading` above the rows that follow; one that has no rows comes back.
    fn add_heading(&mut self, heading: &Cell) -> Option<Cell> {
        let at = self.rows.len();
        let above = self.headings.pop_if(|(above, _)| *above == at).map(|(_, cell)| cell);
        self.headings.push((at, heading.clone()));
        above
    }

    /// Whether the line `cell` heads the rows of the grid behind it, which go on with this table.
    fn is_headed_by(&self, cell: &Cell, next: Option<&Block>, tables: &Tables) -> bool {
        let Some(Block::Grid(grid)) = next else { return false };
        let goes_on = grid.dialect == self.dialect && grid.dialect != Dialect::Cells && header::header_rows(&grid.rows, tables) == 0;
        let alone = Row { cells: vec![cell.clone()], pads: 0, line: 0, merged: Vec::new() };
        goes_on && self.begins(cell) && sections::is_heading(&alone, cell, grid.dialect, &grid.rows, tables)
    }

    /// Whether `row`, written in `dialect`, can be one of this table: where positions are stated, another separator may stand between its cells.
    fn takes(&self, row: &Row, dialect: Dialect) -> bool {
        let stated = self.dialect.states_positions() && dialect.states_positions();
        self.dialect == dialect || stated && row.cells.len() == self.columns.len()
    }

    /// Whether `cells`, in a table whose ticks begin lines, are more of the row above: no row begins with a tick, and there is room for them.
    fn goes_on_with(&self, cells: &[&Cell], tables: &Tables) -> bool {
        let begins_with_tick = cells.first().is_some_and(|cell| tables.marks.is_tick(cell.text()));
        let begins_with_marks = self.columns.first().is_some_and(Column::is_mark);
        let has_room = self.rows.last().is_some_and(|above| above.cells.len() + cells.len() <= self.columns.len());
        begins_with_tick && !begins_with_marks && has_room
    }

    fn add_ticks(&mut self, row: &Row) {
        match self.rows.last_mut() {
            Some(above) => {
                let before = above.cells.len();
                above.cells.extend(row.cells.iter().filter(|cell| !cell.is_blank()).cloned());
                above.pads = above.pads.saturating_sub((above.cells.len() - before) as u32);
            }
            None => self.rows.push(row.clone()),
        }
    }
}

fn same_header(a: &[Column], b: &[Column]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.field == b.field && a.label == b.label && a.group == b.group)
}

fn table(section: Section, tables: &Tables, findings: &mut Vec<Finding>) -> Table {
    let Section { dialect: written, mut columns, mut rows, pages, above, rule, sure, headings, between } = section;
    let why = why::why(written, between, &rows);
    let dialect = if written.states_positions() && spoken::lack_blanks(&rows, &columns, tables) { Dialect::PipeTight } else { written };
    if dialect.states_positions() {
        spoken::name_channels(&mut rows, &columns, tables);
        spoken::untick(&mut rows, &columns, tables);
    }
    let doubtful = spoken::to_ticks(&mut rows, &columns, dialect.states_positions(), tables);
    let header = columns.len();
    spoken::settle(&mut columns, &rows, dialect.states_positions(), tables);
    let looks = Looks::new(&rows, dialect, &columns, tables);
    let mut columns = fit_width(columns, &rows, &looks, dialect, findings);
    if dialect.states_positions() {
        header::tell_unnamed(&mut columns, &rows, tables);
    }
    header::nest_category(&mut columns, &rows, dialect);
    let positions = Positions::of(dialect);
    let mut model = Model::new(columns);
    teach(&rows, &looks, positions, &mut model, |_| true);
    let is_asked = |placement: &Placement| !positions.are_stated() || is_shifted(placement);
    let surely = |pieces: &Pieces| place_surely(pieces, &model, positions, |placement| pieces.length.is_odd() || is_asked(placement));
    let placements = place_all(&rows, &looks, &model, surely);
    let stated = dialect.states_positions();
    let sure = sure.into_iter().map(Some).chain(std::iter::repeat(None));
    let mut placed = Vec::with_capacity(rows.len());
    for ((row, placement), sure) in rows.iter().zip(placements).zip(sure) {
        let (placement, confidence) = &*placement;
        let mut row = RowReader { row, placement, confidence, sure, columns: &model.columns, stated, rule, looks: &looks }.read();
        if between == Some(Between::Nothing) {
            glued::loosen(&mut row.slots, &model.columns, tables);
        }
        placed.push(row);
    }
    if pages == 0 {
        header::leave_open(&mut placed, &model.columns);
    }
    let mut columns = model.columns;
    if columns.len() == header {
        spoken::leave_open(&mut placed, &columns, &doubtful);
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
fn place_all<'r, T>(rows: &'r [Row], looks: &Looks, model: &Model, place: impl Fn(&Pieces) -> T) -> Vec<Arc<T>> {
    let mut kinds: HashMap<(Traits, u64, Option<&str>), u32> = HashMap::new();
    let mut placed: HashMap<(Length, Vec<u32>), Arc<T>> = HashMap::new();
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

/// Places every row; those that leave no doubt teach the columns that `learns` says.
fn teach(rows: &[Row], looks: &Looks, positions: Positions, model: &mut Model, learns: fn(&Column) -> bool) {
    for (row, placement) in rows.iter().zip(place_all(rows, looks, model, |pieces| place(pieces, model, positions))) {
        learn(&placement, row, model, learns);
    }
}

/// A row that leaves no doubt and costs nothing unusual teaches the columns.
fn learn(placement: &Placement, row: &Row, model: &mut Model, learns: fn(&Column) -> bool) {
    const MOST_COST: u32 = 60;
    let is_mark = |model: &Model, column: usize| model.columns.get(column).is_some_and(Column::is_mark);
    let differs =
        |reading: &Vec<Fill>| reading.iter().zip(&placement.columns).enumerate().any(|(column, (a, b))| a != b && !is_mark(model, column));
    if placement.cost > MOST_COST || !placement.unplaced.is_empty() || placement.readings.iter().any(differs) {
        return;
    }
    for (column, fill) in placement.columns.iter().enumerate() {
        let of = model.columns.get(column);
        let pieces = match fill {
            Fill::Piece(piece) => *piece..*piece + 1,
            Fill::Joined(piece, more) if of.is_some_and(|column| column.field == Field::Contents) => *piece..piece + more + 1,
            _ => continue,
        };
        let learns = of.is_some_and(|column| !column.is_mark() && learns(column));
        for cell in row.cells.get(pieces).unwrap_or_default().iter().filter(|_| learns) {
            model.learn(column, &cell.passage.raw);
        }
    }
}

fn table_without_header(rows: &[Row]) -> Finding {
    let mut finding = Finding::new("table-without-header").with("rows", rows.len());
    for cell in rows.first().into_iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()) {
        finding = finding.shown(&cell.passage.raw, &cell.at);
    }
    finding
}
