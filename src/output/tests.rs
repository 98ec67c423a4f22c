//! output/tests: the files of the sample dataset, as users read them.

use super::*;
use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;
use std::io::Cursor;
use std::path::Path;

#[test]
fn keys_of_every_file_stand_in_the_order_of_the_contract() {
    assert_eq!(
        keys(&first_line("items.jsonl")),
        "id source kind type jurisdiction serial serials category primary_item secondary_item tertiary_item name contents legal_basis \
         deadlines publisher extra service_target materials notes time_limits handling_levels handling_channels phones fees hours \
         addresses field_states relative_levels"
    );
    assert_eq!(
        keys(&first_line("sources.jsonl")),
        "id path sha256 bytes media_type media_evidence encoding encoding_evidence title published url retrieved supersedes same_as kind \
         domain dialect jurisdiction items accounting"
    );
    assert_eq!(keys(&first_line("alignment.jsonl")), "item concept relation asserted score method reasons");
    assert_eq!(keys(&first_line("concepts.jsonl")), "id name category list members");
    assert_eq!(
        keys(&first_line("findings.jsonl")),
        "id code severity check_version source item field message expected actual evidence waived"
    );
    assert_eq!(keys(&first_line("checks.jsonl")), "code version passed failed not_applicable could_not_check source");
}

#[test]
fn keys_of_the_building_blocks_stand_in_the_order_of_the_contract() {
    let item = first_line("items.jsonl");
    let content = &item["contents"][0];
    let citation = &item["legal_basis"][0];
    for (part, expected) in [
        (&item["serial"], "value state raw at moved_from rule readings confidence reviewed_by"),
        (&item["tertiary_item"], "value state raw at moved_from rule readings confidence reviewed_by readings_capped"),
        (&item["jurisdiction"], "name code code_list level parents state rule evidence candidates"),
        (&item["jurisdiction"]["parents"][0], "name code"),
        (content, "text elements channels marks membership"),
        (&content["channels"][0], "id label selected note state at"),
        (&content["marks"], "columns ticks readings_count readings"),
        (&content["marks"]["columns"][0], "group keys label value state at"),
        (citation, "title law number articles at verdict"),
        (&citation["law"], "id title"),
        (&citation["number"], "series number year raw"),
        (&citation["verdict"], "title number force as_of"),
        (&citation["verdict"]["as_of"], "document register"),
        (&item["deadlines"][0]["value"], "amount unit kind trigger condition basis"),
        (&item["publisher"]["value"], "name level jurisdiction"),
        (&item["extra"][0], "header value"),
        (&item["handling_channels"], "online offline"),
    ] {
        assert_eq!(keys(part), expected);
    }
    let guide = line("items.jsonl", 2);
    assert_eq!(keys(&guide["materials"][0]), "number text items");
    assert_eq!(keys(&guide["phones"][0]["value"]), "number extension note");
    assert_eq!(keys(&first_line("sources.jsonl")["accounting"]["characters"]), "total value label left_out unplaced");
    let fields: Vec<&str> = crate::field::Field::ALL.iter().map(|field| field.key()).collect();
    assert_eq!(keys(&item["field_states"]), fields.join(" "));
}

