//! decode/workbook/xml: the parts of XML that workbooks need: start, end and text, with entities resolved.

use super::Trouble;
use crate::decode::xml::{attribute, resolved};
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;

/// Reads a part from its start to its end.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    name: &'a str,
}

/// What comes next in a part. Empty elements are a start and an end; comments and the like are left out.
pub(super) enum Node<'a> {
    Start(BytesStart<'a>),
    End(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// The part is over.
    Over,
}

impl<'a> Xml<'a> {
    /// A reader of `text`, which is the part `name`.
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        Xml { reader, name }
    }

    /// The next node.
    pub(super) fn next(&mut self) -> Result<Node<'a>, Trouble> {
        loop {
            return Ok(match self.reader.read_event().map_err(|error| Trouble::Damaged(format!("{}: {error}", self.name)))? {
                Event::Start(start) => Node::Start(start),
                Event::End(end) => Node::End(end),
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(reference) => Node::Text(Cow::Owned(resolved(&reference))),
                Event::Eof => Node::Over,
                _ => continue,
            });
        }
    }
}

/// The number that the attribute `wanted` states.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart, wanted: &str) -> Option<T> {
    attribute(element, wanted)?.trim().parse().ok()
}

/// Whether the attribute `wanted` says yes.
pub(super) fn is_true(element: &BytesStart, wanted: &str) -> bool {
    matches!(attribute(element, wanted).as_deref(), Some("1" | "true" | "on"))
}
