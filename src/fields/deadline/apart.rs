//! fields/deadline/apart: what each of several limits applies to: 村（社区）3日、镇（街道）5个工作日; 15日内完成初审，30日内完成终审.

use super::basis::closes;
use super::left_out::both;
use super::{Found, SENTENCE_STOPS, Scan, may_have_trigger};
use crate::evidence::Text;
use crate::item::{Basis, Deadline, DeadlineKind};
use crate::text::is_han;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a limit applies to, right in front of it.
static OBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,2}[、.)]|[①-⑳])?(?:其中|对于?|如|属于?)?:?(?P<what>\p{Han}(?:[\p{Han}、]|\([^()]{1,12}\)){1,20}?|[村镇乡县市区省])(?:的|应当?|须|需|在|于|为|:|自|可以?|均|都|予以|一律|延长[至到]|延期[至到]|不超过|不得超过|最长|最多|一般)*$").ok()
});
/// How words begin that stand in front of a limit and name nothing, unless the table knows the whole word.
const NO_OBJECT_BEGINS: [char; 16] = ['内', '后', '前', '起', '自', '从', '不', '最', '为', '应', '在', '于', '须', '需', '约', '共'];
/// The number of an entry in front of its words.
static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:\d{1,2}[、.)]|[①-⑳])\p{Han}").ok());
/// What is done in a limit, right behind it.
static DONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:以内|之内|内)?(?:应当?|须|予以|将)*(?P<what>[\p{Han}&&[^内的后前起或]][\p{Han}、]{1,24})$").ok());
/// What parts the clauses of limits.
const CLAUSE_STOPS: [char; 5] = [',', ';', '。', '+', '/'];

/// A limit that nothing tells from another, and what is done in it.
struct Plain {
    basis: Option<Basis>,
    has_trigger: bool,
    done: Option<Text>,
}

