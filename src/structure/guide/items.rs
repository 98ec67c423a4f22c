//! structure/guide/items: which lines head services where no label names them.
//!
//! Services numbered anew below the headings of groups are told by their numbers (nested). Elsewhere the headings are the lines in front of the label
//! that most often follows one, and further lines go on with their numbers: also those in front of another label, of none that is known, or of text.

use super::chapters;
use super::counted;
use super::lines::{EXTRA, Labelled, Line, Style, counted_in};
use super::listed::{is_behind_gap, is_listed};
use super::nested;
use super::roles::{Role, has_number, is_aside, is_heading};
use super::unknown::is_running;
use crate::field::Field;
use crate::tables::Tables;
use crate::text::is_blank;
use std::collections::{BTreeMap, BTreeSet};

/// Marks the headings of services; `true` where those of the groups that hold them are marked, too.
pub(super) fn mark(lines: &[Line], roles: &mut [Role], tables: &Tables) -> bool {
    let asides = Asides::new(lines, tables);
    let before = before_labels(lines, &asides);
    let anchors: BTreeSet<usize> = before.values().flatten().copied().collect();
    if let Some(sections) = nested::find(lines, &anchors, tables) {
        nested::mark(lines, roles, &sections, tables);
        sections.iter().flat_map(|section| &section.items).for_each(|item| leave_asides(lines, roles, &asides, *item));
        return true;
    }
    if chapters::mark(lines, roles, &anchors, tables) {
        return true;
    }
    item_headings(lines, roles, before, &anchors, &asides);
    false
}

/// Marks the headings of services in `lines`, the text of one chapter.
pub(super) fn mark_within(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let asides = Asides::new(lines, tables);
    let before = before_labels(lines, &asides);
    let anchors: BTreeSet<usize> = before.values().flatten().copied().collect();
    item_headings(lines, roles, before, &anchors, &asides);
}

/// The lines that stand in front of labels as headings do, by what these labels mean.
fn before_labels<'l>(lines: &'l [Line], asides: &Asides) -> BTreeMap<(Field, Option<&'l str>), Vec<usize>> {
    let mut before: BTreeMap<(Field, Option<&str>), Vec<usize>> = BTreeMap::new();
    let values_below = are_values_below(lines);
    for (below, label) in lines.iter().enumerate().filter_map(|(below, line)| Some((below, line.label.as_ref()?))) {
        let Some(index) = asides.above(below) else { continue };
        let Some(heading) = lines.get(index) else { continue };
        // An entry of a list in front of a label is the last one of its value.
        let is_running = || is_running(lines, index) && (counted(heading).is_none() || is_listed(lines, None, index));
        let is_entry = || {
            has_number(heading)
                || is_running()
                || is_back(lines, index)
                || is_behind_gap(lines, index)
                || values_below && is_value(lines, index)
        };
        if is_heading(heading) && !is_entry() {
            before.entry(in_common(label, heading)).or_default().push(index);
        }
    }
    before
}

/// What `label` has in common with others below headings. Labels that are not known have no more in common than their words; questions differ in all of
/// these, and have it that a heading in brackets stands above.
fn in_common<'l>(label: &'l Labelled, heading: &Line) -> (Field, Option<&'l str>) {
    const QUESTION: &str = "？";
    let is_bracketed = heading.cell.text().starts_with('【') && heading.cell.text().ends_with('】');
    if is_bracketed && label.word.ends_with(['？', '?']) {
        return (Field::Extra, Some(QUESTION));
    }
    (label.meaning.field, Some(&*label.word).filter(|_| label.meaning.field == Field::Extra))
}

