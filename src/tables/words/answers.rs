//! tables/words/answers: what the values of guides say by their words: hours or limits, ways and refusals, money, dates of signatures, notes.

use super::Words;
use crate::text::fold;

impl Words {
    /// Whether `text` has a word that tells when an office is open.
    pub fn tells_hours(&self, text: &str) -> bool {
        self.hours.is_in(text)
    }

    /// Whether `text` under `label`, which asks for hours, may tell how long a service takes: the label may mean both, and nothing recurs.
    pub fn may_tell_limit(&self, label: &str, text: &str) -> bool {
        let label = fold(label);
        self.times_of_handling.iter().any(|word| label.ends_with(word.as_str())) && !self.recurring.is_in(text)
    }

    /// Whether `text` says that something is not there (暂不支持).
    pub fn refuses(&self, text: &str) -> bool {
        self.refusals_alone.contains(crate::text::trim(text)) || self.refusals.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether `unit` is one of money (元/件).
    pub fn is_of_money(&self, unit: &str) -> bool {
        self.currencies.iter().any(|word| unit.starts_with(word.as_str()))
    }

    /// Whether `text`, behind the date of a signature, leaves it one: nothing, or 印发.
    pub fn ends_date(&self, text: &str) -> bool {
        text.is_empty() || self.date_ends.iter().any(|end| end == text)
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
}
