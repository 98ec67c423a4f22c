//! # wording-unsettled
//! **What it says.** Counters of one name end in two words for a counter, each about as often, and never in one item.
//! **Why it matters.** Readers cannot know whether one place is meant or two.
//! **Example.** 村（社区）政务便民服务中心 five times, 村（社区）政务便民服务点 four times.

use super::outcome::Outcome;
use super::scope::Scope;
use super::wording_varies::{TIMES, Wording, named, wordings};
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "wording-unsettled", version: 1, run: Run::Document(run) };

/// So often each of the two stands at least: what stands once is a slip, or a place of its own.
const LEAST: usize = 2;

/// The shortest name in front of the word for a counter, in characters.
const SHORTEST: usize = 3;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let wordings = wordings(scope, Field::HandlingChannels);
    // Counters by what stands in front of the word for a counter.
    let mut by_name: BTreeMap<String, Vec<&Wording>> = BTreeMap::new();
    for wording in &wordings {
        let text: String = wording.chars.iter().collect();
        if let Some(name) = scope.tables.words.before_counter(&text).filter(|name| name.chars().count() >= SHORTEST) {
            by_name.entry(name.to_owned()).or_default().push(wording);
        }
    }
    for mut of_name in by_name.into_values() {
        of_name.sort_by_key(|wording| std::cmp::Reverse(wording.count));
        let found = match of_name.as_slice() {
            [usual, rare, ..] if rare.count >= LEAST && usual.count < TIMES * rare.count && !stand_together(scope, usual, rare) => {
                Some(wording_unsettled(rare, usual))
            }
            _ => None,
        };
        outcome.judge(found);
    }
    outcome
}

/// Whether one item names both: then they are two.
fn stand_together(scope: &Scope, one: &Wording, other: &Wording) -> bool {
    let [one, other] = [one, other].map(|wording| {
        let text: String = wording.chars.iter().collect();
        let pieces = scope.pieces().filter(|piece| piece.field == Field::HandlingChannels && named(piece.raw) == text);
        pieces.map(|piece| piece.item).collect::<BTreeSet<usize>>()
    });
    !one.is_disjoint(&other)
}

fn wording_unsettled(rare: &Wording, usual: &Wording) -> Finding {
    let (said, other) = (named(rare.piece.raw), named(usual.piece.raw));
    let finding = Finding::new("wording-unsettled").with("rare", &said).with("rare_count", rare.count);
    let finding = finding.with("usual", &other).with("usual_count", usual.count).item(rare.piece.item).field(Field::HandlingChannels);
    finding.actual(said).shown(rare.piece.raw, &rare.piece.at).shown(usual.piece.raw, &usual.piece.at)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    fn guide(counters: &[&str]) -> String {
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let item = |(number, counter): (&&str, &&str)| {
            format!("（{number}）第{number}类登记\n服务对象：职工\n办理材料：身份证\n办理渠道：线下：{counter}\n")
        };
        numbers.iter().zip(counters).map(item).collect()
    }

    #[test]
    fn two_endings_of_one_name_are_told_once() {
        let (centre, point) = ("村（社区）政务便民服务中心", "村（社区）政务便民服务点");
        let told = said(&[&guide(&[centre, centre, centre, point, point])], "wording-unsettled");
        assert_eq!(told, ["16: `村(社区)政务便民服务点` (×2) and `村(社区)政务便民服务中心` (×3) seem to be the same place"]);
        let both = format!("{centre}、{point}");
        for fine in [vec![centre, centre, centre, point], vec![centre, both.as_str(), centre, point, point], vec![centre; 5]] {
            assert_eq!(said(&[&guide(&fine)], "wording-unsettled"), [""; 0], "{fine:?}");
        }
    }
}
