//! fields/phone/notes: whose a number is: the words in front of it and behind it, and those of its label.

use super::Scan;
use crate::fields::contacts;
use crate::item::Phone;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static NOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\((?P<note>[^()]{1,40})\)|^(?P<line>\p{Han}{0,12}(?:热线|专线))(?:[\s,;。、]|$)").ok());
/// Whose number it is, in front of it.
static OWNER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?P<owner>[^\d\s,;、。./:|()①-⑳⑴-⒇⒈-⒛㈠-㈩]{1,24})\s?:?\s?$").ok());

impl Scan<'_> {
    /// The number with the words that say whose it is: in front of it, behind `read_to`, and in brackets behind it.
    pub(super) fn with_note(&self, read_to: usize, range: Range<usize>, mut readings: Vec<Phone>) -> (Range<usize>, Vec<Phone>) {
        let before = self.text.get(read_to..range.start).unwrap_or_default();
        // 或 joins two numbers.
        let joins = if read_to > 0 {
            before.trim_start_matches([' ', ',', ';']).strip_prefix('或').map_or(0, |rest| before.len() - rest.len())
        } else {
            0
        };
        let (read_to, before) = (read_to + joins, before.get(joins..).unwrap_or_default());
        let is_owner = |word: &str| word.chars().any(crate::text::is_han) && word != self.label && !self.tables.words.is_phone_word(word);
        let said =
            |owner: Range<usize>| Some(self.with_digits(before, owner)).filter(|owner| before.get(owner.clone()).is_some_and(is_owner));
        let owner = owner_in(before).and_then(said).or_else(|| self.office_in(before).and_then(said));
        let behind = self.text.get(range.end..).unwrap_or_default();
        let owner = match owner {
            Some(owner) => self.of_several(before, owner, behind),
            None => self.hours_in(before).filter(|_| read_to == 0 && !behind.contains(|c: char| c.is_ascii_digit())),
        };
        let note = NOTE
            .as_ref()
            .and_then(|note| note.captures(behind))
            .filter(|note| !note.name("note").is_some_and(|note| is_number(note.as_str())));
        let note = note.as_ref().and_then(|note| Some((note.name("note").or_else(|| note.name("line"))?, note.get(0)?)));
        let inside = note.map(|(inside, _)| crate::text::trim(inside.as_str()));
        let said = match (owner.clone().and_then(|owner| before.get(owner)), inside) {
            (Some(owner), Some(inside)) => Some(format!("{owner}（{inside}）")),
            (owner, inside) => owner.or(inside).map(str::to_owned),
        };
        let said = self.with_purpose(said);
        readings.iter_mut().for_each(|phone| phone.note = said.as_deref().map(Into::into));
        let start = owner.map_or(range.start, |owner| read_to + owner.start);
        // The bracket that closes a note belongs to it, the sign behind other words does not.
        let end =
            range.end + note.map_or(0, |(inside, whole)| inside.end().max(if whole.as_str().ends_with(')') { whole.end() } else { 0 }));
        (start..end, readings)
    }

    /// The office at the end of `before`, with a comma or the word for a number between the two, or a remark in brackets: 县民政局，0713-5241261;
    /// 县民政局（人民路12号）电话：0713-5241261.
    fn office_in(&self, before: &str) -> Option<Range<usize>> {
        let word = owner_in(before).filter(|word| before.get(word.clone()).is_some_and(|word| self.tables.words.is_phone_word(word)));
        let front = before.get(..word.as_ref().map_or(before.len(), |word| word.start))?.trim_end_matches(' ');
        let said = match front.strip_suffix([',', ':']) {
            Some(said) => said,
            None if word.is_some() || front.ends_with(')') => front,
            None => return None,
        };
        let said = said.strip_suffix(')').and_then(|said| said.rsplit_once('(')).map_or(said, |(said, _)| said);
        let office = owner_in(said)?;
        before.get(office.clone()).filter(|office| self.tables.words.is_organisation(office) || self.tables.words.is_department(office))?;
        Some(office)
    }

    /// The offices that `owner`, the last one of them, is listed with (县民政局、县残联); none in front of several numbers: which is whose is not said.
    fn of_several(&self, before: &str, owner: Range<usize>, behind: &str) -> Option<Range<usize>> {
        let is_office = |office: &Range<usize>| {
            let name = before.get(office.clone()).map(crate::text::trim).unwrap_or_default();
            self.tables.words.is_organisation(name) || self.tables.words.is_department(name)
        };
        let listed = |start: usize| owner_in(before.get(..start)?.strip_suffix('、')?).filter(is_office);
        let Some(mut first) = listed(owner.start).filter(|_| is_office(&owner)) else { return Some(owner) };
        while let Some(earlier) = listed(first.start) {
            first = earlier;
        }
        let next = behind.trim_start_matches(|c: char| crate::text::is_blank(c) || matches!(c, '、' | ',' | '/' | ';' | '和' | '或'));
        (!next.starts_with(|c: char| c.is_ascii_digit() || c == '(')).then_some(first.start..owner.end)
    }

    /// When the number behind `before` can be called: 工作日8:00-12:00.
    fn hours_in(&self, before: &str) -> Option<Range<usize>> {
        let said = before.trim_end_matches(|c: char| crate::text::is_blank(c) || matches!(c, ',' | ':' | ';'));
        let start = said.len() - crate::text::trim_start(said).len();
        let is_time = said.ends_with(|c: char| c.is_ascii_digit() || c == ')') && contacts::tells_when(said, self.tables);
        is_time.then_some(start..said.len())
    }

    /// The words at `owner` with the digits in front of them that go with their first word, and the words and digits in front of those: 大厅9、10号窗口,
    /// 24小时热线, 县残联2楼201室.
    fn with_digits(&self, before: &str, owner: Range<usize>) -> Range<usize> {
        let others = self.tables.words.no_phones().iter().flat_map(|other| other.pattern.find_iter(before));
        let others: Vec<Range<usize>> = others.map(|found| found.range()).collect();
        let mut start = owner.start;
        while let Some(earlier) = others.iter().filter(|found| found.start < start && found.end > start).map(|found| found.start).min() {
            let earlier = earlier + before.get(earlier..).map_or(0, |found| found.len() - found.trim_start().len());
            let words = before.get(..earlier).and_then(|before| OWNER.as_ref()?.captures(before)?.name("owner"));
            start = words.filter(|words| words.end() == earlier).map_or(earlier, |words| words.start());
        }
        start..owner.end
    }

    /// The note with the label, where that tells for what else than asking the number is: 监督电话.
    fn with_purpose(&self, note: Option<String>) -> Option<String> {
        let words = &self.tables.words;
        if !words.tells_phone_purpose(self.label) || note.as_ref().is_some_and(|note| words.tells_phone_purpose(note)) {
            return note;
        }
        let label = crate::text::trim(self.label);
        Some(note.map_or_else(|| label.to_owned(), |note| format!("{label}（{note}）")))
    }
}

/// The words at the end of `before` that may say whose a number is.
fn owner_in(before: &str) -> Option<Range<usize>> {
    Some(OWNER.as_ref()?.captures(before)?.name("owner")?.range())
}

/// Whether brackets hold a number rather than words: that of the next entry too, （二）.
fn is_number(inside: &str) -> bool {
    crate::text::number(crate::text::trim(inside)).is_some() || inside.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' '))
}
