//! structure/guide/chapters: services below the headings of chapters (第一章、第一部分), however the services are numbered, and if they are not at all.
//!
//! Each chapter is read by itself: services may be numbered anew in it, go on with those of the one before, or be numbered in another style.

use super::counted;
use super::items;
use super::lines::{Line, Style};
use super::roles::{Role, is_heading};
use crate::tables::Tables;
use std::collections::BTreeSet;

/// So many chapters make a text one of chapters.
const LEAST: usize = 2;

/// Marks chapters as groups, and the headings of their services; `false`, and nothing marked, where there are no chapters that hold services. `anchors`: the
/// lines in front of labels that may be headings.
pub(super) fn mark(lines: &[Line], roles: &mut [Role], anchors: &BTreeSet<usize>, tables: &Tables) -> bool {
    let heads = heads(lines);
    let spans: Vec<(usize, usize)> = heads.iter().copied().zip(heads.iter().skip(1).copied().chain([lines.len()])).collect();
    let holds = |(head, end): &&(usize, usize)| anchors.range(head + 1..*end).next().is_some();
    let holding = spans.iter().filter(holds).count();
    let others = spans.iter().filter(|span| !holds(span) && says_of_one(lines, span)).count();
    let before_labels = spans.iter().filter(|span| anchors.contains(&span.0) && says_of_one(lines, span)).count();
    if heads.len() < LEAST || others >= holding || before_labels > 0 && 2 * before_labels >= holding {
        return false;
    }
    for (head, end) in spans {
        let start = head + 1;
        if let (Some(lines), Some(roles)) = (lines.get(start..end), roles.get_mut(start..end)) {
            items::mark_within(lines, roles, tables);
        }
        let holds = roles.iter().take(end).skip(start).any(|role| *role == Role::Item);
        let role = if holds { Role::Group } else { left_out(lines, roles, head, end) };
        roles.get_mut(head).into_iter().for_each(|own| *own = role);
    }
    true
}

/// Whether something is said in the chapter `span` that is said of one service, and not of all (whom to ask) or of none.
fn says_of_one(lines: &[Line], span: &(usize, usize)) -> bool {
    let mut labels = lines.iter().take(span.1).skip(span.0 + 1).filter_map(|line| line.label.as_ref());
    labels.any(|label| !label.is_contact())
}

/// The headings of chapters, numbered one by one.
fn heads(lines: &[Line]) -> Vec<usize> {
    let mut heads = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| is_heading(line) && !line.in_table && !line.is_row) {
        if let Some((Style::Chapter, _, number)) = counted(line)
            && usize::try_from(number).is_ok_and(|number| number == heads.len() + 1)
        {
            heads.push(index);
        }
    }
    heads
}

/// What the heading at `head` of a chapter without services is, up to the line at `end`: what is said there is said of no service, or of all.
fn left_out(lines: &[Line], roles: &mut [Role], head: usize, end: usize) -> Role {
    match items::mark_part(lines, roles, head, end) {
        Role::Item => Role::More,
        role => role,
    }
}
