//! report/markdown: the gap report as a person would put it into a mail: a summary and ten things to do, then tables.

use super::additions::Additions;
use super::complaints::{Complaint, FindingGroup};
use super::fields::{Coverage, FieldCounts};
use super::gap::{Both, Gap};
use super::markup::{code, escape, fence, one_line, row};
use super::matrix::{CellState, Column, Supply, kind_word};
use super::since::{Changed, Since};
use crate::finding::{Severity, Waived};
use crate::item::{Kind, Relation};
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use std::fmt::Write as _;

/// The most findings shown of one code; the page shows all.
const MOST_SHOWN: usize = 1;

/// The most names in one line.
const MOST_NAMES: usize = 12;

/// The most places shown of one finding.
const MOST_PLACES: usize = 3;

/// The most columns of a matrix that can still be read in a mail.
const MOST_COLUMNS: usize = 16;

/// The most changes of one kind; the page shows all.
const MOST_CHANGES: usize = 30;

/// The report in `language`.
pub(super) fn render(gap: &Gap, words: &ReportWords, language: Language) -> String {
    let mut mail = Mail { words, language, text: String::new() };
    mail.summary(gap);
    mail.first(gap);
    gap.since.iter().for_each(|since| mail.since(since));
    mail.documents(gap);
    mail.matrix(gap);
    mail.additions(gap);
    mail.fields(gap);
    mail.findings(gap);
    mail.checks(gap);
    mail.text
}

struct Mail<'a> {
    words: &'a ReportWords,
    language: Language,
    text: String,
}

impl<'a> Mail<'a> {
    fn summary(&mut self, gap: &Gap) {
        self.paragraph(&format!("# {}", self.word("text.title")));
        let totals = &gap.totals;
        let counts = [
            ("documents", totals.documents),
            ("places", totals.places),
            ("items", totals.items),
            ("services", totals.services),
            ("errors", totals.errors),
            ("warnings", totals.warnings),
            ("notes", totals.notes),
            ("infos", totals.infos),
        ];
        let text = counts.iter().fold(self.both("text.summary"), |text, (name, count)| text.fill(name, &count.to_string().into()));
        let as_of = gap.as_of.as_deref().map(|date| self.both("text.as_of").fill("date", &Both::same(date)));
        let as_of = as_of.map_or_else(String::new, |text| format!(" {}", self.say(&text)));
        let waived = self.both("text.waived_count").fill("count", &totals.waived.to_string().into());
        let waived = if totals.waived > 0 { format!(" {}", self.say(&waived)) } else { String::new() };
        self.paragraph(&format!("{}{waived}{as_of}", self.say(&text)));
    }

    fn first(&mut self, gap: &Gap) {
        self.heading("text.first");
        if gap.first.is_empty() {
            self.paragraph(self.word("text.nothing_first"));
        }
        for (index, priority) in gap.first.iter().enumerate() {
            let severity = self.severity(priority.severity.key());
            let (touches, what, action) = (self.say(&priority.extent), self.say(&priority.what), self.say(&priority.action));
            let place = priority.place.as_ref().map_or_else(String::new, |place| format!(" — {}", code(place)));
            self.line(&format!("{}. **{severity}** {what} {touches}{place}", index + 1));
            self.line(&format!("   {} {action}", self.word("text.action")));
        }
        self.line("");
    }

    fn since(&mut self, since: &Since) {
        self.heading("text.since");
        let earlier = self.say(&since.earlier);
        self.paragraph(&earlier);
        if since.changes.is_empty() {
            return self.paragraph(self.word("text.since_nothing"));
        }
        for counts in &since.counts {
            let of: Vec<&Changed> = since.changes.iter().filter(|change| change.kind == counts.kind).collect();
            if of.is_empty() {
                continue;
            }
            let text = self.say(&counts.say(self.words));
            self.line(&format!("- **{text}**"));
            of.iter().take(MOST_CHANGES).for_each(|change| self.change(change));
            if of.len() > MOST_CHANGES {
                let more = (of.len() - MOST_CHANGES).to_string();
                let text = self.say(&self.both("text.more_findings").fill("count", &more.into()));
                self.line(&format!("  - {text}"));
            }
        }
        self.line("");
    }

