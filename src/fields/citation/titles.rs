//! fields/citation/titles: titles between marks (《…》, nested, never closed), and titles, dittos and remainders in the text between them.

use super::number::{Numbered, pattern};
use super::outer;
use crate::tables::Tables;
use crate::tables::citations::Words;
use crate::text::{is_blank, trim};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A title between marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titled {
    /// Bytes of the text, marks included.
    pub(super) range: Range<usize>,
    /// Bytes of the title.
    pub(super) inner: Range<usize>,
}

/// What a piece of text outside of title marks and numbers is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A title without marks, or with the closing one only.
    Title,
    /// It stands for a citation before: for one whose title ends with the text at `kind`, where that is said (同法).
    Ditto {
        /// Bytes of the text.
        kind: Option<Range<usize>>,
    },
    /// The rules to the act cited before, called as the text at `called` says (其实施条例).
    Rules {
        /// Bytes of the text.
        called: Range<usize>,
    },
    /// It names no document in particular.
    Vague,
    /// None of these.
    Unread,
}

/// Every title of `text` between marks, left to right. A number in brackets at the end of a title is no part of it.
///
/// Other marks (〈…〉, “…”) are those of a title where what they enclose is one.
pub(super) fn marked(text: &str, numbers: &[Numbered], tables: &Tables) -> Vec<Titled> {
    let words = &tables.citations.words;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let (mut found, mut at, mut end) = (Vec::new(), 0, 0);
    while let Some((open, c)) = chars.get(at).copied() {
        let rest = chars.get(at..).unwrap_or_default();
        let title = match c {
            '《' => Some(outer::widened(text, title_at(text, rest, open, numbers, words), end, numbers, words)),
            _ => closer_of(c).and_then(|closer| otherwise_marked(text, rest, closer, tables)),
        };
        let Some(title) = title else {
            at += 1;
            continue;
        };
        at = chars.partition_point(|(byte, _)| *byte < title.range.end).max(at + 1);
        end = title.range.end;
        found.push(title);
    }
    found
}

/// The pieces of `range` of `text`, which holds no title marks and no numbers; separators, leads and list numbers are in none.
pub(super) fn pieces(text: &str, range: Range<usize>, tables: &Tables) -> Vec<(Range<usize>, Piece)> {
    let mut found = Vec::new();
    let strong = split(text, range, |c| matches!(c, '；' | ';' | '。' | '\n' | '》' | '】'));
    for strong in strong.into_iter().flat_map(|strong| split_at_list_numbers(text, strong)) {
        let part = trimmed(text, strong.clone(), &tables.citations.words);
        let is_closed = text.get(strong.end..).is_some_and(|rest| rest.starts_with('》'));
        if slice(text, &part).is_empty() {
            continue;
        }
        if !is_closed && is_long_title(slice(text, &part), tables) {
            found.push((part, Piece::Title));
            continue;
        }
        let weak = split(text, strong.clone(), |c| matches!(c, '、' | '，' | ','));
        let last = weak.len().saturating_sub(1);
        for (index, piece) in weak.into_iter().enumerate() {
            read_piece(text, piece, is_closed && index == last, tables, &mut found);
        }
    }
    found
}

/// Whether `text` is the year or the state of a version, in brackets: （2018年修正）.
pub(super) fn is_version(text: &str) -> bool {
    // A number in brackets, with its year or not, is no version, nor is that of a standard (GB 2760-2014).
    !text.contains('号') && !text.contains(|c: char| c.is_ascii_alphabetic()) && VERSION.is_match(trim(text))
}

/// `title` without the version behind it: 住房公积金管理条例（2019修订） is 住房公积金管理条例. （试行） stays: it is part of titles.
pub(super) fn without_version(title: &str) -> &str {
    if !title.ends_with(|c: char| is_blank(c) || matches!(c, '）' | ')')) {
        return title;
    }
    let found = YEAR_AT_END.find(title);
    found.and_then(|found| title.get(..found.start())).filter(|title| !title.is_empty()).unwrap_or(title)
}

