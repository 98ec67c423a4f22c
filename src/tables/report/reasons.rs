//! tables/report/reasons: the reasons of alignment, which are kept in English, in Chinese.

use crate::error::Error;
use crate::evidence::Text;
use crate::tables::findings::Wording;
use std::collections::BTreeMap;

/// How reasons are worded; the first that fits holds.
#[derive(Debug)]
pub(super) struct Reasons(Vec<Template>);

/// The wording of one kind of reason.
#[derive(Debug)]
struct Template {
    /// What stands in front of the first blank of the English text, then each blank with what stands behind it.
    first: String,
    blanks: Vec<(String, String)>,
    zh: String,
}

impl Reasons {
    /// The wordings `entries` of the file `name`.
    pub(super) fn new(name: &str, entries: Vec<Wording>) -> Result<Self, Error> {
        Ok(Reasons(entries.into_iter().map(|entry| Template::new(name, entry)).collect::<Result<_, _>>()?))
    }

    /// `reason` in both languages; the same text in both where no wording fits. Words that stand in blanks are put in the words `words`, by `reason.WORD`.
    pub(super) fn say(&self, reason: &str, words: &BTreeMap<String, Wording>) -> Wording {
        let zh = self.0.iter().find_map(|template| template.fill(reason, words));
        Wording { en: reason.into(), zh: zh.map_or_else(|| reason.into(), Text::from) }
    }
}

impl Template {
    fn new(name: &str, entry: Wording) -> Result<Self, Error> {
        let mut parts = entry.en.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        let blank = |part: &str| part.split_once('}').map(|(blank, behind)| (blank.to_owned(), behind.to_owned()));
        let blanks: Option<Vec<(String, String)>> = parts.map(blank).collect();
        match blanks {
            Some(blanks) if blanks.iter().all(|(blank, _)| entry.zh.contains(&format!("{{{blank}}}"))) => {
                Ok(Template { first, blanks, zh: entry.zh.to_string() })
            }
            _ => Err(Error::table(name, format!("the blanks of `{}` and `{}` are not the same", entry.en, entry.zh))),
        }
    }

    /// The Chinese text for `reason`, where it is worded so.
    fn fill(&self, reason: &str, words: &BTreeMap<String, Wording>) -> Option<String> {
        let mut rest = reason.strip_prefix(self.first.as_str())?;
        let mut text = self.zh.clone();
        for (index, (blank, behind)) in self.blanks.iter().enumerate() {
            let is_last = index + 1 == self.blanks.len();
            let end = if is_last { rest.strip_suffix(behind.as_str())?.len() } else { rest.find(behind.as_str())? };
            let value = rest.get(..end)?;
            rest = rest.get(end + behind.len()..)?;
            let known = words.get(&format!("reason.{value}")).map_or(value, |word| word.zh.as_str());
            text = text.replace(&format!("{{{blank}}}"), known);
        }
        rest.is_empty().then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn reasons_are_said_in_chinese() {
        let words = &Tables::embedded().unwrap().report;
        for (reason, zh) in [
            ("same name: 单位参保登记", "名称相同：单位参保登记"),
            ("same scheme 基本医疗保险, which the item inherits from the domain", "险种或制度同为“基本医疗保险”（该事项据所属领域推得）"),
            (
                "action nothing against 报销: one of them does not say what is done",
                "办理行为：该事项为“未写”，清单服务为“报销”（其中一方未写明办什么）",
            ),
            ("characters and words alike: 0.30, the next service 0.05", "文字相似度0.30，次近的服务为0.05"),
            ("something new", "something new"),
        ] {
            assert_eq!(words.reason(reason).zh.as_str(), zh);
        }
    }

    #[test]
    fn every_reason_of_the_five_documents_is_worded() {
        let text = include_str!("../../../normalized/alignment.jsonl");
        let words = &Tables::embedded().unwrap().report;
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            for reason in line["reasons"].as_array().unwrap().iter().filter_map(|reason| reason.as_str()) {
                assert_ne!(words.reason(reason).zh.as_str(), reason);
            }
        }
    }
}
