//! report/story: all that is known of one item, for the terminal: every value with its state and the raw line, the services it stands by and why,
//! who else has them, and what is wrong.

use super::compare::label;
use super::complaints::{self, Complaint};
use super::details::{Shown, details};
use super::gap::Both;
use super::markup::one_line;
use super::matrix::{concept, is_exactly};
use super::side_by_side::state_word;
use crate::align::{Alignment, Dataset, ItemRef};
use crate::check::Checked;
use crate::corrections::judged;
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::findings::Language;
use std::fmt::Write as _;

/// The most places shown of one value or finding.
const MOST_PLACES: usize = 3;

/// The story of the item `reference`; empty where there is none.
pub fn story(dataset: &Dataset, checked: &Checked, tables: &Tables, language: Language, reference: ItemRef) -> String {
    let Some((document, item)) = dataset.item(reference) else { return String::new() };
    let mut teller = Teller { dataset, tables, language, text: String::new() };
    teller.head(document, item);
    details(document, item, &tables.report).iter().for_each(|shown| teller.value(shown));
    teller.levels(item);
    let alignments: Vec<&Alignment> = dataset.alignments.iter().filter(|alignment| alignment.item == reference).collect();
    alignments.iter().for_each(|alignment| teller.alignment(alignment));
    teller.findings(checked, reference);
    teller.text
}

struct Teller<'a> {
    dataset: &'a Dataset,
    tables: &'a Tables,
    language: Language,
    text: String,
}

impl Teller<'_> {
    fn head(&mut self, document: &DocumentResult, item: &Item) {
        let label = label(document, &self.tables.report);
        self.line(&format!("{}  {}", item.id, one_line(item.title())));
        self.line(&format!("  {} · {}", label.get(self.language), document.source.path));
        self.line("");
    }

    fn value(&mut self, shown: &Shown) {
        let field = self.tables.report.field(shown.field).get(self.language).to_owned();
        let said = shown.text.as_ref().map_or_else(|| "-".to_owned(), |text| one_line(text.get(self.language)));
        self.line(&format!("{field}: {said}"));
        let by = shown.reviewed_by.as_ref().map(|by| format!("{} {by}", self.word("text.decided_by")));
        let rule = shown.rule.as_ref().map(|rule| format!("{} {rule}", self.word("text.rule")));
        let moved = shown.moved_from.as_ref().map(|from| format!("{} {from}", self.word("text.moved_from")));
        let judged = shown.raw.as_ref().map(|raw| format!("judged {}", judged(raw)));
        let note = shown.note.as_ref().map(|note| note.get(self.language).to_owned());
        let state = format!("[{}] {}", shown.state.key(), self.word(state_word(shown.state)));
        let parts: Vec<String> = [Some(state), rule, by, moved, note, judged].into_iter().flatten().collect();
        self.line(&format!("  {}", parts.join(" · ")));
        for reading in &shown.readings {
            self.line(&format!("  {} {}", self.word("text.reading"), one_line(reading.get(self.language))));
        }
        if shown.more_readings > 0 {
            self.counted("text.more_readings", shown.more_readings);
        }
        shown.at.iter().take(MOST_PLACES).for_each(|excerpt| self.text.push_str(&excerpt.snippet()));
        if shown.at.len() > MOST_PLACES {
            self.counted("text.more_places", (shown.at.len() - MOST_PLACES) as u64);
        }
    }

    /// Levels named relatively, and the division that each means.
    fn levels(&mut self, item: &Item) {
        for level in item.relative_levels.said().iter().filter_map(|level| level.value.as_ref()) {
            let field = self.tables.report.field(level.field).get(self.language).to_owned();
            let code = level.place.code.as_deref().map_or_else(String::new, |code| format!(" ({code})"));
            self.line(&format!("{field}: {} → {}{code}", level.text, level.place.name));
        }
    }

    fn alignment(&mut self, alignment: &Alignment) {
        let head = self.word("text.alignment").to_owned();
        let found = concept(self.dataset, alignment);
        let name = found.map_or_else(|| self.word("text.no_service").to_owned(), |concept| format!("{} ({})", concept.name, concept.id));
        let relation = alignment
            .relation
            .map_or("-".to_owned(), |relation| self.tables.report.get(&format!("reason.{}", relation.key()), self.language).to_owned());
        let held = self.word(if alignment.asserted { "text.asserted" } else { "text.proposed" }).to_owned();
        self.line("");
        self.line(&format!("{head}: {relation} {name} · {held} · {} · 0.{:02}", alignment.method, alignment.score.min(99)));
        for reason in &alignment.reasons {
            let reason = self.tables.report.reason(reason);
            self.line(&format!("  - {}", reason.get(self.language)));
        }
        if is_exactly(alignment) {
            let members = found.map_or(&[][..], |concept| &concept.members);
            members.iter().filter(|member| **member != alignment.item).for_each(|member| self.elsewhere(*member));
        }
    }

    /// An item of another document that is the same service.
    fn elsewhere(&mut self, member: ItemRef) {
        let Some((document, item)) = self.dataset.item(member) else { return };
        let label = label(document, &self.tables.report);
        let text = format!("  {} {} · {} {}", self.word("text.same_in"), label.get(self.language), item.id, one_line(item.title()));
        self.line(&text);
    }

    fn findings(&mut self, checked: &Checked, reference: ItemRef) {
        let own =
            checked.findings.iter().filter(|finding| (finding.source, finding.item) == (Some(reference.document), Some(reference.item)));
        for finding in own {
            let severity = self.tables.findings.severity(finding).key();
            let complaint = complaints::complaint(self.dataset, self.tables, finding);
            self.line("");
            self.line(&format!("{severity}[{}]: {}", finding.code, one_line(complaint.message.get(self.language))));
            self.complaint(&complaint);
            if let Some(kind) = self.tables.findings.get(&finding.code) {
                let (head, action) = (self.word("text.action").to_owned(), kind.action.get(self.language));
                self.line(&format!("  = {head} {action}"));
            }
        }
    }

    fn complaint(&mut self, complaint: &Complaint) {
        complaint.evidence.iter().take(MOST_PLACES).for_each(|excerpt| self.text.push_str(&excerpt.snippet()));
        if complaint.evidence.len() > MOST_PLACES {
            self.counted("text.more_places", (complaint.evidence.len() - MOST_PLACES) as u64);
        }
        for (key, value) in [("text.expected", &complaint.expected), ("text.actual", &complaint.actual)] {
            if let Some(value) = value {
                self.line(&format!("  = {} {}", self.word(key), one_line(value)));
            }
        }
    }

    fn counted(&mut self, key: &str, count: u64) {
        let text = Both::from(self.tables.report.word(key)).fill("count", &count.to_string().into());
        self.line(&format!("  = {}", text.get(self.language)));
    }

    fn word<'b>(&'b self, key: &'b str) -> &'b str {
        self.tables.report.get(key, self.language)
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        // Writing to a string cannot fail.
        let _ = writeln!(self.text);
    }
}
