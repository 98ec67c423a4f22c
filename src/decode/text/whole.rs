//! decode/text/whole: rows whose cells begin or end with a line end or hold blank lines: the lines that have the separators of a whole row together.

use super::opens;
use super::signs::Separator;
use crate::evidence::Text;
use crate::recognise::traits;
use crate::tables::Tables;

/// A whole row has so many separators at least.
const LEAST: usize = 4;
/// A row runs over so many lines at most.
const MOST_LINES: usize = 64;

/// For every line whether it goes on with the row above, where cells stand between the sign `sign`; `None` where lines do not add up to whole rows, nearly
/// always, or where each row has its own line.
pub(super) fn goes_on(texts: &[Text], sign: char, tables: &Tables) -> Option<Vec<bool>> {
    let counts: Vec<usize> = texts.iter().map(|text| text.matches(sign).count()).collect();
    let full = counts.iter().copied().max().filter(|full| *full >= LEAST)?;
    let mut found = vec![false; texts.len()];
    let (mut whole, mut broken, mut joined) = (0, 0, 0);
    let mut index = 0;
    while let Some(count) = counts.get(index) {
        let length = if *count == 0 { None } else { length(texts.get(index..)?, counts.get(index..)?, full, tables) };
        match length {
            Some(length) => {
                whole += 1;
                joined += usize::from(length > 1);
                found.iter_mut().skip(index + 1).take(length - 1).for_each(|line| *line = true);
            }
            None => broken += usize::from(*count > 0),
        }
        index += length.unwrap_or(1);
    }
    // Where cells were dropped, the last row may lack its padding.
    (joined > 0 && whole > 1 && (broken <= 1 || broken * 10 <= whole)).then_some(found)
}

/// How many rows do not have the separators of a whole one, and how many lines belong to no row, where lines go on as `goes_on` says.
pub(super) fn broken(texts: &[Text], goes_on: &[bool], sign: char) -> usize {
    let counts: Vec<usize> = texts.iter().map(|text| text.matches(sign).count()).collect();
    let full = counts.iter().copied().max().unwrap_or(0);
    // The separators of each row or line outside rows, and whether it is a blank line.
    let mut rows: Vec<(usize, bool)> = Vec::new();
    for ((text, count), goes_on) in texts.iter().zip(&counts).zip(goes_on) {
        match rows.last_mut().filter(|_| *goes_on) {
            Some((sum, _)) => *sum += count,
            None => rows.push((*count, crate::text::trim(text).is_empty())),
        }
    }
    rows.iter().filter(|(sum, is_blank)| *sum != full && !(*sum == 0 && *is_blank)).count()
}

/// How many lines at the start of `lines` have `full` separators together; `None` where none do, or nothing tells that they are one row.
fn length(lines: &[Text], counts: &[usize], full: usize, tables: &Tables) -> Option<usize> {
    let mut sum = 0;
    let length = counts.iter().take(MOST_LINES).position(|count| {
        sum += count;
        sum >= full
    })? + 1;
    let below = lines.get(1..length)?;
    (sum == full && (below.is_empty() || are_one_row(lines.first()?, below, tables))).then_some(length)
}

/// Whether `below` goes on with the row that `first` begins: no line of it begins with a number as another row would, and `first` does, or a line end stands
/// within a cell.
fn are_one_row(first: &str, below: &[Text], tables: &Tables) -> bool {
    let is_within = |line: &Text| Separator::of(line, Separator::Bar).is_none() || opens(first) && !opens(line);
    let is_numbered = |line: &str| {
        let cells = line.trim_start().trim_start_matches('|');
        cells.split(['|', '\t']).next().is_some_and(|cell| cell.len() < cells.len() && traits(cell, tables).serial)
    };
    (is_numbered(first) || below.iter().any(is_within)) && !below.iter().any(|line| is_numbered(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str], sign: char) -> Option<Vec<usize>> {
        let tables = Tables::embedded().unwrap();
        let texts: Vec<Text> = lines.iter().map(|line| Text::from(*line)).collect();
        let found = goes_on(&texts, sign, &tables)?;
        Some(found.iter().enumerate().filter(|(_, goes_on)| **goes_on).map(|(index, _)| index).collect())
    }

    #[test]
    fn lines_that_add_up_are_rows() {
        let header = "| 序号 | 事项 | 内容 | 依据 |";
        assert_eq!(
            joined(&[header, "| 1 | 甲 | ", "办理条件", "", "办理结果", " | 规定 |", "| 2 | 乙 | 丙 | 丁 |"], '|'),
            Some(vec![2, 3, 4, 5])
        );
        assert_eq!(joined(&[header, "", "| 1 | 甲 |", "", " 丙 | 丁 |", "| 2 | 乙 | 丙 | 丁 |"], '|'), Some(vec![3, 4]));
        assert_eq!(joined(&["序号 | 事项 | 内容 | 依据", "1 | 甲 | 乙、", "丙 | 丁", "2 | 甲 | 乙 | 丙"], '|'), None);
        assert_eq!(joined(&["序号\t事项\t内容\t依据\t时限", "1\t甲\t", "", "乙\t丙\t丁", "2\t甲\t乙\t丙\t丁"], '\t'), Some(vec![2, 3]));
    }

    #[test]
    fn rows_that_lack_cells_are_not_joined() {
        let header = "| 序号 | 事项 | 内容 | 依据 |";
        assert_eq!(joined(&[header, "| 1 | 甲 | 乙 | 丙 |", "| 2 | 甲 |", "", "| 3 | 丙 |", "| 4 | 甲 | 丁 | 丙 |"], '|'), None);
        assert_eq!(joined(&[header, "| 1 | 甲 |", "| 乙 | 丙 |"], '|'), None);
        assert_eq!(joined(&["|", "甲", "|", "乙"], '|'), None);
    }
}
