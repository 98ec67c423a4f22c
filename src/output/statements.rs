//! output/statements: statements.parquet, one row a value. Renaming a column here is a change that users see.
//!
//! - `field` is the path of the value within its line of items.jsonl (`contents[0].elements[3]`), so that the two can be joined.
//! - `value` is text; JSON for values that have parts (deadlines, citations, channels, marks, publisher, phones, place). Null where it is missing or ambiguous.
//! - `at` is JSON, as in items.jsonl.
//! - `stage` is the stage that made the value: `structure` for the text of a whole cell or label, `fields` for what was read out of such a text,
//!   `review` for what a person decided.
//! - A value whose column is there but which is not makes a row with the state `missing` (an empty list makes one such row, under the name of its field).
//!   Fields for which the document has no column make none.

use super::blocks::{Deadline, Phone, Publisher};
use super::parts::{ChannelParts, CitationParts, MarkParts, PlaceParts};
use super::value::At;
use super::words::State;
use crate::align::Dataset;
use crate::evidence::{self, Text};
use crate::field::Field;
use crate::item::{self, Item};
use crate::result::DocumentResult;
use serde::Serialize;
use std::borrow::Cow;

/// The columns, in the order of the contract.
pub(super) const COLUMNS: [&str; 9] = ["item", "field", "value", "raw", "state", "rule", "source", "at", "stage"];

/// One row, in the order of [`COLUMNS`].
pub(super) type Row<'a> = [Option<Cow<'a, str>>; 9];

/// Every value of every item, in the order of items.jsonl.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Row<'_>> {
    dataset.documents.iter().flat_map(|document| document.items.iter().flat_map(|item| Statements::of(document, item)))
}

/// The rows of one item while they are collected.
struct Statements<'a> {
    item: &'a Item,
    source: &'a str,
    sheets: &'a [Text],
    rows: Vec<Row<'a>>,
}

/// What a row says of a value, besides what is the same for all values of an item.
struct Statement<'a> {
    value: Option<Cow<'a, str>>,
    raw: Option<&'a str>,
    state: evidence::State,
    rule: Option<&'a str>,
    at: &'a [evidence::At],
    stage: &'static str,
}

const STRUCTURE: &str = "structure";
const FIELDS: &str = "fields";
const REVIEW: &str = "review";

