//! report/tests: what the report says of the sample, through its one public function and its model.

use super::*;
use crate::output::in_memory;
use crate::report::gap::Gap;
use crate::report::matrix::{CellState, Supply};
use std::sync::LazyLock;

/// The sample; the model points into it.
static SAMPLE: LazyLock<(Dataset, Checked, Tables)> = LazyLock::new(|| (sample::dataset(), sample::checked(), sample::tables()));

fn model() -> Gap<'static> {
    let (dataset, checked, tables) = &*SAMPLE;
    gap::gap(dataset, checked, tables)
}

fn text(language: Language, ending: &str) -> String {
    let files = in_memory(|files| reports(&sample::dataset(), &sample::checked(), &sample::tables(), None, language, files)).unwrap();
    let file = files.into_iter().find(|file| file.path.ends_with(ending)).unwrap();
    String::from_utf8(file.bytes).unwrap()
}

/// The states of one column, found by its place and kind.
fn states(gap: &Gap, place: Option<&str>, kind: crate::item::Kind) -> Vec<CellState> {
    let index = gap.columns.iter().position(|column| column.place.as_deref() == place && column.kind == Some(kind)).unwrap();
    gap.rows.iter().map(|row| row.cells.get(index).unwrap().state).collect()
}

#[test]
fn the_matrix_tells_missing_from_not_supplied() {
    use crate::item::Kind::{Directory, Guide};
    use CellState::*;
    let gap = model();
    assert_eq!(states(&gap, Some("甲市"), Directory), [Present, Missing, Present]);
    assert_eq!(states(&gap, Some("乙县"), Directory), [Close, NotMeasured, NotMeasured], "less than half of the list is there for sure");
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
    let (_, checked, tables) = &*SAMPLE;
    let gap = gap::gap(&dataset, checked, tables);
    let names: Vec<_> = gap.rows.iter().map(|row| (row.category.as_deref().unwrap(), row.name.as_str())).collect();
    assert_eq!(names, [("登记", "参保登记"), ("登记", "费用报销"), ("变更", "变更登记")]);
}

#[test]
fn cells_carry_items_and_their_findings() {
    let gap = model();
    let cell = gap.rows[2].cells.get(0).unwrap();
    assert_eq!((cell.items[0].id.as_str(), cell.items[0].asserted, cell.findings), ("a-directory.txt-1", true, 1));
    assert_eq!(cell.worst, Some(crate::finding::Severity::Warning));
}

#[test]
fn additions_are_what_no_list_names() {
    let gap = model();
    let names =
        |index: usize| gap.additions[index].groups.iter().flat_map(|group| &group.items).map(|item| item.name()).collect::<Vec<_>>();
    assert_eq!(names(0), ["本地特色服务"]);
    assert_eq!(names(1), ["参保登记", sample::HOSTILE], "a proposed relation does not take an item out");
    assert_eq!(names(2), ["参保和变更登记"]);
    let added = &gap.additions[0].groups[0].items[0];
    assert_eq!((added.reasons[0].en.as_str(), added.place().as_deref()), ("the list has no such object", Some("a-directory.txt:3:8-13")));
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
    let order: Vec<_> = gap.first.iter().map(|priority| priority.severity).collect();
    assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
    let is_about_services = |priority: &gap::Priority| priority.what.en.contains("services of the list");
    let wrong = gap.first.iter().position(|priority| priority.code.as_deref() == Some("unknown-channel")).unwrap();
    assert!(gap.first.iter().take(wrong).any(is_about_services), "services that are missing stand before what is wrong");
    assert!(gap.first.iter().all(|priority| priority.code.as_deref() != Some("read-so")), "remarks ask for nothing");
    assert!(gap.first.iter().all(|priority| !priority.what.en.contains("乙县") || !is_about_services(priority)), "it is not measured");
    let services = gap.first.iter().find(|priority| priority.what.en.contains("甲市") && is_about_services(priority)).unwrap();
    assert_eq!(services.what.en.as_str(), "甲市 · directory: 1 of 3 services of the list are not in it: 变更登记.");
    let channel = gap.first.iter().find(|priority| priority.code.as_deref() == Some("unknown-channel")).unwrap();
    assert_eq!((channel.touched, channel.what.zh.as_str()), (3, "“大喇叭”不是已知渠道"));
    assert_eq!(channel.extent.zh.as_str(), "（涉及3项）");
}

#[test]
fn checks_are_added_up_and_silence_shows() {
    let gap = model();
    let total = gap.checks[0].total;
    assert_eq!((total.passed, total.failed, total.not_applicable, total.could_not_check), (9, 3, 6, 8));
    assert_eq!(gap.checks[0].sources.len(), 3);
}

