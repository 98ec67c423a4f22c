//! report/complaints: findings grouped by severity and code, each with its evidence; and how often each check passed.

use super::details::details;
use super::excerpt::{Excerpt, excerpt};
use super::gap::Both;
use crate::align::Dataset;
use crate::check::Checked;
use crate::corrections::judged_finding;
use crate::evidence::State;
use crate::field::Field;
use crate::finding::{CheckResult, Finding, Severity, Waived};
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::findings::{FindingKind, Language};
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// All findings of one code.
#[derive(Serialize)]
pub(super) struct FindingGroup<'a> {
    pub(super) code: String,
    pub(super) severity: Severity,
    /// What it is called in lists.
    pub(super) title: Both,
    /// Whether only the form of the text is concerned.
    #[serde(skip)]
    pub(super) formal: bool,
    /// What it says, blanks left open.
    pub(super) says: Both,
    pub(super) why: Both,
    pub(super) action: Both,
    /// How many items it touches, without what is accepted; a finding without an item touches one thing by itself.
    pub(super) touched: usize,
    /// An item in which nothing of the kind was found, where the check looked.
    pub(super) passing: Option<Passing>,
    pub(super) findings: Complaints<'a>,
}

/// The findings of a group. There may be very many, so each is put into words when somebody wants it, and forgotten.
pub(super) struct Complaints<'a> {
    dataset: &'a Dataset,
    tables: &'a Tables,
    told: Vec<Told<'a>>,
}

/// An item in which nothing of a kind was found.
#[derive(Debug, Serialize)]
pub(super) struct Passing {
    pub(super) item: String,
    pub(super) name: String,
    pub(super) evidence: Vec<Excerpt>,
}

/// One finding with its evidence.
#[derive(Debug, Serialize)]
pub(super) struct Complaint {
    pub(super) message: Both,
    /// Source id of the document concerned.
    pub(super) source: Option<String>,
    /// Id and name of the item concerned.
    pub(super) item: Option<String>,
    pub(super) name: Option<String>,
    pub(super) field: Option<Field>,
    pub(super) expected: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) evidence: Vec<Excerpt>,
    /// By which a waiver names it.
    #[serde(skip)]
    pub(super) judged: String,
    /// Who accepted it, why, and until when.
    pub(super) waived: Option<Waived>,
}

/// One check over all sources.
#[derive(Serialize)]
pub(super) struct CheckRow<'a> {
    pub(super) code: String,
    pub(super) version: u32,
    /// What it is called in lists.
    pub(super) title: Both,
    /// What it says, blanks left open.
    pub(super) says: Both,
    pub(super) total: CheckCounts,
    pub(super) sources: Results<'a>,
}

/// What one check says of each source in which its question arises. There are very many, so each is put into words when it is written.
pub(super) struct Results<'a> {
    dataset: &'a Dataset,
    of: Vec<&'a CheckResult>,
}

/// One check in one source.
#[derive(Serialize)]
struct SourceCounts<'a> {
    /// Source id; `None` for what concerns the whole dataset.
    source: Option<&'a str>,
    path: Option<&'a str>,
    #[serde(flatten)]
    counts: CheckCounts,
}

/// How often a check passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct CheckCounts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) not_applicable: u64,
    pub(super) could_not_check: u64,
}

/// A finding, and who accepted it.
type Told<'a> = (&'a Finding, Option<&'a Waived>);

impl<'a> Complaints<'a> {
    pub(super) fn len(&self) -> usize {
        self.told.len()
    }

    /// The findings in words.
    pub(super) fn iter(&self) -> impl Iterator<Item = Complaint> {
        self.told.iter().map(|told| self.words(told))
    }

    /// The first of those that nobody accepted, and how many there are.
    pub(super) fn open(&self) -> (Option<Complaint>, usize) {
        let mut open = self.told.iter().filter(|(_, waived)| waived.is_none());
        let first = open.next();
        (first.map(|told| self.words(told)), open.count() + usize::from(first.is_some()))
    }

