//! fuzz/mutate: files changed as damage and attackers change them.

use crate::placement::generate::random::Random;

/// Pieces that mean something in one format or another.
const PIECES: [&[u8]; 40] = [
    b"<table>",
    b"</table>",
    b"<tr><td>",
    b"</td></tr>",
    b"<input type=checkbox checked>",
    b" rowspan=0",
    b" colspan=99999",
    b"<!--",
    b"<p>",
    b"&#x",
    b"]]>",
    b"<w:tbl>",
    b"<w:p>",
    b"</w:p>",
    b"<w:tc>",
    b"<w:gridSpan w:val=\"60000\"/>",
    b"<w:vMerge/>",
    b"<w:del>",
    b"<w:ilvl w:val=\"-1\"/>",
    b" table:number-columns-repeated=\"16384\"",
    b" table:number-rows-repeated=\"1048576\"",
    b" table:number-rows-spanned=\"1000\"",
    b" r=\"XFD1048576\"",
    b" s=\"4294967295\"",
    b"\t",
    b"|",
    b"||",
    b",",
    b"\"",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x81\x30\x81\x30",
    "☑".as_bytes(),
    "序号".as_bytes(),
    "、".as_bytes(),
    "\u{3000}".as_bytes(),
];

/// Numbers at the ends of their ranges, as text and as bytes.
const NUMBERS: [&str; 10] = ["0", "-1", "1", "255", "65535", "65536", "2147483648", "4294967295", "18446744073709551615", "1e400"];
const BYTES: [&[u8]; 7] = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\xff\xff", b"\xff\x7f", b"\0\x80"];

/// One of `seeds`, changed a few times; at most `most` bytes.
pub(super) fn changed(seeds: &[Vec<u8>], most: usize, random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(seeds).clone();
    for _ in 0..random.within(1, 8) {
        change(&mut bytes, seeds, random);
    }
    bytes.truncate(most);
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let length = random.below(bytes.len() - at + 1);
    let short = length.min(1 << random.below(10));
    match random.below(10) {
        // Bits and bytes change.
        0 | 1 => (0..random.within(1, 16)).for_each(|_| {
            let at = random.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }),
        2 => {
            let piece: &[u8] = random.pick::<&[u8]>(&BYTES);
            put(bytes, at, piece, true);
        }
        // The file is cut, at its end or in the middle.
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(at..at + short)),
        // A stretch stands several times, or elsewhere.
        5 => {
            let chunk = bytes[at..at + short].repeat(random.within(1, 60));
            put(bytes, at, &chunk, false);
        }
        6 => {
            let chunk = bytes[at..at + short].to_vec();
            let to = random.below(bytes.len() + 1);
            put(bytes, to, &chunk, random.chance(50));
        }
        // The head of one file and the tail of another.
        7 => {
            let other = random.pick(seeds);
            bytes.truncate(at);
            bytes.extend(&other[random.below(other.len() + 1)..]);
        }
        // A number becomes one at the end of its range.
        8 => {
            let Some(start) = (at..bytes.len()).find(|index| bytes[*index].is_ascii_digit()) else { return };
            let end = (start..bytes.len()).find(|index| !bytes[*index].is_ascii_digit()).unwrap_or(bytes.len());
            bytes.splice(start..end, random.pick(&NUMBERS).bytes());
        }
        _ => {
            let times = if random.chance(10) { 300 } else { 1 };
            let piece = random.pick(&PIECES).repeat(times);
            put(bytes, at, &piece, false);
        }
    }
}

/// Puts `piece` into `bytes` at `at`, over what stands there or before it.
fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8], is_over: bool) {
    let end = if is_over { (at + piece.len()).min(bytes.len()) } else { at };
    bytes.splice(at..end, piece.iter().copied());
}
