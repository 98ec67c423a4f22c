//! cli/codes: `mulu codes`.

use super::{Ended, print};
use crate::error::Error;
use crate::tables::Tables;
use crate::tables::findings::{FindingKind, Language};

/// Prints what findings mean.
#[derive(clap::Args)]
pub(super) struct Codes {
    /// One code; all where none is given.
    code: Option<String>,
}

impl Codes {
    pub(super) fn run(self, language: Language) -> Result<Ended, Error> {
        let tables = Tables::embedded()?;
        let text: String = match &self.code {
            None => tables.findings.iter().map(|kind| line(kind, language)).collect(),
            Some(code) => match tables.findings.get(code) {
                Some(kind) => whole(kind, language),
                None => return Err(Error::usage(format!("there is no finding `{code}`; `mulu codes` lists all"))),
            },
        };
        print(&text)?;
        Ok(Ended::Well)
    }
}

fn line(kind: &FindingKind, language: Language) -> String {
    format!("{:8} {:34} {}\n", kind.severity.key(), kind.code, kind.says.get(language))
}

fn whole(kind: &FindingKind, language: Language) -> String {
    let [says, why, action] = match language {
        Language::English => ["says", "why", "to do"],
        Language::Chinese => ["内容", "原因", "处理"],
    };
    format!(
        "{} ({})\n{says}: {}\n{why}: {}\n{action}: {}\n",
        kind.code,
        kind.severity.key(),
        kind.says.get(language),
        kind.why.get(language),
        kind.action.get(language)
    )
}
