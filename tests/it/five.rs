//! The five real documents, under their own names and under neutral ones: what must be read from them.

mod evidence;
mod guide;

use crate::made::{Made, RAW, list, root, text};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

/// The documents by the beginning of their names, and what they are called in the other run; in another order.
const NEUTRAL: [(&str, &str); 5] = [("003", "a.txt"), ("001", "b.txt"), ("004", "c.txt"), ("000", "d.txt"), ("002", "e.txt")];

/// The run over the same bytes under neutral names.
static RENAMED: LazyLock<Made> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("raw")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let neutral = NEUTRAL.iter().find(|(start, _)| name.starts_with(start)).map_or(name.as_str(), |(_, neutral)| neutral);
        fs::copy(&path, folder.path().join(neutral)).unwrap();
    }
    Made::of(folder.path()).unwrap()
});

/// One of the two runs.
#[derive(Clone, Copy)]
struct Five {
    made: &'static Made,
    renamed: bool,
}

/// Both runs, each with its name for messages.
fn both() -> [Five; 2] {
    [Five { made: &RAW, renamed: false }, Five { made: &RENAMED, renamed: true }]
}

impl Five {
    /// The id of a document.
    fn id(self, document: &str) -> &'static str {
        let neutral = NEUTRAL.iter().find(|(start, _)| *start == document).unwrap().1;
        text(&self.source(if self.renamed { neutral } else { document })["id"])
    }

    fn source(self, start: &str) -> &'static Json {
        self.made.source(start)
    }

    fn items(self, document: &str) -> Vec<&'static Json> {
        self.made.of_source(self.id(document)).collect()
    }

    /// The item of a document with the serial as printed.
    fn item(self, document: &str, serial: &str) -> &'static Json {
        let found = self.items(document).into_iter().find(|item| item["serial"]["value"] == serial);
        found.unwrap_or_else(|| panic!("{document} has no item {serial}"))
    }

    /// Codes and places of the findings about a document.
    fn findings(self, document: &str) -> Vec<(&'static str, String)> {
        self.made.findings_of(self.id(document)).collect()
    }
}

fn selected(content: &Json) -> Vec<&str> {
    list(&content["channels"]).iter().filter(|channel| channel["selected"] == true).map(|channel| text(&channel["id"])).collect()
}

fn ticked(content: &Json) -> Vec<&str> {
    list(&content["marks"]["columns"]).iter().filter(|mark| mark["value"] == true).map(|mark| text(&mark["label"])).collect()
}

fn citations(item: &Json) -> Vec<(&str, &str, &str)> {
    let cited = list(&item["legal_basis"]).iter();
    cited.map(|one| (text(&one["title"]["value"]), text(&one["number"]["raw"]), text(&one["verdict"]["number"]))).collect()
}

#[test]
fn there_are_174_items_in_five_documents() {
    for five in both() {
        let counts = ["000", "001", "002", "003", "004"].map(|document| five.items(document).len());
        assert_eq!((counts, five.made.items.len()), ([15, 29, 89, 29, 12], 174));
    }
}

#[test]
fn names_of_files_mean_nothing() {
    let without_names = |item: &Json| {
        let mut item = item.clone();
        item["id"] = Json::Null;
        item["source"] = Json::Null;
        item
    };
    let [own, neutral] = both();
    for (document, _) in NEUTRAL {
        let (own, neutral) = (own.items(document), neutral.items(document));
        assert!(own.iter().map(|item| without_names(item)).eq(neutral.iter().map(|item| without_names(item))), "{document}");
    }
}

#[test]
fn every_item_has_its_name_and_its_parent() {
    let table = fs::read_to_string(root().join("tests/it/five/names.tsv")).unwrap();
    let mut expected: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        expected.entry(cells[0]).or_default().push(cells[1..].to_vec());
    }
    let or_dash = |json: &'static Json| json.as_str().unwrap_or("-");
    for five in both() {
        for (document, expected) in &expected {
            let read = |item: &'static Json| {
                let parent = &item["primary_item"];
                vec![
                    or_dash(&item["serial"]["value"]),
                    or_dash(&item["category"]["value"]),
                    or_dash(&parent["value"]),
                    text(&parent["state"]),
                    text(&item["name"]["value"]),
                ]
            };
            let actual: Vec<Vec<&str>> = five.items(document).into_iter().map(read).collect();
            for (expected, actual) in expected.iter().zip(&actual) {
                assert_eq!(actual, expected, "{document}");
            }
        }
    }
}

