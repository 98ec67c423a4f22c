//! decode/workbook/xlsx/lists: what the cells of a workbook refer to: shared strings (ECMA-376 part 1, 18.4) and styles (18.8).

use super::super::Trouble;
use super::super::styles::{Lists, Styled, Styles};
use super::super::xml::{Node, Xml, number};
use super::content;
use crate::decode::xml::attribute;
use std::borrow::Cow;

/// The most shared strings; a workbook of the most cells needs no more.
const MOST_STRINGS: usize = super::MOST_CELLS;

/// The shared strings in the part `text`.
pub(super) fn strings(text: &str, styles: &Styles) -> Result<Vec<Styled>, Trouble> {
    let mut xml = Xml::new("xl/sharedStrings.xml", text);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element) if element.local_name().as_ref() == "si" => {
                if strings.len() >= MOST_STRINGS {
                    return Err(Trouble::Limit("shared strings", "共享文本数", MOST_STRINGS as u64));
                }
                strings.push(string(&mut xml, "si", styles)?);
            }
            Node::Over => return Ok(strings),
            _ => {}
        }
    }
}

/// The text up to the end of the element `name`: runs joined, hints at pronunciation (`rPh`) left out.
pub(super) fn string(xml: &mut Xml, name: &str, styles: &Styles) -> Result<Styled, Trouble> {
    let mut runs: Vec<(Option<String>, String)> = Vec::new();
    let mut font = None;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.local_name().as_ref() {
                "rPh" => content(xml, "rPh", &mut String::new())?,
                "r" => font = None,
                "rFont" => font = attribute(&element, "val"),
                "t" => {
                    let mut text = String::new();
                    content(xml, "t", &mut text)?;
                    runs.push((font.clone(), unescaped(&text).into_owned()));
                }
                _ => {}
            },
            Node::End(end) if end.local_name().as_ref() == name => break,
            Node::Over => break,
            _ => {}
        }
    }
    Ok(styles.runs(runs.iter().map(|(font, text)| (font.as_deref(), text.as_str()))))
}

/// The text with characters that XML cannot hold (`_x000D_`) put back. Source: ECMA-376 part 1, 22.9.2.19.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut units, mut rest): (Vec<u16>, &str) = (Vec::new(), text);
    while let Some((before, behind)) = rest.split_once("_x") {
        units.extend(before.encode_utf16());
        let digits = behind.get(..4).filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
        let unit = digits.filter(|_| behind.get(4..5) == Some("_")).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match unit {
            Some(unit) => {
                units.push(unit);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                units.extend("_x".encode_utf16());
                rest = behind;
            }
        }
    }
    units.extend(rest.encode_utf16());
    Cow::Owned(String::from_utf16_lossy(&units).replace("\r\n", "\n").replace('\r', "\n"))
}

/// Fonts, formats and styles in the part `text`.
pub(super) fn lists(text: &str) -> Result<Lists, Trouble> {
    let mut xml = Xml::new("xl/styles.xml", text);
    let mut lists = Lists::default();
    let mut inside = String::new();
    loop {
        match xml.next()? {
            Node::Start(element) => match (inside.as_str(), element.local_name().as_ref()) {
                (_, "fonts" | "cellXfs" | "numFmts" | "cellStyleXfs" | "dxfs") => inside = element.local_name().as_ref().into(),
                ("fonts", "font") => lists.fonts.push(String::new()),
                ("fonts", "name") => {
                    if let (Some(font), Some(name)) = (lists.fonts.last_mut(), attribute(&element, "val")) {
                        *font = name;
                    }
                }
                ("numFmts", "numFmt") => {
                    if let (Some(id), Some(code)) = (number(&element, "numFmtId"), attribute(&element, "formatCode")) {
                        lists.formats.insert(id, code);
                    }
                }
                ("cellXfs", "xf") => {
                    lists.styles.push((number(&element, "fontId").unwrap_or_default(), number(&element, "numFmtId").unwrap_or_default()));
                }
                _ => {}
            },
            Node::End(end) if end.local_name().as_ref() == inside => inside.clear(),
            Node::Over => return Ok(lists),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_put_back() {
        for (text, expected) in
            [("一_x000D_\n二", "一\n二"), ("_x005F_x000D_", "_x000D_"), ("a_xyz_", "a_xyz_"), ("_xD83D__xDE00_", "😀"), ("_x00", "_x00")]
        {
            assert_eq!(unescaped(text), expected);
        }
    }
}
