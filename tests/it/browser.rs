//! The page in a real browser: `tests/browser/check.mjs` opens it from disk, uses it as a reader would, and measures. Needs node, chromium and the
//! packages `playwright-core` and `axe-core`; `MULU_BROWSER` names the folder in which they are installed. Skips with a word where it is not set.

mod large;

use crate::made::root;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_page_works_in_a_browser() {
    let Some(tools) = std::env::var_os("MULU_BROWSER").map(PathBuf::from) else {
        println!("MULU_BROWSER is not set: the page was not tried in a browser");
        return;
    };
    assert!(tools.join("node_modules/playwright-core").is_dir(), "MULU_BROWSER has no node_modules/playwright-core");
    let chromium = program(&["chromium", "chromium-browser", "google-chrome"]).expect("MULU_BROWSER is set and there is no chromium");
    let node = program(&["node"]).expect("MULU_BROWSER is set and there is no node");
    let out = tempfile::tempdir().unwrap();
    let small = small(&out.path().join("small"));
    let large = large::page(&out.path().join("large"));
    let text = fs::read_to_string(&large).unwrap();
    let bytes = text.len();
    let empty = out.path().join("empty.html");
    fs::write(&empty, empty_page(&text)).unwrap();
    let ran = Command::new(node)
        .arg(root().join("tests/browser/check.mjs"))
        .arg(&tools)
        .arg(chromium)
        .args([&small, &large, &empty])
        .output()
        .unwrap();
    let (told, error) = (String::from_utf8_lossy(&ran.stdout).into_owned(), String::from_utf8_lossy(&ran.stderr).into_owned());
    println!("large page: {bytes} bytes\n{told}");
    let results: Vec<Json> = told.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(ran.status.success() && results.len() >= 12, "{told}\n{error}");
    let failed: Vec<&Json> = results.iter().filter(|result| result["ok"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// A page that holds the same data as `page`, is as large, and shows and does nothing: what it takes to read the bytes alone.
fn empty_page(page: &str) -> String {
    const START: &str = "<script type=\"application/json\" id=\"data\">";
    let (_, behind) = page.split_once(START).unwrap();
    let (data, _) = behind.rsplit_once("<script>").unwrap();
    let head = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>empty</title>";
    let filler = "a".repeat(page.len() - data.len());
    format!("{head}{START}{data}<script type=\"application/json\">\"{filler}\"</script></html>")
}

/// The page of the five documents, which tells what has changed since a run in which a telephone number of each was another one.
fn small(out: &Path) -> PathBuf {
    let before = out.join("before");
    fs::create_dir_all(&before).unwrap();
    for file in fs::read_dir(root().join("raw")).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let text = fs::read_to_string(&file).unwrap().replace("0714-8717336", "0714-8717337");
        fs::write(before.join(file.file_name().unwrap()), text).unwrap();
    }
    let run = |raw: &Path, more: &[&Path]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_mulu")).arg("run").arg(raw).arg("--out").arg(out).args(more).output().unwrap();
        assert!(ran.status.success());
    };
    run(&before, &[]);
    run(&root().join("raw"), &["--since".as_ref(), out]);
    out.join("reports/gap.html")
}

/// The first of `names` on the path.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name))).find(|file| file.is_file())
}
