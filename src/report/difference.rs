//! report/difference: two texts to the characters in which they differ.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A piece of a text: common to both texts, or only in this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) differs: bool,
}

/// Texts longer than this (in characters) are compared by their common beginning and end alone: the work of a full comparison grows with the
/// product of what differs and the length.
const MOST_CHARACTERS: usize = 4_000;

/// Common stretches shorter than this between two differences are joined to them: single characters in common by chance only hinder reading.
const LEAST_COMMON: usize = 2;

/// Both texts in pieces. Joined, the pieces of each are that text.
pub(super) fn difference(one: &str, other: &str) -> [Vec<Piece>; 2] {
    let [one, other]: [Vec<char>; 2] = [one, other].map(|text| text.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let end = one.iter().skip(start).rev().zip(other.iter().skip(start).rev()).take_while(|(a, b)| a == b).count();
    let [inner_one, inner_other] = [&one, &other].map(|text| text.get(start..text.len() - end).unwrap_or_default());
    let mut steps = vec![Step { differs: false, lengths: [start, start] }];
    if inner_one.len().max(inner_other.len()) > MOST_CHARACTERS {
        steps.push(Step { differs: true, lengths: [inner_one.len(), inner_other.len()] });
    } else {
        let operations = capture_diff_slices(Algorithm::Myers, inner_one, inner_other);
        steps.extend(operations.iter().map(|operation| Step {
            differs: operation.tag() != DiffTag::Equal,
            lengths: [operation.old_range().len(), operation.new_range().len()],
        }));
    }
    steps.push(Step { differs: false, lengths: [end, end] });
    let steps = without_chance(steps);
    let stretches = |side: usize| steps.iter().filter_map(move |step| Some((step.differs, *step.lengths.get(side)?)));
    [pieces(&one, stretches(0)), pieces(&other, stretches(1))]
}

/// A stretch of both texts.
#[derive(Clone, Copy)]
struct Step {
    differs: bool,
    /// How long it is in each.
    lengths: [usize; 2],
}

/// The steps with short common stretches between differences made part of them.
fn without_chance(mut steps: Vec<Step>) -> Vec<Step> {
    steps.retain(|step| step.lengths != [0, 0]);
    let last = steps.len().saturating_sub(1);
    for (index, step) in steps.iter_mut().enumerate() {
        let [length, _] = step.lengths;
        step.differs |= length < LEAST_COMMON && index > 0 && index < last;
    }
    steps
}

/// `text` cut into stretches; neighbours of one kind are joined.
fn pieces(text: &[char], stretches: impl Iterator<Item = (bool, usize)>) -> Vec<Piece> {
    let mut characters = text.iter();
    let mut pieces: Vec<Piece> = Vec::new();
    for (differs, length) in stretches.filter(|(_, length)| *length > 0) {
        let part = characters.by_ref().take(length);
        match pieces.last_mut().filter(|last| last.differs == differs) {
            Some(last) => last.text.extend(part),
            None => pieces.push(Piece { text: part.collect(), differs }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces with what differs in brackets.
    fn shown(one: &str, other: &str) -> [String; 2] {
        difference(one, other)
            .map(|pieces| pieces.iter().map(|piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() }).collect())
    }

    #[test]
    fn differences_are_marked_down_to_the_character() {
        for (one, other, expected) in [
            ("国务院令第711号", "国务院令第七11号", ["国务院令第[7]11号", "国务院令第[七]11号"]),
            ("城乡居民参保登记", "城乡居民居参保登记", ["城乡居民参保登记", "城乡居民[居]参保登记"]),
            ("20个工作日", "30日", ["[20个工作]日", "[30]日"]),
            ("相同", "相同", ["相同", "相同"]),
            ("", "全新", ["", "[全新]"]),
        ] {
            assert_eq!(shown(one, other), expected, "{one} / {other}");
        }
    }

    #[test]
    fn the_pieces_joined_are_the_text_and_long_texts_are_cheap() {
        let (one, other) = ("甲乙丙".repeat(20_000), "丁戊己".repeat(20_000));
        let [first, second] = difference(&format!("同{one}尾"), &format!("同{other}尾"));
        let joined = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        assert_eq!((joined(&first), joined(&second)), (format!("同{one}尾"), format!("同{other}尾")));
        assert_eq!((first.len(), first[1].differs), (3, true));
    }
}
