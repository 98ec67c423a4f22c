//! The service guide 003: every label of every item, nested lists, phones, time limits.

use super::{Five, both};
use crate::made::{list, text};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The labels of the guide and the fields they mean.
const LABELS: [(&str, &str); 7] = [
    ("服务对象", "service_target"),
    ("办理材料", "materials"),
    ("办理时限", "time_limits"),
    ("办理层级", "handling_levels"),
    ("办理渠道", "handling_channels"),
    ("注意事项", "notes"),
    ("联系电话", "phones"),
];

#[test]
fn every_label_of_every_item_is_read() {
    for five in both() {
        let items = five.items("003");
        let starts: Vec<usize> = items.iter().map(|item| item["name"]["at"][0]["line"].as_u64().unwrap() as usize).collect();
        let lines = &five.made.lines[five.id("003")];
        let ends = starts.iter().skip(1).copied().chain([lines.len() + 1]);
        for ((item, start), end) in items.iter().zip(&starts).zip(ends) {
            let printed = |label: &str| lines[*start..end - 1].iter().any(|line| line.starts_with(&format!("{label}：")));
            for (label, field) in LABELS {
                let state = text(&item["field_states"][field]);
                assert_eq!(state, if printed(label) { "stated" } else { "missing" }, "{}: {label}", item["name"]["value"]);
            }
        }
    }
}

#[test]
fn only_one_item_has_no_phone() {
    for five in both() {
        let without = five.items("003").into_iter().filter(|item| list(&item["phones"]).is_empty());
        assert_eq!(without.map(|item| text(&item["serial"]["value"])).collect::<Vec<_>>(), ["二十四"]);
    }
}

#[test]
fn items_stand_under_ten_headings() {
    for five in both() {
        let items = five.items("003");
        let headings: BTreeSet<String> = items.iter().map(|item| item["primary_item"]["at"].to_string()).collect();
        assert_eq!(headings.len(), 10);
        let outer: Vec<&str> =
            items.iter().filter(|item| item["primary_item"]["state"] == "stated").map(|item| text(&item["serials"][0]["value"])).collect();
        assert_eq!(outer, ["1", "二", "三", "四", "五", "六", "七", "八", "九", "十"]);
    }
}

#[test]
fn lists_keep_their_nesting() {
    let shape = |entries: &Json| {
        let inner = |entry: &Json| list(&entry["items"]).iter().map(|inner| text(&inner["number"]).to_owned()).collect::<String>();
        list(entries).iter().map(|entry| format!("{}{}", text(&entry["number"]), inner(entry))).collect::<Vec<_>>().join(" ")
    };
    for five in both() {
        let of = |serial: &str, field: &str| shape(&five.item("003", serial)[field]);
        assert_eq!(of("一", "materials"), "1 2");
        assert_eq!(of("二", "notes"), "1①②③④ 2 3");
        assert_eq!(of("九", "materials"), "1①② 2①②");
        assert_eq!(of("十一", "notes"), "1 2 3 4 5");
        assert_eq!(of("13", "materials"), "1 2 3");
        assert_eq!(of("二十", "notes"), "1 2 3 4 4");
        assert_eq!(of("二十七", "materials"), "1 2 3 4 5 6 7");
        let note = &five.item("003", "二")["notes"][0]["items"][2]["text"]["value"];
        assert_eq!(note, "出国定居的，需提供护照或永久居留证");
        let own = five.item("003", "七");
        assert_eq!((shape(&own["materials"]).as_str(), &own["materials"][0]["text"]["value"]), ("", &json!("单位有效证明文件")));
    }
}

#[test]
fn phones_are_text() {
    for five in both() {
        let phones =
            |serial: &str| list(&five.item("003", serial)["phones"]).iter().map(|phone| phone["value"].clone()).collect::<Vec<_>>();
        let phone = |number: &str, note: Json| json!({"number": number, "extension": null, "note": note});
        assert_eq!(phones("一"), [phone("0714-8717336", Json::Null)]);
        assert_eq!(phones("十九"), [phone("0714-8764470", Json::Null), phone("0714-8736756", json!("人寿保险公司"))]);
        assert_eq!(phones("二十九"), [phone("0714-8715981", Json::Null)]);
    }
}

#[test]
fn time_limits_are_typed() {
    let limits = |five: Five, serial: &str| {
        let limits = list(&five.item("003", serial)["time_limits"]).iter().map(|limit| &limit["value"]);
        limits
            .map(|limit| (text(&limit["kind"]), limit["amount"].as_u64(), text(&limit["unit"]), text(&limit["condition"])))
            .collect::<Vec<_>>()
    };
    for five in both() {
        assert_eq!(limits(five, "一"), [("immediate", None, "", "")]);
        assert_eq!(limits(five, "九"), [("within", Some(5), "working_day", "")]);
        assert_eq!(limits(five, "十一"), [("within", Some(9), "working_day", "不含资料邮寄时间")]);
        assert_eq!(limits(five, "十二"), [("immediate", None, "", "承诺制"), ("within", Some(2), "working_day", "提交材料")]);
        assert_eq!(limits(five, "十五"), [("immediate", None, "", "线下市级"), ("within", Some(2), "working_day", "线上、线下乡镇、村")]);
        assert_eq!(limits(five, "二十六"), [("within", Some(10), "working_day", "")]);
    }
}

#[test]
fn levels_and_ways_are_lists() {
    for five in both() {
        let texts = |values: &'static Json| list(values).iter().map(|value| text(&value["value"])).collect::<Vec<_>>();
        let item = five.item("003", "三");
        assert_eq!(texts(&item["handling_levels"]), ["市级", "乡镇（街道）", "村（社区）"]);
        assert_eq!(
            texts(&item["handling_channels"]["online"]),
            ["PC端湖北政务服务网", "湖北省医保服务平台", "手机端“鄂汇办”APP", "国家医保服务平台"]
        );
        assert_eq!(
            texts(&item["handling_channels"]["offline"]),
            ["市政务服务大厅", "乡镇（街道）政务便民服务中心", "村（社区）政务便民服务点"]
        );
        let only_offline = five.item("003", "二十三");
        assert!(list(&only_offline["handling_channels"]["online"]).is_empty());
        assert_eq!(texts(&only_offline["handling_channels"]["offline"]), ["市政务服务大厅"]);
    }
}

#[test]
fn numbering_that_changes_or_repeats_is_reported() {
    for five in both() {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for (code, _) in five.findings("003") {
            *codes.entry(code).or_default() += 1;
        }
        assert_eq!(codes.get("numbering-style-changes"), Some(&2), "1、 among 二、, and （13） among （十二）");
        assert_eq!(codes.get("numbering-repeated"), Some(&1), "4. twice in the notes of item 二十");
    }
}
