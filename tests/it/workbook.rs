//! `reports/gap.xlsx`, read by another program's reader: sheets, links, text only; and what a person fills in comes back.

use crate::made::root;
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

const SHEETS: [&str; 5] = ["Matrix", "Missing", "Findings", "Compare", "Sources"];

type Sheets = BTreeMap<String, Vec<Vec<String>>>;

fn mulu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mulu")).args(arguments).output().unwrap()
}

/// The workbook of a run over `raw`.
fn made(raw: &Path, language: &str) -> Vec<u8> {
    let out = tempfile::tempdir().unwrap();
    let ran = mulu(&["run", raw.to_str().unwrap(), "--out", out.path().to_str().unwrap(), "--lang", language]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    fs::read(out.path().join("reports/gap.xlsx")).unwrap()
}

fn sheets(bytes: &[u8]) -> Sheets {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), SHEETS);
    let read = |name: &str| {
        assert!(book.worksheet_formula(name).unwrap().rows().flatten().all(String::is_empty), "{name} has formulas");
        let range = book.worksheet_range(name).unwrap();
        let is_plain = |cell: &Data| matches!(cell, Data::String(_) | Data::Empty | Data::Float(_) | Data::Int(_));
        assert!(range.rows().flatten().all(is_plain), "{name} has cells that are neither text nor counts");
        (name.to_owned(), range.rows().map(|row| row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect()).collect())
    };
    SHEETS.map(read).into()
}

/// The texts of a column, by its head.
fn column(sheet: &[Vec<String>], head: &str) -> usize {
    sheet[0].iter().position(|text| text.starts_with(head)).unwrap_or_else(|| panic!("no column {head} in {:?}", sheet[0]))
}

