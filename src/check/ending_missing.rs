//! # ending-missing
//! **What it says.** A text ends with a comma or semicolon, or without the full stop that nearly all texts of its kind have here.
//! **Why it matters.** What came behind may have been lost, or the sentence was never finished.
//! **Example.** 注意事项：异地备案人员和门诊慢特病报销

use super::outcome::Outcome;
use super::pieces::Piece;
use super::scope::{Scope, worded};
use super::shares::{LEAST, is_share};
use super::stretch::{excerpt, shown_part};
use super::{Check, Run};
use crate::evidence::At;
use crate::field::Field;
use crate::finding::Finding;
use crate::text::{is_blank, trim};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "ending-missing", version: 2, run: Run::Document(run) };

/// Fields that hold sentences or lists.
const ASKED: [Field; 3] = [Field::ServiceTarget, Field::Materials, Field::Notes];

/// The dialect in which commas and semicolons stand between cells.
const DELIMITED: &str = "delimited";

/// What so many of a hundred texts end with is expected of all.
const EXPECTED: usize = 85;

/// How a text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Closed,
    Open,
    Bare,
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut ends: BTreeMap<Field, Vec<(Piece, End)>> = BTreeMap::new();
    for piece in last_pieces(scope) {
        let end = end(&piece, scope);
        ends.entry(piece.field).or_default().push((piece, end));
    }
    for pieces in ends.values() {
        let closed = pieces.iter().filter(|(_, end)| *end == End::Closed).count();
        let expected = pieces.len() >= LEAST && is_share(closed, pieces.len(), EXPECTED);
        for (piece, end) in pieces {
            match end {
                End::Closed => outcome.pass(),
                End::Open => outcome.fail(ending_missing(scope, piece)),
                End::Bare if expected => outcome.fail(ending_missing(scope, piece)),
                End::Bare => outcome.skip(),
            }
        }
    }
    outcome
}

/// The last piece of every list or text.
fn last_pieces<'a>(scope: &Scope<'a>) -> impl Iterator<Item = Piece<'a>> + use<'a> {
    let next = scope.pieces().skip(1).map(Some).chain([None]);
    let is_last = |(piece, next): (Piece<'a>, Option<Piece>)| {
        let goes_on = next.is_some_and(|next| (next.item, next.field) == (piece.item, piece.field));
        (ASKED.contains(&piece.field) && !goes_on && !trim(piece.raw).is_empty()).then_some(piece)
    };
    scope.pieces().zip(next).filter_map(is_last)
}

/// How `piece` ends: by its last character, or by the mark behind it that was left out of it.
fn end(piece: &Piece, scope: &Scope) -> End {
    let marks = |c: char| match c {
        '。' | '！' | '？' | '.' => Some(End::Closed),
        '；' | ';' | '，' | ',' => Some(End::Open),
        _ => None,
    };
    let own = trim(piece.raw).trim_end_matches(['）', ')', '”', '"', '」', '’']).chars().next_back().and_then(marks);
    match own.or_else(|| behind(piece, scope).and_then(marks)) {
        Some(End::Open) if parts_entries(piece, scope) => End::Closed,
        end => end.unwrap_or(End::Bare),
    }
}

/// Whether the line of `piece` and the next one are entries of one list (2.所需证件：…； 3.登记程序：…), which the mark at its end parts.
fn parts_entries(piece: &Piece, scope: &Scope) -> bool {
    let Some(At::Text { line, .. }) = piece.at.last() else { return false };
    let from = line.saturating_sub(1) as usize;
    let mut entries = scope.lines().iter().skip(from).filter(|line| !trim(line).is_empty()).map(|line| entry(line));
    let (own, next) = (entries.next().flatten(), entries.next().flatten());
    own.zip(next).is_some_and(|((arabic, sign, number), next)| next == (arabic, sign, number + 1))
}

/// The number that `line` begins with: whether its digits are 1 2 3, the sign behind it, and the number.
fn entry(line: &str) -> Option<(bool, char, u32)> {
    let text = trim(line).trim_start_matches(['（', '(']);
    let end = text.find(['、', '.', '．', '）', ')'])?;
    let digits = text.get(..end).filter(|digits| digits.chars().count() <= 3)?;
    let sign = text.get(end..)?.chars().next()?;
    Some((digits.chars().all(|c| c.is_ascii_digit()), sign, crate::text::number(digits)?))
}

/// The character behind `piece` in its line.
fn behind(piece: &Piece, scope: &Scope) -> Option<char> {
    let At::Text { line, to, .. } = *piece.at.last()? else { return None };
    if scope.document.source.dialect.as_deref() == Some(DELIMITED) {
        // What stands behind a cell there parts it from the next one.
        return None;
    }
    let text = scope.lines().get(line.checked_sub(1)? as usize)?;
    let mut rest = text.chars().skip(to as usize).filter(|c| !is_blank(*c));
    let mark = rest.next()?;
    // Between two values on one line a semicolon parts them.
    let parts = matches!(mark, '；' | ';') && rest.next().is_some();
    (!parts).then_some(mark)
}

fn ending_missing(scope: &Scope, piece: &Piece) -> Finding {
    const SHOWN: usize = 12;
    let text = excerpt(scope.document, &piece.at).unwrap_or_else(|| piece.raw.to_owned());
    let text = trim(&text);
    let start = text.char_indices().rev().nth(SHOWN - 1).map_or(0, |(start, _)| start);
    let end = text.get(start..).unwrap_or(text);
    let said = format!("{end}{}", behind(piece, scope).map(String::from).unwrap_or_default());
    let finding = worded(Finding::new("ending-missing").with("end", said), "field", &scope.field_name(piece.field));
    shown_part(finding.item(piece.item).field(piece.field), piece.raw, &piece.at, end)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    fn guide(last: &str) -> String {
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八"];
        let item = |(index, number): (usize, &&str)| {
            let note = if index == 7 { last } else { "异地就医前后均可办理。" };
            format!("（{number}）第{number}类登记\n服务对象：职工\n办理材料：身份证\n注意事项：{note}\n")
        };
        numbers.iter().enumerate().map(item).collect()
    }

    #[test]
    fn a_text_without_its_end_is_told() {
        assert_eq!(
            said(&[&guide("门诊费用报销")], "ending-missing"),
            ["32: the notes end with `门诊费用报销`, as if something were missing"]
        );
        assert!(said(&[&guide("可以办理。")], "ending-missing").is_empty());
        assert_eq!(said(&[&guide("可以办理；")], "ending-missing").len(), 1);
    }
}
