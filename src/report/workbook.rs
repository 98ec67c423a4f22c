//! report/workbook: the gap report as a workbook to filter, and to fill in: verdicts and waivers are read back by `mulu review --apply`.
//!
//! Every cell is text or a count: what a document says never becomes a formula. The same input gives the same bytes.

mod missing;
mod sheet;
mod since;

use super::compare::{Agreement, FieldComparison, Said, ServiceComparison, Shared, Side, every_document};
use super::complaints::{Complaint, FindingGroup};
use super::difference::difference;
use super::excerpt::Excerpt;
use super::gap::{Both, Gap};
use super::matrix::{Cell, CellState, Column, kind_word};
use super::side_by_side::state_word;
use crate::align::Dataset;
use crate::error::Error;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::{Head, Look, Sheet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;

/// Where it is written, and how the sheets are called in every language.
pub(super) const NAME: &str = "reports/gap.xlsx";
const MATRIX: &str = "Matrix";
const MISSING: &str = "Missing";
const FINDINGS: &str = "Findings";
const COMPARE: &str = "Compare";
const SOURCES: &str = "Sources";
const CHANGES: &str = "Changes";

/// With more cells than this, those that say nothing about a place (not expected, no document) stay empty.
const MANY_CELLS: usize = 200_000;

/// Rows above the first data row of Matrix, and of the other sheets.
const MATRIX_HEAD: u32 = 2;
const HEAD: u32 = 1;

/// Writes the workbook in `language`.
pub(super) fn write(
    gap: &Gap,
    dataset: &Dataset,
    words: &ReportWords,
    language: Language,
    to: &mut (dyn Write + Send),
) -> Result<(), Error> {
    make(gap, dataset, words, language, to).map_err(|error| Error::output(NAME, error))
}

fn make(gap: &Gap, dataset: &Dataset, words: &ReportWords, language: Language, to: &mut (dyn Write + Send)) -> Result<(), XlsxError> {
    let sides = every_document(dataset, words);
    let missing = missing::rows(gap, dataset, words, language);
    let mut workbook = Workbook::new();
    // A fixed day: the bytes depend on the input alone.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let mut book = Book { gap, words, language, links: Links::new(gap, &missing) };
    // First, as other sheets lead there; it stands further behind.
    let mut compared = workbook.new_worksheet_with_constant_memory()?;
    book.links.compare = book.compare(Sheet::new(&mut compared, COMPARE)?, &Shared::new(dataset, &sides, words), &sides)?;
    // Rows go to a temporary file as they are made, from the first to the last: there may be very many.
    book.matrix(Sheet::new(workbook.add_worksheet_with_constant_memory()?, MATRIX)?)?;
    book.missing(Sheet::new(workbook.add_worksheet_with_constant_memory()?, MISSING)?, &missing)?;
    book.findings(Sheet::new(workbook.add_worksheet_with_constant_memory()?, FINDINGS)?)?;
    workbook.push_worksheet(compared);
    book.sources(Sheet::new(workbook.add_worksheet_with_constant_memory()?, SOURCES)?)?;
    if gap.since.is_some() {
        book.since(Sheet::new(workbook.add_worksheet_with_constant_memory()?, CHANGES)?)?;
    }
    workbook.save_to_writer(to)
}

struct Book<'a> {
    gap: &'a Gap<'a>,
    words: &'a ReportWords,
    language: Language,
    links: Links<'a>,
}

/// In which row (from 0) of which sheet something stands first.
struct Links<'a> {
    /// By row and column of the matrix.
    missing: BTreeMap<(usize, usize), u32>,
    /// By item.
    findings: BTreeMap<&'a str, u32>,
    /// By concept.
    compare: BTreeMap<String, u32>,
    /// By source id, the column of Matrix.
    columns: BTreeMap<&'a str, usize>,
}

impl<'a> Links<'a> {
    fn new(gap: &'a Gap<'a>, missing: &[missing::Row]) -> Self {
        let (mut findings, mut cells) = (BTreeMap::new(), BTreeMap::new());
        for (row, (_, item)) in (HEAD..).zip(gap.findings.iter().flat_map(|group| group.findings.subjects())) {
            if let Some(item) = item {
                findings.entry(item).or_insert(row);
            }
        }
        for (row, line) in (HEAD..).zip(missing) {
            cells.entry((line.row, line.column)).or_insert(row);
        }
        let columns = gap.columns.iter().enumerate().filter_map(|(index, column)| Some((column.source.as_deref()?, index)));
        Links { missing: cells, findings, compare: BTreeMap::new(), columns: columns.collect() }
    }
}

/// One line of the sheet Compare: what some documents say alike in one field of one service.
struct Line<'a> {
    service: &'a ServiceComparison,
    field: &'a FieldComparison,
    said: Vec<&'a Said>,
    /// What most say.
    most: Option<&'a Said>,
}

