//! fields/contacts: what one label says together (受理单位及联系方式), addresses in a list with a number in each entry, and times that are limits.

use super::deadline::Limit;
use super::{Labelled, Reader, access, inner};
use super::{list, phone};
use crate::evidence::Text;
use crate::field::Field;
use crate::item::{DeadlineKind, Kind};
use crate::recognise::is_numbered;
use crate::structure::table::Slot;
use crate::tables::Tables;
use crate::text::{is_blank, is_han, outside_brackets};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Under a label for several ways to ask or to complain, beside telephone numbers, fewer characters than these say nothing more.
const LEAST_WORDS_OF_WAYS: usize = 2;
/// Beside telephone numbers under any other label, fewer characters than these say nothing more.
const LEAST_WORDS: usize = 5;
/// What parts the two words of a label.
const BETWEEN_LABELS: [char; 5] = ['及', '和', '与', '、', '/'];
/// What parts values, besides blanks.
const STOPS: [char; 7] = ['；', ';', '，', ',', '。', '\n', '、'];

static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[(（]?[0０]\d{2,3}[)）]?\s*[-—－]?\s*[2-8２-８]\d{6,7}|[0０]\d{2,3}\s*[-—－]\s*(?:12\d{3}|9[56]\d{3})|[1１][3-9３-９]\d{9}|[48][0０]{2}[-—]?\d{3,4}[-—]?\d{3,4}|[2-8２-８]\d{6,7}").ok()
});
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{1,2}\s*[:：]\s*\d{2}|\d{1,2}\s*[时点]").ok());

/// Part of a value, with its field and the word of the label that it is for.
type Part = (Field, Range<usize>, Text);

/// Kinds of values that show what they are by themselves, and all others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Phone,
    Hours,
    Other,
}

/// Whether `limits`, read from the value `text` under `label`, tell how long it takes (办理时间) and not when the office is open.
pub(super) fn is_limit(limits: &[Limit], text: &str, label: &str, tables: &Tables) -> bool {
    let is_sure = |limit: &Limit| match limit.readings.as_slice() {
        [one] => one.kind == DeadlineKind::Immediate || one.kind == DeadlineKind::Within && one.amount.is_some(),
        _ => false,
    };
    tables.words.may_tell_limit(label, text)
        && !limits.is_empty()
        && limits.iter().all(is_sure)
        && !CLOCK.as_ref().is_some_and(|clock| clock.is_match(text))
}

/// The two parts of `text` under a `label` that names both, where one of them has a form of its own: telephone numbers, or hours.
fn halves(text: &str, label: &str, tables: &Tables) -> Option<[Part; 2]> {
    let [one, other] = named(label, tables)?;
    let runs = runs(text, tables);
    let [first, second] = runs.as_slice() else { return None };
    let own = |form: Form| [&one, &other].into_iter().find(|(field, _)| form_of(*field) == form);
    let part = |(form, range): &(Form, Range<usize>)| {
        let (field, word) = own(*form)?;
        let is_office = || text.get(range.clone()).is_some_and(|name| tables.words.is_organisation(crate::text::trim(name)));
        (*field != Field::Publisher || is_office()).then(|| (*field, range.clone(), word.clone()))
    };
    (first.0 != second.0).then_some(())?;
    Some([part(first)?, part(second)?])
}

/// The two fields that `label` names, each with its word; one at least shows by its form.
fn named(label: &str, tables: &Tables) -> Option<[(Field, Text); 2]> {
    let field = |word: &str| {
        let field = tables.columns.label(word)?.field;
        matches!(field, Field::Publisher | Field::Addresses | Field::Hours | Field::Phones | Field::Extra)
            .then(|| (field, Text::from(word)))
    };
    let halves = label.char_indices().filter(|(_, c)| BETWEEN_LABELS.contains(c));
    let mut pairs = halves.filter_map(|(at, c)| Some([field(label.get(..at)?)?, field(label.get(at + c.len_utf8()..)?)?]));
    pairs.find(|[(one, _), (other, _)]| form_of(*one) != form_of(*other))
}

fn form_of(field: Field) -> Form {
    match field {
        Field::Phones => Form::Phone,
        Field::Hours => Form::Hours,
        _ => Form::Other,
    }
}

