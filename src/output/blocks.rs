//! output/blocks: what values are made of: channels, marks, citations, deadlines and the like. Renaming a field here is a change that users see.

use super::value::{At, Frame, Places, Value};
use super::words::{Basis, DeadlineKind, ForceVerdict, Level, MarkGroup, NumberVerdict, State, TitleVerdict, Unit};
use crate::evidence::{Alike, Text};
use crate::item;
use schemars::JsonSchema;
use serde::Serialize;

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
    #[schemars(with = "Vec<At<'static>>")]
    at: Places<'a>,
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
    #[schemars(with = "Vec<At<'static>>")]
    at: Places<'a>,
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
    #[schemars(with = "Vec<At<'static>>")]
    at: Places<'a>,
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
    #[schemars(with = "Vec<At<'static>>")]
    evidence: Places<'a>,
    /// Other places it might be.
    candidates: Vec<PlaceRef<'a>>,
}

/// What a level that is named relatively means.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RelativeLevel<'a> {
    /// Where it is named: handling_levels, publisher, or marks (the header of a column).
    field: &'static str,
    /// As written.
    text: &'a str,
    /// The level of the division.
    level: Level,
    /// The division.
    place: PlaceRef<'a>,
}

/// A division by name and code.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlaceRef<'a> {
    /// Its name.
    name: &'a str,
    /// Its code.
    code: Option<&'a str>,
}

impl<'a> Channel<'a> {
    pub(super) fn all(inner: &'a Alike<item::Channel>, frame: Frame<'a>) -> Vec<Self> {
        inner.said().iter().map(|channel| Channel::new(channel, frame.from(inner.base()))).collect()
    }

    fn new(inner: &'a item::Channel, frame: Frame<'a>) -> Self {
        Channel {
            id: inner.id.as_deref(),
            label: &inner.label,
            selected: inner.selected,
            note: inner.note.as_deref(),
            state: inner.state.into(),
            at: At::all(&inner.at, frame),
        }
    }
}

impl<'a> Marks<'a> {
    pub(super) fn new(inner: &'a item::Marks, frame: Frame<'a>) -> Self {
        Marks {
            columns: inner.columns.iter().map(|mark| Mark::new(mark, frame)).collect(),
            ticks: inner.ticks,
            readings_count: inner.readings_count,
            readings: inner.readings.as_deref(),
        }
    }
}

impl<'a> Mark<'a> {
    pub(super) fn new(inner: &'a item::Mark, frame: Frame<'a>) -> Self {
        Mark {
            group: inner.group.into(),
            keys: inner.keys.iter().map(Text::as_str).collect(),
            label: &inner.label,
            value: inner.value,
            state: inner.state.into(),
            at: At::all(&inner.at, frame),
        }
    }
}

impl<'a> Citation<'a> {
    pub(super) fn all(inner: &'a Alike<item::Citation>, frame: Frame<'a>) -> Vec<Self> {
        inner.said().iter().map(|citation| Citation::new(citation, frame.from(inner.base()))).collect()
    }

    fn new(inner: &'a item::Citation, frame: Frame<'a>) -> Self {
        Citation {
            title: Value::text(&inner.title, frame),
            law: inner.law.as_ref().map(LawRef::new),
            number: inner.number.as_ref().map(DocumentNumber::new),
            articles: inner.articles.iter().map(Text::as_str).collect(),
            at: At::all(&inner.at, frame),
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
    pub(super) fn all(inner: &'a [item::Entry], frame: Frame<'a>) -> Vec<Self> {
        let entry = |entry: &'a item::Entry| Entry {
            number: entry.number.as_deref(),
            text: Value::text(&entry.text, frame),
            items: Entry::all(&entry.items, frame),
        };
        inner.iter().map(entry).collect()
    }
}

impl<'a> Jurisdiction<'a> {
    pub(super) fn new(inner: &'a item::Jurisdiction, frame: Frame<'a>) -> Self {
        Jurisdiction {
            name: inner.name.as_deref(),
            code: inner.code.as_deref(),
            code_list: inner.code_list.as_deref(),
            level: inner.level.map(Level::from),
            parents: PlaceRef::all(&inner.parents),
            state: inner.state.into(),
            rule: inner.rule.as_deref(),
            evidence: At::all(&inner.evidence, frame),
            candidates: PlaceRef::all(&inner.candidates),
        }
    }
}

impl<'a> RelativeLevel<'a> {
    pub(super) fn new(inner: &'a item::RelativeLevel) -> Self {
        RelativeLevel { field: inner.field.key(), text: &inner.text, level: inner.level.into(), place: PlaceRef::new(&inner.place) }
    }
}

impl<'a> PlaceRef<'a> {
    fn new(inner: &'a item::PlaceRef) -> Self {
        PlaceRef { name: &inner.name, code: inner.code.as_deref() }
    }

    fn all(inner: &'a [item::PlaceRef]) -> Vec<Self> {
        inner.iter().map(PlaceRef::new).collect()
    }
}
