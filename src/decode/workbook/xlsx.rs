//! decode/workbook/xlsx: workbooks of Office Open XML to sheets. Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheets).

mod lists;

use super::sheet::Sheet;
use super::styles::{Styled, Styles};
use super::xml::{Node, Xml, is_true, number};
use super::{Book, Entry, MOST_CELLS, Trouble, missing, read_sheets, text};
use crate::decode::parts::Parts;
use crate::decode::relations::{Relations, main_part};
use crate::decode::xml::attribute;
use crate::evidence::Text;
use crate::tables::Tables;
use quick_xml::events::BytesStart;

/// The part of the workbook itself, as all office programs call it.
const MAIN: &str = "xl/workbook.xml";

/// What all sheets of a workbook share.
struct Shared<'a> {
    strings: Vec<Styled>,
    styles: Styles<'a>,
}

/// Reads the workbook whose parts are `parts` into `book`.
pub(super) fn read(parts: &mut Parts, tables: &Tables, book: &mut Book) -> Result<(), Trouble> {
    let main = main_part(parts, MAIN);
    let relations = Relations::of(&main, parts);
    let (entries, is_1904) = entries(&text(parts, &main)?.unwrap_or_default())?;
    let mut lists = lists::lists(&text(parts, &relations.part_or("styles", &main, "styles.xml"))?.unwrap_or_default())?;
    lists.is_1904 = is_1904;
    let styles = Styles::new(lists, tables);
    let strings =
        lists::strings(&text(parts, &relations.part_or("sharedStrings", &main, "sharedStrings.xml"))?.unwrap_or_default(), &styles)?;
    let shared = Shared { strings, styles };
    let mut room = MOST_CELLS;
    let read = |parts: &mut Parts, part: &str, sheet: &mut Sheet| {
        let text = text(parts, part)?.ok_or_else(|| missing(part))?;
        Reader { shared: &shared, sheet, room: &mut room }.read(part, &text)
    };
    read_sheets(entries, &relations, parts, book, read, comments);
    Ok(())
}

/// The comments on cells, which stand in a part of their own. Source: ECMA-376 part 1, 18.7.
fn comments(relations: &Relations, parts: &mut Parts, sheet: &mut Sheet) {
    for name in relations.parts("comments") {
        let Some(text) = parts.text(name) else { continue };
        let mut xml = crate::decode::xml::Xml::new(name, &text);
        xml.next_inside();
        while let Some(tag) = xml.next_inside() {
            if tag.name() != "commentList" {
                xml.skip();
                continue;
            }
            while let Some(tag) = xml.next_inside() {
                let at = tag.attribute("ref").and_then(|place| reference(&place)).unwrap_or(NOWHERE);
                sheet.add_comment(at, &xml.text_inside());
            }
        }
        parts.findings.extend(xml.finding);
    }
}

/// The sheets that a workbook lists, and whether it counts days from 1904.
fn entries(text: &str) -> Result<(Vec<Entry>, bool), Trouble> {
    let mut xml = Xml::new("xl/workbook.xml", text);
    let (mut entries, mut is_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Start(element) => match element.local_name().as_ref() {
                "sheet" => entries.push(Entry {
                    name: attribute(&element, "name").unwrap_or_default(),
                    relation: attribute(&element, "id").unwrap_or_default(),
                    is_hidden: attribute(&element, "state").is_some_and(|state| state != "visible"),
                }),
                "workbookPr" => is_1904 |= is_true(&element, "date1904"),
                _ => {}
            },
            Node::Over => return Ok((entries, is_1904)),
            _ => {}
        }
    }
}

/// Reads the part of one sheet.
struct Reader<'a, 'b> {
    shared: &'a Shared<'b>,
    sheet: &'a mut Sheet,
    room: &'a mut usize,
}

/// A cell whose element is open.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    style: usize,
    kind: String,
    has_formula: bool,
    has_value: bool,
    value: String,
}

