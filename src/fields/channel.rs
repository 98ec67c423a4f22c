//! fields/channel: where something is published: lists of channels with check boxes, or without.
//!
//! The words of the table are found wherever they stand, wraps and missing separators notwithstanding; what is between them is a channel of its own,
//! or a note, or makes the word beside it one that is not known.

use super::form::Form;
use crate::boxes::{SEPARATORS, boxes, has_tick};
use crate::evidence::{Cell, State, Text};
use crate::finding::Finding;
use crate::item::Channel;
use crate::tables::Tables;
use crate::tables::channels::Channel as Known;
use crate::text::is_blank;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A list of so many standard channels without any box does not say which are meant.
const WHOLE_LIST: usize = 10;
/// The shortest word that may be known behind the name of an office (县医保局公示栏), in characters.
const SHORTEST_OWNED: usize = 3;
/// What may stand between two channels besides.
const GLUE: [char; 9] = ['/', '和', '及', '与', '或', '等', '+', '_', '·'];

/// What may stand between a channel and its address.
const BEFORE_ADDRESS: [char; 3] = [':', ',', '、'];

/// An address on the web, in a folded text.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:https?:/*|www\.)[a-z0-9./?=&_%#~:+@-]+|(?:[a-z0-9-]+\.)+(?:cn|com|org|net)(?:/[a-z0-9./?=&_%#~:+@-]*)?").ok()
});

/// A channel at its place in a text.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    range: Range<usize>,
    id: Option<Text>,
    label: Text,
    note: Option<Text>,
    selected: Option<bool>,
    state: State,
}

/// Every channel of `text`.
pub(super) fn read(text: &str, tables: &Tables) -> Vec<Listed> {
    if tables.citations.words.says_nothing(text) {
        return Vec::new();
    }
    let mut found = listing(text, tables);
    for listed in &mut found {
        // A form that asks which (请注明) does not say which.
        let answer = listed.note.take().and_then(|asked| answer(&asked, tables));
        listed.note = answer;
    }
    found
}

fn answer(note: &Text, tables: &Tables) -> Option<Text> {
    let answer = tables.channels.without_prompt(note);
    if answer.len() == note.len() { Some(note.clone()) } else { self::note(answer, 0..answer.len()) }
}

fn listing(text: &str, tables: &Tables) -> Vec<Listed> {
    let boxes = boxes(text, has_tick(text, tables), tables);
    if boxes.all.is_empty() {
        return named(text, tables);
    }
    let mut found = Vec::new();
    for (selected, range) in boxes.segments(text) {
        // What stands behind the last box, where boxes stand behind their words, is what it asks for (其他■：宣传单).
        let other = |last: &&mut Listed| tables.channels.named(&last.label).is_some_and(|known| known.takes_note);
        if selected.is_none()
            && boxes.behind == Some(true)
            && let Some(last) = found.last_mut().filter(other)
        {
            last.note = note(text, range);
            continue;
        }
        let mut pieces = pieces(text, range, true, tables);
        if boxes.behind == Some(false) {
            name_one(text, &mut pieces);
        }
        // Of several names beside one box only the one next to it is surely meant by it.
        let next = if boxes.behind == Some(true) { pieces.last_mut() } else { pieces.first_mut() };
        if let Some(next) = next {
            next.selected = selected.filter(|_| boxes.behind.is_some());
        }
        found.extend(pieces);
    }
    for listed in found.iter_mut().filter(|listed| listed.selected.is_none()) {
        listed.state = State::Ambiguous;
    }
    found
}

/// What stands behind the only known channel of `pieces` and a colon says which one it is: 微信公众号：青山发布.
fn name_one(text: &str, pieces: &mut Vec<Listed>) {
    let [first, rest @ ..] = pieces.as_mut_slice() else { return };
    let (Some(next), Some(last)) = (rest.first(), rest.last()) else { return };
    let between = text.get(first.range.end..next.range.start).map(crate::text::trim);
    let are_names = rest.iter().all(|piece| piece.id.is_none());
    if first.id.is_some() && first.note.is_none() && are_names && matches!(between, Some("：" | ":")) {
        first.note = note(text, first.range.end..last.range.end);
        first.range.end = last.range.end;
        pieces.truncate(1);
    }
}

