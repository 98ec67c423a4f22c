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
use super::value::{At, Frame};
use super::words::State;
use crate::align::Dataset;
use crate::evidence::{self, Base, Text};
use crate::field::Field;
use crate::item::{self, Item};
use serde::Serialize;
use std::fmt::{Display, Write as _};

/// The columns, in the order of the contract.
pub(super) const COLUMNS: [&str; 9] = ["item", "field", "value", "raw", "state", "rule", "source", "at", "stage"];

/// One row, in the order of [`COLUMNS`].
pub(super) type Row<'r> = [Option<&'r str>; COLUMNS.len()];

/// Gives every value of every item to `to`, in the order of items.jsonl.
pub(super) fn each(dataset: &Dataset, to: &mut dyn FnMut(Row<'_>)) {
    let mut written = Written::default();
    for document in &dataset.documents {
        for item in &document.items {
            let (source, frame) = (&document.source, Frame::new(&document.sheets));
            Statements { item, source: &source.id, frame, written: &mut written, to }.all(&source.jurisdiction);
        }
    }
}

/// Says of one item what it states.
struct Statements<'a, 'w> {
    item: &'a Item,
    source: &'a str,
    frame: Frame<'a>,
    written: &'w mut Written,
    to: &'w mut dyn FnMut(Row<'_>),
}

/// What is put into words for one row. There are very many: each is written where the one before was.
#[derive(Default)]
struct Written {
    path: String,
    value: Vec<u8>,
    at: Vec<u8>,
}

/// What a row says of a value, besides what is the same for all values of an item.
struct Statement<'a> {
    value: Said<'a>,
    raw: Option<&'a str>,
    state: evidence::State,
    rule: Option<&'a str>,
    at: &'a [evidence::At],
    stage: &'static str,
}

/// A value as it is printed.
enum Said<'a> {
    Nothing,
    Text(&'a str),
    /// What stands in [`Written::value`].
    Json,
}

const STRUCTURE: &str = "structure";
const FIELDS: &str = "fields";
const REVIEW: &str = "review";

