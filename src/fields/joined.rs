//! fields/joined: the lines of a cell as one text: which line ends are wraps, and which end something.

use crate::recognise::is_numbered;
use crate::text::{is_blank, is_han};

/// Lines of one text: an entry of a list keeps its line, and so does what follows a full stop; other line ends are wraps.
pub(super) fn one_line(text: &str) -> String {
    joined(text, |_| false, |_| false)
}

/// The same, with the lines apart that `begins_one` tells, too.
pub(super) fn entries(text: &str, begins_one: impl Fn(&str) -> bool) -> String {
    joined(text, |_| false, begins_one)
}

/// The lines of `text`, with a line end behind those that `ends_besides` tells, too, and in front of those that `begins_besides` tells.
fn joined(text: &str, ends_besides: impl Fn(&str) -> bool, begins_besides: impl Fn(&str) -> bool) -> String {
    let mut line = String::with_capacity(text.len());
    let mut ended = false;
    for part in text.split('\n') {
        let before = line.chars().next_back();
        let ends = ended || before.is_some_and(|c| matches!(c, '。' | '；' | ';')) || ends_with_number(&line);
        ended = ends_besides(part);
        let joins = before.is_none_or(is_wide) || part.chars().next().is_none_or(is_wide);
        if !line.is_empty() && (ends || is_numbered(part) || is_of_section(part) || is_labelled(part) || begins_besides(part)) {
            line.push('\n');
        } else if !joins {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// Lines of one text that tells steps: several that are all short are one step each. Two may be a wrap where they are longer. The name of a step, numbered
/// and short, stands on a line of its own.
pub(super) fn steps(text: &str) -> String {
    const LONGEST: usize = 16;
    const LONGEST_OF_TWO: usize = 8;
    let longest = if text.split('\n').count() > 2 { LONGEST } else { LONGEST_OF_TWO };
    let is_step = |line: &str| {
        let line = crate::text::trim(line);
        line.chars().count() <= longest && !line.ends_with(['，', ',', '、'])
    };
    let is_name = |line: &str| is_numbered(line) && line.chars().count() <= LONGEST_OF_TWO;
    if text.split('\n').all(is_step) { text.to_owned() } else { joined(text, is_name, |_| false) }
}

/// Whether `line` ends with the digits of a telephone number: no word goes on behind them.
pub(super) fn ends_with_number(line: &str) -> bool {
    const LEAST_DIGITS: usize = 7;
    line.chars().rev().take_while(char::is_ascii_digit).count() >= LEAST_DIGITS
}

/// Whether `part` begins with a word and a colon, with something behind it: 押金：100元.
fn is_labelled(part: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;
    let said = part.split_once(['：', ':']).filter(|(_, value)| !value.trim_matches(is_blank).is_empty());
    said.is_some_and(|(word, _)| LENGTHS.contains(&word.chars().count()) && word.chars().all(is_han))
}

/// Whether `part` begins with the number of a section and a blank: 5.2 受理.
fn is_of_section(part: &str) -> bool {
    let Some((number, _)) = part.split_once(is_blank) else { return false };
    let is_number = |digits: &str| (1..=2).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    number.split_once('.').is_some_and(|(one, other)| is_number(one) && is_number(other))
}

fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '，' | '。' | '、' | '；' | '：' | '（' | '）' | '《' | '》')
}