    fn change(&mut self, change: &Changed) {
        let of_finding = change.code.as_deref().map(|text| format!(" {}", code(text))).unwrap_or_default();
        let place = change.source.as_deref().map(|source| format!(" — {}", code(source))).unwrap_or_default();
        self.line(&format!("  - {}: {}{of_finding}{place}", self.say(&change.happened(self.words)), self.say(&change.what)));
        for field in &change.fields {
            let [old, new] = field.sides(self.words).map(|side| self.say(&side));
            self.line(&format!("    - {}: {old} → {new}", self.say(&field.name)));
        }
    }

    fn documents(&mut self, gap: &Gap) {
        self.heading("text.documents");
        let heads = ["text.column", "text.place", "text.kind", "text.document_title", "text.items", "text.file"];
        self.line(&row(heads.iter().map(|key| self.word(key).to_owned())));
        self.line(&row(heads.iter().map(|_| "---".to_owned())));
        for column in gap.columns.iter().filter(|column| column.source.is_some()) {
            let title = column.title.as_deref().map_or_else(|| self.word("text.no_title").to_owned(), escape);
            let path = column.path.as_deref().map_or_else(String::new, |path| code(path).replace('|', "\\|"));
            self.line(&row([
                column.key.clone(),
                self.place(column.place.as_deref()),
                self.kind(column),
                title,
                column.items.to_string(),
                path,
            ]));
        }
        self.line("");
        for place in &gap.places {
            for (kind, supply) in [(Kind::Directory, place.directory), (Kind::Guide, place.guide)] {
                if supply == Supply::NoDocument {
                    let text = self.both("text.not_supplied").fill("kind", &self.both(kind_word(Some(kind))));
                    self.line(&format!("- {}: {}", self.place(place.name.as_deref()), self.say(&text)));
                }
            }
        }
        self.line("");
    }

    fn matrix(&mut self, gap: &Gap) {
        self.heading("text.matrix");
        if gap.rows.is_empty() {
            return self.paragraph(self.word("text.no_list"));
        }
        if gap.columns.iter().any(|column| !column.counts.is_empty()) {
            self.coverage(gap);
        }
        if gap.columns.len() > MOST_COLUMNS {
            return self.paragraph(self.word("text.matrix_wide"));
        }
        let heads = gap.columns.iter().map(|column| column.key.clone());
        self.line(&row([self.word("text.service").to_owned()].into_iter().chain(heads)));
        self.line(&row(std::iter::once("---".to_owned()).chain(gap.columns.iter().map(|_| ":-:".to_owned()))));
        let mut category = None;
        for service in &gap.rows {
            if category != Some(&service.category) {
                category = Some(&service.category);
                let unlisted = if service.list.is_empty() { self.word("text.on_no_list") } else { service.list.as_str() };
                let name = escape(service.category.as_deref().unwrap_or(unlisted));
                self.line(&row([format!("**{name}**")].into_iter().chain(gap.columns.iter().map(|_| String::new()))));
            }
            self.line(&row([escape(&service.name)].into_iter().chain(service.cells.iter().map(|cell| cell.state.sign().to_owned()))));
        }
        self.line("");
    }

    /// How many services stand in which state, a line a column; the signs are explained by it.
    fn coverage(&mut self, gap: &Gap) {
        let states: Vec<CellState> =
            CellState::ALL.into_iter().filter(|state| gap.columns.iter().any(|column| column.counts.contains_key(state))).collect();
        let signs = states.iter().map(|state| format!("{} {}", state.sign(), self.word(state.word())));
        self.line(&row([self.word("text.column").to_owned(), self.word("text.place").to_owned()].into_iter().chain(signs)));
        self.line(&row((0..states.len() + 2).map(|_| "---".to_owned())));
        for column in &gap.columns {
            let counts = states.iter().map(|state| column.counts.get(state).map_or_else(String::new, ToString::to_string));
            let place = format!("{} · {}", self.place(column.place.as_deref()), self.kind(column));
            self.line(&row([column.key.clone(), place].into_iter().chain(counts)));
        }
        self.line("");
    }

