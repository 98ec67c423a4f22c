//! structure/grid: grids cut at their headers into sections: the rows under one header.

mod parallel;

use super::columns::Column;
use super::header;
use super::sections::{self, Heading, Heads};
use super::stream::Between;
use super::stream::elements::Learnt;
use super::{others, rows};
use crate::decode::{Block, Decoded, Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::ledger::Claim;
use crate::recognise::traits;
use crate::tables::Tables;

/// A part of a grid under one header.
pub(super) struct Section {
    pub(super) dialect: Dialect,
    pub(super) columns: Vec<Column>,
    /// The rows of its header.
    head: Vec<Row>,
    pub(super) rows: Vec<Row>,
    pub(super) pages: u32,
    pub(super) above: usize,
    /// The rule by which its cells are inferred, where the document does not state them as cells of these columns.
    pub(super) rule: Option<&'static str>,
    /// For each row how sure it is that it begins and ends where it does, in ten-thousandths; none where the document states it.
    pub(super) sure: Vec<u16>,
    /// Headings in rows of their own.
    pub(super) headings: Vec<Heading>,
    /// What stands between its cells, where its row ends are lost.
    pub(super) between: Option<Between>,
    /// The elements that its document teaches, where nothing stands between them.
    pub(super) learnt: Learnt,
    /// A level of the rows that follow, which stands in a row of its own above them, with its column.
    level: Option<(usize, Cell)>,
    /// Whether there was such a row.
    is_levelled: bool,
    /// Where its columns were told by what stands in them.
    guessed: Option<Guessed>,
}

/// What is known of a table whose columns were told by what stands in them.
struct Guessed {
    /// What is said about it.
    finding: Finding,
    /// Whether words that are not known head its columns.
    is_named: bool,
}

/// Cuts the rows of `grid` at its headers into `sections`; a header like the one before continues its section. Single cells above a header (a title
/// across all columns) are returned: they stand outside, behind `before` others.
pub(super) fn cut(grid: &Grid, before: usize, tables: &Tables, decoded: &mut Decoded, sections: &mut Vec<Section>) -> Vec<Cell> {
    let apart = sections.last().is_some_and(|section| others::misfit(&grid.rows, section, tables));
    let goes_on = !apart && sections.last().is_some_and(|section| section.goes_on_in(grid));
    let ticks_below = grid.rows.iter().any(|row| sections::only_ticks(&filled(row), grid.dialect, tables));
    let own = sections.len();
    let (outside, homeless) = (Vec::new(), Vec::new());
    let mut cutter = Cutter {
        dialect: grid.dialect,
        before,
        tables,
        decoded,
        own,
        sections,
        goes_on,
        ticks_below,
        noted: false,
        outside,
        homeless,
        apart,
    };
    cutter.read(&parallel::parted(&grid.rows));
    cutter.outside
}

/// Whether a row has blank cells of its own, and fewer cells than others all the same: what stands alone in it is neither a heading nor a note across the table.
fn lacks_cells(row: &Row) -> bool {
    row.lacks > 0 && row.own_cells() > 1
}

/// Claims the cells of header rows as labels.
pub(super) fn claim_header(rows: &[Row], decoded: &mut Decoded) {
    for cell in rows.iter().flat_map(|row| &row.cells) {
        decoded.ledger.claim(&cell.at, Claim::Label);
    }
}

/// Tells of the tables whose columns were guessed. Beside a directory that says what its columns are, one that has other words for its own is a table of
/// another kind.
pub(super) fn tell_guessed(all: &mut [Section], findings: &mut Vec<Finding>) {
    let is_directory = |section: &Section| section.guessed.is_none() && rows::kind(&section.columns) == Some(Kind::Directory);
    let has_directory = all.iter().any(is_directory);
    for section in all {
        match section.guessed.take() {
            Some(guessed) if guessed.is_named && has_directory => {
                section.rule = None;
                section.columns.iter_mut().for_each(|column| *column = Column::new(Field::Extra, column.label.clone(), column.at));
            }
            guessed => findings.extend(guessed.map(|guessed| guessed.finding)),
        }
    }
}

/// Reads the rows of one grid top to bottom.
struct Cutter<'a> {
    dialect: Dialect,
    before: usize,
    tables: &'a Tables,
    decoded: &'a mut Decoded,
    sections: &'a mut Vec<Section>,
    /// How many sections stand above the grid.
    own: usize,
    /// Whether its rows go on with the last of those.
    goes_on: bool,
    /// Whether ticks stand below the rows that they belong to.
    ticks_below: bool,
    /// Whether the row above was a note.
    noted: bool,
    outside: Vec<Cell>,
    /// Rows that stand under no header.
    homeless: Vec<Row>,
    /// Whether the rows without a header are those of a table of another kind.
    apart: bool,
}

