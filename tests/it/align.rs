//! Alignment: hand-made truth for the five documents, generated names with known truth, real names of one province, decisions, growth.

#[path = "align/decide.rs"]
mod decide;
#[path = "align/five.rs"]
pub(crate) mod five;
#[path = "align/growth.rs"]
mod growth;
#[path = "align/paraphrase.rs"]
pub(crate) mod paraphrase;
#[path = "align/province.rs"]
pub(crate) mod province;

use mulu::align::{Dataset, align};
use mulu::evidence::{Places, Value};
use mulu::item::{Item, Jurisdiction, Kind, Nature};
use mulu::result::{Accounting, DocumentResult, Source};
use mulu::tables::Tables;
use mulu::tables::decisions::Decisions;

/// A document of services with these headings and names, as the stages before would read it.
pub(crate) fn document(path: &str, domain: Option<&str>, names: &[(&str, &str)]) -> DocumentResult {
    let source = Source {
        id: path.into(),
        path: path.into(),
        sha256: "".into(),
        bytes: 0,
        media_type: "text/plain".into(),
        media_evidence: "made".into(),
        encoding: None,
        encoding_evidence: None,
        title: Value::missing(),
        published: Value::missing(),
        url: None,
        retrieved: None,
        supersedes: None,
        same_as: None,
        kind: Some(Kind::Directory),
        domain: domain.map(Into::into),
        dialect: None,
        jurisdiction: Jurisdiction::unresolved(),
    };
    let items = names.iter().enumerate().map(|(index, (heading, name))| item(&format!("{path}#{index}"), heading, name)).collect();
    let none = Vec::new;
    DocumentResult {
        source,
        items,
        findings: Vec::new(),
        headers: Vec::new(),
        rows: names.len() as u32,
        accounting: Accounting::default(),
        lines: none(),
        sheets: none(),
    }
}

fn item(id: &str, heading: &str, name: &str) -> Item {
    let mut item = Item::new(Kind::Directory);
    let value = |text: &str| Value::stated(text.into(), text.into(), Places::new());
    item.id = id.into();
    item.nature = Nature::Service;
    if !heading.is_empty() {
        item.primary_item = value(heading);
    }
    item.name = value(name);
    item
}

/// The documents, aligned without decisions.
pub(crate) fn aligned(documents: Vec<DocumentResult>, tables: &Tables) -> Dataset {
    align(documents, &Decisions::default(), tables, None).output
}

/// Precision and recall as their harmonic mean.
pub(crate) fn f1(right: usize, found: usize, wanted: usize) -> f64 {
    2.0 * right as f64 / (found + wanted) as f64
}
