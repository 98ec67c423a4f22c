//! decode/garbled: text that was written in one encoding and read in another before it reached us: found and shown, never changed.

use super::{Block, Decoded};
use crate::encoding::{Script, bits_of};
use crate::evidence::{At, Cell};
use crate::finding::Finding;
use crate::text::is_han;
use ahash::RandomState;
use encoding_rs::{GB18030, WINDOWS_1252};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// How text came to be garbled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Replacement characters: bytes were lost.
    Replaced,
    /// Replacement characters of UTF-8 read as GBK: 锟斤拷.
    ReplacedAsGbk,
    /// Memory that was never written, read as GBK: 烫烫烫, 屯屯屯.
    Memory,
    /// UTF-8 read as Latin-1 or Windows-1252: `å…¬å¼€`.
    AsWestern,
    /// UTF-8 read as GBK: 浣犲ソ.
    AsGbk,
}

/// A stretch of garbled text: characters of the line from 0, its text, and what it may have been.
struct Found {
    way: Way,
    from: usize,
    text: String,
    expected: Option<String>,
}

/// So many places of one way are shown.
const MOST_SHOWN: usize = 8;
/// So much longer must a text be as it stands than read anew, in bits, so that the new reading is believed.
const MARGIN: u32 = 10;

/// What is garbled in the cells and lines of `decoded`, one finding for each way. `replaced`: whether replacement characters are reported already.
pub(super) fn findings(decoded: &Decoded, replaced: bool) -> Vec<Finding> {
    let mut by_way: BTreeMap<Way, (usize, Option<Finding>)> = BTreeMap::new();
    let mut known: HashMap<&str, bool, RandomState> = HashMap::default();
    for cell in cells(decoded) {
        let raw = cell.passage.raw.as_str();
        if raw.is_ascii() || known.get(raw) == Some(&false) {
            continue;
        }
        let all = found(raw);
        known.insert(raw, !all.is_empty());
        for found in all.into_iter().filter(|found| !replaced || found.way != Way::Replaced) {
            let (count, finding) = by_way.entry(found.way).or_default();
            *count += 1;
            let told = finding.take().unwrap_or_else(|| text_garbled(&found));
            *finding = Some(if *count <= MOST_SHOWN { told.shown_at(&found.text, place(cell, &found)) } else { told });
        }
    }
    by_way.into_values().filter_map(|(count, finding)| Some(finding?.with("count", count))).collect()
}

fn cells(decoded: &Decoded) -> impl Iterator<Item = &Cell> {
    decoded.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(cell) => vec![cell],
        Block::Grid(grid) => grid.rows.iter().flat_map(|row| &row.cells).collect(),
    })
}

/// Where a stretch stands: in its line, where the cell has lines.
fn place(cell: &Cell, found: &Found) -> At {
    let (mut before, mut line) = (0, 0);
    for (index, c) in cell.passage.raw.chars().enumerate().take(found.from) {
        if c == '\n' {
            (before, line) = (index + 1, line + 1);
        }
    }
    let at = cell.at.get(line).or(cell.at.last()).copied();
    match at {
        Some(At::Text { line, from, .. }) => {
            let from = from + (found.from - before) as u32;
            At::Text { line, from, to: from + found.text.chars().count() as u32 - 1 }
        }
        Some(other) => other,
        None => At::Text { line: 1, from: 1, to: 1 },
    }
}

/// The garbled stretches of one text. A stretch ends with its line.
fn found(raw: &str) -> Vec<Found> {
    let characters: Vec<char> = raw.chars().collect();
    let (mut all, mut index) = (Vec::new(), 0);
    while let Some(c) = characters.get(index) {
        let rest = characters.get(index..).unwrap_or_default();
        let stretch = match c {
            '\u{fffd}' => Some((Way::Replaced, rest.iter().take_while(|c| **c == '\u{fffd}').count(), None)),
            '锟' => repeated(rest, &['锟', '斤', '拷'], 2).map(|length| (Way::ReplacedAsGbk, length, None)),
            '烫' | '屯' => repeated(rest, &[*c], 3).map(|length| (Way::Memory, length, None)),
            '\u{c2}'..='\u{f4}' => western(rest).map(|(length, text)| (Way::AsWestern, length, Some(text))),
            _ => None,
        };
        let stretch = stretch.or_else(|| {
            if FIRST.binary_search(c).is_ok() { as_gbk(rest).map(|(length, text)| (Way::AsGbk, length, Some(text))) } else { None }
        });
        let length = match stretch {
            Some((way, length, expected)) => {
                all.push(Found { way, from: index, text: rest.iter().take(length).collect(), expected });
                length
            }
            None => 1,
        };
        index += length;
    }
    all
}

/// How many characters at the beginning of `rest` repeat `pattern`, where at least `least` do.
fn repeated(rest: &[char], pattern: &[char], least: usize) -> Option<usize> {
    let length = rest.iter().zip(pattern.iter().cycle()).take_while(|(a, b)| a == b).count();
    (length >= least).then_some(length)
}

