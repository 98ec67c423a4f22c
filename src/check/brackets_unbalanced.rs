//! # brackets-unbalanced
//! **What it says.** A bracket or quotation mark opens and never closes, or closes and never opened.
//! **Why it matters.** A part of the text may be lost, and titles cannot be told from the text around them.
//! **Example.** 《基本医疗保险参保登记表

use super::outcome::Outcome;
use super::pieces::Piece;
use super::scope::Scope;
use super::{Check, Run};
use crate::decode::Dialect;
use crate::evidence::At;
use crate::field::Field;
use crate::finding::Finding;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "brackets-unbalanced", version: 3, run: Run::Document(run) };

/// Brackets of one kind; wide and narrow ones close each other.
const PAIRS: [(&str, &str); 6] = [("（(", "）)"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕"), ("「", "」")];

/// Fields whose values are parts of a cell; what stands between the parts is in no value.
const READ_IN_PARTS: [Field; 6] =
    [Field::LegalBasis, Field::Deadlines, Field::TimeLimits, Field::HandlingLevels, Field::HandlingChannels, Field::Phones];

/// A character of a text at its place, with the one before it.
type Placed = (char, Option<char>, At);

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut pieces = scope.pieces().filter(|piece| piece.field != Field::Channels).peekable();
    while let Some(first) = pieces.next() {
        // A list is cut into entries, at times inside brackets: what belongs to one field is judged as one text.
        let mut text = vec![first.clone()];
        while let Some(next) = pieces.next_if(|next| (next.item, next.field) == (first.item, first.field) && first.field != Field::Contents)
        {
            text.push(next);
        }
        let is_in_parts = READ_IN_PARTS.contains(&first.field);
        if !is_in_parts && text.iter().all(|piece| !has_brackets(piece.raw)) {
            outcome.pass();
            continue;
        }
        let characters = if is_in_parts { cell(&text, scope) } else { Some(text.iter().flat_map(characters).collect()) };
        let Some(characters) = characters else {
            outcome.leave_open();
            continue;
        };
        let found = unmatched(characters.into_iter());
        if found.is_empty() {
            outcome.pass();
        }
        found.into_iter().for_each(|placed| outcome.fail(brackets_unbalanced(&first, placed)));
    }
    outcome
}

/// Whether `text` has any bracket: most have none.
fn has_brackets(text: &str) -> bool {
    text.chars().filter(|c| may_be_bracket(*c)).any(|c| PAIRS.iter().any(|(opening, closing)| opening.contains(c) || closing.contains(c)))
}

/// Whether `c` stands where brackets do among characters: nearly none does, and asking is quicker than looking for it.
fn may_be_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
}

/// The whole cells around the parts that were read of them; `None` where the document has no lines of text.
fn cell(parts: &[Piece], scope: &Scope) -> Option<Vec<Placed>> {
    let mut spans: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for at in parts.iter().flat_map(|piece| &piece.at) {
        let At::Text { line, from, to } = *at else { return None };
        let span = spans.entry(line).or_insert((from, to));
        *span = (span.0.min(from), span.1.max(to));
    }
    let is_delimited = scope.document.source.dialect.as_deref() == Some(Dialect::Delimited.key());
    let is_border = |c: char| matches!(c, '\t' | '|') || is_delimited && matches!(c, ',' | ';' | '"');
    let (first, last) = (*spans.first_key_value()?.0, *spans.last_key_value()?.0);
    let mut found = Vec::new();
    for line in first..=last {
        let text = scope.lines().get(line.checked_sub(1)? as usize)?;
        let (from, to) = spans.get(&line).copied().unwrap_or((1, u32::MAX));
        let byte = |characters: u32| text.char_indices().nth(characters as usize).map_or(text.len(), |(at, _)| at);
        let (first, behind) = (byte(from.saturating_sub(1)), if to == u32::MAX { text.len() } else { byte(to) });
        let start = text.get(..first)?.rfind(is_border).map_or(0, |border| border + 1);
        let end = text.get(behind..)?.find(is_border).map_or(text.len(), |border| behind + border);
        let cell = text.get(start..end)?;
        if !has_brackets(cell) {
            continue;
        }
        let before = text.get(..start)?.chars().count() as u32;
        let previous = std::iter::once(None).chain(cell.chars().map(Some));
        let place = |index: u32| At::Text { line, from: index, to: index };
        found.extend((before + 1..).zip(cell.chars()).zip(previous).map(|((index, c), previous)| (c, previous, place(index))));
    }
    Some(found)
}