    fn additions(&mut self, gap: &Gap) {
        self.heading("text.additions");
        for column in &gap.columns {
            let Some(additions) = gap.additions.iter().find(|additions| Some(&additions.source) == column.source.as_ref()) else {
                continue;
            };
            self.line(&format!("### {}. {}", column.key, escape(self.say_raw(&column.label(self.words)))));
            self.line("");
            if additions.lists.is_empty() {
                self.paragraph(self.word("text.no_list_for"));
            }
            self.addition_groups(additions);
        }
    }

    fn addition_groups(&mut self, additions: &Additions) {
        if additions.groups.is_empty() {
            return self.paragraph(self.word("text.no_additions"));
        }
        for group in &additions.groups {
            let primary = group.primary_item.as_deref().map_or_else(|| self.word("text.no_primary").to_owned(), escape);
            self.line(&format!("- **{primary}** ({})", group.items.len()));
            // Without a list everything is beyond it: the groups are enough for a mail.
            let listed = if additions.lists.is_empty() { 0 } else { group.items.len() };
            let mut alike: Vec<(&[Both], Vec<&str>)> = Vec::new();
            for item in group.items.iter().take(listed) {
                // What only has to do with a service of the list is as good as alone: the page tells with which.
                let nearest = item.nearest.as_ref();
                if let Some(nearest) = nearest.filter(|nearest| nearest.relation != Relation::Related.key()) {
                    let place = item.place.as_deref().map_or_else(String::new, |place| format!(" — {}", code(place)));
                    let relation = self.word(relation_word(nearest.relation));
                    self.line(&format!("  - {}: {relation} {}{place}", escape(&item.name), escape(&nearest.name)));
                    continue;
                }
                let reasons = if nearest.is_some() { &[][..] } else { &item.reasons };
                match alike.iter_mut().find(|(known, _)| *known == reasons) {
                    Some((_, names)) => names.push(item.name.as_str()),
                    None => alike.push((reasons, vec![item.name.as_str()])),
                }
            }
            for (reasons, names) in alike {
                let why: Vec<String> = reasons.iter().map(|reason| self.say(reason)).collect();
                let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
                let listed = names.iter().take(MOST_NAMES).map(|name| escape(name)).collect::<Vec<_>>().join("、");
                let more = names.len().saturating_sub(MOST_NAMES).to_string();
                let more = self.say(&self.both("text.and_more").fill("count", &more.into()));
                self.line(&format!("  - {listed}{}{why}", if names.len() > MOST_NAMES { format!(" {more}") } else { String::new() }));
            }
        }
        if additions.lists.is_empty() {
            self.line("");
            self.line(self.word("text.see_page"));
        }
        self.line("");
    }

    fn fields(&mut self, gap: &Gap) {
        self.heading("text.fields");
        self.paragraph(self.word("text.fields_note"));
        for kind in [Some(Kind::Directory), Some(Kind::Guide)] {
            self.fields_of(gap, kind);
        }
    }

    /// One table a kind: documents down, fields across would not fit a mail, so fields go down.
    fn fields_of(&mut self, gap: &Gap, kind: Option<Kind>) {
        let columns: Vec<_> = gap.columns.iter().filter(|column| column.source.is_some() && column.kind == kind).collect();
        let documents: Vec<_> = columns
            .iter()
            .filter_map(|column| Some((column, gap.fields.iter().find(|fields| column.source.as_ref() == Some(&fields.source))?)))
            .collect();
        let Some((_, sample)) = documents.first() else { return };
        let heads = documents.iter().map(|(column, _)| column.key.clone());
        self.line(&row([format!("{} ({})", self.word("text.field"), self.word(kind_word(kind)))].into_iter().chain(heads)));
        self.line(&row((0..=documents.len()).map(|_| "---".to_owned())));
        for (index, field) in sample.fields.iter().enumerate() {
            let cells =
                documents.iter().map(|(_, document)| document.fields.get(index).map_or_else(String::new, |field| self.counts(field)));
            self.line(&row([self.say(&field.name)].into_iter().chain(cells)));
        }
        self.line("");
    }

