//! cli/run: `mulu run`.

use super::cache::Cache;
use super::diff::since;
use super::helpers::Helpers;
use super::progress::{Audience, Progress};
use super::select::Selection;
use super::stop::Stop;
use super::summary::summary;
use super::watch::Watch;
use super::worker::Limits;
use super::workers::Workers;
use super::write::{self, Lock, OWN};
use super::{Ended, FailOn, Folder, finish, print, print_all, tables};
use crate::document;
use crate::error::{Doing, Error};
use crate::evidence::Text;
use crate::ingest::{Input, RawDocument, ingest, ingest_bytes};
use crate::output::{Files, LINE_FILES, RunInfo, line_file, outputs};
use crate::pipeline::{self, Run as Made};
use crate::report::reports;
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::findings::Language;
use clap::ValueEnum;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

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
    /// What else is written: `json` dataset.json whatever its size, `sqlite` mulu.sqlite.
    #[arg(long, value_enum, value_delimiter = ',')]
    format: Vec<Format>,
    /// Only these documents: a glob of paths, the name or code of a place, or a domain. May be given several times.
    #[arg(long, value_name = "GLOB|PLACE|DOMAIN")]
    select: Vec<String>,
    /// The report also tells what has changed since an earlier run: its normalized/, or the folder it is in. The outputs that are replaced will do.
    #[arg(long, value_name = "DIR", conflicts_with = "stdout")]
    since: Option<PathBuf>,
    /// Prints the lines of one file to standard output and writes nothing.
    #[arg(long, value_name = "FILE", value_parser = LINE_FILES)]
    stdout: Option<String>,
    /// Who looks at the progress.
    #[arg(long, value_enum, default_value_t)]
    progress: Audience,
    /// Runs again whenever a file of the folder changes, until Ctrl-C.
    #[arg(long, conflicts_with = "stdout")]
    watch: bool,
    /// Where what was read of each file is kept for the next run; else .mulu/cache below --out.
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    cache: Option<PathBuf>,
    /// Reads every file anew, and keeps nothing.
    #[arg(long)]
    no_cache: bool,
    /// The most that is kept, in MB; what was not used for longest goes first.
    #[arg(long, value_name = "MB", default_value_t = 4096)]
    cache_size: u64,
    /// The most seconds for one file; one that takes longer is reported, and the run goes on without it.
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    file_seconds: u64,
}

/// What is written besides the files that always are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// dataset.json, everything in one document.
    Json,
    /// mulu.sqlite, tables with full-text search.
    Sqlite,
}

/// The folder that means standard input.
const STDIN: &str = "-";

impl Run {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let stop = Stop::listen();
        if !self.watch {
            return self.once(language, limits, &stop);
        }
        let mut watch = Watch::of(&self.folder.raw)?;
        while !stop.is_asked() {
            match self.once(language, limits, &stop) {
                Err(error) if error.is_interrupted() => break,
                ended => drop(finish(ended, language)),
            }
            watch.wait(&stop)?;
        }
        Ok(Ended::Well)
    }

    fn once(&self, language: Language, limits: Limits, stop: &Stop) -> Result<Ended, Error> {
        let (mut input, selection) = self.input()?;
        let tables = tables(&input)?;
        let lock = if self.stdout.is_none() { Some(Lock::take(&self.out)?) } else { None };
        if let Some(lock) = &lock
            && write::recover(lock, &self.out)?
        {
            tracing::info!("the outputs of a run that was stopped are in place now");
        }
        let documents = std::mem::take(&mut input.documents);
        let bytes = documents.iter().map(|document| document.bytes.len() as u64).sum();
        let is_archive = |raw: &&RawDocument| raw.members.is_some_and(|members| members > 0);
        let job = Job {
            run: self,
            selection,
            workers: Workers::new(&input.overlay, limits)?,
            cache: self.cache(&input),
            progress: Progress::new(self.progress, documents.len(), bytes),
            archives: documents.iter().filter(is_archive).map(|raw| raw.path.clone()).collect(),
            input: &input,
            tables: &tables,
            lock,
            stop,
            language,
        };
        job.run(documents)
    }

    /// The documents that are wanted, as far as that is known before they are read.
    fn input(&self) -> Result<(Input, Selection), Error> {
        let raw = &self.folder.raw;
        let mut input = if raw == Path::new(STDIN) { from_stdin()? } else { ingest(raw)? };
        if input.documents.is_empty() {
            let raw = raw.display();
            return Err(Error::usage([format!("there are no documents in {raw}"), format!("{raw} 中没有文件")]));
        }
        if let Some(date) = &self.as_of {
            let said = |[en, zh]: [String; 2]| [format!("--as-of: {en}"), format!("--as-of：{zh}")];
            date.parse::<jiff::civil::Date>().map_err(|error| Error::usage(said(Error::no_date(date, error))))?;
            input.manifest.as_of = Some(date.as_str().into());
        }
        let selection = Selection::new(&self.select, &mut input)?;
        Ok((input, selection))
    }

    /// The cache, where one is wanted. A run that writes nothing keeps nothing, unless it is told where.
    fn cache(&self, input: &Input) -> Option<Cache> {
        let beside = || self.stdout.is_none().then(|| self.out.join(OWN).join("cache"));
        let folder = if self.no_cache { None } else { self.cache.clone().or_else(beside) };
        folder.map(|folder| Cache::new(folder, self.cache_size << 20, &input.overlay, input.manifest.as_of.as_ref()))
    }
}