/// The characters at the beginning of `rest` that are UTF-8 read as Latin-1 or Windows-1252, and what they were.
fn western(rest: &[char]) -> Option<(usize, String)> {
    let bytes: Vec<u8> = rest.iter().take(MOST_CHARACTERS).map_while(|c| western_byte(*c)).collect();
    let text = valid_start(&bytes);
    (!text.is_empty()).then(|| (text.len(), text.to_owned()))
}

/// The byte beyond ASCII that is read as `c` in Latin-1 or in Windows-1252.
fn western_byte(c: char) -> Option<u8> {
    if ('\u{80}'..='\u{ff}').contains(&c) {
        return u8::try_from(u32::from(c)).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|byte| !unmappable && !byte.is_ascii())
}

/// The characters at the beginning of `rest` that are UTF-8 read as GBK, and what they were, where that reads far more like Chinese.
fn as_gbk(rest: &[char]) -> Option<(usize, String)> {
    const LEAST: usize = 2;
    let run: String = rest.iter().take_while(|c| !c.is_ascii() && **c != '\u{fffd}').take(MOST_CHARACTERS).collect();
    let (bytes, ..) = GB18030.encode(&run);
    let text = valid_start(&bytes);
    let characters = text.chars().count();
    if characters < LEAST || !text.chars().any(is_han) {
        return None;
    }
    let (mut length, mut taken) = (0, 0);
    for c in run.chars() {
        let mut buffer = [0; 4];
        taken += GB18030.encode(c.encode_utf8(&mut buffer)).0.len();
        if taken > text.len() {
            break;
        }
        length += 1;
    }
    let before: String = run.chars().take(length).collect();
    let is_better = bits_of(text, Script::Simplified) + MARGIN <= bits_of(&before, Script::Simplified);
    is_better.then(|| (length, text.to_owned()))
}

/// The characters with which UTF-8 read as GBK begins, in order: UTF-8 of Chinese begins with E3 to E9, or EF for wide signs, and goes on with 80 to BF.
static FIRST: LazyLock<Vec<char>> = LazyLock::new(|| {
    let pairs = (0xe3..=0xe9).chain([0xef]).flat_map(|first| (0x80..=0xbf).map(move |second| [first, second]));
    let mut characters: Vec<char> =
        pairs.filter_map(|pair| GB18030.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next()).collect();
    characters.sort_unstable();
    characters
});

/// A stretch that is longer is found in parts.
const MOST_CHARACTERS: usize = 64;

/// The longest beginning of `bytes` that is valid UTF-8.
fn valid_start(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default(),
    }
}

/// The finding for the first stretch of a way.
fn text_garbled(found: &Found) -> Finding {
    let (way, way_zh) = match found.way {
        Way::Replaced => ("characters were lost before (�)", "此前已有字符丢失（�）"),
        Way::ReplacedAsGbk => ("characters lost in UTF-8, then read as GBK (锟斤拷)", "UTF-8 中已丢失的字符又按 GBK 读取（锟斤拷）"),
        Way::Memory => ("memory of a program that was never written (烫烫烫)", "程序未初始化的内存（烫烫烫）"),
        Way::AsWestern => ("UTF-8 read as a Western encoding", "UTF-8 被按西文编码读取"),
        Way::AsGbk => ("UTF-8 read as GBK", "UTF-8 被按 GBK 读取"),
    };
    let finding =
        Finding::new("text-garbled").with("way", way).with("way_zh", way_zh).with("text", &found.text).actual(found.text.as_str());
    match &found.expected {
        Some(expected) => finding.expected(expected.as_str()),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str) -> Vec<(Way, String, Option<String>)> {
        found(raw).into_iter().map(|found| (found.way, found.text, found.expected)).collect()
    }

    #[test]
    fn every_way_is_found() {
        let as_gbk = GB18030.decode_without_bom_handling("你好办理材料".as_bytes()).0.into_owned();
        let western = WINDOWS_1252.decode_without_bom_handling("公开目录".as_bytes()).0.into_owned();
        assert!(as_gbk.starts_with("浣犲"), "{as_gbk}");
        let text = format!("事项名称：{as_gbk} 备注 {western}。锟斤拷锟斤拷 烫烫烫烫 公\u{fffd}\u{fffd}");
        let ways: Vec<(Way, Option<String>)> = reads(&text).into_iter().map(|(way, _, expected)| (way, expected)).collect();
        assert_eq!(
            ways,
            [
                (Way::AsGbk, Some("你好办理材料".into())),
                (Way::AsWestern, Some("公开目录".into())),
                (Way::ReplacedAsGbk, None),
                (Way::Memory, None),
                (Way::Replaced, None)
            ]
        );
        let latin: String = "办理时限".bytes().map(char::from).collect();
        assert_eq!(reads(&latin), [(Way::AsWestern, latin.clone(), Some("办理时限".into()))]);
    }

    #[test]
    fn ordinary_text_is_not_garbled() {
        for text in
            ["滚烫烫伤", "《关于……的通知》——“十四五”规划", "þ政府网站", "café, Ãrea, naïve", "浙江省衢州市柯城区", "瀹告湾镇", "鍒嘴村"]
        {
            assert_eq!(reads(text), [], "{text}");
        }
    }
}
