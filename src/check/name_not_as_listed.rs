//! # name-not-as-listed
//! **What it says.** A service has another name than on the list of services.
//! **Why it matters.** It is not found by its name, and nobody can be sure that the same is meant.
//! **Example.** 零售药店费用结算 for 定点零售药店费用结算.

use super::among::Among;
use super::outcome::Outcome;
use super::scope::shown;
use super::{Check, Run};
use crate::align::Concept;
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Item, Relation};

pub(super) const CHECK: Check = Check { code: "name-not-as-listed", version: 1, run: Run::Dataset(run) };

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let Some(dataset) = among.dataset() else { return outcomes };
    for (document, covered) in among.covered.iter().enumerate().filter(|(document, _)| !among.is_copy(*document)) {
        let (Some(outcome), Some(scope)) = (outcomes.get_mut(document), among.scopes.get(document)) else { continue };
        for (concept, related) in covered {
            let Some(concept) = dataset.concepts.get(*concept as usize) else { continue };
            let Some(list) = scope.tables.services.lists().iter().find(|list| Some(&list.id) == concept.list.as_ref()) else { continue };
            for (index, _) in related.iter().filter(|(_, relation)| *relation == Relation::Exact) {
                let Some(item) = scope.document.items.get(*index) else { continue };
                let differs = list.key(item.title()) != list.key(&concept.name);
                outcome.judge(differs.then(|| name_not_as_listed(item, concept).item(*index)));
            }
        }
    }
    outcomes
}

fn name_not_as_listed(item: &Item, concept: &Concept) -> Finding {
    let finding = Finding::new("name-not-as-listed").with("name", item.title()).with("listed", &concept.name).with("code", &concept.id);
    shown(finding.field(Field::Name).expected(concept.name.clone()).actual(item.title()), &item.name)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn another_name_than_on_the_list_is_told() {
        let table = |name: &str| {
            format!(
                "大冶市医疗保险政务公开标准目录\n一级事项\t二级事项\t公开内容\n参保\t单位参保登记\t指南、办理时限\n结算\t{name}\t指南、办理时限\n"
            )
        };
        assert_eq!(
            said(&[&table("基本医疗保险零售药店费用结算")], "name-not-as-listed"),
            ["4: `基本医疗保险零售药店费用结算` is called `基本医疗保险定点零售药店费用结算` on the list (medical-insurance/28)"]
        );
        assert!(said(&[&table("定点零售药店费用结算")], "name-not-as-listed").is_empty(), "words that the domain implies may be left out");
    }
}
