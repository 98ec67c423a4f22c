//! report/workbook/sheet: one sheet as it is filled: text only, a head that stays and filters, links to other sheets.

use crate::report::difference::Piece;
use crate::report::matrix::CellState;
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};

/// A sheet while it is filled.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    /// Links written so far.
    links: usize,
    /// The formats of texts and of links, by look: made once, for there are many cells.
    formats: [Vec<Format>; 2],
    head_row: u32,
    columns: u16,
    last_row: u32,
}

/// The head of a column.
pub(super) struct Head {
    pub(super) text: String,
    width: u32,
    is_to_fill_in: bool,
}

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Head,
    FillIn,
    State(CellState),
}

/// The most links of one sheet. They are held until the sheet is done, about a kilobyte each, and who has so many rows filters; the format allows 65,530.
const MOST_LINKS: usize = 10_000;

/// The most characters of a cell; the limit of the format is little above, and counts some characters twice.
const MOST_CHARACTERS: usize = 16_000;

/// A4 among the paper sizes of the format.
const A4: u8 = 9;

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_575;

impl Head {
    pub(super) fn new(text: impl Into<String>, width: u32) -> Self {
        Head { text: text.into(), width, is_to_fill_in: false }
    }

    /// The same, as a column that a person fills in.
    pub(super) fn for_filling_in(self) -> Self {
        Head { is_to_fill_in: true, ..self }
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, name: &str) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        let plain: Vec<Format> = LOOKS.iter().map(|look| look.format()).collect();
        let linked =
            plain.iter().cloned().map(|format| format.set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x0B_57_A4)));
        Ok(Sheet { sheet, links: 0, formats: [plain.clone(), linked.collect()], head_row: 0, columns: 0, last_row: 0 })
    }

    /// Writes the head in `row`; it and the first `fixed` columns stay in sight.
    pub(super) fn head(&mut self, row: u32, heads: &[Head], fixed: u16) -> Result<(), XlsxError> {
        for (column, head) in (0u16..).zip(heads) {
            let look = if head.is_to_fill_in { Look::FillIn } else { Look::Head };
            self.text(row, usize::from(column), &head.text, look)?;
            self.sheet.set_column_width(column, head.width)?;
        }
        self.sheet.set_freeze_panes(row + 1, fixed)?;
        // On paper: on its side, as wide as a page, with the head on every page.
        self.sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, row)?;
        (self.head_row, self.columns) = (row, heads.len() as u16);
        Ok(())
    }

    /// `words` are offered there; something else may be filled in too.
    pub(super) fn choice(&mut self, column: usize, first: u32, last: u32, words: [&str; 3]) -> Result<(), XlsxError> {
        let rule = DataValidation::new().allow_list_strings(&words)?.show_error_message(false);
        self.sheet.add_data_validation(first, column as u16, last.min(LAST_ROW), column as u16, &rule)?;
        Ok(())
    }

    /// Writes `texts` side by side, from `column` on.
    pub(super) fn texts<'b>(&mut self, row: u32, column: usize, texts: impl IntoIterator<Item = &'b str>) -> Result<(), XlsxError> {
        (column..).zip(texts).filter(|(_, text)| !text.is_empty()).try_for_each(|(column, text)| self.text(row, column, text, Look::Plain))
    }

    pub(super) fn text(&mut self, row: u32, column: usize, text: &str, look: Look) -> Result<(), XlsxError> {
        if row > LAST_ROW {
            return Ok(());
        }
        self.last_row = self.last_row.max(row);
        let [plain, _] = &self.formats;
        match look.of(plain) {
            Some(format) => self.sheet.write_string_with_format(row, column as u16, fitting(text), format)?,
            None => self.sheet.write_string(row, column as u16, fitting(text))?,
        };
        Ok(())
    }

    /// Writes `count` as a number, so that it sorts and adds up.
    pub(super) fn count(&mut self, row: u32, column: usize, count: usize) -> Result<(), XlsxError> {
        if row > LAST_ROW {
            return Ok(());
        }
        self.last_row = self.last_row.max(row);
        let [plain, _] = &self.formats;
        match Look::Plain.of(plain) {
            Some(format) => self.sheet.write_number_with_format(row, column as u16, count as f64, format)?,
            None => self.sheet.write_number(row, column as u16, count as f64)?,
        };
        Ok(())
    }

    /// A text that leads to row `target` of the sheet `name`.
    pub(super) fn link(&mut self, row: u32, column: usize, text: &str, name: &str, target: u32, look: Look) -> Result<(), XlsxError> {
        self.linked(row, column, text, &format!("internal:{name}!A{}", target + 1), look)
    }

    /// A text that leads to a cell of the sheet `name`.
    pub(super) fn link_to_column(&mut self, row: u32, column: usize, text: &str, name: &str, at: u32, to: u16) -> Result<(), XlsxError> {
        let cell = crate::evidence::cell_name(at, to);
        self.linked(row, column, text, &format!("internal:{name}!{cell}"), Look::Plain)
    }

    fn linked(&mut self, row: u32, column: usize, text: &str, to: &str, look: Look) -> Result<(), XlsxError> {
        self.links += 1;
        if self.links > MOST_LINKS || text.is_empty() || row > LAST_ROW {
            return self.text(row, column, text, look);
        }
        self.last_row = self.last_row.max(row);
        let [_, linked] = &self.formats;
        self.sheet.write_url_with_options(row, column as u16, Url::new(to), fitting(text), "", look.of(linked))?;
        Ok(())
    }

    /// A text whose differing pieces are marked.
    pub(super) fn marked(&mut self, row: u32, column: usize, pieces: &[Piece]) -> Result<(), XlsxError> {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        if pieces.len() < 2 || text.chars().count() > MOST_CHARACTERS || row > LAST_ROW {
            return self.text(row, column, &text, Look::Plain);
        }
        let (plain, marked) =
            (Format::new(), Format::new().set_bold().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0xA3_12_1F)));
        let pieces: Vec<(bool, String)> = pieces.iter().map(|piece| (piece.differs, fitting(&piece.text))).collect();
        let parts: Vec<(&Format, &str)> =
            pieces.iter().map(|(differs, text)| (if *differs { &marked } else { &plain }, text.as_str())).collect();
        self.last_row = self.last_row.max(row);
        self.sheet.write_rich_string_with_format(row, column as u16, &parts, &Look::Plain.format())?;
        Ok(())
    }

    /// Sets the filter over what was written.
    pub(super) fn close(self) -> Result<(), XlsxError> {
        if self.columns > 0 {
            self.sheet.autofilter(self.head_row, 0, self.last_row.max(self.head_row), self.columns - 1)?;
        }
        Ok(())
    }
}

