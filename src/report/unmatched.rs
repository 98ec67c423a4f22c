//! report/unmatched: words that no table knew, in the form of the table that could know them, most frequent first.

use crate::align::Dataset;
use std::cmp::Reverse;
use std::fmt::Write;

const HEAD: &str = "\
# Words of services' names that the vocabulary of facets does not have, most frequent first.
# Move what you have decided into raw/tables/facets.toml (or src/tables/facets.toml): into `action`, `object`, `population`, `scheme` or `qualifier`,
# into `says` of an entry that means the same, or into `filler`. Before each entry: how often, and a service with it.
";

/// The text of `reports/unmatched/facets.toml`.
pub(super) fn facets(dataset: &Dataset) -> String {
    let mut words: Vec<_> = dataset.unread.iter().collect();
    words.sort_by_key(|(word, (count, _))| (Reverse(*count), word.as_str()));
    let mut text = HEAD.to_owned();
    for (word, (count, first)) in words {
        let (path, name) = dataset.item(*first).map_or(("", ""), |(document, item)| (document.source.path.as_str(), item.title()));
        let name = name.replace(['\n', '\r'], " ");
        let [word, quoted] = [word.as_str(), &name].map(|text| text.replace('\\', "\\\\").replace('"', "\\\""));
        // Writing to a string cannot fail.
        let _ = write!(text, "\n# {count} times, first in {path}\n# {{ id = \"{word}\", says = [], examples = [\"{quoted}\"] }},\n");
    }
    text
}
