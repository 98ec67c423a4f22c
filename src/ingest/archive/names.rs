//! ingest/archive/names: names of the files of an archive: their characters, and paths that stay inside.

use crate::encoding::{decode, judge};
use crate::finding::Finding;
use std::collections::BTreeSet;

/// Folders and files that programs put into archives. Source: macOS Archive Utility; Windows Explorer; owner files of office programs.
const SYSTEM: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];
/// How the names of owner files of office programs begin.
const OWNER: &str = "~$";
/// The longest path, in characters.
const LONGEST: usize = 300;
/// So many names are shown in a finding.
const MOST_SHOWN: usize = 8;

/// The names of all files of an archive.
pub(super) struct Names {
    /// Paths with `/` that stay inside the archive, each once; `None` for files that are left out.
    pub(super) safe: Vec<Option<String>>,
    /// What was left out and changed.
    pub(super) findings: Vec<Finding>,
}

impl Names {
    /// The names `raw`: UTF-8 where they are valid (many programs write it without bit 11 of APPNOTE 4.4.4, which says so), the others in the encoding
    /// in which all of them together read most like Chinese: old programs wrote them in the encoding of their machine.
    pub(super) fn of(raw: &[&[u8]]) -> Names {
        let others: Vec<&[u8]> = raw.iter().filter(|name| std::str::from_utf8(name).is_err()).copied().collect();
        let encoding = judge(&others.join(&b'\n')).encoding;
        let decoded = raw.iter().map(|name| match std::str::from_utf8(name) {
            Ok(name) => name.to_owned(),
            Err(_) => decode(name, encoding).text,
        });
        let (mut safe, mut left_out, mut changed, mut taken) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        for (index, name) in decoded.enumerate() {
            if is_left_out(&name) {
                left_out.push(name);
                safe.push(None);
                continue;
            }
            let path = once(inside(&name, index), &mut taken);
            if path != name {
                changed.push(format!("{} → {path}", name.escape_debug()));
            }
            safe.push(Some(path));
        }
        let findings = [listed("archive-members-left-out", &left_out), listed("archive-names-changed", &changed)];
        Names { safe, findings: findings.into_iter().flatten().collect() }
    }
}

/// Whether a file is hidden, or of a system or a program and no document.
fn is_left_out(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| SYSTEM.contains(&part) || part.starts_with(OWNER) || part.starts_with('.') && !matches!(part, "." | ".."))
}

/// `name` as a path that stays inside: no root, no drive, no way up, no control characters.
fn inside(name: &str, index: usize) -> String {
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':') && part.starts_with(|c: char| c.is_ascii_alphabetic());
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part));
    let path = parts.collect::<Vec<_>>().join("/");
    let path: String = path.chars().map(|c| if c.is_control() { '_' } else { c }).take(LONGEST).collect();
    if path.is_empty() { format!("unnamed-{}", index + 1) } else { path }
}

/// `path`, or where another file has it, with a number behind it.
fn once(path: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{path}~{number}"));
    let free = std::iter::once(path.clone()).chain(numbered).find(|path| !taken.contains(path)).unwrap_or(path);
    taken.insert(free.clone());
    free
}

fn listed(code: &str, names: &[String]) -> Option<Finding> {
    let shown = names.iter().take(MOST_SHOWN).map(|name| name.chars().take(LONGEST).collect::<String>()).collect::<Vec<_>>().join(", ");
    let more = if names.len() > MOST_SHOWN { ", …" } else { "" };
    (!names.is_empty()).then(|| Finding::new(code).with("count", names.len()).with("names", shown + more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for (name, path) in [
            ("目录/一.txt", "目录/一.txt"),
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\目录\\一.txt", "目录/一.txt"),
            ("a/./b//c", "a/b/c"),
            ("一\n二", "一_二"),
            ("..", "unnamed-4"),
        ] {
            assert_eq!(inside(name, 3), path, "{name}");
        }
    }

    #[test]
    fn names_are_read_and_given_once() {
        let gbk = encoding_gbk();
        let raw: Vec<&[u8]> = vec![&gbk, "目录.txt".as_bytes(), b"__MACOSX/._a", b"a\\b", b"a/b", b"~$x.docx"];
        let names = Names::of(&raw);
        let safe: Vec<Option<&str>> = names.safe.iter().map(Option::as_deref).collect();
        assert_eq!(safe, [Some("公开目录/一.txt"), Some("目录.txt"), None, Some("a/b"), Some("a/b~2"), None]);
        assert_eq!(
            names.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
            ["archive-members-left-out", "archive-names-changed"]
        );
    }

    /// 公开目录/一.txt in GBK.
    fn encoding_gbk() -> Vec<u8> {
        b"\xb9\xab\xbf\xaa\xc4\xbf\xc2\xbc/\xd2\xbb.txt".to_vec()
    }
}
