//! What people decide holds, and lapses with its texts; clusters do not depend on the order of files.

use super::{aligned, document};
use mulu::align::{Dataset, align, contradictions, questions};
use mulu::result::DocumentResult;
use mulu::tables::Tables;
use mulu::tables::decisions::{Decided, Decision, Decisions};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

fn decision(verdict: Decided, item: &str, with: &str, judged: &str) -> Decision {
    let [item, with, judged, by, when, why] = [item, with, judged, "Wang", "2026-11-22", "looked"].map(str::to_owned);
    Decision { verdict, item, with, judged, by, when, why }
}

/// The hash of an item without headings and the other side.
fn judged(item: &str, other: &str) -> String {
    mulu::corrections::judged(&format!("{item}\n{other}"))
}

fn decided(documents: Vec<DocumentResult>, decisions: Vec<Decision>) -> (Dataset, Vec<String>) {
    let staged = align(documents, &Decisions(decisions), &TABLES, None);
    let codes = staged.findings.iter().map(|finding| finding.code.to_string()).collect();
    (staged.output, codes)
}

/// For each item: relation, whether asserted, and id of the concept.
fn stands(dataset: &Dataset) -> Vec<String> {
    let line = |alignment: &mulu::align::Alignment| {
        let (_, item) = dataset.item(alignment.item).unwrap();
        let concept = alignment.concept.map_or("-", |concept| dataset.concepts[concept as usize].id.as_str());
        let relation = alignment.relation.map_or("none", |relation| relation.key());
        format!("{} {relation}{} {concept}", item.id, if alignment.asserted { "" } else { "?" })
    };
    dataset.alignments.iter().map(line).collect()
}

const MEDICAL: Option<&str> = Some("medical-insurance");

#[test]
fn a_decision_wins_over_names_and_lapses_with_its_texts() {
    let documents = || vec![document("a", MEDICAL, &[("", "职工参保登记"), ("", "某某待遇确认单领取")])];
    let same = decision(
        Decided::Same,
        "a#1",
        "medical-insurance/16",
        &judged("某某待遇确认单领取", "基本医疗保险参保人员享受门诊慢特病病种待遇认定"),
    );
    let different = decision(Decided::Different, "a#0", "medical-insurance/02", &judged("职工参保登记", "职工参保登记"));
    let (dataset, codes) = decided(documents(), vec![same.clone(), different.clone()]);
    assert_eq!(stands(&dataset), ["a#0 none? -", "a#1 exact medical-insurance/16"]);
    assert!(codes.is_empty(), "{codes:?}");
    let stale = Decision { judged: "0".to_owned(), ..same };
    let lost = Decision { with: "nothing/1".to_owned(), ..different };
    let (dataset, codes) = decided(documents(), vec![stale, lost]);
    assert!(stands(&dataset).contains(&"a#0 exact medical-insurance/02".to_owned()));
    assert_eq!(codes, ["decision-stale", "decision-unused"]);
}

#[test]
fn same_holds_on_and_a_contradiction_is_told() {
    let documents =
        || vec![document("a", None, &[("", "甲甲甲")]), document("b", None, &[("", "乙乙乙")]), document("c", None, &[("", "丙丙丙")])];
    let ab = decision(Decided::Same, "a#0", "b#0", &judged("甲甲甲", "乙乙乙"));
    let bc = decision(Decided::Same, "b#0", "c#0", &judged("乙乙乙", "丙丙丙"));
    let ac = decision(Decided::Different, "a#0", "c#0", &judged("甲甲甲", "丙丙丙"));
    let (dataset, codes) = decided(documents(), vec![ab.clone(), bc.clone()]);
    assert_eq!(dataset.concepts.len(), 1);
    assert_eq!(dataset.concepts[0].members.len(), 3);
    assert!(codes.is_empty(), "{codes:?}");
    let (dataset, codes) = decided(documents(), vec![ab, bc, ac]);
    assert_eq!(codes, ["decision-contradicted"]);
    assert!(dataset.concepts.iter().all(|concept| concept.members.len() < 3));
}

#[test]
fn an_item_is_exactly_one_service_at_most() {
    let name = "职工参保登记";
    let to = |code: &str, other: &str| decision(Decided::Same, "a#0", &format!("medical-insurance/{code}"), &judged(name, other));
    let (dataset, codes) =
        decided(vec![document("a", MEDICAL, &[("", name)])], vec![to("01", "单位参保登记"), to("03", "城乡居民参保登记")]);
    assert_eq!(codes, ["decision-contradicted"]);
    assert_eq!(stands(&dataset), ["a#0 exact medical-insurance/01"]);
}

