//! text: small tools on characters, used by every stage: folding for comparison, Chinese numerals, blanks.

use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A comparison form of `text`: compatibility width (NFKC), no blanks, one kind of bracket and quotation mark, lower case, one character of
/// those that look alike (岀 for 出).
///
/// Only for comparing; a value that users see never goes through here.
pub fn fold(text: &str) -> String {
    if text.chars().all(is_composed) {
        let mut folded = String::with_capacity(text.len());
        text.chars().for_each(|c| fold_into(c, &mut folded));
        return folded;
    }
    let mut folded = String::with_capacity(text.len());
    text.nfkc().for_each(|c| fold_into(c, &mut folded));
    folded
}

/// Appends the comparison form of `c`, which is nothing for blanks.
pub fn fold_into(c: char, folded: &mut String) {
    match c {
        '\u{4e00}'..='\u{9fff}' => folded.push(look_alike(c)),
        c if is_blank(c) => {}
        '\0'..='\u{7f}' => folded.push(one_look(c.to_ascii_lowercase())),
        '\u{ff01}'..='\u{ff5e}' => fold_into(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c), folded),
        '\u{3001}' | '\u{3002}' | '\u{300a}'..='\u{3011}' => folded.push(one_look(c)),
        _ => folded.extend(std::iter::once(c).nfkc().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).map(one_look).map(look_alike)),
    }
}

/// Whether `c` has the same comparison form whatever stands beside it: no mark that joins the letter before it.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{2000}'..='\u{20cf}' | '\u{2100}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{a4cf}' | '\u{e000}'..='\u{fdff}' | '\u{fe30}'..='\u{ffff}')
}

/// Characters and the common ones that they are mistaken for.
struct LookAlikes {
    /// A bit for each character from U+4E00 to U+9FFF: whether it is among them. Hardly any is, and every character of every text is asked about.
    known: [u64; 0x5200 / 64],
    /// By the former.
    pairs: Vec<(char, char)>,
}

static LOOK_ALIKES: LazyLock<LookAlikes> = LazyLock::new(|| {
    let rows = include_str!("tables/look-alikes.csv").lines().filter(|row| !row.starts_with('#')).skip(1);
    let pair = |row: &str| {
        let (seen, meant) = row.split_once(',')?;
        Some((seen.chars().next()?, meant.chars().next()?))
    };
    let mut pairs: Vec<(char, char)> = rows.filter_map(pair).collect();
    pairs.sort_unstable();
    let mut known = [0; 0x5200 / 64];
    for (seen, _) in &pairs {
        if let Some((word, bit)) = LookAlikes::bit(*seen)
            && let Some(bits) = known.get_mut(word)
        {
            *bits |= bit;
        }
    }
    LookAlikes { known, pairs }
});

impl LookAlikes {
    /// The word and the bit of `c`, if it is one of the characters that have bits.
    fn bit(c: char) -> Option<(usize, u64)> {
        let index = u32::from(c).checked_sub(0x4e00).filter(|index| *index < 0x5200)?;
        Some((index as usize / 64, 1 << (index % 64)))
    }

    fn may_be_known(&self, c: char) -> bool {
        LookAlikes::bit(c).is_none_or(|(word, bit)| self.known.get(word).is_some_and(|bits| bits & bit != 0))
    }
}

/// The common character that `c` is mistaken for, or `c`.
fn look_alike(c: char) -> char {
    if !LOOK_ALIKES.may_be_known(c) {
        return c;
    }
    let found = LOOK_ALIKES.pairs.binary_search_by_key(&c, |(seen, _)| *seen).ok();
    found.and_then(|index| LOOK_ALIKES.pairs.get(index)).map_or(c, |(_, meant)| *meant)
}

/// Whether a character of `text` only looks like the common one (岀).
pub fn has_look_alike(text: &str) -> bool {
    text.chars().any(|c| look_alike(c) != c)
}

/// The common character for one that only looks like it (日 for 曰), else `c`.
pub fn usual(c: char) -> char {
    look_alike(c)
}

