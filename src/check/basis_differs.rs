//! # basis-differs
//! **What it says.** A service does not cite a law or document that most documents cite for it.
//! **Why it matters.** The basis is probably incomplete here.
//! **Example.** 《社会保险法》 is cited by nine counties, and not by the tenth.

use super::among::{Among, Member};
use super::outcome::Outcome;
use super::scope::shown;
use super::shares::is_share;
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "basis-differs", version: 2, run: Run::Dataset(run) };

/// So many documents must cite anything before "most" means something.
const LEAST: usize = 3;

/// What so many of a hundred documents cite is expected.
const EXPECTED: usize = 66;

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    for concept in among.dataset().into_iter().flat_map(|dataset| &dataset.concepts).filter(|concept| concept.members.len() > 1) {
        let members = among.members(concept);
        let cited: Vec<(&Member, BTreeMap<String, String>)> = members.iter().map(|member| (member, cited(member))).collect();
        let citing = || cited.iter().filter(|(_, cited)| !cited.is_empty());
        let documents: BTreeSet<usize> = citing().map(|(member, _)| member.document).collect();
        let mut holders: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (member, cited) in citing() {
            for key in cited.keys() {
                holders.entry(key).or_default().insert(member.document);
            }
        }
        holders.retain(|_, holders| is_share(holders.len(), documents.len(), EXPECTED));
        for (member, cited) in &cited {
            let Some(outcome) = outcomes.get_mut(member.document) else { continue };
            match member.of.state(Field::LegalBasis) {
                State::NoColumn | State::Missing => outcome.skip(),
                _ if documents.len() < LEAST || cited.is_empty() => outcome.leave_open(),
                _ => {
                    let missing: Vec<(&str, usize)> =
                        holders.iter().filter(|(key, _)| !cited.contains_key(**key)).map(|(key, holders)| (*key, holders.len())).collect();
                    let title = |key: &str| citing().find_map(|(_, cited)| cited.get(key)).cloned().unwrap_or_default();
                    let finding = missing.first().map(|(_, count)| {
                        let titles = missing.iter().map(|(key, _)| format!("《{}》", title(key))).collect::<String>();
                        basis_differs(member, &titles, *count, documents.len())
                    });
                    outcome.judge(finding);
                }
            }
        }
    }
    outcomes
}

/// What an item cites: the act where the register knows it, else the title; with the title as written.
fn cited(member: &Member) -> BTreeMap<String, String> {
    let named = member.of.legal_basis.said().iter().filter_map(|citation| Some((citation, citation.title.value.as_deref()?)));
    named.map(|(citation, title)| (citation.law.as_ref().map_or_else(|| fold(title), |law| law.id.to_string()), title.to_owned())).collect()
}

fn basis_differs(member: &Member, titles: &str, count: usize, documents: usize) -> Finding {
    let finding = Finding::new("basis-differs").with("name", member.of.title()).with("titles", titles);
    let finding = finding.with("count", count).with("documents", documents);
    let finding = finding.item(member.item).field(Field::LegalBasis).expected(titles);
    member.of.legal_basis.iter().take(1).fold(finding, |finding, citation| shown(finding, &citation.title))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(place: &str, basis: &str) -> String {
        format!(
            "{place}医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开依据\n1\t参保\t职工参保登记\t{place}指南、办理时限\t{basis}\n"
        )
    }

    #[test]
    fn what_most_places_cite_is_missed() {
        let both = "《中华人民共和国社会保险法》、《中华人民共和国政府信息公开条例》";
        let places = ["大冶市", "阳新县", "嘉鱼县", "通城县"];
        let mut tables: Vec<String> = places.iter().map(|place| table(place, both)).collect();
        tables.push(table("崇阳县", "《中华人民共和国政府信息公开条例》"));
        let texts: Vec<&str> = tables.iter().map(String::as_str).collect();
        let told = said(&texts, "basis-differs");
        assert_eq!(told, ["3: `职工参保登记` does not cite 《中华人民共和国社会保险法》, which 4 of 5 documents cite for it"]);
        assert_eq!(said(&texts[2..], "basis-differs").len(), 1, "two of three are most");
        assert_eq!(counted(&texts[3..], "basis-differs"), [0, 0, 0, 1], "two documents are too few");
    }
}