impl<'a> Statements<'a> {
    fn of(document: &'a DocumentResult, item: &'a Item) -> Vec<Row<'a>> {
        let mut all = Statements { item, source: &document.source.id, sheets: &document.sheets, rows: Vec::new() };
        all.jurisdiction(&document.source.jurisdiction);
        all.hierarchy();
        all.contents();
        all.directory();
        all.guide();
        all.rows
    }

    fn jurisdiction(&mut self, place: &'a item::Jurisdiction) {
        let statement = Statement {
            value: place.name.as_ref().and_then(|_| json(&PlaceParts::new(place))),
            raw: None,
            state: place.state,
            rule: place.rule.as_deref(),
            at: &place.evidence,
            stage: FIELDS,
        };
        self.push("jurisdiction", statement);
    }

    fn hierarchy(&mut self) {
        let item = self.item;
        self.text("serial", &item.serial, STRUCTURE);
        for (index, serial) in item.serials.iter().enumerate() {
            self.text(indexed("serials", index, ""), serial, STRUCTURE);
        }
        self.text("category", &item.category, STRUCTURE);
        self.text("primary_item", &item.primary_item, STRUCTURE);
        self.text("secondary_item", &item.secondary_item, STRUCTURE);
        self.text("tertiary_item", &item.tertiary_item, STRUCTURE);
        self.text("name", &item.name, STRUCTURE);
    }

    fn contents(&mut self) {
        let item = self.item;
        self.nothing_in(Field::Contents, item.contents.is_empty());
        self.nothing_in(Field::Channels, item.contents.iter().all(|content| content.channels.is_empty()));
        self.nothing_in(Field::Marks, item.contents.iter().all(|content| content.marks.columns.is_empty()));
        for (index, content) in item.contents.iter().enumerate() {
            self.text(indexed("contents", index, ".text"), &content.text, STRUCTURE);
            self.texts(&indexed("contents", index, ".elements"), &content.elements);
            let channels = indexed("contents", index, ".channels");
            for (number, channel) in content.channels.iter().enumerate() {
                self.channel(indexed(&channels, number, ""), channel);
            }
            let marks = indexed("contents", index, ".marks.columns");
            for (number, mark) in content.marks.columns.iter().enumerate() {
                self.mark(indexed(&marks, number, ""), mark);
            }
        }
    }

    fn directory(&mut self) {
        let item = self.item;
        self.nothing_in(Field::LegalBasis, item.legal_basis.is_empty());
        for (index, citation) in item.legal_basis.iter().enumerate() {
            self.citation(indexed("legal_basis", index, ""), citation);
        }
        self.nothing_in(Field::Deadlines, item.deadlines.is_empty());
        self.parts("deadlines", &item.deadlines, Deadline::new);
        self.part("publisher", &item.publisher, Publisher::new);
        for (index, extra) in item.extra.iter().enumerate() {
            self.text(indexed("extra", index, ".value"), &extra.value, STRUCTURE);
        }
    }

    fn guide(&mut self) {
        let item = self.item;
        self.text("service_target", &item.service_target, STRUCTURE);
        self.nothing_in(Field::Materials, item.materials.is_empty());
        self.entries("materials", &item.materials);
        self.nothing_in(Field::Notes, item.notes.is_empty());
        self.entries("notes", &item.notes);
        self.nothing_in(Field::TimeLimits, item.time_limits.is_empty());
        self.parts("time_limits", &item.time_limits, Deadline::new);
        self.list(Field::HandlingLevels, &item.handling_levels);
        self.nothing_in(Field::HandlingChannels, item.online.is_empty() && item.offline.is_empty());
        self.texts("handling_channels.online", &item.online);
        self.texts("handling_channels.offline", &item.offline);
        self.nothing_in(Field::Phones, item.phones.is_empty());
        self.parts("phones", &item.phones, Phone::new);
        self.list(Field::Fees, &item.fees);
        self.list(Field::Hours, &item.hours);
        self.list(Field::Addresses, &item.addresses);
    }

    fn text(&mut self, path: impl Into<Cow<'a, str>>, value: &'a evidence::Value<Text>, stage: &'static str) {
        self.value(path, value, stage, |text| Some(Cow::from(text.as_str())));
    }

    fn texts(&mut self, path: &str, values: &'a [evidence::Value<Text>]) {
        for (index, value) in values.iter().enumerate() {
            self.text(indexed(path, index, ""), value, FIELDS);
        }
    }

    fn list(&mut self, field: Field, values: &'a [evidence::Value<Text>]) {
        self.nothing_in(field, values.is_empty());
        self.texts(field.key(), values);
    }

    fn part<S, T: Serialize>(&mut self, path: impl Into<Cow<'a, str>>, value: &'a evidence::Value<S>, print: impl Fn(&'a S) -> T) {
        self.value(path, value, FIELDS, |value| json(&print(value)));
    }

    fn parts<S, T: Serialize>(&mut self, path: &str, values: &'a [evidence::Value<S>], print: impl Fn(&'a S) -> T) {
        for (index, value) in values.iter().enumerate() {
            self.part(indexed(path, index, ""), value, &print);
        }
    }

    fn entries(&mut self, path: &str, entries: &'a [item::Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            self.text(indexed(path, index, ".text"), &entry.text, FIELDS);
            self.entries(&indexed(path, index, ".items"), &entry.items);
        }
    }

    fn channel(&mut self, path: String, channel: &'a item::Channel) {
        let value = json(&ChannelParts::new(channel));
        self.push(path, Statement { value, raw: Some(&channel.label), state: channel.state, rule: None, at: &channel.at, stage: FIELDS });
    }

    fn mark(&mut self, path: String, mark: &'a item::Mark) {
        let value = mark.value.and_then(|_| json(&MarkParts::new(mark)));
        self.push(path, Statement { value, raw: None, state: mark.state, rule: None, at: &mark.at, stage: FIELDS });
    }

    fn citation(&mut self, path: String, citation: &'a item::Citation) {
        let title = &citation.title;
        let value = title.value.as_ref().and_then(|_| json(&CitationParts::new(citation)));
        let (raw, rule) = (title.raw.as_deref(), title.rule.as_deref());
        self.push(path, Statement { value, raw, state: title.state, rule, at: &citation.at, stage: FIELDS });
    }

    fn value<S>(
        &mut self,
        path: impl Into<Cow<'a, str>>,
        value: &'a evidence::Value<S>,
        stage: &'static str,
        print: impl Fn(&'a S) -> Option<Cow<'a, str>>,
    ) {
        let printed = value.value.as_ref().and_then(print);
        let (raw, rule) = (value.raw.as_deref(), value.rule.as_deref());
        self.push(path, Statement { value: printed, raw, state: value.state, rule, at: &value.at, stage });
    }

    /// A row for the list `field` when it is `empty` although its column is there.
    fn nothing_in(&mut self, field: Field, empty: bool) {
        let state = self.item.state(field);
        if empty {
            self.push(field.key(), Statement { value: None, raw: None, state, rule: None, at: &[], stage: STRUCTURE });
        }
    }

    fn push(&mut self, path: impl Into<Cow<'a, str>>, statement: Statement<'a>) {
        let state = statement.state;
        if state == evidence::State::NoColumn {
            return;
        }
        let stage = if state == evidence::State::Reviewed { REVIEW } else { statement.stage };
        self.rows.push([
            Some(Cow::from(self.item.id.as_str())),
            Some(path.into()),
            statement.value,
            statement.raw.map(Cow::from),
            Some(Cow::from(State::from(state).word())),
            statement.rule.map(Cow::from),
            Some(Cow::from(self.source)),
            if statement.at.is_empty() { Some("[]".into()) } else { json(&At::all(statement.at, self.sheets)) },
            Some(Cow::from(stage)),
        ]);
    }
}

/// The path of the entry `index` of the list at `path`, and of what is `below` it. There is one for nearly every value.
fn indexed(path: &str, index: usize, below: &str) -> String {
    [path, "[", &index.to_string(), "]", below].concat()
}

fn json<'a>(value: &impl Serialize) -> Option<Cow<'a, str>> {
    // Serialising these into memory cannot fail: they have no maps and no foreign types.
    serde_json::to_string(value).ok().map(Cow::from)
}
