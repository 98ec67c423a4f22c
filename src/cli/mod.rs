//! cli: arguments, progress, writing files, exit codes. The only place besides ingest that touches files, and the only one that prints.
#![expect(clippy::print_stderr, reason = "printing is this module's job")]

mod codes;
mod compare;
mod explain;
mod grids;
mod inspect;
mod review;
mod run;
mod schema;
mod show;
mod worker;
mod workers;
mod write;

use crate::error::Error;
use crate::finding::Severity;
use crate::tables::findings::Language;
use clap::{Parser, Subcommand, ValueEnum};
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

/// Runs the program. Exit codes: 0 fine, 1 findings at or above `--fail-on`, 2 the run failed.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = match arguments.lang {
        Lang::En => Language::English,
        Lang::Zh => Language::Chinese,
    };
    let limits = arguments.limits;
    let ended = match arguments.command {
        Command::Run(command) => command.run(language, limits),
        Command::Inspect(command) => command.run(language, limits),
        Command::Tables(command) => command.run(limits),
        Command::Compare(command) => command.run(language, limits),
        Command::Explain(command) => command.run(language, limits),
        Command::Review(command) => command.run(limits),
        Command::Schema(command) => command.run(),
        Command::Codes(command) => command.run(language),
        Command::Worker(command) => command.run(limits),
    };
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithFindings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
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
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::file("write", "standard output".as_ref(), error)),
        _ => Ok(()),
    }
}