#[test]
fn the_second_name_of_every_directory_item_is_its_own() {
    for five in both() {
        for item in ["000", "001", "002", "004"].into_iter().flat_map(|document| five.items(document)) {
            let expected = if item["serial"]["value"] == "7" && item["primary_item"]["state"] == "moved" { "moved" } else { "stated" };
            assert_eq!((&item["name"]["value"], text(&item["name"]["state"])), (&item["secondary_item"]["value"], expected));
        }
    }
}

#[test]
fn both_numbers_of_000_are_kept() {
    for five in both() {
        let serials = |item: &'static Json| list(&item["serials"]).iter().map(|serial| text(&serial["value"])).collect::<Vec<_>>();
        let read: Vec<Vec<&str>> = five.items("000").into_iter().map(serials).collect();
        let outer = ["1", "1", "1", "2", "2", "2", "5", "6", "6", "6", "6", "7", "7", "8", "10"];
        let expected: Vec<Vec<String>> = (1..).zip(outer).map(|(inner, outer)| vec![outer.to_owned(), format!("{inner}")]).collect();
        assert_eq!(read, expected);
    }
}

#[test]
fn row_7_of_001_is_put_back_and_reported() {
    for five in both() {
        let item = five.item("001", "7");
        for field in ["primary_item", "name", "publisher"] {
            assert_eq!(item[field]["state"], "moved", "{field}");
            assert!(!item[field]["moved_from"].is_null(), "{field}");
        }
        assert_eq!(item["contents"][0]["text"]["state"], "moved");
        assert_eq!(ticked(&item["contents"][0]), ["全社会", "主动", "县级"]);
        for mark in list(&item["contents"][0]["marks"]["columns"]).iter().filter(|mark| mark["value"] == true) {
            assert_eq!(mark["state"], "moved");
        }
        let line = item["name"]["at"][0]["line"].to_string();
        let shifted: Vec<_> = five.findings("001").into_iter().filter(|(code, _)| *code == "row-shifted").collect();
        assert!(matches!(&shifted[..], [(_, place)] if place.starts_with(&format!("{line}:"))), "{shifted:?}");
    }
}

#[test]
fn parents_of_004_hold_over_the_page_break() {
    for five in both() {
        let (above, item) = (five.item("004", "3"), five.item("004", "4"));
        assert_eq!(item["primary_item"]["at"], above["primary_item"]["at"]);
        let line = |item: &Json| item["name"]["at"][0]["line"].as_u64().unwrap();
        assert!(line(item) > line(above) + 2, "a header stands between them");
    }
}

#[test]
fn every_item_of_000_has_ten_elements_without_their_numbers() {
    let expected = [
        "事项名称",
        "事项简述",
        "办理材料",
        "办理方式",
        "办理时限",
        "结果送达",
        "办事时间",
        "办理机构及地点",
        "咨询查询途径",
        "监督投诉渠道",
    ];
    for five in both() {
        for item in five.items("000") {
            let elements = list(&item["contents"][0]["elements"]);
            let values: Vec<&str> = elements.iter().map(|element| text(&element["value"])).collect();
            assert_eq!(values, expected);
            for (number, element) in (1..).zip(elements) {
                assert!(text(&element["raw"]).starts_with(&format!("{number}.")), "{element}");
            }
        }
    }
}

#[test]
fn three_items_of_002_have_second_contents() {
    let names =
        ["限定在特定医疗机构使用的药品的审定", "基本医疗保险诊疗项目和服务设施范围的审定", "限定在特定医疗机构使用的诊疗项目的审定"];
    for five in both() {
        let two = five.items("002").into_iter().filter(|item| list(&item["contents"]).len() > 1);
        assert_eq!(two.clone().map(|item| text(&item["name"]["value"])).collect::<Vec<_>>(), names);
        for item in two {
            let [first, second] = list(&item["contents"]) else { panic!("{}", item["name"]) };
            assert_eq!((&first["membership"], &second["membership"]), (&json!("stated"), &json!("inferred")));
            assert_eq!(second["text"]["value"], "行政审批办理结果");
            assert_eq!((list(&second["channels"]).len(), &second["marks"]["ticks"]), (13, &json!(3)));
            assert_ne!(first["channels"][0]["at"], second["channels"][0]["at"]);
        }
    }
}

#[test]
fn ticks_of_001_and_004_are_stated() {
    for five in both() {
        for (document, labels) in [("001", ["全社会", "主动", "县级"]), ("004", ["全社会", "主动", "乡级"])] {
            for item in five.items(document) {
                let content = &item["contents"][0];
                assert_eq!((ticked(content), &content["marks"]["readings"]), (labels.to_vec(), &Json::Null));
                let moved = item["name"]["state"] == "moved";
                let states: Vec<&str> = list(&content["marks"]["columns"]).iter().map(|mark| text(&mark["state"])).collect();
                assert!(moved || states.iter().all(|state| *state == "stated"), "{}: {states:?}", item["name"]["value"]);
            }
        }
    }
}

