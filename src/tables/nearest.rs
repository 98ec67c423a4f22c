//! tables/nearest: the word that a person may have meant who wrote one that is in no table.

use crate::text::fold;

/// The most edits between what was written and what was meant; never more than a third of the word.
const MOST: usize = 3;

/// Of `known` the word nearest to `word`, where one is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let sought = fold(word);
    let length = sought.chars().count();
    let near = |known: &'a str| {
        let other = fold(known);
        let edits = strsim::osa_distance(&sought, &other);
        let begins = !sought.is_empty() && (other.starts_with(&sought) || sought.starts_with(&other)) && !other.is_empty();
        (edits <= MOST && 3 * edits <= length || begins).then_some((edits, known))
    };
    // Of several as near the first one.
    known.into_iter().filter_map(near).min_by_key(|(edits, _)| *edits).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_what_was_meant() {
        let codes = ["deadline-differs", "deadline-outlier", "serial-gap"];
        let places = ["长沙县", "长沙市", "章丘区"];
        for (word, meant) in [("deadline-difers", Some("deadline-differs")), ("Serial-Gap", Some("serial-gap")), ("phone", None)] {
            assert_eq!(nearest(word, codes), meant, "{word}");
        }
        assert_eq!(nearest("长沙现", places), Some("长沙县"));
        assert_eq!(nearest("北京", places), None);
    }
}