impl Book<'_> {
    fn matrix(&self, mut sheet: Sheet) -> Result<(), XlsxError> {
        let legend: Vec<String> =
            CellState::ALL.iter().map(|state| format!("{} {}", state.sign(), self.word(&format!("cell.{}", state.key())))).collect();
        sheet.text(0, 0, &format!("{}   {}", legend.join("   "), self.word("sheet.told")), Look::Plain)?;
        let fixed = [("text.service", 36), ("text.category", 24), ("text.list", 18), ("text.concept", 22)];
        let mut heads: Vec<Head> = fixed.iter().map(|(key, width)| Head::new(self.word(key), *width)).collect();
        let of_column = |column: &Column| Head::new(format!("{}. {}", column.key, self.say(&column.label(self.words))), 14);
        heads.extend(self.gap.columns.iter().map(of_column));
        sheet.head(1, &heads, 1)?;
        for (index, head) in heads.iter().skip(fixed.len()).enumerate() {
            sheet.link(1, fixed.len() + index, &head.text, SOURCES, HEAD + index as u32, Look::Head)?;
        }
        let is_large = self.gap.rows.len() * self.gap.columns.len() > MANY_CELLS;
        for (row, (index, service)) in (MATRIX_HEAD..).zip(self.gap.rows.iter().enumerate()) {
            match self.links.compare.get(service.concept.as_str()) {
                Some(target) => sheet.link(row, 0, &service.name, COMPARE, *target, Look::Plain)?,
                None => sheet.text(row, 0, &service.name, Look::Plain)?,
            }
            sheet.texts(row, 1, [service.category.as_deref().unwrap_or_default(), &service.list, &service.concept])?;
            for (column, cell) in service.cells.iter().enumerate().filter(|(_, cell)| !is_large || cell.state < CellState::NotExpected) {
                self.cell(&mut sheet, (row, fixed.len() + column), (index, column), &cell)?;
            }
        }
        sheet.close()
    }

    /// One cell of the matrix, with a link to what is missing or wrong there.
    fn cell(&self, sheet: &mut Sheet, at: (u32, usize), of: (usize, usize), cell: &Cell) -> Result<(), XlsxError> {
        let told = if cell.findings > 0 { format!(" !{}", cell.findings) } else { String::new() };
        let text = format!("{}{told}", cell.state.sign());
        let finding = cell.items.iter().find_map(|item| self.links.findings.get(item.id.as_str()));
        let look = Look::State(cell.state);
        match (self.links.missing.get(&of), finding) {
            (Some(target), _) => sheet.link(at.0, at.1, &text, MISSING, *target, look),
            (None, Some(target)) => sheet.link(at.0, at.1, &text, FINDINGS, *target, look),
            (None, None) => sheet.text(at.0, at.1, &text, look),
        }
    }

    fn missing(&self, mut sheet: Sheet, rows: &[missing::Row]) -> Result<(), XlsxError> {
        let keys = [
            ("text.place", 16),
            ("text.kind", 12),
            ("text.file", 28),
            ("text.service", 32),
            ("text.category", 24),
            ("text.state", 22),
            ("sheet.candidate", 40),
            ("sheet.relation", 14),
            ("sheet.reasons", 40),
            ("sheet.concept", 22),
            ("sheet.item", 16),
            ("sheet.judged", 16),
            ("sheet.decided", 22),
        ];
        let fill = [("sheet.verdict", 14), ("sheet.why", 32)];
        self.head(&mut sheet, &keys, &fill)?;
        sheet.choice(keys.len(), HEAD, HEAD + rows.len() as u32, ["same", "different", "unsure"])?;
        for (row, line) in (HEAD..).zip(rows) {
            let (Some(service), Some(column)) = (self.gap.rows.get(line.row), self.gap.columns.get(line.column)) else { continue };
            let place = self.place(column.place.as_deref());
            sheet.texts(row, 0, [place, self.word(kind_word(column.kind)), column.path.as_deref().unwrap_or_default()])?;
            let target = MATRIX_HEAD + line.row as u32;
            sheet.link(row, 3, &service.name, MATRIX, target, Look::Plain)?;
            let state = self.word(&format!("cell.{}", line.state.key())).to_owned();
            let relation = line.relation.map(|relation| self.word(&format!("relation.{relation}")).to_owned()).unwrap_or_default();
            let category = service.category.as_deref().unwrap_or_default();
            let rest = [category, &state, &line.candidate, &relation, &line.reasons, &service.concept, &line.item, &line.judged];
            sheet.texts(row, 4, rest)?;
            if let Some(decided) = &line.decided {
                let verdict = decided.verdict.key();
                let who = format!("{verdict} ({}, {})", decided.by, decided.when);
                sheet.texts(row, keys.len() - 1, [who.as_str(), verdict, &decided.why])?;
            }
        }
        sheet.close()
    }

    fn findings(&self, mut sheet: Sheet) -> Result<(), XlsxError> {
        let keys = [
            ("sheet.severity", 10),
            ("sheet.code", 26),
            ("sheet.message", 60),
            ("text.place", 16),
            ("text.file", 28),
            ("sheet.name", 32),
            ("text.field", 16),
            ("sheet.where", 30),
            ("text.source_text", 50),
            ("text.expected", 24),
            ("text.actual", 24),
            ("text.action", 50),
            ("sheet.source", 28),
            ("sheet.item", 16),
            ("sheet.judged", 16),
            ("sheet.accepted", 16),
        ];
        let fill = [("sheet.until", 14), ("sheet.reason", 32), ("sheet.owner", 16)];
        self.head(&mut sheet, &keys, &fill)?;
        for (row, (group, complaint)) in (HEAD..).zip(complaints(self.gap)) {
            self.finding(&mut sheet, row, group, &complaint)?;
        }
        sheet.close()
    }

    fn finding(&self, sheet: &mut Sheet, row: u32, group: &FindingGroup, complaint: &Complaint) -> Result<(), XlsxError> {
        let index = complaint.source.as_deref().and_then(|source| self.links.columns.get(source).copied());
        let column = index.and_then(|index| self.gap.columns.get(index));
        let path = column.and_then(|column| column.path.as_deref()).unwrap_or_default();
        let severity = self.word(&format!("severity.{}", group.severity.key())).to_owned();
        sheet.texts(
            row,
            0,
            [&severity, &group.code, self.say(&complaint.message), self.place(column.and_then(|column| column.place.as_deref()))],
        )?;
        match index {
            Some(index) => sheet.link(row, 4, path, SOURCES, HEAD + index as u32, Look::Plain)?,
            None => sheet.text(row, 4, self.word("text.whole_dataset"), Look::Plain)?,
        }
        let field = complaint.field.map(|field| self.words.field(field).get(self.language).to_owned()).unwrap_or_default();
        let shown = |part: fn(&Excerpt) -> String| complaint.evidence.iter().map(part).collect::<Vec<_>>().join("\n");
        let places = shown(|excerpt| excerpt.place.clone());
        let texts = shown(|excerpt| format!("{}【{}】{}", excerpt.before, excerpt.marked, excerpt.after));
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let [name, expected, actual, source, item] =
            [&complaint.name, &complaint.expected, &complaint.actual, &complaint.source, &complaint.item].map(optional);
        let [until, reason, owner] =
            complaint.waived.as_ref().map_or(["", "", ""], |waived| [waived.until.as_str(), waived.reason.as_str(), waived.owner.as_str()]);
        let rest = [&name, &field, &places, &texts, &expected, &actual, self.say(&group.action), &source, &item, &complaint.judged];
        sheet.texts(row, 5, rest.into_iter().chain([until, until, reason, owner]))
    }

    /// Where documents do not agree. Returns the row in which each service stands first.
    fn compare(&self, mut sheet: Sheet, shared: &Shared, sides: &[Side]) -> Result<BTreeMap<String, u32>, XlsxError> {
        let keys = [
            ("text.service", 32),
            ("text.concept", 22),
            ("text.kind", 12),
            ("text.field", 18),
            ("sheet.agreement", 18),
            ("text.value", 70),
            ("sheet.documents", 12),
            ("sheet.said_by", 50),
        ];
        self.head(&mut sheet, &keys, &[])?;
        let rows: BTreeMap<&str, u32> = (MATRIX_HEAD..).zip(&self.gap.rows).map(|(row, service)| (service.concept.as_str(), row)).collect();
        let (mut first, mut row) = (BTreeMap::new(), HEAD);
        for service in shared.services() {
            for line in lines(&service) {
                first.entry(service.concept.clone()).or_insert(row);
                self.line(&mut sheet, row, &line, rows.get(service.concept.as_str()).copied(), sides)?;
                row += 1;
            }
        }
        sheet.close()?;
        Ok(first)
    }

    /// One line of the sheet Compare; `target`: the row of its service in Matrix.
    fn line(&self, sheet: &mut Sheet, row: u32, line: &Line, target: Option<u32>, sides: &[Side]) -> Result<(), XlsxError> {
        match target {
            Some(target) => sheet.link(row, 0, &line.service.name, MATRIX, target, Look::Plain)?,
            None => sheet.text(row, 0, &line.service.name, Look::Plain)?,
        }
        let field = self.words.field(line.field.field);
        let kind = line.service.kind.map_or("", |kind| self.word(kind_word(Some(kind))));
        sheet.texts(row, 1, [&line.service.concept, kind, field.get(self.language), self.word(line.field.verdict.word())])?;
        self.said(sheet, row, line)?;
        let of = |said: &&Said| sides.get(said.side).map_or("", |side| side.label.get(self.language));
        let labels: Vec<&str> = line.said.iter().map(of).collect();
        sheet.count(row, 6, line.said.len())?;
        sheet.texts(row, 7, [labels.join("；").as_str()])
    }

    /// The value of a line; what differs from what most say is marked.
    fn said(&self, sheet: &mut Sheet, row: u32, line: &Line) -> Result<(), XlsxError> {
        let text = |said: &Said| said.text.as_ref().map(|text| text.get(self.language).to_owned());
        let own = line.said.first().and_then(|said| text(said));
        let most = line.most.and_then(text);
        let state = line.said.first().map_or(crate::evidence::State::Missing, |said| said.state);
        match (own, most) {
            (None, _) => sheet.text(row, 5, &format!("({})", self.word(state_word(state))), Look::Plain),
            (Some(own), Some(most)) if own != most => sheet.marked(row, 5, &difference(&most, &own)[1]),
            (Some(own), _) => sheet.text(row, 5, &own, Look::Plain),
        }
    }

    fn sources(&self, mut sheet: Sheet) -> Result<(), XlsxError> {
        let keys = [
            ("text.column", 8),
            ("text.place", 18),
            ("text.kind", 14),
            ("text.document_title", 40),
            ("text.items", 10),
            ("text.file", 36),
            ("sheet.source", 36),
        ];
        let states = CellState::ALL.map(|state| format!("cell.{}", state.key()));
        let keys: Vec<(&str, u32)> = keys.into_iter().chain(states.iter().map(|key| (key.as_str(), 14))).collect();
        self.head(&mut sheet, &keys, &[])?;
        for (row, (index, column)) in (HEAD..).zip(self.gap.columns.iter().enumerate()) {
            sheet.link_to_column(row, 0, &column.key, MATRIX, 1, (4 + index) as u16)?;
            let title = column.title.as_deref().unwrap_or_else(|| self.word("text.no_title"));
            let (path, source) = (column.path.as_deref(), column.source.as_deref().unwrap_or_default());
            let path = path.unwrap_or_else(|| self.word("cell.no_document"));
            let place = self.place(column.place.as_deref());
            sheet.texts(row, 1, [place, self.word(kind_word(column.kind)), title])?;
            sheet.count(row, 4, column.items)?;
            sheet.texts(row, 5, [path, source])?;
            let counts = CellState::ALL.map(|state| column.counts.get(&state).copied().unwrap_or_default());
            (7..).zip(counts).try_for_each(|(at, count)| sheet.count(row, at, count))?;
        }
        sheet.close()
    }

    /// The head of a sheet: columns to read, then columns to fill in.
    fn head(&self, sheet: &mut Sheet, keys: &[(&str, u32)], fill: &[(&str, u32)]) -> Result<(), XlsxError> {
        let read = keys.iter().map(|(key, width)| Head::new(self.word(key), *width));
        let fill = fill.iter().map(|(key, width)| Head::new(self.word(key), *width).for_filling_in());
        sheet.head(0, &read.chain(fill).collect::<Vec<_>>(), 0)
    }

    fn word<'b>(&'b self, key: &'b str) -> &'b str {
        self.words.get(key, self.language)
    }

    fn say<'b>(&self, text: &'b Both) -> &'b str {
        text.get(self.language)
    }

    fn place<'b>(&'b self, place: Option<&'b str>) -> &'b str {
        place.unwrap_or_else(|| self.word("text.no_place"))
    }
}

