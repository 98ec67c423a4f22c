//! decode/numerals: a number written the way a list writes it. Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).

/// `value` in the format `format` (a value of `w:numFmt`); a format that is not known is written in digits. `None` for none and for bullets.
pub(super) fn written(value: u32, format: &str) -> Option<String> {
    Some(match format {
        "none" | "bullet" => return None,
        "decimalZero" => format!("{value:02}"),
        "upperLetter" => letters(value, b'A'),
        "lowerLetter" => letters(value, b'a'),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "chineseCounting" | "taiwaneseCounting" if value < 100 => counted(value, &SIMPLE, "零"),
        "chineseCounting" | "taiwaneseCounting" => digits(value, "○一二三四五六七八九"),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => counted(value, &SIMPLE, "零"),
        "japaneseCounting" | "koreanCounting" => counted(value, &SIMPLE, ""),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => digits(value, "○一二三四五六七八九"),
        "chineseLegalSimplified" => counted(value, &LEGAL_SIMPLIFIED, "零"),
        "ideographLegalTraditional" => counted(value, &LEGAL_TRADITIONAL, "零"),
        "ideographTraditional" => listed(value, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => listed(value, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(value, &[(1, 20, '①'), (21, 35, '㉑'), (36, 50, '㊱')]),
        "decimalEnclosedParen" => enclosed(value, &[(1, 20, '⑴')]),
        "decimalEnclosedFullstop" => enclosed(value, &[(1, 20, '⒈')]),
        "ideographEnclosedCircle" => enclosed(value, &[(1, 10, '㊀')]),
        "decimalFullWidth" | "decimalFullWidth2" => digits(value, "０１２３４５６７８９"),
        "numberInDash" => format!("- {value} -"),
        _ => value.to_string(),
    })
}

/// Digits and places of Chinese numerals: 零 to 九, then ten, hundred, thousand, ten thousand; and whether ten is said without a one (十一).
struct Numerals {
    digits: &'static str,
    places: [&'static str; 5],
    short_ten: bool,
}

const SIMPLE: Numerals = Numerals { digits: "零一二三四五六七八九", places: ["", "十", "百", "千", "万"], short_ten: true };
const LEGAL_SIMPLIFIED: Numerals =
    Numerals { digits: "零壹贰叁肆伍陆柒捌玖", places: ["", "拾", "佰", "仟", "万"], short_ten: false };
const LEGAL_TRADITIONAL: Numerals =
    Numerals { digits: "零壹貳參肆伍陸柒捌玖", places: ["", "拾", "佰", "仟", "萬"], short_ten: false };

/// With places (二百一十); `zero` stands once where places are passed over. In digits from 100,000 on, which no list reaches.
fn counted(value: u32, numerals: &Numerals, zero: &str) -> String {
    if value == 0 || value >= 100_000 {
        return digits(value, numerals.digits);
    }
    let (mut text, mut passed) = (String::new(), false);
    for (exponent, place) in numerals.places.iter().enumerate().rev() {
        let digit = value / 10u32.pow(exponent as u32) % 10;
        if digit == 0 {
            passed = !text.is_empty();
            continue;
        }
        if passed {
            text.push_str(zero);
        }
        passed = false;
        let is_short = numerals.short_ten && exponent == 1 && digit == 1 && text.is_empty();
        if !is_short {
            text.extend(numerals.digits.chars().nth(digit as usize));
        }
        text.push_str(place);
    }
    text
}

/// Digit by digit.
fn digits(value: u32, signs: &str) -> String {
    value.to_string().bytes().filter_map(|digit| signs.chars().nth(usize::from(digit.wrapping_sub(b'0')))).collect()
}

/// A, B … Z, AA, BB … (Word doubles the letter).
fn letters(value: u32, first: u8) -> String {
    const MOST_TIMES: u32 = 30;
    let Some(index) = value.checked_sub(1) else { return String::new() };
    let letter = char::from(first + (index % 26) as u8);
    String::from(letter).repeat((index / 26 + 1).min(MOST_TIMES) as usize)
}

/// a to z, then aa, ab …; `None` for zero.
pub(super) fn alphabetic(value: u32, first: u8) -> Option<String> {
    let (mut rest, mut letters) = (value, Vec::new());
    while rest > 0 {
        letters.push(char::from(first + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    (value > 0).then(|| letters.iter().rev().collect())
}

fn roman(value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if value >= 32_768 {
        return value.to_string();
    }
    let (mut rest, mut text) = (value, String::new());
    for (worth, sign) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}

/// The sign at its place in a short list; behind the end of the list in digits.
fn listed(value: u32, signs: &str) -> String {
    let sign = value.checked_sub(1).and_then(|index| signs.chars().nth(index as usize));
    sign.map_or_else(|| value.to_string(), String::from)
}

/// A sign of a range of signs, given as first value, last value, first sign; in digits outside them.
fn enclosed(value: u32, ranges: &[(u32, u32, char)]) -> String {
    let range = ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&value));
    let sign = range.and_then(|(first, _, sign)| char::from_u32(u32::from(*sign) + value - first));
    sign.map_or_else(|| value.to_string(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        for (format, value, expected) in [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCounting", 101, "一○一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 2010, "二千零一十"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 20, "二○"),
            ("ideographTraditional", 3, "丙"),
            ("decimalEnclosedCircleChinese", 1, "①"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("upperLetter", 28, "BB"),
            ("lowerRoman", 14, "xiv"),
            ("decimalFullWidth", 10, "１０"),
            ("never heard of", 7, "7"),
        ] {
            assert_eq!(written(value, format).as_deref(), Some(expected), "{format}");
        }
        assert_eq!(written(1, "bullet"), None);
        assert_eq!([26, 27, 703].map(|value| alphabetic(value, b'a').unwrap()), ["z", "aa", "aaa"]);
    }
}