/// `listed` as channels of `cell`; those that are not known are reported.
pub(super) fn values(cell: &Cell, listed: &[Listed], findings: &mut Vec<Finding>) -> Vec<Channel> {
    let channel = |listed: &Listed| {
        let Listed { range, id, label, note, selected, state } = listed.clone();
        Channel { id, label, selected, note, state, at: cell.source(range).1 }
    };
    let found: Vec<Channel> = listed.iter().map(channel).collect();
    findings.extend(found.iter().filter(|channel| channel.id.is_none()).map(channel_unknown));
    found
}

/// A list without boxes: a short list names the channels used; the whole standard list does not say which are.
fn named(text: &str, tables: &Tables) -> Vec<Listed> {
    let mut found = answered(pieces(text, 0..text.len(), false, tables), tables);
    let is_standard = |listed: &&Listed| listed.id.as_ref().is_some_and(|id| tables.channels.standard().any(|known| known.id == *id));
    let whole = found.iter().filter(is_standard).count() >= WHOLE_LIST;
    for listed in found.iter_mut().filter(|listed| listed.selected.is_none()) {
        (listed.selected, listed.state) = if whole { (None, State::Ambiguous) } else { (Some(true), State::Inferred) };
    }
    found
}

/// `pieces` with what the text says of each whether it is used: 公示栏（否）, 政府网站：是.
fn answered(pieces: Vec<Listed>, tables: &Tables) -> Vec<Listed> {
    let mut found: Vec<Listed> = Vec::new();
    for mut piece in pieces {
        let alone = tables.channels.answer(&piece.label).filter(|_| piece.id.is_none() && piece.note.is_none());
        if let Some(last) = found.last_mut().filter(|last| alone.is_some() && last.selected.is_none()) {
            (last.selected, last.state, last.range.end) = (alone, State::Stated, piece.range.end);
            continue;
        }
        let in_label = || piece.label.strip_suffix(['）', ')']).and_then(|label| label.rsplit_once(['（', '(']));
        if let Some(answer) = piece.note.as_deref().and_then(|note| tables.channels.answer(note)) {
            (piece.selected, piece.state, piece.note) = (Some(answer), State::Stated, None);
        } else if let Some((label, answer)) = in_label().and_then(|(label, said)| Some((label, tables.channels.answer(said)?))) {
            let label = Text::from(label);
            (piece.selected, piece.state, piece.label) = (Some(answer), State::Stated, label);
        }
        found.push(piece);
    }
    found
}

/// A stretch of the folded text: a known word, or what stands between two.
struct Stretch<'a> {
    range: Range<usize>,
    known: Option<&'a Known>,
    /// Whether it stands right behind the stretch before it, without blank or separator.
    joined: bool,
}

/// The channels within the bytes `range` of `text`. `boxed`: what stands behind 其他 belongs to it to the end of the range.
fn pieces(text: &str, range: Range<usize>, boxed: bool, tables: &Tables) -> Vec<Listed> {
    let part = text.get(range.clone()).unwrap_or_default();
    let form = Form::folded(part);
    if let Some(whole) = whole(part, &form, tables).filter(|_| boxed) {
        return vec![Listed { range: range.start + whole.range.start..range.start + whole.range.end, ..whole }];
    }
    let stretches = stretches(&form, part, tables);
    let mut found: Vec<Listed> = Vec::new();
    let mut rest = stretches.as_slice();
    while let Some((_, behind)) = rest.split_first() {
        let joined = behind.iter().take_while(|next| next.joined).count();
        let (run, next) = rest.split_at_checked(joined + 1).unwrap_or((rest, &[]));
        rest = next;
        let source = |stretch: Range<usize>| form.source(stretch, part);
        if let Some((at, other)) = run.iter().enumerate().find(|(_, stretch)| stretch.known.is_some_and(|known| known.takes_note)) {
            found.extend(listed(part, &form, run.get(..at).unwrap_or_default(), tables));
            let to = note_end(part, &form, other.range.end, boxed);
            found.push(with_note(part, source(other.range.clone()), to, other.known));
            rest = rest
                .iter()
                .position(|stretch| source(stretch.range.clone()).start >= to)
                .map_or(&[], |at| rest.get(at..).unwrap_or_default());
            continue;
        }
        found.extend(listed(part, &form, run, tables));
    }
    let heads = |listed: &Listed| {
        let is_before_colon = part.get(listed.range.end..).is_some_and(|rest| crate::text::trim_start(rest).starts_with(['：', ':']));
        is_before_colon && listed.id.is_none() && tables.channels.is_heading(&listed.label)
    };
    found.retain(|listed| !heads(listed));
    for listed in &mut found {
        listed.range = range.start + listed.range.start..range.start + listed.range.end;
    }
    found
}