/// Every look; the formats stand in this order.
const LOOKS: [Look; 13] = [
    Look::Plain,
    Look::Head,
    Look::FillIn,
    Look::State(CellState::Present),
    Look::State(CellState::Close),
    Look::State(CellState::BroaderOnly),
    Look::State(CellState::NarrowerOnly),
    Look::State(CellState::Missing),
    Look::State(CellState::MissingAmongPlaces),
    Look::State(CellState::NotExpected),
    Look::State(CellState::NotMeasured),
    Look::State(CellState::NoDocument),
    Look::State(CellState::NotRead),
];

impl Look {
    /// Its format among `formats`.
    fn of(self, formats: &[Format]) -> Option<&Format> {
        formats.get(LOOKS.iter().position(|look| *look == self)?)
    }

    fn format(self) -> Format {
        let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let head = || plain.clone().set_bold().set_border_bottom(FormatBorder::Thin);
        match self {
            Look::Plain => plain,
            Look::Head => head().set_background_color(Color::RGB(0xE7_EB_EF)),
            Look::FillIn => head().set_background_color(Color::RGB(0xFF_E5_8A)),
            Look::State(state) => {
                let format = plain.set_align(FormatAlign::Center);
                match state {
                    CellState::Present => format.set_background_color(Color::RGB(0xD9_F0_DD)),
                    CellState::Close => format.set_background_color(Color::RGB(0xE9_F3_D0)),
                    CellState::BroaderOnly | CellState::NarrowerOnly => format.set_background_color(Color::RGB(0xFD_F0_CF)),
                    CellState::Missing | CellState::MissingAmongPlaces => format.set_background_color(Color::RGB(0xFB_DC_D9)),
                    CellState::NotExpected | CellState::NotMeasured | CellState::NoDocument | CellState::NotRead => format,
                }
            }
        }
    }
}

/// `text` as a cell holds it: without characters that the format cannot hold, and cut where it is too long.
fn fitting(text: &str) -> String {
    let kept = |c: char| match c {
        '\n' | '\t' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => ' ',
        c => c,
    };
    let mut fitting: String = text.chars().take(MOST_CHARACTERS).map(kept).collect();
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        fitting.push('…');
    }
    fitting
}