    /// The documents of those that nobody accepted, by source id.
    pub(super) fn open_by_source(&self) -> impl Iterator<Item = &'a str> {
        let open = self.told.iter().filter(|(_, waived)| waived.is_none());
        open.filter_map(|(finding, _)| Some(home(self.dataset, finding)?.source.id.as_str()))
    }

    /// The source id of each, and the id of its item.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (Option<&'a str>, Option<&'a str>)> {
        self.told.iter().map(|(finding, _)| {
            let source = home(self.dataset, finding).map(|document| document.source.id.as_str());
            (source, item(self.dataset, finding).map(|item| item.id.as_str()))
        })
    }

    /// What `make` makes of each in words, `at_once` of them side by side.
    pub(super) fn batches<T: Send>(&self, at_once: usize, make: impl Fn(&Complaint) -> T + Sync) -> impl Iterator<Item = Vec<T>> {
        self.told.chunks(at_once).map(move |told| told.par_iter().map(|told| make(&self.words(told))).collect())
    }

    fn words(&self, (finding, waived): &Told) -> Complaint {
        Complaint { waived: waived.cloned(), ..complaint(self.dataset, self.tables, finding) }
    }
}

impl Serialize for Complaints<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Results<'_> {
    /// Of how many sources it says something.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.of.len()
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.of.iter().map(|result| source_counts(self.dataset, result)))
    }
}

impl Complaint {
    /// Where it is seen in its own document; the document itself where it shows only what others say.
    pub(super) fn place(&self) -> Option<String> {
        let home = self.source.as_deref();
        let own = self.evidence.iter().find(|excerpt| home.is_none_or(|home| excerpt.place.starts_with(home)));
        own.map(|excerpt| excerpt.place.clone()).or_else(|| self.source.clone())
    }
}

/// The most items that are tried as a sample of what passes.
const MOST_TRIED: usize = 20;

/// The findings, worst first, then by code; within a code in the order in which they were made.
pub(super) fn groups<'a>(dataset: &'a Dataset, checked: &'a Checked, tables: &'a Tables) -> Vec<FindingGroup<'a>> {
    let mut by_code: BTreeMap<(Reverse<Severity>, &str), Vec<Told>> = BTreeMap::new();
    for (index, finding) in checked.findings.iter().enumerate() {
        let told = (finding, checked.waived.get(&index));
        by_code.entry((Reverse(tables.findings.severity(finding)), &finding.code)).or_default().push(told);
    }
    let mut passed: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for result in checked.results.iter().filter(|result| result.passed > 0) {
        passed.entry(&result.code).or_default().extend(result.source);
    }
    let none = BTreeSet::new();
    let group = |((Reverse(severity), code), findings): ((Reverse<Severity>, &str), Vec<Told<'a>>)| {
        let passing = passing(dataset, tables, &findings, passed.get(code).unwrap_or(&none));
        FindingGroup { passing, ..group(dataset, tables, severity, code, findings) }
    };
    by_code.into_iter().map(group).collect()
}

/// The checks in the order in which they first appear, their counts added up.
pub(super) fn checks<'a>(dataset: &'a Dataset, checked: &'a Checked, tables: &Tables) -> Vec<CheckRow<'a>> {
    let mut order: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    let mut rows: Vec<CheckRow> = Vec::new();
    for result in &checked.results {
        let at = *order.entry((&result.code, result.version)).or_insert(rows.len());
        if at == rows.len() {
            let (code, title, says) = (result.code.to_string(), title(&result.code, tables), says(&result.code, tables));
            let sources = Results { dataset, of: Vec::new() };
            rows.push(CheckRow { code, version: result.version, title, says, total: CheckCounts::default(), sources });
        }
        if let Some(row) = rows.get_mut(at) {
            row.total = row.total.plus(result);
            row.sources.of.extend(Some(result).filter(|result| result.passed + result.failed + result.could_not_check > 0));
        }
    }
    rows
}

impl CheckCounts {
    fn plus(self, result: &CheckResult) -> CheckCounts {
        CheckCounts {
            passed: self.passed + result.passed,
            failed: self.failed + result.failed,
            not_applicable: self.not_applicable + result.not_applicable,
            could_not_check: self.could_not_check + result.could_not_check,
        }
    }
}

fn source_counts<'a>(dataset: &'a Dataset, result: &CheckResult) -> SourceCounts<'a> {
    let source = result.source.and_then(|index| dataset.documents.get(index as usize)).map(|document| &document.source);
    SourceCounts {
        source: source.map(|source| source.id.as_str()),
        path: source.map(|source| source.path.as_str()),
        counts: CheckCounts::default().plus(result),
    }
}

