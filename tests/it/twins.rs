//! The same directory in other formats gives the same items. `tests/twins/make.py` says how the files were made.

use crate::made::{Made, RAW, root, text};
use serde_json::Value as Json;

/// The formats that are compared, by the ending of the twin's name.
const FORMATS: &[&str] = &["gb18030.txt", "utf-16.txt", "csv", "html", "docx", "odt", "xlsx", "xlsb", "xls", "ods"];

/// What may differ: how and where a value was read.
const EVIDENCE: [&str; 11] =
    ["id", "source", "state", "field_states", "raw", "at", "moved_from", "rule", "confidence", "evidence", "candidates"];

#[test]
fn twins_have_the_items_of_the_text() {
    let twins = Made::of(&root().join("tests/twins")).unwrap();
    let mut wrong = Vec::new();
    for source in ["001", "004"] {
        let of_text: Vec<Json> = RAW.of_source(text(&RAW.source(source)["id"])).map(without_evidence).collect();
        assert!(of_text.len() > 10);
        for format in FORMATS {
            let id = format!("{source}/twin.{format}");
            let items: Vec<Json> = twins.of_source(&id).map(without_evidence).collect();
            if items.len() != of_text.len() {
                wrong.push(format!("{id}: {} items, not {}", items.len(), of_text.len()));
            }
            let pairs = items.iter().zip(&of_text).enumerate().filter(|(_, (twin, of_text))| twin != of_text);
            wrong.extend(pairs.map(|(index, (twin, of_text))| format!("{id}, item {}: {}", index + 1, differences(twin, of_text))));
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(crate) fn without_evidence(json: &Json) -> Json {
    match json {
        Json::Object(map) => Json::Object(
            map.iter()
                .filter(|(key, _)| !EVIDENCE.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), without_evidence(value)))
                .collect(),
        ),
        Json::Array(list) => Json::Array(list.iter().map(without_evidence).collect()),
        other => other.clone(),
    }
}

/// The keys of an item that differ, with both sides.
pub(crate) fn differences(twin: &Json, of_text: &Json) -> String {
    let (Some(twin), Some(of_text)) = (twin.as_object(), of_text.as_object()) else { return "no object".into() };
    let keys = twin.keys().filter(|key| twin.get(*key) != of_text.get(*key));
    keys.map(|key| format!("{key} is {} and not {}", twin[key], of_text[key])).collect::<Vec<_>>().join("; ")
}
