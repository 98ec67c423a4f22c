//! cli/review/blocks: a file of entries (`[[waiver]]`, `[[decision]]`) in which some change, so that comments and order stay as the officer wrote them.

use std::fs;
use std::path::Path;

/// The text of such a file, cut before each entry.
pub(super) struct Blocks<'a> {
    mark: &'a str,
    /// What stands before the first entry, then each entry.
    parts: Vec<String>,
}

impl<'a> Blocks<'a> {
    pub(super) fn of(text: &str, mark: &'a str) -> Self {
        let mut parts = vec![String::new()];
        for line in text.split_inclusive('\n') {
            if line.trim() == mark {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push_str(line);
            }
        }
        Blocks { mark, parts }
    }

    /// Takes the entry `index` away. Comments behind it are about the next one, and stay.
    pub(super) fn take(&mut self, index: usize) {
        let Some(part) = self.parts.get_mut(index + 1) else { return };
        let behind: Vec<&str> = part.split_inclusive('\n').rev().take_while(|line| is_remark(line)).collect();
        *part = behind.into_iter().rev().collect();
    }

    /// Says something else behind `key` in the entry `index`.
    pub(super) fn set(&mut self, index: usize, key: &str, value: &str) {
        let Some(part) = self.parts.get_mut(index + 1) else { return };
        let line = |line: &str| match line.split_once('=') {
            Some((found, _)) if found.trim() == key => format!("{key} = {}\n", toml::Value::from(value)),
            _ => line.to_owned(),
        };
        *part = part.split_inclusive('\n').map(line).collect();
    }

    /// Puts `entries` behind all others.
    pub(super) fn add(&mut self, entries: &str) {
        if let Some(part) = self.parts.last_mut().filter(|_| !entries.trim().is_empty()) {
            if !part.is_empty() && !part.ends_with('\n') {
                part.push('\n');
            }
            part.push('\n');
            part.push_str(entries.trim_start());
        }
    }

    pub(super) fn text(self) -> String {
        let text = self.parts.concat();
        if text.contains(self.mark) { text } else { text.trim_end().to_owned() + if text.trim().is_empty() { "" } else { "\n" } }
    }
}

fn is_remark(line: &str) -> bool {
    line.trim().is_empty() || line.trim_start().starts_with('#')
}

/// Puts `text` in the place of the file, at once.
pub(super) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.new"));
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::Blocks;

    #[test]
    fn what_does_not_change_stays_as_it_is_written() {
        let text = "# ours\n\n[[waiver]]\ncode = \"a\" # why\nuntil = \"2026-01-01\"\n\n# next\n[[waiver]]\ncode = \"b\"\n";
        let mut blocks = Blocks::of(text, "[[waiver]]");
        blocks.set(0, "until", "2027-01-01");
        blocks.add("[[waiver]]\ncode = \"c\"\n");
        let expected = text.replace("2026", "2027") + "\n[[waiver]]\ncode = \"c\"\n";
        assert_eq!(blocks.text(), expected);
        let mut blocks = Blocks::of(text, "[[waiver]]");
        blocks.take(0);
        assert_eq!(blocks.text(), "# ours\n\n\n# next\n[[waiver]]\ncode = \"b\"\n");
    }
}
