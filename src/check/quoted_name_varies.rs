//! # quoted-name-varies
//! **What it says.** A name in quotation marks or brackets of titles has a character more, or one less, than elsewhere in the document.
//! **Why it matters.** Readers cannot know which of the two is meant.
//! **Example.** “大冶市医疗保障局服务号” twice, “大冶市医疗保障服务号” once.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::{Stretch, stretches};
use super::{Check, Run};
use crate::finding::Finding;
use crate::text::is_han;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) const CHECK: Check = Check { code: "quoted-name-varies", version: 1, run: Run::Document(run) };

/// Shorter names may well be two.
const SHORTEST: usize = 8;
/// Longer ones are no names.
const LONGEST: usize = 60;

/// Where a name stands first, and how often it stands.
struct Quoted<'a> {
    stretch: &'a Stretch<'a>,
    range: Range<usize>,
    count: usize,
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let stretches = stretches(scope);
    let mut names: BTreeMap<&str, Quoted> = BTreeMap::new();
    for stretch in &stretches {
        for range in quoted(stretch.text) {
            let Some(name) = stretch.text.get(range.clone()) else { continue };
            names.entry(name).or_insert(Quoted { stretch, range, count: 0 }).count += 1;
        }
    }
    for (name, quoted) in &names {
        let shorter = shortened(name).find_map(|shorter| names.get_key_value(shorter.as_str()));
        match shorter {
            None => outcome.pass(),
            Some((shorter, other)) if other.count >= 2 * quoted.count => outcome.fail(varies(name, quoted, shorter, other, scope)),
            Some((shorter, other)) if quoted.count >= 2 * other.count => outcome.fail(varies(shorter, other, name, quoted, scope)),
            Some(_) => outcome.leave_open(),
        }
    }
    outcome
}

/// The bytes of what stands in “” and 《》.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '《' => open = Some(at + c.len_utf8()),
            '”' | '》' => found.extend(open.take().map(|start| start..at)),
            _ => {}
        }
    }
    let length = |range: &Range<usize>| text.get(range.clone()).map_or(0, |name| name.chars().count());
    found.retain(|range| (SHORTEST..=LONGEST).contains(&length(range)));
    found
}

/// `name` without one of its Chinese characters; numerals tell things apart and stay.
fn shortened(name: &str) -> impl Iterator<Item = String> {
    let leaves = |c: char| is_han(c) && crate::text::number(c.encode_utf8(&mut [0; 4])).is_none();
    name.char_indices().filter(move |(_, c)| leaves(*c)).map(|(at, c)| {
        let (before, behind) = (name.get(..at).unwrap_or_default(), name.get(at + c.len_utf8()..).unwrap_or_default());
        format!("{before}{behind}")
    })
}

fn varies(rare: &str, place: &Quoted, usual: &str, other: &Quoted, scope: &Scope) -> Finding {
    let finding = Finding::new("quoted-name-varies").with("rare", rare).with("usual", usual).with("count", other.count);
    let finding = place.stretch.about(finding.expected(usual).actual(rare), place.range.clone(), scope);
    let (item, field) = (finding.item, finding.field);
    Finding { item, field, ..other.stretch.about(finding, other.range.clone(), scope) }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn a_name_written_in_two_ways_is_told() {
        let guide = |names: [&str; 3]| {
            let item = |(number, name): (char, &str)| {
                format!("（{number}）{number}类登记\n服务对象：职工\n办理材料：身份证\n注意事项：见“{name}”微信公众号\n")
            };
            ['一', '二', '三'].into_iter().zip(names).map(item).collect::<String>()
        };
        let (long, short) = ("某某市医疗保障局服务号", "某某市医疗保障服务号");
        let told = format!("4: `{short}` is written `{long}` elsewhere here (2 times)");
        assert_eq!(said(&[&guide([short, long, long])], "quoted-name-varies"), [told]);
        assert!(said(&[&guide([long, long, long])], "quoted-name-varies").is_empty());
        assert_eq!(counted(&[&guide([short, long, "另一个公众号"])], "quoted-name-varies"), [1, 0, 0, 1], "nobody knows which is right");
    }
}
