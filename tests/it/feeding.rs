//! The outputs as other systems take them: SQLite with its search, and the data package as its reference implementation judges it.

use crate::cli::{raw, run};
use rusqlite::Connection;
use std::process::Command;

#[test]
fn sqlite_finds_words_of_two_characters() {
    let (ran, out) = run(&raw(), &["--format", "sqlite"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let database = Connection::open(out.path().join("normalized/mulu.sqlite")).unwrap();
    let count = |sql: &str| database.query_one(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM items"), 174);
    for (asked, like) in [("参保", "参保"), ("\"参保 保登 登记\"", "参保登记"), ("name : 备案", "备案")] {
        let found = count(&format!(
            "SELECT count(*) FROM items JOIN search ON search.rowid = items.rowid WHERE search MATCH 'name : {}'",
            asked.trim_start_matches("name : ")
        ));
        let expected = count(&format!("SELECT count(*) FROM items WHERE name LIKE '%{like}%'"));
        assert!(found == expected && found > 0, "{asked}: {found} of {expected}");
    }
    for (table, column, other) in
        [("statements", "item", "items"), ("alignment", "item", "items"), ("items", "source", "sources"), ("findings", "source", "sources")]
    {
        let lost = format!("SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {other})");
        assert_eq!(count(&lost), 0, "{table}.{column}");
    }
    assert_eq!(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
}

#[test]
fn the_data_package_is_valid() {
    let python = ["python3", "python"].into_iter().find(|python| {
        let known = Command::new(python).args(["-c", "import frictionless, jsonlines, pyarrow"]).output();
        known.is_ok_and(|known| known.status.success())
    });
    let Some(python) = python else {
        println!("frictionless-py with its parts for JSON and Parquet is not installed here: skipped");
        return;
    };
    let (_, out) = run(&raw(), &["--format", "json,sqlite"]);
    let judged = Command::new(python)
        .args(["-m", "frictionless", "validate", "normalized/datapackage.json"])
        .current_dir(out.path())
        .output()
        .unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stdout));
}
