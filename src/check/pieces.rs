//! check/pieces: every text of the items of a document, with its item, its field and its place.

use crate::evidence::{Places, State, Text, Value};
use crate::field::Field;
use crate::item::{Entry, Item};
use crate::result::DocumentResult;
use crate::structure::table::BLANK_OR_MERGED;

/// The source text of one value.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    /// Index of its item.
    pub(super) item: usize,
    /// Its field.
    pub(super) field: Field,
    /// Its source text.
    pub(super) raw: &'a str,
    /// Where that stands.
    pub(super) at: Places,
}

/// All pieces of `document`, in document order of items. A text that is carried to further items, or may be, is a piece of the item that states it.
/// They are made as they are asked for: all of a large document need more memory than many a small one as a whole.
pub(super) fn pieces(document: &DocumentResult) -> impl Iterator<Item = Piece<'_>> + Clone {
    document.items.iter().enumerate().flat_map(|(index, item)| {
        let mut found = Vec::new();
        Collector { item: index, found: &mut found }.item(item);
        found
    })
}

struct Collector<'a, 'b> {
    item: usize,
    found: &'b mut Vec<Piece<'a>>,
}

impl<'a> Collector<'a, '_> {
    fn item(&mut self, item: &'a Item) {
        self.all(Field::Serial, &item.serials);
        for (field, value) in levels(item) {
            self.one(field, value);
        }
        // The name is a copy of the deepest level where there is one.
        if !item.levels().iter().any(|level| level.at == item.name.at) {
            self.one(Field::Name, &item.name);
        }
        for content in &item.contents {
            self.one(Field::Contents, &content.text);
            for channel in content.channels.each().filter(|channel| channel.value().state != State::Carried) {
                self.push(Field::Channels, &channel.value().label, channel.placed().at);
            }
        }
        for citation in item.legal_basis.each().filter(|citation| is_own(&citation.value().title)) {
            self.push(Field::LegalBasis, citation.value().title.raw.as_deref().unwrap_or(""), citation.placed().at);
        }
        for deadline in item.deadlines.each() {
            self.stated(Field::Deadlines, deadline.value(), deadline.placed().at);
        }
        self.one(Field::Publisher, &item.publisher);
        for extra in &item.extra {
            self.one(Field::Extra, &extra.value);
        }
        self.guide(item);
    }

    fn guide(&mut self, item: &'a Item) {
        self.one(Field::ServiceTarget, &item.guide.service_target);
        self.entries(Field::Materials, &item.guide.materials);
        self.all(Field::TimeLimits, &item.guide.time_limits);
        self.all(Field::HandlingLevels, &item.guide.handling_levels);
        self.all(Field::HandlingChannels, &item.guide.online);
        self.all(Field::HandlingChannels, &item.guide.offline);
        self.entries(Field::Notes, &item.guide.notes);
        self.all(Field::Phones, &item.guide.phones);
        self.all(Field::Fees, &item.guide.fees);
        self.all(Field::Hours, &item.guide.hours);
        self.all(Field::Addresses, &item.guide.addresses);
    }

    fn entries(&mut self, field: Field, entries: &'a [Entry]) {
        for entry in crate::fields::all_entries(entries) {
            self.one(field, &entry.text);
        }
    }

    fn all<T>(&mut self, field: Field, values: &'a [Value<T>]) {
        for value in values {
            self.one(field, value);
        }
    }

    fn one<T>(&mut self, field: Field, value: &'a Value<T>) {
        self.stated(field, value, value.at.clone());
    }

    fn stated<T>(&mut self, field: Field, value: &'a Value<T>, at: Places) {
        if let (Some(raw), true) = (&value.raw, is_own(value) && !at.is_empty()) {
            self.push(field, raw, at);
        }
    }

    fn push(&mut self, field: Field, raw: &'a str, at: Places) {
        self.found.push(Piece { item: self.item, field, raw, at });
    }
}

/// Whether the item itself states `value`.
fn is_own<T>(value: &Value<T>) -> bool {
    value.state != State::Carried && value.rule.as_deref() != Some(BLANK_OR_MERGED)
}

/// The item levels with their fields, outermost first.
pub(super) fn levels(item: &Item) -> impl Iterator<Item = (Field, &Value<Text>)> {
    [Field::Category, Field::PrimaryItem, Field::SecondaryItem, Field::TertiaryItem].into_iter().zip(item.levels())
}
