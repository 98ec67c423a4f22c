//! check: a dataset to findings; one file per check, listed here in the order of the report.

mod agreed;
mod among;
mod authority_former;
mod basis_differs;
mod basis_expected;
mod brackets_unbalanced;
mod channel_none_selected;
mod channel_other_without_text;
mod channels_unlisted;
mod citation_differs;
mod citation_differs_among_places;
mod citation_title_short;
mod column_empty;
mod column_missing;
mod column_partly_empty;
mod contents_repeat_name;
mod date_missing;
mod deadline_differs;
mod deadline_outlier;
mod deadline_start_missing;
mod differs;
mod document_copy;
mod document_edition;
mod document_old;
mod editor_leftover;
mod element_absent;
mod element_missing;
mod element_unknown;
mod element_varies;
mod elements_differ;
mod ending_missing;
mod field_order;
mod folded;
mod heading_too_wide;
mod item_repeated;
mod items_out_of_bounds;
mod level_differs;
mod level_differs_from_ways;
mod list_cut_off;
mod materials_by_office;
mod name_acts_twice;
mod name_not_as_listed;
mod name_variant;
mod name_words_missing;
mod noticed;
mod numbering_style_varies;
mod outcome;
mod parent_differs;
mod parent_doubtful;
mod pieces;
mod place_foreign;
mod promised_longer_than_legal;
mod publisher_differs;
mod publisher_not_an_office;
mod publisher_outlier;
mod punctuation_doubled;
mod quoted_name_varies;
mod scope;
mod serial_gap;
mod serial_out_of_order;
mod serial_repeated;
mod serials;
mod service_extra;
mod service_merged;
mod service_missing;
mod service_missing_among_places;
mod service_split;
mod service_undisclosed;
mod share_too_small;
mod shares;
mod source_unknown;
mod stretch;
mod template_leftover;
mod term_informal;
mod term_not_standard;
mod term_varies;
mod title_missing;
mod title_without_place;
mod value_missing;
mod word_misspelt;
mod word_repeated;
mod wording_unsettled;
mod wording_varies;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::align::Dataset;
use crate::evidence::At;
use crate::finding::{CheckResult, Finding, Waived};
use crate::item::{Fit, Shared};
use crate::tables::Tables;
pub use agreed::Agreed;
use among::Among;
use outcome::Outcome;
use rayon::prelude::*;
use scope::Scope;
pub(crate) use service_missing::is_followed;
use std::collections::BTreeMap;

/// What the checks say, with the findings of all earlier stages.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// All findings; `source` is set wherever one document is concerned. Ordered by source, then by place, then by code; those about the
    /// whole dataset are last.
    pub findings: Vec<Finding>,
    /// How often each check passed, per source.
    pub results: Vec<CheckResult>,
    /// Findings that a person accepted for a time, by index.
    pub waived: BTreeMap<usize, Waived>,
}

impl Checked {
    /// The findings that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().enumerate().filter(|(index, _)| !self.waived.contains_key(index)).map(|(_, finding)| finding)
    }
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

impl Check {
    /// What it says of one document; `None` where it must know all.
    fn alone(&self, scope: &Scope) -> Option<Outcome> {
        match self.run {
            Run::Document(run) => Some(if scope.document.items.is_empty() { Outcome::unread() } else { run(scope) }),
            Run::Any(run) => Some(run(scope)),
            Run::Dataset(_) => None,
        }
    }

    /// What it says of each document where it must know all; else nothing.
    fn among(&self, among: &Among) -> Vec<Outcome> {
        match self.run {
            Run::Dataset(run) => run(among),
            Run::Document(_) | Run::Any(_) => Vec::new(),
        }
    }
}

/// What a check has to know.
enum Run {
    /// One document with items.
    Document(fn(&Scope) -> Outcome),
    /// One document, also where nothing was read of it.
    Any(fn(&Scope) -> Outcome),
    /// All documents; an outcome for each.
    Dataset(fn(&Among) -> Vec<Outcome>),
}

