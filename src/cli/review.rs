//! cli/review: `mulu review`: puts the alignments that are worth a person's time to that person, and appends the answers to `decisions.toml`.
#![expect(clippy::disallowed_methods, reason = "a sheet is read where the user says, and a decision bears the day on which it was made")]

mod book;
mod sitting;
mod waivers;

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, tables};
use crate::align::{Asked, Dataset, Question, contradictions, judged_by_ids, questions};
use crate::error::Error;
use crate::ingest::ingest;
use crate::pipeline;
use crate::tables::Tables;
use crate::tables::decisions::{Decided, Decision, Decisions};
use book::{Filled, Verdict, filled};
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
    pub(super) fn run(self, limits: Limits) -> Result<Ended, Error> {
        if let Some(sheet) = &self.apply {
            let bytes = fs::read(sheet).map_err(|error| Error::file("read", sheet, error))?;
            if bytes.starts_with(ARCHIVE) {
                return self.apply_book(&bytes, limits);
            }
            let decisions = self.decisions_of_sheet(&String::from_utf8_lossy(&bytes))?;
            self.append(&decisions)?;
            print(&format!("{} decisions written to {}\n", decisions.0.len(), self.path().display()))?;
            return Ok(Ended::Well);
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

    /// Writes what a person filled into `gap.xlsx`; what the files have already is not written twice.
    fn apply_book(&self, bytes: &[u8], limits: Limits) -> Result<Ended, Error> {
        let Filled { verdicts, waivers } = filled(bytes, &Tables::embedded()?.report)?;
        let known = Decisions::parse(DECISIONS, &text_of(&self.path())?)?;
        let mut decisions = self.decisions_of_book(verdicts, limits)?;
        let is_known = |new: &Decision| {
            let same =
                |old: &Decision| (&old.verdict, &old.item, &old.with, &old.judged) == (&new.verdict, &new.item, &new.with, &new.judged);
            known.0.iter().any(same)
        };
        decisions.0.retain(|decision| !is_known(decision));
        self.append(&decisions)?;
        let path = self.folder.raw.join(WAIVERS);
        let (count, text) = waivers::new_ones(WAIVERS, &text_of(&path)?, waivers)?;
        if count > 0 {
            append(&path, &text)?;
        }
        let written = format!("{} decisions written to {}\n", decisions.0.len(), self.path().display());
        print(&format!("{written}{count} waivers written to {}\n", path.display()))?;
        Ok(Ended::Well)
    }

    /// The verdicts as decisions. An item that the person named is looked up in the documents as they are now.
    fn decisions_of_book(&self, verdicts: Vec<Verdict>, limits: Limits) -> Result<Decisions, Error> {
        if verdicts.is_empty() {
            return Ok(Decisions::default());
        }
        let by = self.by()?;
        let dataset = match verdicts.iter().any(|verdict| verdict.judged.is_empty()) {
            true => Some(self.dataset(limits)?),
            false => None,
        };
        let look_up = dataset.as_ref().map(judged_by_ids);
        let decision = |verdict: Verdict| {
            let Verdict { verdict, item, with, judged, why } = verdict;
            let judged = match (&look_up, judged.is_empty()) {
                (Some(look_up), true) => {
                    look_up(&item, &with).ok_or_else(|| Error::usage(format!("there is no item `{item}`, or no service `{with}`")))?
                }
                _ => judged,
            };
            let why = if why.is_empty() { self.why.clone() } else { why };
            Ok(Decision { verdict, item, with, judged, by: by.to_owned(), when: today(), why })
        };
        Ok(Decisions(verdicts.into_iter().map(decision).collect::<Result<_, Error>>()?))
    }

    fn dataset(&self, limits: Limits) -> Result<Dataset, Error> {
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        Ok(pipeline::run(&input, &tables, &workers.decoder(), &|_| ())?.dataset)
    }

    fn path(&self) -> PathBuf {
        self.folder.raw.join(DECISIONS)
    }

    fn by(&self) -> Result<&str, Error> {
        let by = self.by.as_deref().map(str::trim).filter(|by| !by.is_empty());
        by.ok_or_else(|| Error::usage("--by NAME is needed: a decision says who made it".to_owned()))
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

    /// The decisions of a sheet: rows whose verdict is empty are left open.
    fn decisions_of_sheet(&self, text: &str) -> Result<Decisions, Error> {
        let by = self.by()?;
        let failed = |error: csv::Error| Error::usage(format!("the sheet: {error}"));
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headers = reader.headers().map_err(failed)?.clone();
        let mut decisions = Vec::new();
        for (number, row) in (2..).zip(reader.records()) {
            let row = row.map_err(failed)?;
            let cell = |name: &str| {
                let at = headers.iter().position(|header| header.trim() == name);
                at.and_then(|at| row.get(at)).map(str::trim).ok_or_else(|| Error::usage(format!("the sheet has no column `{name}`")))
            };
            let said = cell("verdict")?;
            if said.is_empty() {
                continue;
            }
            let verdict = Decided::named(said)
                .ok_or_else(|| Error::usage(format!("row {number} of the sheet: `{said}` is none of same, different, unsure")))?;
            let [item, with, judged] = [cell("item")?, cell("with")?, cell("judged")?].map(str::to_owned);
            let why = cell("why").map(str::to_owned).unwrap_or_else(|_| self.why.clone());
            decisions.push(Decision { verdict, item, with, judged, by: by.to_owned(), when: today(), why });
        }
        Ok(Decisions(decisions))
    }

    fn append(&self, decisions: &Decisions) -> Result<(), Error> {
        if decisions.0.is_empty() {
            return Ok(());
        }
        append(&self.path(), &decisions.to_toml()?)
    }
}

/// The text of `path`; none where there is no such file.
fn text_of(path: &Path) -> Result<String, Error> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| Error::file("read", path, error)),
    }
}

fn append(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |error| Error::file("write", path, error);
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    file.write_all(format!("\n{}", text.trim_start()).as_bytes()).map_err(failed)
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The key pressed; the first character of a line of standard input where that is no terminal. `None` at its end.
fn key() -> Result<Option<char>, Error> {
    let failed = |error| Error::file("read", "standard input".as_ref(), error);
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
