//! structure/guide/roles: which lines of a guide are headings, labels, or go on with what stands above.
//!
//! Item headings are the lines in front of the label that most often follows a heading; lines in front of those, numbered in another style, are
//! headings of groups and hold for every item below them.

use super::lines::{Line, Style};
use super::unknown::is_running;
use crate::evidence::{At, Cell};
use crate::field::Field;
use crate::tables::Tables;
use crate::text::{is_blank, is_han};
use std::collections::{BTreeMap, BTreeSet};

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 60;

/// A line with so many digits may have a telephone number.
const LEAST_DIGITS: usize = 7;

/// What a line turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Outside,
    Group,
    Item,
    /// A heading that says no more than the label of the name below it.
    Heading,
    Label,
    More,
}

/// A short line without label and closing punctuation, and without colon but at its end, behind which no list is announced (告知如下：).
pub(super) fn is_heading(line: &Line) -> bool {
    let text = crate::text::trim(line.cell.text());
    let text = text.strip_suffix(['：', ':']).unwrap_or(text);
    line.label.is_none()
        && line.role.is_none()
        && !line.is_loose
        && line.numbering.as_ref().is_none_or(|numbering| numbering.style != Style::Article)
        && text.chars().count() <= LONGEST_HEADING
        && text.chars().any(is_han)
        && !text.contains(['：', ':', '。', '；', ';'])
        && !text.ends_with(['，', ',', '、', '.'])
        && !text.ends_with("如下")
        && !is_aside(text)
}

/// Whether all of `text` stands in round brackets: the office or the date below a title.
fn is_aside(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| !inner.contains(['（', '(', '）', ')']))
}

/// What each line is.
pub(super) fn roles(lines: &[Line], tables: &Tables) -> Vec<Role> {
    let by_label = |line: &Line| if line.label.is_some() { Role::Label } else { Role::More };
    let mut roles: Vec<Role> = lines.iter().map(|line| line.role.unwrap_or_else(|| by_label(line))).collect();
    let named = lines.iter().any(|line| line.label.as_ref().is_some_and(|label| label.meaning.begins));
    let is_outlined = lines.iter().any(|line| line.level.is_some() && line.role == Some(Role::Item));
    if !named && !is_outlined {
        item_headings(lines, &mut roles, tables);
    }
    if !is_outlined {
        group_headings(lines, &mut roles, named);
    }
    if named {
        own_headings(lines, &mut roles);
        titles(lines, &mut roles, tables);
    }
    let first = roles.iter().position(|role| matches!(role, Role::Item | Role::Heading | Role::Label | Role::Group)).unwrap_or(lines.len());
    for role in roles.iter_mut().take(first) {
        *role = Role::Outside;
    }
    leave_page_end(lines, &mut roles, tables);
    leave_behind_tables(lines, &mut roles);
    leave_signature(lines, &mut roles, tables);
    roles
}

pub(super) fn begins(lines: &[Line], index: usize) -> bool {
    lines.get(index).and_then(|line| line.label.as_ref()).is_some_and(|label| label.meaning.begins)
}

/// Headings of groups that hold one service each and say its name are those of the services.
fn own_headings(lines: &[Line], roles: &mut [Role]) {
    let named: Vec<usize> = (0..lines.len()).filter(|index| begins(lines, *index)).collect();
    let is_group = |roles: &[Role], index: usize| index.checked_sub(1).and_then(|above| roles.get(above)) == Some(&Role::Group);
    let holds_one: Vec<usize> = named
        .iter()
        .enumerate()
        .filter(|(at, index)| is_group(roles, **index) && named.get(at + 1).is_none_or(|next| is_group(roles, *next)))
        .map(|(_, index)| index - 1)
        .filter(|above| says_name(lines, *above))
        .collect();
    for index in holds_one {
        if let Some(role) = roles.get_mut(index) {
            *role = Role::Heading;
        }
    }
}

