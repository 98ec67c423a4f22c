//! report/gap: the model of the gap report. Pure data: what every rendering says, and what `gap.json` holds.
//!
//! Four questions, in this order: what to do first, which place lacks which service or field, what each document has beyond the lists,
//! and what is wrong inside the documents. Renaming a field here is a change that readers of `gap.json` see.

use super::additions::{self, Additions};
use super::cards::{self, Card};
use super::complaints::{self, CheckRow, FindingGroup};
use super::fields::{self, DocumentFields};
use super::matrix::{self, CellState, Column, ConceptRow, PlaceSupply};
use super::since::{self, Since};
use crate::align::Dataset;
use crate::changes::Since as Changes;
use crate::check::Checked;
use crate::evidence::Text;
use crate::finding::{Finding, Severity};
use crate::tables::Tables;
use crate::tables::findings::{Language, Wording};
use crate::tables::report::ReportWords;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The gap report.
#[derive(Serialize)]
pub(super) struct Gap<'a> {
    /// "Today", as the run was told.
    pub(super) as_of: Option<String>,
    /// How much there is.
    pub(super) totals: Totals,
    /// What has changed since an earlier run, where one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Since>,
    /// The most important things, worst first; at most [`MOST_FIRST`].
    pub(super) first: Vec<Priority>,
    /// Which kinds of document each place supplied.
    pub(super) places: Vec<PlaceSupply>,
    /// How each place stands.
    pub(super) cards: Vec<Card>,
    /// Documents, and the documents that a place did not supply.
    pub(super) columns: Vec<Column>,
    /// Services of the lists in use, and services that several documents have and no list names.
    pub(super) rows: Vec<ConceptRow>,
    /// What each document has that no list names; by document.
    pub(super) additions: Vec<Additions<'a>>,
    /// Which fields each document states.
    pub(super) fields: Vec<DocumentFields>,
    /// What is wrong, by severity and code.
    pub(super) findings: Vec<FindingGroup<'a>>,
    /// How often each check passed.
    pub(super) checks: Vec<CheckRow<'a>>,
}

/// How much there is.
#[derive(Debug, Serialize)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) places: usize,
    pub(super) items: usize,
    pub(super) services: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) infos: usize,
    /// Findings that a person accepted for a time; the others do not count them.
    pub(super) waived: usize,
}

/// One of the things to do first.
#[derive(Debug, Serialize)]
pub(super) struct Priority {
    pub(super) severity: Severity,
    /// Code of the findings; `None` for a gap of services or fields.
    pub(super) code: Option<String>,
    pub(super) what: Both,
    pub(super) action: Both,
    /// Of two of one severity the heavier comes first: 2 services that are missing, 1 what is wrong, 0 matters of form.
    #[serde(skip)]
    weight: u8,
    /// How many items or services it touches.
    pub(super) touched: usize,
    /// How many findings there are, and how many items they touch, in words.
    pub(super) extent: Both,
    /// Where to see it first.
    pub(super) place: Option<String>,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Both {
    pub(super) en: Text,
    pub(super) zh: Text,
}

/// The most things that are shown first.
const MOST_FIRST: usize = 10;

/// The most names that one sentence lists.
const MOST_NAMES: usize = 5;

/// Builds the model, with what has changed since an earlier run.
pub(super) fn gap_since<'a>(dataset: &'a Dataset, checked: &'a Checked, tables: &'a Tables, since: Option<&Changes>) -> Gap<'a> {
    let gap = gap(dataset, checked, tables);
    let now = [gap.totals.items, checked.findings.len()];
    Gap { since: since.map(|since| since::since(since, now, &tables.report)), ..gap }
}

/// Builds the model.
pub(super) fn gap<'a>(dataset: &'a Dataset, checked: &'a Checked, tables: &'a Tables) -> Gap<'a> {
    let words = &tables.report;
    let findings = complaints::groups(dataset, checked, tables);
    let matrix = matrix::matrix(dataset, checked, tables);
    let fields = fields::fields(dataset, words);
    let additions = additions::additions(dataset, words);
    Gap {
        as_of: dataset.as_of.as_ref().map(ToString::to_string),
        totals: totals(dataset, &matrix, &findings),
        since: None,
        first: first(&matrix, &fields, &findings, &Accepted::of(dataset, checked), words),
        checks: complaints::checks(dataset, checked, tables),
        cards: cards::cards(dataset, &matrix.places, &matrix.columns, &fields, &findings),
        places: matrix.places,
        columns: matrix.columns,
        rows: matrix.rows,
        additions,
        fields,
        findings,
    }
}

