//! decode/delimited/dialect: what separates the cells of a text, by its content; nothing, where the content does not show it.

use super::record::{Field, Quotes, record};

/// How a text is delimited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::decode) struct Found {
    /// What stands between cells.
    pub(in crate::decode) separator: char,
    /// How many cells most rows have.
    pub(in crate::decode) width: usize,
    /// Whether the first line says so (`sep=;`, as Excel writes and reads it).
    pub(in crate::decode) is_told: bool,
    /// What shows it.
    pub(in crate::decode) evidence: String,
}

/// In the order of preference where several fit alike. Bars and tabs without quotes are read by `decode/text`, which knows their damaged forms.
const SEPARATORS: [(char, &str); 6] =
    [(',', "commas"), ('\t', "tabs"), (';', "semicolons"), ('|', "bars"), ('｜', "wide bars"), ('│', "drawn bars")];
/// So many lines show the dialect.
const SAMPLE: usize = 300;
/// A record that begins among them may end so many lines below.
const LONGEST_RECORD: usize = 1000;
/// The header stands in the first rows; rows above it are a title.
const MOST_ABOVE: usize = 3;
/// The longest word of a header.
const LONGEST_WORD: usize = 60;

impl Found {
    /// The media type. Source: RFC 4180; IANA, text/tab-separated-values.
    pub(in crate::decode) fn media_type(&self) -> &'static str {
        if self.separator == '\t' { "text/tab-separated-values" } else { "text/csv" }
    }
}

/// How `text` is delimited; `None` where it is not, or as `decode/text` reads it.
pub(in crate::decode) fn find(text: &str) -> Option<Found> {
    let lines: Vec<&str> = text.lines().take(SAMPLE + LONGEST_RECORD).collect();
    let told = lines.first().and_then(|line| line.trim().trim_matches('"').strip_prefix("sep=")).and_then(|sign| {
        let mut signs = sign.chars();
        signs.next().filter(|_| signs.next().is_none())
    });
    if let Some(separator) = told {
        let shape = Shape::of(lines.get(1..)?, separator);
        let evidence = format!("the first line says sep={}", separator.escape_default());
        return Some(Found { separator, width: shape.width, is_told: true, evidence });
    }
    // What cannot be the dialect is not taken apart: most texts hold one separator, and bars or tabs alone are told by quotes.
    let sample = lines.get(..SAMPLE.min(lines.len()))?;
    let has = |sign: char| sample.iter().any(|line| line.contains(sign));
    let may_be = |separator: char| has(separator) && (!matches!(separator, '\t' | '|') || has('"'));
    let shapes = SEPARATORS.iter().filter(|(separator, _)| may_be(*separator));
    let shapes = shapes.map(|(separator, name)| (*separator, *name, Shape::of(&lines, *separator)));
    let fitting = shapes.filter(|(separator, _, shape)| shape.is_table(*separator));
    let (separator, name, shape) = fitting.reduce(|best, other| if other.2.weight() > best.2.weight() { other } else { best })?;
    let plain = plain_width(sample);
    if !matches!(separator, '\t' | '|') && plain > 0 && (shape.quoted == 0 || plain >= shape.width) {
        return None;
    }
    let quotes = if shape.quoted > 0 { ", quotes around some" } else { "" };
    let evidence = format!("{} of {} rows have {} cells between {name}{quotes}", shape.rows, shape.all, shape.width);
    Some(Found { separator, width: shape.width, is_told: false, evidence })
}

/// What the records of a text are like under one separator.
struct Shape {
    /// The number of cells that most rows have.
    width: usize,
    /// How many rows have it.
    rows: usize,
    /// How many rows there are.
    all: usize,
    /// How many cells have quotes around them.
    quoted: usize,
    /// Whether a row like a header stands near the top.
    has_header: bool,
    /// How many rows end as sentences do.
    sentences: usize,
    /// How many rows tell nothing: the title above the header, and a narrower last row, as where a file was cut short.
    aside: usize,
}

impl Shape {
    fn of(lines: &[&str], separator: char) -> Shape {
        let records = records(lines, separator);
        let mut widths: Vec<usize> = records.iter().map(Vec::len).collect();
        widths.sort_unstable();
        let most = widths.chunk_by(|a, b| a == b).filter(|same| same.first() > Some(&1)).max_by_key(|same| same.len());
        let (width, rows) = most.map_or((1, 0), |same| (same.first().copied().unwrap_or(1), same.len()));
        let others = records.iter().filter(|record| is_separated_otherwise(record, width, separator)).count();
        let rows = rows + others.min(rows / 2);
        let quoted = records.iter().flatten().filter(|field| field.quoted).count();
        let has_header = records.iter().take(MOST_ABOVE + 1).any(|record| record.len() == width && record.iter().all(is_word));
        let sentences = records.iter().filter(|record| record.last().is_some_and(ends_a_sentence)).count();
        let above = records.iter().take_while(|record| record.len() == 1).take(MOST_ABOVE).count();
        let aside = above + usize::from(records.len() > above && records.last().is_some_and(|record| record.len() < width));
        Shape { width, rows, all: records.len(), quoted, has_header, sentences, aside }
    }