/// Whether `title` opens an inner mark that `closer` would close, and does not close it.
pub(super) fn lacks(title: &str, closer: char) -> bool {
    let marks = [('<', '>'), ('〈', '〉'), ('＜', '＞'), ('《', '》')].into_iter().find(|marks| marks.1 == closer);
    marks.is_some_and(|(opener, closer)| title.matches(opener).count() > title.matches(closer).count())
}

static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[（(][^（()）《]{0,30}(?:修订|修正|修改|试行|暂行|版|施行|实施|通过|公布|发布|废止|Y_年?)[^（()）《]{0,8}[）)]$")
});
static YEAR_AT_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"_[（(]_(?:Y_年?_)?(?:第?N次)?(?:修订|修正|修改)?(?:案|版|本|文本)?_[）)]_$"));
static LIST_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^_(?:[0-9]{1,2}(?:[.．][0-9]{1,2}){1,2}(?:[.．、]|\s)|[0-9]{1,2}_[.．、)）]|[（(]_[0-9一二三四五六七八九十]{1,3}_[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳●◆·]|【[^】]{0,20}$)",
    )
});

static LIST_BREAK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\s\u{2800}](?:[0-9]{1,2}[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳])"));

/// No title is longer.
const LONGEST_TITLE: usize = 200;

/// The title that `chars` starts, at the byte `open`.
fn title_at(text: &str, chars: &[(usize, char)], open: usize, numbers: &[Numbered], words: &Words) -> Titled {
    let (start, mut depth, mut last_close, mut end) = (open + '《'.len_utf8(), 0usize, None, text.len());
    for (at, c) in chars.iter().take(LONGEST_TITLE).copied() {
        match c {
            '《' if depth > 0 && (depth > 2 || begins_another(text.get(start..at).unwrap_or(""), words)) => {
                end = at;
                break;
            }
            '《' => depth += 1,
            '》' if depth == 1 => return closed(text, open, at, numbers),
            '》' => {
                depth -= 1;
                last_close = Some(at);
            }
            _ => {}
        }
    }
    match last_close {
        Some(close) if !text.get(close + '》'.len_utf8()..end).is_some_and(|rest| rest.starts_with('的')) => {
            closed(text, open, close, numbers)
        }
        _ => unclosed(text, open, end, numbers, words),
    }
}

/// Marks which some texts put around titles instead of 《》, and with which they close 《.
const OTHER_MARKS: [(char, char); 8] =
    [('〈', '〉'), ('<', '>'), ('＜', '＞'), ('«', '»'), ('≪', '≫'), ('「', '」'), ('『', '』'), ('“', '”')];

fn closer_of(opener: char) -> Option<char> {
    OTHER_MARKS.iter().find(|marks| marks.0 == opener).map(|marks| marks.1)
}

/// The title between other marks than 《》 (or closed by 》) that `chars` starts: only where it is known or ends as titles do.
fn otherwise_marked(text: &str, chars: &[(usize, char)], closer: char, tables: &Tables) -> Option<Titled> {
    let (open, opener) = chars.first().copied()?;
    let start = open + opener.len_utf8();
    let mut inside = chars.iter().skip(1).take(LONGEST_TITLE).take_while(|(_, c)| *c != opener && *c != '《' && *c != '\n');
    let (close, mark) = inside.find(|(_, c)| *c == closer || *c == '》').copied()?;
    let title = trim(text.get(start..close)?);
    let is_title = is_known(title, tables) || is_shaped(title, &tables.citations.words);
    is_title.then(|| Titled { range: open..close + mark.len_utf8(), inner: trim_range(text, start..close, is_blank) })
}

/// Where `inside`, which a 《 opened, is closed by another mark: 《社会保险法〉, 《社会保险法）. A mark that is opened inside closes nothing else.
fn closed_otherwise(inside: &str, words: &Words) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in inside.char_indices() {
        if let Some(closer) = closer_of(c).or(matches!(c, '（' | '(').then_some('）')) {
            open.push(closer);
        } else if OTHER_MARKS.iter().any(|marks| marks.1 == c) || matches!(c, '）' | ')') {
            let opened = open.pop().is_some();
            if !opened && inside.get(..at).is_some_and(|before| words.ends_any_title(trim(before))) {
                return Some(at);
            }
        }
    }
    None
}

