//! decode/left_out: what of the text of a word processor’s file is not read, counted for the findings.

use crate::finding::Finding;
use crate::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// How much of a text is shown in a finding, in characters.
const MOST_SHOWN: usize = 80;

/// What was not read as text, or could not be told.
#[derive(Default)]
pub(super) struct LeftOut {
    /// Deleted by tracked changes.
    pub(super) deleted: String,
    /// Hidden by its look, by its row or by the cell that it is merged with.
    pub(super) hidden: String,
    /// By symbol font, how many characters are in no table, and which.
    unknown: BTreeMap<String, (usize, BTreeSet<u32>)>,
}

impl LeftOut {
    /// What `c` draws in the font `font`; a character of a symbol font that is in no table stays and is counted.
    pub(super) fn drawn(&mut self, font: &str, c: char, tables: &Tables) -> char {
        // Symbol fonts have only these; the others are drawn in another font.
        let is_symbol = matches!(u32::from(c), 0x21..=0xff | 0xf020..=0xf0ff);
        let known = tables.marks.symbol(font, c);
        if is_symbol && known.is_none() {
            let (count, codes) = self.unknown.entry(font.to_owned()).or_default();
            *count += 1;
            codes.insert(u32::from(c));
        }
        known.unwrap_or(c)
    }

    /// What there is to tell.
    pub(super) fn findings(self) -> Vec<Finding> {
        let texts = [("text-deleted", &self.deleted), ("text-hidden", &self.hidden)];
        let mut findings: Vec<Finding> = texts.into_iter().filter_map(|(code, text)| told(code, text)).collect();
        findings.extend(self.unknown.iter().map(|(font, (count, codes))| symbol_unknown(font, *count, codes)));
        findings
    }
}

/// The text of headers, footers or notes; `None` where it is only page numbers.
pub(super) fn text_beside_body(part: &str, part_zh: &str, text: &str) -> Option<Finding> {
    let says_something = text.chars().any(|c| c.is_alphabetic());
    Some(told("text-beside-body", text).filter(|_| says_something)?.with("part", part).with("part_zh", part_zh))
}

/// Pictures in the body or in tables, and what is written about them; `None` where there are none.
pub(super) fn pictures_not_read(count: usize, text: &str) -> Option<Finding> {
    let shown: String = text.trim().chars().take(MOST_SHOWN).collect();
    (count > 0).then(|| Finding::new("pictures-not-read").with("count", count).with("text", shown))
}

/// A finding that counts and shows `text`; `None` where nothing is in it.
fn told(code: &str, text: &str) -> Option<Finding> {
    let count = text.chars().filter(|c| !crate::text::is_blank(*c)).count();
    let shown: Vec<&str> = text.split_whitespace().collect();
    let shown: String = shown.join(" ").chars().take(MOST_SHOWN).collect();
    (count > 0).then(|| Finding::new(code).with("count", count).with("text", shown))
}

fn symbol_unknown(font: &str, count: usize, codes: &BTreeSet<u32>) -> Finding {
    const MOST_CODES: usize = 12;
    let codes: Vec<String> = codes.iter().take(MOST_CODES).map(|code| format!("{code:04X}")).collect();
    Finding::new("symbol-unknown").with("count", count).with("font", font).with("codes", codes.join(" "))
}
