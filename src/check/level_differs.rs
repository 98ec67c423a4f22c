//! # level-differs
//! **What it says.** A service is published or handled on other levels than in other documents of places of the same level.
//! **Why it matters.** One of the two marks the wrong level; where a text is ambiguous nobody is accused.
//! **Example.** 县级 here, 县级 and 乡级 there.

use super::among::{Among, Member, evidence};
use super::differs::{Answer, Said, differences, told};
use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::{Evidence, Finding};
use crate::item::{Item, Kind, Mark, MarkGroup};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "level-differs", version: 1, run: Run::Dataset(run) };

const BLANKS: [&str; 4] = ["name", "here", "there", "other"];

fn run(among: &Among) -> Vec<Outcome> {
    let asked = |member: &Member| answer(member, among.scopes);
    differences(among, asked, |_, pair| {
        let field = if pair.member.of.kind == Kind::Guide { Field::HandlingLevels } else { Field::Marks };
        told(Finding::new("level-differs"), BLANKS, pair, among).field(field)
    })
}

/// Levels can be compared among places of one level only: 市级 means something else in a city than in a province.
fn answer(member: &Member, scopes: &[Scope]) -> (Option<(Kind, String)>, Answer) {
    let level = scopes.get(member.document).and_then(|scope| scope.document.source.jurisdiction.level);
    let said = match member.of.kind {
        Kind::Directory => marks(member),
        Kind::Guide => handled(member),
    };
    let columns = match member.of.kind {
        // A level can only be ticked where it has a column.
        Kind::Directory => keys(levels(member.of)),
        Kind::Guide => String::new(),
    };
    (level.map(|level| (member.of.kind, format!("{level:?} {columns}"))), said)
}

fn levels(item: &Item) -> impl Iterator<Item = &Mark> {
    let marks = item.contents.first().into_iter().flat_map(|content| &content.said_marks().columns);
    marks.filter(|mark| mark.group == MarkGroup::Level)
}

fn keys<'a>(marks: impl Iterator<Item = &'a Mark>) -> String {
    let keys: BTreeSet<&str> = marks.flat_map(|mark| mark.keys.iter()).map(|key| key.as_str()).collect();
    keys.into_iter().collect::<Vec<_>>().join(" ")
}

fn marks(member: &Member) -> Answer {
    let mut all = levels(member.of).peekable();
    if all.peek().is_none() {
        return Answer::Nothing;
    }
    if levels(member.of).any(|mark| mark.value.is_none() || mark.state == State::Ambiguous) {
        return Answer::Open;
    }
    let ticked = || levels(member.of).filter(|mark| mark.value == Some(true));
    let text = ticked().map(|mark| mark.label.as_str()).collect::<Vec<_>>().join("、");
    let base = member.of.contents.first().map(|content| content.ticks.base()).unwrap_or_default();
    let tick = |mark: &Mark| {
        let places = mark.at.iter().map(|at| base.place(*at));
        places.map(|at| Evidence { source: Some(member.document as u32), at, text: mark.label.clone() }).collect::<Vec<_>>()
    };
    Answer::Says(Said { key: keys(ticked()), text, evidence: ticked().flat_map(tick).collect() })
}

fn handled(member: &Member) -> Answer {
    let levels = &member.of.guide.handling_levels;
    if levels.is_empty() {
        return Answer::Nothing;
    }
    if levels.iter().any(|level| level.value.is_none()) {
        return Answer::Open;
    }
    let names: BTreeSet<&str> = levels.iter().filter_map(|level| level.value.as_deref()).collect();
    let text = names.into_iter().collect::<Vec<_>>().join("、");
    let evidence = levels.iter().flat_map(|level| evidence(level, member.document)).collect();
    Answer::Says(Said { key: crate::text::fold(&text), text, evidence })
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(place: &str, county: &str, town: &str) -> String {
        format!(
            "{place}医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t县级\t乡级\n1\t参保\t职工参保登记\t{place}指南、办理时限\t{county}\t{town}\n2\t参保\t单位参保登记\t{place}指南、办理时限\t√\t\n"
        )
    }

    #[test]
    fn other_levels_of_the_same_service_are_told() {
        let tables = [table("大冶市", "√", ""), table("阳新县", "√", ""), table("嘉鱼县", "√", "√")];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "level-differs");
        assert_eq!(told, ["3: `职工参保登记` is on the level `县级、乡级`, but `县级` in a.txt"]);
        let town = table("湖北省", "", "√");
        assert_eq!(counted(&[&town, texts[0], texts[1]], "level-differs")[1], 0, "places of another level");
    }
}
