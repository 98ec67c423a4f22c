//! phrasings: texts of single cells (deadlines, telephone numbers, channels, lists) written in many ways, each with what it says. The words of each
//! half are its own, so that a reader tuned on one half is judged by the other.

mod channels;
mod deadlines;
mod lists;
mod phones;

pub(crate) use channels::{Listed, channels};
pub(crate) use deadlines::{Limit, deadline, time_limit};
pub(crate) use lists::{Node, list};
pub(crate) use phones::{Phone, phones};

use super::random::Random;
use super::vocabulary::Half;

/// A text and all that it says; nothing where the text leaves it open.
#[derive(Clone, Debug)]
pub(crate) struct Said<T> {
    pub(crate) text: String,
    pub(crate) truth: Vec<T>,
}

/// One of `words` of `half`: the first list is for tuning, the second is held out.
fn of<'a, T>(half: Half, random: &mut Random, tuning: &'a [T], held_out: &'a [T]) -> &'a T {
    random.pick(if half == Half::Tuning { tuning } else { held_out })
}

/// `digits` in wide form.
fn wide(digits: &str) -> String {
    let one = |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap() } else { c };
    digits.chars().map(one).collect()
}

/// `number` in Chinese numerals, below 100.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, DIGITS[(number % 10) as usize]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", DIGITS[tens as usize]),
    }
}

/// `text` with a blank here and there between Chinese characters, as wraps leave them.
fn wrapped(text: &str, percent: usize, random: &mut Random) -> String {
    let mut with = String::new();
    let mut before = None;
    for c in text.chars() {
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        if before.is_some_and(han) && han(c) && random.chance(percent) {
            with.push(' ');
        }
        with.push(c);
        before = Some(c);
    }
    with
}
