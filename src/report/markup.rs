//! report/markup: text to pieces of Markdown that show it unchanged, whatever it holds.

/// `text` as Markdown that shows it unchanged, on one line, also within a table. What stands between single backticks is code; only what would be read
/// as markup is escaped, for a mail is often read as it stands.
pub(super) fn escape(text: &str) -> String {
    let text = one_line(text);
    let is_code = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    if !is_code {
        return escaped(&text, true);
    }
    let piece = |(index, piece): (usize, &str)| match index % 2 {
        0 => escaped(piece, index == 0),
        _ => format!("`{}`", piece.replace('|', "\\|")),
    };
    text.split('`').enumerate().map(piece).collect()
}

/// `text` outside of code; `begins`: at the beginning of a line.
fn escaped(text: &str, begins: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut escaped = String::with_capacity(text.len());
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let needs = match c {
            '\\' | '`' | '*' | '[' | '<' | '|' => true,
            '_' => !(is_word(before) && is_word(at(index + 1))),
            '~' => chars.iter().filter(|c| **c == '~').count() > 1,
            '&' => at(index + 1).is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            '#' | '>' => begins && before.is_none(),
            _ => false,
        };
        if needs {
            escaped.push('\\');
        }
        escaped.push(*c);
    }
    escaped
}

/// `text` as a code span; longer backticks around it where it has some itself.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.contains('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A line of a table.
pub(super) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().collect();
    format!("| {} |", cells.join(" | "))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// `text` without line ends.
pub(super) fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<script>|[a](b)\n# *x*"), r"\<script>\|\[a](b) # \*x\*");
        assert_eq!(escape("`a|b*` is in file_name.txt, _so_"), r"`a\|b*` is in file_name.txt, \_so\_");
        assert_eq!(escape("`a``[b](c)`"), r"\`a\`\`\[b](c)\`", "what a document says ends no code");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }
}