/// The stretches of `text` that have one form each.
fn runs(text: &str, tables: &Tables) -> Vec<(Form, Range<usize>)> {
    let mut runs: Vec<(Form, Range<usize>)> = Vec::new();
    for token in tokens(text) {
        let form = form(text.get(token.clone()).unwrap_or_default(), tables);
        match runs.last_mut().filter(|(last, _)| *last == form) {
            Some((_, range)) => range.end = token.end,
            None => runs.push((form, token)),
        }
    }
    runs
}

/// Whether `text` begins with a telephone number.
pub(super) fn begins_with_phone(text: &str) -> bool {
    PHONE.as_ref().and_then(|phone| phone.find(text)).is_some_and(|found| found.start() == 0)
}

fn form(token: &str, tables: &Tables) -> Form {
    let is_phone = begins_with_phone(token);
    // 工作日服务大厅 says where, too.
    let says_when = || tables.words.tells_hours(token) && tables.words.is_online(token).is_none();
    let is_hours = CLOCK.as_ref().is_some_and(|clock| clock.is_match(token)) || says_when();
    match (is_phone, is_hours) {
        (true, _) => Form::Phone,
        (_, true) => Form::Hours,
        _ => Form::Other,
    }
}

/// What stands between blanks and stops outside brackets; a telephone number right behind a word is cut off it.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let parts = outside_brackets(text, |c| is_blank(c) || STOPS.contains(&c)).into_iter();
    parts.filter(|part| !part.is_empty()).flat_map(|part| without_phone(text, part)).collect()
}

fn without_phone(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let token = text.get(range.clone()).unwrap_or_default();
    let number = PHONE.as_ref().and_then(|phone| phone.find(token)).map(|found| found.start());
    let behind_word = |at: &usize| token.get(..*at).and_then(|before| before.chars().next_back()).is_some_and(is_han);
    match number.filter(behind_word) {
        Some(at) => vec![range.start..range.start + at, range.start + at..range.end],
        None => vec![range],
    }
}

/// Whether an entry of a list of addresses holds no number and no hours.
fn is_plain(slot: &Slot) -> bool {
    let text = slot.cell.as_ref().map(|cell| cell.text()).unwrap_or_default();
    let has = |form: &LazyLock<Option<Regex>>| form.as_ref().is_some_and(|form| form.is_match(text));
    !has(&PHONE) && !has(&CLOCK)
}

/// Whether `label` says how to ask or where to complain: by a telephone number, or in any other way.
fn is_way(label: &str, tables: &Tables) -> bool {
    tables.columns.label(label).is_some_and(|label| label.field == Field::Extra && label.with_numbers == Some(Field::Phones))
}

/// Whether `text` under `label` says more than the telephone numbers `phones` and whose they are.
pub(super) fn says_more_than_phones(text: &str, label: &str, list: &list::List, phones: &phone::Phones, tables: &Tables) -> bool {
    let least = if is_way(label, tables) { LEAST_WORDS_OF_WAYS } else { LEAST_WORDS };
    says_other_clauses(text) || says_other_entries(text, list, phones, tables) || phone::leaves_words(text, phones, least, tables)
}

/// Whether a numbered line or an entry of `list` in `text` has no telephone number and is none's note (2.双溪乡 暂无): however short, it says something else.
fn says_other_entries(text: &str, list: &list::List, phones: &phone::Phones, tables: &Tables) -> bool {
    let says = |range: &Range<usize>| {
        let entry = text.get(range.clone()).unwrap_or_default().trim_start_matches(is_of_number);
        let words = entry.trim_matches(|c: char| !is_han(c));
        let is_label = tables.words.is_phone_word(words) || tables.columns.label(words).is_some();
        let is_wordy = !entry.contains(|c: char| c.is_ascii_digit()) && words.chars().filter(|c| is_han(*c)).count() > 1;
        is_wordy && !is_label && !phones.say(range)
    };
    let lines = numbered_lines(text);
    !phones.lines.is_empty() && lines.chain(entries(list)).any(|range| says(&range))
}

/// The text of each entry of `list` without its number, also of those below others.
fn entries(list: &list::List) -> impl Iterator<Item = Range<usize>> {
    let mut open: Vec<&list::Node> = list.nodes.iter().rev().collect();
    std::iter::from_fn(move || {
        let next = open.pop()?;
        open.extend(next.items.iter().rev());
        Some(next.text.clone())
    })
}

/// The lines of `text` that begin with the number of a list.
fn numbered_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len()..start, line)
    });
    lines.filter(|(_, line)| is_numbered(line)).map(|(range, _)| range)
}

