//! check/folded: the texts of a document by their comparison form, each distinct one folded once: the same few stand in every row.

use crate::text::fold;
use ahash::RandomState;
use std::collections::HashMap;

/// Numbers for texts: the same one where their comparison forms are the same.
#[derive(Default)]
pub(super) struct Folded<'a> {
    texts: HashMap<&'a str, usize, RandomState>,
    forms: HashMap<String, usize, RandomState>,
}

impl<'a> Folded<'a> {
    /// The number of `text`.
    pub(super) fn number(&mut self, text: &'a str) -> usize {
        let Folded { texts, forms } = self;
        *texts.entry(text).or_insert_with(|| {
            let next = forms.len();
            *forms.entry(fold(text)).or_insert(next)
        })
    }
}
