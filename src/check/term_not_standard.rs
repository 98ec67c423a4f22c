//! # term-not-standard
//! **What it says.** A column or a channel has another word than the standard directories have for it.
//! **Why it matters.** Readers and programs that compare places do not find it under its name.
//! **Example.** 特定群众 for 特定群体; 公开查询点 for 公开查阅点.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::{At, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "term-not-standard", version: 1, run: Run::Document(run) };

/// A document that lists so many of the standard channels means to list them as the standard does.
const LISTED: usize = 8;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for header in scope.document.headers.iter().filter(|header| header.field == Field::Marks) {
        let standard = scope.tables.words.standard_term(&header.label);
        let said = |standard: &str| term_not_standard(&header.label, standard, header.at);
        outcome.judge(standard.map(said));
    }
    channels(scope, &mut outcome);
    outcome
}

/// Each distinct label once, where it stands first.
fn channels(scope: &Scope, outcome: &mut Outcome) {
    let mut labels: BTreeMap<&Text, (usize, Option<At>)> = BTreeMap::new();
    let mut listed: BTreeSet<&Text> = BTreeSet::new();
    for (index, item) in scope.items() {
        for channels in item.contents.iter().map(|content| &content.channels) {
            for channel in channels.said() {
                labels.entry(&channel.label).or_insert((index, channel.at.first().map(|at| channels.base().place(*at))));
                listed.extend(&channel.id);
            }
        }
    }
    let standard = |id: &Text| scope.tables.channels.standard().any(|channel| channel.id == *id);
    if listed.iter().filter(|id| standard(id)).count() < LISTED {
        return outcome.skip();
    }
    for (label, (item, at)) in labels {
        let known = scope.tables.channels.named(label).filter(|channel| channel.standard);
        let other = known.filter(|channel| fold(&channel.name) != fold(label));
        let finding = other.map(|channel| term_not_standard(label, &channel.name, at).item(item).field(Field::Channels));
        outcome.judge(finding);
    }
}

fn term_not_standard(said: &Text, standard: &str, at: Option<At>) -> Finding {
    let finding = Finding::new("term-not-standard").with("said", said).with("standard", standard).expected(standard).actual(said.clone());
    at.into_iter().fold(finding, |finding, at| finding.shown_at(said, at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn other_words_for_standard_columns_and_channels_are_told_once() {
        let table = |audience: &str, point: &str| {
            let channels =
                format!("■政府网站 □政府公报 □两微一端 □发布会/听证会 □广播电视 □纸质媒体 □{point} □政务服务中心 □便民服务站 □其他");
            let row = |index: usize| format!("{index}\t参保\t第{index}类登记\t指南\t{channels}\t√\t\n");
            let rows: String = (1..4).map(row).collect();
            format!("序号\t一级事项\t二级事项\t公开内容\t公开渠道和载体\t全社会\t{audience}\n{rows}")
        };
        let told = said(&[&table("特定群众", "公开查询点")], "term-not-standard");
        assert_eq!(
            told,
            [
                "1: `特定群众` is called `特定群体` in the standard directories",
                "2: `公开查询点` is called `公开查阅点` in the standard directories"
            ]
        );
        assert!(said(&[&table("特定群体", "公开查阅点")], "term-not-standard").is_empty());
    }
}
