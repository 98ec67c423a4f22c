//! damage: ways in which a table is spoiled before it reaches a reader. The truth stays what the undamaged document says.

mod cells;
mod header;
mod layout;
mod rows;

use super::directory::{Directory, Item};
use super::draft::{Draft, Part, Row};
use super::random::Random;

/// A way to spoil a table. Ordered by the time at which it is done: columns, header, pages, cells, rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    /// A column that no table of words knows.
    ExtraColumn,
    /// Columns in any order.
    Scrambled,
    /// Numbers behind the outermost names.
    SerialSecond,
    /// 公开方式 over the columns of levels too.
    HeaderSameName,
    /// Three rows of header.
    HeaderThreeRows,
    /// Blanks inside the words of the header.
    HeaderBroken,
    /// Each word of the header twice.
    HeaderWordsDoubled,
    /// The first line of narrow header cells is lost: 全社会 reads 社会.
    HeaderCut,
    /// The first header cell is lost, and all others stand one to the left.
    HeaderShifted,
    /// The words of each header row stand in one cell, with nothing between them.
    HeaderTogether,
    /// The header has no blank cells: a heading over several columns is one cell.
    HeaderCollapsed,
    /// No header at all.
    HeaderMissing,
    /// The header stands twice, one below the other.
    HeaderDoubled,
    /// A first row of the table holds its title.
    TitleRow,
    /// Several tables with titles, each with its header, and text around them.
    SeveralTables,
    /// The same, and only the first has a header.
    SeveralTablesOneHeader,
    /// A table for every item, each with title and header.
    OneRowTables,
    /// A header on every page; a block may go on over the page break.
    Paged,
    /// The same; a block that goes on states its parent again.
    PagedParentsRepeated,
    /// Page numbers and page headings between rows.
    PageLines,
    /// Cells broken by blanks, as from a narrow column.
    Wraps,
    /// Line ends inside cells, behind the entries of lists.
    LineBreaks,
    /// No tick is left.
    TicksGone,
    /// Ticks twice in one cell.
    TickDoubled,
    /// Ticks as words: 是 and 否.
    TickWord,
    /// The header's word behind the tick.
    TickWithLabel,
    /// A tick that stands behind the text of the cell before.
    TickGlued,
    /// Blank cells hold a backslash and an n.
    BlankBackslash,
    /// Blank cells that are not merged hold a slash.
    BlankSlash,
    /// One blank cell too many.
    ShiftRight,
    /// One blank cell too few.
    ShiftLeft,
    /// Two neighbours in one cell.
    SeparatorMissing,
    /// One cell in two.
    SeparatorExtra,
}

impl Damage {
    /// Spoils `draft`; where the damaged document itself says a cell otherwise (a parent repeated), `items` say it too.
    pub(crate) fn spoil(self, draft: &mut Draft, directory: &mut Directory, items: &mut [Item], random: &mut Random) {
        match self {
            Damage::ExtraColumn => layout::extra_column(draft, directory, items, random),
            Damage::SerialSecond => layout::serial_second(draft),
            Damage::Scrambled => layout::scramble(draft, random),
            Damage::HeaderSameName => header::same_name(draft),
            Damage::HeaderThreeRows => header::three_rows(draft),
            Damage::HeaderBroken => header::header_broken(draft, random),
            Damage::HeaderWordsDoubled => header::header_words(draft, |word| format!("{word}{word}")),
            Damage::HeaderCut => header::header_words(draft, |word| {
                let cut = ["特定", "全", "依"].into_iter().find_map(|first| word.strip_prefix(first));
                cut.unwrap_or(word).into()
            }),
            Damage::HeaderShifted => header::header_shifted(draft),
            Damage::HeaderTogether => header::header_together(draft),
            Damage::HeaderCollapsed => header::header_collapsed(draft),
            Damage::HeaderMissing => draft.parts.retain(|part| !matches!(part, Part::Row(Row { of: None, .. }))),
            Damage::HeaderDoubled => {
                let header = draft.header();
                draft.replace_header([header.clone(), header].concat());
            }
            Damage::TitleRow => {
                let mut cells = vec![String::new(); draft.columns.len()];
                cells[0].clone_from(&draft.title);
                let header = draft.header();
                draft.replace_header([vec![Row::header(cells)], header].concat());
            }
            Damage::SeveralTables => layout::several_tables(draft, true, random),
            Damage::SeveralTablesOneHeader => layout::several_tables(draft, false, random),
            Damage::OneRowTables => layout::one_row_tables(draft),
            Damage::Paged => layout::pages(draft, items, false, random),
            Damage::PagedParentsRepeated => layout::pages(draft, items, true, random),
            Damage::PageLines => layout::page_lines(draft, random),
            Damage::Wraps => cells::wraps(draft, random),
            Damage::LineBreaks => cells::line_breaks(draft, random),
            Damage::TicksGone => cells::ticks_gone(draft),
            Damage::TickDoubled => cells::ticks(draft, random, |tick, _| format!("{tick}{tick}")),
            Damage::TickWithLabel => cells::ticks(draft, random, |tick, label| format!("{tick}{label}")),
            Damage::TickWord => cells::tick_words(draft, random),
            Damage::TickGlued => rows::hit(draft, random, rows::tick_glued),
            Damage::BlankBackslash => {
                draft.body_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.is_empty()).for_each(|cell| *cell = "\\n".into())
            }
            Damage::BlankSlash => cells::blank_slash(draft, items),
            Damage::ShiftRight => rows::hit(draft, random, rows::shift_right),
            Damage::ShiftLeft => rows::hit(draft, random, rows::shift_left),
            Damage::SeparatorMissing => rows::hit(draft, random, rows::separator_missing),
            Damage::SeparatorExtra => rows::hit(draft, random, rows::separator_extra),
        }
    }
}
