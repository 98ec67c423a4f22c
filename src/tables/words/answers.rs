//! tables/words/answers: what the values of guides say by their words: hours or limits, ways and refusals, money, dates of signatures, notes.

use super::Words;
use crate::text::fold;
use std::borrow::Cow;

impl Words {
    /// Whether `text` has a word that tells when an office is open.
    pub fn tells_hours(&self, text: &str) -> bool {
        self.hours.is_in(text)
    }

    /// Whether `text` under `label`, which asks for hours, may tell how long a service takes: the label may mean both, and nothing recurs.
    pub fn may_tell_limit(&self, label: &str, text: &str) -> bool {
        let label = fold(label);
        let is_time = self.times_alone.contains(&label) || self.times_of_handling.iter().any(|word| label.ends_with(word.as_str()));
        is_time && !self.recurring.is_in(text) && !self.round_the_clock.contains(&fold(text))
    }

    /// Whether `text` only leads to the table or the list below it (申请材料目录如下：).
    pub fn is_lead_in(&self, text: &str) -> bool {
        const LONGEST: usize = 40;
        let text = crate::text::trim(text).trim_end_matches(['：', ':', '。', '，', ',']);
        text.chars().count() <= LONGEST && self.lead_ins.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether `text` is said of the guide and not of those whom it serves (本指南适用于…).
    pub fn tells_of_guide(&self, text: &str) -> bool {
        let text = crate::text::trim_start(text);
        self.of_guides.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether `text` says that something is not there (暂不支持).
    pub fn refuses(&self, text: &str) -> bool {
        self.refusals_alone.contains(crate::text::trim(text)) || self.refusals.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether the whole of `text` says that something is there (网上办理：是).
    pub fn agrees(&self, text: &str) -> bool {
        self.consents.contains(crate::text::trim(text))
    }

    /// What `label` asks that 是 or 否 answers, where it does not say 是否.
    pub fn asked_by(&self, label: &str) -> Option<&str> {
        self.questions_without_word.get(&fold(label)).map(String::as_str)
    }

    /// Whether `unit` is one of money (元/件).
    pub fn is_of_money(&self, unit: &str) -> bool {
        self.currencies.iter().any(|word| unit.starts_with(word.as_str()))
    }

    /// Whether `text` tells that an office gives something (民政局提供名单), not what a person brings (民政局提供的证明).
    pub fn is_given_by_office(&self, text: &str) -> bool {
        self.gives.iter().flat_map(|gives| text.match_indices(gives.as_str())).any(|(at, gives)| {
            let behind = text.get(at + gives.len()..).unwrap_or_default();
            text.get(..at).is_some_and(|before| self.giving_offices.iter().any(|office| before.ends_with(office.as_str())))
                && !behind.is_empty()
                && !behind.starts_with('的')
        })
    }

    /// Whether `text`, behind the date of a signature, leaves it one: nothing, or 印发.
    pub fn ends_date(&self, text: &str) -> bool {
        text.is_empty() || self.date_ends.iter().any(|end| end == text)
    }

    /// Whether `label` is one of the steps of handling (办理流程).
    pub fn tells_steps(&self, label: &str) -> bool {
        self.steps.end(label.trim_end_matches(['：', ':']))
    }

    /// The bytes of `text`, an enumeration of ways, without words that only say that they are offered: 支持线上、线下均可.
    pub fn ways_in(&self, text: &str) -> std::ops::Range<usize> {
        let start = self.ways_before.iter().filter(|word| text.starts_with(word.as_str())).map(String::len).max().unwrap_or(0);
        let rest = text.get(start..).unwrap_or_default();
        let end = self.ways_behind.iter().filter(|word| rest.ends_with(word.as_str())).map(String::len).max().unwrap_or(0);
        start..text.len() - end
    }

    /// The known name of ways with which `text` begins, the longest one: its bytes, and whether it is online.
    pub fn way_at_start(&self, text: &str) -> Option<(usize, bool)> {
        const LONGEST: usize = 6;
        let ends = text.char_indices().take(LONGEST).filter(|(_, c)| !crate::text::is_blank(*c)).map(|(at, c)| at + c.len_utf8());
        ends.filter_map(|end| Some((end, self.way(text.get(..end)?)?))).last()
    }

    /// Whether `text` is a note, as its label says (`注：…`).
    pub fn is_note(&self, text: &str) -> bool {
        text.split_once(['：', ':']).is_some_and(|(label, _)| self.notes.contains(&fold(label)))
    }

    /// Whether the words of `text` tell an online way (`true`) or a counter; `None` where they tell neither or both.
    pub fn is_online(&self, text: &str) -> Option<bool> {
        let (words, online) = &self.online;
        let mut told = words.all_in(text).filter_map(|(word, _)| online.get(word).copied());
        let first = told.next()?;
        told.all(|other| other == first).then_some(first)
    }

    /// Whether `text` has a word that marks a deadline, in no longer word that marks none (长期居住), or ends as nothing but a deadline does.
    pub fn has_deadline_word(&self, text: &str) -> bool {
        let others = self.no_deadlines.iter().filter(|word| text.contains(word.as_str()));
        let rest = others.fold(Cow::Borrowed(text), |rest, word| Cow::Owned(rest.replace(word.as_str(), "")));
        self.deadlines.is_in(&rest) || self.tells_when(&rest)
    }

    /// Whether `text` is a word that alone marks a deadline, has one close in front of a word for publishing, or is short and ends as deadlines do.
    fn tells_when(&self, text: &str) -> bool {
        const FARTHEST: usize = 3;
        const LENGTHS: std::ops::RangeInclusive<usize> = 3..=14;
        let is_close = |behind: &str| {
            let at = self.deadline_acts.iter().filter_map(|act| behind.find(act.as_str())).min();
            at.and_then(|at| behind.get(..at)).is_some_and(|between| between.chars().count() <= FARTHEST)
        };
        let said = |word: &String| text.find(word.as_str()).and_then(|at| text.get(at + word.len()..)).is_some_and(is_close);
        let is_short = LENGTHS.contains(&text.chars().count()) && !text.contains(['《', '、']);
        self.deadlines_alone.iter().any(|word| text == word || said(word)) || is_short && self.deadline_ends.end(text)
    }

    /// Whether `label` stands in front of the title of a page (标题：…).
    pub fn is_title_label(&self, label: &str) -> bool {
        self.title_labels.contains(&fold(label))
    }

    /// Whether `label` announces the date of publication.
    pub fn is_date_label(&self, label: &str) -> bool {
        self.dates.contains(&fold(label))
    }

    /// Whether `label` announces the date on which the document was written, signed, printed or changed.
    pub fn is_writing_date_label(&self, label: &str) -> bool {
        self.writing_dates.contains(&fold(label))
    }

    /// Whether the label `label` in `line` is one of a date of publication, because words that a site puts in front of a text stand beside it.
    pub fn is_date_label_on_pages(&self, label: &str, line: &str) -> bool {
        self.dates_on_pages.contains(&fold(label)) && self.is_beside_date(line)
    }

    /// Whether labels of words that a site puts in front of a text stand in `line` (来源：, 字号：).
    pub fn is_beside_date(&self, line: &str) -> bool {
        let is_beside =
            |word: &String| line.match_indices(word.as_str()).any(|(at, _)| line.get(at + word.len()..).is_some_and(begins_value));
        self.beside_dates.iter().any(is_beside)
    }
}

/// Whether `text` begins as values do behind their labels.
fn begins_value(text: &str) -> bool {
    text.starts_with(['：', ':'])
}
