//! The five documents against what a person says (`five.tsv`), and the 58 items of 001 and 003 on their list.

use super::truth::{Asserted, Measured, judge, truth};
use crate::made::{RAW, text};
use std::collections::{BTreeMap, BTreeSet};

/// What the program asserts: by document and name, relation and number of the service.
fn asserted() -> Asserted {
    let items: BTreeMap<&str, (String, String)> =
        RAW.items.iter().map(|item| (text(&item["id"]), (start(text(&item["source"])), text(&item["name"]["value"]).to_owned()))).collect();
    let mut found = Asserted::new();
    for alignment in RAW.alignment.iter().filter(|alignment| alignment["asserted"] == true) {
        let code = text(&alignment["concept"]).rsplit('/').next().unwrap().to_owned();
        let key = items[text(&alignment["item"])].clone();
        found.entry(key).or_default().insert((text(&alignment["relation"]).to_owned(), code));
    }
    found
}

/// What is asserted of the 74 services against what a person says.
pub(crate) fn measure() -> Measured {
    let truth = truth("five.tsv");
    assert_eq!(truth.iter().map(|row| (&row.of, &row.name)).collect::<BTreeSet<_>>().len(), 74, "each of the 74 services is judged");
    judge(&truth, &asserted())
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