/// The one document on standard input.
fn from_stdin() -> Result<Input, Error> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::file(Doing::Read, "standard input".as_ref(), error))?;
    Ok(ingest_bytes("stdin", bytes))
}

/// One run, with all that it needs.
struct Job<'a> {
    run: &'a Run,
    input: &'a Input,
    selection: Selection,
    /// Paths of archives: an archive is no document, the files in it are.
    archives: BTreeSet<Text>,
    tables: &'a Tables,
    workers: Workers,
    cache: Option<Cache>,
    progress: Progress,
    lock: Option<Lock>,
    stop: &'a Stop,
    language: Language,
}

impl Job<'_> {
    fn run(&self, documents: Vec<RawDocument>) -> Result<Ended, Error> {
        let read = |raw: &RawDocument| self.read(raw);
        std::thread::scope(|scope| {
            let helpers = Helpers::new(scope, &read, Duration::from_secs(self.run.file_seconds));
            let ended = self.stages(documents, &helpers);
            if helpers.is_one_left_behind() {
                // It cannot be ended, and may never end by itself; all that there is to do is done.
                std::process::exit(finish(ended, self.language).into());
            }
            ended
        })
    }

    fn stages(&self, documents: Vec<RawDocument>, helpers: &Helpers<'_, '_>) -> Result<Ended, Error> {
        let made = pipeline::run_with(documents, self.input, self.tables, &|raw| self.wanted(Arc::new(raw), helpers))?;
        if made.dataset.documents.is_empty() {
            return Err(Error::usage(["--select: there is no such document", "--select：没有这样的文件"]));
        }
        self.stop.check()?;
        if let Some(cache) = &self.cache {
            cache.trim();
            tracing::info!("{} of {} documents were read before", cache.found(), made.dataset.documents.len());
        }
        if let Some(name) = &self.run.stdout {
            self.progress.stage("done");
            print_all(|to| line_file(name, &made.dataset, &made.checked, self.tables, to))?;
        } else {
            self.publish(&made)?;
        }
        self.ended(&made)
    }

    /// One document, read or found; `None` where it is not wanted.
    fn wanted(&self, raw: Arc<RawDocument>, helpers: &Helpers<'_, '_>) -> Result<Option<DocumentResult>, Error> {
        self.stop.check()?;
        let result = helpers.result(&raw).unwrap_or_else(|| {
            let seconds = self.run.file_seconds;
            let reason = [format!("it takes more than {seconds} seconds"), format!("所需时间超过{seconds}秒")];
            document::stopped(&raw, self.input.manifest.as_of.as_ref(), self.tables, reason)
        });
        self.progress.read(&result);
        Ok(self.selection.wants(&result).then_some(result))
    }

    fn read(&self, raw: &RawDocument) -> DocumentResult {
        let read = || document::read_alone(raw, self.input.manifest.as_of.as_ref(), self.tables, &self.workers.decoder());
        match &self.cache {
            Some(cache) => cache.result(raw, read),
            None => read(),
        }
    }

    fn publish(&self, made: &Made) -> Result<(), Error> {
        self.progress.stage("writing");
        let info = RunInfo {
            files: made.dataset.documents.len() as u64,
            table_hashes: self.tables.hashes.clone(),
            overlay_hashes: overlay_hashes(self.input),
            whole: self.run.format.contains(&Format::Json),
            sqlite: self.run.format.contains(&Format::Sqlite),
        };
        let since = self.run.since.as_deref().map(|folder| since(folder, made, self.tables)).transpose()?;
        let make = |files: &dyn Files| {
            let (outputs, reports) = rayon::join(
                || outputs(&made.dataset, &made.checked, self.tables, &info, files),
                || reports(&made.dataset, &made.checked, self.tables, since.as_ref(), self.language, files),
            );
            outputs.and(reports).and_then(|()| self.stop.check())
        };
        if let Some(lock) = &self.lock {
            write::write(lock, &self.run.out, &make)?;
        }
        self.progress.stage("done");
        let archives = made.dataset.documents.iter().filter(|document| self.archives.contains(&document.source.path)).count();
        print(&summary(made, archives, self.tables, &self.run.out, self.language))
    }

    /// How a run ends whose outputs are written.
    fn ended(&self, made: &Made) -> Result<Ended, Error> {
        if made.dataset.documents.iter().all(|document| document.items.is_empty()) {
            return Err(Error::usage(["no document could be read; see reports/gap.md", "没有一份文件能够读出；详见 reports/gap.md"]));
        }
        let worst = made.checked.open().map(|finding| self.tables.findings.severity(finding)).max();
        let fails = self.run.fail_on.severity().is_some_and(|least| worst.is_some_and(|worst| worst >= least));
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