/// Item headings stand in front of the label that most often follows a heading, numbered ones before others; further ones go on with their numbering.
fn item_headings(
    lines: &[Line],
    roles: &mut [Role],
    before: BTreeMap<(Field, Option<&str>), Vec<usize>>,
    anchors: &BTreeSet<usize>,
    asides: &Asides,
) {
    let numbered = |headings: &Vec<usize>| headings.iter().filter(|index| style(lines, **index).is_some()).count();
    let first = |headings: &Vec<usize>| std::cmp::Reverse(headings.first().copied());
    let Some(headings) = before.into_values().max_by_key(|headings| (headings.len(), numbered(headings), first(headings))) else { return };
    if headings.len() == 1 && headings.iter().all(|index| is_of_value(lines, *index)) {
        return;
    }
    let mut styles: BTreeMap<Option<Style>, usize> = BTreeMap::new();
    for index in &headings {
        *styles.entry(style(lines, *index)).or_default() += 1;
    }
    let Some(usual) = styles.into_iter().max_by_key(|(_, count)| *count).map(|(style, _)| style) else { return };
    let number = |index: usize| lines.get(index).and_then(|line| line.numbering.as_ref()?.number);
    // One heading in front of a label shows no numbers that others go on with.
    let are_several = anchors.iter().filter(|index| style(lines, **index) == usual).nth(1).is_some();
    let (mut expected, mut last, mut parts) = (1, None, Vec::new());
    for index in 0..lines.len() {
        if style(lines, index) != usual {
            continue;
        }
        let is_one = headings.binary_search(&index).is_ok();
        let is_next = usual.is_some() && number(index) == Some(expected);
        let next = anchors.range(index + 1..).find(|anchor| style(lines, **anchor) == usual);
        let is_taken = || next.is_some_and(|next| number(*next) == Some(expected));
        if !is_one && (!is_next || is_taken() || is_listed(lines, last, index)) {
            continue;
        }
        let is_before_label = lines.get(index + 1).is_some_and(|next| next.label.is_some());
        let Some(line) = lines.get(index) else { continue };
        if expected > 1 && is_next && is_heading(line) && is_part(line, asides.tables) {
            parts.push(index);
        } else if is_one || is_heading(line) && (is_before_label || are_several && is_name(line, asides.tables) && said_above(lines, index))
        {
            roles.get_mut(index).into_iter().for_each(|role| *role = Role::Item);
            leave_asides(lines, roles, asides, index);
        }
        (expected, last) = (number(index).map_or(expected, |number| number + 1), Some(index));
    }
    for part in parts {
        let end = (part + 1..lines.len()).find(|index| roles.get(*index) == Some(&Role::Item)).unwrap_or(lines.len());
        let role = mark_part(lines, roles, part, end);
        roles.get_mut(part).into_iter().for_each(|own| *own = role);
    }
}

/// Whether `value` is a list with numbers: 1.新办；2.变更.
fn is_list(value: &str) -> bool {
    let mut entries = value.split(['；', ';']).map(|entry| counted_in(crate::text::trim(entry)));
    let first = entries.next().flatten().filter(|(.., number)| *number == 1);
    first.is_some_and(|(style, arabic, _)| entries.next().flatten() == Some((style, arabic, 2)))
}

/// Whether `line`, numbered like services and without labels, may be the name of one: it is no sentence, does not end as labels do, and is no part of a
/// document.
pub(super) fn is_name(line: &Line, tables: &Tables) -> bool {
    let text = behind_number(line);
    !text.contains(['，', ',']) && tables.columns.label_end(text).is_none() && !is_part(line, tables)
}

/// Where the format marks headings of services, lines that it does not mark head services too if they have the next number.
pub(super) fn go_on(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let mut last: Option<(Style, bool, u32, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        let own = counted(line);
        let is_next = || {
            let (style, arabic, number, heading) = last?;
            Some(
                own == Some((style, arabic, number + 1))
                    && is_heading(line)
                    && is_name(line, tables)
                    && !is_listed(lines, Some(heading), index),
            )
        };
        let is_free = roles.get(index) == Some(&Role::More) && !line.in_table;
        if is_free && is_next() == Some(true) {
            roles.get_mut(index).into_iter().for_each(|role| *role = Role::Item);
        }
        match roles.get(index) {
            Some(Role::Item) => last = own.map(|(style, arabic, number)| (style, arabic, number, index)),
            Some(Role::Group | Role::Heading) => last = None,
            _ => {}
        }
    }
}

/// Whether the heading `line` names no service: that of a part of the document (附则), or of one that says services follow (服务事项).
pub(super) fn is_part(line: &Line, tables: &Tables) -> bool {
    let text = behind_number(line);
    tables.words.is_part(text) || tables.columns.label(text).is_some_and(|label| label.begins) || tables.columns.names_services(text)
}

/// Takes the labels of names from headings below which services are numbered: 二、服务事项 names none, and neither does it begin a list of names.
pub(super) fn unname(lines: &mut [Line]) {
    let heads: Vec<usize> = (0..lines.len()).filter(|index| heads_services(lines, *index)).collect();
    heads.into_iter().for_each(|index| lines.get_mut(index).into_iter().for_each(|line| line.label = None));
    let lists: Vec<usize> = (0..lines.len()).filter(|index| heads_statements(lines, *index)).collect();
    for index in lists {
        lines.get_mut(index).and_then(|line| line.label.as_mut()).into_iter().for_each(|label| label.meaning = EXTRA);
    }
}

