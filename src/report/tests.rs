//! report/tests: what the report says of the sample, through its one public function and its model.

use super::*;
use crate::report::gap::Gap;
use crate::report::matrix::{CellState, Supply};

fn model() -> Gap {
    gap::gap(&sample::dataset(), &sample::checked(), &sample::tables())
}

fn text(language: Language, ending: &str) -> String {
    let files = reports(&sample::dataset(), &sample::checked(), &sample::tables(), language).unwrap();
    let file = files.into_iter().find(|file| file.path.ends_with(ending)).unwrap();
    String::from_utf8(file.bytes).unwrap()
}

/// The states of one column, found by its place and kind.
fn states(gap: &Gap, place: Option<&str>, kind: crate::item::Kind) -> Vec<CellState> {
    let index = gap.columns.iter().position(|column| column.place.as_deref() == place && column.kind == Some(kind)).unwrap();
    gap.rows.iter().map(|row| row.cells[index].state).collect()
}

#[test]
fn the_matrix_tells_missing_from_not_supplied() {
    use crate::item::Kind::{Directory, Guide};
    use CellState::*;
    let gap = model();
    assert_eq!(states(&gap, Some("甲市"), Directory), [Present, Missing, Present]);
    assert_eq!(states(&gap, Some("乙县"), Directory), [Close, Missing, Missing], "an exact relation that is only proposed is not presence");
    assert_eq!(states(&gap, Some("甲市"), Guide), [BroaderOnly, NarrowerOnly, Missing], "the concept is narrower: the item is broader");
    assert_eq!(states(&gap, Some("乙县"), Guide), [NoDocument; 3]);
    assert_eq!(states(&gap, None, Directory), [NotRead; 3], "of an unread document nobody can say what it lacks");
    assert_eq!(states(&gap, Some("丙区"), Directory), [NotExpected; 3]);
    assert!(
        gap.columns.iter().all(|column| column.place.as_deref() != Some("丙区") || column.source.is_some()),
        "no guide is expected there"
    );
}

#[test]
fn columns_of_one_place_stand_together() {
    let gap = model();
    let paths: Vec<_> = gap.columns.iter().map(|column| column.path.as_deref().unwrap_or("none")).collect();
    assert_eq!(paths, ["a-directory.txt", "c-guide.txt", "b-directory.txt", "none", "d-broken.txt", "e-other.txt"]);
    let supplies: Vec<_> = gap.places.iter().map(|place| (place.name.as_deref(), place.guide)).collect();
    assert_eq!(
        supplies,
        [
            (Some("甲市"), Supply::Supplied),
            (Some("乙县"), Supply::NoDocument),
            (None, Supply::CannotTell),
            (Some("丙区"), Supply::NoDocument)
        ]
    );
}

#[test]
fn services_of_one_category_stand_together() {
    let mut dataset = sample::dataset();
    dataset.concepts[1].category = Some("变更".into());
    let gap = gap::gap(&dataset, &sample::checked(), &sample::tables());
    let names: Vec<_> = gap.rows.iter().map(|row| (row.category.as_deref().unwrap(), row.name.as_str())).collect();
    assert_eq!(names, [("登记", "参保登记"), ("登记", "费用报销"), ("变更", "变更登记")]);
}

#[test]
fn cells_carry_items_and_their_findings() {
    let gap = model();
    let cell = &gap.rows[2].cells[0];
    assert_eq!((cell.items[0].id.as_str(), cell.items[0].asserted, cell.findings), ("a-directory.txt-1", true, 1));
    assert_eq!(cell.worst, Some(crate::finding::Severity::Warning));
}

#[test]
fn additions_are_what_no_list_names() {
    let gap = model();
    let names =
        |index: usize| gap.additions[index].groups.iter().flat_map(|group| &group.items).map(|item| item.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), ["本地特色服务"]);
    assert_eq!(names(1), ["参保登记", sample::HOSTILE], "a proposed relation does not take an item out");
    assert_eq!(names(2), ["参保和变更登记"]);
    let added = &gap.additions[0].groups[0].items[0];
    assert_eq!((added.reasons[0].as_str(), added.place.as_deref()), ("the list has no such object", Some("a-directory.txt:3:8-13")));
    assert!(gap.additions[4].lists.is_empty());
}

#[test]
fn ambiguous_is_neither_missing_nor_wrong() {
    use crate::field::Field;
    use crate::report::fields::Coverage;
    let gap = model();
    let of = |document: usize, field: Field| gap.fields[document].fields.iter().find(|counts| counts.field == field).unwrap();
    let marks = of(0, Field::Marks);
    assert_eq!((marks.coverage, marks.stated, marks.ambiguous, marks.missing), (Coverage::Partial, 2, 1, 0));
    let publisher = of(0, Field::Publisher);
    assert_eq!((publisher.coverage, publisher.stated, publisher.missing), (Coverage::Partial, 1, 2));
    assert_eq!(of(0, Field::LegalBasis).coverage, Coverage::Complete);
    assert_eq!((of(1, Field::LegalBasis).coverage, of(1, Field::LegalBasis).missing), (Coverage::NoColumn, 0));
    assert_eq!(of(3, Field::Marks).coverage, Coverage::NotRead);
    assert!(gap.fields[0].fields.iter().all(|counts| counts.field != Field::Phones), "nobody looks for phones in a directory");
    assert!(gap.fields[2].lacking().all(|counts| counts.field != Field::Notes), "a guide may do without notes");
}

