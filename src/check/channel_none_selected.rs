//! # channel-none-selected
//! **What it says.** None of the channels of a content has its box checked.
//! **Why it matters.** The document does not say where the information is published.
//! **Example.** □政府网站 □政府公报 □其他

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Channel, Content, Item};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "channel-none-selected", version: 2, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        for channels in listed(item) {
            if channels.iter().any(|channel| channel.state == State::Ambiguous) {
                outcome.leave_open();
            } else if channels.is_empty() || channels.iter().any(|channel| channel.selected.is_none()) {
                outcome.skip();
            } else {
                let none = channels.iter().all(|channel| channel.selected == Some(false));
                outcome.judge(none.then(|| channel_none_selected(index, item.title(), &channels)));
            }
        }
    }
    outcome
}

/// The channels of each content of `item`. A list that runs over several contents, each channel in one of them only, is that of them all.
fn listed(item: &Item) -> Vec<Vec<Channel>> {
    let all: Vec<Channel> = item.contents.iter().flat_map(|content| &content.channels).collect();
    let named: BTreeSet<&Text> = all.iter().filter_map(|channel| channel.id.as_ref()).collect();
    match named.len() == all.len() {
        true => vec![all],
        false => item.contents.iter().map(|content: &Content| content.channels.iter().collect()).collect(),
    }
}

fn channel_none_selected(item: usize, name: &str, channels: &[Channel]) -> Finding {
    let finding = Finding::new("channel-none-selected").with("name", name).with("count", channels.len()).item(item).field(Field::Channels);
    channels.iter().fold(finding, |finding, channel| finding.shown(&channel.label, &channel.at))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    #[test]
    fn channels_without_any_check_mark_are_told() {
        let over = "序号\t二级事项\t公开内容\t公开渠道和载体\n1\t单位参保登记\t1.办理条件\t■政府网站 □政府公报\n\t\t2.申请材料\t□其他\n2\t职工参保登记\t指南\t■政府网站 □政府公报 □其他\n";
        assert!(said(&[over], "channel-none-selected").is_empty());
        let text = "序号\t一级事项\t二级事项\t公开内容\t公开渠道和载体\n1\t参保\t单位参保登记\t指南\t□政府网站 □政府公报 □其他\n2\t参保\t职工参保登记\t指南\t■政府网站 □政府公报 □其他\n";
        assert_eq!(said(&[text], "channel-none-selected"), ["2: none of the 3 channels of `单位参保登记` is selected"]);
        assert_eq!(counted(&[text], "channel-none-selected"), [1, 1, 0, 0]);
    }
}
