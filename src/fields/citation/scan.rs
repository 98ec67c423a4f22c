//! fields/citation/scan: the text of a cell to drafts of citations: which title, number and articles belong together, and what is left over.

use super::number::{Numbered, numbers, pattern};
use super::quoted::quotation;
use super::titles::{Piece, is_bracket, is_known, is_version, marked, pieces, without_version};
use crate::tables::Tables;
use crate::text::{is_blank, is_han};
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
    /// Words that stand for a citation before (同上, 本条例), where none is.
    pub(super) alone: Vec<Range<usize>>,
    /// Short names that the text gives to what it cites (以下简称《办法》), and which draft each means.
    aliases: Vec<(Range<usize>, usize)>,
}

/// One citation, as bytes of the text.
#[derive(Debug)]
pub(super) struct Draft {
    /// All of it.
    pub(super) range: Range<usize>,
    /// Its title, without marks.
    pub(super) title: Option<Range<usize>>,
    /// Instead of a title: that of the act whose rules are meant, and what these are called (其实施条例).
    pub(super) rules: Option<(Range<usize>, Range<usize>)>,
    /// The numbers given with it; more than one where the bracket tells its history.
    pub(super) numbers: Vec<Numbered>,
    /// The articles named.
    pub(super) articles: Vec<Range<usize>>,
    /// For a ditto: which draft it repeats.
    pub(super) repeats: Option<usize>,
    /// For a ditto: whether it stands for the act (同法), not for all of its citation (同上).
    pub(super) names_act_only: bool,
    /// Where the bracket that holds the number or the history of the act is closed.
    pub(super) closes: usize,
    /// Where the words of an article end that are quoted.
    pub(super) quoted: usize,
}

/// A part of the text that means something.
struct Mark {
    range: Range<usize>,
    means: Means,
}

enum Means {
    Title {
        inner: Range<usize>,
    },
    Number(Numbered),
    Article,
    Label,
    /// It stands for a citation before; `kind`: what the title of that one ends with.
    Ditto {
        kind: Option<Range<usize>>,
    },
    /// The rules to the act cited before; `called`: how.
    Rules {
        called: Range<usize>,
    },
    Vague,
    Unread,
}

/// Reads the whole of `text`.
pub(super) fn scan(text: &str, tables: &Tables) -> Scan {
    let (mut scan, mut joins) = (Scan::default(), false);
    let mut end = 0;
    let marks = marks(text, tables);
    let ends: Vec<usize> = marks.iter().filter(|mark| ends_quotation(text, mark)).map(|mark| mark.range.start).collect();
    for mark in marks {
        let article = matches!(mark.means, Means::Article).then_some(mark.range.end);
        let gap = text.get(end.min(mark.range.start)..mark.range.start).unwrap_or("");
        end = end.max(mark.range.end);
        joins = scan.take(text, mark, gap, joins, tables);
        if let Some(article) = article.filter(|_| joins) {
            scan.quote(text, article, &ends, tables);
        }
        end = end.max(scan.drafts.last().map_or(0, |last| last.closes.max(last.quoted)));
    }
    scan.deal_out_numbers(text);
    scan.part_numbers(text);
    scan.note_vague_titles(text, tables);
    // It is kept as long as the document is read.
    scan.drafts.shrink_to_fit();
    scan
}

