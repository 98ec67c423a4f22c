//! What README.md shows is true: its excerpt is in the dataset, and its examples work.

use crate::made::{Made, RAW, list, root, text};
use serde_json::Value as Json;
use std::fs;

/// The fenced blocks of README.md in the language `language`.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let parts = readme.split("```").skip(1).step_by(2);
    parts.filter_map(|part| part.strip_prefix(language)?.strip_prefix('\n')).map(str::to_owned).collect()
}

#[test]
fn the_excerpt_is_in_the_dataset() {
    let [excerpt] = &blocks("json")[..] else { panic!("README.md shows one excerpt") };
    let excerpt: Json = serde_json::from_str(excerpt).unwrap();
    let item = RAW.items.iter().find(|item| item["id"] == excerpt["id"]).expect("the id of the excerpt is in items.jsonl");
    assert!(holds(item, &excerpt), "README.md shows {excerpt}\nitems.jsonl has {item}");
}

/// Whether all that `shown` has is in `whole` too.
fn holds(whole: &Json, shown: &Json) -> bool {
    match shown {
        Json::Object(fields) => fields.iter().all(|(key, shown)| holds(&whole[key.as_str()], shown)),
        Json::Array(values) => {
            values.len() == list(whole).len() && list(whole).iter().zip(values).all(|(whole, shown)| holds(whole, shown))
        }
        _ => whole == shown,
    }
}

#[test]
fn the_examples_for_officers_work() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("raw")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::copy(&path, folder.path().join(&name)).unwrap();
        if name.starts_with("001") {
            fs::copy(&path, folder.path().join("county.txt")).unwrap();
        }
    }
    for block in blocks("toml") {
        let name = block.lines().next().and_then(|line| line.strip_prefix("# raw/")).expect("a block of README.md begins with its file");
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &block).unwrap();
    }
    let made = Made::of(folder.path()).unwrap();
    assert_eq!(
        (text(&made.source("county")["jurisdiction"]["name"]), text(&made.source("county")["jurisdiction"]["state"])),
        ("大冶市", "reviewed")
    );
    let item = made.items.iter().find(|item| item["name"]["state"] == "reviewed").expect("the correction is applied");
    assert_eq!(text(&item["name"]["value"]), "城乡居民基本医疗保险参保信息变更登记");
    let concept = made.alignment.iter().find(|alignment| alignment["item"] == item["id"]).unwrap();
    assert_eq!(text(&concept["concept"]), "medical-insurance/06", "a corrected name is aligned");
    assert!(!made.findings.iter().any(|finding| text(&finding["code"]).starts_with("correction-")));
}

#[test]
fn the_commands_are_those_of_ci() {
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    let commands = blocks("sh").concat();
    assert!(commands.contains("cargo run --release -- run") && commands.contains("cargo test "), "{commands}");
    assert!(ci.lines().any(|line| line == "cargo test"), "{ci}");
}
