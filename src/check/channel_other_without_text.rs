//! # channel-other-without-text
//! **What it says.** 其他 is checked among the channels, and nothing says which.
//! **Why it matters.** Readers cannot find the channel.
//! **Example.** ■政府网站 ■其他

use super::outcome::Outcome;
use super::scope::Scope;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Channel;

pub(super) const CHECK: Check = Check { code: "channel-other-without-text", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        for channel in item.contents.iter().flat_map(|content| &content.channels) {
            let takes_note = || scope.tables.channels.named(&channel.label).is_some_and(|known| known.takes_note);
            if channel.selected == Some(true) && takes_note() {
                outcome.judge(channel.note.is_none().then(|| channel_other_without_text(index, item.title(), &channel)));
            } else {
                outcome.skip();
            }
        }
    }
    outcome
}

fn channel_other_without_text(item: usize, name: &str, channel: &Channel) -> Finding {
    let finding = Finding::new("channel-other-without-text").with("name", name).with("channel", &channel.label);
    finding.item(item).field(Field::Channels).shown(&channel.label, &channel.at)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn other_channels_must_be_named() {
        let table = |other: &str| {
            format!("序号\t一级事项\t二级事项\t公开内容\t公开渠道和载体\n1\t参保\t单位参保登记\t指南\t■政府网站 □政府公报 {other}\n")
        };
        let told = "2: `其他` is selected among the channels of `单位参保登记`, but not which";
        assert_eq!(said(&[&table("■其他")], "channel-other-without-text"), [told]);
        assert!(said(&[&table("■其他 基层公共服务平台")], "channel-other-without-text").is_empty());
        assert!(said(&[&table("□其他")], "channel-other-without-text").is_empty());
    }
}