/// What stands behind one box is one channel, wraps in it notwithstanding, where it has no separator and at most one known name, at its end.
fn whole(part: &str, form: &Form, tables: &Tables) -> Option<Listed> {
    let start = form.text.find(|c: char| !SEPARATORS.contains(&c))?;
    let end = form.text.trim_end_matches(SEPARATORS).len();
    let words = form.text.get(start..end)?;
    let mentions = tables.channels.mentions(words);
    let (Some(name), true) = (mentions.first().map_or(Some(words.len()), |(name, _)| Some(name.start)), mentions.len() < 2) else {
        return None;
    };
    let office = words.get(..name)?;
    if office.is_empty()
        || office.contains(SEPARATORS)
        || office.contains(GLUE)
        || office.contains(['(', ')'])
        || !office.starts_with(char::is_alphanumeric)
    {
        return None;
    }
    let source = form.source(start..end, part);
    match mentions.first() {
        None => Some(with_note(part, source.clone(), source.end, None)),
        Some((name, known)) => {
            let long = words.get(name.clone())?.chars().count() >= SHORTEST_OWNED;
            let fits = name.end == words.len()
                && long
                && !known.takes_note
                && (known.any_owner || is_owner(office, words.get(name.clone())?, tables));
            fits.then(|| with_note(part, source.clone(), source.end, Some(*known)))
        }
    }
}

/// Known words and what stands between them, parted at separators and blanks.
fn stretches<'a>(form: &Form, part: &str, tables: &'a Tables) -> Vec<Stretch<'a>> {
    let folded: &str = &form.text;
    let mut found: Vec<Stretch> = Vec::new();
    let mut push = |range: Range<usize>, known: Option<&'a Known>| {
        let joined = found.last().is_some_and(|last: &Stretch| {
            let (before, own) = (form.source(last.range.clone(), part), form.source(range.clone(), part));
            let between = folded.get(last.range.end..range.start).unwrap_or_default();
            let is_address = known.is_none() && folded.get(range.clone()).is_some_and(is_address);
            last.range.end == range.start && before.end == own.start || is_address && between.chars().all(|c| BEFORE_ADDRESS.contains(&c))
        });
        found.push(Stretch { range, known, joined });
    };
    let mut at = 0;
    let addresses: Vec<Range<usize>> = ADDRESS.iter().flat_map(|address| address.find_iter(folded)).map(|found| found.range()).collect();
    let within = |range: &Range<usize>| addresses.iter().any(|address| address.start < range.end && range.start < address.end);
    let mentions =
        tables.channels.mentions(folded).into_iter().filter(|(range, _)| !within(range)).map(|(range, known)| (range, Some(known)));
    for (range, known) in mentions.chain([(folded.len()..folded.len(), None)]) {
        // What stands in brackets behind a name is a note, whatever it names: 两微一端（微信公众号）.
        let before = folded.get(at..range.start).unwrap_or_default();
        if at > 0 && !range.is_empty() && before.starts_with('(') && !before.contains(')') {
            continue;
        }
        for gap in gaps(form, part, at..range.start, &addresses) {
            push(gap, None);
        }
        if !range.is_empty() {
            at = range.end;
            push(range, known);
        }
    }
    found
}