impl Scan<'_> {
    /// Of several limits, one that nothing else tells apart applies to what is named right in front of it: 行政处罚7个工作日，其他20个工作日. So does the
    /// only one where the text goes on with what may be added to it, or where the words are of a kind that the table knows (行政许可7个工作日).
    pub(super) fn tell_apart(&self, found: &mut [Found]) {
        let is_only = found.len() < 2;
        let is_alone = is_only && self.additions().next().is_none();
        let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        let mut start = 0;
        let mut before: Option<(Text, Option<Basis>)> = None;
        for found in found.iter_mut() {
            let clause = self.last_clause(start..found.range.start);
            let is_bare = clause.is_empty() && !self.part(start..found.range.start).contains(SENTENCE_STOPS);
            start = found.range.end;
            let of_before = before.take();
            let [limit] = found.readings.as_mut_slice() else { continue };
            if limit.kind == DeadlineKind::ByDate && !is_only {
                limit.condition = both(limit.condition.take(), self.object(clause.clone()));
            }
            if !matches!(limit.kind, DeadlineKind::Within | DeadlineKind::Immediate) || is_alone && limit.kind == DeadlineKind::Immediate {
                continue;
            }
            // What a bracket says comes on top of what stands in front: 新办10日（不含公示）.
            let in_bracket = limit.condition.take_if(|condition| self.bracket(start, &ranges).as_ref() == Some(condition));
            if limit.condition.is_some() {
                continue;
            }
            // 受理60日内, alone, is told from when the service is taken on.
            let is_event =
                is_only && self.behind(found.range.end).starts_with(['内', '之', '以']) && !self.part(clause.clone()).ends_with(':');
            let is_step = !is_event && !is_alone && self.is_step(limit, clause.clone());
            limit.condition = match (limit.kind, &limit.trigger) {
                (DeadlineKind::Immediate, _) if self.part(clause.clone()).ends_with(['后', '起', '时']) => None,
                (_, Some(_)) if !is_step => self.object(self.before_event(limit, clause)),
                _ => self.object(clause),
            };
            let may_be_only = |object: &Text| self.deadlines.only_object_ends.iter().any(|end| object.ends_with(end.as_str()));
            limit.condition = limit.condition.take().filter(|object| !is_alone || may_be_only(object));
            if is_step && limit.condition.is_some() {
                limit.trigger = None;
            }
            // 新办法定20日，承诺5日: the other basis of the same.
            let of_same =
                of_before.filter(|(_, basis)| is_bare && limit.basis.is_some() && *basis != limit.basis).map(|(object, _)| object);
            limit.condition = limit.condition.take().or(of_same);
            before = limit.condition.clone().map(|condition| (condition, limit.basis));
            limit.condition = both(limit.condition.take(), in_bracket);
        }
        self.go_on(found);
        self.tell_by_what_is_done(found);
        self.start_all(found);
    }

    /// What is named in front of the first of two things to be done is said of the second, too: 急难型24小时内先行救助，10个工作日内补齐手续.
    fn go_on(&self, found: &mut [Found]) {
        let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        let nexts = ranges.iter().skip(1).map(|range| range.start).chain([self.text.len()]);
        let mut start = 0;
        let mut before: Option<Text> = None;
        for (found, next) in found.iter_mut().zip(nexts) {
            let between = self.part(start..found.range.start);
            let goes_on = start > 0 && between.ends_with(',') && between.matches([',', ';', '。', '、', '+', '/']).count() == 1;
            start = found.range.end;
            let object = before.take().filter(|_| goes_on);
            let done = self.done(found.range.end..next);
            let [limit] = found.readings.as_mut_slice() else { continue };
            if limit.kind == DeadlineKind::Within && limit.condition.is_none() && limit.basis.is_none() && done.is_some() {
                limit.condition = object.and_then(|object| both(Some(object), done.clone()));
            } else if done.is_some() && !between.ends_with(',') && limit.basis.is_none() {
                before.clone_from(&limit.condition);
            }
        }
    }

    /// Of several limits with nothing in front of them, each is for what is said to be done in it: 2小时内到场，24小时内修复.
    fn tell_by_what_is_done(&self, found: &mut [Found]) {
        let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        let nexts = ranges.iter().skip(1).map(|range| range.start).chain([self.text.len()]);
        let plain: Vec<Option<Plain>> = found.iter().zip(nexts).map(|(found, next)| self.plain(found, next, &ranges)).collect();
        for (found, own) in found.iter_mut().zip(&plain) {
            let Some(Plain { done: Some(done), basis, has_trigger: false }) = own else { continue };
            let differs =
                plain.iter().flatten().any(|other| other.basis == *basis && other.done.as_ref().is_some_and(|other| other != done));
            if let [limit] = found.readings.as_mut_slice()
                && differs
            {
                let (own, done) = (limit.condition.take(), Some(done.clone()));
                limit.condition = if limit.kind == DeadlineKind::ByDate { both(own, done) } else { both(done, own) };
            }
        }
    }

    /// A limit of which no condition is said, except in a bracket; the one behind it begins at `next`.
    fn plain(&self, found: &Found, next: usize, ranges: &[Range<usize>]) -> Option<Plain> {
        let [limit] = found.readings.as_slice() else { return None };
        let is_date = limit.kind == DeadlineKind::ByDate && limit.condition == Some(self.printed(found.range.clone()));
        let is_plain = limit.condition.is_none() || is_date || limit.condition == self.bracket(found.range.end, ranges);
        let plain = || Plain { basis: limit.basis, has_trigger: limit.trigger.is_some(), done: self.done(found.range.end..next) };
        (matches!(limit.kind, DeadlineKind::Within | DeadlineKind::ByDate) && is_plain).then(plain)
    }

    /// What is said to be done, in the stretch between a limit and the next.
    fn done(&self, between: Range<usize>) -> Option<Text> {
        let said = self.part(between.clone());
        let end = said.find([',', ';', '。', '+', '(']).or_else(|| said.rfind('、')).unwrap_or(said.len());
        // Without a stop, nothing tells where the words of the next limit begin.
        let end = Some(end).filter(|end| *end < said.len() || between.end == self.text.len())?;
        let what = DONE.as_ref()?.captures(said.get(..end)?)?.name("what")?;
        Some(self.printed(between.start + what.start()..between.start + what.end()))
    }

    /// The event at the head of a sentence starts all its limits, where it is not that of the first alone: 自受理之日起，镇级3个工作日、县级5个工作日.
    fn start_all(&self, found: &mut [Found]) {
        let mut event: Option<Text> = None;
        let mut lead_ends_with_colon = false;
        let mut start = 0;
        for found in found {
            let between = self.part(start..found.range.start);
            let (front, said) = between.rsplit_once(SENTENCE_STOPS).map_or((None, between), |(front, said)| (Some(front), said));
            let is_first = front.is_some() || start == 0;
            start = found.range.end;
            let is_open = found.readings.iter().any(may_have_trigger);
            let is_of_list = front.is_some_and(|front| !front.contains('。')) && lead_ends_with_colon;
            if is_first && !is_of_list {
                let head = self.event_at_head(said).filter(|_| is_open);
                lead_ends_with_colon = head.as_ref().is_some_and(|(_, is_list)| *is_list);
                event = head.map(|(event, _)| event);
            } else if !is_open {
                event = None;
            }
            for limit in found.readings.iter_mut().filter(|limit| may_have_trigger(limit)) {
                limit.trigger.clone_from(&event);
            }
        }
    }

    /// What starts the time, where `said` begins with it and goes on with what the limit is for; and whether it is the head of a list.
    fn event_at_head(&self, said: &str) -> Option<(Text, bool)> {
        let words = self.basis_words(said).into_iter().find(|words| words.start == 0);
        let said = words.and_then(|words| said.get(words.end..)).unwrap_or(said);
        let at = said.find([',', ':'])?;
        let (lead, rest) = said.split_at_checked(at)?;
        let is_event = lead.starts_with(['自', '从']) && lead.ends_with(['起', '算']);
        let event = is_event.then(|| self.trigger(lead)).flatten()?;
        Some((event, rest.starts_with(':')))
    }

    /// Whether `clause`, right in front of `limit`, names a step of handling that takes so long (社区受理：3日), and no event that starts the time (受理后3日).
    fn is_step(&self, limit: &Deadline, clause: Range<usize>) -> bool {
        let clause = self.part(clause).trim_end_matches(':');
        self.steps(limit).any(|step| step.find_iter(clause).any(|found| found.end() == clause.len()))
    }

    /// The steps of handling that start the time of `limit`.
    fn steps<'b>(&'b self, limit: &Deadline) -> impl Iterator<Item = &'b Regex> {
        let trigger = limit.trigger.clone();
        let steps = self.deadlines.triggers.iter().filter(move |step| step.is_step && trigger.as_ref() == Some(&step.name));
        steps.map(|step| &step.says.pattern)
    }

    /// The part of `clause` in front of the words that say what starts the time of `limit`: 镇政府自收到材料之日起, 乡镇受理后.
    fn before_event(&self, limit: &Deadline, clause: Range<usize>) -> Range<usize> {
        let said = self.part(clause.clone());
        let step = || self.steps(limit).filter_map(|step| step.find_iter(said).last()).map(|step| step.start()).last();
        // 行政许可：作出决定后.
        let label = || said.rfind(':').map(|colon| colon + 1);
        clause.start..clause.start + said.find('自').or_else(step).or_else(label).unwrap_or_default()
    }

    fn object(&self, clause: Range<usize>) -> Option<Text> {
        let said = self.part(clause.clone());
        let mut range = OBJECT.as_ref()?.captures(said)?.name("what")?.range();
        // The end of 许可 is not the 可 of 可延长.
        if said.get(range.clone())?.ends_with('许') && said.get(range.end..)?.starts_with('可') {
            range.end += '可'.len_utf8();
        }
        let what = said.get(range.clone())?;
        let is_label = self.deadlines.no_object.iter().any(|word| word == what);
        let is_known = || self.deadlines.object_begins.iter().any(|word| what.starts_with(word.as_str()));
        let is_one = !is_label && (!what.starts_with(NO_OBJECT_BEGINS) || is_known());
        is_one.then(|| self.printed(clause.start + range.start..clause.start + range.end))
    }

    /// The last clause of the stretch `range` in front of a limit, without the words that name a basis (承诺时限：新办; 新办法定).
    fn last_clause(&self, range: Range<usize>) -> Range<usize> {
        let clause = behind_entry(self.text, last_clause(self.text, range.clone()));
        // Without a stop in between, what stands in front are the words of the limit before: 20日办结 承诺5日.
        let is_behind_another = |clause: &Range<usize>| clause.start == range.start && range.start > 0;
        let own = self.without_basis(clause.clone(), is_behind_another(&clause));
        // 审查（3个工作日）, 新办（法定20日，承诺5日）: what stands in front of the bracket.
        let opens = self.part(range.start..clause.start).ends_with('(').then(|| last_clause(self.text, range.start..clause.start - 1));
        opens.filter(|clause| own.is_empty() && !is_behind_another(clause)).unwrap_or(own)
    }

    fn without_basis(&self, clause: Range<usize>, is_behind_another: bool) -> Range<usize> {
        let said = self.part(clause.clone());
        // 自受理之日起：镇级3日.
        let head = said.find("起:").map_or(0, |at| at + "起:".len());
        let words = self.basis_words(said).last().cloned().filter(|_| self.basis(said, "").is_some());
        match words.map(|words| (words.start, words.end == said.len(), words.end)) {
            None => clause.start + head..clause.end,
            Some((start @ 1.., true, _)) if !is_behind_another => clause.start..clause.start + start,
            Some((1.., false, _)) if !is_behind_another => clause,
            Some((.., end)) => clause.start + end.max(head)..clause.end,
        }
    }
}

