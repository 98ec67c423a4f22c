//! fields/citation/scan: the text of a cell to drafts of citations: which title, number and articles belong together, and what is left over.

use super::number::{Numbered, numbers, pattern};
use super::titles::{Piece, is_bracket, is_version, marked, pieces};
use crate::tables::Tables;
use crate::text::is_blank;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a text cites, before the register is asked. Every character is in a draft, in `vague`, in `unread`, or is a separator, a lead or a label.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// In the order of the text.
    pub(super) drafts: Vec<Draft>,
    /// Phrases that name no document.
    pub(super) vague: Vec<Range<usize>>,
    /// What could not be read.
    pub(super) unread: Vec<Range<usize>>,
}

/// One citation, as bytes of the text.
#[derive(Debug)]
pub(super) struct Draft {
    /// All of it.
    pub(super) range: Range<usize>,
    /// Its title, without marks.
    pub(super) title: Option<Range<usize>>,
    /// The numbers given with it; more than one where the bracket tells its history.
    pub(super) numbers: Vec<Numbered>,
    /// The articles named.
    pub(super) articles: Vec<Range<usize>>,
    /// For a ditto: which draft it repeats.
    pub(super) repeats: Option<usize>,
    /// Where the bracket that holds the number is closed.
    closes: usize,
}

/// A part of the text that means something.
struct Mark {
    range: Range<usize>,
    means: Means,
}

enum Means {
    Title { inner: Range<usize> },
    Number(Numbered),
    Article,
    Label,
    Ditto,
    Vague,
    Unread,
}

/// Reads the whole of `text`.
pub(super) fn scan(text: &str, tables: &Tables) -> Scan {
    let (mut scan, mut joins) = (Scan::default(), false);
    let mut end = 0;
    for mark in marks(text, tables) {
        let gap = text.get(end.min(mark.range.start)..mark.range.start).unwrap_or("");
        end = end.max(mark.range.end);
        joins = scan.take(text, mark, gap, joins, tables);
    }
    scan
}

impl Scan {
    /// Adds `mark`, which stands behind `gap`. `joins`: the last draft is still open for numbers and articles; so does the answer say.
    fn take(&mut self, text: &str, mark: Mark, gap: &str, joins: bool, tables: &Tables) -> bool {
        if let Some(last) = self.drafts.last_mut()
            && mark.range.end <= last.closes
        {
            if let Means::Number(number) = mark.means {
                last.numbers.push(number);
            }
            return true;
        }
        match mark.means {
            Means::Title { inner } => {
                let start = self.take_issuers(text, mark.range.start, gap, tables);
                self.title(start..mark.range.end, inner, joins && is_joint(gap));
            }
            Means::Number(number) => self.number(text, number, joins && is_joint(gap), gap),
            Means::Article => return self.article(mark.range, joins && is_list_joint(gap)),
            Means::Ditto => return self.ditto(mark.range),
            Means::Label => return false,
            Means::Vague | Means::Unread => return self.other(text, mark, joins, tables),
        }
        true
    }

    fn title(&mut self, range: Range<usize>, inner: Range<usize>, is_joined: bool) {
        let waiting =
            self.drafts.last_mut().filter(|last| is_joined && last.title.is_none() && last.repeats.is_none() && last.articles.is_empty());
        match waiting {
            Some(last) => {
                last.range.end = last.range.end.max(range.end);
                last.title = Some(inner);
            }
            None => self.drafts.push(Draft { title: Some(inner), ..Draft::at(range) }),
        }
    }

    /// The authorities named right before a title belong to its citation: 国务院办公厅《…》.
    fn take_issuers(&mut self, text: &str, start: usize, gap: &str, tables: &Tables) -> usize {
        let words = &tables.citations.words;
        let are_issuers = |said: &str| {
            said.split(|c| is_blank(c) || matches!(c, '、' | '，' | ',')).all(|word| word.is_empty() || words.ends_issuer(word))
        };
        let before = self.unread.last().cloned().filter(|last| last.end <= start && gap.chars().all(is_blank));
        match before.filter(|last| last.end + gap.len() == start && text.get(last.clone()).is_some_and(are_issuers)) {
            Some(last) => {
                self.unread.pop();
                last.start
            }
            None => start,
        }
    }

    fn number(&mut self, text: &str, number: Numbered, is_joined: bool, gap: &str) {
        let inside = |last: &&mut Draft| number.range.end <= last.range.end || is_joined;
        let waiting = self.drafts.last_mut().filter(inside).filter(|last| last.numbers.is_empty() && last.title.is_some());
        let Some(last) = waiting else {
            self.drafts.push(Draft { range: number.range.clone(), numbers: vec![number], ..Draft::at(0..0) });
            return;
        };
        last.range.end = last.range.end.max(number.range.end);
        if gap.contains(is_bracket) || text.get(number.range.end..last.range.end).is_some_and(|rest| rest.contains(is_bracket)) {
            last.closes = closing_bracket(text, number.range.end);
            last.range.end = last.range.end.max(last.closes);
        }
        last.numbers.push(number);
    }

    fn article(&mut self, range: Range<usize>, is_joined: bool) -> bool {
        match self.drafts.last_mut().filter(|_| is_joined) {
            Some(last) => {
                last.range.end = last.range.end.max(range.end);
                last.articles.push(range);
                true
            }
            None => {
                self.left_over(range);
                false
            }
        }
    }

