//! # publisher-differs
//! **What it says.** Another kind of authority is in charge of a service than in other documents.
//! **Why it matters.** One of the two names the wrong authority, or the service is organised in another way there.
//! **Example.** 镇人民政府 here, 医疗保障局 there.

use super::among::{Among, Member, evidence};
use super::differs::{Answer, Said, differences, told};
use super::outcome::Outcome;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::Kind;
use crate::tables::Tables;

pub(super) const CHECK: Check = Check { code: "publisher-differs", version: 1, run: Run::Dataset(run) };

const BLANKS: [&str; 4] = ["name", "here", "there", "other"];

fn run(among: &Among) -> Vec<Outcome> {
    let Some(tables) = among.scopes.first().map(|scope| scope.tables) else { return Vec::new() };
    differences(
        among,
        |member| answer(member, tables),
        |_, pair| told(Finding::new("publisher-differs"), BLANKS, pair, among).field(Field::Publisher),
    )
}

fn answer(member: &Member, tables: &Tables) -> (Option<(Kind, String)>, Answer) {
    let group = Some((member.of.kind, String::new()));
    let value = &member.of.publisher;
    match &value.value {
        Some(publisher) => match tables.authorities.office(&publisher.name) {
            Some(office) => {
                let (key, text) = (office.to_owned(), publisher.name.to_string());
                (group, Answer::Says(Said { key, text, evidence: evidence(value, member.document) }))
            }
            // Whether two offices that no table knows are of one kind, nobody can say.
            None => (group, Answer::Open),
        },
        None if value.raw.is_some() => (group, Answer::Open),
        None => (group, Answer::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(place: &str, publisher: &str) -> String {
        format!(
            "{place}医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n1\t参保\t职工参保登记\t{place}指南、办理时限\t{publisher}\n"
        )
    }

    #[test]
    fn another_kind_of_authority_is_told() {
        let tables = [table("大冶市", "大冶市医疗保障局"), table("阳新县", "县医保局"), table("嘉鱼县", "嘉鱼县人民政府")];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        assert_eq!(counted(&texts[..2], "publisher-differs"), [1, 0, 0, 0]);
        let told = said(&texts, "publisher-differs");
        assert_eq!(told, ["3: `职工参保登记` is published by `嘉鱼县人民政府`, but by `大冶市医疗保障局` in a.txt"]);
    }
}
