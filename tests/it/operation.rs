//! A run as an officer operates it: kept results, selections, pipes, progress, differences between runs, and what to mend.

use crate::cli::{GOOD, Ran, codes, files, folder, mulu, raw, run, shown};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const OTHER: &str = "序号\t公开事项\t公开内容\t公开主体\n1\t食品经营许可\t办理材料\t大冶市市场监督管理局\n";

/// Runs over `raw` into `out`, with the log.
fn again(raw: &Path, out: &Path, more: &[&str]) -> Ran {
    mulu(&[&["run", shown(raw), "--out", shown(out), "--log", "info"], more].concat())
}

/// How many of how many documents were not read, as the log says.
fn read_before(ran: &Ran) -> &str {
    let line = ran.err.lines().find(|line| line.contains("were read before")).unwrap_or_else(|| panic!("{}", ran.err));
    line.split_whitespace().skip_while(|word| *word != "INFO").nth(1).unwrap()
}

/// The files of a cache.
fn entries(out: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(out.join(".mulu/cache")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn what_is_kept_gives_the_same_bytes_as_what_is_read() {
    let out = tempfile::tempdir().unwrap();
    let (anew, expected) = run(&raw(), &["--no-cache"]);
    assert_eq!(anew.code, 0);
    assert!(!expected.path().join(".mulu/cache").exists(), "--no-cache keeps nothing");
    for (number, expected_count) in ["0", "5"].into_iter().enumerate() {
        let ran = again(&raw(), out.path(), &[]);
        assert_eq!((ran.code, read_before(&ran)), (0, expected_count), "run {number}");
        assert!(files(out.path()) == files(expected.path()), "run {number}");
    }
    for path in entries(out.path()) {
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let ran = again(&raw(), out.path(), &[]);
    assert_eq!((ran.code, read_before(&ran), ran.err.matches("is damaged and is made again").count()), (0, "0", 5));
    assert!(files(out.path()) == files(expected.path()));
}

#[test]
fn only_what_changed_is_read_again() {
    let raw = folder(&[("a.txt", GOOD.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    assert_eq!(read_before(&again(raw.path(), out.path(), &[])), "0");
    fs::write(raw.path().join("b.txt"), GOOD).unwrap();
    assert_eq!(read_before(&again(raw.path(), out.path(), &[])), "1");
    assert_eq!(read_before(&again(raw.path(), out.path(), &["--as-of", "2026-01-01"])), "0", "laws are judged by another day");
    fs::write(raw.path().join("corrections.toml"), "").unwrap();
    assert_eq!(read_before(&again(raw.path(), out.path(), &[])), "2", "corrections come after what is kept");
    let bounded = again(raw.path(), out.path(), &["--cache-size", "0"]);
    assert_eq!((bounded.code, entries(out.path()).len()), (0, 0));
}

#[test]
fn a_run_is_about_what_is_selected() {
    let raw = folder(&[("a/one.txt", GOOD.as_bytes()), ("a/two.csv", GOOD.as_bytes()), ("b/three.txt", OTHER.as_bytes())]);
    let selected = |asked: &[&str]| -> Result<BTreeSet<String>, String> {
        let asked: Vec<&str> = asked.iter().flat_map(|one| ["--select", one]).collect();
        let ran = mulu(&[&["run", shown(raw.path()), "--stdout", "sources"], &asked[..]].concat());
        if ran.code != 0 {
            return Err(ran.err);
        }
        Ok(ran.out.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()["id"].as_str().unwrap().to_owned()).collect())
    };
    let names = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(selected(&["*.txt"]), names(&["a/one.txt", "b/three.txt"]));
    assert_eq!(selected(&["a/*"]), names(&["a/one.txt", "a/two.csv"]));
    assert_eq!(selected(&["two.csv", "b/**"]), names(&["a/two.csv", "b/three.txt"]));
    for place in ["大冶市", "420281", "湖北省", "42"] {
        assert_eq!(selected(&[place]), names(&["b/three.txt"]), "{place}");
    }
    assert_eq!(selected(&["大冶市", "two.csv"]), names(&["a/two.csv", "b/three.txt"]));
    for nothing in ["*.docx", "武汉市"] {
        assert!(selected(&[nothing]).is_err_and(|error| error.contains("no such document")), "{nothing}");
    }
}

#[test]
fn one_document_goes_through_a_pipe() {
    let elsewhere = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_mulu"));
    program.args(["run", "-", "--stdout", "items"]).current_dir(elsewhere.path());
    let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(GOOD.as_bytes()).unwrap();
    let ended = running.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
    let items: Vec<Json> = String::from_utf8(ended.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<(&str, &str)> =
        items.iter().map(|item| (item["source"].as_str().unwrap(), item["name"]["value"].as_str().unwrap())).collect();
    assert_eq!(names, [("stdin", "读者证办理"), ("stdin", "读者证挂失")]);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn progress_for_programs_is_lines_of_json() {
    let raw = folder(&[("a.txt", GOOD.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let (ran, _out) = run(raw.path(), &["--progress", "json"]);
    let lines: Vec<Json> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stages: Vec<&str> = lines.iter().map(|line| line["stage"].as_str().unwrap()).collect();
    assert!(stages.first() == Some(&"reading") && stages.ends_with(&["writing", "done"]), "{stages:?}");
    let last = lines.last().unwrap();
    let bytes = (GOOD.len() + OTHER.len()) as u64;
    for (key, expected) in [("files", 2), ("files_in_all", 2), ("bytes", bytes), ("bytes_in_all", bytes), ("items", 3)] {
        assert_eq!(last[key], expected, "{key}");
    }
}

#[test]
fn a_file_over_its_time_is_reported_and_never_kept() {
    let raw = folder(&[("good.txt", GOOD.as_bytes())]);
    let (ran, out) = run(raw.path(), &["--file-seconds", "0"]);
    assert_eq!(ran.code, 2, "nothing was read: {}", ran.err);
    assert!(codes(out.path())["good.txt"].contains("reading-stopped"));
    assert_eq!(again(raw.path(), out.path(), &[]).code, 0, "another time it is read");
    assert!(!codes(out.path())["good.txt"].contains("reading-stopped"));
}

#[test]
fn a_second_run_on_one_folder_is_refused() {
    let raw = folder(&[("good.txt", GOOD.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    fs::create_dir_all(out.path().join(".mulu")).unwrap();
    let lock = fs::File::create(out.path().join(".mulu/lock")).unwrap();
    lock.try_lock().unwrap();
    let refused = again(raw.path(), out.path(), &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("another run writes into"), "{}", refused.err);
    drop(lock);
    assert_eq!(again(raw.path(), out.path(), &[]).code, 0);
}

/// The outputs of two runs: over `before`, and over `after`.
fn two_runs(before: &[(&str, &[u8])], after: &[(&str, &[u8])]) -> [TempDir; 2] {
    [before, after].map(|files| run(folder(files).path(), &[]).1)
}

/// What `mulu diff` says: op, kind, name, and the fields that changed.
fn changes(runs: &[TempDir; 2]) -> Vec<(String, String, String, Vec<String>)> {
    let [old, new] = runs;
    let ran = mulu(&["diff", shown(old.path()), shown(&new.path().join("normalized")), "--format", "jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let word = |line: &Json, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let fields = |line: &Json| line["changes"].as_array().unwrap().iter().map(|change| word(change, "field")).collect();
    let lines = ran.out.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    lines.map(|line| (word(&line, "op"), word(&line, "kind"), word(&line, "name"), fields(&line))).collect()
}

#[test]
fn diff_follows_items_from_run_to_run() {
    let same = two_runs(&[("a.txt", GOOD.as_bytes())], &[("a.txt", GOOD.as_bytes())]);
    assert_eq!(changes(&same), []);
    let moved_down = format!("城市公开目录\n\n{GOOD}");
    let lines_moved = changes(&two_runs(&[("a.txt", GOOD.as_bytes())], &[("a.txt", moved_down.as_bytes())]));
    let of_the_title = |kind: &str, name: &str| kind == "source" || (kind, name) == ("finding", "title-missing");
    assert!(
        lines_moved.iter().all(|(_, kind, name, _)| of_the_title(kind, name)),
        "items that only stand elsewhere have not changed: {lines_moved:?}"
    );
    let edited = GOOD.replace("读者证挂失", "读者证挂失补办").replace("1\t读者证办理\t办理材料", "1\t读者证办理\t收费标准")
        + "3\t图书捐赠\t办理材料\t县文化局\n";
    let edited = changes(&two_runs(&[("a.txt", GOOD.as_bytes())], &[("a.txt", edited.as_bytes())]));
    let items: Vec<_> = edited.into_iter().filter(|(_, kind, ..)| kind == "item").map(|(op, _, name, fields)| (op, name, fields)).collect();
    let item =
        |op: &str, name: &str| items.iter().find(|item| item.0 == op && item.1 == name).unwrap_or_else(|| panic!("{op} {name}: {items:?}"));
    assert!(item("MOD", "读者证办理").2.iter().all(|field| field.starts_with("contents")), "{items:?}");
    assert!(item("MOD", "读者证挂失补办").2.contains(&"name".to_owned()), "{items:?}");
    assert!(item("ADD", "图书捐赠").2.is_empty() && items.len() == 3, "{items:?}");
    let removed = changes(&two_runs(&[("a.txt", GOOD.as_bytes()), ("b.txt", OTHER.as_bytes())], &[("a.txt", GOOD.as_bytes())]));
    assert!(removed.contains(&("DEL".into(), "item".into(), "食品经营许可".into(), Vec::new())), "{removed:?}");
}

#[test]
fn diff_in_words_counts_and_can_fail() {
    let runs = two_runs(&[("a.txt", GOOD.as_bytes())], &[("a.txt", GOOD.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let [old, new] = [shown(runs[0].path()), shown(runs[1].path())];
    let english = mulu(&["diff", old, new]);
    assert!(english.out.contains("documents: 1 added, 0 removed, 0 changed\nitems: 1 added, 0 removed, 0 changed\n"), "{}", english.out);
    assert!(mulu(&["diff", old, new, "--lang", "zh"]).out.contains("事项：新增 1，删除 0，变更 0"));
    assert_eq!([mulu(&["diff", old, new, "--exit-code"]).code, mulu(&["diff", old, old, "--exit-code"]).code], [1, 0]);
    assert_eq!(mulu(&["diff", old, shown(&runs[1].path().join("reports"))]).code, 2);
}

#[test]
fn the_report_tells_what_has_changed_since_an_earlier_run() {
    let raw = folder(&[("a.txt", GOOD.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    let report = |name: &str| fs::read_to_string(out.path().join("reports").join(name)).unwrap();
    assert_eq!(again(raw.path(), out.path(), &[]).code, 0);
    let alone = ["gap.md", "gap.json", "gap.html"].map(report);
    assert!(!alone[0].contains("Since the earlier run") && !alone[1].contains("\"since\"") && !alone[2].contains("id=\"since\""));
    fs::write(raw.path().join("a.txt"), GOOD.replace("读者证挂失", "读者证挂失补办") + "3\t图书捐赠\t办理材料\t县文化局\n").unwrap();
    fs::remove_file(raw.path().join("b.txt")).unwrap();
    // The folder that is replaced is itself the earlier run.
    let replaced = out.path().join("normalized");
    assert_eq!(again(raw.path(), out.path(), &["--since", shown(&replaced)]).code, 0);
    let gap: Json = serde_json::from_str(&report("gap.json")).unwrap();
    let told: Vec<_> = gap["since"]["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == "item").collect();
    let item = |op: &str, name: &str| told.iter().find(|change| change["op"] == op && change["what"]["zh"] == name);
    let renamed = item("MOD", "读者证挂失补办").unwrap_or_else(|| panic!("{told:#?}"));
    let fields: Vec<_> = renamed["fields"].as_array().unwrap().iter().filter(|field| field["field"] == "name").collect();
    assert_eq!([&fields[0]["old"]["zh"], &fields[0]["new"]["zh"]], ["读者证挂失", "读者证挂失补办"]);
    assert!(item("ADD", "图书捐赠").is_some() && item("DEL", "食品经营许可").is_some(), "{told:#?}");
    assert!(report("gap.md").contains("## Since the earlier run\n") && report("gap.html").contains("id=\"since\""));
    let english = report("gap.md");
    assert!(english.contains("  - added: 图书捐赠 — `a.txt`\n") && english.contains("name: 读者证挂失 → 读者证挂失补办"), "{english}");
    // The same again: nothing has changed; in Chinese.
    assert_eq!(again(raw.path(), out.path(), &["--since", shown(out.path()), "--lang", "zh"]).code, 0);
    assert!(report("gap.md").contains("## 与上次运行相比\n") && report("gap.md").contains("没有变化。"), "{}", report("gap.md"));
    assert_eq!(again(raw.path(), out.path(), &[]).code, 0);
    assert!(!report("gap.md").contains("Since the earlier run"), "only where it is asked for");
    assert_eq!(again(raw.path(), out.path(), &["--since", shown(raw.path())]).code, 2, "a folder without outputs");
}

#[test]
fn sources_prints_a_manifest_that_works() {
    let raw = folder(&[("a \"b\".txt", GOOD.as_bytes()), ("b/c.txt", OTHER.as_bytes())]);
    let printed = mulu(&["sources", shown(raw.path())]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    assert!(printed.out.contains("# place = \"420281\"   # 大冶市"), "{}", printed.out);
    fs::write(raw.path().join("sources.toml"), printed.out.replace("# place = \"420281\"", "place = \"420281\"")).unwrap();
    let sources = mulu(&["run", shown(raw.path()), "--stdout", "sources"]);
    assert_eq!((sources.code, sources.err.as_str()), (0, ""));
    assert!(sources.out.lines().any(|line| line.contains("\"state\":\"reviewed\"") && line.contains("大冶市")), "{}", sources.out);
    assert!(!mulu(&["sources", shown(raw.path())]).out.contains("[[source]]"), "each document has its entry");
}

#[test]
fn doctor_says_what_to_mend() {
    let good = folder(&[("a.txt", GOOD.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    let fine = mulu(&["doctor", shown(good.path()), "--out", shown(out.path())]);
    assert_eq!((fine.code, fine.err.as_str()), (0, ""), "{}", fine.out);
    assert!(fine.out.contains("fine  worker processes start"), "{}", fine.out);
    let bad = folder(&[
        ("a.txt", GOOD.as_bytes()),
        ("copy.txt", GOOD.as_bytes()),
        ("aux.txt", b""),
        ("tables/channels.toml", b"[[channel]]\nidd = 1"),
    ]);
    let ran = mulu(&["doctor", shown(bad.path()), "--out", shown(bad.path())]);
    assert_eq!(ran.code, 1);
    for said in [
        "mend  raw/tables/channels.toml",
        "note  the same bytes: a.txt, copy.txt",
        "note  aux.txt: Windows",
        "mend  the outputs would stand among",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let chinese = mulu(&["--lang", "zh", "doctor", shown(bad.path()), "--out", shown(bad.path())]);
    assert!(!["fine  ", "note  ", "mend  "].iter().any(|head| chinese.out.contains(head)), "{}", chinese.out);
    assert!(["正常  ", "须改  raw/tables/channels.toml"].iter().all(|said| chinese.out.contains(said)), "{}", chinese.out);
    assert!(chinese.out.contains("提示  内容完全相同：a.txt、copy.txt"), "{}", chinese.out);
    assert!(mulu(&["doctor", "no-such-folder", "--out", shown(out.path())]).out.contains("mend  could not read the folder"));
}

#[test]
fn the_log_goes_where_it_is_asked_to() {
    let raw = folder(&[("good.txt", GOOD.as_bytes())]);
    let log = raw.path().join(".log");
    let (ran, _out) = run(raw.path(), &["--log", "info", "--log-file", shown(&log)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(fs::read_to_string(&log).unwrap().contains("0 of 1 documents were read before"));
}
