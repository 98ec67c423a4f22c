//! # elements-differ
//! **What it says.** What is published of a service lacks an element that most documents list for it, though the document lists it elsewhere.
//! **Why it matters.** People find it in other places; here it was probably forgotten for this service.
//! **Example.** 收费依据及标准 for every service but one.

use super::among::{Among, Member};
use super::element_missing::{Unknown, known};
use super::outcome::Outcome;
use super::scope::shown;
use super::shares::{counts, is_share};
use super::{Check, Run};
use crate::evidence::Text;
use crate::field::Field;
use crate::finding::Finding;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "elements-differ", version: 2, run: Run::Dataset(run) };

/// So many documents must list anything before "most" means something.
const LEAST: usize = 3;

/// What so many of a hundred documents list is expected.
const EXPECTED: usize = 66;

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let anywhere: Vec<BTreeSet<String>> = among
        .scopes
        .iter()
        .map(|scope| scope.document.items.iter().flat_map(|item| known(item, scope.tables).into_keys()).collect())
        .collect();
    for concept in among.dataset().into_iter().flat_map(|dataset| &dataset.concepts).filter(|concept| concept.members.len() > 1) {
        let members = among.members(concept);
        let listed: Vec<(&Member, BTreeMap<String, Text>)> = members
            .iter()
            .filter_map(|member| Some((member, known(member.of, among.scopes.get(member.document)?.tables))))
            .filter(|(_, listed)| !listed.is_empty())
            .collect();
        let count = counts(listed.iter().flat_map(|(_, listed)| listed.keys()));
        let expected: Vec<&String> =
            count.iter().filter(|(_, count)| is_share(**count, listed.len(), EXPECTED)).map(|(element, _)| *element).collect();
        for (member, own) in &listed {
            let (Some(outcome), Some(anywhere)) = (outcomes.get_mut(member.document), anywhere.get(member.document)) else { continue };
            if listed.len() < LEAST {
                outcome.leave_open();
                continue;
            }
            let Some(unknown) = among.scopes.get(member.document).map(|scope| Unknown::of(member.of, scope.tables)) else { continue };
            // What the whole document lacks is told once, by element-absent; what is written with a slip, by element-unknown.
            let missing: Vec<&str> = expected
                .iter()
                .filter(|element| !own.contains_key(**element) && anywhere.contains(**element) && !unknown.has_near(element))
                .filter_map(|element| listed.iter().find_map(|(_, listed)| listed.get(*element)))
                .map(|name| name.as_str())
                .collect();
            outcome.judge((!missing.is_empty()).then(|| elements_differ(member, &missing.join("、"), listed.len())));
        }
    }
    outcomes
}

fn elements_differ(member: &Member, missing: &str, documents: usize) -> Finding {
    let finding = Finding::new("elements-differ").with("name", member.of.title()).with("missing", missing).with("documents", documents);
    let finding = finding.item(member.item).field(Field::Contents).expected(missing);
    member.of.contents.iter().map(|content| &content.text).fold(finding, shown)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn an_element_that_others_list_for_the_service_is_missed() {
        let full = "事项名称、办理材料、办理时限、监督投诉渠道";
        let table = |place: &str, contents: &str| {
            format!(
                "{place}医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\n1\t参保\t职工参保登记\t{contents}\n2\t参保\t单位参保登记\t{full}\n"
            )
        };
        let tables = [table("大冶市", full), table("阳新县", full), table("嘉鱼县", full), table("通城县", "事项名称、办理材料、办理时限")];
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "elements-differ");
        assert_eq!(told, ["3: `职工参保登记` does not list 监督投诉渠道, which most of 4 documents list for it"]);
    }
}