    fn counts(&self, field: &FieldCounts) -> String {
        match field.coverage {
            Coverage::NoColumn if field.optional => self.word("text.field_no_column_optional").to_owned(),
            Coverage::NoColumn => self.word("text.field_no_column").to_owned(),
            Coverage::NotRead => self.word("text.field_not_read").to_owned(),
            Coverage::Complete if field.inferred == 0 => self.word("text.field_complete").to_owned(),
            Coverage::Complete | Coverage::Partial => field_parts(field)
                .map(|(key, count)| self.say(&self.both(key).fill("count", &count.to_string().into())))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// A line a code, with the first of its findings; below it, what errors and warnings show. Notes and remarks are in the page.
    fn findings(&mut self, gap: &Gap) {
        self.heading("text.findings");
        if gap.findings.is_empty() {
            return self.paragraph(self.word("text.no_findings"));
        }
        let heads = ["text.severities", "text.code", "text.says", "text.count", "text.file"];
        self.line(&row(heads.iter().map(|key| self.word(key).to_owned())));
        self.line(&row(["---", "---", "---", "--:", "---"].map(ToOwned::to_owned)));
        for group in &gap.findings {
            let first = group.findings.iter().next();
            let place = first
                .as_ref()
                .and_then(|finding| finding.evidence.first())
                .map_or_else(String::new, |excerpt| code(&excerpt.place).replace('|', "\\|"));
            let severity = self.severity(group.severity.key());
            // Errors and warnings are told below, with what they show.
            let message = first.as_ref().filter(|_| group.severity < Severity::Warning).map_or(&group.title, |finding| &finding.message);
            self.line(&row([severity, code(&group.code), self.say(message), group.findings.len().to_string(), place]));
        }
        self.line("");
        for group in gap.findings.iter().filter(|group| group.severity >= Severity::Warning) {
            self.finding_group(group);
        }
        self.paragraph(self.word("text.notes_in_page"));
    }

    fn finding_group(&mut self, group: &FindingGroup) {
        let severity = self.severity(group.severity.key());
        self.line(&format!("### {severity}: {} ({}) × {}", self.say(&group.title), code(&group.code), group.findings.len()));
        self.line("");
        for (key, text) in [("text.why", &group.why), ("text.action", &group.action)] {
            if !text.en.is_empty() {
                self.line(&format!("- **{}** {}", self.word(key), self.say(text)));
            }
        }
        let shown: Vec<String> = group.findings.iter().take(MOST_SHOWN).map(|finding| self.diagnostic(group, &finding)).collect();
        let text = shown.join("\n");
        let fence = fence(&text);
        self.line(&format!("\n{fence}text\n{text}{fence}\n"));
        if group.findings.len() > MOST_SHOWN {
            let more = (group.findings.len() - MOST_SHOWN).to_string();
            let text = self.say(&self.both("text.more_findings").fill("count", &more.into()));
            self.paragraph(&text);
        }
    }

    /// A finding in its fixed shape: level and code, message, place, the raw line with carets.
    fn diagnostic(&self, group: &FindingGroup, finding: &Complaint) -> String {
        let mut text = format!("{}[{}]: {}\n", self.severity(group.severity.key()), group.code, one_line(self.say_raw(&finding.message)));
        let shown = finding.evidence.iter().take(MOST_PLACES);
        shown.for_each(|excerpt| text.push_str(&excerpt.snippet()));
        if finding.evidence.len() > MOST_PLACES {
            let more = (finding.evidence.len() - MOST_PLACES).to_string();
            let _ = writeln!(text, "  = {}", self.say_raw(&self.both("text.more_places").fill("count", &more.into())));
        }
        for (key, value) in [("text.expected", &finding.expected), ("text.actual", &finding.actual)] {
            if let Some(value) = value {
                let _ = writeln!(text, "  = {} {}", self.word(key), one_line(value));
            }
        }
        if let Some(waived) = &finding.waived {
            let _ = writeln!(text, "  = {}", one_line(self.say_raw(&accepted(waived, self.words))));
        }
        text
    }

    fn checks(&mut self, gap: &Gap) {
        self.heading("text.checks");
        if gap.checks.is_empty() {
            return self.paragraph(self.word("text.no_checks"));
        }
        self.paragraph(self.word("text.checks_note"));
        let heads = ["text.check", "text.version", "text.passed", "text.failed", "text.not_applicable", "text.could_not_check"];
        self.line(&row(heads.iter().map(|key| self.word(key).to_owned())));
        self.line(&row(["---", "--:", "--:", "--:", "--:", "--:"].map(ToOwned::to_owned)));
        // Checks that passed everywhere, or applied nowhere, are counted: the mail is long enough.
        let (shown, silent): (Vec<_>, Vec<_>) = gap.checks.iter().partition(|check| check.total.failed + check.total.could_not_check > 0);
        for check in shown {
            let total = check.total;
            let counts = [total.passed, total.failed, total.not_applicable, total.could_not_check].map(|count| count.to_string());
            self.line(&row([code(&check.code), check.version.to_string()].into_iter().chain(counts)));
        }
        self.line("");
        let passed = silent.iter().filter(|check| check.total.passed > 0).count();
        let text = self.both("text.checks_silent").fill("passed", &passed.to_string().into());
        let text = text.fill("none", &(silent.len() - passed).to_string().into());
        self.paragraph(&self.say(&text));
    }

    fn word(&self, key: &'a str) -> &'a str {
        self.words.get(key, self.language)
    }

    fn both(&self, key: &str) -> Both {
        self.words.word(key).into()
    }

    /// `text` in the language of the mail, ready for Markdown.
    fn say(&self, text: &Both) -> String {
        escape(text.get(self.language))
    }

    fn say_raw<'b>(&self, text: &'b Both) -> &'b str {
        text.get(self.language)
    }

    fn severity(&self, key: &str) -> String {
        self.say(&self.both(&format!("severity.{key}")))
    }

    fn kind(&self, column: &Column) -> String {
        self.word(kind_word(column.kind)).to_owned()
    }

    fn place(&self, place: Option<&str>) -> String {
        place.map_or_else(|| self.word("text.no_place").to_owned(), escape)
    }

    fn heading(&mut self, key: &'a str) {
        let word = self.word(key);
        self.paragraph(&format!("## {word}"));
    }

    fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// Who accepted a finding, why, and until when.
pub(super) fn accepted(waived: &Waived, words: &ReportWords) -> Both {
    let text = Both::from(words.word("text.waived")).fill("owner", &Both::same(&waived.owner));
    text.fill("until", &Both::same(&waived.until)).fill("reason", &Both::same(&waived.reason))
}

/// The counts of a field that are not nothing, each with the key of its word.
fn field_parts(field: &FieldCounts) -> impl Iterator<Item = (&'static str, usize)> {
    let parts = [
        ("text.field_stated", field.stated),
        ("text.field_inferred", field.inferred),
        ("text.field_ambiguous", field.ambiguous),
        ("text.field_missing", field.missing),
    ];
    parts.into_iter().filter(|(_, count)| *count > 0)
}

fn relation_word(relation: &str) -> &'static str {
    match relation {
        "exact" => "relation.exact",
        "close" => "relation.close",
        "broader" => "relation.broader",
        "narrower" => "relation.narrower",
        _ => "relation.related",
    }
}
