//! decode/text/drawn: tables drawn with the characters for boxes: ┌─┬─┐ │ ├─┼─┤.

use super::Line;
use super::signs::Separator;
use crate::evidence::Cell;
use crate::text::is_blank;

/// Lines between cells, whole and broken ones.
const BARS: [char; 9] = ['│', '┃', '║', '┆', '┇', '┊', '┋', '╎', '╏'];
/// The characters for boxes; of these, all but those for lines that slant or end (U+2571 to U+257B) draw tables.
const BOXES: std::ops::RangeInclusive<char> = '\u{2500}'..='\u{2570}';
/// Two lines drawn between rows show that one stands between any two: one alone parts the header from all others.
const LEAST_RULES: usize = 2;

/// Marks the rows and rules of drawn tables among `lines`. Between two rules a line whose first cell is blank goes on with the row above, if rules part
/// rows.
pub(super) fn mark(lines: &mut [Line]) {
    let signs: Vec<Option<char>> = lines.iter().map(|line| if line.goes_on { None } else { bar(&line.text) }).collect();
    if signs.iter().all(Option::is_none) {
        return;
    }
    let is_part: Vec<bool> = lines.iter().zip(&signs).map(|(line, sign)| sign.is_some() || is_rule(&line.text)).collect();
    let mut start = 0;
    for run in is_part.chunk_by(|one, next| one == next) {
        let end = start + run.len();
        let own = signs.get(start..end).unwrap_or_default();
        if run.first() == Some(&true)
            && own.iter().any(Option::is_some)
            && let Some(lines) = lines.get_mut(start..end)
        {
            mark_table(lines, own);
        }
        start = end;
    }
}

fn mark_table(lines: &mut [Line], signs: &[Option<char>]) {
    let rows = signs.iter().position(Option::is_some).zip(signs.iter().rposition(Option::is_some));
    let rules = rows.map_or(0, |(first, last)| signs.get(first..last).unwrap_or_default().iter().filter(|sign| sign.is_none()).count());
    let mut is_behind_rule = true;
    for (line, sign) in lines.iter_mut().zip(signs) {
        (line.separator, line.sign) = (Some(Separator::Bar), *sign);
        line.is_below = rules >= LEAST_RULES && !is_behind_rule && sign.is_some_and(|sign| begins_blank(&line.text, sign));
        is_behind_rule = sign.is_none();
    }
}

/// Whether `line` only draws lines.
pub(super) fn is_rule(line: &str) -> bool {
    line.contains(|c| BOXES.contains(&c) && !BARS.contains(&c)) && line.chars().all(|c| BOXES.contains(&c) || is_blank(c))
}

/// Whether `line` is a row of a drawn table.
pub(super) fn is_row(line: &Line) -> bool {
    line.sign.is_some_and(|sign| BARS.contains(&sign))
}

/// Adds the `cells` of a line to those of the row above, each to its own.
pub(super) fn add_below(above: &mut [Cell], cells: &[Cell]) {
    for (above, cell) in above.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_blank()) {
        *above = if above.is_blank() { cell.clone() } else { above.above(cell) };
    }
}

/// What stands between the cells of `line`, if it is a row: what it begins and ends with.
fn bar(line: &str) -> Option<char> {
    let text = crate::text::trim(line);
    let first = text.chars().next().filter(|c| BARS.contains(c))?;
    (text.ends_with(first) && text.matches(first).count() > 2 && !is_rule(text)).then_some(first)
}

fn begins_blank(line: &str, sign: char) -> bool {
    crate::text::trim(line).split(sign).nth(1).is_some_and(|cell| crate::text::trim(cell).is_empty())
}
