//! fields/citation/outer: words around title marks that belong to a longer title, of which what the marks enclose is only a part:
//! 某省实施《某法》办法, 国务院关于修改《某条例》的决定, 《某法》实施细则.

use super::number::{Numbered, pattern};
use super::titles::Titled;
use crate::tables::citations::Words;
use crate::text::{is_blank, is_han};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What in front of title marks says that a longer title goes on behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// 国务院关于修改
    About,
    /// 湖北省实施, 民政部印发
    Carrier,
    /// 湖北省, or nothing: only 实施办法 and its like may follow.
    Plain,
}

/// How many characters are looked at in front of the marks and behind them.
const FRONT: usize = 60;
const BACK: usize = 24;
/// No name of a place is longer.
const LONGEST_PLACE: usize = 12;

/// Further titles of the same list, and what ends it: 关于印发《某办法》和《某规程》的通知.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:_[、，和与及]?_《[^《》\n]{1,100}》){1,6}"));
/// Which of several documents of one name it is, or what sort: 解释（一）, 办法（试行）.
static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[（(]_(?:[一二三四五六七八九十]{1,2}|试行|暂行)_[）)]"));
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^第_N"));

/// `title` with the words around it that belong to its title; these begin behind the byte `floor`.
pub(super) fn widened(text: &str, title: Titled, floor: usize, numbers: &[Numbered], words: &Words) -> Titled {
    if !text.get(title.range.clone()).is_some_and(|said| said.ends_with('》')) {
        return title;
    }
    let before = numbers.partition_point(|number| number.range.end <= title.range.start);
    let floor = before.checked_sub(1).and_then(|last| numbers.get(last)).map_or(floor, |number| number.range.end.max(floor));
    let (lead, start) = lead(text, floor..title.range.start, words);
    let behind = numbers.partition_point(|number| number.range.start < title.range.end);
    let limit = numbers.get(behind).map_or(text.len(), |number| number.range.start);
    let further = text.get(title.range.end..limit).and_then(|rest| FURTHER.find(rest)).filter(|_| lead == Lead::About);
    let from = title.range.end + further.map_or(0, |further| further.len());
    match tail(text, from..limit, lead, words) {
        Some(end) => Titled { range: start..end, inner: start..end },
        None => title,
    }
}

/// The words right in front of the marks that may begin the title, and where they begin; no words where they say nothing of the kind.
fn lead(text: &str, front: Range<usize>, words: &Words) -> (Lead, usize) {
    let end = front.end;
    let run = text.get(front).unwrap_or("");
    let is_part = |c: char| is_han(c) || is_blank(c) && c != '\n' || c == '、';
    let length: usize = run.chars().rev().take(FRONT).take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let mut start = words_start(text, end - length..end, words);
    while let Some(lead) = text.get(start..end).and_then(|said| words.leads.longest(said)) {
        start += lead.len();
    }
    let said: String = text.get(start..end).unwrap_or("").chars().filter(|c| !is_blank(*c)).collect();
    if words.sentence.is_in(&said) || words.ends_any_title(&said) {
        return (Lead::Plain, end);
    }
    if said.contains("关于") {
        return (Lead::About, start);
    }
    if words.carriers.end(&said) {
        return (Lead::Carrier, start);
    }
    let is_place = words.place_endings.end(&said) && (2..=LONGEST_PLACE).contains(&said.chars().count());
    (Lead::Plain, if is_place { start } else { end })
}

/// Where the last word of `run` starts, with the authorities before it: 民政部 财政部关于印发.
fn words_start(text: &str, run: Range<usize>, words: &Words) -> usize {
    let is_between = |c: char| is_blank(c) || c == '、';
    let said = text.get(run.clone()).unwrap_or("");
    let mut start = word_start(said, said.trim_end_matches(is_between).len());
    while start > 0 {
        let end = said.get(..start).unwrap_or("").trim_end_matches(is_between).len();
        let before = word_start(said, end);
        let word = said.get(before..end).unwrap_or("");
        if word.is_empty() || words.ends_any_title(word) || !(words.ends_issuer(word) || word.contains("关于")) {
            break;
        }
        start = before;
    }
    run.start + start
}

fn word_start(said: &str, end: usize) -> usize {
    let before = said.get(..end).unwrap_or("").char_indices().rev();
    before.take_while(|(_, c)| is_han(*c)).last().map_or(end, |(at, _)| at)
}

/// Where the title ends that goes on behind the marks, as `lead` says that it does.
fn tail(text: &str, back: Range<usize>, lead: Lead, words: &Words) -> Option<usize> {
    let rest = text.get(back.clone())?;
    let mut said = String::new();
    for (at, c) in rest.char_indices().take(BACK) {
        match c {
            c if is_blank(c) => continue,
            c if is_han(c) => said.push(c),
            _ => return None,
        }
        let behind = rest.get(at + c.len_utf8()..).unwrap_or("");
        if words.ends_title(&said) && ends_here(behind, words) {
            let part = PART.find(behind).map_or(0, |part| part.len());
            let is_apart = rest.starts_with(is_blank);
            return fits(&said, lead, is_apart, words).then_some(back.start + at + c.len_utf8() + part);
        }
    }
    None
}

/// Whether what follows a title is none of its words.
fn ends_here(behind: &str, words: &Words) -> bool {
    let next = behind.chars().next();
    let is_word = || words.leads.longest(behind).is_some() || words.tails.iter().any(|tail| behind == tail) || ARTICLE.is_match(behind);
    !next.is_some_and(is_han) || is_word()
}

/// Whether `said` may end the title that `lead` begins. Behind a blank (`is_apart`) a title of its own may begin with the same words:
/// 《某法》　实施国际著作权条约的规定.
fn fits(said: &str, lead: Lead, is_apart: bool, words: &Words) -> bool {
    let begins = |word: &str| said.strip_prefix(word).is_some_and(|rest| !rest.is_empty());
    match lead {
        Lead::About => true,
        Lead::Carrier => !words.tails.iter().any(|tail| tail == said),
        Lead::Plain if is_apart => words.rules.iter().any(|rules| rules == said),
        Lead::Plain => words.carriers.iter().any(begins),
    }
}
