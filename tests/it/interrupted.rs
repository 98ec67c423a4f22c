//! Runs that are interrupted: killed at any moment, asked to end, or left without room. The old outputs are whole, or the new ones are.

use crate::cli::{GOOD, files, folder, mulu, shown};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How many times a run is killed; `MULU_KILLS` names another number.
const KILLS: usize = 12;

fn start(raw: &Path, out: &Path, more: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mulu"));
    program.arg("run").arg(raw).arg("--out").arg(out).args(more);
    program.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs to the end.
fn run(raw: &Path, out: &Path, more: &[&str]) {
    let ended = start(raw, out, more).wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// A folder of `count` documents whose items are offered by `office`.
fn documents(count: usize, office: &str) -> TempDir {
    let text = |number: usize| GOOD.replace("县文化局", &format!("{office}{number}"));
    let named: Vec<(String, String)> = (0..count).map(|number| (format!("{number:03}.txt"), text(number))).collect();
    folder(&named.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

type Files = BTreeMap<String, Vec<u8>>;

/// The files of one of the two folders of outputs.
fn of(files: &Files, top: &str) -> Files {
    files.iter().filter(|(name, _)| name.starts_with(top)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// Which moment, as a share of a whole run; the same each time (van der Corput sequence in base 2: it leaves no gaps).
fn moment(number: usize) -> f64 {
    let (mut moment, mut part, mut rest) = (0.0, 0.5, number + 1);
    while rest > 0 {
        moment += part * (rest & 1) as f64;
        (part, rest) = (part / 2.0, rest >> 1);
    }
    moment
}

#[test]
fn a_run_that_is_killed_leaves_no_mixture() {
    let kills = std::env::var("MULU_KILLS").ok().map_or(KILLS, |number| number.parse().unwrap());
    let (old, new) = (documents(3, "甲局"), documents(4, "乙局"));
    let out = tempfile::tempdir().unwrap();
    run(new.path(), out.path(), &["--no-cache"]);
    let expected_new = files(out.path());
    let started = Instant::now();
    run(old.path(), out.path(), &["--no-cache"]);
    let (whole, expected_old) = (started.elapsed(), files(out.path()));
    let (mut killed, mut finished) = (0, 0);
    for number in 0..kills {
        let mut running = start(new.path(), out.path(), &["--no-cache"]);
        std::thread::sleep(whole.mul_f64(moment(number) * 1.2));
        running.kill().unwrap();
        if running.wait().unwrap().code().is_none() {
            killed += 1
        } else {
            finished += 1
        }
        let found = files(out.path());
        for top in ["normalized", "reports"] {
            let found = of(&found, top);
            assert!(found == of(&expected_old, top) || found == of(&expected_new, top), "kill {number}: {top} is a mixture");
        }
        run(old.path(), out.path(), &["--no-cache"]);
        assert!(files(out.path()) == expected_old, "kill {number}: the next run is whole");
    }
    println!("{killed} of {kills} runs were killed, {finished} were done before; a whole run takes {whole:?}");
    assert!(killed > 0);
}

#[cfg(unix)]
fn ask_to_end(running: &Child) {
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_cleanly_and_keeps_what_is_read() {
    let raw = documents(300, "甲局");
    let out = tempfile::tempdir().unwrap();
    let mut running = start(raw.path(), out.path(), &["--progress", "json"]);
    let mut said = BufReader::new(running.stderr.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    assert!(first.contains("\"reading\""), "{first}");
    ask_to_end(&running);
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(130), "{rest}");
    assert!(rest.contains("error: interrupted") && !out.path().join("normalized").exists(), "{rest}");
    let next = mulu(&["run", shown(raw.path()), "--out", shown(out.path()), "--log", "info"]);
    let kept: usize = next.err.split("INFO ").nth(1).and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap();
    assert!(next.code == 0 && kept > 0 && kept < 300, "{kept} documents were kept: {}", next.err);
}

#[cfg(unix)]
#[test]
fn watch_runs_again_when_a_file_changes() {
    let raw = documents(1, "甲局");
    let out = tempfile::tempdir().unwrap();
    let mut running = start(raw.path(), out.path(), &["--watch"]);
    let items = out.path().join("normalized/items.jsonl");
    let wait_for = |lines: usize| {
        let until = Instant::now() + Duration::from_secs(60);
        while fs::read_to_string(&items).map_or(0, |text| text.lines().count()) != lines {
            assert!(Instant::now() < until, "{lines} items do not come");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait_for(2);
    fs::write(raw.path().join("more.txt"), GOOD).unwrap();
    wait_for(4);
    ask_to_end(&running);
    assert_eq!(running.wait().unwrap().code(), Some(0));
}

/// A disk of its own in memory, unmounted when it goes.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None` where this test may not mount one.
    fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", shown(folder.path())]).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then(|| SmallDisk(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_outputs() {
    let Some(disk) = SmallDisk::new("4m") else {
        println!("no disk can be mounted here: skipped");
        return;
    };
    let (old, new) = (documents(1, "甲局"), documents(150, "乙局"));
    let out = disk.0.path();
    run(old.path(), out, &[]);
    let before = files(out);
    let full = start(new.path(), out, &[]).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&full.stderr);
    assert!(full.status.code() == Some(2) && said.contains("No space left on device"), "{said}");
    assert!(files(out) == before);
    run(old.path(), out, &[]);
    assert!(files(out) == before, "there is room again");
}
