//! report/since: what has changed since an earlier run, in words: of documents, items, services and findings, field by field.

mod values;

use super::gap::Both;
use crate::changes::{Change, FieldChange, Kind, Op, Since as Changes};
use crate::field::Field;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use serde::Serialize;
use serde_json::Value as Json;
use std::fmt::Write;
use values::say;

/// What has changed since an earlier run. Renaming a field here is a change that readers of `gap.json` see.
#[derive(Debug, Serialize)]
pub(super) struct Since {
    /// What the earlier run was, in a sentence.
    pub(super) earlier: Both,
    /// How much has changed, by kind.
    pub(super) counts: Vec<Counts>,
    /// What has changed.
    pub(super) changes: Vec<Changed>,
}

/// How much of one kind has changed.
#[derive(Debug, Serialize)]
pub(super) struct Counts {
    pub(super) kind: Kind,
    pub(super) added: usize,
    pub(super) removed: usize,
    pub(super) changed: usize,
}

/// What happened to a document, an item, a service or a finding.
#[derive(Debug, Serialize)]
pub(super) struct Changed {
    pub(super) op: Op,
    pub(super) kind: Kind,
    pub(super) id: String,
    /// Its id in the earlier run, where that was another one.
    pub(super) old_id: Option<String>,
    pub(super) source: Option<String>,
    /// The code of a finding.
    pub(super) code: Option<String>,
    /// Its name; what a finding says.
    pub(super) what: Both,
    pub(super) fields: Vec<ChangedField>,
}

/// A field that is not as it was; `None` where it says nothing.
#[derive(Debug, Serialize)]
pub(super) struct ChangedField {
    /// Where it is in the line.
    pub(super) field: String,
    pub(super) name: Both,
    pub(super) old: Option<Both>,
    pub(super) new: Option<Both>,
}

/// `since` in words; `now` is the number of items and of findings of this run.
pub(super) fn since(since: &Changes, now: [usize; 2], words: &ReportWords) -> Since {
    let before = [since.items, since.findings].map(|count| count.map_or_else(|| "?".to_owned(), |count| count.to_string()));
    let [items, findings] = now.map(|count| count.to_string());
    let as_of = |date: &str| Both::from(words.word("change.as_of")).fill("date", &Both::same(date));
    let date = since.as_of.as_deref().map_or_else(|| words.word("change.no_date").into(), as_of);
    let blanks = [("items_then", &before[0]), ("findings_then", &before[1]), ("items", &items), ("findings", &findings)];
    let earlier = blanks
        .into_iter()
        .fold(Both::from(words.word("text.since_earlier")).fill("date", &date), |text, (name, count)| text.fill(name, &Both::same(count)));
    Since { earlier, counts: counts(&since.changes), changes: since.changes.iter().map(|change| changed(change, words)).collect() }
}

/// All of `changes` for people, in `language`: how many, then each.
pub fn in_words(changes: &[Change], words: &ReportWords, language: Language) -> String {
    let mut text = String::new();
    for counts in counts(changes) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", counts.say(words).get(language));
    }
    for change in changes {
        let changed = changed(change, words);
        let code = changed.code.as_deref().map(|code| format!("[{code}] ")).unwrap_or_default();
        let was = changed.old_id.as_deref().map(|old| format!(" ← {old}")).unwrap_or_default();
        let place = changed.place(words).get(language).to_owned();
        let [happened, is_a] = [changed.happened(words), changed.is_a(words)].map(|word| word.get(language).to_owned());
        let _ = writeln!(text, "{happened} {is_a} {code}{}  {place} {}{was}", changed.what.get(language), changed.id);
        for field in &changed.fields {
            let [old, new] = field.sides(words).map(|side| side.get(language).to_owned());
            let _ = writeln!(text, "      {}: {old} → {new}", field.name.get(language));
        }
    }
    text
}

impl Counts {
    /// The counts as a sentence.
    pub(super) fn say(&self, words: &ReportWords) -> Both {
        let counts = [("added", self.added), ("removed", self.removed), ("changed", self.changed)];
        let text = Both::from(words.word("text.since_counts")).fill("kind", &words.word(&format!("change.{}s", self.kind.key())).into());
        counts.into_iter().fold(text, |text, (name, count)| text.fill(name, &Both::same(&count.to_string())))
    }
}

impl Changed {
    /// What happened to it, in a word.
    pub(super) fn happened(&self, words: &ReportWords) -> Both {
        let key = match self.op {
            Op::Add => "change.added",
            Op::Del => "change.removed",
            Op::Mod => "change.changed",
        };
        words.word(key).into()
    }

    /// The word for what it is.
    pub(super) fn is_a(&self, words: &ReportWords) -> Both {
        words.word(&format!("change.{}", self.kind.key())).into()
    }

    /// The document in which it is; nothing where it is itself one, or in none.
    pub(super) fn place(&self, words: &ReportWords) -> Both {
        match &self.source {
            Some(source) => Both::from(words.word("text.since_in")).fill("file", &Both::same(source)),
            None => Both::same(""),
        }
    }
}

impl ChangedField {
    /// What it said and what it says.
    pub(super) fn sides(&self, words: &ReportWords) -> [Both; 2] {
        [&self.old, &self.new].map(|side| side.clone().unwrap_or_else(|| words.word("change.nothing").into()))
    }
}

