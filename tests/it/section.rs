//! section: the sections of tests/SCORES.md that long runs write, each between marks that bear its name.

use crate::made::root;
use std::fs;

/// Writes `section`, called `name`, into tests/SCORES.md if `UPDATE` asks for it; other sections stay.
pub(crate) fn update(name: &str, section: &str) {
    if std::env::var_os("UPDATE").is_none() {
        return;
    }
    let path = root().join("tests/SCORES.md");
    let before = fs::read_to_string(&path).unwrap();
    fs::write(path, put(&before, name, section)).unwrap();
}

/// All sections of `scores`, from the first mark on.
pub(crate) fn all(scores: &str) -> Option<&str> {
    scores.find("<!-- ").and_then(|at| scores.get(at..))
}

/// So many of a hundred, with two decimals.
pub(crate) fn share(part: u64, whole: u64) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.2}", 100.0 * part as f64 / whole as f64) }
}

fn put(before: &str, name: &str, section: &str) -> String {
    let (begin, end) = (format!("<!-- {name}:begin -->"), format!("<!-- {name}:end -->"));
    let block = format!("{begin}\n{section}{end}\n");
    let parted = before.split_once(&begin).and_then(|(ahead, rest)| Some((ahead, rest.split_once(&end)?.1)));
    match parted {
        Some((ahead, behind)) => format!("{ahead}{block}{}", behind.strip_prefix('\n').unwrap_or_default()),
        None => format!("{}\n\n{block}", before.trim_end()),
    }
}

#[test]
fn a_section_takes_the_place_of_its_own_kind_alone() {
    let first = put("# Scores\n", "a", "one\n");
    let both = put(&first, "b", "two\n");
    assert_eq!(both, "# Scores\n\n<!-- a:begin -->\none\n<!-- a:end -->\n\n<!-- b:begin -->\ntwo\n<!-- b:end -->\n");
    assert_eq!(put(&put(&both, "a", "three\n"), "a", "one\n"), both);
    assert_eq!(all(&both), both.get("# Scores\n\n".len()..));
}