/// The words in the bytes `range` of the form, parted at separators, glue and blanks; brackets and addresses stay whole.
fn gaps(form: &Form, part: &str, range: Range<usize>, addresses: &[Range<usize>]) -> Vec<Range<usize>> {
    let text = form.text.get(range.clone()).unwrap_or_default();
    let (mut found, mut start, mut depth) = (Vec::new(), None::<usize>, 0usize);
    let mut last_end = None;
    let mut address_end = 0;
    for (offset, c) in text.char_indices() {
        let at = range.start + offset;
        if let Some(address) = addresses.iter().find(|address| depth == 0 && address.start == at && address.end <= range.end) {
            found.extend(start.take().map(|start| start..at));
            found.push(address.clone());
            address_end = address.end;
        }
        if at < address_end {
            last_end = Some(form.source(at..at + c.len_utf8(), part).end);
            continue;
        }
        let source = form.source(at..at + c.len_utf8(), part);
        let behind_blank = last_end.is_some_and(|end| end < source.start);
        last_end = Some(source.end);
        let is_sign = !c.is_alphanumeric() && !matches!(c, '(' | ')' | '"' | '\'' | '《' | '》' | '.' | '-' | '@');
        let parts = depth == 0 && (SEPARATORS.contains(&c) || GLUE.contains(&c) || is_sign);
        if (parts || behind_blank && depth == 0)
            && let Some(start) = start.take()
        {
            found.push(start..at);
        }
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        if !parts {
            start.get_or_insert(at);
        }
    }
    found.extend(start.map(|start| start..range.end));
    let unnumbered = found.into_iter().map(|gap| gap.start + form.text.get(gap.clone()).map_or(0, number_length)..gap.end);
    unnumbered.filter(|gap| !gap.is_empty()).collect()
}

/// How many bytes at the start of `words` are the number of a list: 1.政府网站, （二）公示栏.
fn number_length(words: &str) -> usize {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let behind = words.get(digits..).unwrap_or_default();
    if (1..=2).contains(&digits) && (behind.is_empty() || behind.starts_with(['.', ')']) && !behind.starts_with(".0")) {
        return digits + behind.len().min(1);
    }
    let inside = words.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    inside.filter(|inside| crate::text::number(inside).is_some()).map_or(0, |inside| inside.len() + 2)
}

/// The channels of stretches that stand together: known ones where they cover everything, but for the office in front of a name and a note behind it;
/// else one that is not known.
fn listed(part: &str, form: &Form, run: &[Stretch], tables: &Tables) -> Vec<Listed> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Vec::new() };
    let mut found: Vec<Listed> = Vec::new();
    let mut owner: Option<Range<usize>> = None;
    for stretch in run {
        let words = form.text.get(stretch.range.clone()).unwrap_or_default();
        match stretch.known {
            Some(known) => {
                let long = words.chars().count() >= SHORTEST_OWNED;
                let start = match owner.take() {
                    Some(owner)
                        if long && (known.any_owner || is_owner(form.text.get(owner.clone()).unwrap_or_default(), words, tables)) =>
                    {
                        owner.start
                    }
                    Some(_) => return vec![unknown(part, form, first.range.start..last.range.end)],
                    None => stretch.range.start,
                };
                let source = form.source(start..stretch.range.end, part);
                found.push(with_note(part, source.clone(), source.end, Some(known)));
            }
            None if words.starts_with('(') && words.ends_with(')') && !found.is_empty() => {
                let end = form.source(stretch.range.clone(), part).end;
                if let Some(last) = found.last_mut() {
                    last.note = note(part, last.range.end..end);
                    last.range.end = end;
                }
            }
            None if is_address(words) && !found.is_empty() && owner.is_none() => {
                let end = form.source(stretch.range.clone(), part).end;
                if let Some(last) = found.last_mut() {
                    let address = note(part, last.range.end..end);
                    let notes: Vec<Text> = last.note.take().into_iter().chain(address).collect();
                    last.note = (!notes.is_empty()).then(|| notes.iter().map(Text::as_str).collect::<Vec<_>>().join(" ").into());
                    last.range.end = end;
                }
            }
            None if owner.is_none() => owner = Some(stretch.range.clone()),
            None => return vec![unknown(part, form, first.range.start..last.range.end)],
        }
    }
    if owner.is_some() {
        return vec![unknown(part, form, first.range.start..last.range.end)];
    }
    found
}

