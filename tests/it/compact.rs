//! A run as golden cases show it: short enough to be read by a person before it is accepted.
//!
//! A value that is stated stands as its text; any other as an object with its state. What is missing or has no column is listed once per item.

use crate::made::{Made, list, place, text};
use serde_json::{Map, Value as Json, json};

/// The whole run: documents with their items, alignments, findings.
pub(crate) fn compact(made: &Made) -> Json {
    let documents: Vec<Json> = made.sources.iter().map(|source| document(source, made)).collect();
    json!({"documents": documents, "alignment": alignments(made), "findings": findings(made)})
}

fn document(source: &Json, made: &Made) -> Json {
    let mut shown = Map::new();
    let place = &source["jurisdiction"];
    let kind = format!("{} · {} · {}", word(&source["kind"]), word(&source["dialect"]), word(&source["domain"]));
    shown.insert("id".into(), source["id"].clone());
    shown.insert("format".into(), format!("{} · {}", word(&source["media_type"]), word(&source["encoding"])).into());
    shown.insert("kind".into(), kind.into());
    put(&mut shown, "title", value(&source["title"], plain));
    put(&mut shown, "published", value(&source["published"], plain));
    shown.insert(
        "place".into(),
        format!("{} {} ({}, {})", word(&place["name"]), word(&place["code"]), word(&place["state"]), word(&place["rule"])).into(),
    );
    shown.insert("characters".into(), shares(&source["accounting"]["characters"]).into());
    shown.insert("cells".into(), shares(&source["accounting"]["cells"]).into());
    shown.insert("items".into(), made.of_source(text(&source["id"])).map(item).collect());
    shown.into()
}

fn shares(shares: &Json) -> String {
    let left_out: Vec<String> =
        shares["left_out"].as_object().into_iter().flatten().map(|(reason, count)| format!(" + {count} left out ({reason})")).collect();
    format!(
        "{} = {} value + {} label{} + {} unplaced",
        shares["total"],
        shares["value"],
        shares["label"],
        left_out.concat(),
        shares["unplaced"]
    )
}

fn item(item: &Json) -> Json {
    let mut shown = Map::new();
    put(&mut shown, "type", item["type"].clone());
    put(&mut shown, "serials", values(&item["serials"], plain));
    for key in ["category", "primary_item", "secondary_item", "tertiary_item", "name"] {
        put(&mut shown, key, value(&item[key], plain));
    }
    put(&mut shown, "name_at", list(&item["name"]["at"]).iter().map(at).collect::<Vec<_>>().join(" ").into());
    put(&mut shown, "contents", list(&item["contents"]).iter().map(content).collect());
    put(&mut shown, "legal_basis", list(&item["legal_basis"]).iter().map(citation).collect());
    put(&mut shown, "deadlines", values(&item["deadlines"], deadline));
    put(
        &mut shown,
        "publisher",
        value(&item["publisher"], |publisher| {
            joined([text(&publisher["name"]), text(&publisher["level"]), text(&publisher["jurisdiction"])], " · ")
        }),
    );
    for extra in list(&item["extra"]) {
        put(&mut shown, &format!("extra {}", text(&extra["header"])), value(&extra["value"], plain));
    }
    put(&mut shown, "service_target", value(&item["service_target"], plain));
    put(&mut shown, "materials", entries(&item["materials"]));
    put(&mut shown, "notes", entries(&item["notes"]));
    put(&mut shown, "time_limits", values(&item["time_limits"], deadline));
    put(&mut shown, "handling_levels", values(&item["handling_levels"], plain));
    put(&mut shown, "online", values(&item["handling_channels"]["online"], plain));
    put(&mut shown, "offline", values(&item["handling_channels"]["offline"], plain));
    put(
        &mut shown,
        "phones",
        values(&item["phones"], |phone| joined([text(&phone["number"]), text(&phone["extension"]), text(&phone["note"])], " · ")),
    );
    for key in ["fees", "hours", "addresses"] {
        put(&mut shown, key, values(&item[key], plain));
    }
    put(&mut shown, "relative_levels", list(&item["relative_levels"]).iter().map(|level| relative_level(&level["value"])).collect());
    put(&mut shown, "missing", with_state(item, "missing").into());
    put(&mut shown, "states", states(item));
    shown.into()
}