impl Cutter<'_> {
    fn read(&mut self, mut rest: &[Row]) {
        while let Some(row) = rest.first() {
            let together = header::rows_together(rest, self.tables);
            if together.is_empty() && self.turns_page(rest) {
                rest = self.turn_page(rest);
                continue;
            }
            let height = if together.is_empty() { header::header_rows(rest, self.tables) } else { together.len() };
            let (head, below) = rest.split_at(height);
            if height > 0 {
                self.header(head, &together, below);
                rest = below;
                continue;
            }
            let has_table = self.goes_on || self.sections.len() > self.own;
            if (self.apart || has_table) && others::begins(rest, self.tables) {
                self.end_homeless();
                self.apart = true;
            }
            rest = below.get(1..).unwrap_or_default();
            self.row(row, rest, has_table && !self.apart);
        }
        self.end_homeless();
    }

    /// Whether the header of the table above stands again at the start of `rows`, with no further row of words below it: that is the header of another table.
    fn turns_page(&self, rows: &[Row]) -> bool {
        let above = self.sections.last().filter(|section| !self.apart && !section.rows.is_empty());
        above.filter(|section| header::stands_again(&section.head, rows)).is_some_and(|section| {
            let own = section.head.len();
            header::header_rows(rows, self.tables) <= own || rows.get(own).is_some_and(|row| filled(row).len() < 2)
        })
    }

    /// Goes on with the table above behind its header at the start of `rows`: what is below it comes back.
    fn turn_page<'r>(&mut self, rows: &'r [Row]) -> &'r [Row] {
        let Some(section) = self.sections.last_mut() else { return rows };
        let (head, below) = rows.split_at(section.head.len());
        claim_header(head, self.decoded);
        section.pages += 1;
        below
    }

    /// A row that is no header; `below` are those that follow it.
    fn row(&mut self, row: &Row, below: &[Row], has_table: bool) {
        let (tables, dialect, is_noted) = (self.tables, self.dialect, std::mem::take(&mut self.noted));
        let once = sections::said_once(row, tables);
        for copy in once.iter().flat_map(|(_, copies)| copies) {
            self.decoded.ledger.claim(&copy.at, Claim::Value);
        }
        let row = once.as_ref().map_or(row, |(row, _)| row);
        let filled = filled(row);
        let above = if has_table { self.sections.last_mut() } else { None };
        match (above.filter(|section| section.takes(row, dialect)), filled.as_slice()) {
            (Some(section), [_]) if lacks_cells(row) => section.push(row),
            (above, [cell]) if header::begins(below, tables) && (above.is_none() || tables.words.is_title(cell.text())) => {
                self.outside.push((*cell).clone());
            }
            (Some(_), _) if sections::is_aside(&filled, tables) => self.outside.extend(filled.iter().map(|cell| (*cell).clone())),
            (Some(section), [cell]) if sections::is_page_number(row, cell, section.rows.last(), below, tables) => {
                self.outside.push((*cell).clone());
            }
            (Some(section), [cell]) if section.begins(cell) && sections::is_heading(row, cell, dialect, below, tables) => {
                self.outside.extend(section.add_heading(None, cell));
            }
            (Some(section), [number, cell]) if let Some(heads) = section.headed_by(row, below, tables) => {
                self.decoded.ledger.claim(&number.at, Claim::Label);
                match heads {
                    Heads::Rows => self.outside.extend(section.add_heading(Some(number), cell)),
                    Heads::Level(column) => self.outside.extend(section.add_level(column, cell)),
                }
            }
            (Some(section), [cell]) if sections::is_note(row, cell, &section.columns, (dialect, is_noted), below, tables) => {
                self.outside.push((*cell).clone());
                self.noted = true;
            }
            (Some(section), cells)
                if sections::only_ticks(cells, dialect, tables) || self.ticks_below && section.goes_on_with(cells, tables) =>
            {
                section.add_ticks(row);
            }
            (Some(section), _) => section.push(row),
            (None, [cell]) if !goes_on_below(self.homeless.last(), row, dialect, tables) => self.outside.push((*cell).clone()),
            (None, _) => self.homeless.push(row.clone()),
        }
    }

    /// The header rows `head` above the rows `below`; `together`: their words, where nothing stands between them.
    fn header(&mut self, head: &[Row], together: &[Row], below: &[Row]) {
        claim_header(head, self.decoded);
        let columns = match together {
            [] => header::columns_over(head, below, self.dialect, self.tables),
            // Words that run together have no positions.
            words => header::columns(words, Dialect::Stream, self.tables),
        };
        if self.apart {
            self.end_homeless();
        }
        match self.sections.last_mut().filter(|section| same_header(&section.columns, &columns)) {
            Some(section) => section.pages += 1,
            None => {
                // A header may have slipped below the first rows of its table.
                let fit = others::fit(&self.homeless, &columns, self.dialect, self.tables);
                let rows = if fit { std::mem::take(&mut self.homeless) } else { Vec::new() };
                let above = self.before + self.outside.len();
                self.sections.push(Section { head: head.to_vec(), rows, above, ..Section::new(self.dialect, columns) });
            }
        }
    }

    /// Makes a table of the rows that stand under no header that is known.
    fn end_homeless(&mut self) {
        let mut homeless = std::mem::take(&mut self.homeless);
        if homeless.len() < 2 {
            self.outside.extend(homeless.into_iter().flat_map(|row| row.cells).filter(|cell| !cell.is_blank()));
            self.apart = false;
            return;
        }
        let is_other = self.apart || others::begins(&homeless, self.tables);
        let guessed = header::guess(&homeless, self.tables).filter(|(_, is_named)| !is_other || *is_named && !self.apart);
        let above = self.before + self.outside.len();
        let section = match guessed {
            Some((columns, is_named)) => {
                let finding = table_without_header(&homeless);
                if is_named {
                    claim_header(&[homeless.remove(0)], self.decoded);
                }
                let guessed = Some(Guessed { finding, is_named });
                Section { pages: 0, rule: Some("column-by-type"), guessed, ..Section::new(self.dialect, columns) }
            }
            None => Section::new(self.dialect, header::plain(&mut homeless, self.tables)),
        };
        self.sections.push(Section { rows: homeless, above, ..section });
        self.apart = false;
    }
}