/// Whether all of `words` is an address on the web.
fn is_address(words: &str) -> bool {
    ADDRESS.as_ref().and_then(|address| address.find(words)).is_some_and(|found| found.range() == (0..words.len()))
}

/// Whether `words` are an office or a place whose channel is what is named `behind` them (县医保局公示栏, 大冶市政府网站, 湖北政务服务网).
fn is_owner(words: &str, behind: &str, tables: &Tables) -> bool {
    let is_division = || {
        let mentions = tables.divisions.mentions(&format!("{words}{behind}"));
        mentions.first().is_some_and(|mention| mention.range == (0..words.len()))
    };
    tables.words.is_organisation(words) || words.ends_with(['省', '市', '州', '县', '区', '旗', '级', '镇', '乡', '村']) || is_division()
}

fn unknown(part: &str, form: &Form, range: Range<usize>) -> Listed {
    let range = form.source(range, part);
    with_note(part, range.clone(), range.end, None)
}

/// The channel named at `name` with the note that goes to `end`.
fn with_note(part: &str, name: Range<usize>, end: usize, known: Option<&Known>) -> Listed {
    let label: String = part.get(name.clone()).unwrap_or_default().chars().filter(|c| !is_blank(*c)).collect();
    let note = note(part, name.end..end);
    let range =
        name.start..if note.is_some() { super::list::trimmed(part, name.start..end).map_or(end, |range| range.end) } else { name.end };
    Listed { range, id: known.map(|known| known.id.clone()), label: label.into(), note, selected: None, state: State::Stated }
}

fn note(part: &str, range: Range<usize>) -> Option<Text> {
    let is_border =
        |c: char| is_blank(c) || matches!(c, '：' | ':' | '（' | '）' | '(' | ')' | '_' | '。' | '；' | ';' | '，' | ',' | '、');
    let words = part.get(range)?;
    let inner = words.trim_matches(is_border);
    // A bracket that opens within the note closes with it.
    let open = inner.contains(['（', '(']) && !inner.ends_with(['）', ')']);
    let inner =
        if open { words.trim_start_matches(is_border).trim_end_matches(|c| is_border(c) && !matches!(c, '）' | ')')) } else { inner };
    // The numbers of a list in it keep their brackets: （1）公示栏（2）微信群.
    let is_outer = |c: char| is_border(c) && !matches!(c, '（' | '(' | '）' | ')');
    let whole = words.trim_matches(is_outer);
    let number = whole.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')'])).map(|(number, _)| number);
    let inner = if number.is_some_and(|number| crate::text::number(number).is_some()) { whole } else { inner };
    (!inner.is_empty()).then(|| inner.into())
}

/// Where the text behind 其他 ends: in a list with boxes at the next box, behind a colon at the end, else at the next separator.
fn note_end(part: &str, form: &Form, at: usize, boxed: bool) -> usize {
    let start = form.source(at..at, part).end.min(part.len());
    let start = if at == form.text.len() { part.len() } else { start };
    let rest = part.get(start..).unwrap_or_default();
    if boxed || rest.trim_start_matches(is_blank).starts_with(['：', ':']) {
        return part.len();
    }
    let mut depth = 0usize;
    for (offset, c) in rest.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && SEPARATORS.contains(&c) => return start + offset,
            _ => {}
        }
    }
    part.len()
}

fn channel_unknown(channel: &Channel) -> Finding {
    Finding::new("channel-unknown").with("channel", &channel.label).shown(&channel.label, &channel.at)
}

#[cfg(test)]
mod tests;
