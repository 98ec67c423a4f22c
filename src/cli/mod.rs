//! cli: arguments, progress, writing files, exit codes. The only place besides ingest that touches files, and the only one that prints.
#![expect(clippy::print_stderr, reason = "printing is this module's job")]

// The commands.
mod codes;
mod compare;
mod diff;
mod doctor;
mod explain;
mod grids;
mod inspect;
mod review;
mod run;
mod schema;
mod sources;
mod worker;

// What they are made of.
mod cache;
mod helpers;
mod log;
mod progress;
mod select;
mod show;
mod stop;
mod summary;
mod watch;
mod workers;
mod write;

use crate::error::{Doing, Error};
use crate::finding::Severity;
use crate::tables::findings::Language;
use clap::{Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns published government directories and service guides into one dataset with evidence for every value.
#[derive(Parser)]
#[command(name = "mulu", version)]
struct Arguments {
    /// Language of messages and reports.
    #[arg(long, value_enum, default_value_t, global = true)]
    lang: Lang,
    #[command(flatten)]
    limits: worker::Limits,
    #[command(flatten)]
    log: log::Log,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads every document of a folder; writes normalized/ and reports/.
    Run(run::Run),
    /// Shows how one file was read: header, columns, the place of every cell.
    Inspect(inspect::Inspect),
    /// Prints the recovered tables of one file alone.
    Tables(grids::Tables),
    /// Compares places, or documents, service by service and field by field.
    Compare(compare::Compare),
    /// Prints all that is known of an item: where its values came from, which service it is and why, what is wrong.
    Explain(explain::Explain),
    /// Asks a person about alignments that are not certain, and writes the decisions.
    Review(review::Review),
    /// Says what was added, removed and changed between two runs.
    Diff(diff::Diff),
    /// Prints a sources.toml for the documents of a folder, to be filled in.
    Sources(sources::Sources),
    /// Checks a folder and the set-up, and says what to mend.
    Doctor(doctor::Doctor),
    /// Prints the JSON Schemas of the output.
    Schema(schema::Schema),
    /// Prints what findings mean.
    Codes(codes::Codes),
    /// Decodes files for another process of this program: bytes in, blocks out.
    #[command(hide = true)]
    Worker(worker::Worker),
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Lang {
    #[default]
    En,
    Zh,
}

/// What makes a run end with exit code 1.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    #[default]
    Never,
    Note,
    Warning,
    Error,
}

/// A folder of documents, as several commands take it.
#[derive(clap::Args)]
struct Folder {
    /// The folder with the documents.
    #[arg(default_value = "raw")]
    raw: PathBuf,
}

/// How a command ended that did not fail.
enum Ended {
    Well,
    WithFindings,
}

/// Runs the program. Exit codes: 0 fine, 1 findings at or above `--fail-on` (`diff`: differences, `doctor`: something to mend), 2 the run failed, 130 it
/// was asked to end.
pub fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| refused(&error));
    let language = match arguments.lang {
        Lang::En => Language::English,
        Lang::Zh => Language::Chinese,
    };
    ExitCode::from(finish(arguments.log.start().and_then(|()| run(arguments, language)), language))
}

/// Ends where the arguments cannot be read, or where help is all that was asked for. What is wrong with them is said by their parser, in English.
fn refused(error: &clap::Error) -> ! {
    // An argument may be a path in another encoding.
    let asked: Vec<OsString> = std::env::args_os().collect();
    let is_chinese = asked.iter().any(|one| one == "--lang=zh") || asked.windows(2).any(|pair| pair == ["--lang", "zh"]);
    if error.use_stderr() && is_chinese {
        eprintln!("错误：命令行参数有误，说明如下：");
    }
    error.exit()
}

fn run(arguments: Arguments, language: Language) -> Result<Ended, Error> {
    let limits = arguments.limits;
    match arguments.command {
        Command::Run(command) => command.run(language, limits),
        Command::Inspect(command) => command.run(language, limits),
        Command::Tables(command) => command.run(limits),
        Command::Compare(command) => command.run(language, limits),
        Command::Explain(command) => command.run(language, limits),
        Command::Review(command) => command.run(language, limits),
        Command::Diff(command) => command.run(language),
        Command::Sources(command) => command.run(limits),
        Command::Doctor(command) => command.run(limits),
        Command::Schema(command) => command.run(),
        Command::Codes(command) => command.run(language),
        Command::Worker(command) => command.run(limits),
    }
}

/// The exit code of what has ended so; an error is printed in `language`.
fn finish(ended: Result<Ended, Error>, language: Language) -> u8 {
    match ended {
        Ok(Ended::Well) => 0,
        Ok(Ended::WithFindings) => 1,
        Err(error) => {
            match language {
                Language::English => eprintln!("error: {error}"),
                Language::Chinese => eprintln!("错误：{}", error.in_chinese()),
            }
            if error.is_interrupted() { stop::INTERRUPTED } else { 2 }
        }
    }
}

impl FailOn {
    /// The mildest severity that fails the run.
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Never => None,
            FailOn::Note => Some(Severity::Note),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
        }
    }
}

/// The embedded tables with the overlay of `input`.
fn tables(input: &crate::ingest::Input) -> Result<crate::tables::Tables, Error> {
    crate::tables::Tables::with_overlay(&input.overlay)
}

/// Prints to standard output; a reader that went away (`| head`) is no failure.
fn print(text: &str) -> Result<(), Error> {
    print_all(|to| to.write_all(text.as_bytes()).map_err(|error| Error::file(Doing::Write, "standard output".as_ref(), error)))
}

/// As [`print`], of what `content` writes.
fn print_all(content: impl FnOnce(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
    let mut out = Output { inner: BufWriter::new(io::stdout().lock()), is_gone: false };
    let made = content(&mut out).and_then(|()| out.flush().map_err(|error| Error::file(Doing::Write, "standard output".as_ref(), error)));
    if out.is_gone { Ok(()) } else { made }
}

/// Standard output, and whether its reader went away.
struct Output {
    inner: BufWriter<StdoutLock<'static>>,
    is_gone: bool,
}

impl Output {
    fn note<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        self.is_gone |= done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        done
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.inner.write(bytes);
        self.note(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.note(done)
    }
}
