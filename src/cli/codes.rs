//! cli/codes: `mulu codes`.

use super::{Ended, print};
use crate::error::Error;
use crate::tables::Tables;
use crate::tables::findings::{FindingKind, Language};
use crate::tables::nearest::nearest;

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
                None => return Err(unknown(code, &tables, language)),
            },
        };
        print(&text)?;
        Ok(Ended::Well)
    }
}

fn unknown(code: &str, tables: &Tables, language: Language) -> Error {
    let say = |key: &str, name: &str| tables.report.word(key).get(language).replace("{name}", name);
    let nearest = nearest(code, tables.findings.iter().map(|kind| kind.code.as_str()));
    Error::usage(say("text.no_such_code", code) + &nearest.map(|name| say("text.nearest_name", name)).unwrap_or_default())
}

fn line(kind: &FindingKind, language: Language) -> String {
    format!("{:8} {:34} {}\n", kind.severity.key(), kind.code, kind.title.get(language))
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
