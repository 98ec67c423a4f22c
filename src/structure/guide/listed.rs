//! structure/guide/listed: which numbered lines go on with a list in a value, and do not head what stands below them; and which may as well do either.

use super::counted;
use super::lines::{Line, Style, counted_in};
use super::roles::{Role, is_heading};
use crate::finding::Finding;
use std::collections::{BTreeMap, BTreeSet};

/// Whether the line at `index` stands in a list: its number goes on with those behind the label above it, which begin with 1, or with those that the list of
/// another value has left. `heading`: that of the service at hand.
pub(super) fn is_listed(lines: &[Line], heading: Option<usize>, index: usize) -> bool {
    let Some((style, arabic, own)) = lines.get(index).and_then(counted) else { return false };
    let start = heading.map_or(0, |heading| heading + 1);
    let label = (start..index).rev().find(|at| lines.get(*at).is_some_and(|line| line.label.is_some()));
    let value = label.and_then(|label| value_of(lines, label)).unwrap_or_default();
    let is_open = label.is_some() && value.is_empty();
    if own == 1 {
        return is_open && label == index.checked_sub(1) || ends_with_colon(lines, index);
    }
    let numbers = |from: usize, to: usize| {
        let counted = lines.iter().take(to).skip(from).filter_map(counted);
        counted.filter(|(known, digits, _)| (*known, *digits) == (style, arabic)).map(|(.., number)| number).collect::<Vec<u32>>()
    };
    let here = numbers(label.map_or(start, |label| label + 1), index);
    // Entries may stand on the line of the label: 办理材料：1.身份证；2.户口簿.
    let begins_inline = counted_in(value) == Some((style, arabic, 1));
    let is_behind_inline = || here.is_empty() && begins_inline && (own == 2 || value.contains(&(own - 1).to_string()));
    let goes_on = here.last().is_none_or(|last| last + 1 == own);
    let first = here.first().copied().unwrap_or(own);
    let begins = || begins_inline && first > 1 && !here.is_empty() || first == 1;
    let is_left = || is_open && label.is_some_and(|label| numbers(start, label).contains(&(first - 1)));
    is_behind_inline() || goes_on && (begins() || is_left())
}

/// Whether the line at `index` is an entry of the value above it, though numbers are left out in front of it: nothing in front of the labels is numbered
/// so, no heading has the number before, and the list of the value begins with 1, or has no number yet.
pub(super) fn is_behind_gap(lines: &[Line], index: usize) -> bool {
    let Some((style, arabic, own)) = lines.get(index).and_then(counted) else { return false };
    let same = |found: (Style, bool, u32)| {
        Some(found).filter(|(known, digits, _)| (*known, *digits) == (style, arabic)).map(|(.., number)| number)
    };
    let has_label = |line: &Line| line.label.is_some();
    let label = lines.iter().take(index).rposition(has_label);
    let first_label = lines.iter().position(has_label).unwrap_or(index);
    let heads = |line: &Line| counted(line).and_then(same).filter(|_| is_heading(line));
    let has_number_before = |at: usize| {
        let heads = lines.get(at).and_then(heads) == Some(own.saturating_sub(1)) && lines.get(at + 1).is_some_and(has_label);
        heads && !is_listed(lines, None, at)
    };
    let is_own = |label: &usize| !lines.iter().take(first_label).any(|line| heads(line).is_some()) && !(0..*label).any(has_number_before);
    let Some(label) = label.filter(is_own) else { return false };
    let inline = value_of(lines, label).and_then(counted_in).and_then(same);
    let listed = || inline.into_iter().chain(lines.iter().take(index).skip(label + 1).filter_map(counted).filter_map(same));
    own > 1 && listed().next().is_none_or(|first| first == 1) && listed().last().is_none_or(|last| last < own)
}

/// What stands behind the label on the line at `index`.
fn value_of<'l>(lines: &'l [Line], index: usize) -> Option<&'l str> {
    let line = lines.get(index)?;
    line.cell.text().get(line.label.as_ref()?.head..).map(crate::text::trim)
}

/// Whether the line above the one at `index` announces a list.
fn ends_with_colon(lines: &[Line], index: usize) -> bool {
    let above = index.checked_sub(1).and_then(|above| lines.get(above));
    above.is_some_and(|above| crate::text::trim(above.cell.text()).ends_with(['：', ':']))
}

/// The lines within values that have the next number of the headings, and stand in no list: they may head a service or a group.
pub(super) fn unclear(lines: &[Line], roles: &[Role]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut last: BTreeMap<(Style, bool), (u32, usize)> = BTreeMap::new();
    let first = roles.iter().position(|role| *role == Role::Item);
    let begins = first.and_then(|first| counted(lines.get(first)?));
    for (index, (line, role)) in lines.iter().zip(roles).enumerate() {
        let Some((style, arabic, number)) = counted(line) else { continue };
        let own = (style, arabic);
        // Lines in front of the first heading that would count up to its number.
        let is_before =
            first.is_some_and(|first| index < first) && begins.is_some_and(|begins| (begins.0, begins.1) == own && number < begins.2);
        if is_before && *role == Role::More && is_heading(line) && !line.in_table && !is_listed(lines, None, index) {
            found.insert(index);
        }
        match role {
            Role::Item | Role::Group | Role::Heading | Role::OfAll => {
                if *role == Role::Group {
                    // The numbers of what stands in a group begin anew.
                    last.retain(|known, _| *known == own);
                }
                last.insert(own, (number, index));
            }
            Role::More if !line.in_table && !line.is_row => {
                let Some((_, heading)) = last.get(&own).copied().filter(|(last, _)| last + 1 == number) else { continue };
                let nearest = last.values().map(|(_, index)| *index).max().unwrap_or(heading);
                if !is_listed(lines, Some(nearest), index) {
                    found.insert(index);
                    last.insert(own, (number, heading));
                }
            }
            _ => {}
        }
    }
    found
}

/// Says of `line` that it may be a heading.
pub(super) fn heading_unclear(line: &Line) -> Finding {
    let text = crate::text::trim(line.cell.text());
    Finding::new("heading-unclear").with("line", text).shown(&line.cell.passage.raw, &line.cell.at)
}