impl Section {
    /// A section without rows.
    pub(super) fn new(dialect: Dialect, columns: Vec<Column>) -> Self {
        Section {
            dialect,
            columns,
            head: Vec::new(),
            rows: Vec::new(),
            pages: 1,
            above: 0,
            rule: None,
            sure: Vec::new(),
            headings: Vec::new(),
            between: None,
            learnt: Learnt::default(),
            level: None,
            is_levelled: false,
            guessed: None,
        }
    }

    /// Whether the rows of another grid may go on with this table: where tables are told apart, those of a much narrower table do not.
    fn goes_on_in(&self, grid: &Grid) -> bool {
        let filled = grid.rows.iter().map(|row| row.cells.iter().filter(|cell| !cell.is_blank()).count()).max().unwrap_or(0);
        self.is_as_wide_as(grid) || filled * 2 >= self.columns.len()
    }

    /// Whether the rows of another grid are as wide as those of this table, or tables are not told apart.
    pub(super) fn is_as_wide_as(&self, grid: &Grid) -> bool {
        let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        grid.dialect != Dialect::Cells || width >= self.columns.len()
    }

    /// Whether `heading` may stand here: the first row of the table is one, or none is; or it has a number in a table of numbered rows.
    fn begins(&self, heading: &Cell) -> bool {
        let are_numbered = self.columns.first().is_some_and(|column| column.field == Field::Serial);
        self.rows.is_empty() || !self.headings.is_empty() || are_numbered && sections::has_chinese_number(heading.text())
    }

    /// What `row`, which has a number and a name and nothing else, is for the rows below it, if it is no item.
    fn headed_by(&self, row: &Row, below: &[Row], tables: &Tables) -> Option<Heads> {
        let is_again = !self.headings.is_empty() || self.is_levelled;
        let is_level = |column: usize| self.columns.get(column).is_some_and(|column| column.field.depth().is_some());
        let may_head =
            |heads: &Heads| if let Heads::Level(column) = heads { is_level(*column) && self.dialect.states_positions() } else { true };
        sections::heads(row, is_again, below, tables).filter(may_head)
    }

