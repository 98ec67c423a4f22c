//! check: a dataset to findings; one file per check, listed here in the order of the report.

mod brackets_unbalanced;
mod channel_none_selected;
mod channel_other_without_text;
mod citation_differs;
mod citation_differs_among_places;
mod column_missing;
mod deadline_outlier;
mod document_copy;
mod editor_leftover;
mod element_absent;
mod element_missing;
mod item_repeated;
mod list_cut_off;
mod name_variant;
mod noticed;
mod outcome;
mod parent_differs;
mod pieces;
mod punctuation_doubled;
mod quoted_name_varies;
mod scope;
mod serial_gap;
mod serial_out_of_order;
mod serial_repeated;
mod serials;
mod shares;
mod stretch;
mod value_missing;
mod word_repeated;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::align::Dataset;
use crate::evidence::At;
use crate::finding::{CheckResult, Finding};
use crate::tables::Tables;
use outcome::Outcome;
use scope::Scope;

/// What the checks say, with the findings of all earlier stages.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// All findings; `source` is set wherever one document is concerned. Ordered by source, then by place, then by code; those about the
    /// whole dataset are last.
    pub findings: Vec<Finding>,
    /// How often each check passed, per source.
    pub results: Vec<CheckResult>,
}

/// A check: it asks one question of every case that it finds in a document.
struct Check {
    /// Code of the findings it makes.
    code: &'static str,
    /// A new one where its verdicts change.
    version: u32,
    /// How it is done.
    run: Run,
}

/// What a check has to know.
enum Run {
    /// One document.
    Document(fn(&Scope) -> Outcome),
    /// All documents; an outcome for each.
    Dataset(fn(&[Scope]) -> Vec<Outcome>),
}

/// Every check that is made here, in the order of the report; what the stages before notice is counted in front of them.
const CHECKS: &[Check] = &[
    document_copy::CHECK,
    column_missing::CHECK,
    serial_gap::CHECK,
    serial_repeated::CHECK,
    serial_out_of_order::CHECK,
    item_repeated::CHECK,
    parent_differs::CHECK,
    value_missing::CHECK,
    list_cut_off::CHECK,
    element_missing::CHECK,
    element_absent::CHECK,
    citation_differs::CHECK,
    citation_differs_among_places::CHECK,
    deadline_outlier::CHECK,
    channel_none_selected::CHECK,
    channel_other_without_text::CHECK,
    name_variant::CHECK,
    quoted_name_varies::CHECK,
    word_repeated::CHECK,
    punctuation_doubled::CHECK,
    brackets_unbalanced::CHECK,
    editor_leftover::CHECK,
];

/// Runs every check on `dataset`; `findings` are those of the whole-dataset stages before.
pub fn check(dataset: &Dataset, findings: Vec<Finding>, tables: &Tables) -> Checked {
    let scopes = Scope::all(dataset, tables);
    let mut checked = Checked { findings, results: Vec::new() };
    for scope in &scopes {
        checked.findings.extend(scope.document.findings.iter().cloned().map(|finding| scope.own(finding)));
    }
    checked.results = noticed::results(&scopes, &checked.findings);
    for check in CHECKS {
        let outcomes: Vec<Outcome> = match check.run {
            Run::Document(run) => {
                scopes.iter().map(|scope| if scope.document.items.is_empty() { Outcome::unread() } else { run(scope) }).collect()
            }
            Run::Dataset(run) => run(&scopes),
        };
        for (scope, outcome) in scopes.iter().zip(outcomes) {
            checked.results.push(outcome.result(check.code, check.version, scope.index));
            checked.findings.extend(outcome.findings.into_iter().map(|finding| scope.own(finding)));
        }
    }
    // The sort is stable: equal findings stay in the order of the stages and of the list above.
    checked.findings.sort_by(|a, b| order(a).cmp(&order(b)));
    checked
}

fn order(finding: &Finding) -> (u32, Option<At>, &str) {
    let at_home = |source: Option<u32>| source.is_none() || source == finding.source;
    let place = finding.evidence.iter().find(|evidence| at_home(evidence.source)).map(|evidence| evidence.at);
    (finding.source.unwrap_or(u32::MAX), place, &finding.code)
}