#[test]
fn the_mail_has_a_line_for_each_kind_of_finding_and_says_what_it_leaves_out() {
    let mail = text(Language::English, "gap.md");
    assert!(mail.contains("| warning | `unknown-channel` | `大喇叭` is not a known channel | 3 | `a-directory.txt:1:3-4` |\n"), "{mail}");
    assert!(mail.contains("| error | `cut-off` |") && mail.contains("- info: 1 of 1 kinds:"), "{mail}");
    assert!(mail.contains("no guide supplied for this place: 乙县、丙区\n"), "{mail}");
    assert!(mail.contains("in gap.html and in the sheet Findings of gap.xlsx"), "what is left out has its place:\n{mail}");
    assert!(mail.lines().count() < 100, "{}", mail.lines().count());
}

#[test]
fn the_mail_speaks_chinese() {
    let mail = text(Language::Chinese, "gap.md");
    assert!(mail.starts_with("# 差距报告\n\n共5份文件"), "{mail}");
    assert!(
        mail.contains("## 优先处理")
            && mail.contains("该地未提供办事指南")
            && mail.contains("| 警告 | `unknown-channel` | “大喇叭”不是已知渠道 |")
    );
    assert!(!mail.contains("What to do"), "{mail}");
}

/// The data that the page is given.
fn page_data(language: Language) -> serde_json::Value {
    let page = text(language, "gap.html");
    let block = |id: &str| -> serde_json::Value {
        let (_, behind) = page.split_once(&format!("<script type=\"application/json\" id=\"{id}\">")).unwrap();
        serde_json::from_str(behind.split_once("</script>").unwrap().0).unwrap()
    };
    let mut data = block("data");
    data["items"] = block("rest")["items"].take();
    data
}

#[test]
fn hostile_text_stays_text_in_the_page() {
    let page = text(Language::English, "gap.html");
    assert!(!page.contains("<script>alert"), "a document wrote into the page");
    let data = page_data(Language::English);
    assert!(data["items"].as_array().unwrap().iter().any(|item| item[1] == sample::HOSTILE), "the text is still there");
    assert_eq!(page.matches("<script").count(), 3);
    assert!(!page.contains("innerHTML") && !page.contains("insertAdjacentHTML"), "text of documents enters as text alone");
}

#[test]
fn the_page_holds_both_languages_and_needs_no_network() {
    let (english, chinese) = (text(Language::English, "gap.html"), text(Language::Chinese, "gap.html"));
    assert!(english.contains("<html lang=\"en\" data-language=\"en\">") && chinese.contains("<html lang=\"zh-CN\" data-language=\"zh\">"));
    assert!(english.contains("<span data-word=\"text.first\">What to do first</span>"));
    assert!(chinese.contains("<span data-word=\"text.first\">优先处理</span>"));
    for page in [&english, &chinese] {
        assert!(page.contains("lang=\"en\">no guide") || page.contains("lang=\"zh-CN\">"), "what is decided here stands in both");
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "nothing is fetched");
    }
    assert_eq!(page_data(Language::English)["words"]["text.first"], serde_json::json!(["What to do first", "优先处理"]));
    assert_ne!(english, chinese);
}

#[test]
fn the_page_knows_the_state_of_every_cell() {
    let (data, gap) = (page_data(Language::English), model());
    for (row, packed) in gap.rows.iter().zip(data["rows"].as_array().unwrap()) {
        for (column, cell) in row.cells.iter().enumerate() {
            let mut numbers = packed[4].as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as usize);
            let mut own = None;
            while let (Some(at), Some(state), Some(items)) = (numbers.next(), numbers.next(), numbers.next()) {
                own = own.or((at == column).then_some(state));
                assert!(numbers.by_ref().take(items).count() == items);
            }
            let state = own.unwrap_or_else(|| data["defaults"][&row.list][column].as_u64().unwrap() as usize);
            assert_eq!(state, cell.state as usize, "{} in column {column}", row.name);
        }
    }
    for state in CellState::ALL {
        assert!(data["words"].get(format!("cell.{}", state.key())).is_some(), "{}", state.key());
    }
}

#[test]
fn the_page_marks_the_place_and_lists_the_readings() {
    let data = page_data(Language::English);
    let place = serde_json::json!(["a-directory.txt:1:3-4", "1 ", "事项", " | 参保登记 | 政府网站"]);
    let findings = data["chunks"]["findings"][0]["texts"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding[3].as_array().unwrap().contains(&place)), "{findings:?}");
    let items = data["chunks"]["items"][0]["texts"].as_array().unwrap();
    let ambiguous = data["states"].as_array().unwrap().iter().position(|state| state == "ambiguous").unwrap();
    let marks = items[1].as_array().unwrap().iter().find(|value| value[1] == ambiguous).unwrap();
    assert_eq!(marks[4]["readings"].as_array().unwrap().len(), 2);
}