fn group<'a>(dataset: &'a Dataset, tables: &'a Tables, severity: Severity, code: &str, findings: Vec<Told<'a>>) -> FindingGroup<'a> {
    let kind = tables.findings.get(code);
    let text = |get: fn(&FindingKind) -> Both| kind.map_or_else(|| Both::same(""), get);
    let open = findings.iter().filter(|(_, waived)| waived.is_none());
    let key = |(index, (finding, _)): (usize, &Told)| (finding.source, finding.item, finding.item.is_none().then_some(index));
    let touched: BTreeSet<_> = open.enumerate().map(key).collect();
    FindingGroup {
        code: code.to_owned(),
        severity,
        title: title(code, tables),
        formal: kind.is_some_and(|kind| kind.formal),
        says: says(code, tables),
        why: text(|kind| kind.why.clone().into()),
        action: text(|kind| kind.action.clone().into()),
        touched: touched.len(),
        passing: None,
        findings: Complaints { dataset, tables, told: findings },
    }
}

/// An item with a clear value in the field that `findings` are about and without such a finding, in a document where the check passed.
fn passing(dataset: &Dataset, tables: &Tables, findings: &[Told], passed: &BTreeSet<u32>) -> Option<Passing> {
    let field = findings.iter().find(|(finding, _)| finding.item.is_some())?.0.field?;
    let failing: BTreeSet<(u32, u32)> = findings.iter().filter_map(|(finding, _)| Some((finding.source?, finding.item?))).collect();
    let documents = passed.iter().filter_map(|index| Some((*index, dataset.documents.get(*index as usize)?)));
    let items = documents.flat_map(|(index, document)| (0u32..).zip(&document.items).map(move |(item, of)| ((index, item), document, of)));
    let clear = items.filter(|(at, _, item)| !failing.contains(at) && item.state(field) == State::Stated);
    clear.take(MOST_TRIED).find_map(|(_, document, item)| {
        let shown = details(document, item, &tables.report).into_iter().find(|shown| shown.field == field && shown.text.is_some())?;
        let evidence: Vec<Excerpt> = shown.at.into_iter().take(1).collect();
        let sample = Passing { item: item.id.to_string(), name: item.title().to_owned(), evidence };
        (!sample.evidence.is_empty()).then_some(sample)
    })
}

/// `finding` with its words and its evidence.
pub(super) fn complaint(dataset: &Dataset, tables: &Tables, finding: &Finding) -> Complaint {
    let (home, item) = (home(dataset, finding), item(dataset, finding));
    let shown = finding.evidence.iter().filter_map(|evidence| {
        let document = dataset.documents.get(evidence.source.or(finding.source)? as usize)?;
        Some(excerpt(document, evidence.at, &evidence.text))
    });
    Complaint {
        message: Both {
            en: tables.findings.message(finding, Language::English).into(),
            zh: tables.findings.message(finding, Language::Chinese).into(),
        },
        source: home.map(|document| document.source.id.to_string()),
        item: item.map(|item| item.id.to_string()),
        name: item.map(|item| item.title().to_owned()),
        field: finding.field,
        expected: finding.expected.as_ref().map(ToString::to_string),
        actual: finding.actual.as_ref().map(ToString::to_string),
        evidence: shown.collect(),
        judged: judged_finding(finding),
        waived: None,
    }
}

/// The document that `finding` is about.
fn home<'a>(dataset: &'a Dataset, finding: &Finding) -> Option<&'a DocumentResult> {
    dataset.documents.get(finding.source? as usize)
}

/// The item that `finding` is about.
fn item<'a>(dataset: &'a Dataset, finding: &Finding) -> Option<&'a Item> {
    home(dataset, finding)?.items.get(finding.item? as usize)
}

/// What the finding `code` is called.
fn title(code: &str, tables: &Tables) -> Both {
    tables.findings.get(code).map_or_else(|| Both::same(code), |kind| kind.title.clone().into())
}

/// What the finding `code` says, blanks left open.
fn says(code: &str, tables: &Tables) -> Both {
    tables.findings.get(code).map_or_else(|| Both::same(code), |kind| without_blanks(&kind.says.clone().into()))
}

/// `says` with its blanks left open, as the name of a group.
fn without_blanks(says: &Both) -> Both {
    static BLANK: LazyLock<Option<regex::Regex>> = LazyLock::new(|| regex::Regex::new(r"`\{[a-z_]+\}`|“\{[a-z_]+\}”|…?\{[a-z_]+\}").ok());
    let open = |text: &str| BLANK.as_ref().map_or_else(|| text.to_owned(), |blank| blank.replace_all(text, "…").into_owned());
    Both { en: open(&says.en).into(), zh: open(&says.zh).into() }
}