#[test]
fn ticks_of_000_and_002_stay_ambiguous() {
    for five in both() {
        for (document, ticks, columns) in [("000", 4, 6), ("002", 3, 7)] {
            let contents = five.items(document).into_iter().flat_map(|item| list(&item["contents"]));
            for marks in contents.map(|content| &content["marks"]).filter(|marks| marks["ticks"] != 1) {
                let groups: Vec<&str> = list(&marks["columns"]).iter().map(|mark| text(&mark["group"])).collect();
                assert_eq!((&marks["ticks"], groups.len(), &marks["readings_count"]), (&json!(ticks), columns, &json!(12)));
                assert_eq!(marks["readings"], json!(joint_readings(&groups, ticks)));
                assert!(list(&marks["columns"]).iter().all(|mark| mark["value"].is_null() && mark["state"] == "ambiguous"));
            }
        }
    }
}

/// All choices of `ticks` columns in which each group has one at least.
fn joint_readings(groups: &[&str], ticks: u32) -> Vec<Vec<usize>> {
    let chosen = |set: u32| (0..groups.len()).filter(move |column| set & 1 << column != 0);
    let fits = |set: &u32| set.count_ones() == ticks && groups.iter().all(|group| chosen(*set).any(|column| groups[column] == *group));
    let mut readings: Vec<Vec<usize>> = (0..1u32 << groups.len()).filter(fits).map(|set| chosen(set).collect()).collect();
    readings.sort();
    readings
}

#[test]
fn the_row_of_002_with_a_single_tick_has_seven_readings_and_a_finding() {
    for five in both() {
        let contents = five.items("002").into_iter().flat_map(|item| list(&item["contents"]).iter().map(move |content| (item, content)));
        let single: Vec<_> = contents.filter(|(_, content)| content["marks"]["ticks"] == 1).collect();
        let [(item, content)] = single[..] else { panic!("{} rows with a single tick", single.len()) };
        assert_eq!(item["name"]["value"], "办理《上海社区医疗互助卡》制卡");
        assert_eq!(content["marks"]["readings"], json!((0..7).map(|column| [column]).collect::<Vec<_>>()));
        let line = item["name"]["at"][0]["line"].to_string();
        let reported = five.findings("002").into_iter().any(|(code, at)| code == "mark-group-empty" && at.starts_with(&format!("{line}:")));
        assert!(reported);
    }
}

#[test]
fn ambiguous_ticks_accuse_nobody() {
    for five in both() {
        let about_marks = five.made.findings.iter().filter(|finding| finding["field"] == "marks").map(|finding| text(&finding["code"]));
        assert!(
            about_marks.clone().all(|code| ["marks-ambiguous", "mark-group-empty"].contains(&code)),
            "{:?}",
            about_marks.collect::<Vec<_>>()
        );
        assert_eq!(about_marks.filter(|code| *code == "mark-group-empty").count(), 1);
    }
}

#[test]
fn channels_are_selected_as_printed() {
    for five in both() {
        let of = |document: &str| five.items(document).into_iter().flat_map(|item| list(&item["contents"])).collect::<Vec<_>>();
        assert_eq!(of("002").len(), 92);
        assert!(
            of("002").iter().all(|content| list(&content["channels"]).len() == 13 && selected(content).contains(&"government_website"))
        );
        let social: Vec<_> = of("002").into_iter().filter(|content| selected(content).len() > 1).collect();
        assert_eq!(social.len(), 4);
        assert!(social.iter().all(|content| selected(content) == ["government_website", "social_media"]));
        for content in of("004") {
            assert_eq!((list(&content["channels"]).len(), selected(content)), (13, vec!["social_media", "notice_board"]));
        }
        for content in of("001") {
            assert_eq!(selected(content), ["government_website"]);
        }
        for content in of("000") {
            assert_eq!((list(&content["channels"]).len(), selected(content)), (13, vec!["government_website", "service_center", "other"]));
            let other = list(&content["channels"]).iter().find(|channel| channel["id"] == "other").unwrap();
            assert_eq!(other["note"], "基层公共服务平台");
        }
    }
}

