//! The program as a user meets it: commands, exit codes, what is printed where.

use crate::made::root;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) const GOOD: &str = "序号\t公开事项\t公开内容\t公开主体\n1\t读者证办理\t办理材料\t县文化局\n2\t读者证挂失\t办理材料\t县文化局\n";
const PROSE: &str = "春天来了，河边的柳树发了芽。\n孩子们在草地上放风筝。\n";

/// How a command ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn mulu(arguments: &[&str]) -> Ran {
    mulu_with(arguments, &[])
}

fn mulu_with(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_mulu")).args(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
}

/// Runs over `raw` with further arguments; the folder holds what was written.
pub(crate) fn run(raw: &Path, more: &[&str]) -> (Ran, TempDir) {
    let out = tempfile::tempdir().unwrap();
    let arguments = [&["run", shown(raw), "--out", shown(out.path())], more].concat();
    (mulu(&arguments), out)
}

pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

pub(crate) fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn raw() -> PathBuf {
    root().join("raw")
}

fn document(start: &str) -> String {
    let mut paths = fs::read_dir(raw()).unwrap().map(|entry| entry.unwrap().path());
    let path = paths.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start)).unwrap();
    shown(&path).to_owned()
}

/// The codes of the findings written to `out`, by source.
pub(crate) fn codes(out: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(out.join("normalized/findings.jsonl")).unwrap();
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        let finding: Json = serde_json::from_str(line).unwrap();
        codes.entry(finding["source"].as_str().unwrap_or_default().into()).or_default().insert(finding["code"].as_str().unwrap().into());
    }
    codes
}