/// Whether an opening mark behind `before` begins a new title, so that the one before was never closed.
fn begins_another(before: &str, words: &Words) -> bool {
    if closed_otherwise(before, words).is_some() {
        return true;
    }
    let before = before.trim_end_matches(is_blank);
    before.ends_with(['、', '；', ';', '，', ',', '。', '：', '）', ')', '》']) || words.ends_any_title(before)
}

fn closed(text: &str, open: usize, close: usize, numbers: &[Numbered]) -> Titled {
    let (start, mut end) = (open + '《'.len_utf8(), close + '》'.len_utf8());
    let inside = text.get(start..close).unwrap_or("");
    let mut inner = start..close;
    // An inner title closed behind the outer one: 《关于印发<X办法》>.
    if let Some(closer) = text.get(end..).and_then(|rest| rest.chars().next()).filter(|closer| lacks(inside, *closer)) {
        end += closer.len_utf8();
    }
    let first = numbers.partition_point(|number| number.range.start <= start);
    if let Some(number) = numbers.get(first).filter(|number| number.range.end <= close) {
        let is_last = text.get(number.range.end..close).is_some_and(|rest| rest.chars().all(|c| is_blank(c) || is_bracket(c)));
        let before = text.get(start..number.range.start).unwrap_or("").trim_end_matches(is_blank);
        if is_last && before.ends_with(is_bracket) {
            inner.end = start + before.trim_end_matches(is_bracket).len();
        }
    }
    Titled { range: open..end, inner: without_second_marks(text, trim_range(text, inner, is_blank)) }
}

/// `inner` without marks that enclose all of it once more: 《《…》》, 《〈…〉》.
fn without_second_marks(text: &str, inner: Range<usize>) -> Range<usize> {
    let said = slice(text, &inner);
    let (Some(opener), Some(closer)) = (said.chars().next(), said.chars().next_back()) else { return inner };
    let is_pair = closer_of(opener) == Some(closer) || (opener, closer) == ('《', '》');
    if !is_pair || said.matches(closer).count() != 1 {
        return inner;
    }
    trim_range(text, inner.start + opener.len_utf8()..inner.end - closer.len_utf8(), is_blank)
}

/// A title that is never closed ends before a number, a label, a strong separator, or a weak one behind words with which titles end.
fn unclosed(text: &str, open: usize, end: usize, numbers: &[Numbered], words: &Words) -> Titled {
    let start = open + '《'.len_utf8();
    let first = numbers.partition_point(|number| number.range.start < start);
    let number = numbers.get(first).map_or(end, |number| number.range.start);
    let limit = end.min(number);
    let closed = closed_otherwise(text.get(start..limit).unwrap_or(""), words).map(|at| start + at);
    let ends_here = |at: usize, c: char| match c {
        '；' | ';' | '。' | '\n' | '【' => true,
        '、' | '，' | ',' | '（' | '(' | '第' => text.get(start..at).is_some_and(|before| words.ends_any_title(trim(before))),
        c if is_blank(c) => text.get(start..at).is_some_and(|before| words.ends_any_title(before)),
        _ => false,
    };
    let inside = text.get(start..limit).unwrap_or("");
    let stop = inside.char_indices().map(|(at, c)| (start + at, c)).find(|(at, c)| ends_here(*at, *c)).map_or(limit, |(at, _)| at);
    let stop = closed.map_or(stop, |closed| closed.min(stop));
    let inner = trim_range(text, start..stop, |c| is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '（' | '(' | '〔' | '['));
    let closer = if closed == Some(stop) { text.get(stop..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8) } else { 0 };
    let end = if closer > 0 { stop + closer } else { inner.end.max(start) };
    Titled { range: open..end, inner }
}

