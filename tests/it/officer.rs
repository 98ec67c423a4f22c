//! What an officer meets who reads the report and works with it: documents told apart, what is missing shown as such everywhere, slips answered.

use crate::cli::{folder, mulu, run, shown};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

fn gap(out: &Path) -> Json {
    serde_json::from_slice(&fs::read(out.join("reports/gap.json")).unwrap()).unwrap()
}

/// A directory of social insurance, for which there is no list; `left_out` is the number of a service that it lacks.
fn table(place: &str, title: &str, left_out: usize) -> String {
    let names =
        ["工伤事故备案", "失业保险金申领", "社会保障卡申领", "劳动能力鉴定申请", "丧葬补助金申领", "职业培训补贴申领", "遗属待遇申领"];
    let rows = names.iter().enumerate().filter(|(index, _)| *index != left_out);
    let rows: String = rows
        .map(|(index, name)| {
            format!(
                "{}\t{title}\t{name}\t{place}指南、办理时限\t自信息形成之日起20个工作日内公开\t{place}人力资源和社会保障局\n",
                index + 1
            )
        })
        .collect();
    format!("{place}{title}政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开时限\t公开主体\n{rows}")
}

#[test]
fn what_documents_like_it_have_is_missing_in_the_whole_report() {
    let places = [("大冶市", 0), ("阳新县", 9), ("嘉鱼县", 9), ("通城县", 9), ("崇阳县", 9)];
    let texts: Vec<(String, String)> =
        places.iter().map(|(place, left_out)| (format!("{place}.txt"), table(place, "社会保险", *left_out))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (_, out) = run(folder(&files).path(), &[]);
    let gap = gap(out.path());
    let columns = gap["columns"].as_array().unwrap();
    let of = columns.iter().position(|column| column["place"] == "大冶市").unwrap();
    let row = gap["rows"].as_array().unwrap().iter().find(|row| row["name"] == "工伤事故备案").unwrap();
    assert_eq!(row["cells"][of]["state"], "missing_among_places");
    assert_eq!(columns[of]["counts"]["missing_among_places"], 1);
    let first = gap["first"].as_array().unwrap().iter().find(|first| first["code"] == "service-missing-among-places").unwrap();
    assert_eq!(first["place"], "大冶市.txt", "the document that lacks it, not the one that shows it");
    let mail = fs::read_to_string(out.path().join("reports/gap.md")).unwrap();
    assert!(mail.contains("✕ missing: nearly all documents like it have it"), "{mail}");
}

#[test]
fn a_document_with_less_than_half_of_a_list_is_measured_nowhere() {
    let text =
        "大冶市医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
    let (_, out) = run(folder(&[("a.txt", text.as_bytes())]).path(), &[]);
    let gap = gap(out.path());
    assert_eq!(gap["columns"][0]["counts"].get("missing"), None);
    assert!(gap["columns"][0]["counts"]["not_measured"].as_u64().unwrap() > 20);
    assert_eq!(gap["cards"][0]["missing"], 0);
    assert!(!gap["first"].to_string().contains("services of the list"));
}

#[test]
fn the_mail_stays_short_and_names_where_the_rest_is() {
    let texts: Vec<(String, String)> = (0..21)
        .map(|number| (format!("{number}.txt"), table(["大冶市", "阳新县", "嘉鱼县"][number % 3], "社会保险", number % 7)))
        .collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (_, out) = run(folder(&files).path(), &[]);
    let mail = fs::read_to_string(out.path().join("reports/gap.md")).unwrap();
    assert!(mail.lines().count() < 150, "{} lines", mail.lines().count());
    assert!(mail.contains("gap.html and in the sheet Findings of gap.xlsx"), "{mail}");
}

#[test]
fn documents_of_one_place_are_told_apart() {
    let [one, other] = [table("大冶市", "社会保险", 9), table("大冶市", "就业创业", 3)];
    let raw = folder(&[("a.txt", one.as_bytes()), ("b.txt", other.as_bytes())]);
    let (_, out) = run(raw.path(), &[]);
    let apart: Vec<String> =
        gap(out.path())["columns"].as_array().unwrap().iter().filter_map(|column| Some(column["apart"].as_str()?.to_owned())).collect();
    assert_eq!(apart, ["社会保险", "就业创业"]);
}

#[test]
fn an_office_of_one_place_is_that_of_another() {
    let raw = folder(&[("a.txt", table("大冶市", "社会保险", 9).as_bytes()), ("b.txt", table("阳新县", "社会保险", 9).as_bytes())]);
    let compared = mulu(&["compare", "大冶市", "阳新县", "--raw", shown(raw.path())]);
    assert_eq!(compared.code, 0, "{}", compared.err);
    assert!(compared.out.contains("7 services compared") && !compared.out.contains("publisher: differs"), "{}", compared.out);
}

#[test]
fn a_slip_in_a_name_finds_what_was_meant() {
    let raw = folder(&[("a.txt", table("大冶市", "社会保险", 9).as_bytes())]);
    let code = mulu(&["codes", "deadline-difers", "--lang", "zh"]);
    assert_eq!(code.code, 2);
    assert!(code.err.contains("没有代码“deadline-difers”") && code.err.contains("是否为“deadline-differs”"), "{}", code.err);
    let place = mulu(&["compare", "大冶现", "大冶市", "--raw", shown(raw.path())]);
    assert!(place.code == 2 && place.err.contains("did you mean `大冶市`?"), "{}", place.err);
}

const WAIVER: &str =
    "[[waiver]]\ncode = \"column-missing\"\nsource = \"a.txt\"\nreason = \"known\"\nowner = \"李文\"\nuntil = \"2027-03-31\"\n";

#[test]
fn the_doctor_reads_what_was_accepted() {
    let text = table("大冶市", "社会保险", 9);
    let with = |waivers: &str| {
        let raw =
            folder(&[("a.txt", text.as_bytes()), ("sources.toml", b"as_of = \"2026-11-22\"\n"), ("waivers.toml", waivers.as_bytes())]);
        let out = tempfile::tempdir().unwrap();
        mulu(&["doctor", shown(raw.path()), "--out", shown(out.path())])
    };
    let fine = with(WAIVER);
    assert!(fine.out.contains("decisions.toml and waivers.toml") && !fine.out.contains("mend  waivers"), "{}", fine.out);
    for (waivers, said) in [
        (WAIVER.replace("column-missing", "column-mising"), "mend  waivers.toml: the waiver of column-mising in a.txt names a code"),
        (WAIVER.replace("a.txt", "z.txt"), "mend  waivers.toml: the waiver of column-missing in z.txt names a document that is not there"),
        (WAIVER.replace("2027", "2025"), "has ended on 2025-03-31"),
        (WAIVER.repeat(2), "stands twice: the later one holds"),
    ] {
        let told = with(&waivers);
        assert!(told.out.contains(said), "{said}: {}", told.out);
    }
}

#[test]
fn what_is_accepted_is_not_asked_first() {
    let text = table("大冶市", "社会保险", 9);
    let asked = |waivers: &str| {
        let raw =
            folder(&[("a.txt", text.as_bytes()), ("sources.toml", b"as_of = \"2026-11-22\"\n"), ("waivers.toml", waivers.as_bytes())]);
        let (ran, out) = run(raw.path(), &[]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        gap(out.path())["first"].to_string().contains("no column or label")
    };
    assert!(asked("") && !asked(WAIVER));
}
