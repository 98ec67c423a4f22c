//! decode/workbook/xls/records: the records of a stream, and texts that go on in the records behind. Source: MS-XLS 2.1.4, 2.5.293, 2.5.294.

use super::super::binary::{cut, lines, u16_at, utf16};
use super::Coding;

/// A record; what did not fit into it stands in records that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    more: Vec<&'a [u8]>,
}

/// The records of a stream. One that goes beyond the end of the stream is the last.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

/// The number of records that continue others.
const CONTINUE: u16 = 0x003c;

impl<'a> Records<'a> {
    pub(super) fn of(stream: &'a [u8]) -> Self {
        Records { rest: stream }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.rest, 0)?, u16_at(self.rest, 2)?);
        let (data, rest) = self.rest.get(4..)?.split_at_checked(length.into())?;
        self.rest = rest;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.rest, 0) == Some(CONTINUE) {
            let Some((_, data)) = self.one() else { break };
            more.push(data);
        }
        Some(Record { kind, data, more })
    }
}

/// A place in a record and those that continue it.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    more: std::slice::Iter<'a, &'a [u8]>,
}

/// A text in its pieces, each with the number of its font; `None` is that of the cell.
pub(super) type Runs = Vec<(Option<usize>, String)>;

impl<'a> Cursor<'a> {
    /// The place `at` bytes behind the start of `record`.
    pub(super) fn of(record: &'a Record<'a>, at: usize) -> Self {
        Cursor { rest: record.data.get(at..).unwrap_or_default(), more: record.more.iter() }
    }

    /// The start of the records that continue `record`.
    pub(super) fn behind(record: &'a Record<'a>) -> Self {
        Cursor { rest: &[], more: record.more.iter() }
    }

    /// `count` characters that begin in the next record.
    pub(super) fn continued(&mut self, count: usize) -> Option<String> {
        Some(utf16(&self.units(count, false)?))
    }

    /// A text with its length in one byte.
    pub(super) fn short_text(&mut self, coding: Coding) -> Option<String> {
        let count = self.byte()?.into();
        self.characters(count, coding)
    }

    /// A text with its length in two bytes.
    pub(super) fn text(&mut self, coding: Coding) -> Option<String> {
        let count = self.number()?.into();
        self.characters(count, coding)
    }

    /// A text, and behind it where runs begin, as cells of Excel 95 have it.
    pub(super) fn text_with_runs(&mut self, coding: Coding, has_runs: bool) -> Option<Runs> {
        let before = self.rest;
        let text = self.text(coding)?;
        if !has_runs {
            return Some(vec![(None, text)]);
        }
        let runs = if coding.is_wide { self.number()? } else { self.byte()?.into() };
        let mut starts = Vec::new();
        for _ in 0..runs {
            let (start, font) = if coding.is_wide { (self.number()?, self.number()?) } else { (self.byte()?.into(), self.byte()?.into()) };
            // Excel 95 counts bytes, also where two of them are one character.
            let bytes = before.get(2..2 + usize::from(start)).filter(|_| !coding.is_wide);
            let characters = bytes.map(|bytes| coding.encoding.decode_without_bom_handling(bytes).0.encode_utf16().count());
            starts.push((characters.unwrap_or(start.into()), usize::from(font)));
        }
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Some(cut(&units, &starts))
    }

    /// A shared string: its runs, and what is left out here (hints at pronunciation), stand behind it.
    pub(super) fn rich_text(&mut self) -> Option<Runs> {
        let count = self.number()?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number()? } else { 0 };
        let extra = if flags & 4 != 0 { u32::from(self.number()?) | u32::from(self.number()?) << 16 } else { 0 };
        let units = self.units(count.into(), flags & 1 != 0)?;
        let mut starts = Vec::new();
        for _ in 0..runs {
            starts.push((usize::from(self.number()?), usize::from(self.number()?)));
        }
        self.skip(extra as usize);
        Some(cut(&units, &starts))
    }

    /// `count` characters, in Excel 97 and later behind a byte that says how they are written.
    fn characters(&mut self, count: usize, coding: Coding) -> Option<String> {
        if coding.is_wide {
            let flags = self.byte()?;
            return Some(utf16(&self.units(count, flags & 1 != 0)?));
        }
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(lines(&coding.encoding.decode_without_bom_handling(bytes).0))
    }

    /// `count` characters as UTF-16; where they go on in the next record, a byte there says anew whether each takes two bytes or one.
    fn units(&mut self, count: usize, mut is_wide: bool) -> Option<Vec<u8>> {
        let mut units = Vec::with_capacity(count * 2);
        while units.len() < count * 2 {
            if self.rest.is_empty() {
                self.rest = self.more.next()?;
                is_wide = self.byte()? & 1 != 0;
            }
            let left = count - units.len() / 2;
            let (own, rest) = self.rest.split_at(self.rest.len().min(if is_wide { left * 2 } else { left }));
            if is_wide {
                units.extend(own);
                if own.len() % 2 == 1 {
                    units.push(0);
                }
            } else {
                units.extend(own.iter().flat_map(|byte| [*byte, 0]));
            }
            self.rest = rest;
        }
        Some(units)
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest.is_empty() {
            self.rest = self.more.next()?;
        }
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) {
        while count > self.rest.len() {
            count -= self.rest.len();
            match self.more.next() {
                Some(next) => self.rest = next,
                None => (self.rest, count) = (&[], 0),
            }
        }
        self.rest = self.rest.get(count..).unwrap_or_default();
    }
}
