//! structure/guide/roles: which lines of a guide are headings, labels, or go on with what stands above.
//!
//! Which lines head services is found in guide/items; lines in front of those, numbered in another style, are headings of groups and hold for every item
//! below them.

use super::items::{self, style};
use super::lines::{Line, Style};
use super::listed::is_listed;
use super::nested;
use crate::evidence::{At, Cell};
use crate::tables::Tables;
use crate::text::is_han;
use std::collections::BTreeSet;

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
    /// The heading of a part, behind all services, that says something of them.
    OfAll,
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
pub(super) fn is_aside(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| !inner.contains(['（', '(', '）', ')']))
}

/// What each line is.
pub(super) fn roles(lines: &[Line], tables: &Tables) -> Vec<Role> {
    let by_label = |line: &Line| if line.label.is_some() { Role::Label } else { Role::More };
    let mut roles: Vec<Role> = lines.iter().map(|line| line.role.unwrap_or_else(|| by_label(line))).collect();
    let named = lines.iter().any(|line| line.label.as_ref().is_some_and(|label| label.meaning.begins));
    let is_outlined = lines.iter().any(|line| line.level.is_some() && line.role == Some(Role::Item));
    let are_nested = !named && !is_outlined && items::mark(lines, &mut roles, tables);
    if !is_outlined {
        group_headings(lines, &mut roles, named, tables);
    }
    if is_outlined && !named {
        items::go_on(lines, &mut roles, tables);
    }
    if !is_outlined && !named && !are_nested {
        groups_with_statements(lines, &mut roles);
    }
    if named && !is_outlined {
        nested::mark_around_names(lines, &mut roles);
    }
    if named {
        own_headings(lines, &mut roles);
        titles(lines, &mut roles, tables);
    }
    leave_parts(lines, &mut roles, tables);
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

/// What stands below the heading of a part that is no service (附则), numbered 一, 二, 三, is none of the value above, up to the next label or heading.
fn leave_parts(lines: &[Line], roles: &mut [Role], tables: &Tables) {
    let mut heading = None;
    for index in 0..lines.len() {
        let is_free = roles.get(index) == Some(&Role::More);
        let is_head = |line: &Line| is_heading(line) && line.numbering.as_ref().is_some_and(|own| !own.arabic && own.number.is_some());
        let is_part = lines.get(index).is_some_and(|line| is_head(line) && !line.in_table && items::is_part(line, tables));
        if is_free && is_part && !is_listed(lines, heading, index) {
            let is_end = |end: &usize| matches!(roles.get(*end), Some(Role::Item | Role::Heading | Role::Group)) || begins(lines, *end);
            let end = (index + 1..lines.len()).find(is_end).unwrap_or(lines.len());
            let role = items::mark_part(lines, roles, index, end);
            // What else is said there may be said of the service above.
            roles.get_mut(index).into_iter().filter(|_| role != Role::Item).for_each(|own| *own = role);
        }
        if matches!(roles.get(index), Some(Role::Item | Role::Heading | Role::Group)) || begins(lines, index) {
            heading = Some(index);
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
            (Role::Item | Role::Heading | Role::Group | Role::OfAll, _) => end = None,
            (Role::Label, Some(true)) if !begins(lines, index) && items::said_above(lines, index) => *role = Role::Outside,
            (Role::Label, _) => end = None,
            (Role::More, Some(_)) => *role = Role::Outside,
            _ => {}
        }
    }
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
pub(super) fn has_number(line: &Line) -> bool {
    line.cell.text().chars().filter(char::is_ascii_digit).count() >= LEAST_DIGITS
}

/// Whether the line at `index` is the next one of the text behind the line above it.
fn is_right_below(lines: &[Line], index: usize) -> bool {
    let number = |at: Option<&At>| at.and_then(|at| at.line());
    let above = index.checked_sub(1).and_then(|above| number(lines.get(above)?.cell.at.last()));
    let own = lines.get(index).and_then(|line| number(line.apart().unwrap_or(line.cell).at.first()));
    above.zip(own).is_some_and(|(above, own)| own == above + 1)
}

/// Headings of groups stand in front of items, numbered in another style.
fn group_headings(lines: &[Line], roles: &mut [Role], named: bool, tables: &Tables) {
    let begins = |index: usize, roles: &[Role]| match named {
        true => begins(lines, index),
        false => roles.get(index) == Some(&Role::Item),
    };
    let number = |index: usize| lines.get(index).and_then(|line| line.numbering.as_ref()?.number);
    for index in (0..lines.len().saturating_sub(1)).rev() {
        let before_item = begins(index + 1, roles) && style(lines, index) != style(lines, index + 1);
        let before_group = roles.get(index + 1) == Some(&Role::Group) && style(lines, index) != style(lines, index + 1);
        let fits = lines.get(index).is_some_and(|line| is_heading(line) && line.numbering.is_some() && !has_number(line));
        // The last entry of a list stands in front of the next service, too.
        let fits = fits && !(number(index).is_some_and(|number| number > 1) && is_listed(lines, None, index));
        if let Some(role) = roles.get_mut(index).filter(|role| fits && **role == Role::More && (before_item || before_group)) {
            // 服务事项 says no more than that services follow.
            let is_part = lines.get(index).is_some_and(|line| items::is_part(line, tables));
            *role = if is_part { Role::Outside } else { Role::Group };
        }
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