/// Whether `c` may be part of the number of an entry.
fn is_of_number(c: char) -> bool {
    is_blank(c)
        || c.is_numeric()
        || matches!(c, '.' | '．' | '、' | '(' | '（' | ')' | '）')
        || crate::text::number(c.encode_utf8(&mut [0; 4])).is_some()
}

/// Whether a clause of `text` has no number beside others that have: another way to ask (窗口咨询；电话咨询：…) is no note on a telephone number.
fn says_other_clauses(text: &str) -> bool {
    let is_wordy = |clause: &str| clause.chars().any(is_han) && !clause.chars().any(|c| c.is_ascii_digit());
    let is_labelled = |clause: &str| clause.contains(['：', ':']) && is_wordy(clause);
    let has_number = text.chars().any(|c| c.is_ascii_digit());
    has_number && (text.split(['；', ';', '\n', '。']).any(is_wordy) || text.split(['，', ',']).any(is_labelled))
}

impl Reader<'_, '_> {
    /// Reads a value that tells ways to ask or to complain: each under a label of its own (窗口投诉：…；电话投诉：…), or the telephone numbers of offices; what
    /// says more is kept, too. `false`, and nothing read, where there is neither.
    pub(super) fn ways(&mut self, header: &Text, slot: &Slot) -> bool {
        let Some(cell) = slot.cell.as_ref().filter(|_| self.item.kind == Kind::Guide && is_way(header, self.tables)) else { return false };
        let source = &cell.passage.text;
        let word = |part: &inner::Part| source.get(part.word.clone()).unwrap_or_default().to_owned();
        let own = inner::parts(source, Field::Extra, self.tables)
            .filter(|found| found.head.is_none() && found.parts.len() > 1)
            .filter(|found| found.parts.iter().all(|part| part.field == Field::Phones || is_way(&word(part), self.tables)));
        if let Some(found) = own {
            for part in &found.parts {
                let own = Slot { cell: Some(cell.sub(part.value.clone())), label: word(part).into(), ..slot.clone() };
                match part.field {
                    Field::Extra => self.extra(&own.label, &own),
                    field => self.field(field, &own),
                }
            }
            return true;
        }
        let read = self.memo.phones(source, header, self.tables);
        if read.lines.is_empty() || !read.odd.is_empty() {
            return false;
        }
        self.field(Field::Phones, &Slot { label: header.clone(), ..slot.clone() });
        true
    }

    /// The parts of a value that tells where and when to ask, or of an office (县民政局，电话：…), behind labels of their own.
    pub(super) fn labelled(&self, field: Field, slot: &Slot) -> Option<(Option<Slot>, Labelled)> {
        let is_of_office =
            |(head, parts): &(Option<Slot>, Labelled)| head.is_some() && parts.iter().all(|(field, _)| inner::is_beside_office(*field));
        match field {
            Field::Publisher => self.inner(field, slot).filter(is_of_office),
            field if inner::is_of_contacts(field) => self.inner(field, slot),
            _ => None,
        }
    }

    /// Reads a value under a label that names two fields; `false`, and nothing read, where it does not come apart.
    pub(super) fn read_halves(&mut self, label: &str, slot: &Slot) -> bool {
        let Some(cell) = &slot.cell else { return false };
        let Some(parts) = halves(cell.text(), label, self.tables) else { return false };
        for (field, range, word) in parts {
            let part = Slot { cell: Some(cell.sub(range).trimmed()), label: word.clone(), ..slot.clone() };
            match field {
                Field::Extra => self.extra(&word, &part),
                field => self.field(field, &part),
            }
        }
        true
    }

    /// Reads a list of addresses with numbers and hours in each entry; `false`, and nothing read, where some entry has none.
    pub(super) fn addresses_with_numbers(&mut self, slot: &Slot) -> bool {
        let Some(cell) = &slot.cell else { return false };
        let text = &cell.passage.text;
        let list = self.memo.list(text, self.tables);
        let entries = list::whole_entries(text, &list).or_else(|| list::parted(text, access::between_addresses(text, self.tables)));
        let own = |(_, range): (Range<usize>, Range<usize>)| {
            let slot = Slot { cell: Some(cell.sub(range)), ..slot.clone() };
            self.entry(&slot).or_else(|| is_plain(&slot).then(|| (None, vec![(Field::Addresses, slot)])))
        };
        let Some(parts) =
            entries.filter(|entries| entries.len() > 1).and_then(|entries| entries.into_iter().map(own).collect::<Option<Vec<_>>>())
        else {
            return false;
        };
        if !parts.iter().any(|(_, parts)| parts.len() > 1) {
            return false;
        }
        for (whose, parts) in parts {
            for (field, part) in parts {
                let known = self.item.guide.phones.len();
                self.field(field, &part);
                let phones = self.item.guide.phones.iter_mut().skip(known).filter_map(|phone| phone.value.as_mut());
                phones.filter(|phone| phone.note.is_none()).for_each(|phone| phone.note.clone_from(&whose));
            }
        }
        true
    }

