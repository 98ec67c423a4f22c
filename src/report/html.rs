//! report/html: the gap report as one page that works from disk: both languages inside, no network, readable without scripts.

use super::details;
use super::gap::{Gap, field_names};
use super::matrix::CellState;
use crate::align::Dataset;
use crate::error::Error;
use crate::finding::Severity;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde::Serialize;
use std::collections::BTreeMap;

const NAME: &str = "gap.html";

/// The page; it opens in `language`.
pub(super) fn render(gap: &Gap, dataset: &Dataset, words: &ReportWords, language: Language) -> Result<String, Error> {
    let fail = |error: minijinja::Error| Error::output(NAME, error);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template(NAME, include_str!("html/page.html")).map_err(fail)?;
    let page = context! {
        language => match language { Language::English => "en", Language::Chinese => "zh" },
        style => Value::from_safe_string(include_str!("html/style.css").to_owned()),
        script => Value::from_safe_string(include_str!("html/page.js").to_owned()),
        data => Value::from_safe_string(data(dataset, words)?),
        words => Serde(wording(words)),
        additions => Serde(gap.additions.iter().map(|additions| (additions.source.as_str(), additions)).collect::<BTreeMap<_, _>>()),
        counts => Serde(gap.fields.iter().map(|fields| (fields.source.as_str(), fields)).collect::<BTreeMap<_, _>>()),
        cells => Serde(CellState::ALL.map(|state| (state.key(), state.sign()))),
        signs => Serde(CellState::ALL.iter().map(|state| (state.key(), state.sign())).collect::<BTreeMap<_, _>>()),
        severities => Serde([Severity::Error, Severity::Warning, Severity::Note, Severity::Info].map(Severity::key)),
        gap => Serde(gap),
    };
    environment.get_template(NAME).and_then(|template| template.render(page)).map_err(fail)
}

/// What the script needs to show an item.
#[derive(Serialize)]
struct Data<'a> {
    items: BTreeMap<String, details::ItemDetails>,
    words: BTreeMap<&'a str, super::gap::Both>,
    fields: BTreeMap<&'static str, super::gap::Both>,
}

/// The data of the script as JSON that no text within can leave: an HTML parser ends a script at `</`, and `<!--` changes how it reads on.
fn data(dataset: &Dataset, words: &ReportWords) -> Result<String, Error> {
    let families = ["state.", "text."];
    let said = wording(words).into_iter().filter(|(key, _)| families.iter().any(|family| key.starts_with(family)));
    let data = Data { items: details::details(dataset, words), words: said.collect(), fields: field_names(words) };
    let json = serde_json::to_string(&data).map_err(|error| Error::output(NAME, error))?;
    Ok(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn wording(words: &ReportWords) -> BTreeMap<&str, super::gap::Both> {
    words.iter().map(|(key, wording)| (key, wording.clone().into())).collect()
}
