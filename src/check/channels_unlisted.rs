//! # channels-unlisted
//! **What it says.** A directory lists some of the standard channels of publication and not the others.
//! **Why it matters.** Whether something is published there too is not said; the standard directories list all and tick those in use.
//! **Example.** ■政府网站 alone.

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Channel, Kind};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "channels-unlisted", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    if scope.document.source.kind != Some(Kind::Directory) {
        return Outcome::not_applicable();
    }
    let contents = || scope.document.items.iter().flat_map(|item| &item.contents);
    let channels = || contents().flat_map(|content| content.channels.said());
    let Some(first) = contents().find_map(|content| content.channels.first()) else { return Outcome::not_applicable() };
    let mut outcome = Outcome::default();
    if channels().any(|channel| channel.state == State::Ambiguous) {
        outcome.leave_open();
        return outcome;
    }
    let listed: BTreeSet<&Text> = channels().filter_map(|channel| channel.id.as_ref()).collect();
    let standard = || scope.tables.channels.standard();
    let missing: Vec<&str> = standard().filter(|channel| !listed.contains(&channel.id)).map(|channel| channel.name.as_str()).collect();
    outcome.judge((!missing.is_empty()).then(|| channels_unlisted(&first, &missing, standard().count())));
    outcome
}

fn channels_unlisted(first: &Channel, missing: &[&str], standard: usize) -> Finding {
    let finding = Finding::new("channels-unlisted").with("count", missing.len()).with("standard", standard);
    finding.with("missing", missing.join("、")).field(Field::Channels).expected(missing.join("、")).shown(&first.label, &first.at)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn standard_channels_that_are_not_listed_are_told_once() {
        let row = |index: usize| format!("{index}\t参保\t第{index}类登记\t指南\t■政府网站 □政府公报\n");
        let table = format!("序号\t一级事项\t二级事项\t公开内容\t公开渠道和载体\n{}", (1..4).map(row).collect::<String>());
        let told = said(&[&table], "channels-unlisted");
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("2: 11 of the 13 standard channels"), "{told:?}");
    }
}