/// Whether the label of names at `index` has a list, which is no name: on its line (子项：1.新办；2.变更), or of statements below it (办理事项：（1）期满换证：应当
/// 在90日内申请。).
fn heads_statements(lines: &[Line], index: usize) -> bool {
    let Some((line, label)) = lines.get(index).and_then(|line| Some((line, line.label.as_ref()?))) else { return false };
    let value = crate::text::trim(line.cell.text().get(label.head..).unwrap_or_default());
    if label.meaning.begins && label.apart.is_none() && is_list(value) {
        return true;
    }
    let is_statement = |below: &&Line| below.label.is_none() && below.cell.text().contains(['。', '；', ';']) && !is_heading(below);
    let is_first = |below: &Line| matches!(counted(below), Some((style, _, 1)) if Some(style) != counted(line).map(|(own, ..)| own));
    let below = lines.get(index + 1).filter(is_statement);
    label.meaning.begins && label.apart.is_none() && !label.has_value(line.cell) && below.is_some_and(is_first)
}

/// Whether the label of names at `index`, numbered and alone on its line, stands above a heading with the number 1 of another style which has labels: they
/// stand in front of the number 2, if there is one.
fn heads_services(lines: &[Line], index: usize) -> bool {
    let Some((line, label)) = lines.get(index).and_then(|line| Some((line, line.label.as_ref()?))) else { return false };
    let is_alone =
        label.meaning.begins && label.apart.is_none() && !label.has_value(line.cell) && !line.cell.text().ends_with(['：', ':', '】']);
    let below = lines.get(index + 1).filter(|below| is_heading(below)).and_then(counted);
    let (Some((own, digits, _)), Some((style, arabic, 1))) = (counted(line), below) else { return false };
    let is_second = |line: &Line| counted(line) == Some((style, arabic, 2));
    let second = lines.iter().skip(index + 2).position(is_second).map_or(index + 3, |second| index + 2 + second);
    is_alone && (own, digits) != (style, arabic) && lines.iter().take(second).skip(index + 2).any(|line| line.label.is_some())
}

/// Whether the line at `index`, numbered and without label, says no more than that services follow (一、业务类型): below it headings are numbered anew in
/// another style, and the same labels stand below the first two of them.
pub(super) fn heads_alike(lines: &[Line], index: usize) -> bool {
    const LEAST: usize = 2;
    let Some(line) = lines.get(index).filter(|line| line.label.is_none() && is_heading(line)) else { return false };
    let below = lines.get(index + 1).filter(|below| is_heading(below)).and_then(counted);
    let (Some((own, digits, _)), Some((style, arabic, 1))) = (counted(line), below) else { return false };
    let at =
        |number: u32| lines.iter().skip(index + 2).position(|line| counted(line) == Some((style, arabic, number))).map(|at| index + 2 + at);
    let Some(second) = at(2).filter(|_| (own, digits) != (style, arabic)) else { return false };
    let is_next = |line: &Line| counted(line).is_some_and(|(known, arabic, _)| (known, arabic) == (own, digits));
    let end = at(3).or_else(|| (second + 1..lines.len()).find(|end| lines.get(*end).is_some_and(is_next))).unwrap_or(lines.len());
    let words = |from: usize, to: usize| -> BTreeSet<&str> {
        let labels = lines.iter().take(to).skip(from).filter(|line| line.level.is_none()).filter_map(|line| line.label.as_ref());
        labels.map(|label| &*label.word).collect()
    };
    words(index + 2, second).intersection(&words(second + 1, end)).count() >= LEAST
}

/// The text of `line` without its number.
fn behind_number<'l>(line: &'l Line<'_>) -> &'l str {
    let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    crate::text::trim(line.cell.text().get(start..).unwrap_or_default())
}

/// What the part of a document below the heading at `head` is, up to the line at `end`: what stands there in front of labels is said of no service; whom to
/// ask is said of all.
pub(super) fn mark_part(lines: &[Line], roles: &mut [Role], head: usize, end: usize) -> Role {
    let below = || lines.iter().enumerate().take(end).skip(head + 1);
    let first = below().find(|(_, line)| line.label.is_some()).map(|(index, _)| index);
    let role = match first {
        None => Role::Outside,
        Some(_) if below().filter_map(|(_, line)| line.label.as_ref()).all(Labelled::is_contact) => Role::OfAll,
        Some(_) => Role::Item,
    };
    if role != Role::Item {
        let text = roles.iter_mut().take(first.unwrap_or(end)).skip(head + 1);
        text.filter(|role| **role == Role::More).for_each(|role| *role = Role::Outside);
    }
    role
}

/// Leaves out the asides right below the heading at `index`.
fn leave_asides(lines: &[Line], roles: &mut [Role], asides: &Asides, index: usize) {
    let beside = (index + 1..lines.len()).take_while(|below| asides.is_one(*below));
    beside.for_each(|below| roles.get_mut(below).into_iter().for_each(|role| *role = Role::Outside));
}