/// The workbook with cells filled in: sheet, row, column, text.
fn filled(sheets: &Sheets, cells: &[(&str, usize, usize, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for name in SHEETS {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, texts) in sheets[name].iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                let new = cells.iter().find(|(sheet, at, to, _)| (*sheet, *at, *to) == (name, row, column));
                sheet.write_string(row as u32, column as u16, new.map_or(text.as_str(), |(.., text)| text)).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A folder with the documents of `raw/`, for decisions to be written into.
fn copy_of_raw() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("raw")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    copy
}

#[test]
fn five_sheets_hold_what_the_report_says() {
    let raw = root().join("raw");
    let bytes = made(&raw, "en");
    assert!(bytes == made(&raw, "en"), "the same input gives the same bytes");
    let sheets = sheets(&bytes);
    let out = tempfile::tempdir().unwrap();
    assert!(mulu(&["run", raw.to_str().unwrap(), "--out", out.path().to_str().unwrap()]).status.success());
    let findings = fs::read_to_string(out.path().join("normalized/findings.jsonl")).unwrap().lines().count();
    assert_eq!(sheets["Findings"].len() - 1, findings);
    let gap: serde_json::Value = serde_json::from_slice(&fs::read(out.path().join("reports/gap.json")).unwrap()).unwrap();
    assert_eq!(sheets["Matrix"].len() - 2, gap["rows"].as_array().unwrap().len());
    let items = column(&sheets["Sources"], "items");
    assert!(sheets["Sources"].iter().skip(1).all(|row| row[items].parse::<u32>().is_ok()));
    assert_eq!(sheets["Sources"].len() - 1, gap["columns"].as_array().unwrap().len());
    let gaps = ["close", "broader_only", "narrower_only", "missing", "missing_among_places"];
    let cells = gap["rows"].as_array().unwrap().iter().flat_map(|row| row["cells"].as_array().unwrap());
    let expected: usize = cells
        .filter(|cell| gaps.contains(&cell["state"].as_str().unwrap()))
        .map(|cell| cell["items"].as_array().unwrap().len().max(1))
        .sum();
    assert_eq!(sheets["Missing"].len() - 1, expected, "every gap is a line, or one a candidate");
    let differs = column(&sheets["Compare"], "agreement");
    assert!(
        sheets["Compare"].iter().skip(1).any(|row| row[differs] == "differs") && sheets["Compare"].iter().all(|row| row[differs] != "same")
    );
}

#[test]
fn what_a_document_says_never_becomes_a_formula() {
    let raw = tempfile::tempdir().unwrap();
    let text = "序号\t公开事项\t公开内容\t公开主体\n1\t=HYPERLINK(\"http://x.example\",\"a\")\t=1+1\t@SUM(A1)\n2\t读者证挂失\t+cmd|' /C calc'!A0\t县文化局\u{1}\n";
    fs::write(raw.path().join("=a.txt"), text).unwrap();
    let sheets = sheets(&made(raw.path(), "zh"));
    assert!(sheets["Sources"].iter().flatten().any(|cell| cell == "=a.txt"));
}

#[test]
fn what_a_person_fills_in_comes_back() {
    let raw = copy_of_raw();
    let folder = raw.path().to_str().unwrap();
    for language in ["en", "zh"] {
        let sheets = sheets(&made(raw.path(), language));
        let head = |english, chinese| if language == "en" { english } else { chinese };
        let missing = &sheets["Missing"];
        let item = column(missing, head("item id", "事项编号"));
        let row = 1 + missing.iter().skip(1).position(|row| !row[item].is_empty()).unwrap();
        let verdict = column(missing, head("verdict", "结论（"));
        let findings = &sheets["Findings"];
        let [until, reason, owner] = [head("accept until", "接受至"), head("reason to accept", "接受理由"), head("who answers", "责任人")]
            .map(|head| column(findings, head));
        let book = filled(
            &sheets,
            &[
                ("Missing", row, verdict, "different"),
                ("Findings", 1, until, "2027-01-31"),
                ("Findings", 1, reason, "publisher was told"),
                ("Findings", 1, owner, "李文"),
            ],
        );
        let file = raw.path().join(".filled.xlsx");
        fs::write(&file, book).unwrap();
        let ran = mulu(&["review", folder, "--apply", file.to_str().unwrap(), "--by", "李文"]);
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let is_first = language == "en";
        assert!(!is_first || said.starts_with("1 decisions written") && said.contains("\n1 waivers written"), "{said}");
        let again = mulu(&["review", folder, "--apply", file.to_str().unwrap(), "--by", "李文"]);
        assert!(String::from_utf8_lossy(&again.stdout).starts_with("0 decisions written"), "nothing is written twice");
        let waivers: toml::Table = fs::read_to_string(raw.path().join("waivers.toml")).unwrap().parse().unwrap();
        let waiver = &waivers["waiver"][0];
        assert_eq!((waiver["until"].as_str(), waiver["owner"].as_str()), (Some("2027-01-31"), Some("李文")));
        assert_eq!(waiver["code"].as_str(), Some(findings[1][1].as_str()));
        let decisions: toml::Table = fs::read_to_string(raw.path().join("decisions.toml")).unwrap().parse().unwrap();
        assert_eq!(decisions["decision"][0]["verdict"].as_str(), Some("different"));
        if is_first {
            assert_eq!(decisions["decision"][0]["item"].as_str(), Some(missing[row][item].as_str()));
            let out = tempfile::tempdir().unwrap();
            assert!(mulu(&["run", folder, "--out", out.path().to_str().unwrap()]).status.success());
            let alignment = fs::read_to_string(out.path().join("normalized/alignment.jsonl")).unwrap();
            assert!(!fs::read_to_string(out.path().join("normalized/findings.jsonl")).unwrap().contains("decision-stale"), "it holds");
            assert!(
                alignment
                    .lines()
                    .filter(|line| line.contains(missing[row][item].as_str()))
                    .all(|line| !line.contains(&format!("\"{}\"", missing[row][item - 1])))
            );
        }
    }
}

#[test]
fn a_row_filled_in_by_half_is_named() {
    let raw = copy_of_raw();
    let sheets = sheets(&made(raw.path(), "en"));
    let (missing, findings) = (&sheets["Missing"], &sheets["Findings"]);
    let blank = missing.iter().position(|row| row[column(missing, "item id")].is_empty()).unwrap();
    for (cell, said) in [
        (("Missing", blank, column(missing, "verdict"), "same"), "names no item"),
        (("Missing", 1, column(missing, "verdict"), "perhaps"), "none of same, different, unsure"),
        (("Findings", 2, column(findings, "accept until"), "2027-01-31"), "row 3 of the sheet Findings: it does not say the reason"),
    ] {
        let file = raw.path().join(".filled.xlsx");
        fs::write(&file, filled(&sheets, &[cell])).unwrap();
        let ran = mulu(&["review", raw.path().to_str().unwrap(), "--apply", file.to_str().unwrap(), "--by", "me"]);
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2));
        assert!(error.contains(said), "{error}");
        assert!(!raw.path().join("waivers.toml").exists() && !raw.path().join("decisions.toml").exists(), "nothing is written");
    }
}

