//! boxes: the check boxes in the text of a field that lists things to be ticked (channels, audiences, levels), and to which words each belongs.
//!
//! In such a field a sign that can be a box is one, whatever the names beside it; so are brackets with a tick or with nothing in them (（√）, [ ]).
//! Where no box is checked, ticks are: they stand in place of a box (√政府网站 □政府公报).

use crate::tables::Tables;
use crate::tables::marks::is_selector;
use crate::text::is_blank;
use std::collections::BTreeSet;
use std::ops::Range;

/// What parts the things of a list.
pub(crate) const SEPARATORS: [char; 9] = ['、', ',', ';', '。', ':', '|', '\n', '，', '；'];

/// The boxes of a text.
pub(crate) struct Boxes {
    /// Where each stands, and whether it is checked.
    pub(crate) all: Vec<(Range<usize>, bool)>,
    /// Whether they stand behind their words; `None` where that cannot be told.
    pub(crate) behind: Option<bool>,
}

/// The boxes of `text`. `weak`: whether signs that may stand for something else too are boxes (●县级 ○乡级).
pub(crate) fn boxes(text: &str, weak: bool, tables: &Tables) -> Boxes {
    let mut all = signs(text, weak, tables);
    let is_checked = all.iter().any(|(_, checked)| *checked);
    let mut ticks = if is_checked { Vec::new() } else { ticks(text, tables) };
    ticks.retain(|(tick, _)| !all.iter().any(|(sign, _)| sign.contains(&tick.start)));
    if ticks.is_empty() {
        let behind = Some(all_behind(text, &all) || each_behind(text, &all));
        return Boxes { all, behind };
    }
    all.extend(ticks);
    all.sort_by_key(|(range, _)| range.start);
    // A tick beside a box (√□政府网站) may be meant for it or for the one before.
    let meets = all.iter().zip(all.iter().skip(1)).any(|((one, _), (next, _))| is_empty(text, one.end..next.start));
    let behind = if meets { None } else { sides(text, &all) };
    Boxes { all, behind }
}

/// Whether a tick stands in `text`: beside one, a sign that may stand for something else too is a box without tick (√政府网站 ○政府公报).
pub(crate) fn has_tick(text: &str, tables: &Tables) -> bool {
    !ticks(text, tables).is_empty()
}

impl Boxes {
    /// Each box with the text that belongs to it; text beside all boxes has none.
    pub(crate) fn segments(&self, text: &str) -> Vec<(Option<bool>, Range<usize>)> {
        let (Some(first), Some(last)) = (self.all.first(), self.all.last()) else { return vec![(None, 0..text.len())] };
        let rest = match self.behind {
            Some(true) => last.0.end..text.len(),
            _ => 0..first.0.start,
        };
        let is_heading = text.get(rest.clone()).is_some_and(|rest| rest.trim_end().ends_with(['：', ':']));
        let rest = Some((None, rest)).filter(|(_, rest)| !is_heading && !is_empty(text, rest.clone()));
        let borders: Vec<usize> = match self.behind {
            Some(true) => std::iter::once(0).chain(self.all.iter().map(|(range, _)| range.end)).collect(),
            _ => self.all.iter().map(|(range, _)| range.start).skip(1).chain([text.len()]).collect(),
        };
        let own = self.all.iter().zip(borders).map(|((range, selected), border)| match self.behind {
            Some(true) => (Some(*selected), border..range.start),
            _ => (Some(*selected), range.end..border),
        });
        match self.behind {
            Some(true) => own.chain(rest).collect(),
            _ => rest.into_iter().chain(own).collect(),
        }
    }
}

/// Signs that are boxes, and brackets that are.
fn signs(text: &str, weak: bool, tables: &Tables) -> Vec<(Range<usize>, bool)> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_alphanumeric() && !is_blank(*c)) {
        if found.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        if let Some(sign) = tables.marks.sign(c).filter(|sign| weak || !sign.weak) {
            found.push((at..at + c.len_utf8(), sign.checked));
        } else if let Some((length, checked)) = text.get(at..).and_then(|rest| bracketed(rest, tables)) {
            found.push((at..at + length, checked));
        }
    }
    found
}

