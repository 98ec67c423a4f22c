//! cli/run: `mulu run`.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, FailOn, Folder, print, tables, write};
use crate::error::Error;
use crate::evidence::Text;
use crate::finding::Severity;
use crate::ingest::{Input, ingest};
use crate::output::{RunInfo, outputs};
use crate::pipeline::{self, Run as Made};
use crate::report::reports;
use crate::tables::Tables;
use crate::tables::findings::Language;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Reads every document of a folder; writes normalized/ and reports/.
#[derive(clap::Args)]
pub(super) struct Run {
    #[command(flatten)]
    folder: Folder,
    /// Where normalized/ and reports/ are written.
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// "Today" (YYYY-MM-DD), by which laws are judged; else `as_of` of sources.toml.
    #[arg(long)]
    as_of: Option<String>,
    /// Ends with exit code 1 where a finding is at least so bad.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// `json` writes dataset.json whatever its size.
    #[arg(long, value_parser = ["json"])]
    format: Option<String>,
}

impl Run {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let mut input = ingest(&self.folder.raw)?;
        if input.documents.is_empty() {
            return Err(Error::usage(format!("there are no documents in {}", self.folder.raw.display())));
        }
        if let Some(date) = &self.as_of {
            date.parse::<jiff::civil::Date>().map_err(|error| Error::usage(format!("--as-of {date}: {error}")))?;
            input.manifest.as_of = Some(date.as_str().into());
        }
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let bar = progress(input.documents.len());
        let made = pipeline::run(&input, &tables, &workers.decoder(), &|document| {
            bar.set_message(document.source.path.to_string());
            bar.inc(1);
        })?;
        bar.finish_and_clear();
        let info = RunInfo {
            files: input.documents.len() as u64,
            table_hashes: tables.hashes.clone(),
            overlay_hashes: overlay_hashes(&input),
            whole: self.format.is_some(),
        };
        let mut files = outputs(&made.dataset, &made.checked, &tables, &info)?;
        files.extend(reports(&made.dataset, &made.checked, &tables, language)?);
        write::write(&self.out, &files)?;
        // An archive is no document: the files in it are.
        let archives = input.documents.iter().filter(|document| document.members.is_some_and(|members| members > 0)).count();
        print(&summary(&made, archives, &tables, &self, language))?;
        let worst = made.checked.open().map(|finding| tables.findings.severity(finding)).max();
        let fails = self.fail_on.severity().is_some_and(|least| worst.is_some_and(|worst| worst >= least));
        if made.dataset.documents.iter().all(|document| document.items.is_empty()) {
            return Err(Error::usage("no document could be read; see reports/gap.md"));
        }
        Ok(if fails { Ended::WithFindings } else { Ended::Well })
    }
}

fn overlay_hashes(input: &Input) -> BTreeMap<String, String> {
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    let tables = input.overlay.iter().map(|file| (format!("tables/{}", file.name), hash(&file.text)));
    let officers = [("corrections.toml", &input.corrections), ("decisions.toml", &input.decisions), ("waivers.toml", &input.waivers)];
    let officers = officers.into_iter().filter_map(|(name, text)| Some((name.to_owned(), hash(text.as_deref()?))));
    tables.chain(officers).collect()
}

/// A bar on standard error, hidden where that is no terminal.
fn progress(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}

fn summary(made: &Made, archives: usize, tables: &Tables, run: &Run, language: Language) -> String {
    let documents = &made.dataset.documents;
    let items: usize = documents.iter().map(|document| document.items.len()).sum();
    let mut by_severity: BTreeMap<Severity, usize> = BTreeMap::new();
    for finding in made.checked.open() {
        *by_severity.entry(tables.findings.severity(finding)).or_default() += 1;
    }
    let count = |severity| by_severity.get(&severity).copied().unwrap_or_default();
    let unread = documents.iter().filter(|document| document.items.is_empty()).count().saturating_sub(archives);
    let count_of_documents = documents.len() - archives;
    let mut text = match language {
        Language::English => format!(
            "{} documents, {items} items, {unread} documents without items\nfindings: {} errors, {} warnings, {} notes, {} remarks\n",
            count_of_documents,
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
            count(Severity::Info)
        ),
        Language::Chinese => format!(
            "文档 {} 份，事项 {items} 项，未读出事项的文档 {unread} 份\n发现：错误 {}，警告 {}，提示 {}，说明 {}\n",
            count_of_documents,
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
            count(Severity::Info)
        ),
    };
    for document in documents {
        let place = document.source.jurisdiction.name.as_ref().map_or("?", Text::as_str);
        text.push_str(&format!("  {}  {place}  {}\n", document.source.path, document.items.len()));
    }
    let out = run.out.display();
    text.push_str(&format!("{out}/normalized  {out}/reports/gap.html  {out}/reports/gap.md\n"));
    text
}
