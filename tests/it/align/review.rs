//! `mulu review`: a person answers by single keys or by a sheet, and what was decided is not asked again.

use crate::cli::{folder, mulu, shown};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const HEAD: &str = "甲县医疗保障领域基层政务公开标准目录\n序号\t公开事项\t公开内容\t公开主体\n";
const ITEMS: &str = "1\t门诊慢特病待遇申请\t办理材料\t甲县医疗保障局\n2\t医疗救助对象救助资金给付\t办理材料\t甲县医疗保障局\n3\t职工参保登记\t办理材料\t甲县医疗保障局\n";

/// Two places whose first two services are each like one of the list, and no more.
fn places() -> TempDir {
    let one = format!("{HEAD}{ITEMS}");
    let other = one.replace("甲县", "乙县");
    folder(&[("a.txt", one.as_bytes()), ("b.txt", other.as_bytes())])
}

/// What is printed where these keys are pressed, one a line.
fn sit(raw: &Path, keys: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mulu"));
    command.args(["review", shown(raw), "--by", "王", "--why", "looked"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines: String = keys.chars().map(|key| format!("{key}\n")).collect();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Verdict and service of every decision in the file.
fn decisions(raw: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(raw.join("decisions.toml")).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap();
    let decisions = table.get("decision").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let word = |decision: &toml::Value, key: &str| decision[key].as_str().unwrap().to_owned();
    decisions.iter().map(|decision| (word(decision, "verdict"), word(decision, "with"))).collect()
}

const CHRONIC: &str = "medical-insurance/16";
const AID: &str = "medical-insurance/24";

fn pair(verdict: &str, with: &str) -> (String, String) {
    (verdict.to_owned(), with.to_owned())
}

#[test]
fn a_sitting_goes_by_single_keys() {
    let raw = places();
    let said = sit(raw.path(), "xnbsbdq");
    for shown in [
        "1 of 2: 2 item(s) in a.txt, b.txt",
        "item     门诊慢特病待遇申请",
        "基本医疗保险参保人员享受门诊慢特病病种待遇认定  (medical-insurance/16)",
        "  - characters and words alike: 0.",
        "[s]ame  [d]ifferent  [u]nsure  [n]ext, decide later  [b]ack",
        "no such key",
        "2 of 2",
    ] {
        assert!(said.contains(shown), "{shown}: {said}");
    }
    assert_eq!(said.matches("taken back").count(), 2, "{said}");
    assert!(said.ends_with(&format!("2 decisions written to {}\n", raw.path().join("decisions.toml").display())), "{said}");
    assert_eq!(decisions(raw.path()), [pair("different", CHRONIC), pair("different", CHRONIC)], "what was taken back is gone");
    let again = sit(raw.path(), "bu");
    assert!(
        again.contains("1 of 1") && again.contains("this is the first question") && again.contains("医疗救助对象救助资金给付"),
        "{again}"
    );
    assert_eq!(decisions(raw.path())[2..], [pair("unsure", AID), pair("unsure", AID)]);
    assert_eq!(sit(raw.path(), ""), "nothing to decide\n");
}

#[test]
fn a_sheet_comes_back() {
    let raw = places();
    let printed = mulu(&["review", shown(raw.path()), "--format", "csv"]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let mut reader = csv::Reader::from_reader(printed.out.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headers = reader.headers().unwrap().clone();
    let verdict = headers.iter().position(|header| header == "verdict").unwrap();
    writer.write_record(&headers).unwrap();
    for (number, row) in reader.records().enumerate() {
        let row = row.unwrap();
        let said = ["same", "", "d", "u"].get(number).copied().unwrap_or_default();
        writer.write_record(row.iter().enumerate().map(|(at, cell)| if at == verdict { said } else { cell })).unwrap();
    }
    let sheet = raw.path().join(".filled.csv");
    fs::write(&sheet, writer.into_inner().unwrap()).unwrap();
    let ran = mulu(&["review", shown(raw.path()), "--apply", shown(&sheet), "--by", "王"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let words: Vec<String> = decisions(raw.path()).into_iter().map(|(verdict, _)| verdict).collect();
    assert_eq!(words, ["same", "different", "unsure"]);
    let left = mulu(&["review", shown(raw.path()), "--format", "csv"]);
    assert_eq!(left.out.lines().count(), 2, "the head, and the item that was left open: {}", left.out);
}

#[test]
fn what_contradicts_itself_is_asked_first_and_the_later_word_holds() {
    let raw = places();
    sit(raw.path(), "sq");
    let decided = fs::read_to_string(raw.path().join("decisions.toml")).unwrap();
    let first = decided.split("[[decision]]").nth(1).unwrap();
    let other = mulu(&["run", shown(raw.path()), "--stdout", "items"]);
    assert_eq!(other.code, 0, "{}", other.err);
    // The same item is said to be another service as well.
    let text = "[[decision]]".to_owned() + &first.replace(CHRONIC, "medical-insurance/02");
    let judged = first.lines().find(|line| line.starts_with("judged")).unwrap();
    let hash = mulu::corrections::judged("门诊慢特病待遇申请\n职工参保登记");
    fs::write(raw.path().join("decisions.toml"), decided.clone() + &text.replace(judged, &format!("judged = \"{hash}\""))).unwrap();
    let said = sit(raw.path(), "q");
    assert!(said.contains("this contradicts itself") && said.contains("are decided to be same, by 王"), "{said}");
    sit(raw.path(), "nndq");
    let said = sit(raw.path(), "q");
    assert!(!said.contains("this contradicts itself"), "{said}");
}

/// Through a terminal as a person has it, where the system has `script` to make one.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_takes_keys_without_return() {
    let raw = places();
    let command = format!("{} review {} --by me", env!("CARGO_BIN_EXE_mulu"), shown(raw.path()));
    let spawned = Command::new("script").args(["-qec", &command, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        println!("there is no `script` here: skipped");
        return;
    };
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(b"dq").unwrap();
    keys.flush().unwrap();
    let mut said = String::new();
    std::io::Read::read_to_string(child.stdout.as_mut().unwrap(), &mut said).unwrap();
    drop(keys);
    assert!(child.wait().unwrap().success());
    assert!(said.contains("2 of 2") && said.contains("2 decisions written"), "{said}");
    assert_eq!(decisions(raw.path()), [pair("different", CHRONIC), pair("different", CHRONIC)]);
}
