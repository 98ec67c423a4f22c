//! The five documents against what a person says (`five/truth.tsv`), and the 58 items of 001 and 003 on their list.

use crate::made::{RAW, root, text};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What a person says of one item.
struct Truth {
    document: String,
    name: String,
    relation: String,
    services: BTreeSet<String>,
    argued: bool,
}

/// How well the program does: right of what it asserts as `exact` or `close`; found of what the truth has without argument; mistakes.
pub(crate) struct Measured {
    pub(crate) right: usize,
    pub(crate) asserted: usize,
    pub(crate) found: usize,
    pub(crate) wanted: usize,
    pub(crate) mistakes: Vec<String>,
}

fn truth() -> Vec<Truth> {
    let table = fs::read_to_string(root().join("tests/it/align/five.tsv")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let truth: Vec<Truth> = rows.map(row).collect();
    assert_eq!(truth.iter().map(|row| (&row.document, &row.name)).collect::<BTreeSet<_>>().len(), 74, "each of the 74 services is judged");
    truth
}

fn row(line: &str) -> Truth {
    let cells: Vec<&str> = line.split('\t').collect();
    assert!(cells.len() == 6 && !cells[5].is_empty(), "{line}: document, name, relation, services, certain or argued, reason");
    assert!(["certain", "argued"].contains(&cells[4]), "{line}");
    Truth {
        document: cells[0].to_owned(),
        name: cells[1].to_owned(),
        relation: cells[2].to_owned(),
        services: cells[3].split(' ').filter(|code| *code != "-").map(str::to_owned).collect(),
        argued: cells[4] == "argued",
    }
}

/// What the program asserts: by document and name, relation and number of the service.
fn asserted() -> BTreeMap<(String, String), BTreeSet<(String, String)>> {
    let items: BTreeMap<&str, (String, String)> =
        RAW.items.iter().map(|item| (text(&item["id"]), (start(text(&item["source"])), text(&item["name"]["value"]).to_owned()))).collect();
    let mut found: BTreeMap<(String, String), BTreeSet<(String, String)>> = BTreeMap::new();
    for alignment in RAW.alignment.iter().filter(|alignment| alignment["asserted"] == true) {
        let code = text(&alignment["concept"]).rsplit('/').next().unwrap().to_owned();
        let key = items[text(&alignment["item"])].clone();
        found.entry(key).or_default().insert((text(&alignment["relation"]).to_owned(), code));
    }
    found
}

pub(crate) fn measure() -> Measured {
    let asserted = asserted();
    let truth = truth();
    let mut measured = Measured { right: 0, asserted: 0, found: 0, wanted: 0, mistakes: Vec::new() };
    let mut allowed: BTreeMap<(&str, &str), BTreeSet<(String, String)>> = BTreeMap::new();
    for row in &truth {
        let own = allowed.entry((&row.document, &row.name)).or_default();
        own.extend(row.services.iter().map(|code| (row.relation.clone(), code.clone())));
        if !row.argued {
            let found = asserted.get(&(row.document.clone(), row.name.clone()));
            for code in &row.services {
                measured.wanted += 1;
                let has = found.is_some_and(|found| found.contains(&(row.relation.clone(), code.clone())));
                measured.found += usize::from(has);
                if !has {
                    measured.mistakes.push(format!("{} {}: {} {code} is not found", row.document, row.name, row.relation));
                }
            }
        }
    }
    for ((document, name), allowed) in &allowed {
        for found in asserted.get(&((*document).to_owned(), (*name).to_owned())).into_iter().flatten() {
            let strict = ["exact", "close"].contains(&found.0.as_str());
            measured.asserted += usize::from(strict);
            measured.right += usize::from(strict && allowed.contains(found));
            if !allowed.contains(found) {
                measured.mistakes.push(format!("{document} {name}: {} {} is asserted", found.0, found.1));
            }
        }
    }
    measured
}

#[test]
fn items_stand_to_services_as_a_person_says() {
    let measured = measure();
    println!("{}", measured.mistakes.join("\n"));
    assert_eq!(measured.right, measured.asserted, "{}", measured.mistakes.join("\n"));
    assert!(measured.found * 100 >= measured.wanted * 95, "{}", measured.mistakes.join("\n"));
}

/// A regression test only: the list was read off these two documents.
#[test]
fn the_58_items_of_two_documents_are_each_one_service() {
    let names: BTreeMap<&str, &str> = RAW.concepts.iter().map(|concept| (text(&concept["id"]), text(&concept["name"]))).collect();
    let other_names = BTreeMap::from([
        ("基本医疗保险零售药店费用结算", "基本医疗保险定点零售药店费用结算"),
        ("救助对象参加城乡居民医保个人缴费补贴", "符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴"),
    ]);
    let items = RAW.items.iter().filter(|item| ["001", "003"].contains(&start(text(&item["source"])).as_str()));
    let mut count = 0;
    for item in items {
        let own: Vec<_> = RAW.alignment.iter().filter(|alignment| alignment["item"] == item["id"]).collect();
        let name = text(&item["name"]["value"]);
        assert_eq!(own.len(), 1, "{name}");
        assert_eq!((text(&own[0]["relation"]), own[0]["asserted"].as_bool()), ("exact", Some(true)), "{name}");
        assert_eq!(names[text(&own[0]["concept"])], *other_names.get(name).unwrap_or(&name));
        count += 1;
    }
    assert_eq!(count, 58);
}

#[test]
fn what_is_no_service_stands_to_none() {
    let mut seen = 0;
    for item in RAW.items.iter().filter(|item| !["service", "unknown"].contains(&text(&item["type"]))) {
        let own: Vec<_> = RAW.alignment.iter().filter(|alignment| alignment["item"] == item["id"]).collect();
        assert!(
            own.iter().all(|alignment| alignment["concept"].is_null() && !alignment["reasons"][0].is_null()),
            "{}",
            item["name"]["value"]
        );
        seen += own.len();
    }
    assert!(seen > 30, "{seen}");
}

/// The number by which a document is called.
fn start(source: &str) -> String {
    source.chars().take(3).collect()
}
