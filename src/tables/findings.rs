//! tables/findings: severity and wording of every finding, in English and Chinese.

use crate::error::Error;
use crate::evidence::Text;
use crate::finding::{Finding, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The catalogue of findings.
#[derive(Debug, Default)]
pub struct FindingKinds(BTreeMap<String, FindingKind>);

/// What one code means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingKind {
    /// Stable name of what is wrong.
    pub code: String,
    /// What it is called in lists.
    pub title: Wording,
    /// How bad it is.
    pub severity: Severity,
    /// Whether only the form of the text is concerned.
    #[serde(default)]
    pub formal: bool,
    /// The message, with `{blanks}`.
    pub says: Wording,
    /// Why it matters.
    pub why: Wording,
    /// What to do.
    pub action: Wording,
}

/// One sentence in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// English.
    pub en: Text,
    /// Chinese.
    pub zh: Text,
}

/// A language of the reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    finding: Vec<FindingKind>,
}

impl FindingKinds {
    /// The kinds of the table `text` of the file `name` alone.
    #[cfg(test)]
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut kinds = FindingKinds::default();
        kinds.add(name, text)?;
        Ok(kinds)
    }

    /// Adds the kinds of the table `text` of the file `name`; a code that an earlier file has is replaced.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut kinds = BTreeMap::new();
        for kind in table.finding {
            if [&kind.title.en, &kind.title.zh].iter().any(|title| title.trim().is_empty() || title.contains('{')) {
                return Err(Error::table(name, format!("`{}` has no title, or one with blanks", kind.code)));
            }
            if let Some(twice) = kinds.insert(kind.code.clone(), kind) {
                return Err(Error::table(name, format!("`{}` stands twice", twice.code)));
            }
        }
        self.0.extend(kinds);
        Ok(())
    }

    /// What `code` means.
    pub fn get(&self, code: &str) -> Option<&FindingKind> {
        self.0.get(code)
    }

    /// Every kind, by code.
    pub fn iter(&self) -> impl Iterator<Item = &FindingKind> {
        self.0.values()
    }

    /// How bad `finding` is.
    pub fn severity(&self, finding: &Finding) -> Severity {
        self.get(&finding.code).map_or(Severity::Error, |kind| kind.severity)
    }

    /// The message of `finding`; its blanks filled.
    pub fn message(&self, finding: &Finding, language: Language) -> String {
        let Some(kind) = self.get(&finding.code) else { return finding.code.to_string() };
        filled(kind.says.get(language), |name| Some(finding.arguments.iter().find(|(known, _)| known.as_str() == name)?.1.as_str()))
    }
}

/// `text` with its `{blanks}` filled, in one pass: what fills one may have braces of its own. A blank without a value stays.
fn filled<'a>(text: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let blank = behind.split_once('}').and_then(|(name, rest)| Some((value(name)?, rest)));
        filled.push_str(blank.map_or("{", |(value, _)| value));
        rest = blank.map_or(behind, |(_, rest)| rest);
    }
    filled + rest
}

impl Wording {
    /// The sentence in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn titles_are_short_and_tell_the_codes_apart() {
        let tables = Tables::embedded().unwrap();
        for language in [Language::English, Language::Chinese] {
            let titles: Vec<&str> = tables.findings.iter().map(|kind| kind.title.get(language)).collect();
            assert!(titles.iter().all(|title| title.chars().count() <= 40), "{titles:?}");
            assert_eq!(
                titles.iter().collect::<std::collections::BTreeSet<_>>().len(),
                titles.len(),
                "two codes with one title: {titles:?}"
            );
        }
        let untitled = "[[finding]]\ncode = \"a\"\nseverity = \"note\"\nsays = { en = \"a\", zh = \"a\" }\nwhy = { en = \"a\", zh = \"a\" }\naction = { en = \"a\", zh = \"a\" }\n";
        assert!(FindingKinds::parse("f", untitled).unwrap_err().to_string().contains("title"));
    }

    #[test]
    fn blanks_are_filled_once() {
        let value =
            |name: &str| [("text", "{count}{text}"), ("count", "3")].into_iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        assert_eq!(filled("{count} times `{text}`, {count}", value), "3 times `{count}{text}`, 3");
        assert_eq!(filled("{unknown} {{text} {", value), "{unknown} {{count}{text} {");
    }
}
