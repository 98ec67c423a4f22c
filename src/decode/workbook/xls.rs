//! decode/workbook/xls: workbooks of Excel 5 to 2003 to sheets. Source: MS-XLS 2.1 (streams and substreams), 2.4 (records).

mod records;

use super::binary::{error_name, f64_at, packed_number, u8_at, u16_at, u32_at};
use super::sheet::{Kind, Sheet};
use super::styles::{Lists, Styled, Styles};
use super::{Book, MOST_CELLS, Trouble};
use crate::evidence::Text;
use crate::tables::Tables;
use encoding_rs::Encoding;
use records::{Cursor, Record, Records};
use std::collections::BTreeMap;
use std::io::Read;

/// Names of the stream that holds the workbook; Excel 5 and 95 wrote the second.
const STREAMS: [&str; 2] = ["/Workbook", "/Book"];

/// What stands before the sheets in the stream.
#[derive(Default)]
struct Globals<'a> {
    lists: Lists,
    /// The strings are read when the fonts of all runs are known.
    strings: Option<Record<'a>>,
    /// Where each sheet begins, and what it is.
    sheets: Vec<(usize, Sheet)>,
    coding: Coding,
}

/// How texts are written.
#[derive(Clone, Copy)]
struct Coding {
    /// Whether the file is of Excel 97 or later, which writes UTF-16.
    is_wide: bool,
    encoding: &'static Encoding,
}

impl Default for Coding {
    fn default() -> Self {
        Coding { is_wide: true, encoding: encoding_rs::WINDOWS_1252 }
    }
}

/// Reads the workbook `bytes` into `book`.
pub(super) fn read(bytes: &[u8], tables: &Tables, book: &mut Book) -> Result<(), Trouble> {
    let stream = stream(bytes)?;
    let globals = globals(&stream)?;
    let fonts = globals.lists.fonts.clone();
    let styles = Styles::new(globals.lists, tables);
    let strings = match &globals.strings {
        Some(record) => strings(record, &styles, &fonts)?,
        None => Vec::new(),
    };
    let mut room = MOST_CELLS;
    for (start, mut sheet) in globals.sheets {
        let read = if sheet.kind == Kind::Other {
            Ok(())
        } else {
            let reader =
                Reader { strings: &strings, fonts: &fonts, styles: &styles, coding: globals.coding, sheet: &mut sheet, room: &mut room };
            reader.read(stream.get(start..).unwrap_or_default())
        };
        if !book.add(sheet, read) {
            break;
        }
    }
    Ok(())
}

/// The bytes of the workbook's stream. `cfb` refuses containers whose chains of sectors meet or turn back.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let damaged = |error: std::io::Error| Trouble::Damaged(error.to_string());
    let mut container = cfb::CompoundFile::open(std::io::Cursor::new(bytes)).map_err(damaged)?;
    let name = STREAMS.iter().find(|name| container.is_stream(name)).ok_or_else(|| Trouble::Damaged("no stream Workbook".into()))?;
    let mut stream = Vec::new();
    container.open_stream(name).map_err(damaged)?.take(bytes.len() as u64).read_to_end(&mut stream).map_err(damaged)?;
    Ok(stream)
}

fn globals(stream: &[u8]) -> Result<Globals<'_>, Trouble> {
    let mut globals = Globals::default();
    for record in Records::of(stream) {
        let data = record.data;
        let coding = globals.coding;
        match record.kind {
            // BOF
            0x0809 => globals.coding.is_wide = u16_at(data, 0) != Some(0x0500),
            // FilePass
            0x002f => return Err(Trouble::Locked),
            // CodePage
            0x0042 => globals.coding.encoding = code_page(u16_at(data, 0).unwrap_or_default()),
            // Date1904
            0x0022 => globals.lists.is_1904 = u16_at(data, 0) == Some(1),
            // Font
            0x0031 => {
                let name = Cursor::of(&record, 14).short_text(coding).unwrap_or_default();
                // There is no font of the number 4 (MS-XLS 2.5.129).
                if globals.lists.fonts.len() == 4 {
                    globals.lists.fonts.push(String::new());
                }
                globals.lists.fonts.push(name);
            }
            // Format
            0x041e => {
                let mut cursor = Cursor::of(&record, 2);
                let code = if coding.is_wide { cursor.text(coding) } else { cursor.short_text(coding) };
                if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                    globals.lists.formats.insert(id.into(), code);
                }
            }
            // XF
            0x00e0 => {
                let of = |at: usize| u16_at(data, at).unwrap_or_default();
                globals.lists.styles.push((of(0).into(), of(2).into()));
            }
            // BoundSheet8
            0x0085 => {
                let name = Cursor::of(&record, 6).short_text(coding).unwrap_or_default();
                let kind = match (u8_at(data, 5), u8_at(data, 4).unwrap_or_default() & 3) {
                    (Some(0), 0) => Kind::Shown,
                    (Some(0), _) => Kind::Hidden,
                    _ => Kind::Other,
                };
                globals.sheets.push((u32_at(data, 0).unwrap_or(u32::MAX) as usize, Sheet::new(&name, kind)));
            }
            // SST
            0x00fc => globals.strings = Some(record),
            // EOF
            0x000a => break,
            _ => {}
        }
    }
    Ok(globals)
}

