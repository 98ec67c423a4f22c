//! # level-differs-from-ways
//! **What it says.** An item names a counter on a level on which it says it is not handled.
//! **Why it matters.** People go to the wrong counter.
//! **Example.** 办理层级：市级, and 线下：乡镇卫生院（协办）.

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::{State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Level};
use crate::tables::words::Words;
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "level-differs-from-ways", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let words = &scope.tables.words;
    for (index, item) in scope.items() {
        if item.guide.handling_levels.is_empty() || item.guide.offline.is_empty() {
            outcome.skip();
        } else if is_open(item, scope) {
            outcome.leave_open();
        } else {
            outcome.judge(differs(item, words).map(|finding| finding.item(index)));
        }
    }
    outcome
}

/// Whether a value is ambiguous, or a level is that of a place which may be of any level (本级).
fn is_open(item: &Item, scope: &Scope) -> bool {
    let own = |level: &Value<Text>| {
        let word = level.value.as_deref().and_then(|text| scope.tables.divisions.words.level_word(text));
        word.is_some_and(|word| word.is_own)
    };
    item.guide.handling_levels.iter().chain(&item.guide.offline).any(|value| value.state == State::Ambiguous)
        || item.guide.handling_levels.iter().any(own)
}

fn differs(item: &Item, words: &Words) -> Option<Finding> {
    // A level without a counter of its own is nothing odd: one counter may take what is handled on several.
    let (levels, ways) = (named(&item.guide.handling_levels, words), named(&item.guide.offline, words));
    let odd = find(&item.guide.offline, *ways.difference(&levels).next()?, words)?;
    let said = odd.value.as_deref().unwrap_or("");
    let all = |values: &[Value<Text>]| values.iter().filter_map(|value| value.value.as_deref()).collect::<Vec<_>>().join("、");
    let finding = Finding::new("level-differs-from-ways").with("name", item.title()).with("said", said);
    let finding = shown(finding.with("others", all(&item.guide.handling_levels)).field(Field::HandlingLevels).actual(said), odd);
    Some(item.guide.handling_levels.first().into_iter().fold(finding, shown))
}

fn named(values: &[Value<Text>], words: &Words) -> BTreeSet<Level> {
    values.iter().filter_map(|value| value.value.as_deref()).flat_map(|text| words.way_levels(text)).collect()
}

fn find<'a>(values: &'a [Value<Text>], level: Level, words: &Words) -> Option<&'a Value<Text>> {
    values.iter().find(|value| value.value.as_deref().is_some_and(|text| words.way_levels(text).contains(&level)))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    fn guide(levels: &str, ways: &str) -> String {
        format!("（一）职工登记\n服务对象：职工\n办理材料：身份证\n办理时限：即时办结\n办理层级：{levels}\n办理渠道：线下：{ways}\n")
    }

    #[test]
    fn levels_and_counters_must_agree() {
        let told = said(&[&guide("市级", "市政务服务大厅、乡镇卫生院")], "level-differs-from-ways");
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("乡镇卫生院"), "{told:?}");
        for (levels, ways) in [
            ("市级、乡镇（街道）", "市政务服务大厅、乡镇便民服务中心"),
            ("市级、乡镇（街道）", "市政务服务大厅"),
            ("本级", "乡镇便民服务中心"),
        ] {
            assert!(said(&[&guide(levels, ways)], "level-differs-from-ways").is_empty(), "{levels} {ways}");
        }
    }
}