/// The last clause of the stretch `range` of `text`: behind the last stop outside brackets, or behind the bracket that is open at its end.
fn last_clause(text: &str, range: Range<usize>) -> Range<usize> {
    let said = text.get(range.clone()).unwrap_or_default();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in said.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            // The bracket of the limit before ends in front of it: 许可（7日内）、处罚（7日内）.
            '、' if depth == 0 && closes(said.get(..at).unwrap_or_default()) => {
                start = at + c.len_utf8();
                break;
            }
            _ if depth == 0 && (c == '(' || CLAUSE_STOPS.contains(&c)) => {
                start = at + c.len_utf8();
                break;
            }
            _ => {}
        }
    }
    let clause = said.get(start..).unwrap_or_default();
    range.end - clause.trim_start_matches('、').len()..range.end
}

/// `clause` from the last number of an entry within it on: 公示无3.审批 ends with an entry of its own.
fn behind_entry(text: &str, clause: Range<usize>) -> Range<usize> {
    let start = entry(text, clause.clone()).unwrap_or(clause.start);
    start..clause.end
}

/// Where the last entry within `range` of `text` begins that stands behind words of another one.
pub(super) fn entry(text: &str, range: Range<usize>) -> Option<usize> {
    let said = text.get(range.clone())?;
    let is_behind_word = |at: &usize| said.get(..*at).is_some_and(|before| before.ends_with(|c: char| is_han(c) && c != '第' || c == ')'));
    let last = ENTRY.as_ref()?.find_iter(said).map(|found| found.start()).filter(is_behind_word).last()?;
    Some(range.start + last)
}
