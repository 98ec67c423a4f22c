//! report/html: the gap report as one page that works from disk: both languages inside, no network. What does not fit into the page stands in
//! script files beside it, which the page reads when somebody asks.

mod pack;
mod texts;

use super::gap::{Both, Gap};
use super::matrix::CellState;
use crate::align::Dataset;
use crate::error::Error;
use crate::finding::Severity;
use crate::output::Files;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context};
use std::collections::BTreeMap;

pub(super) const NAME: &str = "reports/gap.html";

/// The parts of the script, in the order in which they are read; the last one starts the page.
const SCRIPTS: [&str; 8] = [
    include_str!("html/core.js"),
    include_str!("html/matrix.js"),
    include_str!("html/item.js"),
    include_str!("html/compare.js"),
    include_str!("html/findings.js"),
    include_str!("html/plots.js"),
    include_str!("html/since.js"),
    include_str!("html/main.js"),
];

/// Makes the page, which opens in `language`, and the files beside it.
pub(super) fn add(gap: &Gap, dataset: &Dataset, words: &ReportWords, language: Language, files: &dyn Files) -> Result<(), Error> {
    let fail = |error: minijinja::Error| Error::output(NAME, error);
    let packed = pack::pack(gap, dataset, words, files)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("spelled", |text: &str| Value::from_safe_string(spelled(text)));
    environment.add_template(NAME, include_str!("html/page.html")).map_err(fail)?;
    let page = context! {
        language => match language { Language::English => "en", Language::Chinese => "zh" },
        has_files => !packed.is_whole,
        style => Value::from_safe_string(include_str!("html/style.css").to_owned()),
        script => Value::from_safe_string(format!("\"use strict\";\n(() => {{\n{}}})();", SCRIPTS.concat())),
        data => Value::from_safe_string(packed.json),
        rest => Value::from_safe_string(packed.rest),
        words => Serde(words.iter().map(|(key, wording)| (key, wording.clone().into())).collect::<BTreeMap<&str, Both>>()),
        cells => Serde(CellState::ALL.map(|state| (state.key(), state.sign()))),
        severities => Serde([Severity::Error, Severity::Warning, Severity::Note, Severity::Info].map(Severity::key)),
        gap => context! { as_of => Serde(&gap.as_of), totals => Serde(&gap.totals), first => Serde(&gap.first), earlier => Serde(gap.since.as_ref().map(|since| &since.earlier)), rows => !gap.rows.is_empty() },
    };
    let template = environment.get_template(NAME).map_err(fail)?;
    files.add(NAME, &mut |to| template.render_captured_to(&page, to).map(drop).map_err(fail))
}

/// `text` for HTML; what it quotes between backticks is set apart, as the script does it.
fn spelled(text: &str) -> String {
    let (mut spelled, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('`') {
        spelled.push_str(&HtmlEscape(before).to_string());
        match behind.split_once('`').filter(|(quoted, _)| !quoted.is_empty()) {
            Some((quoted, after)) => {
                spelled.push_str(&format!("<code class=\"said\">{}</code>", HtmlEscape(quoted)));
                rest = after;
            }
            None => {
                spelled.push('`');
                rest = behind;
            }
        }
    }
    spelled + &HtmlEscape(rest).to_string()
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn what_is_quoted_is_set_apart_and_nothing_is_markup() {
        for (text, expected) in [
            ("`<b>` is no number", "<code class=\"said\">&lt;b&gt;</code> is no number"),
            ("``a` and ` alone", "`<code class=\"said\">a</code> and ` alone"),
            ("plain & simple", "plain &amp; simple"),
        ] {
            assert_eq!(spelled(text), expected);
        }
    }
}