impl<'a> Statements<'a, '_> {
    fn all(&mut self, place: &'a item::Jurisdiction) {
        self.jurisdiction(place);
        self.hierarchy();
        self.contents();
        self.directory();
        self.guide();
    }

    fn jurisdiction(&mut self, place: &'a item::Jurisdiction) {
        let value = place.name.as_ref().map_or(Said::Nothing, |_| self.json(&PlaceParts::new(place)));
        let (state, rule) = (place.state, place.rule.as_deref());
        self.push(&"jurisdiction", Statement { value, raw: None, state, rule, at: &place.evidence, stage: FIELDS });
    }

    fn hierarchy(&mut self) {
        let item = self.item;
        self.text(&"serial", item.serial(), STRUCTURE);
        for (index, serial) in item.serials.iter().enumerate() {
            self.text(&format_args!("serials[{index}]"), serial, STRUCTURE);
        }
        self.text(&"category", &item.category, STRUCTURE);
        self.text(&"primary_item", &item.primary_item, STRUCTURE);
        self.text(&"secondary_item", &item.secondary_item, STRUCTURE);
        self.text(&"tertiary_item", &item.tertiary_item, STRUCTURE);
        self.text(&"name", &item.name, STRUCTURE);
    }

    fn contents(&mut self) {
        let item = self.item;
        self.nothing_in(Field::Contents, item.contents.is_empty());
        self.nothing_in(Field::Channels, item.contents.iter().all(|content| content.channels.is_empty()));
        self.nothing_in(Field::Marks, item.contents.iter().all(|content| content.said_marks().columns.is_empty()));
        for (index, content) in item.contents.iter().enumerate() {
            self.text(&format_args!("contents[{index}].text"), &content.text, STRUCTURE);
            self.from(content.elements.base());
            self.texts(&format_args!("contents[{index}].elements"), content.elements.said());
            self.from(content.channels.base());
            for (number, channel) in content.channels.said().iter().enumerate() {
                self.channel(&format_args!("contents[{index}].channels[{number}]"), channel);
            }
            self.from(content.ticks.base());
            for (number, mark) in content.said_marks().columns.iter().enumerate() {
                self.mark(&format_args!("contents[{index}].marks.columns[{number}]"), mark);
            }
            self.from(Base::default());
        }
    }

    fn directory(&mut self) {
        let item = self.item;
        self.nothing_in(Field::LegalBasis, item.legal_basis.is_empty());
        self.from(item.legal_basis.base());
        for (index, citation) in item.legal_basis.said().iter().enumerate() {
            self.citation(&format_args!("legal_basis[{index}]"), citation);
        }
        self.from(item.deadlines.base());
        self.nothing_in(Field::Deadlines, item.deadlines.is_empty());
        self.parts(&"deadlines", item.deadlines.said(), Deadline::new);
        self.from(Base::default());
        self.part(&"publisher", &item.publisher, Publisher::new);
        for (index, extra) in item.extra.iter().enumerate() {
            self.text(&format_args!("extra[{index}].value"), &extra.value, STRUCTURE);
        }
    }

    fn guide(&mut self) {
        let item = self.item;
        self.text(&"service_target", &item.guide.service_target, STRUCTURE);
        self.nothing_in(Field::Materials, item.guide.materials.is_empty());
        self.entries(&"materials", &item.guide.materials);
        self.nothing_in(Field::Notes, item.guide.notes.is_empty());
        self.entries(&"notes", &item.guide.notes);
        self.nothing_in(Field::TimeLimits, item.guide.time_limits.is_empty());
        self.parts(&"time_limits", &item.guide.time_limits, Deadline::new);
        self.list(Field::HandlingLevels, &item.guide.handling_levels);
        self.nothing_in(Field::HandlingChannels, item.guide.online.is_empty() && item.guide.offline.is_empty());
        self.texts(&"handling_channels.online", &item.guide.online);
        self.texts(&"handling_channels.offline", &item.guide.offline);
        self.nothing_in(Field::Phones, item.guide.phones.is_empty());
        self.parts(&"phones", &item.guide.phones, Phone::new);
        self.list(Field::Fees, &item.guide.fees);
        self.list(Field::Hours, &item.guide.hours);
        self.list(Field::Addresses, &item.guide.addresses);
    }

    /// What follows counts its places from `base`.
    fn from(&mut self, base: Base) {
        self.frame = self.frame.from(base);
    }

    fn text(&mut self, path: &dyn Display, value: &'a evidence::Value<Text>, stage: &'static str) {
        let said = value.value.as_ref().map_or(Said::Nothing, |text| Said::Text(text));
        self.value(path, value, said, stage);
    }

    fn texts(&mut self, path: &dyn Display, values: &'a [evidence::Value<Text>]) {
        for (index, value) in values.iter().enumerate() {
            self.text(&format_args!("{path}[{index}]"), value, FIELDS);
        }
    }

    fn list(&mut self, field: Field, values: &'a [evidence::Value<Text>]) {
        self.nothing_in(field, values.is_empty());
        self.texts(&field.key(), values);
    }

    fn part<S, T: Serialize>(&mut self, path: &dyn Display, value: &'a evidence::Value<S>, print: impl Fn(&'a S) -> T) {
        let said = value.value.as_ref().map_or(Said::Nothing, |value| self.json(&print(value)));
        self.value(path, value, said, FIELDS);
    }

    fn parts<S, T: Serialize>(&mut self, path: &dyn Display, values: &'a [evidence::Value<S>], print: impl Fn(&'a S) -> T) {
        for (index, value) in values.iter().enumerate() {
            self.part(&format_args!("{path}[{index}]"), value, &print);
        }
    }

    fn entries(&mut self, path: &dyn Display, entries: &'a [item::Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            self.text(&format_args!("{path}[{index}].text"), &entry.text, FIELDS);
            self.entries(&format_args!("{path}[{index}].items"), &entry.items);
        }
    }

    fn channel(&mut self, path: &dyn Display, channel: &'a item::Channel) {
        let value = self.json(&ChannelParts::new(channel));
        self.push(path, Statement { value, raw: Some(&channel.label), state: channel.state, rule: None, at: &channel.at, stage: FIELDS });
    }

    fn mark(&mut self, path: &dyn Display, mark: &'a item::Mark) {
        let value = mark.value.map_or(Said::Nothing, |_| self.json(&MarkParts::new(mark)));
        self.push(path, Statement { value, raw: None, state: mark.state, rule: None, at: &mark.at, stage: FIELDS });
    }

    fn citation(&mut self, path: &dyn Display, citation: &'a item::Citation) {
        let title = &citation.title;
        let value = title.value.as_ref().map_or(Said::Nothing, |_| self.json(&CitationParts::new(citation)));
        let (raw, rule) = (title.raw.as_deref(), title.rule.as_deref());
        self.push(path, Statement { value, raw, state: title.state, rule, at: &citation.at, stage: FIELDS });
    }

    /// A row for `value`, which is printed as `said`.
    fn value<S>(&mut self, path: &dyn Display, value: &'a evidence::Value<S>, said: Said<'a>, stage: &'static str) {
        let (raw, rule) = (value.raw.as_deref(), value.rule.as_deref());
        self.push(path, Statement { value: said, raw, state: value.state, rule, at: &value.at, stage });
    }

    /// A row for the list `field` when it is `empty` although its column is there.
    fn nothing_in(&mut self, field: Field, empty: bool) {
        let state = self.item.state(field);
        if empty {
            self.push(&field.key(), Statement { value: Said::Nothing, raw: None, state, rule: None, at: &[], stage: STRUCTURE });
        }
    }

    /// Writes `value`, as JSON, to where the row has it from.
    fn json(&mut self, value: &impl Serialize) -> Said<'a> {
        match write_json(&mut self.written.value, value) {
            Some(_) => Said::Json,
            None => Said::Nothing,
        }
    }

    fn push(&mut self, path: &dyn Display, statement: Statement<'_>) {
        let state = statement.state;
        if state == evidence::State::NoColumn {
            return;
        }
        let Written { path: field, value: json, at } = &mut *self.written;
        field.clear();
        // Writing to a text cannot fail.
        let _ = write!(field, "{path}");
        let value = match statement.value {
            Said::Nothing => None,
            Said::Text(text) => Some(text),
            Said::Json => str::from_utf8(json).ok(),
        };
        let stage = if state == evidence::State::Reviewed { REVIEW } else { statement.stage };
        (self.to)([
            Some(&self.item.id),
            Some(field),
            value,
            statement.raw,
            Some(State::from(state).word()),
            statement.rule,
            Some(self.source),
            if statement.at.is_empty() { Some("[]") } else { write_json(at, &At::all(statement.at, self.frame)) },
            Some(stage),
        ]);
    }
}

/// Writes `value` in the place of what stands in `to`, and gives what was written.
fn write_json<'w>(to: &'w mut Vec<u8>, value: &impl Serialize) -> Option<&'w str> {
    to.clear();
    // Serialising these into memory cannot fail: they have no maps and no foreign types.
    serde_json::to_writer(&mut *to, value).ok()?;
    str::from_utf8(to).ok()
}
