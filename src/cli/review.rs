//! cli/review: `mulu review`: puts the alignments that are worth a person's time to that person, and appends the answers to `decisions.toml`.
#![expect(clippy::disallowed_methods, reason = "a sheet is read where the user says, and a decision bears the day on which it was made")]

mod apply;
mod blocks;
mod book;
mod sitting;
mod spelling;

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, tables};
use crate::align::{Asked, Question, contradictions, questions};
use crate::error::{Doing, Error};
use crate::ingest::ingest;
use crate::pipeline;
use crate::tables::decisions::{Decided, Decision, Decisions};
use crate::tables::findings::Language;
use crate::tables::waivers::{Waiver, Waivers};
use apply::{Changes, Known};
use blocks::Blocks;
use book::{Filled, Row, filled};
use console::Term;
use sitting::Sitting;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Shows which alignments are worth a person's time, takes one key for each, and writes the decisions.
#[derive(clap::Args)]
pub(super) struct Review {
    #[command(flatten)]
    folder: Folder,
    /// Who decides; needed to write decisions.
    #[arg(long)]
    by: Option<String>,
    /// Why, for all decisions of this sitting.
    #[arg(long, default_value = "")]
    why: String,
    /// `csv` prints the questions as a sheet to fill in the column `verdict` (same, different, unsure).
    #[arg(long, value_parser = ["csv"], conflicts_with = "apply")]
    format: Option<String>,
    /// Reads a filled sheet, or a filled `gap.xlsx`, and writes its decisions and waivers.
    #[arg(long, value_name = "FILE")]
    apply: Option<PathBuf>,
    /// At most so many questions.
    #[arg(long)]
    most: Option<usize>,
}

const DECISIONS: &str = "decisions.toml";
const WAIVERS: &str = "waivers.toml";
/// How a workbook begins: it is a zip archive.
const ARCHIVE: &[u8] = b"PK";
const COLUMNS: [&str; 10] = ["item", "with", "judged", "name", "service", "relation", "score", "reasons", "verdict", "why"];