/// An id is made of what the names of a service say, so it changes with the tables alone: neither the order of files nor one more or one less is seen in it.
#[test]
fn clusters_do_not_depend_on_the_order_of_files_nor_on_other_ones() {
    let documents = || {
        vec![
            document("a", None, &[("", "机动车注册登记"), ("", "办理护照签发")]),
            document("b", None, &[("", "普通护照颁发"), ("", "机动车登记（注册）"), ("", "某某某事")]),
            document("c", None, &[("", "车辆注册登记手续"), ("", "收养登记"), ("", "护照签发")]),
            document("d", None, &[("", "收养登记"), ("", "护照签发"), ("", "某某某事")]),
        ]
    };
    let ids = |documents: Vec<DocumentResult>| -> BTreeMap<String, String> {
        let dataset = aligned(documents, &TABLES);
        let members = dataset.concepts.iter().flat_map(|concept| concept.members.iter().map(|member| (*member, concept.id.to_string())));
        members.map(|(member, id)| (dataset.item(member).unwrap().1.id.to_string(), id)).collect()
    };
    let all = ids(documents());
    assert_eq!((&all["a#1"], &all["a#1"], &all["c#1"]), (&all["b#0"], &all["d#1"], &all["d#0"]));
    assert_eq!(all, ids(documents().into_iter().rev().collect()), "another order");
    for some in 1..16u32 {
        let kept = documents().into_iter().enumerate().filter(|(at, _)| some >> at & 1 == 1).map(|(_, document)| document);
        let found = ids(kept.collect());
        assert!(found.iter().all(|(item, id)| all[item] == *id), "documents {some:04b}: {found:?} {all:?}");
        let several = some.count_ones() > 1;
        assert!(several || found.is_empty());
    }
}

#[test]
fn of_two_decisions_about_the_same_the_later_one_holds() {
    let documents = || vec![document("a", MEDICAL, &[("", "某某待遇确认单领取")])];
    let hash = judged("某某待遇确认单领取", "基本医疗保险参保人员享受门诊慢特病病种待遇认定");
    let say = |verdict| decision(verdict, "a#0", "medical-insurance/16", &hash);
    let (dataset, codes) = decided(documents(), vec![say(Decided::Different), say(Decided::Same)]);
    assert_eq!((stands(&dataset), codes), (vec!["a#0 exact medical-insurance/16".to_owned()], Vec::new()));
    let (dataset, codes) = decided(documents(), vec![say(Decided::Same), say(Decided::Different)]);
    assert!(codes.is_empty() && !stands(&dataset)[0].contains("exact"), "{codes:?} {:?}", stands(&dataset));
}

#[test]
fn decisions_that_contradict_each_other_are_asked_again() {
    let documents =
        vec![document("a", None, &[("", "甲甲甲")]), document("b", None, &[("", "乙乙乙")]), document("c", None, &[("", "丙丙丙")])];
    let say = |verdict, a: (&str, &str), b: (&str, &str)| decision(verdict, a.0, b.0, &judged(a.1, b.1));
    let [a, b, c] = [("a#0", "甲甲甲"), ("b#0", "乙乙乙"), ("c#0", "丙丙丙")];
    let all = Decisions(vec![say(Decided::Same, a, b), say(Decided::Same, b, c), say(Decided::Different, a, c)]);
    let dataset = align(documents, &all, &TABLES, None).output;
    let asked = contradictions(&dataset, &all);
    let shown: Vec<String> = asked.iter().map(|question| format!("{} {} {}", question.item, question.relation, question.other)).collect();
    assert_eq!(shown, ["甲甲甲 exact 乙乙乙", "乙乙乙 exact 丙丙丙", "甲甲甲 none 丙丙丙"]);
    assert!(asked.iter().all(|question| question.contradiction && question.reasons.len() == 3));
    assert!(contradictions(&dataset, &Decisions(all.0[..2].to_vec())).is_empty());
}

#[test]
fn questions_are_asked_once_and_not_again() {
    let documents =
        || vec![document("a", MEDICAL, &[("", "医疗救助对象救助资金给付")]), document("b", MEDICAL, &[("", "医疗救助对象救助资金给付")])];
    let (dataset, _) = decided(documents(), Vec::new());
    let asked = questions(&dataset, &TABLES);
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].items.len(), 2);
    let answers = asked[0].items.iter().map(|item| decision(Decided::Unsure, &item.id, &asked[0].with, &item.judged));
    let (dataset, codes) = decided(documents(), answers.collect());
    assert!(codes.is_empty(), "{codes:?}");
    assert!(questions(&dataset, &TABLES).is_empty());
}
