//! align/mend: a name with slips of writing to the name that was meant: a character written twice, left out, or taken for one that is read alike.
//!
//! A slip is only what no word of the vocabulary reads, and only where the change of one character makes all of it part of one word.

use crate::tables::facets::Facets;
use std::ops::Range;

/// A slip in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// What stands there.
    pub(super) seen: String,
    /// What it is read as.
    pub(super) meant: String,
    /// Whether what stands there may be another word that the vocabulary does not have.
    pub(super) is_doubtful: bool,
}

/// Of a word with fewer characters too little is left when one of them is off.
const SURE: usize = 5;

/// `name` (folded) without the slips in the stretches that no word reads, and those slips; `None` where there are none.
pub(super) fn mend(name: &str, unread: &[Range<usize>], facets: &Facets) -> Option<(String, Vec<Slip>)> {
    let chars: Vec<char> = name.chars().collect();
    let mut mended = String::new();
    let (mut slips, mut kept) = (Vec::new(), 0);
    for stretch in unread.iter().filter_map(|bytes| in_characters(name, bytes)) {
        let Some((range, slip)) = repeated(&chars, &stretch).or_else(|| near_word(&chars, &stretch, facets)) else { continue };
        let Some(before) = chars.get(kept..range.start) else { continue };
        mended.extend(before);
        mended.push_str(&slip.meant);
        kept = range.end;
        slips.push(slip);
    }
    mended.extend(chars.get(kept..).unwrap_or_default());
    (!slips.is_empty()).then_some((mended, slips))
}

fn in_characters(text: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..bytes.start)?.chars().count();
    Some(start..start + text.get(bytes.clone())?.chars().count())
}

/// A single character that stands a second time directly beside itself, or with one character between (居民居).
fn repeated(chars: &[char], stretch: &Range<usize>) -> Option<(Range<usize>, Slip)> {
    let at = stretch.start;
    let own = chars.get(at).filter(|_| stretch.len() == 1)?;
    let is_own = |index: Option<usize>| index.and_then(|index| chars.get(index)) == Some(own);
    let from = [at.checked_sub(1), at.checked_sub(2)].into_iter().find(|from| is_own(*from)).flatten();
    let (seen, without) = match from {
        Some(from) => (from..at + 1, from..at),
        None if is_own(Some(at + 1)) => (at..at + 2, at + 1..at + 2),
        None => return None,
    };
    let text = |range: &Range<usize>| chars.get(range.clone()).unwrap_or_default().iter().collect::<String>();
    Some((seen.clone(), Slip { seen: text(&seen), meant: text(&without), is_doubtful: false }))
}

/// The longest word that is one character away from the text around the stretch; none where two are equally long.
fn near_word(chars: &[char], stretch: &Range<usize>, facets: &Facets) -> Option<(Range<usize>, Slip)> {
    let mut found = facets.words_near(chars, stretch.clone());
    found.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
    let length = |at: usize| found.get(at).map_or(0, |(_, word)| word.chars().count());
    let (range, word) = found.first().filter(|_| length(1) < length(0))?;
    let seen = chars.get(range.clone())?.iter().collect();
    Some((range.clone(), Slip { seen, meant: (*word).to_owned(), is_doubtful: length(0) < SURE }))
}

#[cfg(test)]
mod tests {
    use crate::align::facets::Reading;
    use crate::tables::Tables;

    #[test]
    fn a_slip_is_what_no_word_reads() {
        let facets = Tables::embedded().unwrap().facets;
        for (name, mended, slips) in [
            ("城乡居民居参保登记", "城乡居民参保登记", "居民居→居民"),
            ("城乡乡居民参保登记", "城乡居民参保登记", "乡乡→乡"),
            ("城乡居民基本疗保险参保登记", "城乡居民基本医疗保险参保登记", "城乡居民基本疗保险→城乡居民基本医疗保险"),
            ("职工参保登计", "职工参保登记", "参保登计→参保登记?"),
            ("城乡居民居住证办理", "城乡居民居住证办理", ""),
            ("职工参保登记", "职工参保登记", ""),
        ] {
            let reading = Reading::new(name, &facets);
            let shown = |slip: &super::Slip| format!("{}→{}{}", slip.seen, slip.meant, if slip.is_doubtful { "?" } else { "" });
            let found: Vec<String> = reading.slips.iter().map(shown).collect();
            assert_eq!((reading.folded.as_str(), found.join(" ").as_str()), (mended, slips));
        }
    }
}
