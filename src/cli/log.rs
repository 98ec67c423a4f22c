//! cli/log: what the program says about itself, by level, to standard error or a file. Times of day stand here and in no output.

use crate::error::{Doing, Error};
use std::fs::OpenOptions;
use std::path::PathBuf;
use std::sync::Mutex;
use tracing::level_filters::LevelFilter;

/// Where the log goes, and what is in it.
#[derive(clap::Args)]
pub(super) struct Log {
    /// What is logged: off, error, warn, info, debug.
    #[arg(long = "log", value_name = "LEVEL", global = true, default_value = "warn")]
    log_level: LevelFilter,
    /// Appends the log to this file; else it goes to standard error.
    #[arg(long = "log-file", value_name = "FILE", global = true)]
    log_file: Option<PathBuf>,
}

impl Log {
    /// Logs from now on.
    pub(super) fn start(&self) -> Result<(), Error> {
        let log = tracing_subscriber::fmt().with_max_level(self.log_level).with_target(false).with_ansi(false);
        match &self.log_file {
            None => log.with_writer(std::io::stderr).init(),
            Some(path) => {
                let file =
                    OpenOptions::new().create(true).append(true).open(path).map_err(|error| Error::file(Doing::Write, path, error))?;
                log.with_writer(Mutex::new(file)).init();
            }
        }
        Ok(())
    }
}