#[test]
fn an_item_that_a_person_names_is_looked_up() {
    let raw = copy_of_raw();
    let sheets = sheets(&made(raw.path(), "en"));
    let missing = &sheets["Missing"];
    let (item, judged, verdict) = (column(missing, "item id"), column(missing, "judged"), column(missing, "verdict"));
    let known = 1 + missing.iter().skip(1).position(|row| !row[item].is_empty()).unwrap();
    let file = raw.path().join(".filled.xlsx");
    fs::write(&file, filled(&sheets, &[("Missing", known, judged, ""), ("Missing", known, verdict, "u")])).unwrap();
    let ran = mulu(&["review", raw.path().to_str().unwrap(), "--apply", file.to_str().unwrap(), "--by", "me"]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let decisions: toml::Table = fs::read_to_string(raw.path().join("decisions.toml")).unwrap().parse().unwrap();
    assert_eq!(decisions["decision"][0]["judged"].as_str(), Some(missing[known][judged].as_str()), "the same hash as in the sheet");
}

/// A folder of documents with the day of the run.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sources.toml"), "as_of = \"2026-11-22\"\n").unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What `mulu review --apply` says to the workbook with `cells` filled in: exit code, output, errors.
fn applied(raw: &Path, sheets: &Sheets, cells: &[(&str, usize, usize, &str)]) -> (Option<i32>, String, String) {
    let file = raw.join(".filled.xlsx");
    fs::write(&file, filled(sheets, cells)).unwrap();
    let ran = mulu(&["review", raw.to_str().unwrap(), "--apply", file.to_str().unwrap(), "--by", "李文"]);
    (ran.status.code(), String::from_utf8_lossy(&ran.stdout).into_owned(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

fn waivers(raw: &Path) -> Vec<toml::Value> {
    let table: toml::Table = fs::read_to_string(raw.join("waivers.toml")).unwrap_or_default().parse().unwrap();
    table.get("waiver").and_then(toml::Value::as_array).cloned().unwrap_or_default()
}

/// Two columns of the standard are missing: two findings of one code that are about no item.
const TABLE: &str = "甲县医疗保险政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n1\t参保\t职工参保登记\t指南\t甲县医保局\n2\t参保\t单位参保登记\t指南\t甲县医保局\n5\t参保\t居民参保登记\t指南\t甲县医保局\n";

/// The columns of Findings that a person fills in.
fn to_fill(findings: &[Vec<String>]) -> [usize; 3] {
    ["accept until", "reason to accept", "who answers"].map(|head| column(findings, head))
}

fn row_of(findings: &[Vec<String>], code: &str) -> usize {
    findings.iter().position(|row| row[1] == code).unwrap()
}

#[test]
fn a_waiver_is_as_narrow_as_its_row_and_can_be_extended_and_withdrawn() {
    let raw = folder(&[("a.txt", TABLE)]);
    let first = sheets(&made(raw.path(), "en"));
    let findings = &first["Findings"];
    let row = row_of(findings, "column-missing");
    let several = findings.iter().filter(|row| row[1] == "column-missing").count();
    assert!(several > 1, "the sample has several findings of the code");
    let [until, reason, owner] = to_fill(findings);
    let fill = |day: &'static str| [("Findings", row, until, day), ("Findings", row, reason, "told"), ("Findings", row, owner, "李文")];
    let (code, out, err) = applied(raw.path(), &first, &fill("2027年3月5日"));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(waivers(raw.path())[0]["until"].as_str(), Some("2027-03-05"));
    // The new workbook says what is accepted, in that row alone.
    let second = sheets(&made(raw.path(), "en"));
    let accepted: Vec<&str> = second["Findings"].iter().skip(1).map(|row| row[until].as_str()).filter(|text| !text.is_empty()).collect();
    assert_eq!(accepted, ["2027-03-05"], "one finding of {several}");
    // Extended: replaced in the file, comments kept, and the next run works.
    let text = fs::read_to_string(raw.path().join("waivers.toml")).unwrap();
    fs::write(raw.path().join("waivers.toml"), format!("# ours\n{text}")).unwrap();
    let row = second["Findings"].iter().position(|row| row[until] == "2027-03-05").unwrap();
    let (code, out, err) = applied(raw.path(), &second, &[("Findings", row, until, "2027/6/30")]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("1 of the waivers are in place of earlier ones"), "{out}");
    assert_eq!(waivers(raw.path()).len(), 1);
    assert!(fs::read_to_string(raw.path().join("waivers.toml")).unwrap().starts_with("# ours\n"));
    let third = sheets(&made(raw.path(), "en"));
    assert_eq!(third["Findings"][row][until], "2027-06-30");
    // An untouched workbook changes nothing; cleared cells withdraw.
    assert!(applied(raw.path(), &third, &[]).1.contains("0 waivers written"));
    assert_eq!(waivers(raw.path()).len(), 1);
    let cleared = [until, reason, owner].map(|column| ("Findings", row, column, ""));
    let (code, out, err) = applied(raw.path(), &third, &cleared);
    assert!(code == Some(0) && out.contains("taken back: 0 decisions, 1 waivers"), "{out}{err}");
    assert!(waivers(raw.path()).is_empty());
}

#[test]
fn a_sheet_with_another_name_is_told_in_the_language_that_was_asked_for() {
    let raw = folder(&[("a.txt", TABLE)]);
    let mut workbook = Workbook::new();
    for name in ["Matrix", "缺少", "Findings"] {
        workbook.add_worksheet().set_name(name).unwrap();
    }
    let file = raw.path().join("gap.xlsx");
    fs::write(&file, workbook.save_to_buffer().unwrap()).unwrap();
    for (language, said) in [
        ("en", "error: the workbook has no sheet `Missing`, it has: Matrix, 缺少, Findings;"),
        ("zh", "错误：工作簿中没有工作表“Missing”，现有：Matrix, 缺少, Findings；"),
    ] {
        let ran = mulu(&["review", raw.path().to_str().unwrap(), "--apply", file.to_str().unwrap(), "--by", "李文", "--lang", language]);
        assert!(String::from_utf8_lossy(&ran.stderr).starts_with(said), "{}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn every_row_that_is_wrong_is_told_at_once() {
    let raw = folder(&[("a.txt", TABLE), ("b.txt", &TABLE.replace("甲县", "乙县").replace("职工", "工伤职工"))]);
    let sheets = sheets(&made(raw.path(), "en"));
    let findings = &sheets["Findings"];
    let [until, reason, owner] = to_fill(findings);
    let [code, source, item] = ["code", "source id", "item id"].map(|head| column(findings, head));
    let rows: Vec<usize> = (1..findings.len()).filter(|row| !findings[*row][source].is_empty()).take(5).collect();
    let mut cells: Vec<(&str, usize, usize, &str)> = Vec::new();
    for row in &rows {
        cells.extend([("Findings", *row, until, "2027-03-31"), ("Findings", *row, reason, "told"), ("Findings", *row, owner, "李文")]);
    }
    let with = |row: usize, column: usize, text: &'static str| {
        cells
            .iter()
            .copied()
            .filter(|(_, at, to, _)| (*at, *to) != (row, column))
            .chain([("Findings", row, column, text)])
            .collect::<Vec<_>>()
    };
    for (column, text, said) in [
        (code, "no-such-code", "there is no code `no-such-code`"),
        (source, "a.tx", "there is no document `a.tx`; did you mean `a.txt`?"),
        (item, "0123456789ab", "there is no item `0123456789ab`"),
        (until, "soon", "`soon` is no date"),
        (until, "2020-01-01", "2020-01-01 is before 2026-11-22"),
    ] {
        let (ended, _, err) = applied(raw.path(), &sheets, &with(rows[1], column, text));
        assert_eq!(ended, Some(2));
        assert!(err.contains(said) && err.contains(&format!("row {} of the sheet Findings", rows[1] + 1)), "{err}");
    }
    let mut both = with(rows[0], until, "soon");
    both.retain(|cell| (cell.1, cell.2) != (rows[1], owner));
    let (_, _, err) = applied(raw.path(), &sheets, &both);
    assert!(err.contains("2 row(s) are to be mended") && err.contains("soon") && err.contains("who answers"), "{err}");
    assert!(!raw.path().join("waivers.toml").exists(), "nothing is written");
    let upper = findings[rows[0]][code].to_uppercase();
    let mut cells = cells.clone();
    cells.retain(|cell| cell.1 == rows[0]);
    cells.push(("Findings", rows[0], code, &upper));
    let (ended, out, err) = applied(raw.path(), &sheets, &cells);
    assert!(ended == Some(0) && out.contains("1 waivers written"), "{out}{err}");
}

#[test]
fn verdicts_are_read_as_people_write_them_and_shown_again() {
    let raw = copy_of_raw();
    let first = sheets(&made(raw.path(), "zh"));
    let missing = &first["Missing"];
    let [verdict, item, concept] = ["结论（", "事项编号", "服务编号"].map(|head| column(missing, head));
    let rows: Vec<usize> = (1..missing.len()).filter(|row| !missing[*row][item].is_empty()).take(3).collect();
    let blank = (1..missing.len()).find(|row| missing[*row][item].is_empty()).unwrap();
    let own = missing[rows[0]][item].clone();
    let foreign = missing.iter().skip(1).find(|row| !row[item].is_empty() && row[2] != missing[blank][2]).unwrap()[item].clone();
    let (ended, _, err) = applied(raw.path(), &first, &[("Missing", blank, verdict, &foreign)]);
    assert!(ended == Some(2) && err.contains(&foreign) && err.contains(&format!("row {} of the sheet Missing", blank + 1)), "{err}");
    let said = [(rows[0], " 不同 "), (rows[1], "UNSURE"), (rows[2], "不确定")];
    let cells: Vec<_> = said.iter().map(|(row, text)| ("Missing", *row, verdict, *text)).collect();
    let (ended, out, err) = applied(raw.path(), &first, &cells);
    assert!(ended == Some(0) && out.starts_with("3 decisions written"), "{out}{err}");
    let second = sheets(&made(raw.path(), "zh"));
    let decided: Vec<&Vec<String>> = second["Missing"].iter().skip(1).filter(|row| !row[verdict].is_empty()).collect();
    assert_eq!(decided.len(), 3);
    let again = second["Missing"].iter().position(|row| row[item] == own && row[verdict] == "different").unwrap();
    assert_eq!(second["Missing"][again][concept], missing[rows[0]][concept]);
    let (ended, out, err) = applied(raw.path(), &second, &[("Missing", again, verdict, "")]);
    assert!(ended == Some(0) && out.starts_with("0 decisions written") && out.contains("taken back: 1 decisions"), "{out}{err}");
    let third = sheets(&made(raw.path(), "zh"));
    assert_eq!(third["Missing"].iter().skip(1).filter(|row| !row[verdict].is_empty()).count(), 2);
}