/// Whether a label stands above the line at `index`.
pub(super) fn said_above(lines: &[Line], index: usize) -> bool {
    lines.iter().take(index).any(|line| line.label.is_some())
}

/// Whether the line at `index` goes on with the list that the value above began, behind a list within one of its entries. The next number of the headings
/// is none of a list.
fn is_back(lines: &[Line], index: usize) -> bool {
    let Some((style, arabic, number)) = lines.get(index).and_then(counted) else { return false };
    let is_last = |line: &Line| line.label.is_none() && counted(line) == Some((style, arabic, number.saturating_sub(1)));
    let Some(start) = (0..index).rev().find(|above| lines.get(*above).is_some_and(|line| line.label.is_some())) else { return false };
    let is_heading_of = |own: u32| {
        let is_one = |line: &Line| line.label.is_none() && counted(line) == Some((style, arabic, own)) && is_heading(line);
        lines.iter().take(start).any(is_one)
    };
    let between = || lines.iter().take(index).skip(start + 1);
    // What goes on with the number of a heading above is no list: it is a service of which no label tells anything.
    let is_own = |line: &&Line| counted(line).is_some_and(|(own, digits, _)| (own, digits) == (style, arabic));
    let first = between().find(is_own).and_then(counted).map_or(number, |(.., first)| first);
    number > 1 && between().any(is_last) && !is_heading_of(number - 1) && !(first > 1 && is_heading_of(first - 1))
}

/// The lines that stand beside headings and are none.
struct Asides<'l> {
    lines: &'l [Line<'l>],
    /// Where the first label stands.
    first_label: usize,
    tables: &'l Tables,
}

impl<'l> Asides<'l> {
    fn new(lines: &'l [Line<'l>], tables: &'l Tables) -> Self {
        let first_label = lines.iter().position(|line| line.label.is_some()).unwrap_or(lines.len());
        Asides { lines, first_label, tables }
    }

    /// The line above the one at `index`, or above the asides there.
    fn above(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|above| !self.is_one(*above))
    }

    /// Whether the line at `index` is one: drawn of signs alone (————), in brackets, or the signature of a title or of a numbered heading.
    fn is_one(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| {
            let text = crate::text::trim(line.cell.text());
            let is_rule = !text.contains(char::is_alphanumeric);
            line.label.is_none() && line.role.is_none() && (is_rule || is_aside(text) || self.is_signature(line, index))
        })
    }

    /// Whether `line` at `index` is an office, a day or the path to a page. Between services an office may be the name of one (设立民办学校).
    fn is_signature(&self, line: &Line, index: usize) -> bool {
        let is_numbered = |line: &Line| line.numbering.is_some();
        let is_below_heading = || index.checked_sub(1).and_then(|above| self.lines.get(above)).is_some_and(is_numbered);
        let text = crate::text::trim(line.cell.text());
        let says_one = || self.tables.words.is_organisation(text) || is_day(text) || self.tables.words.is_trail(text);
        !is_numbered(line) && (index < self.first_label || is_below_heading()) && says_one()
    }
}

/// Whether `text` is a day or a month, and nothing else.
fn is_day(text: &str) -> bool {
    let may_be = |c: char| c.is_ascii_digit() || is_blank(c) || matches!(c, '年' | '月' | '日' | '-' | '.' | '/');
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(may_be)
}

/// Whether the line at `index`, without number, stands below a label that has no value but it.
fn is_value(lines: &[Line], index: usize) -> bool {
    let Some(above) = index.checked_sub(1).and_then(|above| lines.get(above)) else { return false };
    style(lines, index).is_none() && above.label.as_ref().is_some_and(|label| !label.has_value(above.cell))
}

/// Whether the line at `index` stands below a label that has no value on its own line, behind nothing but other lines without number.
fn is_of_value(lines: &[Line], index: usize) -> bool {
    let label = (0..index).rev().find(|above| lines.get(*above).is_some_and(|line| line.label.is_some()));
    label.is_some_and(|label| is_value(lines, label + 1) && (label + 1..=index).all(|below| style(lines, below).is_none()))
}

/// Whether values stand on the lines below their labels, as a rule.
fn are_values_below(lines: &[Line]) -> bool {
    let labels = || lines.iter().filter_map(|line| Some((line.label.as_ref()?, line.cell)));
    labels().filter(|(label, cell)| !label.has_value(cell)).count() * 2 > labels().count()
}

/// How the line at `index` is numbered.
pub(super) fn style(lines: &[Line], index: usize) -> Option<Style> {
    lines.get(index).and_then(|line| line.numbering.as_ref()).map(|numbering| numbering.style)
}