#[test]
fn deadlines_of_directories_are_20_working_days() {
    for five in both() {
        for item in ["001", "002", "004"].into_iter().flat_map(|document| five.items(document)) {
            let [deadline] = list(&item["deadlines"]) else { panic!("{}: {}", item["name"]["value"], item["deadlines"]) };
            let value = &deadline["value"];
            assert_eq!((&value["amount"], &value["unit"], &value["kind"]), (&json!(20), &json!("working_day"), &json!("within")));
            assert_eq!(value["trigger"], "信息形成或变更");
        }
        assert!(five.items("000").iter().all(|item| item["field_states"]["deadlines"] == "no_column"));
    }
}

#[test]
fn citations_of_004_keep_their_numbers_as_written() {
    for five in both() {
        for item in five.items("004") {
            let [(title, number, verdict)] = citations(item)[..] else { panic!("{}", item["legal_basis"]) };
            assert_eq!(title, "中华人民共和国政府信息公开条例");
            let expected = match text(&item["serial"]["value"]) {
                "1" | "2" | "3" | "12" => ("国务 院令第711 号", "consistent"),
                "8" | "9" | "11" => ("国务院令第711号", "consistent"),
                "4" | "5" | "6" => ("国务院令第七11号", "malformed"),
                "7" => ("国务院令第七19号", "malformed"),
                _ => ("国务院令第722号", "other_act"),
            };
            assert_eq!((number, verdict), expected, "{}", item["serial"]["value"]);
        }
        let codes: Vec<&str> = five.findings("004").into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes.iter().filter(|code| **code == "citation-number-malformed").count(), 4);
        assert_eq!(codes.iter().filter(|code| **code == "citation-number-of-another-act").count(), 1);
    }
}

#[test]
fn citations_of_001_are_several_to_a_cell() {
    for five in both() {
        let titles = |serial: &str| citations(five.item("001", serial)).into_iter().map(|(title, ..)| title).collect::<Vec<_>>();
        assert_eq!(titles("1"), ["中华人民共和国政府信息公开条例", "社会保险法"]);
        assert_eq!(titles("4"), ["中华人民共和国政府信息公开条例", "社会保险法", "社会保险费征缴暂行条例"]);
        assert_eq!(titles("25"), ["中华人民共和国政府信息公开条例", "城乡医疗救助基金管理办法"]);
        assert_eq!(titles("12").len(), 4);
    }
}

#[test]
fn places_are_found_or_left_open() {
    for five in both() {
        let place = |document: &str| {
            let place = five.source(five.id(document))["jurisdiction"].clone();
            (place["name"].clone(), place["code"].clone(), text(&place["state"]).to_owned())
        };
        assert_eq!(place("000"), (json!("大冶市"), json!("420281"), "stated".into()));
        let (name, code, _) = place("003");
        assert_eq!((name, code), (json!("大冶市"), json!("420281")));
        let (name, code, state) = place("002");
        assert_eq!((name, state.as_str()), (json!("上海市"), "inferred"));
        assert!(text(&code).starts_with("31"), "{code}");
        assert_eq!(place("001"), (Json::Null, Json::Null, "missing".into()));
        let (name, code, _) = place("004");
        assert_eq!((name, code), (json!("会议镇"), Json::Null));
        let reported = |document: &str, wanted: &str| five.findings(document).iter().any(|(code, _)| *code == wanted);
        assert!(reported("001", "place-unresolved") && reported("004", "place-not-in-list"));
    }
}

#[test]
fn the_same_service_has_one_concept() {
    for five in both() {
        let concept = |document: &str, name: &str| {
            let item = five.items(document).into_iter().find(|item| item["name"]["value"] == name).unwrap();
            let sure = five.made.alignment.iter().find(|alignment| alignment["item"] == item["id"] && alignment["relation"] == "exact");
            sure.map_or("", |alignment| text(&alignment["concept"]))
        };
        for (document, name, expected) in [
            ("000", "基本医疗保险职工参保登记", "medical-insurance/02"),
            ("001", "职工参保登记", "medical-insurance/02"),
            ("003", "职工参保登记", "medical-insurance/02"),
            ("000", "城乡居民基本医疗保险参保登记", "medical-insurance/03"),
            ("004", "城乡居民医疗保险参保登记", "medical-insurance/03"),
            ("001", "基本医疗保险零售药店费用结算", "medical-insurance/28"),
            ("003", "基本医疗保险定点零售药店费用结算", "medical-insurance/28"),
            // Named like a heading of the list, or on no list: no service is claimed to be the same.
            ("000", "基本医疗保险关系转移接续", ""),
            ("004", "特殊人员参保信息标识维护", ""),
            ("002", "权责清单", ""),
        ] {
            assert_eq!(concept(document, name), expected, "{document} {name}");
        }
        assert!(five.made.alignment.iter().all(|alignment| alignment["concept"].is_null() || !list(&alignment["reasons"]).is_empty()));
    }
}