impl Review {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        if let Some(sheet) = &self.apply {
            let bytes = fs::read(sheet).map_err(|error| Error::file(Doing::Read, sheet, error))?;
            return self.apply(&bytes, language, limits);
        }
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let dataset = pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?.dataset;
        let decisions = Decisions::parse(DECISIONS, &text_of(&self.path())?)?;
        let mut questions: Vec<Question> = contradictions(&dataset, &decisions).into_iter().chain(questions(&dataset, &tables)).collect();
        questions.truncate(self.most.unwrap_or(usize::MAX));
        if self.format.is_some() {
            print(&sheet(&questions)?)?;
        } else {
            self.ask(&questions)?;
        }
        Ok(Ended::Well)
    }

    /// Writes what a person filled into `gap.xlsx` or a sheet; what the files have already is not written twice.
    fn apply(&self, bytes: &[u8], language: Language, limits: Limits) -> Result<Ended, Error> {
        // What was accepted is not needed to read the documents, and must not stop it.
        let mut input = ingest(&self.folder.raw)?;
        let accepted = input.waivers.take().unwrap_or_default();
        let tables = tables(&input)?;
        let is_book = bytes.starts_with(ARCHIVE);
        let filled = if is_book { filled(bytes, &tables.report)? } else { sheet_rows(&String::from_utf8_lossy(bytes))? };
        let workers = Workers::new(&input.overlay, limits)?;
        let run = pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?;
        let today = today();
        let known = Known {
            dataset: &run.dataset,
            checked: &run.checked,
            tables: &tables,
            language,
            by: if filled.verdicts.is_empty() { "" } else { self.by()? },
            today: &today,
            why: &self.why,
            decisions: Decisions::written(DECISIONS, input.decisions.as_deref().unwrap_or_default())?,
            waivers: Waivers::written(WAIVERS, &accepted)?,
        };
        let changes = known.changes(&filled).map_err(Error::usage)?;
        self.write_decisions(&changes)?;
        self.write_waivers(&known.waivers, &changes)?;
        print(&self.written(&known, &changes, is_book))?;
        Ok(Ended::Well)
    }

    /// What was written, in words.
    fn written(&self, known: &Known, changes: &Changes, is_book: bool) -> String {
        let line =
            |key: &str, count: usize, path: &Path| known.say(key, &[("count", &count.to_string()), ("path", &path.display().to_string())]);
        let mut lines = vec![line("apply.decisions", changes.decisions.len(), &self.path())];
        if is_book {
            lines.push(line("apply.waivers", changes.waivers.len(), &self.folder.raw.join(WAIVERS)));
        }
        if changes.replaced > 0 {
            lines.push(known.say("apply.replaced", &[("count", &changes.replaced.to_string())]));
        }
        let [decisions, waivers] = [changes.undecided.len(), changes.withdrawn.len()].map(|count| count.to_string());
        if changes.undecided.len() + changes.withdrawn.len() > 0 {
            lines.push(known.say("apply.withdrawn", &[("decisions", &decisions), ("waivers", &waivers)]));
        }
        lines.extend(changes.remarks.iter().cloned());
        lines.join("\n") + "\n"
    }

    /// Takes decisions back, and puts new ones behind the others.
    fn write_decisions(&self, changes: &Changes) -> Result<(), Error> {
        let path = self.path();
        if !changes.undecided.is_empty() {
            let text = text_of(&path)?;
            let mut kept = Decisions::written(DECISIONS, &text)?;
            let is_gone = |decision: &Decision| changes.undecided.iter().any(|(item, with)| decision.is_between(item, with));
            let mut blocks = Blocks::of(&text, "[[decision]]");
            kept.0.iter().enumerate().filter(|(_, decision)| is_gone(decision)).for_each(|(index, _)| blocks.take(index));
            kept.0.retain(|decision| !is_gone(decision));
            let text = blocks.text();
            let is_right = Decisions::written(DECISIONS, &text).is_ok_and(|written| written == kept);
            replace(&path, &if is_right { text } else { kept.to_toml()? })?;
        }
        self.append(&Decisions(changes.decisions.clone()))
    }

    /// Takes waivers back, replaces those about the same, and puts new ones behind the others.
    fn write_waivers(&self, known: &Waivers, changes: &Changes) -> Result<(), Error> {
        if changes.waivers.is_empty() && changes.withdrawn.is_empty() {
            return Ok(());
        }
        let path = self.folder.raw.join(WAIVERS);
        let mut blocks = Blocks::of(&text_of(&path)?, "[[waiver]]");
        let mut expected = Vec::new();
        for (index, old) in known.0.iter().enumerate() {
            let is_last = !known.0.iter().skip(index + 1).any(|later| later.key() == old.key());
            let new = changes.waivers.iter().find(|new| new.key() == old.key());
            let is_withdrawn = changes.withdrawn.iter().any(|gone| gone.key() == old.key());
            match new {
                Some(new) if is_last => {
                    [("until", &new.until), ("reason", &new.reason), ("owner", &new.owner)]
                        .into_iter()
                        .for_each(|(key, value)| blocks.set(index, key, value));
                    expected.push(new.clone());
                }
                None if !is_withdrawn => expected.push(old.clone()),
                _ => blocks.take(index),
            }
        }
        let is_new = |new: &&Waiver| !known.0.iter().any(|old| old.key() == new.key());
        let added: Vec<Waiver> = changes.waivers.iter().filter(is_new).cloned().collect();
        if !added.is_empty() {
            blocks.add(&Waivers(added.clone()).to_toml()?);
        }
        expected.extend(added);
        let (text, expected) = (blocks.text(), Waivers(expected));
        let is_right = Waivers::written(WAIVERS, &text).is_ok_and(|written| written == expected);
        replace(&path, &if is_right { text } else { expected.to_toml()? })
    }

    fn path(&self) -> PathBuf {
        self.folder.raw.join(DECISIONS)
    }

    fn by(&self) -> Result<&str, Error> {
        let by = self.by.as_deref().map(str::trim).filter(|by| !by.is_empty());
        by.ok_or_else(|| Error::usage(["--by NAME is needed: a decision says who made it", "需要 --by 姓名：结论须写明由谁作出"]))
    }

    /// Each question, and one key; what is decided is written at once, so that a sitting can end at any time.
    fn ask(&self, questions: &[Question]) -> Result<(), Error> {
        if questions.is_empty() {
            return print("nothing to decide\n");
        }
        self.by()?;
        let path = self.path();
        let written = Sitting::new(questions, &path, &|question, verdict| self.decisions(question, verdict)).hold(&mut key, &mut print)?;
        print(&format!("{written} decisions written to {}\n", path.display()))
    }

    /// One decision for each item that the question touches.
    fn decisions(&self, question: &Question, verdict: Decided) -> Result<Decisions, Error> {
        let by = self.by()?;
        let decision = |asked: &Asked| Decision {
            verdict,
            item: asked.id.clone(),
            with: question.with.clone(),
            judged: asked.judged.clone(),
            by: by.to_owned(),
            when: today(),
            why: self.why.clone(),
        };
        Ok(Decisions(question.items.iter().map(decision).collect()))
    }

    fn append(&self, decisions: &Decisions) -> Result<(), Error> {
        if decisions.0.is_empty() {
            return Ok(());
        }
        append(&self.path(), &decisions.to_toml()?)
    }
}

