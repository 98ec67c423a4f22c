//! cli/sources: `mulu sources`: the documents of a folder to a `sources.toml` that is filled in as far as they tell.

use super::worker::Limits;
use super::workers::Workers;
use super::{Ended, Folder, print, tables};
use crate::document;
use crate::error::Error;
use crate::ingest::{Input, RawDocument, ingest};
use crate::item::Jurisdiction;
use crate::result::DocumentResult;
use crate::tables::findings::Language;
use std::fmt::Write;

/// Prints a sources.toml for the documents of a folder that have no entry yet; what is not certain stands behind `#`.
#[derive(clap::Args)]
pub(super) struct Sources {
    #[command(flatten)]
    folder: Folder,
}

impl Sources {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let input = ingest(&self.folder.raw)?;
        let tables = tables(&input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        if input.manifest.as_of.is_none() {
            let why = of(language, ["by this date laws are judged", "法规是否有效以此日期为准"]);
            print(&format!("# as_of = \"YYYY-MM-DD\"   # \"today\": {why}\n"))?;
        }
        for raw in open(&input) {
            let result = document::read_alone(raw, input.manifest.as_of.as_ref(), &tables, &workers.decoder());
            print(&entry(&result, language)?)?;
        }
        Ok(Ended::Well)
    }
}

/// The documents of `input` about which its manifest says nothing; an archive is none of its own.
pub(super) fn open(input: &Input) -> impl Iterator<Item = &RawDocument> {
    input.documents.iter().filter(|raw| raw.entry.path.is_empty() && raw.members.is_none_or(|members| members == 0))
}

fn entry(result: &DocumentResult, language: Language) -> Result<String, Error> {
    let source = &result.source;
    // What JSON writes as a string is one in TOML too, with the same meaning.
    let path = serde_json::to_string(source.path.as_str()).map_err(|error| Error::output("sources.toml", error))?;
    let title = source.title.value.as_deref().unwrap_or(of(language, ["no title", "无标题"]));
    let mut text =
        format!("\n# {}; {} {}\n[[source]]\npath = {path}\n", one_line(title), result.items.len(), of(language, ["items", "个事项"]));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", place(&source.jurisdiction, language));
    if source.published.value.is_none() {
        text.push_str("# published = \"YYYY-MM-DD\"\n");
    }
    text.push_str("# url = \"https://\"\n# retrieved = \"YYYY-MM-DD\"\n");
    Ok(text)
}

/// The line about the place: to be confirmed, or to be found.
fn place(place: &Jurisdiction, language: Language) -> String {
    if let (Some(name), Some(code)) = (&place.name, &place.code) {
        let rule = place.rule.as_deref().unwrap_or(place.state.key());
        let said = of(language, ["as the document says", "依据文件所写"]);
        return format!("# place = \"{code}\"   # {name}, {said} ({rule})");
    }
    let candidates: Vec<&str> = place.candidates.iter().map(|candidate| candidate.name.as_str()).collect();
    let hint = match (&place.name, &candidates[..]) {
        (Some(name), _) => match language {
            Language::English => format!("the document says {name}, which is in no list"),
            Language::Chinese => format!("文件写作“{name}”，行政区划表中没有"),
        },
        (None, []) => of(language, ["not found: name or code", "未找到：请填名称或代码"]).to_owned(),
        (None, candidates) => format!("{} {}", of(language, ["one of these?", "是否为其中之一："]), candidates.join(", ")),
    };
    format!("# place = \"\"   # {}", one_line(&hint))
}

/// The one of `texts`, English and Chinese, in `language`.
fn of(language: Language, [english, chinese]: [&str; 2]) -> &str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// `text` as it can stand in a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