impl Gap<'_> {
    /// What no list names, by the source that has it.
    pub(super) fn additions_by_source(&self) -> BTreeMap<&str, &Additions<'_>> {
        self.additions.iter().map(|additions| (additions.source.as_str(), additions)).collect()
    }

    /// The fields that are stated, by source.
    pub(super) fn fields_by_source(&self) -> BTreeMap<&str, &DocumentFields> {
        self.fields.iter().map(|fields| (fields.source.as_str(), fields)).collect()
    }
}

fn totals(dataset: &Dataset, matrix: &matrix::Matrix, findings: &[FindingGroup]) -> Totals {
    let open = |group: &FindingGroup| group.findings.open().1;
    let count = |severity| findings.iter().filter(|group| group.severity == severity).map(open).sum();
    Totals {
        documents: dataset.documents.len(),
        places: matrix.places.iter().filter(|place| place.name.is_some()).count(),
        items: dataset.documents.iter().map(|document| document.items.len()).sum(),
        services: matrix.rows.iter().filter(|row| row.expected).count(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        infos: count(Severity::Info),
        waived: findings.iter().map(|group| group.findings.len() - open(group)).sum(),
    }
}

/// How the codes of findings about missing services begin.
const SERVICES: &str = "service-missing";

/// What is said of each document as a whole, and need not be said a second time as findings.
const SAID_BY_DOCUMENT: [&str; 2] = ["column-missing", "service-missing"];

/// Codes of findings about a service or a field that a document lacks.
const ABOUT_GAPS: [&str; 4] = ["column-missing", "service-missing", "service-missing-among-places", "service-undisclosed"];

/// The gaps that a person accepted: by source id, the services and the fields.
struct Accepted(BTreeSet<(String, String)>);

impl Accepted {
    fn of(dataset: &Dataset, checked: &Checked) -> Self {
        let said = checked.waived.keys().filter_map(|index| checked.findings.get(*index));
        let said = said.filter(|finding| ABOUT_GAPS.contains(&finding.code.as_str()));
        let key = |finding: &Finding| {
            let source = dataset.documents.get(finding.source? as usize)?.source.id.to_string();
            let service = finding.arguments.iter().find(|(name, _)| ["code", "concept"].contains(&name.as_str()));
            let service = service.map(|(_, id)| id.to_string());
            Some((source, service.or_else(|| finding.field.map(|field| field.key().to_owned()))?))
        };
        Accepted(said.filter_map(key).collect())
    }

    fn has(&self, source: Option<&str>, what: &str) -> bool {
        source.is_some_and(|source| self.0.contains(&(source.to_owned(), what.to_owned())))
    }
}

/// The most important things: by severity, then services that are missing before what is wrong and this before matters of form, then by how many items they touch. Remarks on how a text was read ask for nothing and stay out.
fn first(
    matrix: &matrix::Matrix,
    fields: &[DocumentFields],
    findings: &[FindingGroup],
    accepted: &Accepted,
    words: &ReportWords,
) -> Vec<Priority> {
    let asks = |group: &&FindingGroup| group.severity > Severity::Info && !SAID_BY_DOCUMENT.contains(&group.code.as_str());
    let told = findings.iter().filter(asks).filter_map(|group| finding_first(group, words));
    let services =
        matrix.columns.iter().enumerate().filter_map(|(index, column)| services_first(index, column, &matrix.rows, accepted, words));
    let of_sources: BTreeMap<&str, &Column> =
        matrix.columns.iter().filter_map(|column| Some((column.source.as_deref()?, column))).collect();
    let column = |document: &DocumentFields| of_sources.get(document.source.as_str()).copied();
    let columns = fields.iter().filter_map(|document| fields_first(document, column(document)?, accepted, words));
    let mut first: Vec<Priority> = told.chain(services).chain(columns).collect();
    // The sort is stable, so what touches equally much stays in the order of the report.
    first.sort_by_key(|priority| Reverse((priority.severity, priority.weight, priority.touched)));
    first.truncate(MOST_FIRST);
    first
}

fn finding_first(group: &FindingGroup, words: &ReportWords) -> Option<Priority> {
    let (finding, open) = group.findings.open();
    let finding = finding?;
    Some(Priority {
        severity: group.severity,
        code: Some(group.code.clone()),
        extent: extent(open, group.findings.open_by_source().collect::<BTreeSet<_>>().len(), group.touched, words),
        what: finding.message.clone(),
        action: group.action.clone(),
        weight: if group.code.starts_with(SERVICES) { 2 } else { u8::from(!group.formal) },
        touched: group.touched,
        place: finding.place(),
    })
}

/// How many `findings` there are, in how many documents, and how many items they touch; what is the same is said once.
fn extent(findings: usize, documents: usize, touched: usize, words: &ReportWords) -> Both {
    let key = match (documents > 1, findings == touched) {
        (true, _) => "text.touches_in",
        (false, true) => "text.touches",
        (false, false) => "text.touches_of",
    };
    let text = Both::from(words.word(key)).fill("count", &touched.to_string().into());
    text.fill("findings", &findings.to_string().into()).fill("documents", &documents.to_string().into())
}

fn services_first(index: usize, column: &Column, rows: &[ConceptRow], accepted: &Accepted, words: &ReportWords) -> Option<Priority> {
    if !column.counts.contains_key(&CellState::Missing) {
        return None;
    }
    let is_open = |row: &&ConceptRow| row.is_missing(index) && !accepted.has(column.source.as_deref(), &row.concept);
    let missing: Vec<Both> = rows.iter().filter(is_open).map(|row| Both::same(&row.name)).collect();
    let expected = rows.iter().filter(|row| row.is_expected(index)).count();
    if missing.is_empty() {
        return None;
    }
    let what = Both::from(words.word("text.first_services"))
        .fill("document", &column.label(words))
        .fill("count", &missing.len().to_string().into())
        .fill("total", &expected.to_string().into())
        .fill("names", &names(&missing, words));
    let extent = Both::from(words.word("text.touches_services")).fill("count", &missing.len().to_string().into());
    let priority = gap_first(what, words.word("text.first_services_action").into(), missing.len(), column, words);
    Some(Priority { weight: 2, extent, ..priority })
}

fn fields_first(document: &DocumentFields, column: &Column, accepted: &Accepted, words: &ReportWords) -> Option<Priority> {
    let open = document.lacking().filter(|field| !accepted.has(Some(&document.source), field.field.key()));
    let lacking: Vec<Both> = open.map(|field| field.name.clone()).collect();
    if lacking.is_empty() {
        return None;
    }
    let what = Both::from(words.word("text.first_fields")).fill("document", &column.label(words)).fill("names", &names(&lacking, words));
    Some(gap_first(what, words.word("text.first_fields_action").into(), document.items, column, words))
}

fn gap_first(what: Both, action: Both, touched: usize, column: &Column, words: &ReportWords) -> Priority {
    let extent = extent(touched, 1, touched, words);
    Priority { severity: Severity::Warning, code: None, what, action, weight: 1, touched, extent, place: column.path.clone() }
}

/// The first few of `all`, and how many more there are.
fn names(all: &[Both], words: &ReportWords) -> Both {
    let listed: Vec<&Both> = all.iter().take(MOST_NAMES).collect();
    let text = Both {
        en: listed.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(", ").into(),
        zh: listed.iter().map(|name| name.zh.as_str()).collect::<Vec<_>>().join("、").into(),
    };
    match all.len().saturating_sub(MOST_NAMES) {
        0 => text,
        more => text.and(&Both::from(words.word("text.and_more")).fill("count", &more.to_string().into())),
    }
}

impl Both {
    /// The same text in both languages: a name, a piece of a document.
    pub(super) fn same(text: &str) -> Both {
        Both::of(&text.into())
    }

    /// The same text in both languages, shared.
    pub(super) fn of(text: &Text) -> Both {
        Both { en: text.clone(), zh: text.clone() }
    }

    /// The text in `language`.
    pub(super) fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }

    /// The text with the blank `name` filled.
    pub(super) fn fill(self, name: &str, value: &Both) -> Both {
        let blank = format!("{{{name}}}");
        Both { en: self.en.replace(&blank, &value.en).into(), zh: self.zh.replace(&blank, &value.zh).into() }
    }

    /// This text, then `other`.
    pub(super) fn and(self, other: &Both) -> Both {
        Both { en: [&*self.en, " ", &*other.en].concat().into(), zh: [&*self.zh, &*other.zh].concat().into() }
    }
}

impl From<Wording> for Both {
    fn from(wording: Wording) -> Both {
        Both { en: wording.en, zh: wording.zh }
    }
}

impl From<String> for Both {
    fn from(text: String) -> Both {
        Both::same(&text)
    }
}
