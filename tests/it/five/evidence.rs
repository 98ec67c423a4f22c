//! Every value stands where it says it stands, and every character went somewhere.

use super::{Five, both};
use crate::made::{list, text};
use serde_json::Value as Json;

#[test]
fn every_value_stands_where_it_says() {
    for five in both() {
        let mut seen = 0;
        let wrong: Vec<String> =
            five.made.items.iter().flat_map(|item| wrong_places(five, text(&item["source"]), item, &mut seen)).collect();
        assert!(wrong.is_empty(), "{} values do not stand where they say:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
        assert!(seen > 4_000, "only {seen} places were compared");
    }
}

#[test]
fn titles_and_dates_stand_where_they_say() {
    for five in both() {
        let wrong: Vec<String> =
            five.made.sources.iter().flat_map(|source| wrong_places(five, text(&source["id"]), source, &mut 0)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The values within `json` whose `raw` is not the text at their places.
fn wrong_places(five: Five, source: &str, json: &Json, seen: &mut usize) -> Vec<String> {
    let mut wrong = Vec::new();
    match json {
        Json::Array(values) => values.iter().for_each(|value| wrong.extend(wrong_places(five, source, value, seen))),
        Json::Object(fields) => {
            if let (Some(said), Some(at)) = (json["raw"].as_str(), json["at"].as_array().filter(|at| !at.is_empty())) {
                *seen += 1;
                let found = at.iter().map(|at| characters(five, source, at)).collect::<Vec<_>>().join("\n");
                if found != said {
                    wrong.push(format!("{source} {}: says {said:?}, there stands {found:?}", json["at"]));
                }
            } else if let (Some(label), Some(at)) = (json["label"].as_str(), json["at"][0].as_object().filter(|_| !json["id"].is_null())) {
                *seen += 1;
                let found = characters(five, source, &Json::Object(at.clone()));
                let expected = without_blanks(&format!("{label}{}", text(&json["note"])));
                if without_blanks(&found) != expected {
                    wrong.push(format!("{source} {}: channel {label:?}, there stands {found:?}", json["at"]));
                }
            }
            fields.values().for_each(|value| wrong.extend(wrong_places(five, source, value, seen)));
        }
        _ => {}
    }
    wrong
}

/// The characters of the decoded line at `at`.
fn characters(five: Five, source: &str, at: &Json) -> String {
    let number = |key: &str| at[key].as_u64().unwrap() as usize;
    let line = &five.made.lines[source][number("line") - 1];
    line.chars().skip(number("from") - 1).take(number("to") + 1 - number("from")).collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !mulu::text::is_blank(*c)).collect()
}

#[test]
fn a_value_with_text_has_a_place() {
    for five in both() {
        for item in &five.made.items {
            let named = [&item["name"], &item["primary_item"], &item["serial"], &item["publisher"], &item["service_target"]];
            let contents = list(&item["contents"]).iter().flat_map(|content| list(&content["elements"]));
            for value in named.into_iter().chain(contents).filter(|value| !value["value"].is_null()) {
                assert!(!list(&value["at"]).is_empty() && value["raw"].is_string(), "{value}");
            }
        }
    }
}

#[test]
fn every_character_and_every_cell_went_somewhere() {
    for five in both() {
        for source in &five.made.sources {
            let characters = &source["accounting"]["characters"];
            let lines = &five.made.lines[text(&source["id"])];
            let printed = lines.iter().flat_map(|line| line.chars()).filter(|c| !mulu::text::is_blank(*c)).count();
            assert_eq!(characters["total"], printed, "{}", source["id"]);
            for shares in [characters, &source["accounting"]["cells"]] {
                let left_out: u64 = shares["left_out"].as_object().unwrap().values().filter_map(Json::as_u64).sum();
                let sum = shares["value"].as_u64().unwrap() + shares["label"].as_u64().unwrap() + left_out;
                assert_eq!((shares["total"].as_u64().unwrap(), &shares["unplaced"]), (sum, &Json::from(0)), "{}", source["id"]);
            }
        }
    }
}