/// The findings in the order of the sheet.
fn complaints<'a>(gap: &'a Gap<'a>) -> impl Iterator<Item = (&'a FindingGroup<'a>, Complaint)> {
    gap.findings.iter().flat_map(|group| group.findings.iter().map(move |complaint| (group, complaint)))
}

/// The lines of one service in the sheet Compare: the fields in which documents do not agree, what most say first.
fn lines(service: &ServiceComparison) -> impl Iterator<Item = Line<'_>> {
    service.fields.iter().filter(|field| field.verdict != Agreement::Same).flat_map(move |field| {
        let mut alike: BTreeMap<(bool, &str), Vec<&Said>> = BTreeMap::new();
        for said in &field.said {
            let key = said.text.as_ref().map_or((true, said.state.key()), |text| (false, text.zh.as_str()));
            alike.entry(key).or_default().push(said);
        }
        let mut alike: Vec<((bool, &str), Vec<&Said>)> = alike.into_iter().collect();
        alike.sort_by_key(|((is_silent, _), said)| (*is_silent, Reverse(said.len())));
        let most = alike.first().filter(|((is_silent, _), _)| !is_silent).and_then(|(_, said)| said.first().copied());
        alike.into_iter().map(move |(_, said)| Line { service, field, said, most })
    })
}