#[test]
fn places_print_in_their_three_shapes() {
    let shown = |index: usize| line("items.jsonl", index)["name"]["at"].to_string();
    assert_eq!(shown(0), r#"[{"line":2,"from":5,"to":9}]"#);
    assert_eq!(shown(1), r#"[{"sheet":"目录","cell":"B7"}]"#);
    assert_eq!(shown(2), r#"[{"table":1,"row":3,"column":2,"line":null}]"#);
}

#[test]
fn numbers_print_with_two_decimals() {
    let items = text("items.jsonl");
    for expected in [r#""confidence":0.95,"#, r#""confidence":1.00,"#, r#""confidence":0.05,"#, r#""confidence":null,"#] {
        assert!(items.contains(expected), "{expected}");
    }
    let alignment = text("alignment.jsonl");
    for expected in [r#""score":1.00,"#, r#""score":0.05,"#, r#""score":0.90,"#] {
        assert!(alignment.contains(expected), "{expected}");
    }
}

#[test]
fn every_state_is_printed() {
    let item = first_line("items.jsonl");
    let states = ["serial", "category", "primary_item", "secondary_item", "tertiary_item", "name", "service_target"]
        .map(|key| item[key]["state"].clone());
    assert_eq!(states, ["stated", "carried", "moved", "inferred", "ambiguous", "reviewed", "no_column"]);
    assert_eq!(line("items.jsonl", 1)["serial"]["state"], "missing");
    assert_eq!(item["tertiary_item"]["value"], Value::Null);
    assert_eq!(item["tertiary_item"]["readings"].to_string(), r#"["甲","乙"]"#);
}

#[test]
fn every_file_is_valid_by_its_schema() {
    let schemas = schemas();
    for file in &made() {
        let Some(schema) = schemas.get(name_of(file)) else { continue };
        let validator = jsonschema::validator_for(schema).unwrap();
        let values: Vec<Value> = match name_of(file).ends_with(".jsonl") {
            true => file
                .bytes
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(|line| serde_json::from_slice(line).unwrap())
                .collect(),
            false => vec![serde_json::from_slice(&file.bytes).unwrap()],
        };
        assert!(!values.is_empty());
        for value in values {
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", name_of(file));
        }
    }
}

#[test]
fn schemas_require_every_key() {
    const OPTIONAL: [&str; 6] = ["readings_capped", "encoding", "type", "schema", "constraints", "primaryKey"];
    for (name, schema) in schemas() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let mut objects = Vec::new();
        collect_objects(&schema, &mut objects);
        for object in objects {
            let required: Vec<&str> =
                object["required"].as_array().map_or(Vec::new(), |keys| keys.iter().filter_map(Value::as_str).collect());
            let optional = object["properties"].as_object().unwrap().keys().filter(|key| !required.contains(&key.as_str()));
            for key in optional {
                assert!(OPTIONAL.contains(&key.as_str()), "{name}: {key} may be absent");
            }
        }
    }
}

/// `UPDATE=1 cargo test --lib output` accepts changes; a change that is not only an addition asks for a new major version of the contract.
#[test]
#[expect(clippy::disallowed_methods, reason = "compares with the committed schemas")]
fn schemas_are_those_committed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut expected = Vec::new();
    for (name, schema) in schemas() {
        let path = folder.join(Path::new(&name).with_extension("json"));
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var("UPDATE").is_ok() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        assert!(std::fs::read_to_string(&path).is_ok_and(|committed| committed == text), "{} differs: see UPDATE", path.display());
        expected.push(path);
    }
    let mut committed: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    committed.sort();
    expected.sort();
    assert_eq!(committed, expected);
}

#[test]
fn findings_have_ids_of_their_own_and_name_their_sources() {
    let findings = [0, 1, 2, 3].map(|index| line("findings.jsonl", index));
    let mut ids: Vec<&str> = findings.iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(ids.iter().all(|id| id.len() == 12 && id.chars().all(|c| c.is_ascii_hexdigit())));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "equal findings are told apart");

    let [first, _, across, whole] = &findings;
    assert_eq!(first["message"].to_string(), r#"{"en":"serial 7 is repeated","zh":"序号7重复"}"#);
    assert_eq!((&first["severity"], &first["check_version"], &first["item"]), (&"warning".into(), &3.into(), &"0123456789ab".into()));
    assert_eq!((&first["field"], &first["source"]), (&"serial".into(), &"a.txt".into()));
    assert_eq!(
        across["evidence"].to_string(),
        r#"[{"source":"b.xlsx","path":"b.xlsx","at":{"sheet":"目录","cell":"B7"},"text":"x"},{"source":"c.html","path":"c.html","at":{"table":1,"row":3,"column":2,"line":null},"text":"y"}]"#
    );
    assert_eq!((&whole["source"], &whole["check_version"]), (&Value::Null, &Value::Null));
    assert_eq!(line("checks.jsonl", 1)["source"], Value::Null);
}

#[test]
fn an_id_of_a_finding_stays_when_others_come_and_go() {
    let mut fewer = sample::checked();
    fewer.findings.remove(0);
    let files = files(&sample::dataset(), &fewer, &info());
    let findings = &files.iter().find(|file| name_of(file) == "findings.jsonl").unwrap().bytes;
    let first: Value = serde_json::from_slice(findings.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    assert_eq!(first["id"], line("findings.jsonl", 0)["id"]);
}

#[test]
fn statements_have_one_row_a_value() {
    let rows = parquet("statements.parquet");
    assert_eq!(
        rows[0],
        ["item", "field", "value", "raw", "state", "rule", "source", "at", "stage"].map(Some).map(|name| name.map(str::to_owned))
    );
    let find = |item: &str, field: &str| {
        let mut found = rows.iter().filter(|row| row[0].as_deref() == Some(item) && row[1].as_deref() == Some(field));
        let row = found.next().unwrap_or_else(|| panic!("{field}"));
        assert!(found.next().is_none(), "{field} once");
        row[2..].iter().map(|cell| cell.as_deref().unwrap_or("-")).collect::<Vec<_>>().join(" ")
    };
    let (item, at) = ("0123456789ab", r#"[{"line":2,"from":5,"to":9}]"#);
    assert_eq!(find(item, "contents[1].elements[0]"), format!("要素一 要素一 stated - a.txt {at} fields"));
    assert_eq!(find(item, "category"), format!("参保登记 参保登记 carried - a.txt {at} structure"));
    assert_eq!(find(item, "secondary_item"), "职工 - inferred from-parent a.txt [] structure");
    assert_eq!(find(item, "tertiary_item"), "- - ambiguous - a.txt [] structure");
    assert_eq!(find(item, "name"), format!("=职工\n登记 =职工\n登记 reviewed - a.txt {at} review"));
    assert_eq!(find(item, "phones"), "- - missing - a.txt [] structure");
    assert_eq!(
        find(item, "deadlines[0]"),
        r#"{"amount":20,"unit":"working_day","kind":"within","trigger":"信息形成或变更","condition":"承诺制","basis":"promised"} 20个工作日 stated - a.txt [{"line":5,"from":5,"to":9}] fields"#
    );
    assert_eq!(
        find(item, "contents[0].channels[1]"),
        r#"{"id":null,"label":"其他","selected":true,"note":"公示牌"} 其他 stated - a.txt [{"line":3,"from":5,"to":9}] fields"#
    );
    assert_eq!(
        find(item, "contents[0].marks.columns[0]"),
        r#"{"group":"audience","keys":["all"],"label":"全社会","value":true} - stated - a.txt [{"line":4,"from":5,"to":9}] fields"#
    );
    assert!(find(item, "legal_basis[0]").starts_with(r#"{"title":"政府信息公开条例","law":{"id":"open-government","#));
    assert!(find("c", "materials[0].items[0].text").starts_with("身份证 身份证 stated - c.html"));
    assert!(find("c", "jurisdiction").starts_with(r#"{"name":"大冶市","code":"420281","#));
    assert!(!rows.iter().any(|row| row[4].as_deref() == Some("no_column")));
}

#[test]
fn items_have_one_row_an_item() {
    let rows = parquet("items.parquet");
    let column = |name: &str| rows[0].iter().position(|cell| cell.as_deref() == Some(name)).unwrap_or_else(|| panic!("{name}"));
    let cell = |row: usize, name: &str| rows[row][column(name)].as_deref();
    assert_eq!((rows.len(), rows[0].len()), (4, 6 + 2 * 23));
    assert_eq!(cell(1, "jurisdiction_code"), Some("420281"));
    assert_eq!(cell(1, "contents"), Some("政策文件；办事指南"));
    assert_eq!(cell(1, "channels"), Some("政府网站；其他（公示牌）"));
    assert_eq!(cell(1, "marks"), Some("全社会"));
    assert_eq!(cell(1, "legal_basis"), Some("政府信息公开条例（国务院令第711号）"));
    assert_eq!(cell(1, "deadlines"), Some("承诺制： within 20 working_day from 信息形成或变更 (promised)"));
    assert_eq!((cell(1, "category_state"), cell(1, "marks_state")), (Some("carried"), Some("ambiguous")));
    assert_eq!((cell(1, "tertiary_item"), cell(1, "tertiary_item_state")), (None, Some("ambiguous")));
    assert_eq!((cell(1, "phones"), cell(1, "phones_state")), (None, Some("missing")));
    assert_eq!(cell(1, "fees_state"), Some("no_column"));
    assert_eq!(cell(3, "materials"), Some("申请表；1. 身份证"));
    assert_eq!(cell(3, "handling_channels"), Some("online：网上；offline：窗口；offline：邮寄"));
    assert_eq!(cell(3, "phones"), Some("0714-8736756转801（人寿保险公司）"));
}

#[test]
fn the_csv_for_programs_has_the_same_cells_as_the_parquet() {
    let rows: Vec<Vec<Option<String>>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes("items.csv").as_slice())
        .records()
        .map(|record| record.unwrap().iter().map(|cell| (!cell.is_empty()).then(|| cell.to_owned())).collect())
        .collect();
    assert_eq!(rows, parquet("items.parquet"));
}

#[test]
fn the_csv_for_spreadsheets_has_a_mark_and_no_formulas() {
    let excel = text("items.excel.csv");
    assert!(excel.starts_with("\u{feff}id,source,"));
    assert!(excel.contains("\"'=职工\n登记\""));
    let plain = text("items.csv");
    assert!(plain.starts_with("id,source,") && plain.contains("\"=职工\n登记\""));
}

#[test]
fn the_run_says_what_there_was() {
    let run: Value = serde_json::from_slice(&bytes("run.json")).unwrap();
    assert_eq!(keys(&run), "versions as_of tables overlay counts");
    assert_eq!(run["versions"]["contract"], "1.0");
    assert_eq!(run["counts"]["stages"].to_string(), r#"{"files":4,"documents_read":3,"items":3,"concepts":1,"findings":4}"#);
    assert_eq!(run["counts"]["findings_by_code"].to_string(), r#"{"names-differ":1,"nothing-aligned":1,"serial-repeated":2}"#);
    assert_eq!(run["counts"]["findings_by_severity"].to_string(), r#"{"error":2,"warning":2,"note":0,"info":0}"#);
    assert_eq!(
        run["counts"]["alignments_by_relation"].to_string(),
        r#"{"exact":1,"close":1,"broader":1,"narrower":0,"related":0,"none":1}"#
    );
}

#[test]
fn the_one_document_has_the_lines_of_all() {
    let whole = text("dataset.json");
    let parsed: Value = serde_json::from_str(&whole).unwrap();
    assert_eq!(keys(&parsed), "contract program as_of items sources alignment concepts findings check_results");
    for name in ["items.jsonl", "sources.jsonl", "findings.jsonl", "checks.jsonl"] {
        for line in text(name).lines() {
            assert!(whole.lines().any(|other| other.trim_end_matches(',') == line), "{name}");
        }
    }
}

#[test]
fn the_one_document_is_for_small_datasets_unless_asked_for() {
    let mut dataset = sample::dataset();
    let item = dataset.documents[1].items[0].clone();
    dataset.documents[1].items = vec![item; TOO_MANY_FOR_ONE_DOCUMENT - 2];
    assert!(!wants_one_document(&dataset, &info()));
    assert!(wants_one_document(&dataset, &RunInfo { whole: true, ..info() }));
    dataset.documents[0].items.clear();
    assert!(wants_one_document(&dataset, &info()));
}

#[test]
fn the_package_lists_every_other_file() {
    let package: Value = serde_json::from_slice(&bytes("datapackage.json")).unwrap();
    let listed: Vec<&str> = package["resources"].as_array().unwrap().iter().map(|resource| resource["path"].as_str().unwrap()).collect();
    let files = made();
    let others: Vec<&str> = files.iter().map(name_of).filter(|name| *name != "datapackage.json").collect();
    let mut listed = listed;
    listed.sort();
    assert_eq!(listed, others);
    assert_eq!(package["contract"], "1.0");
}

#[test]
fn nothing_at_all_makes_empty_files_with_headers() {
    let dataset = Dataset {
        documents: Vec::new(),
        concepts: Vec::new(),
        alignments: Vec::new(),
        unread: BTreeMap::new(),
        as_of: None,
        decided: Vec::new(),
    };
    let files = files(&dataset, &Checked::default(), &RunInfo::default());
    let get = |name: &str| &files.iter().find(|file| name_of(file) == name).unwrap().bytes;
    assert!(get("items.jsonl").is_empty());
    assert_eq!(get("items.csv").split(|byte| *byte == b'\n').count(), 2);
    assert_eq!(read_parquet(get("items.parquet")).len(), 1);
}

#[test]
fn two_runs_give_equal_bytes() {
    assert_eq!(made(), made());
}

fn info() -> RunInfo {
    RunInfo { files: 4, table_hashes: [("laws.jsonl".to_owned(), "00".to_owned())].into(), ..RunInfo::default() }
}

fn made() -> Vec<File> {
    files(&sample::dataset(), &sample::checked(), &info())
}

fn files(dataset: &Dataset, checked: &Checked, info: &RunInfo) -> Vec<File> {
    in_memory(|files| make(dataset, checked, &sample::kinds(), info, files)).unwrap()
}

/// Its name without its folder.
fn name_of(file: &File) -> &str {
    file.path.rsplit_once('/').map_or(&file.path, |(_, name)| name)
}

fn bytes(name: &str) -> Vec<u8> {
    made().into_iter().find(|file| file.path == format!("normalized/{name}")).unwrap_or_else(|| panic!("{name}")).bytes
}

fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

fn line(name: &str, index: usize) -> Value {
    serde_json::from_str(text(name).lines().nth(index).unwrap()).unwrap()
}

fn first_line(name: &str) -> Value {
    line(name, 0)
}

fn keys(object: &Value) -> String {
    object.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The names of the columns, then the rows.
fn parquet(name: &str) -> Vec<Vec<Option<String>>> {
    read_parquet(&bytes(name))
}

fn read_parquet(bytes: &[u8]) -> Vec<Vec<Option<String>>> {
    let frame = ParquetReader::new(Cursor::new(bytes)).finish().unwrap();
    let names = frame.get_column_names().into_iter().map(|name| Some(name.to_string())).collect();
    let columns: Vec<_> = frame.columns().iter().map(|column| column.str().unwrap()).collect();
    let row = |index| columns.iter().map(|column| column.get(index).map(str::to_owned)).collect();
    std::iter::once(names).chain((0..frame.height()).map(row)).collect()
}

fn collect_objects<'a>(schema: &'a Value, objects: &mut Vec<&'a Value>) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) && map.get("type") == Some(&"object".into()) {
                objects.push(schema);
            }
            map.values().for_each(|value| collect_objects(value, objects));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_objects(value, objects)),
        _ => {}
    }
}
