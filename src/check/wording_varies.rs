//! # wording-varies
//! **What it says.** A counter, a platform or an authority is written with one or two characters more, or fewer, than nearly everywhere in the document.
//! **Why it matters.** Readers cannot know whether the same is meant.
//! **Example.** 市级政务服务大厅 once, 市政务服务大厅 twenty times.

use super::outcome::Outcome;
use super::pieces::Piece;
use super::scope::Scope;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::{fold, trim};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "wording-varies", version: 1, run: Run::Document(run) };

/// Shorter texts may well be two.
const SHORTEST: usize = 6;

/// The usual wording stands so many times as often.
pub(super) const TIMES: usize = 4;

/// Longer texts are no names.
const LONGEST: usize = 40;

/// One wording: where it stands first, and how often it stands.
pub(super) struct Wording<'a> {
    pub(super) piece: Piece<'a>,
    pub(super) chars: Vec<char>,
    pub(super) count: usize,
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for field in [Field::HandlingChannels, Field::Publisher] {
        let wordings = wordings(scope, field);
        let usual = by_ends(&wordings);
        for wording in &wordings {
            let keys = ends(&wording.chars);
            let near = keys
                .iter()
                .filter_map(|key| usual.get(key))
                .flatten()
                .find(|usual| is_variant(wording, usual, &scope.tables.words.name_fillers));
            outcome.judge(near.map(|usual| wording_varies(wording, usual).field(field)));
        }
    }
    outcome
}

/// The distinct texts of `field`, without remarks in brackets and marks at their ends.
pub(super) fn wordings<'a>(scope: &'a Scope<'a>, field: Field) -> Vec<Wording<'a>> {
    let mut found: BTreeMap<String, Wording> = BTreeMap::new();
    for piece in scope.pieces().filter(|piece| piece.field == field) {
        let said = named(piece.raw);
        let length = said.chars().count();
        if (SHORTEST..=LONGEST).contains(&length) {
            let chars = said.chars().collect();
            found.entry(said).or_insert(Wording { piece, chars, count: 0 }).count += 1;
        }
    }
    found.into_values().collect()
}

/// What a text names: without a remark in brackets and marks at its end.
pub(super) fn named(raw: &str) -> String {
    let text = trim(raw).trim_end_matches(['。', '；', ';', '、', '，', '等']);
    let text = match text.ends_with(['）', ')']) {
        true => text.rfind(['（', '(']).and_then(|open| text.get(..open)).unwrap_or(text),
        false => text,
    };
    fold(text)
}

/// Wordings by their first and their last characters; only those that stand often enough to be usual.
fn by_ends<'a, 'b>(wordings: &'b [Wording<'a>]) -> BTreeMap<(bool, Vec<char>), Vec<&'b Wording<'a>>> {
    let mut found: BTreeMap<(bool, Vec<char>), Vec<&Wording>> = BTreeMap::new();
    for wording in wordings.iter().filter(|wording| wording.count >= TIMES) {
        for key in ends(&wording.chars) {
            found.entry(key).or_default().push(wording);
        }
    }
    found
}

fn ends(chars: &[char]) -> [(bool, Vec<char>); 2] {
    const END: usize = 4;
    let first = chars.get(..END).unwrap_or(chars).to_vec();
    let last = chars.get(chars.len().saturating_sub(END)..).unwrap_or(chars).to_vec();
    [(true, first), (false, last)]
}

/// Whether `rare` is `usual` with one of `fillers` more, or less.
fn is_variant(rare: &Wording, usual: &Wording, fillers: &[String]) -> bool {
    let (shorter, longer) = if rare.chars.len() < usual.chars.len() { (&rare.chars, &usual.chars) } else { (&usual.chars, &rare.chars) };
    let more = longer.len() - shorter.len();
    let front = shorter.iter().zip(longer).take_while(|(a, b)| a == b).count();
    let back = shorter.iter().rev().zip(longer.iter().rev()).take_while(|(a, b)| a == b).count();
    let numerals = |chars: &[char]| chars.iter().filter(|c| crate::text::number(&c.to_string()).is_some()).count();
    let put_in = |front: &usize| longer.get(*front..*front + more).is_some_and(|more| fillers.contains(&more.iter().collect::<String>()));
    front + back >= shorter.len()
        && (shorter.len() - back..=front).any(|front| put_in(&front))
        && usual.count >= TIMES * rare.count
        && numerals(&rare.chars) == numerals(&usual.chars)
}

fn wording_varies(rare: &Wording, usual: &Wording) -> Finding {
    let (said, other) = (named(rare.piece.raw), named(usual.piece.raw));
    let finding = Finding::new("wording-varies").with("rare", &said).with("usual", &other).with("count", usual.count);
    finding.item(rare.piece.item).expected(other).actual(said).shown(rare.piece.raw, &rare.piece.at).shown(usual.piece.raw, &usual.piece.at)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    fn guide(third: &str) -> String {
        let numbers = ["一", "二", "三", "四", "五", "六"];
        let item = |(index, number): (usize, &&str)| {
            let hall = if index == 2 { third } else { "市政务服务大厅" };
            format!("（{number}）第{number}类登记\n服务对象：职工\n办理材料：身份证\n办理渠道：线下：{hall}\n")
        };
        numbers.iter().enumerate().map(item).collect()
    }

    #[test]
    fn a_counter_with_another_name_is_told() {
        let told = said(&[&guide("市级政务服务大厅")], "wording-varies");
        assert_eq!(told, ["12: `市级政务服务大厅` is written `市政务服务大厅` elsewhere here (5 times)"]);
        assert!(said(&[&guide("乡镇便民服务中心")], "wording-varies").is_empty());
    }
}