impl Reader<'_, '_> {
    fn read(mut self, part: &str, text: &str) -> Result<(), Trouble> {
        let mut xml = Xml::new(part, text);
        let (mut row, mut column) = (0, 0);
        let mut cell = Open::default();
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "c" => {
                        cell = open(&element, (row, column), cell);
                        (row, column) = (cell.row, cell.column);
                    }
                    "v" => {
                        cell.has_value = true;
                        content(&mut xml, "v", &mut cell.value)?;
                    }
                    "f" => cell.has_formula = true,
                    "is" => {
                        let text = lists::string(&mut xml, "is", &self.shared.styles)?;
                        self.sheet.add((cell.row, cell.column), self.shared.styles.text(&text, cell.style), self.room)?;
                        cell.kind = "inlineStr".into();
                    }
                    "row" => {
                        row = number::<u32>(&element, "r").map_or(row, |row| row.saturating_sub(1));
                        column = 0;
                        if is_true(&element, "hidden") {
                            self.sheet.hide_rows(row, row);
                        }
                    }
                    "col" if is_true(&element, "hidden") => {
                        if let (Some(first), Some(last)) = (number::<u32>(&element, "min"), number::<u32>(&element, "max")) {
                            self.sheet.hide_columns(first.saturating_sub(1), last.saturating_sub(1));
                        }
                    }
                    "mergeCell" => {
                        let area = attribute(&element, "ref").unwrap_or_default();
                        let (first, last) = area.split_once(':').unwrap_or((&area, &area));
                        self.sheet.merge(reference(first).unwrap_or(NOWHERE), reference(last).unwrap_or(NOWHERE));
                    }
                    _ => {}
                },
                Node::End(element) => match element.local_name().as_ref() {
                    "c" => {
                        self.close(&cell)?;
                        column = column.saturating_add(1);
                    }
                    "row" => row = row.saturating_add(1),
                    "worksheet" => return Ok(()),
                    _ => {}
                },
                Node::Text(_) => {}
                Node::Over => return Err(Trouble::Damaged(format!("{part} is cut short"))),
            }
        }
    }

    /// Adds the cell whose element ends. Source for the kinds: ECMA-376 part 1, 18.18.11.
    fn close(&mut self, cell: &Open) -> Result<(), Trouble> {
        let at = (cell.row, cell.column);
        let value = cell.value.as_str();
        if value.is_empty() {
            if cell.has_formula && !(cell.has_value && cell.kind == "str") && cell.kind != "inlineStr" {
                self.sheet.add_uncomputed(at);
            }
            return Ok(());
        }
        let styles = &self.shared.styles;
        let text: Text = match cell.kind.as_str() {
            "s" => match value.trim().parse::<usize>().ok().and_then(|index| self.shared.strings.get(index)) {
                Some(text) => styles.text(text, cell.style),
                None => {
                    self.sheet.add_error(at, value);
                    return Ok(());
                }
            },
            "str" | "d" => styles.text(&Styled::from(lists::unescaped(value).as_ref()), cell.style),
            "b" => if matches!(value.trim(), "0" | "false") { "FALSE" } else { "TRUE" }.into(),
            "e" => {
                self.sheet.add_error(at, value.trim());
                return Ok(());
            }
            "inlineStr" => return Ok(()),
            _ => match value.trim().parse::<f64>() {
                Ok(number) => styles.number(number, cell.style).into(),
                Err(_) => value.into(),
            },
        };
        self.sheet.add(at, text, self.room)
    }
}

/// A place outside any sheet, for references that cannot be read.
const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// The cell that `element` opens; one without a reference follows the one before. The memory of `before` is used again.
fn open(element: &BytesStart, (row, column): (u32, u32), before: Open) -> Open {
    let Open { mut kind, mut value, .. } = before;
    kind.clear();
    value.clear();
    let mut cell = Open { row, column, kind, value, ..Open::default() };
    for attribute in element.attributes().with_checks(false).flatten() {
        match attribute.key.as_ref() {
            "r" => (cell.row, cell.column) = reference(&attribute.value).unwrap_or(NOWHERE),
            "s" => cell.style = attribute.value.parse().unwrap_or_default(),
            "t" => cell.kind.push_str(&attribute.value),
            _ => {}
        }
    }
    cell
}

/// Adds the text up to the end of the element `name` to `text`.
fn content(xml: &mut Xml, name: &str, text: &mut String) -> Result<(), Trouble> {
    loop {
        match xml.next()? {
            Node::Text(more) => text.push_str(&more),
            Node::End(end) if end.local_name().as_ref() == name => return Ok(()),
            Node::Over => return Ok(()),
            _ => {}
        }
    }
}

/// Row and column, from 0, of a reference as `B7` or `$B$7`.
fn reference(text: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0u32, 0u32);
    for c in text.trim().chars().filter(|c| *c != '$') {
        match c {
            'A'..='Z' | 'a'..='z' if row == 0 => column = column.checked_mul(26)?.checked_add(u32::from(c.to_ascii_uppercase()) - 64)?,
            '0'..='9' => row = row.checked_mul(10)?.checked_add(c.to_digit(10)?)?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_places() {
        assert_eq!((reference("A1"), reference("$B$7"), reference("XFD1048576")), (Some((0, 0)), Some((6, 1)), Some((1048575, 16383))));
        assert_eq!((reference("A"), reference("7"), reference("A1B"), reference("A99999999999")), (None, None, None, None));
    }
}
