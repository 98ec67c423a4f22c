//! cases: the kinds of damage that are scored, alone and together, each with the floors that hold today.

use super::generate::{Damage, Dialect, Habits};

/// What sort of damage a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Nothing that decides is lost.
    Lossless,
    /// Positions are lost, row ends are not.
    Positions,
    /// Row ends are lost too.
    Stream,
    /// Several kinds together.
    Mixed,
    /// Several together, with words and mixes that nobody tunes on.
    HeldOut,
}

/// A kind of damage.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) key: &'static str,
    pub(super) class: Class,
    pub(super) dialect: Dialect,
    pub(super) damages: &'static [Damage],
    /// A habit of the directory that the case is about.
    pub(super) habit: Option<fn(&mut Habits)>,
}

const fn case(key: &'static str, class: Class, dialect: Dialect, damages: &'static [Damage]) -> Case {
    Case { key, class, dialect, damages, habit: None }
}

const fn habit(key: &'static str, dialect: Dialect, habit: fn(&mut Habits)) -> Case {
    Case { key, class: Lossless, dialect, damages: &[], habit: Some(habit) }
}

use Class::{HeldOut, Lossless, Mixed, Positions, Stream};
use Damage::*;
use Dialect::*;

/// All cases, in the order of the report.
pub(super) const CASES: &[Case] = &[
    case("tabs", Lossless, Tabs, &[]),
    case("pipes", Lossless, Pipes, &[]),
    case("pipes without outer bars", Lossless, PipesBare, &[]),
    case("markdown", Lossless, Markdown, &[]),
    habit("merged parents", Tabs, |_| {}),
    habit("parents repeated", Tabs, |habits| habits.parents_repeated = true),
    habit("other columns merged", Tabs, |habits| habits.others_merged = true),
    habit("columns merged over any rows", Tabs, |habits| habits.runs_merged = true),
    habit("second contents", Tabs, |habits| habits.second_contents = true),
    habit("one element a row", Tabs, |habits| habits.element_rows = true),
    habit("true blanks", Tabs, |habits| habits.blanks = true),
    habit("numbers share a header", Tabs, |habits| habits.numbers_share_header = true),
    case("pages", Lossless, Tabs, &[Paged]),
    case("pages, parents repeated", Lossless, Tabs, &[PagedParentsRepeated]),
    case("page lines", Lossless, Tabs, &[PageLines]),
    case("several tables", Lossless, Tabs, &[SeveralTables]),
    case("several tables, one header", Lossless, Tabs, &[SeveralTablesOneHeader]),
    case("one table an item", Lossless, Tabs, &[OneRowTables]),
    case("numbers behind the outermost names", Lossless, Tabs, &[SerialSecond]),
    case("wraps", Lossless, Tabs, &[Wraps]),
    case("line ends in cells, pipes", Lossless, Pipes, &[LineBreaks]),
    case("blanks as backslash and n", Lossless, Pipes, &[BlankBackslash]),
    Case { habit: Some(|habits| habits.blanks = true), ..case("blanks as slash", Lossless, Tabs, &[BlankSlash]) },
    case("row shifted right", Lossless, Tabs, &[ShiftRight]),
    case("row shifted left", Lossless, Tabs, &[ShiftLeft]),
    case("separator missing", Lossless, Tabs, &[SeparatorMissing]),
    case("separator too many", Lossless, Tabs, &[SeparatorExtra]),
    case("header words broken", Lossless, Tabs, &[HeaderBroken]),
    case("header words doubled", Lossless, Tabs, &[HeaderWordsDoubled]),
    case("header words cut", Lossless, Tabs, &[HeaderCut]),
    case("header doubled", Lossless, Tabs, &[HeaderDoubled]),
    case("header of three rows", Lossless, Tabs, &[HeaderThreeRows]),
    case("header shifted", Lossless, Tabs, &[HeaderShifted]),
    case("header words in one cell", Lossless, Tabs, &[HeaderTogether]),
    case("header without blanks", Lossless, Tabs, &[HeaderCollapsed]),
    case("header missing", Lossless, Tabs, &[HeaderMissing]),
    case("header name twice", Lossless, Tabs, &[HeaderSameName]),
    case("title row", Lossless, Tabs, &[TitleRow]),
    case("columns scrambled", Lossless, Tabs, &[Scrambled]),
    case("unknown column", Lossless, Tabs, &[ExtraColumn]),
    case("tick doubled", Lossless, Tabs, &[TickDoubled]),
    case("tick as word", Lossless, Tabs, &[TickWord]),
    case("tick with label", Lossless, Tabs, &[TickWithLabel]),
    case("tick glued to neighbour", Lossless, Tabs, &[TickGlued]),
    case("tight pipes", Positions, Tight, &[]),
    case("tight pipes, leading bar", Positions, TightLeading, &[]),
    case("tight pipes, last row unpadded", Positions, TightUnpadded, &[]),
    case("tight pipes, unpadded", Positions, TightBare, &[]),
    case("tight pipes, ticks on lines of their own", Positions, TightTicksBelow, &[]),
    case("tight pipes, line ends in cells", Positions, Tight, &[LineBreaks]),
    case("tabs, ticks gone", Positions, Tabs, &[TicksGone]),
    case("cells between blanks", Positions, Blanks, &[]),
    case("no separator, rows kept", Positions, Joined, &[]),
    case("bar and cell a line", Stream, BarLines, &[]),
    case("bar alone, then cell", Stream, BarAlone, &[]),
    case("one cell a line", Stream, Lines, &[]),
    case("one cell a line, bar behind", Stream, LinesBar, &[]),
    case("no separator at all", Stream, Flat, &[]),
    case("tabs + pages + wraps", Mixed, Tabs, &[Paged, Wraps]),
    case("tabs + shift right + wraps", Mixed, Tabs, &[ShiftRight, Wraps]),
    case("pipes + shift left + header broken", Mixed, Pipes, &[HeaderBroken, ShiftLeft]),
    case("pipes + scrambled + page lines", Mixed, Pipes, &[Scrambled, PageLines]),
    case("markdown + unknown column + title row", Mixed, Markdown, &[ExtraColumn, TitleRow]),
    case("tight + pages + page lines", Mixed, Tight, &[PagedParentsRepeated, PageLines]),
    case("tight + wraps", Mixed, TightLeading, &[Wraps]),
    case("tight + separator missing", Mixed, Tight, &[SeparatorMissing]),
    case("tight + header words in one cell", Mixed, Tight, &[HeaderTogether]),
    case("tight + one table an item", Mixed, Tight, &[OneRowTables]),
    case("tight + scrambled", Mixed, Tight, &[Scrambled]),
    case("lines + pages", Mixed, Lines, &[Paged]),
    case("lines + page lines", Mixed, Lines, &[PageLines]),
    case("held out: tabs", HeldOut, Tabs, &[]),
    case("held out: pipes + pages + shift left", HeldOut, Pipes, &[PagedParentsRepeated, ShiftLeft]),
    case("held out: tabs + scrambled + wraps", HeldOut, Tabs, &[Scrambled, Wraps]),
    case("held out: tabs + separators", HeldOut, Tabs, &[SeparatorMissing, SeparatorExtra]),
    case("held out: tabs + three rows + doubled ticks", HeldOut, Tabs, &[HeaderThreeRows, TickDoubled]),
    case("held out: tight", HeldOut, Tight, &[]),
    case("held out: tight + several tables", HeldOut, TightLeading, &[SeveralTables]),
    case("held out: tight + unknown column", HeldOut, Tight, &[ExtraColumn]),
    case("held out: pipes + line ends + unknown column", HeldOut, Pipes, &[ExtraColumn, LineBreaks]),
    case("held out: lines", HeldOut, Lines, &[]),
    case("held out: bar lines + page lines", HeldOut, BarLines, &[PageLines]),
];

/// Cases that the oracle judges: rows are kept, blank cells are dropped.
pub(super) const ORACLE_CASES: &[Case] = &[
    Case { habit: Some(|_| {}), ..case("tight pipes", Positions, Tight, &[]) },
    Case { habit: Some(|_| {}), ..case("tight pipes, last row unpadded", Positions, TightUnpadded, &[]) },
    Case { habit: Some(|_| {}), ..case("tight pipes, unpadded", Positions, TightBare, &[]) },
    Case { habit: Some(|habits| habits.blanks = true), ..case("tight pipes, true blanks", Positions, Tight, &[]) },
    Case { habit: Some(|habits| habits.others_merged = true), ..case("tight pipes, other columns merged", Positions, Tight, &[]) },
    Case { habit: Some(|habits| habits.second_contents = true), ..case("tight pipes, second contents", Positions, Tight, &[]) },
    Case { habit: Some(|_| {}), ..case("held out: tight pipes", HeldOut, TightLeading, &[]) },
];
