//! report/details: an item as people read it: every value with its state, its raw text and the line it stands in. The page, the comparison and
//! the terminal show these.

use super::excerpt::{self, Excerpt, excerpt};
use super::gap::Both;
use crate::evidence::{At, Places, State, Text, Value};
use crate::field::Field;
use crate::item::{Channel, Citation, Content, Deadline, Entry, Item, Mark, Marks, Phone};
use crate::result::DocumentResult;
use crate::tables::report::ReportWords;
use std::collections::BTreeSet;

/// A value as people read it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) field: Field,
    /// `None` where the value is missing or open.
    pub(super) text: Option<Both>,
    /// What it consists of, where it is a list.
    pub(super) parts: Vec<Text>,
    /// What is known about it besides: the verdict on a citation.
    pub(super) note: Option<Both>,
    pub(super) state: State,
    pub(super) rule: Option<Text>,
    pub(super) reviewed_by: Option<Text>,
    pub(super) moved_from: Option<String>,
    /// What it may be, where several readings fit.
    pub(super) readings: Vec<Both>,
    /// How many more there are than are listed.
    pub(super) more_readings: u64,
    /// The source text, where it is kept.
    pub(super) raw: Option<Text>,
    pub(super) at: Vec<Excerpt>,
}

/// The values of `item`, which stands in `document`, in the order of the contract.
pub(super) fn details(document: &DocumentResult, item: &Item, words: &ReportWords) -> Vec<Shown> {
    Reader { document, words, excerpt, most: usize::MAX, shown: Vec::new() }.read(item)
}

/// As [`details`], of each value with its first place alone, and without the line it stands in.
pub(super) fn placed(document: &DocumentResult, item: &Item, words: &ReportWords) -> Vec<Shown> {
    Reader { document, words, excerpt: excerpt::place_alone, most: 1, shown: Vec::new() }.read(item)
}

/// Reads one item field by field.
struct Reader<'a> {
    document: &'a DocumentResult,
    words: &'a ReportWords,
    /// How a place is shown.
    excerpt: fn(&DocumentResult, At, &str) -> Excerpt,
    /// How many places of a value are shown at most.
    most: usize,
    shown: Vec<Shown>,
}