/// A level named relatively, and the division it means.
fn relative_level(level: &Json) -> Json {
    format!("{} {} = {} {}", text(&level["field"]), text(&level["text"]), text(&level["place"]["name"]), text(&level["level"])).into()
}

/// Fields of the state `wanted`.
fn with_state(item: &Json, wanted: &str) -> String {
    let states = item["field_states"].as_object().into_iter().flatten();
    states.filter(|(_, state)| *state == wanted).map(|(field, _)| field.as_str()).collect::<Vec<_>>().join(" ")
}

/// Fields that are there and not simply stated.
fn states(item: &Json) -> Json {
    let states = item["field_states"].as_object().into_iter().flatten();
    let shown = states.filter(|(_, state)| !["missing", "no_column", "stated"].contains(&text(state)));
    shown.map(|(field, state)| (field.clone(), state.clone())).collect::<Map<_, _>>().into()
}

fn content(content: &Json) -> Json {
    let mut shown = Map::new();
    put(&mut shown, "text", value(&content["text"], plain));
    put(&mut shown, "elements", values(&content["elements"], plain));
    put(&mut shown, "channels", channels(&content["channels"]).into());
    put(&mut shown, "marks", marks(&content["marks"]).into());
    if content["membership"] != "stated" {
        put(&mut shown, "membership", content["membership"].clone());
    }
    shown.into()
}

/// The selected channels, then how many are not, then those of which it is not said.
fn channels(channels: &Json) -> String {
    let shown = |channel: &Json| {
        let note = channel["note"].as_str().map(|note| format!("（{note}）")).unwrap_or_default();
        let id = if channel["id"].is_null() { "?" } else { "" };
        let state = if channel["state"] == "stated" { String::new() } else { format!("[{}]", text(&channel["state"])) };
        format!("{id}{}{note}{state}", text(&channel["label"]))
    };
    let those = |wanted: Option<bool>| list(channels).iter().filter(move |channel| channel["selected"].as_bool() == wanted);
    let selected: Vec<String> = those(Some(true)).map(shown).collect();
    let unsaid: Vec<String> = those(None).map(|channel| format!("{}?", shown(channel))).collect();
    let unselected = match those(Some(false)).count() {
        0 => String::new(),
        count => format!("(not: {count})"),
    };
    joined([&selected.join(" "), &unselected, &unsaid.join(" ")], " ")
}