/// Whether the heading at `index` is the name that the label below it has, or the beginning of it in front of a remark in brackets.
pub(super) fn says_name(lines: &[Line], index: usize) -> bool {
    let (Some(heading), Some(below)) = (lines.get(index), lines.get(index + 1)) else { return false };
    let start = heading.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
    let head = below.label.as_ref().map_or(0, |label| label.head);
    let folded = |cell: &Cell, from: usize| crate::text::fold(cell.text().get(from..).unwrap_or_default());
    let (said, name) = (folded(heading.cell, start), folded(below.cell, head));
    name.strip_prefix(said.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('(') && rest.ends_with(')'))
}

/// The title of a guide among others stands in front of the name of its service, and is no part of the value above it.
fn titles(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    for index in 0..lines.len().saturating_sub(1) {
        let is_title = lines.get(index).is_some_and(|line| is_heading(line) && tables.words.is_title(line.cell.text()));
        if let Some(role) = roles.get_mut(index).filter(|role| **role == Role::More && is_title && begins(lines, index + 1)) {
            *role = Role::Outside;
        }
    }
}

/// A guide is signed with a date alone on its last line, below the name of an office perhaps.
fn leave_signature(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let Some(last) = roles.iter().rposition(|role| *role != Role::Outside) else { return };
    let text = |index: usize| lines.get(index).map(|line| crate::text::trim(line.cell.text())).unwrap_or_default();
    let is_more =
        |roles: &[Role], index: usize| roles.get(index) == Some(&Role::More) && lines.get(index).is_some_and(|line| !line.in_table);
    if !is_more(roles, last) || !super::super::outside::is_date(text(last)) {
        return;
    }
    let office = last.checked_sub(1).filter(|above| is_more(roles, *above) && tables.words.is_organisation(text(*above)));
    for index in office.into_iter().chain([last]) {
        if let Some(role) = roles.get_mut(index) {
            *role = Role::Outside;
        }
    }
}

/// What stands behind a line that ends the text of the page is no part of the value above, up to the next label; behind the last such line, up to the
/// next service.
fn leave_page_end(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let mut end = None;
    for (index, line) in lines.iter().enumerate() {
        let is_line = line.role == Some(Role::Outside) && !line.in_table;
        if let Some(last) = tables.words.page_end(line.cell.text()).filter(|_| is_line) {
            end = Some(last || end == Some(true));
        }
        let Some(role) = roles.get_mut(index) else { continue };
        match (*role, end) {
            (Role::Item | Role::Heading | Role::Group, _) => end = None,
            (Role::Label, Some(true)) if !begins(lines, index) && said_above(lines, index) => *role = Role::Outside,
            (Role::Label, _) => end = None,
            (Role::More, Some(_)) => *role = Role::Outside,
            _ => {}
        }
    }
}

/// Whether a label stands above the line at `index`.
fn said_above(lines: &[Line], index: usize) -> bool {
    lines.iter().take(index).any(|line| line.label.is_some())
}

/// Running text behind a table of labels is no part of its last value; lines right between two of its rows are.
fn leave_behind_tables(lines: &[Line], roles: &mut [Role]) {
    let below = next_rows(lines, roles);
    let mut behind = false;
    for ((line, role), below) in lines.iter().zip(roles).zip(below) {
        if *role != Role::More {
            behind = line.in_table;
        } else if behind && !line.in_table && !below.is_some_and(|below| below == Below::Row || has_number(line)) {
            *role = Role::Outside;
        }
    }
}

/// What stands below some lines of running text, no line being blank between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    /// A row of a table of labels.
    Row,
    /// A label alone: it may be such a row, too.
    Label,
}