impl Reader<'_> {
    fn read(mut self, item: &Item) -> Vec<Shown> {
        self.texts(Field::Serial, &item.serials);
        self.hierarchy(item);
        item.contents.iter().for_each(|content| self.content(content));
        item.legal_basis.iter().for_each(|citation| self.citation(&citation));
        item.deadlines.iter().for_each(|deadline| self.deadline(Field::Deadlines, &deadline));
        self.value(Field::Publisher, &item.publisher, |publisher| Both::of(&publisher.name));
        self.guide(item);
        item.extra.iter().for_each(|extra| self.value(Field::Extra, &extra.value, |text| Both::same(&format!("{}：{text}", extra.header))));
        self.silent(item);
        // The order of the contract; several values of one field stay in the order of the document.
        self.shown.sort_by_key(|shown| shown.field);
        self.shown
    }

    fn hierarchy(&mut self, item: &Item) {
        for (field, value) in [
            (Field::Category, &item.category),
            (Field::PrimaryItem, &item.primary_item),
            (Field::SecondaryItem, &item.secondary_item),
            (Field::TertiaryItem, &item.tertiary_item),
            (Field::Name, &item.name),
        ] {
            if value.state > State::Missing {
                self.value(field, value, same);
            }
        }
    }

    fn guide(&mut self, item: &Item) {
        if item.guide.service_target.state > State::Missing {
            self.value(Field::ServiceTarget, &item.guide.service_target, same);
        }
        self.entries(Field::Materials, &item.guide.materials, "");
        self.entries(Field::Notes, &item.guide.notes, "");
        item.guide.time_limits.iter().for_each(|limit| self.deadline(Field::TimeLimits, limit));
        self.texts(Field::HandlingLevels, &item.guide.handling_levels);
        self.texts(Field::HandlingChannels, &item.guide.online);
        self.texts(Field::HandlingChannels, &item.guide.offline);
        item.guide.phones.iter().for_each(|phone| self.value(Field::Phones, phone, dialled));
        self.texts(Field::Fees, &item.guide.fees);
        self.texts(Field::Hours, &item.guide.hours);
        self.texts(Field::Addresses, &item.guide.addresses);
    }

    /// Fields that one looks for in this kind of document and of which nothing is shown yet.
    fn silent(&mut self, item: &Item) {
        for (field, _) in self.words.fields_of(item.kind) {
            if !self.shown.iter().any(|shown| shown.field == field) {
                self.value(field, &Value::empty(item.state(field)), same);
            }
        }
    }

    fn content(&mut self, content: &Content) {
        self.value(Field::Contents, &content.text, same);
        let parts: Option<Vec<Text>> = content.elements.said().iter().map(|element| element.value.clone()).collect();
        if let Some(shown) = self.shown.last_mut() {
            shown.parts = parts.unwrap_or_default();
        }
        content.channels.iter().filter(|channel| channel.selected != Some(false)).for_each(|channel| self.channel(&channel));
        self.marks(&content.marks());
    }

    fn channel(&mut self, channel: &Channel) {
        let text = || match &channel.note {
            Some(note) => Both::same(&format!("{}（{note}）", channel.label)),
            None => Both::of(&channel.label),
        };
        let text = (channel.state != State::Ambiguous).then(text);
        self.plain(Field::Channels, text, channel.state, &channel.at);
    }

    /// The ticked columns; where the ticks can stand in several ways, each way is a reading.
    fn marks(&mut self, marks: &Marks) {
        for mark in marks.columns.iter().filter(|mark| mark.value == Some(true)) {
            let text = self.label(mark);
            self.plain(Field::Marks, Some(text), mark.state, &mark.at);
        }
        let Some(readings) = &marks.readings else { return };
        let columns = |reading: &Vec<u32>| reading.iter().filter_map(|index| marks.columns.get(*index as usize)).collect::<Vec<_>>();
        let readings = readings.iter().map(|reading| {
            let labels: Vec<&str> = columns(reading).iter().map(|mark| mark.label.as_str()).collect();
            Both::same(&labels.join(" + "))
        });
        let readings: Vec<Both> = readings.collect();
        let more_readings = marks.readings_count.saturating_sub(readings.len() as u64);
        let at: Places =
            marks.columns.iter().filter(|mark| mark.state == State::Ambiguous).flat_map(|mark| mark.at.iter().copied()).collect();
        let shown = self.shown_at(Field::Marks, None, State::Ambiguous, &once(&at), None);
        self.shown.push(Shown { readings, more_readings, ..shown });
    }

    fn label(&self, mark: &Mark) -> Both {
        Both::from(self.words.group(mark.group)).and(&Both::same(&mark.label))
    }

    fn citation(&mut self, citation: &Citation) {
        let number = citation.number.as_ref().map_or_else(String::new, |number| format!(" {}", number.raw));
        let articles: String = citation.articles.iter().map(|article| format!(" {article}")).collect();
        let verdict = &citation.verdict;
        let verdict = [key("title.", verdict.title.key()), key("number.", verdict.number.key()), key("force.", verdict.force.key())];
        let verdict = verdict.iter().map(|key| Both::from(self.words.word(key)));
        let verdict =
            verdict.reduce(|all, one| Both { en: format!("{}, {}", all.en, one.en).into(), zh: format!("{}，{}", all.zh, one.zh).into() });
        self.value(Field::LegalBasis, &citation.title, |title| Both::same(&format!("《{title}》{number}{articles}")));
        if let Some(shown) = self.shown.last_mut().filter(|shown| shown.text.is_some()) {
            shown.note = verdict;
        }
    }

    fn deadline(&mut self, field: Field, deadline: &Value<Deadline>) {
        let words = self.words;
        self.value(field, deadline, |deadline| limit(deadline, words));
    }

    fn entries(&mut self, field: Field, entries: &[Entry], above: &str) {
        for entry in entries {
            let number = entry.number.as_deref().map_or_else(|| above.to_owned(), |number| format!("{above}{number}. "));
            self.value(
                field,
                &entry.text,
                |text| if number.is_empty() { Both::of(text) } else { Both::same(&[&number, text.as_str()].concat()) },
            );
            self.entries(field, &entry.items, &number);
        }
    }

    fn texts(&mut self, field: Field, values: &[Value<Text>]) {
        values.iter().for_each(|value| self.value(field, value, same));
    }

    fn value<T>(&mut self, field: Field, value: &Value<T>, text: impl Fn(&T) -> Both) {
        let shown = self.shown_at(field, value.value.as_ref().map(&text), value.state, &value.at, value.raw.as_deref());
        self.shown.push(Shown {
            rule: value.rule.clone(),
            reviewed_by: value.reviewed_by().map(Text::from),
            raw: value.raw.clone(),
            moved_from: value.moved_from().map(|at| excerpt::place(self.document, at)),
            readings: value.readings().into_iter().flatten().map(text).collect(),
            ..shown
        });
    }

    fn plain(&mut self, field: Field, text: Option<Both>, state: State, at: &Places) {
        let shown = self.shown_at(field, text, state, at, None);
        self.shown.push(shown);
    }

    fn shown_at(&self, field: Field, text: Option<Both>, state: State, at: &Places, raw: Option<&str>) -> Shown {
        let spoken = raw.or(text.as_ref().map(|text| text.zh.as_str())).unwrap_or("");
        let lines = spoken.split('\n').map(Some).chain(std::iter::repeat(None));
        let at = at.iter().take(self.most).zip(lines).map(|(at, line)| (self.excerpt)(self.document, *at, line.unwrap_or("")));
        let at = at.collect();
        Shown {
            field,
            text,
            parts: Vec::new(),
            note: None,
            state,
            rule: None,
            reviewed_by: None,
            moved_from: None,
            readings: Vec::new(),
            more_readings: 0,
            raw: None,
            at,
        }
    }
}

