//! decode/workbook/xlsb: workbooks of Office Open XML with binary parts to sheets. Source: MS-XLSB 2.1.4 (records) and 2.4 (each of them).

use super::binary::{cut, error_name, f64_at, packed_number, u8_at, u16_at, u32_at, utf16};
use super::sheet::Sheet;
use super::styles::{Lists, Styled, Styles};
use super::{Book, Entry, MOST_CELLS, Trouble, missing, part, read_sheets};
use crate::decode::parts::Parts;
use crate::decode::relations::{Relations, main_part};
use crate::evidence::Text;
use crate::tables::Tables;

/// The part of the workbook itself, as all office programs call it.
const MAIN: &str = "xl/workbook.bin";

/// Reads the workbook whose parts are `parts` into `book`.
pub(super) fn read(parts: &mut Parts, tables: &Tables, book: &mut Book) -> Result<(), Trouble> {
    let main = main_part(parts, MAIN);
    let relations = Relations::of(&main, parts);
    let workbook = part(parts, &main)?.unwrap_or_default();
    let mut lists = lists(&part(parts, &relations.part_or("styles", &main, "styles.bin"))?.unwrap_or_default());
    lists.is_1904 = Records::of(&workbook).any(|(kind, data)| kind == 153 && u8_at(data, 0).is_some_and(|flags| flags & 1 != 0));
    let fonts = lists.fonts.clone();
    let styles = Styles::new(lists, tables);
    let strings =
        strings(&part(parts, &relations.part_or("sharedStrings", &main, "sharedStrings.bin"))?.unwrap_or_default(), &styles, &fonts)?;
    let mut room = MOST_CELLS;
    let entries = Records::of(&workbook).filter(|(kind, _)| *kind == 156).filter_map(|(_, data)| entry(data)).collect();
    let read = |parts: &mut Parts, name: &str, sheet: &mut Sheet| {
        let bytes = part(parts, name)?.ok_or_else(|| missing(name))?;
        Reader { strings: &strings, fonts: &fonts, styles: &styles, sheet, room: &mut room, row: 0, column: 0 }.read(&bytes)
    };
    read_sheets(entries, &relations, parts, book, read, comments);
    Ok(())
}

/// The comments on cells, which stand in a part of their own: their places (`BrtBeginComment`) and texts (`BrtCommentText`).
fn comments(relations: &Relations, parts: &mut Parts, sheet: &mut Sheet) {
    for name in relations.parts("comments") {
        let bytes = parts.read(name).unwrap_or_default();
        let mut at = (u32::MAX, u32::MAX);
        for (kind, data) in Records::of(&bytes) {
            match kind {
                635 => at = (u32_at(data, 4).unwrap_or(u32::MAX), u32_at(data, 12).unwrap_or(u32::MAX)),
                637 => sheet.add_comment(at, &wide(data, 1).map(|(text, _)| text).unwrap_or_default()),
                _ => {}
            }
        }
    }
}

/// Name, relationship and visibility of a sheet (`BrtBundleSh`).
fn entry(data: &[u8]) -> Option<Entry> {
    let (relation, length) = wide(data, 8)?;
    let (name, _) = wide(data, 8 + length)?;
    Some(Entry { name, relation, is_hidden: u32_at(data, 0)? != 0 })
}

/// The records of a part: kind and data. A record that goes beyond the end of the part is the last.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn of(part: &'a [u8]) -> Self {
        Records { rest: part }
    }

    /// A number of at most `most` bytes, seven bits in each.
    fn number(&mut self, most: usize) -> Option<usize> {
        let mut number = 0;
        for index in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let length = self.number(4)?;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, data))
    }
}

/// Fonts, formats and styles (`BrtFont`, `BrtFmt`, `BrtXF` among the cell formats).
fn lists(part: &[u8]) -> Lists {
    let (mut lists, mut of_cells) = (Lists::default(), false);
    for (kind, data) in Records::of(part) {
        match kind {
            43 => lists.fonts.push(wide(data, 21).map(|(name, _)| name).unwrap_or_default()),
            44 => {
                if let (Some(id), Some((code, _))) = (u16_at(data, 0), wide(data, 2)) {
                    lists.formats.insert(id.into(), code);
                }
            }
            47 if of_cells => lists.styles.push((u16_at(data, 4).unwrap_or_default().into(), u16_at(data, 2).unwrap_or_default().into())),
            617 => of_cells = true,
            618 => of_cells = false,
            _ => {}
        }
    }
    lists
}

/// The shared strings (`BrtSSTItem`).
fn strings(part: &[u8], styles: &Styles, fonts: &[String]) -> Result<Vec<Styled>, Trouble> {
    let mut strings = Vec::new();
    for (_, data) in Records::of(part).filter(|(kind, _)| *kind == 19) {
        if strings.len() >= MOST_CELLS {
            return Err(Trouble::Limit("shared strings", "共享文本数", MOST_CELLS as u64));
        }
        strings.push(rich(data, 0, styles, fonts).unwrap_or_else(|| "".into()));
    }
    Ok(strings)
}

