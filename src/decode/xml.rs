//! decode/xml: the XML of one part, element by element, within limits; what is damaged ends the reading with a finding.

use super::parts::part_damaged;
use crate::finding::{Finding, limit_reached};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// How deep elements may nest. Every level of the document is a call or two of its reader; Word nests tables 10 deep at most, about 60 elements.
const MOST_DEPTH: usize = 200;

/// A reader of one part. Whoever is given a [`Node::Open`] reads on to its [`Node::Close`], or calls [`Xml::skip`].
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: usize,
    ended: bool,
    /// Why the reading ended early.
    pub(super) finding: Option<Finding>,
}

/// What comes next in a part.
pub(super) enum Node<'a> {
    /// An element begins; one without content is closed by the next node.
    Open(Tag<'a>),
    /// The element at hand ends, or the part does.
    Close,
    /// Text, with entities resolved.
    Text(Cow<'a, str>),
}

/// The start of an element. Names are told without their namespace prefix: the formats use no name in two namespaces at one place.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl<'a> Xml<'a> {
    /// A reader of `text`, the characters of the part `part`.
    pub(super) fn new(part: &'a str, text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, part, depth: 0, ended: false, finding: None }
    }

    /// The next node; comments, processing instructions and declarations are passed over. Entities of a document type are not known.
    pub(super) fn next(&mut self) -> Node<'a> {
        while !self.ended {
            match self.reader.read_event() {
                Ok(Event::Start(start)) if self.depth < MOST_DEPTH => {
                    self.depth += 1;
                    return Node::Open(Tag(start));
                }
                Ok(Event::Start(_)) => self.end(limit_reached("depth of elements", "元素嵌套层数", MOST_DEPTH)),
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Node::Close;
                }
                Ok(Event::Text(text)) => return Node::Text(text.xml10_content()),
                Ok(Event::CData(text)) => return Node::Text(text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => return Node::Text(Cow::Owned(resolved(&reference))),
                Ok(Event::Eof) if self.depth > 0 => self.end(self.damaged("the part ends inside an element")),
                Ok(Event::Eof) => self.ended = true,
                Ok(_) => {}
                Err(error) => self.end(self.damaged(error)),
            }
        }
        Node::Close
    }

    /// The next element inside the element at hand, text passed over; `None` at its end.
    pub(super) fn next_inside(&mut self) -> Option<Tag<'a>> {
        loop {
            match self.next() {
                Node::Open(tag) => return Some(tag),
                Node::Close => return None,
                Node::Text(_) => {}
            }
        }
    }

    /// Passes over the rest of the element at hand.
    pub(super) fn skip(&mut self) {
        self.text_inside();
    }

    /// The text of the rest of the element at hand and of all elements in it.
    pub(super) fn text_inside(&mut self) -> String {
        let (mut text, mut open) = (String::new(), 1usize);
        while open > 0 && !self.ended {
            match self.next() {
                Node::Open(_) => open += 1,
                Node::Close => open -= 1,
                Node::Text(more) => text.push_str(&more),
            }
        }
        text
    }

    fn end(&mut self, finding: Finding) {
        self.ended = true;
        self.finding = Some(finding);
    }

    fn damaged(&self, reason: impl ToString) -> Finding {
        part_damaged(self.part, self.reader.buffer_position().max(self.reader.error_position()), reason)
    }
}

impl Tag<'_> {
    /// The name, without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute `name`, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.0, name)
    }

    /// The attribute `name` as a number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// The value of the attribute `name` of `element`, whatever its prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// The character that `reference` stands for; an entity that XML does not define stays as it is written.
pub(super) fn resolved(reference: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<String>) {
        let mut xml = Xml::new("a.xml", text);
        let text = xml.text_inside();
        (text, xml.finding.map(|finding| finding.code.as_str().to_owned()))
    }

    #[test]
    fn text_and_entities() {
        assert_eq!(
            read("<!DOCTYPE a [<!ENTITY b \"bomb\">]><w:a>甲&lt;<b x='1'/>&#x4e59;&b;<![CDATA[<丙>]]></w:a>"),
            ("甲<乙&b;<丙>".into(), None)
        );
    }

    #[test]
    fn damage_ends_the_reading_and_keeps_what_came_before() {
        for text in ["<a>甲<b>", "<a>甲</b>", "<a>甲<b", "<a>甲<b></a>"] {
            assert_eq!(read(text), ("甲".into(), Some("part-damaged".into())), "{text}");
        }
        assert_eq!(read(&"<a>".repeat(MOST_DEPTH + 1)).1, Some("limit-reached".into()));
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let mut xml = Xml::new("a.xml", "<a><w:b w:val=\"1 &amp; 2\" w:n='7'/></a>");
        xml.next();
        let tag = xml.next_inside().unwrap();
        assert_eq!((tag.name(), tag.attribute("val"), tag.number("n")), ("b", Some("1 & 2".into()), Some(7)));
        xml.skip();
        assert!(xml.next_inside().is_none());
    }
}
