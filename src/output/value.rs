//! output/value: a value with its evidence, as the contract has it. Renaming a field here is a change that users see.

use super::words::State;
use crate::evidence::{self, Alike, Base, Text};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::LazyLock;

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

/// The places of a value, each put into words when it is written: there are very many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    at: &'a [evidence::At],
    frame: Frame<'a>,
}

/// What places are put into words by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    sheets: &'a [Text],
    base: Base,
}

impl<'a> Frame<'a> {
    /// That of a document with the sheets `sheets`.
    pub(super) fn new(sheets: &'a [Text]) -> Self {
        Frame { sheets, base: Base::default() }
    }

    /// That of what a list says, whose places are counted from `base`.
    pub(super) fn from(self, base: Base) -> Self {
        Frame { base, ..self }
    }
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
    #[schemars(with = "Vec<At<'static>>")]
    pub(super) at: Places<'a>,
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

impl<'a> At<'a> {
    /// The place as printed.
    pub(super) fn new(inner: evidence::At, Frame { sheets, base }: Frame<'a>) -> Self {
        match base.place(inner) {
            evidence::At::Text { line, from, to } => At::Text { line, from, to },
            evidence::At::Sheet { sheet, row, column } => {
                At::Sheet { sheet: sheet_name(sheet, sheets), cell: evidence::cell_name(row, column) }
            }
            evidence::At::Table { table, row, column } => At::Table { table, row, column, line: None },
        }
    }

    /// The places as printed.
    pub(super) fn all(at: &'a [evidence::At], frame: Frame<'a>) -> Places<'a> {
        Places { at, frame }
    }
}

impl Serialize for Places<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.at.iter().map(|at| At::new(*at, self.frame)))
    }
}

impl<'a, T> Value<'a, T> {
    /// The value as printed, where `print` says how `S` is.
    pub(super) fn new<S>(inner: &'a evidence::Value<S>, frame: Frame<'a>, print: impl Fn(&'a S) -> T) -> Self {
        Value {
            value: inner.value.as_ref().map(&print),
            state: inner.state.into(),
            raw: inner.raw.as_deref(),
            at: At::all(&inner.at, frame),
            moved_from: inner.moved_from().map(|at| At::new(at, frame)),
            rule: inner.rule.as_deref(),
            readings: inner.readings().map(|readings| readings.iter().map(&print).collect()),
            confidence: inner.confidence.map(Hundredths),
            reviewed_by: inner.reviewed_by(),
            readings_capped: inner.rare.as_ref().is_some_and(|rare| rare.readings_capped),
        }
    }

    /// The values of a list as printed.
    pub(super) fn all<S>(inner: &'a [evidence::Value<S>], frame: Frame<'a>, print: impl Fn(&'a S) -> T) -> Vec<Self> {
        inner.iter().map(|value| Value::new(value, frame, &print)).collect()
    }
}

impl<'a, T> Value<'a, T> {
    /// The values of a list that is kept once as printed.
    pub(super) fn alike<S>(inner: &'a Alike<evidence::Value<S>>, frame: Frame<'a>, print: impl Fn(&'a S) -> T) -> Vec<Self> {
        Value::all(inner.said(), frame.from(inner.base()), print)
    }
}

impl<'a> Value<'a, &'a str> {
    /// A text as printed.
    pub(super) fn text(inner: &'a evidence::Value<Text>, frame: Frame<'a>) -> Self {
        Value::new(inner, frame, Text::as_str)
    }

    /// A list of texts as printed.
    pub(super) fn texts(inner: &'a [evidence::Value<Text>], frame: Frame<'a>) -> Vec<Self> {
        Value::all(inner, frame, Text::as_str)
    }
}

/// Every number of hundredths as JSON: raw JSON is read when it is made, and there is one in most values of many documents.
static PRINTED: LazyLock<Vec<Box<RawValue>>> = LazyLock::new(|| {
    let printed = |hundredths: u8| RawValue::from_string(format!("{}.{:02}", hundredths / 100, hundredths % 100));
    (0..=u8::MAX).map_while(|hundredths| printed(hundredths).ok()).collect()
});

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A float would print 0.9 for 0.90; the contract fixes the decimals.
        PRINTED.get(usize::from(self.0)).ok_or_else(|| S::Error::custom("a number of hundredths is no JSON"))?.serialize(serializer)
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