/// The encodings of Windows that Excel 95 wrote. Source: MS-XLS 2.4.52, and Microsoft's list of code page identifiers.
fn code_page(number: u16) -> &'static Encoding {
    match number {
        936 => encoding_rs::GB18030,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// The shared strings (MS-XLS 2.4.265). Those behind a damaged one cannot be found.
fn strings(record: &Record, styles: &Styles, fonts: &[String]) -> Result<Vec<Styled>, Trouble> {
    let count = u32_at(record.data, 4).unwrap_or_default() as usize;
    if count > MOST_CELLS {
        return Err(Trouble::Limit("shared strings", "共享文本数", MOST_CELLS as u64));
    }
    let mut cursor = Cursor::of(record, 8);
    let mut strings = Vec::new();
    while strings.len() < count {
        let Some(runs) = cursor.rich_text() else { break };
        strings.push(styled(&runs, styles, fonts));
    }
    Ok(strings)
}

fn styled(runs: &[(Option<usize>, String)], styles: &Styles, fonts: &[String]) -> Styled {
    match runs {
        [(None, text)] => text.as_str().into(),
        runs => styles.runs(runs.iter().map(|(font, text)| (font.and_then(|font| fonts.get(font)).map(String::as_str), text.as_str()))),
    }
}

/// Reads the substream of one sheet.
struct Reader<'a, 'b> {
    strings: &'a [Styled],
    fonts: &'a [String],
    styles: &'a Styles<'b>,
    coding: Coding,
    sheet: &'a mut Sheet,
    room: &'a mut usize,
}

/// What is drawn on a sheet. Source: MS-XLS 2.4.181 (Obj), 2.4.329 (TxO), 2.5.143 (kinds).
#[derive(Default)]
struct Drawn {
    /// Kind and number of the shape that was begun last.
    object: (Option<u16>, Option<u16>),
    /// The texts of comments by the number of their shape.
    comments: BTreeMap<u16, String>,
}

impl Drawn {
    fn text(&mut self, record: &Record, sheet: &mut Sheet) {
        const COMMENT: u16 = 0x19;
        let count = u16_at(record.data, 10).unwrap_or_default();
        let text = Cursor::behind(record).continued(count.into()).unwrap_or_default();
        match self.object {
            (Some(COMMENT), Some(number)) => drop(self.comments.insert(number, text)),
            _ => sheet.shapes.extend([&text, " "]),
        }
    }
}

impl Reader<'_, '_> {
    fn read(mut self, stream: &[u8]) -> Result<(), Trouble> {
        let mut depth = 0usize;
        let (mut formula, mut drawn) = (((u32::MAX, u32::MAX), 0), Drawn::default());
        for record in Records::of(stream) {
            let data = record.data;
            let at = |index: usize| u16_at(data, index);
            // Charts on a sheet are substreams within its own, with records like those of cells.
            match (record.kind, depth) {
                (0x0809, _) => depth += 1,
                (0x000a, 0..=1) => return Ok(()),
                (0x000a, _) => depth -= 1,
                (_, 2..) => {}
                // Row
                (0x0208, _) if at(12).is_some_and(|flags| flags & 0x20 != 0) => {
                    let row = at(0).unwrap_or_default().into();
                    self.sheet.hide_rows(row, row);
                }
                // ColInfo
                (0x007d, _) if at(8).is_some_and(|flags| flags & 1 != 0) => {
                    self.sheet.hide_columns(at(0).unwrap_or(1).into(), at(2).unwrap_or(0).into());
                }
                // Obj: what is drawn, and its number
                (0x005d, _) => drawn.object = (at(4), at(6)),
                // TxO: the text in it
                (0x01b6, _) => drawn.text(&record, self.sheet),
                // Note: a comment, by its cell and the number of what is drawn
                (0x001c, _) => {
                    let place = (at(0).map_or(u32::MAX, u32::from), at(2).map_or(u32::MAX, u32::from));
                    self.sheet.add_comment(place, at(6).and_then(|number| drawn.comments.get(&number)).map_or("", String::as_str));
                }
                // MergeCells
                (0x00e5, _) => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8).take(at(0).unwrap_or_default().into()) {
                        let number = |index: usize| u32::from(u16_at(area, index).unwrap_or(u16::MAX));
                        self.sheet.merge((number(0), number(4)), (number(2), number(6)));
                    }
                }
                // MulRk
                (0x00bd, _) => {
                    let (row, first) = (at(0).unwrap_or_default(), at(2).unwrap_or_default());
                    let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                    for (column, packed) in (u32::from(first)..).zip(numbers) {
                        let (style, bits) = (u16_at(packed, 0).unwrap_or_default(), u32_at(packed, 2).unwrap_or_default());
                        let text = self.styles.number(packed_number(bits), style.into());
                        self.sheet.add((row.into(), column), text.into(), self.room)?;
                    }
                }
                // String: the value of the formula before it
                (0x0207, _) => {
                    let text = Cursor::of(&record, 0).text(self.coding).unwrap_or_default();
                    self.sheet.add(formula.0, self.styles.text(&text.as_str().into(), formula.1), self.room)?;
                }
                (0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00d6 | 0x00fd, _) => {
                    let place = (at(0).map_or(u32::MAX, u32::from), at(2).map_or(u32::MAX, u32::from));
                    let style = at(4).unwrap_or_default().into();
                    formula = (place, style);
                    if let Some(text) = self.cell(&record, place, style) {
                        self.sheet.add(place, text, self.room)?;
                    }
                }
                _ => {}
            }
        }
        Err(Trouble::Damaged(format!("the sheet {} is cut short", self.sheet.name)))
    }

    /// What a cell with one value says; errors are noted.
    fn cell(&mut self, record: &Record, place: (u32, u32), style: usize) -> Option<Text> {
        let data = record.data;
        let logical = |value: u8| Text::from(if value == 0 { "FALSE" } else { "TRUE" });
        match record.kind {
            // Number
            0x0203 => Some(self.styles.number(f64_at(data, 6)?, style).into()),
            // RK
            0x027e => Some(self.styles.number(packed_number(u32_at(data, 6)?), style).into()),
            // Label, RString
            0x0204 | 0x00d6 => {
                let text = Cursor::of(record, 6).text_with_runs(self.coding, record.kind == 0x00d6)?;
                Some(self.styles.text(&styled(&text, self.styles, self.fonts), style))
            }
            // LabelSst
            0x00fd => match self.strings.get(u32_at(data, 6)? as usize) {
                Some(text) => Some(self.styles.text(text, style)),
                None => {
                    self.sheet.add_error(place, "#?");
                    None
                }
            },
            // BoolErr
            0x0205 if u8_at(data, 7)? == 0 => Some(logical(u8_at(data, 6)?)),
            0x0205 => {
                self.sheet.add_error(place, error_name(u8_at(data, 6)?));
                None
            }
            // Formula: a number, or by its last two bytes something else (MS-XLS 2.5.133); a text follows in a record of its own
            _ if u16_at(data, 12)? != 0xffff => Some(self.styles.number(f64_at(data, 6)?, style).into()),
            _ => match u8_at(data, 6)? {
                1 => Some(logical(u8_at(data, 8)?)),
                2 => {
                    self.sheet.add_error(place, error_name(u8_at(data, 8)?));
                    None
                }
                _ => None,
            },
        }
    }
}
