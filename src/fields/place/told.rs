//! fields/place/told: what is reported of places, and how several of them are named.

use crate::finding::Finding;
use crate::tables::divisions::{Division, Divisions, Former};

pub(super) fn place_unresolved() -> Finding {
    Finding::new("place-unresolved")
}

pub(super) fn place_renamed(former: Former, division: Division) -> Finding {
    Finding::new("place-renamed")
        .with("former", former.name)
        .with("name", division.name)
        .with("code", division.code)
        .with("year", former.year)
}

pub(super) fn place_ambiguous(candidates: String) -> Finding {
    Finding::new("place-ambiguous").with("candidates", candidates)
}

pub(super) fn place_not_in_list(name: &str, list: &str, nearest: String) -> Finding {
    Finding::new("place-not-in-list").with("name", name).with("list", list).with("nearest", nearest).actual(name)
}

/// Each with its parents and its code: 云南省昭通市绥江县会仪镇 (530626104).
pub(super) fn described<'d>(list: impl Iterator<Item = &'d Division>, divisions: &Divisions) -> String {
    let parents = |code: &str| divisions.parents(code).map(|parent| parent.name).collect::<String>();
    let described: Vec<_> = list.map(|division| format!("{}{} ({})", parents(division.code), division.name, division.code)).collect();
    if described.is_empty() { "—".into() } else { described.join("、") }
}