/// Reads one piece between weak separators; `is_closed`: a closing title mark follows.
fn read_piece(text: &str, range: Range<usize>, is_closed: bool, tables: &Tables, found: &mut Vec<(Range<usize>, Piece)>) {
    let words = &tables.citations.words;
    let mut rest = trimmed(text, range, words);
    if is_label(text, &rest, words) || is_label_of_nothing(slice(text, &rest), words) {
        return;
    }
    while !rest.is_empty() {
        let said = slice(text, &rest);
        if let Some(length) = version_length(said).filter(|length| *length < said.len()) {
            found.push((rest.start..rest.start + length, Piece::Unread));
            rest = trimmed(text, rest.start + length..rest.end, words);
            continue;
        }
        if let Some((length, kind)) = words.ditto(said) {
            let kind = kind.map(|kind| rest.start + kind.start..rest.start + kind.end);
            found.push((rest.start..rest.start + length, Piece::Ditto { kind }));
            rest = trimmed(text, rest.start + length..rest.end, words);
            continue;
        }
        if let Some((length, called)) = words.rules(said) {
            let called = rest.start + called.start..rest.start + called.end;
            found.push((rest.start..rest.start + length, Piece::Rules { called }));
            rest = trimmed(text, rest.start + length..rest.end, words);
            continue;
        }
        let length = title_length(said, is_closed, tables);
        let Some(length) = length else { break };
        found.push((rest.start..rest.start + length, Piece::Title));
        rest = trimmed(text, rest.start + length..rest.end, words);
    }
    if !rest.is_empty() {
        let without_blanks: String = slice(text, &rest).chars().filter(|c| !is_blank(*c)).collect();
        let piece = if words.is_vague(&without_blanks) { Piece::Vague } else { Piece::Unread };
        found.push((rest, piece));
    }
}

/// Whether `range` says of which kind the next citation is: 行政法规：《…》, （法律）《…》.
fn is_label(text: &str, range: &Range<usize>, words: &Words) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().rev().find(|c| !is_blank(*c)));
    let behind = text.get(range.end..).and_then(|behind| behind.chars().find(|c| !is_blank(*c)));
    let said = slice(text, range);
    let inner = said.trim_matches(|c| is_bracket(c) || is_blank(c));
    let is_bracketed =
        said.starts_with(is_bracket) && said.ends_with(is_bracket) || before.is_some_and(is_bracket) && behind.is_some_and(is_bracket);
    (is_bracketed || matches!(behind, Some('：' | ':'))) && words.is_label(inner)
}

/// Whether `said` is a label with nothing behind it: 规章：无.
fn is_label_of_nothing(said: &str, words: &Words) -> bool {
    said.split_once(['：', ':']).is_some_and(|(label, rest)| words.is_label(trim(label)) && words.says_nothing(trim(rest)))
}

/// How many bytes at the start of `said` are a version in brackets.
fn version_length(said: &str) -> Option<usize> {
    let close = said.starts_with(['（', '(']).then(|| said.find(['）', ')'])).flatten()?;
    let end = close + said.get(close..)?.chars().next()?.len_utf8();
    said.get(..end).filter(|version| is_version(version)).map(str::len)
}

/// How many bytes of `said` are a title: all of it where its shape or a closing mark says so, else a known title at its start.
fn title_length(said: &str, is_closed: bool, tables: &Tables) -> Option<usize> {
    if is_closed || is_known(said, tables) {
        return Some(said.len());
    }
    let starts_title =
        |text: &str| tables.laws.starting(text).filter(|length| text.get(..*length).is_some_and(|title| title.chars().count() > 2));
    if let Some(length) = starts_title(said) {
        let after = said.get(length..).unwrap_or("");
        let is_whole = after.starts_with(|c| is_blank(c) || is_bracket(c)) || LIST_NUMBER.is_match(after) || starts_title(after).is_some();
        if is_whole {
            return Some(length);
        }
    }
    is_shaped(said, &tables.citations.words).then_some(said.len())
}

/// A title with commas or pauses inside, which must not be split: one about something (关于…的通知), or one of the register.
fn is_long_title(said: &str, tables: &Tables) -> bool {
    let words = &tables.citations.words;
    if is_known(said, tables) {
        return true;
    }
    let first = said.split(['、', '，', ',']).next().unwrap_or("");
    let is_one = said.len() == first.len() || !(is_known(first, tables) || words.ends_any_title(first));
    is_one && said.contains("关于") && !said.chars().any(is_blank) && is_shaped(said, words)
}

