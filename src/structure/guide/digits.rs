//! structure/guide/digits: numbers of a list right in front of other digits (2.2寸照片, 3.1:500地形图), which look like one number with a point.
//!
//! Only the list tells: the line goes on with the number above it, or begins a list with which the next number goes on.

use super::lines::{Line, Numbering, Style};

/// Gives the lines of lists whose entries begin with digits their numbers.
pub(super) fn mark(lines: &mut [Line]) {
    let mut above = None;
    for index in 0..lines.len() {
        let found = lines.get(index).and_then(pointed);
        let goes_on = found.as_ref().and_then(|found| found.number).is_some_and(|number| {
            let goes_on = || lines.iter().skip(index + 1).find_map(number_of) == Some(2);
            above.is_some_and(|above: u32| above + 1 == number) || number == 1 && goes_on()
        });
        let Some(line) = lines.get_mut(index) else { continue };
        if goes_on {
            line.numbering = found;
        }
        above = line
            .numbering
            .as_ref()
            .and_then(dot)
            .or_else(|| of_value(line))
            .or(above.filter(|_| line.numbering.is_none() && line.label.is_none()));
    }
}

/// The number of `line` in a list of 1. 2. 3., or what may be one.
fn number_of(line: &Line) -> Option<u32> {
    line.numbering.as_ref().and_then(dot).or_else(|| pointed(line)?.number)
}

fn dot(numbering: &Numbering) -> Option<u32> {
    numbering.number.filter(|_| numbering.style == Style::Dot)
}

/// The number with which the value behind a label begins (申请材料：1.申请表).
fn of_value(line: &Line) -> Option<u32> {
    let value = line.cell.text().get(line.label.as_ref()?.head..)?;
    super::lines::counted_in(crate::text::trim(value)).filter(|(style, ..)| *style == Style::Dot).map(|(.., number)| number)
}

/// The number in front of the point of `line`, where digits stand behind it too and nothing else numbers it.
fn pointed(line: &Line) -> Option<Numbering> {
    const MOST_DIGITS: usize = 2;
    let text = line.cell.text();
    if line.numbering.is_some() || line.label.is_some() || line.role.is_some() {
        return None;
    }
    let start = text.len() - crate::text::trim_start(text).len();
    let rest = text.get(start..)?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = rest.get(digits..)?.strip_prefix(['.', '．'])?;
    if !(1..=MOST_DIGITS).contains(&digits) || !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = rest.get(..digits).and_then(crate::text::number);
    Some(Numbering { style: Style::Dot, arabic: true, number, whole: start..text.len() - behind.len(), digits: start..start + digits })
}
