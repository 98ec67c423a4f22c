//! cli/explain: `mulu explain`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, show, tables};
use crate::align::{Dataset, ItemRef};
use crate::corrections::judged;
use crate::error::Error;
use crate::evidence::{Text, Value};
use crate::ingest::ingest;
use crate::item::{Channel, Citation, Item};
use crate::pipeline;
use crate::tables::findings::Language;
use std::fmt::Write;

/// Prints where each value and each alignment of an item came from.
#[derive(clap::Args)]
pub(super) struct Explain {
    /// Id of the item, its beginning, or a part of its name.
    item: String,
    #[command(flatten)]
    folder: Folder,
}

impl Explain {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let made = pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?;
        let wanted: Vec<(ItemRef, &Item)> = crate::align::items(&made.dataset.documents)
            .filter(|(_, _, item)| item.id.starts_with(self.item.as_str()) || item.title().contains(self.item.as_str()))
            .map(|(reference, _, item)| (reference, item))
            .collect();
        if wanted.is_empty() {
            return Err(Error::usage(format!("no item has the id or a name with `{}`", self.item)));
        }
        for (reference, item) in wanted {
            let mut text = story(reference, item, &made.dataset);
            let document = made.dataset.documents.get(reference.document as usize);
            let findings = made
                .checked
                .findings
                .iter()
                .filter(|finding| finding.source == Some(reference.document) && finding.item == Some(reference.item));
            for (finding, document) in findings.zip(std::iter::repeat(document)) {
                let (path, lines, sheets) = document.map_or(("", &[][..], &[][..]), |document| {
                    (document.source.path.as_str(), document.lines.as_slice(), document.sheets.as_slice())
                });
                text.push_str(&show::finding(finding, path, (lines, sheets), &tables, language));
            }
            text.push('\n');
            print(&text)?;
        }
        Ok(Ended::Well)
    }
}

/// Writing to a string cannot fail.
macro_rules! line {
    ($text:expr, $($argument:tt)*) => { let _ = writeln!($text, $($argument)*); };
}

fn story(reference: ItemRef, item: &Item, dataset: &Dataset) -> String {
    let mut text = String::new();
    let source = dataset.item(reference).map_or("", |(document, _)| document.source.path.as_str());
    line!(text, "{}  {}\n  source          {source}", item.id, item.title());
    for (name, one) in [
        ("serial", &item.serial),
        ("category", &item.category),
        ("primary_item", &item.primary_item),
        ("secondary_item", &item.secondary_item),
        ("tertiary_item", &item.tertiary_item),
        ("name", &item.name),
        ("service_target", &item.service_target),
    ] {
        line!(text, "  {name:15} {}", value(one));
    }
    line!(text, "  publisher       {}", value(&item.publisher.clone().map(|publisher| publisher.name)));
    for deadline in item.deadlines.iter().chain(&item.time_limits) {
        let said = deadline.clone().map(|deadline| Text::from(format!("{:?} {:?} {:?}", deadline.kind, deadline.amount, deadline.unit)));
        line!(text, "  deadline        {}", value(&said));
    }
    for content in &item.contents {
        line!(text, "  contents        {}", value(&content.text));
        for channel in &content.channels {
            line!(text, "    channel       {}", shown_channel(channel));
        }
        for mark in &content.marks.columns {
            line!(text, "    mark          {}: {:?} [{}]", mark.label, mark.value, mark.state.key());
        }
    }
    for citation in &item.legal_basis {
        line!(text, "  legal_basis     {}", shown_citation(citation));
    }
    for alignment in dataset.alignments.iter().filter(|alignment| alignment.item == reference) {
        let concept = alignment.concept.and_then(|concept| dataset.concepts.get(concept as usize));
        let name = concept.map_or("no concept".to_owned(), |concept| format!("{} {}", concept.id, concept.name));
        let relation = alignment.relation.map_or("-", |relation| relation.key());
        line!(
            text,
            "  alignment       {relation} {name} ({}, {}): {}",
            alignment.method,
            alignment.score,
            alignment.reasons.iter().map(|reason| reason.as_str()).collect::<Vec<_>>().join("; ")
        );
    }
    text
}

fn value(value: &Value<Text>) -> String {
    let said = value.value.as_deref().unwrap_or("-");
    let places: Vec<String> = value.at.iter().map(ToString::to_string).collect();
    let rule = value.rule.as_deref().map(|rule| format!(" by {rule}")).unwrap_or_default();
    let by = value.reviewed_by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
    let judged = value.raw.as_deref().map(|raw| format!("  judged {}", judged(raw))).unwrap_or_default();
    format!("{said}  [{}{rule}{by}] {}{judged}", value.state.key(), places.join(" "))
}

fn shown_channel(channel: &Channel) -> String {
    let selected = match channel.selected {
        Some(true) => "☑",
        Some(false) => "☐",
        None => "?",
    };
    let note = channel.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{selected} {}{note}", channel.label)
}

fn shown_citation(citation: &Citation) -> String {
    let verdict = &citation.verdict;
    let number = citation.number.as_ref().map_or("", |number| number.raw.as_str());
    format!("{} {number}  title {:?}, number {:?}, force {:?}", value(&citation.title), verdict.title, verdict.number, verdict.force)
}