/// Whether the register or a table knows `said` as a title.
pub(super) fn is_known(said: &str, tables: &Tables) -> bool {
    if said.chars().nth(LONGEST_TITLE).is_some() {
        return false;
    }
    let title = without_version(said);
    tables.laws.by_title(title).is_some() || tables.citations.full_title(title).is_some()
}

/// Whether a text that the register does not know looks like a title all the same.
fn is_shaped(said: &str, words: &Words) -> bool {
    if said.chars().nth(LONGEST_TITLE).is_some() {
        return false;
    }
    let title: String = without_version(said).chars().filter(|c| !is_blank(*c)).collect();
    let title = title.trim_end_matches("（试行）").trim_end_matches("(试行)");
    let length = title.chars().count();
    (5..=80).contains(&length)
        && words.ends_title(title)
        && !words.is_vague(title)
        && !title.starts_with('第')
        && !words.sentence.is_in(title)
}

/// `range` without separators, brackets left alone, list numbers and leads at its start, and without separators and openers at its end.
fn trimmed(text: &str, range: Range<usize>, words: &Words) -> Range<usize> {
    let mut range = range;
    loop {
        let before = range.clone();
        let said = slice(text, &range);
        let number = if may_be_numbered(said) { LIST_NUMBER.find(said) } else { None };
        range.start += number.filter(|_| !is_version(said)).map_or(0, |found| found.end());
        range = trim_range(text, range, |c| {
            is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '。' | '：' | ':' | '》' | '>' | '〉' | '.')
        });
        let said = slice(text, &range);
        let start = said.len() - said.trim_start_matches(['）', ')', '〕', '﹞', ']', '】', '】']).len();
        range.start += start;
        let said = slice(text, &range);
        range.end -= said.len() - said.trim_end_matches(['（', '(', '〔', '﹝', '[', '【']).len();
        let said = slice(text, &range);
        range.start += words.leads.longest(said).map_or(0, str::len);
        if range == before {
            return range;
        }
    }
}

/// Whether `said` begins as a number of a list may; asking is quicker than looking for one.
fn may_be_numbered(said: &str) -> bool {
    let first = said.chars().find(|c| !is_blank(*c));
    first.is_some_and(|c| {
        c.is_ascii_digit()
            || matches!(c, '（' | '(' | '①'..='⑳' | '●' | '◆' | '·' | '【')
            || crate::text::number(c.encode_utf8(&mut [0; 4])).is_some()
    })
}

/// `range` of `text` cut at the characters that `is_separator` names and at closing brackets that were opened outside of it.
fn split(text: &str, range: Range<usize>, is_separator: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), range.start, 0usize);
    for (at, c) in text.get(range.clone()).unwrap_or("").char_indices() {
        let at = range.start + at;
        let is_loose_closer = matches!(c, '）' | ')') && depth == 0;
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_separator(c) || is_loose_closer {
            parts.push(start..at);
            start = at + c.len_utf8();
        }
    }
    parts.push(start..range.end);
    parts
}

/// `range` of `text` cut before each list number that follows a blank: 1.政府信息公开条例 2.社会保险法.
fn split_at_list_numbers(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let said = slice(text, &range);
    if !said.contains(|c: char| c.is_ascii_digit() || matches!(c, '（' | '(' | '①'..='⑳')) {
        return vec![range];
    }
    let breaks = LIST_BREAK.find_iter(said).map(|found| range.start + found.start());
    let (mut parts, mut start) = (Vec::new(), range.start);
    for at in breaks {
        parts.push(start..at);
        start = at;
    }
    parts.push(start..range.end);
    parts
}

fn trim_range(text: &str, range: Range<usize>, leave_out: impl Fn(char) -> bool) -> Range<usize> {
    let said = slice(text, &range);
    let start = range.start + (said.len() - said.trim_start_matches(&leave_out).len());
    start..start + said.trim_matches(&leave_out).len()
}

pub(super) fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '(' | '）' | ')' | '〔' | '〕' | '﹝' | '﹞' | '[' | ']' | '【' | '】' | '［' | '］')
}

fn slice<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or("")
}
