//! structure/headings: lines that head the tables behind them (一、财政管理), each of which has a header of its own.

use super::grid::Section;
use super::{header, sections};
use crate::decode::Block;
use crate::evidence::Cell;
use crate::recognise::traits;
use crate::tables::Tables;

/// Whether several tables of `blocks` have such lines.
pub(super) fn are_headed(blocks: &[Block], tables: &Tables) -> bool {
    const LEAST: usize = 2;
    let is_heading = |pair: &&[Block]| matches!(pair, [Block::Paragraph(cell), next] if heads_table(cell, Some(next), tables));
    blocks.windows(2).filter(is_heading).count() >= LEAST
}

/// Whether the line `cell` has the number of a section, and `next` is a table that begins with its header.
pub(super) fn heads_table(cell: &Cell, next: Option<&Block>, tables: &Tables) -> bool {
    const LONGEST: u32 = 40;
    let Some(Block::Grid(grid)) = next else { return false };
    let look = traits(cell.text(), tables);
    let is_words = !look.sentence && look.length <= LONGEST && !tables.words.is_title(cell.text()) && !tables.words.is_note(cell.text());
    let text = crate::text::trim(cell.text());
    let bracketed = text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let is_numbered = sections::has_chinese_number(text)
        || bracketed.is_some_and(|(number, _)| !number.contains(|c: char| c.is_ascii_digit()) && crate::text::number(number).is_some());
    is_words && is_numbered && header::header_rows(&grid.rows, tables) > 0
}

/// What stands above a table.
pub(super) struct Above {
    sections: usize,
    rows: usize,
    pages: u32,
}

impl Above {
    /// What `sections` hold so far.
    pub(super) fn of(sections: &[Section]) -> Self {
        let last = sections.last();
        let (rows, pages) = (last.map_or(0, |last| last.rows.len()), last.map_or(0, |last| last.pages));
        Above { sections: sections.len(), rows, pages }
    }

    /// Puts `heading` above the rows that `sections` got since; one that heads none comes back.
    pub(super) fn put(self, heading: Cell, sections: &mut [Section]) -> Option<Cell> {
        let goes_on = |section: &Section| section.pages > self.pages || section.rows.len() > self.rows;
        let last = self.sections.checked_sub(1).filter(|last| sections.get(*last).is_some_and(goes_on));
        let (index, at) = last.map_or((self.sections, 0), |last| (last, self.rows));
        let Some(section) = sections.get_mut(index) else { return Some(heading) };
        let has_own = section.headings.iter().any(|own| own.above == at);
        if has_own || section.rows.len() <= at {
            return Some(heading);
        }
        let place = section.headings.partition_point(|own| own.above < at);
        section.headings.insert(place, sections::Heading::new(at, None, &heading));
        None
    }
}