/// A text with runs (`RichStr`): each begins at a character and has a font; hints at pronunciation follow and are left out.
fn rich(data: &[u8], at: usize, styles: &Styles, fonts: &[String]) -> Option<Styled> {
    let flags = u8_at(data, at)?;
    let (text, length) = wide(data, at + 1)?;
    if flags & 1 == 0 {
        return Some(text.as_str().into());
    }
    let runs = data.get(at + 1 + length + 4..)?.chunks_exact(4).take(u32_at(data, at + 1 + length)? as usize);
    let starts: Vec<(usize, usize)> = runs.filter_map(|run| Some((u16_at(run, 0)?.into(), u16_at(run, 2)?.into()))).collect();
    let characters = data.get(at + 5..at + 1 + length)?;
    Some(styles.runs(
        cut(characters, &starts).iter().map(|(font, text)| (font.and_then(|font| fonts.get(font)).map(String::as_str), text.as_str())),
    ))
}

/// A text (`XLWideString`) at `at`, and the bytes it takes.
fn wide(data: &[u8], at: usize) -> Option<(String, usize)> {
    let count = u32_at(data, at)?;
    if count == u32::MAX {
        return Some((String::new(), 4));
    }
    let length = 4 + usize::try_from(count).ok()?.checked_mul(2)?;
    let characters = data.get(at..)?.get(4..length)?;
    Some((utf16(characters), length))
}

/// Reads the part of one sheet.
struct Reader<'a, 'b> {
    strings: &'a [Styled],
    fonts: &'a [String],
    styles: &'a Styles<'b>,
    sheet: &'a mut Sheet,
    room: &'a mut usize,
    row: u32,
    column: u32,
}

impl Reader<'_, '_> {
    fn read(mut self, part: &[u8]) -> Result<(), Trouble> {
        let mut records = Records::of(part);
        let mut is_over = false;
        for (kind, data) in records.by_ref() {
            is_over |= kind == 130;
            match kind {
                // BrtRowHdr
                0 => {
                    let row = u32_at(data, 0).unwrap_or(u32::MAX);
                    (self.row, self.column) = (row, u32::MAX);
                    if u8_at(data, 11).is_some_and(|flags| flags & 0x10 != 0) {
                        self.sheet.hide_rows(row, row);
                    }
                }
                // BrtColInfo
                60 if u16_at(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                    self.sheet.hide_columns(u32_at(data, 0).unwrap_or(1), u32_at(data, 4).unwrap_or(0));
                }
                // BrtMergeCell: first and last row, first and last column.
                176 => {
                    let at = |index: usize| u32_at(data, index * 4).unwrap_or(u32::MAX);
                    self.sheet.merge((at(0), at(2)), (at(1), at(3)));
                }
                // A cell with its column
                1..=11 | 62 => {
                    self.column = u32_at(data, 0).unwrap_or(u32::MAX);
                    self.cell(kind, data.get(4..).unwrap_or_default())?;
                }
                // The short form of 1 to 7: the cell right of the one before
                12..=18 => {
                    self.column = self.column.wrapping_add(1);
                    self.cell(kind - 11, data)?;
                }
                _ => {}
            }
        }
        if is_over { Ok(()) } else { Err(Trouble::Damaged(format!("the sheet {} is cut short", self.sheet.name))) }
    }

    /// Adds the cell in `data`: its style, and its value by `kind`. Source: MS-XLSB 2.3.2.
    fn cell(&mut self, kind: usize, data: &[u8]) -> Result<(), Trouble> {
        let at = (self.row, self.column);
        let style = u32_at(data, 0).unwrap_or_default() as usize & 0xff_ffff;
        let number = |value: Option<f64>| value.map(|value| Text::from(self.styles.number(value, style)));
        let text = match kind {
            1 => return Ok(()),
            2 => number(u32_at(data, 4).map(packed_number)),
            3 | 11 => {
                self.sheet.add_error(at, error_name(u8_at(data, 4).unwrap_or(u8::MAX)));
                return Ok(());
            }
            4 | 10 => u8_at(data, 4).map(|value| if value == 0 { "FALSE" } else { "TRUE" }.into()),
            5 | 9 => number(f64_at(data, 4)),
            6 | 8 => wide(data, 4).map(|(text, _)| self.styles.text(&text.as_str().into(), style)),
            7 => u32_at(data, 4).and_then(|index| self.strings.get(index as usize)).map(|text| self.styles.text(text, style)),
            _ => rich(data, 4, self.styles, self.fonts).map(|text| self.styles.text(&text, style)),
        };
        match text {
            Some(text) => self.sheet.add(at, text, self.room),
            None => {
                Err(Trouble::Damaged(format!("a cell in row {} of the sheet {} is cut short", at.0.saturating_add(1), self.sheet.name)))
            }
        }
    }
}
