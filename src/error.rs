//! error: what stops a run. Everything about the contents of a document is a finding instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A run could not go on.
pub struct Error(Box<Kind>);

enum Kind {
    File { doing: &'static str, path: PathBuf, source: io::Error },
    Table { name: String, message: String },
    Output { name: String, message: String },
    Usage(String),
    Interrupted,
}

impl Error {
    /// `doing` (a verb: "read") `path` failed.
    pub fn file(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Error(Box::new(Kind::File { doing, path: path.to_owned(), source }))
    }

    /// The table `name` cannot be used.
    pub fn table(name: impl Into<String>, message: impl fmt::Display) -> Self {
        Error(Box::new(Kind::Table { name: name.into(), message: message.to_string() }))
    }

    /// The output `name` cannot be made.
    pub fn output(name: impl Into<String>, message: impl fmt::Display) -> Self {
        Error(Box::new(Kind::Output { name: name.into(), message: message.to_string() }))
    }

    /// The command line asks for something that is not there.
    pub fn usage(message: impl Into<String>) -> Self {
        Error(Box::new(Kind::Usage(message.into())))
    }

    /// The program was asked to end.
    pub fn interrupted() -> Self {
        Error(Box::new(Kind::Interrupted))
    }

    /// Whether the program was asked to end.
    pub fn is_interrupted(&self) -> bool {
        matches!(*self.0, Kind::Interrupted)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::File { doing, path, source } => write!(f, "could not {doing} {}: {source}", path.display()),
            Kind::Table { name, message } => write!(f, "{name}: {message}"),
            Kind::Output { name, message } => write!(f, "could not make {name}: {message}"),
            Kind::Usage(message) => f.write_str(message),
            Kind::Interrupted => f.write_str("interrupted; the outputs are as they were"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::File { source, .. } => Some(source),
            _ => None,
        }
    }
}
