//! cli/review/book: a filled `gap.xlsx` to verdicts (sheet Missing) and to findings that are accepted (sheet Findings), as they stand there.

use crate::error::Error;
use crate::evidence::cell_name;
use crate::tables::findings::Wording;
use crate::tables::report::ReportWords;
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;

/// The rows in which a person said something, or took something back.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) verdicts: Vec<Row>,
    pub(super) waivers: Vec<Row>,
}

/// A row of a sheet, by the keys of its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// The sheet; none for a sheet that is alone.
    pub(super) sheet: Option<&'static str>,
    /// Its number, as the person sees it.
    pub(super) number: usize,
    cells: BTreeMap<&'static str, (usize, String)>,
}

const VERDICTS: [&str; 5] = ["item", "concept", "judged", "verdict", "why"];
const WAIVERS: [&str; 6] = ["code", "source", "item", "until", "reason", "owner"];
/// Columns that older workbooks do not have.
const OPTIONAL: [&str; 4] = ["decided", "accepted", "judged", "file"];

/// Reads the workbook `bytes`; its heads may be in either language.
pub(super) fn filled(bytes: &[u8], words: &ReportWords) -> Result<Filled, Error> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| wrong(words, "apply.no_book", &[("error", &error.to_string())]))?;
    let mut verdicts = rows(&sheet(&mut book, "Missing", words)?, "Missing", words, &VERDICTS)?;
    let mut waivers = rows(&sheet(&mut book, "Findings", words)?, "Findings", words, &WAIVERS)?;
    verdicts.retain(|row| row.says(&["verdict", "decided"]));
    waivers.retain(|row| row.says(&["until", "reason", "owner", "accepted"]));
    Ok(Filled { verdicts, waivers })
}

/// What is wrong with the workbook, in both languages, the blanks of the word `key` filled.
fn wrong(words: &ReportWords, key: &str, blanks: &[(&str, &str)]) -> Error {
    let word = words.word(key);
    let fill = |text: &str| blanks.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
    Error::usage([fill(&word.en), fill(&word.zh)])
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, words: &ReportWords) -> Result<Vec<Vec<String>>, Error> {
    let names = book.sheet_names();
    if !names.iter().any(|other| other == name) {
        return Err(wrong(words, "apply.no_sheet", &[("sheet", name), ("sheets", &names.join(", "))]));
    }
    let range = book.worksheet_range(name).map_err(|error| wrong(words, "apply.no_book", &[("error", &error.to_string())]))?;
    // A sheet may begin below the first row or beside the first column only where somebody took these away.
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

fn rows(sheet: &[Vec<String>], name: &'static str, words: &ReportWords, keys: &[&'static str]) -> Result<Vec<Row>, Error> {
    let heads = sheet.first().map_or(&[][..], Vec::as_slice);
    let at = |key: &str| {
        let words = [words.word(&format!("sheet.{key}")), words.word(&format!("text.{key}"))];
        heads.iter().position(|head| words.iter().any(|word| head == word.en.as_str() || head == word.zh.as_str()))
    };
    let mut columns = Vec::new();
    for key in keys {
        let missing = || {
            let Wording { en, zh } = words.word(&format!("sheet.{key}"));
            Error::usage([format!("the sheet {name} has no column `{en}`"), format!("工作表{name}没有“{zh}”列")])
        };
        columns.push((*key, at(key).ok_or_else(missing)?));
    }
    columns.extend(OPTIONAL.into_iter().filter(|key| !keys.contains(key)).filter_map(|key| Some((key, at(key)?))));
    let row = |(number, row): (usize, &Vec<String>)| {
        let cells = columns.iter().map(|(key, at)| (*key, (*at, row.get(*at).cloned().unwrap_or_default()))).collect();
        Row { sheet: Some(name), number, cells }
    };
    Ok((2..).zip(sheet.iter().skip(1)).map(row).collect())
}

impl Row {
    /// A row of a sheet that is alone.
    pub(super) fn alone(number: usize, cells: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Row { sheet: None, number, cells: cells.into_iter().map(|(key, text)| (key, (0, text))).collect() }
    }

    /// What stands in the column `key`; nothing where there is no such column.
    pub(super) fn get(&self, key: &str) -> &str {
        self.cells.get(key).map_or("", |(_, text)| text)
    }

    pub(super) fn optional(&self, key: &str) -> Option<String> {
        Some(self.get(key)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether something stands in one of the columns.
    pub(super) fn says(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| !self.get(key).is_empty())
    }

    /// The name of the cell in the column `key`, as a spreadsheet shows it.
    pub(super) fn cell(&self, key: &str) -> Option<String> {
        let (column, _) = self.cells.get(key).filter(|_| self.sheet.is_some())?;
        Some(cell_name(self.number.saturating_sub(1) as u32, *column as u16))
    }
}
