//! output/commas: rows of text to CSV: UTF-8, separated by commas, lines end with LF; no value is an empty cell, and an empty text is `""`.

use std::borrow::Cow;
use std::io::{self, Write};

/// A cell of a row.
type Cell<'a> = Option<Cow<'a, str>>;

/// How a CSV is meant to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Csv {
    /// By programs: every text as it is.
    Plain,
    /// By spreadsheet programs: with a byte order mark, and no text is a formula.
    Excel,
}

/// Writes `columns` as the header, and `rows` below it.
pub(super) fn csv<'a, R>(style: Csv, columns: &[&str], rows: impl Iterator<Item = R>, to: &mut dyn Write) -> io::Result<()>
where
    R: IntoIterator<Item = Cell<'a>>,
{
    let mut line = if style == Csv::Excel { "\u{feff}".to_owned() } else { String::new() };
    columns.iter().for_each(|column| add(&mut line, column, false));
    end(&mut line, to)?;
    for row in rows {
        for cell in row {
            match cell {
                Some(text) => add(&mut line, &text, style == Csv::Excel && may_be_formula(&text)),
                None => line.push(','),
            }
        }
        end(&mut line, to)?;
    }
    Ok(())
}

/// Adds the cell `text` and a comma; an apostrophe in front of what is `marked`.
fn add(line: &mut String, text: &str, marked: bool) {
    let quotes = text.is_empty() || text.contains([',', '\n', '\r', '"']);
    let mark = if marked { "'" } else { "" };
    if quotes {
        line.extend(["\"", mark]);
        text.split_inclusive('"').for_each(|part| line.extend([part, if part.ends_with('"') { "\"" } else { "" }]));
        line.push('"');
    } else {
        line.extend([mark, text]);
    }
    line.push(',');
}

/// Writes the line without the comma behind its last cell.
fn end(line: &mut String, to: &mut dyn Write) -> io::Result<()> {
    line.pop();
    line.push('\n');
    to.write_all(line.as_bytes())?;
    line.clear();
    Ok(())
}

/// Whether a spreadsheet program could take `text` for a formula, by its first character. Programs set to Chinese or Japanese take the full-width forms too.
fn may_be_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_quotes_where_they_need_them() {
        let rows =
            [vec![Some("甲,乙".into()), None, Some("说\"是\"".into())], vec![Some("".into()), Some("=1\n2".into()), Some("-".into())]];
        let written = |style| {
            let mut bytes = Vec::new();
            csv(style, &["a", "b", "c"], rows.iter().cloned(), &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(written(Csv::Plain), "a,b,c\n\"甲,乙\",,\"说\"\"是\"\"\"\n\"\",\"=1\n2\",-\n");
        assert_eq!(written(Csv::Excel), "\u{feff}a,b,c\n\"甲,乙\",,\"说\"\"是\"\"\"\n\"\",\"'=1\n2\",'-\n");
    }
}
