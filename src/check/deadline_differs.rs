//! # deadline-differs
//! **What it says.** A service has another deadline, or takes another time, than in other documents; where a promise stands beside the limit of the law, the
//! promise is compared.
//! **Why it matters.** One of them may be out of date; people compare places by it.
//! **Example.** 10 working days here, 20 there.

use super::among::{Among, Member, evidence};
use super::differs::{Answer, Said, differences, told};
use super::outcome::Outcome;
use super::{Check, Run};
use crate::evidence::{State, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Basis, Deadline, Kind};

pub(super) const CHECK: Check = Check { code: "deadline-differs", version: 3, run: Run::Dataset(run) };

const BLANKS: [&str; 4] = ["name", "here", "there", "other"];

fn run(among: &Among) -> Vec<Outcome> {
    differences(among, answer, |_, pair| told(Finding::new("deadline-differs"), BLANKS, pair, among).field(field(pair.member.of.kind)))
}

fn field(kind: Kind) -> Field {
    match kind {
        Kind::Directory => Field::Deadlines,
        Kind::Guide => Field::TimeLimits,
    }
}

fn answer(member: &Member) -> (Option<(Kind, String)>, Answer) {
    let kind = member.of.kind;
    let limits = match kind {
        Kind::Directory => member.of.deadlines.iter().collect(),
        Kind::Guide => member.of.guide.time_limits.clone(),
    };
    let group = |basis: Option<Basis>| Some((kind, basis.map_or_else(String::new, |basis| basis.key().to_owned())));
    if limits.is_empty() {
        return (group(None), Answer::Nothing);
    }
    if limits.iter().any(|limit| limit.state == State::Ambiguous || limit.value.is_none()) {
        return (group(None), Answer::Open);
    }
    // What is promised is how long it takes, then what the text calls neither a promise nor the law; a promise is compared with promises alone.
    let has = |basis: Option<Basis>| limits.iter().any(|limit| basis_of(limit) == basis);
    let basis = [Some(Basis::Promised), None, Some(Basis::Legal)].into_iter().find(|basis| has(*basis)).flatten();
    let limits: Vec<&Value<Deadline>> = limits.iter().filter(|limit| basis_of(limit) == basis).collect();
    let mut keys: Vec<String> = limits.iter().filter_map(|limit| limit.value.as_ref()).map(key).collect();
    keys.sort();
    let text = limits.iter().map(|limit| said(limit)).collect::<Vec<_>>().join("，");
    let evidence = limits.iter().flat_map(|limit| evidence(limit, member.document)).collect();
    (group(basis), Answer::Says(Said { key: keys.join("|"), text, evidence }))
}

fn basis_of(limit: &Value<Deadline>) -> Option<Basis> {
    limit.value.as_ref().and_then(|limit| limit.basis)
}

/// What is compared: the time and when it holds, not the words for it.
fn key(limit: &Deadline) -> String {
    let condition = limit.condition.as_deref().unwrap_or("");
    format!("{:?} {:?} {:?} {condition}", limit.amount, limit.unit, limit.kind)
}

fn said(limit: &Value<Deadline>) -> String {
    limit.raw.as_deref().unwrap_or("").chars().filter(|c| !crate::text::is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(place: &str, deadline: &str) -> String {
        format!(
            "{place}医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开时限\n1\t参保\t职工参保登记\t{place}指南、办理时限\t{deadline}\n"
        )
    }

    #[test]
    fn another_time_for_the_same_service_is_told() {
        let tables =
            [table("大冶市", "20个工作日内公开"), table("阳新县", "信息形成之日起20个工作日内"), table("嘉鱼县", "7个工作日内公开")];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "deadline-differs");
        assert_eq!(told, ["3: `职工参保登记`: `7个工作日内公开`, but `20个工作日内公开` in a.txt"]);
        assert_eq!(counted(&texts[..2], "deadline-differs"), [1, 0, 0, 0]);
        let guide =
            |place: &str, limit: &str| format!("{place}医疗保障办事指南\n（一）职工参保登记\n服务对象：职工\n办理材料：身份证\n{limit}\n");
        let guides =
            [guide("大冶市", "办理时限：5个工作日"), guide("阳新县", "承诺时限：10个工作日"), guide("嘉鱼县", "办理时限：7个工作日")];
        let texts: Vec<&str> = guides.iter().map(String::as_str).collect();
        assert!(said(&texts[..2], "deadline-differs").is_empty(), "a promise is compared with promises");
        assert_eq!(said(&texts, "deadline-differs").len(), 1);
    }
}
