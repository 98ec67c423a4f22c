//! report/since/values: a value of a line to what people read.

use crate::item::Deadline;
use crate::report::details::limit;
use crate::report::gap::Both;
use crate::tables::report::ReportWords;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// `json`, which is the field `last` of something, in words; `None` where it says nothing.
pub(super) fn say(json: &Json, last: &str, words: &ReportWords) -> Option<Both> {
    match json {
        Json::Null => None,
        Json::Bool(is) => Some(words.word(if *is { "change.yes" } else { "change.no" }).into()),
        Json::Number(number) => Some(Both::same(&number.to_string())),
        // Of a hash the beginning tells that it is another one.
        Json::String(text) if last == "sha256" => Some(Both::same(&format!("{}…", text.chars().take(12).collect::<String>()))),
        // Words of the contract (`state`, `severity`) have a wording under the name of their field.
        Json::String(text) => Some(word(&format!("{last}.{text}"), text, words)).filter(|said| !said.en.is_empty()),
        Json::Array(all) => joined(all.iter().filter_map(|one| say(one, last, words)), "；"),
        Json::Object(fields) => object(fields, words),
    }
}

/// The word for `key`, or else `otherwise` in both languages.
pub(super) fn word(key: &str, otherwise: &str, words: &ReportWords) -> Both {
    let word = words.word(key);
    if word.en.as_str() == key { Both::same(otherwise) } else { word.into() }
}

/// Something with parts: a deadline and a citation as they are said everywhere, a tick or channel with its box, all else as its parts in their order.
fn object(fields: &Map<String, Json>, words: &ReportWords) -> Option<Both> {
    if let Ok(deadline) = Deadline::deserialize(fields) {
        return Some(limit(&deadline, words));
    }
    let text = |key: &str| fields.get(key).and_then(Json::as_str);
    if let Some(label) = text("label") {
        let box_of = |is: Option<&Json>| match is.and_then(Json::as_bool) {
            Some(true) => "☑",
            Some(false) => "☐",
            None => "?",
        };
        let note = text("note").map(|note| format!("（{note}）")).unwrap_or_default();
        return Some(Both::same(&format!("{}{label}{note}", box_of(fields.get("selected").or(fields.get("value"))))));
    }
    if let (Some(title), true) = (text("title"), fields.contains_key("verdict")) {
        let number = fields.get("number").and_then(|number| number.get("raw")).and_then(Json::as_str).map(|raw| format!(" {raw}"));
        let articles = fields.get("articles").and_then(|articles| say(articles, "articles", words)).map(|all| format!(" {}", all.zh));
        return Some(Both::same(&format!("《{title}》{}{}", number.unwrap_or_default(), articles.unwrap_or_default())));
    }
    joined(fields.iter().filter(|(key, _)| !HIDDEN.contains(&key.as_str())).filter_map(|(key, part)| say(part, key, words)), " ")
}

/// Parts that are for programs.
const HIDDEN: [&str; 5] = ["code_list", "candidates", "readings_count", "ticks", "membership"];

fn joined(parts: impl Iterator<Item = Both>, between: &str) -> Option<Both> {
    parts.reduce(|all, part| Both {
        en: format!("{}{between}{}", all.en, part.en).into(),
        zh: format!("{}{between}{}", all.zh, part.zh).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;
    use serde_json::json;

    #[test]
    fn values_are_said_as_people_say_them() {
        let words = &Tables::embedded().unwrap().report;
        let deadline = json!({ "amount": 5, "unit": "working_day", "kind": "within", "trigger": null, "condition": null, "basis": null });
        let citation = json!({ "title": "社会保险法", "number": { "raw": "主席令第25号" }, "articles": ["第十条"], "verdict": {} });
        for (json, last, said) in [
            (json!(null), "name", None),
            (json!("carried"), "state", Some("合并单元格沿用")),
            (json!("办理"), "name", Some("办理")),
            (json!(true), "selected", Some("是")),
            (deadline, "time_limits", Some("5个工作日内")),
            (json!({ "number": "0714-1", "extension": null, "note": "窗口" }), "phones", Some("0714-1 窗口")),
            (json!({ "id": "x", "label": "广播电视", "selected": true, "note": null }), "channels", Some("☑广播电视")),
            (citation, "legal_basis", Some("《社会保险法》 主席令第25号 第十条")),
            (json!(["市级", "村级"]), "handling_levels", Some("市级；村级")),
        ] {
            assert_eq!(say(&json, last, words).map(|said| said.zh).as_deref(), said, "{json}");
        }
    }
}
