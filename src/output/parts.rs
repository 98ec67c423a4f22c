//! output/parts: values that have parts, without their evidence, as the column `value` of statements.parquet has them in JSON.
//! Renaming a field here is a change that users see.

use super::blocks::{DocumentNumber, LawRef, Verdict};

use super::words::{Level, MarkGroup};
use crate::evidence::Text;
use crate::item;
use serde::Serialize;

/// The place a document is about.
#[derive(Serialize)]
pub(super) struct PlaceParts<'a> {
    name: Option<&'a str>,
    code: Option<&'a str>,
    code_list: Option<&'a str>,
    level: Option<Level>,
}

/// A channel and whether its box is checked.
#[derive(Serialize)]
pub(super) struct ChannelParts<'a> {
    id: Option<&'a str>,
    label: &'a str,
    selected: Option<bool>,
    note: Option<&'a str>,
}

/// A mark column and whether it is ticked.
#[derive(Serialize)]
pub(super) struct MarkParts<'a> {
    group: MarkGroup,
    keys: Vec<&'a str>,
    label: &'a str,
    value: Option<bool>,
}

/// A law or document cited.
#[derive(Serialize)]
pub(super) struct CitationParts<'a> {
    title: Option<&'a str>,
    law: Option<LawRef<'a>>,
    number: Option<DocumentNumber<'a>>,
    articles: Vec<&'a str>,
    verdict: Verdict<'a>,
}

impl<'a> PlaceParts<'a> {
    pub(super) fn new(inner: &'a item::Jurisdiction) -> Self {
        PlaceParts {
            name: inner.name.as_deref(),
            code: inner.code.as_deref(),
            code_list: inner.code_list.as_deref(),
            level: inner.level.map(Level::from),
        }
    }
}

impl<'a> ChannelParts<'a> {
    pub(super) fn new(inner: &'a item::Channel) -> Self {
        ChannelParts { id: inner.id.as_deref(), label: &inner.label, selected: inner.selected, note: inner.note.as_deref() }
    }
}

impl<'a> MarkParts<'a> {
    pub(super) fn new(inner: &'a item::Mark) -> Self {
        let keys = inner.keys.iter().map(Text::as_str).collect();
        MarkParts { group: inner.group.into(), keys, label: &inner.label, value: inner.value }
    }
}

impl<'a> CitationParts<'a> {
    pub(super) fn new(inner: &'a item::Citation) -> Self {
        CitationParts {
            title: inner.title.value.as_deref(),
            law: inner.law.as_ref().map(LawRef::new),
            number: inner.number.as_ref().map(DocumentNumber::new),
            articles: inner.articles.iter().map(Text::as_str).collect(),
            verdict: Verdict::new(&inner.verdict),
        }
    }
}
