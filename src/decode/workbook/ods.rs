//! decode/workbook/ods: OpenDocument spreadsheets to sheets. Source: OASIS OpenDocument 1.3 part 3, 9 (tables), 6 (text), 19 (attributes).
//!
//! A cell keeps the text that was shown last beside its value; that text is what is read.

mod fonts;

use super::sheet::{COLUMNS, Kind, Sheet};
use super::xml::{Node, Xml};
use super::{Book, MOST_CELLS, Trouble, text};
use crate::decode::open_text::is_locked;
use crate::decode::parts::Parts;
use crate::decode::xml::attribute;
use crate::evidence::Text;
use crate::tables::Tables;
use fonts::Styles;
use quick_xml::events::BytesStart;

/// Reads the workbook whose parts are `parts` into `book`.
pub(super) fn read(parts: &mut Parts, tables: &Tables, book: &mut Book) -> Result<(), Trouble> {
    if is_locked(parts) {
        return Err(Trouble::Locked);
    }
    let mut styles = Styles::new(tables);
    let common = text(parts, "styles.xml")?.unwrap_or_default();
    let mut xml = Xml::new("styles.xml", &common);
    loop {
        match xml.next()? {
            Node::Start(element) => styles.read(&element),
            Node::Over => break,
            _ => {}
        }
    }
    let content = text(parts, "content.xml")?.ok_or_else(|| Trouble::Damaged("content.xml is missing".into()))?;
    let mut xml = Xml::new("content.xml", &content);
    let mut room = MOST_CELLS;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name().as_ref() {
                "table:table" => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    let is_hidden = attribute(&element, "style-name").is_some_and(|style| styles.hides(&style));
                    let mut sheet = Sheet::new(&name, if is_hidden { Kind::Hidden } else { Kind::Shown });
                    let mut reader = Reader { xml: &mut xml, styles: &styles, sheet: &mut sheet, room: &mut room, row: 0, column: 0 };
                    let read = reader.table();
                    let is_cut = read.is_err();
                    if !book.add(sheet, read) || is_cut {
                        return Ok(());
                    }
                }
                "table:tracked-changes" => drop(skip(&mut xml)?),
                _ => styles.read(&element),
            },
            Node::Over => return Ok(()),
            _ => {}
        }
    }
}

/// Reads one table.
struct Reader<'a, 'b, 'c> {
    xml: &'a mut Xml<'b>,
    styles: &'a Styles<'c>,
    sheet: &'a mut Sheet,
    room: &'a mut usize,
    row: u32,
    column: u32,
}

/// A cell with a text or a span, and how often it stands.
struct Found {
    column: u32,
    times: u32,
    text: Text,
    /// Height and width.
    span: (u32, u32),
    error: bool,
    uncomputed: bool,
}

