//! structure/guide/nested: services whose numbers begin anew below each heading of a group, also where something is said below that heading of all of them.
//!
//! The headings of groups are numbered 1, 2, 3 … in one style, and within each of their sections the services are in another. A list within a value is
//! told apart by its place (listed), parts of services by their names, which recur from section to section.

use super::counted;
use super::items::{self, is_name};
use super::lines::{Line, Style};
use super::listed::is_listed;
use super::roles::{Role, begins, is_heading};
use crate::tables::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// A heading of a group, or one that stands among them.
pub(super) struct Section {
    pub(super) head: usize,
    /// Where it ends.
    end: usize,
    /// The headings of its services.
    pub(super) items: Vec<usize>,
}

/// How headings of one level are numbered.
type Numbers = (Style, bool);

/// The sections of a guide whose services are numbered within groups. `anchors`: the lines in front of labels that may be headings.
pub(super) fn find(lines: &[Line], anchors: &BTreeSet<usize>, tables: &Tables) -> Option<Vec<Section>> {
    let heads = lines.iter().filter(|line| is_heading(line)).filter_map(counted);
    let styles: BTreeSet<Numbers> = heads.map(|(style, arabic, _)| (style, arabic)).collect();
    let pairs = styles.iter().flat_map(|outer| styles.iter().filter(move |inner| *inner != outer).map(move |inner| (*outer, *inner)));
    let found = pairs
        .filter_map(|(outer, inner)| sections(lines, anchors, outer, inner, tables))
        .filter(|found| are_groups(lines, anchors, found, tables));
    found.max_by_key(|found| count(found))
}

fn count(sections: &[Section]) -> usize {
    sections.iter().map(|section| section.items.len()).sum()
}

/// The sections below the headings numbered as `outer`, with the services numbered as `inner`; `None` where some line that may head a service has another
/// number than the next one.
fn sections(lines: &[Line], anchors: &BTreeSet<usize>, outer: Numbers, inner: Numbers, tables: &Tables) -> Option<Vec<Section>> {
    let mut found: Vec<Section> = Vec::new();
    let (mut expected, mut last) = (1, None);
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| is_heading(line) && !line.in_table) {
        let Some((style, arabic, number)) = counted(line) else { continue };
        let own = (style, arabic);
        let within = found.last().map_or(0, |section| section.items.len() + 1);
        let is_anchor = anchors.contains(&index);
        let is_next_head = own == outer && (number == expected || number == 1 && is_below_heading(lines, index, [outer, inner]));
        let is_next_item = || {
            own == inner
                && usize::try_from(number).is_ok_and(|number| number == within)
                && (is_anchor || may_lack_labels(lines, last, index, tables))
        };
        if is_next_head && !is_listed(lines, last, index) {
            found.last_mut().into_iter().for_each(|section| section.end = index);
            found.push(Section { head: index, end: lines.len(), items: Vec::new() });
            (expected, last) = (number + 1, Some(index));
        } else if is_next_item() && !is_listed(lines, last, index) {
            found.last_mut().into_iter().for_each(|section| section.items.push(index));
            last = Some(index);
        } else if is_anchor && (own == outer || own == inner) {
            return None;
        }
    }
    Some(found)
}

/// Whether the line at `index`, in front of no label, may head a service of which only text is said: the first one below a heading stands right below it.
fn may_lack_labels(lines: &[Line], last: Option<usize>, index: usize, tables: &Tables) -> bool {
    let is_first = lines.get(index).and_then(counted).is_some_and(|(.., number)| number == 1);
    lines.get(index).is_some_and(|line| is_name(line, tables)) && (!is_first || last.is_some_and(|last| last + 1 == index))
}

/// Whether a heading numbered in none of `styles` stands right above the line at `index`: the numbers below it begin anew.
fn is_below_heading(lines: &[Line], index: usize, styles: [Numbers; 2]) -> bool {
    let above = index.checked_sub(1).and_then(|above| lines.get(above)).filter(|above| is_heading(above));
    above.and_then(counted).is_some_and(|(style, arabic, _)| !styles.contains(&(style, arabic)))
}

/// Whether `sections` are groups of services: several of them hold some, most of these have labels, and the labels rather than the names recur.
fn are_groups(lines: &[Line], anchors: &BTreeSet<usize>, sections: &[Section], tables: &Tables) -> bool {
    let items: Vec<usize> = sections.iter().flat_map(|section| section.items.iter().copied()).collect();
    let of_items = anchors.iter().filter(|anchor| items.contains(anchor)).count();
    let elsewhere =
        anchors.iter().filter(|anchor| !items.contains(anchor) && !sections.iter().any(|section| section.head == **anchor)).count();
    let holding = sections.iter().filter(|section| !section.items.is_empty()).count();
    let is_part = |section: &Section| lines.get(section.head).is_some_and(|line| items::is_part(line, tables));
    let labelled = sections.iter().filter(|section| section.items.is_empty() && !is_part(section) && has_labels(lines, section)).count();
    let are_several = sections.len() > 1 && sections.iter().any(|section| section.items.len() > 1);
    let hold_most = if holding > 1 { labelled < holding } else { labelled == 0 || begin_alike(lines, sections) };
    are_several
        && hold_most
        && 2 * of_items >= items.len()
        && elsewhere < of_items
        && !are_parts(lines, sections)
        && say_the_same(lines, sections)
}

