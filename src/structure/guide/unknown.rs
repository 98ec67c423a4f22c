//! structure/guide/unknown: labels that no table knows, told by the style that the known labels of the document have.
//!
//! A word before a colon at the beginning of a line ends the value above it where it stands as the known labels do: in 【】, with the next number of
//! their numbering, or, where they have neither, with an end that labels have. What may as well be a heading within the value above stays there.

use super::items;
use super::lines::{EXTRA, Labelled, Line, Style, word};
use crate::evidence::Text;
use crate::field::Field;
use crate::recognise::is_phone;
use crate::tables::Tables;
use crate::tables::columns::{Label, LabelEnd};
use crate::text::is_han;
use std::collections::{BTreeMap, BTreeSet};

/// The longest label that is not known, in characters.
const LONGEST: usize = 14;
/// Labels of one style are so many at least.
const LEAST: usize = 2;

/// A telephone number has so many digits at least.
const LEAST_DIGITS: usize = 5;

/// How labels stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Brackets,
    Numbered(Style),
    Plain,
}

/// The value at hand.
#[derive(Default)]
struct Open<'t> {
    field: Option<Field>,
    label: Option<&'t LabelEnd>,
    /// Whether it begins on the line of its label.
    inline: bool,
    /// Whether it is the name of an office, on the line of its label.
    is_office: bool,
    /// Whether some numbered label stood alone on its line, without colon.
    stands_alone: bool,
    /// Whether its first line begins with a word before a colon, and how that ends.
    first: Option<Option<Option<&'t LabelEnd>>>,
}

/// Gives lines with unknown labels these labels.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    let forms = forms(lines);
    let by_stops = lines.iter().any(ends_with_stop);
    let is_usual = |form: Form| forms.get(&form).is_some_and(|count| *count >= LEAST);
    let (mut open, mut numbers) = (Open::default(), BTreeMap::new());
    for index in 0..lines.len() {
        let below = lines.get(index + 1).is_some_and(|line| line.label.is_some());
        let running = is_running(lines, index);
        // The first line below a label without value is its value.
        let is_value = || {
            index
                .checked_sub(1)
                .and_then(|above| lines.get(above))
                .is_some_and(|above| above.label.as_ref().is_some_and(|label| !label.has_value(above.cell)))
        };
        let may_be_first = !running && !is_value();
        let heads_services = items::heads_alike(lines, index);
        let Some(line) = lines.get_mut(index).filter(|line| line.role.is_none() && !heads_services) else { continue };
        if open.field == Some(Field::HandlingChannels) && is_way(line, tables) {
            line.label = None;
        }
        if line.label.is_none() && open.field.is_some() {
            line.label = unknown(line, &open, below, tables)
                .or_else(|| before_stop(line).filter(|_| by_stops))
                .filter(|(form, label)| (is_usual(*form) || label.meaning.field == Field::Phones) && goes_on(line, &numbers, running))
                .map(|found| found.1);
        }
        if line.label.is_none() && may_be_first {
            let stopped = before_stop(line).filter(|(_, label)| by_stops && tables.columns.label_end(&label.word).is_some());
            line.label = first(line, tables).or(stopped).filter(|(form, _)| is_usual(*form)).map(|found| found.1);
        }
        open.read(line, tables);
        if let Some((style, number)) = line.numbering.as_ref().filter(|_| line.label.is_some()).and_then(|n| Some((n.style, n.number?))) {
            numbers.insert(style, number);
        }
    }
    mark_leading(lines, is_usual(Form::Brackets));
}

/// Gives the lines in front of the first label that begin with a word which is an unknown label further below the same label there. `by_brackets`: labels
/// stand in 【】, and so does this word.
fn mark_leading(lines: &mut [Line], by_brackets: bool) {
    let is_unknown = |label: &&Labelled| label.meaning.field == EXTRA.field && label.apart.is_none();
    let known: BTreeSet<Text> =
        lines.iter().filter_map(|line| line.label.as_ref()).filter(is_unknown).map(|label| label.word.clone()).collect();
    let first = lines.iter().position(|line| line.label.is_some()).unwrap_or(0);
    for line in lines.iter_mut().take(first).filter(|line| line.role.is_none()) {
        let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
        let found = line
            .cell
            .text()
            .get(start..)
            .and_then(said)
            .filter(|(said, _, in_brackets)| known.contains(&word(said)) || by_brackets && *in_brackets);
        let Some((said, head, _)) = found else { continue };
        let label = Labelled { meaning: EXTRA, word: word(said), number: None, of_all: false, head: start + head, apart: None };
        line.label = Some(label).filter(|label| label.has_value(line.cell));
    }
}

/// How often the known labels of `lines` stand how.
fn forms(lines: &[Line]) -> BTreeMap<Form, usize> {
    let mut forms = BTreeMap::new();
    for line in lines.iter().filter(|line| line.role.is_none()) {
        let Some(label) = &line.label else { continue };
        let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
        let head = line.cell.text().get(start..label.head).unwrap_or_default();
        let form = match &line.numbering {
            _ if head.starts_with('【') => Some(Form::Brackets),
            Some(numbering) => Some(Form::Numbered(numbering.style)),
            None => head.ends_with(['：', ':']).then_some(Form::Plain),
        };
        form.into_iter().for_each(|form| *forms.entry(form).or_default() += 1);
    }
    forms
}

