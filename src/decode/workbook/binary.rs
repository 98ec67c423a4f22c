//! decode/workbook/binary: numbers and texts in the records of binary workbooks. What is not there reads as `None`.

use encoding_rs::UTF_16LE;

pub(super) fn u8_at(data: &[u8], at: usize) -> Option<u8> {
    data.get(at).copied()
}

pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))
}

/// A number in four bytes: a whole one, or the upper half of a fraction; perhaps in hundredths. Source: MS-XLS 2.5.217, MS-XLSB 2.5.122.
pub(super) fn packed_number(bits: u32) -> f64 {
    let number = if bits & 2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

/// How a program shows the error `code`. Source: MS-XLS 2.5.10, MS-XLSB 2.5.97.2.
pub(super) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#?",
    }
}

/// The text in UTF-16 that `data` holds, line ends as `\n`.
pub(super) fn utf16(data: &[u8]) -> String {
    lines(&UTF_16LE.decode_without_bom_handling(data).0)
}

/// UTF-16 `characters` cut where runs begin, each piece with its font.
pub(super) fn cut(characters: &[u8], starts: &[(usize, usize)]) -> Vec<(Option<usize>, String)> {
    let mut pieces = Vec::with_capacity(starts.len() + 1);
    let (mut from, mut font) = (0, None);
    for (start, next) in starts {
        let start = (start * 2).min(characters.len());
        if start >= from {
            pieces.push((font, utf16(characters.get(from..start).unwrap_or_default())));
            (from, font) = (start, Some(*next));
        }
    }
    pieces.push((font, utf16(characters.get(from..).unwrap_or_default())));
    pieces
}

/// Line ends of every kind as `\n`; what ends a text in the memory of a program is left out.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::packed_number;

    #[test]
    fn numbers_are_unpacked() {
        assert_eq!(packed_number((20 << 2) | 2), 20.0);
        assert_eq!(packed_number(((-1234i32 << 2) as u32) | 3), -12.34);
        assert_eq!(packed_number(((0.5f64.to_bits() >> 32) as u32) & !3), 0.5);
    }
}
