//! lines: the decoded lines of a document, kept small. They are asked for when a place is shown, and are a large part of what a document holds.

use crate::evidence::Text;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The decoded lines of a document, in order; from 0 here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines(Vec<Block>);

/// Some lines behind each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Block {
    /// How many lines stand before them.
    before: usize,
    /// How many bytes they have unpacked; what packing does not make smaller stays as it is.
    length: usize,
    /// The lines, packed.
    packed: Arc<[u8]>,
}

/// So many bytes of lines are packed at once: those around a place are few.
const AT_ONCE: usize = 64 * 1024;

/// The least thorough packing, which is the fastest: lines of directories say the same again and again.
const LEVEL: i32 = 1;

/// The packed lines of a block, by which it is known, and its lines.
type Opened = (Arc<[u8]>, Rc<[Text]>);

thread_local! {
    /// The block that was asked for last, unpacked: places come line by line.
    static OPENED: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

impl Lines {
    /// The line with the index `index`.
    pub fn get(&self, index: usize) -> Option<Text> {
        let block = self.0.get(self.0.partition_point(|block| block.before <= index).checked_sub(1)?)?;
        block.opened().get(index - block.before).cloned()
    }

    /// All lines.
    pub fn open(&self) -> Vec<Text> {
        self.0.iter().flat_map(Block::open).collect()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Block {
    fn new(before: usize, lines: &[Text]) -> Self {
        let texts: Vec<&str> = lines.iter().map(Text::as_str).collect();
        // Writing to memory cannot fail.
        let plain = postcard::to_allocvec(&texts).unwrap_or_default();
        let packed = zstd::bulk::compress(&plain, LEVEL).ok().filter(|packed| packed.len() < plain.len());
        Block { before, length: plain.len(), packed: packed.unwrap_or(plain).into() }
    }

    fn open(&self) -> Vec<Text> {
        let read = |plain: &[u8]| postcard::from_bytes::<Vec<&str>>(plain).map(|texts| texts.into_iter().map(Text::from).collect());
        if self.packed.len() == self.length {
            return read(&self.packed).unwrap_or_default();
        }
        zstd::bulk::decompress(&self.packed, self.length).ok().and_then(|plain| read(&plain).ok()).unwrap_or_default()
    }

    /// As [`Block::open`], once for those who ask for one line after the other.
    fn opened(&self) -> Rc<[Text]> {
        OPENED.with_borrow_mut(|opened| match opened {
            Some((packed, lines)) if Arc::ptr_eq(packed, &self.packed) => lines.clone(),
            _ => {
                let lines: Rc<[Text]> = self.open().into();
                *opened = Some((self.packed.clone(), lines.clone()));
                lines
            }
        })
    }
}

impl From<&[Text]> for Lines {
    fn from(lines: &[Text]) -> Self {
        let (mut blocks, mut begin, mut bytes) = (Vec::new(), 0, 0);
        for (index, line) in lines.iter().enumerate() {
            bytes += line.len();
            if bytes >= AT_ONCE || index + 1 == lines.len() {
                blocks.push(Block::new(begin, lines.get(begin..=index).unwrap_or_default()));
                (begin, bytes) = (index + 1, 0);
            }
        }
        blocks.shrink_to_fit();
        Lines(blocks)
    }
}

impl FromIterator<Text> for Lines {
    fn from_iter<I: IntoIterator<Item = Text>>(lines: I) -> Self {
        lines.into_iter().collect::<Vec<_>>().as_slice().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_one_by_one_and_all_together() {
        for count in [0, 1, 3, 20_000] {
            let lines: Vec<Text> = (0..count).map(|line| format!("{line} | 参保登记\n| 政府网站 |").into()).collect();
            let kept = Lines::from(lines.as_slice());
            assert_eq!((kept.open(), kept.is_empty()), (lines.clone(), lines.is_empty()));
            assert!((0..count).step_by(99).all(|line| kept.get(line).as_ref() == lines.get(line)) && kept.get(count).is_none());
            let bytes: usize = kept.0.iter().map(|block| block.packed.len()).sum();
            assert!(count < 20_000 || kept.0.len() > 5 && bytes * 4 < lines.iter().map(|line| line.len()).sum());
        }
    }
}