/// Whether the line at `index` goes on with the numbers of a list in the value above it.
pub(super) fn is_running(lines: &[Line], index: usize) -> bool {
    let Some(own) = lines.get(index).and_then(|line| line.numbering.as_ref()) else { return false };
    let Some(above) = index.checked_sub(1).and_then(|above| lines.get(above)) else { return false };
    if own.style == Style::Bullet {
        return above.label.as_ref().map_or_else(|| is_bullet(above), |label| !label.has_value(above.cell));
    }
    let Some(number) = own.number else { return false };
    match (&above.label, &above.numbering) {
        (Some(label), numbering) => number == 1 && !label.has_value(above.cell) && numbering.as_ref().is_none_or(|n| n.style != own.style),
        (None, Some(numbering)) => numbering.style == own.style && numbering.number.is_some_and(|above| above + 1 == number),
        (None, None) => false,
    }
}

fn is_bullet(line: &Line) -> bool {
    line.numbering.as_ref().is_some_and(|numbering| numbering.style == Style::Bullet)
}

/// Whether the number of `line`, if it has one, is the next one of the labels and not of a list in a value.
fn goes_on(line: &Line, numbers: &BTreeMap<Style, u32>, running: bool) -> bool {
    let Some(numbering) = &line.numbering else { return true };
    if numbering.style == Style::Bullet {
        return !running;
    }
    !running && numbers.get(&numbering.style).is_some_and(|last| numbering.number == Some(last + 1))
}

/// Whether the label of `line` is a way to reach a service, which stands in the value of 办理渠道.
fn is_way(line: &Line, tables: &Tables) -> bool {
    line.label.as_ref().is_some_and(|label| tables.words.way(&label.word).is_some())
}

/// The word before a colon or in 【】 with which `line` begins, as a label, and how it stands; `None` where it may be part of the value at hand.
fn unknown<'a>(line: &Line<'a>, open: &Open, label_below: bool, tables: &Tables) -> Option<(Form, Labelled<'a>)> {
    let text = line.cell.text();
    let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    let rest = text.get(start..)?;
    let alone = || said_alone(rest).filter(|_| line.numbering.is_some() && open.stands_alone);
    let (said, head, in_brackets) = said(rest).or_else(alone)?;
    // 二、办理事项 above the headings of services is known, and no label there.
    if tables.columns.label(said).is_some_and(|label| label.begins) {
        return None;
    }
    let value = crate::text::trim(rest.get(head..)?);
    let end = tables.columns.label_end(said);
    let form = match &line.numbering {
        _ if in_brackets => Form::Brackets,
        Some(numbering) => Form::Numbered(numbering.style),
        None => Form::Plain,
    };
    let fits = match form {
        // 【法律】《…》 is a part of a list of laws.
        Form::Brackets => open.field != Some(Field::LegalBasis) || !value.starts_with('《'),
        Form::Numbered(_) => true,
        Form::Plain => {
            let may_be_heading = value.is_empty() && label_below;
            !may_be_heading
                && (!tables.words.is_note(rest) || open.inline || open.field == Some(Field::Materials))
                && tables.words.way(said).is_none()
                && (tables.words.is_note(rest) || open.ends_before(said, value, end, tables))
        }
    };
    let field = match tables.words.is_note(rest) {
        true => Some(Field::Notes),
        false => end.and_then(|end| end.with_numbers).filter(|_| is_phone(value) || begins_with_phone(value)),
    };
    let meaning = Label { field: field.unwrap_or(EXTRA.field), ..EXTRA };
    fits.then(|| (form, Labelled { meaning, word: word(said), number: None, of_all: false, head: start + head, apart: None }))
}

/// Whether `value` begins with a telephone number, whose it is or another one behind it.
fn begins_with_phone(value: &str) -> bool {
    const LEAST: usize = 7;
    let number = value.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '－' | '(' | ')' | '（' | '）'));
    number.filter(char::is_ascii_digit).count() >= LEAST
}

/// The label of `line`, alone on it or in front of its value, behind the first number of its style, where its word ends as labels do: （一）补助对象.
fn first<'a>(line: &Line<'a>, tables: &Tables) -> Option<(Form, Labelled<'a>)> {
    let numbering = line.numbering.as_ref().filter(|numbering| numbering.number == Some(1))?;
    let rest = line.cell.text().get(numbering.whole.end..)?;
    let inline = || said(rest).filter(|(_, head, in_brackets)| !in_brackets && rest.get(*head..).is_some_and(|value| !value.is_empty()));
    let (word_of, head, _) = said_alone(rest).or_else(inline).filter(|(word, ..)| tables.columns.label_end(word).is_some())?;
    let head = numbering.whole.end + head;
    Some((
        Form::Numbered(numbering.style),
        Labelled { meaning: EXTRA, word: word(word_of), number: None, of_all: false, head, apart: None },
    ))
}