impl Scan {
    /// Adds `mark`, which stands behind `gap`. `joins`: the last draft is still open for numbers and articles; so does the answer say.
    fn take(&mut self, text: &str, mark: Mark, gap: &str, joins: bool, tables: &Tables) -> bool {
        if let Some(last) = self.drafts.last_mut()
            && mark.range.end <= last.closes.max(last.quoted)
        {
            match mark.means {
                Means::Number(number) if mark.range.end <= last.closes => last.numbers.push(number),
                _ => {}
            }
            return true;
        }
        match mark.means {
            Means::Title { inner } if self.alias(text, &mark.range, &inner, tables) => {}
            Means::Title { inner } => {
                let start = self.take_issuers(text, mark.range.start, gap, tables);
                self.title(start..mark.range.end, inner, joins && is_joint(gap));
                self.note_history(text);
            }
            Means::Number(number) => self.number(text, number, joins && is_joint(gap), gap),
            Means::Article => return self.article(mark.range, joins, gap),
            Means::Ditto { kind } => return self.ditto(text, mark.range, kind, tables),
            Means::Rules { called } => return self.rules(mark.range, called, joins),
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

    /// Whether the title is a short name for another citation: it is given to the one before (以下简称《办法》), or stands for the one that got it.
    fn alias(&mut self, text: &str, range: &Range<usize>, inner: &Range<usize>, tables: &Tables) -> bool {
        let said = |range: &Range<usize>| text.get(range.clone()).map(crate::text::trim);
        if let Some((_, means)) = self.aliases.iter().find(|(alias, _)| said(alias) == said(inner)) {
            self.drafts.push(Draft { repeats: Some(*means), names_act_only: true, ..Draft::at(range.clone()) });
            return true;
        }
        let before = text.get(..range.start).unwrap_or("").trim_end_matches(|c| is_blank(c) || matches!(c, '：' | ':'));
        let Some(word) = tables.citations.words.aliases.longest(before) else { return false };
        let means = self.drafts.len().checked_sub(1);
        let Some((means, last)) = means.zip(self.drafts.last_mut()).filter(|(_, last)| last.title.is_some()) else { return false };
        last.range.end = last.range.end.max(range.end);
        let is_word = |unread: &Range<usize>| {
            let said = text.get(unread.clone()).unwrap_or("").trim_start_matches(|c| is_blank(c) || is_bracket(c));
            said.trim_end_matches(|c| is_blank(c) || matches!(c, '：' | ':')) == word
        };
        self.unread.pop_if(|unread| is_word(unread));
        self.aliases.push((inner.clone(), means));
        true
    }

    /// The authorities named right before a title belong to its citation: 国务院办公厅《…》.
    fn take_issuers(&mut self, text: &str, start: usize, gap: &str, tables: &Tables) -> usize {
        let words = &tables.citations.words;
        let are_issuers = |said: &str| {
            // 国务院办公厅印发《…》 names who issued it as well.
            let said = words.carriers.longest(said).map_or(said, |carrier| said.get(..said.len() - carrier.len()).unwrap_or(said));
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
        let waiting = self.drafts.last_mut().filter(inside).filter(|last| last.numbers.is_empty() && last.is_named());
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

    fn article(&mut self, range: Range<usize>, joins: bool, gap: &str) -> bool {
        let is_joined = is_list_joint(gap);
        match self.drafts.last_mut().filter(|_| joins && is_joined) {
            Some(last) => {
                last.range.end = last.range.end.max(range.end);
                last.articles.push(range);
                return true;
            }
            None => match self.alone.last_mut().filter(|last| is_joined && last.end + gap.len() == range.start) {
                Some(alone) => alone.end = range.end,
                None => self.left_over(range),
            },
        }
        false
    }

    /// The words of the article that ends at `article`, the last one that was taken, belong to its citation.
    fn quote(&mut self, text: &str, article: usize, ends: &[usize], tables: &Tables) {
        let is_last = |last: &&mut Draft| last.articles.last().is_some_and(|own| own.end == article);
        let Some(last) = self.drafts.last_mut().filter(is_last) else { return };
        last.quoted = quotation(text, article, ends, &tables.citations.words);
        last.range.end = last.range.end.max(last.quoted);
    }

    /// 同上 stands for the citation before, 同法 for the last before whose title says that it is a 法.
    fn ditto(&mut self, text: &str, range: Range<usize>, kind: Option<Range<usize>>, tables: &Tables) -> bool {
        let is_of_kind = |draft: &Draft| match &kind {
            Some(kind) => draft.is_titled(text, text.get(kind.clone()).unwrap_or(""), tables),
            None => true,
        };
        let Some(repeats) = self.drafts.iter().rposition(|draft| draft.repeats.is_none() && is_of_kind(draft)) else {
            self.alone.push(range);
            return false;
        };
        self.drafts.push(Draft { repeats: Some(repeats), names_act_only: kind.is_some(), ..Draft::at(range) });
        true
    }

    /// The rules to the act that is cited right before.
    fn rules(&mut self, range: Range<usize>, called: Range<usize>, joins: bool) -> bool {
        let act = self.drafts.last().filter(|last| joins && last.repeats.is_none()).and_then(|last| last.title.clone());
        let Some(act) = act else {
            self.alone.push(range);
            return false;
        };
        self.drafts.push(Draft { rules: Some((act, called)), ..Draft::at(range) });
        true
    }

    /// A bracket right behind a title that tells when the act was passed and revised belongs to the citation, whatever it names.
    fn note_history(&mut self, text: &str) {
        let Some(last) = self.drafts.last_mut() else { return };
        let rest = text.get(last.range.end..).unwrap_or("");
        let bracket = rest.trim_start_matches(is_blank);
        let start = last.range.end + rest.len() - bracket.len();
        if !bracket.starts_with(is_opener) {
            return;
        }
        let inside = start + bracket.chars().next().map_or(0, char::len_utf8);
        let close = closing(text, inside, |_, c| c == '\n');
        if close > inside && text.get(inside..close).is_some_and(|said| HISTORY.is_match(said)) {
            last.closes = close;
            last.range.end = close;
        }
    }

    /// 《信息公开规定》 is printed like a title and names no document all the same.
    fn note_vague_titles(&mut self, text: &str, tables: &Tables) {
        let titles = self.drafts.iter().filter(|draft| draft.repeats.is_none()).filter_map(|draft| draft.title.clone());
        let vague = titles.filter(|title| text.get(title.clone()).is_some_and(|said| tables.citations.words.is_vague(said)));
        self.vague.extend(vague);
        self.vague.sort_by_key(|range| range.start);
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
            Means::Vague if !self.goes_on(text, mark.range.start) => self.vague.push(mark.range),
            _ => self.left_over(mark.range),
        }
        false
    }

    /// Whether what begins at `start` goes on with what was left over before: a sentence is told once, whatever words it is made of.
    fn goes_on(&self, text: &str, start: usize) -> bool {
        let last_draft = self.drafts.last().map_or(0, |draft| draft.range.end);
        let between = self.unread.last().filter(|last| last.end >= last_draft).and_then(|last| text.get(last.end..start));
        between.is_some_and(|between| between.chars().all(|c| is_blank(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '的')))
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
    pub(super) fn at(range: Range<usize>) -> Self {
        Draft {
            range,
            title: None,
            rules: None,
            numbers: Vec::new(),
            articles: Vec::new(),
            repeats: None,
            names_act_only: false,
            closes: 0,
            quoted: 0,
        }
    }

    /// Whether it has a title, or the words that stand for one (及其实施细则).
    fn is_named(&self) -> bool {
        self.title.is_some() || self.rules.is_some()
    }

    /// Whether its title ends with `kind`, whatever version stands behind; one that is not known stands in front of the number.
    fn is_titled(&self, text: &str, kind: &str, tables: &Tables) -> bool {
        let in_front = || text.get(..self.range.start).filter(|_| !self.numbers.is_empty());
        let title = self.title.clone().map_or_else(in_front, |title| text.get(title)).unwrap_or("");
        let title = without_version(title).trim_end_matches(|c| is_blank(c) || is_bracket(c));
        tables.citations.words.is_of_kind(title, kind) || title.trim_end_matches("（试行").trim_end_matches("(试行").ends_with(kind)
    }
}

/// 第三条之一第（二）款第三项, 第十九至二十一条; a paragraph or point alone, or one of an annex (附件第236项).
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"第_N_(?:[、，,和及至到~～\-－—]+_第?_N_)*[条章节编](?:_之_[一二三四五六七八九十])?",
        r"(?:_第?_[（(]?_N_[）)]?(?:_[、，,和及至到]_第?_[（(]?_N_[）)]?|_[（(]_N_[）)])*_[款项目](?:_[至到]_第?_[（(]?_N_[）)]?_[款项目])?)*(?:_[至到~～\-－—]+_第?_N_[条章节编])?",
        r"|第?_[（(]_N_[）)](?:_[、，,和及至到]?_第?_[（(]_N_[）)])*_[款项目]|(?:附_[件表录]_(?:N_)?)?第_N_(?:[、，,和及至到]_第?_N_)*[款项目]",
    ))
});
/// An article that leaves 第 to the one before it: 第十九条、二十条.
static FURTHER_ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_[、，,和及与]_(?<whole>N_条(?:_第?_[（(]?_N_[）)]?_[款项目])*)"));
/// What the bracket says that tells when an act was passed and revised.
static HISTORY: LazyLock<Regex> = LazyLock::new(|| pattern(r"Y_年_(?:N_月[\s\S]*)?(?:通过|修正|修订|修改|公布|发布|颁布|批准|施行)"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"【[^】《》]{1,40}】"));

