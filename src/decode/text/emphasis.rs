//! decode/text/emphasis: the signs of Markdown that are no part of the text: those of bold words (**服务对象**：), and the one before a bar that stands
//! in a cell (官网\|公众号).

use crate::evidence::{Cell, Passage};
use crate::ledger::{Claim, Ledger, Reason};
use crate::text::{is_blank, is_han};
use std::ops::Range;
use std::sync::Arc;

/// `cell` without the signs around bold words and those before bars, which are claimed as left out. Signs that stand for something else (138****1234) stay.
pub(super) fn without_signs(cell: Cell, ledger: &mut Ledger) -> Cell {
    let bold = signs(cell.text()).into_iter().map(|sign| sign..sign + SIGN.len());
    let signs: Vec<Range<usize>> = bold.chain(cell.text().match_indices("\\|").map(|(at, _)| at..at + 1)).collect();
    if signs.is_empty() {
        return cell;
    }
    for sign in &signs {
        ledger.claim(&cell.source(sign.clone()).1, Claim::LeftOut(Reason::Markup));
    }
    let bytes: Vec<usize> = cell.text().char_indices().map(|(at, _)| at).collect();
    let is_sign = |index: usize| bytes.get(index).is_some_and(|at| signs.iter().any(|sign| sign.contains(at)));
    let passage: Passage = cell.passage.without(is_sign);
    Cell { passage: Arc::new(passage), at: cell.at }
}

/// The bytes of the sign with which an entry of a Markdown list begins (- 身份证); those of a number of a page (- 1 -) are none, nor is
/// an asterisk in a document that says what it means (`legend`).
pub(super) fn bullet(line: &str, legend: bool) -> usize {
    let indent = line.len() - crate::text::trim_start(line).len();
    let rest = line.get(indent..).unwrap_or_default();
    let entry = rest
        .strip_prefix(['-', '*', '+'])
        .filter(|entry| !(legend && rest.starts_with('*')) && entry.starts_with(' '))
        .map(crate::text::trim_start);
    let is_one = entry.is_some_and(|entry| entry.starts_with(|c: char| is_han(c) || matches!(c, '*' | '《' | '【' | '“')));
    // Blanks in front are all narrow ones: as many bytes as characters.
    if is_one && line.get(..indent).is_some_and(|blanks| blanks.is_ascii()) { indent + 1 } else { 0 }
}

const SIGN: &str = "**";

/// Where signs of bold words stand in `text`, in bytes; none where one of them has no partner.
fn signs(text: &str) -> Vec<usize> {
    let found: Vec<usize> = text.match_indices(SIGN).map(|(at, _)| at).collect();
    let is_bold = |pair: &[usize]| {
        let &[open, close] = pair else { return false };
        let inside = text.get(open + SIGN.len()..close).unwrap_or_default();
        // Behind a character they hide what follows (张**).
        let begins = text.get(..open).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
        begins && inside.chars().any(is_han) && !inside.contains('*') && !inside.starts_with(is_blank) && !inside.ends_with(is_blank)
    };
    let is_whole = !found.is_empty() && found.chunks(2).all(is_bold) && text.matches('*').count() == 2 * found.len();
    if is_whole { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{bullet, signs};

    #[test]
    fn asterisks_that_a_legend_speaks_of_stay() {
        for (line, legend, expected) in [("* 身份证", false, 1), ("* 身份证", true, 0), ("- 身份证", true, 1), ("- 1 -", false, 0)]
        {
            assert_eq!(bullet(line, legend), expected, "{line}");
        }
    }

    #[test]
    fn bold_words_are_told_from_hidden_digits() {
        for (text, expected) in [
            ("**服务对象**：居民", vec![0, 14]),
            ("**一、材料** 与 **二、时限**", vec![0, 14, 21, 35]),
            ("138****1234", vec![]),
            ("张**、李**", vec![]),
            ("** 无 **", vec![]),
            ("没有", vec![]),
        ] {
            assert_eq!(signs(text), expected, "{text}");
        }
    }
}
