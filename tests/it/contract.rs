//! The run over the committed documents keeps the contract: every line validates, every reference leads somewhere.

use crate::made::{RAW, list, text};
use serde_json::Value as Json;
use std::collections::BTreeSet;

#[test]
fn every_line_validates_against_its_schema() {
    let mut wrong = Vec::new();
    for (name, schema) in mulu::output::schemas() {
        let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = std::str::from_utf8(RAW.files.get(&name).unwrap_or_else(|| panic!("the run makes no {name}"))).unwrap();
        let documents: Vec<&str> = if name.ends_with(".jsonl") { text.lines().collect() } else { vec![text] };
        for (line, document) in (1..).zip(documents) {
            let document: Json = serde_json::from_str(document).unwrap();
            wrong.extend(validator.iter_errors(&document).take(3).map(|error| format!("{name}:{line} {}: {error}", error.instance_path())));
        }
    }
    assert!(wrong.is_empty(), "{} lines break the contract:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn every_file_of_the_contract_is_made() {
    let made: Vec<&str> = RAW.files.keys().map(String::as_str).collect();
    for name in [
        "items.jsonl",
        "sources.jsonl",
        "alignment.jsonl",
        "concepts.jsonl",
        "findings.jsonl",
        "checks.jsonl",
        "statements.parquet",
        "items.parquet",
        "items.csv",
        "items.excel.csv",
        "run.json",
        "datapackage.json",
        "dataset.json",
    ] {
        assert!(made.contains(&name), "{name} is missing among {made:?}");
    }
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    let ids = |rows: &'static [Json]| {
        let ids: BTreeSet<&str> = rows.iter().map(|row| text(&row["id"])).collect();
        assert_eq!(ids.len(), rows.len(), "an id stands twice");
        ids
    };
    let (items, sources, concepts) = (ids(&RAW.items), ids(&RAW.sources), ids(&RAW.concepts));
    ids(&RAW.findings);
    assert!(RAW.items.iter().all(|item| sources.contains(text(&item["source"]))));
    for alignment in &RAW.alignment {
        assert!(items.contains(text(&alignment["item"])));
        assert!(alignment["concept"].is_null() || concepts.contains(text(&alignment["concept"])), "{alignment}");
        assert_eq!(alignment["concept"].is_null(), alignment["relation"].is_null(), "{alignment}");
    }
    let aligned: BTreeSet<&str> = RAW.alignment.iter().map(|alignment| text(&alignment["item"])).collect();
    assert_eq!(aligned, items, "every item has a line in alignment.jsonl");
    assert!(RAW.concepts.iter().flat_map(|concept| list(&concept["members"])).all(|member| items.contains(text(member))));
    for finding in &RAW.findings {
        assert!(finding["source"].is_null() || sources.contains(text(&finding["source"])), "{finding}");
        assert!(finding["item"].is_null() || items.contains(text(&finding["item"])), "{finding}");
    }
}

#[test]
fn states_and_values_agree() {
    let mut wrong = Vec::new();
    RAW.items.iter().for_each(|item| disagreements(item, &mut wrong));
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
}

/// Values whose state contradicts what they hold.
fn disagreements(json: &Json, wrong: &mut Vec<String>) {
    match json {
        Json::Array(values) => values.iter().for_each(|value| disagreements(value, wrong)),
        Json::Object(fields) => {
            if fields.contains_key("reviewed_by") {
                let fits = match text(&json["state"]) {
                    "missing" | "no_column" => json["value"].is_null() && json["readings"].is_null(),
                    "ambiguous" => json["value"].is_null() && list(&json["readings"]).len() > 1,
                    "inferred" => !json["value"].is_null() && !json["rule"].is_null(),
                    "moved" => !json["value"].is_null() && !json["moved_from"].is_null(),
                    "stated" | "carried" => !json["value"].is_null() && json["readings"].is_null(),
                    _ => !json["reviewed_by"].is_null(),
                };
                if !fits {
                    wrong.push(json.to_string());
                }
            }
            fields.values().for_each(|value| disagreements(value, wrong));
        }
        _ => {}
    }
}
