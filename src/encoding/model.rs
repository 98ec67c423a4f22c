//! encoding/model: how many bits a character takes in Chinese text: few where it is common, many where hardly any text has it.

use crate::tables::characters;
use encoding_rs::{BIG5, Encoding, GB18030};
use std::sync::LazyLock;

/// A script of Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// As on the mainland.
    Simplified,
    /// As in Hong Kong, Macau and Taiwan.
    Traditional,
}

/// Bits of Han characters by their level in the standard that lists the common ones first, where no table knows them.
const LEVEL_1: u8 = 15;
const LEVEL_1_OF_BIG5: u8 = 14;
const LEVEL_2: u8 = 20;
const RARE: u8 = 24;
/// Frequencies of simplified text tell less about traditional text.
const OTHER_SCRIPT: u8 = 2;

/// The first and last row of the levels of GB 2312 (as first bytes of GB18030). Source: GB/T 2312-1980, 5.
const LEVELS_OF_GB2312: [(u8, u8, u8); 2] = [(0xb0, 0xd7, LEVEL_1), (0xd8, 0xf7, LEVEL_2)];
/// The same of Big5. Source: Big5-1984: 5,401 frequent characters, then 7,652 others.
const LEVELS_OF_BIG5: [(u8, u8, u8); 2] = [(0xa4, 0xc6, LEVEL_1_OF_BIG5), (0xc9, 0xf9, LEVEL_2)];

static SIMPLIFIED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bits = levels(GB18030, &LEVELS_OF_GB2312);
    for (c, known) in characters::bits() {
        put(&mut bits, c, known + 1);
    }
    bits
});

static TRADITIONAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bits = levels(BIG5, &LEVELS_OF_BIG5);
    for (c, known) in characters::bits() {
        if bits.get(c as usize).is_some_and(|bits| *bits < LEVEL_2) {
            put(&mut bits, c, known + OTHER_SCRIPT);
        }
    }
    bits
});

/// How many bits `text` of `script` takes.
pub fn bits_of(text: &str, script: Script) -> u32 {
    let (mut sum, mut before) = (0u32, Kind::Other);
    for c in text.chars() {
        let kind = Kind::of(c);
        sum = (sum + bits(c, script) + u32::from(before != kind && kind != Kind::Other && before != Kind::Other) * MEETING)
            .saturating_sub(u32::from(before == kind && kind != Kind::Other));
        if before == Kind::Small && kind == Kind::Capital
            || is_letter(before) && kind == Kind::Han
            || before == Kind::Han && is_letter(kind)
        {
            sum += ODD_MEETING;
        }
        before = kind;
    }
    sum
}

/// Characters of one kind stand together; where two kinds meet, words end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Small,
    Capital,
    Digit,
    Han,
    Other,
}

/// What it takes that two kinds meet without anything between.
const MEETING: u32 = 1;
/// What it takes beyond that where a capital stands inside a word, or a Han character beside a letter.
const ODD_MEETING: u32 = 2;

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'à'..='ÿ' => Kind::Small,
            'A'..='Z' | 'À'..='Þ' => Kind::Capital,
            '0'..='9' => Kind::Digit,
            _ if crate::text::is_han(c) => Kind::Han,
            _ => Kind::Other,
        }
    }
}

fn is_letter(kind: Kind) -> bool {
    matches!(kind, Kind::Small | Kind::Capital)
}

/// How many bits `c` takes in text of `script`.
fn bits(c: char, script: Script) -> u32 {
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        let table = if script == Script::Simplified { &SIMPLIFIED } else { &TRADITIONAL };
        return u32::from(table.get(c as usize).copied().unwrap_or(RARE));
    }
    match c {
        '\n' | '\r' | '\t' | ' ' => 5,
        '0'..='9' => 6,
        'a'..='z' => 7,
        'A'..='Z' => 8,
        '!'..='~' => 9,
        '\0'..='\u{7f}' => 20,
        '，' | '。' | '、' | '；' | '：' | '（' | '）' | '《' | '》' | '“' | '”' | '？' | '！' | '—' | '…' | '〔' | '〕' | '【' | '】'
        | '‘' | '’' | '·' | '\u{3000}' => 7,
        '√' | '■' | '□' | '☑' | '☐' | '●' | '①'..='⑳' | '％' => 9,
        'À'..='ÿ' => 10,
        '\u{a0}'..='¿' => 13,
        '\u{80}'..='\u{9f}' => 24,
        '！'..='～' => 9,
        '\u{3000}'..='\u{303f}' => 11,
        // Kana and bopomofo.
        '\u{3040}'..='\u{312f}' => 14,
        // Punctuation, arrows, signs, boxes.
        '\u{2000}'..='\u{2bff}' | '\u{fe30}'..='\u{fe4f}' => 15,
        // Greek and Cyrillic, squared words.
        '\u{370}'..='\u{4ff}' | '\u{3130}'..='\u{33ff}' => 18,
        // Hangul, extension A and compatibility ideographs.
        '\u{ac00}'..='\u{d7a3}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' => 20,
        // Private use, and Han characters of the supplementary planes.
        '\u{e000}'..='\u{f8ff}' | '\u{20000}'..='\u{3ffff}' => 22,
        '\u{10000}'.. => 24,
        _ => 19,
    }
}

/// Bits by character, as the levels of `encoding` (first byte from, to, bits) tell them.
fn levels(encoding: &'static Encoding, levels: &[(u8, u8, u8)]) -> Vec<u8> {
    let mut bits = vec![RARE; usize::from(u16::MAX) + 1];
    for (first, last, level) in levels {
        for (lead, trail) in (*first..=*last).flat_map(|lead| (0x40..=0xfe).map(move |trail| (lead, trail))) {
            // Trails below A1 hold other characters in GB18030.
            let is_listed = encoding != GB18030 || trail >= 0xa1;
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(&[lead, trail]).filter(|_| is_listed).map(|text| {
                let mut characters = text.chars();
                (characters.next(), characters.next())
            });
            if let Some((Some(c), None)) = decoded {
                put(&mut bits, c, *level);
            }
        }
    }
    bits
}

/// Enters `less` for `c`, where it is less.
fn put(bits: &mut [u8], c: char, less: u8) {
    if let Some(bits) = bits.get_mut(c as usize) {
        *bits = less.min(*bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_take_few_bits() {
        assert!(bits('的', Script::Simplified) < 12 && bits('政', Script::Simplified) < 9);
        assert_eq!([bits('啊', Script::Simplified), bits('亍', Script::Simplified), bits('黮', Script::Simplified)], [15, 20, 24]);
        assert_eq!((bits('學', Script::Traditional), bits('學', Script::Simplified)), (14, 24));
    }
}