/// The labels ticked, or in how many ways the ticks can stand.
fn marks(marks: &Json) -> String {
    let columns = list(&marks["columns"]);
    if marks["readings_count"].as_u64().is_some_and(|count| count > 1) {
        let readings: Vec<String> = list(&marks["readings"]).iter().map(ToString::to_string).collect();
        return format!(
            "{} ticks in {} columns, {} readings: {}",
            marks["ticks"],
            columns.len(),
            marks["readings_count"],
            readings.join(" ")
        );
    }
    let ticked = columns.iter().filter(|column| column["value"] == true);
    let shown = ticked.map(|column| {
        let state = if column["state"] == "stated" { String::new() } else { format!("[{}]", text(&column["state"])) };
        format!("{}{state}", text(&column["label"]))
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn citation(citation: &Json) -> Json {
    let verdict = &citation["verdict"];
    let verdict = format!("title {}, number {}, {}", text(&verdict["title"]), text(&verdict["number"]), text(&verdict["force"]));
    let title = value(&citation["title"], plain);
    let title = title.as_str().map_or_else(|| title.to_string(), |title| format!("《{title}》"));
    let law = text(&citation["law"]["id"]);
    let articles = list(&citation["articles"]).iter().map(text).collect::<Vec<_>>().join("、");
    joined([&title, text(&citation["number"]["raw"]), &articles, law, &verdict], " | ").into()
}

fn deadline(deadline: &Json) -> String {
    let amount = deadline["amount"].as_u64().map(|amount| amount.to_string()).unwrap_or_default();
    let named = |name: &str| deadline[name].as_str().map(|said| format!("{name} {said}")).unwrap_or_default();
    joined([text(&deadline["kind"]), &amount, text(&deadline["unit"]), &named("trigger"), &named("condition"), &named("basis")], " ")
}

/// `1. text`, or with entries below it `{"1. text": […]}`.
fn entries(entries: &Json) -> Json {
    let shown = list(entries).iter().map(|entry| {
        let own = value(&entry["text"], plain);
        let own = own.as_str().map_or_else(|| own.to_string(), str::to_owned);
        let own = joined([text(&entry["number"]), &own], " ");
        if list(&entry["items"]).is_empty() { Json::from(own) } else { json!({ own: self::entries(&entry["items"]) }) }
    });
    shown.collect()
}

fn values(values: &Json, shown: impl Fn(&Json) -> String + Copy) -> Json {
    list(values).iter().map(|one| value(one, shown)).collect()
}

/// The value alone where it is stated, nothing where there is none, else with its state.
fn value(value: &Json, shown: impl Fn(&Json) -> String) -> Json {
    let state = text(&value["state"]);
    match state {
        "missing" | "no_column" => Json::Null,
        "stated" => shown(&value["value"]).into(),
        _ => {
            let mut with_state = Map::new();
            let said = if value["value"].is_null() { Json::Null } else { shown(&value["value"]).into() };
            with_state.insert("value".into(), said);
            with_state.insert("state".into(), state.into());
            put(&mut with_state, "readings", list(&value["readings"]).iter().map(|reading| Json::from(shown(reading))).collect());
            put(&mut with_state, "rule", value["rule"].clone());
            put(&mut with_state, "moved_from", if value["moved_from"].is_null() { Json::Null } else { at(&value["moved_from"]).into() });
            put(&mut with_state, "reviewed_by", value["reviewed_by"].clone());
            with_state.into()
        }
    }
}

fn at(at: &Json) -> String {
    if at["from"].is_null() { at.to_string() } else { format!("{}:{}-{}", at["line"], at["from"], at["to"]) }
}

fn alignments(made: &Made) -> Vec<String> {
    let name = |id: &Json| {
        let item = made.items.iter().find(|item| item["id"] == *id);
        item.map_or("?", |item| text(&item["name"]["value"])).to_owned()
    };
    let concept =
        |id: &Json| made.concepts.iter().find(|concept| concept["id"] == *id).map_or("?", |concept| text(&concept["name"])).to_owned();
    let related = made.alignment.iter().filter(|alignment| !alignment["concept"].is_null());
    let shown = related.map(|alignment| {
        let asserted = if alignment["asserted"] == true { "" } else { ", proposed" };
        format!(
            "{} {} {} ({}{asserted})",
            name(&alignment["item"]),
            text(&alignment["relation"]),
            concept(&alignment["concept"]),
            text(&alignment["method"])
        )
    });
    shown.collect()
}

/// Code and place; the wording lives in one table and is not repeated here.
fn findings(made: &Made) -> Vec<String> {
    let shown = made.findings.iter().map(|finding| joined([text(&finding["code"]), text(&finding["source"]), &place(finding)], " "));
    shown.collect()
}

/// Enters what is not empty.
fn put(shown: &mut Map<String, Json>, key: &str, value: Json) {
    let empty = match &value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    };
    if !empty {
        shown.insert(key.to_owned(), value);
    }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn word(json: &Json) -> &str {
    json.as_str().unwrap_or("-")
}

fn joined<const N: usize>(parts: [&str; N], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
