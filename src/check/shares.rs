//! check/shares: what most items of a document have, so that the few that differ stand out.

use std::collections::BTreeMap;

/// So many cases are needed before "most" means anything.
pub(super) const LEAST: usize = 5;

/// Whether `part` of `whole` is at least `percent`.
pub(super) fn is_share(part: usize, whole: usize, percent: usize) -> bool {
    part * 100 >= whole * percent
}

/// How often each key occurs.
pub(super) fn counts<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// The key that occurs most often; `None` where two do.
pub(super) fn most<K: Ord>(counts: &BTreeMap<K, usize>) -> Option<&K> {
    let most = counts.values().max()?;
    let mut found = counts.iter().filter(|(_, count)| *count == most);
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}
