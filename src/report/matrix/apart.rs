//! report/matrix/apart: what tells documents of one place and kind from each other: what their titles do not share, else their paths.

use super::kind;
use crate::align::Dataset;
use crate::item::Kind;
use crate::result::DocumentResult;
use std::collections::{BTreeMap, BTreeSet};

/// The longest part of a title that is shown in the head of a column.
const MOST_CHARACTERS: usize = 16;

/// For each document what tells it from others of its place and kind; `None` where there are none.
pub(in crate::report) fn apart(dataset: &Dataset) -> Vec<Option<String>> {
    let mut groups: BTreeMap<(Option<&str>, Option<Kind>), Vec<usize>> = BTreeMap::new();
    for (index, document) in dataset.documents.iter().enumerate() {
        groups.entry((document.source.jurisdiction.name.as_deref(), kind(document))).or_default().push(index);
    }
    let mut apart = vec![None; dataset.documents.len()];
    for group in groups.values().filter(|group| group.len() > 1) {
        let documents: Vec<&DocumentResult> = group.iter().filter_map(|index| dataset.documents.get(*index)).collect();
        let names = titles(&documents).unwrap_or_else(|| documents.iter().map(|document| document.source.path.to_string()).collect());
        for (index, name) in group.iter().zip(names) {
            apart.get_mut(*index).into_iter().for_each(|apart| *apart = Some(name.clone()));
        }
    }
    apart
}

/// What the titles do not share at their ends; `None` where that does not tell all of them apart, or is too long.
fn titles(documents: &[&DocumentResult]) -> Option<Vec<String>> {
    let titles: Vec<Vec<char>> =
        documents.iter().map(|document| Some(document.source.title.value.as_deref()?.chars().collect())).collect::<Option<_>>()?;
    let first = titles.first()?;
    let front = shared(first, &titles, |title, at| title.get(at).copied());
    let back = shared(first, &titles, |title, at| title.len().checked_sub(at + 1).and_then(|at| title.get(at)).copied());
    let own = |title: &Vec<char>| -> String {
        let kept = title.len().saturating_sub(front + back);
        title.iter().skip(front).take(kept).collect()
    };
    let names: Vec<String> = titles.iter().map(own).collect();
    let distinct: BTreeSet<&String> = names.iter().filter(|name| !name.is_empty() && name.chars().count() <= MOST_CHARACTERS).collect();
    (distinct.len() == names.len()).then_some(names)
}

/// How many characters, counted by `at`, all titles have in common.
fn shared(first: &[char], titles: &[Vec<char>], at: impl Fn(&[char], usize) -> Option<char>) -> usize {
    (0..first.len()).take_while(|index| titles.iter().all(|title| at(title, *index) == at(first, *index))).count()
}