/// All files below `folder` with their bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec!["normalized".to_owned(), "reports".to_owned()];
    while let Some(name) = open.pop() {
        for entry in fs::read_dir(folder.join(&name)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                open.push(name);
            } else {
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn run_writes_the_dataset_and_the_report_and_prints_a_summary() {
    let (ran, out) = run(&raw(), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("5 documents, 174 items, 0 documents without items\n"), "{}", ran.out);
    let written = files(out.path());
    for name in ["normalized/items.jsonl", "normalized/items.csv", "normalized/datapackage.json", "reports/gap.md", "reports/gap.html"] {
        assert!(written.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }
}

#[test]
fn run_speaks_chinese_where_asked() {
    let (english, in_english) = run(&raw(), &[]);
    let (chinese, in_chinese) = run(&raw(), &["--lang", "zh"]);
    assert!(chinese.out.starts_with("文档 5 份，事项 174 项"), "{}", chinese.out);
    assert_eq!((english.code, chinese.code), (0, 0));
    let (english, chinese) = (files(in_english.path()), files(in_chinese.path()));
    assert_ne!(english["reports/gap.md"], chinese["reports/gap.md"]);
    let normalized =
        |files: BTreeMap<String, Vec<u8>>| files.into_iter().filter(|(name, _)| name.starts_with("normalized/")).collect::<Vec<_>>();
    assert!(normalized(english) == normalized(chinese), "data do not depend on the language");
}

#[test]
fn the_same_folder_gives_the_same_bytes_with_any_number_of_threads() {
    let made = ["1", "2"].map(|threads| {
        let out = tempfile::tempdir().unwrap();
        let ran = mulu_with(&["run", shown(&raw()), "--out", shown(out.path())], &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(ran.code, 0);
        files(out.path())
    });
    let [one, two] = made;
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == two[name], "{name} differs");
    }
}

#[test]
fn fail_on_decides_the_exit_code() {
    // Its only finding is a warning: the document does not say which place it is about.
    let raw = folder(&[("good.txt", GOOD.as_bytes())]);
    for (fail_on, expected) in [("never", 0), ("error", 0), ("warning", 1), ("note", 1)] {
        let (ran, out) = run(raw.path(), &["--fail-on", fail_on]);
        assert_eq!(ran.code, expected, "--fail-on {fail_on}: {:?}", codes(out.path()));
    }
}

#[test]
fn what_cannot_run_ends_with_2_and_says_why() {
    let empty = tempfile::tempdir().unwrap();
    let missing = empty.path().join("missing");
    let manifest = folder(&[("good.txt", GOOD.as_bytes()), ("sources.toml", b"as_of = \"someday\"")]);
    let overlay = folder(&[("good.txt", GOOD.as_bytes()), ("tables/channels.toml", b"[[channel]]\nidd = 1")]);
    let corrections = folder(&[("good.txt", GOOD.as_bytes()), ("corrections.toml", b"[[correction]]\nsource = \"good.txt\"")]);
    for (raw, said) in [
        (missing.as_path(), "could not read the folder"),
        (empty.path(), "there are no documents"),
        (manifest.path(), "sources.toml"),
        (overlay.path(), "raw/tables/channels.toml"),
        (corrections.path(), "corrections.toml"),
    ] {
        let (ran, _out) = run(raw, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{said}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(said), "{}", ran.err);
    }
    for (raw, said) in [
        (missing.as_path(), "无法读取文件夹“"),
        (empty.path(), "中没有文件"),
        (manifest.path(), "sources.toml：“someday”不是日期，请写成 YYYY-MM-DD"),
        (overlay.path(), "raw/tables/channels.toml：写法有误"),
    ] {
        let (ran, _out) = run(raw, &["--lang", "zh"]);
        assert!(ran.code == 2 && ran.err.starts_with("错误：") && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn arguments_that_make_no_sense_end_with_2() {
    for arguments in
        [&["walk"][..], &["run", "--fail-on", "sometimes"], &["run", "--as-of", "someday"], &["codes", "no-such-code"], &["schema", "x"]]
    {
        let ran = mulu(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn bad_files_each_give_a_finding_and_the_others_are_read() {
    let raw = folder(&[
        ("empty.txt", b""),
        ("binary.bin", &[0u8, 1, 2, 3, 200, 7, 0, 0, 9]),
        ("note.txt", PROSE.as_bytes()),
        ("prose.txt", PROSE.repeat(10).as_bytes()),
        ("z/good.txt", GOOD.as_bytes()),
    ]);
    std::os::unix::fs::symlink("nowhere", raw.path().join("unreadable.txt")).unwrap();
    let (ran, out) = run(raw.path(), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("6 documents, 2 items, 5 documents without items"), "{}", ran.out);
    let codes = codes(out.path());
    for (source, code) in [
        ("empty.txt", "document-empty"),
        ("binary.bin", "format-not-read"),
        ("note.txt", "text-short"),
        ("prose.txt", "nothing-found"),
        ("unreadable.txt", "document-unreadable"),
    ] {
        assert!(codes[source].contains(code), "{source}: {:?}", codes[source]);
        assert_eq!(codes.values().filter(|codes| codes.contains(code)).count(), 1, "{code} is about one file");
    }
}

#[test]
fn a_folder_of_bad_files_alone_ends_with_2_and_still_reports() {
    let raw = folder(&[("empty.txt", b""), ("prose.txt", PROSE.as_bytes())]);
    let (ran, out) = run(raw.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no document could be read"), "{}", ran.err);
    assert!(codes(out.path())["prose.txt"].contains("text-short"));
    assert!(out.path().join("reports/gap.md").is_file());
}

#[test]
fn hidden_files_and_the_officers_own_are_no_documents() {
    let raw = folder(&[(".hidden.txt", GOOD.as_bytes()), ("good.txt", GOOD.as_bytes()), ("sources.toml", b""), ("corrections.toml", b"")]);
    let (ran, _out) = run(raw.path(), &[]);
    assert!(ran.out.starts_with("1 documents, 2 items"), "{}", ran.out);
}

#[test]
fn today_is_an_input() {
    let raw = folder(&[("good.txt", GOOD.as_bytes())]);
    let (ran, out) = run(raw.path(), &["--as-of", "2024-05-01"]);
    assert_eq!(ran.code, 0);
    let run: Json = serde_json::from_slice(&fs::read(out.path().join("normalized/run.json")).unwrap()).unwrap();
    assert_eq!(run["as_of"], "2024-05-01");
}

#[test]
fn inspect_shows_how_a_file_was_read() {
    let ran = mulu(&["inspect", &document("001")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("  items        29\n") && ran.out.contains("0 unplaced"), "{}", ran.out);
    let shifted: Vec<&str> = ran.out.lines().filter(|line| line.ends_with("← shifted")).collect();
    assert!(matches!(shifted[..], [line] if line.contains("→参保单位参保信息查询")), "{shifted:?}");
    assert!(mulu(&["inspect", &document("003")]).out.contains("单位参保登记"));
    assert_eq!(mulu(&["inspect", "no-such-file.txt"]).code, 2);
}

#[test]
fn tables_prints_the_grids_alone() {
    let json = mulu(&["tables", &document("001"), "--format", "json"]);
    let grids: Vec<Vec<Vec<Option<String>>>> = serde_json::from_str(&json.out).unwrap();
    assert_eq!(grids.iter().map(Vec::len).collect::<Vec<_>>(), [30]);
    assert!(grids[0].iter().all(|row| row.len() == 15));
    assert_eq!(grids[0][0][2].as_deref(), Some("二级事项"));
    assert_eq!(grids[0][7][2].as_deref(), Some("参保单位参保信息查询"));
    let ambiguous: Vec<Vec<Vec<Option<String>>>> =
        serde_json::from_str(&mulu(&["tables", &document("002"), "--format", "json"]).out).unwrap();
    assert!(ambiguous[0][1].iter().filter(|cell| cell.is_none()).count() == 7, "ticks that may stand anywhere are null");
    let csv = mulu(&["tables", &document("001")]);
    assert_eq!((csv.code, csv.err.as_str(), csv.out.lines().count()), (0, "", 30));
}

#[test]
fn explain_tells_where_values_come_from() {
    let ran = mulu(&["explain", "参保单位参保信息查询", shown(&raw())]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("[moved]") && ran.out.contains("medical-insurance/07"), "{}", ran.out);
    let unknown = mulu(&["explain", "no such item", shown(&raw())]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    let code = mulu(&["explain", "place-foreign", shown(&raw())]);
    assert!(code.code == 2 && code.err.contains("`mulu codes place-foreign` says what it means"), "{}", code.err);
}

#[test]
fn compare_marks_what_differs_between_places() {
    let raw = raw();
    let ran = mulu(&["compare", "420281", "会议镇", "--raw", shown(&raw)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("1: 大冶市\n2: 会议镇\n"), "{}", ran.out);
    assert!(ran.out.contains("城乡居民[-基本-]医疗保险参保登记") && ran.out.contains("收费依据及标准"), "{}", ran.out);
    assert!(!ran.out.contains("1.事项名称"), "the numbers of a list are not compared:\n{}", ran.out);
    let chinese = mulu(&["compare", "大冶", "会议", "--raw", shown(&raw), "--lang", "zh"]);
    assert!(chinese.out.contains("事项名称: 不一致"), "{}", chinese.out);
    let unknown = mulu(&["compare", "大冶", "天上", "--raw", shown(&raw)]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("天上"), "{}", unknown.err);
}

#[test]
fn schema_prints_the_contract() {
    let all: BTreeMap<String, Json> = serde_json::from_str(&mulu(&["schema"]).out).unwrap();
    assert_eq!(all, mulu::output::schemas());
    let one: Json = serde_json::from_str(&mulu(&["schema", "items.jsonl"]).out).unwrap();
    assert_eq!(one, all["items.jsonl"]);
}

#[test]
fn codes_say_what_findings_mean() {
    let (english, chinese) = (mulu(&["codes"]), mulu(&["codes", "--lang", "zh"]));
    assert_eq!((english.code, english.out.lines().count()), (0, chinese.out.lines().count()));
    assert!(english.out.lines().any(|line| line.contains("place-unresolved")));
    assert!(mulu(&["codes", "place-unresolved"]).out.contains("to do: "));
    assert!(mulu(&["codes", "place-unresolved", "--lang", "zh"]).out.contains("处理: "));
}