/// For each line of running text where the table of labels goes on right below it and those that follow it.
fn next_rows(lines: &[Line], roles: &[Role]) -> Vec<Option<Below>> {
    let mut found = vec![None; lines.len()];
    let mut below = None;
    for (index, line) in lines.iter().enumerate().rev() {
        let is_more = roles.get(index) == Some(&Role::More) && !line.in_table;
        let here = match is_more {
            true => below,
            false if line.in_table => Some(Below::Row),
            false => (roles.get(index) == Some(&Role::Label)).then_some(Below::Label),
        };
        below = here.filter(|_| is_right_below(lines, index));
        if let Some(slot) = found.get_mut(index).filter(|_| is_more) {
            *slot = below;
        }
    }
    found
}

/// Whether `line` may hold a telephone number.
fn has_number(line: &Line) -> bool {
    line.cell.text().chars().filter(char::is_ascii_digit).count() >= LEAST_DIGITS
}

/// Whether the line at `index` is the next one of the text behind the line above it.
fn is_right_below(lines: &[Line], index: usize) -> bool {
    let number = |at: Option<&At>| at.and_then(|at| at.line());
    let above = index.checked_sub(1).and_then(|above| number(lines.get(above)?.cell.at.last()));
    let own = lines.get(index).and_then(|line| number(line.apart().unwrap_or(line.cell).at.first()));
    above.zip(own).is_some_and(|(above, own)| own == above + 1)
}