    /// Puts `cell` above the rows that follow as their level in `column`; one that has no rows comes back.
    fn add_level(&mut self, column: usize, cell: &Cell) -> Option<Cell> {
        self.is_levelled = true;
        self.level.replace((column, cell.clone())).map(|(_, above)| above)
    }

    /// Adds `row`. What stands above it as its level goes into its blank cell.
    fn push(&mut self, row: &Row) {
        let mut row = row.clone();
        if let Some((column, level)) = self.level.take()
            && let Some(blank) = row.cells.get_mut(column)
        {
            *blank = level;
        }
        self.rows.push(row);
    }

    /// Puts the heading `name`, behind its `number` perhaps, above the rows that follow; one above it that has no rows and heads no headings comes back.
    pub(super) fn add_heading(&mut self, number: Option<&Cell>, name: &Cell) -> Option<Cell> {
        let heading = Heading::new(self.rows.len(), number, name);
        let above = heading.replaces(&self.headings).then(|| self.headings.pop()).flatten();
        self.headings.push(heading);
        above.map(|above| above.name)
    }

    /// Adds the `line` right behind the last row to the cell whose list it goes on with (3.监测数据 below 1.联系方式；2.法律文本；), where that is one. The
    /// second of several notes below a table stands behind the first one.
    pub(super) fn takes_line(&mut self, line: &Cell) -> bool {
        let Some((number, sign)) = leading_number(line.text()).filter(|(number, _)| *number > 1) else { return false };
        let places = self.rows.last().into_iter().flat_map(|row| &row.cells).flat_map(|cell| cell.at.iter());
        let last = places.filter_map(|at| at.line()).max();
        if line.at.first().and_then(|at| at.line()) != last.map(|last| last + 1) {
            return false;
        }
        let lists = |text: &str, number: u32| {
            let word = format!("{number}{sign}");
            text.match_indices(&word).any(|(at, _)| !text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())))
        };
        let cells = self.rows.last_mut().into_iter().flat_map(|row| &mut row.cells);
        let mut above = cells.filter(|cell| lists(cell.text(), number - 1) && !lists(cell.text(), number));
        match (above.next(), above.next()) {
            (Some(cell), None) => *cell = cell.above(line),
            _ => return false,
        }
        true
    }

    /// Whether the line `cell` heads the rows of the grid behind it, which go on with this table.
    pub(super) fn is_headed_by(&self, cell: &Cell, next: Option<&Block>, tables: &Tables) -> bool {
        let Some(Block::Grid(grid)) = next else { return false };
        let goes_on = grid.dialect == self.dialect && grid.dialect != Dialect::Cells && header::header_rows(&grid.rows, tables) == 0;
        let alone = Row { cells: vec![cell.clone()], pads: 0, lacks: 0, line: 0, merged: Vec::new() };
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

fn filled(row: &Row) -> Vec<&Cell> {
    row.cells.iter().filter(|cell| !cell.is_blank()).collect()
}

/// Whether `row`, which has one cell, goes on with the one `above` it: it is as wide, and its cell stands where no heading and no note does, or is the
/// number of a row that says nothing else.
fn goes_on_below(above: Option<&Row>, row: &Row, dialect: Dialect, tables: &Tables) -> bool {
    let is_no_heading = |first: &Cell| first.is_blank() || dialect != Dialect::Cells && traits(first.text(), tables).serial;
    let is_as_wide = above.is_some_and(|above| above.cells.len() == row.cells.len());
    dialect.states_positions() && is_as_wide && row.cells.first().is_some_and(is_no_heading)
}

fn same_header(a: &[Column], b: &[Column]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.field == b.field && a.label == b.label && a.group == b.group)
}

fn table_without_header(rows: &[Row]) -> Finding {
    let mut finding = Finding::new("table-without-header").with("rows", rows.len());
    for cell in rows.first().into_iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()) {
        finding = finding.shown(&cell.passage.raw, &cell.at);
    }
    finding
}

/// The number with which `text` begins as an entry of a list does, and the sign behind it.
fn leading_number(text: &str) -> Option<(u32, char)> {
    let text = crate::text::trim_start(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits)?;
    let sign = rest.chars().next().filter(|sign| matches!(sign, '.' | '．' | '、'))?;
    Some((number.parse().ok()?, sign))
}