/// Whether `c` shows nothing: white space, zero-width characters and the braille blank (U+2800) that editors leave behind.
pub fn is_blank(c: char) -> bool {
    // Nearly every character that is asked about stands between these two, and none there is blank.
    if matches!(c, '\u{3001}'..='\u{fefe}') {
        return false;
    }
    c.is_whitespace() || c.is_control() || matches!(c, '\u{2800}' | '\u{2802}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether `c` is a bullet: a sign that only begins an entry of a list.
pub fn is_bullet(c: char) -> bool {
    matches!(c, '●' | '◆' | '◇' | '•' | '▪' | '★' | '☆' | '※' | '➢' | '❖' | '▲' | '△' | '▶' | '►' | '◎')
}

/// Whether `c` is a Chinese character (CJK unified ideographs, extension A and compatibility ideographs).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// `title` without the remark at its end that says which edition it is: （2023版）, （2021年修订）.
pub fn without_edition(title: &str) -> Option<&str> {
    const LONGEST: usize = 12;
    let (title, remark) = title.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    let tells = remark.contains(['版', '年']) || remark.ends_with("修订");
    (tells && remark.chars().count() <= LONGEST).then(|| trim(title))
}

/// The parts of `text`, in bytes, between the characters outside brackets that are borders: 特定群体（老年人、残疾人） is one. A bracket that nothing closes
/// is none.
pub fn outside_brackets(text: &str, is_border: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => open.push(at),
            '）' | ')' => drop(open.pop()),
            _ => {}
        }
    }
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' if open.binary_search(&at).is_err() => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && is_border(c) => {
                parts.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(start..text.len());
    parts
}

/// `text` without blanks at its ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// `text` without blanks at its beginning.
pub fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_blank)
}

/// The number that `text` writes in Arabic digits (any width), Chinese numerals (一百二十), a circled number (①) or a bracketed one (⑴).
///
/// `None` where the text is no number or mixes the two scripts (七11).
pub fn number(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit() || is_numeral(c)) {
        return plain_number(text);
    }
    if text.chars().any(|c| c.is_ascii_alphabetic() || matches!(c, '\u{4e00}'..='\u{9fff}') && !is_numeral(c)) {
        return None;
    }
    let folded: String = text.nfkc().filter(|c| !is_blank(*c) && !matches!(c, '(' | ')')).collect();
    plain_number(&folded)
}

/// Whether `text` has a digit of those that are no Chinese numerals.
pub fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// The number that ASCII digits or Chinese numerals write.
fn plain_number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    chinese_number(text)
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || place(c).is_some()
}

/// The number that `text` writes in Chinese numerals: with places (二百一十) or digit by digit (二〇一九).
fn chinese_number(text: &str) -> Option<u32> {
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut current) = (0u32, None);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if current.is_some_and(|current| current != 0) {
                return None;
            }
            current = Some(value);
        } else {
            total = total.checked_add(current.unwrap_or(1).checked_mul(place(c)?)?)?;
            current = None;
        }
    }
    total.checked_add(current.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn place(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn one_look(c: char) -> char {
    match c {
        '〔' | '﹝' | '[' | '【' => '(',
        '〕' | '﹞' | ']' | '】' => ')',
        '“' | '”' | '"' | '＂' => '"',
        '‘' | '’' => '\'',
        '·' | '•' | '・' => '·',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("12", Some(12)),
            ("１２", Some(12)),
            ("十", Some(10)),
            ("十七", Some(17)),
            ("二十", Some(20)),
            ("二百一十三", Some(213)),
            ("二〇一九", Some(2019)),
            ("一百零五", Some(105)),
            ("（十三）", Some(13)),
            ("③", Some(3)),
            ("七11", None),
            ("一二十", None),
            ("局", None),
            ("", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn characters_that_look_alike_are_one() {
        assert_eq!([fold("岀具凭证"), fold("大冶巿"), fold("⽂件")], [fold("出具凭证"), fold("大冶市"), fold("文件")]);
        let rows: Vec<&str> = include_str!("tables/look-alikes.csv").lines().filter(|row| !row.starts_with('#')).skip(1).collect();
        assert_eq!(rows.len(), LOOK_ALIKES.pairs.len());
        for row in rows {
            assert!(row.chars().count() == 3 && row.chars().nth(1) == Some(','), "{row}");
        }
        for pair in LOOK_ALIKES.pairs.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands twice", pair[0].0);
        }
        for (seen, meant) in &LOOK_ALIKES.pairs {
            assert_eq!((look_alike(*meant), look_alike(*seen)), (*meant, *meant), "{seen} stands for {meant}, which stands for another");
        }
    }

    #[test]
    fn folding_by_characters_is_folding_by_text() {
        let text = "Ａ１（一）【三】 “x”…㈠⑴①ﬁ㍿ｶﾞe\u{301}岀\u{f900}";
        let whole: String = text.nfkc().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).map(one_look).map(look_alike).collect();
        assert_eq!(fold(text), whole);
        let mut pieces = String::new();
        "Ａ１（一）【三】 “x”…㈠⑴①岀".chars().for_each(|c| fold_into(c, &mut pieces));
        assert_eq!(pieces, fold("Ａ１（一）【三】 “x”…㈠⑴①岀"));
    }

    #[test]
    fn folds_width_blanks_and_brackets() {
        assert_eq!(fold("公开内容 （要素）"), fold("公开内容(要素)"));
        assert_eq!(fold("国务院令〔2016〕"), "国务院令(2016)");
    }
}