    fn ditto(&mut self, range: Range<usize>) -> bool {
        let Some(before) = self.drafts.len().checked_sub(1) else {
            self.left_over(range);
            return false;
        };
        let repeats = self.drafts.get(before).and_then(|draft| draft.repeats).unwrap_or(before);
        self.drafts.push(Draft { repeats: Some(repeats), ..Draft::at(range) });
        true
    }

    /// A remark behind a citation (its version, 的规定) belongs to it; anything else is left over.
    fn other(&mut self, text: &str, mark: Mark, joins: bool, tables: &Tables) -> bool {
        let said = text.get(mark.range.clone()).unwrap_or("");
        let is_remark = is_version(said) || tables.citations.words.tails.iter().any(|tail| tail == said);
        if let Some(last) = self.drafts.last_mut().filter(|_| joins && is_remark) {
            last.range.end = last.range.end.max(mark.range.end);
            return true;
        }
        match mark.means {
            Means::Vague => self.vague.push(mark.range),
            _ => self.left_over(mark.range),
        }
        false
    }

    /// Adds `range` to what is left over; neighbours become one.
    fn left_over(&mut self, range: Range<usize>) {
        let last_draft = self.drafts.last().map_or(0, |draft| draft.range.end);
        match self.unread.last_mut().filter(|last| last.end >= last_draft) {
            Some(last) => last.end = range.end,
            None => self.unread.push(range),
        }
    }
}

impl Draft {
    fn at(range: Range<usize>) -> Self {
        Draft { range, title: None, numbers: Vec::new(), articles: Vec::new(), repeats: None, closes: 0 }
    }
}

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"第_N_[条章节编](?:_之_[一二三四五六七八九十])?(?:_第?_[（(]?_N_[）)]?_[款项目])*|第?_[（(]_N_[）)]_[款项目]|第_N_[款项目]")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"【[^】《》]{1,40}】"));

/// The parts of `text` that mean something, left to right.
fn marks(text: &str, tables: &Tables) -> Vec<Mark> {
    let words = &tables.citations.words;
    let numbers = numbers(text, &tables.citations);
    let titles = marked(text, &numbers, words);
    let is_in_title = |range: &Range<usize>| {
        let at = titles.partition_point(|title| title.range.end <= range.start);
        titles.get(at).is_some_and(|title| title.inner.start < range.end && range.start < title.inner.end)
    };
    let mut marks: Vec<Mark> = Vec::new();
    let labels = LABEL.find_iter(text).map(|found| found.range());
    let articles = ARTICLE.find_iter(text).map(|found| found.range());
    let is_in_number = |range: &Range<usize>| {
        let at = numbers.partition_point(|number| number.range.end <= range.start);
        numbers.get(at).is_some_and(|number| number.range.start < range.end)
    };
    marks.extend(labels.filter(|range| !is_in_title(range) && !is_in_number(range)).map(|range| Mark { range, means: Means::Label }));
    marks.extend(articles.filter(|range| !is_in_title(range) && !is_in_number(range)).map(|range| Mark { range, means: Means::Article }));
    let outside = numbers.iter().filter(|number| !is_in_title(&number.range));
    marks.extend(outside.map(|number| Mark { range: number.range.clone(), means: Means::Number(number.clone()) }));
    marks.extend(titles.iter().map(|title| Mark { range: title.range.clone(), means: Means::Title { inner: title.inner.clone() } }));
    marks.sort_by_key(|mark| mark.range.start);
    let gaps = gaps(text, &marks);
    marks.extend(gaps.into_iter().flat_map(|gap| pieces(text, gap, tables)).map(Mark::from));
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

impl From<(Range<usize>, Piece)> for Mark {
    fn from((range, piece): (Range<usize>, Piece)) -> Self {
        let means = match piece {
            Piece::Title => Means::Title { inner: range.clone() },
            Piece::Ditto => Means::Ditto,
            Piece::Vague => Means::Vague,
            Piece::Unread => Means::Unread,
        };
        Mark { range, means }
    }
}

/// The text between `marks`.
fn gaps(text: &str, marks: &[Mark]) -> Vec<Range<usize>> {
    let (mut gaps, mut end) = (Vec::new(), 0);
    for mark in marks {
        if end < mark.range.start {
            gaps.push(end..mark.range.start);
        }
        end = end.max(mark.range.end);
    }
    gaps.push(end..text.len());
    gaps
}

/// Whether a number or a title behind `gap` belongs to what stands before it.
fn is_joint(gap: &str) -> bool {
    gap.chars().all(|c| is_blank(c) || is_bracket(c) || matches!(c, '：' | ':' | '，' | ',' | '》' | '>' | '〉'))
}

/// Whether an article behind `gap` belongs to what stands before it.
fn is_list_joint(gap: &str) -> bool {
    gap.chars().all(|c| {
        is_blank(c)
            || is_bracket(c)
            || matches!(c, '：' | ':' | '，' | ',' | '、' | '和' | '及' | '与' | '至' | '的' | '》' | '-' | '－' | '—')
    })
}

/// The byte behind the bracket that closes after `from`; `from` where none does before the next title or sentence.
fn closing_bracket(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    for (at, c) in rest.char_indices().take(200) {
        match c {
            '）' | ')' => return from + at + c.len_utf8(),
            '〕' | ']' | '】' if at == 0 => {}
            '\n' | '；' | ';' => return from,
            _ => {}
        }
    }
    from
}
