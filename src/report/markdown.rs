//! report/markdown: the gap report as a person would put it into a mail: a summary and ten things to do, then tables. Every table has a limit; what is
//! beyond it is counted, and is in the page.

use super::additions::Additions;
use super::complaints::{CheckCounts, FindingGroup};
use super::fields::{Coverage, DocumentFields, FieldCounts};
use super::gap::{Both, Gap};
use super::markup::{code, escape, row};
use super::matrix::{CellState, Column, Supply, kind_word};
use super::since::{Changed, Since};
use crate::finding::{Severity, Waived};
use crate::item::Kind;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use std::cmp::Reverse;

/// The most names in one line.
const MOST_NAMES: usize = 5;

/// The most columns, and rows, of a matrix that can still be read in a mail.
const MOST_COLUMNS: usize = 16;
const MOST_SERVICES: usize = 60;

/// The most rows of the other tables.
const MOST_ROWS: usize = 40;

/// The most kinds of finding, and checks.
const MOST_KINDS: usize = 20;

/// The most codes named in one line.
const MOST_CODES: usize = 8;

/// The most changes of one kind.
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
        let rows: Vec<String> = gap.columns.iter().filter(|column| column.source.is_some()).map(|column| self.document(column)).collect();
        self.rows(&rows, MOST_ROWS);
        for kind in [Kind::Directory, Kind::Guide] {
            let lacks = |supply: &Supply| *supply == Supply::NoDocument;
            let places = gap.places.iter().filter(|place| lacks(if kind == Kind::Directory { &place.directory } else { &place.guide }));
            let places: Vec<String> = places.map(|place| self.place(place.name.as_deref())).collect();
            if !places.is_empty() {
                let text = self.both("text.not_supplied").fill("kind", &self.both(kind_word(Some(kind))));
                self.line(&format!("- {}: {}", self.say(&text), self.names(&places, MOST_ROWS)));
            }
        }
        self.line("");
    }

    fn document(&self, column: &Column) -> String {
        let title = column.title.as_deref().map_or_else(|| self.word("text.no_title").to_owned(), escape);
        let path = column.path.as_deref().map_or_else(String::new, |path| code(path).replace('|', "\\|"));
        row([column.key.clone(), self.place(column.place.as_deref()), self.kind(column), title, column.items.to_string(), path])
    }

    fn matrix(&mut self, gap: &Gap) {
        self.heading("text.matrix");
        if gap.rows.is_empty() {
            return self.paragraph(self.word("text.no_list"));
        }
        if gap.columns.iter().any(|column| !column.counts.is_empty()) {
            self.coverage(gap);
        }
        if gap.columns.len() > MOST_COLUMNS || gap.rows.len() > MOST_SERVICES {
            let text = self.both("text.matrix_wide").fill("services", &gap.rows.len().to_string().into());
            let text = text.fill("documents", &gap.columns.len().to_string().into());
            return self.paragraph(&self.say(&text));
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
        let is_listed =
            |column: &&Column| column.counts.keys().any(|state| !matches!(state, CellState::NotExpected | CellState::NoDocument));
        let (listed, others): (Vec<&Column>, Vec<&Column>) = gap.columns.iter().partition(is_listed);
        let line = |column: &&Column| {
            let counts = states.iter().map(|state| column.counts.get(state).map_or_else(String::new, ToString::to_string));
            let place = format!("{} · {}", self.place(column.place.as_deref()), self.kind(column));
            row([column.key.clone(), place].into_iter().chain(counts))
        };
        let rows: Vec<String> = listed.iter().map(line).collect();
        self.rows(&rows, MOST_ROWS);
        self.columns("text.unlisted", others.into_iter());
    }

    /// What each document adds, a line a document; the page has the reasons.
    fn additions(&mut self, gap: &Gap) {
        self.heading("text.additions");
        let of_sources = gap.additions_by_source();
        let of = |column: &Column| of_sources.get(column.source.as_deref()?).copied();
        let of: Vec<(&Column, &Additions)> = gap.columns.iter().filter_map(|column| Some((column, of(column)?))).collect();
        let is_listed = |(_, additions): &&(&Column, &Additions)| !additions.lists.is_empty();
        let (adding, fine): (Vec<_>, Vec<_>) = of.iter().filter(is_listed).partition(|(_, additions)| !additions.groups.is_empty());
        for (column, additions) in &adding {
            let names: Vec<String> = additions.groups.iter().flat_map(|group| &group.items).map(|item| escape(item.name())).collect();
            let text = self.word("text.added").replace("{column}", &self.column(column)).replace("{count}", &names.len().to_string());
            self.line(&format!("- {}", text.replace("{names}", &self.names(&names, MOST_NAMES))));
        }
        if !adding.is_empty() {
            self.line("");
            self.paragraph(self.word("text.added_in_page"));
        }
        self.columns("text.nothing_added", fine.iter().map(|(column, _)| *column));
        let unlisted: Vec<usize> = of.iter().filter(|one| !is_listed(one)).map(|(column, _)| column.items).collect();
        if !unlisted.is_empty() {
            let text = self.both("text.compared_with_none").fill("count", &unlisted.len().to_string().into());
            self.paragraph(&self.say(&text.fill("items", &unlisted.iter().sum::<usize>().to_string().into())));
        }
    }

    /// What the documents lack, a row a document; those that lack nothing in a line.
    fn fields(&mut self, gap: &Gap) {
        self.heading("text.fields");
        self.paragraph(self.word("text.fields_note"));
        let of_sources = gap.fields_by_source();
        let of = |column: &Column| of_sources.get(column.source.as_deref()?).copied();
        let of = gap.columns.iter().filter_map(|column| Some((column, of(column)?))).filter(|(_, fields)| !fields.fields.is_empty());
        let (open, fine): (Vec<_>, Vec<_>) = of
            .map(|(column, fields)| (column, self.lacking(fields)))
            .partition(|(_, lacking)| lacking.iter().any(|names| !names.is_empty()));
        if !open.is_empty() {
            let heads = ["text.column", "text.no_column_for", "text.missing_in", "text.open_in"];
            self.line(&row(heads.iter().map(|key| self.word(key).to_owned())));
            self.line(&row(heads.iter().map(|_| "---".to_owned())));
            let rows: Vec<String> =
                open.iter().map(|(column, lacking)| row([self.column(column)].into_iter().chain(lacking.iter().cloned()))).collect();
            self.rows(&rows, MOST_ROWS);
        }
        self.columns("text.fields_fine", fine.into_iter().map(|(column, _)| column));
    }

    /// The fields for which there is no column, those that some items lack, and those that are ambiguous in some.
    fn lacking(&self, document: &DocumentFields) -> [String; 3] {
        let named =
            |wanted: &dyn Fn(&FieldCounts) -> Option<String>| document.fields.iter().filter_map(wanted).collect::<Vec<_>>().join("、");
        let name = |field: &FieldCounts| self.say(&field.name);
        let counted = |field: &FieldCounts, count: usize| (count > 0).then(|| format!("{} {count}", name(field)));
        if document.fields.iter().all(|field| field.coverage == Coverage::NotRead) {
            return [self.word("text.field_not_read").to_owned(), String::new(), String::new()];
        }
        let is_lacking = |field: &FieldCounts| field.coverage == Coverage::NoColumn && !field.optional;
        [
            named(&|field| is_lacking(field).then(|| name(field))),
            named(&|field| counted(field, field.missing)),
            named(&|field| counted(field, field.ambiguous)),
        ]
    }

    /// A line a kind of error or warning, with the first of its findings; notes and remarks are counted.
    fn findings(&mut self, gap: &Gap) {
        self.heading("text.findings");
        if gap.findings.is_empty() {
            return self.paragraph(self.word("text.no_findings"));
        }
        let (mut told, counted): (Vec<&FindingGroup>, Vec<&FindingGroup>) =
            gap.findings.iter().partition(|group| group.severity >= Severity::Warning);
        told.sort_by_key(|group| Reverse((group.severity, group.findings.len())));
        if !told.is_empty() {
            let heads = ["text.severities", "text.code", "text.first_of_them", "text.count", "text.file"];
            self.line(&row(heads.iter().map(|key| self.word(key).to_owned())));
            self.line(&row(["---", "---", "---", "--:", "---"].map(ToOwned::to_owned)));
            let rows: Vec<String> = told.iter().map(|group| self.finding_row(group)).collect();
            self.rows(&rows, MOST_KINDS);
        }
        for severity in [Severity::Note, Severity::Info] {
            let mut of: Vec<&FindingGroup> = counted.iter().copied().filter(|group| group.severity == severity).collect();
            of.sort_by_key(|group| Reverse(group.findings.len()));
            let codes: Vec<String> = of.iter().map(|group| format!("{} {}", self.say(&group.title), group.findings.len())).collect();
            if codes.is_empty() {
                continue;
            }
            let count: usize = of.iter().map(|group| group.findings.len()).sum();
            let text = self.both("text.counted_kinds").fill("severity", &self.both(&format!("severity.{}", severity.key())));
            let text = self.say(&text.fill("count", &count.to_string().into()).fill("kinds", &of.len().to_string().into()));
            self.line(&format!("- {text} {}", self.names(&codes, MOST_CODES)));
        }
        self.line("");
        self.paragraph(self.word("text.findings_in_page"));
    }

    fn finding_row(&self, group: &FindingGroup) -> String {
        let first = group.findings.open().0.or_else(|| group.findings.iter().next());
        let place = first.as_ref().and_then(|finding| finding.place()).map_or_else(String::new, |place| code(&place).replace('|', "\\|"));
        let mut message = first.as_ref().map_or_else(|| self.say(&group.title), |finding| self.say(&finding.message));
        if let Some(waived) = first.as_ref().and_then(|finding| finding.waived.as_ref()) {
            message.push_str(&format!(" ({})", self.say(&accepted(waived, self.words))));
        }
        row([self.severity(group.severity.key()), code(&group.code), message, group.findings.len().to_string(), place])
    }

    /// How many checks passed, and which could not answer everywhere: a check that did not run must be seen.
    fn checks(&mut self, gap: &Gap) {
        self.heading("text.checks");
        if gap.checks.is_empty() {
            return self.paragraph(self.word("text.no_checks"));
        }
        let count = |wanted: &dyn Fn(&CheckCounts) -> bool| gap.checks.iter().filter(|check| wanted(&check.total)).count().to_string();
        let fine = |total: &CheckCounts| total.failed + total.could_not_check == 0;
        let text = self.both("text.checks_counted").fill("checks", &gap.checks.len().to_string().into());
        let text = text.fill("failed", &count(&|total| total.failed > 0).into());
        let text = text.fill("passed", &count(&|total| fine(total) && total.passed > 0).into());
        let text = text.fill("none", &count(&|total| fine(total) && total.passed == 0).into());
        self.paragraph(&self.say(&text));
        let mut open: Vec<_> = gap.checks.iter().filter(|check| check.total.could_not_check > 0).collect();
        open.sort_by_key(|check| Reverse(check.total.could_not_check));
        if !open.is_empty() {
            let names: Vec<String> =
                open.iter().map(|check| format!("{} {}", self.say(&check.title), check.total.could_not_check)).collect();
            let text = self.both("text.checks_open").fill("count", &open.len().to_string().into());
            let text = format!("{} {}", self.say(&text), self.names(&names, MOST_CODES));
            self.paragraph(&text);
        }
        self.paragraph(self.word("text.checks_in_page"));
    }

    /// The first `most` of `rows`, and how many more there are.
    fn rows(&mut self, rows: &[String], most: usize) {
        rows.iter().take(most).for_each(|row| self.line(row));
        self.line("");
        if rows.len() > most {
            let text = self.say(&self.both("text.more_rows").fill("count", &(rows.len() - most).to_string().into()));
            self.paragraph(&text);
        }
    }

    /// The first `most` of `names`, and how many more there are.
    fn names(&self, names: &[String], most: usize) -> String {
        let listed = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join("、");
        match names.len().saturating_sub(most) {
            0 => listed,
            more => format!("{listed} {}", self.say(&self.both("text.and_more").fill("count", &more.to_string().into()))),
        }
    }

    /// A line that names `columns` by their keys; nothing where there are none.
    fn columns<'c>(&mut self, key: &str, columns: impl Iterator<Item = &'c Column>) {
        let keys: Vec<String> = columns.map(|column| column.key.clone()).collect();
        if !keys.is_empty() {
            let text = self.word(key).replace("{columns}", &self.names(&keys, MOST_ROWS));
            self.paragraph(&text);
        }
    }

    /// A column as it is called in lines and tables.
    fn column(&self, column: &Column) -> String {
        format!("{}. {}", column.key, escape(column.label(self.words).get(self.language)))
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
