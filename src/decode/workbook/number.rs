//! decode/workbook/number: numbers as a workbook shows them. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
//!
//! Formats with conditions, fractions or exponents, and values that a format cannot show (a negative date), give the plain value.

mod date;
mod digits;

use date::DateSection;
use digits::DigitSection;
use std::sync::LazyLock;

/// A number format: up to three sections, for numbers above, below and equal to zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    sections: Vec<Section>,
}

/// The part of a format for one kind of numbers.
#[derive(Clone, Debug)]
enum Section {
    /// The plain value.
    General,
    /// Nothing is shown.
    Hidden,
    Date(DateSection),
    Digits(DigitSection),
}

/// A piece of a section as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Shown as it is.
    Literal(String),
    /// In square brackets.
    Bracket(String),
    /// The morning or afternoon (`AM/PM`, `A/P`, `上午/下午`).
    Half(String),
    /// A run of one letter that means a part of a date, in lower case.
    Letters(char, usize),
    /// A character that means a place of a number, or a sign between.
    Place(char),
}

/// The formats without a code of their own, as programs in Chinese show them; the others are as the standard lists them.
const BUILT_IN: &[(u32, &str)] = &[
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "\"¥\"#,##0;\"¥\"-#,##0"),
    (6, "\"¥\"#,##0;\"¥\"-#,##0"),
    (7, "\"¥\"#,##0.00;\"¥\"-#,##0.00"),
    (8, "\"¥\"#,##0.00;\"¥\"-#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (14, "yyyy/m/d"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "yyyy/m/d h:mm"),
    (27, "yyyy\"年\"m\"月\""),
    (28, "m\"月\"d\"日\""),
    (29, "m\"月\"d\"日\""),
    (30, "m-d-yy"),
    (31, "yyyy\"年\"m\"月\"d\"日\""),
    (32, "h\"时\"mm\"分\""),
    (33, "h\"时\"mm\"分\"ss\"秒\""),
    (34, "上午/下午h\"时\"mm\"分\""),
    (35, "上午/下午h\"时\"mm\"分\"ss\"秒\""),
    (36, "yyyy\"年\"m\"月\""),
    (37, "#,##0;-#,##0"),
    (38, "#,##0;-#,##0"),
    (39, "#,##0.00;-#,##0.00"),
    (40, "#,##0.00;-#,##0.00"),
    (41, "#,##0;-#,##0;\"-\""),
    (42, "\"¥\"#,##0;\"¥\"-#,##0;\"¥-\""),
    (43, "#,##0.00;-#,##0.00;\"-\""),
    (44, "\"¥\"#,##0.00;\"¥\"-#,##0.00;\"¥-\""),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mm:ss.0"),
    (50, "yyyy\"年\"m\"月\""),
    (51, "m\"月\"d\"日\""),
    (52, "yyyy\"年\"m\"月\""),
    (53, "m\"月\"d\"日\""),
    (54, "m\"月\"d\"日\""),
    (55, "上午/下午h\"时\"mm\"分\""),
    (56, "上午/下午h\"时\"mm\"分\"ss\"秒\""),
    (57, "yyyy\"年\"m\"月\""),
    (58, "m\"月\"d\"日\""),
];

static GENERAL: LazyLock<Format> = LazyLock::new(Format::default);

impl Format {
    /// The format that shows plain values.
    pub(super) fn general() -> &'static Format {
        &GENERAL
    }

    /// The format that every workbook has under the number `id`.
    pub(super) fn built_in(id: u32) -> Format {
        BUILT_IN.iter().find(|(known, _)| *known == id).map_or_else(Format::default, |(_, code)| Format::parse(code))
    }

    /// Reads the format `code`, as in `yyyy"年"m"月"d"日"`.
    pub(super) fn parse(code: &str) -> Format {
        const LONGEST_CODE: usize = 1000;
        if code.len() > LONGEST_CODE {
            return Format::default();
        }
        Format { sections: sections(code).iter().take(3).map(|tokens| section(tokens)).collect() }
    }

    /// `value` as a cell with this format shows it.
    pub(super) fn show(&self, value: f64, is_1904: bool) -> String {
        let (index, shown) = match self.sections.len() {
            2 | 3 if value < 0.0 => (1, value.abs()),
            3 if value == 0.0 => (2, value),
            _ => (0, value),
        };
        let section = self.sections.get(index).unwrap_or(&Section::General);
        let text = match section {
            Section::General => None,
            Section::Hidden => (value == 0.0).then(String::new),
            Section::Date(section) => section.show(shown, is_1904),
            Section::Digits(section) => section.show(shown),
        };
        text.unwrap_or_else(|| plain(value))
    }
}

/// A number without any format: whole numbers in full, others with at most eleven characters.
pub(super) fn plain(value: f64) -> String {
    const PLACES: usize = 10;
    if !value.is_finite() {
        return String::new();
    }
    let whole = format!("{:.0}", value.trunc().abs());
    let text = match PLACES.saturating_sub(whole.len()) {
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        places if value.abs() < 1e-4 => format!("{value:.*}", places + 8),
        places => format!("{value:.places$}"),
    };
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

fn section(tokens: &[Token]) -> Section {
    let has = |wanted: &dyn Fn(&Token) -> bool| tokens.iter().any(wanted);
    let is_condition = |token: &Token| matches!(token, Token::Bracket(inside) if inside.starts_with(['<', '>', '=']));
    let is_general = |token: &Token| matches!(token, Token::Literal(text) if text.eq_ignore_ascii_case("general"));
    if tokens.is_empty() {
        Section::Hidden
    } else if has(&is_condition) || has(&is_general) || has(&|token| *token == Token::Place('@')) {
        Section::General
    } else if let Some(section) = DateSection::read(tokens) {
        Section::Date(section)
    } else {
        DigitSection::read(tokens).map_or(Section::General, Section::Digits)
    }
}

/// Cuts a format at its semicolons, and each section into tokens.
fn sections(code: &str) -> Vec<Vec<Token>> {
    let (mut all, mut tokens) = (Vec::new(), Vec::new());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == ';' {
            all.push(std::mem::take(&mut tokens));
            rest = behind;
            continue;
        }
        let (token, length) = token(c, rest, behind);
        tokens.extend(token);
        rest = rest.get(length.max(c.len_utf8())..).unwrap_or_default();
    }
    all.push(tokens);
    all
}