impl Reader<'_, '_, '_> {
    /// Reads to the end of the table.
    fn table(&mut self) -> Result<(), Trouble> {
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.name().as_ref() {
                    "table:table-column" => {
                        let times = times(&element, "number-columns-repeated");
                        if is_hidden(&element) {
                            self.sheet.hide_columns(self.column, self.column.saturating_add(times - 1));
                        }
                        self.column = self.column.saturating_add(times);
                    }
                    "table:table-row" => self.row(&element)?,
                    "table:shapes" => self.shape()?,
                    "office:forms" | "table:table" => drop(skip(self.xml)?),
                    _ => {}
                },
                Node::End(end) if end.name().as_ref() == "table:table" => return Ok(()),
                Node::Over => return Err(Trouble::Damaged("content.xml is cut short".into())),
                _ => {}
            }
        }
    }

    /// What is drawn on the sheet, or on a cell of it.
    fn shape(&mut self) -> Result<(), Trouble> {
        let (text, pictures) = skip(self.xml)?;
        self.sheet.shapes.extend([&text, " "]);
        self.sheet.pictures += pictures;
        Ok(())
    }

    fn row(&mut self, element: &BytesStart) -> Result<(), Trouble> {
        let times = times(element, "number-rows-repeated");
        if is_hidden(element) {
            self.sheet.hide_rows(self.row, self.row.saturating_add(times - 1));
        }
        let cells = self.cells()?;
        if !cells.is_empty() {
            for row in (self.row..self.row.saturating_add(times)).take(super::sheet::ROWS as usize) {
                for cell in &cells {
                    self.put(row, cell)?;
                }
            }
        }
        self.row = self.row.saturating_add(times);
        Ok(())
    }

    fn put(&mut self, row: u32, cell: &Found) -> Result<(), Trouble> {
        for column in (cell.column..cell.column.saturating_add(cell.times)).take(COLUMNS.into()) {
            if cell.span != (1, 1) {
                let last = (row.saturating_add(cell.span.0 - 1), column.saturating_add(cell.span.1 - 1));
                self.sheet.merge((row, column), (last.0.min(super::sheet::ROWS - 1), last.1.min(u32::from(COLUMNS) - 1)));
            }
            if cell.error {
                self.sheet.add_error((row, column), &cell.text);
            } else if cell.uncomputed {
                self.sheet.add_uncomputed((row, column));
            } else {
                self.sheet.add((row, column), cell.text.clone(), self.room)?;
            }
        }
        Ok(())
    }

    /// The cells up to the end of the row that say or span anything.
    fn cells(&mut self) -> Result<Vec<Found>, Trouble> {
        let (mut cells, mut column) = (Vec::new(), 0u32);
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let cell = self.cell(&element, column)?;
                        column = column.saturating_add(cell.times);
                        if cell.error || cell.uncomputed || cell.span != (1, 1) || !crate::text::trim(&cell.text).is_empty() {
                            cells.push(cell);
                        }
                    }
                    _ => drop(skip(self.xml)?),
                },
                Node::End(end) if end.name().as_ref() == "table:table-row" => return Ok(cells),
                Node::Over => return Err(Trouble::Damaged("content.xml is cut short".into())),
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &BytesStart, column: u32) -> Result<Found, Trouble> {
        let (mut value, mut kind, mut has_formula, mut is_error, mut style) = (String::new(), String::new(), false, false, None);
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "office:value-type" => kind = attribute.value.into_owned(),
                "office:value" | "office:date-value" | "office:time-value" | "office:string-value" => value = attribute.value.into_owned(),
                "office:boolean-value" => value = attribute.value.to_uppercase(),
                "table:formula" => has_formula = true,
                "calcext:value-type" => is_error = attribute.value == "error",
                "table:style-name" => style = Some(attribute.value),
                _ => {}
            }
        }
        let mut text = String::new();
        let has_text = self.text(&mut text, style.as_deref(), column)?;
        if !has_text {
            text = value;
        }
        let span = (times(element, "number-rows-spanned"), times(element, "number-columns-spanned"));
        let uncomputed = has_formula && kind.is_empty() && text.is_empty();
        let is_error = is_error || has_formula && (text.starts_with("#") && text.ends_with(['!', '?', 'A']) || text.starts_with("Err:"));
        Ok(Found { column, times: times(element, "number-columns-repeated"), text: text.into(), span, error: is_error, uncomputed })
    }

    /// Adds the paragraphs up to the end of the cell to `text`, each a line; false where there are none.
    fn text(&mut self, text: &mut String, style: Option<&str>, column: u32) -> Result<bool, Trouble> {
        let (mut paragraphs, mut depth) = (0, 0usize);
        let mut spans: Vec<Option<String>> = Vec::new();
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.name().as_ref() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        depth += 1;
                    }
                    "text:s" => {
                        text.extend(std::iter::repeat_n(' ', times(&element, "c").min(100) as usize));
                        skip(self.xml)?;
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "text:span" => spans.push(attribute(&element, "style-name")),
                    // Comments, shapes and hints at pronunciation are no text of the cell.
                    "office:annotation" => {
                        let text = skip(self.xml)?.0;
                        self.sheet.add_comment((self.row, column), &text);
                    }
                    "text:ruby-text" => drop(skip(self.xml)?),
                    name if name.starts_with("draw:") || name.starts_with("table:") => self.shape()?,
                    _ => {}
                },
                Node::End(end) => match end.name().as_ref() {
                    "text:p" => depth = depth.saturating_sub(1),
                    "text:span" => drop(spans.pop()),
                    "table:table-cell" | "table:covered-table-cell" => return Ok(paragraphs > 0),
                    _ => {}
                },
                Node::Text(piece) if depth > 0 => {
                    let styles = spans.iter().rev().flatten().map(String::as_str).chain(style);
                    self.styles.add(text, &piece, styles);
                }
                Node::Text(_) => {}
                Node::Over => return Err(Trouble::Damaged("content.xml is cut short".into())),
            }
        }
    }
}

/// Passes over everything up to the end of the element that just began: the text of its paragraphs, and how many pictures there are.
fn skip(xml: &mut Xml) -> Result<(String, usize), Trouble> {
    let (mut text, mut pictures, mut depth, mut paragraphs) = (String::new(), 0, 1usize, 0usize);
    while depth > 0 {
        match xml.next()? {
            Node::Start(element) => {
                depth += 1;
                pictures += usize::from(element.name().as_ref() == "draw:image");
                paragraphs += usize::from(element.name().as_ref() == "text:p");
            }
            Node::End(element) => {
                depth -= 1;
                paragraphs = paragraphs.saturating_sub(usize::from(element.name().as_ref() == "text:p"));
            }
            Node::Text(piece) if paragraphs > 0 => text.push_str(&piece),
            Node::Text(_) => {}
            Node::Over => break,
        }
    }
    Ok((text, pictures))
}

/// A number of repetitions or of spanned places: at least one.
fn times(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name)
        .and_then(|times| times.parse::<u64>().ok())
        .map_or(1, |times| times.clamp(1, u64::from(super::sheet::ROWS)) as u32)
}

fn is_hidden(element: &BytesStart) -> bool {
    attribute(element, "visibility").is_some_and(|visibility| visibility != "visible")
}
