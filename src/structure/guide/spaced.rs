//! structure/guide/spaced: labels with a blank and the value behind them (四、收费标准 不收费) among others that stand alone on their lines: they go on with
//! the numbers of those.

use super::counted;
use super::lines::{Line, Style, before_blanks};
use super::unknown::{is_running, said_alone};
use crate::tables::Tables;
use std::collections::BTreeMap;

/// So many labels alone on their lines show how labels are numbered.
const LEAST: usize = 2;

/// Gives such lines their labels.
pub(super) fn mark(lines: &mut [Line], tables: &Tables) {
    // The last number of each way to number, and how many of its labels stand alone.
    let mut last: BTreeMap<(Style, bool), (u32, usize)> = BTreeMap::new();
    for index in 0..lines.len() {
        let Some((style, arabic, number)) = lines.get(index).and_then(counted) else { continue };
        let (before, alone) = last.get(&(style, arabic)).copied().unwrap_or_default();
        let goes_on = number == before + 1 && !is_running(lines, index);
        let Some(line) = lines.get_mut(index).filter(|line| line.role.is_none() && !line.in_table) else { continue };
        let start = line.numbering.as_ref().map_or(0, |numbering| numbering.whole.end);
        let rest = line.cell.text().get(start..).unwrap_or_default();
        if line.label.is_none() && goes_on && alone >= LEAST {
            line.label = before_blanks(rest, start, tables).map(|(label, _)| label).filter(|label| !label.meaning.begins);
        }
        // A label that no table knows has its number, too.
        let counts = line.label.is_some() || goes_on && said_alone(rest).is_some();
        let is_alone = line.label.as_ref().is_some_and(|label| !label.has_value(line.cell));
        if counts {
            last.insert((style, arabic), (number, alone + usize::from(is_alone)));
        }
    }
}