/// The characters of a text, each at its place.
fn characters(piece: &Piece) -> Vec<Placed> {
    // A cell of a table or a workbook has one place for all its lines.
    let at = |index: usize| piece.at.get(index).or(piece.at.first().filter(|at| at.line().is_none()));
    let lines = piece.raw.split('\n').enumerate().filter_map(|(index, line)| Some((line, at(index)?)));
    let of_line = |(line, at): (&str, &At)| {
        let before = std::iter::once(None).chain(line.chars().map(Some));
        let place = |index: u32| match *at {
            At::Text { line, from, .. } => At::Text { line, from: from + index, to: from + index },
            other => other,
        };
        (0u32..).zip(line.chars()).zip(before).map(|((index, c), before)| (c, before, place(index))).collect::<Vec<_>>()
    };
    lines.flat_map(of_line).collect()
}

/// The brackets without partner, in order.
fn unmatched(text: impl Iterator<Item = Placed>) -> Vec<Placed> {
    let mut open: Vec<(usize, Placed)> = Vec::new();
    let mut found = Vec::new();
    for placed in text.filter(|placed| may_be_bracket(placed.0)) {
        if let Some(kind) = PAIRS.iter().position(|(opening, _)| opening.contains(placed.0)) {
            open.push((kind, placed));
        } else if let Some(kind) = PAIRS.iter().position(|(_, closing)| closing.contains(placed.0)) {
            match open.iter().rposition(|(open, _)| *open == kind) {
                Some(at) => found.extend(open.drain(at..).skip(1).map(|(_, placed)| placed)),
                // 1) and 一） number the entries of a list.
                None if placed.1.is_some_and(|before| before.is_alphanumeric() && is_number(before)) => {}
                None => found.push(placed),
            }
        }
    }
    found.extend(open.into_iter().map(|(_, placed)| placed));
    found
}

fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || crate::text::number(c.encode_utf8(&mut [0; 4])).is_some()
}

fn brackets_unbalanced(piece: &Piece, (bracket, _, at): Placed) -> Finding {
    let finding = Finding::new("brackets-unbalanced").with("bracket", bracket).item(piece.item).field(piece.field);
    let text = if matches!(at, At::Text { .. }) { bracket.to_string() } else { piece.raw.to_owned() };
    finding.shown_at(&text, at)
}

#[cfg(test)]
mod tests {
    use super::{At, unmatched};
    use crate::check::sample::said;

    #[test]
    fn brackets_without_partner() {
        for (text, expected) in [
            ("《登记表》（加盖公章)", ""),
            ("《登记表（加盖公章）", "《"),
            ("登记表》和（附件", "》（"),
            ("1）身份证 2）户口簿", ""),
            ("《甲（乙》", "（"),
            ("“大冶市医保局服务号”公众号", ""),
        ] {
            let at = At::Text { line: 1, from: 1, to: 1 };
            let before = std::iter::once(None).chain(text.chars().map(Some));
            let found = unmatched(text.chars().zip(before).map(|(c, before)| (c, before, at)));
            assert_eq!(found.iter().map(|placed| placed.0).collect::<String>(), expected, "{text}");
        }
    }

    #[test]
    fn a_bracket_without_partner_is_told() {
        let text = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t《登记表（加盖公章）\n2\t参保\t职工参保登记\t《登记表》（1. 原件 2. 复印件）\n";
        assert_eq!(said(&[text], "brackets-unbalanced"), ["2: `《` has no partner"]);
    }

    #[test]
    fn what_is_read_in_parts_is_judged_as_a_whole() {
        let table = |basis: &str, deadline: &str| {
            format!("序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开时限\n1\t参保\t单位参保登记\t指南\t{basis}\t{deadline}\n")
        };
        let whole = table("《社会保险法》（主席令第35号）、《政府信息公开条例》", "信息形成之日起（特殊情况，20个工作日内）公开");
        assert!(said(&[&whole], "brackets-unbalanced").is_empty());
        let broken = table("《社会保险法、《政府信息公开条例》", "信息形成之日起20个工作日内公开");
        assert_eq!(said(&[&broken], "brackets-unbalanced"), ["2: `《` has no partner"]);
    }
}