#[test]
fn a_place_has_a_card() {
    let gap = model();
    let cards: Vec<_> =
        gap.cards.iter().map(|card| (card.place.as_deref(), card.expected, card.present, card.near, card.missing)).collect();
    assert_eq!(cards, [(Some("甲市"), 6, 2, 2, 2), (Some("乙县"), 0, 0, 0, 0), (None, 0, 0, 0, 0), (Some("丙区"), 0, 0, 0, 0)]);
    assert_eq!(gap.cards[0].findings[&crate::finding::Severity::Warning], 3);
    assert_eq!(gap.cards[0].columns, [0, 1]);
}

#[test]
fn what_passes_is_no_item_with_a_finding() {
    for group in model().findings {
        let failing: Vec<_> = group.findings.iter().filter_map(|finding| finding.item).collect();
        assert!(group.passing.is_none_or(|passing| !failing.contains(&passing.item)), "{}", group.code);
    }
}

#[test]
fn places_are_compared_kind_by_kind() {
    let (mut dataset, tables) = (sample::dataset(), sample::tables());
    for alignment in dataset.alignments.iter_mut().filter(|alignment| alignment.concept == Some(0)) {
        (alignment.asserted, alignment.relation) = (true, Some(crate::item::Relation::Exact));
    }
    // The same service in another row is compared once.
    let items = &mut dataset.documents[0].items;
    let twin = items.iter().find(|item| item.title() == "参保登记").unwrap().clone();
    items.push(twin);
    let of = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        sides(&dataset, &names, &tables.report, Language::English)
    };
    let two = of(&["甲市", "乙县"]).unwrap();
    let text = side_by_side(&dataset, &two, &tables.report, Language::English, true);
    assert!(text.starts_with("1: 甲市\n2: 乙县\n\n参保登记  (list/01) · directory\n"), "{text}");
    assert!(text.contains("  name: same\n    1| 参保登记  --> a-directory.txt:1:8-11\n"), "{text}");
    assert!(text.contains("only in 1, or not certain to be a service of the others: 3\n  - 费用报销\n"), "{text}");
    let across = side_by_side(&dataset, &of(&["a-directory.txt", "c-guide.txt"]).unwrap(), &tables.report, Language::Chinese, true);
    assert!(across.contains("  事项名称: 不一致\n    1| 参保登记") && across.contains("    2| 参保{+和变更+}登记"), "{across}");
    assert!(of(&["甲市", "丁州"]).unwrap_err().contains("丁州"));
}

#[test]
fn the_story_of_an_item_is_whole() {
    let (dataset, tables) = (sample::dataset(), sample::tables());
    let reference = crate::align::ItemRef { document: 0, item: 1 };
    let text = story(&dataset, &sample::checked(), &tables, Language::English, reference);
    for said in [
        "a-directory.txt-1  费用报销",
        "[ambiguous]",
        "may be:",
        "service: exact 费用报销 (list/03) · certain",
        "warning[unknown-channel]: `大喇叭` is not a known channel\n  --> a-directory.txt:2:3-4\n  |\n2 | 1 事项 | 费用报销 | 政府网站\n  |   ^^^^\n",
        "What to do: Add the word.",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
}

#[test]
fn the_data_names_sources_and_items_by_id() {
    let data: serde_json::Value = serde_json::from_str(&text(Language::English, "gap.json")).unwrap();
    let cells = data["rows"][0]["cells"].as_array().unwrap();
    assert_eq!((&cells[0]["column"], &cells[0]["items"][0]["id"]), (&"1".into(), &"a-directory.txt-0".into()));
    assert!(data["columns"][3]["source"].is_null() && cells.iter().all(|cell| cell["column"] != "4"), "no document, and nothing to tell");
    assert_eq!(data["findings"][0]["severity"], "error");
    assert_eq!(data["as_of"], "2026-01-02");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (dataset, checked, tables) = (sample::dataset(), sample::checked(), sample::tables());
    let make = || in_memory(|files| reports(&dataset, &checked, &tables, None, Language::Chinese, files)).unwrap();
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
        decided: Vec::new(),
    };
    let tables = Tables::embedded().unwrap();
    let files = in_memory(|files| reports(&empty, &Checked::default(), &tables, None, Language::English, files)).unwrap();
    let mail = files.iter().find(|file| file.path == "reports/gap.md").unwrap();
    assert!(String::from_utf8_lossy(&mail.bytes).contains("Nothing asks to be done."));
}
