//! changes/compare: two lines to the fields in which they differ. Where a value stands and how surely is no difference: places move with every line above.

use super::FieldChange;
use serde_json::{Map, Value as Json};

/// Keys that say where something stands, or what id it got from there.
const PLACES: [&str; 7] = ["id", "at", "evidence", "moved_from", "confidence", "raw", "accounting"];

/// The fields in which `new` is not as `old`, in the order of the line.
pub(super) fn compare(old: &Json, new: &Json) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    differ(("", None), old, new, &mut changes);
    changes
}

/// Where a value is: its path in the line, and what the document calls the channel or column it belongs to.
type Place<'a> = (&'a str, Option<&'a str>);

fn differ((path, label): Place, old: &Json, new: &Json, changes: &mut Vec<FieldChange>) {
    match (old, new) {
        (Json::Object(old), Json::Object(new)) if is_value(old) && is_value(new) => value((path, label), old, new, changes),
        (Json::Object(old), Json::Object(new)) => {
            let label = new.get("label").and_then(Json::as_str).or(label);
            let gone = old.keys().filter(|key| !new.contains_key(*key));
            for key in new.keys().chain(gone).filter(|key| !PLACES.contains(&key.as_str())) {
                let [old, new] = [old, new].map(|fields| fields.get(key).unwrap_or(&Json::Null));
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differ((&inner, label), old, new, changes);
            }
        }
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differ((&format!("{path}[{index}]"), label), old, new, changes);
            }
        }
        _ => {
            let [old, new] = [bare(old), bare(new)];
            if old != new {
                changes.push(FieldChange { field: path.to_owned(), label: label.map(str::to_owned), old, new });
            }
        }
    }
}

/// A value of the contract: what it is, else what it may be, else how we know it.
fn value((path, label): Place, old: &Map<String, Json>, new: &Map<String, Json>, changes: &mut Vec<FieldChange>) {
    for (key, name) in [("value", ""), ("readings", ".readings"), ("state", ".state")] {
        let [old, new] = [old, new].map(|value| value.get(key).map_or(Json::Null, bare));
        if old != new {
            changes.push(FieldChange { field: format!("{path}{name}"), label: label.map(str::to_owned), old, new });
            return;
        }
    }
}

/// `json` without places; of a value of the contract what it is, else what it may be.
fn bare(json: &Json) -> Json {
    match json {
        Json::Object(fields) if is_value(fields) => {
            let said = ["value", "readings"].into_iter().filter_map(|key| fields.get(key)).find(|said| !said.is_null());
            said.map_or(Json::Null, bare)
        }
        Json::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| !PLACES.contains(&key.as_str()));
            Json::Object(kept.map(|(key, inner)| (key.clone(), bare(inner))).collect())
        }
        Json::Array(all) => Json::Array(all.iter().map(bare).collect()),
        other => other.clone(),
    }
}

fn is_value(fields: &Map<String, Json>) -> bool {
    fields.contains_key("value") && fields.contains_key("state") && fields.contains_key("reviewed_by")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(said: &str, line: u32) -> Json {
        json!({ "value": said, "state": "stated", "raw": said, "at": [{ "line": line }], "readings": null, "reviewed_by": null })
    }

    #[test]
    fn only_what_is_said_differs() {
        let old = json!({ "id": "a", "name": value("甲", 3), "fees": [value("乙", 4)], "kind": "guide" });
        let changed = |new: Json| -> Vec<String> {
            compare(&old, &new).iter().map(|change| format!("{} {} {}", change.field, change.old, change.new)).collect()
        };
        let mut new = old.clone();
        new["id"] = json!("b");
        new["name"] = value("甲", 9);
        assert_eq!(changed(new.clone()), [""; 0], "another place is no change");
        new["name"]["state"] = json!("carried");
        new["fees"][0] = value("丙", 4);
        assert_eq!(changed(new.clone()), [r#"name.state "stated" "carried""#, r#"fees[0] "乙" "丙""#]);
        new["name"] = json!({ "value": null, "state": "ambiguous", "readings": ["甲", "丁"], "reviewed_by": null });
        new["fees"] = json!([value("丙", 4), value("乙", 5)]);
        assert_eq!(changed(new), [r#"name "甲" null"#, r#"fees ["乙"] ["丙","乙"]"#]);
    }
}