fn counts(changes: &[Change]) -> Vec<Counts> {
    let of_kind = |kind| {
        let [added, removed, changed] = Op::ALL.map(|op| changes.iter().filter(|change| change.kind == kind && change.op == op).count());
        Counts { kind, added, removed, changed }
    };
    Kind::ALL.map(of_kind).into()
}

fn changed(change: &Change, words: &ReportWords) -> Changed {
    let name = Both::same(change.name.as_deref().unwrap_or_default());
    let is_finding = change.kind == Kind::Finding;
    let what = change.message.as_ref().map(message).filter(|_| is_finding).unwrap_or_else(|| name.clone());
    Changed {
        op: change.op,
        kind: change.kind,
        id: change.id.clone(),
        old_id: change.old_id.clone(),
        source: change.source.clone(),
        code: change.name.clone().filter(|_| is_finding),
        what,
        fields: fields(&change.changes, words),
    }
}

/// What a finding says.
fn message(message: &Json) -> Both {
    let text = |key: &str| message.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    Both { en: text("en").into(), zh: text("zh").into() }
}

/// The fields in words; a text that is kept in both languages is one of them.
fn fields(changes: &[FieldChange], words: &ReportWords) -> Vec<ChangedField> {
    let mut fields: Vec<ChangedField> = Vec::new();
    for change in changes.iter().filter(|change| is_told(&change.field)) {
        let made = changed_field(change, words);
        let english = change.field.strip_suffix(".zh").map(|text| format!("{text}.en"));
        match fields.last_mut().filter(|last| english.is_some_and(|english| last.field == english)) {
            Some(last) => {
                for (side, zh) in [(&mut last.old, made.old), (&mut last.new, made.new)] {
                    *side = side.take().zip(zh).map(|(en, zh)| Both { en: en.en, zh: zh.zh });
                }
            }
            None => fields.push(made),
        }
    }
    fields
}

/// Whether people are told of `field`: which columns the ticks may stand under is told column by column, and that a file has other bytes, once.
fn is_told(field: &str) -> bool {
    const OF_BYTES: [&str; 3] = ["bytes", "encoding_evidence", "media_evidence"];
    !field.contains(".marks.reading") && !field.ends_with(".marks.ticks") && !OF_BYTES.contains(&field)
}

fn changed_field(change: &FieldChange, words: &ReportWords) -> ChangedField {
    let last = change.field.rsplit('.').next().unwrap_or_default();
    let side = |json: &Json| say(json, last.split('[').next().unwrap_or_default(), words);
    ChangedField { field: change.field.clone(), name: field_name(change, words), old: side(&change.old), new: side(&change.new) }
}

/// What people call the field: its name, which of several, and what of it.
fn field_name(change: &FieldChange, words: &ReportWords) -> Both {
    let parts: Vec<&str> = change.field.trim_end_matches(".en").split('.').collect();
    let bare = |part: &str| part.split('[').next().unwrap_or_default().to_owned();
    let keys: Vec<String> = parts.iter().map(|part| bare(part)).collect();
    // The channels and ticks of an item stand in its contents.
    let within = keys.get(1).and_then(|key| Field::from_key(key)).filter(|_| keys.first().is_some_and(|key| key == Field::Contents.key()));
    let field = within.or_else(|| keys.first().and_then(|key| Field::from_key(key)));
    let name = field
        .map_or_else(|| values::word(&format!("change.{}", keys.join(".")), &keys.join("."), words), |field| words.field(field).into());
    let number =
        || parts.iter().find(|part| Some(bare(part)) == field.map(|field| field.key().to_owned())).and_then(|part| number_of(part));
    let which = change.label.clone().or_else(number);
    let name = which
        .map_or(name.clone(), |which| Both { en: format!("{} ({which})", name.en).into(), zh: format!("{}（{which}）", name.zh).into() });
    let aspect = keys
        .last()
        .filter(|key| field.is_some_and(|field| field.key() != *key))
        .map(|key| values::word(&format!("change.{key}"), "", words));
    match aspect.filter(|aspect| !aspect.en.is_empty()) {
        Some(aspect) => Both { en: format!("{}, {}", name.en, aspect.en).into(), zh: format!("{}{}", name.zh, aspect.zh).into() },
        None => name,
    }
}

/// Which of a list, from 1; nothing where it is the first.
fn number_of(part: &str) -> Option<String> {
    let (_, index) = part.trim_end_matches(']').split_once('[')?;
    let index: usize = index.parse().ok()?;
    (index > 0).then(|| (index + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn fields_have_the_names_that_people_know() {
        let words = &Tables::embedded().unwrap().report;
        let named = |field: &str, label: Option<&str>| {
            let change = FieldChange { field: field.to_owned(), label: label.map(str::to_owned), old: Json::Null, new: Json::Null };
            field_name(&change, words).zh
        };
        for (field, label, name) in [
            ("name", None, "事项名称"),
            ("name.state", None, "事项名称（依据）"),
            ("phones[0]", None, "联系电话"),
            ("phones[1]", None, "联系电话（2）"),
            ("contents[0].channels[3].selected", Some("广播电视"), "公开渠道和载体（广播电视）（是否选用）"),
            ("contents[0].text", None, "公开内容（要素）"),
            ("jurisdiction.code", None, "地区代码"),
            ("message.en", None, "内容"),
        ] {
            assert_eq!(named(field, label).as_str(), name, "{field}");
        }
    }
}