    /// The parts of one entry, and whose they are: 东关派出所 地址：东关街12号 电话：0930-6212345.
    fn entry(&self, slot: &Slot) -> Option<(Option<Text>, Labelled)> {
        let cell = slot.cell.as_ref()?;
        let at = |range: Range<usize>, label: &str| Slot { cell: Some(cell.sub(range).trimmed()), label: label.into(), ..slot.clone() };
        if let Some(parts) = halves(cell.text(), &slot.label, self.tables) {
            let address =
                parts.iter().find(|(field, ..)| *field == Field::Addresses).and_then(|(_, range, _)| cell.text().get(range.clone()));
            let whose = address.map(|address| address.split_once(['：', ':']).map_or(address, |(whose, _)| whose));
            let parts = parts.clone().into_iter().map(|(field, range, word)| (field, at(range, &word))).collect();
            return Some((whose.map(|whose| crate::text::trim(whose).into()), parts));
        }
        let inner::Parts { head, parts } = inner::parts(cell.text(), Field::Addresses, self.tables)?;
        let is_of_contacts = parts.iter().all(|part| inner::is_of_contacts(part.field));
        let address = parts.iter().find(|part| part.field == Field::Addresses).map(|part| part.value.clone());
        let whose = head.clone().map(|head| self.office_before_bracket(inner::closed(cell, head).trimmed().text()));
        let end = address.clone().or(head.clone())?.end;
        let start = head.or(address)?.start;
        let others = parts.iter().filter(|part| part.field != Field::Addresses);
        let others = others.map(|part| (part.field, at(part.value.clone(), cell.text().get(part.word.clone()).unwrap_or_default())));
        let first = (Field::Addresses, Slot { cell: Some(inner::closed(cell, start..end).trimmed()), label: "".into(), ..slot.clone() });
        is_of_contacts.then(|| (whose, std::iter::once(first).chain(others).collect()))
    }

    /// The office in front of the bracket at the end of `address`, or else all of it.
    fn office_before_bracket(&self, address: &str) -> Text {
        let office = address.strip_suffix(['）', ')']).and_then(|address| address.split_once(['（', '('])).map(|(office, _)| office);
        crate::text::trim(office.filter(|office| self.tables.words.is_organisation(office)).unwrap_or(address)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_two_are_taken_apart_by_form() {
        let tables = Tables::embedded().unwrap();
        let shown = |label: &str, text: &str| {
            let parts = halves(text, label, &tables)?;
            Some(parts.map(|(_, range, word)| format!("{word}={}", text.get(range).unwrap())).join("|"))
        };
        for (label, text, expected) in [
            ("受理单位及联系方式", "昌江区民政局社会事务股 0798-8331234", Some("受理单位=昌江区民政局社会事务股|联系方式=0798-8331234")),
            ("受理单位及联系方式", "昌江区民政局0798-8331234、8331235", Some("受理单位=昌江区民政局|联系方式=0798-8331234、8331235")),
            (
                "办理时间及地点",
                "工作日9:00-12:00，13:30-17:00；瓷都大道1299号",
                Some("办理时间=工作日9:00-12:00，13:30-17:00|地点=瓷都大道1299号"),
            ),
            ("地址及电话", "长江街10号，0319-8161234", Some("地址=长江街10号|电话=0319-8161234")),
            ("受理单位及联系方式", "各乡镇人民政府", None),
            ("地址及电话", "一楼0319-8161234，二楼0319-8161235", None),
            ("联系人及电话", "李建军　０９５４—２０３１２３４", Some("联系人=李建军|电话=０９５４—２０３１２３４")),
            ("办理时间及地点", "工作日服务大厅 瓷都大道1299号", None),
            ("咨询电话", "0319-8161234", None),
        ] {
            assert_eq!(shown(label, text).as_deref(), expected, "{label}：{text}");
        }
    }
}
