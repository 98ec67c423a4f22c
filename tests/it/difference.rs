//! Two texts to the lines in which they differ.

/// Lines of context around a difference.
const AROUND: usize = 2;
/// The most lines that are shown.
const MOST: usize = 60;

/// The lines that `expected` and `actual` have not in common, with `-` and `+`, and some around them; `None` where they are the same.
pub(crate) fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let lines = edits(&old, &new);
    let near = |at: usize| (at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len())).any(|at| !lines[at].starts_with(' '));
    let mut shown = Vec::new();
    let mut last = None;
    for at in (0..lines.len()).filter(|at| near(*at)) {
        if last.is_some_and(|last| last + 1 != at) {
            shown.push("  …".to_owned());
        }
        shown.push(lines[at].clone());
        last = Some(at);
    }
    let more = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    if more > 0 {
        shown.push(format!("  … and {more} more lines"));
    }
    Some(shown.join("\n"))
}

/// All lines, each with a sign in front: the longest common subsequence stays.
fn edits(old: &[&str], new: &[&str]) -> Vec<String> {
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(format!("  {}", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines
}

#[test]
fn shows_what_differs_and_what_is_around_it() {
    assert_eq!(difference("a\nb", "a\nb"), None);
    assert_eq!(difference("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf").as_deref(), Some("  c\n  d\n- e\n+ E\n  f"));
}
