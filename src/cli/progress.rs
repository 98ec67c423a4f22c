//! cli/progress: how far reading has come, on standard error: a bar for people, JSON lines for programs, nothing where neither looks.
#![expect(clippy::disallowed_methods, reason = "the rate needs a clock; it goes to the terminal and into no output")]
#![expect(clippy::print_stderr, reason = "printing is this module's job")]

use crate::result::DocumentResult;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Who looks at the progress.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Audience {
    /// A bar where standard error is a terminal.
    #[default]
    Auto,
    /// A JSON line on standard error ten times a second at most.
    Json,
    /// Nobody.
    None,
}

/// The progress of a run.
pub(super) struct Progress {
    bar: ProgressBar,
    is_json: bool,
    started: Instant,
    so_far: Mutex<SoFar>,
}

struct SoFar {
    line: Line,
    printed: Option<Instant>,
}

/// A line of `--progress json`. Renaming a field here is a change that other programs see.
#[derive(Clone, Default, Serialize)]
struct Line {
    /// `reading`, `judging`, `writing` or `done`.
    stage: &'static str,
    /// The file that was read last.
    file: String,
    /// Files read so far, and of how many.
    files: u64,
    files_in_all: u64,
    /// Their bytes, and of how many.
    bytes: u64,
    bytes_in_all: u64,
    /// Items and findings so far.
    items: u64,
    findings: u64,
    /// Seconds so far, and about how many more the reading takes.
    seconds: f64,
    seconds_left: Option<f64>,
}

const BETWEEN: Duration = Duration::from_millis(100);

impl Progress {
    /// The progress of reading `files` files of `bytes` bytes.
    pub(super) fn new(audience: Audience, files: usize, bytes: u64) -> Self {
        let template = "{bar:24} {pos}/{len} files  {msg}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = if audience == Audience::Auto { ProgressBar::new(files as u64).with_style(style) } else { ProgressBar::hidden() };
        let line = Line { stage: "reading", files_in_all: files as u64, bytes_in_all: bytes, ..Line::default() };
        let so_far = Mutex::new(SoFar { line, printed: None });
        Progress { bar, is_json: audience == Audience::Json, started: Instant::now(), so_far }
    }

    /// One more document is read.
    pub(super) fn read(&self, document: &DocumentResult) {
        let mut so_far = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
        let line = &mut so_far.line;
        line.file = document.source.path.to_string();
        line.files += 1;
        line.bytes += document.source.bytes;
        line.items += document.items.len() as u64;
        line.findings += document.findings.len() as u64;
        line.time(self.started.elapsed());
        if !self.bar.is_hidden() {
            self.bar.set_message(line.words());
        }
        self.bar.inc(1);
        if self.is_json && so_far.printed.is_none_or(|printed| printed.elapsed() >= BETWEEN) {
            so_far.print();
        }
        let is_last = so_far.line.files == so_far.line.files_in_all;
        drop(so_far);
        if is_last {
            self.stage("judging");
        }
    }

    /// A stage begins that is not counted in files.
    pub(super) fn stage(&self, stage: &'static str) {
        let mut so_far = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
        so_far.line.stage = stage;
        so_far.line.time(self.started.elapsed());
        self.bar.set_message(stage);
        if stage == "done" {
            self.bar.finish_and_clear();
        }
        if self.is_json {
            so_far.print();
        }
    }
}

/// An error that ends the run leaves no bar behind.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl SoFar {
    fn print(&mut self) {
        self.printed = Some(Instant::now());
        eprintln!("{}", serde_json::to_string(&self.line).unwrap_or_default());
    }
}

impl Line {
    fn time(&mut self, since: Duration) {
        self.seconds = (since.as_secs_f64() * 1000.0).round() / 1000.0;
        let left = self.bytes_in_all.saturating_sub(self.bytes) as f64;
        self.seconds_left = (self.bytes > 0).then(|| (self.seconds * left / self.bytes as f64 * 10.0).round() / 10.0);
    }

    /// As the bar shows it.
    fn words(&self) -> String {
        const MEGABYTE: f64 = 1e6;
        let rate = self.bytes as f64 / MEGABYTE / self.seconds.max(0.001);
        let left = self.seconds_left.map(|left| format!(", {left:.0} s left")).unwrap_or_default();
        format!(
            "{:.1} of {:.1} MB, {} items, {} findings, {rate:.1} MB/s{left}  {}",
            self.bytes as f64 / MEGABYTE,
            self.bytes_in_all as f64 / MEGABYTE,
            self.items,
            self.findings,
            self.file
        )
    }
}