/// Whether the label of `line` ends with a full stop.
fn ends_with_stop(line: &Line) -> bool {
    line.label.as_ref().is_some_and(|label| line.cell.text().get(..label.head).is_some_and(|head| head.ends_with('。')))
}

/// The word before a full stop, behind the number of `line`, as a label: 二、贷款额度。个人最高30万元.
fn before_stop<'a>(line: &Line<'a>) -> Option<(Form, Labelled<'a>)> {
    let numbering = line.numbering.as_ref().filter(|numbering| numbering.number.is_some())?;
    let rest = line.cell.text().get(numbering.whole.end..)?;
    let (said, _) = rest.split_once('。').filter(|(said, behind)| said_alone(said).is_some() && !behind.is_empty())?;
    let head = numbering.whole.end + said.len() + '。'.len_utf8();
    let label = Labelled { meaning: EXTRA, word: word(said), number: None, of_all: false, head, apart: None };
    Some((Form::Numbered(numbering.style), label))
}

/// The whole of `text`, behind a number, as a label without colon.
pub(super) fn said_alone(text: &str) -> Option<(&str, usize, bool)> {
    let word = crate::text::trim(text);
    let is_word = |c: char| is_han(c) || matches!(c, '（' | '）' | '(' | ')' | '、' | '/');
    (word.chars().count() <= LONGEST && word.chars().count() > 1 && word.chars().all(is_word)).then_some((word, text.len(), false))
}

/// The word with which `text` begins, where it can be a label, the bytes up to its end, and whether it stands in 【】.
pub(super) fn said(text: &str) -> Option<(&str, usize, bool)> {
    if super::questions::is_answer(text) {
        return None;
    }
    let (said, head, in_brackets) = match text.strip_prefix('【').and_then(|text| text.split_once('】')) {
        Some((said, behind)) => {
            let colon = behind.chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
            (said, '【'.len_utf8() + said.len() + '】'.len_utf8() + colon, true)
        }
        None => {
            let (at, colon) = text.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, '：' | ':'))?;
            (text.get(..at)?, at + colon.len_utf8(), false)
        }
    };
    let is_word = |c: char| is_han(c) || c.is_ascii_alphabetic() || matches!(c, '（' | '）' | '(' | ')' | '、' | '/' | ' ');
    let is_label = said.chars().count() <= LONGEST && said.chars().any(is_han) && said.chars().all(is_word);
    (is_label && !said.ends_with(['的', '下', '括', '为', '是'])).then_some((said, head, in_brackets))
}

impl<'t> Open<'t> {
    /// Goes on with `line`.
    fn read(&mut self, line: &Line, tables: &'t Tables) {
        match &line.label {
            Some(label) => {
                let (label_end, inline) = (tables.columns.label_end(&label.word), label.has_value(line.cell));
                let is_bare = line.numbering.is_some() && !inline && !crate::text::trim(line.cell.text()).ends_with(['：', ':', '】']);
                let stands_alone = self.stands_alone || is_bare;
                let value = crate::text::trim(line.cell.text().get(label.head..).unwrap_or_default());
                let is_office = inline && label.meaning.field == Field::Publisher && said(value).is_none();
                *self = Open { field: Some(label.meaning.field), label: label_end, inline, is_office, first: None, stands_alone };
            }
            None if self.first.is_none() && !self.inline => {
                let first = said(line.cell.text()).filter(|_| line.numbering.is_none());
                self.first = Some(first.map(|(said, ..)| tables.columns.label_end(said)));
            }
            None => {}
        }
    }

    /// Whether a word before a colon, in front of `value`, stands on the level of labels and not in the value at hand.
    fn ends_before(&self, said: &str, value: &str, end: Option<&LabelEnd>, tables: &Tables) -> bool {
        if !self.inline && self.first.is_none() {
            return false;
        }
        let Some(end) = end else {
            let is_beside_phones = self.field == Some(Field::Phones) && value.chars().filter(char::is_ascii_digit).count() < LEAST_DIGITS;
            let is_one_word = is_beside_phones
                || matches!(self.field, Some(Field::Name | Field::Publisher | Field::HandlingLevels | Field::ServiceTarget));
            return self.inline && is_one_word && !value.is_empty() && !tables.words.is_organisation(said);
        };
        // A name alone is no entry of a list.
        let is_name = value
            .split(crate::text::is_blank)
            .next()
            .is_some_and(|name| (2..=4).contains(&name.chars().count()) && name.chars().all(is_han));
        if self.inline && end.of_person && is_name {
            return true;
        }
        // Nothing stands within a name, though the label of names ends as others do.
        let is_like_label = self.label == Some(end) && self.field != Some(Field::Name);
        let is_within = !self.is_office && (self.field.is_some_and(|field| end.fields.contains(&field)) || is_like_label);
        let is_like_first = self.first.flatten().is_some_and(|first| first.is_none_or(|first| first == end));
        !is_within && !is_like_first
    }
}
