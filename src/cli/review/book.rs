//! cli/review/book: a filled `gap.xlsx` to decisions (sheet Missing) and waivers (sheet Findings).

use super::waivers::Waiver;
use crate::error::Error;
use crate::tables::decisions::Decided;
use crate::tables::report::ReportWords;
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;

/// What a person filled in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) verdicts: Vec<Verdict>,
    pub(super) waivers: Vec<Waiver>,
}

/// A verdict about an item and a service.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) verdict: Decided,
    pub(super) item: String,
    pub(super) with: String,
    /// Hash of the texts that the person saw; empty where the person named the item.
    pub(super) judged: String,
    pub(super) why: String,
}

/// Reads the workbook `bytes`; its heads may be in either language. A row that is filled in by half is an error that names it.
pub(super) fn filled(bytes: &[u8], words: &ReportWords) -> Result<Filled, Error> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(failed)?;
    let missing = sheet(&mut book, "Missing")?;
    let findings = sheet(&mut book, "Findings")?;
    let mut filled = Filled::default();
    for row in rows(&missing, words, &["item", "concept", "judged", "verdict", "why"])? {
        filled.verdicts.extend(row.verdict()?);
    }
    for row in rows(&findings, words, &["code", "source", "item", "until", "reason", "owner"])? {
        filled.waivers.extend(row.waiver()?.filter(|waiver| !filled.waivers.contains(waiver)));
    }
    Ok(filled)
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::usage(format!("the workbook: {error}"))
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Vec<String>>, Error> {
    let range = book.worksheet_range(name).map_err(failed)?;
    Ok(range.rows().map(|row| row.iter().map(text).collect()).collect())
}

/// A cell as text; a day that the program made a date of reads as a day again.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        cell => cell.as_string().unwrap_or_default().trim().to_owned(),
    }
}

/// A row of a sheet, by the keys of its columns.
struct Row<'a> {
    number: usize,
    cells: BTreeMap<&'a str, &'a str>,
}

fn rows<'a>(sheet: &'a [Vec<String>], words: &ReportWords, keys: &[&'a str]) -> Result<Vec<Row<'a>>, Error> {
    let heads = sheet.first().map_or(&[][..], Vec::as_slice);
    let mut columns = Vec::new();
    for key in keys {
        let word = words.word(&format!("sheet.{key}"));
        let at = heads.iter().position(|head| head == word.en.as_str() || head == word.zh.as_str());
        columns.push((*key, at.ok_or_else(|| Error::usage(format!("the workbook has no column `{}`", word.en)))?));
    }
    let row = |(number, row): (usize, &'a Vec<String>)| {
        let cells = columns.iter().map(|(key, at)| (*key, row.get(*at).map_or("", String::as_str))).collect();
        Row { number, cells }
    };
    Ok((2..).zip(sheet.iter().skip(1)).map(row).collect())
}

impl Row<'_> {
    fn get(&self, key: &str) -> String {
        self.cells.get(key).map(|text| (*text).to_owned()).unwrap_or_default()
    }

    fn verdict(&self) -> Result<Option<Verdict>, Error> {
        let said = self.get("verdict");
        if said.is_empty() {
            return Ok(None);
        }
        let verdict =
            Decided::named(&said).ok_or_else(|| self.wrong("Missing", &format!("`{said}` is none of same, different, unsure")))?;
        let item = self.get("item");
        if item.is_empty() {
            return Err(self.wrong("Missing", "the verdict names no item: write its id beside it"));
        }
        Ok(Some(Verdict { verdict, item, with: self.get("concept"), judged: self.get("judged"), why: self.get("why") }))
    }

    fn waiver(&self) -> Result<Option<Waiver>, Error> {
        let [until, reason, owner] = ["until", "reason", "owner"].map(|key| self.get(key));
        if [&until, &reason, &owner].iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        for (text, what) in [(&until, "until when it is accepted"), (&reason, "the reason"), (&owner, "who answers for it")] {
            if text.is_empty() {
                return Err(self.wrong("Findings", &format!("it does not say {what}")));
            }
        }
        until.parse::<jiff::civil::Date>().map_err(|_| self.wrong("Findings", &format!("`{until}` is no date (YYYY-MM-DD)")))?;
        let (source, item) = (self.get("source"), Some(self.get("item")).filter(|item| !item.is_empty()));
        if source.is_empty() {
            return Err(self.wrong("Findings", "a finding about all documents together cannot be accepted"));
        }
        Ok(Some(Waiver { code: self.get("code"), source, item, reason, owner, until }))
    }

    fn wrong(&self, sheet: &str, what: &str) -> Error {
        Error::usage(format!("row {} of the sheet {sheet}: {what}", self.number))
    }
}
