//! render: a draft to text in one of the ways that published tables reach a reader, and where each row stands in it.

use super::draft::{Draft, Part, Row};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// Tabs; every cell has its position.
    Tabs,
    /// `| 2 |  | 特困 |`: bars; every cell has its position.
    Pipes,
    /// `2 |  | 特困`: the same without outer bars.
    PipesBare,
    /// Bars, with a line of `---` behind the first row.
    Markdown,
    /// `2 | 特困 | √ | ||`: blank cells dropped, as many bars as cells.
    Tight,
    /// `| 2 | 特困 | √ |||`: the same with a leading bar.
    TightLeading,
    /// As before; the last row has no padding.
    TightUnpadded,
    /// As before; no row has padding.
    TightBare,
    /// As before, and each tick stands on a line of its own below.
    TightTicksBelow,
    /// Each cell on its own line behind a bar.
    BarLines,
    /// A bar alone on its line, then the cell.
    BarAlone,
    /// One cell a line.
    Lines,
    /// One cell a line, with a bar behind.
    LinesBar,
    /// Cells with a blank between, one row a line.
    Blanks,
    /// Cells with nothing between, one row a line.
    Joined,
    /// Cells and rows with nothing between.
    Flat,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    /// Every row of an item that has anything in it, in order.
    pub(crate) rows: Vec<Written>,
}

/// Where a row stands: line and character, both from 1, of its first and its last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) of: (usize, usize),
    pub(crate) from: (u32, u32),
    pub(crate) to: (u32, u32),
}

impl Dialect {
    /// Whether every cell keeps its position.
    pub(crate) fn keeps_positions(self) -> bool {
        matches!(self, Dialect::Tabs | Dialect::Pipes | Dialect::PipesBare | Dialect::Markdown)
    }
}

/// What stands in a cell to say that it is blank.
const BLANK_SIGNS: &[&str] = &["", "/", "\\n"];
/// Ticks in a cell of their own.
const TICKS: &[&str] = &["√", "✓", "✔"];

/// Writes `draft` in `dialect`.
pub(crate) fn render(draft: &Draft, dialect: Dialect) -> Rendered {
    let mut writer = Writer { rendered: Rendered::default(), line: 1, column: 1 };
    let last = draft.parts.iter().rposition(|part| matches!(part, Part::Row(_)));
    let mut ruled = false;
    for (index, part) in draft.parts.iter().enumerate() {
        match part {
            Part::Line(line) => {
                writer.end_open_line();
                writer.put(line);
                writer.put("\n");
                ruled = false;
            }
            Part::Row(row) => {
                writer.row(row, dialect, Some(index) == last);
                if dialect == Dialect::Markdown && row.of.is_none() && !ruled {
                    writer.put(&format!("|{}\n", " --- |".repeat(row.cells.len())));
                    ruled = true;
                }
            }
        }
    }
    writer.end_open_line();
    writer.rendered
}

struct Writer {
    rendered: Rendered,
    line: u32,
    column: u32,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.rendered.text.push_str(text);
        for c in text.chars() {
            if c == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
    }

    fn end_open_line(&mut self) {
        if self.column > 1 {
            self.put("\n");
        }
    }

    fn row(&mut self, row: &Row, dialect: Dialect, is_last: bool) {
        let filled: Vec<&str> = row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let pads = row.cells.len() - filled.len();
        let all: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        let (before, cells, between, behind) = match dialect {
            Dialect::Tabs => ("", all, "\t", "\n".into()),
            Dialect::Pipes | Dialect::Markdown => ("| ", all, " | ", " |\n".into()),
            Dialect::PipesBare => ("", all, " | ", "\n".into()),
            Dialect::Tight => ("", filled, " | ", format!(" |{}{}\n", if pads > 0 { " " } else { "" }, "|".repeat(pads))),
            Dialect::TightUnpadded if is_last => ("| ", filled, " | ", " |\n".into()),
            Dialect::TightLeading | Dialect::TightUnpadded => ("| ", filled, " | ", format!(" |{}\n", "|".repeat(pads))),
            Dialect::TightBare => ("| ", filled, " | ", " |\n".into()),
            Dialect::TightTicksBelow => ("", filled, " | ", " |\n".into()),
            Dialect::BarLines => ("| ", filled, "\n| ", "\n".into()),
            Dialect::BarAlone => ("|\n", filled, "\n|\n", "\n".into()),
            Dialect::Lines => ("", filled, "\n", "\n".into()),
            Dialect::LinesBar => ("", filled, " |\n", " |\n".into()),
            Dialect::Blanks => ("", filled, " ", "\n".into()),
            Dialect::Joined => ("", filled, "", "\n".into()),
            Dialect::Flat => ("", filled, "", String::new()),
        };
        if cells.is_empty() {
            return;
        }
        self.put(before);
        let (mut from, mut to) = (None, None);
        for (index, cell) in cells.iter().enumerate() {
            let below = dialect == Dialect::TightTicksBelow && row.of.is_some() && TICKS.contains(cell);
            match index {
                0 => {}
                _ if below => self.put(" |\n"),
                _ => self.put(between),
            }
            let start = (self.line, self.column);
            self.put(cell);
            if !BLANK_SIGNS.contains(cell) {
                from = from.or(Some(start));
                to = Some((self.line, self.column - 1));
            }
        }
        self.put(&behind);
        if let (Some(of), Some(from), Some(to)) = (row.of, from, to) {
            self.rendered.rows.push(Written { of, from, to });
        }
    }
}
