//! item/fit: items and findings in as little memory as they need. A dataset has very many short lists and the same texts again and again.

use super::{
    Channel, Citation, Content, Deadline, DocumentNumber, Entry, Extra, GuideFields, Item, LawRef, Mark, Marks, Phone, PlaceRef, Publisher,
};
use super::{RelativeLevel, Verdict};
use crate::evidence::{Text, Texts, Value};
use crate::finding::{Evidence, Finding};

/// What can be made smaller without changing what it says.
pub(crate) trait Fit {
    /// Gives back the memory that lists have and do not use, and has equal texts shared: those in `texts`, and each other's.
    fn fit(&mut self, texts: &mut Texts);
}

impl Fit for Text {
    fn fit(&mut self, texts: &mut Texts) {
        texts.share(self);
    }
}

impl<T: Fit> Fit for Option<T> {
    fn fit(&mut self, texts: &mut Texts) {
        self.iter_mut().for_each(|inner| inner.fit(texts));
    }
}

impl Fit for (Text, Text) {
    fn fit(&mut self, texts: &mut Texts) {
        self.0.fit(texts);
        self.1.fit(texts);
    }
}

impl<T: Fit> Fit for Vec<T> {
    fn fit(&mut self, texts: &mut Texts) {
        // Not `shrink_to_fit`: an allocator leaves a block as it is where a smaller one would be more than half of it.
        if self.capacity() > self.len() {
            let mut exact = Vec::with_capacity(self.len());
            exact.append(self);
            *self = exact;
        }
        self.iter_mut().for_each(|inner| inner.fit(texts));
    }
}

impl<T: Fit> Fit for Value<T> {
    fn fit(&mut self, texts: &mut Texts) {
        self.value.fit(texts);
        self.raw.fit(texts);
        self.rule.fit(texts);
        if let Some(rare) = &mut self.rare {
            rare.readings.fit(texts);
        }
        self.at.shrink_to_fit();
    }
}

/// The fields of types that texts and lists are in.
macro_rules! fit {
    ($($type:ident { $($field:ident),+ })+) => { $(
        impl Fit for $type {
            fn fit(&mut self, texts: &mut Texts) {
                $(self.$field.fit(texts);)+
            }
        }
    )+ };
}

// The id of an item is its own.
fit! {
    Item {
        serial, serials, category, primary_item, secondary_item, tertiary_item, name, contents, legal_basis, deadlines, publisher, extra,
        guide, relative_levels
    }
    GuideFields {
        service_target, materials, notes, time_limits, handling_levels, online, offline, phones, fees, hours, addresses
    }
    Content { text, elements, channels, marks }
    Channel { id, label, note }
    Marks { columns }
    Mark { label }
    Citation { title, law, number, articles, verdict }
    LawRef { id, title }
    DocumentNumber { series, raw }
    Verdict { as_of_document, as_of_register }
    Deadline { trigger, condition }
    Publisher { name, jurisdiction }
    Phone { number, extension, note }
    Entry { number, text, items }
    Extra { header, value }
    RelativeLevel { text, place }
    PlaceRef { name, code }
    Finding { code, arguments, expected, actual, evidence }
    Evidence { text }
}