/// The rows of a sheet in which a verdict stands.
fn sheet_rows(text: &str) -> Result<Filled, Error> {
    let failed = |error: csv::Error| Error::usage([format!("the sheet: {error}"), format!("表格无法读取：{error}")]);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(failed)?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let needed =
        |name: &str| column(name).ok_or_else(|| Error::usage([format!("the sheet has no column `{name}`"), format!("表中没有“{name}”列")]));
    let columns = [("item", Some(needed("item")?)), ("concept", Some(needed("with")?)), ("judged", Some(needed("judged")?))];
    let columns = columns.into_iter().chain([("verdict", Some(needed("verdict")?)), ("why", column("why"))]);
    let columns: Vec<(&'static str, Option<usize>)> = columns.collect();
    let mut filled = Filled::default();
    for (number, row) in (2..).zip(reader.records()) {
        let row = row.map_err(failed)?;
        let cell = |at: &Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned();
        let row = Row::alone(number, columns.iter().map(|(key, at)| (*key, cell(at))));
        filled.verdicts.extend(Some(row).filter(|row| row.says(&["verdict"])));
    }
    Ok(filled)
}

/// Puts `text` in the place of the file.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    blocks::replace(path, text).map_err(|error| Error::file(Doing::Write, path, error))
}

/// The text of `path`; none where there is no such file.
fn text_of(path: &Path) -> Result<String, Error> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| Error::file(Doing::Read, path, error)),
    }
}

fn append(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |error| Error::file(Doing::Write, path, error);
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    file.write_all(format!("\n{}", text.trim_start()).as_bytes()).map_err(failed)
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The key pressed; the first character of a line of standard input where that is no terminal. `None` at its end.
fn key() -> Result<Option<char>, Error> {
    let failed = |error| Error::file(Doing::Read, "standard input".as_ref(), error);
    if std::io::stdin().is_terminal() {
        return Term::stderr().read_char().map(Some).map_err(failed);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(if line.is_empty() { None } else { Some(line.trim().chars().next().unwrap_or(' ')) })
}

/// The questions as CSV, one row an item.
fn sheet(questions: &[Question]) -> Result<String, Error> {
    let failed = |error: csv::Error| Error::output("the sheet", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(failed)?;
    for question in questions {
        let reasons = question.reasons.iter().map(|reason| reason.as_str()).collect::<Vec<_>>().join("; ");
        let score = question.score.to_string();
        for asked in &question.items {
            let sides = [&asked.id, &question.with, &asked.judged, &question.item, &question.other];
            let row = sides.map(String::as_str).into_iter().chain([question.relation, &score, &reasons, "", ""]);
            writer.write_record(row).map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| Error::output("the sheet", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
