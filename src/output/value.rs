//! output/value: the building blocks of the contract. Renaming a field here is a change that users see.

use super::words::{Basis, DeadlineKind, ForceVerdict, Level, MarkGroup, NumberVerdict, State, TitleVerdict, Unit};
use crate::evidence::{self, Text};
use crate::item;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A place in a document: characters of a decoded line, a cell of a workbook, or a cell of a table in HTML or DOCX.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum At<'a> {
    /// Characters of a decoded line, before any normalising.
    Text {
        /// Line, from 1.
        line: u32,
        /// First character, from 1.
        from: u32,
        /// Last character, inclusive.
        to: u32,
    },
    /// A cell of a workbook.
    Sheet {
        /// Name of the sheet.
        sheet: Cow<'a, str>,
        /// Name of the cell, as in B7.
        cell: String,
    },
    /// A cell of a table in HTML or DOCX.
    Table {
        /// Table, from 1.
        table: u16,
        /// Row, from 1.
        row: u32,
        /// Column, from 1.
        column: u16,
        /// Source line, where the format has lines.
        line: Option<u32>,
    },
}

/// A value with its evidence.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Value_of_{T}")]
pub(super) struct Value<'a, T> {
    /// The value; null where it is missing or ambiguous.
    pub(super) value: Option<T>,
    /// How we know it.
    pub(super) state: State,
    /// The text as it stands in the source; pieces from several places are joined by line ends.
    pub(super) raw: Option<&'a str>,
    /// Where `raw` stands.
    pub(super) at: Vec<At<'a>>,
    /// Where it stood before it was moved to its column.
    pub(super) moved_from: Option<At<'a>>,
    /// The rule that an inferred value follows from.
    pub(super) rule: Option<&'a str>,
    /// Every reading that fits, where several do.
    pub(super) readings: Option<Vec<T>>,
    /// How sure we are, where a method says so.
    pub(super) confidence: Option<Hundredths>,
    /// Who decided.
    pub(super) reviewed_by: Option<&'a str>,
    /// There are more readings than are listed; present only then.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) readings_capped: bool,
}

/// A number between 0 and 1 that prints with two decimals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hundredths(pub(super) u8);

/// A channel of publication and whether its box is checked.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Channel<'a> {
    /// Key of the channel; null for one that no table knows.
    id: Option<&'a str>,
    /// As written.
    label: &'a str,
    /// Checked, unchecked, or not said.
    selected: Option<bool>,
    /// The text after 其他.
    note: Option<&'a str>,
    /// How we know it.
    state: State,
    /// Where it stands.
    at: Vec<At<'a>>,
}

/// The ticks of one row, under the columns for whom, how and at which level.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Marks<'a> {
    /// Every mark column of the table, in order.
    columns: Vec<Mark<'a>>,
    /// How many ticks the row has.
    ticks: u32,
    /// In how many ways the ticks can stand in the columns.
    readings_count: u64,
    /// Lists of column indexes (from 0) that carry the ticks, jointly; null when nothing is ambiguous.
    readings: Option<&'a [Vec<u32>]>,
}

/// One mark column in one row.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Mark<'a> {
    /// What it is about.
    group: MarkGroup,
    /// What it means: all, specific; proactive, on_request; province, city, district, county, town, village.
    keys: Vec<&'a str>,
    /// The header of the column.
    label: &'a str,
    /// Ticked or not; null where ambiguous or missing.
    value: Option<bool>,
    /// How we know it.
    state: State,
    /// The tick, or the ticks it may be.
    at: Vec<At<'a>>,
}

/// A law or document cited.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Citation<'a> {
    /// The title as recovered, without 《》.
    title: Value<'a, &'a str>,
    /// The act of the register that is meant.
    law: Option<LawRef<'a>>,
    /// The document number given with it.
    number: Option<DocumentNumber<'a>>,
    /// Articles named, as written.
    articles: Vec<&'a str>,
    /// Where the whole citation stands.
    at: Vec<At<'a>>,
    /// What the register says about it.
    verdict: Verdict<'a>,
}

/// An act of the register.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LawRef<'a> {
    /// Its id in the laws table.
    id: &'a str,
    /// Its full title.
    title: &'a str,
}

/// A document number, as in 国务院令第711号.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentNumber<'a> {
    /// What is numbered (国务院令, 医保发 …).
    series: &'a str,
    /// The number; null where it cannot be read.
    number: Option<u32>,
    /// The year, where given.
    year: Option<u32>,
    /// As it stands in the source.
    raw: &'a str,
}

/// What the register says about a citation.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Verdict<'a> {
    /// About its title.
    title: TitleVerdict,
    /// About its number.
    number: NumberVerdict,
    /// Whether the act is in force.
    force: ForceVerdict,
    /// The dates judged by.
    as_of: AsOf<'a>,
}