/// Every check that is made here, in the order of the report; what the stages before notice is counted in front of them.
const CHECKS: &[Check] = &[
    items_out_of_bounds::CHECK,
    share_too_small::CHECK,
    source_unknown::CHECK,
    document_copy::CHECK,
    document_edition::CHECK,
    title_missing::CHECK,
    title_without_place::CHECK,
    date_missing::CHECK,
    document_old::CHECK,
    column_missing::CHECK,
    column_empty::CHECK,
    column_partly_empty::CHECK,
    serial_gap::CHECK,
    serial_repeated::CHECK,
    serial_out_of_order::CHECK,
    item_repeated::CHECK,
    service_undisclosed::CHECK,
    service_missing::CHECK,
    service_missing_among_places::CHECK,
    service_extra::CHECK,
    service_merged::CHECK,
    service_split::CHECK,
    name_not_as_listed::CHECK,
    parent_differs::CHECK,
    parent_doubtful::CHECK,
    heading_too_wide::CHECK,
    value_missing::CHECK,
    materials_by_office::CHECK,
    publisher_not_an_office::CHECK,
    list_cut_off::CHECK,
    ending_missing::CHECK,
    field_order::CHECK,
    element_missing::CHECK,
    element_unknown::CHECK,
    element_absent::CHECK,
    element_varies::CHECK,
    elements_differ::CHECK,
    contents_repeat_name::CHECK,
    numbering_style_varies::CHECK,
    basis_expected::CHECK,
    basis_differs::CHECK,
    citation_differs::CHECK,
    citation_differs_among_places::CHECK,
    citation_title_short::CHECK,
    deadline_outlier::CHECK,
    deadline_start_missing::CHECK,
    promised_longer_than_legal::CHECK,
    deadline_differs::CHECK,
    level_differs::CHECK,
    level_differs_from_ways::CHECK,
    publisher_differs::CHECK,
    publisher_outlier::CHECK,
    authority_former::CHECK,
    place_foreign::CHECK,
    channels_unlisted::CHECK,
    channel_none_selected::CHECK,
    channel_other_without_text::CHECK,
    term_not_standard::CHECK,
    term_varies::CHECK,
    term_informal::CHECK,
    name_variant::CHECK,
    name_words_missing::CHECK,
    name_acts_twice::CHECK,
    quoted_name_varies::CHECK,
    wording_varies::CHECK,
    wording_unsettled::CHECK,
    word_misspelt::CHECK,
    word_repeated::CHECK,
    punctuation_doubled::CHECK,
    brackets_unbalanced::CHECK,
    editor_leftover::CHECK,
    template_leftover::CHECK,
];

/// Runs every check on `dataset`; `findings` are those of all stages before, `agreed` is what a person expects and has accepted.
pub fn check(dataset: &Dataset, findings: Vec<Finding>, agreed: &Agreed, tables: &Tables) -> Checked {
    let mut checked = Checked::default();
    {
        let mut scopes = Scope::all(dataset, &findings, agreed, tables);
        let mut alone: Vec<_> = scopes.par_iter_mut().map(|scope| alone(scope).into_iter()).collect();
        let among = Among::new(&scopes);
        let together: Vec<Vec<Outcome>> = CHECKS.par_iter().map(|check| check.among(&among)).collect();
        checked.results = noticed::results(&scopes, &findings);
        for (check, together) in CHECKS.iter().zip(together) {
            let mut together = together.into_iter();
            for (scope, alone) in scopes.iter().zip(&mut alone) {
                let Some(outcome) = alone.next().flatten().or_else(|| together.next()) else { continue };
                checked.results.push(outcome.result(check.code, check.version, scope.index));
                checked.findings.extend(outcome.findings.into_iter().map(|finding| scope.own(finding)));
            }
        }
    }
    checked.findings.splice(0..0, findings);
    agreed.tell(dataset, &mut checked);
    // The sort is stable: equal findings stay in the order of the stages and of the list above.
    checked.findings.sort_by(|a, b| order(a).cmp(&order(b)));
    checked.waived = agreed.waived(dataset, &checked.findings);
    checked.findings.fit(&mut Shared::default());
    checked
}

/// What each check says of a document on its own. What it needs for that goes with it: there are many documents.
fn alone(scope: &mut Scope) -> Vec<Option<Outcome>> {
    let outcomes = CHECKS.par_iter().map(|check| check.alone(scope)).collect();
    scope.forget();
    outcomes
}

fn order(finding: &Finding) -> (u32, Option<At>, &str) {
    let at_home = |source: Option<u32>| source.is_none() || source == finding.source;
    let place = finding.evidence.iter().find(|evidence| at_home(evidence.source)).map(|evidence| evidence.at);
    (finding.source.unwrap_or(u32::MAX), place, &finding.code)
}
