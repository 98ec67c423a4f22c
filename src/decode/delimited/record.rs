//! decode/delimited/record: the lines of a record to its fields, each with its place.

use crate::decode::cells::Part;

/// What quotes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// They bound cells.
    Bound,
    /// They are characters like others.
    Plain,
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field<'a> {
    /// Its text as it stands, line by line, without the quotes around it.
    pub(super) parts: Vec<Part<'a>>,
    /// Whether quotes stood around it; then two quotes inside are one.
    pub(super) quoted: bool,
}

/// A cell has so many lines at most: a quote that is closed later than that was never closed.
const MOST_LINES: usize = 500;

/// A place in the lines: bytes and characters before it in its line.
#[derive(Clone, Copy)]
struct Cursor {
    line: usize,
    bytes: usize,
    characters: usize,
}

/// What follows a quote that opens.
enum Quoted<'a> {
    /// The field, and where it ends.
    Field(Vec<Part<'a>>, Cursor),
    /// Text stands behind the next quote of the line: the quotes are a part of it.
    Text,
    /// Nothing closes it.
    Open,
}

/// The fields of the record that begins on line `start` (from 0), and the line behind it. `None` where a quote opens that nothing closes.
pub(super) fn record<'a>(lines: &[&'a str], start: usize, separator: char, quotes: Quotes) -> Option<(Vec<Field<'a>>, usize)> {
    let (mut fields, mut at) = (Vec::new(), Cursor { line: start, bytes: 0, characters: 0 });
    loop {
        let rest = rest(lines, at);
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let opening = rest.get(blanks..).filter(|_| quotes == Quotes::Bound).and_then(opening);
        let quoted = opening.map_or(Quoted::Text, |quote| quoted(lines, at.over(blanks + quote, blanks + quote), separator));
        at = match quoted {
            Quoted::Open => return None,
            Quoted::Field(parts, end) => {
                fields.push(Field { parts: without_formula(parts), quoted: true });
                end
            }
            Quoted::Text => {
                let text = rest.split(separator).next().unwrap_or_default();
                let part = Part { line: at.line as u32 + 1, before: at.characters, text };
                fields.push(Field { parts: vec![part], quoted: false });
                at.over(text.len(), text.chars().count())
            }
        };
        match self::rest(lines, at).strip_prefix(separator) {
            Some(_) => at = at.over(separator.len_utf8(), 1),
            None => return Some((fields, at.line + 1)),
        }
    }
}

/// How long the quote is with which a field begins. `="001"` is the formula by which spreadsheets keep digits as text.
fn opening(text: &str) -> Option<usize> {
    ["\"", "=\""].into_iter().find(|quote| text.starts_with(*quote)).map(str::len)
}

/// The field `parts` without the formula that keeps digits as text, where it stands within quotes (`"=""001"""`).
fn without_formula(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    const OPENING: &str = "=\"\"";
    let [Part { line, before, text }] = parts.as_slice() else { return parts };
    match text.strip_prefix(OPENING).and_then(|text| text.strip_suffix("\"\"")) {
        Some(text) => vec![Part { line: *line, before: before + OPENING.len(), text }],
        None => parts,
    }
}

/// The field behind the quote before `at`.
fn quoted<'a>(lines: &[&'a str], at: Cursor, separator: char) -> Quoted<'a> {
    let (mut parts, mut start, mut next) = (Vec::new(), at, at);
    loop {
        let Some(length) = rest(lines, next).find('"') else {
            let text = rest(lines, start);
            parts.push(Part { line: start.line as u32 + 1, before: start.characters, text });
            start = Cursor { line: start.line + 1, bytes: 0, characters: 0 };
            next = start;
            if start.line >= lines.len() || start.line - at.line > MOST_LINES {
                return Quoted::Open;
            }
            continue;
        };
        let before = rest(lines, next).get(..length).unwrap_or_default();
        let quote = next.over(length, before.chars().count());
        let behind = quote.over(1, 1);
        let follows = rest(lines, behind);
        if follows.starts_with('"') {
            next = behind.over(1, 1);
            continue;
        }
        let blanks = if separator == ' ' { 0 } else { follows.len() - follows.trim_start_matches(' ').len() };
        let follows = follows.get(blanks..).unwrap_or_default();
        if follows.is_empty() || follows.starts_with(separator) {
            let text = rest(lines, start).get(..quote.bytes - start.bytes).unwrap_or_default();
            parts.push(Part { line: start.line as u32 + 1, before: start.characters, text });
            return Quoted::Field(parts, behind.over(blanks, blanks));
        }
        return if quote.line == at.line { Quoted::Text } else { Quoted::Open };
    }
}

/// The rest of the line at `at`.
fn rest<'a>(lines: &[&'a str], at: Cursor) -> &'a str {
    lines.get(at.line).and_then(|line| line.get(at.bytes..)).unwrap_or_default()
}

impl Cursor {
    fn over(self, bytes: usize, characters: usize) -> Cursor {
        Cursor { bytes: self.bytes + bytes, characters: self.characters + characters, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Option<Vec<Vec<String>>> {
        let lines: Vec<&str> = text.lines().collect();
        let (mut rows, mut next) = (Vec::new(), 0);
        while next < lines.len() {
            let (fields, end) = record(&lines, next, ',', Quotes::Bound)?;
            let joined = |field: &Field| {
                let raw = field.parts.iter().map(|part| part.text).collect::<Vec<_>>().join("\n");
                if field.quoted { raw.replace("\"\"", "\"") } else { raw }
            };
            rows.push(fields.iter().map(joined).collect());
            next = end;
        }
        Some(rows)
    }

    /// Well-formed text is read as the crate `csv` reads it.
    #[test]
    fn records_are_those_of_the_crate() {
        let cells = ["", "甲", "a b", "\"\"", "\"甲,乙\"", "\"一\n二\"", "\"说\"\"好\"\"\"", "5\"", "\"\"\"\"", "\"\n\""];
        for first in cells {
            for second in cells {
                for third in cells {
                    let text = format!("{first},{second}\n{third},末\n");
                    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
                    let expected: Vec<Vec<String>> =
                        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
                    assert_eq!(texts(&text), Some(expected), "{text}");
                }
            }
        }
    }

    #[test]
    fn quotes_that_bound_nothing() {
        assert_eq!(texts("\"十四五\"规划,乙"), Some(vec![vec!["\"十四五\"规划".into(), "乙".into()]]));
        assert_eq!(texts("=\"001\",\"=\"\"甲,乙\"\"\",=1"), Some(vec![vec!["001".into(), "甲,乙".into(), "=1".into()]]));
        assert_eq!(texts("甲, \"乙,丙\" ,丁"), Some(vec![vec!["甲".into(), "乙,丙".into(), "丁".into()]]));
        for text in ["1,\"甲\n2,乙", "1,\"甲\n2,\"乙\",丙", "\""] {
            assert_eq!(texts(text), None, "{text}");
        }
    }

    #[test]
    fn places_are_exact() {
        let lines = ["序,\"一\"\"\"", "1,\"头", "尾\",末"];
        let (fields, end) = record(&lines, 0, ',', Quotes::Bound).unwrap();
        assert_eq!((fields[1].parts[0].before, fields[1].parts[0].text, end), (3, "一\"\"", 1));
        let (fields, end) = record(&lines, 1, ',', Quotes::Bound).unwrap();
        let places: Vec<_> = fields.iter().flat_map(|field| &field.parts).map(|part| (part.line, part.before, part.text)).collect();
        assert_eq!((places, end), (vec![(2, 0, "1"), (2, 3, "头"), (3, 0, "尾"), (3, 3, "末")], 3));
    }
}