/// The dates a verdict is about.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AsOf<'a> {
    /// Of the document judged (YYYY-MM-DD).
    document: Option<&'a str>,
    /// Of the entry in the register (YYYY-MM-DD).
    register: Option<&'a str>,
}

/// A deadline or time limit.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Deadline<'a> {
    /// How many units; null for 即时办结 and the like.
    amount: Option<u32>,
    /// The unit.
    unit: Option<Unit>,
    /// What sort of limit.
    kind: DeadlineKind,
    /// What starts it (信息形成或变更).
    trigger: Option<&'a str>,
    /// When it applies (承诺制, 提交材料).
    condition: Option<&'a str>,
    /// Legal or promised.
    basis: Option<Basis>,
}

/// An authority.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Publisher<'a> {
    /// As written.
    name: &'a str,
    /// Its level, where the name tells it.
    level: Option<Level>,
    /// The place it names, where it names one.
    jurisdiction: Option<&'a str>,
}

/// A telephone number.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Phone<'a> {
    /// As dialled, with a hyphen after the area code.
    number: &'a str,
    /// Extension.
    extension: Option<&'a str>,
    /// Whose number it is.
    note: Option<&'a str>,
}

/// One entry of a list in a guide, nested as printed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Entry<'a> {
    /// Its number as printed.
    number: Option<&'a str>,
    /// Its text, without its number and without the entries below it.
    text: Value<'a, &'a str>,
    /// The entries below it.
    items: Vec<Entry<'a>>,
}

/// The place a document is about.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Jurisdiction<'a> {
    /// Its name; null where it cannot be found.
    name: Option<&'a str>,
    /// Its code in `code_list`.
    code: Option<&'a str>,
    /// The list the code is from.
    code_list: Option<&'a str>,
    /// Its level.
    level: Option<Level>,
    /// What it belongs to, outermost first.
    parents: Vec<PlaceRef<'a>>,
    /// How we know it.
    state: State,
    /// The rule that found it.
    rule: Option<&'a str>,
    /// Where the text names it.
    evidence: Vec<At<'a>>,
    /// Other places it might be.
    candidates: Vec<PlaceRef<'a>>,
}

/// A division by name and code.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlaceRef<'a> {
    /// Its name.
    name: &'a str,
    /// Its code.
    code: Option<&'a str>,
}

impl<'a> At<'a> {
    /// The place as printed; `sheets` are the names of the document's sheets.
    pub(super) fn new(inner: evidence::At, sheets: &'a [Text]) -> Self {
        match inner {
            evidence::At::Text { line, from, to } => At::Text { line, from, to },
            evidence::At::Sheet { sheet, row, column } => {
                At::Sheet { sheet: sheet_name(sheet, sheets), cell: evidence::cell_name(row, column) }
            }
            evidence::At::Table { table, row, column, line } => At::Table { table, row, column, line },
        }
    }

    /// The places as printed.
    pub(super) fn all(inner: &[evidence::At], sheets: &'a [Text]) -> Vec<Self> {
        inner.iter().map(|at| At::new(*at, sheets)).collect()
    }
}