/// A bracket at the start of `text` that holds a box, a tick or nothing: its length, and whether it is checked.
fn bracketed(text: &str, tables: &Tables) -> Option<(usize, bool)> {
    let opener = text.chars().next().filter(|c| matches!(c, '（' | '(' | '[' | '【' | '［'))?;
    let inside = text.get(opener.len_utf8()..)?;
    let close = inside.char_indices().take(6).find(|(_, c)| matches!(c, '）' | ')' | ']' | '】' | '］'))?;
    let mut signs = inside.get(..close.0)?.chars().filter(|c| !is_blank(*c) && !is_selector(*c));
    let checked = match (signs.next(), signs.next()) {
        (None, _) => false,
        (Some(sign), None) => match tables.marks.sign(sign) {
            Some(sign) => sign.checked,
            None => tables.marks.said_before(sign)?,
        },
        _ => return None,
    };
    Some((opener.len_utf8() + close.0 + close.1.len_utf8(), checked))
}

/// Ticks, which are no letters and no words; and crosses beside them.
fn ticks(text: &str, tables: &Tables) -> Vec<(Range<usize>, bool)> {
    // A bullet is a tick in a cell of its own only.
    let said = |c: char| tables.marks.said_before(c).filter(|_| tables.marks.sign(c).is_none());
    let signs = text.char_indices().filter_map(|(at, c)| Some((at..at + c.len_utf8(), said(c)?)));
    let ticks: Vec<(Range<usize>, bool)> = signs.collect();
    if ticks.iter().any(|(_, checked)| *checked) { ticks } else { Vec::new() }
}

/// Whether nothing stands behind the last box, and something in front of the first.
fn all_behind(text: &str, all: &[(Range<usize>, bool)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (all.first(), all.last()) else { return false };
    let front = text.get(..first.start).unwrap_or_default();
    is_empty(text, last.end..text.len()) && !is_empty(text, 0..first.start) && !front.trim_end().ends_with(['：', ':'])
}

/// Whether each box touches the word before it and is set apart from what follows, as far as that is no remark behind the last (其他■：宣传单).
fn each_behind(text: &str, all: &[(Range<usize>, bool)]) -> bool {
    let Some(((first, _), (last, others))) = all.first().zip(all.split_last()) else { return false };
    let front = text.get(..first.start).unwrap_or_default();
    let is_apart = |c: char| is_blank(c) || SEPARATORS.contains(&c);
    let touches = |range: &Range<usize>| text.get(..range.start).is_some_and(|text| text.ends_with(|c| !is_apart(c)));
    let is_left = |range: &Range<usize>| text.get(range.end..).is_some_and(|text| text.starts_with(is_apart));
    let is_remark = text.get(last.0.end..).is_some_and(|text| text.starts_with(|c| is_apart(c) || matches!(c, '（' | '(' | '：')));
    let is_worded = !is_empty(text, 0..first.start) && !front.trim_end().ends_with(['：', ':']);
    is_worded && !others.is_empty() && is_remark && touches(&last.0) && others.iter().all(|(range, _)| touches(range) && is_left(range))
}

/// On which side of its words every one of `ticks` stands: it touches them there, and is set apart from others; nothing stands on the other side of
/// the first or the last. Where one begins the text and words end it, each stands in front of its words, wherever blanks are (√ 政府网站□ 政府公报): a tick
/// of a column beside stands behind all words. `None` where else that differs.
fn sides(text: &str, ticks: &[(Range<usize>, bool)]) -> Option<bool> {
    let is_apart = |c: Option<char>| c.is_none_or(|c| is_blank(c) || SEPARATORS.contains(&c));
    let side = |range: &Range<usize>| {
        let before = is_apart(text.get(..range.start).and_then(|text| text.chars().next_back()));
        let behind = is_apart(text.get(range.end..).and_then(|text| text.chars().next()));
        (before != behind).then_some(behind)
    };
    let told: BTreeSet<bool> = ticks.iter().filter_map(|(range, _)| side(range)).collect();
    let (first, last) = (ticks.first()?, ticks.last()?);
    let end = match (is_empty(text, 0..first.0.start), is_empty(text, last.0.end..text.len())) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    };
    let all_told = || ticks.iter().all(|(range, _)| side(range).is_some());
    match (told.len(), end) {
        (0, _) => end,
        (1, None) => told.first().copied().filter(|_| all_told()),
        (1, Some(end)) => (!end || told.contains(&end)).then_some(end),
        _ => None,
    }
}

fn is_empty(text: &str, range: Range<usize>) -> bool {
    text.get(range).is_none_or(|text| text.chars().all(|c| is_blank(c) || SEPARATORS.contains(&c)))
}
