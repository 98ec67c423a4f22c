//! tables/report: the wording of the gap report in English and Chinese, and which fields belong to which kind of document.

mod reasons;

use crate::error::Error;
use crate::field::Field;
use crate::item::{Kind, MarkGroup};
use crate::tables::claim;
use crate::tables::decisions::Decided;
use crate::tables::findings::{Language, Wording};
use crate::text::fold;
use reasons::Reasons;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of the gap report.
#[derive(Debug)]
pub struct ReportWords {
    fields: BTreeMap<Field, FieldWords>,
    words: BTreeMap<String, Wording>,
    reasons: Reasons,
    /// How people write a verdict, folded.
    verdicts: BTreeMap<String, Decided>,
}

/// What the report knows about one field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWords {
    /// Key of the field.
    key: String,
    /// Its name for readers.
    pub says: Wording,
    /// The kinds of document in which one looks for it.
    pub kinds: Vec<Kind>,
    /// Whether a document of these kinds may do without it.
    pub optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    field: Vec<FieldWords>,
    words: BTreeMap<String, Wording>,
    #[serde(default)]
    reason: Vec<Wording>,
    #[serde(default)]
    verdict: Vec<VerdictWords>,
}

/// How people write a verdict.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerdictWords {
    key: String,
    says: Vec<String>,
}

impl ReportWords {
    /// Reads the table `text` of the file `name`; every field of the contract must be named once.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut fields = BTreeMap::new();
        for entry in table.field {
            let Some(field) = Field::from_key(&entry.key) else {
                return Err(Error::table(name, format!("`{}` is no field", entry.key)));
            };
            if let Some(twice) = fields.insert(field, entry) {
                return Err(Error::table(name, format!("`{}` stands twice", twice.key)));
            }
        }
        if let Some(field) = Field::ALL.iter().find(|field| !fields.contains_key(field)) {
            return Err(Error::table(name, format!("the field `{}` has no name", field.key())));
        }
        Ok(ReportWords { fields, words: table.words, reasons: Reasons::new(name, table.reason)?, verdicts: verdicts(name, table.verdict)? })
    }

    /// The verdict that a person wrote as `text`: width, case and blanks do not count.
    pub fn verdict(&self, text: &str) -> Option<Decided> {
        self.verdicts.get(&fold(text)).copied()
    }

    /// The word for `key`; the key itself where the table has none.
    pub fn word(&self, key: &str) -> Wording {
        self.words.get(key).cloned().unwrap_or_else(|| Wording { en: key.into(), zh: key.into() })
    }

    /// The word for `key` in `language`.
    pub fn get<'a>(&'a self, key: &'a str, language: Language) -> &'a str {
        self.words.get(key).map_or(key, |wording| wording.get(language))
    }

    /// `reason`, which alignment gives, in both languages.
    pub fn reason(&self, reason: &str) -> Wording {
        self.reasons.say(reason, &self.words)
    }

    /// Every word, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Wording)> {
        self.words.iter().map(|(key, wording)| (key.as_str(), wording))
    }

    /// The name of `field`.
    pub fn field(&self, field: Field) -> Wording {
        self.fields.get(&field).map_or_else(|| self.word(field.key()), |words| words.says.clone())
    }

    /// The words for a group of mark columns.
    pub fn group(&self, group: MarkGroup) -> Wording {
        self.word(match group {
            MarkGroup::Audience => "group.audience",
            MarkGroup::Mode => "group.mode",
            MarkGroup::Level => "group.level",
        })
    }

    /// The fields that one looks for in documents of `kind`, each with whether it is optional; in the order of the contract.
    pub fn fields_of(&self, kind: Kind) -> impl Iterator<Item = (Field, bool)> {
        self.fields.iter().filter(move |(_, words)| words.kinds.contains(&kind)).map(|(field, words)| (*field, words.optional))
    }
}

fn verdicts(name: &str, entries: Vec<VerdictWords>) -> Result<BTreeMap<String, Decided>, Error> {
    let mut verdicts = BTreeMap::new();
    for VerdictWords { key, says } in entries {
        let known = Decided::ALL.into_iter().find(|decided| decided.key() == key);
        let decided = known.ok_or_else(|| Error::table(name, format!("`{key}` is no verdict")))?;
        claim(name, &mut verdicts, says, |_| decided)?;
    }
    Ok(verdicts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn a_field_without_a_name_is_refused() {
        let text = "[[field]]\nkey = \"serial\"\nsays = { en = \"serial\", zh = \"序号\" }\nkinds = []\noptional = false\n[words]\n";
        assert!(ReportWords::parse("t", text).unwrap_err().to_string().contains("`category` has no name"));
        assert!(ReportWords::parse("t", &text.replace("serial\"\nsays", "serail\"\nsays")).unwrap_err().to_string().contains("no field"));
        assert!(ReportWords::parse("t", &text.replace("optional", "optionel")).is_err());
    }

    #[test]
    fn both_languages_fill_the_same_blanks() {
        let blank = regex::Regex::new(r"\{[a-z]+\}").unwrap();
        for (key, wording) in Tables::embedded().unwrap().report.iter() {
            let blanks =
                |text: &str| blank.find_iter(text).map(|found| found.as_str().to_owned()).collect::<std::collections::BTreeSet<_>>();
            assert_eq!(blanks(&wording.en), blanks(&wording.zh), "{key}");
            assert!(!wording.en.trim().is_empty() && !wording.zh.trim().is_empty(), "{key}");
        }
    }

    #[test]
    fn every_word_is_used() {
        let code = [
            include_str!("../report/gap.rs"),
            include_str!("../report/matrix.rs"),
            include_str!("../report/additions.rs"),
            include_str!("../report/fields.rs"),
            include_str!("../report/complaints.rs"),
            include_str!("../report/details.rs"),
            include_str!("../report/since.rs"),
            include_str!("report/reasons.rs"),
            include_str!("../report/side_by_side.rs"),
            include_str!("../report/story.rs"),
            include_str!("../report/workbook.rs"),
            include_str!("../report/workbook/since.rs"),
            include_str!("../report/markdown.rs"),
            include_str!("../report/html.rs"),
            include_str!("../report/html/page.html"),
            include_str!("../report/html/core.js"),
            include_str!("../report/html/matrix.js"),
            include_str!("../report/html/item.js"),
            include_str!("../report/html/compare.js"),
            include_str!("../report/html/findings.js"),
            include_str!("../report/html/plots.js"),
            include_str!("../report/html/since.js"),
            include_str!("../report/html/main.js"),
            include_str!("../report/compare.rs"),
            include_str!("../cli/codes.rs"),
            include_str!("../cli/explain.rs"),
            include_str!("../cli/review/apply.rs"),
        ]
        .concat();
        // Words whose last part is the key of a value (`state.missing`) are asked for by that key.
        let families = [
            "state.",
            "cell.",
            "kind.",
            "severity.",
            "relation.",
            "unit.",
            "deadline.",
            "basis.",
            "title.",
            "number.",
            "force.",
            "group.",
            "level.",
            "agreement.",
            "change.",
            "reason.",
            "apply.",
            "text.count_",
        ];
        for (key, _) in Tables::embedded().unwrap().report.iter() {
            let family = families.iter().find(|family| key.starts_with(**family));
            assert!(code.contains(family.copied().unwrap_or(key)), "nobody says `{key}`");
        }
    }
}