impl<'a, T> Value<'a, T> {
    /// The value as printed, where `print` says how `S` is.
    pub(super) fn new<S>(inner: &'a evidence::Value<S>, sheets: &'a [Text], print: impl Fn(&'a S) -> T) -> Self {
        Value {
            value: inner.value.as_ref().map(&print),
            state: inner.state.into(),
            raw: inner.raw.as_deref(),
            at: At::all(&inner.at, sheets),
            moved_from: inner.moved_from.map(|at| At::new(at, sheets)),
            rule: inner.rule.as_deref(),
            readings: inner.readings.as_ref().map(|readings| readings.iter().map(&print).collect()),
            confidence: inner.confidence.map(Hundredths),
            reviewed_by: inner.reviewed_by.as_deref(),
            readings_capped: inner.readings_capped,
        }
    }

    /// The values of a list as printed.
    pub(super) fn all<S>(inner: &'a [evidence::Value<S>], sheets: &'a [Text], print: impl Fn(&'a S) -> T) -> Vec<Self> {
        inner.iter().map(|value| Value::new(value, sheets, &print)).collect()
    }
}

impl<'a> Value<'a, &'a str> {
    /// A text as printed.
    pub(super) fn text(inner: &'a evidence::Value<Text>, sheets: &'a [Text]) -> Self {
        Value::new(inner, sheets, Text::as_str)
    }

    /// A list of texts as printed.
    pub(super) fn texts(inner: &'a [evidence::Value<Text>], sheets: &'a [Text]) -> Vec<Self> {
        Value::all(inner, sheets, Text::as_str)
    }
}

impl<'a> Channel<'a> {
    pub(super) fn new(inner: &'a item::Channel, sheets: &'a [Text]) -> Self {
        Channel {
            id: inner.id.as_deref(),
            label: &inner.label,
            selected: inner.selected,
            note: inner.note.as_deref(),
            state: inner.state.into(),
            at: At::all(&inner.at, sheets),
        }
    }
}

impl<'a> Marks<'a> {
    pub(super) fn new(inner: &'a item::Marks, sheets: &'a [Text]) -> Self {
        Marks {
            columns: inner.columns.iter().map(|mark| Mark::new(mark, sheets)).collect(),
            ticks: inner.ticks,
            readings_count: inner.readings_count,
            readings: inner.readings.as_deref(),
        }
    }
}

impl<'a> Mark<'a> {
    pub(super) fn new(inner: &'a item::Mark, sheets: &'a [Text]) -> Self {
        Mark {
            group: inner.group.into(),
            keys: inner.keys.iter().map(Text::as_str).collect(),
            label: &inner.label,
            value: inner.value,
            state: inner.state.into(),
            at: At::all(&inner.at, sheets),
        }
    }
}

impl<'a> Citation<'a> {
    pub(super) fn new(inner: &'a item::Citation, sheets: &'a [Text]) -> Self {
        Citation {
            title: Value::text(&inner.title, sheets),
            law: inner.law.as_ref().map(LawRef::new),
            number: inner.number.as_ref().map(DocumentNumber::new),
            articles: inner.articles.iter().map(Text::as_str).collect(),
            at: At::all(&inner.at, sheets),
            verdict: Verdict::new(&inner.verdict),
        }
    }
}

impl<'a> LawRef<'a> {
    pub(super) fn new(inner: &'a item::LawRef) -> Self {
        LawRef { id: &inner.id, title: &inner.title }
    }
}

impl<'a> DocumentNumber<'a> {
    pub(super) fn new(inner: &'a item::DocumentNumber) -> Self {
        DocumentNumber { series: &inner.series, number: inner.number, year: inner.year, raw: &inner.raw }
    }
}

impl<'a> Verdict<'a> {
    pub(super) fn new(inner: &'a item::Verdict) -> Self {
        Verdict {
            title: inner.title.into(),
            number: inner.number.into(),
            force: inner.force.into(),
            as_of: AsOf { document: inner.as_of_document.as_deref(), register: inner.as_of_register.as_deref() },
        }
    }
}

impl<'a> Deadline<'a> {
    pub(super) fn new(inner: &'a item::Deadline) -> Self {
        Deadline {
            amount: inner.amount,
            unit: inner.unit.map(Unit::from),
            kind: inner.kind.into(),
            trigger: inner.trigger.as_deref(),
            condition: inner.condition.as_deref(),
            basis: inner.basis.map(Basis::from),
        }
    }
}

impl<'a> Publisher<'a> {
    pub(super) fn new(inner: &'a item::Publisher) -> Self {
        Publisher { name: &inner.name, level: inner.level.map(Level::from), jurisdiction: inner.jurisdiction.as_deref() }
    }
}

impl<'a> Phone<'a> {
    pub(super) fn new(inner: &'a item::Phone) -> Self {
        Phone { number: &inner.number, extension: inner.extension.as_deref(), note: inner.note.as_deref() }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn all(inner: &'a [item::Entry], sheets: &'a [Text]) -> Vec<Self> {
        let entry = |entry: &'a item::Entry| Entry {
            number: entry.number.as_deref(),
            text: Value::text(&entry.text, sheets),
            items: Entry::all(&entry.items, sheets),
        };
        inner.iter().map(entry).collect()
    }
}

impl<'a> Jurisdiction<'a> {
    pub(super) fn new(inner: &'a item::Jurisdiction, sheets: &'a [Text]) -> Self {
        Jurisdiction {
            name: inner.name.as_deref(),
            code: inner.code.as_deref(),
            code_list: inner.code_list.as_deref(),
            level: inner.level.map(Level::from),
            parents: PlaceRef::all(&inner.parents),
            state: inner.state.into(),
            rule: inner.rule.as_deref(),
            evidence: At::all(&inner.evidence, sheets),
            candidates: PlaceRef::all(&inner.candidates),
        }
    }
}

impl<'a> PlaceRef<'a> {
    fn all(inner: &'a [item::PlaceRef]) -> Vec<Self> {
        inner.iter().map(|place| PlaceRef { name: &place.name, code: place.code.as_deref() }).collect()
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A float would print 0.9 for 0.90; the contract fixes the decimals.
        let digits = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        RawValue::from_string(digits).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl JsonSchema for Hundredths {
    fn schema_name() -> Cow<'static, str> {
        "Hundredths".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"description": "A number between 0 and 1, printed with two decimals.", "type": "number", "minimum": 0, "maximum": 1})
    }
}

/// The name of a sheet; its number from 1 where the document has no name for it.
fn sheet_name(sheet: u16, sheets: &[Text]) -> Cow<'_, str> {
    sheets.get(usize::from(sheet)).map_or_else(|| Cow::from((u32::from(sheet) + 1).to_string()), |name| Cow::from(name.as_str()))
}

fn is_false(value: &bool) -> bool {
    !value
}