    /// Whether most rows have one width, under a header, and it is not prose with commas.
    fn is_table(&self, separator: char) -> bool {
        let is_even = self.width > 1 && self.rows > 1 && self.rows * 5 >= self.all.saturating_sub(self.aside) * 4;
        let is_prose = self.quoted == 0 && self.width < 5 && self.sentences * 3 >= self.all;
        let is_told = self.quoted > 0 || !matches!(separator, '\t' | '|') && (self.width > 2 || self.rows > 3);
        is_even && is_told && self.has_header && !is_prose
    }

    fn weight(&self) -> usize {
        self.rows * (self.width - 1)
    }
}

/// The records that begin in the sample and are not blank. Behind a quote that nothing closes, line by line.
fn records<'a>(lines: &[&'a str], separator: char) -> Vec<Vec<Field<'a>>> {
    let (mut found, mut next, mut quotes) = (Vec::new(), 0, Quotes::Bound);
    while next < lines.len().min(SAMPLE) {
        match record(lines, next, separator, quotes) {
            Some((fields, end)) => {
                next = end;
                if fields.iter().flat_map(|field| &field.parts).any(|part| !crate::text::trim(part.text).is_empty()) {
                    found.push(fields);
                }
            }
            None => quotes = Quotes::Plain,
        }
    }
    found
}

/// Whether a record without any `separator` has as many cells as most, `width`, between other signs.
fn is_separated_otherwise(record: &[Field<'_>], width: usize, separator: char) -> bool {
    let [Field { parts, quoted: false }] = record else { return false };
    let [part] = parts.as_slice() else { return false };
    let cells = |other: char| part.text.split(other).count();
    width > 2 && [',', '\t', ';', '|'].into_iter().any(|other| other != separator && cells(other) == width)
}

fn is_word(field: &Field<'_>) -> bool {
    let text = || field.parts.iter().flat_map(|part| part.text.chars());
    text().count() <= LONGEST_WORD && !text().any(|c| matches!(c, '。' | '！' | '？'))
}

fn ends_a_sentence(field: &Field<'_>) -> bool {
    field.parts.last().is_some_and(|part| crate::text::trim(part.text).ends_with(['。', '！', '？', '；']))
}

/// How many cells most lines have between bars or tabs as they stand, quotes or not.
fn plain_width(lines: &[&str]) -> usize {
    let filled = || lines.iter().filter(|line| !crate::text::trim(line).is_empty());
    let width = |sign: char| {
        let mut widths: Vec<usize> = filled().map(|line| line.matches(sign).count() + 1).collect();
        widths.sort_unstable();
        widths.get(widths.len() / 2).copied().filter(|width| *width > 1).unwrap_or(0)
    };
    width('\t').max(width('|'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn separator(text: &str) -> Option<char> {
        find(text).map(|found| found.separator)
    }

    #[test]
    fn dialects_are_told_by_content() {
        assert_eq!(separator("序号,事项,主体\n1,参保,医保局\n"), Some(','));
        assert_eq!(separator("某县目录\n序号;事项;主体\n1;参保;\"医保局;人社局\"\n2;变更;医保局\n"), Some(';'));
        assert_eq!(separator("序号\t事项\n1\t\"参保\n登记\"\n"), Some('\t'));
        assert_eq!(separator("序号|事项\n1|\"参保|登记\"\n"), Some('|'));
        assert_eq!(separator("序号,事项,主体\n1,参保,医保局\n2,参"), Some(','), "cut short");
        assert_eq!(separator("sep=;\n序号;事项\n1;参保\n"), Some(';'));
        let long = "1,\"甲\n乙\n丙\n丁\n戊\n己\n庚\",局\n".repeat(60);
        assert_eq!(separator(&format!("序号,内容,主体\n{long}")), Some(','), "the sample ends within a cell");
        assert_eq!(separator("站名,到达,发车\n甲,1,2\n乙;1;2\n丙,1,2\n丁\t1\t2\n戊,1,2"), Some(','), "two rows in another way");
        assert_eq!(separator("序号;内容;主体\n1;甲,乙,丙;局\n2;甲,乙;局\n3;甲;局"), Some(';'));
    }

    #[test]
    fn prose_and_plain_tables_are_not_delimited() {
        for text in [
            "根据有关规定,制定本办法。\n本办法由局负责解释,自发布之日起施行。\n",
            "一、总则,目的,依据。\n为了规范,根据条例,制定。\n本法所称,是指,行为。\n",
            "序号\t事项\n1\t参保\n2\t变更\n",
            "| 序号 | 事项 |\n| 1 | 甲,乙 |\n| 2 | 甲,乙 |\n",
            "序号\t事项,名称,甲\n1\t甲,乙,丙\n",
            "只有一行,没有别的,什么也没有",
            "事项名称：参保登记\n电话：0714-8736756, 8736757\n地址：大道1号\n",
            "",
        ] {
            assert_eq!(separator(text), None, "{text}");
        }
    }
}