/// The parts of `text` that mean something, left to right.
fn marks(text: &str, tables: &Tables) -> Vec<Mark> {
    let numbers = numbers(text, &tables.citations);
    let titles = marked(text, &numbers, tables);
    let is_in_title = |range: &Range<usize>| {
        let at = titles.partition_point(|title| title.range.end <= range.start);
        titles.get(at).is_some_and(|title| title.inner.start < range.end && range.start < title.inner.end)
    };
    let mut marks: Vec<Mark> = Vec::new();
    let labels: Vec<Range<usize>> =
        if text.contains('【') { LABEL.find_iter(text).map(|found| found.range()).collect() } else { Vec::new() };
    let articles = articles(text).into_iter();
    let is_in_number = |range: &Range<usize>| {
        let at = numbers.partition_point(|number| number.range.end <= range.start);
        numbers.get(at).is_some_and(|number| number.range.start < range.end)
    };
    let labels = labels.into_iter().filter(|range| !is_in_title(range) && !is_in_number(range));
    marks.extend(labels.map(|range| label_or_title(text, range, tables)));
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

/// What stands in 【】 is a label, unless it is an act that the register knows: 【政府信息公开条例】.
fn label_or_title(text: &str, range: Range<usize>, tables: &Tables) -> Mark {
    let inner = range.start + '【'.len_utf8()..range.end - '】'.len_utf8();
    let is_act = text.get(inner.clone()).is_some_and(|said| is_known(said, tables));
    Mark { range, means: if is_act { Means::Title { inner } } else { Means::Label } }
}

/// Whether the words of an article that are quoted in front of `mark` without quotation marks end there: it cites something itself, in front of a
/// sentence and not within one.
fn ends_quotation(text: &str, mark: &Mark) -> bool {
    let before = text.get(..mark.range.start).unwrap_or("").trim_end_matches(is_blank);
    let is_behind_stop =
        before.ends_with(['。', '；', ';']) || text.get(before.len()..mark.range.start).is_some_and(|gap| gap.contains('\n'));
    match &mark.means {
        Means::Title { inner } if *inner == mark.range => !before.ends_with(|c: char| is_han(c) || matches!(c, '、' | '，' | ',')),
        Means::Title { .. } | Means::Number(_) | Means::Label => true,
        Means::Article => is_behind_stop,
        _ => false,
    }
}

/// The articles of `text`, each of a list by itself.
fn articles(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !text.contains('第') && !text.contains(['款', '项', '目']) {
        return found;
    }
    for article in ARTICLE.find_iter(text) {
        if found.last().is_some_and(|last| article.start() < last.end) {
            continue;
        }
        found.push(article.range());
        let mut end = article.end();
        while let Some(next) = text.get(end..).and_then(|rest| FURTHER_ARTICLE.captures(rest)).and_then(|next| next.name("whole")) {
            found.push(end + next.start()..end + next.end());
            end += next.end();
        }
    }
    found
}

impl From<(Range<usize>, Piece)> for Mark {
    fn from((range, piece): (Range<usize>, Piece)) -> Self {
        let means = match piece {
            Piece::Title => Means::Title { inner: range.clone() },
            Piece::Ditto { kind } => Means::Ditto { kind },
            Piece::Rules { called } => Means::Rules { called },
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

/// The byte behind the bracket that closes after `from`; `from` where none does before the next sentence or citation.
fn closing_bracket(text: &str, from: usize) -> usize {
    // Behind words (公布，根据 …) a title belongs to the history of the act; else the bracket was never closed.
    closing(text, from, |before, c| matches!(c, '\n' | '；' | ';') || c == '《' && !tells_more(before))
}

/// The byte behind the bracket that closes after `from`; `from` where none does before a character at which, with the text before it, it `stops`.
fn closing(text: &str, from: usize, stops: impl Fn(&str, char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or("");
    let mut depth = 0usize;
    for (at, c) in rest.char_indices().take(200) {
        match c {
            c if stops(rest.get(..at).unwrap_or(""), c) => return from,
            c if is_opener(c) => depth += 1,
            c if is_bracket(c) && depth == 0 => return from + at + c.len_utf8(),
            c if is_bracket(c) => depth -= 1,
            _ => {}
        }
    }
    from
}

fn is_opener(c: char) -> bool {
    matches!(c, '（' | '(' | '〔' | '﹝' | '[' | '【' | '［')
}

/// Whether `text` says something, other than articles.
fn tells_more(text: &str) -> bool {
    text.chars().any(|c| is_han(c) && !"第条款项目章节编之零〇一二三四五六七八九十百千".contains(c))
}
