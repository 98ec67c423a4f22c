//! item/fit: items and findings in as little memory as they need. A dataset has very many short lists and the same texts again and again.

use super::{
    Channel, Citation, Content, Deadline, DocumentNumber, Entry, Extra, GuideFields, Item, LawRef, Mark, Marks, Phone, PlaceRef, Publisher,
};
use super::{RelativeLevel, Verdict};
use crate::evidence::{Alike, Lists, Text, Texts, Value};
use crate::finding::{Evidence, Finding};
use std::hash::Hash;

/// What can be made smaller without changing what it says.
pub(crate) trait Fit {
    /// Gives back the memory that lists have and do not use, and has equal texts and lists shared: those in `shared`, and each other's.
    fn fit(&mut self, shared: &mut Shared);
}

/// Texts and lists of which there is one for all that are equal.
#[derive(Default)]
pub(crate) struct Shared {
    texts: Texts,
    elements: Lists<Value<Text>>,
    channels: Lists<Channel>,
    ticks: Lists<Marks>,
    citations: Lists<Citation>,
    deadlines: Lists<Value<Deadline>>,
    levels: Lists<Value<RelativeLevel>>,
}

/// A set with more entries is forgotten: what comes back is kept again. Where all texts are distinct there is nothing to share.
const MOST: usize = 1 << 17;

impl Shared {
    /// Forgets what has become too much.
    pub(crate) fn forget_what_is_much(&mut self) {
        self.texts.forget_beyond(MOST);
        self.elements.forget_beyond(MOST);
        self.channels.forget_beyond(MOST);
        self.ticks.forget_beyond(MOST);
        self.citations.forget_beyond(MOST);
        self.deadlines.forget_beyond(MOST);
        self.levels.forget_beyond(MOST);
    }
}

/// What lists are kept of in [`Shared`].
trait Listed: Fit + Eq + Hash + Sized {
    /// The lists of its kind.
    fn lists(shared: &mut Shared) -> &mut Lists<Self>;
}

impl<T: Listed> Fit for Alike<T> {
    fn fit(&mut self, shared: &mut Shared) {
        let mut lists = std::mem::take(T::lists(shared));
        lists.share(self, |list| list.fit(shared));
        *T::lists(shared) = lists;
    }
}

impl Fit for Text {
    fn fit(&mut self, shared: &mut Shared) {
        shared.texts.share(self);
    }
}

impl<T: Fit> Fit for Option<T> {
    fn fit(&mut self, shared: &mut Shared) {
        self.iter_mut().for_each(|inner| inner.fit(shared));
    }
}

impl Fit for (Text, Text) {
    fn fit(&mut self, shared: &mut Shared) {
        self.0.fit(shared);
        self.1.fit(shared);
    }
}

impl<T: Fit> Fit for Vec<T> {
    fn fit(&mut self, shared: &mut Shared) {
        // Not `shrink_to_fit`: an allocator leaves a block as it is where a smaller one would be more than half of it.
        if self.capacity() > self.len() {
            let mut exact = Vec::with_capacity(self.len());
            exact.append(self);
            *self = exact;
        }
        self.iter_mut().for_each(|inner| inner.fit(shared));
    }
}

impl<T: Fit> Fit for Value<T> {
    fn fit(&mut self, shared: &mut Shared) {
        self.value.fit(shared);
        self.raw.fit(shared);
        self.rule.fit(shared);
        if let Some(rare) = &mut self.rare {
            rare.readings.fit(shared);
        }
        self.at.shrink_to_fit();
    }
}

/// The fields of types that texts and lists are in.
macro_rules! fit {
    ($($type:ident { $($field:ident),+ })+) => { $(
        impl Fit for $type {
            fn fit(&mut self, shared: &mut Shared) {
                $(self.$field.fit(shared);)+
            }
        }
    )+ };
}

// The id of an item is its own.
fit! {
    Item {
        serials, category, primary_item, secondary_item, tertiary_item, name, contents, legal_basis, deadlines, publisher, extra,
        guide, relative_levels
    }
    GuideFields {
        service_target, materials, notes, time_limits, handling_levels, online, offline, phones, fees, hours, addresses
    }
    Content { text, elements, channels, ticks }
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

/// The lists of each kind.
macro_rules! listed {
    ($($type:ty: $lists:ident),+) => { $(
        impl Listed for $type {
            fn lists(shared: &mut Shared) -> &mut Lists<Self> {
                &mut shared.$lists
            }
        }
    )+ };
}

listed! {
    Value<Text>: elements, Channel: channels, Marks: ticks, Citation: citations, Value<Deadline>: deadlines, Value<RelativeLevel>: levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{At, Places};
    use crate::item::Kind;

    #[test]
    fn items_that_say_the_same_share_it() {
        let mut shared = Shared::default();
        let mut item = |line| {
            let at = |from| Places::from(vec![At::Text { line, from, to: from + 1 }]);
            let element = |from| Value::stated(Text::from("条件"), Text::from("条件"), at(from));
            let mut item = Item::new(Kind::Directory);
            item.contents = vec![Content {
                text: element(3),
                elements: vec![element(3), element(6)].into(),
                channels: Alike::default(),
                ticks: vec![Marks::default()].into(),
                membership: crate::evidence::State::Stated,
            }];
            item.fit(&mut shared);
            item
        };
        let [one, other] = [item(1), item(2)].map(|item| item.contents.into_iter().next().unwrap());
        assert!(std::ptr::eq(one.elements.said(), other.elements.said()) && one.elements != other.elements);
        assert!(std::ptr::eq(one.said_marks(), other.said_marks()));
        assert_eq!(one.text.value.as_deref().map(str::as_ptr), other.text.value.as_deref().map(str::as_ptr));
        assert_eq!(other.elements.get(1).unwrap().at.as_slice(), [At::Text { line: 2, from: 6, to: 7 }]);
        shared.forget_what_is_much();
        assert!(size_of::<Item>() <= 560 && size_of::<Content>() <= 136, "{} and {}", size_of::<Item>(), size_of::<Content>());
    }
}