/// The token at the start of `rest`, which begins with `c`, and its length in bytes.
fn token(c: char, rest: &str, behind: &str) -> (Option<Token>, usize) {
    const HALVES: [&str; 3] = ["AM/PM", "A/P", "上午/下午"];
    const GENERAL: [&str; 2] = ["general", "G/通用格式"];
    let begins = |word: &&&str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let until = |end: char| behind.split(end).next().unwrap_or_default();
    let next = behind.chars().next();
    if let Some(half) = HALVES.iter().find(begins) {
        return (rest.get(..half.len()).map(|half| Token::Half(half.into())), half.len());
    }
    if let Some(word) = GENERAL.iter().find(begins) {
        return (Some(Token::Literal("general".into())), word.len());
    }
    match c {
        '"' => (Some(Token::Literal(until('"').into())), until('"').len() + 2),
        '[' => (Some(Token::Bracket(until(']').into())), until(']').len() + 2),
        '\\' => (next.map(|next| Token::Literal(next.into())), 1 + next.map_or(0, char::len_utf8)),
        '_' | '*' => (None, 1 + next.map_or(0, char::len_utf8)),
        '0' | '#' | '?' | '.' | ',' | '%' | '@' => (Some(Token::Place(c)), 1),
        'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' | 'a' | 'A' | 'g' | 'G' | 'b' | 'B' => {
            let letter = c.to_ascii_lowercase();
            let count = rest.chars().take_while(|other| other.to_ascii_lowercase() == letter).count();
            (Some(Token::Letters(letter, count)), count)
        }
        _ => (Some(Token::Literal(c.into())), c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(code: &str, pairs: &[(f64, &str)]) {
        let format = Format::parse(code);
        for (value, expected) in pairs {
            assert_eq!(format.show(*value, false), *expected, "{value} as {code}");
        }
    }

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        shows("General", &[(1.0, "1"), (0.1 + 0.2, "0.3"), (13_800_138_000.0, "13800138000"), (1.0 / 3.0, "0.333333333"), (-0.0, "0")]);
        shows("G/通用格式", &[(7.0, "7")]);
        shows("0%", &[(0.5, "50%")]);
        shows("0.00%", &[(0.1234, "12.34%")]);
        shows("#,##0.00", &[(1234567.891, "1,234,567.89"), (-5.0, "-5.00"), (0.5, "0.50")]);
        shows("#.##", &[(0.5, ".5"), (3.0, "3.")]);
        shows("000", &[(7.0, "007")]);
        shows("0000\\-00000000", &[(71_412_345_678.0, "0714-12345678")]);
        shows("0\"个工作日\"", &[(20.0, "20个工作日")]);
        shows("_ \"¥\"* #,##0.00_ ;[Red]\\-0.0;;@", &[(8.5, "¥8.50"), (-8.55, "-8.6"), (0.0, "")]);
        shows("[$¥-804]#,##0", &[(1000.0, "¥1,000")]);
        shows("0,", &[(12345.0, "12")]);
        shows("@", &[(12.0, "12")]);
        shows("# ?/?", &[(0.5, "0.5")]);
        shows("0.00E+00", &[(12345.0, "12345")]);
        shows("[>=100]0.0;0", &[(3.25, "3.25")]);
    }

    #[test]
    fn dates_are_shown_as_their_format_says() {
        let moment = 45_296.604_178_24; // 2024-01-05 14:30:01, a Friday
        shows("yyyy\"年\"m\"月\"d\"日\"", &[(moment, "2024年1月5日")]);
        shows("yyyy-mm-dd hh:mm:ss", &[(moment, "2024-01-05 14:30:01")]);
        shows("[$-F800]dddd, mmmm dd, yyyy", &[(moment, "Friday, January 05, 2024")]);
        shows("yy/m/d aaaa", &[(moment, "24/1/5 星期五")]);
        shows("上午/下午h\"时\"mm\"分\"", &[(moment, "下午2时30分")]);
        shows("h:mm AM/PM", &[(moment, "2:30 PM"), (0.0, "12:00 AM")]);
        shows("[h]:mm", &[(1.5, "36:00")]);
        shows("m/d;@", &[(moment, "1/5")]);
        shows("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", &[(moment, "二〇二四年一月五日"), (45646.0, "二〇二四年十二月二十日")]);
        shows("yyyy.m", &[(-1.0, "-1"), (1e12, "1000000000000")]);
        assert_eq!(Format::parse("yyyy-m-d").show(0.0, true), "1904-1-1");
        assert_eq!(Format::built_in(31).show(45296.0, false), "2024年1月5日");
    }

    #[test]
    fn odd_formats_do_no_harm() {
        for code in [
            "\"",
            "[",
            "\\",
            "_",
            "*",
            "年",
            ";;;;",
            "AM/PM",
            "[$",
            "yyyyyyyyyyyyyyyyyyyyyyyyyy",
            "0.0.0.0",
            ",,,,",
            "%%%%%",
            "e",
            "[h",
            "ss.000000000000",
        ] {
            for value in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY, 45296.5] {
                Format::parse(code).show(value, false);
            }
        }
    }
}