fn same(text: &Text) -> Both {
    Both::of(text)
}

/// `places` in order, each once.
fn once(places: &Places) -> Places {
    places.iter().copied().collect::<BTreeSet<At>>().into_iter().collect()
}

fn dialled(phone: &Phone) -> Both {
    let extension = phone.extension.as_ref().map_or_else(String::new, |extension| format!("-{extension}"));
    let note = phone.note.as_ref().map_or_else(String::new, |note| format!("（{note}）"));
    Both::same(&format!("{}{extension}{note}", phone.number))
}

/// A deadline as people say it.
pub(super) fn limit(deadline: &Deadline, words: &ReportWords) -> Both {
    let amount = deadline.amount.map_or_else(|| Both::same(""), |amount| Both::same(&amount.to_string()));
    let unit = deadline.unit.as_ref().map_or_else(|| Both::same(""), |unit| words.word(&key("unit.", unit.key())).into());
    let text = Both::from(words.word(&key("deadline.", deadline.kind.key()))).fill("amount", &amount).fill("unit", &unit);
    let basis = deadline.basis.as_ref().map(|basis| Both::from(words.word(&key("basis.", basis.key()))));
    let parts = basis.into_iter().chain(deadline.trigger.iter().chain(&deadline.condition).map(same));
    parts.fold(text, |text, part| Both {
        en: format!("{} · {}", text.en, part.en).into(), zh: format!("{} · {}", text.zh, part.zh).into()
    })
}

/// The key of the wording of `word`, which the contract uses: in front of it its `family`.
fn key(family: &str, word: &str) -> String {
    [family, word].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::{Basis, DeadlineKind, ForceVerdict, NumberVerdict, TitleVerdict, Unit};
    use crate::tables::Tables;
    use crate::tables::findings::Language;

    #[test]
    fn every_word_of_the_contract_has_a_wording() {
        let words = &Tables::embedded().unwrap().report;
        let keys = [
            key("title.", TitleVerdict::Near.key()),
            key("title.", TitleVerdict::Unknown.key()),
            key("number.", NumberVerdict::OtherAct.key()),
            key("number.", NumberVerdict::NotGiven.key()),
            key("force.", ForceVerdict::NotYetInForce.key()),
            key("unit.", Unit::WorkingDay.key()),
            key("deadline.", DeadlineKind::ByDate.key()),
            key("basis.", Basis::Promised.key()),
        ];
        for key in keys {
            assert_ne!(words.get(&key, Language::English), key);
        }
    }

    #[test]
    fn a_limit_reads_as_a_sentence() {
        let words = &Tables::embedded().unwrap().report;
        let deadline = Deadline {
            amount: Some(20),
            unit: Some(Unit::WorkingDay),
            kind: DeadlineKind::Within,
            trigger: Some("信息形成或变更".into()),
            condition: None,
            basis: None,
        };
        let text = limit(&deadline, words);
        assert_eq!((text.en.as_str(), text.zh.as_str()), ("within 20 working days · 信息形成或变更", "20个工作日内 · 信息形成或变更"));
    }
}