/// Whether the line at `index` goes on with the list that the value above began, behind a list within one of its entries. The next number of the headings
/// is none of a list.
fn is_back(lines: &[Line], index: usize) -> bool {
    let counted = |line: &Line| line.numbering.as_ref().and_then(|n| Some((n.style, n.arabic, n.number?)));
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

    /// Whether the line at `index` is one: in brackets, or the signature of a title or of a numbered heading.
    fn is_one(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| {
            line.label.is_none() && line.role.is_none() && (is_aside(crate::text::trim(line.cell.text())) || self.is_signature(line, index))
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

/// Whether values stand on the lines below their labels, as a rule.
fn are_values_below(lines: &[Line]) -> bool {
    let labels = || lines.iter().filter_map(|line| Some((line.label.as_ref()?, line.cell)));
    labels().filter(|(label, cell)| !label.has_value(cell)).count() * 2 > labels().count()
}

/// Item headings stand in front of the label that most often follows a heading, numbered ones before others; further ones go on with their numbering.
fn item_headings(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let mut before: BTreeMap<(Field, Option<&str>), Vec<usize>> = BTreeMap::new();
    let values_below = are_values_below(lines);
    let asides = Asides::new(lines, tables);
    for (below, label) in lines.iter().enumerate().filter_map(|(below, line)| Some((below, line.label.as_ref()?))) {
        let Some(index) = asides.above(below) else { continue };
        let Some(heading) = lines.get(index) else { continue };
        // An entry of a list in front of a label is the last one of its value.
        let is_entry =
            || has_number(heading) || is_running(lines, index) || is_back(lines, index) || values_below && is_value(lines, index);
        if is_heading(heading) && !is_entry() {
            // Labels that are not known have no more in common than their words.
            let word = Some(&*label.word).filter(|_| label.meaning.field == Field::Extra);
            before.entry((label.meaning.field, word)).or_default().push(index);
        }
    }
    let numbered = |headings: &Vec<usize>| headings.iter().filter(|index| style(lines, **index).is_some()).count();
    let first = |headings: &Vec<usize>| std::cmp::Reverse(headings.first().copied());
    let Some(headings) = before.into_values().max_by_key(|headings| (headings.len(), numbered(headings), first(headings))) else { return };
    if headings.len() == 1 && headings.iter().all(|index| is_value(lines, *index)) {
        return;
    }
    let mut styles: BTreeMap<Option<Style>, usize> = BTreeMap::new();
    for index in &headings {
        *styles.entry(style(lines, *index)).or_default() += 1;
    }
    let Some(usual) = styles.into_iter().max_by_key(|(_, count)| *count).map(|(style, _)| style) else { return };
    let mut expected = 1;
    for index in 0..lines.len() {
        let behind = headings.partition_point(|heading| *heading <= index);
        let next = headings.iter().skip(behind).find(|heading| style(lines, **heading) == usual);
        let taken = next.and_then(|heading| lines.get(*heading)?.numbering.as_ref()?.number) == Some(expected);
        let follows = next.and_then(|heading| lines.get(*heading)?.numbering.as_ref()?.number) == Some(expected + 1);
        let is_before_label = lines.get(index + 1).is_some_and(|next| next.label.is_some());
        let goes_on = usual.is_some()
            && !taken
            && lines.get(index).is_some_and(|line| is_heading(line) && line.numbering.as_ref().and_then(|n| n.number) == Some(expected))
            && (is_before_label || follows && next.is_some_and(|next| is_without_labels(lines, index, *next)));
        if style(lines, index) == usual && (headings.binary_search(&index).is_ok() || goes_on) {
            if let Some(role) = roles.get_mut(index) {
                *role = Role::Item;
            }
            let beside = (index + 1..lines.len()).take_while(|below| asides.is_one(*below));
            beside.for_each(|below| roles.get_mut(below).into_iter().for_each(|role| *role = Role::Outside));
            expected = lines.get(index).and_then(|line| line.numbering.as_ref()?.number).map_or(expected, |number| number + 1);
        }
    }
}

/// Whether no label stands between the headings at `index` and `next`, and some stands above: a service of which only text is said.
fn is_without_labels(lines: &[Line], index: usize, next: usize) -> bool {
    lines.iter().take(next).skip(index + 1).all(|line| line.label.is_none()) && lines.iter().take(index).any(|line| line.label.is_some())
}

fn style(lines: &[Line], index: usize) -> Option<Style> {
    lines.get(index).and_then(|line| line.numbering.as_ref()).map(|numbering| numbering.style)
}

/// Headings of groups stand in front of items, numbered in another style.
fn group_headings(lines: &[Line], roles: &mut [Role], named: bool) {
    let begins = |index: usize, roles: &[Role]| match named {
        true => begins(lines, index),
        false => roles.get(index) == Some(&Role::Item),
    };
    for index in (0..lines.len().saturating_sub(1)).rev() {
        let before_item = begins(index + 1, roles) && style(lines, index) != style(lines, index + 1);
        let before_group = roles.get(index + 1) == Some(&Role::Group) && style(lines, index) != style(lines, index + 1);
        let fits = lines.get(index).is_some_and(|line| is_heading(line) && line.numbering.is_some());
        if let Some(role) = roles.get_mut(index).filter(|role| fits && **role == Role::More && (before_item || before_group)) {
            *role = Role::Group;
        }
    }
    if !named {
        groups_with_statements(lines, roles);
    }
}

/// Headings of groups below which something is said of all services of the group: they are numbered 1, 2, 3 … in one style, and behind each of them the
/// numbers of the services begin anew.
fn groups_with_statements(lines: &[Line], roles: &mut [Role]) {
    let number = |index: usize| lines.get(index).and_then(|line| line.numbering.as_ref()?.number);
    let items: Vec<usize> = (0..lines.len()).filter(|index| roles.get(*index) == Some(&Role::Item)).collect();
    let (mut found, mut above): (Vec<usize>, usize) = (Vec::new(), 0);
    for item in items {
        if number(item) == Some(1) {
            let may_head = |index: &usize| {
                let is_free = matches!(roles.get(*index), Some(Role::More | Role::Group));
                let is_other = style(lines, *index).is_some() && style(lines, *index) != style(lines, item);
                is_free && is_other && number(*index) == u32::try_from(found.len() + 1).ok() && lines.get(*index).is_some_and(is_heading)
            };
            let Some(heading) = (above..item).rev().find(may_head) else { return };
            found.push(heading);
        }
        above = item + 1;
    }
    let styles: BTreeSet<Option<Style>> = found.iter().map(|index| style(lines, *index)).collect();
    if found.len() < 2 || styles.len() > 1 {
        return;
    }
    for index in found {
        roles.get_mut(index).into_iter().for_each(|role| *role = Role::Group);
    }
}