/// Whether what is said of each service of groups begins with a label with which what is said below some heading without services begins, too: that heads a
/// service of its own. Nothing is said of the groups themselves.
fn begin_alike(lines: &[Line], sections: &[Section]) -> bool {
    let first = |from: usize, to: usize| words(lines, from + 1, to).next();
    let single = sections.iter().filter(|section| section.items.is_empty()).filter_map(|section| first(section.head, section.end));
    let single: BTreeSet<&str> = single.collect();
    let says_nothing = |section: &Section| section.items.first().is_none_or(|item| first(section.head, *item).is_none());
    sections.iter().all(says_nothing) && spans(sections).all(|(from, to)| first(from, to).is_some_and(|word| single.contains(word)))
}

fn has_labels(lines: &[Line], section: &Section) -> bool {
    words(lines, section.head + 1, section.end).next().is_some()
}

/// The words of the labels from the line at `from` to the one at `to`.
fn words<'l>(lines: &'l [Line], from: usize, to: usize) -> impl Iterator<Item = &'l str> {
    lines.iter().take(to).skip(from).filter_map(|line| line.label.as_ref()).map(|label| label.word.as_str())
}

/// Whether most names below the headings stand below several of them, as those of the parts of each service do (基本信息, 办理流程).
fn are_parts(lines: &[Line], sections: &[Section]) -> bool {
    let name = |index: &usize| {
        let line = lines.get(*index)?;
        Some(crate::text::fold(line.cell.text().get(line.numbering.as_ref()?.whole.end..)?))
    };
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for section in sections {
        let names: BTreeSet<String> = section.items.iter().filter_map(name).collect();
        names.into_iter().for_each(|name| *times.entry(name).or_default() += 1);
    }
    let recurring: usize = times.values().filter(|times| **times > 1).sum();
    2 * recurring >= count(sections)
}

/// Whether most services with labels have one that another has, too.
fn say_the_same(lines: &[Line], sections: &[Section]) -> bool {
    let said: Vec<BTreeSet<&str>> = spans(sections).map(|(from, to)| words(lines, from + 1, to).collect()).collect();
    let shares =
        |(own, words): (usize, &BTreeSet<&str>)| said.iter().enumerate().any(|(other, others)| other != own && !words.is_disjoint(others));
    let labelled = said.iter().filter(|words| !words.is_empty()).count();
    2 * said.iter().enumerate().filter(|said| shares(*said)).count() >= labelled && labelled > 1
}

/// The headings of services, and where what is said of each ends.
fn spans(sections: &[Section]) -> impl Iterator<Item = (usize, usize)> {
    sections.iter().flat_map(|section| {
        let ends = section.items.iter().skip(1).copied().chain([section.end]);
        section.items.iter().copied().zip(ends)
    })
}

/// Says of the headings of `sections` what they are.
pub(super) fn mark(lines: &[Line], roles: &mut [Role], sections: &[Section], tables: &Tables) {
    let last = sections.iter().rposition(|section| !section.items.is_empty());
    for (at, section) in sections.iter().enumerate() {
        let is_part = lines.get(section.head).is_some_and(|line| items::is_part(line, tables));
        let is_behind = last.is_some_and(|last| at > last);
        if section.items.is_empty() && (is_behind || is_part || !has_labels(lines, section)) {
            let role = items::mark_part(lines, roles, section.head, section.end);
            roles.get_mut(section.head).into_iter().for_each(|own| *own = role);
            continue;
        }
        // 服务事项 says no more than that services follow.
        let head = match section.items.is_empty() {
            true => Role::Item,
            false if is_part => Role::Outside,
            false => Role::Group,
        };
        let of_items = section.items.iter().map(|item| (*item, Role::Item));
        for (index, role) in of_items.chain([(section.head, head)]) {
            roles.get_mut(index).into_iter().for_each(|own| *own = role);
        }
    }
}

/// Marks the headings of groups of services that labels name, where something is said between them and the first of these labels, with a label or in a
/// sentence: they are numbered 1, 2, 3 … in one style, and some service stands below each.
pub(super) fn mark_around_names(lines: &[Line], roles: &mut [Role]) {
    let names: Vec<usize> = (0..lines.len()).filter(|index| begins(lines, *index)).collect();
    let may_head = |index: &usize| {
        let is_free = matches!(roles.get(*index), Some(Role::More | Role::Group)) && lines.get(*index).is_some_and(is_heading);
        let name = names.partition_point(|name| name < index).checked_sub(1).and_then(|above| names.get(above).copied());
        let says = |below: &Line| below.label.is_some() || is_statement(below);
        is_free && lines.get(index + 1).is_some_and(says) && !is_listed(lines, name, *index)
    };
    let mut heads: BTreeMap<Numbers, Vec<usize>> = BTreeMap::new();
    for index in (0..lines.len()).filter(may_head) {
        let Some((style, arabic, number)) = lines.get(index).and_then(counted) else { continue };
        let known = heads.entry((style, arabic)).or_default();
        if usize::try_from(number).is_ok_and(|number| number == known.len() + 1) {
            known.push(index);
        }
    }
    let holds_all = |heads: &Vec<usize>| {
        let ends = heads.iter().skip(1).copied().chain([lines.len()]);
        let hold = heads.iter().zip(ends).all(|(start, end)| names.iter().any(|name| (*start..end).contains(name)));
        heads.len() > 1 && heads.first() < names.first() && hold
    };
    let Some(found) = heads.into_values().filter(holds_all).max_by_key(Vec::len) else { return };
    found.into_iter().for_each(|index| roles.get_mut(index).into_iter().for_each(|role| *role = Role::Group));
}

/// Whether `line` is a sentence, and no entry of a list.
fn is_statement(line: &Line) -> bool {
    line.label.is_none() && line.role.is_none() && line.numbering.is_none() && !line.in_table && !line.is_row && !is_heading(line)
}