#[test]
fn the_worst_and_widest_comes_first() {
    let gap = model();
    assert_eq!(gap.first[0].code.as_deref(), Some("cut-off"));
    let order: Vec<_> = gap.first.iter().map(|priority| (priority.severity, priority.touched)).collect();
    assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
    assert!(gap.first.iter().all(|priority| priority.code.as_deref() != Some("read-so")), "remarks ask for nothing");
    let services = gap.first.iter().find(|priority| priority.what.en.contains("乙县") && priority.what.en.contains("services")).unwrap();
    assert_eq!(services.what.en, "乙县 · directory: 2 of 3 services of the list are not in it: 变更登记, 费用报销.");
    let channel = gap.first.iter().find(|priority| priority.code.as_deref() == Some("unknown-channel")).unwrap();
    assert_eq!((channel.touched, channel.what.zh.as_str()), (3, "“大喇叭”不是已知渠道（同类另有2条）"));
}

#[test]
fn checks_are_added_up_and_silence_shows() {
    let gap = model();
    let total = gap.checks[0].total;
    assert_eq!((total.passed, total.failed, total.not_applicable, total.could_not_check), (9, 3, 6, 8));
    assert_eq!(gap.checks[0].sources.len(), 3);
}

#[test]
fn the_mail_has_carets_under_the_place() {
    let mail = text(Language::English, "gap.md");
    assert!(mail.contains("warning[unknown-channel]: `大喇叭` is not a known channel\n  --> a-directory.txt:1:3-4\n  |\n1 | 1 事项 | 参保登记 | 政府网站\n  |   ^^^^\n"), "{mail}");
    assert!(mail.contains("````text\nerror[cut-off]"), "a fence that the text cannot close:\n{mail}");
    assert!(mail.contains("no guide supplied for this place"));
}

#[test]
fn the_mail_speaks_chinese() {
    let mail = text(Language::Chinese, "gap.md");
    assert!(mail.starts_with("# 差距报告\n\n共5份文件"), "{mail}");
    assert!(
        mail.contains("## 优先处理")
            && mail.contains("该地未提供办事指南")
            && mail.contains("警告[unknown-channel]: “大喇叭”不是已知渠道\n")
    );
    assert!(!mail.contains("What to do"), "{mail}");
}

#[test]
fn hostile_text_stays_text_in_the_page() {
    let page = text(Language::English, "gap.html");
    assert!(!page.contains("<script>alert"), "a document wrote into the page");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the text is still shown");
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(data["items"]["b-directory.txt-1"]["name"], sample::HOSTILE);
    assert_eq!(page.matches("<script").count(), 2);
}

#[test]
fn the_page_holds_both_languages_and_needs_no_network() {
    let (english, chinese) = (text(Language::English, "gap.html"), text(Language::Chinese, "gap.html"));
    assert!(english.contains("<html lang=\"en\" data-language=\"en\">") && chinese.contains("<html lang=\"zh-CN\" data-language=\"zh\">"));
    for page in [&english, &chinese] {
        assert!(page.contains("<span class=\"en\" lang=\"en\">What to do first</span><span class=\"zh\" lang=\"zh-CN\">优先处理</span>"));
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "nothing is fetched");
    }
    assert_ne!(english, chinese);
}

#[test]
fn every_cell_of_the_page_says_its_state_in_words() {
    let page = text(Language::English, "gap.html");
    for state in CellState::ALL {
        let cell = format!("<td class=\"{}\">", state.key());
        for (_, after) in page.match_indices(&cell).map(|(at, _)| page.split_at(at)) {
            let (inside, _) = after.split_once("</td>").unwrap();
            assert!(inside.contains(state.sign()) && inside.contains("class=\"hidden\""), "{inside}");
        }
        assert!(page.contains(&cell), "{cell}");
    }
    assert!(page.contains("data-items=\"a-directory.txt-1 \""));
}

#[test]
fn the_page_marks_the_place_and_lists_the_readings() {
    let page = text(Language::English, "gap.html");
    assert!(page.contains("<figcaption>a-directory.txt:1:3-4</figcaption><pre>1 <mark>事项</mark> | 参保登记 | 政府网站</pre>"), "{page}");
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    let data: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let values = data["items"]["a-directory.txt-1"]["values"].as_array().unwrap();
    let marks = values.iter().find(|value| value["field"] == "marks").unwrap();
    assert_eq!((marks["state"].as_str(), marks["readings"].as_array().unwrap().len()), (Some("ambiguous"), 2));
}

#[test]
fn the_data_names_sources_and_items_by_id() {
    let data: serde_json::Value = serde_json::from_str(&text(Language::English, "gap.json")).unwrap();
    assert_eq!(data["rows"][0]["cells"][0]["items"][0]["id"], "a-directory.txt-0");
    assert_eq!(data["rows"][0]["cells"][3]["state"], "no_document");
    assert_eq!(data["findings"][0]["severity"], "error");
    assert_eq!(data["as_of"], "2026-01-02");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let make = || reports(&sample::dataset(), &sample::checked(), &sample::tables(), Language::Chinese).unwrap();
    assert_eq!(make(), make());
}

#[test]
fn nothing_at_all_is_a_report_too() {
    let empty = Dataset {
        documents: Vec::new(),
        concepts: Vec::new(),
        alignments: Vec::new(),
        unread: std::collections::BTreeMap::new(),
        as_of: None,
    };
    let files = reports(&empty, &Checked::default(), &Tables::embedded().unwrap(), Language::English).unwrap();
    assert!(String::from_utf8_lossy(&files[0].bytes).contains("Nothing asks to be done."));
}
